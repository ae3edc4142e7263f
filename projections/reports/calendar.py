"""The entries of a calendar: planned and cancelled engagements, and follow-ups."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias, TypedDict
from uuid import UUID, uuid5

from attrs import frozen
from msgspec.json import decode

from dragoman.domain import ENDED, HANDED_OVER, SETTLED, words_for
from dragoman.projections.documents import of_kind, read
from dragoman.projections.follow_ups import FollowUpShape, item
from dragoman.projections.present_names import PersonNames, name_of, person_names
from dragoman.projections.record_doc import PersonDoc, RecordDoc
from dragoman.projections.reports.selection import Selection, conditions, leads_to
from dragoman.projections.reports.withholding import Withheld
from dragoman.projections.shapes import EntryShape, entry_shape
from dragoman.projections.snapshot import CHUNK, Snapshot
from dragoman.projections.tables import documents, follow_ups, refs, timeline, valid_at
from dragoman.projections.timeline import ENGAGEMENTS, TimelineMatch
from dragoman.store import Column, Connection, Row, Select, Table, and_, queries

OVER = (*ENDED, *SETTLED, *HANDED_OVER)
"""The statuses of records that a calendar shows only if it includes the past."""


CalendarRow: TypeAlias = Row[int, bytes, str | None, str, str]
"""The columns of a row: record, document, id of the parent, id of the record, and kind."""


class CalendarPerson(TypedDict):
    """A participant; ``party`` is the ref of the linked party.

    ``written`` says how the record spells the name, if it is not the present name.
    """

    name: str | None
    post: str | None
    side: str | None
    role: str | None
    written: str | None
    type: str | None
    party: str | None


@frozen
class CalendarEntry:
    """A record as shown in a calendar.

    ``uid`` never changes and is the same in every copy of the register. In another register, the
    ``uid`` is different, even if that register recorded the same dispatch. ``parent`` is the
    ``uid`` of the engagement that includes the recorded event, or at which the parties agreed on
    that event, if the calendar shows that engagement. ``when`` is EDTF. ``shape`` is the record as
    shown in the timeline or the list of follow-ups, ``doc`` is the complete document, ``reminders``
    are those of the record and of its series, and ``people`` are the participants. ``revision`` is
    the number of events of the record after the first event. The number never decreases, because
    correcting or undoing an event adds an event.
    """

    uid: UUID
    parent: UUID | None
    kind: str
    status: str
    when: str | None
    shape: EntryShape | FollowUpShape
    doc: RecordDoc
    reminders: list[str]
    people: list[CalendarPerson]
    created: datetime
    modified: datetime
    revision: int


def selected(snapshot: Snapshot, selection: Selection, past: bool = False) -> list[CalendarRow]:
    """Return the selected engagements and messages, then follow-ups; past ones only with ``past``.

    If the selection has a period, this function leaves out follow-ups, because follow-ups are not
    in the timeline.
    """
    wanted = conditions(snapshot, selection)
    if not past:
        wanted.append(documents.c.status.not_in(OVER))
    queries = (
        _rows(
            snapshot, (*ENGAGEMENTS, "demarche", "conference"), timeline, timeline.c.part_of
        ).where(*wanted),
        _rows(snapshot, ("follow-up",), follow_ups, follow_ups.c.agreed_in).where(*wanted),
    )
    rows = [row for query in queries for row in snapshot.views.execute(query)]
    return selection.withheld.open(rows)


def _rows(
    snapshot: Snapshot, kinds: Iterable[str], table: Table, parent: Column[str]
) -> Select[int, bytes, str | None, str, str]:
    """Return a query for documents of the given kinds, with the id of each record's parent."""
    query = of_kind(snapshot, *kinds).add_columns(parent.label("parent"), refs.c.id, refs.c.kind)
    its_parent = and_(table.c.record == documents.c.record, valid_at(table, snapshot.position))
    return query.outerjoin(table, its_parent)


def calendar_entries(
    snapshot: Snapshot,
    register: Connection,
    rows: Sequence[CalendarRow],
    today: date,
    withheld: Withheld,
) -> Iterator[CalendarEntry]:
    """Yield the calendar entries for the given rows, without links to ``withheld`` records."""
    shown = {row.id for row in rows}
    of_register = queries.identity(register).id
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        docs = [withheld.linked(snapshot, decode(row.doc)) for row in some]
        snapshot.learn(row.record for row in some)
        snapshot.learn_ids(one for doc in docs for one in leads_to(doc))
        names = person_names(snapshot, docs, withheld.records)
        ids = [UUID(hex=row.id) for row in some]
        revisions = queries.revisions(register, ids, snapshot.position)
        reminders = _reminders_of_series(snapshot, docs)
        for row, doc in zip(some, docs, strict=True):
            shape = _shape(snapshot, row, doc, today, names)
            when = shape.due if isinstance(shape, FollowUpShape) else shape.occurred
            yield CalendarEntry(
                uid=uuid5(of_register, row.id),
                parent=uuid5(of_register, row.parent) if row.parent in shown else None,
                kind=row.kind,
                status=doc["status"],
                when=when.text if when else None,
                shape=shape,
                doc=doc,
                reminders=_reminders(doc, reminders),
                people=_people(snapshot, doc, names),
                created=revisions[row.id].first,
                modified=revisions[row.id].last,
                revision=revisions[row.id].version - 1,
            )


def _reminders_of_series(snapshot: Snapshot, docs: Iterable[RecordDoc]) -> dict[str, Sequence[str]]:
    """Return the reminders of the series of some meetings, by the id of the series."""
    ids = {one for doc in docs if (one := doc.get("series"))}
    numbers = {one: row.record for one in ids if (row := snapshot.row(UUID(one).hex))}
    found = read(snapshot, [*numbers.values()])
    return {
        one: found[number].get("reminders", ())
        for one, number in numbers.items()
        if number in found
    }


def _reminders(doc: RecordDoc, of_series: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the reminders of a record: its own, and those of its series."""
    return list(
        dict.fromkeys((*doc.get("reminders", ()), *of_series.get(doc.get("series", ""), ())))
    )


def _shape(
    snapshot: Snapshot, row: CalendarRow, doc: RecordDoc, today: date, names: PersonNames
) -> EntryShape | FollowUpShape:
    """Return a record as shown in the timeline or the list of follow-ups."""
    if row.kind == "follow-up":
        return item(snapshot, row.record, doc, today, {})  # a calendar shows no refs of owners
    whole = row.parent if "part_of" in doc else None
    match = TimelineMatch(row.record, row.id, row.kind, whole, doc)
    return entry_shape(snapshot, match, names)


def _people(snapshot: Snapshot, doc: RecordDoc, names: PersonNames) -> list[CalendarPerson]:
    """Return the participants of a record, each with the words of the source."""
    written = doc.get("as_written", {})
    return [
        _person(snapshot, one, names, words_for(written, "participants", number))
        for number, one in enumerate(doc.get("participants", ()), 1)
    ]


def _person(
    snapshot: Snapshot, person: PersonDoc, names: PersonNames, said: Mapping[str, str]
) -> CalendarPerson:
    """Return a participant under the present name, with the ref of the linked party."""
    party = person.get("party")
    name, spelt = name_of(person, names)
    written = ", ".join(({"name": spelt, **said} if spelt else said).values())
    return {
        "name": name,
        "post": person.get("post"),
        "side": person.get("side"),
        "role": person.get("role"),
        "written": f"as written: {written}" if written else None,
        "type": "organisation" if person.get("type") == "organisation" else None,
        "party": snapshot.ref_of(UUID(party).hex) if party else None,
    }
