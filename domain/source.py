"""Sources: where a record is known from, and the citing of one more."""

from typing import Any, Literal

from attrs import frozen

from dragoman.domain.dates import ImpreciseDate

Reliability = Literal["A", "B", "C", "D", "E", "F"]
"""From completely reliable (A) to unreliable (E); F: cannot be judged."""

Credibility = Literal["1", "2", "3", "4", "5", "6"]
"""From confirmed by other sources (1) to improbable (5); 6: cannot be judged."""


@frozen(kw_only=True)
class Source:
    """A document that a record rests on.

    ``language`` is a BCP 47 tag (``de``), ``published`` and ``retrieved`` are imprecise dates,
    ``dispatch`` is the id of the dispatch through which the source came in, ``row`` what the row is
    known by, where that was a data set of many. ``reliability`` (of the
    source) and ``credibility`` (of what it says) are grades of the Admiralty code (NATO AJP-2.1);
    ``sha256`` is the digest of a kept copy, or of what such a row tells, 64 hexadecimal digits.
    """

    title: str
    publisher: str | None = None
    language: str | None = None
    published: ImpreciseDate | None = None
    retrieved: ImpreciseDate | None = None
    url: str | None = None
    note: str | None = None
    dispatch: str | None = None
    row: str | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    sha256: str | None = None


@frozen(kw_only=True)
class SourceCited:
    """One more source reports what the record says. Any record takes this event."""

    sources: tuple[Source, ...]


def cite(record: Any, source: Source) -> list[SourceCited]:
    """Decide to cite a source; one that is cited already is not cited again."""
    return [] if source in record.sources else [SourceCited(sources=(source,))]
