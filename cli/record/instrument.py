"""``dragoman instrument``: agreements, memoranda, protocols and joint statements."""

from dragoman.cli.record.by_hand import Verb, addition, app_of

app = app_of(
    "instrument",
    "Sign instruments, bring them into force and terminate them.",
    Verb(
        "sign",
        "signed",
        "Record that an instrument was signed.",
        '--title "Protocol of the 4th session" --form protocol --party AZ --party IQ --signed 2025-12-04',
        about="new",
    ),
    Verb(
        "enter-into-force",
        "in force",
        "Record that an instrument entered into force.",
        "I-1 --in-force 2026-02-01",
    ),
    Verb(
        "terminate",
        "terminated",
        "Record that an instrument was terminated.",
        'I-1 --terminated 2030-02-01 --cause "replaced by a new agreement"',
    ),
    addition("instrument", "I-1", "--topic transit --registration 61234"),
)
