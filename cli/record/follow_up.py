"""``dragoman follow-up``: agreed actions that the parties still owe."""

from dragoman.cli.record.by_hand import Verb, addition, app_of

app = app_of(
    "follow-up",
    "Agree, revise, fulfil and drop follow-ups.",
    Verb(
        "agree",
        None,
        "Record something that the parties agreed to do.",
        '--what "Send the draft" --due "in 2 weeks" --agreed-in M-1',
        about="new",
    ),
    Verb(
        "revise",
        "revised",
        "Change the due date or the owner of a follow-up.",
        "F-1 --due 2026-03-01",
        about="existing",
    ),
    Verb(
        "fulfil",
        "fulfilled",
        "Record that a follow-up was fulfilled.",
        "F-1 --by C-4",
        about="existing",
    ),
    Verb(
        "drop",
        "dropped",
        "Drop an unfulfilled follow-up that is no longer needed.",
        'F-1 --reason "overtaken by the May agreement"',
        about="existing",
    ),
    addition("follow-up", "F-1", "--owner IQ --source Minutes"),
)
