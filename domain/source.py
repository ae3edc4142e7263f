"""Sources: the documents that a record cites."""

from typing import Literal, Protocol

from attrs import NOTHING, frozen

from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.field import choice, day, prose, text

Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""The grades of reliability: from completely reliable (A) to unreliable (E); F cannot be judged."""

Credibility = Literal["1", "2", "3", "4", "5", "6"]
"""The grades of credibility: from confirmed by other sources (1) to improbable (5); 6 cannot be
judged.
"""


@frozen(kw_only=True)
class Source:
    """A document that a record cites.

    ``language`` is a BCP 47 tag (``de``); ``published`` and ``retrieved`` are imprecise dates.
    ``dispatch`` is the id of the dispatch that contained the source. If the dispatch is a data set,
    ``row`` is the key of the row. ``reliability`` (of the source) and ``credibility`` (of the
    information) are grades in the Admiralty code (NATO AJP-2.1). ``sha256`` is the digest of a
    stored copy or of the row's content: 64 hexadecimal digits.
    """

    title: str = text("Title of the source.", default=NOTHING, is_required=True, option="source")
    publisher: str | None = text("Publisher of the source.")
    language: str | None = text(
        "Language of the source: de, en, az.",
        form="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        form_in_words="a language tag (de, en, az)",
    )
    published: ImpreciseDate | None = day("Publication date of the source.")
    retrieved: ImpreciseDate | None = day("Retrieval date of the source.")
    url: str | None = text(
        "URL of the source.",
        form=r"^https?://\S+$",
        form_in_words="a URL such as https://example.org",
        longest=2000,
    )
    note: str | None = prose("Note about the source.", option="source_note")
    dispatch: str | None = None
    row: str | None = None
    reliability: Reliability | None = choice("Admiralty grade of the source: A (reliable) to F.")
    credibility: Credibility | None = choice(
        "Admiralty grade of what the source says: 1 (confirmed) to 6."
    )
    sha256: str | None = text(
        "SHA-256 of your copy of the source: 64 hexadecimal digits.",
        form="^[0-9A-Fa-f]{64}$",
        is_lower=True,
    )


class Cited(Protocol):
    """An object with sources."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources, in the order of first mention."""


@frozen(kw_only=True)
class SourceCited:
    """Another source reports the same facts as the record. The event applies to any record."""

    sources: tuple[Source, ...]


def cite(record: Cited, source: Source) -> list[SourceCited]:
    """Decide to cite a source, unless it is already cited."""
    return [] if source in record.sources else [SourceCited(sources=(source,))]
