"""The message after Ctrl-C when nothing was recorded.

The module imports nothing, so that it loads fast.
"""

INTERRUPTED = "interrupted; nothing was recorded"
