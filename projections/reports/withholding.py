"""Withholding: records that are marked as not for everybody, and who is known by them alone.

A party is withheld when records that are withheld name it, under any of its names, and no other
record does. Parties that were merged are one: what names one of them names all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVarTuple, cast, get_args
from uuid import UUID

from attrs import field, frozen
from msgspec.json import decode
from sqlalchemy import Row, or_, select

from dragoman.domain import Marking, known_as
from dragoman.projections import parties
from dragoman.projections.documents import documents
from dragoman.projections.record_doc import PersonDoc, RecordDoc, text_at
from dragoman.projections.schema import refs, standing
from dragoman.projections.shapes import LINKS
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.terms import terms

Ts = TypeVarTuple("Ts")


@frozen
class Withheld:
    """The records (numbers) that are withheld; ``left_out`` counts, by kind, where one was."""

    records: frozenset[int] = frozenset()
    left_out: Counter[str] = field(factory=Counter)

    def open(self, rows: Iterable[Row[*Ts]]) -> list[Row[*Ts]]:
        """The rows (with ``record`` and ``kind``) that are not withheld; the others are counted."""
        some = list(rows)
        self.left_out.update(row.kind for row in some if row.record in self.records)
        return [row for row in some if row.record not in self.records]

    def hides(self, snapshot: Snapshot, id_: str) -> bool:
        """Whether the record with this id is withheld."""
        row = snapshot.row(UUID(id_).hex) if self.records else None
        return row is not None and row.record in self.records

    def linked(self, snapshot: Snapshot, doc: RecordDoc) -> RecordDoc:
        """A document without its links to what is withheld."""
        if not self.records:
            return doc.copy()
        shown: dict[str, object] = {name: one for name, one in doc.items() if name not in LINKS}
        shown |= self._open(snapshot, doc, LINKS)
        if "participants" in doc:
            shown["participants"] = [
                self._without(snapshot, one, "party") for one in doc["participants"]
            ]
        if "amendments" in doc:
            shown["amendments"] = self._without(snapshot, doc["amendments"], "duplicate_of")
        return cast("RecordDoc", shown)

    def _open(
        self, snapshot: Snapshot, doc: Mapping[str, object], names: Iterable[str]
    ) -> dict[str, str]:
        """The links of a document, under these names, that lead to what is not withheld."""
        given = ((name, text_at(doc, name)) for name in names)
        return {name: one for name, one in given if one and not self.hides(snapshot, one)}

    def _without(
        self, snapshot: Snapshot, part: Mapping[str, object], name: str
    ) -> dict[str, object]:
        rest = {key: one for key, one in part.items() if key != name}
        return rest | self._open(snapshot, part, (name,))


def withheld(snapshot: Snapshot, label: str) -> Withheld:
    """What is withheld when records of this TLP label, or of a stricter one, are.

    With them what cannot be read to its end: nobody knows how it is marked now.
    """
    marked: set[int] = set()
    named = Named()
    for record, doc in _marked(snapshot, as_strict_as(label)):
        marked.add(record)
        named.add(doc)
    hidden = _known_by_them_alone(snapshot, marked, named) if marked else ()
    return Withheld(frozenset((*marked, *hidden, *snapshot.unread)))


def as_strict_as(label: str) -> tuple[str, ...]:
    """A TLP 2.0 label and those that are stricter."""
    strict_first: tuple[str, ...] = get_args(Marking)
    return strict_first[: strict_first.index(label) + 1]


@frozen
class Named:
    """Who is named: the terms for the names, and the ids of the parties that are linked to."""

    names: set[str] = field(factory=set)
    links: set[str] = field(factory=set)

    def add(self, doc: RecordDoc) -> None:
        """Take note of those whom a document names."""
        for one in doc.get("participants", ()):
            if one.get("name"):
                self.names.add(known_as(one["name"], one.get("side")))
            if one.get("party"):
                self.links.add(UUID(one["party"]).hex)

    def meets(self, other: "Named") -> bool:
        """Whether somebody is named in both."""
        return not (self.names.isdisjoint(other.names) and self.links.isdisjoint(other.links))


def _marked(snapshot: Snapshot, labels: Iterable[str]) -> Iterator[tuple[int, RecordDoc]]:
    """The records that bear one of the labels, with what is known of them."""
    query = select(documents.c.record, documents.c.doc)
    query = query.where(standing(documents, snapshot.position), documents.c.marking.in_(labels))
    return ((row.record, decode(row.doc)) for row in snapshot.views.execute(query))


def _known_by_them_alone(snapshot: Snapshot, marked: set[int], named: Named) -> Iterator[int]:
    openly = _named_openly(snapshot, marked)
    for records, group in _groups(snapshot, named):
        if not group.meets(openly) and not _is_found(snapshot, group.names, marked):
            yield from records


def _named_openly(snapshot: Snapshot, marked: set[int]) -> Named:
    """Whom the other records link to; and name, where they were retracted: those have no terms."""
    openly = Named()
    query = select(documents.c.record, documents.c.is_retracted, documents.c.doc)
    query = query.where(standing(documents, snapshot.position))
    query = query.where(or_(documents.c.links_people == 1, documents.c.is_retracted == 1))
    for row in snapshot.views.execute(query):
        if row.record not in marked:
            openly.add(decode(row.doc) if row.is_retracted else _links_of(row.doc))
    return openly


def _links_of(raw: bytes) -> RecordDoc:
    people: list[PersonDoc] = decode(raw).get("participants", [])
    return {"participants": [{"party": one["party"]} for one in people if one.get("party")]}


def _is_found(snapshot: Snapshot, names: Iterable[str], marked: set[int]) -> bool:
    """Whether a record other than those ``marked``, and no party, has one of the terms."""
    query = select(terms.c.record).join(refs, refs.c.record == terms.c.record)
    query = query.where(standing(terms, snapshot.position), refs.c.kind != "party")
    found = snapshot.chunked(query, terms.c.term, list(names))
    return any(row.record not in marked for row in found)


Group = tuple[set[int], Named]
"""Parties that are one, and under what they may be named."""


def _groups(snapshot: Snapshot, named: Named) -> Iterator[Group]:
    """The parties that are named, with those that are one with them."""
    found_by_name = snapshot.ids_of_all("party", list(named.names)).values()
    ids = {one.hex for some in found_by_name for one in some} | named.links
    snapshot.learn_ids(ids)
    found = (row.record for row in map(snapshot.row, ids) if row)
    roots = {parties.standing_for(snapshot, record) for record in found}
    merged = parties.merged(snapshot)
    for root in roots:
        if parties.stands(snapshot, root):
            yield _group(snapshot, root, merged)
    yield from _retracted(snapshot, named)


def _group(snapshot: Snapshot, root: int, merged: parties.Merged) -> Group:
    names = {known_as(*one) for one in parties.every_name(snapshot, root, merged)}
    records = {root, *parties.absorbed(snapshot, root, merged)}
    return records, Named(names, {snapshot.id_of(one).hex for one in records})


def _retracted(snapshot: Snapshot, named: Named) -> Iterator[Group]:
    """The parties that were retracted, and are named."""
    query = select(documents.c.record, documents.c.doc, refs.c.id)
    query = query.join(refs, refs.c.record == documents.c.record)
    query = query.where(refs.c.kind == "party", documents.c.is_retracted == 1)
    query = query.where(standing(documents, snapshot.position))
    for row in snapshot.views.execute(query):
        doc = decode(row.doc)
        names = {known_as(name, doc.get("side")) for name in parties.names_of(doc)}
        who = Named(names, {row.id})
        if who.meets(named):
            yield {row.record}, who
