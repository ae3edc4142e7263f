"""The command line: parse arguments, run commands, and print the results."""

import gc

# A command is short-lived, and the objects that its imports create live until the command ends.
# Garbage collection would take a tenth of the startup time.
gc.set_threshold(50_000)
