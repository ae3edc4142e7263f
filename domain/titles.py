"""The title of a record; which field holds the title depends on the kind of record."""

from collections.abc import Mapping
from typing import Any

CALLED = ("title", "what", "name", "subject")
"""The fields that hold a title: each kind of record has exactly one of these fields."""


def called(facts: Mapping[str, Any]) -> str | None:
    """Return the title of a record, or ``None`` if it has no title."""
    return next((facts[field] for field in CALLED if facts.get(field)), None)
