"""``dragoman series``: planned meetings that recur."""

from dragoman.cli.record.by_hand import Verb, addition, app_of

app = app_of(
    "series",
    "Schedule, amend and end series of meetings.",
    Verb(
        "schedule",
        "running",
        "Schedule a series of meetings; dragoman meeting schedule --every does the same.",
        '--title "Weekly call" --party AZ --party GE --every week --occurred "2026-12-01 10:00"'
        " --until 2027-11-30",
        about="new",
    ),
    addition("series", "S-1", "--remind 1d --remind 2h"),
    Verb(
        "amend",
        "amended",
        "Change a series from a given day: its hours, weekday, rhythm, end or place.\n\n"
        "Dragoman moves, adds and cancels the later meetings that are still planned. Meetings that"
        " somebody moved by hand stay as they are.",
        'S-1 --from 2027-06-01 --occurred "tuesday 15:00"',
        about="existing",
    ),
    Verb(
        "end",
        "ended",
        "End a series early: cancel the meetings that are still planned.",
        'S-1 --from 2027-06-01 --cause "replaced by a monthly meeting"',
        about="existing",
    ),
)
