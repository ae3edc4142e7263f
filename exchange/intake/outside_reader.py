"""A reader of the user's own: another program that proposes claims about a press item.

The program gets one JSON document on its standard input and answers with one on its standard
output (schemas ``dragoman/reader-request/1`` and ``dragoman/reader-answer/1``). Its claims pass the
same checks as those of our own rules. Nothing of the register is in the request, unless the user
has decided to share it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from dragoman.exchange.intake.checks import CHECKED_FIELDS, LINKS
from dragoman.exchange.intake.claims import Claim
from dragoman.exchange.intake.events import Mentions
from dragoman.exchange.intake.lexicon.topics import TOPICS
from dragoman.exchange.intake.proposal import Item

REQUEST = "dragoman/reader-request/1"
ANSWER = "dragoman/reader-answer/1"
LARGEST_ANSWER = 4 * 1024 * 1024
"""The maximum size of an answer, in bytes."""
MOST_CLAIMS = 5_000


class UnreadableAnswer(ValueError):
    """Raised for an answer that is not a list of claims; the message says what is wrong."""


class QuotedClaim(Struct, forbid_unknown_fields=True):
    """A claim as a program answers it: the words on which the value rests are a quote.

    ``record`` is any name of the record; ``path`` is a field or a part of it; ``start`` is the
    offset of the quote in the text, in characters, if the program knows it.
    """

    record: str
    path: str
    value: str
    quote: str
    start: int | None = None


class Answer(Struct, tag_field="schema", tag=ANSWER):
    """The answer of a program."""

    claims: list[QuotedClaim]


def request(item: Item, known: Mapping[str, Any] | None = None) -> bytes:
    """Return the JSON document for a program; ``known`` is what the user shares of the register."""
    document = {
        "schema": REQUEST,
        "language": item.language,
        "published": item.published.text if item.published else None,
        "text": item.text,
        "answer": {
            "schema": ANSWER,
            "claims": [
                {
                    "record": "meeting-1",
                    "path": "participants.1.name",
                    "value": "…",
                    "quote": "the words of the text",
                    "start": 0,
                }
            ],
        },
        "paths": list(CHECKED_FIELDS),
        "topics": sorted(TOPICS),
    }
    if known is not None:
        document["known"] = dict(known)
    return msgspec.json.encode(document)


def claims_of(answer: bytes, mentions: Mentions, name: str) -> list[Claim]:
    """Return the claims of an answer; ``name`` is the reader to whom they belong.

    A claim whose quote is not in the text gets an empty span, which no check accepts. Raises
    :class:`UnreadableAnswer`.
    """
    if len(answer) > LARGEST_ANSWER:
        raise UnreadableAnswer(f"its answer is larger than {LARGEST_ANSWER >> 20} MiB")
    if not answer.strip():
        raise UnreadableAnswer("it answered nothing")
    try:
        claims = msgspec.json.decode(answer, type=Answer).claims
    except msgspec.MsgspecError as error:
        raise UnreadableAnswer(f"its answer is not {ANSWER}: {error}") from error
    if len(claims) > MOST_CLAIMS:
        raise UnreadableAnswer(f"its answer has more than {MOST_CLAIMS:,} claims")
    return list(_anchored(claims, mentions.source.text, name))


def _anchored(claims: Sequence[QuotedClaim], text: str, name: str) -> Iterator[Claim]:
    for claim in claims:
        start, end = _place(claim, text)
        value = claim.value.strip()
        value = f"{name}:{value}" if claim.path in LINKS else value
        yield Claim(f"{name}:{claim.record}", claim.path, value, start, end, name)


def _place(claim: QuotedClaim, text: str) -> tuple[int, int]:
    """Return the place of a quote in the text; spaces may differ. ``(0, 0)`` if there is none."""
    words = claim.quote.split()
    if not words:
        return 0, 0
    form = re.compile(r"\s+".join(map(re.escape, words)))
    exact = form.match(text, claim.start) if claim.start and claim.start > 0 else None
    found = exact or form.search(text)
    return found.span() if found else (0, 0)
