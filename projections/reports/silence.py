"""Silence: parties without contact, visits not returned, mechanisms past their cadence."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, field

from dragoman.domain.dates import parse
from dragoman.domain.status import PLANNED
from dragoman.projections import mechanisms
from dragoman.projections.reports.contacts import Contact, Silence, contacts
from dragoman.projections.reports.tallies import Latest
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineQuery


def silent(
    snapshot: Snapshot, today: date, days: int, wanted: TimelineQuery, desk: Sequence[str] = ()
) -> dict[str, Any]:
    """What has been silent for so many ``days``, the longest first.

    Parties are all but that of the ``desk``, or a desk of several for itself; visits are those to
    and from the desk, or all.
    """
    parties, exchanges = Parties(today, desk), Exchanges(desk)
    for one in contacts(snapshot, wanted):
        parties.add(one)
        exchanges.add(one)
    bodies = mechanisms.bodies(snapshot, today, wanted.terms)
    return {
        "days": days,
        "parties": parties.shapes(days),
        "visits": exchanges.shapes(today, days),
        "mechanisms": sorted(_past_cadence(bodies, today, days), key=lambda one: -one["days"]),
    }


TOGETHER = "–"
"""Between the codes of those who are told of together."""


@define
class SilenceRow:
    """What is known of the contact with one party: how often, how long ago, and what is ahead."""

    silence: Silence
    latest: Latest = field(factory=Latest)
    next: Contact | None = None


@define
class Parties:
    """The contacts with each party but those of the ``desk``; of a desk of several, their own."""

    today: date
    desk: Sequence[str]
    _found: dict[str, SilenceRow] = field(factory=dict)

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
            line = self._found[code] = SilenceRow(Silence(self.today))
        if one.took_place:
            line.latest.add(one)
            line.silence.add(one)
        elif one.is_ahead(self.today) and (one.day is not None or line.next is None):
            line.next = one

    def shapes(self, days: int) -> list[dict[str, Any]]:
        """The parties with whom there has been no contact for so many days, or none with a date."""
        found = [(code, line, line.silence.shape()) for code, line in self._found.items()]
        silent = [one for one in found if _days(one[2]) >= days]
        return [
            {"code": code, "silence": silence}
            | line.latest.shape()
            | {"next": line.next.shape() if line.next else None}
            for code, line, silence in sorted(silent, key=lambda one: (-_days(one[2]), one[0]))
        ]


def _since(one: Contact | None, today: date) -> dict[str, Any] | None:
    """The silence since a contact."""
    silence = Silence(today)
    if one:
        silence.add(one)
    return silence.shape()


NEVER = 10**9
"""Days since what has no date."""


def _days(silence: Mapping[str, Any] | None) -> int:
    """The longest that it may have been."""
    if silence is None:
        return NEVER
    longest = silence["at_most"]
    return int(silence["at_least"] if longest is None else longest)


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

    def shapes(self, today: date, days: int) -> list[dict[str, Any]]:
        """The visits that were not returned for so many days: it is the guest's turn to be host."""
        found = [
            (pair, exchange, _since(exchange.visits.contact, today))
            for pair, exchange in self._found.items()
        ]
        silent = [one for one in found if _days(one[2]) >= days]
        shapes = [self._shape(*one) for one in silent]
        return sorted(shapes, key=lambda one: (-_days(one["silence"]), one["host"], one["guest"]))

    def _shape(
        self,
        pair: frozenset[str],
        exchange: Exchange,
        silence: dict[str, Any] | None,
    ) -> dict[str, Any]:
        [guest] = pair - {exchange.host}
        returned = exchange.returned
        return {
            "guest": guest,
            "host": exchange.host,
            "silence": silence,
            "visits": exchange.visits.shape(),
            "returned": returned.shape() if returned else None,
        }


def _past_cadence(
    bodies: Sequence[Mapping[str, Any]], today: date, days: int
) -> Iterator[dict[str, Any]]:
    """Standing bodies whose next session was to be expected before today, or that never met."""
    for body in bodies:
        if body["status"] != "standing":
            continue
        held = [one for one in body["sessions"] if one["status"] == "held"]
        due, since = _expected(body, held)
        if due is not None and today.toordinal() - due >= (1 if held else days):
            yield {
                "mechanism": body["ref"],
                "title": body["title"],
                "parties": body["parties"],
                "days": today.toordinal() - due,
                "last": held[-1] if held else None,
                "expected": body["expected"]["window"] if held else None,
                "next": next((one for one in body["sessions"] if one["status"] in PLANNED), None),
                "basis": since,
                "turn": body["turn"],
            }


def _expected(
    body: Mapping[str, Any], held: Sequence[Mapping[str, Any]]
) -> tuple[int | None, Sequence[str]]:
    """The last day on which a session was to be expected, and from what it is inferred."""
    inferred = body["expected"]
    if held and inferred and inferred["window"]:
        return parse(inferred["window"]["edtf"]).last, inferred["basis"]
    if not body["sessions"] and body["established"]:
        return parse(body["established"]["edtf"]).last, ["established, and no session is recorded"]
    return None, ()
