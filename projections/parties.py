"""Parties (persons and organisations), and the projection of merged parties."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.json import decode

from dragoman.domain import has_part, involves, known_as, linked_to, ranked
from dragoman.domain.terms import id_of_link, is_link, participant
from dragoman.projections.documents import docs_of, of_kind, of_record
from dragoman.projections.forever import NOT_IN_TIMELINE
from dragoman.projections.projection import Projection, Rows
from dragoman.projections.record_doc import PersonDoc, PositionDoc, RecordDoc
from dragoman.projections.report import Shape
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
    """Return a row if a party was merged into another party."""
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
    """A party that was merged into another party."""

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


def people(
    snapshot: Snapshot, wanted_terms: Sequence[Term] = (), named: str | None = None
) -> list[PartyShape]:
    """Return the parties that match the terms, best match first.

    With ``named``, returns only parties with a similar name. Each party lists the parties that were
    merged into it.
    """
    docs = docs_of(snapshot, "party", wanted_terms)
    if named is not None:
        likely = like(named, docs)
        partly = (
            one for one, doc in docs.items() if any(has_part(n, named) for n in names_of(doc))
        )
        into = merges(snapshot)
        found = dict.fromkeys(root(one, into) for one in (*likely, *partly))
        docs |= read_parties(snapshot, found.keys() - docs.keys())
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
    """Return the parties on a side whose names resemble ``name`` but differ, except ``own``."""
    docs = docs_of(snapshot, "party", (involves(side),) if side else ())
    others = {record: doc for record, doc in docs.items() if snapshot.id_of(record) != own}
    found = dict.fromkeys(merge_target(snapshot, record) for record in like(name, others))
    for record in _named(snapshot, [known_as(name, side)]).get(known_as(name, side), ()):
        found.pop(merge_target(snapshot, record), None)
    return [whole(snapshot, record) for record in found if snapshot.id_of(record) != own]


def whole(snapshot: Snapshot, record: int) -> PartyShape:
    """Return one party, with the parties that were merged into it."""
    return person(snapshot, record, read_parties(snapshot, [record])[record], merged(snapshot))


Who = tuple[str, str | None]
"""A person: the name (or, for a linked person, the term for the link), and the side."""


def term_of_who(who: Who) -> str:
    """Return the search term that finds the records in which a person takes part."""
    return who[0] if is_link(who[0]) else known_as(*who)


def identities(snapshot: Snapshot, people: Iterable[Who]) -> dict[Who, NamedParty]:
    """Map people to their registered parties; leave out unregistered people."""
    found = _known(snapshot, people)
    docs = read_parties(snapshot, set(found.values()))
    shapes = {
        record: NamedParty(ref=snapshot.ref(record), name=doc["name"], side=doc.get("side"))
        for record, doc in docs.items()
    }
    return {who: shapes[record] for who, record in found.items() if record in shapes}


def _known(snapshot: Snapshot, people: Iterable[Who]) -> dict[Who, int]:
    wanted = {who: term_of_who(who) for who in people}
    known = bearers(snapshot, set(wanted.values()))
    return {who: known[term] for who, term in wanted.items() if term in known}


def same_people(snapshot: Snapshot, people: Iterable[Who]) -> dict[Who, Who]:
    """Map each registered person to the person whom Dragoman counts.

    A person is counted under the name of the registered party or, if that name means another party,
    under a link to the party.
    """
    found = _known(snapshot, people)
    docs = read_parties(snapshot, set(found.values()))
    names = {record: (doc["name"], doc.get("side")) for record, doc in docs.items()}
    owners = bearers(snapshot, {known_as(*name) for name in names.values()})
    counted: dict[int, Who] = {}
    for record, (name, side) in names.items():
        is_meant = owners.get(known_as(name, side), record) == record
        counted[record] = (name if is_meant else linked_to(snapshot.id_of(record)), side)
    return {who: counted[record] for who, record in found.items() if record in counted}


def bearers(snapshot: Snapshot, wanted: Iterable[str]) -> dict[str, int]:
    """Map each term, which stands for a name or a link, to the party that it identifies.

    Merged parties count as one party. A name without a link means the party that had the name
    first; see :func:`dragoman.domain.namesakes.owner_of`.
    """
    merged = merges(snapshot)
    links = [one for one in wanted if is_link(one)]
    found = {term: root(record, merged) for term, record in _linked(snapshot, links).items()}
    for term, records in _named(snapshot, [one for one in wanted if not is_link(one)]).items():
        roots = {root(one, merged) for one in records}
        owner = roots.pop() if len(roots) == 1 else _owner(snapshot, term, records, merged)
        if owner is not None:
            found[term] = owner
    return found


def shared_names(snapshot: Snapshot) -> dict[str, UUID]:
    """Map the term for each name that several people share to the person whom it means."""
    merged = merges(snapshot)
    people: dict[str, set[int]] = {}
    for record, doc in docs_of(snapshot, "party").items():
        for spelling in _spellings(doc):
            people.setdefault(known_as(*spelling), set()).add(root(record, merged))
    owners = bearers(snapshot, [term for term, some in people.items() if len(some) > 1])
    return {term: snapshot.id_of(record) for term, record in owners.items()}


def _linked(snapshot: Snapshot, links: Sequence[str]) -> dict[str, int]:
    ids = {link: id_of_link(link) for link in links}
    snapshot.learn_ids(ids.values())
    found = {link: snapshot.row(id_) for link, id_ in ids.items()}
    return {link: row.record for link, row in found.items() if row}


def _named(snapshot: Snapshot, names: Sequence[str]) -> dict[str, list[int]]:
    """Return the parties with each name, in order of recording."""
    query = select(terms.c.term, terms.c.record).join(refs, refs.c.record == terms.c.record)
    query = query.where(terms.c.day == NOT_IN_TIMELINE, valid_at(terms, snapshot.position))
    query = query.where(is_of_kind(("party",)))
    found: dict[str, list[int]] = {}
    for row in snapshot.chunked(query.order_by(terms.c.record), terms.c.term, list(names)):
        found.setdefault(row.term, []).append(row.record)
    return found


def called(snapshot: Snapshot, name: str) -> list[int]:
    """Return the parties with exactly this name, whatever their sides, each merged group once."""
    start = known_as(name, None)
    query = select(terms.c.record).join(refs, refs.c.record == terms.c.record)
    query = query.where(terms.c.term >= start, terms.c.term < f"{start[:-1]}{chr(ord('|') + 1)}")
    query = query.where(terms.c.day == NOT_IN_TIMELINE, valid_at(terms, snapshot.position))
    query = query.where(is_of_kind(("party",))).order_by(terms.c.record)
    merged = merges(snapshot)
    found = (root(one, merged) for one in snapshot.views.execute(query).scalars())
    return list(dict.fromkeys(found))


def _owner(
    snapshot: Snapshot, term: str, records: Iterable[int], merged: Mapping[int, int]
) -> int | None:
    """Return which of several parties with the same name had the name first."""
    from dragoman.domain import namesakes as rules  # few names have several parties

    docs = read_parties(snapshot, records)
    ids = {record: snapshot.id_of(record) for record in (*docs, *map(merged.get, docs)) if record}
    some = [
        (
            ids[one],
            snapshot.id_of(root(one, merged)),
            rules.is_namesake(ids[one], names_of(doc), sides_of(doc)),
        )
        for one, doc in sorted(docs.items())
    ]
    owner = rules.owner_of(term, some)
    row = snapshot.row(owner.hex) if owner else None
    return row.record if row else None


def merges(snapshot: Snapshot) -> dict[int, int]:
    """Map each merged party to the party into which it was merged."""
    into = refs.alias("into")
    query = select(merged_parties.c.record, into.c.record)
    query = query.join(into, into.c.id == merged_parties.c.merged_into)
    query = query.where(valid_at(merged_parties, snapshot.position))
    return {one: other for one, other in snapshot.views.execute(query)}  # noqa: C416


def root(record: int, merges: Mapping[int, int]) -> int:
    """Return the last party in a chain of merges: the record itself, if it was not merged."""
    while record in merges:
        record = merges[record]
    return record


def read_parties(snapshot: Snapshot, records: Iterable[int]) -> dict[int, RecordDoc]:
    """Return the documents of parties that are not retracted, by record number."""
    query = of_kind(snapshot, "party")
    rows = list(snapshot.chunked(query, documents.c.record, list(records)))
    snapshot.learn(row.record for row in rows)
    return {row.record: decode(row.doc) for row in rows}


def all_terms(snapshot: Snapshot, records: Iterable[int]) -> set[str]:
    """Return the terms for the names and links of parties, and of the parties merged with them."""
    into = merges(snapshot)
    roots = {root(one, into) for one in records}
    members = roots | {one for one in into if root(one, into) in roots}
    docs = read_parties(snapshot, members)
    names = {known_as(*spelling) for doc in docs.values() for spelling in _spellings(doc)}
    return names | {linked_to(snapshot.id_of(one)) for one in docs}


def spellings(snapshot: Snapshot, who: Who) -> set[str]:
    """Return the terms for a person and for the parties that the person may be."""
    own = term_of_who(who)
    if is_link(own):
        return {own} | all_terms(snapshot, _linked(snapshot, [own]).values())
    return {own} | all_terms(snapshot, _named(snapshot, [own]).get(own, ()))


Merged = Mapping[str, Sequence[tuple[int, RecordDoc]]]
"""The parties that were merged into another party, by the id of the other party."""


def merged(snapshot: Snapshot) -> Merged:
    """Return every merged party, grouped by the party into which it was merged."""
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
    """Return the documents of the parties that were merged into a party, directly or not."""
    found: dict[int, RecordDoc] = {}
    for other, doc in merged.get(snapshot.id_of(record).hex, ()):
        found |= {other: doc} | absorbed(snapshot, other, merged)
    return found


Groups = Mapping[int, Mapping[int, RecordDoc]]
"""The documents of each party and of the parties merged into it, by record number."""


def grouped(snapshot: Snapshot, docs: Mapping[int, RecordDoc]) -> Groups:
    """Return each party with the parties that were merged into it."""
    others = merged(snapshot)
    return {one: {one: doc} | absorbed(snapshot, one, others) for one, doc in docs.items()}


def terms_of(snapshot: Snapshot, record: int, merged: Merged) -> tuple[str, ...]:
    """Return the terms that find the records in which a party takes part: links and names."""
    docs = read_parties(snapshot, [record]) | absorbed(snapshot, record, merged)
    return tuple(terms_of_all(snapshot, {record: docs}))


def terms_of_all(snapshot: Snapshot, groups: Groups) -> dict[str, int]:
    """Map the terms for parties to the parties; see :func:`terms_of`."""
    snapshot.learn(one for docs in groups.values() for one in docs)
    names = {
        record: [known_as(*one) for doc in docs.values() for one in _spellings(doc)]
        for record, docs in groups.items()
    }
    owners = bearers(snapshot, {name for some in names.values() for name in some})
    found: dict[str, int] = {}
    for record, docs in groups.items():
        own = (name for name in names[record] if owners.get(name, record) == record)
        links = (linked_to(snapshot.id_of(one)) for one in docs)
        found |= dict.fromkeys((*links, *own), record)
    return found


def _spellings(doc: RecordDoc) -> Iterator[tuple[str, str | None]]:
    """Yield every spelling of a party's name, paired with every side of the party."""
    return ((name, side) for side in sides_of(doc) for name in names_of(doc))


def sides_of(doc: RecordDoc) -> list[str | None]:
    """Return the side of a party, and its former sides."""
    return [doc.get("side"), *(one or None for one in doc.get("former_sides", ()))]


def term_of_person(person: PersonDoc) -> str | None:
    """Return the term that finds the records in which a participant takes part."""
    party = person.get("party")
    return participant(person.get("name"), person.get("side"), UUID(party) if party else None)


def refs_of_people(snapshot: Snapshot, people: Iterable[PersonDoc]) -> dict[str, str]:
    """Map the terms of people to the refs of their parties; leave out unregistered people."""
    found = known_people(snapshot, people)
    snapshot.learn(found.values())
    return {term: snapshot.ref(record) for term, record in found.items()}


def known_people(snapshot: Snapshot, people: Iterable[PersonDoc]) -> dict[str, int]:
    """Map the terms of people to their parties; leave out unregistered people."""
    wanted = {term for one in people if (term := term_of_person(one))}
    return bearers(snapshot, wanted) if wanted else {}


def current_post(doc: RecordDoc) -> str | None:
    """Return the current or last post of a party, or else the first recorded post."""
    held = [one for one in doc.get("positions", ()) if one.get("held")]
    return str(held[-1]["post"]) if held else doc.get("post")


def names_of(doc: RecordDoc) -> list[str]:
    """Return every spelling of a party's name."""
    return [doc["name"], *doc.get("aliases", ())]


def is_party(snapshot: Snapshot, record: int) -> bool:
    """Return whether a record is a party that is not retracted."""
    return bool(read_parties(snapshot, [record]))


def merge_target(snapshot: Snapshot, record: int) -> int:
    """Return the last party in a chain of merges: the record itself, if it was not merged."""
    table = merged_parties
    query = select(table.c.merged_into).where(valid_at(table, snapshot.position))
    while into := snapshot.views.execute(query.where(table.c.record == record)).scalar():
        row = snapshot.row(into)
        assert row is not None
        record = row.record
    return record
