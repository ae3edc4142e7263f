"""Reconcile a draft with the register: find the records that the draft reports again.

A mechanism is the recorded one if the register has exactly one of its kind and parties. For an
engagement, the rules of :mod:`dragoman.exchange.recognition` apply. A recorded engagement keeps its
values; a value that differs becomes a reading, which keeps both.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from attrs import define, field

from dragoman.domain import UnitOfWork, fold
from dragoman.exchange.documents import document_class
from dragoman.exchange.doubts import Answers, Doubt, Unanswered
from dragoman.exchange.faults import Fault, converted
from dragoman.exchange.field_edits import FieldEdits
from dragoman.exchange.intake.draft import DraftRecord
from dragoman.exchange.intake.known import Known
from dragoman.exchange.intake.source_text import folded
from dragoman.exchange.recognition import Place, Recognition
from dragoman.exchange.record_names import RecordNames
from dragoman.exchange.translate import Translator

if TYPE_CHECKING:
    from dragoman.projections import Snapshot

_COMPARED = ("occurred", "place", "host", "level", "mode", "session", "form", "signed")
"""The fields of one value that a second source may give differently."""

_LINKS = ("mechanism", "part_of", "agreed_in")
_NAMESPACE = UUID("4b1d6c07-6f0a-4d0e-9c0b-0d9a51a6f0aa")


@define
class Reconciler:
    """Finds the recorded records of a draft, within one unit of work that records nothing."""

    names: RecordNames
    uow: UnitOfWork
    known: dict[str, UUID] = field(factory=dict)
    """The recorded records that records of the draft turned out to be, by their key."""

    def reconcile(self, records: Sequence[DraftRecord]) -> list[DraftRecord]:
        """Return the records of a draft, with the refs of those that are already recorded.

        A mechanism that is already recorded leaves the draft; links name its ref.
        """
        kept = [one for one in records if not self._is_known_mechanism(one)]
        for record in kept:
            self._link(record)
        for record in kept:
            if record.kind in ("visit", "consultation", "meeting"):
                self._find(record)
        for record in kept:
            self._link(record)
            self._spell_topics(record)
        return kept

    def _spell_topics(self, record: DraftRecord) -> None:
        """Spell topics as the register does."""
        from dragoman.projections import similar_topics

        topics = record.document.get("topics")
        if topics:
            known = similar_topics(self.names.snapshot, topics)
            same = {one: known[one] for one in known if fold(one) == fold(known[one])}
            record.document["topics"] = [same.get(one, one) for one in topics]

    def _is_known_mechanism(self, record: DraftRecord) -> bool:
        if record.kind != "mechanism":
            return False
        mechanisms = self._mechanisms()
        stated = set(record.document.get("parties", ()))
        titled = [
            id_
            for id_, doc in mechanisms.items()
            if folded(record.words.get("body", "-")) in map(folded, titles_of(doc))
        ]
        found = titled or [
            id_
            for id_, doc in mechanisms.items()
            if doc.get("body") == record.document.get("body")
            and stated
            and stated == set(doc.get("parties", ()))
        ]
        if len(found) == 1:
            self.known[record.key] = found[0]
            return True
        return False

    def _mechanisms(self) -> Mapping[UUID, Mapping[str, Any]]:
        from dragoman.projections import standing_mechanisms

        return standing_mechanisms(self.names.snapshot)

    def _link(self, record: DraftRecord) -> None:
        """Name recorded records by their refs in the links of a record."""
        document = record.document
        holders = [document, document.get("awaits", {})]
        for holder in holders:
            for name in _LINKS:
                if holder.get(name) in self.known:
                    holder[name] = self.names.name(self.known[holder[name]])

    def _find(self, record: DraftRecord) -> None:
        """Find the recorded engagement that a record of the draft reports again."""
        doubt = self._doubt(record)
        if doubt is None or "other" not in doubt.refs:
            return
        others = [one for one in doubt.answers.values() if one]
        if len(others) != 1:
            record.candidates["handle"] = f"{doubt.refusal}"
            return
        self.known[record.key] = others[0]
        self._take_over(record, others[0])

    def _doubt(self, record: DraftRecord) -> Doubt | None:
        """Return the question that recording the record would raise, if any."""
        with suppress(Fault, ValueError):
            document = converted(_plain(record.document), document_class(record.kind))
            translator = Translator.of_entry(self.uow, self._resolved)
            command = translator.command(document, uuid4())
            place = Place(key=record.key, name=record.key, same="{ref}", other="{ref}")
            try:
                Recognition(self.names.snapshot, Answers("ask")).recognised(
                    self.uow, command, place
                )
            except Unanswered as one:
                return one.doubt
        return None

    def _resolved(self, link: str) -> UUID:
        """Return the record that a link names: a recorded one, or one of the draft."""
        return self.names.resolve(link) or self.known.get(link) or uuid5(_NAMESPACE, link)

    def _take_over(self, record: DraftRecord, known: UUID) -> None:
        """Name the recorded engagement, and move the values that differ to readings."""
        state, kind = self.uow.load(known), self.uow.kind_of(known)
        if kind is None or state is None:
            return
        before = FieldEdits(state, kind, self.names.name).document
        document = record.document
        readings = {
            name: document.pop(name)
            for name in _COMPARED
            if name in document and before.get(name) and _differ(before[name], document[name])
        }
        document.pop("title", None)
        document["handle"] = self.names.name(known)
        if before.get("status") == document.get("status"):
            document["status"] = before["status"]
        if readings:
            document["readings"] = readings


def _differ(known: object, said: object) -> bool:
    return fold(str(known)) != fold(str(said))


def _plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without the parts that do not matter for recognition."""
    return {name: one for name, one in document.items() if name not in ("kind", "as_written")}


def titles_of(doc: Mapping[str, Any]) -> list[str]:
    """Return the titles of a mechanism."""
    return [doc["title"], *doc.get("aliases", ())]


def known_words(snapshot: "Snapshot") -> Known:
    """Return the names in the register, by which texts are read."""
    from dragoman.projections import docs_of, known_topics

    people = {
        name: doc.get("side") or ""
        for doc in docs_of(snapshot, "party").values()
        for name in (doc["name"], *doc.get("aliases", ()))
        if doc.get("type", "person") == "person"
    }
    mechanisms = {
        title: doc["body"]
        for doc in docs_of(snapshot, "mechanism").values()
        for title in titles_of(doc)
    }
    return Known(people=people, mechanisms=mechanisms, topics=known_topics(snapshot))


def reconciled(
    records: Sequence[DraftRecord], names: RecordNames, rehearse: Callable[[Any], Any]
) -> list[DraftRecord]:
    """Return the records of a draft, compared with the register.

    ``rehearse`` runs a function of a unit of work without recording anything.
    """
    found: list[DraftRecord] = rehearse(lambda uow: Reconciler(names, uow).reconcile(records))
    return found
