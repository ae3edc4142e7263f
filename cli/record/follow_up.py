"""``dragoman follow-up``: what was agreed and is owed."""

from functools import partial

from cyclopts import App

from dragoman.cli.record.by_hand import add_verb

app = App(name="follow-up", help="Agree what is owed, revise it, fulfil it or drop it.")

_verb = partial(add_verb, app, "follow-up")

_verb(
    "agree",
    None,
    "new",
    """Record something that was agreed and is owed.

    Example: dragoman follow-up agree --what "Send the draft" --due "in 2 weeks" --agreed-in M-1
    """,
)
_verb(
    "revise",
    "revised",
    "existing",
    """Record that something is owed otherwise than was agreed: by another date, by somebody else.

    Example: dragoman follow-up revise F-1 --due 2026-03-01
    """,
)
_verb(
    "fulfil",
    "fulfilled",
    "existing",
    """Record that a follow-up was fulfilled.

    Example: dragoman follow-up fulfil F-1 --by C-4
    """,
)
_verb(
    "drop",
    "dropped",
    "existing",
    """Record that something is not owed any more, though it was not done.

    Example: dragoman follow-up drop F-1 --reason "overtaken by the agreement of May"
    """,
)
