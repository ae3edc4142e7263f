"""The brief: what one has to know of a party, or of two, before a call."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attrs import field, frozen
from msgspec.json import decode
from msgspec.structs import asdict

from dragoman.domain.terms import involves, known_as
from dragoman.projections import parties
from dragoman.projections.documents import documents, of_kind
from dragoman.projections.reports.contacts import Contact, ContactShape, Silence, contacts
from dragoman.projections.reports.disputes import disputes
from dragoman.projections.reports.pending import pending
from dragoman.projections.reports.tallies import (
    Encounters,
    Gaps,
    Latest,
    Levels,
    Months,
    Partners,
    Topics,
    VisitTallies,
    Who,
)
from dragoman.projections.shapes import date_shape
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.timeline import TimelineQuery

MOST = 10
"""Items of a list on a page."""


@frozen
class Subject:
    """Whom a brief is about: a state or organisation by its ``code``, or a party of the register.

    ``names`` are those under which a person takes part.
    """

    name: str
    code: str | None = None
    ref: str | None = None
    names: frozenset[Who] = frozenset()
    about: Mapping[str, Any] = field(factory=dict)

    @property
    def term(self) -> Term:
        """What its records are found by."""
        return involves(self.code) if self.code else tuple(known_as(*name) for name in self.names)


def of_party(snapshot: Snapshot, record: int) -> Subject | None:
    """The person or organisation of the register, with all of its names; ``None`` if retracted."""
    record = parties.standing_for(snapshot, record)
    if not parties.stands(snapshot, record):
        return None
    about = parties.whole(snapshot, record)
    names = frozenset(parties.every_name(snapshot, record, parties.merged(snapshot)))
    return Subject(about["name"], ref=about["ref"], names=names, about=about)


def brief(snapshot: Snapshot, today: date, subjects: Sequence[Subject]) -> dict[str, Any]:
    """Everything that a brief tells of one subject or of two, as of the reading."""
    wanted = [subject.term for subject in subjects]
    sides = [subject.code for subject in subjects if subject.code]
    names = frozenset(name for subject in subjects for name in subject.names)
    latest, levels, gaps, silent = Latest(), Levels(sides), Gaps(today), Silence(today)
    visits, months, topics, partners = VisitTallies(sides), Months(today), Topics(), Partners(sides)
    met = Encounters(sides, names)
    ids: list[str] = []
    undated: list[Contact] = []
    for one in contacts(snapshot, TimelineQuery(wanted)):
        ids += [one.id] if names else []
        if one.took_place and one.day is None:
            undated.append(one)
        elif one.took_place:
            for tally in (latest, levels, gaps, silent, visits, months, topics, partners, met):
                tally.add(one)
    ahead = pending(snapshot, today, wanted, ids, still=True)
    return {
        "subjects": [_subject(one) for one in subjects],
        "engagements": latest.count + len(undated),
        "undated": [one.ref for one in undated],
        "last_contact": _at_level(levels, latest.contact),
        "silence": silent.shape(),
        "longest_silence": gaps.shape(),
        "levels": levels.shapes(),
        "visits": visits.shape() if sides else None,
        "months": months.shape(),
        "mechanisms": list(ahead.bodies),
        "agreed": list(ahead.agreed),
        "scheduled": list(ahead.scheduled),
        "unconfirmed": list(ahead.unconfirmed),
        "instruments": signed(snapshot, wanted),
        "partners": partners.shapes(MOST) if len(subjects) == 1 else [],
        "met": met.shapes(snapshot, MOST),
        "topics": topics.shapes(MOST),
        "disputed": disputes(snapshot, wanted),
    }


class RankedContact(ContactShape, frozen=True, kw_only=True):
    """A contact, with the ranks that met."""

    ranks: list[str | None]


def _at_level(levels: Levels, last: Contact | None) -> RankedContact | None:
    """The last contact, with the ranks that met."""
    if last is None:
        return None
    return RankedContact(**asdict(last.shape()), ranks=list(levels.ranks(last)))


def _subject(one: Subject) -> dict[str, Any]:
    return {"code": one.code, "ref": one.ref, "name": one.name} | {
        key: one.about.get(key) for key in ("type", "side", "post") if one.about
    }


def signed(snapshot: Snapshot, wanted: Sequence[Term]) -> list[dict[str, Any]]:
    """The instruments that have the terms, the newest first."""
    query = of_kind(snapshot, "instrument")
    query = query.where(*snapshot.found(documents.c.record, wanted))
    rows = snapshot.views.execute(query).all()
    snapshot.learn(row.record for row in rows)
    docs = [(row.record, decode(row.doc)) for row in rows]
    shapes = [_instrument(snapshot, record, doc) for record, doc in docs]
    return sorted(shapes, key=lambda one: (one["signed"] or {}).get("latest") or "", reverse=True)


def _instrument(snapshot: Snapshot, record: int, doc: Mapping[str, Any]) -> dict[str, Any]:
    dates = {name: date_shape(dict(doc), name) for name in ("signed", "in_force", "terminated")}
    plain = {name: doc.get(name) for name in ("title", "form", "status")}
    return {"ref": snapshot.ref(record), **plain, **dates}
