"""Status: groups of statuses, by their meaning for the reader.

:mod:`dragoman.domain.lifecycle` and :mod:`dragoman.domain.follow_up` define the statuses and their
order.
"""

PLANNED = ("announced", "scheduled", "postponed")
"""Engagements that are only planned."""

UNDER_WAY = "started"

ENDED = ("concluded", "held")
"""Engagements that have taken place."""

TAKEN_PLACE = (UNDER_WAY, *ENDED)
"""Engagements that have taken place or have begun."""

HANDED_OVER = ("delivered", "answered", "withdrawn")
"""Messages, which are all in the past."""

SETTLED = ("fulfilled", "dropped")
"""Follow-ups that are no longer owed."""


def awaits_reply(reply: str | None, due: object) -> bool:
    """Return whether a reply is awaited: the message says so, or gives a ``due`` date."""
    return reply == "awaited" if reply is not None else due is not None
