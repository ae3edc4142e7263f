"""The history of a record: its events in order of recording, each with its changes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from attrs import AttrsInstance, fields, frozen, has
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from dragoman.domain import (
    TAKING_BACK,
    UNAMENDED,
    Amendments,
    Awaits,
    Distinguished,
    ImpreciseDate,
    Participant,
    Position,
    ReadingDisputed,
    ReadingResolved,
    Source,
    as_dict,
    delay_of,
    kind_of,
    placed_words,
    term_of,
    text_of,
    undone_versions,
)
from dragoman.projections.redaction import shown_reason
from dragoman.projections.report import Shape
from dragoman.projections.reports.lateness import Lateness
from dragoman.projections.snapshot import LATER, Snapshot
from dragoman.projections.withheld_facts import Facts
from dragoman.store import Connection, Unread, event_name, mapper, queries


class FieldChange(Shape, frozen=True, kw_only=True):
    """A change that an event made to a field; every value is a string.

    A single-valued field has ``before`` and ``after``; a field with several values has ``added``
    and ``removed``. The start of a dispute has the ``reading`` and its ``source``; the end of a
    dispute has the ``chosen`` reading.
    """

    field: str
    before: str | UnsetType | None = UNSET
    after: str | UnsetType | None = UNSET
    added: list[str | None] | UnsetType = UNSET
    removed: list[str | None] | UnsetType = UNSET
    reading: str | UnsetType = UNSET
    source: str | UnsetType | None = UNSET
    chosen: str | UnsetType = UNSET

    @property
    def is_of_state(self) -> bool:
        """Whether the value of the field changed, rather than only the readings of sources."""
        return self.reading is UNSET and self.chosen is UNSET


class HistoryEvent(Shape, frozen=True, kw_only=True):
    """An event of a record, with its entry and its changes.

    ``unreadable`` says why this version cannot read the event. ``undoes`` lists positions.
    ``occurred`` is the date of the record after the event (EDTF).
    """

    unreadable: str | UnsetType = UNSET
    position: int
    type: str
    entry: str
    recorded_at: str | None
    recorded_by: str
    reason: str
    undone: bool
    undoes: list[int]
    occurred: str | None
    late: Lateness | None
    changes: list[FieldChange]


StatedFact = str | list[str | None] | dict[str, str] | None
"""A fact as one text, several texts, or texts by key."""


class StepEvent(Shape, frozen=True, kw_only=True):
    """The changes that an event made to its record, and all facts known afterwards (``state``)."""

    position: int
    ref: str | None
    type: str
    unreadable: str | UnsetType = UNSET
    undoes: list[int]
    late: Lateness | None
    changes: list[FieldChange]
    state: dict[str, StatedFact]


def history(register: Connection, snapshot: Snapshot, record: UUID) -> list[HistoryEvent]:
    """Return the events of a record as of the snapshot, each with its entry and changes."""
    return list(histories(register, snapshot, [record])[record])


def histories(
    register: Connection, snapshot: Snapshot, records: Sequence[UUID]
) -> dict[UUID, Iterator[HistoryEvent]]:
    """Return the :func:`history` of many records, by record id.

    Leaves out events that say only what is withheld.
    """
    found = queries.record_histories(register, records, snapshot.position)
    steps = {record: _steps(rows) for record, rows in found.items()}
    events = (step.event for some in steps.values() for step in some)
    snapshot.learn_ids(one for event in events for one in _hex_ids(event))
    return {record: _history(register, snapshot, record, some) for record, some in steps.items()}


def _ids(value: object) -> Iterator[UUID]:
    """Yield the record ids that a value contains, at any depth."""
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _ids(one)
    elif has(cls := type(value)):
        for field in fields(cls):
            yield from _ids(getattr(value, field.name))


def _hex_ids(value: object) -> Iterator[str]:
    return (one.hex for one in _ids(value))


def _history(
    register: Connection, snapshot: Snapshot, record: UUID, steps: Sequence["_Step"]
) -> Iterator[HistoryEvent]:
    gone = undone_versions([step.event for step in steps])
    for step in steps:
        made = _changes(snapshot, step)
        shown = _shown(snapshot, record, made)
        if made and not shown:
            continue
        yield HistoryEvent(
            unreadable=step.why or UNSET,
            position=step.row.position,
            type=event_name(step.row.topic),
            entry=str(step.row.entry),
            recorded_at=queries.as_text(step.row.recorded_at),
            recorded_by=step.row.recorded_by,
            reason=shown_reason(register, snapshot, step.row),
            undone=step.row.version in gone,
            undoes=_undoes(step.event, steps),
            occurred=_occurred(step.event, step.after),
            late=_late(step),
            changes=list(shown),
        )


def _shown(
    snapshot: Snapshot, record: UUID, changes: Sequence[FieldChange]
) -> Sequence[FieldChange]:
    """Return changes without what is withheld: links to records, and facts about a party.

    A link to a withheld record has no ref, so its values are empty, or the same before and after.
    """
    if snapshot.redaction is None:
        return changes
    row = snapshot.row(record.hex)
    facts = snapshot.redaction.facts.get(row.record, Facts()) if row else Facts()
    return [one for one in (_without(facts, one) for one in changes) if _says_something(one)]


def _without(facts: Facts, change: FieldChange) -> FieldChange:
    """Return a change without empty values, and without the facts of a party."""
    secret = facts.names | facts.posts

    def open_(text: str | None) -> bool:
        return text is not None and term_of(text) not in secret

    lists = {
        name: list(filter(open_, values))
        for name in ("added", "removed")
        if isinstance(values := change[name], list)
    }
    texts = {
        name: None
        for name in ("before", "after")
        if isinstance(text := change[name], str) and not open_(text)
    }
    return replace(change, **lists, **texts)


def _says_something(change: FieldChange) -> bool:
    pairs = ((change.before, change.after), (change.added, change.removed))
    return not change.is_of_state or any(one != other for one, other in pairs)


def after_event(register: Connection, snapshot: Snapshot, record: UUID, position: int) -> StepEvent:
    """Return the changes made by the event at ``position``, and all facts known afterwards."""
    steps = _steps(queries.record_history(register, record, position))
    step = steps[-1]
    facts = {
        name: _stated(snapshot, value)
        for name, value in (as_dict(step.after) if step.after else {}).items()
        if value not in (None, (), {}) and name != "amendments"
    }
    return StepEvent(
        position=position,
        ref=snapshot.ref_of(record.hex),
        type=event_name(step.row.topic),
        unreadable=step.why or UNSET,
        undoes=_undoes(step.event, steps),
        late=_late(step),
        changes=_changes(snapshot, step),
        state=facts,
    )


def _stated(snapshot: Snapshot, value: object) -> StatedFact:
    """Return a fact as a string, a list of strings, or a mapping of strings."""
    if isinstance(value, tuple):
        return [worded(snapshot, one) for one in value]
    return dict(value) if isinstance(value, dict) else worded(snapshot, value)


@frozen
class _Step:
    """An event of a record, as stored and as decoded, with the states before and after the event.

    If the event cannot be read, ``why`` gives the reason. From then on, the state no longer
    changes, even if later events follow.
    """

    row: queries.RecordedEvent
    event: AttrsInstance | None
    before: AttrsInstance | None
    after: AttrsInstance | None
    why: str = ""


def _steps(rows: Sequence[queries.RecordedEvent]) -> list[_Step]:
    events = [mapper.read(row.topic, row.state) for row in rows]
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


def _changes(snapshot: Snapshot, step: _Step) -> list[FieldChange]:
    if step.why or step.after is None:
        return []
    return [*changes(snapshot, step.before, step.after), *said_about(snapshot, step.event)]


_TOOK_PLACE: dict[str, str] = {
    "VisitStarted": "occurred",
    "VisitConcluded": "occurred",
    "ConsultationHeld": "occurred",
    "MeetingHeld": "occurred",
    "MechanismDissolved": "dissolved",
    "FollowUpFulfilled": "fulfilled",
    "InstrumentSigned": "signed",
    "InstrumentEnteredIntoForce": "in_force",
    "InstrumentTerminated": "terminated",
}
"""The names of events that record that something took place, with the field of the date."""


def _late(step: _Step) -> Lateness | None:
    """Return how late an event was recorded; ``None`` if it was recorded in time."""
    field = _TOOK_PLACE.get(type(step.event).__name__)
    found = delay_of(getattr(step.after, field), step.row.recorded_at.date()) if field else None
    return Lateness.of(found) if found else None


def _undoes(event: object, steps: Sequence[_Step]) -> list[int]:
    """Return the positions of the events that an event undoes."""
    versions = event.versions if isinstance(event, TAKING_BACK) else ()
    return [steps[version - 1].row.position for version in versions]


_WHEN = ("occurred", "signed", "established", "due")


_OWN_DATE: dict[str, str] = {
    "InstrumentEnteredIntoForce": "in_force",
    "InstrumentTerminated": "terminated",
}
"""The names of events that have a date of their own, with the field of the date."""


def _occurred(event: object, state: object) -> str | None:
    """Return the date of the event or, if it has none, of the record after the event."""
    own = _OWN_DATE.get(type(event).__name__)
    dates = (getattr(state, name, None) for name in (own, *_WHEN) if name)
    return next((str(date) for date in dates if date), None)


def said_about(snapshot: Snapshot, event: object) -> list[FieldChange]:
    """Return the changes that an event made to readings, or to the list of distinct records."""
    match event:
        case ReadingDisputed():
            by = event.source.title if event.source else None
            return [FieldChange(field=event.field, reading=event.value, source=by)]
        case ReadingResolved():
            return [FieldChange(field=event.field, chosen=event.value)]
        case Distinguished():
            ref = snapshot.ref_of(event.other.hex) if event.other else None
            return [FieldChange(field="distinct from", added=[ref], removed=[])]
    return []


def changes(
    snapshot: Snapshot, before: AttrsInstance | None, after: AttrsInstance
) -> list[FieldChange]:
    """Return the differences between two states, field by field, as text."""
    had = as_dict(before) if before is not None else {}
    has = as_dict(after)
    changed: list[FieldChange] = []
    for field in fields(type(after)):
        old, new = had.get(field.name), has[field.name]
        if field.name == "as_written" and old:
            old = placed_words(old, had, has)  # words that stay with their part are no change
        if field.name == "as_written" and snapshot.redaction:
            old, new = _of_open_fields(snapshot, had, old), _of_open_fields(snapshot, has, new)
        if field.name == "amendments":
            changed += _amendments(snapshot, old or UNAMENDED, new or UNAMENDED)
        elif (old or None) != (new or None):
            changed.append(_change(snapshot, field.name, old, new))
    return changed


def _of_open_fields(
    snapshot: Snapshot, fields: Mapping[str, object], words: object
) -> dict[str, object]:
    """Return the words of the source, without those for a link to a withheld record."""
    held = words if isinstance(words, Mapping) else {}
    hidden = {
        name
        for name, one in fields.items()
        if isinstance(one, UUID | Awaits) and None in map(snapshot.ref_of, _hex_ids(one))
    }
    return {path: one for path, one in held.items() if path.partition(".")[0] not in hidden}


def _amendments(snapshot: Snapshot, old: Amendments, new: Amendments) -> list[FieldChange]:
    if old.retracted == new.retracted:
        return []
    duplicate_of = snapshot.ref_of(new.duplicate_of.hex) if new.duplicate_of else None
    gone = f"as a duplicate of {duplicate_of}" if duplicate_of else "yes"
    return [
        FieldChange(
            field="retracted",
            before="yes" if old.retracted else None,
            after=gone if new.retracted else None,
        )
    ]


def _change(snapshot: Snapshot, field: str, old: object, new: object) -> FieldChange:
    if isinstance(new, tuple):
        had = old if isinstance(old, tuple) else ()
        return FieldChange(
            field=field,
            added=[worded(snapshot, one) for one in new if one not in had],
            removed=[worded(snapshot, one) for one in had if one not in new],
        )
    if isinstance(new, dict):
        held = old if isinstance(old, dict) else {}
        return FieldChange(
            field=field,
            added=[f"{key}: {one}" for key, one in new.items() if held.get(key) != one],
            removed=[f"{key}: {one}" for key, one in held.items() if key not in new],
        )
    return FieldChange(field=field, before=worded(snapshot, old), after=worded(snapshot, new))


def worded(
    snapshot: Snapshot, value: object, day: Callable[[ImpreciseDate], str] = str
) -> str | None:
    """Return a value as text, with refs for records; ``None`` if there is no value.

    ``day`` formats a date.
    """
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
            body = snapshot.ref_of(value.mechanism.hex)
            which = f"session {value.session}" if value.session else "the next session"
            return f"{which} of {body}" if body else None
        case Position():
            return _post(value, day)
        case ImpreciseDate():
            return day(value)
    return text_of(value)


def _post(position: Position, day: Callable[[ImpreciseDate], str]) -> str:
    side = f" ({position.side})" if position.side else ""
    since = f" since {day(position.assumed)}" if position.assumed else ""
    until = f" until {day(position.left)}" if position.left else "" if position.held else " (left)"
    return f"{position.post}{side}{since}{until}"
