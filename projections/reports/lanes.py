"""Lanes: engagements and conferences day by day, in a lane for each party, person or place.

The report draws only engagements with exact days; it lists other engagements with their dates.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Literal

from attrs import evolve, frozen
from msgspec import UNSET, UnsetType
from msgspec.structs import asdict

from dragoman.domain import country_name, fold, parse_date, terms
from dragoman.projections import parties
from dragoman.projections.report import AsOf, Report, Shape, report_tag
from dragoman.projections.reports.contacts import (
    Contact,
    ContactShape,
    Person,
    Who,
    contacts,
    who_of,
)
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import ENGAGEMENTS, EVER, TimelineQuery

By = Literal["party", "person", "place"]

Days = tuple[int, int]
"""The first and the last day of a period (ordinals)."""

Key = str | None
"""The key of a lane; ``None`` is the lane for engagements that belong to no other lane."""


@frozen
class LaneSpan:
    """An engagement and, if its days are exact, the days on which the report draws it."""

    contact: Contact
    days: Days | None

    @property
    def order(self) -> tuple[bool, int, int, int, int]:
        """The sort key: engagements in order of days, and then engagements that have no days."""
        order = self.contact.order
        first, last = self.days or (EVER if order == -EVER else order, 0)
        return self.days is None, first, -last, self.contact.moment, self.contact.record


@frozen
class PersonIndex:
    """The registered parties of the people in the report."""

    known: Mapping[Who, parties.NamedParty]

    def key(self, person: Person) -> tuple[str, str]:
        """Return the key of a person's lane, and the name to show."""
        name = person.name or ""
        known = self.known.get(who_of(person))
        if known is not None:
            return known.ref, _with_side(known.name, known.side)
        shown = _with_side(name, person.side)
        return terms.term_of(shown), shown


def _with_side(name: str, side: str | None) -> str:
    return f"{name} ({side})" if side else name


class LaneEngagement(ContactShape, frozen=True, kw_only=True):
    """An engagement and, if its days are exact, the days (ISO dates) on which to draw it.

    ``part_of`` is a ref; ``unreadable_from`` is the position of the engagement's first unreadable
    event.
    """

    part_of: str | None
    first: str | None
    last: str | None
    unreadable_from: int | UnsetType = UNSET

    def is_within(self, first: str, last: str) -> bool:
        """Return whether the report draws the engagement on any day from ``first`` to ``last``."""
        if self.first is None or self.last is None:
            return False
        return self.first <= last and self.last >= first


class Lane(Shape, frozen=True, kw_only=True):
    """The engagements of a party, a person or a place.

    A lane without a key has the engagements that are in no other lane.
    """

    key: str | None
    name: str | None
    engagements: list[LaneEngagement]


class Overlap(Shape, frozen=True, kw_only=True):
    """A person in several places, or a host of several visits, on the same days (ISO dates)."""

    refs: list[str]
    first: str
    last: str
    who: str
    role: Literal["person", "host"]
    places: list[str]


class LanesReport(Report, tag=report_tag("lanes"), frozen=True, kw_only=True):
    """The engagements that may be in a period, in lanes, and the overlaps between engagements."""

    as_of: AsOf
    context: list[str]
    by: By
    first: str
    last: str
    lanes: list[Lane]
    overlaps: list[Overlap]


def lanes(
    snapshot: Snapshot,
    wanted: TimelineQuery,
    days: tuple[date, date],
    by: By,
    today: date,
    context: Sequence[str] = (),
) -> LanesReport:
    """Return the engagements and conferences that may be in a period, in lanes, and overlaps."""
    first, last = (day.toordinal() for day in days)
    period = evolve(wanted, first=first, last=last)
    found = contacts(snapshot, period, kinds=(*ENGAGEMENTS, "conference"))
    spans = [_span(one, first, last) for one in found if _is_shown(one, last, today)]
    spans.sort(key=lambda one: one.order)
    known, roots = _known(snapshot, spans), _roots(spans)
    snapshot.learn_ids(one.contact.part_of for one in spans if one.contact.part_of)
    shapes = {one.contact.record: _shape(snapshot, one) for one in spans}
    return LanesReport(
        as_of=snapshot.as_of,
        context=list(context),
        by=by,
        first=days[0].isoformat(),
        last=days[1].isoformat(),
        lanes=list(_lanes(spans, _keys_by(by, known), shapes)),
        overlaps=[*_doubled(spans, known, roots), *_hosted(spans, roots)],
    )


def _is_shown(one: Contact, last: int, today: date) -> bool:
    """Return whether the report shows an engagement.

    The report leaves out cancelled engagements. The report shows an undated plan only if the plan
    may still happen.
    """
    if one.is_planned and one.facts.occurred is None:
        return last >= today.toordinal()
    return one.took_place or one.is_planned


def _span(one: Contact, first: int, last: int) -> LaneSpan:
    days = exact_days(one.facts.occurred) if one.facts.occurred else None
    return LaneSpan(one, (max(first, days[0]), min(last, days[1])) if days else None)


def exact_days(occurred: str) -> Days | None:
    """Return the first and last day of a date; ``None`` unless both are exact days."""
    edtf = parse_date(occurred).edtf
    ends = [parse_date(end) for end in edtf.split("/") if end not in ("", "..")]
    first, last = ends[0].first, ends[-1].last
    if first is None or last is None or len(ends) <= edtf.count("/"):
        return None
    return (first, last) if all(one.is_exact_day for one in ends) else None


def _shape(snapshot: Snapshot, span: LaneSpan) -> LaneEngagement:
    """Return a contact, with its parent and the days on which the report draws the contact."""
    first, last = map(_iso, span.days) if span.days else (None, None)
    unread = snapshot.unread.get(span.contact.record)
    return LaneEngagement(
        **asdict(span.contact.shape()),
        part_of=snapshot.ref_of(span.contact.part_of),
        first=first,
        last=last,
        unreadable_from=unread.position if unread else UNSET,
    )


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


# --- Lanes ------------------------------------------------------------------------------------

KeysOf = Callable[[Contact], Mapping[Key, str]]
"""A function that returns the keys and names of an engagement's lanes."""


OF_CONFERENCES: Mapping[Key, str] = {"conferences": "Conferences"}
"""The lane of conferences. A conference is not an engagement of its host or of a person."""


def _keys_by(by: By, known: PersonIndex) -> KeysOf:
    def by_party(one: Contact) -> Mapping[Key, str]:
        if one.kind == "conference":
            return OF_CONFERENCES
        return {code: country_name(code) for code in one.sides}

    def by_person(one: Contact) -> Mapping[Key, str]:
        if one.kind == "conference":
            return OF_CONFERENCES
        return dict(known.key(person) for person in one.facts.participants if person.name)

    def by_place(one: Contact) -> dict[Key, str]:
        place = one.facts.place
        return {fold(place): place} if place else {}

    return {"party": by_party, "person": by_person, "place": by_place}[by]


def _lanes(
    spans: Iterable[LaneSpan], keys_of: KeysOf, shapes: Mapping[int, LaneEngagement]
) -> Iterator[Lane]:
    """Yield the lanes by name; the lane for engagements that are in no other lane comes last."""
    names: dict[Key, str] = {}
    found: dict[Key, list[LaneEngagement]] = {}
    for span in spans:
        for key, name in (keys_of(span.contact) or {None: ""}).items():
            names[key] = min(names.get(key, name), name)
            found.setdefault(key, []).append(shapes[span.contact.record])
    for key in sorted(found, key=lambda key: (key is None, fold(names[key]), key)):
        yield Lane(key=key, name=names[key] or None, engagements=found[key])


def _known(snapshot: Snapshot, spans: Iterable[LaneSpan]) -> PersonIndex:
    """Return the registered parties of the participants, found by their links or names."""
    people = [one for span in spans for one in span.contact.facts.participants if one.name]
    return PersonIndex(parties.identities(snapshot, set(map(who_of, people))))


# --- Overlaps ---------------------------------------------------------------------------------


def _doubled(
    spans: Iterable[LaneSpan], known: PersonIndex, roots: Mapping[str, str]
) -> Iterator[Overlap]:
    """Yield the overlaps of people who are in two places on the same day."""
    found: dict[str, list[LaneSpan]] = {}
    names: dict[str, str] = {}
    for span in spans:
        people = span.contact.facts.participants if span.contact.facts.place else ()
        for key, name in {known.key(one) for one in people if one.name}:
            names[key] = min(names.get(key, name), name)
            found.setdefault(key, []).append(span)
    for key in sorted(found, key=lambda key: (fold(names[key]), key)):
        for days, some in _runs(found[key], _are_apart, roots):
            yield _overlap("person", names[key], days, some)


def _hosted(spans: Iterable[LaneSpan], roots: Mapping[str, str]) -> Iterator[Overlap]:
    """Yield the overlaps of states that host two visits on the same day."""
    found: dict[str, list[LaneSpan]] = {}
    for span in spans:
        if span.contact.kind == "visit" and span.contact.facts.host:
            found.setdefault(span.contact.facts.host, []).append(span)
    for host in sorted(found):
        for days, some in _runs(found[host], lambda *_: True, roots):
            yield _overlap("host", host, days, some)


def _overlap(
    role: Literal["person", "host"], who: str, days: Days, spans: Iterable[LaneSpan]
) -> Overlap:
    facts = [(one.contact.ref, one.contact.facts.place) for one in spans]
    first, last = map(_iso, days)
    return Overlap(
        refs=[ref for ref, _ in facts],
        first=first,
        last=last,
        who=who,
        role=role,
        places=list(dict.fromkeys(place for _, place in facts if place)),
    )


def _roots(spans: Iterable[LaneSpan]) -> dict[str, str]:
    """Map the id of each engagement to its root: the outermost engagement that includes it."""
    wholes = {one.contact.id: one.contact.part_of for one in spans}
    roots = {}
    for id_ in wholes:
        root, seen = id_, {id_}
        while (whole := wholes.get(root)) and whole not in seen:
            root = whole
            seen.add(root)
        roots[id_] = root
    return roots


Clash = Callable[[LaneSpan, LaneSpan], bool]


def _runs(
    spans: Iterable[LaneSpan], clash: Clash, roots: Mapping[str, str]
) -> Iterator[tuple[Days, list[LaneSpan]]]:
    """Yield each run of days on which the same engagements clash, with these engagements.

    Engagements that have the same root do not clash.
    """
    by_day: dict[int, list[LaneSpan]] = {}
    for span in spans:
        first, last = span.days or (0, -1)
        for day in range(first, last + 1):
            by_day.setdefault(day, []).append(span)
    run: tuple[Days, list[LaneSpan]] | None = None
    for day in sorted(by_day):
        some = _clashing(by_day[day], clash, roots)
        if run and some == run[1] and day == run[0][1] + 1:
            run = (run[0][0], day), some
            continue
        if run:
            yield run
        run = ((day, day), some) if some else None
    if run:
        yield run


def _clashing(spans: Sequence[LaneSpan], clash: Clash, roots: Mapping[str, str]) -> list[LaneSpan]:
    """Return the engagements on one day that clash with another engagement."""
    found: set[int] = set()
    for one, other in combinations(spans, 2):
        if roots[one.contact.id] != roots[other.contact.id] and clash(one, other):
            found |= {one.contact.record, other.contact.record}
    return [one for one in spans if one.contact.record in found]


def _are_apart(one: LaneSpan, other: LaneSpan) -> bool:
    """Return whether the places differ: neither name contains all words of the other name."""
    places = [set(fold(span.contact.facts.place or "").split()) for span in (one, other)]
    return not (places[0] <= places[1] or places[1] <= places[0])
