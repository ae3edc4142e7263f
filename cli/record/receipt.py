"""Receipts: what a command recorded, what already existed, and what differs from the record."""

import re
import shlex
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from dragoman.cli.session import Session
from dragoman.cli.settings import is_zone_unknown
from dragoman.cli.wording import change_in_words, person_in_words, words
from dragoman.domain import (
    CONSULTATION,
    FOLLOW_UP,
    KINDS,
    UTC_ZONE,
    Awaits,
    Event,
    ImpreciseDate,
    Outcome,
    Participant,
    PartyRegistered,
    called,
    is_retracted,
    many,
    non_empty,
    parse_date,
    quoted,
    terms,
    zone_of_hours,
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
from dragoman.projections.reports.history import FieldChange, changes, said_about, worded
from dragoman.projections.reports.log import LogEvent
from dragoman.projections.reports.posts import with_posts
from dragoman.projections.reports.records import known_of
from dragoman.store import (
    Entry,
    Envelope,
    Rehearsal,
    Row,
    codec,
    event_name,
    queries,
    topic_of,
    topics_of,
)


class RecordOutcome(Shape, frozen=True, kw_only=True):
    """A record in a receipt: whether the record ``existed``, and which fields changed.

    ``unrecorded`` are the fields for which the dispatch has a different value from the record.
    Dragoman did not record these values.
    """

    ref: str | None
    kind: str
    handle: str | None
    existed: bool
    unrecorded: list[str]
    changes: list[FieldChange]


class RecordReceipt(Report, tag=report_tag("record"), frozen=True, kw_only=True):
    """The receipt of an entry; ``entry`` and the positions are ``None`` if nothing was new."""

    entry: str | None
    first_position: int | None
    last_position: int | None
    records: list[RecordOutcome]
    events: list[LogEvent]
    understood: list[str] | UnsetType = UNSET
    """How Dragoman understood participants that were not typed in the documented order."""


class RehearsedEvent(Shape, frozen=True, kw_only=True):
    """An event that a dry run would record, with its facts in the stored format."""

    ref: str | None
    type: str
    facts: dict[str, Any]


class RehearsalReceipt(Report, tag=report_tag("rehearsal"), frozen=True, kw_only=True):
    """The receipt of a dry run: the events that the command would record."""

    events: list[RehearsedEvent]


T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

EventRow = Row[int, UUID, str, UUID]
"""A row of the log: the position, record, topic and entry of an event."""


def print_receipt(session: Session, snapshot: Snapshot, entry: Entry[list[Performed]]) -> None:
    """Print the receipt of an entry, and print warnings as notices."""
    events = _events(session, entry)
    snapshot.learn_ids(row.originator_id.hex for row in events)
    snapshot.learn_ids(one.outcome.record.hex for one in entry.result)
    if session.output.as_json:
        session.output.report(_receipt(session, snapshot, entry, events))
    else:
        _print(session, snapshot, entry, events)
    for one in entry.result:
        _notice(session, snapshot, one.outcome)
    _notice_flags(session, snapshot, [one.outcome for one in entry.result])
    _notice_zone(session, [one.outcome for one in entry.result])
    registered = [row for row in events if row.topic in topics_of(PartyRegistered)]
    for row in registered[:MOST_NAMESAKES]:
        _notice_namesakes(session, snapshot, row.originator_id)


_NAMES_UTC = re.compile(r"\b(?:UTC|GMT)\b|\dZ\b", re.IGNORECASE)
"""The words for UTC in a typed date."""


def _notice_zone(session: Session, outcomes: Iterable[Outcome]) -> None:
    """Print a note if hours without a zone are in UTC only because nobody set a zone."""
    if session.zone != UTC_ZONE or not is_zone_unknown(session.settings):
        return
    if session.typed[:1] == ("import",) or any(map(_NAMES_UTC.search, session.typed)):
        return
    events = (event for outcome in outcomes for event in outcome.events)
    dates = (getattr(event, field, None) for event in events for field in (*_WHEN, "reply_due"))
    hours = (
        _HOUR.search(when.for_people())
        for when in dates
        if isinstance(when, ImpreciseDate) and zone_of_hours(when, "") == UTC_ZONE
    )
    if hour := next(filter(None, hours), None):
        session.output.notice(
            f"note: {hour[0]} is UTC; to set the zone of your desk, type: dragoman config set zone"
            " Europe/Berlin"
        )


_HOUR = re.compile(r"\b\d\d:\d\d\b")


def print_rehearsal(
    session: Session, snapshot: Snapshot, rehearsal: Rehearsal[list[Performed]]
) -> None:
    """Print the events that a command would record."""
    events = [_rehearsed(snapshot, envelope) for envelope in rehearsal.envelopes]
    if session.output.as_json:
        session.output.report(RehearsalReceipt(events=events))
        return
    if not events:
        session.output.line("Dry run: would record nothing new.")
        return
    session.output.line((f"Dry run: would record {many(len(events), 'event')}.", "bold"))
    first, more = _first_of(
        (event, event.type if "slot" in event.facts else None) for event in events
    )
    for event in first:
        name = session.output.cell(event.ref or "(new)", 6)
        session.output.paragraph(name, " ", words(event.type), indent=2, hanging=9)
        for field, value in event.facts.items():
            for plain in _stored_in_words(value):
                session.output.paragraph((f"{field}: {plain}", "dim"), indent=9, hanging=11)
    for what, count in more.items():
        meetings = many(count, "more meeting")
        session.output.paragraph(f"and {meetings}: {words(what)}", indent=9, hanging=11)


def _first_of(items: Iterable[tuple[T, K | None]]) -> tuple[list[T], dict[K, int]]:
    """Return the items without most of those that share a key, and how many are left out, by key.

    Items whose key is ``None`` all stay.
    """
    shown, seen = list[T](), Counter[K]()
    for item, key in items:
        if key is not None:
            seen[key] += 1
        if key is None or seen[key] <= MOST_OF_SERIES:
            shown.append(item)
    return shown, {key: n - MOST_OF_SERIES for key, n in seen.items() if n > MOST_OF_SERIES}


def _stored_in_words(value: object) -> Iterator[str]:
    """Yield a stored value as text; a list of items with parts has a line for each item."""
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for one in value:
            yield from _stored_in_words(one)
    elif isinstance(value, list):
        yield ", ".join(str(one) for one in value)
    elif isinstance(value, dict):
        yield ", ".join(f"{key} {' '.join(_stored_in_words(one))}" for key, one in value.items())
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    else:
        yield str(value)


def _rehearsed(snapshot: Snapshot, envelope: Envelope) -> RehearsedEvent:
    return RehearsedEvent(
        ref=snapshot.ref_of(envelope.originator_id.hex),
        type=event_name(topic_of(envelope.event)),
        facts=msgspec.json.decode(codec.encode(envelope.event)) | _links(snapshot, envelope.event),
    )


def _links(snapshot: Snapshot, event: Event) -> dict[str, str]:
    """Return the links in an event by field, as refs of records or short ids of entries."""
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
    session: Session, snapshot: Snapshot, entry: Entry[list[Performed]], events: Sequence[EventRow]
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
                type=event_name(row.topic),
                ref=snapshot.ref_of(row.originator_id.hex),
            )
            for row in events
        ],
        understood=session.understood or UNSET,
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
        happened.setdefault(row.originator_id, []).append(words(event_name(row.topic)))
    for one in entry.result:
        state = one.outcome.state
        status = "retracted" if is_retracted(state) else getattr(state, "status", "recorded")
        happened.setdefault(one.outcome.record, [f"already {status}"])
    changed = {one.outcome.record: _changes(snapshot, one.outcome) for one in entry.result}
    output.line((headline(entry), "bold"))
    lines = {record: ", ".join(dict.fromkeys(names)) for record, names in happened.items()}
    width = max(map(len, lines.values()), default=0)
    shown, more = _without_series(snapshot, lines)
    for record, names in shown.items():
        ref = output.cell(snapshot.ref_of(record.hex) or "", 6)
        what = output.cell(names, width)
        output.paragraph(ref, " ", what, "  ", (gist(snapshot, record), "dim"), indent=2, hanging=9)
        for change in changed.get(record, ()):
            output.paragraph(change_in_words(change), indent=9, hanging=11)
    for series, count in more.items():
        what = f"and {many(count, 'more meeting')} of {series}; to list the meetings, type:"
        output.paragraph(f"{what} dragoman show {series}", indent=9, hanging=11)
    for reading in session.understood:
        output.paragraph(f"understood {reading}", indent=2, hanging=4)


MOST_OF_SERIES = 3
"""The maximum number of meetings of one series, with the same events, that a receipt lists."""


def _without_series(
    snapshot: Snapshot, lines: Mapping[UUID, str]
) -> tuple[dict[UUID, str], dict[str, int]]:
    """Return the lines of a receipt without most meetings of a series.

    Also return the number of meetings that the receipt leaves out, by the ref of the series.
    """
    if len(lines) <= MOST_OF_SERIES:
        return {**lines}, {}
    series_of = {record: known_of(snapshot, record).get("series") for record in lines}
    shown, left_out = _first_of(
        (record, (series, lines[record]) if series else None)
        for record, series in series_of.items()
    )
    more: Counter[str] = Counter()
    for (series, _), count in left_out.items():
        more[snapshot.ref_of(UUID(series).hex) or series] += count
    return {record: lines[record] for record in shown}, more


_HIDDEN = ("sources", "as_written", "formerly")


def _changes(snapshot: Snapshot, outcome: Outcome) -> list[FieldChange]:
    """Return the values before and after a command, for each field of a record that it changed."""
    if outcome.before is None or not outcome.events:
        return []
    found = changes(snapshot, outcome.before, outcome.state)
    said = [one for event in outcome.events for one in said_about(snapshot, event)]
    return [*(change for change in found if change.field not in _HIDDEN), *said]


def headline(entry: Entry[list[Performed]]) -> str:
    """Return a sentence with the id of the recorded entry and the positions of its events."""
    if not entry.positions:
        return "Nothing new: everything is already recorded."
    first, last = entry.positions[0], entry.positions[-1]
    what = f"event {first}" if first == last else f"events {first} to {last}"
    return f"Recorded as entry {str(entry.id)[:8]}: {what}."


_WHEN = ("occurred", "due")


def gist(snapshot: Snapshot, record: UUID) -> str:
    """Return the title of a record, and its dates as Dragoman understood them."""
    facts, row = known_of(snapshot, record), snapshot.row(record.hex)
    is_instrument = facts and row and snapshot.kind(row.record) == "instrument"
    own = (
        KINDS["instrument"].date_field(facts.get("status"), lambda name: text_at(facts, name))
        if is_instrument
        else None
    )
    days = (text_at(facts, field) for field in (*_WHEN, own) if field)
    when = [parse_date(day).for_people() for day in days if day]
    return " · ".join([*when, *filter(None, [called(facts)])])


def _notice(session: Session, snapshot: Snapshot, outcome: Outcome) -> None:
    ref = snapshot.ref_of(outcome.record.hex)
    for difference in differences(outcome, snapshot, "but the source says"):
        session.output.notice(f"note: {ref} stays unchanged: {difference}")
    for note in _of_listed(snapshot, outcome):
        session.output.notice(note)
    for other in outcome.left:
        left = snapshot.ref_of(other.hex)
        when = text_at(known_of(snapshot, other), "occurred")
        on = f" on {parse_date(when).for_people()}" if when else ", without a date"
        session.output.notice(
            f"note: {left} stays as it is{on}: somebody moved or added it by hand; to move it,"
            f" type: dragoman meeting reschedule {left} --occurred DAY"
        )
    for other in outcome.undecided:
        about_owed = outcome.kind is FOLLOW_UP
        owed, held = (outcome.record, other) if about_owed else (other, outcome.record)
        if is_open(snapshot, owed):
            name, by = snapshot.ref_of(owed.hex), snapshot.ref_of(held.hex)
            session.output.notice(
                f"note: {name} awaits a session. {by} may be that session, but Dragoman cannot"
                f" tell from the dates. If {by} is that session, run: dragoman follow-up fulfil"
                f" {name} --by {by}"
            )


def _of_listed(snapshot: Snapshot, outcome: Outcome) -> Iterator[str]:
    """Yield a note if a new series has fewer meetings than dates: its file lists the meetings."""
    if outcome.kind.name != "series" or outcome.existed:
        return
    from dragoman.domain import slots

    ref, state = snapshot.ref_of(outcome.record.hex), outcome.state
    listed = len(snapshot.records(terms.in_series(outcome.record)))
    dates = sum(1 for _ in slots(state.occurred, state.every, state.until))
    if state.status == "running" and listed < dates:
        yield (
            f"note: {ref} has only the {many(listed, 'meeting')} that the file lists, but the"
            f" rhythm has {many(dates, 'date')}; to record a meeting on each date, leave the"
            " meetings out of the file"
        )


def _notice_flags(session: Session, snapshot: Snapshot, outcomes: Sequence[Outcome]) -> None:
    """Print a note if a new session has an unexpected number in its mechanism's sequence."""
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
"""The maximum number of new parties in an entry that Dragoman compares with known parties."""


def _notice_namesakes(session: Session, snapshot: Snapshot, record: UUID) -> None:
    """Print a note if known parties may be the same as a new party.

    Dragoman never merges parties on its own.
    """
    doc = known_of(snapshot, record)
    if not doc:
        return
    ref = snapshot.ref_of(record.hex)
    known = namesakes(snapshot, doc["name"], doc.get("side"), record)[:3]
    if found := with_posts(snapshot, known):
        session.output.notice(
            f"note: {ref} {doc['name']} is new; did you mean"
            f" {' or '.join(map(person_in_words, found))}?"
            f" If so, run: dragoman party merge {ref} {found[0]['ref']}"
        )


def differences(outcome: Outcome, snapshot: Snapshot, joint: str = "not") -> Iterable[str]:
    """Describe each value that the user gave, but that the command did not record.

    ``joint`` is the text between the recorded value and the given value.
    """
    for field, (has, lacks) in outcome.unrecorded.items():
        if isinstance(lacks, tuple | dict):
            yield f"{field} do not include {_plain(lacks, snapshot)}"
        else:
            yield f"{field} is {_plain(has, snapshot)}, {joint} {_plain(lacks, snapshot)}"


def correction(outcome: Outcome, snapshot: Snapshot) -> str:
    """Return the ``dragoman correct`` command that would record the unrecorded values."""
    ref = snapshot.ref_of(outcome.record.hex) or "REF"
    edits = [
        edit
        for field, (_, lacks) in outcome.unrecorded.items()
        for edit in _edits(field, lacks, snapshot)
    ]
    return f"dragoman correct {ref} {shlex.join(edits)} --reason WHY"


def _edits(field: str, value: object, snapshot: Snapshot) -> list[str]:
    """Return the arguments of ``dragoman correct`` that set a field to a value."""
    match value:
        case tuple():
            return [f"{field}+={_typed(one, snapshot)}" for one in value]
        case dict():
            return [f"{field}.{key}={one}" for key, one in value.items()]
        case Awaits():
            number = [f"{field}.session={value.session}"] if value.session else []
            return [f"{field}={worded(snapshot, value.mechanism)}", *number]
    return [f"{field}={_typed(value, snapshot)}"]


def _typed(value: object, snapshot: Snapshot) -> str:
    """Return a value in the format in which the user types it."""
    if isinstance(value, Participant):
        parts = (value.name, value.post, value.side, value.role)
        return "; ".join(part or "" for part in parts).rstrip("; ")
    if isinstance(value, str | int | ImpreciseDate):
        return str(value)
    return worded(snapshot, value) or ""


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
