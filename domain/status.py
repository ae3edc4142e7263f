"""Groups of statuses that have the same meaning for a reader.

:mod:`dragoman.domain.lifecycle` and :mod:`dragoman.domain.follow_up` define the statuses and their
order.
"""

PLANNED = ("announced", "scheduled", "postponed")
"""The statuses of engagements and conferences that are only planned."""

UNDER_WAY = ("started", "opened")
"""The statuses of engagements and conferences that have begun."""

ENDED = ("concluded", "held", "closed")
"""The statuses of engagements and conferences that have taken place."""

TAKEN_PLACE = (*UNDER_WAY, *ENDED)
"""The statuses of engagements and conferences that have begun or have taken place."""

HANDED_OVER = ("delivered", "answered", "withdrawn")
"""The statuses of messages; a recorded message is always in the past."""

AGREED = ("signed", "in force", "terminated")
"""The statuses of instruments; a recorded instrument was signed in the past."""

SETTLED = ("fulfilled", "dropped")
"""The statuses of follow-ups that nobody owes any longer."""


def awaits_reply(reply: str | None, due: object) -> bool:
    """Return whether the sender awaits a reply: the message says so, or gives a ``due`` date."""
    return reply == "awaited" if reply is not None else due is not None
