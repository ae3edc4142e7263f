"""``dragoman meeting``: meetings, from their planning to their holding."""

from functools import partial

from cyclopts import App

from cli.by_hand import add_verb
from cli.options import EngagementOptions

app = App(name="meeting", help="Schedule, hold, reschedule, postpone and cancel meetings.")

_verb = partial(add_verb, app, "meeting", EngagementOptions)

_verb(
    "schedule",
    "scheduled",
    "new",
    """Schedule a meeting.

    Example: dragoman meeting schedule --title "Energy ministers" --party AZ --party IQ --occurred 2026-12
    """,
)
_verb(
    "hold",
    "held",
    "either",
    """Record that a meeting was held, scheduled before or not.

    Example: dragoman meeting hold M-1 --occurred yesterday --topic energy
    """,
)
_verb(
    "reschedule",
    "rescheduled",
    "existing",
    """Record that a meeting is to take place at another time, or otherwise, than was planned.

    What was recorded wrongly is set right with dragoman correct.

    Example: dragoman meeting reschedule M-1 --occurred 2027-01-15
    """,
)
_verb(
    "postpone",
    "postponed",
    "existing",
    """Record that a meeting does not take place as planned, and has no new date.

    Example: dragoman meeting postpone M-1 --cause "clash of dates"
    """,
)
_verb(
    "cancel",
    "cancelled",
    "existing",
    """Record that a meeting does not take place.

    Example: dragoman meeting cancel M-1 --cause "elections"
    """,
)
