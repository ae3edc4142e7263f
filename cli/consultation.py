"""``dragoman consultation``: sessions of standing mechanisms, from their planning to their holding."""

from functools import partial

from cyclopts import App

from cli.by_hand import add_verb
from cli.options import SessionOptions

app = App(
    name="consultation",
    help="Schedule, hold, reschedule, postpone and cancel sessions of mechanisms.",
)

_verb = partial(add_verb, app, "consultation", SessionOptions)

_verb(
    "schedule",
    "scheduled",
    "new",
    """Schedule a session of a mechanism.

    Example: dragoman consultation schedule --mechanism B-1 --session 3 --occurred 2026-12 --place Baku
    """,
)
_verb(
    "hold",
    "held",
    "either",
    """Record that a session was held; it fulfils the follow-up that awaits it.

    Example: dragoman consultation hold --mechanism B-1 --session 3 --occurred yesterday
    """,
)
_verb(
    "reschedule",
    "rescheduled",
    "existing",
    """Record that a session is to take place at another time, or otherwise, than was planned.

    What was recorded wrongly is set right with dragoman correct.

    Example: dragoman consultation reschedule C-1 --occurred 2027-01-15
    """,
)
_verb(
    "postpone",
    "postponed",
    "existing",
    """Record that a session does not take place as planned, and has no new date.

    Example: dragoman consultation postpone C-1 --cause "clash of dates"
    """,
)
_verb(
    "cancel",
    "cancelled",
    "existing",
    """Record that a session does not take place.

    Example: dragoman consultation cancel C-1 --cause "elections"
    """,
)
