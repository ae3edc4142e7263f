"""``dragoman follow-up``: what was agreed and is owed."""

from dragoman.cli.record.by_hand import Verb, app_of

app = app_of(
    "follow-up",
    "Agree what is owed, revise it, fulfil it or drop it.",
    Verb(
        "agree",
        None,
        "Record something that was agreed and is owed.",
        '--what "Send the draft" --due "in 2 weeks" --agreed-in M-1',
        about="new",
    ),
    Verb(
        "revise",
        "revised",
        "Record that something is owed otherwise than was agreed: by another date, by somebody else.",
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
        "Record that something is not owed any more, though it was not done.",
        'F-1 --reason "overtaken by the agreement of May"',
        about="existing",
    ),
)
