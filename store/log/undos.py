"""Entries that undo other entries, and the last entry that can be undone."""

from uuid import UUID

from dragoman.domain import UNDOING, RecordedEntry
from dragoman.store.log.mapper import read
from dragoman.store.log.queries import chunked
from dragoman.store.log.tables import events
from dragoman.store.log.topics import topics_of
from dragoman.store.sql import Connection, Text, cast, select


def undos(connection: Connection) -> list[tuple[UUID, UUID]]:
    """Return pairs of the undoing entry and the undone entry, in order of recording.

    The result leaves out undos copied from another register, because they do not undo an entry of
    this register.
    """
    topics = topics_of(*UNDOING)
    query = select(events.c.entry, events.c.topic, events.c.state).where(events.c.topic.in_(topics))
    pairs: dict[UUID, UUID] = {}
    for entry, topic, state in connection.execute(query.order_by(events.c.position)):
        event = read(topic, state)
        if isinstance(event, UNDOING) and event.undoes:
            pairs[entry] = event.undoes
    own = _entries_among(connection, list(dict.fromkeys(pairs.values())))
    return [pair for pair in pairs.items() if pair[1] in own]


def _entries_among(connection: Connection, ids: list[UUID]) -> set[UUID]:
    """Return the given ids that are ids of entries in this register."""
    query = select(events.c.entry).distinct()
    return {row.entry for row in chunked(connection, query, events.c.entry, ids)}


def last_standing(connection: Connection, by: str | None = None) -> UUID | None:
    """Return the last entry that nobody undid and that does not undo another entry.

    With ``by``, considers only the entries of that person.
    """
    left_out: set[UUID] = set()
    undoing = undos(connection)
    for entry, target in reversed(undoing):
        if entry not in left_out:
            left_out.add(target)
    left_out |= {entry for entry, _ in undoing}
    query = select(events.c.entry).order_by(events.c.position.desc())
    if by is not None:
        query = query.where(events.c.recorded_by == by)
    with connection.execute(query) as found:
        return next((entry for entry in found.scalars() if entry not in left_out), None)


def entries_beginning(connection: Connection, digits: str) -> list[UUID]:
    """Return the entries whose ids begin with these hexadecimal digits."""
    query = select(events.c.entry).where(cast(events.c.entry, Text).startswith(digits))
    return list(connection.execute(query.distinct()).scalars())


def entry_at(connection: Connection, position: int) -> list[UUID]:
    """Return the entry of the event at a position; ``None`` if there is no event."""
    query = select(events.c.entry).where(events.c.position == position)
    return list(connection.execute(query).scalars())


def recorded(connection: Connection, entry: UUID) -> RecordedEntry:
    """Return when and by whom an entry was recorded, and why."""
    query = select(events.c.recorded_at, events.c.recorded_by, events.c.reason)
    row = connection.execute(query.where(events.c.entry == entry).limit(1)).one()
    return RecordedEntry(entry, *row)
