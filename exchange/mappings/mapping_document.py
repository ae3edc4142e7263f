"""The structure of a mapping file."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from dragoman.exchange.documents import Document, Handle, SourceDocument, Words
from dragoman.exchange.tables.table import Format


class FileDocument(Document, kw_only=True):
    """Settings for reading the file; Dragoman detects each setting that is missing."""

    format: Format | UnsetType = UNSET
    encoding: Words | UnsetType = UNSET
    delimiter: Annotated[str, Meta(min_length=1, max_length=9)] | UnsetType = UNSET
    sheet: Words | UnsetType = UNSET
    header: Annotated[int, Meta(ge=1, le=10_000)] | UnsetType = UNSET
    rows: Words | UnsetType = UNSET


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
    skip: list[SkipDocument] | UnsetType = UNSET
