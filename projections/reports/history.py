"""The history of a record: its events in the order of recording, and what each of them changed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from attrs import fields, frozen
from sqlalchemy import Connection

from dragoman.domain.amendments import NONE, Amendments, ReadingDisputed, ReadingResolved
from dragoman.domain.consultation import ConsultationHeld
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.fields import text_of
from dragoman.domain.follow_up import Awaits, FollowUpFulfilled
from dragoman.domain.instrument import (
    InstrumentEnteredIntoForce,
    InstrumentSigned,
    InstrumentTerminated,
)
from dragoman.domain.kinds import kind_of
from dragoman.domain.lateness import delay
from dragoman.domain.mechanism import MechanismDissolved
from dragoman.domain.meeting import MeetingHeld
from dragoman.domain.participant import Participant
from dragoman.domain.party import Position
from dragoman.domain.record import as_dict
from dragoman.domain.source import Source
from dragoman.domain.undoing import Undone, undone_versions
from dragoman.domain.visit import VisitConcluded, VisitStarted
from dragoman.projections.snapshot import LATER, Snapshot
from dragoman.store.log import queries
from dragoman.store.log.mapper import Unread, read


def history(register: Connection, snapshot: Snapshot, record: UUID) -> list[dict[str, Any]]:
    """The events of a record as of the reading, each with its entry and its changes."""
    steps = _steps(register, record, snapshot.position)
    gone = undone_versions([step.event for step in steps])
    return [
        _unreadable(step)
        | {
            "position": step.row.position,
            "type": step.row.topic,
            "entry": str(step.row.entry),
            "recorded_at": queries.as_text(step.row.recorded_at),
            "recorded_by": step.row.recorded_by,
            "reason": step.row.reason,
            "undone": step.row.version in gone,
            "undoes": _undoes(step.event, steps),
            "occurred": _occurred(step.after),
            "late": _late(step),
            "changes": _changes(snapshot, step),
        }
        for step in steps
    ]


def after_event(
    register: Connection, snapshot: Snapshot, record: UUID, position: int
) -> dict[str, Any]:
    """What the event at ``position`` changed in its record, and all that is known after it."""
    steps = _steps(register, record, position)
    after = steps[-1].after
    facts = {
        name: _stated(snapshot, value)
        for name, value in (as_dict(after) if after else {}).items()
        if value not in (None, (), {}) and name != "amendments"
    }
    return _unreadable(steps[-1]) | {
        "undoes": _undoes(steps[-1].event, steps),
        "late": _late(steps[-1]),
        "changes": _changes(snapshot, steps[-1]),
        "state": facts,
    }


def _stated(snapshot: Snapshot, value: Any) -> Any:
    """A fact as texts."""
    if isinstance(value, tuple):
        return [worded(snapshot, one) for one in value]
    return dict(value) if isinstance(value, dict) else worded(snapshot, value)


@frozen
class _Step:
    """An event of a record: as it is stored, as it is read, and the state around it.

    Of one that cannot be read, ``why`` says so; the state stays as it is, of later ones, too.
    """

    row: queries.RecordedEvent
    event: Any
    before: Any
    after: Any
    why: str = ""


def _steps(register: Connection, record: UUID, until: int) -> list[_Step]:
    rows = queries.record_history(register, record, until)
    events = [read(row.topic, row.state) for row in rows]
    kind = kind_of(type(events[0]))
    steps: list[_Step] = []
    state, why = None, ""
    for number, (row, event) in enumerate(zip(rows, events, strict=True), 1):
        why = why and LATER
        if not why and isinstance(event, Unread):
            why = event.why
        elif not why and (kind is None or type(event) not in kind.takes):
            why = "it is an event of another kind of record"
        after = state if why or kind is None else kind.after(state, events[:number])
        steps.append(_Step(row, None if why else event, state, after, why))
        state = after
    return steps


def _unreadable(step: _Step) -> dict[str, Any]:
    return {"unreadable": step.why} if step.why else {}


def _changes(snapshot: Snapshot, step: _Step) -> list[dict[str, Any]]:
    if step.why:
        return []
    return [*changes(snapshot, step.before, step.after), *_readings(step.event)]


_TOOK_PLACE: dict[type[Any], str] = {
    VisitStarted: "occurred",
    VisitConcluded: "occurred",
    ConsultationHeld: "occurred",
    MeetingHeld: "occurred",
    MechanismDissolved: "dissolved",
    FollowUpFulfilled: "fulfilled",
    InstrumentSigned: "signed",
    InstrumentEnteredIntoForce: "in_force",
    InstrumentTerminated: "terminated",
}
"""Events that tell what has taken place, and the field that says when."""


def _late(step: _Step) -> dict[str, Any] | None:
    """How late it was recorded that something took place."""
    field = _TOOK_PLACE.get(type(step.event))
    found = delay(getattr(step.after, field), step.row.recorded_at.date()) if field else None
    return {"days": found.days, "at_least": found.at_least} if found else None


def _undoes(event: Any, steps: Sequence[_Step]) -> list[int]:
    """The positions of the events that an event undoes."""
    versions = event.versions if isinstance(event, Undone) else ()
    return [steps[version - 1].row.position for version in versions]


_WHEN = ("occurred", "signed", "established", "due")


def _occurred(state: Any) -> str | None:
    """When it happened in the world, or is to, as the record says after the event."""
    dates = (getattr(state, name, None) for name in _WHEN)
    return next((str(date) for date in dates if date), None)


def _readings(event: Any) -> list[dict[str, Any]]:
    """What an event tells of readings."""
    match event:
        case ReadingDisputed():
            by = event.source.title if event.source else None
            return [{"field": event.field, "reading": event.value, "source": by}]
        case ReadingResolved():
            return [{"field": event.field, "chosen": event.value}]
    return []


def changes(snapshot: Snapshot, before: Any, after: Any) -> list[dict[str, Any]]:
    """What a record said before and says after, field by field, as texts."""
    had = as_dict(before) if before is not None else {}
    has = as_dict(after)
    changed = []
    for field in fields(type(after)):
        old, new = had.get(field.name), has[field.name]
        if field.name == "amendments":
            changed += _amendments(snapshot, old or NONE, new or NONE)
        elif (old or None) != (new or None):
            changed.append({"field": field.name, **_change(snapshot, old, new)})
    return changed


def _amendments(snapshot: Snapshot, old: Amendments, new: Amendments) -> list[dict[str, Any]]:
    if old.retracted == new.retracted:
        return []
    duplicate_of = snapshot.ref_of(new.duplicate_of.hex) if new.duplicate_of else None
    gone = f"as a duplicate of {duplicate_of}" if duplicate_of else "yes"
    return [
        {
            "field": "retracted",
            "before": "yes" if old.retracted else None,
            "after": gone if new.retracted else None,
        }
    ]


def _change(snapshot: Snapshot, old: Any, new: Any) -> dict[str, Any]:
    if isinstance(new, tuple):
        return {
            "added": [worded(snapshot, one) for one in new if one not in (old or ())],
            "removed": [worded(snapshot, one) for one in old or () if one not in new],
        }
    if isinstance(new, dict):
        return {
            "added": [f"{key}: {one}" for key, one in new.items() if (old or {}).get(key) != one],
            "removed": [f"{key}: {one}" for key, one in (old or {}).items() if key not in new],
        }
    return {"before": worded(snapshot, old), "after": worded(snapshot, new)}


def worded(snapshot: Snapshot, value: Any) -> str | None:
    """A value as text, with records by their refs; ``None`` where there is none."""
    match value:
        case None:
            return None
        case UUID():
            return snapshot.ref_of(value.hex)
        case Participant():
            party = snapshot.ref_of(value.party.hex) if value.party else None
            kind = value.type if value.type == "organisation" else None
            about = (value.name, party, value.post, value.side, value.role, kind)
            return ", ".join(part for part in about if part)
        case Source():
            return value.title
        case Awaits():
            which = f"session {value.session}" if value.session else "the next session"
            return f"{which} of {snapshot.ref_of(value.mechanism.hex)}"
        case Position():
            return _post(value)
        case ImpreciseDate():
            return str(value)
    return text_of(value)


def _post(position: Position) -> str:
    side = f" ({position.side})" if position.side else ""
    since = f" since {position.assumed}" if position.assumed else ""
    until = f" until {position.left}" if position.left else "" if position.held else " (left)"
    return f"{position.post}{side}{since}{until}"
