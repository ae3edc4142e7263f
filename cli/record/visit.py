"""``dragoman visit``: visits, from their announcement to their end."""

from functools import partial

from cyclopts import App

from dragoman.cli.record.by_hand import add_setbacks, add_verb

app = App(name="visit", help="Announce, start, conclude, reschedule, postpone and cancel visits.")

_verb = partial(add_verb, app, "visit")

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
add_setbacks(app, "visit", "V-1")
