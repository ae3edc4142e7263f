"""The formats of stored values, and the versions of a register's schema."""

from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from dragoman.store.errors import RegisterError

APPLICATION_ID = 0x44524147
"""``DRAG``, which marks a SQLite file as a register (``PRAGMA application_id``)."""

COPY_ID = 0x44524143
"""``DRAC``, which marks the copy of a server's log, so that nobody records in the copy."""

SEALS_SINCE = 2
"""The first schema version with seals."""

ENTRIES_SINCE = 3
"""The first schema version with the circumstances of entries."""

SCHEMA_VERSION = 3
"""The version of the schema (``PRAGMA user_version``)."""

TEST_MARK = "test"
"""The mark of a test register; its value is the instant that ``DRAGOMAN_NOW`` set."""

UNREADABLE = datetime.min.replace(tzinfo=UTC)
"""The value that stands for a malformed instant, so that a damaged event does not stop the program.
"""


class DamagedValue(RegisterError):
    """Raised for a value that is not in the format that the register stores."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} in the register is damaged; type: dragoman audit verify")


def id_of(digits: str) -> UUID:
    """Return the id stored as 32 hexadecimal digits. Raises :class:`DamagedValue`."""
    try:
        return UUID(hex=digits)
    except ValueError:
        raise DamagedValue("an id") from None


def digits_of(record: UUID | str) -> str:
    """Return the 32 hexadecimal digits with which the register stores an id."""
    return record.hex if isinstance(record, UUID) else record


def instant_of(text: str) -> datetime:
    """Return the instant stored as RFC 3339; :data:`UNREADABLE` if it is malformed."""
    with suppress(ValueError, TypeError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo:
            return instant
    return UNREADABLE


def rfc3339(instant: datetime) -> str:
    """Format an instant (RFC 3339): ``2025-04-22T08:30:00.000000Z``; the text sorts by time."""
    utc = instant.astimezone(UTC)
    return utc.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def event_name(topic: str) -> str:
    """Return the name of an event without its version: ``FollowUpAgreed``."""
    return topic.partition("/")[0]
