"""Recording: one act on the register, from a dispatch or from the options of a command."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from attrs import frozen
from sqlalchemy.exc import DBAPIError

from cli import documents
from cli.dispatches import (
    Dispatch,
    Performed,
    mechanism_record,
    party_record,
    perform,
)
from cli.faults import Fault, UsageError, at, converted, refused
from cli.session import Session
from cli.telling import differences, headline, tell
from cli.translation import Translator
from domain import acts, terms
from domain.catalogue import CONSULTATION
from domain.refs import typed_ref
from domain.refusal import Refused
from domain.text import quoted
from projections.reading import Reading
from projections.views import Views
from store.errors import explained
from store.register import Work


@frozen
class Desk:
    """The register open for an act, with its views and what they name."""

    session: Session
    views: Views
    reading: Reading

    def resolve(self, text: str) -> UUID | None:
        """The record of a ref, ``None`` when there is none."""
        ref = typed_ref(text)
        record = self.reading.record(ref) if ref else None
        return self.reading.id_of(record) if record is not None else None

    def link(self, text: str) -> UUID:
        """The record of a ref. Raises ``ValueError`` when there is none."""
        record = self.resolve(text)
        if record is None:
            raise ValueError(f"there is no {quoted(text)} in the register; refs look like V-12")
        return record

    def name(self, record: UUID) -> str:
        """What people call a record: its ref."""
        return self.reading.ref_of(record.hex) or str(record)

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Word what the domain refuses, with refs."""
        try:
            yield
        except Refused as refusal:
            raise refused(refusal, self.name) from refusal


def recorded(session: Session, act: Callable[[Desk, Work], list[Performed]], reason: str) -> int:
    """Do ``act`` on the register as one entry, tell what came of it, and return the exit code."""
    from cli.progress import reading as read_with_bar
    from cli.progress import refreshed

    register = session.register()
    views = session.views()
    refreshed(views, session.output)
    with explained(session.register_path), views.engine.connect() as connection:
        reading = Reading(connection)

        def on_desk(work: Work) -> list[Performed]:
            return act(Desk(session, views, reading), work)

        entry = register.record(on_desk, views, reason)
    try:
        with read_with_bar(views, session.output) as reading:
            tell(session, reading, entry)
    except KeyboardInterrupt:
        session.output.notice(f"interrupted; {headline(entry)}")
        return 130
    except BrokenPipeError:
        raise
    except (DBAPIError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        session.output.notice(f"{headline(entry)} What came of it cannot be shown: {cause}")
    return 0


def record_dispatch(session: Session, document: documents.DispatchDocument) -> int:
    """Record a dispatch, all or nothing."""

    def act(desk: Desk, work: Work) -> list[Performed]:
        return Dispatch(document, desk.resolve, desk.name).perform(work)

    return recorded(session, act, document.reason or f"dispatch {document.dispatch}")


def record_by_hand(
    session: Session, ref: str | None, data: dict[str, Any], reason: str | None
) -> int:
    """Record one document that was given by options: of the record ``ref``, or of a new one."""
    with by_option():
        document = converted(data, documents.Record)
        act = partial(_by_hand, ref=ref, document=document)
        return recorded(session, act, reason or "")


def fulfil_by_hand(session: Session, ref: str, data: dict[str, Any], reason: str | None) -> int:
    """Record that the follow-up ``ref`` was fulfilled, as the options say."""

    def act(desk: Desk, work: Work) -> list[Performed]:
        translator = Translator(work.today, desk.link)
        with at("ref"):
            record = desk.link(ref)
        document = converted(data, documents.FulfilmentDocument)
        with desk.naming():
            outcome = acts.fulfil(work, record, translator.fulfilment(document))
        return [_wholly_recorded(desk, outcome)]

    with by_option():
        return recorded(session, act, reason or "")


@contextmanager
def by_option() -> Iterator[None]:
    """Word a fault as one of the option that it is about."""
    try:
        yield
    except Fault as fault:
        raise UsageError(f"{_option(fault)}{fault.message}") from fault


def _option(fault: Fault) -> str:
    """``--part-of: ``, the option that a fault is about."""
    path = [str(step) for step in fault.path]
    if not path:
        return ""
    if path[0] == "source" and len(path) > 1:
        path = ["source" if path[1] == "title" else path[1]]
    name = _OPTIONS.get(path[0], path[0])
    return f"{name}: " if name == "REF" else f"--{name.replace('_', '-')}: "


_OPTIONS = {
    "participants": "participant",
    "topics": "topic",
    "parties": "party",
    "outcomes": "outcome",
    "aliases": "alias",
    "external_ids": "external_id",
    "ref": "REF",
}


def _by_hand(desk: Desk, work: Work, ref: str | None, document: Any) -> list[Performed]:
    translator = Translator(work.today, desk.link)
    with at("ref"):
        record = desk.link(ref) if ref else None
    record = record or _known(work, document, translator) or uuid4()
    with desk.naming():
        outcome = perform(work, document, record, translator)
    return [_wholly_recorded(desk, outcome)]


def _wholly_recorded(desk: Desk, outcome: acts.Outcome) -> Performed:
    """By hand, what would not be recorded is refused: nobody should think that it was."""
    if outcome.unrecorded:
        changes = "; ".join(differences(outcome))
        raise Fault(f"{desk.name(outcome.record)} is recorded already, and differs: {changes}")
    return Performed(None, outcome)


def _known(work: Work, document: Any, translator: Translator) -> UUID | None:
    """The record that a document without a ref is about, where its content tells."""
    if isinstance(document, documents.MechanismDocument):
        return mechanism_record(work, translator.charter(document))
    if isinstance(document, documents.PartyDocument):
        return party_record(work, translator.party(document))
    if isinstance(document, documents.ConsultationDocument) and document.session:
        mechanism = translator.link(document.mechanism or "", "mechanism")
        term = terms.session(mechanism, document.session)
        return next((found for found, _ in work.find(CONSULTATION, term)), None)
    return None
