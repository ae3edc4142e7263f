"""Papers: signed instruments and delivered messages, newest first."""

from collections.abc import Mapping, Sequence

from msgspec.json import decode

from dragoman.domain import awaits_reply
from dragoman.projections import documents
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.report import DateShape, Shape
from dragoman.projections.shapes import date_shape, link_shapes, linked
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import documents as stored
from dragoman.projections.tables import timeline, valid_at


class InstrumentShape(Shape, frozen=True, kw_only=True):
    """A signed instrument; ``signed_in`` is the ref of the engagement where it was signed."""

    ref: str
    title: str
    form: str | None
    status: str
    signed: DateShape | None
    signed_in: str | None
    in_force: DateShape | None
    terminated: DateShape | None


class MessageShape(Shape, frozen=True, kw_only=True):
    """A message; ``is_awaited`` says whether the reply is still awaited."""

    ref: str
    subject: str
    form: str | None
    status: str
    sender: str
    recipients: list[str]
    occurred: DateShape | None
    is_awaited: bool
    reply_due: DateShape | None
    answered: DateShape | None


def signed(snapshot: Snapshot, wanted: Sequence[Term]) -> list[InstrumentShape]:
    """Return the instruments that match the search terms, newest first."""
    return instruments(snapshot, documents.docs_of(snapshot, "instrument", wanted))


def instruments_about(
    snapshot: Snapshot, wanted: Sequence[Term], ids: Sequence[str]
) -> dict[int, RecordDoc]:
    """Return the documents of instruments that match the terms or were signed in some records.

    ``ids`` are the ids of these records.
    """
    docs = documents.docs_of(snapshot, "instrument", wanted)
    query = documents.of_kind(snapshot, "instrument")
    query = query.join(timeline, timeline.c.record == stored.c.record)
    query = query.where(valid_at(timeline, snapshot.position))
    rows = list(snapshot.chunked(query, timeline.c.part_of, ids))
    snapshot.learn(row.record for row in rows)
    return docs | {row.record: decode(row.doc) for row in rows}


def instruments(snapshot: Snapshot, docs: Mapping[int, RecordDoc]) -> list[InstrumentShape]:
    """Return instruments as shown in reports, newest first."""
    snapshot.learn_ids(one for doc in docs.values() for one in linked(doc))
    shapes = [_instrument(snapshot, record, doc) for record, doc in docs.items()]
    return sorted(shapes, key=lambda one: _latest_day(one.signed or one.in_force), reverse=True)


def delivered(snapshot: Snapshot, wanted: Sequence[Term]) -> list[MessageShape]:
    """Return the messages that match the search terms, newest first."""
    return messages(snapshot, documents.docs_of(snapshot, "demarche", wanted))


def messages(snapshot: Snapshot, docs: Mapping[int, RecordDoc]) -> list[MessageShape]:
    """Return messages as shown in reports, newest first."""
    shapes = [_message(snapshot, record, doc) for record, doc in docs.items()]
    return sorted(shapes, key=lambda one: _latest_day(one.occurred), reverse=True)


def _latest_day(when: DateShape | None) -> str:
    return (when.latest if when else None) or ""


def _instrument(snapshot: Snapshot, record: int, doc: RecordDoc) -> InstrumentShape:
    return InstrumentShape(
        ref=snapshot.ref(record),
        title=doc["title"],
        form=doc.get("form"),
        status=doc["status"],
        signed=date_shape(doc, "signed"),
        signed_in=link_shapes(snapshot, doc).get("signed_in"),
        in_force=date_shape(doc, "in_force"),
        terminated=date_shape(doc, "terminated"),
    )


def _message(snapshot: Snapshot, record: int, doc: RecordDoc) -> MessageShape:
    is_open = doc["status"] == "delivered"
    return MessageShape(
        ref=snapshot.ref(record),
        subject=doc["subject"],
        form=doc.get("form"),
        status=doc["status"],
        sender=doc["sender"],
        recipients=doc["recipients"],
        occurred=date_shape(doc, "occurred"),
        is_awaited=is_open and awaits_reply(doc.get("reply"), doc.get("reply_due")),
        reply_due=date_shape(doc, "reply_due"),
        answered=date_shape(doc, "answered"),
    )
