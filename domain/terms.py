"""Terms: the exact words under which a record is found again.

A term is ``field:value`` with the value folded. States list their own terms; the views keep an
index of them. Records found by a term are candidates: the state decides.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID


@lru_cache(maxsize=8192)
def term_of(text: str) -> str:
    """The same for texts that differ only in case, width and white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def new_spellings(known: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Those of ``names`` that fold to something new, each once."""
    seen = {term_of(name) for name in known}
    new = {term_of(name): name for name in reversed(tuple(names)) if term_of(name) not in seen}
    return tuple(reversed(new.values()))


NAME_TERM = "name:"
"""Begins the terms under which people and organisations are known."""

PARTY, TOPIC = "party:", "topic:"
FACET_TERMS = (PARTY, TOPIC)
"""Begin the terms by which reports are filtered, and by which no decision looks for a record."""


@lru_cache(maxsize=4096)
def involves(code: str) -> str:
    """Records in which the state or organisation ``code`` takes part."""
    return f"{PARTY}{code}"


@lru_cache(maxsize=4096)
def topic(text: str) -> str:
    """Records on a topic."""
    return f"{TOPIC}{term_of(text)}"


@lru_cache(maxsize=8192)
def known_as(name: str, side: str | None) -> str:
    """The person or organisation called ``name``, and the records that name it."""
    return f"{NAME_TERM}{term_of(name)}|{side or ''}"


def standing_body(kind: str, parties: Iterable[str], title: str) -> str:
    """The mechanism of that kind between those parties under that title."""
    return f"mechanism:{kind}|{','.join(sorted(parties))}|{term_of(title)}"


def session(mechanism: UUID, number: int) -> str:
    """The session of that number of a mechanism."""
    return f"session:{mechanism.hex}|{number}"


def sessions_of(mechanism: UUID) -> str:
    """All sessions of a mechanism."""
    return f"sessions:{mechanism.hex}"


def fulfilled_by(engagement: UUID) -> str:
    """Follow-ups that an engagement has fulfilled."""
    return f"fulfilled-by:{engagement.hex}"


def merged_into(party: UUID) -> str:
    """Parties that are the same as another one."""
    return f"merged-into:{party.hex}"


def awaits(mechanism: UUID) -> str:
    """Open follow-ups that await a session of a mechanism."""
    return f"awaits:{mechanism.hex}"
