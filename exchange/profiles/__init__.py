"""Public lists that Dragoman can import without a mapping."""

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
"""The module and class of each list; the class takes a path and the current day."""


def known_list(name: str, path: Path, today: date) -> "Dataset":
    """Open a file or folder as the list called ``name``. Raises UsageError for other content."""
    dataset = resolve_name(f"{__name__}.{PROFILES[name]}")(path, today)
    dataset.check()
    found: Dataset = dataset
    return found
