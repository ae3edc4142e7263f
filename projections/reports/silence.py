"""Silence: parties without contact, visits not returned, mechanisms past their cadence."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import define, field

from dragoman.domain import PLANNED, parse_date
from dragoman.projections import mechanisms
from dragoman.projections.mechanisms import MechanismShape, SessionShape, Turn
from dragoman.projections.report import AsOf, Report, Shape, WindowShape, report_tag
from dragoman.projections.reports.contacts import (
    Contact,
    ContactShape,
    Silence,
    SilenceShape,
    contacts,
)
from dragoman.projections.reports.tallies import ContactCount, Latest
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineQuery


class SilentParty(Shape, frozen=True, kw_only=True):
    """A party, or a desk of several, without contact; what is ``next`` if something is planned."""

    code: str
    silence: SilenceShape | None
    times: int
    last: ContactShape | None
    next: ContactShape | None


class UnreturnedVisits(Shape, frozen=True, kw_only=True):
    """Visits that a guest made to a host since the last one back."""

    guest: str
    host: str
    silence: SilenceShape | None
    visits: ContactCount
    returned: ContactShape | None


class OverdueMechanism(Shape, frozen=True, kw_only=True):
    """A body whose next session was to be expected so many days ago, and from what that follows."""

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
    """What has been silent for so many days, the longest first."""

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
    """What has been silent for so many ``days``, the longest first.

    Parties are all but that of the ``desk``, or a desk of several for itself; visits are those to
    and from the desk, or all.
    """
    parties, exchanges = Parties(today, desk), Exchanges(desk)
    for one in contacts(snapshot, wanted):
        parties.add(one)
        exchanges.add(one)
    bodies = mechanisms.bodies(snapshot, today, wanted.terms)
    return SilenceReport(
        as_of=snapshot.as_of,
        context=list(context),
        days=days,
        parties=parties.shapes(days),
        visits=exchanges.shapes(today, days),
        mechanisms=sorted(_past_cadence(bodies, today, days), key=lambda one: -one.days),
    )


TOGETHER = "–"
"""Between the codes of those who are told of together."""


@define
class PartyContacts:
    """What is known of the contact with one party: how often, how long ago, and what is ahead."""

    silence: Silence
    latest: Latest = field(factory=Latest)
    next: Contact | None = None


@define
class Parties:
    """The contacts with each party but those of the ``desk``; of a desk of several, their own."""

    today: date
    desk: Sequence[str]
    _found: dict[str, PartyContacts] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Take a contact."""
        if len(self.desk) > 1:
            self._note(TOGETHER.join(self.desk), one)
            return
        for code in one.sides:
            if code not in self.desk:
                self._note(code, one)

    def _note(self, code: str, one: Contact) -> None:
        line = self._found.get(code)
        if line is None:
            line = self._found[code] = PartyContacts(Silence(self.today))
        if one.took_place:
            line.latest.add(one)
            line.silence.add(one)
        elif one.is_ahead(self.today) and (one.day is not None or line.next is None):
            line.next = one

    def shapes(self, days: int) -> list[SilentParty]:
        """The parties with whom there has been no contact for so many days, or none with a date."""
        shapes = [
            SilentParty(
                code=code,
                silence=line.silence.shape(),
                times=line.latest.count,
                last=line.latest.last,
                next=line.next.shape() if line.next else None,
            )
            for code, line in self._found.items()
        ]
        silent = [one for one in shapes if _days(one.silence) >= days]
        return sorted(silent, key=lambda one: (-_days(one.silence), one.code))


def _since(one: Contact | None, today: date) -> SilenceShape | None:
    """The silence since a contact."""
    since = Silence(today)
    if one:
        since.add(one)
    return since.shape()


NEVER = 10**9
"""Days since what has no date."""


def _days(silence: SilenceShape | None) -> int:
    """The longest that it may have been."""
    if silence is None:
        return NEVER
    return silence.at_least if silence.at_most is None else silence.at_most


@define
class Exchange:
    """The visits that one party has made to another since the last one the other way."""

    host: str
    visits: Latest = field(factory=Latest)
    returned: Contact | None = None


@define
class Exchanges:
    """Visits between two, given the newest first."""

    desk: Sequence[str]
    _found: dict[frozenset[str], Exchange] = field(factory=dict)

    def add(self, one: Contact) -> None:
        """Take a contact."""
        host = one.facts.host
        if one.kind != "visit" or host is None or not one.took_place or one.day is None:
            return
        for guest in one.guests:
            if not self.desk or {host, guest} & set(self.desk):
                self._note(frozenset((host, guest)), host, one)

    def _note(self, pair: frozenset[str], host: str, one: Contact) -> None:
        exchange = self._found.setdefault(pair, Exchange(host))
        if exchange.returned is not None:
            return
        if host == exchange.host:
            exchange.visits.add(one)
        else:
            exchange.returned = one

    def shapes(self, today: date, days: int) -> list[UnreturnedVisits]:
        """The visits that were not returned for so many days: it is the guest's turn to be host."""
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
        silent = [one for one in shapes if _days(one.silence) >= days]
        return sorted(silent, key=lambda one: (-_days(one.silence), one.host, one.guest))


def _past_cadence(
    bodies: Sequence[MechanismShape], today: date, days: int
) -> Iterator[OverdueMechanism]:
    """Standing bodies whose next session was to be expected before today, or that never met."""
    for body in bodies:
        if body.status != "standing":
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
    """The last day on which a session was to be expected, and from what it is inferred."""
    inferred = body.expected
    if held and inferred and inferred.window:
        return parse_date(inferred.window.edtf).last, inferred.basis
    if not body.sessions and body.established:
        return parse_date(body.established.edtf).last, ["established, and no session is recorded"]
    return None, ()
