"""The error of a command that cannot do what the user typed."""


class UsageError(Exception):
    """A fault in a file or on the command line, worded for the user. Nothing was recorded."""
