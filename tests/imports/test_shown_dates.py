"""Dates in a workbook whose number format shows only the year or the month."""

from pathlib import Path

import pytest

from dragoman.exchange.imports.drafts import TableRow
from dragoman.exchange.tables.opening import open_table
from dragoman.exchange.tables.shown_dates import Shown, shown_by
from tests.imports import workbooks


@pytest.mark.parametrize(
    ("code", "characters"),
    [
        ("yyyy", 4),
        ("yy", 4),
        ("mmm-yy", 7),
        (r"mmmm\ yyyy", 7),
        ("[$-407]mmm. yyyy;@", 7),
        ("m/d/yyyy", None),
        ("yyyy-mm-dd hh:mm", None),
        ("General", None),
        ("0.00", None),
        ('"year" 0', None),
        ("mm:ss", None),
        ("", None),
    ],
)
def test_what_a_format_displays(code: str, characters: int | None) -> None:
    """A number format shows a year, a month or a day; literal text in a format does not count."""
    assert shown_by(code) == characters


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a workbook."""
    return [one.cells for one in open_table(path).rows() if isinstance(one, TableRow)]


def test_a_date_is_read_as_displayed(tmp_path: Path) -> None:
    """If a cell shows only the month of a date, Dragoman reads the month."""
    names = [f"C{n}" for n in range(2 + len(workbooks.CODES))]
    styles = (workbooks.DAY, workbooks.BUILT_IN_MONTH)
    styles += tuple(workbooks.OF_CODES + n for n in range(len(workbooks.CODES)))
    cells = "".join(
        workbooks.number(f"{chr(65 + n)}2", 45748, style) for n, style in enumerate(styles)
    )
    content = f'{workbooks.rows(names)}<row r="2">{cells}</row>'

    [row] = read(workbooks.write(tmp_path / "t.xlsx", content))

    days = ("2025-04-01", "2025-04", "2025", "2025-04", "2025-04-01", "45748", "2025-04-01")
    assert tuple(row.values()) == (*days, "2025-04")


def test_a_merged_month_is_the_same_in_every_row(tmp_path: Path) -> None:
    """A merged cell that shows a month gives this month to every row that the cell covers."""
    first = workbooks.number("A2", 45748, workbooks.BUILT_IN_MONTH) + workbooks.text("B2", "x")
    lines = f'<row r="2">{first}</row><row r="3">{workbooks.text("B3", "y")}</row>'
    content = workbooks.rows(["A", "B"]) + lines

    found = read(workbooks.write(tmp_path / "t.xlsx", content, merged=["A2:A3"]))

    assert [one["A"] for one in found] == ["2025-04", "2025-04"]


def test_many_rows_are_a_few_runs() -> None:
    """The memory that a column's number formats need does not grow with the number of rows."""
    shown = Shown()
    for row in range(100_000):
        shown.add(row, 3, 7)
    shown.add(100_001, 3, 4)
    assert (list(shown.of(50_000)), list(shown.of(100_000))) == ([(3, 7)], [])
    assert list(shown.of(100_001)) == [(3, 4)]
    assert sum(map(len, shown._runs.values())) == 2
