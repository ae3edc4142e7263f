"""Claims: proposed values of records, each with the words of the text on which it rests."""

from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from dragoman.exchange.intake.events import Event, Words
from dragoman.exchange.intake.source_text import Span

RULES = "rules"
"""The name of our own rules, as the reader of a claim."""


@frozen
class Claim:
    """A proposed value of one field of a record.

    ``record`` is a name of the record in this text (``meeting-2``), ``path`` the field or a part of
    it (``participants.1.post``; parts count from 1), ``start`` and ``end`` the offsets of the words
    in the text, and ``by`` the name of the reader that proposed the value.
    """

    record: str
    path: str
    value: str
    start: int
    end: int
    by: str = RULES

    @property
    def span(self) -> Span:
        """The words on which the value rests."""
        return Span(self.start, self.end)


_STATUSES = {
    "visit": {
        "held": "concluded",
        "planned": "announced",
        "postponed": "postponed",
        "cancelled": "cancelled",
    },
    "consultation": {
        "held": "held",
        "planned": "scheduled",
        "postponed": "postponed",
        "cancelled": "cancelled",
    },
    "instrument": {"held": "signed"},
}
_STATUSES["meeting"] = _STATUSES["consultation"]


def status_of(kind: str, status: str) -> str | None:
    """Return the status of a kind of record for an event that is held, planned, postponed …"""
    return _STATUSES.get(kind, {}).get(status)


@define
class ClaimWriter:
    """Turns the events of a text into claims about records."""

    events: Sequence[Event]
    _names: dict[int, str] = field(factory=dict)
    _bodies: dict[str, str] = field(factory=dict)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims about all records, each record's claims together."""
        for number, event in enumerate(self.events):
            self._names[number] = self._new_name("follow-up" if event.is_owed else event.kind)
        for event in self.events:
            if event.body and event.body.value not in self._bodies:
                yield from self._body(event)
        for number, event in enumerate(self.events):
            write = self._owed if event.is_owed else self._event
            yield from write(self._names[number], event)

    def _new_name(self, kind: str) -> str:
        number = sum(name.rstrip("-0123456789") == kind for name in self._names.values()) + 1
        return kind if number == 1 else f"{kind}-{number}"

    def _body(self, event: Event) -> Iterator[Claim]:
        assert event.body
        name = self._bodies[event.body.value] = event.body.value.replace(" ", "-")
        yield _claim(name, "kind", Words("mechanism", event.body.span))
        yield _claim(name, "body", event.body)
        yield from _parties(name, event)

    def _event(self, name: str, event: Event) -> Iterator[Claim]:
        yield _claim(name, "kind", Words(event.kind, event.act))
        if status := status_of(event.kind, event.status.value):
            yield _claim(name, "status", Words(status, event.status.span))
        day = "signed" if event.kind == "instrument" else "occurred"
        plain = {
            day: event.day,
            "place": event.place,
            "mode": event.mode,
            "level": event.level,
            "form": event.form,
            "host": event.host,
            "session": event.session,
        }
        for path, words in plain.items():
            if words:
                yield _claim(name, path, words)
        if event.body:
            body = self._bodies[event.body.value]
            yield _claim(name, "mechanism", Words(body, event.body.span))
        yield from _parties(name, event)
        yield from _people(name, event)
        for number, topic in enumerate(event.topics, 1):
            yield _claim(name, f"topics.{number}", topic)
        yield from self._links(name, event)

    def _links(self, name: str, event: Event) -> Iterator[Claim]:
        """Yield the link of an event to the visit during which it took place."""
        if event.kind not in ("consultation", "meeting") or event.mode:
            return
        for number, visit in enumerate(self.events):
            is_during = visit.kind == "visit" and not visit.is_owed
            if is_during and any(one in event.people for one in visit.people):
                yield _claim(name, "part_of", Words(self._names[number], visit.act))
                return

    def _owed(self, name: str, event: Event) -> Iterator[Claim]:
        yield _claim(name, "kind", Words("follow-up", event.act))
        if event.body:
            body = self._bodies[event.body.value]
            yield _claim(name, "awaits.mechanism", Words(body, event.body.span))
            if event.session:
                yield _claim(name, "awaits.session", event.session)
        elif event.form:
            yield _claim(name, "what", Words(f"Sign: {event.form.value}", event.form.span))
        elif event.words:
            yield _claim(name, "what", event.words)
        if event.day:
            yield _claim(name, "due", event.day)
        for number, other in enumerate(self.events):
            if not other.is_owed and other.kind != "instrument":
                yield _claim(name, "agreed_in", Words(self._names[number], other.act))
                return


def _parties(name: str, event: Event) -> Iterator[Claim]:
    for number, party in enumerate(event.parties, 1):
        yield _claim(name, f"parties.{number}", party)


def _people(name: str, event: Event) -> Iterator[Claim]:
    for number, person in enumerate(event.people, 1):
        parts = {
            "name": (person.name, person.named_at),
            "post": (person.post, person.post_at),
            "side": (person.side, person.side_at),
        }
        for part, (value, span) in parts.items():
            if value and span:
                yield _claim(name, f"participants.{number}.{part}", Words(value, span))
        if person.head_at and person in event.heads:
            role = Words("head of delegation", person.head_at)
            yield _claim(name, f"participants.{number}.role", role)


def _claim(record: str, path: str, words: Words) -> Claim:
    return Claim(record, path, words.value, words.span.start, words.span.end)
