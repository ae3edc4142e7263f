"""Public lists that Dragoman can import without a mapping."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from dragoman.exchange.usage_error import UsageError

if TYPE_CHECKING:
    from dragoman.exchange.imports.drafts import Dataset

PROFILES = {
    "historian-visits": "historian.visits:HistorianVisits",
    "historian-travels": "historian.travels:HistorianTravels",
    "historian-presidents": "historian.travels:PresidentsTravels",
}
"""The module and class of each list; the class takes a path and the current day."""

_RECORDS = {"visit": "historian-visits", "trip": "historian-travels"}
"""The lists that consist of XML elements, by the name of the element."""


def known_list(name: str, path: Path, today: date, others: Sequence[Path] = ()) -> "Dataset":
    """Open a file or folder, with ``others`` of the same list, as the list called ``name``.

    If the content shows that the file is another list of the same form, returns that list. Raises
    UsageError for other content.
    """
    kind = resolve_name(f"{__name__}.{PROFILES[name]}")
    if others and not getattr(kind, "takes_several", False):
        raise UsageError(f"{others[0]}: {name} is a single file; leave out the other files")
    dataset = kind(path, today, others=others) if others else kind(path, today)
    dataset.check()
    found: Dataset = dataset.as_found() if hasattr(dataset, "as_found") else dataset
    return found


def list_in(path: Path) -> str | None:
    """Return the name of the list that a file or a folder contains, judged by its content."""
    from dragoman.exchange.profiles.historian.xml_records import files_of, first_element

    try:
        files = files_of(path)
    except UsageError:
        return None
    return _RECORDS.get(first_element(files[0]) or "")
