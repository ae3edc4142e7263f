"""Dispatches: the records of one document, put in order, linked and performed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from attrs import define, field, frozen
from attrs import evolve as replaced
from msgspec import UNSET

from dragoman.domain import corrections, use_cases
from dragoman.domain.fields import text_of, value_at
from dragoman.domain.kinds import KINDS
from dragoman.domain.record import natural_id
from dragoman.domain.refs import ref, typed_ref
from dragoman.domain.refusal import Refused
from dragoman.domain.text import quoted
from dragoman.domain.unit_of_work import Outcome, UnitOfWork
from dragoman.exchange import documents
from dragoman.exchange.faults import Fault, at, refused, suggestion
from dragoman.exchange.field_edits import FieldEdits
from dragoman.exchange.translate import LINKS, Translator, refuse_untimely

RefResolver = Callable[[str], UUID | None]
"""The record of a ref (``V-12``), ``None`` when there is none."""

Namer = Callable[[UUID], str]
"""What people call a record: its ref."""


@frozen
class Performed:
    """What became of one record of a dispatch."""

    handle: str | None
    outcome: Outcome


def perform(
    uow: UnitOfWork, document: documents.Record, record: UUID, translator: Translator
) -> Outcome:
    """Carry out what a document says of one record."""
    refuse_untimely(document, document.__struct_fields__)
    match document:
        case documents.MechanismDocument():
            return _stand(uow, document, record, translator)
        case documents.FollowUpDocument():
            return _owe(uow, document, record, translator)
        case documents.InstrumentDocument():
            return use_cases.conclude(uow, record, document.status, translator.provisions(document))
        case documents.PartyDocument():
            return _be(uow, document, record, translator)
        case _:
            kind = KINDS[kind_of(document)]
            particulars = translator.particulars(document)
            return use_cases.engage(uow, kind, record, document.status, particulars)


def _stand(
    uow: UnitOfWork, document: documents.MechanismDocument, record: UUID, translator: Translator
) -> Outcome:
    dissolved = document.status == "dissolved"
    charter = translator.charter(document)
    if document.status == "amended" and uow.load(record) is not None:
        return use_cases.amend(uow, record, charter)
    outcome = use_cases.establish(uow, record, charter)
    if not dissolved:
        return outcome
    return _both(outcome, use_cases.dissolve(uow, record, translator.dissolution(document)))


def _owe(
    uow: UnitOfWork, document: documents.FollowUpDocument, record: UUID, translator: Translator
) -> Outcome:
    undertaking = translator.undertaking(document)
    if document.status == "revised" and uow.load(record) is not None:
        return use_cases.revise(uow, record, undertaking)
    outcome = use_cases.agree(uow, record, undertaking)
    match document.status:
        case "fulfilled":
            return _both(outcome, use_cases.fulfil(uow, record, translator.fulfilment(document)))
        case "dropped":
            return _both(outcome, use_cases.drop(uow, record, translator.dropping(document)))
    return outcome


def _both(first: Outcome, then: Outcome) -> Outcome:
    """What two acts on one record came to, one after the other."""
    return replaced(
        then,
        before=first.before,
        events=(*first.events, *then.events),
        unrecorded={**first.unrecorded, **then.unrecorded},
    )


def _be(
    uow: UnitOfWork, document: documents.PartyDocument, record: UUID, translator: Translator
) -> Outcome:
    identity, aliases = translator.identity(document), translator.aliases(document)
    outcome = use_cases.register_party(uow, record, identity, aliases)
    events = list(outcome.events)
    for assumed, left in translator.positions(document):
        events += use_cases.assume(uow, record, assumed).events
        if left:
            events += use_cases.leave(uow, record, left).events
    return replaced(outcome, events=tuple(events), state=uow.load(record))


def kind_of(document: documents.Record) -> str:
    """The kind of record that a document is about."""
    return str(document.__struct_config__.tag)


@define
class Dispatch:
    """A dispatch on its way into the register."""

    document: documents.DispatchDocument
    resolve_ref: RefResolver
    name: Namer
    _handles: dict[str, int] = field(factory=dict)
    _records: dict[int, UUID] = field(factory=dict)
    _linked: dict[UUID, str] = field(factory=dict)

    def perform(self, uow: UnitOfWork) -> list[Performed]:
        """Carry out every record, each after those it links to.

        Raises :class:`Fault` at the record that does not fit, or that the domain refuses.
        """
        self._handles = self._numbered()
        translator = Translator(uow.today, self._resolve)
        source = translator.source(self.document.source, self.document.dispatch)
        translator = replaced(translator, sources=(source,))
        performed = {}
        for number in self._order():
            with at("records", number):
                performed[number] = self._perform(uow, number, translator)
        return [performed[number] for number in sorted(performed)]

    def _perform(self, uow: UnitOfWork, number: int, translator: Translator) -> Performed:
        document = self.document.records[number]
        record = self._records[number] = self._record(uow, document, translator)
        try:
            outcome = perform(uow, document, record, translator)
            events = self._dispute(uow, document, record, translator)
            outcome = replaced(outcome, events=(*outcome.events, *events))
        except Refused as refusal:
            raise refused(refusal, self._name) from refusal
        return Performed(document.handle or None, outcome)

    def _dispute(
        self, uow: UnitOfWork, document: documents.Record, record: UUID, translator: Translator
    ) -> Iterator[Any]:
        """Keep what the source says otherwise than the record does; what it says too is no rival."""
        kind = KINDS[kind_of(document)]
        [source] = translator.of(document).sources
        for path, text in (document.readings or {}).items():
            with at("readings", path):
                state = uow.load(record)
                field, value = FieldEdits(state, kind, self._name).reading(translator, path, text)
                if text_of(value_at(state, field)) != value:
                    yield from corrections.dispute(uow, record, field, value, source).events

    def _name(self, record: UUID) -> str:
        """What a message calls a record: by its handle, as it was linked to, or by its ref."""
        for handle, number in self._handles.items():
            if self._records.get(number) == record:
                return handle
        return self._linked.get(record) or self.name(record)

    def _numbered(self) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for number, document in enumerate(self.document.records):
            handle = document.handle
            if handle is UNSET:
                continue
            if handle in numbers:
                raise Fault(
                    f"{quoted(handle)} stands twice: record {numbers[handle] + 1} has it too",
                    ("records", number, "handle"),
                )
            numbers[handle] = number
        return numbers

    def _record(self, uow: UnitOfWork, document: documents.Record, translator: Translator) -> UUID:
        """The id of a record: by what it is known by, or by its handle."""
        if isinstance(document, documents.MechanismDocument):
            return use_cases.mechanism_record(uow, translator.charter(document))
        if isinstance(document, documents.PartyDocument):
            identity = translator.identity(document)
            return use_cases.party_record(uow, identity.name or "", identity.side)
        if document.handle is UNSET:
            raise Fault(
                "handle is missing: a name by which the record is known when it comes again"
            )
        with at("handle"):
            if typed_ref(document.handle) and not ref(document.handle):
                raise ValueError(
                    f"{quoted(document.handle)} looks like a ref: write {typed_ref(document.handle)}"
                    " for that record, or choose another handle"
                )
            return self._by_handle(document.handle)

    def _by_handle(self, handle: str) -> UUID:
        if ref(handle):
            return self._by_ref(handle)
        qualified = handle if "/" in handle else f"{self.document.dispatch}/{handle}"
        return natural_id("record", qualified)

    def _by_ref(self, text: str) -> UUID:
        record = self.resolve_ref(text)
        if record is None:
            raise ValueError(f"there is no {text} in the register")
        return record

    def _resolve(self, link: str) -> UUID:
        """The record that a link names: in this file, in the register, or of another dispatch."""
        if link in self._handles:
            return self._records[self._handles[link]]
        if ref(link) or "/" in link:
            record = self._by_handle(link)
            self._linked[record] = link
            return record
        raise ValueError(
            f"{quoted(link)} is no handle of this file, no ref (V-12) and no DISPATCH/HANDLE"
            f"{suggestion(link, list(self._handles))}"
        )

    def _order(self) -> Sequence[int]:
        """The numbers of the records, each after those it links to, else as in the file."""
        order: dict[int, None] = {}
        for number in range(len(self.document.records)):
            self._visit(number, (), order)
        return list(order)

    def _visit(self, number: int, above: tuple[int, ...], order: dict[int, None]) -> None:
        if number in order:
            return
        for name, link in _links(self.document.records[number]):
            linked = self._handles.get(link)
            if linked is None:
                continue
            if linked in (*above, number):
                path = ("records", number, name)
                raise Fault(f"{quoted(link)} leads back to this record, in a circle", path)
            self._visit(linked, (*above, number), order)
        order[number] = None


def _links(document: documents.Record) -> list[tuple[str, str]]:
    links = [(name, getattr(document, name, UNSET)) for name in LINKS]
    for person in getattr(document, "participants", UNSET) or ():
        links.append(("participants", person.party))
    if isinstance(document, documents.FollowUpDocument) and document.awaits:
        links.append(("awaits", document.awaits.mechanism))
    return [(name, link.strip()) for name, link in links if link is not UNSET]
