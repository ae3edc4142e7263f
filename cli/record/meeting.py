"""``dragoman meeting``: meetings, planned and held."""

from dragoman.cli.record.by_hand import Verb, addition, app_of, setbacks

app = app_of(
    "meeting",
    "Schedule, hold, reschedule, postpone and cancel meetings.",
    Verb(
        "schedule",
        "scheduled",
        "Schedule a meeting.",
        '--title "Energy ministers" --party AZ --party IQ --occurred 2026-12',
        about="new",
    ),
    Verb(
        "hold",
        "held",
        "Record that a meeting was held, whether or not it was scheduled.",
        "M-1 --occurred yesterday --topic energy",
    ),
    addition("meeting", "M-1", '--topic energy --participant "Ali Hasan; minister of oil; IQ"'),
    *setbacks("meeting", "M-1"),
)
