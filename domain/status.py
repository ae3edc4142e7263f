"""Status: what has become of a record, by what that means to whoever reads of it.

Which statuses there are, and how one follows another, is told by :mod:`dragoman.domain.lifecycle`
and :mod:`dragoman.domain.follow_up`.
"""

PLANNED = ("announced", "scheduled", "postponed")
"""Engagements that are planned, and nothing else is known of them."""

UNDER_WAY = "started"

ENDED = ("concluded", "held")
"""Engagements that have taken place."""

TAKEN_PLACE = (UNDER_WAY, *ENDED)
"""Engagements that have taken place, or have begun to."""

HANDED_OVER = ("delivered", "answered", "withdrawn")
"""Messages: all of them lie in the past."""

SETTLED = ("fulfilled", "dropped")
"""Follow-ups that nobody owes any more."""


def awaits_reply(reply: str | None, due: object) -> bool:
    """Whether a reply is awaited: a message says so, or by when it is ``due``."""
    return reply == "awaited" if reply is not None else due is not None
