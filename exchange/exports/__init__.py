"""The forms in which records are exported, one line each."""

from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.exchange.exports.export_format import ExportFormat

FORMATS = {
    "ics": ("calendar:CALENDAR", "A calendar (iCalendar): what is planned and owed."),
    "jsonl": ("records:LINES", "All records with their history, as JSON Lines."),
    "csv": ("records:TABLE", "The same as CSV, for a spreadsheet."),
    "ftm": ("follow_the_money:ENTITIES", "FollowTheMoney entities, as JSON lines."),
    "cameo": ("coded:CAMEO", "Dyadic events with CAMEO codes, parted by tabs."),
    "plover": ("coded:PLOVER", "Dyadic events with PLOVER types, parted by tabs."),
    "dispatch": ("dispatch:DISPATCH", "A dispatch (YAML) that others can record."),
}
"""The option of each form: where it is declared in this package, and its help."""


def load_format(name: str) -> "ExportFormat":
    """The form of that name, loaded when it is wanted."""
    found: ExportFormat = resolve_name(f"{__name__}.{FORMATS[name][0]}")
    return found
