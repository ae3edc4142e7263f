"""Mechanisms: the standing bodies, with their sessions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec
from attrs import field, frozen
from msgspec import UNSET, UnsetType

from dragoman.domain import PLANNED, parse_date, sequence, sessions_of
from dragoman.projections.documents import docs_of, of_kind, of_record
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.report import AsOf, DateShape, Report, Shape, WindowShape, report_tag
from dragoman.projections.shapes import date_shape
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import documents, founding_instruments, terms, timeline, valid_at
from dragoman.store import select


class SessionShape(Shape, frozen=True, kw_only=True):
    """A session in the list of a mechanism's sessions."""

    ref: str
    session: int | None
    status: str
    occurred: DateShape | None
    place: str | None
    host: str | None


class FlagShape(Shape, frozen=True, kw_only=True):
    """An irregularity among the sessions of a mechanism; ``session`` is the ref of a session."""

    kind: str
    session: str | None
    message: str


class NextSession(Shape, frozen=True, kw_only=True):
    """An inferred session, and the basis of the inference."""

    session: int | None
    host: str | None
    window: WindowShape | None
    basis: list[str]


class Turn(Shape, frozen=True, kw_only=True):
    """The party whose turn it is to host, as inferred, and the basis of the inference."""

    host: str
    basis: str


class MechanismShape(Shape, frozen=True, kw_only=True):
    """A mechanism: its sessions by date, their irregularities, and the next session.

    The register does not contain ``inferred_next`` and ``turn``: Dragoman infers both. Each is
    ``None`` if Dragoman cannot infer it; ``inferred_next`` is also ``None`` if a session is
    planned. Dragoman infers ``expected`` from the sessions held, even if a session is planned.
    ``instruments`` are the refs of the founding instruments.
    """

    ref: str
    body: str
    title: str
    status: str
    aliases: list[str]
    parties: list[str]
    established: DateShape | None
    dissolved: DateShape | None
    instrument: str | None
    cadence: str | None
    hosting: str | None
    sessions: list[SessionShape]
    flags: list[FlagShape]
    expected: NextSession | None
    inferred_next: NextSession | None
    turn: Turn | None
    unreadable_from: int | UnsetType = UNSET
    instruments: list[str]


class MechanismsReport(Report, tag=report_tag("mechanisms"), frozen=True, kw_only=True):
    """The standing bodies."""

    as_of: AsOf
    context: list[str]
    mechanisms: list[MechanismShape]


def bodies(
    snapshot: Snapshot, today: date, wanted_terms: Sequence[Term] = ()
) -> list[MechanismShape]:
    """Return the mechanisms that match the search terms, with their sessions."""
    return _bodies(snapshot, docs_of(snapshot, "mechanism", wanted_terms), today)


def standing_mechanisms(snapshot: Snapshot) -> Mapping[UUID, RecordDoc]:
    """Return the documents of the mechanisms that are not dissolved, by id."""
    docs = docs_of(snapshot, "mechanism")
    return {snapshot.id_of(record): doc for record, doc in docs.items() if "dissolved" not in doc}


def bodies_of(snapshot: Snapshot, today: date, ids: Iterable[str]) -> list[MechanismShape]:
    """Return the mechanisms with the given ids (32 hexadecimal digits), with their sessions."""
    wanted = list(dict.fromkeys(ids))
    snapshot.learn_ids(wanted)
    records = [row.record for row in map(snapshot.row, wanted) if row]
    query = of_kind(snapshot, "mechanism")
    rows = sorted(snapshot.chunked(query, documents.c.record, records))
    return _bodies(snapshot, {row.record: msgspec.json.decode(row.doc) for row in rows}, today)


def body(snapshot: Snapshot, record: int, doc: RecordDoc, today: date) -> MechanismShape:
    """Return one mechanism, with its sessions."""
    [shape] = _bodies(snapshot, {record: doc}, today)
    return shape


def _bodies(snapshot: Snapshot, docs: dict[int, RecordDoc], today: date) -> list[MechanismShape]:
    snapshot.learn(docs)
    held = sessions(snapshot, [snapshot.id_of(record) for record in docs])
    found = {id_: Sessions(some, list(map(in_sequence, some))) for id_, some in held.items()}
    return shapes(snapshot, docs, found, today)


@frozen
class Sessions:
    """A mechanism's sessions to show, and the sessions from which to infer the next session."""

    shown: list[SessionShape] = field(factory=list)
    order: list[sequence.SequencedSession] = field(factory=list)


def shapes(
    snapshot: Snapshot,
    docs: Mapping[int, RecordDoc],
    found: Mapping[UUID, Sessions],
    today: date,
) -> list[MechanismShape]:
    """Return mechanisms as shown in reports, given the sessions of each mechanism."""
    founded = _founding(snapshot, docs)
    bodies = []
    for record, doc in docs.items():
        id_ = snapshot.id_of(record)
        about = found.get(id_, Sessions()), founded.get(id_.hex, [])
        bodies.append(_body(snapshot, record, doc, *about, today))
    return bodies


def _body(
    snapshot: Snapshot,
    record: int,
    doc: RecordDoc,
    found: Sessions,
    instruments: list[str],
    today: date,
) -> MechanismShape:
    order = found.order
    return MechanismShape(
        ref=snapshot.ref(record),
        body=doc["body"],
        title=doc["title"],
        status=doc.get("status", "standing"),
        aliases=doc.get("aliases", []),
        parties=doc["parties"],
        established=date_shape(doc, "established"),
        dissolved=date_shape(doc, "dissolved"),
        instrument=doc.get("instrument"),
        cadence=doc.get("cadence"),
        hosting=doc.get("hosting"),
        sessions=found.shown,
        flags=[
            FlagShape(kind=flag.kind, session=flag.session, message=flag.message)
            for flag in sequence.flags(order, today)
        ],
        expected=_expected(doc, order),
        inferred_next=_next(doc, order, today),
        turn=_turn(doc, order),
        unreadable_from=snapshot.unreadable_from(record),
        instruments=instruments,
    )


def titles(snapshot: Snapshot) -> dict[str, str]:
    """Return the titles of the mechanisms, by ref."""
    docs = docs_of(snapshot, "mechanism")
    return {snapshot.ref(record): doc["title"] for record, doc in docs.items()}


def flags_of(snapshot: Snapshot, id_: UUID | None, today: date) -> list[sequence.Flag]:
    """Return the irregularities among the sessions of a mechanism."""
    held = sessions(snapshot, [id_]).get(id_, []) if id_ else []
    return sequence.flags([in_sequence(one) for one in held], today)


def in_sequence(session: SessionShape) -> sequence.SequencedSession:
    """Convert a listed session to the type that the rules about session order use."""
    return sequence.SequencedSession(
        name=session.ref,
        number=session.session,
        status=session.status,
        occurred=parse_date(session.occurred.text) if session.occurred else None,
        host=session.host,
    )


def _next(
    doc: RecordDoc, order: Sequence[sequence.SequencedSession], today: date
) -> NextSession | None:
    """Return the inferred next session, unless a session is planned."""
    if any(one.status in PLANNED and not sequence.unconfirmed(one, today) for one in order):
        return None
    return _expected(doc, order)


def _expected(doc: RecordDoc, order: Sequence[sequence.SequencedSession]) -> NextSession | None:
    """Infer the next session from the sessions held, even if a session is planned."""
    if doc.get("status") == "dissolved":
        return None
    found = sequence.next_session(order, doc["parties"], doc.get("cadence"), doc.get("hosting"))
    if found is None:
        return None
    window = found.window
    shape = (
        WindowShape(edtf=str(window), earliest=window.earliest, latest=window.latest)
        if window
        else None
    )
    return NextSession(session=found.number, host=found.host, window=shape, basis=list(found.basis))


def _turn(doc: RecordDoc, order: Sequence[sequence.SequencedSession]) -> Turn | None:
    """Infer whose turn it is to host; return ``None`` if the turn is unknown."""
    if doc.get("status") == "dissolved":
        return None
    turn = sequence.turn(order, doc["parties"], doc.get("hosting"))
    return Turn(host=turn.host, basis=turn.basis) if turn.host else None


def _founding(snapshot: Snapshot, records: Iterable[int]) -> dict[str, list[str]]:
    """Return the refs of the founding instruments, by the id of the founded mechanism."""
    table = founding_instruments
    query = select(table.c.record, table.c.founds)
    query = query.where(valid_at(table, snapshot.position)).order_by(table.c.record)
    ids = [snapshot.id_of(record).hex for record in records]
    found: dict[str, list[str]] = {}
    rows = list(snapshot.chunked(query, table.c.founds, ids))
    snapshot.learn(row.record for row in rows)
    for row in rows:
        found.setdefault(row.founds, []).append(snapshot.ref(row.record))
    return found


def sessions(snapshot: Snapshot, ids: Sequence[UUID]) -> dict[UUID, list[SessionShape]]:
    """Return the sessions of mechanisms, oldest first."""
    by_term = {sessions_of(one): one for one in ids}
    query = select(terms.c.term, timeline.c.record, documents.c.doc)
    query = query.join(timeline, timeline.c.record == terms.c.record)
    query = query.join(documents, of_record(timeline.c.record, snapshot))
    query = query.where(valid_at(terms, snapshot.position), valid_at(timeline, snapshot.position))
    query = query.order_by(timeline.c.day, timeline.c.moment, timeline.c.record)
    rows = list(snapshot.chunked(query, terms.c.term, list(by_term)))
    snapshot.learn(row.record for row in rows)
    found: dict[UUID, list[SessionShape]] = {}
    for row in rows:
        found.setdefault(by_term[row.term], []).append(session_shape(snapshot, row.record, row.doc))
    return found


class _Session(msgspec.Struct):
    """The stored fields of a session that a list of sessions shows."""

    status: str
    session: int | None = None
    occurred: str | None = None
    place: str | None = None
    host: str | None = None
    as_written: dict[str, str] = {}


read_session = msgspec.json.Decoder(_Session).decode


def session_shape(snapshot: Snapshot, record: int, doc: bytes) -> SessionShape:
    """Return a session in the list of a mechanism's sessions."""
    one = read_session(doc)
    words = one.as_written.get("occurred")
    return SessionShape(
        ref=snapshot.ref(record),
        session=one.session,
        status=one.status,
        occurred=DateShape.of(one.occurred, words) if one.occurred else None,
        place=one.place,
        host=one.host,
    )
