"""Suggested mappings, based on the names of a table's columns and on its first rows.

A suggestion is a file for the user to read and edit. Where Dragoman would have to guess, the file
asks a question.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from attrs import define, field, frozen

from dragoman.exchange.faults import elsewhere
from dragoman.exchange.imports.drafts import Draft, Rejected, TableRow
from dragoman.exchange.mappings.column_types import (
    DAY_LIKE,
    LETTER,
    are_countries,
    are_dates,
    formats_of,
    looks_like,
    most,
    pieces_of,
    reads,
    split_of_countries,
)
from dragoman.exchange.mappings.day_formats import day_formats
from dragoman.exchange.mappings.extractors import PLANNED_AND_OVER
from dragoman.exchange.mappings.header_words import (
    LEVELS,
    STATUSES,
    meaning,
    role_of,
    says_another_date,
    speaks_of_visits,
)
from dragoman.exchange.safe_text import safe
from dragoman.exchange.tables.table import Table
from dragoman.exchange.usage_error import UsageError

SAMPLED = 1_000
"""The number of rows to sample."""

SHOWN = 5
"""The number of rows in the preview."""

MOST_WORDS = 30
"""The maximum number of distinct words in a column for which Dragoman suggests meanings."""

MOST_GUESSED = 200
"""The maximum number of columns whose values Dragoman examines."""

MOST_ASKED = 5
"""The maximum number of other columns that a question names."""

_BETWEEN_PEOPLE = ";|\n/"


@frozen
class Suggestion:
    """The text of a suggested mapping, a preview of rows, unused columns, and open questions."""

    text: str
    rows: list[Draft | Rejected]
    unused: list[str]
    questions: list[str]


@frozen
class Sample:
    """The values of each column in the first rows of a table, without empty values."""

    values: Mapping[str, list[str]]
    rows: int

    def distinct(self, column: str) -> list[str]:
        """Return the distinct values of a column in order of appearance."""
        return list(dict.fromkeys(self.values.get(column, ())))


def sampled(table: Table) -> Sample:
    """Return a sample of the first rows of a table."""
    rows = [row for row in islice(table.rows(), SAMPLED) if isinstance(row, TableRow)]
    texts = {name: [row.cells.get(name, "").strip() for row in rows] for name in table.columns}
    return Sample({name: [one for one in found if one] for name, found in texts.items()}, len(rows))


def suggest(table: Table, name: str, today: date) -> Suggestion:
    """Suggest a mapping that imports a table as the data set ``name``.

    Raises :class:`UsageError` for a table without usable columns.
    """
    from dragoman.exchange.mappings.mapping import MappedTable, mapping_of
    from dragoman.exchange.yaml_file import parsed

    proposal = _Proposal(table, sampled(table))
    text = "\n".join(proposal.lines(name)) + "\n"
    mapping = mapping_of(parsed("the suggested mapping", text), today)
    rows = list(islice(MappedTable(table, mapping).drafts(), SHOWN))
    return Suggestion(text, rows, proposal.unused, proposal.questions)


@define
class _Proposal:
    """A mapping under construction."""

    table: Table
    sample: Sample
    columns: dict[str, list[str]] = field(factory=dict, init=False)
    """The columns by role."""
    questions: list[str] = field(factory=list)
    used: set[str] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        for column in self.table.columns:
            if self.sample.values.get(column) and (role := self._role(column)):
                self.columns.setdefault(role, []).append(column)

    @property
    def unused(self) -> list[str]:
        """The columns that the mapping does not use."""
        return [name for name in self.table.columns if name not in self.used]

    def _role(self, column: str) -> str | None:
        """Return a column's role from its name if the values agree, or else from the values."""
        role, values = role_of(column), self.sample.distinct(column)
        looks = looks_like(values) if self.table.columns.index(column) < MOST_GUESSED else None
        if says_another_date(column) and (looks == "dated" or role in _WHEN):
            return None
        if role in _CHECKS and _CHECKS[role](values):
            return role
        if role == "date" or (role in ("from", "until") and most(values, DAY_LIKE.search)):
            return "unread"
        if role in _CHECKS or looks == "dated":
            return looks
        if role in ("name", "title"):
            return looks or (role if most(values, LETTER.search) else None)
        return role or looks

    # --- the text -------------------------------------------------------------------------------

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of the mapping."""
        record = list(self._record(name))
        if not self.used:
            raise UsageError(self._nothing())
        yield "# A suggested mapping. Read it, edit it, and import with --map THIS-FILE.yaml"
        yield f"# {safe(self.table.description)}"
        for question in self.questions:
            yield f"# Question: {question}"
        yield f"dataset: {_scalar(handle_of(name))}"
        yield f"source: {{title: {_scalar(name[:500] or 'a table')}}}   # add publisher, language, url, published"
        if settings := self.table.settings:
            listed = ", ".join(f"{key}: {_scalar(value)}" for key, value in settings.items())
            yield f"file: {{{listed}}}"
        yield from self._key()
        yield "record:"
        yield from (f"  {line}" for line in record)
        if self.unused:
            yield "# Not used:"
            yield from (f"#   {_scalar(column)}" for column in self.unused)

    def _nothing(self) -> str:
        """Return the error message for a table without usable columns."""
        if not self.sample.rows:
            return (
                f"{self.table.path}: cannot read any of the first rows"
                f" ({safe(self.table.description)}); add --header, --delimiter or --format"
            )
        names = ", ".join(map(safe, self.table.columns[:5]))
        return (
            f"{self.table.path}: cannot recognise any column by its name or its values ({names});"
            " give the number of the header line with --header, or write a mapping by hand"
        )

    def _key(self) -> Iterator[str]:
        for column in self._of("id"):
            values = self.sample.values[column]
            if len(values) == self.sample.rows == len(set(values)):
                self.used.add(column)
                yield f"key: [{_scalar(column)}]   # identifies a row in later imports"
                return
        yield "# key: [COLUMN]   # identifies a row in later imports (default: the whole row)"

    def _record(self, name: str) -> Iterator[str]:
        kind = self._kind(name)
        when = self._occurred()
        yield f"kind: {kind}"
        yield f"status: {self._status(kind, bool(when))}"
        yield self._title(kind)
        yield from when
        yield from self._plain("place", "place")
        yield from self._host()
        people = list(self._people())
        yield from self._parties()
        yield from people
        yield from self._level(kind)
        yield from self._list("topics", "topic", ";|\n/,")
        yield from self._list("outcomes", "outcome", ";|\n")
        yield from self._plain("summary", "remark")

    def _kind(self, name: str) -> str:
        words = " ".join([name, *self.table.columns])
        kind = "visit" if speaks_of_visits(words) or "host" in self.columns else "meeting"
        self.questions.append(f"is every row a {kind}? (kind: visit, meeting, consultation …)")
        return kind

    def _of(self, role: str) -> list[str]:
        return self.columns.get(role, [])

    def _first(self, role: str) -> str | None:
        """Return the first column that has a role, and mark the column as used."""
        found = next(iter(self._of(role)), None)
        if found:
            self.used.add(found)
        return found

    def _plain(self, name: str, role: str) -> Iterator[str]:
        if column := self._first(role):
            yield f"{name}: {_column(column)}"

    def _title(self, kind: str) -> str:
        if column := self._first("title"):
            return f"title: {_column(column)}"
        words = (" of ", " to ") if kind == "visit" else (" with ", " in ")
        text = kind.capitalize()
        for joint, role in zip(words, ("name", "place"), strict=True):
            column = next(iter(self._of(role)), None)
            if column and not set(column) & set("{}[]"):
                text += f"[{joint}{{{column}}}]"
        return f"title: {{text: {_scalar(text)}}}"

    # --- dates ----------------------------------------------------------------------------------

    def _occurred(self) -> list[str]:
        found = [column for role in _WHEN for column in sorted(self._of(role), key=_vagueness)]
        if not found:
            self.questions.append("which column has the date? (occurred)")
            return []
        start, *others = found
        end = next((column for column in others if role_of(column) == "until"), None)
        taken = [start, end] if end else [start]
        self.used.update(taken)
        self._ask_when(start, [column for column in others if column != end])
        values = [value for column in taken for value in self.sample.distinct(column)]
        formats, question = formats_of(values)
        if question:
            self.questions.append(f"{_scalar(start)} has dates such as {question}")
        self._ask_unread(taken, formats)
        until = f", until: {_scalar(end)}" if end else ""
        format = f", format: [{', '.join(map(_scalar, formats))}]" if formats else ""
        return [f"occurred: {{column: {_scalar(start)}{until}{format}}}"]

    def _ask_when(self, start: str, others: Sequence[str]) -> None:
        """Add a question about the date column, unless its name leaves no doubt."""
        if others or start in self._of("dated"):
            choice = " or ".join(map(_scalar, [start, *others[:MOST_ASKED]]))
            self.questions.append(f"is {choice} the date of the engagement? (occurred)")

    def _ask_unread(self, columns: Iterable[str], formats: Sequence[str]) -> None:
        """Add a question about each date column with unreadable values."""
        for column in (one for one in columns if one in self._of("unread")):
            values = self.sample.distinct(column)
            read = day_formats(formats)
            value = next((one for one in values if not reads(read, one)), values[0])
            self.questions.append(
                f"{_scalar(column)} has unreadable dates such as {safe(value[:60])}; add"
                " format: […], or write them as 2025-04-03 (their rows are rejected until then)"
            )

    def _status(self, kind: str, dated: bool) -> str:
        column = self._first("status")
        known = self._meanings(column, STATUSES) if column else {}
        words = dict(zip(("planned", "over"), PLANNED_AND_OVER[kind], strict=True))
        if column and known:
            values = {word: words.get(found, found) for word, found in known.items()}
            return f"{{column: {_scalar(column)}, values: {_flow(values)}}}"
        self.used.discard(column or "")
        if dated:
            return "{from_date: true}   # planned if the date is in the future, else over"
        return f"{words['over']}   # no column says whether it has taken place"

    def _meanings(self, column: str, table: dict[str, str]) -> dict[str, str]:
        """Return the meanings of the words in a column; add a question about unknown words."""
        found = self.sample.distinct(column)
        if len(found) > MOST_WORDS:
            return {}
        known = {word: sense for word in found if (sense := meaning(word, table))}
        unknown = [_scalar(word) for word in found if word not in known]
        if known and unknown:
            self.questions.append(f"{_scalar(column)}: what do {', '.join(unknown)} mean?")
        return known

    def _level(self, kind: str) -> Iterator[str]:
        column = self._first("level") if elsewhere(kind, "level") is None else None
        if column is None:
            return
        table = {name: f"{name}, {words}" for name, words in LEVELS.items()}
        known = self._meanings(column, table)
        if known:
            yield f"level: {{column: {_scalar(column)}, values: {_flow(known)}}}"
        else:
            self.used.discard(column)

    # --- countries and people -------------------------------------------------------------------

    def _host(self) -> Iterator[str]:
        column = next(iter(self._of("host")), None)
        if column and split_of_countries(self.sample.distinct(column)) == "":
            self.used.add(column)
            yield f"host: {_column(column)}"

    def _parties(self) -> Iterator[str]:
        columns = self._of("country")
        self.used.update(columns)
        splits = [split_of_countries(self.sample.distinct(column)) for column in columns]
        if items := list(map(_column, columns, splits)):
            hint = "add your own side if it takes part in every engagement"
            yield f"parties: [{', '.join(items)}]   # {hint}"
        elif not self.used.intersection(self._of("host")):
            self.questions.append("which states or organisations took part? (parties)")
            yield "# parties: [AZ, {column: COLUMN}]   # without parties, every row is rejected"

    def _people(self) -> Iterator[str]:
        name, post = self._first("name"), self._first("post")
        if not name and not post:
            return
        parts = [
            f"{part}: {_column(column, self._separator(column, _BETWEEN_PEOPLE))}"
            for part, column in (("name", name), ("post", post))
            if column
        ]
        yield f"participants: [{{{', '.join(parts)}}}]   # add side: {{column: …}} if a column has it"

    def _list(self, name: str, role: str, separators: str) -> Iterator[str]:
        columns = self._of(role)
        self.used.update(columns)
        if items := [_column(one, self._separator(one, separators)) for one in columns]:
            yield f"{name}: [{', '.join(items)}]"

    def _separator(self, column: str, signs: str) -> str:
        """Return the first separator that a tenth of the values have, with text on both sides."""
        values = self.sample.values[column]
        for sign in signs:
            having = [one for one in values if sign in one]
            enough = having and len(having) * 10 >= len(values)
            if enough and all(map(str.strip, pieces_of(having, sign))):
                return sign
        return ""


_WHEN = ("from", "date", "unread", "until", "dated", "year")
"""The roles of columns that may have the date, in the order in which Dragoman prefers them."""


def _vagueness(column: str) -> tuple[bool, bool, int]:
    """Return a sort key for date columns; the likeliest date of the engagement comes first."""
    return role_of(column) == "until", not speaks_of_visits(column), len(column)


_CHECKS: dict[str | None, Callable[[Sequence[str]], bool]] = {
    **dict.fromkeys(("date", "from", "until", "year"), are_dates),
    **dict.fromkeys(("country", "host"), are_countries),
}
"""For each role, the function that checks the values of a column."""


# --- YAML ---------------------------------------------------------------------------------------


def handle_of(name: str) -> str:
    """Convert a name to the format that a dispatch id must have."""
    from anyascii import anyascii

    plain = "".join(char if char.isalnum() else "-" for char in anyascii(Path(name).stem).lower())
    return "-".join(filter(None, plain.split("-")))[:80].strip("-") or "table"


def _scalar(text: str) -> str:
    """Return a string as YAML: without quotes if that is safe, or else in double quotes."""
    plain = text.replace(" ", "").replace("-", "").replace("_", "")
    if plain.isalnum() and text == text.strip() and text[0] not in "-":
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    return {"\n": "\\n", "\t": "\\t"}.get(char) or f"\\U{ord(char):08x}"


def _column(name: str, sign: str | None = "") -> str:
    """Return the YAML that reads a field from a column; a separator in ``sign`` splits cells."""
    split = f", split: {_scalar(sign)}" if sign else ""
    return f"{{column: {_scalar(name)}{split}}}"


def _flow(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_scalar(key)}: {_scalar(one)}" for key, one in values.items()) + "}"
