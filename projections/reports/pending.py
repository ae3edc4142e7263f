"""What is pending: what was agreed, and beside it what is scheduled and what can be inferred.

The three are never confused: an agreement is recorded and owed, a schedule is recorded and may
move, and what is inferred stands nowhere in the register.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attrs import frozen

from dragoman.domain.status import PLANNED, SETTLED
from dragoman.projections import follow_ups, mechanisms
from dragoman.projections.shapes import entry_shapes
from dragoman.projections.snapshot import Snapshot, Term
from dragoman.projections.timeline import TimelineQuery, ahead, unconfirmed


@frozen
class Pending:
    """Follow-ups, planned engagements, those of the past that nobody confirmed, and next sessions.

    Each of the ``agreed`` that awaits a session has what is ``scheduled`` of its mechanism beside
    it, and what is ``inferred_next``; ``bodies`` are the mechanisms.
    """

    agreed: Sequence[Mapping[str, Any]]
    scheduled: Sequence[Mapping[str, Any]]
    unconfirmed: Sequence[Mapping[str, Any]]
    inferred: Sequence[Mapping[str, Any]]
    bodies: Sequence[Mapping[str, Any]]


def pending(
    snapshot: Snapshot,
    today: date,
    terms: Sequence[Term],
    ids: Sequence[str] = (),
    still: bool = False,
) -> Pending:
    """What is pending between those whom the ``terms`` name; if ``still``, without what is settled.

    What was agreed in the records with these ``ids`` is theirs, too.
    """
    items = follow_ups.items(snapshot, today, terms, still, ids)
    bodies = {one["ref"]: one for one in mechanisms.bodies(snapshot, today, terms)}
    awaited = {one["awaits"]["mechanism"] for one in items if one["awaits"] and _is_open(one)}
    planned = entry_shapes(snapshot, ahead(snapshot, TimelineQuery(terms), today))
    inferred = [
        _inferred(body)
        for ref, body in bodies.items()
        if _telling(body["inferred_next"]) and ref not in awaited
    ]
    agreed = [one | _beside(one, bodies) for one in items]
    gone = entry_shapes(snapshot, unconfirmed(snapshot, TimelineQuery(terms), today))
    return Pending(agreed, planned, gone, inferred, list(bodies.values()))


def _is_open(one: Mapping[str, Any]) -> bool:
    return one["state"] not in SETTLED


def _beside(one: Mapping[str, Any], bodies: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """What is scheduled and inferred of the mechanism that an open follow-up awaits."""
    body = bodies.get(one["awaits"]["mechanism"]) if one["awaits"] and _is_open(one) else None
    sessions = body["sessions"] if body else []
    planned = [one for one in sessions if one["status"] in PLANNED]
    known = body or {}
    return {
        "scheduled": planned,
        "inferred_next": _telling(known.get("inferred_next")),
        "turn": known.get("turn"),
        "is_dissolved": known.get("status") == "dissolved",
    }


def _telling(inferred: Any) -> Any:
    """What is inferred, if it is more than a number; else ``None``."""
    return inferred if inferred and inferred["basis"] else None


def _inferred(body: Mapping[str, Any]) -> dict[str, Any]:
    about = {"mechanism": body["ref"], "title": body["title"], "parties": body["parties"]}
    return {**about, **body["inferred_next"], "turn": body["turn"]}
