"""Progress of long operations."""

from collections.abc import Callable

ProgressCallback = Callable[[int, int], None]
"""Called after every step with the number done and the total."""
