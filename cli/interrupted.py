"""The message after Ctrl-C if the command has recorded nothing.

The module imports nothing, so that Python loads it fast.
"""

INTERRUPTED = "interrupted; nothing was recorded"
