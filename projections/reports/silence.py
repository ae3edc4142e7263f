"""Silence: parties without contact, visits that were not returned, and overdue mechanisms."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import define, field

from dragoman.domain import PLANNED, keeps_up_relations, lifespan, obliges, parse_date
from dragoman.projections.facets import Facet
from dragoman.projections.mechanisms import MechanismShape, SessionShape, Turn
from dragoman.projections.report import AsOf, Report, Shape, WindowShape, report_tag
from dragoman.projections.reports.contacts import (
    Contact,
    ContactShape,
    Silence,
    SilenceShape,
    contacts,
    planned_contacts,
)
from dragoman.projections.reports.outlooks import outlooks
from dragoman.projections.reports.sheet import (
    NONE,
    OWN,
    CountedSheet,
    Sheet,
    StoredSheet,
    silence_of,
    stored_sides,
)
from dragoman.projections.reports.tallies import ContactCount, Latest
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineQuery


class SilentParty(Shape, frozen=True, kw_only=True):
    """A party without contact, and the ``next`` planned contact.

    For a desk of several parties, the item is about contacts among these parties, and ``code`` has
    all their codes.
    """

    code: str
    silence: SilenceShape | None
    times: int
    last: ContactShape | None
    next: ContactShape | None


class UnreturnedVisits(Shape, frozen=True, kw_only=True):
    """The visits of a guest to a host since the host's last visit in return."""

    guest: str
    host: str
    silence: SilenceShape | None
    visits: ContactCount
    returned: ContactShape | None


class OverdueMechanism(Shape, frozen=True, kw_only=True):
    """A mechanism whose next session was expected before today, and the basis of the inference."""

    mechanism: str
    title: str
    parties: list[str]
    days: int
    last: SessionShape | None
    expected: WindowShape | None
    next: SessionShape | None
    basis: Sequence[str]
    turn: Turn | None


class SilenceReport(Report, tag=report_tag("silence"), frozen=True, kw_only=True):
    """Parties, visits and mechanisms that have been silent for at least ``days``, longest first."""

    as_of: AsOf
    context: list[str]
    days: int
    parties: list[SilentParty]
    visits: list[UnreturnedVisits]
    mechanisms: list[OverdueMechanism]


def silence(
    snapshot: Snapshot,
    today: date,
    days: int,
    wanted: TimelineQuery,
    desk: Sequence[str] = (),
    context: Sequence[str] = (),
) -> SilenceReport:
    """Return everything that has been silent for at least ``days``, longest first.

    The report leaves out territories, and states that ended: nobody can return their visits.

    The report covers all parties except the ``desk``; for a desk of several parties, the report
    covers contacts among these parties. The report covers the visits to and from the desk or, if
    there is no desk, all visits.
    """
    ahead = NextContacts(today, desk)
    for one in planned_contacts(snapshot, wanted):
        ahead.add(one)
    exchanges = Exchanges(desk)
    sheet: Sheet
    sides = stored_sides(snapshot, wanted.terms)
    if sides is not None:
        sheet = StoredSheet(snapshot, sides)
        exchanges.read(sheet)
    else:
        sheet = CountedSheet(sorted(set(desk)))
        for one in contacts(snapshot, wanted):
            sheet.add(one)
            exchanges.add(one)
    bodies = outlooks(snapshot, today, wanted.terms)
    return SilenceReport(
        as_of=snapshot.as_of,
        context=list(context),
        days=days,
        parties=_silent(sheet, desk, ahead, today, days),
        visits=exchanges.shapes(today, days),
        mechanisms=sorted(_past_cadence(bodies, today, days), key=lambda one: -one.days),
    )


TOGETHER = "–"
"""The separator between the codes of parties that are reported together."""


@define
class NextContacts:
    """The next planned contact with each party outside the ``desk``.

    Add the contacts newest first. For a desk of several parties, only contacts between these
    parties count.
    """

    today: date
    desk: Sequence[str]
    found: dict[str, Contact] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Add a planned contact."""
        if not one.is_ahead(self.today):
            return
        codes = (code for code in one.sides if code not in self.desk)
        for code in [OWN] if len(self.desk) > 1 else codes:
            if one.day is not None or code not in self.found:
                self.found[code] = one


def _silent(
    sheet: Sheet, desk: Sequence[str], ahead: NextContacts, today: date, days: int
) -> list[SilentParty]:
    """Return the parties that had no contact for at least ``days``, or no dated contact.

    For a desk of several parties, the whole desk counts as one party.
    """
    is_pair = len(desk) > 1
    facets = {
        facet: {OWN: sheet.own(facet)} if is_pair else sheet.tallies(facet)
        for facet in (Facet.ANY, Facet.CONTACT, Facet.BEGAN, Facet.CLOSED, Facet.UNDATED)
    }
    shapes = []
    for code, engagements in facets[Facet.ANY].items():
        dated, began, closed, undated = (
            some.get(code, NONE) for facet, some in facets.items() if facet != Facet.ANY
        )
        silence = silence_of(dated, began, closed, today)
        if not engagements.times or _days(silence) < days:
            continue
        if not is_pair and not keeps_up_relations(code, today):
            continue
        last = sheet.last(dated) if dated.times else list(sheet.undated(code))[:1]
        after = ahead.found.get(code)
        shapes.append(
            SilentParty(
                code=TOGETHER.join(desk) if is_pair else code,
                silence=silence,
                times=dated.times + undated.times,
                last=last[0].shape() if last else None,
                next=after.shape() if after else None,
            )
        )
    return sorted(shapes, key=lambda one: (-_days(one.silence), one.code))


def _since(one: Contact | None, today: date) -> SilenceShape | None:
    """Return the silence since a contact."""
    since = Silence(today)
    if one:
        since.add(one)
    return since.shape()


NEVER = 10**9
"""The number of days that stands for a silence without end, used if no contact has a date."""


def _days(silence: SilenceShape | None) -> int:
    """Return the longest possible silence in days."""
    if silence is None:
        return NEVER
    return silence.at_least if silence.at_most is None else silence.at_most


@define
class Exchange:
    """The visits of one party to another party since the last visit in return."""

    host: str
    visits: Latest = field(factory=Latest)
    returned: Contact | None = None


@define
class Exchanges:
    """The visits between pairs of parties. Add the visits newest first."""

    desk: Sequence[str]
    _found: dict[frozenset[str], Exchange] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Add a contact."""
        host = one.facts.host
        if one.kind != "visit" or host is None or not one.took_place or one.day is None:
            return
        if not obliges(one.facts):
            return
        for guest in one.guests:
            if not self.desk or {host, guest} & set(self.desk):
                self._note(frozenset((host, guest)), host, one)

    def read(self, sheet: StoredSheet) -> None:
        """From the views, read each pair's visits since the last visit in return."""
        for pair, hosts in sheet.hosts().items():
            sides = frozenset(pair.split(" "))
            if len(hosts) == 1:
                [(host, visits)] = hosts.items()
                self._found[sides] = Exchange(host, Latest(visits.times, *sheet.last(visits)))
                continue
            for one in sheet.visits_since_return(pair):
                self._note(sides, one.facts.host or "", one)

    def _note(self, pair: frozenset[str], host: str, one: Contact) -> None:
        exchange = self._found.setdefault(pair, Exchange(host))
        if exchange.returned is not None:
            return
        if host == exchange.host:
            exchange.visits.add(one)
        else:
            exchange.returned = one

    def shapes(self, today: date, days: int) -> list[UnreturnedVisits]:
        """Return the visits unreturned for at least ``days``; the guest has to host next."""
        shapes = [
            UnreturnedVisits(
                guest=next(iter(pair - {exchange.host})),
                host=exchange.host,
                silence=_since(exchange.visits.contact, today),
                visits=exchange.visits.shape(),
                returned=exchange.returned.shape() if exchange.returned else None,
            )
            for pair, exchange in self._found.items()
        ]
        silent = [
            one
            for one in shapes
            if _days(one.silence) >= days
            and keeps_up_relations(one.guest, today)
            and keeps_up_relations(one.host, today)
        ]
        return sorted(silent, key=lambda one: (-_days(one.silence), one.host, one.guest))


def _past_cadence(
    bodies: Sequence[MechanismShape], today: date, days: int
) -> Iterator[OverdueMechanism]:
    """Yield the mechanisms whose next session was expected before today, or that never met."""
    for body in bodies:
        if body.status != "standing" or any(lifespan(one).end for one in body.parties):
            continue
        held = [one for one in body.sessions if one.status == "held"]
        due, since = _expected(body, held)
        if due is not None and today.toordinal() - due >= (1 if held else days):
            yield OverdueMechanism(
                mechanism=body.ref,
                title=body.title,
                parties=body.parties,
                days=today.toordinal() - due,
                last=held[-1] if held else None,
                expected=body.expected.window if held and body.expected else None,
                next=next((one for one in body.sessions if one.status in PLANNED), None),
                basis=since,
                turn=body.turn,
            )


def _expected(
    body: MechanismShape, held: Sequence[SessionShape]
) -> tuple[int | None, Sequence[str]]:
    """Return the last day on which a session was expected, and the basis of the inference."""
    inferred = body.expected
    if held and inferred and inferred.window:
        return parse_date(inferred.window.edtf).last, inferred.basis
    if not body.sessions and body.established:
        return parse_date(body.established.edtf).last, ["established, but no session is recorded"]
    return None, ()
