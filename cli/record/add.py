"""``dragoman add``: record anything by answering questions."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from attrs import evolve as replaced
from attrs import field, frozen

from dragoman.cli.parameters import Parameter
from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.record.by_hand import as_document, context_parties
from dragoman.cli.record.margins import with_margins
from dragoman.cli.record.options import (
    IN_DOUBT,
    PLAIN_RESTORING,
    DoubtOptions,
    RestoringOptions,
)
from dragoman.cli.record.questions import (
    Question,
    answer,
    label_of,
    other_questions,
    questions_of,
    recognise,
    settle_topics,
)
from dragoman.cli.record.recording import BY_HAND, answers_for, by_hand, by_option, recorded
from dragoman.cli.session import Injected, Session
from dragoman.domain import (
    KINDS,
    TAKEN_PLACE,
    country_name,
    declared,
    fold,
    in_margins,
    known_side,
    parse_date,
)
from dragoman.exchange import Answers, Performed, RecordNames, UsageError, reading_in_words

if TYPE_CHECKING:
    from dragoman.store import RegisterUnitOfWork


@frozen
class RecordType:
    """A kind of entry that ``add`` records: its name, command, status, fixed fields and keywords."""

    name: str
    kind: str
    verb: str
    status: str | None
    keywords: str
    fixed: Mapping[str, str] = field(factory=dict)

    @property
    def words(self) -> frozenset[str]:
        """The folded keywords."""
        return frozenset(fold(word) for word in self.keywords.split())

    @property
    def command(self) -> str:
        """The command that records the entry in a script."""
        return f"dragoman {self.kind} {self.verb}"


_MET = "meeting met talks talk summit meet negotiations held trilateral bilateral margins dinner"
_TO_COME = "planned plan upcoming next future schedule scheduled announce announced will"
RECORD_TYPES = (
    RecordType("meeting that took place", "meeting", "hold", "held", _MET),
    RecordType("planned meeting", "meeting", "schedule", "scheduled", f"{_MET} {_TO_COME}"),
    RecordType(
        "phone call",
        "meeting",
        "hold",
        "held",
        "call phone phoned telephone called phonecall conversation",
        {"mode": "phone"},
    ),
    RecordType(
        "video call",
        "meeting",
        "hold",
        "held",
        "video videoconference online virtual vtc zoom",
        {"mode": "video"},
    ),
    RecordType(
        "visit that took place",
        "visit",
        "conclude",
        "concluded",
        "visit visited trip travel concluded ended state official working",
    ),
    RecordType(
        "visit that is under way",
        "visit",
        "start",
        "started",
        "visit trip started arrived arrival begun under way",
    ),
    RecordType(
        "planned visit",
        "visit",
        "announce",
        "announced",
        f"visit trip travel invited state official working {_TO_COME}",
    ),
    RecordType(
        "session of a commission or other mechanism",
        "consultation",
        "hold",
        "held",
        "session consultation consultations commission round held dialogue",
    ),
    RecordType(
        "planned session of a mechanism",
        "consultation",
        "schedule",
        "scheduled",
        f"session consultation consultations commission round dialogue {_TO_COME}",
    ),
    RecordType(
        "note, letter or other message that was delivered",
        "demarche",
        "deliver",
        "delivered",
        "note verbale letter message demarche delivered sent protest summoned aide memoire"
        " non-paper verbalnote nota verbal нота демарш письмо lettre brief",
    ),
    RecordType(
        "agreement or statement that was signed",
        "instrument",
        "sign",
        "signed",
        "agreement treaty memorandum mou protocol signed sign statement declaration instrument"
        " convention signature communiqué communique minutes roadmap abkommen vertrag erklärung"
        " kommuniqué accord traité déclaration acuerdo tratado declaración comunicado соглашение"
        " договор меморандум протокол заявление коммюнике",
    ),
    RecordType(
        "follow-up: something that somebody has to do",
        "follow-up",
        "agree",
        None,
        "follow-up followup follow up task action todo owed promise commitment item",
    ),
    RecordType(
        "mechanism: a commission, dialogue or working group",
        "mechanism",
        "establish",
        None,
        "mechanism body commission group established establish dialogue founded",
    ),
    RecordType(
        "person or organisation",
        "party",
        "register",
        None,
        "person party organisation organization people contact minister ambassador official",
    ),
    RecordType(
        "agreement that entered into force",
        "instrument",
        "enter-into-force",
        "in force",
        "enters entered entry into force",
    ),
    RecordType(
        "conference, in whose margins others meet",
        "conference",
        "announce",
        "announced",
        "conference forum assembly congress ministerial",
    ),
    RecordType(
        "series of meetings, such as a weekly call",
        "series",
        "schedule",
        "running",
        "series weekly monthly quarterly recurring regular",
    ),
)
"""The kinds of entry, in the order of the list that ``add`` shows."""


def add(
    *what: Annotated[
        str, Parameter(help="What to record, in words: call, talks, visit to Baghdad.")
    ],
    doubts: DoubtOptions = IN_DOUBT,
    act: RestoringOptions = PLAIN_RESTORING,
    session: Injected,
) -> int:
    """Record anything by answering questions: what happened, who, when, where, how, and the source."""
    typed = " ".join(what).strip()
    if not can_ask():
        raise UsageError(_in_a_script(typed))
    chosen = _chosen(session, typed)
    given: dict[str, Any] = dict(chosen.fixed)
    with by_option():
        asks = [one.field for one, _ in questions_of(chosen.kind, chosen.status)]
        if len(session.context) > 1 and "parties" in asks:
            given |= context_parties(session, chosen.kind, given)
        conferences: list[str] = []
        proposed = partial(_default, session, _proposed(chosen, typed))
        fields = _asked(session, chosen, given, proposed, conferences)
        fields |= context_parties(session, chosen.kind, fields)
        owed = _follow_ups(session, chosen)
        settle_topics(session, fields)
        fields = _confirmed(session, chosen, fields, owed, conferences)
        recognise(session, fields.get("participants", ()))
        answers = answers_for(doubts, act)
        doing = partial(
            _recorded,
            chosen=chosen,
            fields=fields,
            owed=owed,
            conferences=conferences,
            answers=answers,
            act=act,
        )
        return recorded(session, doing, act, answers=answers)


def _in_a_script(typed: str) -> str:
    """Return the message for a pipe, in which nobody can answer questions."""
    if found := _best(typed):
        commands = " or ".join(dict.fromkeys(one.command for one in found))
        return f"add asks questions, so it needs a terminal; in a script, type: {commands}"
    return (
        "add asks questions, so it needs a terminal; in a script, type, for example: dragoman"
        ' meeting hold --title "Talks" --party AZ --party IQ; to list the commands, type:'
        " dragoman --help"
    )


# --- Which entry ------------------------------------------------------------------------------


def _chosen(session: Session, typed: str) -> RecordType:
    """Return the entry that the user names, by words or by its number in a list."""
    found = _best(typed)
    if typed and not found:
        session.output.notice(f"{typed!r} is not a kind of record; choose one from the list")
    while len(found) != 1:
        shown = found or list(RECORD_TYPES)
        for number, one in enumerate(shown, 1):
            session.output.notice(f"  {number:>2}: {one.name}")
        said = asked(session, "what", "What do you want to record? (number or words)")
        found = _by_answer(shown, said)
        if not found:
            session.output.notice(f"{said!r} is not in the list; type a number, 1 to {len(shown)}")
    session.output.notice(f"  understood: {found[0].name}")
    return found[0]


def _by_answer(shown: Sequence[RecordType], said: str) -> list[RecordType]:
    """Return the entries that an answer means: one for a number, or all entries with its words."""
    if said.isdecimal():
        return [shown[int(said) - 1]] if 1 <= int(said) <= len(shown) else []
    return _best(said, shown) or _best(said)


def _best(typed: str, among: Sequence[RecordType] = RECORD_TYPES) -> list[RecordType]:
    """Return the entries that share most words with what the user typed; empty if none does."""
    words = set(fold(typed.replace("-", " ")).split()) | set(fold(typed).split())
    if exact := [one for one in among if fold(one.name) == fold(typed)]:
        return exact
    scores = {one.name: len(words & one.words) for one in among}
    most = max(scores.values())
    return [one for one in among if most and scores[one.name] == most]


def _proposed(chosen: RecordType, typed: str) -> dict[str, str]:
    """Return default answers from the words after ``to``, ``in`` and ``with``."""
    if len(typed.split()) < 2:
        return {}
    found = {"title": typed[:1].upper() + typed[1:]}
    readings = in_margins(typed)
    words = (typed if not readings else readings[0].place).split()
    for at, word in enumerate(words[:-1]):
        rest = " ".join(words[at + 1 :])
        code = known_side(rest)
        if word == "with" and code:
            found["parties"] = code
        elif word in ("to", "in") and chosen.kind == "visit" and code:
            found["host"] = code
        elif word in ("to", "in"):
            found["place"] = rest
    return found


# --- The questions ----------------------------------------------------------------------------


def _default(
    session: Session, proposed: Mapping[str, str], name: str, fields: Mapping[str, Any]
) -> str:
    """Return the default answer for a field: from the typed words, or else the own party."""
    default = proposed.get(name, "")
    if name == "parties" and not default and len(session.context) == 1:
        return _own_party(session.context[0], fields)
    return default


def _asked(
    session: Session,
    chosen: RecordType,
    given: dict[str, Any],
    proposed: Callable[[str, Mapping[str, Any]], str],
    conferences: list[str],
) -> dict[str, Any]:
    """Ask the questions of an entry; return all fields.

    ``conferences`` gets the name of a conference that the user wants to record together with the
    entry.
    """
    fields = dict(given)
    for question, default in questions_of(chosen.kind, chosen.status):
        if question.field not in fields and question.fits(fields):
            default = default or proposed(question.field, fields)
            fields = _answered(session, chosen, question, fields, default, conferences)
    return fields


def _answered(
    session: Session,
    chosen: RecordType,
    question: Question,
    fields: Mapping[str, Any],
    default: str,
    conferences: list[str],
) -> dict[str, Any]:
    """Ask one question; return all fields, with the conference that a title or place mentions."""
    name = question.field
    found = {**fields, **answer(session, chosen.kind, chosen.status, question, fields, default)}
    if name not in ("title", "place"):
        return found
    return with_margins(session, chosen.kind, name, found, conferences)


def _own_party(own: str, fields: Mapping[str, Any]) -> str:
    """Return the only party of the context as a default answer, unless it is the host."""
    return "" if fields.get("host") == own else own


_OWED = (
    Question("what", "What has to be done next? One thing at a time."),
    Question("owners", "Who has to act? (IQ, P-3, or a name and a side)"),
    Question("due", "By when? (2026-03-01, 2026-03, in 2 weeks)"),
)


def _follow_ups(session: Session, chosen: RecordType) -> list[dict[str, Any]]:
    """Ask for the follow-ups that an engagement that took place leaves."""
    if chosen.status not in TAKEN_PLACE:
        return []
    owed: list[dict[str, Any]] = []
    while True:
        one: dict[str, Any] = {}
        for question in _OWED:
            one |= answer(session, "follow-up", None, question, one)
            if not one:
                return owed
        owed.append(one)


# --- Confirmation -----------------------------------------------------------------------------


def _confirmed(
    session: Session,
    chosen: RecordType,
    fields: dict[str, Any],
    owed: Sequence[Mapping[str, Any]],
    conferences: list[str],
) -> dict[str, Any]:
    """Show the record, and let the user record, edit or drop it; return the final fields."""
    while True:
        _show(session, chosen, fields, owed)

        def check(said: str) -> None:
            if said.lower() not in ("y", "yes", "n", "no", "e", "edit"):
                raise ValueError(
                    "answer y to record, n to record nothing, or e to change an answer"
                )

        said = asked(session, "record", "Record it? (y, n, e: edit)", "y", check).lower()
        if said.startswith("y"):
            return fields
        if said.startswith("n"):
            raise UsageError("nothing was recorded")
        fields = _edited(session, chosen, fields, conferences)


def _edited(
    session: Session, chosen: RecordType, fields: dict[str, Any], conferences: list[str]
) -> dict[str, Any]:
    """Ask about one field, asked before or not; Enter at an optional question clears the field."""
    kind = chosen.kind
    usual = [one for one, _ in questions_of(kind, chosen.status)]
    others = other_questions(kind, chosen.status)
    by_name = {
        word: one for one in (*usual, *others) for word in (one.field, label_of(kind, one.field))
    }
    names = _names(kind, usual)
    session.output.notice(f"  other fields: {_names(kind, others)}")

    def check(said: str) -> None:
        if said.lower() not in by_name:
            raise ValueError(f"choose from: {names}")

    said = asked(session, "edit", f"Which answer do you want to change? ({names})", check=check)
    question = by_name[said.lower()]
    kept = {name: value for name, value in fields.items() if name != question.field}
    if not question.fits(kept):
        session.output.notice(f"the {label_of(kind, question.field)} does not fit this record")
        return fields
    return _answered(session, chosen, question, kept, "", conferences)


def _names(kind: str, questions: Sequence[Question]) -> str:
    return ", ".join(label_of(kind, one.field) for one in questions)


def _show(
    session: Session,
    chosen: RecordType,
    fields: Mapping[str, Any],
    owed: Sequence[Mapping[str, Any]],
) -> None:
    """Print the record as Dragoman understood it."""
    output = session.output.beside()
    output.line((f"{chosen.kind}: {chosen.status or chosen.name}", "bold"))
    for name, value in fields.items():
        for number, line in enumerate(_lines(chosen.kind, name, value)):
            label = output.cell("" if number else label_of(chosen.kind, name), 14)
            output.paragraph((label, "dim"), line, indent=2, hanging=16)
    for one in owed:
        label = output.cell("follow-up", 14)
        words = "; ".join(_lines("follow-up", name, value)[0] for name, value in one.items())
        output.paragraph((label, "dim"), words, indent=2, hanging=16)


def _lines(kind: str, name: str, value: Any) -> list[str]:
    """Return the value of a field as lines of text."""
    if name == "participants":
        return [reading_in_words(one) for one in value]
    if name == "source":
        return ["; ".join(value.values())]
    holds = declared(KINDS[kind].state)[name].holds
    if holds == "day":
        return [f"{parse_date(value).for_people()}  [{value}]"]
    if holds in ("code", "codes"):
        codes = [value] if isinstance(value, str) else value
        return [", ".join(f"{country_name(code)} ({code})" for code in codes)]
    if isinstance(value, list):
        return list(value) if holds == "proses" else [", ".join(value)]
    return [str(value)]


# --- Recording --------------------------------------------------------------------------------

_THIS = "this"
"""The name by which a follow-up links to the engagement of the same entry."""


def _recorded(
    names: RecordNames,
    uow: "RegisterUnitOfWork",
    *,
    chosen: RecordType,
    fields: Mapping[str, Any],
    owed: Sequence[Mapping[str, Any]],
    conferences: Sequence[str],
    answers: Answers,
    act: RestoringOptions,
) -> list[Performed]:
    """Record the new record, its follow-ups and a new conference around it as one entry."""
    data = as_document(chosen.kind, chosen.status, fields)
    done = []
    links: dict[str, UUID] = {}
    title = str(data.get("margins", ""))
    if title in conferences:
        conference = {"kind": "conference", "status": "announced", "title": title}
        place = replaced(BY_HAND, key="conference", name="the new conference")
        done = by_hand(names, uow, None, conference, answers, place=place)
        links = {title: done[0].outcome.record}
    done += by_hand(names, uow, None, data, answers, act.restore, links=links)
    links = {_THIS: done[-1].outcome.record}
    for number, one in enumerate(owed, 1):
        data = as_document("follow-up", None, {"agreed_in": _THIS, **one})
        place = replaced(BY_HAND, key=("follow-up", number), name=f"follow-up {number}")
        done += by_hand(names, uow, None, data, answers, place=place, links=links)
    return done
