"""Series: planned meetings that recur, such as a weekly call.

Each meeting of a series is a record of its own, which somebody holds, moves or cancels. The meeting
links to its series, and its ``slot`` is the date that the series planned. If the date of a meeting
is not its slot, somebody moved the meeting by hand. :mod:`dragoman.domain.recurrence` records the
meetings of a series.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal
from uuid import UUID

from attrs import evolve as replaced
from attrs import frozen

from dragoman.domain import terms
from dragoman.domain.additions import Addition, supplement
from dragoman.domain.amendments import (
    Amendments,
    Correction,
    is_retracted,
    settled_for,
    unsettled,
)
from dragoman.domain.dates import ImpreciseDate, day_text
from dragoman.domain.engagement import ENGAGEMENTS, Confidence, Format, Mode
from dragoman.domain.field import (
    Declared,
    Searched,
    as_written,
    choice,
    code,
    codes,
    day,
    external_ids,
    link,
    marking,
    participants,
    prose,
    reminders,
    text,
    topics,
)
from dragoman.domain.kind import Kind, Step, regardless_of_day
from dragoman.domain.marking import Marking
from dragoman.domain.participant import Participant
from dragoman.domain.record import Applied, delta, merged, tells_nothing, to_event
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source
from dragoman.domain.text import quoted

Status = Literal["running", "ended"]

_EVERY = "How often: week, tuesday, 2 weeks, month, year, P1W, 'last friday of the month'."


def _title() -> Declared:
    return text("Title, in a few words.", searched=Searched(10, is_name=True))


def _occurred() -> Declared:
    return day(
        "First day, with hours if known: 2026-12-01, '2026-12-01 10:00', 'tuesday 15:00 Baku'.",
        label="first",
        example="2026-12-01, 2026-12-01 10:00 Baku",
        is_ahead=True,
    )


def _every() -> Declared:
    return text(
        _EVERY, label="rhythm", example="week, 2 weeks, month, P1W", reads="rhythm", searched=None
    )


def _until() -> Declared:
    return day(
        "Last day of the series: 2027-11-30, 2027.",
        example="2027-11-30, 2027",
        is_ahead=True,
        of_period="last",
    )


def _place() -> Declared:
    return text("City or venue.", searched=Searched(6))


def _host() -> Declared:
    return code("Host state or organisation: IQ, Iraq, org:UN.")


def _format() -> Declared:
    return choice("Format of the meetings.", retired=("in the margins",))


def _mode() -> Declared:
    return choice("How the sides meet.")


def _since(help: str) -> Declared:
    return day(
        help, one="from", label="since", example="2026-06-01", is_ahead=True, of_period="first"
    )


def _cause() -> Declared:
    return prose("Reason for the change of plan, as the source gives it.")


@frozen(kw_only=True)
class Outline:
    """The known facts about a series. Unknown facts are ``None`` or empty.

    ``occurred`` is the date of the first meeting of the current rhythm, with its hours. ``every``
    is the rhythm (see :mod:`dragoman.domain.rhythm`), and ``until`` is the last possible day.
    ``reminders`` hold for every meeting, in addition to the meeting's own. The meetings take their
    other facts from the series.
    """

    title: str | None = _title()
    every: str | None = _every()
    occurred: ImpreciseDate | None = _occurred()
    until: ImpreciseDate | None = _until()
    place: str | None = _place()
    host: str | None = _host()
    parties: tuple[str, ...] = codes("Participating state or organisation (repeatable).")
    participants: tuple[Participant, ...] = participants()
    format: Format | None = _format()
    mode: Mode | None = _mode()
    topics: tuple[str, ...] = topics()
    summary: str | None = prose("Purpose of the series.")
    part_of: UUID | None = link(
        "Engagement that the meetings are part of: V-12.", to=ENGAGEMENTS, example="V-12"
    )
    margins: UUID | None = link(
        "Conference in whose margins the meetings take place: E-3, 'UNGA 81'.",
        to=("conference",),
        one="margins_of",
        label="margins of",
        example="E-3",
    )
    reminders: tuple[str, ...] = reminders(
        "Calendar reminder of every meeting, this long before the start"
    )
    confidence: Confidence | None = choice("How confident you are in the record.")
    marking: Marking | None = marking()
    external_ids: dict[str, str] = external_ids()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


TO_MEETINGS = (
    *("title", "place", "host", "parties", "participants", "format", "mode", "topics"),
    *("part_of", "margins", "confidence", "marking"),
)
"""The facts that the meetings take from their series."""


@frozen(kw_only=True)
class SeriesScheduled(Outline):
    """A series of meetings is planned."""


@frozen(kw_only=True)
class SeriesAmended(Applied):
    """From the day ``since``, the series has another rhythm, another end or other facts."""

    since: ImpreciseDate | None = _since("First day of the change: 2026-06-01, 'next monday'.")
    title: str | None = _title()
    every: str | None = _every()
    occurred: ImpreciseDate | None = _occurred()
    until: ImpreciseDate | None = _until()
    place: str | None = _place()
    host: str | None = _host()
    format: Format | None = _format()
    mode: Mode | None = _mode()
    cause: str | None = _cause()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()

    def applied_to(self, state: "Series") -> "Series":
        """Return the amended series; ``formerly`` keeps the former first date."""
        moved = self.occurred not in (None, state.occurred) and state.occurred is not None
        formerly = (*state.formerly, state.occurred) if moved else state.formerly
        return merged(state, self, formerly=formerly)


DATES = ("occurred", "every", "until")
"""The facts of a series on which the dates of the meetings depend."""

PARTICULARS = ("title", "place", "host", "format", "mode")
"""The facts of a series that its meetings share."""

CHANGES = (*DATES, *PARTICULARS)
"""The facts that an amendment of a series can change."""


@frozen(kw_only=True)
class SeriesEnded:
    """The series ended early: there are no more meetings from the day ``since``."""

    status: ClassVar = "ended"
    since: ImpreciseDate | None = _since("First day without a meeting: 2026-06-01, today.")
    cause: str | None = _cause()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class SeriesAdded(Addition, Outline):
    """More facts about a series became known.

    The event contains only facts that were unknown before.
    """


@frozen(kw_only=True)
class SeriesCorrected(Correction, Outline):
    """Somebody corrected the record of the series, but not its dates."""

    status: Status | None = None
    since: ImpreciseDate | None = _since("First day of the last change.")
    cause: str | None = _cause()
    cleared: tuple[str, ...] = ()


SeriesEvent = SeriesScheduled | SeriesAmended | SeriesEnded | SeriesAdded | SeriesCorrected


@frozen(kw_only=True)
class Series(Outline):
    """The state of a series; ``formerly`` lists the first dates of earlier rhythms."""

    status: Status = "running"
    since: ImpreciseDate | None = _since("First day of the last change, or of the end.")
    cause: str | None = _cause()
    formerly: tuple[ImpreciseDate, ...] = ()
    amendments: Amendments | None = None

    @property
    def involved(self) -> tuple[str, ...]:
        """The codes of all participating states and organisations, each once."""
        sides = [person.side for person in self.participants]
        return tuple(dict.fromkeys(filter(None, (*self.parties, self.host, *sides))))

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms of the series: its parties, topics and participants."""
        people = [term for one in self.participants if (term := one.term)]
        return (*map(terms.involves, self.involved), *map(terms.topic, self.topics), *people)

    def refuse_correction(self, names: Iterable[str], facts: Mapping[str, object]) -> None:
        """Raise :class:`Refused` for a fact on which the dates of the meetings depend.

        ``facts`` has the new values.
        """
        for name in names:
            if name in DATES:
                value = str(facts.get(name) or "VALUE")
                raise Refused(
                    "the dates of the meetings depend on this fact; to change it, type: dragoman"
                    f" series amend REF --from {self._first_day(facts.values())} --{name}"
                    f" {quoted(value) if ' ' in value else value}",
                    name,
                )

    def _first_day(self, new: Iterable[object]) -> str:
        """Return the first day of the present rhythm, or of an earlier date in ``new``."""
        dates = [one for one in (self.occurred, *new) if isinstance(one, ImpreciseDate)]
        days = [one.first for one in dates if one.first is not None]
        return day_text(min(days)) if days else "2026-06-01"


def schedule(series: Series | None, outline: Outline) -> list[SeriesEvent]:
    """Decide to plan a series; if the series already exists, only add missing facts.

    Raises :class:`Refused` if the title or the parties are missing.
    """
    if series is not None:
        if is_retracted(series):
            return []
        return [*supplement(series, outline, SeriesAdded, settled_for(series, outline))]
    if not outline.title:
        raise Refused("title is missing: give a short title")
    if not (outline.parties or outline.host or any(one.side for one in outline.participants)):
        raise Refused("parties are missing: name the states or organisations that take part")
    return [to_event(SeriesScheduled, outline)]


def amend(series: Series | None, change: SeriesAmended) -> list[SeriesEvent]:
    """Decide to change a series from a day on.

    Raises :class:`Refused` if the series does not exist, was ended, or lacks the day.
    """
    if series is None:
        raise Refused("there is no such series to amend")
    if is_retracted(series):
        return []
    if change.since is None:
        raise Refused("is missing: give the first day of the change, such as 2026-06-01", "since")
    if not any(getattr(change, name) for name in CHANGES):
        options = [f"--{name}" for name in CHANGES]
        raise Refused(f"nothing to amend: give {', '.join(options[:-1])} or {options[-1]}")
    if series.status == "ended":
        raise Refused("was ended and cannot be amended; undo the end first")
    news = delta(series, unsettled(series, change))
    if tells_nothing(replaced(news, since=None, cause=None)):
        return []
    return [replaced(news, since=change.since)]


def end(series: Series | None, ending: SeriesEnded) -> list[SeriesEvent]:
    """Decide to end a series early, or to add missing facts about its end."""
    if series is None:
        raise Refused("there is no such series to end")
    if is_retracted(series) or series.status == "ended":
        return []
    if ending.since is None:
        raise Refused("is missing: give the first day without a meeting, such as today", "since")
    return [ending]


KIND = Kind(
    name="series",
    about="A series of planned meetings, such as a weekly call.",
    facts=Outline,
    state=Series,
    own_events=(SeriesScheduled, SeriesAmended, SeriesEnded, SeriesCorrected, SeriesAdded),
    corrected=SeriesCorrected,
    steps={
        "running": Step(regardless_of_day(schedule), Outline),
        "amended": Step(regardless_of_day(amend), SeriesAmended),
        "ended": Step(regardless_of_day(end), SeriesEnded, after="running"),
    },
    usual="running",
    required=("title", "every", "occurred", "until", "status"),
    takes_names=True,
)
