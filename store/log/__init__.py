"""The log: the table of events, and the code that reads and appends events."""
