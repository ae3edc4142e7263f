"""Translation: documents as typed become facts of the domain.

Texts are cleaned, dates understood, codes looked up and links resolved; what does not fit is a
:class:`dragoman.exchange.faults.Fault` at its field.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, get_args, get_type_hints
from uuid import UUID

from attrs import evolve as replaced
from attrs import fields, frozen
from msgspec import UNSET

from dragoman.domain.countries import side as code_of
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.engagement import Particulars
from dragoman.domain.follow_up import Awaits, FollowUpDropped, FollowUpFulfilled, Undertaking
from dragoman.domain.instrument import Provisions
from dragoman.domain.mechanism import Charter, MechanismDissolved
from dragoman.domain.participant import Participant
from dragoman.domain.party import Identity, PartyAliased, PositionAssumed, PositionLeft
from dragoman.domain.phrases import understand
from dragoman.domain.source import Source
from dragoman.exchange import documents
from dragoman.exchange.faults import Fault, at, kind_of_document, placed, unknown_field

Resolve = Callable[[str], UUID]
"""The record that a link names. Raises ``ValueError`` when there is none."""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Unicode's categories Cc and Cs, without line breaks and tabs."""


def clean(text: str) -> str:
    """``text`` without surrounding space, in Unicode's normal form C.

    Raises ``ValueError`` for control characters other than line breaks and tabs, and for text
    that is empty.
    """
    if not text.isprintable() and (found := _CONTROL.search(text)):
        raise ValueError(f"control character U+{ord(found[0]):04X} is not taken; remove it")
    plain = text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()
    if not plain:
        raise ValueError("is empty; leave the field out")
    return plain


@frozen
class Translator:
    """Translates documents: with the day they are read, their source, and the links they know."""

    today: date
    resolve: Resolve
    sources: tuple[Source, ...] = ()

    def particulars(self, document: documents.EngagementDocument) -> Particulars:
        """The facts of an engagement."""
        self = self.of(document)
        return Particulars(**self._facts(document, Particulars))

    def charter(self, document: documents.MechanismDocument) -> Charter:
        """The facts of a mechanism."""
        self = self.of(document)
        return Charter(**self._facts(document, Charter))

    def undertaking(self, document: documents.FollowUpDocument) -> Undertaking:
        """The facts of a follow-up."""
        return Undertaking(**self._own_facts(document, Undertaking))

    def fulfilment(self, document: documents.FollowUpDocument) -> FollowUpFulfilled:
        """How a follow-up was fulfilled."""
        return FollowUpFulfilled(**self._own_facts(document, FollowUpFulfilled))

    def dropping(self, document: documents.FollowUpDocument) -> FollowUpDropped:
        """Why a follow-up was dropped."""
        return FollowUpDropped(**self._own_facts(document, FollowUpDropped))

    def dissolution(self, document: documents.MechanismDocument) -> MechanismDissolved:
        """How a mechanism was dissolved."""
        return MechanismDissolved(**self._own_facts(document, MechanismDissolved))

    def provisions(self, document: documents.InstrumentDocument) -> Provisions:
        """The facts of an instrument."""
        self = self.of(document)
        return Provisions(**self._facts(document, Provisions))

    def identity(self, document: documents.PartyDocument) -> Identity:
        """The facts of a party."""
        return Identity(**self._own_facts(document, Identity))

    def aliases(self, document: documents.PartyDocument) -> tuple[str, ...]:
        """The other spellings of a party's name."""
        return self._list(document.aliases or (), "aliases", clean)

    def positions(
        self, document: documents.PartyDocument
    ) -> Iterator[tuple[PositionAssumed, PositionLeft | None]]:
        """The posts of a party, each with its end if it has one."""
        self = self.of(document)
        for number, position in enumerate(document.positions or ()):
            with at("positions", number):
                assumed = PositionAssumed(**self._facts(position, PositionAssumed))
                ended = position.left is not UNSET
                yield (
                    assumed,
                    PositionLeft(**self._facts(position, PositionLeft)) if ended else None,
                )

    def source(self, document: documents.SourceDocument, dispatch: str | None = None) -> Source:
        """A source, as the one of a dispatch if its id is given."""
        with at("source"):
            facts = self._facts(document, Source)
        return Source(**facts, dispatch=dispatch)

    def link(self, text: str, *path: str) -> UUID:
        """The record that a link names."""
        with at(*path):
            return self.resolve(clean(text))

    def _own_facts(self, document: Any, cls: type[Any]) -> dict[str, Any]:
        """:meth:`_facts`, with the source that the record names for itself."""
        return self.of(document)._facts(document, cls)

    def _people(self, people: Iterable[documents.ParticipantDocument]) -> tuple[Participant, ...]:
        return tuple(_each(people, self._participant))

    def _awaits(self, document: documents.AwaitsDocument) -> Awaits:
        return Awaits(**self._facts(document, Awaits))

    def _participant(self, person: documents.ParticipantDocument) -> Participant:
        facts = self._facts(person, Participant)
        if not facts.keys() & {"name", "post", "party"}:
            raise Fault("a participant has a name, or at least a post")
        return Participant(**facts)

    def _facts(self, document: Any, cls: Any) -> dict[str, Any]:
        """What a document says of the fields of ``cls``, each translated by its name."""
        shared = _shared(document.__class__, cls)
        facts: dict[str, Any] = {"sources": self.sources} if shared.rests_on_sources else {}
        name = ""
        try:
            for (name, translate), value in zip(shared.fields, shared.read(document), strict=True):
                if value is not UNSET:
                    facts[name] = translate(self, value) if translate else value
        except (Fault, ValueError) as error:
            raise placed(error, name) from error
        if "as_written" in facts:
            _refuse_words_of_nothing(document, facts["as_written"])
        return facts

    def of(self, document: Any) -> "Translator":
        """The translator with the source that a record names for itself, if it names one."""
        own = getattr(document, "source", UNSET)
        if own is UNSET:
            return self
        dispatch = self.sources[0].dispatch if self.sources else None
        return replaced(self, sources=(self.source(own, dispatch),))

    def code(self, text: str) -> str:
        """The code of a state or organisation, as the language of the source means it."""
        return code_of(text, self.sources[0].language if self.sources else None)

    def _words(self, mapping: dict[str, str]) -> dict[str, str]:
        words = {}
        key = ""
        try:
            for key, value in mapping.items():
                words[clean(key)] = clean(value)
        except ValueError as error:
            raise placed(error, key) from error
        return words

    def day(self, text: str) -> ImpreciseDate:
        """The date that a text means."""
        return understand(text, self.today)

    def _list(
        self, values: Iterable[str], path: str | None, translate: Callable[[str], Any]
    ) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(_each(values, translate, *([path] if path else []))))

    def _clean_list(self, values: Iterable[str]) -> tuple[str, ...]:
        return self._list(values, None, clean)

    def _codes(self, values: Iterable[str]) -> tuple[str, ...]:
        return self._list(values, None, self.code)


def _each(values: Iterable[Any], translate: Callable[[Any], Any], *path: str) -> list[Any]:
    """What each of the values becomes; what is wrong with one is wrong at its number."""
    done: list[Any] = []
    try:
        for value in values:
            done.append(translate(value))
    except (Fault, ValueError) as error:
        raise placed(error, *path, len(done)) from error
    return done


def _refuse_words_of_nothing(document: Any, as_written: dict[str, str]) -> None:
    fields = document.__struct_fields__
    for name in as_written:
        if name not in fields or name in ("source", "handle"):
            known = [one for one in fields if one not in ("source", "handle")]
            told = unknown_field(kind_of_document(document), name, known)
            raise Fault(told, ("as_written", name))


def refuse_untimely(document: documents.Record, names: Iterable[str]) -> None:
    """Raise :class:`Fault` for fields that only belong to a record of another status."""
    for name in names:
        statuses = documents.ONLY_WHEN.get(name, ())
        own = [one for one in statuses if one in _statuses(type(document))]
        if own and getattr(document, name) is not UNSET and _status(document) not in own:
            wanted = " or ".join(f"status: {one}" for one in own)
            raise Fault(f"belongs to a {kind_of_document(type(document))} with {wanted}", (name,))


def _status(document: documents.Record) -> str | None:
    return getattr(document, "status", None)


@lru_cache
def _statuses(cls: Any) -> tuple[str, ...]:
    """The statuses that documents of a class may tell."""
    return get_args(get_type_hints(cls).get("status"))


def _clean(translator: Translator, text: str) -> str:
    return clean(text)


def _digest(translator: Translator, text: str) -> str:
    return text.lower()


LINKS = ("part_of", "mechanism", "agreed_in", "by", "signed_in", "founds", "party")
"""The fields that link to another record."""

Translate = Callable[[Translator, Any], Any] | None
"""How a value is translated; ``None`` where it stands for itself."""

_TRANSLATED: dict[str, Translate] = {
    **dict.fromkeys(
        (
            *("level", "format", "mode", "session", "confidence", "marking", "role", "type"),
            *("body", "cadence", "hosting", "form", "reliability", "credibility"),
        )
    ),
    **dict.fromkeys(
        (
            *("title", "place", "summary", "what", "owner", "note", "name", "post"),
            *("instrument", "publisher", "language", "url", "cause", "registration"),
        ),
        _clean,
    ),
    **dict.fromkeys(
        (
            *(
                "occurred",
                "stay",
                "established",
                "due",
                "agreed",
                "fulfilled",
                "published",
                "retrieved",
            ),
            *("dissolved", "signed", "in_force", "terminated", "assumed", "left"),
        ),
        Translator.day,
    ),
    **dict.fromkeys(("topics", "outcomes", "aliases", "stops"), Translator._clean_list),
    **dict.fromkeys(("host", "side"), Translator.code),
    **dict.fromkeys(LINKS, Translator.link),
    "parties": Translator._codes,
    "as_written": Translator._words,
    "sha256": _digest,
    "participants": Translator._people,
    "external_ids": Translator._words,
    "awaits": Translator._awaits,
}
"""How the value of a field is translated, by the field's name: the same word, the same meaning."""

HANDLED: dict[str, str] = {
    "handle": "names the record: Dispatch._record",
    "status": "chooses the decision: dragoman.exchange.dispatch.perform",
    "source": "is the source of all the facts: Translator.of",
    "readings": "are disputed one by one: Dispatch._dispute",
    "positions": "are events of their own: Translator.positions",
}
"""The fields of documents that are no facts, and what takes them."""

_PARTICULARS = (Particulars,)
FACTS: dict[type[Any], tuple[type[Any], ...]] = {
    documents.VisitDocument: _PARTICULARS,
    documents.ConsultationDocument: _PARTICULARS,
    documents.MeetingDocument: _PARTICULARS,
    documents.MechanismDocument: (Charter, MechanismDissolved),
    documents.FollowUpDocument: (Undertaking, FollowUpFulfilled, FollowUpDropped),
    documents.InstrumentDocument: (Provisions,),
    documents.PartyDocument: (Identity, PartyAliased),
    documents.PositionDocument: (PositionAssumed, PositionLeft),
    documents.ParticipantDocument: (Participant,),
    documents.SourceDocument: (Source,),
    documents.AwaitsDocument: (Awaits,),
}
"""The facts that are made of a document; among them they take all its fields."""


@frozen
class _Shared:
    """The fields that documents and facts of two classes share, with their translations.

    ``read`` gives the values that a document has for them, all at once.
    """

    fields: tuple[tuple[str, Translate], ...]
    read: Callable[[Any], tuple[Any, ...]]
    rests_on_sources: bool


@lru_cache
def _shared(document: Any, cls: Any) -> _Shared:
    """The fields that are translated. Raises ``TypeError`` for one that would be lost."""
    _refuse_lost(document)
    own = _names(cls)
    shared = [name for name in document.__struct_fields__ if name in own]
    if missing := [name for name in shared if name not in _TRANSLATED]:
        raise TypeError(f"nothing says how to translate {', '.join(missing)}")
    found = tuple((name, _TRANSLATED[name]) for name in shared)
    return _Shared(found, _reader(shared), "sources" in own)


def _refuse_lost(document: Any) -> None:
    """Raise ``TypeError`` for a field of a document that no facts and no handler take."""
    taken = HANDLED.keys() | set().union(*map(_names, FACTS[document]))
    if lost := [name for name in document.__struct_fields__ if name not in taken]:
        raise TypeError(f"nothing takes {', '.join(lost)} of {document.__name__}")


def _names(cls: Any) -> set[str]:
    return {field.name for field in fields(cls)}


def _reader(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda document: tuple(getattr(document, name) for name in names)
