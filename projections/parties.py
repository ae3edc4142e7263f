"""Parties (persons and organisations), and the projection of merged parties."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.json import decode

from dragoman.domain import has_part, involves, known_as, ranked
from dragoman.projections.documents import docs_of, of_kind, of_record
from dragoman.projections.forever import NOT_IN_TIMELINE
from dragoman.projections.projection import Projection, Rows
from dragoman.projections.record_doc import PositionDoc, RecordDoc
from dragoman.projections.report import AsOf, Report, Shape, report_tag
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import (
    documents,
    is_of_kind,
    merged_parties,
    refs,
    terms,
    valid_at,
)
from dragoman.store import select

if TYPE_CHECKING:
    from dragoman.domain import Party


def rows(state: "Party", doc: bytes) -> Rows:
    """Return a row for a party that was merged into another party."""
    return [(state.merged_into.hex,)] if state.merged_into else ()


MERGED_PARTIES = Projection("merged_parties", 3, {"party": rows})


class PositionShape(Shape, frozen=True, kw_only=True):
    """A post that a person holds or held; the dates are EDTF."""

    post: str | None
    side: str | None
    assumed: str | None
    left: str | None
    held: bool


class MergedParty(Shape, frozen=True, kw_only=True):
    """A party that was merged into another."""

    ref: str
    name: str


class NamedParty(Shape, frozen=True, kw_only=True):
    """The party that a name belongs to."""

    ref: str
    name: str
    side: str | None


class PartyShape(Shape, frozen=True, kw_only=True):
    """A party, with the parties that were merged into it."""

    ref: str
    name: str
    type: str
    side: str | None
    post: str | None
    positions: list[PositionShape]
    aliases: list[str]
    merged: list[MergedParty]
    merged_into: str | None


class PartiesReport(Report, tag=report_tag("parties"), frozen=True, kw_only=True):
    """Persons and organisations."""

    as_of: AsOf
    parties: list[PartyShape]


def people(
    snapshot: Snapshot, wanted_terms: Sequence[Term] = (), named: str | None = None
) -> list[PartyShape]:
    """Return the parties that match the terms, best match first.

    With ``named``, the result has only parties with a similar name.

    The result lists merged parties under the party into which they were merged.
    """
    docs = docs_of(snapshot, "party", wanted_terms)
    if named is not None:
        likely = like(named, docs)
        partly = (
            one for one, doc in docs.items() if any(has_part(n, named) for n in names_of(doc))
        )
        into = merges(snapshot)
        found = dict.fromkeys(root(one, into) for one in (*likely, *partly))
        docs |= _by_record(snapshot, found.keys() - docs.keys())
        docs = {record: docs[record] for record in found if record in docs}
    others = merged(snapshot)
    shapes = [person(snapshot, record, doc, others) for record, doc in docs.items()]
    return [one for one in shapes if not one.merged_into]


def like(name: str, docs: Mapping[int, RecordDoc]) -> list[int]:
    """Return the parties that a name may mean, likeliest first."""
    names = ((record, spelling) for record, doc in docs.items() for spelling in names_of(doc))
    return [record for record, _ in ranked(name, names)]


def namesakes(
    snapshot: Snapshot, name: str, side: str | None, own: UUID | None = None
) -> list[PartyShape]:
    """Return the parties on one side that a name may mean, except ``own``."""
    docs = docs_of(snapshot, "party", (involves(side),) if side else ())
    others = {record: doc for record, doc in docs.items() if snapshot.id_of(record) != own}
    found = dict.fromkeys(merge_target(snapshot, record) for record in like(name, others))
    return [whole(snapshot, record) for record in found if snapshot.id_of(record) != own]


def whole(snapshot: Snapshot, record: int) -> PartyShape:
    """Return one party, with the parties that were merged into it."""
    return person(snapshot, record, _by_record(snapshot, [record])[record], merged(snapshot))


def identities(
    snapshot: Snapshot, people: Iterable[tuple[str, str | None]]
) -> dict[tuple[str, str | None], NamedParty]:
    """Return the party that each name on a side belongs to, if exactly one party has the name."""
    wanted: dict[str, list[tuple[str, str | None]]] = {}
    for name, side in people:
        wanted.setdefault(known_as(name, side), []).append((name, side))
    only = bearers(snapshot, wanted)
    shapes = {
        record: NamedParty(ref=snapshot.ref(record), name=doc["name"], side=doc.get("side"))
        for record, doc in _by_record(snapshot, set(only.values())).items()
    }
    known = ((term, shapes[record]) for term, record in only.items() if record in shapes)
    return {who: shape for term, shape in known for who in wanted[term]}


def bearers(snapshot: Snapshot, names: Iterable[str]) -> dict[str, int]:
    """Return the party with each name (a term), if only one party has the name.

    Merged parties count as one party.
    """
    bearers: dict[str, set[int]] = {}
    merged = merges(snapshot)
    query = select(terms.c.term, terms.c.record).join(refs, refs.c.record == terms.c.record)
    query = query.where(terms.c.day == NOT_IN_TIMELINE, valid_at(terms, snapshot.position))
    query = query.where(is_of_kind(("party",)))
    for row in snapshot.chunked(query, terms.c.term, list(names)):
        bearers.setdefault(row.term, set()).add(root(row.record, merged))
    return {term: found.pop() for term, found in bearers.items() if len(found) == 1}


def merges(snapshot: Snapshot) -> dict[int, int]:
    """Return the merged parties, each with the party into which it was merged."""
    into = refs.alias("into")
    query = select(merged_parties.c.record, into.c.record)
    query = query.join(into, into.c.id == merged_parties.c.merged_into)
    query = query.where(valid_at(merged_parties, snapshot.position))
    return {one: other for one, other in snapshot.views.execute(query)}  # noqa: C416


def root(record: int, merges: Mapping[int, int]) -> int:
    """Return the party into which a record was finally merged, or the record itself."""
    while record in merges:
        record = merges[record]
    return record


def _by_record(snapshot: Snapshot, records: Iterable[int]) -> dict[int, RecordDoc]:
    query = of_kind(snapshot, "party")
    rows = list(snapshot.chunked(query, documents.c.record, list(records)))
    snapshot.learn(row.record for row in rows)
    return {row.record: decode(row.doc) for row in rows}


def terms_of(snapshot: Snapshot, records: Iterable[int]) -> set[str]:
    """Return the terms for the names of parties, and of the parties merged with them."""
    into = merges(snapshot)
    roots = {root(one, into) for one in records}
    members = roots | {one for one in into if root(one, into) in roots}
    return {
        known_as(name, side)
        for doc in _by_record(snapshot, members).values()
        for side in (doc.get("side"), *doc.get("former_sides", ()))
        for name in names_of(doc)
    }


def spellings(snapshot: Snapshot, who: tuple[str, str | None]) -> set[str]:
    """Return the terms for a name, and for all other names of the parties that have the name."""
    own = known_as(*who)
    query = select(terms.c.record).join(refs, refs.c.record == terms.c.record)
    query = query.where(terms.c.term == own, terms.c.day == NOT_IN_TIMELINE)
    query = query.where(is_of_kind(("party",)), valid_at(terms, snapshot.position))
    return {own} | terms_of(snapshot, snapshot.views.execute(query).scalars().all())


Merged = Mapping[str, Sequence[tuple[int, RecordDoc]]]
"""The parties that were merged into another party, by the id of the other party."""


def merged(snapshot: Snapshot) -> Merged:
    """Return all parties that were merged into another party."""
    query = select(merged_parties.c.record, merged_parties.c.merged_into, documents.c.doc)
    query = query.join(documents, of_record(merged_parties.c.record, snapshot))
    query = query.where(valid_at(merged_parties, snapshot.position))
    groups: dict[str, list[tuple[int, RecordDoc]]] = {}
    for row in snapshot.views.execute(query.order_by(merged_parties.c.record)).all():
        groups.setdefault(row.merged_into, []).append((row.record, decode(row.doc)))
    snapshot.learn(record for group in groups.values() for record, _ in group)
    return groups


def person(snapshot: Snapshot, record: int, doc: RecordDoc, merged: Merged) -> PartyShape:
    """Return one party, with the parties that were merged into it."""
    into = doc.get("merged_into")
    others = absorbed(snapshot, record, merged).items()
    return PartyShape(
        ref=snapshot.ref(record),
        name=doc["name"],
        type=doc.get("type", "person"),
        side=doc.get("side"),
        post=current_post(doc),
        positions=[position(one) for one in doc.get("positions", ())],
        aliases=doc.get("aliases", []),
        merged=[MergedParty(ref=snapshot.ref(one), name=other["name"]) for one, other in others],
        merged_into=snapshot.ref_of(UUID(into).hex) if into else None,
    )


def position(doc: PositionDoc) -> PositionShape:
    """Return a post, and the dates when it was held."""
    return PositionShape(
        post=doc.get("post"),
        side=doc.get("side"),
        assumed=doc.get("assumed"),
        left=doc.get("left"),
        held=doc.get("held", False),
    )


def absorbed(snapshot: Snapshot, record: int, merged: Merged) -> dict[int, RecordDoc]:
    """Return the documents of the parties that were merged into a party, even indirectly."""
    found: dict[int, RecordDoc] = {}
    for other, doc in merged.get(snapshot.id_of(record).hex, ()):
        found |= {other: doc} | absorbed(snapshot, other, merged)
    return found


def every_name(snapshot: Snapshot, record: int, merged: Merged) -> list[tuple[str, str | None]]:
    """Return every spelling under which a party takes part, with its side."""
    return all_names(snapshot, record, _by_record(snapshot, [record])[record], merged)


def all_names(
    snapshot: Snapshot, record: int, doc: RecordDoc, merged: Merged
) -> list[tuple[str, str | None]]:
    """Return every spelling under which a party takes part, with its side."""
    docs = [doc, *absorbed(snapshot, record, merged).values()]
    return [
        (name, side)
        for one in docs
        for side in (one.get("side"), *one.get("former_sides", ()))
        for name in names_of(one)
    ]


def current_post(doc: RecordDoc) -> str | None:
    """Return the current or last post of a party, or else the first recorded post."""
    held = [one for one in doc.get("positions", ()) if one.get("held")]
    return str(held[-1]["post"]) if held else doc.get("post")


def names_of(doc: RecordDoc) -> list[str]:
    """Return every spelling of a party's name."""
    return [doc["name"], *doc.get("aliases", ())]


def is_party(snapshot: Snapshot, record: int) -> bool:
    """Return whether a record is a party that is not retracted."""
    return bool(_by_record(snapshot, [record]))


def merge_target(snapshot: Snapshot, record: int) -> int:
    """Return the party into which a record was finally merged, or the record itself."""
    table = merged_parties
    query = select(table.c.merged_into).where(valid_at(table, snapshot.position))
    while into := snapshot.views.execute(query.where(table.c.record == record)).scalar():
        row = snapshot.row(into)
        assert row is not None
        record = row.record
    return record
