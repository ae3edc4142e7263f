"""The command line: parse, call, render."""

import gc

# A command is short, and its imports make objects that stay: looking for garbage among them
# would take a tenth of the time to start.
gc.set_threshold(50_000)
