"""Conference: an event that others meet in the margins of, such as UNGA 81, COP31 or a summit.

A conference is not a contact between its host and its organiser, so reports on contacts do not
count conferences. The meetings in the margins are engagements that link to the conference.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from attrs import frozen

from dragoman.domain import lifecycle, terms
from dragoman.domain.additions import Addition
from dragoman.domain.amendments import Amendments, Correction
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.field import (
    Searched,
    as_written,
    code,
    day,
    external_ids,
    marking,
    prose,
    text,
    texts,
    topics,
)
from dragoman.domain.kind import Kind, Step
from dragoman.domain.marking import Marking
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source


@frozen(kw_only=True)
class Gathering:
    """The known facts about a conference. Unknown facts are ``None`` or empty.

    ``aliases`` are other names, by which people can link to the conference. ``host`` is the code of
    the host country, and ``organiser`` is the code of the organisation that holds the conference.
    ``cause`` is the reason for a change of plan.
    """

    title: str | None = text(
        "Name of the conference: UNGA 81.", searched=Searched(10, is_name=True)
    )
    aliases: tuple[str, ...] = texts(
        "Another name of the conference (repeatable).",
        one="alias",
        label="also",
        example="[UN General Assembly, high-level week 2026]",
        searched=Searched(9, "alias"),
    )
    occurred: ImpreciseDate | None = day(
        "Date or period: 2026-09-22/2026-09-29, 2026-11, 'in 2 weeks'.",
        example="2026-09-22/2026-09-29, 2026-11",
    )
    place: str | None = text("City or venue.", searched=Searched(6))
    host: str | None = code("Host country: US.")
    organiser: str | None = code(
        "Organisation that holds the conference: org:UN.", example="org:UN"
    )
    topics: tuple[str, ...] = topics()
    summary: str | None = prose("Summary of the conference.")
    cause: str | None = prose("Reason for the change of plan, as the source gives it.")
    marking: Marking | None = marking()
    external_ids: dict[str, str] = external_ids()
    as_written: dict[str, str] = as_written()
    sources: tuple[Source, ...] = ()


@frozen(kw_only=True)
class ConferenceAnnounced(Gathering):
    """A conference is planned."""

    status: ClassVar = "announced"


@frozen(kw_only=True)
class ConferenceOpened(Gathering):
    """The conference has begun."""

    status: ClassVar = "opened"


@frozen(kw_only=True)
class ConferenceClosed(Gathering):
    """The conference is over."""

    status: ClassVar = "closed"


@frozen(kw_only=True)
class ConferenceRescheduled(lifecycle.Moved, Gathering):
    """The plan changed: the conference has a new time or other new facts."""

    status: ClassVar = "announced"


@frozen(kw_only=True)
class ConferenceCancelled(Gathering):
    """The conference will not take place."""

    status: ClassVar = "cancelled"


@frozen(kw_only=True)
class ConferenceAdded(Addition, Gathering):
    """More facts about a conference became known.

    The event contains only facts that were unknown before.
    """


@frozen(kw_only=True)
class ConferenceCorrected(Correction, Gathering):
    """Somebody corrected the record of the conference; ``status`` is the correct status."""

    status: str | None = None
    cleared: tuple[str, ...] = ()


@frozen(kw_only=True)
class Conference(Gathering):
    """The state of a conference; ``formerly`` lists the earlier planned dates."""

    kind: ClassVar = "conference"
    stages: ClassVar[tuple[str, ...]] = ("announced", "opened", "closed")
    milestones: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "opened": ("occurred",),
        "closed": ("occurred",),
    }
    added: ClassVar[type[Any]] = ConferenceAdded
    status: str
    formerly: tuple[ImpreciseDate, ...] = ()
    setbacks: tuple[Source, ...] = ()
    amendments: Amendments | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The title and every other name."""
        return tuple(filter(None, (self.title, *self.aliases)))

    @property
    def terms(self) -> tuple[str, ...]:
        """The search terms: the names, the host, the organiser and the topics."""
        codes = filter(None, (self.host, self.organiser))
        names = map(terms.conference, self.names)
        return (*names, *map(terms.involves, codes), *map(terms.topic, self.topics))

    def refuse_incomplete(self) -> None:
        """Raise :class:`Refused` if the conference has no title."""
        if not self.title:
            raise Refused("title is missing: give the name of the conference")


announce = partial(lifecycle.advance, Conference, ConferenceAnnounced)
open_ = partial(lifecycle.advance, Conference, ConferenceOpened)
close = partial(lifecycle.advance, Conference, ConferenceClosed)
reschedule = partial(lifecycle.reschedule, Conference, ConferenceRescheduled)
cancel = partial(lifecycle.set_back, Conference, ConferenceCancelled)
"""The decisions on a conference. Each decision takes the state, the new facts and the day."""

KIND = Kind(
    name="conference",
    about="A conference, summit or assembly that others meet in the margins of.",
    facts=Gathering,
    state=Conference,
    own_events=(
        ConferenceAnnounced,
        ConferenceOpened,
        ConferenceClosed,
        ConferenceRescheduled,
        ConferenceCancelled,
        ConferenceCorrected,
        ConferenceAdded,
    ),
    corrected=ConferenceCorrected,
    steps={
        "announced": Step(announce, Gathering),
        "opened": Step(open_, Gathering),
        "closed": Step(close, Gathering),
        "rescheduled": Step(reschedule, Gathering),
        "cancelled": Step(cancel, Gathering),
    },
)
