"""Previews: rows as they would be recorded, to be looked at before anything is."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from dragoman.cli.page.page import Block, Fields, Heading, Page, Words
from dragoman.domain import SEPARATOR, many
from dragoman.exchange import Draft, Rejected, Suggestion
from dragoman.projections import Report, Shape, report_tag


class PreviewRow(Shape, frozen=True, kw_only=True):
    """A row: its ``key`` and the ``record`` as a dispatch has it, or why it is ``rejected``."""

    line: int
    key: str | UnsetType = UNSET
    record: dict[str, Any] | UnsetType = UNSET
    rejected: str | UnsetType = UNSET


class MappingPreview(Report, tag=report_tag("mapping"), frozen=True, kw_only=True):
    """A suggested mapping (YAML), the first rows by it, columns without use, and open questions."""

    mapping: str
    rows: list[PreviewRow]
    unused: list[str]
    questions: list[str]


def _row(row: Draft | Rejected) -> PreviewRow:
    if isinstance(row, Rejected):
        return PreviewRow(line=row.line, rejected=row.reason)
    return PreviewRow(line=row.line, key=row.key, record=row.data)


def preview(suggestion: Suggestion) -> MappingPreview:
    """A suggestion, for scripts."""
    return MappingPreview(
        mapping=suggestion.text,
        rows=list(map(_row, suggestion.rows)),
        unused=suggestion.unused,
        questions=suggestion.questions,
    )


def preview_page(rows: Sequence[Draft | Rejected]) -> Page:
    """A page of rows, each with its fields."""
    blocks = [block for row in rows for block in _blocks(row)] or [Words(["There are no rows."])]
    return Page("As it would be recorded", [many(len(rows), "row")], blocks, explored=False)


def _blocks(row: Draft | Rejected) -> Iterator[Block]:
    yield Heading(f"line {row.line}")
    if isinstance(row, Rejected):
        yield Fields([("rejected", [row.reason])])
    else:
        yield Fields([line for name, value in row.data.items() for line in _lines(name, value)])


def _lines(name: str, value: object) -> Iterator[tuple[str, list[str]]]:
    """A field, and below it each of the things that it holds."""
    label = name.replace("_", " ")
    if isinstance(value, dict):
        for key, one in value.items():
            yield label, [f"{key}: {_told(one)}"]
            label = ""
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for one in value:
            yield label, [_told(one)]
            label = ""
    else:
        yield label, [_told(value)]


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(map(_told, value.values()))
    return SEPARATOR.join(map(_told, value)) if isinstance(value, list) else str(value)
