"""The command line: parse, call, render."""

import gc

# A command is short-lived, and its imports create objects that live to its end. Collecting garbage
# among them would take a tenth of the startup time.
gc.set_threshold(50_000)
