"""The survey of a table: one pass over the first rows, before Dragoman suggests a mapping.

The survey finds the cells with a mark for a missing value, the columns that may be the key, and the
dates that are far from all others.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, pairwise
from math import ceil
from statistics import median

from attrs import define, field

from dragoman.domain import DateError, known_side, parse_date, western
from dragoman.exchange.imports.drafts import TableRow
from dragoman.exchange.mappings.day_formats import DayFormat, read_day
from dragoman.exchange.mappings.header_words import is_missing
from dragoman.exchange.tables.table import Table

SURVEYED = 20_000
"""The maximum number of rows in a survey."""

LONGEST_KEY = 64
"""The maximum length of a value, in characters, in a column that Dragoman proposes as the key."""

_LETTERS = re.compile(r"[A-Z]{2}")
_CODE = re.compile(r"(?=.*[0-9])(?=.*(?:[^\W\d_]|[0-9][/-][0-9]))\S+")
"""A pattern for codes: digits with letters, or with a slash or a hyphen between them."""


@define
class Survey:
    """The cells of the first rows of a table, by column; cells with a missing value are empty.

    ``lines`` has the line number of each row, and ``marks`` the texts in each column that mean a
    missing value.
    """

    cells: Mapping[str, list[str]]
    lines: list[int]
    marks: Mapping[str, list[str]]
    _distinct: dict[str, list[str]] = field(factory=dict)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.lines)

    @cached_property
    def values(self) -> Mapping[str, list[str]]:
        """The values of each column, without empty cells."""
        return {name: [one for one in texts if one] for name, texts in self.cells.items()}

    def distinct(self, column: str) -> list[str]:
        """Return the distinct values of a column in order of appearance."""
        if column not in self._distinct:
            self._distinct[column] = list(dict.fromkeys(self.values.get(column, ())))
        return self._distinct[column]

    def is_unique(self, column: str) -> bool:
        """Return whether every row has a value of its own in a column."""
        return len(self.distinct(column)) == self.rows > 0

    def repeated(self, column: str) -> tuple[str, int, int] | None:
        """Return a value that two rows share in an otherwise unique column, and their lines."""
        if len(self.distinct(column)) * 10 < self.rows * 9:
            return None
        seen: dict[str, int] = {}
        for text, line in zip(self.cells[column], self.lines, strict=True):
            if text in seen:
                return text, seen[text], line
            if text:
                seen[text] = line
        return None

    def is_key_like(self, column: str) -> bool:
        """Return whether the values of a column look like codes that somebody gave to the rows."""
        values = self.distinct(column)
        return all(len(one) <= LONGEST_KEY and _CODE.fullmatch(one) for one in values)

    def repeats(self, *columns: str) -> bool:
        """Return whether adjacent rows share the values of columns, and no other rows do.

        A row without a value belongs to the row above it.
        """
        texts = self._texts(columns)
        if not texts or not texts[0]:
            return False
        runs = [texts[0], *(one for last, one in pairwise(_filled_down(texts)) if one != last)]
        return len(runs) == len(set(runs)) < self.rows

    def _texts(self, columns: Sequence[str]) -> list[str]:
        """Return one text per row for the cells in columns; empty if all cells are empty."""
        rows = zip(*(self.cells[one] for one in columns), strict=True)
        return ["\x1f".join(cells) if any(cells) else "" for cells in rows]

    def runs_of(self, *columns: str) -> Iterator[range]:
        """Yield the ranges of adjacent rows that share the values of columns that repeat."""
        texts = list(_filled_down(self._texts(columns)))
        start = 0
        for n in range(1, len(texts) + 1):
            if n == len(texts) or texts[n] != texts[start]:
                yield range(start, n)
                start = n


def _filled_down(texts: Iterable[str]) -> Iterator[str]:
    last = ""
    for text in texts:
        last = text or last
        yield last


def surveyed(table: Table) -> Survey:
    """Return a survey of the first rows of a table."""
    rows = [row for row in islice(table.rows(), SURVEYED) if isinstance(row, TableRow)]
    cells = {name: [row.cells.get(name, "").strip() for row in rows] for name in table.columns}
    marks = {name: found for name, texts in cells.items() if (found := marks_in(texts))}
    for name, found in marks.items():
        absent = set(found)
        cells[name] = ["" if one in absent else one for one in cells[name]]
    return Survey(cells, [row.line for row in rows], marks)


def marks_in(texts: Iterable[str]) -> list[str]:
    """Return the distinct texts of a column that mean a missing value.

    In a column of two-letter codes of states, NA is Namibia. A column of nothing but such texts has
    no marks, unless the texts have no letters.
    """
    distinct = list(dict.fromkeys(filter(None, texts)))
    found = [one for one in distinct if is_missing(one)]
    others = [one for one in distinct if one not in found]
    if are_codes(others):
        found = [one for one in found if one != "NA"]
    return found if others else [one for one in found if not any(map(str.isalpha, one))]


def are_codes(texts: Sequence[str]) -> bool:
    """Return whether most of the texts are two-letter codes of states."""
    codes = sum(bool(_LETTERS.fullmatch(one)) and known_side(one) is not None for one in texts)
    return codes * 5 >= len(texts) * 4 > 0


# --- Dates --------------------------------------------------------------------------------------

FEWEST_DATES = 5
"""The minimum number of dates among which a date can be far from the others."""

FAR = 10
"""The minimum distance of such a date from the median, in years."""


_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


def _year_of(text: str, formats: Sequence[DayFormat]) -> int | None:
    """Return the first year of a date, or ``None`` if the text is not a date."""
    plain = western(text)
    if year := _YEAR.search(plain):
        return int(year[0])
    try:
        return int((parse_date(read_day(text, formats)).earliest or "")[:4])
    except (DateError, ValueError):
        return None


def century_of(texts: Iterable[str]) -> str | None:
    """Return the first two digits of all years of four digits; ``None`` if they differ."""
    found = {year[:2] for text in texts for year in _YEAR.findall(western(text))}
    return found.pop() if len(found) == 1 and found <= {"19", "20"} else None


def outliers(
    survey: Survey, column: str, formats: Sequence[DayFormat]
) -> tuple[list[tuple[int, str]], str]:
    """Return the line and the text of each date that is far from the others, and their years."""
    years: dict[str, int] = {}
    for text in survey.distinct(column):
        if (year := _year_of(text, formats)) is not None:
            years[text] = year
    dates = [
        (line, text, years[text])
        for line, text in zip(survey.lines, survey.cells[column], strict=True)
        if text in years
    ]
    within = usual_years([year for *_, year in dates])
    far = [(line, text) for line, text, year in dates if within and year not in within]
    return far, in_words(within, [year for *_, year in dates]) if within else ""


def usual_years(years: Sequence[int]) -> range | None:
    """Return the years that are not far from the median; ``None`` if there are few dates."""
    if len(years) < FEWEST_DATES:
        return None
    middle = median(years)
    reach = max(5 * median(abs(year - middle) for year in years), FAR)
    return range(ceil(middle - reach), int(middle + reach) + 1)


def in_words(within: range, years: Iterable[int]) -> str:
    """Return the first and the last of the years within a range: ``2019 to 2025``."""
    usual = [year for year in years if year in within]
    return f"{min(usual)} to {max(usual)}"
