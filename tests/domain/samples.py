"""People, dates and records that the domain tests use."""

from datetime import date
from typing import Any
from uuid import UUID

from attrs import evolve as replaced

from dragoman.domain.belonging import foreign
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.follow_up import Awaits, Undertaking
from dragoman.domain.kind import Kind
from dragoman.domain.mechanism import Charter
from dragoman.domain.participant import Participant
from dragoman.domain.source import Source

TODAY = date(2025, 4, 22)


def number(value: int) -> UUID:
    """Return a record id that is easy to recognise in a failure."""
    return UUID(int=value)


BODY, SESSION, OTHER_SESSION, TRIP, OWED = map(number, range(1, 6))

AGENCY = Source(title="Minister in Baghdad", publisher="Agency", language="en")
DAILY = Source(title="Gespräche in Bagdad", publisher="Daily", language="de")
MINISTER = Participant(name="Leyla Aliyeva", post="deputy minister", side="AZ")
HOST = Participant(name="محمد حسين", post="under-secretary", side="IQ", role="co-chair")

FACTS = {"title": "Talks in Baghdad", "parties": ("AZ", "IQ"), "occurred": parse_date("2025-04-20")}
CHARTER = {
    "body": "political consultations",
    "title": "Political Consultations AZ-IQ",
    "parties": ("AZ", "IQ"),
}

FOUNDING: dict[str, dict[str, Any]] = {
    "visit": FACTS,
    "consultation": FACTS,
    "meeting": FACTS,
    "mechanism": CHARTER,
    "follow-up": {"what": "A letter"},
    "instrument": {"title": "Treaty", "parties": ("AZ", "IQ")},
    "party": {"name": "Leyla Aliyeva"},
    "conference": {"title": "UNGA 81"},
    "series": {
        "title": "Weekly call",
        "parties": ("AZ", "IQ"),
        "every": "P1W",
        "occurred": parse_date("2026-02-02"),
        "until": parse_date("2026-06-30"),
    },
    "demarche": {"subject": "Visas", "sender": "AZ", "recipients": ("IQ",)},
}
"""Facts for the first event of a record, by kind."""


def particulars(**facts: Any) -> Particulars:
    """Return facts about talks in Baghdad on 20 April 2025, updated with ``facts``."""
    return Particulars(**{**FACTS, **facts})


def of_kind(kind: Kind, facts: Particulars) -> Particulars:
    """Return ``facts`` without the fields that an engagement of ``kind`` does not have."""
    none = Particulars()
    misplaced = [*foreign(kind.state), "mode"]
    return replaced(facts, **{name: getattr(none, name) for name in misplaced})


def charter(**facts: Any) -> Charter:
    """Return the charter of the political consultations of Azerbaijan and Iraq."""
    return Charter(**{**CHARTER, **facts})


def undertaking(**facts: Any) -> Undertaking:
    """Return an undertaking to hold the next session of the political consultations."""
    owed = {"what": "Hold the next session in Baku", "awaits": Awaits(mechanism=BODY)}
    return Undertaking(**{**owed, **facts})
