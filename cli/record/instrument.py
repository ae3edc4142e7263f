"""``dragoman instrument``: agreements, memoranda, protocols and joint statements."""

from functools import partial

from cyclopts import App

from dragoman.cli.record.by_hand import add_verb

app = App(name="instrument", help="Sign instruments, bring them into force, terminate them.")

_verb = partial(add_verb, app, "instrument")

_verb(
    "sign",
    "signed",
    "new",
    """Record that an instrument was signed.

    Example: dragoman instrument sign --title "Protocol of the 4th session" --form protocol --party AZ --party IQ --signed 2025-12-04
    """,
)
_verb(
    "enter-into-force",
    "in force",
    "either",
    """Record that an instrument entered into force.

    Example: dragoman instrument enter-into-force I-1 --in-force 2026-02-01
    """,
)
_verb(
    "terminate",
    "terminated",
    "either",
    """Record that an instrument ended.

    Example: dragoman instrument terminate I-1 --terminated 2030-02-01 --cause "replaced by a new agreement"
    """,
)
