"""Synonyms that people type instead of the name of a field or an option."""

from collections.abc import Collection, Mapping
from typing import TypeVar

T = TypeVar("T")

_MEANT = {
    "at, date, day, when": "occurred signed due fulfilled assumed in_force since",
    "begin, from, start": "since occurred sender",
    "end, finish, to": "until occurred recipients",
    "countries, country, side, state, states, with": "party parties between side host",
    "attendee, attendees, people, person, persons, who": "participant participants named name",
    "city, location, venue, where": "place",
    "by_when, deadline, reply_by": "due reply_due",
    "comment, comments, description, notes, text": "summary note",
    "headline, name, subject": "title what subject name named",
    "label, subjects, tag, tags, theme": "topic topics",
    "classification, confidentiality, tlp": "marking",
    "because, message, why": "reason",
    "link, web": "url",
    "count, head, last, max, number, top": "limit session",
    "assignee, owed_by, responsible, who_owes": "owner owners",
    "result, results": "outcome outcomes",
}


def by_word(table: Mapping[str, T]) -> dict[str, T]:
    """Return a table with one key per word, made from a table whose keys are lists of words."""
    return {word: value for words, value in table.items() for word in words.split(", ")}


_BY_WORD = by_word(_MEANT)


def meant_by(word: str, known: Collection[str]) -> str | None:
    """Return the ``known`` name that people usually mean by ``word``, or ``None``."""
    names = _BY_WORD.get(word.lower().replace("-", "_"), "").split()
    return next((name for name in names if name in known), None)
