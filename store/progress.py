"""How far something is that takes long."""

from collections.abc import Callable

ProgressCallback = Callable[[int, int], None]
"""Is told of every step how many are done, of how many."""
