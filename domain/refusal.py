"""Refusal: the exception for a decision that the rules do not allow."""

from collections.abc import Callable
from uuid import UUID


class Refused(Exception):
    """A refused decision, with the reason in one line.

    ``field`` is the field that caused the refusal, if any. ``message`` can contain placeholders in
    braces for the records whose ids are in ``records``. The domain does not know the refs of
    records, so code that shows the message calls :meth:`worded`. ``seeks`` are the kinds of record
    of which the user has to name one; code that shows the message adds candidates.
    """

    def __init__(
        self,
        message: str,
        field: str | None = None,
        seeks: tuple[str, ...] = (),
        /,
        **records: UUID,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.seeks = seeks
        self.records = records

    def worded(self, name_of: Callable[[UUID], str]) -> str:
        """Fill the placeholders in the message; ``name_of`` returns the name for a record id."""
        text = self.message
        for key, record in self.records.items():
            text = text.replace("{" + key + "}", name_of(record))
        return text

    def __str__(self) -> str:
        return self.worded(str)


def refuse_missing(*needs: tuple[object, str], seeks: tuple[str, ...] = ()) -> None:
    """Raise :class:`Refused` with one message for all values that are missing.

    Each need is a value, which may be missing, and the message if it is. ``seeks`` are the kinds of
    record of which the user has to name one.
    """
    lacking = [message for value, message in needs if not value]
    if lacking:
        raise Refused("; ".join(lacking), None, seeks)
