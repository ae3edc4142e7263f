"""What a command says that Ctrl-C ended before it recorded anything; it imports nothing."""

INTERRUPTED = "interrupted; nothing was recorded"
