"""Sources: where a record is known from, and the citing of one more."""

from typing import Any, Protocol

from attrs import frozen

from domain.dates import ImpreciseDate


@frozen(kw_only=True)
class Source:
    """A document that a record rests on.

    ``language`` is a BCP 47 tag (``de``), ``published`` and ``retrieved`` are imprecise dates,
    ``dispatch`` is the id of the dispatch through which the source came in.
    """

    title: str
    publisher: str | None = None
    language: str | None = None
    published: ImpreciseDate | None = None
    retrieved: ImpreciseDate | None = None
    url: str | None = None
    note: str | None = None
    dispatch: str | None = None


@frozen(kw_only=True)
class SourceCited:
    """One more source reports what the record says. Any record takes this event."""

    sources: tuple[Source, ...]


class Sourced(Protocol):
    """Any state that lists its sources."""

    @property
    def sources(self) -> tuple[Source, ...]: ...


def cite(record: Sourced, source: Source) -> list[Any]:
    """Decide to cite a source; one that is cited already is not cited again."""
    return [] if source in record.sources else [SourceCited(sources=(source,))]
