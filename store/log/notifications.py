"""The notification log: the events of a register in order, for projections.

:class:`NotificationLog` has the interface of the event sourcing library's class. The class returns
stored rows instead of notifications: rows are faster, reports can run without loading the library,
and a damaged id does not cause an error. See decision 28.
"""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from attrs import frozen

from dragoman.store.log.queries import Head, head
from dragoman.store.log.tables import Key, events
from dragoman.store.sql import Connection, Row, Select, select, type_coerce

SECTION_SIZE = 5_000
"""The number of events that a projection reads at once."""

StoredNotification = Row[int, str, int, str, bytes]
"""The columns of an event: position, originator id (32 hexadecimal digits), originator version,
topic and state.
"""

_ORIGINATOR = type_coerce(events.c.originator_id, Key)
_STORED = (
    events.c.position,
    _ORIGINATOR,
    events.c.originator_version,
    events.c.topic,
    events.c.state,
)


@frozen
class NotificationLog:
    """The events of a register that the transaction of ``connection`` can see."""

    connection: Connection

    def select(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[StoredNotification]:
        """Return at most ``limit`` events from position ``start`` to ``stop``, inclusive."""
        query = between(select(*_STORED), start, stop, inclusive_of_start=inclusive_of_start)
        return self.connection.execute(query.limit(limit)).all()

    def select_history(self, originator: UUID, stop: int) -> Sequence[StoredNotification]:
        """Return the events of one record up to position ``stop``, in order of version."""
        query = select(*_STORED).where(events.c.originator_id == originator)
        query = query.where(events.c.position <= stop)
        return self.connection.execute(query.order_by(events.c.originator_version)).all()

    def select_originators(self, after: int, stop: int) -> Sequence[str]:
        """Return the records that have events at positions above ``after``, up to ``stop``."""
        query = select(_ORIGINATOR).where(events.c.position > after, events.c.position <= stop)
        return self.connection.execute(query.distinct()).scalars().all()

    def head(self, position: int) -> Head:
        """Return the last event up to ``position``."""
        return head(self.connection, position)


Query = TypeVar("Query", bound="Select[*tuple[object, ...]]")


def between(
    query: Query, start: int | None, stop: int | None, *, inclusive_of_start: bool
) -> Query:
    """Limit a query for events to a range of positions, and order the events by position."""
    position = events.c.position
    if start is not None:
        query = query.where(position >= start if inclusive_of_start else position > start)
    if stop is not None:
        query = query.where(position <= stop)
    return query.order_by(position)
