"""Recording rows: each decided by the domain as if somebody had recorded it by hand."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from attrs import evolve as replaced
from attrs import frozen
from msgspec import UNSET, Struct
from msgspec.json import Encoder

from dragoman.domain import (
    Command,
    Refused,
    Source,
    is_retracted,
    known_by_name,
    names_of,
    natural_id,
    perform,
    renew_record,
    terms,
)
from dragoman.exchange.documents import record_documents
from dragoman.exchange.faults import Fault, converted, place_of, refused
from dragoman.exchange.imports.drafts import Draft, Rejected
from dragoman.exchange.record_names import RecordNames
from dragoman.exchange.translate import Translator

if TYPE_CHECKING:
    from dragoman.store import RegisterUnitOfWork

_canonical = Encoder(order="deterministic").encode

Became = Literal["new", "changed", "unchanged", "renumbered", "retracted"]


def digest_of(draft: Draft) -> str:
    """The SHA-256 of what a draft tells, as JSON with sorted keys: 64 hexadecimal digits."""
    from hashlib import sha256

    return sha256(_canonical(draft.data)).hexdigest()


class ImportedRow(Struct, frozen=True):
    """The record of a row that was imported before, and the digest of what the row told last."""

    record: UUID
    digest: str


class Prepared(Struct, frozen=True):
    """A row in the terms of the domain: facts and status, of the record it is known to be."""

    draft: Draft
    command: Command
    said: Source
    facts: Any
    known: ImportedRow | None

    @property
    def status(self) -> str | None:
        """The status that is reached by a decision; ``None`` for kinds that have a usual one."""
        return None if self.command.kind.usual else self.command.steps[-1][0]

    @property
    def names(self) -> Iterator[str]:
        """The terms under which those whom it tells of are known."""
        for one in (self.facts, *getattr(self.facts, "participants", ())):
            if getattr(one, "name", None):
                yield terms.known_as(one.name, one.side)


@frozen
class Contested:
    """A field of a record that somebody has set right since, and which the file tells otherwise."""

    record: UUID
    field: str
    value: object


@frozen
class Result:
    """What became of a row."""

    became: Became
    contested: tuple[Contested, ...] = ()


@frozen
class Recorder:
    """Records the rows of one data set."""

    dataset: str
    source: Source
    refs: RecordNames
    today: date
    ids: Mapping[str, ImportedRow]

    def id_of(self, key: str) -> UUID:
        """The id of the record of a row: the one it has, or will have."""
        known = self.ids.get(key)
        return known.record if known else natural_id("record", f"{self.dataset}/{key}")

    def prepared(self, draft: Draft, digest: str) -> Prepared | Rejected:
        """A row in the terms of the domain."""
        record = self.id_of(draft.key)
        try:
            document = draft.document or converted(draft.data, record_documents())
            own = self._translator.of(document)
            said = replaced(own.sources[0], row=draft.key, sha256=digest)
            document.source = UNSET
            translator = Translator(self.today, self._link, (said,))
            command = translator.command(document, record)
            facts = translator.facts(document, command.kind.facts)
        except Fault as fault:
            return self.rejected(draft, fault)
        return Prepared(draft, command, said, facts, self.ids.get(draft.key))

    @cached_property
    def _translator(self) -> Translator:
        return Translator(self.today, self._link, (self.source,))

    def _link(self, text: str) -> UUID:
        """The record that a link names: of a row of this data set, of another's, or a ref."""
        dataset, slash, key = text.partition("/")
        if slash:
            own = dataset == self.dataset
            return self.id_of(key) if own else natural_id("record", text)
        return self.refs.link(text)

    def record(self, uow: "RegisterUnitOfWork", row: Prepared) -> Result | Rejected:
        """Record a row that is new or tells something else than before."""
        try:
            with uow.attempt():
                return self._renewed(uow, row) if row.known else self._founded(uow, row)
        except Refused as refusal:
            return self.rejected(row.draft, refused(refusal, self.refs.name))
        except Fault as fault:
            return self.rejected(row.draft, fault)

    def rejected(self, draft: Draft, fault: Fault) -> Rejected:
        """A row with what is wrong with it."""
        return Rejected(draft.line, f"{place_of(fault.path)}{fault.message}", draft.cells)

    def _founded(self, uow: "RegisterUnitOfWork", row: Prepared) -> Result:
        command = row.command
        record = known_by_name(uow, command.kind, row.facts) or command.record
        outcome = perform(uow, replaced(command, record=record))
        if is_retracted(outcome.state):
            return Result("retracted")
        if not outcome.events:
            return Result("unchanged")  # somebody was faster
        if outcome.existed and not names_of(command.kind, row.facts):
            handle = f"{self.dataset}/{row.draft.key}"
            raise Refused(
                f"{{record}} is {handle} already, of a dispatch or an earlier row; call"
                " the dataset otherwise",
                record=record,
            )
        return Result("new")

    def _renewed(self, uow: "RegisterUnitOfWork", row: Prepared) -> Result:
        assert row.known is not None
        record = row.command.record
        outcome, contested = renew_record(uow, record, row.facts, row.status, row.said)
        if is_retracted(outcome.state):
            return Result("retracted")
        if row.status is None:
            perform(uow, row.command)
        others = (Contested(record, name, value) for name, value in contested.items())
        same = row.known.digest == row.said.sha256
        return Result("renumbered" if same else "changed", tuple(others))
