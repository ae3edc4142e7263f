"""Every report looks the same as at the last review of the screens."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest
from rich.cells import cell_len

from tests.golden import REPORTS, STORED, difference, place, screen, world

REF = re.compile(r"\b[VCMBFIP]-[0-9]+\b")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


Screen = Callable[[str, str], str]


@pytest.fixture(scope="module")
def seen() -> Iterator[Screen]:
    """Yield a function that returns the output of a report from a shared desk."""
    with world() as desk:
        yield cache(partial(screen, desk))


@pytest.mark.parametrize("form", STORED)
@pytest.mark.parametrize("report", REPORTS)
def test_a_screen_has_not_changed(seen: Screen, report: str, form: str) -> None:
    """Each screen equals its stored screen.

    To update the stored screens, run ``python -m tests.golden`` and review the diff.
    """
    shown = seen(report, form)
    assert not difference(place(report, form).read_text("utf-8"), shown)


@pytest.mark.parametrize("report", REPORTS)
def test_a_screen_fits(seen: Screen, report: str) -> None:
    """No line is wider than the screen, and a narrow screen shows every ref."""
    piped = set(REF.findall(seen(report, "pipe")))
    for form, columns in (("80", 80), ("120", 120), ("ascii", 80), ("no-colour", 80)):
        shown = ANSI.sub("", seen(report, form))
        assert [line for line in shown.splitlines() if cell_len(line) > columns] == []
        assert set(REF.findall(shown)) >= piped, form


@pytest.mark.parametrize("report", REPORTS)
def test_a_screen_suits_its_output(seen: Screen, report: str) -> None:
    """ASCII screens have only ASCII characters.

    Piped output has no escape codes, and screens without colour have no colour codes.
    """
    assert seen(report, "ascii").isascii()
    assert "\x1b" not in seen(report, "pipe")
    assert not re.search(r"\x1b\[[0-9;]*\b(3[0-7]|4[0-7]|9[0-7])\b", seen(report, "no-colour"))
    assert ANSI.sub("", seen(report, "no-colour")) == seen(report, "80")
