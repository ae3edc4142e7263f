"""``dragoman demarche``: messages between states, and the replies to them."""

from dragoman.cli.record.by_hand import Verb, app_of

app = app_of(
    "demarche",
    "Deliver, answer and withdraw notes verbales, démarches and letters.",
    Verb(
        "deliver",
        "delivered",
        "Record that a message was delivered. If a reply is awaited, this opens a follow-up.",
        '--form "note verbale" --subject "Visa facilitation" --from AZ --to IQ --occurred 2026-01-12 --reply-due 2026-02-12',
        about="new",
    ),
    Verb(
        "answer",
        "answered",
        "Record that a message was answered. This fulfils the follow-up for the reply.",
        'D-1 --answered 2026-02-03 --answer "Agreed in principle"',
    ),
    Verb(
        "withdraw",
        "withdrawn",
        "Record that a message was withdrawn. This drops the follow-up for the reply.",
        'D-1 --cause "overtaken by the visit"',
    ),
)
