"""Suggestions: a mapping for a table, from the names of its columns and from its first rows.

What is proposed is a file to be read and mended by a person: it says what it is not sure of, and
leaves undone what would be a guess.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from cli.imports.drafts import Draft, Rejected, Row
from cli.imports.mappings.day_formats import DayFormat, day_format, day_formats, read_day
from cli.imports.mappings.header_words import LEVELS, STATUSES, meaning, role_of, speaks_of_visits
from cli.imports.tables.table import Table
from cli.output import safe
from domain.countries import known_side
from domain.dates import DateError

SAMPLED = 1_000
"""Rows that are looked at."""

SHOWN = 5
"""Rows that are shown as they would be recorded."""

MOST_WORDS = 30
"""Different words of a column whose words are proposed for a look-up."""

MOST_GUESSED = 200
"""Columns that are looked at for what their values are."""

_ORDERS = ("DD{0}MM{0}YYYY", "D{0}M{0}YYYY"), ("MM{0}DD{0}YYYY", "M{0}D{0}YYYY")
_BETWEEN_PEOPLE = ";|\n/"
_TIMES = ("", " HH:mm", " HH:mm:ss")
_FORMATS = (
    *("DD.MM.YYYY", "D.M.YYYY", "YYYY/MM/DD", "YYYY/M/D", "YYYY.MM.DD", "YYYYMMDD", "YYYY-MM-DD"),
    *("MM.YYYY", "M.YYYY", "MM/YYYY", "M/YYYY", "YYYY/MM", "D MMMM YYYY", "D. MMMM YYYY"),
    *("D MMMM, YYYY", "MMMM D, YYYY", "D [de] MMMM [de] YYYY", "MMMM YYYY", "MMMM [de] YYYY"),
    *("D-MMM-YYYY", "D/MMM/YYYY", "D MMMM YYYY [г.]", "D MMMM YYYY [г]"),
)


@frozen
class Suggestion:
    """A mapping as text, the first rows as it would record them, and what it leaves open."""

    text: str
    rows: list[Draft | Rejected]
    unused: list[str]
    questions: list[str]


@frozen
class Sample:
    """The values of each column in the first rows, without empty ones."""

    values: Mapping[str, list[str]]
    rows: int

    def distinct(self, column: str) -> list[str]:
        """The different values of a column, in the order in which they come."""
        return list(dict.fromkeys(self.values.get(column, ())))


def sampled(table: Table) -> Sample:
    """The first rows of a table."""
    rows = [row for row in islice(table.rows(), SAMPLED) if isinstance(row, Row)]
    texts = {name: [row.cells.get(name, "").strip() for row in rows] for name in table.columns}
    return Sample({name: [one for one in found if one] for name, found in texts.items()}, len(rows))


def suggest(table: Table, name: str, today: date) -> Suggestion:
    """Propose a mapping for a table, under the ``name`` of its data set."""
    from cli.imports.mappings.mapping import MappedTable, mapping_of
    from cli.yaml_file import parsed

    proposal = _Proposal(table, sampled(table))
    text = "\n".join(proposal.lines(name)) + "\n"
    mapping = mapping_of(parsed("the suggested mapping", text), today)
    rows = list(islice(MappedTable(table, mapping).drafts(), SHOWN))
    return Suggestion(text, rows, proposal.unused, proposal.questions)


@define
class _Proposal:
    """A mapping in the making."""

    table: Table
    sample: Sample
    columns: dict[str, list[str]] = field(init=False)
    """Columns by what they hold."""
    questions: list[str] = field(factory=list)
    used: set[str] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self.columns = {}
        for column in self.table.columns:
            if self.sample.values.get(column) and (role := self._role(column)):
                self.columns.setdefault(role, []).append(column)

    @property
    def unused(self) -> list[str]:
        """The columns that nothing is made of."""
        return [name for name in self.table.columns if name not in self.used]

    def _role(self, column: str) -> str | None:
        """What a column holds, by its name where its values agree, else by its values."""
        role = role_of(column)
        values = self.sample.distinct(column)
        check = _CHECKS.get(role or "")
        if role and (check is None or check(values)):
            return role
        if self.table.columns.index(column) >= MOST_GUESSED:
            return None
        return next((other for other in ("date", "country") if _CHECKS[other](values)), None)

    # --- the text -------------------------------------------------------------------------------

    def lines(self, name: str) -> Iterator[str]:
        """The lines of the mapping."""
        record = list(self._record(name))
        yield "# A proposal. Read it, mend it, and import with it: --map this-file.yaml"
        yield f"# {safe(self.table.told)}"
        for question in self.questions:
            yield f"# To decide: {question}"
        yield f"dataset: {_scalar(handle_of(name))}"
        yield f"source: {{title: {_scalar(name[:500] or 'a table')}}}   # add publisher, language, url, published"
        if settings := self.table.settings:
            told = ", ".join(f"{key}: {_scalar(value)}" for key, value in settings.items())
            yield f"file: {{{told}}}"
        yield from self._key()
        yield "record:"
        yield from (f"  {line}" for line in record)
        if self.unused:
            yield "# Not used:"
            yield from (f"#   {_scalar(column)}" for column in self.unused)

    def _key(self) -> Iterator[str]:
        for column in self.columns.get("id", ()):
            values = self.sample.values[column]
            if len(values) == self.sample.rows == len(set(values)):
                self.used.add(column)
                yield f"key: [{_scalar(column)}]   # what a row is known by when it comes again"
                return
        yield "# key: [COLUMN]   # names a row for ever; without it, the whole row does"

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
        yield from self._level()
        yield from self._list("topics", "topic", ";|\n/,")
        yield from self._list("outcomes", "outcome", ";|\n")
        yield from self._plain("summary", "remark")

    def _kind(self, name: str) -> str:
        told = " ".join([name, *self.table.columns])
        kind = "visit" if speaks_of_visits(told) or "host" in self.columns else "meeting"
        self.questions.append(f"is every row a {kind}? (kind: visit, meeting, consultation …)")
        return kind

    def _first(self, role: str) -> str | None:
        """The first column of a role, which is used now."""
        found = next(iter(self.columns.get(role, ())), None)
        if found:
            self.used.add(found)
        return found

    def _plain(self, name: str, role: str) -> Iterator[str]:
        if column := self._first(role):
            yield f"{name}: {{column: {_scalar(column)}}}"

    def _title(self, kind: str) -> str:
        if column := self._first("title"):
            return f"title: {{column: {_scalar(column)}}}"
        words = (" of ", " to ") if kind == "visit" else (" with ", " in ")
        steps = zip(words, ("name", "place"), strict=True)
        text = kind.capitalize()
        for joint, role in steps:
            column = next(iter(self.columns.get(role, ())), None)
            if column and not set(column) & set("{}[]"):
                text += f"[{joint}{{{column}}}]"
        return f"title: {{text: {_scalar(text)}}}"

    # --- dates ----------------------------------------------------------------------------------

    def _occurred(self) -> list[str]:
        roles = self.columns
        start = self._first("from") or self._first("date") or self._first("until")
        if start is None:
            named = next((one for one in self.table.columns if role_of(one) in _DATES), None)
            hint = f"; not all of {_scalar(named)} are dates that can be read" if named else ""
            self.questions.append(f"which column says when it was? (occurred){hint}")
            return []
        ends = [one for one in roles.get("until", ()) if one != start]
        end = self._first("until") if ends else None
        values = [*self.sample.distinct(start), *(self.sample.distinct(end) if end else ())]
        formats, question = formats_of(values)
        until = f", until: {_scalar(end)}" if end else ""
        told = f", format: [{', '.join(map(_scalar, formats))}]" if formats else ""
        line = f"occurred: {{column: {_scalar(start)}{until}{told}}}"
        if not question:
            return [line]
        self.questions.append(f"{_scalar(start)} has dates such as {question}")
        return [line]

    def _status(self, kind: str, dated: bool) -> str:
        column = self._first("status")
        known = self._meanings(column, STATUSES) if column else {}
        words = dict(zip(("over", "planned"), _BY_KIND[kind], strict=True))
        if column and known:
            values = {word: words.get(found, found) for word, found in known.items()}
            return f"{{column: {_scalar(column)}, values: {_flow(values)}}}"
        self.used.discard(column or "")
        if dated:
            return "{from_date: true}   # planned while it is ahead, else over"
        return f"{words['over']}   # nothing says whether it has taken place"

    def _meanings(self, column: str, table: dict[str, str]) -> dict[str, str]:
        """The words of a column that are known, and a question for those that are not."""
        found = self.sample.distinct(column)
        if len(found) > MOST_WORDS:
            return {}
        known = {word: sense for word in found if (sense := meaning(word, table))}
        unknown = [_scalar(word) for word in found if word not in known]
        if known and unknown:
            self.questions.append(f"{_scalar(column)}: what do {', '.join(unknown)} mean?")
        return known

    def _level(self) -> Iterator[str]:
        column = self._first("level")
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
        column = next(iter(self.columns.get("host", ())), None)
        if column and split_of_countries(self.sample.distinct(column)) == "":
            self.used.add(column)
            yield f"host: {{column: {_scalar(column)}}}"

    def _parties(self) -> Iterator[str]:
        columns = self.columns.get("country", [])
        self.used.update(columns)
        items = []
        for column in columns:
            split = split_of_countries(self.sample.distinct(column))
            items.append(f"{{column: {_scalar(column)}{_split(split or '')}}}")
        if items:
            yield f"parties: [{', '.join(items)}]   # add your own side if every row has it"

    def _people(self) -> Iterator[str]:
        name, post = self._first("name"), self._first("post")
        if not name and not post:
            return
        told = [
            f"{part}: {{column: {_scalar(column)}{_split(self._separator(column, _BETWEEN_PEOPLE))}}}"
            for part, column in (("name", name), ("post", post))
            if column
        ]
        yield f"participants: [{{{', '.join(told)}}}]   # add side: {{column: …}} where one tells it"

    def _list(self, name: str, role: str, separators: str) -> Iterator[str]:
        columns = self.columns.get(role, [])
        self.used.update(columns)
        items = [
            f"{{column: {_scalar(one)}{_split(self._separator(one, separators))}}}"
            for one in columns
        ]
        if items:
            yield f"{name}: [{', '.join(items)}]"

    def _separator(self, column: str, signs: str) -> str:
        """The sign that stands in at least a tenth of the values, and parts no empty pieces."""
        values = self.sample.values[column]
        for sign in signs:
            having = [one for one in values if sign in one]
            enough = having and len(having) * 10 >= len(values)
            if enough and all(map(str.strip, _pieces(having, sign))):
                return sign
        return ""


_BY_KIND = {"visit": ("concluded", "announced"), "meeting": ("held", "scheduled")}


def _pieces(values: Iterable[str], sign: str) -> list[str]:
    return [piece for value in values for piece in value.split(sign)]


# --- values -------------------------------------------------------------------------------------


def split_of_countries(values: Sequence[str]) -> str | None:
    """What parts the countries of a column; empty where it holds one each, ``None`` for neither.

    One value in five may be unknown: there is always somebody who writes "various".
    """
    for sign in ("", ";", ",", "/", "\n", "|", " and ", " und ", " et ", " y ", " ve ", "-"):
        pieces = _pieces(values, sign) if sign else list(values)
        known = sum(map(_is_country, pieces))
        if pieces and known * 5 >= len(pieces) * 4:
            return sign
    return None


def _is_country(text: str) -> bool:
    return known_side(text.strip()) is not None


def formats_of(values: Sequence[str]) -> tuple[list[str], str]:
    """The formats in which dates are written, and the question that is left, with an example."""
    left = [value for value in values if not _reads((), value)]
    chosen: list[str] = []
    question = ""
    for sign in "/-.":
        for time in _TIMES:
            forms, unsure = _ordered(left, sign, time)
            chosen += forms
            question = question or unsure
            read = _fitting(forms, left)
            left = [one for one in left if one not in read]
    while left:
        best = max(_candidates(), key=lambda form: _count(form, left))
        if not _count(best, left):
            break
        chosen.append(best.text)
        left = [value for value in left if not _reads_by(best, value)]
    return chosen, question


@cache
def _candidates() -> tuple[DayFormat, ...]:
    timed = [f"{form}{time}" for form in _FORMATS if "D" in form for time in _TIMES]
    return tuple(map(day_format, (*timed, *(form for form in _FORMATS if "D" not in form))))


def _count(form: DayFormat, values: Iterable[str]) -> int:
    return sum(_reads_by(form, value) for value in values)


def _ordered(values: Sequence[str], sign: str, time: str) -> tuple[list[str], str]:
    """Whether days or months come first, as far as a day above 12 tells."""
    orders = [[form.format(sign) + time for form in forms] for forms in _ORDERS]
    fits = [_fitting(forms, values) for forms in orders]
    both = fits[0] & fits[1]
    only = [fits[0] - both, fits[1] - both]
    for mine, other, forms in ((0, 1, orders[0]), (1, 0, orders[1])):
        if only[mine] and not only[other]:
            return [_simplest(forms, fits[mine])], ""
    if both or only[0]:
        example = min(both or only[0])
        return [], f"{example}: is it {orders[0][0]} or {orders[1][0]}? Add format: […]"
    return [], ""


def _fitting(forms: Iterable[str], values: Iterable[str]) -> set[str]:
    formats = [day_format(form) for form in forms]
    return {value for value in values if any(_reads_by(form, value) for form in formats)}


def _simplest(forms: Sequence[str], values: Iterable[str]) -> str:
    """The form with two digits where it reads all values, else that with one or two."""
    strict = day_format(forms[0])
    return forms[0] if all(_reads_by(strict, value) for value in values) else forms[1]


def _reads_by(form: DayFormat, value: str) -> bool:
    try:
        return form.read(value) is not None
    except DateError:
        return False


def _reads(formats: Sequence[DayFormat], value: str) -> bool:
    try:
        return bool(read_day(value, formats))
    except DateError:
        return False


def _are_dates(values: Sequence[str]) -> bool:
    """Whether most values are dates, in whatever format."""
    some = values[:50]
    formats, question = formats_of(some)
    known = sum(_reads(day_formats(formats), value) for value in some)
    return bool(question) or (bool(some) and known * 5 >= len(some) * 4)


def _are_countries(values: Sequence[str]) -> bool:
    return split_of_countries(values[:50]) is not None


_DATES = ("date", "from", "until")

_CHECKS: dict[str, Callable[[Sequence[str]], bool]] = {
    **dict.fromkeys(_DATES, _are_dates),
    **dict.fromkeys(("country", "host"), _are_countries),
}
"""What the values have to be, whatever the column is called."""


# --- YAML ---------------------------------------------------------------------------------------


def handle_of(name: str) -> str:
    """A name in the form of the id of a dispatch."""
    from anyascii import anyascii

    plain = "".join(char if char.isalnum() else "-" for char in anyascii(Path(name).stem).lower())
    return "-".join(filter(None, plain.split("-")))[:80].strip("-") or "table"


def _scalar(text: str) -> str:
    """A text as YAML: plain where that is safe, else in double quotes."""
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


def _split(sign: str) -> str:
    return f", split: {_scalar(sign)}" if sign else ""


def _flow(values: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{_scalar(key)}: {_scalar(one)}" for key, one in values.items()) + "}"
