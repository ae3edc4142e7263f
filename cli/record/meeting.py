"""``dragoman meeting``: meetings, from their planning to their holding."""

from functools import partial

from cyclopts import App

from dragoman.cli.record.by_hand import add_setbacks, add_verb

app = App(name="meeting", help="Schedule, hold, reschedule, postpone and cancel meetings.")

_verb = partial(add_verb, app, "meeting")

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
add_setbacks(app, "meeting", "M-1")
