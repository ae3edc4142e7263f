"""Lateness: engagements recorded late, and by how many days.

Events that took place before the start of the register do not count as late, because nobody could
record these events in time.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, takewhile

import msgspec

from dragoman.domain import TAKEN_PLACE, Delay, delay_of, parse_date
from dragoman.projections.report import Shape
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import documents
from dragoman.store import Connection, Row, queries, select


class Lateness(Shape, frozen=True, kw_only=True):
    """The number of days by which an event was recorded late; with ``at_least``, a lower bound."""

    days: int
    at_least: bool

    @classmethod
    def of(cls, late: Delay) -> "Lateness":
        """Return a delay as shown in reports."""
        return cls(days=late.days, at_least=late.at_least)


class _LatenessFields(msgspec.Struct):
    """The fields of an engagement's document that are needed to compute lateness."""

    occurred: str | None = None


_told = msgspec.json.Decoder(_LatenessFields).decode


def lateness(
    register: Connection, snapshot: Snapshot, records: Sequence[int]
) -> dict[int, Lateness]:
    """Return the lateness of engagements, except engagements that were recorded in time.

    The keys are the numbers of the records.
    """
    query = select(documents.c.record, documents.c.since, documents.c.status, documents.c.doc)
    query = query.where(documents.c.since <= snapshot.position, documents.c.is_retracted == 0)
    query = query.order_by(documents.c.record, documents.c.since)
    rows = snapshot.chunked(query, documents.c.record, records)
    done = dict(_taken_place(rows))
    instants = queries.instants(register, [1, *(since for since, _ in done.values())])
    found = {}
    for record, (since, occurred) in done.items():
        late = _late(occurred, instants[1].date(), instants[since].date())
        if late:
            found[record] = Lateness.of(late)
    return found


def _taken_place(
    rows: Iterable[Row[int, int, str, bytes]],
) -> Iterator[tuple[int, tuple[int, str | None]]]:
    """Yield each engagement that took place, with its date and the first event that says so."""
    for record, versions in groupby(rows, key=lambda row: row.record):
        run = list(takewhile(lambda row: row.status in TAKEN_PLACE, reversed(list(versions))))
        if run:
            yield record, (run[-1].since, _told(run[0].doc).occurred)


def _late(occurred: str | None, began: date, recorded: date) -> Delay | None:
    """Return the delay in recording an event; ``None`` for events before the register's start."""
    when = parse_date(occurred) if occurred else None
    if when is None or when.last is None or when.last < began.toordinal():
        return None
    return delay_of(when, recorded)
