"""Sheets: for each facet, the number of a subject's contacts, and the last contact.

The subject is a party, a pair of parties, or the records that match a query. For parties as of the
last position, Dragoman reads the sheet from the tallies of the views. For other subjects and
positions, Dragoman counts the contacts. Both ways give the same sheet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from typing import Protocol

from attrs import define, field

from dragoman.domain import involves
from dragoman.domain.terms import PARTY
from dragoman.projections.facets import (
    Beginning,
    Count,
    Facet,
    about,
    alone,
    began,
    met,
    of_sides,
    read_who,
    subject_of,
)
from dragoman.projections.reports.contacts import (
    Contact,
    SilenceShape,
    Who,
    contacts_of,
    undated,
)
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import counted, tallies, valid_at, visits
from dragoman.store import ColumnElement, literal_column, select

OWN = ""
"""The key for all contacts of the subject, in the facets whose keys are parties."""


@define
class Tally:
    """The number of contacts, and the place of the last contact: sort key, day and record number.

    ``contact`` is the last contact itself, if known.
    """

    times: int = 0
    sort: int = 0
    day: int = 0
    record: int = 0
    contact: Contact | None = None

    @property
    def place(self) -> tuple[int, int, int]:
        """The sort key of the last contact; a later contact has a higher sort key."""
        return self.sort, self.day, -self.record

    def add(self, sort: int, one: Contact) -> None:
        """Add a contact, and keep the contact if it is the last."""
        if self.include(Tally(1, sort, one.day or 0, one.record)):
            self.contact = one

    def include(self, other: "Tally") -> bool:
        """Add the count of another tally; return whether the other tally has the later contact."""
        is_later = not self.times or other.place > self.place
        if is_later:
            self.sort, self.day, self.record = other.sort, other.day, other.record
        self.times += other.times
        return is_later


NONE = Tally()


class Sheet(Protocol):
    """The tallies of a subject by facet and key. ``sides`` are the codes of its parties, sorted."""

    sides: Sequence[str]

    def tallies(self, facet: int, start: str = "") -> Mapping[str, Tally]:
        """Return the tallies of a facet by key, from the key ``start`` on.

        The result leaves out the tally of all contacts, which :meth:`own` returns.
        """

    def own(self, facet: int) -> Tally:
        """Return the tally of all contacts of the subject, in a facet whose keys are parties."""

    def undated(self, code: str = OWN) -> Iterable[Contact]:
        """Return the undated contacts, or those with the party ``code``, in order of recording."""

    def last(self, *some: Tally) -> list[Contact]:
        """Return the last contact of each tally."""


@define
class CountedSheet:
    """A sheet that is counted from contacts, which may come in any order."""

    sides: Sequence[str]
    _tallies: dict[int, dict[str, Tally]] = field(factory=dict)
    _undated: list[Contact] = field(factory=list)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        if one.took_place and one.day is None:
            self._undated.append(one)
        for facet, key, sort in self._counts(one):
            found = self._tallies.setdefault(facet, {})
            found.setdefault(key, Tally()).add(sort, one)

    def _counts(self, one: Contact) -> Iterator[Count]:
        for code in (OWN, *(code for code in one.sides if code not in self.sides)):
            yield from ((facet, code, sort) for facet, sort in met(one))
        yield from began(one)
        yield from about(one)
        yield from of_sides(one, self.sides)

    def tallies(self, facet: int, start: str = "") -> Mapping[str, Tally]:
        """Return the tallies of a facet by key; see :class:`Sheet`."""
        found = self._tallies.get(facet, {})
        return {key: one for key, one in found.items() if key != OWN and key >= start}

    def own(self, facet: int) -> Tally:
        """Return the tally of all contacts of the subject; see :class:`Sheet`."""
        return self._tallies.get(facet, {}).get(OWN, NONE)

    def undated(self, code: str = OWN) -> Iterable[Contact]:
        """Return the contacts that have no date; see :class:`Sheet`."""
        found = (one for one in self._undated if code == OWN or code in one.sides)
        return sorted(found, key=lambda one: one.record)

    def last(self, *some: Tally) -> list[Contact]:
        """Return the last contact of each tally; see :class:`Sheet`."""
        return [one.contact for one in some if one.contact]


_COLUMNS = (tallies.c.times, tallies.c.sort, tallies.c.day, tallies.c.record)

Lines = tuple[str, str]
"""The two lines in the key of an encounter: the person of the first side, and the other person."""


def _lines(key: str, is_sorted: bool) -> Lines:
    first, second = key.split("\n")
    return (first, second) if is_sorted else (second, first)


@define
class StoredSheet:
    """The sheet of no party, of a party or of a pair of parties, read from the views."""

    snapshot: Snapshot
    sides: Sequence[str]
    _contacts: dict[int, Contact] = field(factory=dict)

    def tallies(self, facet: int, start: str = "") -> Mapping[str, Tally]:
        """Return the tallies of a facet by key; see :class:`Sheet`."""
        return self._read(subject_of(self.sides), facet, start)

    def own(self, facet: int) -> Tally:
        """Return the tally of all contacts of the subject; see :class:`Sheet`."""
        *others, code = self.sides
        return self._read(subject_of(others), facet, code, code).get(code, NONE)

    def _read(
        self, subject: str, facet: int, start: str, end: str | None = None
    ) -> dict[str, Tally]:
        query = select(tallies.c.item, *_COLUMNS).where(
            tallies.c.subject == subject, tallies.c.facet == facet, tallies.c.item >= start
        )
        if end is not None:
            query = query.where(tallies.c.item <= end)
        return {key: Tally(*row) for key, *row in self.snapshot.views.execute(query)}

    def months(self, start: str, end: str) -> Iterator[tuple[str | None, Beginning, int]]:
        """Yield the number of contacts that began in each month of a range, or in an unknown month.

        Yields separate numbers for all contacts of the subject (:data:`OWN`), for contacts with
        each other party, and for contacts without another party (``None``).
        """
        subjects: dict[str, str | None] = {
            subject_of((*self.sides, code)): code for code in self.tallies(Facet.ANY)
        }
        subjects |= {subject_of(self.sides): OWN, alone(self.sides): None}
        query = select(tallies.c.subject, tallies.c.item, tallies.c.times)
        query = query.where(tallies.c.facet == Facet.MONTH)
        for first, last in ((" ", "!"), (start, f"{end}~")):
            some = query.where(tallies.c.item >= first, tallies.c.item < last)
            for row in self.snapshot.chunked(some, tallies.c.subject, sorted(subjects)):
                yield subjects[row.subject], Beginning.read(row.item), row.times

    def alone(self, facet: int) -> Tally:
        """Return the tally of the contacts without another party."""
        return self._read(alone(self.sides), facet, OWN).get(OWN, NONE)

    def encounters(self, sides: Sequence[str], most: int) -> list[tuple[tuple[Who, Who], Tally]]:
        """Return the pairs of people, from the first side and another side, who met most often.

        If there are two ``sides``, the other side is the second.
        """
        ours, *others = sides
        pairs = [(ours, other) for other in others or ["", *self.tallies(Facet.ANY)]]
        found = self._moved(pairs)
        for pair in pairs:
            for lines, one in self._most_met(pair, most):
                found.setdefault(lines, one)
        shown = nsmallest(most, found.items(), key=lambda one: (-one[1].times, one[0]))
        return [((read_who(left), read_who(right)), one) for (left, right), one in shown]

    def _most_met(self, pair: tuple[str, str], most: int) -> Iterator[tuple[Lines, Tally]]:
        """Yield the pairs of people who met most often, each pair in the order of the sides."""
        is_sorted = pair[0] < pair[1]
        second: ColumnElement[str] = literal_column("substr(item, instr(item, char(10)))")
        query = select(tallies.c.item, *_COLUMNS).limit(most)
        query = query.where(tallies.c.subject == subject_of(pair), tallies.c.facet == Facet.MET)
        order = (tallies.c.item,) if is_sorted else (second, tallies.c.item)
        for key, *row in self.snapshot.views.execute(
            query.order_by(tallies.c.times.desc(), *order)
        ):
            yield _lines(key, is_sorted), Tally(*row)

    def _moved(self, pairs: Sequence[tuple[str, str]]) -> dict[Lines, Tally]:
        """Return the encounters of pairs in which a person has moved to another side."""
        found: dict[Lines, Tally] = {}
        subjects = {subject_of(pair): pair for pair in pairs}
        query = select(tallies.c.subject, tallies.c.item, *_COLUMNS)
        query = query.where(tallies.c.facet == Facet.MOVED)
        for name, key, *row in self.snapshot.chunked(query, tallies.c.subject, sorted(subjects)):
            ours, other = subjects[name]
            found.setdefault(_lines(key, ours < other), Tally()).include(Tally(*row))
        for lines, one in found.items():
            sides = tuple(read_who(line)[1] or "" for line in lines)
            if sides in pairs:
                key = "\n".join(lines if sides[0] < sides[1] else lines[::-1])
                for same in self._read(subject_of(sides), Facet.MET, key, key).values():
                    one.include(same)
        return found

    def undated(self, code: str = OWN) -> Iterable[Contact]:
        """Return the contacts that have no date; see :class:`Sheet`."""
        codes = [*self.sides, *([code] if code else [])]
        found = undated(self.snapshot, involves(codes[-1]))
        return (one for one in found if set(codes) <= set(one.sides))

    def last(self, *some: Tally) -> list[Contact]:
        """Return the last contact of each tally; see :class:`Sheet`."""
        new = {one.record for one in some} - self._contacts.keys()
        self._contacts |= contacts_of(self.snapshot, list(new))
        return [self._contacts[one.record] for one in some]

    def hosts(self) -> dict[str, dict[str, Tally]]:
        """Return the tallies of visits, by pair of parties and then by host."""
        codes = list(self.sides) or list(self.tallies(Facet.ANY))
        partners = select(tallies.c.subject, tallies.c.item)
        partners = partners.where(tallies.c.facet == Facet.ANY)
        rows = self.snapshot.chunked(partners, tallies.c.subject, codes)
        pairs = sorted({subject_of((row.subject, row.item)) for row in rows})
        query = select(tallies.c.subject, tallies.c.item, *_COLUMNS)
        query = query.where(tallies.c.facet == Facet.VISIT)
        found: dict[str, dict[str, Tally]] = {}
        for pair, host, *row in self.snapshot.chunked(query, tallies.c.subject, pairs):
            found.setdefault(pair, {})[host] = Tally(*row)
        self.last(*(one for hosts in found.values() if len(hosts) == 1 for one in hosts.values()))
        return found

    def visits_since_return(self, pair: str) -> list[Contact]:
        """Return a pair's latest visits to one host, newest first, and the last visit in return."""
        query = select(visits.c.record, visits.c.host).where(visits.c.pair == pair)
        query = query.where(valid_at(visits, self.snapshot.position))
        query = query.order_by(visits.c.day.desc(), visits.c.record)
        records: list[int] = []
        last = None
        for record, host in self.snapshot.views.execute(query):
            records.append(record)
            last = last or host
            if host != last:
                break
        found = contacts_of(self.snapshot, records)
        return [found[record] for record in records]


def stored_sides(snapshot: Snapshot, wanted: Sequence[Term]) -> list[str] | None:
    """Return the parties in the terms; ``None`` if the views have no tallies for the terms.

    The views have tallies only as of the last position, and only for no party, each party, and each
    pair of parties.
    """
    sides = {one.removeprefix(PARTY) for one in wanted if isinstance(one, str)}
    if len(sides) > 2 or set(wanted) != set(map(involves, sides)):
        return None
    return sorted(sides) if counted(snapshot.views) == snapshot.position else None


def silence_of(contact: Tally, began: Tally, closed: Tally, today: date) -> SilenceShape | None:
    """Return the number of days since the last contact; ``None`` if no contact has a date."""
    if not contact.times:
        return None
    now = today.toordinal()
    is_open = contact.times > closed.times
    return SilenceShape(
        at_least=0 if is_open else max(0, now - closed.sort),
        at_most=max(0, now - began.sort) if began.times else None,
    )
