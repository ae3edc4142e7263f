"""Registers with plausible events for the benchmarks."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, get_args
from uuid import UUID, uuid4

from attrs import field, frozen

from dragoman.domain.consultation import ConsultationHeld, ConsultationScheduled
from dragoman.domain.dates import ImpreciseDate, parse_date
from dragoman.domain.follow_up import FollowUpAgreed, FollowUpFulfilled
from dragoman.domain.kinds import kind_of
from dragoman.domain.mechanism import MechanismEstablished, MechanismKind
from dragoman.domain.meeting import MeetingHeld
from dragoman.domain.participant import Participant
from dragoman.domain.party import PartyRegistered
from dragoman.domain.source import Source, SourceCited
from dragoman.domain.visit import VisitAnnounced, VisitConcluded, VisitStarted
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.mapper import Envelope
from dragoman.store.log.register import Register

CODES = ("AZ", "IQ", "TR", "GE", "KZ", "DE", "FR", "IT", "GB", "US", "org:UN", "org:EU")
TOPICS = ("energy", "trade", "transit", "climate", "culture", "security", "education")
PLACES = ("Baku", "Baghdad", "Ankara", "Tbilisi", "Astana", "Berlin")
BODIES = get_args(MechanismKind)
SETTLED = 0.99
"""The share of follow-ups that somebody fulfils."""
ENTRY = 500
"""The number of events per entry."""
BULK = 5_000
"""The number of events per entry in bulk recording."""


def histories(random: Random) -> Iterator[tuple[UUID, list[object]]]:
    """Yield each record's id and events; the records are like those of a desk officer."""
    bodies: dict[tuple[str, ...], list[UUID]] = {}
    while True:
        host, guest = random.sample(CODES, 2)
        facts = _facts(random, host, guest)
        topics = tuple(random.sample(TOPICS, 2))
        yield (
            _id(random),
            [
                VisitAnnounced(title="Official visit", level="official", **facts),
                VisitStarted(),
                VisitConcluded(outcomes=("joint statement",)),
            ],
        )
        yield _id(random), [MeetingHeld(title="Meeting of the ministers", topics=topics, **facts)]
        key = (*sorted((host, guest)), random.choice(BODIES))
        if key not in bodies:
            bodies[key] = [_id(random)]
            yield bodies[key][0], [_established(*key)]
        bodies[key].append(_id(random))
        number = len(bodies[key]) - 1
        facts |= {"mechanism": bodies[key][0], "session": number, "occurred": _day(number)}
        yield (
            bodies[key][-1],
            [
                ConsultationScheduled(title="Session", topics=topics, **facts),
                ConsultationHeld(summary="The sides exchanged views on mutual interests."),
            ],
        )
        agreed = FollowUpAgreed(what="Send the revised draft", parties=(host, guest))
        settled = [FollowUpFulfilled(note="sent")] if random.random() < SETTLED else []
        yield _id(random), [agreed, *settled]
        name = f"Person {random.getrandbits(32):08x}"
        yield _id(random), [PartyRegistered(name=name, side=guest, post="minister")]


def imported(random: Random) -> Iterator[tuple[UUID, list[object]]]:
    """Yield records like those of a press import: few events, but many names and sources.

    A few people appear again and again, and most people appear only once.
    """
    people: set[tuple[str, str]] = set()
    while True:
        host, guest = random.sample(CODES, 2)
        facts = _facts(random, host, guest)
        facts["participants"] = tuple(_someone(random, side) for side in (guest, guest, host))
        facts["sources"] = (_item(random, facts["occurred"]),)
        topics, summary = tuple(random.sample(TOPICS, 2)), " ".join(random.choices(TOPICS, k=30))
        held = MeetingHeld(title=f"Talks on {topics[0]}", topics=topics, summary=summary, **facts)
        again = [SourceCited(sources=(_item(random, facts["occurred"]),))]
        yield _id(random), [held, *again] if random.random() < 0.3 else [held]
        for person in facts["participants"]:
            if (person.name, person.side) not in people:
                people.add((person.name, person.side))
                party = PartyRegistered(name=person.name, side=person.side, post=person.post)
                yield _id(random), [party]


def _someone(random: Random, side: str) -> Participant:
    name = f"Person {int(random.paretovariate(0.5))}"
    return Participant(name=name, side=side, post="minister", role="member")


def _item(random: Random, published: ImpreciseDate) -> Source:
    number = random.getrandbits(32)
    url = f"https://press.example/en/{number}"
    return Source(title=f"Item {number}", publisher="Agency", url=url, published=published)


def _facts(random: Random, host: str, guest: str) -> dict[str, Any]:
    """Return random values for the fields that visits, sessions and meetings have in common."""
    day = f"{random.randint(1995, 2026)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    people = tuple(
        Participant(name=f"Person {random.randint(1, 5000)}", side=side, post="minister")
        for side in (guest, host)
    )
    return {
        "occurred": parse_date(day),
        "place": random.choice(PLACES),
        "host": host,
        "parties": (host, guest),
        "participants": people,
    }


def _day(number: int) -> ImpreciseDate:
    """Return the date of a session; there is about one session a month."""
    years, month = divmod(number, 12)
    return parse_date(f"{1995 + years % 30}-{month + 1:02}-15")


def _established(one: str, other: str, body: str) -> MechanismEstablished:
    title = f"{body} of {one} and {other}"
    return MechanismEstablished(body=body, title=title, parties=(one, other), cadence="P1Y")


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


Material = Callable[[Random], Iterator[tuple[UUID, list[object]]]]


def envelopes(count: int, seed: int = 1, material: Material = histories) -> list[Envelope]:
    """Return ``count`` events in the order of recording."""
    made: list[Envelope] = []
    for record, history in material(Random(seed)):
        assert kind_of(type(history[0])) is not None
        made += [Envelope(record, n, event) for n, event in enumerate(history, 1)]
        if len(made) >= count:
            return made[:count]
    return made


def clock() -> Iterator[datetime]:
    """Return a clock that advances one hour for each entry."""
    now = datetime(2020, 1, 1, tzinfo=UTC)
    while True:
        yield now
        now += timedelta(hours=1)


def register_of(path: Path, count: int, material: Material = histories) -> Register:
    """Return a register at ``path`` that holds ``count`` events."""
    ticks = clock()
    create_register(path, next(ticks))
    register = Register(open_register(path), "bench", lambda: next(ticks))
    record(register, envelopes(count, material=material))
    return register


def record(register: Register, events: list[Envelope], entry: int = ENTRY) -> None:
    """Record events, with ``entry`` events per entry."""
    for start in range(0, len(events), entry):
        register.save(PendingEntry(events[start : start + entry]), **by(register))


@frozen
class PendingEntry:
    """Events to save as one entry."""

    events: Sequence[Envelope]
    id: UUID = field(factory=uuid4)

    def collect_events(self) -> Sequence[Envelope]:
        """Return all events of the entry."""
        return self.events


def by(register: Register) -> dict[str, Any]:
    """Return the author, the reason and the clock reading for an entry."""
    return {"recorded_by": "bench", "reason": "bench", "clock": register.clock()}
