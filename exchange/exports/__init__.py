"""The formats in which Dragoman exports records."""

from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.exchange.exports.export_format import ExportFormat

FORMATS = {
    "ics": ("calendar:CALENDAR", "iCalendar: planned engagements and open follow-ups."),
    "jsonl": ("records:LINES", "JSON Lines: records with their history."),
    "csv": ("records:TABLE", "CSV: records with their history, for a spreadsheet."),
    "ftm": ("follow_the_money:ENTITIES", "JSON Lines: FollowTheMoney entities."),
    "cameo": ("coded:CAMEO", "Tab-separated: dyadic events with CAMEO codes."),
    "plover": ("coded:PLOVER", "Tab-separated: dyadic events with PLOVER types."),
    "dispatch": ("dispatch:DISPATCH", "YAML: a dispatch that others can record."),
}
"""For the option of each format: the module and name that declare the format, and a help text."""


def load_format(name: str) -> "ExportFormat":
    """Load the format with this name, and return it."""
    found: ExportFormat = resolve_name(f"{__name__}.{FORMATS[name][0]}")
    return found
