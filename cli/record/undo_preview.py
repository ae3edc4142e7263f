"""The preview of an undo: each record before the undo and after it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from attrs import fields

from dragoman.cli.record.receipt import gist, print_rehearsal
from dragoman.cli.session import Session
from dragoman.cli.wording import brief, brief_change, words
from dragoman.domain import (
    ImpreciseDate,
    Reading,
    RecordedEntry,
    amendments_of,
    declared,
    is_retracted,
    parse_date,
)
from dragoman.exchange import Performed
from dragoman.projections import Snapshot
from dragoman.projections.reports.history import worded
from dragoman.store import Envelope, Rehearsal

_STAYS = "stays as it is: already undone, or named by other records"
_SAME = "nothing changes: later entries have set the same fields"
_HIDDEN = ("amendments", "formerly", "setbacks")
"""Fields that the preview hides, because they only repeat what other fields say."""


def print_preview(
    entry: RecordedEntry,
    session: Session,
    snapshot: Snapshot,
    rehearsal: Rehearsal[list[Performed]],
) -> None:
    """Print what would change if the user undid an entry."""
    output = session.output
    if output.as_json:
        print_rehearsal(session, snapshot, rehearsal)
        return
    register = session.register()
    why = f" ({entry.reason})" if entry.reason else ""
    what = f"entry {entry.short_id} of {entry.day} by {entry.by}{why}"
    changed = _by_record(rehearsal.envelopes)
    if not changed:
        output.line((f"Dry run: {what} is already undone; nothing would change.", "bold"))
        return
    output.line((f"Dry run: would undo {what}.", "bold"))
    touched = register.touched(entry.id)
    snapshot.learn_ids(one.hex for one in (*touched, *changed))
    for record in dict.fromkeys((*touched, *changed)):
        _print_record(session, snapshot, record, touched.get(record, ()), changed.get(record, ()))


def _by_record(envelopes: Sequence[Envelope]) -> dict[UUID, list[Envelope]]:
    """Return the new events, by record."""
    found: dict[UUID, list[Envelope]] = {}
    for envelope in envelopes:
        found.setdefault(envelope.originator_id, []).append(envelope)
    return found


def _print_record(
    session: Session,
    snapshot: Snapshot,
    record: UUID,
    versions: Sequence[int],
    new: Sequence[Envelope],
) -> None:
    """Print the effect on a record: the undone events, and each field before and after."""
    loaded = session.register().load(record)
    assert loaded is not None
    undone = [loaded.history[version - 1] for version in versions]
    events = dict.fromkeys(words(type(one).__name__) for one in undone or [e.event for e in new])
    after = loaded
    for envelope in new:
        after = after.followed_by(envelope.event)
    output = session.output
    ref = output.cell(snapshot.ref_of(record.hex) or "(new)", 6)
    title = (gist(snapshot, record), "dim")
    output.paragraph(ref, f" {', '.join(events)}  ", title, indent=2, hanging=9)
    for line in _changes(snapshot, loaded.state, after.state) if new else (_STAYS,):
        output.paragraph(line, indent=9, hanging=11)


def _changes(snapshot: Snapshot, before: Any, after: Any) -> Iterator[str]:
    """Yield each change to a record as text: ``occurred: 20 Apr 2025 → 21 Apr 2025``."""
    changed = False
    was, becomes = _facts(snapshot, before), _facts(snapshot, after)
    for field in dict.fromkeys((*was, *becomes)):
        old, new = was.get(field, _NOTHING), becomes.get(field, _NOTHING)
        if old != new:
            changed = True
            is_text = isinstance(getattr(after, field, None) or getattr(before, field, None), str)
            both = brief_change(old, new) if is_text else f"{old} → {new}"
            yield f"{field.replace('_', ' ')}: {both}"
    if not changed:
        yield _SAME


_NOTHING = "(nothing)"


def _facts(snapshot: Snapshot, state: Any) -> dict[str, str]:
    """Return the values of a record as text, by field."""
    names = [one.name for one in fields(type(state)) if one.name not in _HIDDEN]
    values = {name: getattr(state, name) for name in names}
    values["distinct_from"] = amendments_of(state).distinct_from
    said = {name: _said(snapshot, value) for name, value in values.items() if value}
    return said | _readings(state) | {"retracted": _retracted(snapshot, state)}


def _said(snapshot: Snapshot, value: object) -> str:
    """Return a value as text."""
    if isinstance(value, tuple):
        return "; ".join(brief(_said(snapshot, one)) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {one}" for key, one in value.items())
    return worded(snapshot, value, ImpreciseDate.for_people) or _NOTHING


def _retracted(snapshot: Snapshot, state: Any) -> str:
    other = amendments_of(state).duplicate_of
    if is_retracted(state) and other:
        return f"yes, as a duplicate of {snapshot.ref_of(other.hex)}"
    return "yes" if is_retracted(state) else "no"


def _readings(state: Any) -> dict[str, str]:
    """Return the readings of each disputed field as text, with their sources and verdicts."""
    found: dict[str, list[str]] = {}
    for one in amendments_of(state).readings:
        found.setdefault(f"readings of {one.field}", []).append(_reading(state, one))
    return {field: "; ".join(readings) for field, readings in found.items()}


def _reading(state: Any, one: Reading) -> str:
    field = declared(type(state)).get(one.field)
    is_day = field is not None and field.holds == "day"
    value = parse_date(one.value).for_people() if is_day else one.value
    about = (one.source.title if one.source else "no source given", one.verdict)
    return f"{value} ({', '.join(about)})"
