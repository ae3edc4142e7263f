"""Previews of a mapping: the records that an import would make from the first rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import UNSET, UnsetType

from dragoman.cli.output import StyledText
from dragoman.cli.page.marks import PROSE
from dragoman.cli.page.page import Block, Fields, Heading, Page, Words
from dragoman.domain import SEPARATOR, many
from dragoman.exchange import Draft, Rejected, Suggestion
from dragoman.projections import Report, Shape, report_tag


class PreviewRow(Shape, frozen=True, kw_only=True):
    """A previewed row: its ``key`` and ``record`` (as in a dispatch), or why it is ``rejected``."""

    line: int
    key: str | UnsetType = UNSET
    record: dict[str, Any] | UnsetType = UNSET
    rejected: str | UnsetType = UNSET


class MappingPreview(Report, tag=report_tag("mapping"), frozen=True, kw_only=True):
    """A suggested mapping as YAML, with a preview of rows, unused columns, and open questions.

    ``notes`` say what Dragoman has found in the table, such as hidden rows.
    """

    mapping: str
    rows: list[PreviewRow]
    unused: list[str]
    questions: list[str]
    notes: list[str]


def _row(row: Draft | Rejected) -> PreviewRow:
    if isinstance(row, Rejected):
        return PreviewRow(line=row.line, rejected=row.reason)
    return PreviewRow(line=row.line, key=row.key, record=row.data)


def preview(suggestion: Suggestion) -> MappingPreview:
    """Convert a suggestion to a report for JSON output."""
    return MappingPreview(
        mapping=suggestion.text,
        rows=list(map(_row, suggestion.rows)),
        unused=suggestion.unused,
        questions=suggestion.questions,
        notes=suggestion.notes,
    )


def preview_page(rows: Sequence[Draft | Rejected]) -> Page:
    """Return a page that shows rows, each with the fields of its record."""
    blocks = [block for row in rows for block in _blocks(row)] or [Words(["No rows."])]
    return Page("Preview of the records", [many(len(rows), "row")], blocks, explored=False)


def _blocks(row: Draft | Rejected) -> Iterator[Block]:
    yield Heading(f"line {row.line}")
    if isinstance(row, Rejected):
        yield Fields([("rejected", [row.reason])])
    else:
        yield Fields([line for name, value in row.data.items() for line in _lines(name, value)])


def _lines(name: str, value: object) -> Iterator[tuple[str, list[StyledText]]]:
    """Yield the lines of a field, one for each of its values."""
    label = name.replace("_", " ")
    if isinstance(value, dict):
        for key, one in value.items():
            yield label, [f"{key}: {_in_words(one)}"]
            label = ""
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for one in value:
            yield label, [_in_words(one)]
            label = ""
    else:
        words = _in_words(value)
        yield label, [(words, PROSE) if "\n" in words else words]


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(map(_in_words, value.values()))
    return SEPARATOR.join(map(_in_words, value)) if isinstance(value, list) else str(value)
