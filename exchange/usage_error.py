"""The error that a command raises if it cannot do what the user typed."""


class UsageError(Exception):
    """An error in a file or on the command line, worded for the user. Nothing was recorded."""
