"""``dragoman visit``: visits, from the announcement to the end."""

from dragoman.cli.record.by_hand import Verb, addition, app_of, setbacks

app = app_of(
    "visit",
    "Announce, start, conclude, reschedule, postpone and cancel visits.",
    Verb(
        "announce",
        "announced",
        "Announce a planned visit.",
        '--title "Official visit" --host IQ --party AZ --occurred 2026-12',
        about="new",
    ),
    Verb(
        "start",
        "started",
        "Record that a visit has started, whether or not it was announced.",
        "V-1 --occurred today",
    ),
    Verb(
        "conclude",
        "concluded",
        "Record that a visit has ended.",
        'V-1 --occurred 2026-12-03/2026-12-04 --outcome "Joint statement"',
    ),
    addition("visit", "V-1", '--topic energy --outcome "joint statement"'),
    *setbacks("visit", "V-1"),
)
