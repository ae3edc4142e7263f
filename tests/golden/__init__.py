"""Golden screens: the stored output of reports on one register.

``python -m tests.golden`` overwrites the screens. Review the diff before you commit it.
"""

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import ARTICLE, CHAIN, EXAMPLES, Desk, isolate

FOLDER = Path(__file__).parent
NOW = "2026-01-15T08:00:00Z"
WORLD = (
    (ARTICLE, "2025-05-02T09:00:00Z"),
    (CHAIN, "2025-12-05T09:00:00Z"),
    (str(EXAMPLES / "azertac-2025.yaml"), "2025-12-05T09:05:00Z"),
    (str(EXAMPLES / "news-az-2025.yaml"), "2025-12-05T09:10:00Z"),
    (str(FOLDER / "desk-az.yaml"), "2026-01-10T10:00:00Z"),
)
"""The dispatches in the register, each with its recording time."""

REPORTS = {
    "timeline": "timeline",
    "timeline-by-party": "timeline --party AZ --by party --since 2025",
    "timeline-by-mechanism": "timeline --by mechanism --kind consultation",
    "timeline-by-topic": "timeline --by topic --since 2025-10",
    "timeline-reverse": "timeline --reverse --since 2025-09 --limit 6",
    "follow-ups": "follow-ups --all",
    "brief-pair": "brief AZ IQ",
    "brief-state": "brief Türkiye",
    "brief-person": "brief P-1",
    "topic": "topic energy",
    "who": "who P-1",
    "agenda": "agenda next 8 weeks",
    "activity": "activity",
    "activity-mechanisms": "activity --by mechanism --year 2025",
    "lanes": "lanes --since 2025-12-01 --weeks 8",
    "digest": "digest --since 2026-01-01",
    "silence": "silence --days 90",
    "search": "search energy",
    "show": "show C-1",
    "show-history": "show F-1 --history",
    "mechanisms": "mechanism list",
    "parties": "party list",
}
"""The command for each report."""

FORMS: dict[str, tuple[str, Mapping[str, str]]] = {
    "80": ("", {"COLUMNS": "80"}),
    "120": ("", {"COLUMNS": "120"}),
    "ascii": ("--ascii", {"COLUMNS": "80"}),
    "no-colour": ("", {"COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "xterm"}),
    "pipe": ("", {}),
}
"""The forms of a report: options and environment variables."""

STORED = [form for form in FORMS if form != "no-colour"]
"""The forms whose screens are stored; another test compares ``no-colour`` with ``80``."""


@contextmanager
def world() -> Iterator[Desk]:
    """Yield a desk with the register that the golden screens show."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        isolate(patch, Path(folder))
        desk = Desk(Path(folder), patch, NOW)
        for file, now in WORLD:
            desk.record(file, now=now)
        yield desk


def screen(desk: Desk, report: str, form: str) -> str:
    """Return the output of a report in one of the :data:`FORMS`."""
    options, surroundings = FORMS[form]
    answer = desk.run(*REPORTS[report].split(), *options.split(), env=surroundings)
    assert answer.code == 0, answer.err
    return answer.out


def place(report: str, form: str) -> Path:
    """Return the path of a stored screen."""
    return FOLDER / f"{report}.{form}.txt"


def difference(kept: str, shown: str) -> str:
    """Return a line-by-line diff."""
    lines = difflib.unified_diff(kept.splitlines(), shown.splitlines(), "kept", "shown", "", "", 1)
    return "\n".join(lines)
