"""The document of a dispatch: records of any kind, from one source."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from dragoman.exchange.documents import (
    Document,
    Handle,
    RecordDocument,
    SourceDocument,
    Words,
    record_documents,
)

if TYPE_CHECKING:
    Record: TypeAlias = RecordDocument
else:
    Record = record_documents()


class DispatchDocument(Document, kw_only=True):
    """A dispatch: records from one source. Dragoman records either all of them or none."""

    dispatch: Annotated[
        Handle,
        Meta(
            description="The id of the dispatch; a later file with the same id continues this dispatch"
        ),
    ]
    source: SourceDocument
    records: Annotated[list[Record], Meta(min_length=1)]
    reason: Words | UnsetType = UNSET
