"""Answers about parties that look alike: the rows of a table with the answers of a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from attrs import frozen

from dragoman.domain import quoted
from dragoman.exchange.imports.drafts import Rejected
from dragoman.exchange.tables.opening import open_table
from dragoman.exchange.usage_error import UsageError

Answer = Literal["same", "different", "unsure"]

WORDS: dict[str, Answer] = {
    **dict.fromkeys(("same", "s", "yes", "y", "="), "same"),
    **dict.fromkeys(("different", "d", "no", "n"), "different"),
    **dict.fromkeys(("unsure", "u", "?", ""), "unsure"),
}
"""The answers, as people type them."""

COLUMNS = ("answer", "one", "other")


@frozen
class AnsweredPair:
    """The answer about two parties, with their refs as typed and the place of the row."""

    place: str
    one: str
    other: str
    answer: Answer


def answer_of(text: str) -> Answer:
    """Return the answer that somebody typed. Raises ``ValueError``."""
    found = WORDS.get(text.strip().casefold())
    if found is None:
        raise ValueError(f"{quoted(text)} is not an answer; choose from: same, different, unsure")
    return found


def answered_pairs(path: str | Path) -> Iterator[AnsweredPair]:
    """Yield the answered rows of a table. Raises :class:`UsageError` for a row without a pair."""
    table = open_table(path)
    names = {name.strip().casefold(): name for name in table.columns}
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UsageError(
            f"{path}: there is no column {missing[0]}; the table needs the columns"
            f" {', '.join(COLUMNS)}, as in: dragoman party alike --csv"
        )
    for row in table.rows():
        place = f"{path}:{row.line}"
        if isinstance(row, Rejected):
            raise UsageError(f"{place}: {row.reason}")
        text, one, other = (row.cells.get(names[name], "").strip() for name in COLUMNS)
        try:
            answer = answer_of(text)
        except ValueError as error:
            raise UsageError(f"{place}: answer: {error}") from error
        if answer != "unsure":
            yield AnsweredPair(place, one, other, answer)
