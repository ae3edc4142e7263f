"""The follow-ups projection: agreed actions, and whether they are still owed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import frozen
from msgspec import UNSET, Struct, UnsetType
from msgspec.json import Decoder, decode

from dragoman.domain import parse_date
from dragoman.projections.documents import of_kind, of_record
from dragoman.projections.parties import refs_of_people, term_of_person
from dragoman.projections.projection import Projection, Rows
from dragoman.projections.record_doc import PersonDoc, RecordDoc
from dragoman.projections.report import DateShape, Shape
from dragoman.projections.shapes import AwaitsShape, awaits_shape, date_shape, link_shapes, linked
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import (
    documents,
    follow_ups,
    is_of_kind,
    is_owed,
    refs,
    valid_at,
)
from dragoman.projections.timeline import TimelineQuery
from dragoman.store import ColumnElement, Row, Select, func, select

if TYPE_CHECKING:
    from dragoman.domain import FollowUp


def rows(state: "FollowUp", doc: bytes) -> Rows:
    """Return a row if a follow-up links to its agreement, its fulfilment or the whole."""
    links = tuple(one and one.hex for one in (state.agreed_in, state.by, state.split_from))
    return [links] if any(links) else ()


FOLLOW_UPS = Projection("follow_ups", 4, {"follow-up": rows})

SOON = 30
"""A follow-up is due soon if the last day on which it is due is within this number of days."""


class SlippageShape(Shape, frozen=True, kw_only=True):
    """How often a follow-up has slipped, its earlier due dates, and its delay in days."""

    times: int
    formerly: list[str]
    days: int | None


class OwnerShape(Shape, frozen=True, kw_only=True):
    """Somebody who has to act: a side, an organisation or a person; ``party`` is a ref."""

    name: str | None
    post: str | None
    side: str | None
    type: str | None
    party: str | None


class FollowUpShape(Shape, frozen=True, kw_only=True):
    """A follow-up, with its state as of a day; ``owner`` lists the owners in one string."""

    ref: str
    state: str
    what: str
    due: DateShape | None
    slippage: SlippageShape | None
    place: str | None
    awaits: AwaitsShape | None
    agreed: DateShape | None
    agreed_in: str | None
    split_from: str | None
    owner: str | None
    owners: list[OwnerShape]
    parties: list[str]
    fulfilled_by: str | None
    fulfilled: DateShape | None
    unreadable_from: int | UnsetType = UNSET


def items(
    snapshot: Snapshot,
    today: date,
    wanted_terms: Sequence[Term] = (),
    still: bool = False,
    agreed_in: Sequence[str] = (),
) -> list[FollowUpShape]:
    """Return the follow-ups that match the terms, most urgent first.

    With ``still``, returns only open follow-ups. Also returns the follow-ups that were agreed in
    the records whose ids are in ``agreed_in``.
    """
    query = _open(snapshot, wanted_terms) if still else _having(snapshot, wanted_terms)
    rows = _with_agreed_in(snapshot, query, agreed_in, [is_owed()] if still else [])
    ordered = sorted(rows, key=lambda row: _read_due(row.doc).urgency(today))
    return follow_up_shapes(snapshot, ordered, today)


def _with_agreed_in(
    snapshot: Snapshot,
    query: Select[int, bytes],
    agreed_in: Sequence[str],
    only: Sequence[ColumnElement[bool]],
) -> list[Row[int, bytes]]:
    """Return the rows of a query, and the follow-ups that were agreed in the given records."""
    rows = {row.record: row for row in snapshot.views.execute(query)}
    among = _linked(snapshot).where(*only)
    rows |= {row.record: row for row in snapshot.chunked(among, follow_ups.c.agreed_in, agreed_in)}
    return list(rows.values())


@frozen
class MostUrgent:
    """The most urgent open follow-ups, and the number of all open follow-ups that match."""

    shown: list[FollowUpShape]
    count: int


def most_urgent(
    snapshot: Snapshot,
    today: date,
    wanted: TimelineQuery,
    limit: int | None,
    agreed_in: Sequence[str] = (),
) -> MostUrgent:
    """Return the most urgent open follow-ups that match the terms and are due in the period.

    Also considers the follow-ups that were agreed in the records whose ids are in ``agreed_in``.
    """
    due = [
        (one.urgency(today), row)
        for row in _with_agreed_in(snapshot, _open(snapshot, wanted.terms), agreed_in, [is_owed()])
        if (one := _read_due(row.doc)).is_due_by(wanted.last)
    ]
    rows = [row for _, row in sorted(due, key=lambda pair: pair[0])]
    return MostUrgent(follow_up_shapes(snapshot, rows[:limit], today), len(rows))


def _having(snapshot: Snapshot, wanted_terms: Sequence[Term]) -> Select[int, bytes]:
    """Return a query for the follow-ups that match the terms, with their documents."""
    query = of_kind(snapshot, "follow-up")
    return query.where(*snapshot.found(documents.c.record, wanted_terms))


def _open(snapshot: Snapshot, wanted_terms: Sequence[Term]) -> Select[int, bytes]:
    """Return a query for the open follow-ups that match the terms, with their documents."""
    query = select(documents.c.record, documents.c.doc)
    query = query.join(refs, refs.c.record == documents.c.record)
    query = query.where(is_owed(), documents.c.is_retracted == 0)
    query = query.where(is_of_kind(("follow-up",)), valid_at(documents, snapshot.position))
    query = query.where(*snapshot.found(documents.c.record, wanted_terms))
    return query.order_by(documents.c.record)


def statuses(
    snapshot: Snapshot, wanted_terms: Sequence[Term], agreed_in: Sequence[str] = ()
) -> dict[str, int]:
    """Count, by status, the follow-ups that match the terms or were agreed in the given records."""
    if agreed_in:
        found = _with_agreed_in(snapshot, _having(snapshot, wanted_terms), agreed_in, [])
        return Counter(_read_due(row.doc).status for row in found)
    query = select(documents.c.status, func.count().label("many"))
    query = query.join(refs, refs.c.record == documents.c.record)
    query = query.where(refs.c.kind == "follow-up", documents.c.is_retracted == 0)
    query = query.where(valid_at(documents, snapshot.position))
    query = query.where(*snapshot.found(documents.c.record, wanted_terms))
    rows = snapshot.views.execute(query.group_by(documents.c.status))
    return {str(row.status): row.many for row in rows}


def about(snapshot: Snapshot, today: date, ids: Sequence[str]) -> list[FollowUpShape]:
    """Return the follow-ups that were agreed in, or fulfilled by, records with the given ids."""
    query = _linked(snapshot)
    rows = {row.record: row for row in snapshot.chunked(query, follow_ups.c.agreed_in, ids)}
    more = snapshot.chunked(query, follow_ups.c.fulfilled_by, ids)
    rows |= {row.record: row for row in more}
    return follow_up_shapes(snapshot, list(rows.values()), today)


def parts(snapshot: Snapshot, today: date, id_: str) -> list[FollowUpShape]:
    """Return the follow-ups into which the follow-up with this id was split."""
    found = snapshot.chunked(_linked(snapshot), follow_ups.c.split_from, [id_])
    return follow_up_shapes(snapshot, list(found), today)


def _linked(snapshot: Snapshot) -> Select[int, bytes]:
    """Return a query for the follow-ups that link to other records, with their documents."""
    query = select(documents.c.record, documents.c.doc).select_from(follow_ups)
    query = query.join(documents, of_record(follow_ups.c.record, snapshot))
    return query.where(valid_at(follow_ups, snapshot.position))


def is_open(snapshot: Snapshot, id_: UUID) -> bool:
    """Return whether a follow-up is still owed."""
    query = of_kind(snapshot, "follow-up").where(refs.c.id == id_.hex)
    return snapshot.views.execute(query.where(is_owed())).first() is not None


def follow_up_shapes(
    snapshot: Snapshot, rows: Sequence[Row[int, bytes]], today: date
) -> list[FollowUpShape]:
    """Return follow-ups as shown in reports."""
    docs = [(row.record, decode(row.doc)) for row in rows]
    snapshot.learn(record for record, _ in docs)
    snapshot.learn_ids(link for _, doc in docs for link in linked(doc))
    owners = refs_of_people(snapshot, (one for _, doc in docs for one in doc.get("owners", ())))
    return [item(snapshot, record, doc, today, owners) for record, doc in docs]


def item(
    snapshot: Snapshot, record: int, doc: RecordDoc, today: date, owners: Mapping[str, str]
) -> FollowUpShape:
    """Return one follow-up, with its state as of ``today``.

    ``owners`` has the refs of the owners, by term; an owner who is not there has no ref.
    """
    links = link_shapes(snapshot, doc)
    return FollowUpShape(
        ref=snapshot.ref(record),
        state=state_of(doc, today),
        what=doc["what"],
        due=date_shape(doc, "due"),
        slippage=_slippage(doc),
        place=doc.get("place"),
        awaits=awaits_shape(snapshot, doc),
        agreed=date_shape(doc, "agreed"),
        agreed_in=links.get("agreed_in"),
        owner=", ".join(map(_called, doc.get("owners", ()))) or None,
        owners=[_owner(one, owners) for one in doc.get("owners", ())],
        split_from=links.get("split_from"),
        parties=doc.get("parties", []),
        fulfilled_by=links.get("by"),
        fulfilled=date_shape(doc, "fulfilled"),
        unreadable_from=snapshot.unreadable_from(record),
    )


def _called(owner: PersonDoc) -> str:
    return owner.get("name") or owner.get("side") or owner.get("post") or ""


def _owner(doc: PersonDoc, refs: Mapping[str, str]) -> OwnerShape:
    return OwnerShape(
        name=doc.get("name"),
        post=doc.get("post"),
        side=doc.get("side"),
        type=doc.get("type"),
        party=refs.get(term_of_person(doc) or ""),
    )


def _slippage(doc: RecordDoc) -> SlippageShape | None:
    """Return the slippage of a follow-up; ``None`` if the follow-up has never slipped."""
    formerly = doc.get("formerly", [])
    if not formerly:
        return None
    first, due = parse_date(formerly[0]).last, parse_date(doc["due"]).last if "due" in doc else None
    days = None if first is None or due is None else due - first
    return SlippageShape(times=len(formerly), formerly=formerly, days=days)


def state_of(doc: RecordDoc, today: date) -> str:
    """Return ``overdue``, ``soon``, ``later``, ``undated`` or the status of a closed follow-up."""
    return _Due(doc["status"], doc.get("due")).state(today)


def urgency_of(one: FollowUpShape, today: date) -> tuple[int, int, int]:
    """Return a sort key for an open follow-up that puts the most urgent follow-up first."""
    return _Due("open", one.due.text if one.due else None).urgency(today)


class _Due(Struct):
    """The fields of a follow-up that say how urgent it is, as stored."""

    status: str
    due: str | None = None

    def state(self, today: date) -> str:
        """Return ``overdue``, ``soon``, ``later`` or ``undated`` as of ``today``.

        For a closed follow-up, return its status.
        """
        if self.status != "open":
            return self.status
        due = parse_date(self.due) if self.due else None
        if due is None or due.last is None:
            return "undated"
        if due.last < today.toordinal():
            return "overdue"
        return "soon" if self.is_due_by(today.toordinal() + SOON) else "later"

    def is_due_by(self, last: int | None) -> bool:
        """Return whether the follow-up is due on or before a day; ``None`` means no limit.

        A follow-up that is due in a month, or by a month, is due on the last day of the month. If
        the last day is open, the first day counts.
        """
        due = parse_date(self.due) if self.due else None
        if last is None or due is None:
            return True
        deadline = due.first if due.last is None else due.last
        return deadline is None or deadline <= last

    def urgency(self, today: date) -> tuple[int, int, int]:
        """Return a sort key that puts the most urgent follow-up first."""
        due = parse_date(self.due) if self.due else None
        day, moment = due.place if due and due.last is not None else (0, 0)
        return _STATES.index(self.state(today)), day or 0, moment


_read_due = Decoder(_Due).decode

_STATES = ("overdue", "soon", "later", "undated", "fulfilled", "dropped")
