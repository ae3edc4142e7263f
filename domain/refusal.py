"""What a decision answers when it cannot be made."""

from collections.abc import Callable
from uuid import UUID


class Refused(Exception):
    """A decision refused, with the reason in one line.

    ``field`` is the one it is about, if it is about one. ``message`` may hold names in braces for
    records, given by id in ``records``: the domain does not know the refs that people type, so
    whoever shows the message calls :meth:`worded`.
    """

    def __init__(self, message: str, field: str | None = None, **records: UUID) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.records = records

    def worded(self, name_of: Callable[[UUID], str]) -> str:
        """The message with every record named by ``name_of``."""
        text = self.message
        for key, record in self.records.items():
            text = text.replace("{" + key + "}", name_of(record))
        return text

    def __str__(self) -> str:
        return self.worded(str)
