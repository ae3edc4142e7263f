"""``dragoman consultation``: sessions of standing mechanisms, from their planning to their holding."""

from functools import partial

from cyclopts import App

from dragoman.cli.record.by_hand import add_setbacks, add_verb

app = App(
    name="consultation",
    help="Schedule, hold, reschedule, postpone and cancel sessions of mechanisms.",
)

_verb = partial(add_verb, app, "consultation")

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
add_setbacks(app, "consultation", "C-1")
