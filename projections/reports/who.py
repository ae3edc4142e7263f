"""A person or an organisation: names, posts, engagements, and what came of them."""

from collections.abc import Sequence
from datetime import date

from dragoman.projections import follow_ups
from dragoman.projections.follow_ups import FollowUpShape
from dragoman.projections.parties import MergedParty
from dragoman.projections.report import AsOf, Report, report_tag
from dragoman.projections.reports.contacts import contacts
from dragoman.projections.reports.papers import InstrumentShape, instruments, instruments_about
from dragoman.projections.reports.past import PastEngagement, past_engagements
from dragoman.projections.reports.subject import Subject, SubjectShape, subject_shape
from dragoman.projections.reports.tallies import EncounterCount, Encounters
from dragoman.projections.reports.topic import open_first
from dragoman.projections.shapes import EntryShape, entry_shapes
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineQuery, ahead

RECENT = 10
"""The number of past engagements that the report shows."""

MOST = 10
"""The maximum number of people whom the person met."""


class WhoReport(Report, tag=report_tag("who"), frozen=True, kw_only=True):
    """A party: names and posts, engagements, people met, follow-ups and instruments.

    ``engagements`` is the number of past engagements, and ``last_engagements`` lists the newest.
    ``follow_ups`` are the follow-ups that the party owns, and those that were agreed in, or
    fulfilled by, the party's engagements; open follow-ups come first. ``instruments`` were signed
    in these engagements, or name the party.
    """

    as_of: AsOf
    subject: SubjectShape
    aliases: list[str]
    merged: list[MergedParty]
    engagements: int
    last_engagements: list[PastEngagement]
    scheduled: list[EntryShape]
    met: list[EncounterCount]
    follow_ups: list[FollowUpShape]
    instruments: list[InstrumentShape]


def who(snapshot: Snapshot, today: date, subject: Subject) -> WhoReport:
    """Return the report on a registered party."""
    about = subject.about
    assert about is not None
    query = TimelineQuery((subject.terms,))
    found = list(contacts(snapshot, query))
    past = [one for one in found if one.took_place]
    met = Encounters((), frozenset(subject.terms))
    for one in past:
        if one.day is not None:
            met.add(one)
    signed = instruments_about(snapshot, query.terms, [one.id for one in found])
    return WhoReport(
        as_of=snapshot.as_of,
        subject=subject_shape(snapshot, subject),
        aliases=about.aliases,
        merged=about.merged,
        engagements=len(past),
        last_engagements=past_engagements(snapshot, past[:RECENT]),
        scheduled=entry_shapes(snapshot, ahead(snapshot, query, today)),
        met=met.shapes(snapshot, MOST),
        follow_ups=_follow_ups(snapshot, today, query, [one.id for one in found]),
        instruments=instruments(snapshot, signed),
    )


def _follow_ups(
    snapshot: Snapshot, today: date, query: TimelineQuery, ids: Sequence[str]
) -> list[FollowUpShape]:
    own = follow_ups.items(snapshot, today, query.terms)
    agreed = follow_ups.about(snapshot, today, ids)
    return open_first(list({one.ref: one for one in (*agreed, *own)}.values()), today)
