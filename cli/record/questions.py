"""Questions about a new record: what it cannot do without is asked for, where somebody answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from attrs import frozen

from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.wording import person_in_words
from dragoman.domain import ImpreciseDate, MechanismKind, side, typed_ref, understand
from dragoman.exchange import Fault, at

if TYPE_CHECKING:
    from dragoman.cli.session import Session


@frozen
class Question:
    """What is asked for a field: the words, the forms that are taken, and the usual answer."""

    words: str
    read: Callable[[str, "Session"], Any]
    default: str = ""


def _text(answer: str, session: "Session") -> str:
    return answer


def _codes(answer: str, session: "Session") -> list[str]:
    return [side(part.strip()) for part in answer.replace(";", ",").split(",") if part.strip()]


def _two_codes(answer: str, session: "Session") -> list[str]:
    codes = _codes(answer, session)
    if len(set(codes)) < 2:
        raise ValueError("name at least two different ones: AZ, IQ")
    return codes


def _code(answer: str, session: "Session") -> str:
    return side(answer)


def _day(answer: str, session: "Session") -> str:
    day: ImpreciseDate = understand(answer, session.today)
    session.output.notice(f"  understood: {day.for_people()}  [{day}]")
    return str(day)


def _ref(answer: str, session: "Session") -> str:
    ref = typed_ref(answer)
    if ref is None or ref.kind != "mechanism":
        raise ValueError("that is no mechanism; they look like B-2 (dragoman mechanism list)")
    return str(ref)


def _body(answer: str, session: "Session") -> str:
    kinds = get_args(MechanismKind)
    if answer not in kinds:
        raise ValueError(f"choose from: {', '.join(kinds)}")
    return answer


_WHEN = "When? (2025-04-20, 2025-04, yesterday, in 2 weeks, 20 April 2025)"
_TITLE = Question("What is it, in a few words?", _text)
_PARTIES = Question("Which states or organisations take part? (AZ, IQ)", _codes)
_OF_MEETING = {"title": _TITLE, "parties": _PARTIES}

_QUESTIONS: Mapping[str, Mapping[str, Question]] = {
    "visit": {
        "title": _TITLE,
        "host": Question("Who is the host? (IQ, Iraq, org:UN)", _code),
        "parties": Question("Whose are the guests? (AZ)", _codes),
    },
    "meeting": _OF_MEETING,
    "consultation": {
        "mechanism": Question("Of which mechanism is it a session? (B-2)", _ref),
    },
    "mechanism": {
        "body": Question("What kind of body? (joint commission, working group …)", _body),
        "title": Question("What is its official title?", _text),
        "parties": Question("Which are its parties? (AZ, IQ)", _two_codes),
    },
    "demarche": {
        "subject": Question("What is it about, in a few words?", _text),
        "sender": Question("Who is it from? (AZ)", _code),
        "recipients": Question("Who is it to? (IQ)", _codes),
    },
    "instrument": {
        "title": Question("What is it called?", _text),
        "parties": Question("Which are its parties? (AZ, IQ)", _two_codes),
    },
    "follow-up": {"what": Question("What is owed, in a few words?", _text)},
    "party": {"name": Question("What is the name, as the source writes it?", _text)},
}
_DATED: Mapping[str | None, tuple[str, Question]] = {
    "announced": ("occurred", Question(_WHEN, _day)),
    "scheduled": ("occurred", Question(_WHEN, _day)),
    "started": ("occurred", Question(_WHEN, _day, "today")),
    "concluded": ("occurred", Question(_WHEN, _day, "today")),
    "held": ("occurred", Question(_WHEN, _day, "today")),
    "signed": ("signed", Question("When was it signed? (2025-12-04, today)", _day, "today")),
    "delivered": ("occurred", Question("When was it delivered? (yesterday)", _day, "today")),
    "answered": ("answered", Question("When was it answered? (yesterday)", _day, "today")),
}


def missing_fields(
    session: "Session", kind: str, status: str | None, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers for what a new record needs and nobody gave; empty where nobody can answer.

    Once something has to be asked for, the date is asked for, too, if it is missing.
    """
    missing = {name: one for name, one in _QUESTIONS.get(kind, {}).items() if name not in given}
    if not missing or not can_ask() or _is_known_otherwise(given):
        return {}
    if status in _DATED and _DATED[status][0] not in given:
        name, question = _DATED[status]
        missing[name] = question
    return {name: _answer(session, name, question) for name, question in missing.items()}


def recognise(session: "Session", participants: Sequence[dict[str, Any]]) -> None:
    """Ask of every new name that is like a known one whether it is the same person.

    A participant that is recognised gets the ref of the party. Nobody is asked in a pipe: there,
    a notice tells afterwards.
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


def _is_known_otherwise(given: Mapping[str, Any]) -> bool:
    """Whether the participants tell who takes part, so that only the title may be missing."""
    return "participants" in given and "title" in given


def _answer(session: "Session", name: str, question: Question) -> Any:
    found: list[Any] = []

    def check(answer: str) -> None:
        found[:] = [question.read(answer, session)]

    with at(name):
        asked(session, name, question.words, question.default, check)
    if not found:
        raise Fault("is missing", (name,))
    return found[0]
