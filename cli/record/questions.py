"""Ask the user, on a terminal, for the missing fields of a new record."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from attrs import frozen

from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.wording import person_in_words
from dragoman.domain import (
    ImpreciseDate,
    MechanismKind,
    rhythm_of,
    side,
    typed_ref,
    understand,
)
from dragoman.exchange import Fault, at, direction_of

if TYPE_CHECKING:
    from dragoman.cli.session import Session


@frozen
class Question:
    """A question about a field: its text, a function that reads the answer, and a default."""

    words: str
    read: Callable[[str], Any]
    default: str = ""


def _codes(answer: str) -> list[str]:
    return [side(part.strip()) for part in answer.replace(";", ",").split(",") if part.strip()]


def _two_codes(answer: str) -> list[str]:
    codes = _codes(answer)
    if len(set(codes)) < 2:
        raise ValueError("name at least two different parties: AZ, IQ")
    return codes


def _day(session: "Session", toward: int, answer: str) -> str:
    day: ImpreciseDate = understand(answer, session.today, toward, session.zone)
    session.output.notice(f"  understood: {day.for_people()}  [{day}]")
    return str(day)


def _ref(answer: str) -> str:
    ref = typed_ref(answer)
    if ref is None or ref.kind != "mechanism":
        raise ValueError(
            "this is not a mechanism (B-2); to list the mechanisms, type: dragoman mechanism list"
        )
    return str(ref)


def _body(answer: str) -> str:
    kinds = get_args(MechanismKind)
    if answer not in kinds:
        raise ValueError(f"choose from: {', '.join(kinds)}")
    return answer


_QUESTIONS: Mapping[str, Mapping[str, Question]] = {
    "visit": {
        "title": Question("What is the title of the visit, in a few words?", str),
        "host": Question("Who is the host? (IQ, Iraq, org:UN)", side),
        "parties": Question("Which party do the guests belong to? (AZ)", _codes),
    },
    "meeting": {
        "title": Question("What is the title of the meeting, in a few words?", str),
        "parties": Question("Which states or organisations take part? (AZ, IQ)", _codes),
    },
    "consultation": {
        "mechanism": Question("Which mechanism holds the session? (B-2)", _ref),
    },
    "mechanism": {
        "body": Question("What kind of body is it? (joint commission, working group …)", _body),
        "title": Question("What is the official title of the body?", str),
        "parties": Question("Who are the parties? (AZ, IQ)", _two_codes),
    },
    "demarche": {
        "subject": Question("What is the message about, in a few words?", str),
        "sender": Question("Who is the message from? (AZ)", side),
        "recipients": Question("Who is the message to? (IQ)", _codes),
    },
    "instrument": {
        "title": Question("What is the title of the instrument?", str),
        "parties": Question("Who are the parties? (AZ, IQ)", _two_codes),
    },
    "conference": {"title": Question("What is the name of the conference? (UNGA 81)", str)},
    "series": {
        "title": Question("What is the title of the meetings, in a few words?", str),
        "parties": Question("Which states or organisations take part? (AZ, IQ)", _codes),
        "every": Question("How often? (week, 2 weeks, month, last friday of the month)", rhythm_of),
    },
    "follow-up": {"what": Question("What is owed, in a few words?", str)},
    "party": {"name": Question("What is the name, as the source writes it?", str)},
}

_PLANNED = ("occurred", "When? (2025-04-20, 2025-04, yesterday, in 2 weeks, 20 April 2025)", "")
_OVER = (*_PLANNED[:2], "today")
_DATED: Mapping[str | None, tuple[str, str, str]] = {
    "announced": _PLANNED,
    "scheduled": _PLANNED,
    "started": _OVER,
    "concluded": _OVER,
    "held": _OVER,
    "signed": ("signed", "When was the instrument signed? (2025-12-04, today)", "today"),
    "delivered": ("occurred", "When was the message delivered? (yesterday)", "today"),
    "answered": ("answered", "When was the message answered? (yesterday)", "today"),
}
"""For each status: the date field, the question that asks for the date, and the default."""


def missing_fields(
    session: "Session", kind: str, status: str | None, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Ask for the missing fields of a new record; return ``{}`` if nobody can answer.

    If any of these fields is missing, also ask for the date, unless the user gave the date.
    """
    missing = {name: one for name, one in _QUESTIONS.get(kind, {}).items() if name not in given}
    if kind == "series":
        missing |= _dates_of_series(session, given)
    if not missing or not can_ask() or _participants_suffice(given):
        return {}
    if status in _DATED and _DATED[status][0] not in given:
        name, words, default = _DATED[status]
        missing[name] = Question(words, partial(_day, session, direction_of(status)), default)
    return {name: _answer(session, name, question) for name, question in missing.items()}


def _dates_of_series(session: "Session", given: Mapping[str, Any]) -> dict[str, Question]:
    """Return the questions for the dates of a series that the user did not give."""
    words = {
        "occurred": "When is the first meeting? (2026-12-01 10:00, tuesday 15:00)",
        "until": "What is the last day of the series? (2027-11-30, in 6 months)",
    }
    read = partial(_day, session, 1)
    return {name: Question(one, read) for name, one in words.items() if name not in given}


def recognise(session: "Session", participants: Sequence[dict[str, Any]]) -> None:
    """Ask whether a new name means the same person as a similar known name.

    If the user says yes, the participant gets the ref of the known person.
    """
    if not (participants and can_ask() and session.register_path.exists()):
        return
    from dragoman.domain import known_as
    from dragoman.projections import namesakes

    with session.reading() as (reading, _):
        for person in (one for one in participants if one.get("name") and not one.get("party")):
            with at("participants"):
                code = side(person["side"]) if person.get("side") else None
            if reading.ids("party", known_as(person["name"], code)):
                continue
            for known in namesakes(reading, person["name"], code)[:3]:
                question = f"{person['name']}: did you mean {person_in_words(known)}? (y/n)"
                if _is_yes(session, question):
                    person["party"] = known["ref"]
                    break


def _is_yes(session: "Session", question: str) -> bool:
    def check(answer: str) -> None:
        if answer.lower() not in ("y", "yes", "n", "no"):
            raise ValueError("answer y or n")

    return asked(session, "participant", question, "n", check).lower().startswith("y")


def _participants_suffice(given: Mapping[str, Any]) -> bool:
    """Return whether a title and participants are given, so that no question is necessary."""
    return "participants" in given and "title" in given


def _answer(session: "Session", name: str, question: Question) -> Any:
    found: list[Any] = []

    def check(answer: str) -> None:
        found[:] = [question.read(answer)]

    with at(name):
        asked(session, name, question.words, question.default, check)
    if not found:
        raise Fault("is missing", (name,))
    return found[0]
