"""The structure of a mapping file."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from dragoman.exchange.documents import Document, Handle, SourceDocument, Words
from dragoman.exchange.tables.table import MOST_HEADER_LINES, Format, Treatment

LineNumber = Annotated[int, Meta(ge=1, le=10_000)]


class FileDocument(Document, kw_only=True):
    """Settings for reading the file; Dragoman detects each setting that is missing."""

    format: Format | UnsetType = UNSET
    encoding: Words | UnsetType = UNSET
    delimiter: Annotated[str, Meta(min_length=1, max_length=9)] | UnsetType = UNSET
    sheet: Words | UnsetType = UNSET
    header: (
        LineNumber
        | Annotated[list[LineNumber], Meta(min_length=1, max_length=MOST_HEADER_LINES)]
        | UnsetType
    ) = UNSET
    element: Words | UnsetType = UNSET
    hidden: Treatment | UnsetType = UNSET
    struck: Treatment | UnsetType = UNSET


class SkipDocument(Document, kw_only=True):
    """A rule that skips the rows with one of the given values in a column."""

    column: Words
    values: Annotated[list[str], Meta(min_length=1)]


class MappingDocument(Document, kw_only=True):
    """A mapping: the data set, source, record and key of its rows, and settings for the file."""

    dataset: Annotated[
        Handle, Meta(description="The name of the data set; it identifies the rows later")
    ]
    source: SourceDocument
    record: dict[str, Any]
    file: FileDocument | UnsetType = UNSET
    key: Annotated[list[Words], Meta(min_length=1)] | UnsetType = UNSET
    rows: Literal["same-key"] | UnsetType = UNSET
    """``same-key`` if adjacent rows with the same key are one record."""
    skip: list[SkipDocument] | UnsetType = UNSET
    missing: list[str] | dict[str, list[str]] | UnsetType = UNSET
    """The texts that mean an empty cell: in every column, or by column."""
