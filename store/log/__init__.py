"""The log: the table of events, what is read from it, and what is appended to it."""
