"""The Historian's list of visits by foreign leaders, as a data set.

https://history.state.gov/departmenthistory/visits
"""

from typing import ClassVar

from dragoman.domain import country_name, fold
from dragoman.exchange.imports.drafts import Surnames
from dragoman.exchange.profiles.historian import prose
from dragoman.exchange.profiles.historian.countries import code_of
from dragoman.exchange.profiles.historian.dataset import (
    HistorianList,
    joined,
    met,
    source_of,
    span,
)
from dragoman.exchange.profiles.historian.people import people

COLUMNS = ("id", "start-date", "end-date", "visitor", "from", "from@id", "description")


class HistorianVisits(HistorianList):
    """A list of ``<visit>`` records. Each record is a visit by one or more people."""

    __slots__ = ()
    element: ClassVar = "visit"
    name: ClassVar = "historian-visits"
    columns: ClassVar = COLUMNS
    source: ClassVar = source_of("Visits by Foreign Leaders", "visits")

    def data(self, cells: dict[str, str]) -> tuple[dict[str, object], Surnames]:
        """Convert a record to a visit."""
        days = span(cells)
        country = code_of(cells.get("from", ""), cells.get("from@id", ""), days[0])
        description = cells.get("description", "")
        post = prose.not_yet_in_office(description)
        guests = [
            one | ({"post": post.value} if post else {}) | {"side": country}
            for one in people(cells.get("visitor", ""))
        ]
        others = met(description, "US", ("US", country), days, guests)
        found = {
            "level": prose.level(description),
            "stay": prose.stay(description, *days),
            "format": prose.format_with(description, others.bilateral),
        }
        facts = {
            "title": title(found["level"], guests),
            "place": prose.place(description),
            "stops": prose.stops(description),
            "host": "US",
            "parties": ["US", country, *others.parties],
            "participants": [*guests, *others.participants],
            "summary": description,
        }
        called = [cells.get("visitor", ""), post.words if post else ""]
        words = {"participants": "; ".join(filter(None, called))}
        words = joined(words, historical_name(cells["from"], country), others.words)
        return self.visit(days, facts, found, words), others.surnames


def title(level: prose.ProseFinding | None, guests: list[dict[str, str]]) -> str:
    """Return the title of a visit: ``Official working visit of President Bush``."""
    who = " and ".join(f"{one.get('post', '')} {one['name']}".strip() for one in guests)
    what = f"{level.value.capitalize()} visit" if level else "Visit"
    return f"{what} of {who}"


def historical_name(text: str, code: str) -> dict[str, str]:
    """Return the list's name for a country as original words, unless it is the current name."""
    return {"parties": text} if fold(text) != fold(country_name(code)) else {}
