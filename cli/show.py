"""``dragoman show``: one record with everything that is known of it."""

from collections.abc import Iterator
from typing import Annotated, Any

from cyclopts import Parameter

from cli.faults import UsageError
from cli.output import Output
from cli.reports import AsOf, whose
from cli.session import Injected
from cli.wording import bounds_for_people, glyph, heading, title_of
from domain.refs import typed_ref
from domain.text import quoted

LABEL = 14
"""Columns of the names of fields."""


def show(
    ref: Annotated[str, Parameter(help="The record: V-12, C-3, M-41, B-2, F-7 or P-88.")],
    /,
    *,
    as_of: AsOf = None,
    session: Injected,
) -> int:
    """Show one record with everything that is known of it.

    Example: dragoman show V-1
    """
    from projections.records import whole

    wanted = typed_ref(ref)
    if wanted is None or wanted.kind is None:
        raise UsageError(f"{quoted(ref)} is not a ref; refs look like V-12, C-3 or F-7")
    with session.reading(as_of) as (reading, today):
        record = reading.record(wanted)
        shape = whole(reading, record, today) if record is not None else None
        if shape is None:
            raise UsageError(f"there is no {wanted}{' as of then' if as_of else ''}")
        if session.output.as_json:
            session.output.document("record-shown", whose(reading) | {"record": shape})
        else:
            title = f"{shape['ref']} {shape['kind']}"
            head = heading(session.output, title, reading, today, as_of)
            session.output.paragraph((head, "bold"), hanging=2)
            Sheet(session.output).print(shape)
    return 0


class Sheet:
    """A record on its way to the terminal: a field a line."""

    def __init__(self, output: Output) -> None:
        self.output = output

    def print(self, shape: dict[str, Any]) -> None:
        """Print the fields that are known, then what belongs to the record."""
        for name, label in _PLAIN.items():
            if shape.get(name):
                self._field(label, self._worded(name, shape[name]), shape, name)
        for person in shape.get("participants", ()):
            self._field("participant", self._person(person))
        for name, words in shape.get("as_written", {}).items():
            if name not in _PLAIN or not shape.get(name):
                self._field(name, f"as written: {words}")
        self._belonging(shape)
        for source in shape["sources"]:
            self._field("source", self._source(source))

    def _field(
        self, label: str, value: str, shape: dict[str, Any] | None = None, name: str = ""
    ) -> None:
        words = (shape or {}).get("as_written", {}).get(name)
        written = (f"  (as written: {words})", "dim") if words else ""
        name_cell = (self.output.cell(label, LABEL), "dim")
        self.output.paragraph(name_cell, value, written, hanging=LABEL)

    def _worded(self, name: str, value: Any) -> str:
        if name in _DATES:
            return f"{bounds_for_people(self.output, value)}  [{value['edtf']}]"
        if name == "awaits":
            which = f"session {value['session']}" if value["session"] else "the next session"
            return f"{which} of {value['mechanism']}"
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
        return ", ".join([f"“{source['title']}”", *about])

    def _belonging(self, shape: dict[str, Any]) -> None:
        for one in shape.get("parts", ()):
            self._entry("part", one)
        for one in shape.get("follow_ups", ()):
            self._field("follow-up", " ".join(self._follow_up(one)))
        for one in shape.get("sessions", ()):
            number = f"session {one['session']}" if one["session"] else "not numbered"
            when = bounds_for_people(self.output, one["occurred"])
            self._field("session", f"{one['ref']} {number}, {one['status']}, {when}")
        for one in shape.get("engagements", ()):
            self._entry("took part in", one)

    def _entry(self, label: str, entry: dict[str, Any]) -> None:
        sign, style = glyph(self.output, entry["kind"])
        when = bounds_for_people(self.output, entry["occurred"])
        text = f" {entry['ref']} {''.join(title_of(entry))}, {entry['status']}, {when}"
        name_cell = (self.output.cell(label, LABEL), "dim")
        self.output.paragraph(name_cell, (sign, style), text, hanging=LABEL)

    def _follow_up(self, one: dict[str, Any]) -> Iterator[str]:
        yield f"{one['ref']} {one['what']}:"
        yield one["state"]
        if one["fulfilled_by"]:
            yield f"by {one['fulfilled_by']}"
        if one["due"]:
            yield f"due {bounds_for_people(self.output, one['due'])}"


_DATES = ("occurred", "established", "due", "agreed", "fulfilled")
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
    "occurred": "occurred",
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
    "aliases": "also",
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
