"""A topic: the records about it, and the records that these lead to."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from attrs import frozen

from dragoman.domain import SETTLED, fold, term_of
from dragoman.domain.terms import TOPIC, topic
from dragoman.projections import documents, follow_ups
from dragoman.projections.follow_ups import FollowUpShape
from dragoman.projections.mechanisms import MechanismShape, bodies_of
from dragoman.projections.report import AsOf, Report, report_tag
from dragoman.projections.reports.contacts import contacts
from dragoman.projections.reports.papers import (
    InstrumentShape,
    MessageShape,
    instruments,
    instruments_about,
    messages,
)
from dragoman.projections.reports.past import PastEngagement, past_engagements
from dragoman.projections.shapes import EntryShape, entry_shapes
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.tables import terms, valid_at
from dragoman.projections.timeline import TimelineQuery, ahead, unconfirmed
from dragoman.store import select


class TopicReport(Report, tag=report_tag("topic"), frozen=True, kw_only=True):
    """The records about a topic, newest first, and the records that these lead to.

    ``related`` lists other topics that contain the words of ``topic``. ``instruments`` are about
    the topic, or were signed at engagements about it. ``follow_ups`` were agreed in, or fulfilled
    by, records about the topic; open follow-ups come first. ``mechanisms`` held sessions about the
    topic, or were founded by the instruments.
    """

    as_of: AsOf
    context: list[str]
    topic: str
    related: list[str]
    follow_ups: list[FollowUpShape]
    scheduled: list[EntryShape]
    unconfirmed: list[EntryShape]
    engagements: list[PastEngagement]
    instruments: list[InstrumentShape]
    demarches: list[MessageShape]
    mechanisms: list[MechanismShape]


@frozen
class Topics:
    """The topics that may be meant: the topic with exactly this name, and topics that contain it.

    All topics are folded; see :func:`dragoman.domain.terms.term_of`.
    """

    exact: str | None
    partly: list[str]
    known: list[str]


def topics_like(snapshot: Snapshot, text: str) -> Topics:
    """Return the topics that a text may mean."""
    known = list(_known(snapshot))
    wanted = fold(text).split()
    partly = [one for one in known if all(word in fold(one) for word in wanted)]
    exact = term_of(text) if term_of(text) in known else None
    alike = [one for one in partly if fold(one).split() == wanted]
    if exact is None and len(alike) == 1:
        exact = alike[0]
    return Topics(exact, [one for one in partly if one != exact], known)


def _known(snapshot: Snapshot) -> Iterator[str]:
    """Yield every topic, folded, in alphabetical order; each query finds the next topic."""
    last = TOPIC
    query = select(terms.c.term).where(valid_at(terms, snapshot.position))
    query = query.where(terms.c.term < _AFTER_TOPICS).order_by(terms.c.term).limit(1)
    while found := snapshot.views.execute(query.where(terms.c.term > last)).scalar():
        yield found.removeprefix(TOPIC)
        last = found


_AFTER_TOPICS = f"{TOPIC[:-1]};"
"""A term that sorts after the terms of all topics."""


def spelt(snapshot: Snapshot, folded: str) -> str:
    """Return a topic as its newest record spells it."""
    query = select(terms.c.record).where(terms.c.term == topic(folded))
    query = query.where(valid_at(terms, snapshot.position)).order_by(terms.c.day.desc()).limit(1)
    records = list(snapshot.views.execute(query).scalars())
    docs = documents.read(snapshot, records).values()
    said = (one for doc in docs for one in doc.get("topics", ()) if term_of(one) == folded)
    return next(said, folded)


def about_topic(
    snapshot: Snapshot,
    today: date,
    found: Topics,
    wanted: Sequence[Term] = (),
    context: Sequence[str] = (),
) -> TopicReport:
    """Return the report on the exact topic of ``found``, restricted to the ``wanted`` terms."""
    assert found.exact is not None
    own: list[Term] = [topic(found.exact), *wanted]
    met = list(contacts(snapshot, TimelineQuery(own)))
    signed = instruments_about(snapshot, own, [one.id for one in met])
    sent = documents.docs_of(snapshot, "demarche", own)
    ids = [one.id for one in met] + [snapshot.id_of(one).hex for one in (*signed, *sent)]
    founded = [doc["founds"] for doc in signed.values() if doc.get("founds")]
    bodies = [one.facts.mechanism for one in met if one.facts.mechanism]
    return TopicReport(
        as_of=snapshot.as_of,
        context=list(context),
        topic=spelt(snapshot, found.exact),
        related=[spelt(snapshot, one) for one in found.partly],
        follow_ups=open_first(follow_ups.about(snapshot, today, ids), today),
        scheduled=entry_shapes(snapshot, ahead(snapshot, TimelineQuery(own), today)),
        unconfirmed=entry_shapes(snapshot, unconfirmed(snapshot, TimelineQuery(own), today)),
        engagements=past_engagements(snapshot, [one for one in met if one.took_place]),
        instruments=instruments(snapshot, signed),
        demarches=messages(snapshot, sent),
        mechanisms=bodies_of(snapshot, today, (UUID(one).hex for one in (*bodies, *founded))),
    )


def open_first(found: Sequence[FollowUpShape], today: date) -> list[FollowUpShape]:
    """Return open follow-ups, most urgent first, and then settled follow-ups, newest first."""
    owed = [one for one in found if one.state not in SETTLED]
    settled = [one for one in found if one.state in SETTLED]
    settled.sort(key=_settled, reverse=True)
    return [*sorted(owed, key=lambda one: follow_ups.urgency_of(one, today)), *settled]


def _settled(one: FollowUpShape) -> str:
    when = one.fulfilled or one.agreed
    return (when.latest if when else None) or ""
