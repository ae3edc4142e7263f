"""Suggested mappings, based on the names of a table's columns and on its first rows.

A suggestion is a file for the user to read and edit. Where Dragoman would have to guess, the file
asks a question.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from attrs import define, field, frozen

from dragoman.domain import DateError, parse_date, rank_of
from dragoman.exchange.faults import elsewhere
from dragoman.exchange.imports.drafts import Draft, Rejected
from dragoman.exchange.mappings.cells import spaced
from dragoman.exchange.mappings.column_survey import (
    Survey,
    century_of,
    outliers,
    surveyed,
)
from dragoman.exchange.mappings.column_types import (
    DAY_LIKE,
    LETTER,
    LOOKED_AT,
    are_countries,
    are_dates,
    formats_of,
    is_short,
    looks_like,
    most,
    pieces_of,
    reads,
    split_of_countries,
)
from dragoman.exchange.mappings.day_formats import DayFormat, day_formats, read_day
from dragoman.exchange.mappings.extractors import PLANNED_AND_OVER
from dragoman.exchange.mappings.header_words import (
    KINDS,
    LEVELS,
    STATUSES,
    meaning,
    role_of,
    says_another_date,
    speaks_of_journeys,
    speaks_of_other_people,
    speaks_of_travellers,
    speaks_of_visits,
)
from dragoman.exchange.mappings.mapping import LONGEST_TITLE
from dragoman.exchange.safe_text import safe
from dragoman.exchange.tables.table import Table
from dragoman.exchange.usage_error import UsageError

SHOWN = 5
"""The number of rows in the preview."""

MOST_WORDS = 30
"""The maximum number of distinct words in a column for which Dragoman suggests meanings."""

MOST_GUESSED = 200
"""The maximum number of columns whose values Dragoman examines."""

MOST_ASKED = 5
"""The maximum number of other columns that a question names."""

LONGEST_POST = 5
"""The maximum number of words in a post that Dragoman recognises by its value."""

MOST_FAR = 3
"""The maximum number of dates that a question about distant dates names."""

_BETWEEN_PEOPLE = ";|\n/؛；、،"
_BETWEEN_TOPICS = ";|\n/؛；、،,，"


@frozen
class Suggestion:
    """The text of a suggested mapping, a preview of rows, unused columns, and open questions.

    ``notes`` say what the survey of the columns has found.
    """

    text: str
    rows: list[Draft | Rejected]
    unused: list[str]
    questions: list[str]
    notes: list[str]


def suggest(table: Table, name: str, today: date, questions: Sequence[str] = ()) -> Suggestion:
    """Suggest a mapping that imports a table as the data set ``name``.

    ``questions`` are questions about how to read the file, which come first. Raises :class:`UsageError` for a table without usable columns.
    """
    from dragoman.exchange.mappings.mapping import MappedTable, mapping_of
    from dragoman.exchange.yaml_file import parsed

    proposal = _Proposal(table, surveyed(table), name, today, list(questions))
    text = "\n".join(proposal.lines(name)) + "\n"
    mapping = mapping_of(parsed("the suggested mapping", text), today)
    rows = list(islice(MappedTable(table, mapping).drafts(), SHOWN))
    return Suggestion(text, rows, proposal.unused, proposal.questions, proposal.notes)


@define
class _Proposal:
    """A mapping under construction."""

    table: Table
    survey: Survey
    name: str
    today: date
    questions: list[str] = field(factory=list)
    notes: list[str] = field(factory=list, init=False)
    kind: str = field(default="", init=False)
    """The kind of most rows."""
    columns: dict[str, list[str]] = field(factory=dict, init=False)
    """The columns by role."""
    used: set[str] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        for column in self.table.columns:
            if self.survey.values.get(column) and (role := self._role(column)):
                self.columns.setdefault(role, []).append(column)
        self.notes += self.table.notes

    @property
    def unused(self) -> list[str]:
        """The columns that the mapping does not use."""
        return [name for name in self.table.columns if name not in self.used]

    def _role(self, column: str) -> str | None:
        """Return a column's role from its name if the values agree, or else from the values."""
        role, values = role_of(column), self.survey.distinct(column)
        looks = looks_like(values) if self.table.columns.index(column) < MOST_GUESSED else None
        if says_another_date(column) and (looks == "dated" or role in _WHEN):
            return None
        if role in _CHECKS and _CHECKS[role](values):
            return role
        if role == "date" or (role in ("from", "until") and most(values, DAY_LIKE.search)):
            return "unread"
        if role in ("kind", "level"):
            return self._role_of_words(role, values)
        return self._other_role(column, role, looks)

    def _other_role(self, column: str, role: str | None, looks: str | None) -> str | None:
        """Return the role of a column that does not hold the dates or states of its name."""
        values = self.survey.distinct(column)
        if looks == "country" and role in ("until", "place"):  # from one state to another
            return "host"
        if role == "host" and looks is None and most(values, _is_word):
            return "place"
        if role in _CHECKS or looks == "dated":
            return looks or ("status" if most(values, _status_of) else None)
        if role == "title" and most(values, _is_post):
            return "post"
        if role in ("name", "title"):
            return looks or (role if most(values, LETTER.search) else None)
        if looks is None and role != "status" and most(values, _status_of):
            return "status"
        return role or looks

    def _role_of_words(self, role: str, values: Sequence[str]) -> str | None:
        """Return whether a column has the kinds of engagements or the levels of visits."""
        known = {"kind": KINDS, "level": LEVELS}
        other = "level" if role == "kind" else "kind"
        return next(
            (one for one in (role, other) if most(values, partial(meaning, table=known[one]))),
            "level" if role == "level" else None,
        )

    # --- the text -------------------------------------------------------------------------------

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of the mapping."""
        record = list(self._record(name))
        if not self.used:
            raise UsageError(self._nothing())
        key = list(self._key())
        yield "# A suggested mapping. Read it, edit it, and import with --map THIS-FILE.yaml"
        yield f"# {safe(self.table.description)}"
        for question in self.questions:
            yield f"# Question: {question}"
        for note in self.notes:
            yield f"# Note: {safe(note)}"
        yield f"dataset: {_scalar(handle_of(name))}"
        yield f"source: {{title: {_scalar(name[:500] or 'a table')}}}   # add publisher, language, url, published"
        if settings := self.table.settings:
            values = {
                key: one if key == "header" else _scalar(one) for key, one in settings.items()
            }
            listed = ", ".join(f"{key}: {value}" for key, value in values.items())
            yield f"file: {{{listed}}}"
        yield from key
        yield from self._missing()
        yield "record:"
        yield from (f"  {line}" for line in record)
        if self.unused:
            yield "# Not used:"
            yield from (f"#   {self._name(column)}" for column in self.unused)

    def _nothing(self) -> str:
        """Return the error message for a table without usable columns."""
        if not self.survey.rows:
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
        if shared := self._shared_key():
            self.used.update(shared)
            listed = ", ".join(map(self._name, shared))
            yield f"key: [{listed}]   # identifies a record in later imports"
            yield "rows: same-key   # adjacent rows with the same key are one record"
        elif column := self._unique_column():
            self.used.add(column)
            yield f"key: [{self._name(column)}]   # identifies a row in later imports"
        else:
            names = self._unique_columns() or ["COLUMN"]
            is_known = len(names) > 1
            why = "together unique" if is_known else "identifies a row in later imports"
            listed = ", ".join(map(self._name, names))
            yield f"# key: [{listed}]   # {why} (default: the whole row)"
            self._ask_repeated()

    def _ask_repeated(self) -> None:
        """Add a question about the numbers of rows that are not unique."""
        for column in self._of("id")[:1]:
            if found := self.survey.repeated(column):
                text, first, second = found
                self.questions.append(
                    f"{self._name(column)} is not different in every row ({safe(text[:40])!r} is in"
                    f" lines {first} and {second}): correct it, or choose another key? (key)"
                )

    def _unique_column(self) -> str | None:
        """Return the likeliest of the columns whose value is different in every row."""
        named = [one for one in self._of("id") if self.survey.is_unique(one)]
        taken = {one for role, some in self.columns.items() if role != "id" for one in some}
        others = (
            one
            for one in self.table.columns
            if not (one in taken or says_another_date(one))
            and self.survey.is_unique(one)
            and self.survey.is_key_like(one)
        )
        return next(iter([*named, *others]), None)

    def _unique_columns(self) -> list[str]:
        """Return two columns that are together different in every row, or an empty list."""
        dates = [one for role in _WHEN for one in self._of(role)]
        for first in dates[:1]:
            for second in (*self._of("name"), *self._of("country"), *self._of("title")):
                pairs = zip(self.survey.cells[first], self.survey.cells[second], strict=True)
                if len(found := set(pairs)) == self.survey.rows and ("", "") not in found:
                    return [first, second]
        return []

    def _shared_key(self) -> list[str]:
        """Return the columns whose values adjacent rows of one engagement share, if there are any.

        The rows name different people, but agree in the date, the host and the title. Without a
        column of numbers, only cells that are merged over rows show which rows belong together.
        """
        same = [one for role in _SINGLE for one in self._of(role)]
        people = [one for role in ("name", "post") for one in self._of(role)]
        pairs = [[one] for one in self._of("id")]
        if self.table.joins_rows and not self._unique_column():
            pairs += [[same[0], one] for one in self._of("country") + same[1:]] if same else []
        for key in pairs if people else ():
            if self.survey.repeats(*key) and self._agree(key, same):
                return key
        return []

    def _agree(self, key: Sequence[str], columns: Sequence[str]) -> bool:
        """Return whether rows with the same key have the same values in other columns."""
        return all(
            len({self.survey.cells[one][n] for n in run} - {""}) <= 1
            for run in self.survey.runs_of(*key)
            if len(run) > 1
            for one in columns
        )

    def _missing(self) -> Iterator[str]:
        """Yield the line with the texts that mean an empty cell in the used columns."""
        marks = {one: found for one, found in self.survey.marks.items() if one in self.used}
        every = list(dict.fromkeys(mark for found in marks.values() for mark in found))
        if not every:
            return
        values = (self.survey.distinct(one) for one in self.used)
        folded = {mark.casefold() for mark in every}
        if any(value.casefold() in folded for some in values for value in some):
            listed = ", ".join(f"{self._name(one)}: {_list(found)}" for one, found in marks.items())
            yield f"missing: {{{listed}}}   # these texts mean an empty cell"
        else:
            yield f"missing: {_list(every)}   # these texts mean an empty cell"

    def _record(self, name: str) -> Iterator[str]:
        kind, given = self._kind(name)
        self.kind = kind
        when = self._occurred()
        yield f"kind: {given}"
        is_single = kind == given
        yield f"status: {self._status(kind, bool(when), is_single)}"
        yield self._title(kind)
        yield from when
        yield from self._plain("place", "place")
        yield from self._host(kind)
        people = list(self._people())
        yield from self._parties()
        yield from people
        yield from self._level(kind)
        yield from self._list("topics", "topic", _BETWEEN_TOPICS)
        yield from self._list("outcomes", "outcome", ";|\n؛；")
        yield from self._plain("summary", "remark")
        self._note_long_titles()

    def _kind(self, name: str) -> tuple[str, str]:
        """Return the kind of most rows, and the YAML for the kind."""
        if (column := self._first("kind")) and (known := self._meanings(column, KINDS)):
            found = [known[one] for one in self.survey.values[column] if one in known]
            usual = max(found, key=found.count)
            return usual, f"{{column: {self._name(column)}, values: {_flow(known)}}}"
        self.used.discard(column or "")
        words = " ".join([name, *self.table.columns])
        is_visit = (
            speaks_of_visits(words)
            or "host" in self.columns
            or any(speaks_of_journeys(one) for role in _WHEN for one in self._of(role))
        )
        kind = "visit" if is_visit else "meeting"
        self.questions.append(f"is every row a {kind}? (kind: visit, meeting, consultation …)")
        return kind, kind

    def _note_long_titles(self) -> None:
        long = sum(
            len(text) > LONGEST_TITLE
            for column in self._of("title")[:1]
            for text in self.survey.values[column]
        )
        if long:
            titles = "1 title has" if long == 1 else f"{long} titles have"
            self.notes.append(
                f"{titles} more than {LONGEST_TITLE} characters; an import shortens such a title and"
                " puts the whole text into the summary"
            )

    def _name(self, column: str) -> str:
        """Return the name of a column as YAML, with plain spaces if that is not ambiguous."""
        plain = spaced(column)
        is_clear = plain and [spaced(one) for one in self.table.columns].count(plain) == 1
        return _scalar(plain if is_clear else column)

    def _column(self, name: str, sign: str | None = "") -> str:
        """Return the YAML that reads a field from a column; a separator in ``sign`` splits cells."""
        split = f", split: {_scalar(sign)}" if sign else ""
        return f"{{column: {self._name(name)}{split}}}"

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
            yield f"{name}: {self._column(column)}"

    def _traveller(self) -> str | None:
        """Return the column with the visitor; a column that says so comes first.

        In a list of visits, a column with somebody else, such as the host, does not count.
        """
        names = sorted(self._of("name"), key=_distance_from_visitors)
        return next((one for one in names if not self._is_of_host(one)), None)

    def _is_of_host(self, column: str) -> bool:
        return self.kind == "visit" and speaks_of_other_people(column)

    def _place(self) -> str | None:
        return next(iter(self._of("place")), None)

    def _title(self, kind: str) -> str:
        if column := self._first("title"):
            return f"title: {self._column(column)}"
        words = (" of ", " to ") if kind == "visit" else (" with ", " in ")
        text = kind.capitalize()
        name = self._traveller()
        if name and self._separator(name, "\n"):
            name = None  # a title has one line
        for joint, column in zip(words, (name, self._place()), strict=True):
            if column and not set(column) & set("{}[]"):
                text += f"[{joint}{{{spaced(column) or column}}}]"
        return f"title: {{text: {_scalar(text)}}}"

    # --- dates ----------------------------------------------------------------------------------

    def _occurred(self) -> list[str]:
        found = [column for role in _WHEN for column in sorted(self._of(role), key=_vagueness)]
        if not found:
            self.questions.append("which column has the date? (occurred)")
            return []
        start, *others = found
        end = next((column for column in others if role_of(column) == "until"), None)
        if end and self._is_reversed(start, end):
            start, end, others = end, start, [start, *others]
        taken = [start, end] if end else [start]
        self.used.update(taken)
        self._ask_when(start, [column for column in others if column not in taken])
        values = [value for column in taken for value in self.survey.distinct(column)]
        formats, question = formats_of(values, self._century(taken))
        if question:
            self.questions.append(f"{self._name(start)} {safe(question)}")
        self._ask_unread(taken, formats)
        self._ask_outliers(taken, formats)
        until = f", until: {self._name(end)}" if end else ""
        format = f", format: [{', '.join(map(_scalar, formats))}]" if formats else ""
        return [f"occurred: {{column: {self._name(start)}{until}{format}}}"]

    def _is_reversed(self, start: str, end: str) -> bool:
        """Return whether most periods end before they start, as with a departure from home."""
        values = [one for name in (start, end) for one in self.survey.distinct(name)]
        formats = day_formats(formats_of(values, self._century([start, end]))[0])
        pairs = zip(self.survey.cells[start], self.survey.cells[end], strict=True)
        orders = [_order(*pair, formats) for pair in islice(pairs, LOOKED_AT)]
        return orders.count(-1) > orders.count(1)

    def _century(self, columns: Sequence[str]) -> str | None:
        """Return the century that years of four digits in the table name, or ``None``.

        A century in which a date would be in the distant future is not meant.
        """
        others = [one for role in _WHEN for one in self._of(role)]
        texts = [one for column in columns for one in self.survey.distinct(column)]
        found = century_of(texts) or century_of(
            [
                *(one for column in others for one in self.survey.distinct(column)),
                *self.table.titles,
                self.name,
            ]
        )
        years = [int(f"{found}{one[-2:]}") for one in texts if found and is_short(one)]
        return found if all(year <= self.today.year + FAR_AHEAD for year in years) else None

    def _ask_outliers(self, columns: Sequence[str], formats: Sequence[str]) -> None:
        """Add a question about dates that are far from all others."""
        for column in columns:
            far, usual = outliers(self.survey, column, day_formats(formats))
            if not far or not usual:
                continue
            shown = ", ".join(f"{safe(text[:40])} (line {line})" for line, text in far[:MOST_FAR])
            more = f" and {len(far) - MOST_FAR} more" if len(far) > MOST_FAR else ""
            self.questions.append(
                f"{self._name(column)}: is {shown}{more} right? The other dates are from {usual}"
            )

    def _ask_when(self, start: str, others: Sequence[str]) -> None:
        """Add a question about the date column, unless its name leaves no doubt."""
        if others or start in self._of("dated"):
            choice = " or ".join(map(self._name, [start, *others[:MOST_ASKED]]))
            self.questions.append(f"is {choice} the date of the engagement? (occurred)")

    def _ask_unread(self, columns: Iterable[str], formats: Sequence[str]) -> None:
        """Add a question about each date column with unreadable values."""
        for column in (one for one in columns if one in self._of("unread")):
            values = self.survey.distinct(column)
            read = day_formats(formats)
            value = next((one for one in values if not reads(read, one)), values[0])
            self.questions.append(
                f"{self._name(column)} has unreadable dates such as {safe(value[:60])}; add"
                " format: […], or write them as 2025-04-03 (their rows are rejected until then)"
            )

    def _status(self, kind: str, dated: bool, is_single: bool) -> str:
        column = self._first("status") if is_single else None
        if (others := self._of("status")) and not is_single:
            self.questions.append(
                f"{self._name(others[0])} may say which engagements are over; the words for that"
                " depend on the kind (status: concluded, held, cancelled …)"
            )
        known = self._meanings(column, STATUSES) if column else {}
        words = dict(zip(("planned", "over"), PLANNED_AND_OVER[kind], strict=True))
        if column and known:
            values = {word: words.get(found, found) for word, found in known.items()}
            return f"{{column: {self._name(column)}, values: {_flow(values)}}}"
        self.used.discard(column or "")
        if dated:
            return "{from_date: true}   # planned if the date is in the future, else over"
        return f"{words['over']}   # no column says whether it has taken place"

    def _meanings(self, column: str, table: dict[str, str]) -> dict[str, str]:
        """Return the meanings of the words in a column; add a question about unknown words."""
        found = self.survey.distinct(column)
        if len(found) > MOST_WORDS:
            return {}
        known = {word: sense for word in found if (sense := meaning(word, table))}
        unknown = [_scalar(word) for word in found if word not in known]
        if known and unknown:
            self.questions.append(f"{self._name(column)}: what do {', '.join(unknown)} mean?")
        return known

    def _level(self, kind: str) -> Iterator[str]:
        column = self._first("level") if elsewhere(kind, "level") is None else None
        if column is None:
            return
        table = {name: f"{name}, {words}" for name, words in LEVELS.items()}
        known = self._meanings(column, table)
        if known:
            yield f"level: {{column: {self._name(column)}, values: {_flow(known)}}}"
        else:
            self.used.discard(column)

    # --- countries and people -------------------------------------------------------------------

    def _host(self, kind: str) -> Iterator[str]:
        column = next(iter(self._of("host")), None)
        if column and split_of_countries(self.survey.distinct(column)) == "":
            self.used.add(column)
            yield f"host: {self._column(column)}"
        elif kind == "visit":
            self.questions.append("which state received the visitors? (host)")

    def _parties(self) -> Iterator[str]:
        columns = self._of("country")
        self.used.update(columns)
        splits = [split_of_countries(self.survey.distinct(column)) for column in columns]
        if items := list(map(self._column, columns, splits)):
            hint = "add your own side if it takes part in every engagement"
            yield f"parties: [{', '.join(items)}]   # {hint}"
        elif not self.used.intersection(self._of("host")):
            self.questions.append("which states or organisations took part? (parties)")
            yield "# parties: [AZ, {column: COLUMN}]   # without parties, every row is rejected"

    def _people(self) -> Iterator[str]:
        name, post = self._traveller(), self._first("post")
        self.used.update(filter(None, [name]))
        if not name and not post:
            return
        parts = [
            f"{part}: {self._column(column, self._separator(column, _BETWEEN_PEOPLE))}"
            for part, column in (("name", name), ("post", post))
            if column
        ]
        yield f"participants: [{{{', '.join(parts)}}}]   # add side: {{column: …}} if a column has it"

    def _list(self, name: str, role: str, separators: str) -> Iterator[str]:
        columns = self._of(role)
        self.used.update(columns)
        if items := [self._column(one, self._separator(one, separators)) for one in columns]:
            yield f"{name}: [{', '.join(items)}]"

    def _separator(self, column: str, signs: str) -> str:
        """Return the first separator that a tenth of the values have, with text on both sides."""
        values = self.survey.values[column]
        for sign in signs:
            having = [one for one in values if sign in one]
            enough = having and len(having) * 10 >= len(values)
            if enough and all(map(str.strip, pieces_of(having, sign))):
                return sign
        return ""


FAR_AHEAD = 20
"""The maximum number of years from now to a planned engagement."""

_SINGLE = ("from", "date", "unread", "until", "host", "place", "title", "status")
"""The roles of columns with the same value in all rows of one record."""


def _is_word(text: str) -> bool:
    return len(text.split()) == 1 and LETTER.search(text) is not None


def _is_post(text: str) -> bool:
    is_short = len(text.split()) <= LONGEST_POST
    return is_short and rank_of(text) is not None and not speaks_of_visits(text)


_status_of = partial(meaning, table=STATUSES)


def _distance_from_visitors(column: str) -> int:
    """Return the sort key of a column of people: visitors first, and their hosts last."""
    if speaks_of_travellers(column):
        return 0
    return 2 if speaks_of_other_people(column) else 1


def _order(start: str, end: str, formats: Sequence[DayFormat]) -> int:
    """Return 1 if a period starts before it ends, -1 if it ends before it starts, or else 0."""
    try:
        first, last = (parse_date(read_day(one, formats)).first for one in (start, end))
    except DateError:
        return 0
    return 0 if first is None or last is None else (last > first) - (last < first)


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


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_scalar, texts))}]"


def _flow(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_scalar(key)}: {_scalar(one)}" for key, one in values.items()) + "}"
