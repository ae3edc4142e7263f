"""Mentions: what the words of a text stand for. All places are spans of the original text."""

from collections.abc import Iterable
from typing import Literal, Protocol, TypeVar

from attrs import define, field, frozen

from dragoman.exchange.intake.source_text import Span


@frozen
class StateMention:
    """A state or an organisation: its name, or the adjective of a state."""

    span: Span
    code: str
    form: Literal["name", "adjective"]


@frozen
class CityMention:
    """A city: its English name and the code of its state."""

    span: Span
    city: str
    state: str


@frozen
class DayMention:
    """A date: the EDTF that its words stand for, if they lie behind and if they lie ahead.

    Both are ``None`` if the words need the day of publication, and that is not known.
    """

    span: Span
    past: str | None
    ahead: str | None

    near: str | None = None
    """Whichever of the two is nearer to the publication."""

    def edtf(self, is_planned: bool) -> str | None:
        """Return the date of an event; if ``is_planned``, the event lies ahead."""
        return self.ahead if is_planned else self.near or self.past


@frozen
class PostMention:
    """A post: its English name, and the adjective of a state among its words."""

    span: Span
    post: str
    state: StateMention | None = None


@define
class PersonMention:
    """A person: the name, the post and the side, each with the words that it rests on.

    A person without a name is known by the post alone. ``places`` are the spans of all words that
    refer to the person, such as the surname alone.
    """

    name: str | None
    named_at: Span | None
    post: str | None = None
    post_at: Span | None = None
    side: str | None = None
    side_at: Span | None = None
    head_at: Span | None = None
    """The words that say that the person leads a delegation or a session: "led by"."""
    apart_from: "PersonMention | None" = None
    """The person whose counterpart this person is."""
    places: list[Span] = field(factory=list)

    @property
    def first(self) -> int:
        """The offset of the first words about the person."""
        return min(span.start for span in self.places)


class Placed(Protocol):
    """A finding with its place in the text."""

    @property
    def span(self) -> Span:
        """The words of the finding."""


Found = TypeVar("Found", bound=Placed)


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Return findings in the order of the text; of findings that overlap, the longest stays."""
    kept: list[Found] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda one: (one.span.start - one.span.end, one.span.start)):
        letters = range(one.span.start, one.span.end)
        if taken.isdisjoint(letters):
            kept.append(one)
            taken.update(letters)
    return sorted(kept, key=lambda one: one.span.start)
