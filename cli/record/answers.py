"""Answers: read what a person types at a question, according to the type of the field."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from attrs import frozen

from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.record.naming import ref_meant
from dragoman.cli.wording import person_in_words
from dragoman.domain import (
    KINDS,
    Field,
    Refused,
    Source,
    declared,
    duration_of,
    interval_of,
    refuse_by_mode,
    rhythm_of,
    side,
    typed_ref,
    weekday_of,
    whole_number,
    with_article,
)
from dragoman.exchange import (
    Fault,
    SourceDocument,
    at,
    choice_meant,
    choices_of,
    clean,
    converted,
    day_of,
    direction_of,
    is_plain,
    owners_of,
    participant_of,
    reading_in_words,
    readings_of,
    way_on,
)

if TYPE_CHECKING:
    from dragoman.cli.session import Session

SKIP = " (Enter skips)"
ENOUGH = " (Enter: no more)"
UNKNOWN = " (-: not known)"


def parts_of(text: str) -> list[str]:
    """Return the parts of an answer that semicolons or commas separate."""
    separator = ";" if ";" in text else ","
    return [part.strip() for part in text.split(separator) if part.strip()]


def participant_understood(session: "Session", text: str) -> dict[str, str]:
    """Return the participant that a text means; on a terminal, ask if there are several readings.

    Dragoman shows the reading of a text that is not in the documented order: at once on a terminal,
    and in a pipe in the receipt. Raises :class:`Fault`.
    """
    if not can_ask():
        person = _with_side(session, participant_of(text))
        if not is_plain(text):
            session.understood.append(f"{text!r} as {reading_in_words(person)}")
        return person
    readings = readings_of(text)
    person = dict(readings[0] if len(readings) == 1 else _chosen(session, text, readings))
    with at("participants"):
        _refuse_unknown_side(person)
    person = _with_side(session, person)
    if not is_plain(text):
        understood(session, reading_in_words(person))
    return person


def _with_side(session: "Session", person: dict[str, str]) -> dict[str, str]:
    """Return a participant with the side of the known person whose ref the user typed alone.

    On a terminal, show who the person is.
    """
    ref = typed_ref(person.get("party", ""))
    if person.get("name") or ref is None or not session.location.exists():
        return person
    from dragoman.projections import whole
    from dragoman.projections.reports.posts import with_posts

    with session.reading() as (snapshot, _):
        record = snapshot.record(ref)
        if record is None:
            return person
        [known] = with_posts(snapshot, [whole(snapshot, record)])
    if can_ask():
        understood(session, person_in_words(known))
    return {"side": known.side, **person} if known.side else person


def owner_understood(session: "Session", text: str) -> str:
    """Return the text of an owner, and show how Dragoman understood it. Raises :class:`Fault`."""
    owners = owners_of(clean(text))
    for owner in owners:
        _refuse_unknown_side(owner)
    understood(session, "; ".join(map(reading_in_words, owners)))
    return text


def _refuse_unknown_side(person: Mapping[str, str]) -> None:
    """Raise ``ValueError`` if the side of a participant is not a state or an organisation."""
    if code := person.get("side"):
        side(code)


def _chosen(
    session: "Session", text: str, readings: Sequence[Mapping[str, str]]
) -> Mapping[str, str]:
    session.output.notice(f"{text!r} has several readings:")
    for number, one in enumerate(readings, 1):
        session.output.notice(f"  {number}: {reading_in_words(one)}")
    by_number = {str(number): one for number, one in enumerate(readings, 1)}

    def check(answer: str) -> None:
        if answer not in by_number:
            raise ValueError(f"answer 1 to {len(readings)}")

    question = f"Which one is right? (1 to {len(readings)})"
    return by_number[asked(session, "participant", question, check=check)]


def understood(session: "Session", words: str) -> None:
    """Print how Dragoman understood an answer."""
    session.output.notice(f"  understood: {words}")


ANSWERED = (
    *("text", "prose", "proses", "texts", "number", "choice"),
    *("day", "code", "codes", "participants", "link"),
)
"""The types of fields for which a person can type an answer."""


@frozen
class Answering:
    """The reading of answers about one new record; ``known`` are the fields known so far."""

    session: "Session"
    kind: str
    status: str | None
    known: Mapping[str, Any]

    def ask(self, name: str, words: str, default: str, is_required: bool) -> Any:
        """Ask for a field until the answer fits; return ``None`` if the user skips the field."""
        if name == "source":
            return self._one(name, words, clean)
        field = declared(KINDS[self.kind].state)[name]
        if field.holds in ("participants", "proses"):
            return self._several(name, words, self._reader(name, field)) or None
        read = self._reader(name, field)
        if field.holds == "choice":
            choices = get_args(choices_of(KINDS[self.kind].state, self.kind, name))
            words = words if "(" in words else f"{words} ({', '.join(choices)})"
        return self._one(name, words, read, default, is_required, not (is_required or default))

    def ask_of_source(self, name: str, words: str) -> Any:
        """Ask for a detail of the source; return ``None`` if the user skips the question."""
        field = declared(Source)[name]
        if field.holds == "day":
            return self._one(name, words, partial(_day, self.session, -1))
        return self._one(name, words, partial(_of_source, name))

    def _one(
        self,
        name: str,
        words: str,
        read: Callable[[str], Any],
        default: str = "",
        is_required: bool = False,
        skips: bool = True,
        skip: str = SKIP,
    ) -> Any:
        """Ask for one value; ``skip`` is the hint that says how to give none, if the user may."""
        found: list[Any] = []
        may_be_unknown = bool(default) and not is_required
        hint = skip if skips else UNKNOWN if may_be_unknown else ""

        def check(answer: str) -> None:
            if not (may_be_unknown and answer == "-"):
                found[:] = [read(answer)]

        with at(name):
            asked(self.session, name, f"{words}{hint}", default, check, skips)
        return found[0] if found else None

    def _several(self, name: str, words: str, read: Callable[[str], Any]) -> list[Any]:
        """Ask for the values of a field one after the other, until the user presses Enter."""
        values: list[Any] = []
        while (value := self._one(name, words, read, skip=ENOUGH if values else SKIP)) is not None:
            values.append(value)
            words = "Next?"
        return values

    def _reader(self, name: str, field: Field) -> Callable[[str], Any]:
        if field.is_duration:
            return lambda text: [duration_of(part) for part in parts_of(text)]
        session = self.session
        toward = 1 if field.is_ahead else -1 if field.is_past else direction_of(self.status)
        readers: Mapping[str, Callable[[str], Any]] = {
            "text": clean,
            "prose": clean,
            "proses": clean,
            "day": partial(_day, session, toward),
            "code": _code,
            "codes": partial(_codes, self.kind),
            "choice": partial(self._choice, name),
            "number": partial(_number, session, field.most),
            "texts": lambda text: [clean(part) for part in parts_of(text)],
            "participants": partial(
                owner_understood if field.takes_sides else participant_understood, session
            ),
            "link": lambda text: ref_known(session, text, field.to, name),
        }
        typed = {"rhythm": _rhythm, "interval": interval_of}.get(field.reads)
        return typed or readers.get(field.holds, clean)

    def _choice(self, name: str, answer: str) -> str:
        choices = get_args(choices_of(KINDS[self.kind].state, self.kind, name))
        chosen = answer.strip().casefold()
        if meant := choice_meant(chosen, choices):
            starts = [meant]
        else:
            starts = [one for one in choices if one.startswith(chosen)]
        if len(starts) != 1:
            raise ValueError(f"choose from: {', '.join(choices)}")
        if starts != [chosen]:
            [chosen] = starts
            understood(self.session, chosen)
        if name == "mode":
            self._refuse_unfit_mode(chosen)
        return chosen

    def _refuse_unfit_mode(self, mode: str) -> None:
        try:
            refuse_by_mode(KINDS[self.kind].state, mode, self.known)
        except Refused as refusal:
            raise ValueError(f"the {refusal.field} does not fit mode {mode}") from refusal


def ref_known(session: "Session", text: str, kinds: Sequence[str], name: str) -> str:
    """Return the ref of the existing record that a person means by a ref or a name.

    Raises :class:`Fault` if there is no such record, or if the record is of another kind.
    """
    meant = ref_meant(session, text, kinds, name)
    ref = typed_ref(meant)
    if not session.location.exists():
        raise Fault("the register is empty; press Ctrl-C, and record that record first", (name,))
    with session.reading() as (snapshot, _):
        if ref is None or ref.kind not in kinds or snapshot.record(ref) is None:
            raise Fault(f"this is not {_what(kinds)}; {way_on(snapshot, kinds)}", (name,))
    return str(ref)


def _what(kinds: Sequence[str]) -> str:
    return with_article(kinds[0]) if len(kinds) == 1 else "an engagement"


def _rhythm(answer: str) -> str:
    """Return a rhythm; a weekday stays in words, so that Dragoman can check the first date."""
    rhythm = rhythm_of(answer)
    return rhythm if weekday_of(answer) is None else answer


def _code(text: str) -> str:
    return side(text.strip())


def _codes(kind: str, text: str) -> list[str]:
    codes = list(dict.fromkeys(side(part) for part in parts_of(text)))
    if len(codes) < 2 and kind in ("mechanism", "instrument"):
        raise ValueError("name at least two different parties: AZ, IQ")
    return codes


def _number(session: "Session", most: int, text: str) -> str:
    understood(session, str(whole_number(text, most)))
    return text.strip()


def _day(session: "Session", toward: int, answer: str) -> str:
    day = day_of(answer, session.today, toward, session.zone)
    understood(session, f"{day.for_people()}  [{day}]")
    return str(day)


def _of_source(name: str, text: str) -> str:
    converted({"title": "x", name: clean(text)}, SourceDocument)
    return clean(text)
