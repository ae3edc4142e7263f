"""``dragoman mechanism``: standing bodies."""

from dragoman.cli.record.by_hand import Verb, addition, app_of

app = app_of(
    "mechanism",
    "Establish, amend, dissolve and list standing bodies.",
    Verb(
        "establish",
        None,
        "Record a standing body, or add facts about a recorded body.",
        '--body "joint commission" --title "Joint commission" --party AZ --party IQ',
        about="new",
    ),
    Verb(
        "amend",
        "amended",
        "Record that the charter of a standing body has changed.",
        "B-1 --cadence P1Y --hosting alternating",
        about="existing",
    ),
    Verb(
        "dissolve",
        "dissolved",
        "Record that a standing body no longer meets.",
        'B-1 --dissolved 2026 --note "replaced by a strategic council"',
        about="existing",
    ),
    addition("mechanism", "B-1", '--alias "Joint Economic Commission"'),
)

app.at(
    "list",
    "read.mechanisms:mechanisms",
    help="""List the standing bodies and their sessions.

    Example: dragoman mechanism list --between AZ IQ""",
)
