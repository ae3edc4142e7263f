"""The message after Ctrl-C when nothing was recorded; imports nothing, so that it loads at once."""

INTERRUPTED = "interrupted; nothing was recorded"
