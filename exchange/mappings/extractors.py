"""Extractors, which make the data of a record from a row, as the mapping specifies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import chain
from operator import attrgetter
from typing import Any

from attrs import field, frozen

from dragoman.domain import ENDED, SEPARATOR, is_part, known_path, parse_date, quoted
from dragoman.exchange.imports.drafts import Cells
from dragoman.exchange.mappings.cells import CellReader, Unfit, Values

REMEMBERED = 8_192
"""The number of values to keep in memory for each field, because most values recur."""

LONGEST_REMEMBERED = 200
"""The maximum total length, in characters, of the cells of a value to keep in memory."""


class Extractor:
    """The base class of extractors, which return a value from a row, or ``None`` for no value.

    Extractors add the original text of interpreted values to ``words``. They raise :class:`Unfit`.
    """

    __slots__ = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the extractor reads; the value depends only on these columns."""
        raise NotImplementedError

    def made(self, cells: Cells, words: list[str]) -> object:
        """Return the value for a row."""
        raise NotImplementedError

    def spread(self, cells: Cells, words: list[str]) -> Sequence[object]:
        """Return one value per piece of a split cell; a missing value keeps its place."""
        return (self.made(cells, words),)

    def several(self, cells: Cells, words: list[str]) -> Sequence[object]:
        """Return the values for a row, without missing values."""
        value = self.made(cells, words)
        return () if value is None else (value,)


@frozen
class Constant(Extractor):
    """An extractor that returns the same value for every row."""

    value: object

    @property
    def columns(self) -> tuple[str, ...]:
        """No columns, because the value does not depend on the row."""
        return ()

    def made(self, cells: Cells, words: list[str]) -> object:
        """Return the constant value."""
        return self.value


@frozen
class Single(Extractor):
    """An extractor of the values that a cell reader reads from a row."""

    reader: CellReader
    values: Values = field(init=False)

    @values.default
    def _compiled(self) -> Values:
        return self.reader.compiled()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the reader reads."""
        return self.reader.reads

    def spread(self, cells: Cells, words: list[str]) -> Sequence[str]:
        """Return all values in a row, including empty values."""
        return self.values(cells, words)

    def made(self, cells: Cells, words: list[str]) -> str | None:
        """Return the first non-empty value in a row, or ``None``."""
        return next(filter(None, self.values(cells, words)), None)

    def several(self, cells: Cells, words: list[str]) -> Sequence[str]:
        """Return the non-empty values in a row."""
        return list(filter(None, self.values(cells, words)))


@frozen
class RowLink(Extractor):
    """An extractor of a link to another row's record; the columns hold that row's key."""

    columns: tuple[str, ...]
    key: Callable[[Sequence[str]], str]
    dataset: str

    def made(self, cells: Cells, words: list[str]) -> str | None:
        """Return the link ``DATASET/KEY``, or ``None`` if the columns are empty."""
        values = [cells[column] for column in self.columns]
        return f"{self.dataset}/{self.key(values)}" if any(values) else None


@frozen
class Many(Extractor):
    """An extractor of a list whose items are constants, values from cells, or items with parts."""

    items: tuple[Extractor, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the extractors of all items read."""
        return _columns_of(self.items)

    def made(self, cells: Cells, words: list[str]) -> list[object] | None:
        """Return the list without duplicates, or ``None`` if it is empty."""
        found: list[object] = []
        for item in self.items:
            for value in item.several(cells, words):
                if value not in found:
                    found.append(value)
        return found or None


@frozen
class Thing(Extractor):
    """An extractor of an item with parts, such as a participant.

    A row has no such item if all parts in ``identity`` are empty.
    """

    parts: Mapping[str, Extractor]
    identity: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the extractors of all parts read."""
        return _columns_of(self.parts.values())

    def made(self, cells: Cells, words: list[str]) -> dict[str, object] | None:
        """Return the item in a row, or ``None`` if the row has no item."""
        own: list[str] = []
        found = {name: maker.made(cells, own) for name, maker in self.parts.items()}
        return self._only(found, own, words)

    def several(self, cells: Cells, words: list[str]) -> list[dict[str, object]]:
        """Return the items in a row; the n-th pieces of split cells make up the n-th item."""
        own: list[str] = []
        spread = {name: maker.spread(cells, own) for name, maker in self.parts.items()}
        count = max(map(len, spread.values()))
        if count == 1:
            only = self._only({name: value for name, [value] in spread.items()}, own, words)
            return [only] if only else []
        self._refuse_unmatched(spread, count)
        split = [values for values in spread.values() if len(values) == count > 1]
        things = (
            self._kept({name: values[n % len(values)] for name, values in spread.items()})
            for n in range(count)
            if not split or any(values[n] for values in split)
        )
        found = [thing for thing in things if thing]
        words.extend(own if found else ())
        return found

    def _only(
        self, found: dict[str, object], own: list[str], words: list[str]
    ) -> dict[str, object] | None:
        kept = self._kept(found)
        words.extend(own if kept else ())
        return kept

    def _kept(self, found: dict[str, object]) -> dict[str, object] | None:
        kept = {name: value for name, value in found.items() if value not in (None, "")}
        is_there = not self.identity or any(name in kept for name in self.identity)
        return kept if kept and is_there else None

    def _refuse_unmatched(self, spread: Mapping[str, Sequence[object]], count: int) -> None:
        for name, values in spread.items():
            if len(values) not in (1, count):
                longest = next(one for one, other in spread.items() if len(other) == count)
                raise Unfit(
                    f"{count} values of {quoted(longest)} do not match {len(values)} of"
                    f" {quoted(name)}"
                )


def _columns_of(extractors: Iterable[Extractor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(map(attrgetter("columns"), extractors))))


@frozen
class StatusByDate:
    """The status of an engagement (planned or over), derived from its date and the current day."""

    today: date
    otherwise: str | None

    def made_of(self, data: Mapping[str, Any]) -> str:
        """Return the status. Raises :class:`Unfit` if it does not follow from the date."""
        occurred = data.get("occurred")
        found = self._by_date(data["kind"], occurred) if occurred else None
        found = found or self.otherwise
        if found is None:
            why = (
                f"cannot tell from {quoted(occurred)} whether the engagement is over"
                if occurred
                else "cannot tell without a date whether the engagement is over"
            )
            raise Unfit(f"status: {why}; give a status")
        return found

    def _by_date(self, kind: str, occurred: str) -> str | None:
        """Return the status for a date; ``None`` if the date may or may not have passed."""
        if kind not in PLANNED_AND_OVER:
            return None
        found = parse_date(occurred)
        planned, over = PLANNED_AND_OVER[kind]
        if found.first is not None and found.first > self.today.toordinal():
            return planned
        return over if found.last is not None and found.last <= self.today.toordinal() else None


PLANNED_AND_OVER = {
    "visit": ("announced", ENDED[0]),
    "consultation": ("scheduled", ENDED[1]),
    "meeting": ("scheduled", ENDED[1]),
}
"""The status of a future engagement and the status of a past engagement, by kind."""


Made = Callable[[Cells], tuple[Any, str]]
"""A function that returns the value of a field for a row, and the value's original text.

The text is empty if the value is the same as in the cells. Raises :class:`Unfit`.
"""


def compiled(extractor: Extractor) -> Made:
    """Compile an extractor into a function that makes a field's value and caches recent values."""
    columns = extractor.columns
    fresh = partial(_made, extractor, columns)
    if not columns:
        constant = fresh()
        return lambda cells: constant
    if isinstance(extractor, Single) and extractor.reader.is_copy:
        return lambda cells: (cells[columns[0]] or None, "")
    remembered = lru_cache(REMEMBERED)(fresh)

    def made(cells: Cells) -> tuple[Any, str]:
        texts = [cells[column] for column in columns]
        is_short = sum(map(len, texts)) <= LONGEST_REMEMBERED
        return remembered(*texts) if is_short else fresh(*texts)

    return made


def _made(extractor: Extractor, columns: Sequence[str], *texts: str) -> tuple[Any, str]:
    words: list[str] = []
    value = extractor.made(dict(zip(columns, texts, strict=True)), words)
    return value, "" if value is None else SEPARATOR.join(dict.fromkeys(words))


class RecordExtractor:
    """An extractor that makes the data of a record, in the format of a dispatch, from a row."""

    def __init__(
        self, kind: Extractor, fields: Mapping[str, Extractor], status: StatusByDate | None
    ) -> None:
        self._kind = compiled(kind)
        self._extractors = fields
        self._fields = [(name, compiled(one), name != "source") for name, one in fields.items()]
        self._status = status

    @property
    def today(self) -> date | None:
        """The current day if the status depends on it, or else ``None``."""
        return self._status.today if self._status else None

    @cached_property
    def shared(self) -> frozenset[str]:
        """The columns that only fields with a single value read."""
        lists = [one for one in self._extractors.values() if isinstance(one, Many)]
        others = [one for one in self._extractors.values() if not isinstance(one, Many)]
        return frozenset(_columns_of(others)) - frozenset(_columns_of(lists))

    def together(self, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return the record that several rows make up.

        A list has the values of all rows. Other fields have the same value in every row, except a
        text that the mapping combines from columns: it is the text of the first row. Raises
        :class:`Unfit` if values differ.
        """
        whole: dict[str, Any] = {}
        for record in records:
            for name, value in record.items():
                if name != "as_written":
                    whole[name] = self._joined(name, whole[name], value) if name in whole else value
        if words := self._joined_words(records, whole):
            whole["as_written"] = words
        return whole

    @staticmethod
    def _joined_words(records: Sequence[dict[str, Any]], whole: dict[str, Any]) -> dict[str, str]:
        """Return the words of all rows; a path counts the items of the joined list."""
        words: dict[str, dict[str, None]] = {}
        for record in records:
            for path, said in record.get("as_written", {}).items():
                words.setdefault(_path_in(path, record, whole), {})[said] = None
        return {path: SEPARATOR.join(some) for path, some in words.items()}

    def _joined(self, name: str, first: Any, value: Any) -> Any:
        if isinstance(first, list):
            return first + [one for one in value if one not in first]
        if first != value and not self._is_combined(name):
            raise Unfit(
                f"{name}: rows with the same key differ: {quoted(str(first))} and"
                f" {quoted(str(value))}"
            )
        return first

    def _is_combined(self, name: str) -> bool:
        extractor = self._extractors.get(name)
        return isinstance(extractor, Single) and extractor.reader.text is not None

    def made(self, cells: Cells) -> dict[str, object]:
        """Return a row's record; records may share objects, so do not modify them. Raises Unfit."""
        kind, _ = self._kind(cells)
        if kind is None:
            raise Unfit("kind: unknown; the row does not say what kind of record it is")
        data: dict[str, Any] = {"kind": kind}
        as_written: dict[str, str] = {}
        for name, made, has_words in self._fields:
            value, words = made(cells)
            if value is not None:
                data[name] = value
                if words and has_words:  # as_written has no place for the source
                    as_written[name] = words
        if self._status:
            data["status"] = self._status.made_of(data)
        if as_written:
            data["as_written"] = as_written | data.get("as_written", {})
        return data


def _path_in(text: str, record: Mapping[str, Any], whole: Mapping[str, Any]) -> str:
    """Return a path into a list of one row as a path into the list of all rows."""
    path = known_path(text) if is_part(text) else None
    if path is None or not isinstance(items := record.get(path.field), list):
        return text
    item = path.item_in(items)
    return text if item is None else str(path.at(whole[path.field].index(item) + 1))
