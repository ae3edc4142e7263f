"""Registers full of plausible events to measure with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from domain.catalogue import KIND_OF
from domain.consultation import ConsultationHeld, ConsultationScheduled
from domain.dates import parse
from domain.follow_up import FollowUpAgreed, FollowUpFulfilled
from domain.meeting import MeetingHeld
from domain.participant import Participant
from domain.party import PartyRegistered
from domain.visit import VisitAnnounced, VisitConcluded, VisitStarted
from store.database import create_register, open_register
from store.mapper import Envelope
from store.register import Register

CODES = ("AZ", "IQ", "TR", "GE", "KZ", "DE", "FR", "IT", "GB", "US", "org:UN", "org:EU")
TOPICS = ("energy", "trade", "transit", "climate", "culture", "security", "education")
PLACES = ("Baku", "Baghdad", "Ankara", "Tbilisi", "Astana", "Berlin")
ENTRY = 500
"""Events an entry."""


def histories(random: Random) -> Iterator[list[object]]:
    """The events of one record after the other, as a desk might record them."""
    while True:
        host, guest = random.sample(CODES, 2)
        day = f"{random.randint(1995, 2026)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        facts = {
            "occurred": parse(day),
            "place": random.choice(PLACES),
            "host": host,
            "parties": (host, guest),
        }
        person = Participant(name=f"Person {random.randint(1, 5000)}", side=guest, post="minister")
        facts["participants"] = (person,)
        topics = tuple(random.sample(TOPICS, 2))
        yield [
            VisitAnnounced(title="Official visit", **facts),
            VisitStarted(),
            VisitConcluded(outcomes=("joint statement",)),
        ]
        yield [MeetingHeld(title="Meeting of the ministers", topics=topics, **facts)]
        yield [
            ConsultationScheduled(title="Political consultations", topics=topics, **facts),
            ConsultationHeld(summary="The sides exchanged views on matters of mutual interest."),
        ]
        yield [
            FollowUpAgreed(what="Send the revised draft", parties=(host, guest)),
            FollowUpFulfilled(note="sent"),
        ]
        yield [PartyRegistered(name=f"Person {uuid4().hex[:8]}", side=guest, post="minister")]


def envelopes(count: int, seed: int = 1) -> list[Envelope]:
    """``count`` events in the order in which they are recorded."""
    made: list[Envelope] = []
    random = Random(seed)
    for history in histories(random):
        record = UUID(int=random.getrandbits(128), version=4)
        assert type(history[0]) in KIND_OF
        made += [Envelope(record, n, event) for n, event in enumerate(history, 1)]
        if len(made) >= count:
            return made[:count]
    return made


def clock() -> Iterator[datetime]:
    """A day an entry."""
    now = datetime(2020, 1, 1, tzinfo=UTC)
    while True:
        yield now
        now += timedelta(hours=1)


def register_of(path: Path, count: int) -> Register:
    """A register at ``path`` with ``count`` events."""
    ticks = clock()
    create_register(path, next(ticks))
    register = Register(open_register(path), "bench", lambda: next(ticks))
    record(register, envelopes(count))
    return register


def record(register: Register, events: list[Envelope]) -> None:
    """Record events, :data:`ENTRY` an entry."""
    for start in range(0, len(events), ENTRY):
        register.append(events[start : start + ENTRY], uuid4(), "bench")
