"""The command line: parse arguments, call use cases, and render results."""

import gc

# A command is short-lived, and its imports create objects that live to its end. Collecting garbage
# among them would take a tenth of the startup time.
gc.set_threshold(50_000)
