"""The message for a Ctrl-C before the command has recorded anything.

The module imports nothing, so that Python loads it fast.
"""

INTERRUPTED = "interrupted; nothing was recorded"
