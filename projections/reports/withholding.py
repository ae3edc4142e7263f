"""Withholding: records that are marked as restricted, and parties that only such records name.

A party is withheld if withheld records name the party, under any of its names, and no other record
names the party. Merged parties count as one party: a record that names a merged party names all
parties merged with it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVarTuple, cast, get_args
from uuid import UUID

from attrs import field, frozen
from msgspec.json import decode

from dragoman.domain import Marking, known_as
from dragoman.domain.terms import is_link
from dragoman.projections import parties
from dragoman.projections.record_doc import PersonDoc, RecordDoc, text_at
from dragoman.projections.shapes import LINKS
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import documents, refs, terms, valid_at
from dragoman.store import Row, or_, select

Ts = TypeVarTuple("Ts")


@frozen
class Withheld:
    """The withheld records (numbers); ``left_out`` counts, by kind, the rows that were left out."""

    records: frozenset[int] = frozenset()
    left_out: Counter[str] = field(factory=Counter)

    def open(self, rows: Iterable[Row[*Ts]]) -> list[Row[*Ts]]:
        """Return the rows (``record``, ``kind``, …) that are not withheld; count the others."""
        some = list(rows)
        self.left_out.update(row.kind for row in some if row.record in self.records)
        return [row for row in some if row.record not in self.records]

    def hides(self, snapshot: Snapshot, id_: str) -> bool:
        """Return whether the record with this id is withheld."""
        row = snapshot.row(UUID(id_).hex) if self.records else None
        return row is not None and row.record in self.records

    def linked(self, snapshot: Snapshot, doc: RecordDoc) -> RecordDoc:
        """Return a document without its links to withheld records."""
        if not self.records:
            return doc.copy()
        shown: dict[str, object] = {name: one for name, one in doc.items() if name not in LINKS}
        shown |= self._open(snapshot, doc, LINKS)
        if "participants" in doc:
            shown["participants"] = [
                self._without(snapshot, one, "party") for one in doc["participants"]
            ]
        if "amendments" in doc:
            amendments = dict(self._without(snapshot, doc["amendments"], "duplicate_of"))
            if apart := doc["amendments"].get("distinct_from"):
                shown_ids = [one for one in apart if not self.hides(snapshot, one)]
                amendments["distinct_from"] = shown_ids
            shown["amendments"] = amendments
        return cast("RecordDoc", shown)

    def _open(
        self, snapshot: Snapshot, doc: Mapping[str, object], names: Iterable[str]
    ) -> dict[str, str]:
        """Return the links in these fields of a document, without links to withheld records."""
        given = ((name, text_at(doc, name)) for name in names)
        return {name: one for name, one in given if one and not self.hides(snapshot, one)}

    def _without(
        self, snapshot: Snapshot, part: Mapping[str, object], name: str
    ) -> dict[str, object]:
        rest = {key: one for key, one in part.items() if key != name}
        return rest | self._open(snapshot, part, (name,))


def withheld(snapshot: Snapshot, label: str) -> Withheld:
    """Return the records to withhold, given the lowest TLP label that is withheld.

    Records that cannot be read to the end are withheld, too, because their current marking is
    unknown.
    """
    marked: set[int] = set()
    named = Named()
    for record, doc in _marked(snapshot, as_strict_as(label)):
        marked.add(record)
        named.add(doc)
    hidden = _known_by_them_alone(snapshot, marked, named) if marked else ()
    return Withheld(frozenset((*marked, *hidden, *snapshot.unread)))


def as_strict_as(label: str) -> tuple[str, ...]:
    """Return a TLP 2.0 label and the stricter labels."""
    strict_first: tuple[str, ...] = get_args(Marking)
    return strict_first[: strict_first.index(label) + 1]


@frozen
class Named:
    """Named people: the terms for the names, and the ids of the linked parties."""

    names: set[str] = field(factory=set)
    links: set[str] = field(factory=set)

    def add(self, doc: RecordDoc) -> None:
        """Add the people whom a document names."""
        for one in doc.get("participants", ()):
            if one.get("party"):
                self.links.add(UUID(one["party"]).hex)
            elif one.get("name"):
                self.names.add(known_as(one["name"], one.get("side")))

    def meets(self, other: "Named") -> bool:
        """Return whether this and ``other`` have a name or a linked party in common."""
        return not (self.names.isdisjoint(other.names) and self.links.isdisjoint(other.links))


def _marked(snapshot: Snapshot, labels: Iterable[str]) -> Iterator[tuple[int, RecordDoc]]:
    """Yield the records that have one of the labels, with their documents."""
    query = select(documents.c.record, documents.c.doc)
    query = query.where(valid_at(documents, snapshot.position), documents.c.marking.in_(labels))
    return ((row.record, decode(row.doc)) for row in snapshot.views.execute(query))


def _known_by_them_alone(snapshot: Snapshot, marked: set[int], named: Named) -> Iterator[int]:
    openly = _named_openly(snapshot, marked)
    for records, group in _groups(snapshot, named):
        if not group.meets(openly) and not _is_found(snapshot, group.names, marked):
            yield from records


def _named_openly(snapshot: Snapshot, marked: set[int]) -> Named:
    """Return the people to whom other records link, or whom retracted records name.

    Retracted records have no terms, so this function searches their documents instead.
    """
    openly = Named()
    query = select(documents.c.record, documents.c.is_retracted, documents.c.doc)
    query = query.where(valid_at(documents, snapshot.position))
    query = query.where(or_(documents.c.links_people == 1, documents.c.is_retracted == 1))
    for row in snapshot.views.execute(query):
        if row.record not in marked:
            openly.add(decode(row.doc) if row.is_retracted else _links_of(row.doc))
    return openly


def _links_of(raw: bytes) -> RecordDoc:
    people: list[PersonDoc] = decode(raw).get("participants", [])
    return {"participants": [{"party": one["party"]} for one in people if one.get("party")]}


def _is_found(snapshot: Snapshot, names: Iterable[str], marked: set[int]) -> bool:
    """Return whether an unmarked record that is not a party has one of the terms."""
    query = select(terms.c.record).join(refs, refs.c.record == terms.c.record)
    query = query.where(valid_at(terms, snapshot.position), refs.c.kind != "party")
    found = snapshot.chunked(query, terms.c.term, list(names))
    return any(row.record not in marked for row in found)


Group = tuple[set[int], Named]
"""Parties that are merged with each other, and all names and links that may refer to them."""


def _groups(snapshot: Snapshot, named: Named) -> Iterator[Group]:
    """Yield the named parties, each with the parties that are merged with it."""
    found_by_name = snapshot.ids_of_all("party", list(named.names)).values()
    ids = {one.hex for some in found_by_name for one in some} | named.links
    snapshot.learn_ids(ids)
    found = (row.record for row in map(snapshot.row, ids) if row)
    roots = {parties.merge_target(snapshot, record) for record in found}
    merged = parties.merged(snapshot)
    for root in roots:
        if parties.is_party(snapshot, root):
            yield _group(snapshot, root, merged)
    yield from _retracted(snapshot, named)


def _group(snapshot: Snapshot, root: int, merged: parties.Merged) -> Group:
    terms = parties.terms_of(snapshot, root, merged)
    names = {one for one in terms if not is_link(one)}
    records = {root, *parties.absorbed(snapshot, root, merged)}
    return records, Named(names, {snapshot.id_of(one).hex for one in records})


def _retracted(snapshot: Snapshot, named: Named) -> Iterator[Group]:
    """Yield the retracted parties that are named."""
    query = select(documents.c.record, documents.c.doc, refs.c.id)
    query = query.join(refs, refs.c.record == documents.c.record)
    query = query.where(refs.c.kind == "party", documents.c.is_retracted == 1)
    query = query.where(valid_at(documents, snapshot.position))
    for row in snapshot.views.execute(query):
        doc = decode(row.doc)
        names = {known_as(name, doc.get("side")) for name in parties.names_of(doc)}
        who = Named(names, {row.id})
        if who.meets(named):
            yield {row.record}, who
