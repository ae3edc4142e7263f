"""Visits by foreign leaders, as a data set: who came when, and what the description tells.

https://history.state.gov/departmenthistory/visits
"""

from typing import ClassVar

from dragoman.domain import country_name, fold
from dragoman.exchange.profiles.historian import prose
from dragoman.exchange.profiles.historian.countries import code_of
from dragoman.exchange.profiles.historian.dataset import HistorianList, source_of, span
from dragoman.exchange.profiles.historian.people import people
from dragoman.exchange.profiles.historian.presidents import president

COLUMNS = ("id", "start-date", "end-date", "visitor", "from", "from@id", "description")


class HistorianVisits(HistorianList):
    """``<visit>`` records: one visit each, of one visitor or of several together."""

    __slots__ = ()
    element: ClassVar = "visit"
    name: ClassVar = "historian-visits"
    columns: ClassVar = COLUMNS
    source: ClassVar = source_of("Visits by Foreign Leaders", "visits")

    def data(self, cells: dict[str, str]) -> dict[str, object]:
        """The visit of a record."""
        days = span(cells)
        country = code_of(cells.get("from", ""), cells.get("from@id", ""))
        guests = [one | {"side": country} for one in people(cells.get("visitor", ""))]
        told = cells.get("description", "")
        met = president(told, *days)
        found = {
            "level": prose.level(told),
            "stay": prose.stay(told, *days),
            "format": prose.format_(told),
        }
        facts = {
            "title": title(found["level"], guests),
            "place": prose.place(told),
            "stops": prose.stops(told),
            "host": "US",
            "parties": ["US", country],
            "participants": [*guests, *([met.participant] if met else [])],
            "summary": told,
        }
        called = [cells.get("visitor", ""), met.words if met else ""]
        words = {"participants": "; ".join(filter(None, called))}
        return self.visit(days, facts, found, words | otherwise_called(cells["from"], country))


def title(level: prose.ProseFinding | None, guests: list[dict[str, str]]) -> str:
    """``Official working visit of President Bush``"""
    who = " and ".join(f"{one.get('post', '')} {one['name']}".strip() for one in guests)
    what = f"{level.value.capitalize()} visit" if level else "Visit"
    return f"{what} of {who}"


def otherwise_called(text: str, code: str) -> dict[str, str]:
    """The words for a country, where they are not its name today."""
    return {"parties": text} if fold(text) != fold(country_name(code)) else {}
