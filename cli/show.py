"""``dragoman show``: one record with everything that is known of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from cli.faults import UsageError
from cli.output import Output
from cli.reports import AsOf, check_ref, whose
from cli.session import Injected, Session
from cli.wording import (
    bounds_for_people,
    change_in_words,
    date_text,
    glyph,
    heading,
    inferred_next,
    late_in_words,
    print_undoes,
    title_of,
    which_session,
    words,
)
from domain.dates import parse

if TYPE_CHECKING:
    from projections.reading import Reading


LABEL = 14
"""Columns of the names of fields."""


def show(
    ref: Annotated[str, Parameter(help="The record: V-12, C-3, M-41, B-2, F-7, I-5 or P-88.")],
    /,
    *,
    history: Annotated[
        bool, Parameter(negative=(), help="Show its events in the order of recording.")
    ] = False,
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """Show one record with everything that is known of it."""
    from projections.records import whole

    wanted = check_ref(ref)
    with session.reading(as_of) as (reading, today):
        record = reading.record(wanted)
        shape = whole(reading, record, today) if record is not None else None
        if shape is None:
            raise UsageError(f"there is no {wanted}{' as of then' if as_of else ''}")
        if history:
            assert record is not None
            shape["history"] = _history(session, reading, record)
        if session.output.as_json:
            session.output.document("record-shown", whose(reading) | {"record": shape})
        else:
            title = f"{shape['ref']} {shape['kind']}"
            head = heading(session.output, title, reading, today, as_of)
            session.output.paragraph((head, "bold"), hanging=2)
            sheet = Sheet(session.output)
            if history:
                sheet.print_history(shape)
            else:
                sheet.print(shape)
    return 0


def _history(session: Session, reading: "Reading", record: int) -> list[dict[str, Any]]:
    from projections.history import history

    with session.engine.connect() as register:
        return history(register, reading, reading.id_of(record))


class Sheet:
    """A record on its way to the terminal: a field a line."""

    def __init__(self, output: Output) -> None:
        self.output = output

    def print(self, shape: dict[str, Any]) -> None:
        """Print the fields that are known, then what belongs to the record."""
        self._upkeep(shape)
        for name, label in _PLAIN.items():
            if shape.get(name):
                self._field(label, self._worded(name, shape[name]), shape, name)
        for person in shape.get("participants", ()):
            self._field("participant", self._person(person))
        for name, written in shape.get("as_written", {}).items():
            if name not in _PLAIN or not shape.get(name):
                self._field(name, f"as written: {written}")
        self._belonging(shape)
        self._rivals(shape)
        for source in shape["sources"]:
            self._field("source", self._source(source))

    def print_history(self, shape: dict[str, Any]) -> None:
        """Print the events of the record, oldest first, each with both times."""
        self._upkeep(shape)
        for event in shape["history"]:
            self._event(event)

    def _event(self, event: dict[str, Any]) -> None:
        output = self.output
        at = datetime.fromisoformat(event["recorded_at"])
        undone = ("  undone since", "yellow") if event["undone"] else ""
        when = parse(event["occurred"]).for_people(ascii=output.ascii) if event["occurred"] else ""
        world = f"  {output.dot} for {when}" if when else ""
        output.paragraph(
            (output.cell(f"#{event['position']}", 6), "dim"),
            (f" {at:%Y-%m-%d %H:%M}Z  ", "dim"),
            (words(event["type"]), "bold"),
            world,
            late_in_words(event["late"]),
            undone,
            hanging=7,
        )
        why = f"  {event['reason']}" if event["reason"] else ""
        by = (f"by {event['recorded_by']}{why}", "dim")
        output.paragraph(by, indent=7, hanging=9)
        print_undoes(output, event, 7)
        for change in event["changes"]:
            output.paragraph(change_in_words(output, change), indent=7, hanging=9)

    def _upkeep(self, shape: dict[str, Any]) -> None:
        if shape["retracted"]:
            of = f" as a duplicate of {shape['duplicate_of']}" if shape["duplicate_of"] else ""
            self.output.paragraph(
                (f"RETRACTED{of}: it is in no report; --history tells why.", "bold red")
            )

    def _rivals(self, shape: dict[str, Any]) -> None:
        """Rival readings side by side, field by field: what became of each, and who says so."""
        rivals: dict[str, list[dict[str, Any]]] = {}
        for one in shape["readings"]:
            rivals.setdefault(one["field"], []).append(one)
        for field, readings in rivals.items():
            self._field("readings of", field)
            for one in readings:
                verdict = _VERDICTS[one["verdict"]]
                sign, style = glyph(self.output, verdict)
                chosen = " (chosen)" if one["verdict"] == "chosen" else ""
                said = f" {one['value']}{chosen}"
                by = (f"  {self._short_source(one['source'])}", "dim")
                self.output.paragraph((sign, style), said, by, indent=LABEL, hanging=LABEL + 2)

    def _short_source(self, source: dict[str, Any] | None) -> str:
        """Who says so, when, and of which grade."""
        if source is None:
            return "(no source given)"
        about = [source.get("publisher") or f"“{source['title']}”", source.get("published")]
        return ", ".join(part for part in (*about, _grade(source)) if part)

    def _field(
        self, label: str, value: str, shape: dict[str, Any] | None = None, name: str = ""
    ) -> None:
        words = (shape or {}).get("as_written", {}).get(name)
        written = (f"  (as written: {words})", "dim") if words else ""
        name_cell = (f"{self.output.cell(label, LABEL - 1)} ", "dim")
        self.output.paragraph(name_cell, value, written, hanging=LABEL)

    def _worded(self, name: str, value: Any) -> str:
        if name in _DATES:
            return f"{bounds_for_people(self.output, value)}  [{value['edtf']}]"
        if name == "formerly":
            return ", ".join(date_text(self.output, text) for text in value)
        if name == "awaits":
            return f"{which_session(value['session'])} of {value['mechanism']}"
        if isinstance(value, dict):
            return ", ".join(f"{key} {one}" for key, one in value.items())
        return ", ".join(value) if isinstance(value, list) else str(value)

    def _person(self, person: dict[str, Any]) -> str:
        name = person["name"] or "(not named)"
        ref = f" {person['party']}" if person["party"] else ""
        about = [person[key] for key in ("post", "side", "role") if person[key]]
        return f"{name}{ref}" + (f", {', '.join(about)}" if about else "")

    def _source(self, source: dict[str, Any]) -> str:
        about = [
            str(source[key])
            for key in ("publisher", "language", "published", "url", "note")
            if source.get(key)
        ]
        if grade := _grade(source):
            about.append(grade)
        if source.get("sha256"):
            about.append(f"sha256 {source['sha256'][:12]}…")
        return ", ".join([f"“{source['title']}”", *about])

    def _belonging(self, shape: dict[str, Any]) -> None:
        for one in shape.get("parts", ()):
            self._entry("part", one)
        for one in shape.get("follow_ups", ()):
            self._field("follow-up", " ".join(self._follow_up(one)))
        self._sequence(shape)
        self._person_belonging(shape)

    def _sequence(self, shape: dict[str, Any]) -> None:
        """The sessions of a mechanism, what is odd about them, and what comes next."""
        for one in shape.get("sessions", ()):
            number = f"session {one['session']}" if one["session"] else "not numbered"
            when = bounds_for_people(self.output, one["occurred"])
            self._field("session", f"{one['ref']} {number}, {one['status']}, {when}")
        for flag in shape.get("flags", ()):
            self._field("note", flag["message"])
        if shape.get("inferred_next"):
            self._field("next, inferred", inferred_next(self.output, shape["inferred_next"]))

    def _person_belonging(self, shape: dict[str, Any]) -> None:
        """The posts of a party, who it is, and where it took part."""
        for one in shape.get("positions", ()):
            self._field("position", self._position(one))
        for one in shape.get("merged", ()):
            self._field("merged", f"{one['ref']} {one['name']}")
        for one in shape.get("engagements", ()):
            self._entry("took part in", one)

    def _position(self, one: dict[str, Any]) -> str:
        side = f" ({one['side']})" if one["side"] else ""
        dates = (("since", one["assumed"]), ("until", one["left"]))
        told = "".join(f", {word} {date_text(self.output, text)}" for word, text in dates if text)
        return f"{one['post']}{side}{told}" + ("" if one["held"] or one["left"] else ", left")

    def _entry(self, label: str, entry: dict[str, Any]) -> None:
        sign, style = glyph(self.output, entry["kind"])
        when = bounds_for_people(self.output, entry["occurred"])
        text = f" {entry['ref']} {''.join(title_of(entry))}, {entry['status']}, {when}"
        name_cell = (f"{self.output.cell(label, LABEL - 1)} ", "dim")
        self.output.paragraph(name_cell, (sign, style), text, hanging=LABEL)

    def _follow_up(self, one: dict[str, Any]) -> Iterator[str]:
        yield f"{one['ref']} {one['what']}:"
        yield one["state"]
        if one["fulfilled_by"]:
            yield f"by {one['fulfilled_by']}"
        if one["due"]:
            yield f"due {bounds_for_people(self.output, one['due'])}"


def _grade(source: dict[str, Any]) -> str:
    """``grade B2`` of the Admiralty code; empty where none is given."""
    grade = f"{source.get('reliability', '')}{source.get('credibility', '')}"
    return f"grade {grade}" if grade else ""


_VERDICTS = {"open": "open", "chosen": "fulfilled", "rejected": "cancelled"}
"""The marks of readings: open, chosen, not chosen."""
_DATES = (
    *("occurred", "established", "due", "agreed", "fulfilled"),
    *("dissolved", "signed", "in_force", "terminated"),
)
_PLAIN = {
    "title": "title",
    "name": "name",
    "what": "what",
    "status": "status",
    "state": "state",
    "body": "body",
    "type": "type",
    "post": "post",
    "side": "side",
    "form": "form",
    "occurred": "occurred",
    "formerly": "formerly",
    "cause": "cause",
    "signed": "signed",
    "in_force": "in force",
    "terminated": "terminated",
    "signed_in": "signed in",
    "founds": "founds",
    "registration": "registration",
    "established": "established",
    "due": "due",
    "place": "place",
    "host": "host",
    "parties": "parties",
    "level": "level",
    "format": "format",
    "mode": "mode",
    "mechanism": "mechanism",
    "session": "session",
    "part_of": "part of",
    "awaits": "awaits",
    "agreed": "agreed",
    "agreed_in": "agreed in",
    "owner": "owner",
    "fulfilled_by": "fulfilled by",
    "fulfilled": "fulfilled",
    "note": "note",
    "merged_into": "merged into",
    "aliases": "also",
    "dissolved": "dissolved",
    "instrument": "founded by",
    "cadence": "cadence",
    "hosting": "hosting",
    "topics": "topics",
    "summary": "summary",
    "outcomes": "outcomes",
    "confidence": "confidence",
    "marking": "marking",
    "external_ids": "other ids",
}
