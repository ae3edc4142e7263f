"""The options that several reports share."""

import re
import shlex
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from attrs import frozen

from dragoman.cli.parameters import Parameter, names_of
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
    from dragoman.cli.session import Session
    from dragoman.projections import Term, TimelineQuery
    from dragoman.projections.reports.subject import Subject

AsOf = Annotated[
    str | None,
    Parameter(
        help="Show the register as it was on a day (2025-04-22, yesterday), at a point in"
        " time (2025-04-22T09:00:00Z), or at a position in the log (42)."
    ),
]
Since = Annotated[
    str | None,
    Parameter(
        help="Show only records whose date is, or could be, on or after this date: 2025, 2025-04,"
        " 2025-04-20.",
        allow_leading_hyphen=True,
    ),
]
Until = Annotated[
    str | None,
    Parameter(
        help="Show only records whose date is, or could be, on or before this date.",
        allow_leading_hyphen=True,
    ),
]
Between = Annotated[
    tuple[str, str] | None,
    Parameter(
        help="Show only records in which both parties took part: --between AZ IQ.",
        negative_iterable=(),
    ),
]
PartyFilter = Annotated[
    tuple[str, ...],
    Parameter(
        name=names_of("party"),
        help="Show only records in which this state or organisation took part (repeatable).",
        negative_iterable=(),
    ),
]
TopicFilter = Annotated[
    tuple[str, ...],
    Parameter(
        help="Show only records with this topic, spelled as in the record (repeatable).",
        negative_iterable=(),
    ),
]
MarginsFilter = Annotated[
    str | None,
    Parameter(
        help="Show only engagements in the margins of this conference: E-3, 'UNGA 81'.",
        allow_leading_hyphen=True,
    ),
]
OF_KINDS = Parameter(help="Show only records of this kind (repeatable).", negative_iterable=())


if TYPE_CHECKING:
    Kind: TypeAlias = str
    AnyKind: TypeAlias = str
else:
    Kind = Literal[IN_TIMELINE]
    AnyKind = Literal[Kind, "follow-up", "party"]


@Parameter(name="*")
@frozen(kw_only=True)
class PartyFilters:
    """The options that filter a report by party."""

    between: Between = None
    party: PartyFilter = ()

    def context(self, session: "Session") -> tuple[str, ...]:
        """Return the codes in the context; empty if the options name parties."""
        return () if self.between or self.party else session.context

    def subjects(self, session: "Session") -> "tuple[Subject, ...]":
        """Return the parties in the filter or the context. Raises :class:`UsageError`."""
        from dragoman.cli.read.subjects import subject_given

        found = [subject_given(session, "--between", text) for text in self.between or ()]
        if len(found) > len({one.term for one in found}):
            raise UsageError(
                f"--between: {' and '.join(self.between or ())} are the same; name two parties"
            )
        found += [subject_given(session, "--party", text) for text in self.party]
        found += [subject_given(session, "--context", code) for code in self.context(session)]
        return tuple(found)

    def codes(self, session: "Session") -> tuple[str, ...]:
        """Return the codes of the states and organisations in the filter."""
        return tuple(one.code for one in self.subjects(session) if one.code)

    def terms(self, session: "Session") -> "tuple[Term, ...]":
        """Return the search terms that records must have. Raises :class:`UsageError`."""
        return tuple(one.term for one in self.subjects(session))


@Parameter(name="*")
@frozen(kw_only=True)
class TopicFilters(PartyFilters):
    """The options that filter a report by party and topic."""

    topic: TopicFilter = ()

    def terms(self, session: "Session") -> "tuple[Term, ...]":
        """Return the search terms that records must have. Raises :class:`UsageError`."""
        return (*super().terms(session), *map(terms.topic, self.topic))


Engagements = Literal["visit", "consultation", "meeting"]


@Parameter(name="*")
@frozen(kw_only=True)
class EngagementFilters(TopicFilters):
    """The options that filter a report by party, topic and kind of engagement."""

    kind: Annotated[tuple[Engagements, ...], OF_KINDS] = ()


@Parameter(name="*")
@frozen(kw_only=True)
class Filters(TopicFilters):
    """The options that filter a timeline by party, topic, kind and period."""

    kind: Annotated[tuple[Kind, ...], OF_KINDS] = ()
    margins: MarginsFilter = None
    since: Since = None
    until: Until = None

    def terms(self, session: "Session") -> tuple[str, ...]:
        """Return the search terms that records must have. Raises :class:`UsageError`."""
        margins = (term_of_margins(session, self.margins),) if self.margins else ()
        return (*super().terms(session), *margins)

    def wanted(self, session: "Session", limit: int | None = None) -> "TimelineQuery":
        """Return the query that the options ask for. Raises :class:`UsageError`."""
        from dragoman.projections import TimelineQuery

        first, last = days_given(self.since, self.until, session.today)
        return TimelineQuery(self.terms(session), self.kind, first, last, limit)


@Parameter(name="*")
@frozen(kw_only=True)
class RecordFilters(Filters):
    """The options that filter records of every kind by party, topic, kind and period."""

    kind: Annotated[tuple[AnyKind, ...], OF_KINDS] = ()


ALL = Filters()
ALL_RECORDS = RecordFilters()
ALL_PARTIES = PartyFilters()
ALL_ENGAGEMENTS = EngagementFilters()


SideFilter = Annotated[
    tuple[str, ...],
    Parameter(
        help="Only parties of this state or organisation (repeatable).", negative_iterable=()
    ),
]
"""The option ``--side`` of the commands on parties."""


def code_given(option: str, text: str) -> str:
    """Return the code of the state or organisation that an option names. Raises UsageError."""
    try:
        return side(text)
    except CountryError as error:
        raise UsageError(f"{option}: {error}") from error


def term_of_margins(session: "Session", text: str) -> str:
    """Return the search term for the engagements in the margins of a conference.

    Raises :class:`UsageError` for a conference that is not in the register.
    """
    ref = typed_ref(text)
    with session.reading() as (snapshot, _):
        if ref and ref.kind == "conference":
            record = snapshot.record(ref)
            found = [] if record is None else [snapshot.id_of(record)]
        else:
            found = snapshot.ids("conference", terms.conference(text))
        refs = [snapshot.ref_of(one.hex) for one in found]
    if not found:
        raise UsageError(
            f"--margins: no conference is called {quoted(text)}; to list the conferences, type:"
            " dragoman timeline --kind conference"
        )
    if len(found) > 1:
        raise UsageError(
            f"--margins: {quoted(text)} is the name of {' and '.join(map(str, refs))};"
            " write the ref"
        )
    return terms.in_margins(found[0])


def period(option: str, text: str | None, today: date, toward: int = 0) -> ImpreciseDate | None:
    """Return the date that ``--since`` or ``--until`` gives. Raises :class:`UsageError`.

    ``toward`` says whether a date without a year is in the past or in the future; see
    :func:`dragoman.domain.understand`.
    """
    if text is None:
        return None
    from dragoman.domain import understand

    try:
        found = understand(text, today, toward)
    except DateError as error:
        raise UsageError(f"{option}: {error}") from error
    if found.has_time:
        raise UsageError(f"{option}: {quoted(text)} has a time of day; write a day: 2025-04-20")
    return found


def days_given(since: str | None, until: str | None, today: date) -> tuple[int | None, int | None]:
    """Return the first day of ``--since`` and the last day of ``--until``, as ordinals.

    Raises :class:`UsageError`.
    """
    first = period("--since", since, today, -1)
    last = period("--until", until, *_from(first, today))
    if first and last and last.certainly_before(first):
        raise UsageError(f"--until: {last} is before --since {first}; swap the two")
    return first.first if first else None, last.last if last else None


def _from(first: ImpreciseDate | None, today: date) -> tuple[date, int]:
    """Return the day from which ``--until`` counts, and its direction: after ``--since``."""
    begins = first.first if first else None
    if begins is None or not 0 < begins < date.max.toordinal():
        return today, 0
    return date.fromordinal(begins), 1


def check_ref(text: str) -> Ref:
    """Convert text to a ref. Raises :class:`UsageError` if the text is not a ref."""
    wanted = typed_ref(text)
    if wanted is None or wanted.kind is None:
        raise UsageError(
            f"{quoted(text)} is not a ref; refs look like V-12, C-3 or F-7;"
            f" to find a record by its words, type: dragoman search {shlex.quote(text)}"
        )
    return wanted


def _whole(type_: Any, tokens: Sequence[Any]) -> int:
    """Convert text to an integer. Raises ``ValueError`` for a fraction, and does not round it."""
    text = tokens[0].value
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip()):
        raise ValueError(f"{quoted(text)} is not a whole number")
    return int(text)


def whole_number(help: str) -> Parameter:
    """Return the declaration of an option that takes an integer."""
    return Parameter(help=help, converter=_whole, allow_leading_hyphen=True)


Machine = Annotated[
    bool, Parameter(negative=(), help="Show the account and host that recorded each entry.")
]


def check_limit(limit: int | None) -> None:
    """Raise :class:`UsageError` for a limit that is out of range."""
    if limit is not None and not 1 <= limit <= 10**9:
        raise UsageError(f"--limit: {limit} is not a number from 1 to a billion")
