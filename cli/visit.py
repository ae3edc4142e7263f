"""``dragoman visit``: visits, from their announcement to their end."""

from functools import partial

from cyclopts import App

from cli.by_hand import add_verb
from cli.options import EngagementOptions

app = App(name="visit", help="Announce, start, conclude, reschedule, postpone and cancel visits.")

_verb = partial(add_verb, app, "visit", EngagementOptions)

_verb(
    "announce",
    "announced",
    "new",
    """Announce a visit that is planned.

    Example: dragoman visit announce --title "Official visit" --host IQ --party AZ --occurred 2026-12
    """,
)
_verb(
    "start",
    "started",
    "either",
    """Record that a visit has started, announced before or not.

    Example: dragoman visit start V-1 --occurred today
    """,
)
_verb(
    "conclude",
    "concluded",
    "either",
    """Record that a visit is over.

    Example: dragoman visit conclude V-1 --occurred 2026-12-03/2026-12-04 --outcome "Joint statement"
    """,
)
_verb(
    "reschedule",
    "rescheduled",
    "existing",
    """Record that a visit is to take place at another time, or otherwise, than was planned.

    What was recorded wrongly is set right with dragoman correct.

    Example: dragoman visit reschedule V-1 --occurred 2027-01-15 --cause "clash of dates"
    """,
)
_verb(
    "postpone",
    "postponed",
    "existing",
    """Record that a visit does not take place as planned, and has no new date.

    Example: dragoman visit postpone V-1 --cause "illness of the minister"
    """,
)
_verb(
    "cancel",
    "cancelled",
    "existing",
    """Record that a visit does not take place.

    Example: dragoman visit cancel V-1 --cause "elections"
    """,
)
