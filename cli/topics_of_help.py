"""The topics of ``dragoman help`` that are not commands: dates, and the fields of records."""

import re
from collections.abc import Mapping, Sequence
from typing import get_args, get_type_hints

from dragoman.cli.help_topics import DATES
from dragoman.cli.record.options import help_of
from dragoman.cli.record.questions import required_fields
from dragoman.cli.session import Session
from dragoman.domain import KINDS, Source, declared, quoted, understand
from dragoman.exchange import UsageError, choices_of, document_class, drafts

TOPICS = ("dates", "fields")
"""The words after ``dragoman help`` that are not commands."""

_TYPED = 30
_FIELD = 16

_EVERY_RECORD: Mapping[str, str] = {
    "handle": "Name by which other records of the file refer to the record (optional).",
    "source": f"Document that supports the record: {', '.join(declared(Source))}.",
    "as_written": "Words of the source for a field, or for one part of it, such as"
    " participants.1.post: {place: the words}.",
    "readings": "Value that this source gives for a field that already has another value.",
    "distinct_from": "Similar records that are not the same: [M-4].",
}
"""What the fields mean that the records of every kind have."""


def show_topic(session: Session, words: Sequence[str]) -> int:
    """Print a topic of the help. Raises :class:`UsageError` if the words name no topic."""
    topic, *rest = words
    if topic == "fields":
        _show_fields(session, rest)
    elif rest:
        raise UsageError(f"type: dragoman help {topic}")
    else:
        _show_dates(session)
    return 0


def _show_dates(session: Session) -> None:
    """Print the examples of dates, each as Dragoman understands it today."""
    output = session.output
    output.paragraph(
        "Type a date in any of these forms, in options, answers and files. Dragoman keeps the date in"
        " brackets. Hours are those of your desk's time zone; to set the zone, type: dragoman config set"
        " zone Africa/Nairobi. A date without a year is the nearest"
        " date that fits the record: plans are ahead, and what took place is in the past."
    )
    for words, examples in DATES:
        output.line("")
        output.line((words.capitalize(), "bold"))
        for typed in examples:
            day = understand(typed, session.today, 0, session.zone)
            meaning = f"{day.for_people()}  [{day}]"
            output.line(output.cell(typed, _TYPED), "  ", (meaning, "dim"), indent=2)


def _show_fields(session: Session, kinds: Sequence[str]) -> None:
    """Print the fields of the documents of a kind, or the kinds if the user names none."""
    output = session.output
    if not kinds:
        for kind in KINDS:
            output.line(output.cell(kind, _FIELD), KINDS[kind].about)
        output.line("")
        output.line("To see the fields of a kind, type: dragoman help fields meeting")
        return
    kind = kinds[0]
    if len(kinds) > 1 or kind not in KINDS:
        raise UsageError(
            f"{quoted(' '.join(kinds))} is not a kind of record; the kinds are: {', '.join(KINDS)}"
        )
    output.paragraph(
        f"Fields of a record with kind: {kind}, in a file (dragoman record) or a draft (dragoman"
        " compose). A star marks the fields that a new record needs."
    )
    output.line("")
    needed = {one.field for one in required_fields(kind, {})}
    for name in drafts.fields_of_document(kind):
        if name not in _EVERY_RECORD and (meaning := _meaning(kind, name)):
            star = "*" if name in needed or name == "status" else " "
            _show_field(session, star, name, meaning)
    output.line("")
    output.line(("In every record", "bold"))
    for name, meaning in _EVERY_RECORD.items():
        _show_field(session, " ", name, meaning)


def _show_field(session: Session, star: str, name: str, meaning: str) -> None:
    output = session.output
    output.paragraph(star, " ", (output.cell(name, _FIELD), "bold"), meaning, hanging=_FIELD + 2)


def _meaning(kind: str, name: str) -> str:
    """Return what a field means: its help, and its choices or an example; "" if nobody types it."""
    if name == "status":
        hints = get_type_hints(document_class(kind))
        return f"Status of the record: {', '.join(get_args(hints[name]) or ())}."
    field = declared(KINDS[kind].state)[name]
    about = _OF_OPTIONS.sub("", help_of(kind, field))
    if field.holds == "choice":
        choices = get_args(choices_of(KINDS[kind].state, kind, name))
        offered = ", ".join(one for one in choices if one not in field.retired)
        return f"{about} One of: {offered}."
    is_new = field.example and field.example.strip("[]") not in about
    return f"{about} Example: {field.example}" if about and is_new else about


_OF_OPTIONS = re.compile(r" \(repeatable[^)]*\)")
"""The part of a help text that is only about options of the command line."""
