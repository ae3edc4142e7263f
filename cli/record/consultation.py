"""``dragoman consultation``: sessions of standing mechanisms, planned and held."""

from dragoman.cli.record.by_hand import Verb, addition, app_of, setbacks

app = app_of(
    "consultation",
    "Schedule, hold, reschedule, postpone and cancel sessions of mechanisms.",
    Verb(
        "schedule",
        "scheduled",
        "Schedule a session of a mechanism.",
        "--mechanism B-1 --session 3 --occurred 2026-12 --place Baku",
        about="new",
    ),
    Verb(
        "hold",
        "held",
        "Record that a session was held, and fulfil the follow-up that awaits the session.",
        "--mechanism B-1 --session 3 --occurred yesterday",
    ),
    addition("consultation", "C-1", '--topic "visa regime" --outcome protocol'),
    *setbacks("consultation", "C-1"),
)
