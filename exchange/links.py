"""The links in documents: which records a document names, and in which fields."""

from collections.abc import Iterator, Sequence

from attrs import frozen
from msgspec import UNSET

from dragoman.domain import KINDS, declared
from dragoman.exchange.documents import Document, RecordDocument
from dragoman.exchange.faults import Path
from dragoman.exchange.translate import kind_of


@frozen
class Link:
    """A link in a document: the part of the document that has the link, and the name of its field.

    ``kinds`` are the kinds of record to which the link can point, and ``path`` is the place of the
    link in the document.
    """

    holder: Document
    field: str
    kinds: Sequence[str]
    path: Path

    @property
    def text(self) -> str:
        """The text of the link, as typed."""
        return str(getattr(self.holder, self.field))

    def replace(self, text: str) -> None:
        """Write another text in place of the link."""
        setattr(self.holder, self.field, text)


def links_in(document: RecordDocument) -> Iterator[Link]:
    """Yield each link in the fields of a document."""
    for name, field in declared(KINDS[kind_of(document)].state).items():
        value = getattr(document, name, UNSET)
        if value is UNSET:
            continue
        match field.holds:
            case "link":
                yield Link(document, name, field.to, (name,))
            case "participants" if not isinstance(value, str):
                for number, person in enumerate(value):
                    if getattr(person, "party", UNSET) is not UNSET:
                        yield Link(person, "party", ("party",), (name, number, "party"))
            case "awaits":
                yield Link(value, "mechanism", ("mechanism",), (name, "mechanism"))
