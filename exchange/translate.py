"""Translate documents into commands of the domain.

Translation cleans text, interprets dates, looks up codes and resolves links. For an invalid value,
it raises a :class:`dragoman.exchange.faults.Fault` with the path of the field.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from attrs import AttrsInstance, fields_dict, frozen
from attrs import evolve as replaced
from msgspec import UNSET

from dragoman.domain import (
    AGREED,
    HANDED_OVER,
    KINDS,
    PLANNED,
    TAKEN_PLACE,
    UTC_ZONE,
    WEEKDAY_NAMES,
    Awaits,
    Command,
    Facts,
    Field,
    ImpreciseDate,
    Participant,
    Position,
    PositionAssumed,
    PositionLeft,
    Source,
    UnitOfWork,
    day_text,
    declared,
    duration_of,
    field_of,
    fold,
    has_only_hours,
    holding,
    interval_of,
    is_part,
    namesakes,
    parse_date,
    quoted,
    rhythm_of,
    text_of,
    typed_ref,
    understand,
    understand_past,
    weekday_of,
    whole_number,
)
from dragoman.domain import side as code_of
from dragoman.exchange.documents import Document, ParticipantDocument, RecordDocument
from dragoman.exchange.faults import (
    Fault,
    Faults,
    at,
    converted,
    kind_of_document,
    placed,
    unknown_field,
)
from dragoman.exchange.field_paths import absent_part, part_at, plain_field
from dragoman.exchange.typed_fields import field_named
from dragoman.exchange.typed_participants import owners_of, participants_of

S = TypeVar("S")
T = TypeVar("T")

Resolve = Callable[[str], UUID]
"""A function that returns the record that a link names.

Raises ``ValueError`` if the record does not exist.
"""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""A pattern for characters of the Unicode categories Cc and Cs, except line breaks and tabs."""


def clean(text: str) -> str:
    """Return ``text`` without surrounding space, in Unicode normalization form C.

    A line break of Windows becomes a line feed.

    Raises ``ValueError`` for control characters other than line breaks and tabs, and for empty
    text.
    """
    text = text.replace("\r\n", "\n")
    if not text.isprintable() and (found := _CONTROL.search(text)):
        raise ValueError(f"contains control character U+{ord(found[0]):04X}; remove it")
    plain = text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()
    if not plain:
        raise ValueError("is empty; leave the field out")
    return plain


_NO_CODES = frozenset(("na", "no", "in", "is", "so", "me", "to", "do", "as"))
"""Words that are also codes of states; such a word is a code only in capitals."""


@frozen
class Translator:
    """A translator, which converts documents to facts and commands of the domain.

    ``today`` is the current day, ``resolve`` finds the record that a link points to, and
    ``sources`` are the sources of the facts. ``zone`` is the time zone for times without a zone.
    ``toward`` says whether a date without a year is in the past or in the future; see
    :func:`dragoman.domain.understand`.
    """

    today: date
    resolve: Resolve
    sources: tuple[Source, ...] = ()
    toward: int = 0
    zone: str = UTC_ZONE

    @classmethod
    def of_entry(cls, uow: UnitOfWork, resolve: Resolve) -> "Translator":
        """Return the translator for the documents of one entry."""
        return cls(uow.today, resolve, zone=uow.zone)

    def command(self, document: RecordDocument, record: UUID) -> Command:
        """Return the command for a complete document. Raises :class:`Fault` with all faults."""
        try:
            return self._command(document, record)
        except Fault as fault:
            raise Faults.of([fault, *self._other_faults(document)]) from fault

    def _other_faults(self, document: RecordDocument) -> Iterator[Fault]:
        """Yield the faults of each part of a document."""
        kind, status = KINDS[kind_of(document)], status_of(document)
        plain = replaced(self, toward=direction_of(status))
        parts: tuple[Callable[[], object], ...] = (
            lambda: self.of(document),
            lambda: refuse_untimely(document, document.__struct_fields__),
            *(
                partial(plain.values, document, kind.steps[one].facts)
                for one in kind.way_to(status)
            ),
            lambda: list(plain._posts(document)),
            lambda: list(plain._readings(document)),
            lambda: list(plain._distinct_from(document)),
        )
        for part in parts:
            try:
                part()
            except Fault as fault:
                yield fault

    def _command(self, document: RecordDocument, record: UUID) -> Command:
        kind, status = KINDS[kind_of(document)], status_of(document)
        self = replaced(self.of(document), toward=direction_of(status))
        refuse_untimely(document, document.__struct_fields__)
        self = self.counting_from(document)
        steps = [(one, self.facts(document, kind.steps[one].facts)) for one in kind.way_to(status)]
        steps += self._posts(document)
        return Command(
            kind=kind,
            record=record,
            steps=tuple(steps),
            source=self.sources[0] if self.sources else None,
            readings=tuple(self._readings(document)),
            distinct_from=tuple(self._distinct_from(document)),
        )

    def counting_from(self, document: RecordDocument) -> "Translator":
        """Return a translator for which today is the day on which a change of a series begins.

        If a series changes from 1 June on, ``tuesday 15:00`` is the first Tuesday from that day.
        """
        since = getattr(document, "since", UNSET)
        if since is UNSET:
            return self
        with at("since"):
            first = self.ahead(since).first
        if first is None or not 0 < first < date.max.toordinal():
            return self
        return replaced(self, today=date.fromordinal(first))

    def facts(self, document: Document, cls: type[T]) -> T:
        """Translate a document to facts: an instance of ``cls``."""
        self = self.of(document)
        values = self.values(document, cls)
        if _has_sources(cls):  # type: ignore[arg-type]
            values["sources"] = self.sources
        return cls(**values)

    def values(self, document: Document, cls: Any) -> dict[str, Any]:
        """Translate the values of a document for the fields of ``cls``; return them by field."""
        shared = _shared(document.__class__, cls)
        values: dict[str, Any] = {}
        name = ""
        try:
            for (name, translate), value in zip(shared.fields, shared.read(document), strict=True):
                if value is not UNSET:
                    values[name] = translate(self, value) if translate else value
        except (Fault, ValueError) as error:
            raise Faults.of(self._faults_of(document, shared)) from error
        if "every" in values and (weekday := weekday_of(document.every)) is not None:  # type: ignore[attr-defined]
            values |= self._first_on(weekday, document, values.get("occurred"))
        if "as_written" in values:
            values["as_written"] = self._words(document, values, shared)
        for name in shared.numbers:
            _keep_numeral(values, name, getattr(document, name))
        return values

    def _first_on(
        self, weekday: int, document: Document, first: ImpreciseDate | None
    ) -> dict[str, ImpreciseDate]:
        """Return the first date of a weekly series on a weekday, as a field of the series.

        Hours without a day are on that weekday. A changed series without a new date begins on the
        first such day of the change. Raises :class:`Fault` for a date on another weekday.
        """
        name, typed = WEEKDAY_NAMES[weekday], getattr(document, "occurred", UNSET)
        if isinstance(typed, str) and has_only_hours(typed):
            return {"occurred": self.ahead(f"{name} {typed}")}
        if first is None:
            is_change = getattr(document, "since", UNSET) is not UNSET
            return {"occurred": self.ahead(name)} if is_change else {}
        if first.first is not None and (ahead := (weekday + 1 - first.first) % 7):
            actual = WEEKDAY_NAMES[(first.first - 1) % 7]
            raise Fault(
                f"{day_text(first.first)} is a {actual}, not a {name}; write"
                f" {day_text(first.first + ahead)}, or {actual} as the rhythm",
                ("occurred",),
            )
        return {}

    def _faults_of(self, document: Document, shared: "_Shared") -> Iterator[Fault]:
        """Yield the fault of each field that cannot be translated."""
        for (name, translate), value in zip(shared.fields, shared.read(document), strict=True):
            try:
                if value is not UNSET and translate:
                    translate(self, value)
            except (Fault, ValueError) as error:
                yield placed(error, name)

    def of(self, document: Document) -> "Translator":
        """Return a translator for a document, with the document's own source if it has one."""
        own = getattr(document, "source", UNSET)
        if own is UNSET:
            return self
        dispatch = self.sources[0].dispatch if self.sources else None
        return replaced(self, sources=(self.source(own, dispatch),))

    def source(self, document: Document, dispatch: str | None = None) -> Source:
        """Translate a source; if ``dispatch`` is given, the source belongs to this dispatch."""
        with at("source"):
            return Source(**self.values(document, Source), dispatch=dispatch)

    def reading(self, kind: str, path: str, text: str) -> tuple[str, str]:
        """Translate what a source says about a field: return the field's path and the value."""
        place = plain_field(kind, path)
        if place is None:
            return path, clean(text)
        translate = _translation(place.field)
        value = place.converted(text)
        with at(place.name):
            return place.path, text_of(translate(self, value) if translate else value)

    def link(self, text: str) -> UUID:
        """Return the id of the record that a link points to."""
        return self.resolve(clean(text))

    def _party(self, text: str) -> UUID:
        """Return the party that a participant links to; the word ``new`` means a new person."""
        return namesakes.NEW if text == "new" else self.resolve(text)

    def code(self, text: str) -> str:
        """Return the code of a state or organisation, given its name in the source's language."""
        code = code_of(text, self.sources[0].language if self.sources else None)
        if not text.isupper() and fold(text) in _NO_CODES:
            raise ValueError(
                f"{quoted(text)} means {code} only in capitals; write {code}, or leave the field out"
            )
        return code

    def day(self, text: str) -> ImpreciseDate:
        """Interpret text as a date."""
        return day_of(text, self.today, self.toward, self.zone)

    def ahead(self, text: str) -> ImpreciseDate:
        """Interpret text as a date; if it has no year, take the next such date."""
        return replaced(self, toward=1).day(text)

    def first_day(self, text: str) -> ImpreciseDate:
        """Return the first day of a period that a text names: 1 September for "September"."""
        when = self.ahead(text)
        return _one_day(when, when.first)

    def last_day(self, text: str) -> ImpreciseDate:
        """Return the last day of a period that a text names: 31 December for "end of 2026"."""
        when = self.ahead(text)
        return _one_day(when, when.last)

    def past_day(self, text: str) -> ImpreciseDate:
        """Interpret text as a date; if it has no year, take the latest such date up to today."""
        return replaced(self, toward=-1).day(text)

    def _posts(self, document: RecordDocument) -> Iterator[tuple[str, Facts]]:
        """Yield one or two steps for each post of a party: assume it and, if it ended, leave it."""
        for number, position in enumerate(getattr(document, "positions", None) or ()):
            with at("positions", number):
                post = self.values(position, Position)
            left = post.pop("left", None)
            assumed = PositionAssumed(**post, sources=self.sources)
            yield "assumed", assumed
            if left is not None:
                post.pop("assumed", None)
                yield "left", PositionLeft(**post, left=left, sources=self.sources)

    def _distinct_from(self, document: RecordDocument) -> Iterator[UUID]:
        for number, link in enumerate(document.distinct_from or ()):
            with at("distinct_from", number):
                yield self.link(link)

    def _readings(self, document: RecordDocument) -> Iterator[tuple[str, str]]:
        for path, text in (document.readings or {}).items():
            with at("readings", path):
                yield self.reading(kind_of(document), path, text)

    def _pairs(self, pairs: dict[str, str]) -> dict[str, str]:
        words = {}
        key = ""
        try:
            for key, value in pairs.items():
                words[clean(key)] = clean(value)
        except ValueError as error:
            raise placed(error, key) from error
        return words

    def _words(
        self, document: Document, values: Mapping[str, Any], shared: "_Shared"
    ) -> dict[str, str]:
        """Return the words of the source, with the fields and the paths as records keep them.

        Leaves out the words for parts of fields that these facts do not have. Raises
        :class:`Fault` for words of an unknown field, or of a part that the document lacks.
        """
        found: dict[str, str] = {}
        for typed, words in values["as_written"].items():
            with at("as_written", typed):
                name = _field_with_words(document, typed)
                path = self._part(document, values, shared, typed) if is_part(typed) else name
                if path in found:
                    raise Fault(f"appears twice; remove one of the two lines for {path}")
            if path:
                found[path] = words
        return found

    def _part(
        self, document: Document, values: Mapping[str, Any], shared: "_Shared", typed: str
    ) -> str | None:
        """Return the path to a part of these facts; ``None`` if they do not have the field."""
        path = part_at(str(kind_of_document(type(document))), typed)
        translate = dict(shared.fields).get(path.field)
        if translate is None:
            return None
        value, items = values.get(path.field), getattr(document, path.field)
        if path.part == "" and (item := path.item_in([] if items is UNSET else items)):
            [one] = translate(self, [item])  # a text that the list has twice counts once
            return str(path.at(value.index(one) + 1))  # type: ignore[union-attr]
        if not path.value_in(value) or not path.part:
            field = declared(KINDS[kind_of(document)].state)[path.field]  # type: ignore[arg-type]
            raise Fault(absent_part(field, path, value))
        return str(path)

    def _participant(self, person: Document | str) -> Participant:
        [document] = _read_people(participants_of, person)
        facts = replaced(self, resolve=self._party).values(document, Participant)
        if not facts.keys() & {"name", "post", "party"}:
            raise Fault("a participant needs a name or a post")
        return Participant(**facts)

    def _owners(self, owner: Document | str) -> list[Participant]:
        """Return the owners for whom a document or a text such as ``Iraq, AZ`` stands."""
        return [self._owner(one) for one in _read_people(owners_of, owner)]

    def _owner(self, owner: Document) -> Participant:
        facts = replaced(self, resolve=self._party).values(owner, Participant)
        if not facts:
            raise Fault("an owner needs a side, a name or a post")
        return Participant(**facts)


People = Iterable[Document | str] | str
"""People in a document: each is a document or a text; one text can stand for the whole list."""


def _listed(people: People) -> Iterable[Document | str]:
    return [people] if isinstance(people, str) else people


def _read_people(
    read: Callable[[str], Sequence[dict[str, str]]], typed: Document | str
) -> Sequence[Document]:
    """Return the documents for which a text stands; a document stands for itself."""
    if isinstance(typed, Document):
        return [typed]
    try:
        return [converted(one, ParticipantDocument) for one in read(clean(typed))]
    except Fault as fault:
        raise Fault(_PARTY_OPTION.sub(r"parties: [\1]", fault.message)) from fault


_PARTY_OPTION = re.compile(r"--party (\w[\w:]*)")
"""The option that messages about typed participants name; in a file, it is a field."""


def _each(values: Iterable[T], translate: Callable[[T], S]) -> list[S]:
    """Translate each value; the path of a fault includes the index of the value."""
    done: list[S] = []
    faults: list[Fault] = []
    for number, value in enumerate(values):
        try:
            done.append(translate(value))
        except (Fault, ValueError) as error:
            faults.append(placed(error, number))
    if faults:
        raise Faults.of(faults)
    return done


Translate = Callable[[Translator, Any], Any] | None
"""A function that translates a value; ``None`` means that the value stays as it is."""

_TRANSLATE: dict[str, Translate] = {
    "text": lambda translator, text: clean(text),
    "prose": lambda translator, text: clean(text),
    "day": Translator.day,
    "code": Translator.code,
    "choice": None,
    "number": None,  # see :func:`_translation`
    "link": Translator.link,
    "texts": lambda translator, texts: tuple(dict.fromkeys(_each(texts, clean))),
    "proses": lambda translator, texts: tuple(dict.fromkeys(_each(texts, clean))),
    "codes": lambda translator, codes: tuple(dict.fromkeys(_each(codes, translator.code))),
    "pairs": Translator._pairs,
    "participants": lambda translator, people: tuple(
        _each(_listed(people), translator._participant)
    ),
    "awaits": lambda translator, session: Awaits(**translator.values(session, Awaits)),
}
"""For each type of content, the translation of a field. Posts become separate steps instead."""


def _number(number: int | str, most: int) -> int:
    return number if isinstance(number, int) else whole_number(number, most)


def _lowered(translator: Translator, text: str) -> str:
    return clean(text).lower()


def _durations(translator: Translator, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_each(texts, lambda text: duration_of(clean(text)))))


def _owners(translator: Translator, owners: People) -> tuple[Participant, ...]:
    found = _each(_listed(owners), translator._owners)
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _conference(translator: Translator, text: str) -> UUID:
    """Return the conference with a ref, a handle or a name."""
    try:
        return translator.link(text)
    except ValueError as error:
        known = typed_ref(text)
        if known and known.kind:
            raise
        raise ValueError(
            f"{error}; to record a conference, type: dragoman conference announce --title"
            f" {quoted(text)}"
        ) from None


_READ: dict[str, Translate] = {
    "interval": lambda translator, text: interval_of(clean(text)),
    "rhythm": lambda translator, text: rhythm_of(clean(text)),
}


_DAYS: dict[str, Translate] = {"first": Translator.first_day, "last": Translator.last_day}
"""The translation of a date for the day of a period that a field means."""


def _translation(field: Field) -> Translate:
    if field.holds == "number":
        return lambda translator, number: _number(number, field.most)
    if field.is_lower:
        return _lowered
    if field.is_duration:
        return _durations
    if field.reads:
        return _READ[field.reads]
    if field.to == ("conference",):
        return _conference
    if field.is_past or field.is_ahead:
        return _DAYS.get(
            field.of_period, Translator.ahead if field.is_ahead else Translator.past_day
        )
    if field.takes_sides:
        return _owners
    return _TRANSLATE[field.holds]


def _one_day(when: ImpreciseDate, day: int | None) -> ImpreciseDate:
    """Return a day of a period; a date with hours, a qualifier or an open end stays as it is."""
    if day is None or when.has_time or set("?~%X") & set(when.text):
        return when
    return parse_date(day_text(day))


def direction_of(status: str | None) -> int:
    """Return where a status puts dates: in the future (1), in the past (-1) or in either (0)."""
    if status in (*PLANNED, "rescheduled"):
        return 1
    return -1 if status in (*TAKEN_PLACE, *HANDED_OVER, *AGREED) else 0


def day_of(text: str, today: date, toward: int, zone: str) -> ImpreciseDate:
    """Interpret text as a date; ``toward`` is where it lies: see :func:`direction_of`."""
    if toward < 0:
        return understand_past(text, today, zone)
    return understand(text, today, toward, zone)


def kind_of(document: RecordDocument) -> str:
    """Return the kind of record that a document describes."""
    return str(document.__struct_config__.tag)


def status_of(document: RecordDocument) -> str:
    """Return the status that a document gives, or else the usual status of its kind."""
    usual = KINDS[kind_of(document)].usual
    return str(getattr(document, "status", usual))


def refuse_untimely(document: RecordDocument, names: Iterable[str]) -> None:
    """Raise :class:`Fault` for fields that belong only to records with another status."""
    kind = kind_of(document)
    for name, statuses in _untimely(kind, status_of(document), tuple(names)):
        if getattr(document, name) is not UNSET:
            wanted = " or ".join(f"status: {one}" for one in statuses)
            raise Fault(f"belongs to a {kind} with {wanted}", (name,))


@lru_cache
def _untimely(
    kind: str, status: str, names: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the fields that need a different status, each with the statuses that allow it."""
    found = ((name, KINDS[kind].statuses_with(name)) for name in names)
    return tuple((name, some) for name, some in found if some and status not in some)


def _field_with_words(document: Document, typed: str) -> str:
    """Return the field for which words are given. Raises :class:`Fault` for an unknown field."""
    kind, fields = kind_of_document(type(document)), document.__struct_fields__
    name = field_of(typed)
    if is_part(typed) and kind:
        name = field_named(kind, name.replace("-", "_"))
    if name not in fields or name in _WITHOUT_WORDS:
        known = [one for one in fields if one not in _WITHOUT_WORDS]
        raise Fault(unknown_field(kind, name, known))
    return name


_WITHOUT_WORDS = ("source", "handle")


def _keep_numeral(values: dict[str, Any], name: str, typed: object) -> None:
    """Keep the words for a number that is not written in digits: ``VII``, ``7th``."""
    if isinstance(typed, str) and not typed.strip().isdecimal():
        values["as_written"] = {name: clean(typed)} | values.get("as_written", {})


@frozen
class _Shared:
    """The fields that a document class shares with a class of facts, and their translations.

    ``read`` is a function that returns the values of a document for these fields.
    """

    fields: tuple[tuple[str, Translate], ...]
    read: Callable[[Document], tuple[object, ...]]
    numbers: tuple[str, ...] = ()
    """The fields whose original words Dragoman keeps if they are not digits."""


@lru_cache
def _has_sources(cls: type[AttrsInstance]) -> bool:
    return "sources" in fields_dict(cls)


@lru_cache
def _shared(document: type[Document], cls: type[AttrsInstance]) -> _Shared:
    found = [
        (name, _translation(field))
        for name, field in declared(cls).items()
        if name in document.__struct_fields__ and field.holds in _TRANSLATE
    ]
    keeps_words = "as_written" in fields_dict(cls)
    numbers = [name for name in holding(cls, "number") if keeps_words and name in dict(found)]
    return _Shared(tuple(found), _reader([name for name, _ in found]), tuple(numbers))


def _reader(names: Sequence[str]) -> Callable[[Document], tuple[object, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda document: tuple(getattr(document, name) for name in names)
