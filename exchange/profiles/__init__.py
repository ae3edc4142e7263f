"""Lists that Dragoman knows without a mapping, one line each."""

from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.exchange.imports.drafts import Dataset

PROFILES = {
    "historian-visits": "historian.visits:HistorianVisits",
    "historian-travels": "historian.travels:HistorianTravels",
}
"""Where the data set of each list is declared in this package: a class of a path and the day."""


def known_list(name: str, path: Path, today: date) -> "Dataset":
    """The list of that name in a file or folder. Raises UsageError for what is not that list."""
    dataset = resolve_name(f"{__name__}.{PROFILES[name]}")(path, today)
    dataset.check()
    found: Dataset = dataset
    return found
