"""Telling what came of an act: what was recorded, what was there already, and what differs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row

from dragoman.cli.session import Session
from dragoman.cli.wording import change_in_words, person_in_words, words
from dragoman.domain import (
    CONSULTATION,
    FOLLOW_UP,
    Awaits,
    Event,
    ImpreciseDate,
    Outcome,
    Participant,
    PartyRegistered,
    called,
    many,
    non_empty,
    parse_date,
    quoted,
)
from dragoman.exchange import Performed
from dragoman.projections import (
    Report,
    Shape,
    Snapshot,
    flags_of,
    is_open,
    namesakes,
    report_tag,
    text_at,
)
from dragoman.projections.reports.history import FieldChange, changes, worded
from dragoman.projections.reports.log import LogEvent
from dragoman.projections.reports.records import known_of
from dragoman.store import Entry, Envelope, Rehearsal, codec, queries, topic_of, topics_of


class RecordOutcome(Shape, frozen=True, kw_only=True):
    """What came of a record of an entry: whether it ``existed``, and what of it changed.

    ``unrecorded`` are the fields that the dispatch said differently and that stay as they are.
    """

    ref: str | None
    kind: str
    handle: str | None
    existed: bool
    unrecorded: list[str]
    changes: list[FieldChange]


class RecordReceipt(Report, tag=report_tag("record"), frozen=True, kw_only=True):
    """What an entry recorded; ``entry`` and positions are ``None`` where nothing was new."""

    entry: str | None
    first_position: int | None
    last_position: int | None
    records: list[RecordOutcome]
    events: list[LogEvent]


class RehearsedEvent(Shape, frozen=True, kw_only=True):
    """An event that would be recorded, with its facts as they are stored."""

    ref: str | None
    type: str
    facts: dict[str, Any]


class RehearsalReceipt(Report, tag=report_tag("rehearsal"), frozen=True, kw_only=True):
    """What an entry would record, if it were not a dry run."""

    events: list[RehearsedEvent]


EventRow = Row[int, UUID, str, UUID]
"""position, record, topic and entry of an event"""


def tell(session: Session, snapshot: Snapshot, entry: Entry[list[Performed]]) -> None:
    """Print what an entry recorded; what somebody should know of it goes to the notices."""
    events = _events(session, entry)
    snapshot.learn_ids(row.originator_id.hex for row in events)
    snapshot.learn_ids(one.outcome.record.hex for one in entry.result)
    if session.output.as_json:
        session.output.report(_receipt(snapshot, entry, events))
    else:
        _print(session, snapshot, entry, events)
    for one in entry.result:
        _notice(session, snapshot, one.outcome)
    _notice_flags(session, snapshot, [one.outcome for one in entry.result])
    registered = [row for row in events if row.topic in topics_of(PartyRegistered)]
    for row in registered[:MOST_NAMESAKES]:
        _notice_namesakes(session, snapshot, row.originator_id)


def told_in_rehearsal(
    session: Session, snapshot: Snapshot, rehearsal: Rehearsal[list[Performed]]
) -> None:
    """Print what an act would record."""
    events = [_rehearsed(snapshot, envelope) for envelope in rehearsal.envelopes]
    if session.output.as_json:
        session.output.report(RehearsalReceipt(events=events))
        return
    if not events:
        session.output.line("Nothing new would be recorded.")
        return
    session.output.line(
        (f"Would be recorded, if it were not a dry run: {many(len(events), 'event')}", "bold")
    )
    for event in events:
        name = session.output.cell(event.ref or "(new)", 6)
        session.output.paragraph(name, " ", words(event.type), indent=2, hanging=9)
        for field, value in event.facts.items():
            plain = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
            session.output.paragraph((f"{field}: {plain}", "dim"), indent=9, hanging=11)


def _rehearsed(snapshot: Snapshot, envelope: Envelope) -> RehearsedEvent:
    return RehearsedEvent(
        ref=snapshot.ref_of(envelope.originator_id.hex),
        type=topic_of(envelope.event),
        facts=msgspec.json.decode(codec.encode(envelope.event)) | _links(snapshot, envelope.event),
    )


def _links(snapshot: Snapshot, event: Event) -> dict[str, str]:
    """The links of an event by the refs of records, and the beginning of the ids of entries."""
    return {
        name: str(value)[:8] if name in ("undoes", "entry") else worded(snapshot, value) or "(new)"
        for name, value in non_empty(event).items()
        if isinstance(value, UUID | Awaits)
    }


def _events(session: Session, entry: Entry[list[Performed]]) -> Sequence[EventRow]:
    if not entry.positions:
        return []
    with session.engine.connect() as register:
        return queries.topics(register, entry.positions[0], entry.positions[-1])


def _receipt(
    snapshot: Snapshot, entry: Entry[list[Performed]], events: Sequence[EventRow]
) -> RecordReceipt:
    return RecordReceipt(
        entry=str(entry.id) if entry.positions else None,
        first_position=entry.positions[0] if entry.positions else None,
        last_position=entry.positions[-1] if entry.positions else None,
        records=[
            RecordOutcome(
                ref=snapshot.ref_of(one.outcome.record.hex),
                kind=one.outcome.kind.name,
                handle=one.handle,
                existed=one.outcome.existed,
                unrecorded=sorted(one.outcome.unrecorded),
                changes=_changes(snapshot, one.outcome),
            )
            for one in entry.result
        ],
        events=[
            LogEvent(
                position=row.position,
                type=row.topic,
                ref=snapshot.ref_of(row.originator_id.hex),
            )
            for row in events
        ],
    )


def _print(
    session: Session,
    snapshot: Snapshot,
    entry: Entry[list[Performed]],
    events: Sequence[EventRow],
) -> None:
    output = session.output
    happened: dict[UUID, list[str]] = {}
    for row in events:
        happened.setdefault(row.originator_id, []).append(words(row.topic))
    for one in entry.result:
        status = getattr(one.outcome.state, "status", "recorded")
        happened.setdefault(one.outcome.record, [f"already {status}"])
    changed = {one.outcome.record: _changes(snapshot, one.outcome) for one in entry.result}
    output.line((headline(entry), "bold"))
    told = {record: ", ".join(dict.fromkeys(names)) for record, names in happened.items()}
    width = max(map(len, told.values()), default=0)
    for record, names in told.items():
        ref = output.cell(snapshot.ref_of(record.hex) or "", 6)
        what = output.cell(names, width)
        output.paragraph(
            ref, " ", what, "  ", (_gist(snapshot, record), "dim"), indent=2, hanging=9
        )
        for change in changed.get(record, ()):
            output.paragraph(change_in_words(change), indent=9, hanging=11)


_UNTOLD = ("sources", "as_written", "formerly")


def _changes(snapshot: Snapshot, outcome: Outcome) -> list[FieldChange]:
    """What an act changed on a record that was there, field by field, before and after."""
    if outcome.before is None or not outcome.events:
        return []
    found = changes(snapshot, outcome.before, outcome.state)
    return [change for change in found if change.field not in _UNTOLD]


def headline(entry: Entry[list[Performed]]) -> str:
    """Which entry was recorded, with which events, in a sentence."""
    if not entry.positions:
        return "Nothing new: all of it is recorded already."
    first, last = entry.positions[0], entry.positions[-1]
    what = f"event {first}" if first == last else f"events {first} to {last}"
    return f"Recorded as entry {str(entry.id)[:8]}: {what}."


_WHEN = ("occurred", "due", "signed")


def _gist(snapshot: Snapshot, record: UUID) -> str:
    """The date of a record as it was understood, and what it is called."""
    facts = known_of(snapshot, record)
    days = (text_at(facts, field) for field in _WHEN)
    when = [parse_date(day).for_people() for day in days if day]
    return " · ".join([*when, *filter(None, [called(facts)])])


def _notice(session: Session, snapshot: Snapshot, outcome: Outcome) -> None:
    ref = snapshot.ref_of(outcome.record.hex)
    for difference in differences(outcome, snapshot):
        session.output.notice(f"note: {ref} is kept as it was recorded: {difference}")
    for other in outcome.undecided:
        about_owed = outcome.kind is FOLLOW_UP
        owed, held = (outcome.record, other) if about_owed else (other, outcome.record)
        if is_open(snapshot, owed):
            name, by = snapshot.ref_of(owed.hex), snapshot.ref_of(held.hex)
            session.output.notice(
                f"note: {name} awaits a session and {by} may be it, but the dates do not tell;"
                f" if so: dragoman follow-up fulfil {name} --by {by}"
            )


def _notice_flags(session: Session, snapshot: Snapshot, outcomes: Sequence[Outcome]) -> None:
    """Tell what is odd about the places of sessions in the sequences of their mechanisms."""
    new: dict[UUID, dict[str | None, int | None]] = {}
    for one in outcomes:
        if one.kind is CONSULTATION and one.events:
            place = {snapshot.ref_of(one.record.hex): one.state.session}
            new.setdefault(one.state.mechanism, {}).update(place)
    for mechanism, places in new.items():
        for flag in flags_of(snapshot, mechanism, session.today):
            before_one = flag.kind == "gap" and (flag.number or 0) + 1 in places.values()
            if before_one or (flag.kind == "out of order" and flag.session in places):
                session.output.notice(f"note: {flag.message}")


MOST_NAMESAKES = 50
"""New parties of one entry whose namesakes are looked for."""


def _notice_namesakes(session: Session, snapshot: Snapshot, record: UUID) -> None:
    """Ask whether somebody new is one of those that are known: nobody is merged silently."""
    doc = known_of(snapshot, record)
    if not doc:
        return
    ref = snapshot.ref_of(record.hex)
    if found := namesakes(snapshot, doc["name"], doc.get("side"), record)[:3]:
        session.output.notice(
            f"note: {ref} {doc['name']} is new; did you mean"
            f" {' or '.join(map(person_in_words, found))}?"
            f" if so: dragoman party merge {ref} {found[0]['ref']}"
        )


def differences(outcome: Outcome, snapshot: Snapshot) -> Iterable[str]:
    """What an act said and did not record, in words."""
    for field, (has, lacks) in outcome.unrecorded.items():
        if isinstance(lacks, tuple | dict):
            yield f"{field} do not hold {_plain(lacks, snapshot)}"
        else:
            yield f"{field} is {_plain(has, snapshot)}, not {_plain(lacks, snapshot)}"


def _plain(value: object, snapshot: Snapshot) -> str:
    if not value:
        return "not recorded"
    match value:
        case tuple():
            return ", ".join(_plain(one, snapshot) for one in value)
        case dict():
            return ", ".join(f"{key} {one}" for key, one in value.items())
        case Participant():
            return quoted(value.name or value.post or "")
        case ImpreciseDate() | int():
            return str(value)
        case str():
            return quoted(value)
    return worded(snapshot, value) or ""
