"""Outlooks: mechanisms with only their last session and their planned sessions.

A mechanism can have many sessions, but most reports show only its last and its next session. If the
views have tallies, Dragoman does not read the other sessions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias
from uuid import UUID

from attrs import frozen
from msgspec.structs import replace

from dragoman.domain import PLANNED, parse_date, sequence
from dragoman.projections.documents import docs_of, of_record
from dragoman.projections.facets import Facet, SessionKey
from dragoman.projections.mechanisms import (
    MechanismShape,
    Sessions,
    SessionShape,
    bodies,
    in_sequence,
    read_session,
    session_shape,
    sessions,
    shapes,
)
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.reports.contacts import planned_contacts
from dragoman.projections.reports.sheet import NONE, Tally, stored_sides
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import documents, tallies, timeline, valid_at
from dragoman.projections.timeline import TimelineQuery
from dragoman.store import Row, select

SessionRow: TypeAlias = Row[int, int | None, int, bytes]
"""The record, the day, the instant of the hours, and the document of a session."""


def outlooks(snapshot: Snapshot, today: date, wanted: Sequence[Term] = ()) -> list[MechanismShape]:
    """Return the mechanisms that match the terms, with their last and their planned sessions.

    The last session is the last session held. If no session was held and none is planned, the
    outlooks contain the last session of any status. The only irregularities in the outlooks are
    unconfirmed plans.
    """
    if stored_sides(snapshot, ()) is None:
        return [_without_past(one) for one in bodies(snapshot, today, wanted)]
    docs = docs_of(snapshot, "mechanism", wanted)
    found = _recent(snapshot, {snapshot.id_of(record): doc for record, doc in docs.items()})
    return [_without_past(one) for one in shapes(snapshot, docs, found, today)]


def _without_past(one: MechanismShape) -> MechanismShape:
    held = [session for session in one.sessions if session.status == "held"]
    shown = [session for session in one.sessions if session.status in PLANNED]
    shown = [session for session in one.sessions if session in [*held[-1:], *shown]]
    flags = [flag for flag in one.flags if flag.kind == "not confirmed"]
    return replace(one, sessions=shown or one.sessions[-1:], flags=flags)


def _recent(snapshot: Snapshot, docs: Mapping[UUID, RecordDoc]) -> dict[UUID, Sessions]:
    """Return the last and the planned sessions of mechanisms."""
    counts = _counts(snapshot, docs)
    planned = _planned(snapshot)
    lasts = [record for one in counts.values() for record in one.lasts]
    rows = {row.record: row for row in _read(snapshot, [*lasts, *planned])}
    snapshot.learn(rows)
    found = {}
    for id_, doc in docs.items():
        one = counts.get(id_.hex, Counted({}))
        last = read_session(rows[one.last_held].doc) if one.last_held else None
        if last is None or one.is_enough(doc, last.occurred):
            records = {*one.lasts, *(record for record, of in planned.items() if of == id_.hex)}
            shown = _shown(snapshot, [rows[record] for record in records])
            found[id_] = Sessions(shown, [*one.earlier(), *map(in_sequence, shown)])
    others = sessions(snapshot, [id_ for id_ in docs if id_ not in found])
    return found | {
        id_: Sessions(some, list(map(in_sequence, some))) for id_, some in others.items()
    }


def _shown(snapshot: Snapshot, rows: list[SessionRow]) -> list[SessionShape]:
    """Return sessions as shown in reports, oldest first."""
    rows.sort(key=lambda row: (row.day is not None, row.day or 0, row.moment, row.record))
    return [session_shape(snapshot, row.record, row.doc) for row in rows]


@frozen
class Counted:
    """The tallies of a mechanism's sessions, by the keys in ``SessionKey``."""

    tallies: Mapping[str, Tally]

    @property
    def last_held(self) -> int | None:
        """The record number of the last session held."""
        return self.tallies.get(SessionKey.HELD, NONE).record or None

    @property
    def hosts(self) -> dict[str, Tally]:
        """The tally of the sessions held by each host."""
        start = len(SessionKey.HOST)
        return {
            key[start:]: one for key, one in self.tallies.items() if key.startswith(SessionKey.HOST)
        }

    @property
    def lasts(self) -> list[int]:
        """The record numbers of the last session held and of the last session with a known host.

        If no session was held, the list contains only the last session of any status.
        """
        if self.last_held is None:
            return [self.tallies[SessionKey.ALL].record] if self.tallies else []
        hosted = max(self.hosts.values(), key=lambda one: one.place, default=None)
        return [self.last_held, *([hosted.record] if hosted else [])]

    def is_enough(self, doc: RecordDoc, occurred: str | None) -> bool:
        """Return whether the tallies are enough to infer the next session of a mechanism.

        ``occurred`` is the date of the last session held. If the tallies are not enough, Dragoman
        has to read the days or the hosts of all sessions.
        """
        when = parse_date(occurred) if occurred else None
        if when and when.first is not None and when.last is not None and not doc.get("cadence"):
            return False
        times = [one.times for one in self.hosts.values()]
        return (
            not times
            or doc.get("hosting") in ("fixed", "alternating")
            or (sum(times) >= sequence.ENOUGH and not _may_alternate(times))
        )

    def earlier(self) -> Iterator[sequence.SequencedSession]:
        """Yield placeholders for the earlier sessions that were held, which only tallies count."""
        if self.last_held is None:
            return
        number = self.tallies.get(SessionKey.NUMBER)
        yield sequence.SequencedSession(
            name="", number=number.sort if number else None, status="held"
        )
        for host, one in self.hosts.items():
            for _ in range(min(one.times, 2)):
                yield sequence.SequencedSession(name="", host=host, status="held")


def _may_alternate(times: Sequence[int]) -> bool:
    """Return whether the hosts may have alternated, given how many sessions each party hosted."""
    return max(times) * 2 <= sum(times) + 1


def _counts(snapshot: Snapshot, ids: Iterable[UUID]) -> dict[str, Counted]:
    """Return the tallies of sessions, by the id of the mechanism."""
    columns = (tallies.c.times, tallies.c.sort, tallies.c.day, tallies.c.record)
    query = select(tallies.c.subject, tallies.c.item, *columns)
    query = query.where(tallies.c.facet == Facet.SESSION)
    found: dict[str, dict[str, Tally]] = {}
    for id_, key, *row in snapshot.chunked(query, tallies.c.subject, [one.hex for one in ids]):
        found.setdefault(id_, {})[key] = Tally(*row)
    return {id_: Counted(some) for id_, some in found.items()}


def _planned(snapshot: Snapshot) -> dict[int, str]:
    """Return the planned sessions, each with the id of its mechanism."""
    found = planned_contacts(snapshot, TimelineQuery(kinds=("consultation",)))
    mechanisms = ((one.record, one.facts.mechanism) for one in found)
    return {record: id_.replace("-", "") for record, id_ in mechanisms if id_}


def _read(snapshot: Snapshot, records: Iterable[int]) -> Iterator[SessionRow]:
    query = select(timeline.c.record, timeline.c.day, timeline.c.moment, documents.c.doc)
    query = query.join(documents, of_record(timeline.c.record, snapshot))
    query = query.where(valid_at(timeline, snapshot.position))
    return snapshot.chunked(query, timeline.c.record, list(dict.fromkeys(records)))
