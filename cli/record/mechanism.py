"""``dragoman mechanism``: standing bodies."""

from functools import partial

from cyclopts import App

from dragoman.cli.record.by_hand import add_verb

app = App(name="mechanism", help="Establish, amend and dissolve standing bodies, and list them.")

_verb = partial(add_verb, app, "mechanism")

_verb(
    "establish",
    None,
    "new",
    """Record a standing body; what is new of one that is known is added to it.

    Example: dragoman mechanism establish --body "joint commission" --title "Joint commission" --party AZ --party IQ
    """,
)
_verb(
    "amend",
    "amended",
    "existing",
    """Record that the charter of a standing body has changed.

    Example: dragoman mechanism amend B-1 --cadence P1Y --hosting alternating
    """,
)
_verb(
    "dissolve",
    "dissolved",
    "existing",
    """Record that a standing body does not meet any more.

    Example: dragoman mechanism dissolve B-1 --dissolved 2026 --note "replaced by a strategic council"
    """,
)


app.command(
    "dragoman.cli.read.mechanisms:mechanisms",
    name="list",
    help="""List the standing bodies, with their sessions.

    Example: dragoman mechanism list --between AZ IQ""",
)
