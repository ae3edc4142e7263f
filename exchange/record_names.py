"""Look up the refs of records, such as V-12, in the views, and confirm them in the log."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import frozen

from dragoman.domain import (
    CONSULTATION,
    Command,
    Refused,
    UnitOfWork,
    quoted,
    recognised,
    terms,
    typed_ref,
)
from dragoman.exchange.faults import Fault, refused
from dragoman.exchange.remedies import kinds_of, way_on
from dragoman.exchange.usage_error import UsageError

if TYPE_CHECKING:
    from dragoman.projections import Snapshot
    from dragoman.store import Register


class ViewsDisagree(UsageError):
    """Raised if the views and the log have different refs for a record."""

    def __init__(self) -> None:
        super().__init__("the views disagree with the log; run: dragoman register rebuild")


@frozen
class RecordNames:
    """The refs of records, read from the views and confirmed by the log."""

    snapshot: "Snapshot"
    register: "Register"

    def resolve(self, text: str) -> UUID | None:
        """Return the id of the record with a ref, or ``None`` if there is no such record.

        A conference also has its name as a ref: ``UNGA 81``. Raises :class:`ViewsDisagree` if the
        views disagree with the log, and :class:`Fault` if several conferences have the name.
        """
        ref = typed_ref(text)
        if ref is None or ref.kind is None:
            return self._conference(text)
        record = self.snapshot.record(ref)
        if record is None:
            if ref.number <= self.register.count_of(ref.kind):
                raise ViewsDisagree
            return None
        id_ = self.snapshot.id_of(record)
        if self.register.ref_of(id_) != ref:
            raise ViewsDisagree
        return id_

    def _conference(self, name: str) -> UUID | None:
        """Return the id of the conference with a name, or ``None``."""
        found = self.snapshot.ids("conference", terms.conference(name))
        if len(found) > 1:
            refs = " and ".join(map(self.name, found))
            raise Fault(f"{quoted(name)} is the name of {refs}; write the ref")
        return found[0] if found else None

    def link(self, text: str) -> UUID:
        """Return the id of the record with a ref. Raises ``ValueError`` if there is none."""
        record = self.resolve(text)
        if record is None:
            kinds = kinds_of(text)
            hint = self.way_on(kinds) if kinds else "refs look like V-12"
            raise ValueError(f"{quoted(text)} is not in the register; {hint}")
        return record

    def way_on(self, kinds: Sequence[str]) -> str:
        """Return the latest records of some kinds, and the command that records another."""
        return way_on(self.snapshot, kinds)

    def recognised(self, uow: UnitOfWork, command: Command, is_new: bool = False) -> UUID | None:
        """Return the id of the existing record that a command's facts identify, or ``None``.

        The record may be retracted; but if ``is_new`` is true, a retracted session does not count.
        """
        facts: Any = command.steps[0][1]
        found = recognised(uow, command.kind, facts)
        if found or is_new or command.kind is not CONSULTATION:
            return found
        is_numbered = facts.mechanism and facts.session
        return self._retracted_session(facts.mechanism, facts.session) if is_numbered else None

    def _retracted_session(self, mechanism: UUID, number: int) -> UUID | None:
        """Return the last retracted session with this number that was not a duplicate."""
        from dragoman.projections import retracted

        found = None
        for record, doc in retracted(self.snapshot, "consultation").items():
            is_duplicate = "duplicate_of" in doc["amendments"]
            same = (doc.get("mechanism"), doc.get("session")) == (str(mechanism), number)
            found = record if same and not is_duplicate else found
        return None if found is None else self.snapshot.id_of(found)

    def name(self, record: UUID) -> str:
        """Return the name of a record for messages: its ref, or else its id."""
        return self.snapshot.ref_of(record.hex) or str(record)

    @contextmanager
    def naming(self, about: UUID | None = None) -> Iterator[None]:
        """In a ``with`` block, convert a refusal to a fault whose message names records by ref.

        If ``about`` is given, the message begins with the ref of that record.
        """
        try:
            yield
        except Refused as refusal:
            fault = refused(refusal, self.name, self.way_on)
            subject = self.snapshot.ref_of(about.hex) if about else None
            if subject and " REF " in fault.message:
                fault = Fault(fault.message.replace(" REF ", f" {subject} "), fault.path)
            predicate = fault.message.startswith(_PREDICATES)
            if subject and predicate and not fault.message.startswith("is missing"):
                raise Fault(f"{subject} {fault.message}", fault.path) from refusal
            raise fault from refusal


_PREDICATES = ("is ", "was ", "would ", "gives ", "cannot ", "has ", "already ")
"""The first words of messages to which Dragoman adds the ref of the record as the subject."""
