"""The contents of feeds: a calendar of what is ahead, and the news of what became known."""

from typing import TYPE_CHECKING
from uuid import uuid5

from dragoman.cli.feeds.atom import MOST, News
from dragoman.cli.feeds.feeds import Feed
from dragoman.cli.read.follow_ups import OwnerFilters
from dragoman.cli.read.reports import TopicFilters
from dragoman.cli.session import Session
from dragoman.exchange import CalendarHead, UsageError, written
from dragoman.projections import FollowUpShape

if TYPE_CHECKING:
    from dragoman.projections import Term
    from dragoman.projections.reports.calendar import CalendarEntry
    from dragoman.projections.reports.pending import OwnedBy

NOBODY = "party:nobody"
"""A term that no record has: what a feed about somebody who is withheld contains."""

TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
"""The endings of the addresses of feeds, with the types of their contents."""

SHOWN = MOST * 4
"""The number of the latest entries of the log in which news of the feed's parties are looked for."""


def content(session: Session, feed: Feed, form: str) -> bytes:
    """Return the content of a feed in a form, which is one of the :data:`TYPES`."""
    session.withholds(feed.withhold)
    return calendar(session, feed) if form == "ics" else news(session, feed)


def calendar(session: Session, feed: Feed) -> bytes:
    """Return the calendar of a feed; a feed for an owner only has follow-ups of that owner."""
    from dragoman.projections import TimelineQuery
    from dragoman.projections.reports.calendar import calendar_entries, selected
    from dragoman.projections.reports.selection import Selection
    from dragoman.projections.reports.withholding import Withheld

    terms, owned = _wanted(session, feed)
    query = TimelineQuery(terms, ("follow-up",) if feed.owner else ())
    with session.reading() as (snapshot, today), session.engine.connect() as register:
        rows = selected(snapshot, Selection(query), feed.all)
        found = calendar_entries(snapshot, register, rows, today, Withheld())
        entries = (one for one in found if owned is None or _is_owed(one, owned))
        at = snapshot.recorded_at
        head = CalendarHead(feed.name, snapshot.position, at, session.left_out)
        return written(head, entries, feed.tasks_as == "events").content


def news(session: Session, feed: Feed) -> bytes:
    """Return the news of a feed: what became known, changed, or was corrected or retracted."""
    from dragoman.projections import Difference
    from dragoman.projections.reports.pending import pending
    from dragoman.store import queries

    terms, owned = _wanted(session, feed)
    with session.reading() as (after, today), session.engine.connect() as register:
        start = queries.before_entries(register, after.position, SHOWN)
        identity = queries.identity(register).id
        with session.reading_at(start) as before:
            found = Difference(register, before, after, terms)
            events = list(found.events())
        if owned is not None:
            refs = {
                one.ref
                for one in pending(after, today, terms, still=False).agreed
                if owned.has(one)
            }
            events = [one for one in events if one.ref in refs]
    return News(uuid5(identity, feed.token_sha256), feed.name, session.left_out, events).xml()


def _wanted(session: Session, feed: Feed) -> "tuple[tuple[Term, ...], OwnedBy | None]":
    """Return the terms of a feed, and the condition on the owners of its follow-ups.

    If the site withholds somebody whom the feed is about, the feed is empty.
    """
    between = (feed.between[0], feed.between[1]) if feed.between else None
    filters = TopicFilters(between=between, party=tuple(feed.party), topic=tuple(feed.topic))
    owners = OwnerFilters(owner=tuple(feed.owner))
    plain = session.without_context()
    try:
        terms = filters.terms(plain)
        return terms, owners.owned(plain) if feed.owner else None
    except UsageError:
        return (NOBODY,), None


def _is_owed(entry: "CalendarEntry", owned: "OwnedBy") -> bool:
    return isinstance(entry.shape, FollowUpShape) and owned.has(entry.shape)
