"""Progress of long operations."""

from collections.abc import Callable

ProgressCallback = Callable[[int, int], None]
"""A function that is called after every step, with the number of steps done and the total."""
