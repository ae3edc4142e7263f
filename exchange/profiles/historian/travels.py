"""The Historian's lists of travels of Secretaries of State and of Presidents, as visits and journeys.

https://history.state.gov/departmenthistory/travels/secretary
https://history.state.gov/departmenthistory/travels/president

Both lists have the same form. The ``role`` in a record says to which list the record belongs.

A record of a list is one leg of a journey; Dragoman imports the leg as a visit. If a traveller's
leg begins on a day of the previous leg, both legs are parts of one journey. Dragoman infers such a
journey, and the field ``as_written`` of each leg says so.
"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from attrs import frozen
from msgspec.structs import replace

from dragoman.domain import INFERRED, quoted
from dragoman.exchange.imports.drafts import Draft, Rejected, Surnames, TableRow
from dragoman.exchange.profiles.historian import prose
from dragoman.exchange.profiles.historian.countries import code_of
from dragoman.exchange.profiles.historian.dataset import (
    HistorianList,
    joined,
    known,
    met,
    role_of,
    source_of,
    span,
)
from dragoman.exchange.profiles.historian.visits import historical_name
from dragoman.exchange.usage_error import UsageError

POSTS = {"secretary": "Secretary of State", "president": "President"}


@frozen
class Leg:
    """One leg of a journey: its draft, the traveller, and the first and last day."""

    draft: Draft
    who: str
    first: date
    last: date


class HistorianTravels(HistorianList):
    """A list of ``<trip>`` records. Each record is one leg; a journey comes before its legs."""

    __slots__ = ()
    role: ClassVar = "secretary"
    element: ClassVar = "trip"
    name: ClassVar = "historian-travels"
    columns: ClassVar = (
        *("id", "@who", "role", "name", "start-date", "end-date"),
        *("country", "country@id", "locale", "remarks"),
    )
    source: ClassVar = source_of("Travels Abroad of the Secretary of State", "travels/secretary")

    def check(self) -> None:
        """Read each file once to check it.

        Raises :class:`UsageError` if a file is not valid, or if there are records of several lists.
        """
        super().check()
        if len(self.roles) > 1:
            several = " and ".join(sorted(map(quoted, self.roles)))
            raise UsageError(
                f"{self.path}: has travels with the roles {several}; import each list on its own"
            )

    def as_found(self) -> "HistorianTravels":
        """Return the list to which the records belong, whatever the user called the list."""
        is_other = self.roles == {PresidentsTravels.role}
        kind = PresidentsTravels if is_other else HistorianTravels
        if type(self) is kind:
            return self
        return kind(self.path, self.today, others=self.others, covers=self.covers)

    def drafts(self) -> Iterator[Draft | Rejected]:
        """Yield first the rejected rows, and then each traveller's journeys with their legs."""
        legs = []
        for row in self.rows():
            one = self.drafted(row)
            if isinstance(one, Rejected):
                yield one
            else:
                legs.append(_leg(row, one))
        in_order = sorted(legs, key=lambda leg: (leg.who, leg.first, leg.last))
        for journey in _journeys(in_order):
            if len(journey) > 1:
                yield self._whole(journey)
                yield from self._parts(journey)
            else:
                yield journey[0].draft

    def data(self, cells: dict[str, str]) -> tuple[dict[str, object], Surnames]:
        """Convert a leg to a visit."""
        days = span(cells)
        country = code_of(cells.get("country", ""), cells.get("country@id", ""), days[0])
        remarks, locale = cells.get("remarks", ""), cells.get("locale", "")
        traveller = _traveller(cells)
        others = met(remarks, country, ("US", country), days, [traveller])
        found = {
            "level": prose.level_of_leg(remarks),
            "format": prose.format_with(remarks, others.bilateral),
        }
        stops = prose.places(locale)
        facts = {
            "title": f"Visit of {_post(cells)} {cells.get('name', '')}",
            "place": locale,
            "stops": stops if len(stops) > 1 else [],
            "host": country,
            "parties": ["US", country, *others.parties],
            "participants": [traveller, *others.participants],
            "summary": remarks,
        }
        words = joined(historical_name(cells.get("country", ""), country), others.words)
        return self.visit(days, facts, found, words), others.surnames

    def _whole(self, legs: list[Leg]) -> Draft:
        """Return the draft of the journey that consists of ``legs``.

        The journey has no host, because each leg has its own host.
        """
        days = legs[0].first, max(leg.last for leg in legs)
        places = dict.fromkeys(leg.draft.data.get("place", "") for leg in legs)
        facts = {
            "title": legs[0].draft.data["title"].replace("Visit", "Journey", 1),
            "stops": [place for place in places if place],
            "parties": ["US"],
            "participants": legs[0].draft.data["participants"][:1],
        }
        words = f"{INFERRED} from {len(legs)} legs, each of which begins on a day of the one before"
        data = self.visit(days, facts, {}, {"occurred": words})
        return Draft(_key(legs), legs[0].draft.line, data, legs[0].draft.cells, inferred=True)

    def _parts(self, legs: list[Leg]) -> Iterator[Draft]:
        """Yield the drafts of the legs, linked to their journey as its parts."""
        link = f"{self.name}/{_key(legs)}"
        for number, leg in enumerate(legs):
            draft = leg.draft
            before = legs[number - 1] if number else None
            words = (
                f"{INFERRED}: begins on a day of leg {before.draft.key}"
                if before
                else f"{INFERRED}: the first leg"
            )
            written = {**draft.data.get("as_written", {}), "part_of": words}
            data = draft.data | {"part_of": link, "as_written": written}
            yield replace(draft, data=data)


class PresidentsTravels(HistorianTravels):
    """The travels of Presidents."""

    __slots__ = ()
    role: ClassVar = "president"
    name: ClassVar = "historian-presidents"
    source: ClassVar = source_of("Travels Abroad of the President", "travels/president")


def _leg(row: TableRow, draft: Draft) -> Leg:
    return Leg(draft, row.cells.get("@who", row.cells.get("name", "")), *span(row.cells))


def _post(cells: dict[str, str]) -> str:
    role = role_of(cells)
    elected = prose.not_yet_in_office(cells.get("remarks", ""))
    return elected.value if elected else POSTS.get(role, role.capitalize())


def _traveller(cells: dict[str, str]) -> dict[str, str]:
    return known({"name": cells.get("name", ""), "post": _post(cells), "side": "US"})


def _journeys(legs: list[Leg]) -> Iterator[list[Leg]]:
    """Group legs into journeys; the legs must be in order."""
    journey: list[Leg] = []
    for leg in legs:
        if journey and not _follows(leg, journey):
            yield journey
            journey = []
        journey.append(leg)
    if journey:
        yield journey


def _follows(leg: Leg, journey: list[Leg]) -> bool:
    return leg.who == journey[0].who and leg.first <= max(one.last for one in journey)


def _key(legs: list[Leg]) -> str:
    return f"journey-{legs[0].draft.key}"
