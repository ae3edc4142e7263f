"""Withholding: records marked as restricted, and facts that only such records contain.

A party is withheld if withheld records name the party, under any of its names, and no other record
names the party. Merged parties count as one party: a record that names a merged party names all
parties merged with it. If a party is not withheld, Dragoman withholds a spelling of its name, or
its first known post, if only withheld records contain it. If that is true of the name under which
the party was registered, the party is withheld as well.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVarTuple, cast, get_args
from uuid import UUID

from attrs import field, frozen
from msgspec import UNSET
from msgspec.json import decode

from dragoman.domain import PEOPLE, Marking, known_as
from dragoman.domain.terms import is_link
from dragoman.projections import parties
from dragoman.projections.documents import read, retracted
from dragoman.projections.forever import FOREVER
from dragoman.projections.record_doc import (
    PersonDoc,
    RecordDoc,
    people_at,
    people_of,
    text_at,
)
from dragoman.projections.redaction import Redaction
from dragoman.projections.report import WithheldRecords
from dragoman.projections.shapes import LINKS
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import documents, refs, terms, valid_at
from dragoman.projections.withheld_facts import Facts
from dragoman.store import Row, or_, select

Ts = TypeVarTuple("Ts")


@frozen
class Withheld:
    """The withheld ``records`` (by number), and ``facts`` that only these contain (by party id).

    ``left_out`` counts, by kind, the rows that were left out, and ``reduced`` are the ids of the
    parties that were shown without such facts.
    """

    records: frozenset[int] = frozenset()
    facts: Mapping[str, Facts] = field(factory=dict)
    left_out: Counter[str] = field(factory=Counter)
    reduced: set[str] = field(factory=set)

    def and_other(self, other: "Withheld") -> "Withheld":
        """Return everything that this or the other object withholds."""
        ids = self.facts.keys() | other.facts.keys()
        both = ((self.facts.get(one, Facts()), other.facts.get(one, Facts())) for one in ids)
        facts = dict(zip(ids, (one | same for one, same in both), strict=True))
        return Withheld(self.records | other.records, facts)

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
        for name in PEOPLE:
            if people := people_at(doc, name):
                shown[name] = [self._without(snapshot, one, "party") for one in people]
        if "amendments" in doc:
            amendments = dict(self._without(snapshot, doc["amendments"], "duplicate_of"))
            if apart := doc["amendments"].get("distinct_from"):
                shown_ids = [one for one in apart if not self.hides(snapshot, one)]
                amendments["distinct_from"] = shown_ids
            shown["amendments"] = amendments
        return cast("RecordDoc", shown)

    def of_party(self, id_: str, doc: Mapping[str, object]) -> Mapping[str, object]:
        """Return the facts in ``doc`` about the party ``id_``, without the withheld facts."""
        if id_ not in self.facts:
            return doc
        shown = self.facts[id_].missing_in(doc)
        if shown != doc:
            self.reduced.add(id_)
        return shown

    def _open(
        self, snapshot: Snapshot, doc: Mapping[str, object], names: Iterable[str]
    ) -> dict[str, str]:
        """Return the links in the given fields of a document, without links to withheld records."""
        given = ((name, text_at(doc, name)) for name in names)
        return {name: one for name, one in given if one and not self.hides(snapshot, one)}

    def _without(
        self, snapshot: Snapshot, part: Mapping[str, object], name: str
    ) -> dict[str, object]:
        rest = {key: one for key, one in part.items() if key != name}
        return rest | self._open(snapshot, part, (name,))


def withheld(snapshot: Snapshot, label: str) -> Withheld:
    """Return the records to withhold, given the lowest TLP label to withhold.

    In an export as of an earlier position, a record is also withheld if somebody has marked it
    since. Dragoman also withholds records that this version cannot read to the end, because their
    current marking is unknown.
    """
    return _withheld(snapshot, _marked(snapshot, as_strict_as(label)))


def _withheld(snapshot: Snapshot, marked: set[int]) -> Withheld:
    """Return what is withheld at the position of the snapshot, or now, because of some records.

    The past may have a name that only marked records have used since.
    """
    found = _withheld_at(snapshot, marked)
    if snapshot.position < snapshot.reached:
        return found.and_other(_withheld_at(Snapshot(snapshot.views), marked))
    return found


def _withheld_at(snapshot: Snapshot, marked: set[int]) -> Withheld:
    if not marked:
        return Withheld(frozenset(snapshot.unread))
    named = Named()
    for doc in _versions(snapshot, marked):
        named.add(doc)
    hidden, facts = _known_by_them_alone(snapshot, marked, named)
    return Withheld(frozenset((*marked, *hidden, *snapshot.unread)), facts)


def redaction(snapshot: Snapshot, label: Marking | None, within: Sequence[Term] = ()) -> Redaction:
    """Return what to hide from a reader: records with a marking, and records of other parties.

    ``label`` is the lowest TLP label to withhold, and ``within`` are the terms that a record must
    have. Parties have no such terms; a party is hidden unless an open record names the party. Only
    records with a marking count as withheld, and only if they have the terms.
    """
    marked = _marked(snapshot, as_strict_as(label)) if label else set()
    outside = _lacking(snapshot, within)
    found = _withheld(snapshot, marked | outside)
    hidden = found.records | (_unnamed(snapshot, found.records) if within else set())
    rows = snapshot.rows_of(hidden)
    known = (one for one in hidden - outside if one in rows and one <= snapshot.position)
    kinds = Counter(rows[one].kind for one in known)
    if within:  # how many people others have met is not told
        kinds.pop("party", None)
    snapshot.learn_ids(found.facts)
    facts = {row.record: one for id_, one in found.facts.items() if (row := snapshot.row(id_))}
    unread = {number: one.id for number, one in snapshot.unread.items()}  # they may have no ref
    return Redaction(
        unread | {one: row.id for one, row in rows.items()},
        facts,
        WithheldRecords(marking=label, kinds=dict(kinds)) if label else UNSET,
    )


def _lacking(snapshot: Snapshot, within: Sequence[Term]) -> set[int]:
    """Return the records, except parties, that lack any of the terms."""
    if not within:
        return set()
    query = select(refs.c.record).where(refs.c.kind != "party")
    having = query.where(*snapshot.found(refs.c.record, within))
    found = set(snapshot.views.execute(having).scalars())
    return set(snapshot.views.execute(query).scalars()) - found


def _unnamed(snapshot: Snapshot, hidden: Collection[int]) -> set[int]:
    """Return the parties that no other record names, directly or through a merged party."""
    query = select(refs.c.record, refs.c.kind)
    kinds = {row.record: row.kind for row in snapshot.views.execute(query)}
    docs = read(
        snapshot, [one for one, kind in kinds.items() if kind != "party" and one not in hidden]
    )
    people = (person for doc in docs.values() for person in people_of(doc))
    into = parties.merges(snapshot)
    roots = {parties.root(one, into) for one in parties.known_people(snapshot, people).values()}
    some = {one for one, kind in kinds.items() if kind == "party"}
    return {one for one in some if parties.root(one, into) not in roots}


def as_strict_as(label: str) -> tuple[str, ...]:
    """Return a TLP 2.0 label and the stricter labels."""
    strict_first: tuple[str, ...] = get_args(Marking)
    return strict_first[: strict_first.index(label) + 1]


def lower(one: Marking | None, other: Marking | None) -> Marking | None:
    """Return the less strict of two labels, which withholds more; ``None`` withholds nothing."""
    return max(filter(None, (one, other)), key=get_args(Marking).index, default=None)


@frozen
class Named:
    """Named people: participants by the term for the name, and by the id of the linked party."""

    names: dict[str, list[PersonDoc]] = field(factory=dict)
    links: dict[str, list[PersonDoc]] = field(factory=dict)

    def add(self, doc: RecordDoc) -> None:
        """Add the people whom a document names."""
        for one in people_of(doc):
            if one.get("party"):
                self.links.setdefault(UUID(one["party"]).hex, []).append(one)
            elif one.get("name"):
                term = known_as(one["name"], one.get("side"))
                self.names.setdefault(term, []).append(one)

    def meets(self, group: "Group") -> bool:
        """Return whether these people include a party of the group."""
        return not (
            self.names.keys().isdisjoint(group.names) and self.links.keys().isdisjoint(group.ids)
        )

    def of(self, group: "Group") -> list[PersonDoc]:
        """Return the participants who are parties in the group."""
        by_name = (one for term in group.names for one in self.names.get(term, ()))
        by_link = (one for id_ in group.ids for one in self.links.get(id_, ()))
        return [*by_name, *by_link]


def _marked(snapshot: Snapshot, labels: Iterable[str]) -> set[int]:
    """Return the records that have one of the labels at the position of the snapshot, or now."""
    query = select(documents.c.record).where(documents.c.marking.in_(labels))
    query = query.where(or_(valid_at(documents, snapshot.position), documents.c.until == FOREVER))
    return set(snapshot.views.execute(query).scalars())


def _versions(snapshot: Snapshot, records: Iterable[int]) -> Iterator[RecordDoc]:
    """Yield the present and all earlier documents of some records.

    A party may have its name from a participant whom somebody corrected later.
    """
    query = select(documents.c.doc).where(documents.c.since <= snapshot.position)
    for row in snapshot.chunked(query, documents.c.record, sorted(records)):
        yield decode(row.doc)


def _known_by_them_alone(
    snapshot: Snapshot, marked: set[int], named: Named
) -> tuple[set[int], dict[str, Facts]]:
    """Return the numbers of parties that only marked records name, and facts to withhold."""
    hidden: set[int] = set()
    facts: dict[str, Facts] = {}
    openly = _named_openly(snapshot, marked)
    for group in _groups(snapshot, named):
        if not openly.meets(group) and not _found(snapshot, group.names, marked):
            hidden |= group.docs.keys()
            continue
        secret = Facts().and_others(named.of(group)).but_not(openly.of(group))
        secret = secret and secret.but_not(_in_records(snapshot, group, marked))
        if secret:
            hidden |= {one for one, doc in group.docs.items() if secret.has_name_of(doc)}
            facts |= dict.fromkeys(group.ids, secret)
    return hidden, facts


def _named_openly(snapshot: Snapshot, marked: set[int]) -> Named:
    """Return the people to whom unmarked records link, or whom retracted unmarked records name.

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
    people = people_of(decode(raw))
    return {"participants": [one for one in people if one.get("party")]}


def _found(snapshot: Snapshot, names: Iterable[str], marked: set[int]) -> list[int]:
    """Return the unmarked records, except parties, that match any of the terms."""
    query = select(terms.c.record).join(refs, refs.c.record == terms.c.record)
    query = query.where(valid_at(terms, snapshot.position), refs.c.kind != "party")
    found = snapshot.chunked(query, terms.c.term, list(names))
    return [row.record for row in found if row.record not in marked]


def _in_records(snapshot: Snapshot, group: "Group", marked: set[int]) -> Iterator[PersonDoc]:
    """Yield the participants of unmarked records whose names mean a party of the group."""
    for doc in read(snapshot, _found(snapshot, group.names, marked)).values():
        people = Named()
        people.add(doc)
        yield from people.of(group)


@frozen
class Group:
    """Parties that are merged with each other, and the search terms for their names."""

    docs: dict[int, RecordDoc]
    ids: set[str]
    names: set[str]


def _groups(snapshot: Snapshot, named: Named) -> Iterator[Group]:
    """Yield a group for each named party and the parties that are merged with it."""
    found_by_name = snapshot.ids_of_all("party", list(named.names)).values()
    ids = {one.hex for some in found_by_name for one in some} | named.links.keys()
    snapshot.learn_ids(ids)
    found = (row.record for row in map(snapshot.row, ids) if row)
    roots = {parties.merge_target(snapshot, record) for record in found}
    merged = parties.merged(snapshot)
    for root in roots:
        if parties.is_party(snapshot, root):
            docs = read(snapshot, [root]) | parties.absorbed(snapshot, root, merged)
            names = {one for one in parties.terms_of(snapshot, root, merged) if not is_link(one)}
            yield Group(docs, {snapshot.id_of(one).hex for one in docs}, names)
    yield from _retracted(snapshot, named)


def _retracted(snapshot: Snapshot, named: Named) -> Iterator[Group]:
    """Yield a group for each retracted party that ``named`` includes."""
    for record, doc in retracted(snapshot, "party").items():
        names = {known_as(name, doc.get("side")) for name in parties.names_of(doc)}
        group = Group({record: doc}, {snapshot.id_of(record).hex}, names)
        if named.meets(group):
            yield group
