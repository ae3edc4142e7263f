"""Record rows; the domain applies the same rules to a row as to a command that a user types."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from attrs import evolve as replaced
from attrs import frozen
from msgspec import UNSET, Struct
from msgspec.structs import replace as msgspec_replaced

from dragoman.domain import (
    PARTY,
    Command,
    RecordedEntry,
    Refused,
    Source,
    corrections,
    is_retracted,
    known_by_name,
    names_of,
    natural_id,
    perform,
    refuse_changed_posts,
    renew_record,
    terms,
    with_article,
    with_fields,
)
from dragoman.exchange.documents import record_documents
from dragoman.exchange.faults import Fault, converted, place_of, refused
from dragoman.exchange.imports.drafts import Draft, Rejected
from dragoman.exchange.imports.known_people import KnownPeople
from dragoman.exchange.persons import Persons
from dragoman.exchange.recognition import Place, Recognition
from dragoman.exchange.record_names import RecordNames
from dragoman.exchange.translate import Translator

if TYPE_CHECKING:
    from dragoman.store import RegisterUnitOfWork

Became = Literal["new", "changed", "unchanged", "renumbered", "restored", "retracted"]


class ImportedRow(Struct, frozen=True):
    """A row that an earlier import recorded: the id of its record, and its digest at that time."""

    record: UUID
    digest: str
    is_retracted: bool = False


class Prepared(Struct, frozen=True):
    """A row converted to a command, with the source and the facts of its record."""

    draft: Draft
    command: Command
    said: Source
    facts: Any
    known: ImportedRow | None

    @property
    def status(self) -> str | None:
        """The status that the row gives its record; ``None`` if the kind has only one status."""
        return None if self.command.kind.usual else self.command.steps[-1][0]

    @property
    def names(self) -> Iterator[str]:
        """The search terms for the people and organisations that the row names."""
        for one in (self.facts, *getattr(self.facts, "participants", ())):
            if getattr(one, "name", None):
                yield terms.known_as(one.name, one.side)


def _place_of(row: Prepared) -> Place:
    return Place(
        key=row.draft.key,
        name=f"row {row.draft.key}",
        same="leave out the row, and cite the list with: dragoman source cite {ref}",
        other="import with --new",
        later="type: dragoman retract {new} --duplicate-of {other} --reason WHY",
    )


def _facts(command: Command) -> Any:
    """Return the full facts about the record from the command, or ``None`` if it lacks them."""
    usual = command.kind.facts
    return next((facts for _, facts in command.steps if type(facts) is usual), None)


@frozen
class Contested:
    """A conflict: a user corrected a field after an import, and the file has another value."""

    record: UUID
    field: str
    value: object


@frozen
class Result:
    """The result of recording a row."""

    became: Became
    contested: tuple[Contested, ...] = ()
    retraction: RecordedEntry | None = None
    """The entry that retracted the record, if the record stays retracted."""


@frozen
class Recorder:
    """A recorder for the rows of one data set.

    If ``restores`` is true, the recorder restores the retracted records of rows.
    """

    dataset: str
    source: Source
    refs: RecordNames
    today: date
    zone: str
    ids: Mapping[str, ImportedRow]
    recognition: Recognition
    persons: Persons
    restores: bool = False
    known_people: Callable[[], KnownPeople] = KnownPeople
    """Returns the people whom the register knew before the import."""

    def id_of(self, key: str) -> UUID:
        """Return the id of a row's record: the id from an earlier import, or else a new id."""
        known = self.ids.get(key)
        return known.record if known else natural_id("record", f"{self.dataset}/{key}")

    def prepared(self, draft: Draft, digest: str) -> Prepared | Rejected:
        """Convert a row to a command, or reject the row."""
        record = self.id_of(draft.key)
        try:
            document = draft.document or converted(self._completed(draft), record_documents())
            own = self._translator.of(document)
            said = with_fields(own.sources[0], row=draft.key, sha256=digest)
            document.source = UNSET
            translator = Translator(self.today, self._link, (said,), zone=self.zone)
            command = translator.command(document, record)
            facts = _facts(command) or translator.facts(document, command.kind.facts)
        except Fault as fault:
            return self.rejected(draft, fault)
        return Prepared(draft, command, said, facts, self.ids.get(draft.key))

    def _completed(self, draft: Draft) -> Mapping[str, Any]:
        """Return the data of a draft; people whom the register knows get their full names."""
        return self.known_people().completed(draft) if draft.surnames else draft.data

    @cached_property
    def _translator(self) -> Translator:
        return Translator(self.today, self._link, (self.source,), zone=self.zone)

    def _link(self, text: str) -> UUID:
        """Resolve a link, which is a ref or ``DATASET/KEY`` of a row, to the id of a record."""
        dataset, slash, key = text.partition("/")
        if slash:
            own = dataset == self.dataset
            return self.id_of(key) if own else self._imported(dataset, key)
        return self.refs.link(text)

    def _imported(self, dataset: str, key: str) -> UUID:
        """Return the record id for a row of another data set, which may not be imported yet."""
        from dragoman.projections import rows

        row = rows.row_of(dataset, key)
        found = rows.known(self.refs.snapshot, [row])
        return found[row][0] if found else natural_id("record", f"{dataset}/{key}")

    def record(self, uow: "RegisterUnitOfWork", row: Prepared) -> Result | Rejected:
        """Record a new or changed row."""
        try:
            with uow.attempt():
                return self._recorded(uow, row)
        except Refused as refusal:
            return self.rejected(row.draft, refused(refusal, self.refs.name))
        except Fault as fault:
            return self.rejected(row.draft, fault)

    def _identified(self, uow: "RegisterUnitOfWork", row: Prepared) -> Prepared:
        command = self.persons.identified(uow, row.command, is_whole=True)
        if command is row.command:
            return row
        return msgspec_replaced(row, command=command, facts=_facts(command) or row.facts)

    def rejected(self, draft: Draft, fault: Fault) -> Rejected:
        """Return a rejected row; the reason is the message of the fault."""
        reason = f"{place_of(fault.path)}{fault.message}"
        return Rejected(draft.line, reason, draft.cells, draft.also)

    def _recorded(self, uow: "RegisterUnitOfWork", row: Prepared) -> Result:
        record = self._record_of(uow, row)
        self._refuse_other_kind(uow, row, record)
        state = uow.load(record)
        comes_back = state is not None and is_retracted(state)
        if comes_back and not self.restores:
            return Result("retracted", retraction=corrections.retraction(uow, record))
        if comes_back:
            corrections.restore(uow, record)
        result = self._updated(uow, row) if row.known else self._created(uow, row, record)
        return replaced(result, became="restored") if comes_back else result

    def _refuse_other_kind(self, uow: "RegisterUnitOfWork", row: Prepared, record: UUID) -> None:
        kind, own = uow.kind_of(record), row.command.kind
        if kind not in (None, own):
            raise Refused(
                f"{{record}} is {with_article(kind.name)}, not {with_article(own.name)};"
                " to record its row as another kind, give the dataset a different name",
                record=record,
            )

    def _record_of(self, uow: "RegisterUnitOfWork", row: Prepared) -> UUID:
        """Return the id of a row's record; a new row's names may identify an existing record."""
        known = None if row.known else self._named(uow, row)
        return known or row.command.record

    def _created(self, uow: "RegisterUnitOfWork", row: Prepared, record: UUID) -> Result:
        command = row.command
        if record != command.record:
            command = replaced(command, record=record)
        command = self.recognition.recognised(uow, command, _place_of(row))
        command = self.persons.identified(uow, command)
        outcome = perform(uow, command)
        if not outcome.events:
            return Result("unchanged")  # another process recorded the row in the meantime
        is_known = bool(names_of(command.kind, row.facts)) or command.record != record
        if outcome.existed and not is_known:
            handle = f"{self.dataset}/{row.draft.key}"
            raise Refused(
                f"{{record}} already has the handle {handle} from a dispatch or an earlier row;"
                " give the dataset a different name",
                record=command.record,
            )
        return Result("new")

    def _named(self, uow: "RegisterUnitOfWork", row: Prepared) -> UUID | None:
        """Return the id of the existing record that a row's names identify, or ``None``."""
        if row.command.kind is PARTY:
            own = self.dataset, row.draft.key
            return self.persons.registered(uow, row.command.record, row.facts, own)
        return known_by_name(uow, row.command.kind, row.facts)

    def _updated(self, uow: "RegisterUnitOfWork", row: Prepared) -> Result:
        known = row.known
        assert known is not None
        if row.draft.is_partial:
            outcome = perform(uow, row.command)
            return Result("changed" if outcome.events else "unchanged")
        row = self._identified(uow, row)
        record = row.command.record
        refuse_changed_posts(uow, record, [facts for _, facts in row.command.steps], row.said)
        _, contested = renew_record(uow, record, row.facts, row.status, row.said)
        if row.status is None:
            perform(uow, row.command)
        others = (Contested(record, name, value) for name, value in contested.items())
        same = known.digest == row.said.sha256
        return Result("renumbered" if same else "changed", tuple(others))
