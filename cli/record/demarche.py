"""``dragoman demarche``: messages between states, and the replies to them."""

from dragoman.cli.record.by_hand import Verb, addition, app_of

app = app_of(
    "demarche",
    "Deliver, answer and withdraw notes verbales, démarches and letters.",
    Verb(
        "deliver",
        "delivered",
        "Record that a message was delivered, and open a follow-up if a reply is awaited.",
        '--form "note verbale" --subject "Visa facilitation" --from AZ --to IQ --occurred 2026-01-12 --reply-due 2026-02-12',
        about="new",
    ),
    Verb(
        "answer",
        "answered",
        "Record that a message was answered, and fulfil the follow-up for the reply.",
        'D-1 --answered 2026-02-03 --answer "Agreed in principle"',
    ),
    Verb(
        "withdraw",
        "withdrawn",
        "Record that a message was withdrawn, and drop the follow-up for the reply.",
        'D-1 --cause "overtaken by the visit"',
    ),
    addition("demarche", "D-1", '--topic visas --source "Note 12/26"'),
)
