"""The error that a command raises if it cannot do what the user typed."""

from collections.abc import Sequence


class UsageError(Exception):
    """An error in a file or on the command line, worded for the user. Nothing was recorded."""


class NoRecord(UsageError):
    """Raised if no record has the ref that the user typed."""


class SeveralErrors(UsageError):
    """Several errors in one file or on one command line; each message is one line."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = tuple(messages)
