"""Makers: what a mapping says of a record, made into its data row by row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import frozen

from dragoman.domain import ENDED, SEPARATOR, parse_date, quoted
from dragoman.exchange.imports.drafts import Cells
from dragoman.exchange.mappings.cells import Unfit, Values


class Maker:
    """Makes a value of a row; ``None`` where the row does not say. Raises :class:`Unfit`.

    What was interpreted goes into ``words``, as the file has it.
    """

    __slots__ = ()

    def made(self, cells: Cells, words: list[str]) -> object:
        """The value for a row."""
        raise NotImplementedError

    def spread(self, cells: Cells, words: list[str]) -> Sequence[object]:
        """Its values, where it may be one of several: those it does not say in their places."""
        return (self.made(cells, words),)

    def several(self, cells: Cells, words: list[str]) -> Sequence[object]:
        """Its values, without those it does not say."""
        value = self.made(cells, words)
        return () if value is None else (value,)


@frozen
class Constant(Maker):
    """The same for every row."""

    value: object

    def made(self, cells: Cells, words: list[str]) -> object:
        """The value."""
        return self.value


@frozen
class Single(Maker):
    """One value of a row, or several, read from cells."""

    values: Values

    def spread(self, cells: Cells, words: list[str]) -> Sequence[str]:
        """The values, with the empty ones."""
        return self.values(cells, words)

    def made(self, cells: Cells, words: list[str]) -> str | None:
        """The value: the first one that is not empty."""
        return next(filter(None, self.values(cells, words)), None)

    def several(self, cells: Cells, words: list[str]) -> Sequence[str]:
        """The values, without the empty ones."""
        return list(filter(None, self.values(cells, words)))


@frozen
class RowLink(Maker):
    """A link to the record of another row, by the columns in which its key stands."""

    columns: tuple[str, ...]
    key: Callable[[Sequence[str]], str]
    dataset: str

    def made(self, cells: Cells, words: list[str]) -> str | None:
        """The link."""
        values = [cells[column] for column in self.columns]
        return f"{self.dataset}/{self.key(values)}" if any(values) else None


@frozen
class Many(Maker):
    """Values one after the other: of constants, of cells, and of things with parts."""

    items: tuple[Maker, ...]

    def made(self, cells: Cells, words: list[str]) -> list[object] | None:
        """The values, each once."""
        found: list[object] = []
        for item in self.items:
            for value in item.several(cells, words):
                if value not in found:
                    found.append(value)
        return found or None


@frozen
class Thing(Maker):
    """Something with parts; left out where nothing stands in its ``identity``."""

    parts: Mapping[str, Maker]
    identity: tuple[str, ...]

    def made(self, cells: Cells, words: list[str]) -> dict[str, object] | None:
        """The one thing of a row."""
        own: list[str] = []
        found = {name: maker.made(cells, own) for name, maker in self.parts.items()}
        return self._only(found, own, words)

    def several(self, cells: Cells, words: list[str]) -> list[dict[str, object]]:
        """The things of a row: several where cells are split, the parts matched by their order."""
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


@frozen
class StatusByDate:
    """The status of an engagement, planned or over, by its date as seen on a day."""

    today: date
    otherwise: str | None

    def made_of(self, data: Mapping[str, Any]) -> str:
        """The status. Raises :class:`Unfit` where the date does not tell."""
        occurred = data.get("occurred")
        found = self._told(data["kind"], occurred) if occurred else None
        found = found or self.otherwise
        if found is None:
            told = f"{quoted(occurred)} does not tell" if occurred else "there is no date to tell"
            raise Unfit(f"status: {told} whether it is still ahead; give a status")
        return found

    def _told(self, kind: str, occurred: str) -> str | None:
        """The status that a date tells, if today does not lie within it."""
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
"""The status of an engagement that is ahead, and of one that is over."""


@frozen
class RecordMaker:
    """Makes the record of a row, as a dispatch holds it."""

    kind: Maker
    fields: Mapping[str, Maker]
    status: StatusByDate | None

    def made(self, cells: Cells) -> dict[str, object]:
        """The record. Raises :class:`Unfit`."""
        kind = self.kind.made(cells, [])
        if kind is None:
            raise Unfit("kind: nothing tells what kind of record this is")
        data: dict[str, Any] = {"kind": kind}
        as_written: dict[str, str] = {}
        words: list[str] = []
        for name, maker in self.fields.items():
            value = maker.made(cells, words)
            if value is not None:
                data[name] = value
                if words and name != "source":  # that is no field which has words of its source
                    as_written[name] = SEPARATOR.join(dict.fromkeys(words))
            words.clear()
        if self.status:
            data["status"] = self.status.made_of(data)
        if as_written:
            data["as_written"] = as_written | data.get("as_written", {})
        return data
