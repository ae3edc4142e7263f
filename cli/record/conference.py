"""``dragoman conference``: conferences that others meet in the margins of."""

from dragoman.cli.record.by_hand import Verb, addition, app_of, setbacks

_MOVED, _, _CANCELLED = setbacks("conference", "E-1")

app = app_of(
    "conference",
    "Announce, open, close, reschedule and cancel conferences.",
    Verb(
        "announce",
        "announced",
        "Announce a conference; others can meet in its margins.",
        '--title "UNGA 81" --occurred 2026-09-22/2026-09-29 --place "New York" --organiser org:UN',
        about="new",
    ),
    Verb(
        "open",
        "opened",
        "Record that a conference has begun, whether or not it was announced.",
        "E-1 --occurred today",
    ),
    Verb(
        "close",
        "closed",
        "Record that a conference is over.",
        "E-1 --occurred 2026-09-22/2026-09-29",
    ),
    addition("conference", "E-1", '--alias "high-level week 2026" --topic climate'),
    _MOVED,
    _CANCELLED,
)
