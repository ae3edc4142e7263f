"""Terms: exact keys for looking up records.

A term is ``field:value`` with a folded value. Each state lists its own terms, and the views keep an
index of all terms. A record found by a term is only a candidate: the state decides whether the
record really matches.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID


@lru_cache(maxsize=8192)
def term_of(text: str) -> str:
    """Fold a string into a term.

    Strings that differ only in case, width or whitespace give the same term.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def new_spellings(known: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Return the ``names`` whose folded forms are new, each once."""
    seen = {term_of(name) for name in known}
    new = {term_of(name): name for name in reversed(tuple(names)) if term_of(name) not in seen}
    return tuple(reversed(new.values()))


NAME_TERM = "name:"
"""The prefix of the terms for the names of people and organisations."""

_LINK = "person:"

PARTY, TOPIC, OWNER = "party:", "topic:", "owner:"
FACET_TERMS = (PARTY, TOPIC, OWNER)
"""The prefixes of the terms that only reports use, as filters; decisions do not use these terms."""


@lru_cache(maxsize=4096)
def involves(code: str) -> str:
    """Return the term for records in which the state or organisation ``code`` takes part."""
    return f"{PARTY}{code}"


@lru_cache(maxsize=4096)
def owed_by(code: str) -> str:
    """Return the term for follow-ups that the state or organisation ``code`` has to act on."""
    return f"{OWNER}{code}"


@lru_cache(maxsize=4096)
def topic(text: str) -> str:
    """Return the term for records about a topic."""
    return f"{TOPIC}{term_of(text)}"


def whatever_side(name: str) -> str:
    """Return the beginning of the terms for the parties called ``name``, whatever their sides."""
    return f"{NAME_TERM}{term_of(name)}|"


@lru_cache(maxsize=8192)
def known_as(name: str, side: str | None) -> str:
    """Return the term for the party called ``name``, and for the records that name the party."""
    return f"{NAME_TERM}{term_of(name)}|{side or ''}"


def linked_to(party: UUID) -> str:
    """Return the term for the records with a participant who is linked to a party."""
    return f"{_LINK}{party.hex}"


def is_link(term: str) -> bool:
    """Return whether a term stands for a participant's link to a party."""
    return term.startswith(_LINK)


def id_of_link(term: str) -> str:
    """Return the id of the linked party (32 hexadecimal digits), given the term."""
    return term.removeprefix(_LINK)


def participant(name: str | None, side: str | None, party: UUID | None) -> str | None:
    """Return the term for a participant's records: by link or, without a link, by name."""
    if party:
        return linked_to(party)
    return known_as(name, side) if name else None


def distinct_from(record: UUID) -> str:
    """Return the term for the records that somebody distinguished from a record."""
    return f"distinct:{record.hex}"


def standing_body(kind: str, parties: Iterable[str], title: str) -> str:
    """Return the term for the mechanism with this kind, parties and title."""
    return f"mechanism:{kind}|{','.join(sorted(parties))}|{term_of(title)}"


def session(mechanism: UUID, number: int) -> str:
    """Return the term for the session of a mechanism with this number."""
    return f"session:{mechanism.hex}|{number}"


def sessions_of(mechanism: UUID) -> str:
    """Return the term for all sessions of a mechanism."""
    return f"sessions:{mechanism.hex}"


def conference(name: str) -> str:
    """Return the term for the conference with a name; spaces and hyphens do not count."""
    return f"conference:{''.join(char for char in term_of(name) if char.isalnum())}"


def in_margins(conference: UUID) -> str:
    """Return the term for the engagements in the margins of a conference."""
    return f"margins:{conference.hex}"


def in_series(series: UUID) -> str:
    """Return the term for the meetings of a series."""
    return f"series:{series.hex}"


def fulfilled_by(engagement: UUID) -> str:
    """Return the term for follow-ups that an engagement fulfilled."""
    return f"fulfilled-by:{engagement.hex}"


def merged_into(party: UUID) -> str:
    """Return the term for parties that are merged into a party."""
    return f"merged-into:{party.hex}"


def awaits(mechanism: UUID) -> str:
    """Return the term for open follow-ups that await a session of a mechanism."""
    return f"awaits:{mechanism.hex}"
