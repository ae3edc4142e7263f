"""Names of records: refs as people type and read them, checked against the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import frozen

from dragoman.domain import Refused, quoted, typed_ref
from dragoman.exchange.faults import Fault, UsageError, refused

if TYPE_CHECKING:
    from dragoman.projections import Snapshot
    from dragoman.store import Register


class ViewsDisagree(UsageError):
    """The views say another ref of a record than the log does."""

    def __init__(self) -> None:
        super().__init__("the views do not agree with the log; type: dragoman register rebuild")


@frozen
class RecordNames:
    """The refs of records, as the views know them and the log confirms them."""

    snapshot: "Snapshot"
    register: "Register"

    def resolve(self, text: str) -> UUID | None:
        """The record of a ref, ``None`` when there is none.

        What the views say is checked against the log. Raises :class:`ViewsDisagree`.
        """
        ref = typed_ref(text)
        if ref is None or ref.kind is None:
            return None
        record = self.snapshot.record(ref)
        if record is None:
            if ref.number <= self.register.count_of(ref.kind):
                raise ViewsDisagree
            return None
        id_ = self.snapshot.id_of(record)
        if self.register.ref_of(id_) != ref:
            raise ViewsDisagree
        return id_

    def link(self, text: str) -> UUID:
        """The record of a ref. Raises ``ValueError`` when there is none."""
        record = self.resolve(text)
        if record is None:
            raise ValueError(f"there is no {quoted(text)} in the register; refs look like V-12")
        return record

    def name(self, record: UUID) -> str:
        """What people call a record: its ref."""
        return self.snapshot.ref_of(record.hex) or str(record)

    @contextmanager
    def naming(self, about: UUID | None = None) -> Iterator[None]:
        """Word what the domain refuses, with refs; what is ``about`` a record begins with its."""
        try:
            yield
        except Refused as refusal:
            fault = refused(refusal, self.name)
            subject = self.snapshot.ref_of(about.hex) if about else None
            predicate = fault.message.startswith(_PREDICATES)
            if subject and predicate and not fault.message.startswith("is missing"):
                raise Fault(f"{subject} {fault.message}", fault.path) from refusal
            raise fault from refusal


_PREDICATES = ("is ", "was ", "would ", "says ", "cannot ", "has ", "already ")
"""How refusals begin that tell something of the record they are about."""
