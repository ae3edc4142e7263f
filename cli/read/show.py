"""``dragoman show``: a record, with everything that the register knows about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from dragoman.cli.output import StyledText
from dragoman.cli.page.marks import GLYPHS, PROSE
from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Block, Fields, Page, Words
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.blocks import listed_topics
from dragoman.cli.read.entries import mark_for
from dragoman.cli.read.posts import posts_list
from dragoman.cli.read.reports import AsOf, check_ref
from dragoman.cli.session import Injected, Session, no_record
from dragoman.cli.unreadable import CAUSE, remark
from dragoman.cli.wording import (
    bounds_for_people,
    change_in_words,
    facts,
    inferred_next,
    late_part,
    stamp_text,
    turn_in_words,
    undone_in_words,
    words,
)
from dragoman.domain import (
    KINDS,
    PEOPLE,
    SETBACKS,
    declared,
    duration_in_words,
    field_of,
    holding,
    is_part,
    parse_date,
    rhythm_in_words,
    words_for,
)
from dragoman.exchange import (
    date_text,
    grade_of,
    owner_text,
    source_details,
    title_of,
    which_session,
)
from dragoman.projections import DateShape, report_tag

if TYPE_CHECKING:
    from dragoman.projections import Snapshot
    from dragoman.projections.reports.history import HistoryEvent

Line = tuple[str, Sequence[StyledText]]
"""A line of a page: the name of a field, and its value. An empty name continues a field."""


def show(
    ref: Annotated[
        str, Parameter(help="The record: V-12, C-3, M-41, B-2, F-7, I-5, D-4, E-3, S-1 or P-88.")
    ],
    /,
    *,
    history: Annotated[
        bool,
        Parameter(
            negative=(),
            help="Show the events of the record, in the order of recording.",
        ),
    ] = False,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Show one record with everything known about it."""
    from dragoman.projections.reports.records import whole

    wanted = check_ref(ref)
    prepare(session, forms)
    with session.reading(as_of) as (snapshot, today):
        record = snapshot.record(wanted)
        shape = whole(snapshot, record, today) if record is not None else None
        if record is None or shape is None:
            raise no_record(wanted, as_of)
        if history:
            shape["history"] = _history(session, snapshot, record)
        report = {"schema": report_tag("record-shown"), "as_of": snapshot.as_of, "record": shape}
        head = facts(snapshot, today, as_of)
    return give(session, forms, report, lambda: page(shape, head, session.zone))


def _history(session: Session, snapshot: "Snapshot", record: int) -> "list[HistoryEvent]":
    from dragoman.projections.reports.history import history

    with session.engine.connect() as register:
        return history(register, snapshot, snapshot.id_of(record))


def page(shape: dict[str, Any], head: list[str], zone: str) -> Page:
    """Return the page of a record: a field per line, or its events if the report has a history."""
    lines = _events(shape, zone) if "history" in shape else _fields(shape)
    blocks: list[Block] = [*_warnings(shape), Fields(list(lines))]
    blocks += [] if "history" in shape else posts_list(shape.get("posts", ()))
    return Page(f"{shape['ref']} {shape['kind']}", head, blocks)


def _warnings(shape: Mapping[str, Any]) -> Iterator[Words]:
    """Yield warnings if the record is not fully readable, or if somebody retracted it."""
    if "unreadable" in shape:
        found = shape["unreadable"]
        what = f"{words(found['type'])}: {found['why']}"
        since = remark(shape["unreadable_from"]).upper()
        yield Words([(f"{since} ({what}): {CAUSE}.", "overdue")])
    if shape["retracted"]:
        of = f" as a duplicate of {shape['duplicate_of']}" if shape["duplicate_of"] else ""
        yield Words([(f"RETRACTED{of}: not in reports; --history shows why.", "overdue")])


def _fields(shape: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the known fields of the record, and then its parts and follow-ups."""
    as_written = shape.get("as_written", {})
    named = labels(shape["kind"])
    yield from _own_fields(shape, named)
    for number, person in enumerate(shape.get("participants", ()), 1):
        said = words_for(as_written, "participants", number)
        yield "participant", [*_person(person), *_as_written(person, said)]
    for number, owner in enumerate(shape.get("owners", ()), 1):
        said = words_for(as_written, "owners", number)
        yield "owner", [*_owner(owner), *_as_written(owner, said)]
    for path, written in as_written.items():
        field = field_of(path)
        is_beside = field in named or (is_part(path) and field in PEOPLE)
        if not (is_beside and shape.get(field)):
            yield path, [f"as written: {written}"]
    yield from _belonging(shape)
    yield from _rivals(shape)
    if apart := shape.get("distinct_from"):
        yield "not the same", [", ".join(filter(None, apart))]
    yield from (("source", [_source(source)]) for source in shape["sources"])


def _own_fields(shape: Mapping[str, Any], named: Mapping[str, str]) -> Iterator[Line]:
    """Yield the known fields of the record; a series that was moved also has its first date."""
    is_moved = shape["kind"] == "series" and shape.get("formerly")
    for field, label in named.items():
        if is_moved and field in ("occurred", "formerly"):
            yield from _beginnings(shape) if field == "occurred" else ()
        elif shape.get(field) and not _is_as_planned(shape, field):
            yield _field(shape, field, label)


def _field(shape: Mapping[str, Any], field: str, label: str) -> Line:
    """Return the line about a field, with the words of the source if they differ."""
    as_written = shape.get("as_written", {})
    items = [words_for(as_written, field, number) for number in _numbers(shape[field])]
    written = [as_written[field]] if field in as_written else []
    written += words_for(as_written, field).values()
    source = [(f"  (as written: {', '.join(written)})", "dim")] if written else []
    if any(items):
        return label, [*_beside(field, shape[field], items), *source]
    if links := _links(shape, field):
        return label, [*links, *source]
    value = _worded(field, shape[field])
    is_prose = "\n" in value and field in _prose(shape["kind"])
    return label, [(value, PROSE) if is_prose else value, *source]


def _links(shape: Mapping[str, Any], field: str) -> list[StyledText]:
    """Return topics, states and organisations as styled text; empty for other fields."""
    value = shape[field]
    some = value if isinstance(value, list) else [value]
    if field == "topics":
        return list(listed_topics(dict.fromkeys(some, "")))
    if field in holding(KINDS[shape["kind"]].state, "code", "codes"):
        return _joined((code, "side") for code in some)
    return []


def _joined(parts: Iterable[StyledText]) -> list[StyledText]:
    """Return parts with commas between them."""
    return [
        one for number, part in enumerate(parts) for one in ((", ", part) if number else (part,))
    ]


def _numbers(value: object) -> Iterator[int]:
    """Yield the numbers of the items of a list, as paths count them; none for other values."""
    return iter(range(1, len(value) + 1) if isinstance(value, list) else ())


def _beside(
    field: str, values: Sequence[Any], written: Sequence[Mapping[str, str]]
) -> Iterator[StyledText]:
    """Yield the items of a list, each with the words of the source beside it, if there are any."""
    for number, (value, said) in enumerate(zip(values, written, strict=True)):
        text = _worded(field, [value])
        yield f"{', ' if number else ''}{text}"
        if said:
            yield f" (as written: {', '.join(said.values())})", "dim"


def _beginnings(shape: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the first date of a series, and the first dates of its later rhythms."""
    first, *later = shape["formerly"]
    yield "first", [f"{date_text(first)}  [{parse_date(first).edtf}]"]
    if later:
        yield "changed from", [", ".join(map(date_text, later))]
    yield _field(shape, "occurred", "present from")


def _is_as_planned(shape: Mapping[str, Any], field: str) -> bool:
    """Return whether a field is the slot of a meeting that takes place as its series planned."""
    return field == "slot" and bool(shape["slot"] == shape.get("occurred"))


def _events(shape: Mapping[str, Any], zone: str) -> Iterator[Line]:
    """Yield the events of the record, oldest first, with their dates and recording times."""
    for event in shape["history"]:
        at = stamp_text(event.recorded_at, zone, "%Y-%m-%d %H:%M")
        when = f" · for {date_text(event.occurred)}" if event.occurred else ""
        undone = ("  undone since", "late") if event.undone else ""
        named = (words(event.type), "strong")
        late = late_part(event.late)
        yield f"#{event.position}", [f"{at}  ", named, when, late, undone]
        why = f"  {event.reason}" if event.reason else ""
        yield "", [(f"by {event.recorded_by}{why}", "dim")]
        if event.unreadable:
            yield "", [(f"not read: {event.unreadable}", "overdue")]
        if event.undoes:
            yield "", [undone_in_words(event.undoes)]
        yield from (("", [change_in_words(change)]) for change in event.changes)


def _rivals(shape: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the rival readings of each field, each with its verdict and source."""
    rivals: dict[str, list[dict[str, Any]]] = {}
    for one in shape["readings"]:
        rivals.setdefault(one["field"], []).append(one)
    for field, readings in rivals.items():
        yield "readings of", [field]
        for one in readings:
            mark = _VERDICTS[one["verdict"]]
            chosen = " (chosen)" if one["verdict"] == "chosen" else ""
            by = (f"  {_short_source(one['source'])}", "dim")
            yield "", [(GLYPHS[mark][0], mark), f" {one['value']}{chosen}", by]


def _short_source(source: Mapping[str, Any] | None) -> str:
    """Describe a source briefly: its publisher or title, its date and its grade."""
    if source is None:
        return "(no source given)"
    about = [source.get("publisher") or f"“{source['title']}”", source.get("published")]
    return ", ".join(part for part in (*about, grade_of(source)) if part)


def _worded(field: str, value: Any) -> str:
    if isinstance(value, DateShape):
        return f"{bounds_for_people(value)}  [{value.edtf}]"
    if field == "reminders":
        return ", ".join(f"{duration_in_words(one)} before" for one in value)
    if field == "every":
        return f"{rhythm_in_words(value)}  [{value}]"
    if field == "formerly":
        return ", ".join(map(date_text, value))
    if field == "awaits":
        return f"{which_session(value['session'])} of {value['mechanism']}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return ", ".join(value) if isinstance(value, list) else str(value)


def _person(person: Mapping[str, Any]) -> list[StyledText]:
    name = person["name"] or "(not named)"
    ref = f" {person['party']}" if person["party"] else ""
    kind = person["type"] if person["type"] == "organisation" else None
    about = (
        (person.get("post"), ""),
        (person.get("side"), "side"),
        (person.get("role"), ""),
        (kind, ""),
    )
    return _joined([f"{name}{ref}", *((text, style) for text, style in about if text)])


def _as_written(person: Mapping[str, Any], said: Mapping[str, str]) -> Sequence[StyledText]:
    """Return the words of the source for a person, or else a name that differs from the present."""
    spelt = person.get("name_as_written")
    written = {"name": spelt, **said} if spelt else said
    return [(f"  (as written: {', '.join(written.values())})", "dim")] if written else []


def _owner(owner: Mapping[str, Any]) -> list[StyledText]:
    return _person(owner) if owner["name"] else [owner_text(owner)]


def _source(source: Mapping[str, Any]) -> str:
    keys = ("publisher", "language", "published", "url", "note")
    about = [str(source[key]) for key in keys if source.get(key)]
    about += source_details(source)
    return ", ".join([f"“{source['title']}”", *about])


def _belonging(shape: Mapping[str, Any]) -> Iterator[Line]:
    yield from (_entry("part", one) for one in shape.get("parts", ()))
    yield from (("meeting", [*_of_series(one)]) for one in shape.get("meetings", ()))
    yield from (_entry("in its margins", one) for one in shape.get("in_margins", ()))
    for one in shape.get("follow_ups", ()):
        yield "follow-up", [" ".join(_follow_up(one))]
    yield from _sequence(shape)
    if "posts" not in shape:
        yield from (("position", [_position(one)]) for one in shape.get("positions", ()))
    for one in shape.get("merged", ()):
        yield "merged", [f"{one['ref']} {one['name']}"]
    yield from (_entry("took part in", one) for one in shape.get("engagements", ()))


def _sequence(shape: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the sessions of a mechanism, warnings about the sessions, and the next session."""
    for one in shape.get("sessions", ()):
        number = f"session {one['session']}" if one["session"] else "not numbered"
        when = bounds_for_people(one["occurred"])
        yield "session", [f"{one['ref']} {number}, {one['status']}, {when}"]
    for flag in shape.get("flags", ()):
        yield "note", [flag["message"]]
    if shape.get("inferred_next"):
        yield "next, inferred", [inferred_next(shape["inferred_next"])]
    if "turn" in shape:
        turn = turn_in_words(shape["turn"], shape["inferred_next"])
        yield from (("next", [words]) for words in turn)


def _position(one: Mapping[str, Any]) -> str:
    side = f" ({one['side']})" if one["side"] else ""
    dates = (("since", one["assumed"]), ("until", one["left"]))
    period = "".join(f", {word} {date_text(text)}" for word, text in dates if text)
    return f"{one['post']}{side}{period}" + ("" if one["held"] or one["left"] else ", left")


def _entry(label: str, entry: Mapping[str, Any]) -> Line:
    kind = entry["kind"]
    about = f"{''.join(title_of(entry))}, {entry['status']}, {bounds_for_people(entry['occurred'])}"
    return label, [(GLYPHS[kind][0], kind), f" {entry['ref']} {about}"]


def _of_series(one: Mapping[str, Any]) -> Iterator[StyledText]:
    """Yield a meeting of a series: its date, and whether it was held, moved or cancelled."""
    mark = mark_for("meeting", one["status"])
    yield GLYPHS[mark][0], mark
    moved = f", moved from {bounds_for_people(one['slot'])}" if one["is_moved"] else ""
    if not one["slot"]:
        moved = ", added by hand"
    cause = f": {one['cause']}" if one["cause"] and one["status"] in SETBACKS else ""
    when = bounds_for_people(one["occurred"] or one["slot"])
    yield f" {one['ref']} {when}, {one['status']}{moved}{cause}"


def _follow_up(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"{one['ref']} {one['what']}:"
    yield one["state"]
    if one["fulfilled_by"]:
        yield f"by {one['fulfilled_by']}"
    if one["due"]:
        yield f"due {bounds_for_people(one['due'])}"


@cache
def _prose(kind: str) -> frozenset[str]:
    """Return the fields of a kind that hold text of any length."""
    return frozenset(holding(KINDS[kind].state, "prose", "proses"))


_VERDICTS = {"open": "open", "chosen": "fulfilled", "rejected": "cancelled"}
"""For each verdict on a reading, the style of the mark."""
_ORDER = (
    *("title", "name", "subject", "what", "status", "state", "body", "type"),
    *("post", "side", "form", "every", "occurred", "formerly", "stay", "cause"),
    *("signed", "in_force", "terminated", "signed_in", "founds", "registration", "established"),
    *("due", "place", "stops", "host", "organiser", "parties", "level", "format", "mode"),
    *("mechanism", "session", "part_of", "margins", "series", "slot", "awaits"),
    *("agreed", "agreed_in", "split_from", "fulfilled_by", "fulfilled", "note", "merged_into"),
    *("aliases", "dissolved", "reminders", "instrument", "cadence", "hosting", "topics"),
    *("summary", "outcomes", "confidence"),
    *("marking", "external_ids"),
)
"""The order of the fields. A field that is not here comes after the field declared before it."""

_MADE = {"state": "state", "status": "status", "formerly": "formerly", "merged_into": "merged into"}
"""Lines that are not fields of the domain, with their labels."""

_OF_SEVERAL_LINES = ("participants", "posts")


@cache
def labels(kind: str) -> Mapping[str, str]:
    """Return the fields that ``show`` prints for a kind, in order, with their labels."""
    found = dict(_MADE)
    place = {name: (_ORDER.index(name), 0) for name in found}
    after_status = last = (_ORDER.index("state"), 0)
    for name, field in declared(KINDS[kind].state).items():
        if field.holds in _OF_SEVERAL_LINES or name == "as_written":
            continue
        shown = "fulfilled_by" if name == "by" else name
        at = max(last, after_status)
        last = (_ORDER.index(shown), 0) if shown in _ORDER else (at[0], at[1] + 1)
        place[shown] = last
        found[shown] = field.label or shown.replace("_", " ")
    return {name: found[name] for name in sorted(found, key=place.__getitem__)}
