"""Dispatches: sort and link the records of a dispatch, and then record them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from attrs import define, field, frozen
from attrs import evolve as replaced
from msgspec import UNSET

from dragoman.domain import (
    PARTY,
    Command,
    Facts,
    Kind,
    Outcome,
    Refused,
    UnitOfWork,
    known_as,
    known_by_name,
    names_of,
    natural_id,
    people_in,
    perform,
    quoted,
    ref,
    spellings_of,
    typed_ref,
    without_meetings,
)
from dragoman.exchange.documents import RecordDocument
from dragoman.exchange.doubts import Unanswered
from dragoman.exchange.faults import Fault, Faults, Path, at, every, refused, suggestion
from dragoman.exchange.handles import handles_of
from dragoman.exchange.links import links_in
from dragoman.exchange.persons import Persons
from dragoman.exchange.recognition import Place, Recognition
from dragoman.exchange.remedies import kinds_of, way_on
from dragoman.exchange.translate import Translator, kind_of

if TYPE_CHECKING:
    from dragoman.exchange.dispatch_document import DispatchDocument
    from dragoman.exchange.fault_search import CheckedDispatch

RefResolver = Callable[[str], UUID | None]
"""A function that returns the record with a ref (``V-12``); ``None`` if no record has the ref."""

Namer = Callable[[UUID], str]
"""A function that returns the ref of a record, for use in messages."""


NO_HANDLE = "is not a handle of this file"
"""The words of messages by which :func:`_without_effects` recognises a link without a record."""


@frozen
class Performed:
    """The result of recording one record of a dispatch."""

    handle: str | None
    outcome: Outcome


@define
class Dispatch:
    """A dispatch to record in the register; ``restores`` allows it to restore retracted records."""

    document: "DispatchDocument"
    resolve_ref: RefResolver
    name: Namer
    recognition: Recognition | None = None
    restores: bool = False
    persons: Persons | None = None
    checked: "CheckedDispatch | None" = None
    _failed: set[int] = field(factory=set)
    _handles: dict[str, int] = field(factory=dict)
    _own_handles: Sequence[str] = ()
    _records: dict[int, UUID] = field(factory=dict)
    _linked: dict[UUID, str] = field(factory=dict)
    _named: dict[str, UUID] = field(factory=dict)
    _party_names: set[str] = field(factory=set)
    _people: Mapping[str, UUID] = field(factory=dict)
    _listed: frozenset[str] = frozenset()
    """The handles of the series whose meetings the dispatch lists."""

    def perform(self, uow: UnitOfWork) -> list[Performed]:
        """Translate all records, and then record them in order, each after those to which it links.

        Raises :class:`Fault` with the faults of all records that are invalid or that the domain
        refuses. A record that links to a faulty record is not decided.
        """
        faults = list(self.checked.faults) if self.checked else []
        self._failed = set(self.checked.broken) if self.checked else set()
        try:
            self._handles = self._numbered()
            order = self._order()
        except Fault as fault:
            raise Faults.of([*faults, fault]) from fault
        self._listed = frozenset(
            link.strip()
            for document in self.document.records
            if (link := getattr(document, "series", UNSET)) is not UNSET
        )
        translator = Translator.of_entry(uow, self._resolve)
        with self._collecting(None, faults, []):
            translator = self._translator(uow)
        pending: list[Unanswered] = []
        commands: dict[int, Command] = {}
        for number in order:
            with self._collecting(number, faults, pending):
                commands[number] = self._translated(uow, number, translator)
        self._people = _people_in(commands.values())
        performed: dict[int, Performed] = {}
        for number in order:
            if not self._has_failed(number):
                with self._collecting(number, faults, pending):
                    performed[number] = self._performed(uow, number, commands[number])
        if faults:
            raise Faults.of(sorted(_without_effects(faults), key=_number_in))
        if pending:
            raise pending[0]
        return [performed[number] for number in sorted(performed)]

    @property
    def _typed_handles(self) -> list[str]:
        """The handles that the file itself gives."""
        records = self.document.records
        lost = self.checked.lost if self.checked else ()
        return [*lost, *(str(one.handle) for one in records if one.handle is not UNSET)]

    @contextmanager
    def _collecting(
        self, number: int | None, faults: list[Fault], pending: list[Unanswered]
    ) -> Iterator[None]:
        """In a ``with`` block, keep the faults and the doubts about a record for later.

        ``number`` is the number of the record, or ``None`` for the dispatch as a whole.
        """
        try:
            yield
        except Fault as fault:
            faults += every(fault)
            self._fail(number)
        except Unanswered as doubt:
            pending.append(doubt)
            self._fail(number)

    def _fail(self, number: int | None) -> None:
        if number is not None:
            self._failed.add(number)
            self._records.setdefault(number, uuid4())

    def _has_failed(self, number: int) -> bool:
        """Return whether a record, or a record to which it links, has a fault or a doubt."""
        links = {self._handles.get(link) for _, link in _links(self.document.records[number])}
        if links & self._failed:
            self._fail(number)
        return number in self._failed

    def _translated(self, uow: UnitOfWork, number: int, translator: Translator) -> Command:
        document = self.document.records[number]
        with at("records", number):
            command = translator.command(document, uuid4())
            command = replaced(command, record=self._record(uow, number, command))
            command = self._recognised(uow, number, command)
            if document.handle in self._listed:
                command = without_meetings(command)
        self._records[number] = command.record
        return replaced(command, restores=self.restores or command.restores)

    def _recognised(self, uow: UnitOfWork, number: int, command: Command) -> Command:
        """Return the command; if the user says that the record exists, apply the command to it."""
        if self.recognition is None or number in self._failed:
            return command
        place = Place(
            key=number,
            name=self._name_of(number),
            same="write handle: {ref}",
            other="write distinct_from: [{ref}]",
        )
        return self.recognition.recognised(uow, command, place, restores=self.restores)

    def _translator(self, uow: UnitOfWork) -> Translator:
        translator = Translator.of_entry(uow, self._resolve)
        source = translator.source(self.document.source, self.document.dispatch)
        return replaced(translator, sources=(source,))

    def _name_of(self, number: int) -> str:
        """Return the name of a record in messages: the handle, or else the number in the file."""
        handle = self.document.records[number].handle
        return f"record {number + 1}" if handle is UNSET else handle

    def _performed(self, uow: UnitOfWork, number: int, command: Command) -> Performed:
        with at("records", number):
            try:
                if self.persons:
                    command = self.persons.identified(uow, command, self._people)
                outcome = perform(uow, command)
            except Refused as refusal:
                raise refused(refusal, self._name, self._way_on) from refusal
        return Performed(self.document.records[number].handle or None, outcome)

    def _way_on(self, kinds: Sequence[str]) -> str:
        """Return the records of some kinds that the user can name, and how to record another."""
        handles = [
            handle
            for handle, number in self._handles.items()
            if kind_of(self.document.records[number]) in kinds
            and self.document.records[number].handle is not UNSET
        ]
        here = f"write {' or '.join(handles[:3])}, or " if handles else ""
        return f"{here}{way_on(self.recognition.snapshot, kinds) if self.recognition else ''}"

    def _others_like(self, handle: str) -> str:
        """Return the end of a message about a ref that does not exist: records of its kind."""
        kinds = kinds_of(handle)
        return f"; {self._way_on(kinds)}" if kinds and self.recognition else ""

    def _name(self, record: UUID) -> str:
        """Return what messages call a record: its handle, the link to it, or its ref."""
        for number in self._handles.values():
            if self._records.get(number) == record:
                return self._name_of(number)
        return self._linked.get(record) or self.name(record)

    def _numbered(self) -> dict[str, int]:
        numbers: dict[str, int] = dict(self.checked.lost) if self.checked else {}
        self._own_handles = handles_of(self.document.records)
        for number, handle in enumerate(self._own_handles):
            if handle in numbers:
                raise Fault(
                    f"{quoted(handle)} appears twice; record {numbers[handle] + 1} has the same handle",
                    ("records", number, "handle"),
                )
            numbers[handle] = number
        return numbers

    def _record(self, uow: UnitOfWork, number: int, command: Command) -> UUID:
        """Return the id of a document's record, found by the document's handle or names."""
        document, [(_, facts), *_] = self.document.records[number], command.steps
        if document.handle is not UNSET and ref(document.handle):
            record = self._by_own_handle(document.handle)
            self._remember(command.kind, facts, record)
            return record
        if self._is_of_its_own(document, command.kind, facts):
            return self._by_own_handle(str(document.handle))
        named = self._by_name(uow, command.kind, facts)
        if named is not None:
            return named
        if document.handle is UNSET:
            return self._by_handle(self._own_handles[number])
        return self._by_own_handle(document.handle)

    def _is_of_its_own(self, document: RecordDocument, kind: Kind, facts: Facts) -> bool:
        """Return whether a party is identified by its handle instead of by its name.

        The handle identifies the party if the handle is a ref, or if an earlier party in the file
        has the same name: two parties with the same name in one file are two people.
        """
        if kind is not PARTY or document.handle is UNSET:
            return False
        taken = any(name in self._party_names for name in names_of(kind, facts))
        self._party_names.update(names_of(kind, facts))
        return taken or ref(str(document.handle)) is not None

    def _by_own_handle(self, handle: str) -> UUID:
        with at("handle"):
            typed = typed_ref(handle)
            if typed and typed.kind and not ref(handle):
                raise ValueError(
                    f"{quoted(handle)} looks like a ref; write"
                    f" {typed_ref(handle)} for that record, or choose another handle"
                )
            return self._by_handle(handle)

    def _by_name(self, uow: UnitOfWork, kind: Kind, facts: Facts) -> UUID | None:
        """Return the id of the record with these names in this file or the register, if any."""
        names = names_of(kind, facts)
        here = (self._named[name] for name in names if name in self._named)
        record = next(here, None) or known_by_name(uow, kind, facts)
        if record:
            self._remember(kind, facts, record)
        for person in people_in(facts):
            if person.name and person.party:
                self._named.setdefault(known_as(person.name, person.side), person.party)
        return record

    def _remember(self, kind: Kind, facts: Facts, record: UUID) -> None:
        """Remember the names of a record for the rest of the file."""
        names = (*names_of(kind, facts), *spellings_of(facts))
        self._named = dict.fromkeys(names, record) | self._named

    def _by_handle(self, handle: str) -> UUID:
        if ref(handle):
            record = self.resolve_ref(handle)
            if record is None:
                raise ValueError(f"{handle} is not in the register{self._others_like(handle)}")
            return record
        qualified = handle if "/" in handle else f"{self.document.dispatch}/{handle}"
        return natural_id("record", qualified)

    def _resolve(self, link: str) -> UUID:
        """Return the record that a link names: in this file, the register or another dispatch."""
        if link in self._handles:
            return self._records[self._handles[link]]
        if ref(link) or "/" in link:
            record = self._by_handle(link)
            self._linked[record] = link
            return record
        if named := self.resolve_ref(link):  # the name of a conference in the register
            self._linked[named] = link
            return named
        raise ValueError(
            f"{quoted(link)} {NO_HANDLE}, a ref (V-12), a name in the register or"
            f" DISPATCH/HANDLE{suggestion(link, self._typed_handles)}"
        )

    def _order(self) -> Sequence[int]:
        """Return the numbers of the records in file order, but each after those it links to."""
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
                raise Fault(
                    f"{quoted(link)} links back to this record; remove one of the links", path
                )
            self._visit(linked, (*above, number), order)
        order[number] = None


def _without_effects(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults without those that only follow from others.

    A field has only its first fault: a name that several records have is also not a handle.
    """
    first: dict[object, Fault] = {}
    places: set[Path] = set()
    for number, one in enumerate(faults):
        if one.path in places and NO_HANDLE in one.message:
            continue
        places.add(one.path)
        is_field = len(one.path) > 2 and one.path[2] in _PARTED
        first.setdefault(one.path[:3] if is_field else number, one)
    return list(first.values())


_PARTED = ("awaits", "source", "as_written", "readings")
"""Fields whose parts depend on each other."""


def _number_in(fault: Fault) -> int:
    """Return the number of the record with a fault; a fault of the whole dispatch comes first."""
    return next((step for step in fault.path[1:2] if isinstance(step, int)), -1)


def _people_in(commands: Iterable[Command]) -> dict[str, UUID]:
    """Return the parties that a file registers, by search term; leave out shared names."""
    found: dict[str, set[UUID]] = {}
    for command in commands:
        if command.kind is PARTY:
            [(_, facts), *_] = command.steps
            for name in (*names_of(command.kind, facts), *spellings_of(facts)):
                found.setdefault(name, set()).add(command.record)
    return {name: records.pop() for name, records in found.items() if len(records) == 1}


def _links(document: RecordDocument) -> list[tuple[str, str]]:
    """Return each link in a document, together with the name of its field."""
    links = [(str(one.path[0]), one.text) for one in links_in(document)]
    if document.distinct_from is not UNSET:
        links += [("distinct_from", one) for one in document.distinct_from]
    return [(name, link.strip()) for name, link in links]
