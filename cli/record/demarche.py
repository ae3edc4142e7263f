"""``dragoman demarche``: messages that are handed over, and their answers."""

from functools import partial

from cyclopts import App

from dragoman.cli.record.by_hand import add_verb

app = App(name="demarche", help="Deliver, answer and withdraw notes verbales, démarches, letters.")

_verb = partial(add_verb, app, "demarche")

_verb(
    "deliver",
    "delivered",
    "new",
    """Record that a message was handed over. A reply that is awaited opens a follow-up.

    Example: dragoman demarche deliver --form "note verbale" --subject "Visa facilitation" --from AZ --to IQ --occurred 2026-01-12 --reply-due 2026-02-12
    """,
)
_verb(
    "answer",
    "answered",
    "either",
    """Record that a message was answered. This fulfils the follow-up for the reply.

    Example: dragoman demarche answer D-1 --answered 2026-02-03 --answer "Agreed in principle"
    """,
)
_verb(
    "withdraw",
    "withdrawn",
    "either",
    """Record that a message was withdrawn. This drops the follow-up for the reply.

    Example: dragoman demarche withdraw D-1 --cause "overtaken by the visit"
    """,
)
