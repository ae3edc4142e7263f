"""The message after Ctrl-C when nothing was recorded.

The module imports nothing, so that Python loads it fast.
"""

INTERRUPTED = "interrupted; nothing was recorded"
