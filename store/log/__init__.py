"""The log: the table of events, and the code that reads it and appends to it."""
