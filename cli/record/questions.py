"""The questions about a new record: which fields a command asks for, in which order.

The questions of each kind are declared once. On a terminal, a command whose required fields are
missing asks all of them; in a pipe, it names the missing fields and says what to type.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.record.answers import ANSWERED, Answering, ref_known
from dragoman.cli.record.naming import way_on_in
from dragoman.cli.wording import person_in_words
from dragoman.domain import (
    KINDS,
    Field,
    declared,
    fold,
    foreign,
    known_side,
    match_of,
    quoted,
    side,
)
from dragoman.exchange import UsageError, at, option_of_field

if TYPE_CHECKING:
    from dragoman.cli.session import Session
    from dragoman.projections.parties import PartyShape

Given = Mapping[str, Any]
"""The fields of a document that are known so far."""


def _always(given: Given) -> bool:
    return True


def _never(given: Given) -> bool:
    return False


def _without_sides(given: Given) -> bool:
    """Return whether no other field says which states or organisations take part."""
    people = given.get("participants", ())
    is_known = given.get("host") or given.get("part_of")
    return not (is_known or any(known_side(one.get("side", "")) for one in people))


def _without_signatories(given: Given) -> bool:
    if given.get("signed_in"):  # the engagement has parties
        return False
    return len({one.get("side") for one in given.get("participants", ())} - {None}) < 2


@frozen
class Question:
    """A question about a field, and an example answer as typed after an option.

    ``needs`` says whether the field is required, given the other fields. ``fits`` says whether the
    question makes sense, given the other fields.
    """

    field: str
    words: str
    example: str = ""
    needs: Callable[[Given], bool] = _never
    fits: Callable[[Given], bool] = _always


def _is_in_person(given: Given) -> bool:
    return given.get("mode") not in ("phone", "written")


_PEOPLE = Question(
    "participants", "Who took part? One person at a time: name, post, country or role."
)
_MEMBERS = Question("participants", "Who takes part? One person at a time: name, post, country.")
_PLACE = Question("place", "Where? (city or venue)", fits=_is_in_person)
_MODE = Question("mode", "How do the sides meet?")
_TOPICS = Question("topics", "What are the topics? (energy; trade)")
_OUTCOMES = Question("outcomes", "What was the outcome? One outcome at a time.")
_SOURCE = Question("source", "What is the source? (title of the report or document)")
_WHEN = "When? (2025-04-20, 2025-04, yesterday, in 2 weeks, 20 April 2025)"
_EITHER = Question("occurred", _WHEN)

QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    "visit": (
        Question(
            "title",
            "What is the title of the visit, in a few words?",
            '"Official visit"',
            _always,
        ),
        Question("host", "Who is the host? (IQ, Iraq, org:UN)"),
        Question(
            "parties", "Which party do the guests belong to? (AZ)", "AZ --host IQ", _without_sides
        ),
        _PEOPLE,
        _EITHER,
        _PLACE,
        Question("level", "What is the level of the visit?"),
        _TOPICS,
        _OUTCOMES,
        _SOURCE,
    ),
    "meeting": (
        Question(
            "title",
            "What is the title of the meeting, in a few words?",
            '"Energy ministers"',
            _always,
        ),
        Question(
            "parties",
            "Which states or organisations take part? (AZ, IQ)",
            "AZ --party IQ",
            _without_sides,
        ),
        _PEOPLE,
        _EITHER,
        _PLACE,
        _MODE,
        _TOPICS,
        _OUTCOMES,
        _SOURCE,
    ),
    "consultation": (
        Question("mechanism", "Which mechanism holds the session? (B-2)", "B-2", _always),
        Question("session", "Which session is it? (7, VII, 7th)"),
        _PEOPLE,
        _EITHER,
        Question("host", "Who is the host? (IQ, Iraq, org:UN)", fits=_is_in_person),
        _PLACE,
        _MODE,
        _TOPICS,
        _OUTCOMES,
        _SOURCE,
    ),
    "mechanism": (
        Question(
            "body",
            "What kind of body is it? (joint commission, working group …)",
            '"joint commission"',
            _always,
        ),
        Question("title", "What is the official title of the body?", '"Joint Commission"', _always),
        Question("parties", "Who are the parties? (AZ, IQ)", "AZ --party IQ", _always),
        Question("established", "When was the body founded? (2019-05, 2019)"),
        Question("cadence", "How often does the body meet? (every year, every 6 months)"),
        _SOURCE,
    ),
    "demarche": (
        Question("form", "What kind of message is it?"),
        Question(
            "subject", "What is the message about, in a few words?", '"Visa procedures"', _always
        ),
        Question("sender", "Who is the message from? (AZ)", "AZ", _always),
        Question("recipients", "Who is the message to? (IQ)", "IQ", _always),
        _EITHER,
        Question("reply", "Is a reply awaited?"),
        _TOPICS,
        _SOURCE,
    ),
    "instrument": (
        Question("form", "What kind of instrument is it?"),
        Question("title", "What is the title of the instrument?", '"Memorandum"', _always),
        Question("parties", "Who are the parties? (AZ, IQ)", "AZ --party IQ", _without_signatories),
        Question("participants", "Who signed? One person at a time: name, post, country."),
        _EITHER,
        Question("place", "Where? (place of signature)"),
        Question("signed_in", "In which visit or meeting was the instrument signed? (V-3)"),
        _TOPICS,
        _SOURCE,
    ),
    "follow-up": (
        Question("what", "What is owed, in a few words?", '"Send the draft"', _always),
        Question("owners", "Who has to act? (IQ, P-3, or a name and a side)"),
        Question("due", "When is it due? (2026-03-01, 2026-03, in 2 weeks)"),
        Question("agreed_in", "In which engagement was it agreed? (C-3)"),
        _SOURCE,
    ),
    "party": (
        Question("name", "What is the name, as the source writes it?", '"Fuad Hussein"', _always),
        Question("side", "Which state or organisation? (IQ)"),
        Question("post", "What is the post?"),
        _SOURCE,
    ),
    "conference": (
        Question("title", "What is the name of the conference? (UNGA 81)", '"UNGA 81"', _always),
        _EITHER,
        _PLACE,
        _TOPICS,
        _SOURCE,
    ),
    "series": (
        Question(
            "title",
            "What is the title of the meetings, in a few words?",
            '"Weekly call"',
            _always,
        ),
        Question(
            "parties", "Which states or organisations take part? (AZ, IQ)", "AZ --party IQ", _always
        ),
        Question(
            "every",
            "How often? (week, 2 weeks, month, last friday of the month)",
            "week",
            _always,
        ),
        Question(
            "occurred",
            "When is the first meeting? (2026-12-01 10:00, tuesday 15:00)",
            '"2026-12-01 10:00"',
            _always,
        ),
        Question(
            "until",
            "What is the last day of the series? (2027-11-30, in 6 months)",
            "2027-11-30",
            _always,
        ),
        _PLACE,
        _MODE,
        _TOPICS,
        _SOURCE,
    ),
}
"""The questions about a new record of each kind, in the order in which Dragoman asks them."""

OF_SOURCES = (
    Question("publisher", "Who published the source?"),
    Question("published", "When was the source published? (2025-04-21)"),
    Question("url", "What is the URL of the source?"),
)
"""The questions that follow the title of a source."""

_TODAY = (_WHEN, "today")
_DATED: Mapping[str | None, tuple[str, str, str]] = {
    "started": ("occurred", *_TODAY),
    "concluded": ("occurred", *_TODAY),
    "held": ("occurred", *_TODAY),
    "signed": ("signed", "When was the instrument signed? (2025-12-04, today)", "today"),
    "in force": ("in_force", "When did the instrument enter into force? (today)", "today"),
    "terminated": ("terminated", "When was the instrument terminated? (today)", "today"),
    "delivered": ("occurred", "When was the message delivered? (yesterday)", "today"),
    "answered": ("answered", "When was the message answered? (yesterday)", "today"),
}
"""For each status: the date field, the question that asks for the date, and the default."""

_PLANS = ("announced", "scheduled")


def questions_of(kind: str, status: str | None) -> list[tuple[Question, str]]:
    """Return the questions about a new record, each with the default answer."""
    found = []
    for one in QUESTIONS.get(kind, ()):
        default = ""
        if one.field == "occurred" and status in _DATED:
            name, words, default = _DATED[status]
            one = Question(name, words)
        elif one is _PEOPLE and status in _PLANS:
            one = _MEMBERS
        if not (one.field == "outcomes" and status in _PLANS):
            found.append((one, default))
    return found


def other_questions(kind: str, status: str | None) -> list[Question]:
    """Return questions about the fields of a new record that :func:`questions_of` leaves out."""
    of = KINDS[kind]
    asked_about = {one.field for one, _ in questions_of(kind, status)}
    left_out = asked_about | foreign(of.state).keys()
    return [
        Question(name, f"What is the value of '{label_of(kind, name)}'?{_hint(field)}")
        for name, field in declared(of.steps[status or of.first].facts).items()
        if field.help and field.holds in ANSWERED and name not in left_out
    ]


def label_of(kind: str, name: str) -> str:
    """Return the name of a field as questions show the name."""
    field = declared(KINDS[kind].state).get(name)
    return (field.label if field and field.label else name).replace("_", " ")


def _hint(field: Field) -> str:
    return f" ({field.example.strip('[]')})" if field.example else ""


def required_fields(kind: str, given: Given) -> list[Question]:
    """Return the questions about the required fields that are missing."""
    return [one for one in QUESTIONS.get(kind, ()) if one.field not in given and one.needs(given)]


def missing_fields(
    session: "Session", kind: str, verb: str, status: str | None, given: Given
) -> dict[str, Any]:
    """Return the missing fields of a new record, as the user answers the questions.

    If every required field is given, ask nothing. In a pipe, raise :class:`UsageError`, which names
    all missing fields.
    """
    missing = required_fields(kind, given)
    if not missing:
        return {}
    if not can_ask():
        raise UsageError(_what_is_missing(session, kind, verb, missing, bool(given)))
    return asked_fields(session, kind, status, given)


def existing_record(session: "Session", kind: str, status: str | None, given: Given) -> str | None:
    """Ask which recorded plan, message or agreement a later step is about; return its ref.

    Return ``None`` for a new record, and ask nothing if the required fields are given.
    """
    if not (can_ask() and required_fields(kind, given) and session.location.exists()):
        return None
    from dragoman.projections import latest

    with session.reading() as (snapshot, _):
        found = latest(snapshot, (kind,), MOST_PLANS, _earlier(kind, status))
    if not found:
        return None
    for one in found:
        session.output.notice(f"  {one}")
    answered: list[str] = []

    def check(said: str) -> None:
        answered[:] = [ref_known(session, said, (kind,), "ref")]

    question = f"Is it one of these? Type its ref or name. (Enter: a new {kind})"
    asked(session, "ref", question, check=check, skips=True)
    return answered[0] if answered else None


def _earlier(kind: str, status: str | None) -> tuple[str, ...]:
    """Return the statuses of a kind that come before a status."""
    stages: tuple[str, ...] = getattr(KINDS[kind].state, "stages", ())
    end = stages.index(status) if status in stages else 1
    return (*stages[:end], *(("postponed",) if stages[:1] and stages[0] in _PLANS else ()))


MOST_PLANS = 3
"""The maximum number of records to offer for a later step."""


def asked_fields(
    session: "Session",
    kind: str,
    status: str | None,
    given: Given,
) -> dict[str, Any]:
    """Ask the questions about the fields that are not given; return the answers by field."""
    answers: dict[str, Any] = {}
    for question, default in questions_of(kind, status):
        known = {**given, **answers}
        if question.field in known or not question.fits(known):
            continue
        answers |= answer(session, kind, status, question, known, default)
    return answers


def answer(
    session: "Session",
    kind: str,
    status: str | None,
    question: Question,
    known: Given,
    default: str = "",
) -> dict[str, Any]:
    """Ask one question; return the answer by field, or ``{}`` if the user skips the question."""
    answering = Answering(session, kind, status, known)
    is_required = question.needs(known)
    found = answering.ask(question.field, question.words, default, is_required)
    if question.field != "source" or found is None:
        return {} if found is None else {question.field: found}
    source = {"title": found}
    for one in OF_SOURCES:
        detail = answering.ask_of_source(one.field, one.words)
        source |= {one.field: detail} if detail else {}
    return {"source": source}


def _what_is_missing(
    session: "Session", kind: str, verb: str, missing: Sequence[Question], is_begun: bool
) -> str:
    """Return the message that names the missing fields, and says what to type.

    ``is_begun`` says whether the user has given other fields.
    """
    options = [option_of_field(kind, one.field) for one in missing]
    listed = " and ".join(filter(None, (", ".join(options[:-1]), options[-1])))
    said = f"{listed} {'is' if len(missing) == 1 else 'are'} missing"
    sought = [declared(KINDS[kind].state)[one.field].to for one in missing]
    if kinds := next(filter(None, sought), ()):
        return f"{said}: {way_on_in(session, kinds)}"
    words = " ".join(f"{option_of_field(kind, one.field)} {one.example}" for one in missing)
    return f"{said}; {'add' if is_begun else f'type: dragoman {kind} {verb}'} {words}"


def recognise(session: "Session", participants: Sequence[dict[str, Any]]) -> None:
    """Ask whether a new name means the same person as a similar known name.

    If the user says yes, the participant gets the ref of the known person.
    """
    if not (participants and can_ask() and session.location.exists()):
        return
    from dragoman.domain import known_as
    from dragoman.projections import namesakes
    from dragoman.projections.reports.posts import with_posts

    with session.reading() as (reading, _):
        for person in (one for one in participants if one.get("name") and not one.get("party")):
            with at("participants"):
                code = side(person["side"]) if person.get("side") else None
            if reading.ids("party", known_as(person["name"], code)):
                continue
            likely = namesakes(reading, person["name"], code)[:3]
            for known in with_posts(reading, likely):
                question = f"{person['name']}: did you mean {person_in_words(known)}? (y/n)"
                if is_yes(session, "participant", question, _default_for(person, known)):
                    person["party"] = known.ref
                    person |= {"side": known.side, **person} if known.side else {}
                    break


def _default_for(person: Mapping[str, Any], known: "PartyShape") -> str:
    """Return "y" if a name and a post fit a known person, or "" for an answer without a default.

    Enter never means a new person, because that may record somebody twice.
    """
    names = [known.name, *known.aliases]
    is_named = fold(person["name"]) in map(fold, names)
    fits = match_of(known.post, person.get("post")) != "different"
    return "y" if is_named and fits else ""


def settle_topics(session: "Session", fields: dict[str, Any]) -> None:
    """Replace new topics by the known topics that the user means, each once."""
    if "topics" in fields:
        known = with_known_topics(session, fields["topics"])
        fields["topics"] = list(dict.fromkeys(known.values()))


def with_known_topics(
    session: "Session",
    topics: Sequence[str],
    advice: str = "undo this entry, and repeat the command with --topic {}",
) -> dict[str, str]:
    """Return the topic to record for each topic.

    On a terminal, ask whether a new topic means a similar known topic. In a pipe, print a note with
    the ``advice`` on how to write the known topic. Dragoman never replaces a topic on its own.
    """
    if not (topics and session.location.exists()):
        return {one: one for one in topics}
    from dragoman.projections import similar_topics

    with session.reading() as (reading, _):
        similar = similar_topics(reading, topics)
    kept = {}
    for topic in topics:
        kept[topic] = topic
        known = similar.get(topic)
        if known and can_ask():
            question = f"{topic!r} is a new topic; do you mean the known topic {known!r}? (y/n)"
            kept[topic] = known if is_yes(session, "topic", question) else topic
        elif known:
            session.output.notice(
                f"note: {topic!r} is a new topic; {known!r} is known. If they are the same,"
                f" {advice.format(quoted(known))}"
            )
    return kept


def is_yes(session: "Session", name: str, question: str, default: str = "") -> bool:
    """Ask a question that takes y or n; return whether the answer is y.

    Without a ``default``, Enter repeats the question.
    """

    def check(answer: str) -> None:
        if answer.lower() not in ("y", "yes", "n", "no"):
            raise ValueError("answer y or n")

    return asked(session, name, question, default, check).lower().startswith("y")
