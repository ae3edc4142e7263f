"""Cell readers, which get the values of a record from the cells of a row.

If a reader looks up or splits the text of a cell, or interprets it as a date or a country, the
record also keeps the original text.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from unicodedata import normalize

from attrs import field, frozen

from dragoman.domain import DateError, fold, parse_date, quoted, remembered, side
from dragoman.exchange.imports.drafts import Cells
from dragoman.exchange.mappings.day_formats import DayFormat, read_day

MOST_PARTS = 1_000
"""The maximum number of values in one cell."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Unfit(Exception):
    """Raised if Dragoman cannot make a record from a row; the message gives the reason."""


Values = Callable[[Cells, list[str]], Sequence[str]]
"""A function that takes the cells of a row and a list of words, and returns values.

A missing value is an empty string. The function adds the original text of interpreted values to the
list of words. Raises :class:`Unfit`.
"""

Read = Callable[[str, list[str]], Sequence[str]]
"""A function like :data:`Values` that takes the text of one cell instead of a row."""

Interpret = Callable[[str], str]
"""A function that converts text to a value, such as a date. Raises ``ValueError``."""


@frozen
class Template:
    """A template that combines columns into text: ``{Level} visit[ of {Visitor}]``.

    The template leaves out text in square brackets if a column in the brackets is empty. If a
    column outside brackets is empty, the entire text is empty.
    """

    steps: tuple[tuple[bool, tuple[tuple[bool, str], ...]], ...]
    """For each part: whether it is optional, and its items. ``True`` marks an item as a column."""

    @property
    def columns(self) -> list[str]:
        """The names of the columns in the template."""
        return [text for _, part in self.steps for is_column, text in part if is_column]

    def made(self, cells: Cells) -> str:
        """Return the text that the template makes from a row."""
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
    """Parse a template. Raises ``ValueError``."""
    steps: list[tuple[bool, tuple[tuple[bool, str], ...]]] = []
    part: list[tuple[bool, str]] = []
    within = False
    for found in _PIECE.finditer(text):
        sign = found["sign"]
        if sign in ("{", "}") or (sign == "[" and within) or (sign == "]" and not within):
            raise ValueError(
                f"unmatched {quoted(sign)}; write {sign}{sign} for the character itself"
            )
        if sign:
            steps.append((within, tuple(part)))
            part, within = [], not within
        else:
            part.append((found["column"] is not None, _piece(found)))
    if within:
        raise ValueError("unmatched '['; write [[ for the character itself")
    return Template((*steps, (False, tuple(part))))


def _piece(found: re.Match[str]) -> str:
    return found["column"] or found["text"] or found["escaped"][0]


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def spaced(name: str) -> str:
    """Return a column's name with plain, single spaces, and without invisible characters."""
    return " ".join(_INVISIBLE.sub("", normalize("NFC", name)).split())


def trimmed(cells: Cells, columns: Sequence[str], lists: Collection[str] = ()) -> dict[str, str]:
    """Return the cells in ``columns`` without surrounding space; missing cells are empty.

    Cells of ``lists`` have a line for each value, so their empty lines count. Raises :class:`Unfit`
    for control characters.
    """
    found = {column: cells.get(column, "").strip() for column in columns}
    for column in lists:
        if not found[column]:
            continue
        found[column] = cells[column].strip(" \t\r")
    if not "".join(found.values()).isprintable():
        for column, text in found.items():
            _refuse_control(column, text)
    return found


def _refuse_control(column: str, text: str) -> None:
    if found := _CONTROL.search(text):
        raise Unfit(f"column {quoted(column)}: contains control character U+{ord(found[0]):04X}")


class Lookup:
    """A table that maps text to values; it ignores case if the result is unambiguous."""

    def __init__(self, values: Mapping[str, str], where: str) -> None:
        self._exact = {key.strip(): value for key, value in values.items()}
        folded: dict[str, set[str]] = {}
        for key, value in self._exact.items():
            folded.setdefault(key.casefold(), set()).add(value)
        self._folded = {key: one.pop() for key, one in folded.items() if len(one) == 1}
        self._where = where

    def find(self, text: str) -> str | None:
        """Return the value for ``text``, or ``None`` if the table has none."""
        return self._exact.get(text) or self._folded.get(text.casefold())

    def problem(self, text: str) -> str:
        """Return the error message for text that is not in the table."""
        keys = ", ".join(list(self._exact)[:8]) + (", …" if len(self._exact) > 8 else "")
        return f"{quoted(text)} is not among {self._where} ({keys})"


@frozen(kw_only=True)
class CellReader:
    """A reader of values from columns, or from text that a template makes from columns."""

    columns: tuple[str, ...] = ()
    text: Template | None = None
    until: str | None = None
    split: tuple[str, ...] = ()
    lookup: Lookup | None = None
    otherwise: str | None = None
    keep: bool = False
    required: bool = False
    together: bool = False
    """Whether to read all columns, instead of only the first column that is not empty."""
    interpret: Interpret = field(default=str)

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that the reader reads, without duplicates."""
        texts = self.text.columns if self.text else ()
        return tuple(dict.fromkeys(filter(None, (*self.columns, *texts, self.until))))

    @property
    def is_copy(self) -> bool:
        """Whether the value is always the unchanged text of one column."""
        as_is = not (self.text or self.until or self.required or self._interprets)
        return as_is and len(self.columns) == 1

    @property
    def _interprets(self) -> bool:
        return bool(self.split or self.lookup) or self.interpret is not str

    def compiled(self) -> Values:
        """Return the function that reads the values of a row."""
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
        if "\n" not in self.split:
            return lambda cells, words: read(made(cells), words)

        def line_by_line(cells: Cells, words: list[str]) -> Sequence[str]:
            return read("\n".join(map(made, _lines(cells, text.columns))), words)

        return line_by_line

    def _of_columns(self) -> Values:
        """Return a function that reads either all columns or the first column that has text."""
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
        """Return a function that reads the values from the text of a cell in ``column``."""
        if not self._interprets:
            return lambda text, words: (text,)
        found = remembered(partial(self._of, column))

        def read(text: str, words: list[str]) -> Sequence[str]:
            values, kept = found(text)
            if kept:
                words.append(kept)
            return values

        return read

    def _of(self, column: str, text: str) -> tuple[Sequence[str], str | None]:
        """Return the values in a text, and the text itself if they differ. Raises Unfit."""
        pieces = self._pieces(text)
        if len(pieces) > MOST_PARTS:
            raise Unfit(f"column {quoted(column)}: more than {MOST_PARTS:,} values in a cell")
        values = [self._value(column, piece) for piece in pieces]
        is_changed = text and any(values) and values != [text]
        return tuple(values), text if is_changed else None

    def _pieces(self, text: str) -> list[str]:
        if not self.split:
            return [text]
        return [piece.strip() for piece in re.split("|".join(map(re.escape, self.split)), text)]

    def _value(self, column: str, text: str) -> str:
        """Return the value of a piece of text (empty for empty text). Raises :class:`Unfit`."""
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
        """Return a function that combines the dates in two columns into an EDTF period."""

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


def _lines(cells: Cells, columns: Sequence[str]) -> Iterator[Cells]:
    """Yield the n-th lines of cells together; a cell with one line counts for every line."""
    split = {column: cells[column].split("\n") for column in columns}
    count = max(map(len, split.values()), default=1)
    for column, lines in split.items():
        if len(lines) not in (1, count):
            raise Unfit(f"column {quoted(column)}: has {len(lines)} lines, and others {count}")
    for n in range(count):
        yield {column: lines[n % len(lines)].strip() for column, lines in split.items()}


def _of(column: str) -> str:
    return f"column {quoted(column)}: " if column else ""


def _period(first: str, last: str) -> str:
    """Combine two dates into a period, and drop times of day. Raises :class:`DateError`."""
    if "/" in first or "/" in last:
        raise DateError(f"{first} and {last}: one of them is already a period")
    ends = (first.partition("T")[0] or "..", last.partition("T")[0])
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def as_day(formats: Sequence[DayFormat]) -> Interpret:
    """Return a function that converts text to a date in EDTF."""
    return _faults_too(lambda text: read_day(text, formats), most=16_384)


def as_code(language: str | None) -> Interpret:
    """Return a function that converts a name, or a code in capitals, to a party's code."""

    def read(text: str) -> str:
        code = side(text, language)
        if _is_abbreviated(text) and not _IN_CAPITALS.fullmatch(text):
            raise ValueError(
                f"{quoted(text)} means {code} only in capitals; write a name, or a code (AZ, U.S.)"
            )
        return code

    return _faults_too(read)


_IN_CAPITALS = re.compile(r"[A-Z0-9]{2,3}|(?:[A-Z]\.){2,3}|[A-Z]\.[A-Z]|org:.*")


def _is_abbreviated(text: str) -> bool:
    """Return whether text has at most three letters and is not a country: ``n/a``, ``Mr``."""
    plain = fold(text)
    return len(plain) <= 3 and plain.isascii() and plain not in _short_names()


@cache
def _short_names() -> frozenset[str]:
    """Return the country names of two or three letters, such as Fas (Turkish for Morocco)."""
    from dragoman.domain import COUNTRY_NAMES

    folded = (fold(name) for names in COUNTRY_NAMES.values() for name in names.values())
    return frozenset(name for name in folded if len(name) <= 3)


def _faults_too(interpret: Interpret, most: int = 4096) -> Interpret:
    """Cache a function's results and errors.

    The function caches errors because building an error with a suggested name is slow.
    """

    def tried(text: str) -> str | ValueError:
        try:
            return interpret(text)
        except ValueError as error:
            return ValueError(str(error))

    found = remembered(tried, most)

    def read(text: str) -> str:
        value = found(text)
        if isinstance(value, ValueError):
            raise ValueError(str(value))
        return value

    return read


def as_choice(choices: Sequence[str]) -> Interpret:
    """Return a function that converts text to one of ``choices``, ignoring case."""

    def read(text: str) -> str:
        for choice in (text, text.casefold()):
            if choice in choices:
                return choice
        raise ValueError(f"{quoted(text)} is not one of {', '.join(choices)}; add it to values")

    return read
