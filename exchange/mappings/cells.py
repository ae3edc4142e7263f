"""Cells: how the cells of a row become one value of a record, or several.

What a value was made of is kept in the words of the file, wherever it was interpreted: looked up,
split, read as a date or as a country.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from attrs import field, frozen

from dragoman.domain import DateError, fold, parse_date, quoted, remembered, side
from dragoman.exchange.imports.drafts import Cells
from dragoman.exchange.mappings.day_formats import DayFormat, read_day

MOST_PARTS = 1_000
"""Values of the cell that holds most of them."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Unfit(Exception):
    """Why the cells of a row are no record."""


Values = Callable[[Cells, list[str]], Sequence[str]]
"""From the cells of a row to its values, those that the cells do not say being empty.

The words of what was interpreted are added to the list. Raises :class:`Unfit`.
"""

Read = Callable[[str, list[str]], Sequence[str]]
"""The same, from one text."""

Interpret = Callable[[str], str]
"""From the text of a value to the value. Raises ``ValueError``."""


@frozen
class Template:
    """A text with columns in it: ``{Level} visit[ of {Visitor}]``.

    What stands in square brackets is left out where one of its columns is empty; where one outside
    of them is, there is no text at all.
    """

    steps: tuple[tuple[bool, tuple[tuple[bool, str], ...]], ...]
    """Parts of the text, each with whether it may be left out, of texts and columns (``True``)."""

    @property
    def columns(self) -> list[str]:
        """The columns that are named."""
        return [text for _, part in self.steps for is_column, text in part if is_column]

    def made(self, cells: Cells) -> str:
        """The text for a row."""
        text = ""
        for optional, part in self.steps:
            words = [cells[word] if is_column else word for is_column, word in part]
            if all(words):
                text += "".join(words)
            elif not optional:
                return ""
        return " ".join(text.split(" ")).strip()


_PIECE = re.compile(
    r"(?P<escaped>\{\{|\}\}|\[\[|\]\])|\{(?P<column>[^{}]+)\}|(?P<sign>[\[\]{}])|(?P<text>[^\[\]{}]+)"
)


def template(text: str) -> Template:
    """A template as it is typed. Raises ``ValueError``."""
    steps: list[tuple[bool, tuple[tuple[bool, str], ...]]] = []
    part: list[tuple[bool, str]] = []
    within = False
    for found in _PIECE.finditer(text):
        sign = found["sign"]
        if sign in ("{", "}") or (sign == "[" and within) or (sign == "]" and not within):
            raise ValueError(f"{quoted(sign)} has no counterpart; write {sign}{sign} for the sign")
        if sign:
            steps.append((within, tuple(part)))
            part, within = [], not within
        else:
            part.append((found["column"] is not None, _piece(found)))
    if within:
        raise ValueError("'[' has no counterpart; write [[ for the sign")
    return Template((*steps, (False, tuple(part))))


def _piece(found: re.Match[str]) -> str:
    return found["column"] or found["text"] or found["escaped"][0]


def trimmed(cells: Cells, columns: Sequence[str]) -> dict[str, str]:
    """The cells of some columns, trimmed; empty where there is none.

    Raises :class:`Unfit` for control characters.
    """
    found = {column: cells.get(column, "").strip() for column in columns}
    if not "".join(found.values()).isprintable():
        for column, text in found.items():
            _refuse_control(column, text)
    return found


def _refuse_control(column: str, text: str) -> None:
    if found := _CONTROL.search(text):
        raise Unfit(
            f"column {quoted(column)}: control character U+{ord(found[0]):04X} is not taken"
        )


class Lookup:
    """A table of values: as it is written, or in other capitals where that is clear."""

    def __init__(self, values: Mapping[str, str], where: str) -> None:
        self._exact = {key.strip(): value for key, value in values.items()}
        folded: dict[str, set[str]] = {}
        for key, value in self._exact.items():
            folded.setdefault(key.casefold(), set()).add(value)
        self._folded = {key: one.pop() for key, one in folded.items() if len(one) == 1}
        self._where = where

    def find(self, text: str) -> str | None:
        """The value of a text, ``None`` where there is none."""
        return self._exact.get(text) or self._folded.get(text.casefold())

    def problem(self, text: str) -> str:
        """What to tell of a text that has no value."""
        keys = ", ".join(list(self._exact)[:8]) + (", …" if len(self._exact) > 8 else "")
        return f"{quoted(text)} is not among {self._where} ({keys})"


@frozen(kw_only=True)
class CellReader:
    """How values are read from a cell, or from a text that is made of cells."""

    columns: tuple[str, ...] = ()
    text: Template | None = None
    until: str | None = None
    split: tuple[str, ...] = ()
    lookup: Lookup | None = None
    otherwise: str | None = None
    keep: bool = False
    required: bool = False
    together: bool = False
    """Whether all of the columns give values, and not the first that is filled."""
    interpret: Interpret = field(default=str)

    def compiled(self) -> Values:
        """The function that reads the values of a row."""
        if self.until:
            found = self._of_period(self.columns[0], self.until)
        elif self.text:
            found = self._of_text(self.text)
        else:
            found = self._of_columns()
        return self._filled(found) if self.required else found

    def _filled(self, found: Values) -> Values:
        def values(cells: Cells, words: list[str]) -> Sequence[str]:
            some = found(cells, words)
            if not any(some):
                raise Unfit(f"{self._named()} is empty")
            return some

        return values

    def _named(self) -> str:
        names = self.columns or tuple(self.text.columns if self.text else ())
        return f"column {' and '.join(map(quoted, names))}"

    def _of_text(self, text: Template) -> Values:
        made, read = text.made, self._read("")
        return lambda cells, words: read(made(cells), words)

    def _of_columns(self) -> Values:
        """How all columns are read, or the first that is filled."""
        readers = [(column, self._read(column)) for column in self.columns]
        first_column, read_first = readers[0]

        def first(cells: Cells, words: list[str]) -> Sequence[str]:
            for column, read in readers:
                if text := cells[column]:
                    return read(text, words)
            return read_first("", words)

        if len(readers) == 1:
            return lambda cells, words: read_first(cells[first_column], words)
        if not self.together:
            return first
        return lambda cells, words: [
            value for column, read in readers for value in read(cells[column], words)
        ]

    def _read(self, column: str) -> Read:
        """How a text that stands in a column is read."""
        if not self.split and not self.lookup and self.interpret is str:
            return lambda text, words: (text,)
        found = remembered(partial(self._of, column))

        def read(text: str, words: list[str]) -> Sequence[str]:
            values, kept = found(text)
            if kept:
                words.append(kept)
            return values

        return read

    def _of(self, column: str, text: str) -> tuple[Sequence[str], str | None]:
        """The values of one text, and the text if it was interpreted. Raises :class:`Unfit`."""
        pieces = self._pieces(text)
        if len(pieces) > MOST_PARTS:
            raise Unfit(f"column {quoted(column)}: holds more than {MOST_PARTS:,} values")
        values = [self._value(column, piece) for piece in pieces]
        is_changed = text and any(values) and values != [text]
        return tuple(values), text if is_changed else None

    def _pieces(self, text: str) -> list[str]:
        if not self.split:
            return [text]
        return [piece.strip() for piece in re.split("|".join(map(re.escape, self.split)), text)]

    def _value(self, column: str, text: str) -> str:
        """The value of one piece of text; empty where it says nothing. Raises :class:`Unfit`."""
        if self.lookup and (found := self.lookup.find(text)):
            return found
        if not text:
            return ""
        if self.lookup and not self.keep:
            if self.otherwise is not None:
                return self.otherwise
            raise Unfit(f"{_of(column)}{self.lookup.problem(text)}")
        return self._interpreted(column, text)

    def _interpreted(self, column: str, text: str) -> str:
        try:
            return self.interpret(text)
        except ValueError as error:
            if self.otherwise is not None:
                return self.otherwise
            raise Unfit(f"{_of(column)}{error}") from error

    def _of_period(self, start_column: str, end_column: str) -> Values:
        """How the EDTF of a period is made, whose ends stand in two columns."""

        def values(cells: Cells, words: list[str]) -> Sequence[str]:
            start, end = cells[start_column], cells[end_column]
            first, last = self._value(start_column, start), self._value(end_column, end)
            if not last or first == last:
                words.extend(filter(None, (start,) if start != first else ()))
                return (first,)
            if (start, end) != (first, last):
                words.extend(filter(None, (f"{start} – {end}".strip(" –"),)))
            return (self._between(first, last, end_column),)

        return values

    def _between(self, first: str, last: str, end_column: str) -> str:
        try:
            return parse_date(_period(first, last)).text
        except DateError as error:
            raise Unfit(f"{self._named()} and {quoted(end_column)}: {error}") from error


def _of(column: str) -> str:
    return f"column {quoted(column)}: " if column else ""


def _period(first: str, last: str) -> str:
    """Two dates as a period; a time of day has no place there. Raises :class:`DateError`."""
    if "/" in first or "/" in last:
        raise DateError(f"{first} and {last}: one of them is a period already")
    ends = (first.partition("T")[0] or "..", last.partition("T")[0])
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def as_day(formats: Sequence[DayFormat]) -> Interpret:
    """How a date is read."""
    return _faults_too(lambda text: read_day(text, formats))


def as_code(language: str | None) -> Interpret:
    """How a state or organisation is read: by its name, or by a code in capitals."""

    def read(text: str) -> str:
        code = side(text, language)
        if _is_abbreviated(text) and not _IN_CAPITALS.fullmatch(text):
            raise ValueError(
                f"{quoted(text)} is {code} only in capitals; write a name, or a code (AZ, U.S.)"
            )
        return code

    return _faults_too(read)


_IN_CAPITALS = re.compile(r"[A-Z0-9]{2,3}|(?:[A-Z]\.){2,3}|[A-Z]\.[A-Z]|org:.*")


def _is_abbreviated(text: str) -> bool:
    """Whether a text has two or three letters, and is no name: ``n/a``, ``u. a.``, ``Mr``."""
    plain = fold(text)
    return len(plain) <= 3 and plain.isascii() and plain not in _short_names()


@cache
def _short_names() -> frozenset[str]:
    """The names of countries that have two or three letters, like Fas (Morocco, in Turkish)."""
    from dragoman.domain import COUNTRY_NAMES

    folded = (fold(name) for names in COUNTRY_NAMES.values() for name in names.values())
    return frozenset(name for name in folded if len(name) <= 3)


def _faults_too(interpret: Interpret) -> Interpret:
    """The same, only once for each text: to look for what may be meant takes time."""

    def tried(text: str) -> str | ValueError:
        try:
            return interpret(text)
        except ValueError as error:
            return ValueError(str(error))

    found = remembered(tried)

    def read(text: str) -> str:
        value = found(text)
        if isinstance(value, ValueError):
            raise ValueError(str(value))
        return value

    return read


def as_choice(choices: Sequence[str]) -> Interpret:
    """How one of a few words is read: in whatever capitals."""

    def read(text: str) -> str:
        for choice in (text, text.casefold()):
            if choice in choices:
                return choice
        raise ValueError(f"{quoted(text)} is not one of {', '.join(choices)}; add values for it")

    return read
