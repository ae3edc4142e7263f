"""What the reading commands share: their options."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from attrs import frozen
from cyclopts import Parameter

from dragoman.domain import (
    IN_TIMELINE,
    CountryError,
    DateError,
    ImpreciseDate,
    Ref,
    quoted,
    side,
    terms,
    typed_ref,
)
from dragoman.exchange import UsageError

if TYPE_CHECKING:
    from datetime import date

    from dragoman.cli.session import Session
    from dragoman.projections import TimelineQuery

AsOf = Annotated[
    str | None,
    Parameter(
        help="As the register stood: a day (2025-04-22, yesterday), an instant or a position (42)."
    ),
]
Since = Annotated[
    str | None,
    Parameter(
        help="What could have happened on or after: 2025, 2025-04, 2025-04-20.",
        allow_leading_hyphen=True,
    ),
]
Until = Annotated[
    str | None,
    Parameter(help="What could have happened on or before.", allow_leading_hyphen=True),
]
Between = Annotated[
    tuple[str, str] | None,
    Parameter(help="Two that took part: --between AZ IQ.", negative_iterable=()),
]
PartyFilter = Annotated[
    tuple[str, ...],
    Parameter(help="A state or organisation that took part; repeat.", negative_iterable=()),
]
TopicFilter = Annotated[
    tuple[str, ...], Parameter(help="A topic, as recorded; repeat.", negative_iterable=())
]
OF_KINDS = Parameter(help="Only this kind; repeat.", negative_iterable=())


if TYPE_CHECKING:
    Kind: TypeAlias = str
    AnyKind: TypeAlias = str
else:
    Kind = Literal[IN_TIMELINE]
    AnyKind = Literal[Kind, "follow-up", "party"]


@Parameter(name="*")
@frozen(kw_only=True)
class PartyFilters:
    """Whom a report is about."""

    between: Between = None
    party: PartyFilter = ()

    def context(self, session: "Session") -> tuple[str, ...]:
        """The context, if it takes part."""
        return () if self.between or self.party else session.context

    def codes(self, session: "Session") -> tuple[str, ...]:
        """The states and organisations that it is about. Raises :class:`UsageError`."""
        codes = [code_given("--between", text) for text in self.between or ()]
        if len(codes) > len(set(codes)):
            raise UsageError(
                f"--between: {' and '.join(self.between or ())} are the same; name two"
            )
        codes += [code_given("--party", text) for text in self.party]
        return tuple(codes) or session.context

    def terms(self, session: "Session") -> tuple[str, ...]:
        """The terms that records have. Raises :class:`UsageError`."""
        return tuple(map(terms.involves, self.codes(session)))


@Parameter(name="*")
@frozen(kw_only=True)
class TopicFilters(PartyFilters):
    """Whom and what a report is about."""

    topic: TopicFilter = ()

    def terms(self, session: "Session") -> tuple[str, ...]:
        """The terms that records have. Raises :class:`UsageError`."""
        return (*super().terms(session), *map(terms.topic, self.topic))


Engagements = Literal["visit", "consultation", "meeting"]


@Parameter(name="*")
@frozen(kw_only=True)
class EngagementFilters(TopicFilters):
    """Which engagements a report is about."""

    kind: Annotated[tuple[Engagements, ...], OF_KINDS] = ()


@Parameter(name="*")
@frozen(kw_only=True)
class Filters(TopicFilters):
    """What a timeline shows: of which kind, and in which period."""

    kind: Annotated[tuple[Kind, ...], OF_KINDS] = ()
    since: Since = None
    until: Until = None

    def wanted(self, session: "Session", limit: int | None = None) -> "TimelineQuery":
        """What is asked of the timeline. Raises :class:`UsageError`."""
        from dragoman.projections import TimelineQuery

        first, last = days_given(self.since, self.until, session.today)
        return TimelineQuery(self.terms(session), self.kind, first, last, limit)


@Parameter(name="*")
@frozen(kw_only=True)
class RecordFilters(Filters):
    """Which records, of whatever kind."""

    kind: Annotated[tuple[AnyKind, ...], OF_KINDS] = ()


ALL = Filters()
ALL_RECORDS = RecordFilters()
ALL_PARTIES = PartyFilters()
ALL_ENGAGEMENTS = EngagementFilters()


def code_given(option: str, text: str) -> str:
    """The code of the state or organisation that an option names. Raises :class:`UsageError`."""
    try:
        return side(text)
    except CountryError as error:
        raise UsageError(f"{option}: {error}") from error


def period(option: str, text: str | None, today: "date") -> ImpreciseDate | None:
    """The period that ``--since`` or ``--until`` names. Raises :class:`UsageError`."""
    if text is None:
        return None
    from dragoman.domain import understand

    try:
        return understand(text, today)
    except DateError as error:
        raise UsageError(f"{option}: {error}") from error


def days_given(
    since: str | None, until: str | None, today: "date"
) -> tuple[int | None, int | None]:
    """The first and the last day (ordinals) of the period that two options name.

    Raises :class:`UsageError`.
    """
    first, last = period("--since", since, today), period("--until", until, today)
    if first and last and last.certainly_before(first):
        raise UsageError(f"--until: {last} is before {first}; exchange the two")
    return first.first if first else None, last.last if last else None


def check_ref(text: str) -> Ref:
    """The ref that is typed. Raises :class:`UsageError`."""
    wanted = typed_ref(text)
    if wanted is None or wanted.kind is None:
        raise UsageError(f"{quoted(text)} is not a ref; refs look like V-12, C-3 or F-7")
    return wanted


def _whole(type_: Any, tokens: Sequence[Any]) -> int:
    """The whole number that is typed: a fraction is none, and is not rounded."""
    text = tokens[0].value
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip()):
        raise ValueError(f"{quoted(text)} is no whole number")
    return int(text)


def whole_number(help: str) -> Parameter:
    """An option that takes a whole number."""
    return Parameter(help=help, converter=_whole, allow_leading_hyphen=True)


Machine = Annotated[
    bool, Parameter(negative=(), help="Show the account and host that recorded each entry.")
]


def check_limit(limit: int | None) -> None:
    """Raise :class:`UsageError` for a limit that is no number of lines."""
    if limit is not None and not 1 <= limit <= 10**9:
        raise UsageError(f"--limit: {limit} is not a number from 1 to a billion")
