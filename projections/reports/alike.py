"""Alike: pairs of parties that may be one person or organisation, with the evidence."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import define, field

from dragoman.domain import Evidence, KnownParty, Office, alike_pairs, parse_date
from dragoman.projections import parties
from dragoman.projections.appearances import Attended, read_attended
from dragoman.projections.documents import docs_of, of_record
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.report import AsOf, Report, Shape, report_tag
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import documents, refs, terms, valid_at
from dragoman.store import select


class AlikeParty(Shape, frozen=True, kw_only=True):
    """A party of a pair; ``records`` counts the records in which it takes part."""

    ref: str
    name: str
    side: str | None
    posts: list[str]
    first: int | None
    last: int | None
    records: int


class AlikePair(Shape, frozen=True, kw_only=True):
    """Two parties that may be one, in order of recording, and the evidence.

    ``likeness`` is the similarity of the names, in percent. ``alike`` says what the two have in
    common, and ``against`` what speaks against one party. ``first`` and ``last`` of a party are
    the years of its first and last record.
    """

    verdict: Literal["likely", "possible", "unlikely"]
    likeness: int
    parties: list[AlikeParty]
    alike: list[str]
    against: list[str]


class AlikeReport(Report, tag=report_tag("alike"), frozen=True, kw_only=True):
    """Pairs of parties that may be one, except pairs that somebody recorded as distinct."""

    as_of: AsOf
    sides: list[str]
    pairs: list[AlikePair]


_ORDER = ("likely", "possible", "unlikely")


def alike(snapshot: Snapshot, sides: Collection[str] = ()) -> list[AlikePair]:
    """Return the pairs of parties that may be one, the likeliest first.

    ``sides`` limits the pairs to parties of these states or organisations.
    """
    groups = _groups(snapshot)
    known = {record: one.known for record, one in _facts(snapshot, groups).items()}
    apart = _distinct(snapshot, groups)
    found = [
        (one, other, evidence)
        for one, other, evidence in alike_pairs(known)
        if (one, other) not in apart and (not sides or not known[one].sides.isdisjoint(sides))
    ]
    found.sort(key=lambda pair: (_ORDER.index(pair[2].verdict), -pair[2].likeness, pair[:2]))
    snapshot.learn({record for one, other, _ in found for record in (one, other)})
    return [
        AlikePair(
            verdict=evidence.verdict,
            likeness=evidence.likeness,
            parties=[_shape(snapshot, record, known[record]) for record in (one, other)],
            alike=[*evidence.alike, *_met(evidence, known)],
            against=[*evidence.against, *_together(snapshot, evidence)],
        )
        for one, other, evidence in found
    ]


def count_alike(snapshot: Snapshot, known: int) -> int:
    """Return how many of the parties after the first ``known`` records have a name like another's.

    Only the names, sides and recorded posts count, so the number costs little after an import.
    """
    groups = _groups(snapshot)
    facts = {record: _of_documents(list(docs.values())).known for record, docs in groups.items()}
    new = {record for record in facts if record > known}
    apart = _distinct(snapshot, groups)
    found: set[int] = set()
    for one, other, evidence in alike_pairs(facts, new):
        if evidence.verdict != "unlikely" and (one, other) not in apart:
            found |= {one, other} & new
    return len(found)


def _groups(snapshot: Snapshot) -> parties.Groups:
    docs = docs_of(snapshot, "party").items()
    return parties.grouped(snapshot, {one: doc for one, doc in docs if not doc.get("merged_into")})


def _distinct(snapshot: Snapshot, groups: parties.Groups) -> set[tuple[int, int]]:
    """Return the pairs that somebody recorded as distinct, in order of recording."""
    root = {snapshot.id_of(one).hex: whole for whole, docs in groups.items() for one in docs}
    return {
        (min(whole, other), max(whole, other))
        for whole, docs in groups.items()
        for doc in docs.values()
        for apart in doc.get("amendments", {}).get("distinct_from", ())
        if (other := root.get(apart.replace("-", ""))) is not None
    }


@define
class _Facts:
    """The facts about a party while they are put together."""

    names: tuple[str, ...]
    sides: frozenset[str]
    type: str
    offices: list[Office] = field(factory=list)
    days: list[int] = field(factory=list)
    met: set[int] = field(factory=set)
    records: set[int] = field(factory=set)

    @property
    def known(self) -> KnownParty:
        return KnownParty(
            names=self.names,
            sides=self.sides,
            type=self.type,
            offices=tuple(_joined(self.offices)),
            first=min(self.days, default=None),
            last=max(self.days, default=None),
            met=frozenset(self.met),
            records=frozenset(self.records),
        )


def _facts(snapshot: Snapshot, groups: parties.Groups) -> dict[int, _Facts]:
    facts = {record: _of_documents(list(docs.values())) for record, docs in groups.items()}
    owners = parties.terms_of_all(snapshot, groups)
    for record, one in _attended(snapshot, owners):
        present: dict[int, str | None] = {}
        days = _days(one.when)
        for who in one.participants:
            party = owners.get(who.term or "")
            if party is None:
                continue
            present[party] = who.side
            facts[party].records.add(record)
            facts[party].days += days
            if who.post:
                facts[party].offices.append(_office(who.post, days))
        for party, side in present.items():
            facts[party].met |= {other for other, their in present.items() if their != side}
    return facts


def _of_documents(docs: Sequence[RecordDoc]) -> _Facts:
    names = dict.fromkeys(name for doc in docs for name in parties.names_of(doc))
    sides = {side for doc in docs for side in parties.sides_of(doc) if side}
    facts = _Facts(tuple(names), frozenset(sides), docs[0].get("type", "person"))
    for doc in docs:
        if first := doc.get("post"):
            facts.offices.append(Office(post=first))
        for position in doc.get("positions", ()):
            days = [*_days(position.get("assumed")), *_days(position.get("left"))]
            facts.offices.append(_office(position["post"], days))
            facts.days += days
    return facts


def _attended(snapshot: Snapshot, wanted: Collection[str]) -> Iterator[tuple[int, Attended]]:
    """Yield the records in which any of the people takes part, each once."""
    query = select(terms.c.record, documents.c.doc)
    query = query.join(refs, refs.c.record == terms.c.record)
    query = query.join(documents, of_record(terms.c.record, snapshot))
    query = query.where(valid_at(terms, snapshot.position), refs.c.kind != "party")
    query = query.where(documents.c.is_retracted == 0)
    docs = {row.record: row.doc for row in snapshot.chunked(query, terms.c.term, list(wanted))}
    for record in sorted(docs):
        yield record, read_attended(docs[record])


def _days(when: str | None) -> list[int]:
    """Return the first and the last possible day of a date (EDTF); empty if there is none."""
    found = parse_date(when) if when else None
    return [day for day in (found.first, found.last) if day is not None] if found else []


def _office(post: str, days: Sequence[int]) -> Office:
    return Office(post=post, first=min(days, default=None), last=max(days, default=None))


def _joined(offices: Iterable[Office]) -> Iterator[Office]:
    """Yield each post once, with all days on which it is known."""
    days: dict[str, list[int]] = {}
    for one in offices:
        known = days.setdefault(one.post, [])
        known += [day for day in (one.first, one.last) if day is not None]
    for post, known in days.items():
        yield _office(post, known)


def _shape(snapshot: Snapshot, record: int, known: KnownParty) -> AlikeParty:
    return AlikeParty(
        ref=snapshot.ref(record),
        name=known.names[0],
        side=min(known.sides, default=None),
        posts=[one.post for one in known.offices],
        first=known.first_year,
        last=known.last_year,
        records=len(known.records),
    )


MOST_SHOWN = 3
"""The maximum number of people or records that the evidence names."""


def _met(evidence: Evidence, known: Mapping[int, KnownParty]) -> Iterator[str]:
    names = [known[one].names[0] for one in evidence.met if one in known]
    if names:
        yield f"both met {_first(names)}"


def _together(snapshot: Snapshot, evidence: Evidence) -> Iterator[str]:
    if evidence.together:
        snapshot.learn(evidence.together[:MOST_SHOWN])
        shown = [snapshot.ref(one) for one in evidence.together[:MOST_SHOWN]]
        yield f"both take part in {_first(shown, len(evidence.together))}"


def _first(names: Sequence[str], count: int | None = None) -> str:
    more = (count or len(names)) - MOST_SHOWN
    return ", ".join(names[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
