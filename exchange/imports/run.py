"""Import the rows of a data set in batches; each batch is one entry in the register.

An import skips unchanged rows, which have the same digest as in an earlier import. If you interrupt
an import and run it again, the import resumes where it stopped.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from attrs import define, field, frozen
from msgspec import Struct
from msgspec.structs import replace as replaced

from dragoman.domain import Refused, corrections, natural_id
from dragoman.exchange.context import ExchangeContext
from dragoman.exchange.doubts import Answers, Doubt, Unanswered, escaped
from dragoman.exchange.faults import Fault
from dragoman.exchange.imports.drafts import Dataset, Draft, Rejected, digest_of
from dragoman.exchange.imports.keys import REJECTED, Keys
from dragoman.exchange.imports.known_people import KnownPeople
from dragoman.exchange.imports.recorder import ImportedRow, Prepared, Recorder, Result
from dragoman.exchange.imports.tally import Tally
from dragoman.exchange.made import Made
from dragoman.exchange.mappings.row_keys import loosely
from dragoman.exchange.persons import Memory, Persons
from dragoman.exchange.recognition import Recognition
from dragoman.exchange.record_names import RecordNames
from dragoman.exchange.translate import Translator
from dragoman.exchange.usage_error import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dragoman.domain import Source
    from dragoman.projections import Snapshot
    from dragoman.store import Bulk, RegisterUnitOfWork

T = TypeVar("T")

BATCH = 2_000
"""The default number of rows in one entry."""

MANY, FEW = 2_000, 200_000
"""Limits for loading all recorded records into memory.

An import does so after it has recorded ``MANY`` new rows, if the register had at most ``FEW``
events before the import.
"""

AskCallback = Callable[[Doubt], UUID | None]
"""A function that asks the user to settle a doubt; it returns the chosen record, or ``None``."""

Reject = Callable[[Rejected], None]
"""A function that is called with each rejected row."""

TallyCallback = Callable[[Tally], None]
"""A function that the import calls after every batch with the tally so far."""


class Foreseen(Struct):
    """A forecast, made before the import records anything.

    ``known`` is the number of rows that an earlier import recorded. ``changed`` is the number of
    these rows that have changed, and ``retracted`` the number whose records the import would
    retract.
    """

    known: int = 0
    changed: int = 0
    retracted: int = 0


@frozen
class ImportOptions:
    """The options of an import.

    ``strict`` records all rows or none. ``dry_run`` records nothing. ``retract_gone`` retracts the
    records of rows that are no longer in the file. ``restore`` restores retracted records whose
    rows are in the file again.
    """

    strict: bool = False
    dry_run: bool = False
    retract_gone: bool = False
    restore: bool = False

    @property
    def whole(self) -> bool:
        """Whether the import is all or nothing, as in strict mode and in a dry run."""
        return self.strict or self.dry_run

    def comes_to_nothing(self, tally: Tally) -> bool:
        """Return whether to roll back: for a dry run, or if strict mode rejected a row."""
        return self.dry_run or (self.strict and tally.rejected > 0)


class Read(Struct, frozen=True):
    """A row with a unique key, and the digest of its content."""

    draft: Draft
    digest: str


@define
class Run:
    """One import of a data set into the register."""

    context: ExchangeContext
    dataset: Dataset
    wanted: ImportOptions
    reason: str
    reject: Reject = lambda _: None
    notify: TallyCallback = lambda _: None
    ask: AskCallback | None = None
    answers: Answers = field(factory=Answers)
    """The answers to doubts about rows; the callback ``ask`` gets the answers that are missing."""
    batch: int = field(factory=lambda: BATCH)
    """The number of rows in one entry."""
    tally: Tally = field(factory=Tally, init=False)
    _made: Made = field(factory=Made, init=False)
    _begun: int = field(default=0, init=False)
    """The last position before the import."""
    _people: Memory = field(factory=Memory, init=False)
    _knew: KnownPeople | None = field(default=None, init=False)
    _moved: dict[str, str] = field(factory=dict, init=False)
    _gone: list[tuple[str, ImportedRow]] = field(factory=list, init=False)
    _refused: list[Rejected] = field(factory=list, init=False)
    _has_lost_key: bool = field(default=False, init=False)
    """Whether the import rejected a row without reading the key of the row."""
    _unchanged: Tally | None = field(default=None, init=False)
    """The final tally, if :meth:`foresee` found that the import has nothing to record."""

    def foresee(self) -> Foreseen:
        """Find the rows that have changed, disappeared or got a new key since an earlier import.

        Call this method before :meth:`perform`.
        """
        from dragoman.projections import rows, uncollected

        foreseen = Foreseen()
        with self.context.views.engine.connect() as views, uncollected():
            if not (self.dataset.whole and rows.any_known(views, self.dataset.name)):
                return foreseen
            with Keys() as keys:
                tally, same = self._counted(keys), 0
                for some in rows.all_of(views, self.dataset.name):
                    foreseen.known += len(some)
                    here = keys.digests([key for key, *_ in some])
                    changed = sum(here.get(key, one) not in (one, REJECTED) for key, _, one in some)
                    foreseen.changed += changed
                    same += len(here) - changed
                    covered = self._covered(views, [id_ for _, id_, _ in some])
                    for key, record, digest in some:
                        if key in here or record not in covered:
                            continue
                        if not self._renumbered(views, keys, key, digest):
                            self._gone.append((key, ImportedRow(UUID(hex=record), digest)))
                self._settle_respelt(views, keys)
        self.tally.gone = len(self._gone)
        if tally.unchanged == same and not tally.rejected:
            self._unchanged = tally
        foreseen.retracted = self.tally.gone if self.wanted.retract_gone else 0
        return foreseen

    def _counted(self, keys: Keys) -> Tally:
        """Read all rows; return the tally that applies if no row has changed."""
        tally = Tally()
        for one in self._read(keys):
            if isinstance(one, Rejected):
                tally.rejected += 1 + len(one.also)
            else:
                tally.unchanged += 1
                tally.rows += len(one.draft.also)
                tally.inferred += one.draft.inferred
        tally.rows += tally.unchanged - tally.inferred
        tally.skipped = self.dataset.skipped
        return tally

    def perform(self) -> Tally:
        """Record the new and changed rows. Raises :class:`UsageError` for an unusable file."""
        from dragoman.store import NothingRecorded, bulk

        if self._unchanged and not (self.wanted.retract_gone and self._gone):
            self._unchanged.gone = self.tally.gone
            self.tally = self._unchanged
            return self.tally
        register, views = self.context.register, self.context.views
        self._begun = register.last_position()
        wanted = self.wanted
        bulk_ = bulk(register, views, whole=wanted.whole, rehearses=wanted.dry_run)
        with bulk_ as recording, Keys() as keys:
            self._record_all(recording, keys)
            if self.wanted.retract_gone:
                self._withdraw(recording, keys)
            if self.wanted.comes_to_nothing(self.tally):
                self.tally.entries.clear()
                raise NothingRecorded
        return self.tally

    def _renumbered(self, views: "Connection", keys: Keys, key: str, digest: str) -> bool:
        """Return whether a row that seems to be gone is still in the file with a new key."""
        from dragoman.projections import Snapshot, rows

        for other in keys.with_digest(digest):
            row = rows.row_of(self.dataset.name, other)
            if other not in self._moved and not rows.known(Snapshot(views), [row]):
                self._moved[other] = key
                return True
        return False

    def _covered(self, views: "Connection", ids: Sequence[str]) -> frozenset[str]:
        """Return those of the records whose days the file covers, by id."""
        from dragoman.projections import Snapshot, rows

        if self.dataset.covers is None:
            return frozenset(ids)
        return frozenset(rows.within(Snapshot(views), ids, *self.dataset.covers))

    def _settle_respelt(self, views: "Connection", keys: Keys) -> None:
        """Ask about new keys that differ from the key of a gone row only in case or punctuation."""
        from dragoman.projections import Snapshot, rows

        gone = {loose: old for old in self._gone if (loose := loosely(old[0]))}
        if not gone:
            return
        snapshot = Snapshot(views)
        for key in keys.all():
            loose = loosely(key)
            old = gone.get(loose)
            if old is None or key in self._moved:
                continue
            if rows.known(snapshot, [rows.row_of(self.dataset.name, key)]):
                continue
            if self._answer(self._respelt(snapshot, key, *old)) is not None:
                self._moved[key] = old[0]
                self._gone.remove(gone.pop(loose))

    def _respelt(self, snapshot: "Snapshot", key: str, old: str, row: ImportedRow) -> Doubt:
        new = natural_id("record", f"{self.dataset.name}/{key}")
        ref = snapshot.ref_of(row.record.hex) or str(row.record)
        doubt = f"row {key} is new, and row {old} ({ref}) is no longer in the file"
        return Doubt(
            about=("key", key, old),
            shown=(f"{doubt[0].upper()}{doubt[1:]}.",),
            question="Are they the same row?",
            answers={"y": row.record, "n": None},
            note=f"{escaped(doubt)}. If they are the same, type: dragoman retract {{new}}"
            f" --duplicate-of {ref} --reason WHY",
            refusal=f"{doubt}; if the key changed, write the former key, or import with --new",
            refs={"new": (new, f"row {key}")},
        )

    def _answer(self, doubt: Doubt) -> UUID | None:
        """Return the answer to a doubt; ask the user if necessary."""
        try:
            return self.answers.to(doubt)
        except Unanswered:
            assert self.ask
            self.answers.give(doubt, self.ask(doubt))
            return self.answers.to(doubt)
        except Fault as fault:
            raise UsageError(fault.message) from fault

    def _read(self, keys: Keys) -> Iterator[Read | Rejected]:
        """Yield the rows of the file, each with a unique key."""
        for one in self.dataset.drafts():
            self.context.heed()
            if isinstance(one, Rejected):
                self._has_lost_key |= not one.key
                if one.key:
                    keys.note(one)
                yield one
                continue
            digest = digest_of(one)
            own = keys.take(one, digest, self.dataset.numbered)
            yield own if isinstance(own, Rejected) else Read(own, digest)

    def _record_all(self, recording: "Bulk", keys: Keys) -> None:
        from dragoman.projections import uncollected

        feeds = self._feeds()
        with uncollected():
            read = self._read(keys)
            while batch := list(islice(read, self.batch)):
                self._record_batch(recording, batch)
                del batch
                if feeds:
                    self.context.views.refresh(counts=False)
                gc.collect(0)  # statements and their parameters form reference cycles
                self.tally.skipped = self.dataset.skipped
                self.notify(self.tally)

    def _feeds(self) -> bool:
        """Return whether to update the views after every batch, while its events are in memory.

        Only the first import of a data set does so, and only if Dragoman never has to roll it back.
        A later import compares its rows with the views as they were before the import.
        """
        from dragoman.projections import rows

        with self.context.views.engine.connect() as views:
            return not (self.wanted.whole or rows.any_known(views, self.dataset.name))

    def _record_batch(self, recording: "Bulk", batch: Sequence[Read | Rejected]) -> None:
        inferred = sum(isinstance(one, Read) and one.draft.inferred for one in batch)
        self.tally.rows += sum(map(_rows_in, batch)) - inferred
        self.tally.inferred += inferred
        rows = list(self._kept(batch))
        known = self._known([one.draft.key for one in rows])
        wanted = [one for one in rows if self._is_changed(one, known)]
        self.tally.unchanged += len(rows) - len(wanted)
        if wanted:
            with self._recorder(recording, known) as recorder:
                made = self._kept(map(_made, wanted))
                prepared = list(
                    self._kept(recorder.prepared(one.draft, one.digest) for one in made)
                )
                if prepared:
                    self._record(recording, recorder, prepared)
        self._hand_back()

    def _kept(self, some: Iterable[T | Rejected]) -> Iterator[T]:
        """Yield the items that are not rejected; keep the rejected items for :meth:`_hand_back`."""
        for one in some:
            if isinstance(one, Rejected):
                self.tally.rejected += 1 + len(one.also)
                self._refused.append(one)
            else:
                yield one

    def _hand_back(self) -> None:
        """Pass the rejected rows of a batch to :attr:`reject`, in file order."""
        for one in sorted(self._refused, key=lambda one: one.line):
            self.reject(one)
        self._refused.clear()

    def _known(self, keys: Sequence[str]) -> dict[str, ImportedRow]:
        """Return the rows already imported, by key; find a renumbered row by its old key."""
        from dragoman.projections import Snapshot, rows

        before = {key: rows.row_of(self.dataset.name, self._moved.get(key, key)) for key in keys}
        with self.context.views.engine.connect() as views:
            found = rows.known(Snapshot(views), list(before.values()))
        return {key: ImportedRow(*found[row]) for key, row in before.items() if row in found}

    def _is_changed(self, row: Read, known: dict[str, ImportedRow]) -> bool:
        key = row.draft.key
        if key in self._moved or key not in known:
            return True
        return known[key].is_retracted or known[key].digest != row.digest

    @contextmanager
    def _recorder(self, recording: "Bulk", known: dict[str, ImportedRow]) -> Iterator[Recorder]:
        from dragoman.projections import Snapshot

        with self.context.views.engine.connect() as views:
            refs = RecordNames(Snapshot(views), recording.register)
            source = _source(self.dataset, self.context.today)
            before = Snapshot(views, self._begun)
            if self._begun == 0 or self._looks_up_all(before):
                self._made.has_recorded = True
            recognition = Recognition(before, self.answers, self._made)
            desk = self.context.today, self.context.zone
            persons = Persons(refs.snapshot, self.answers, self._people)
            restores = self.wanted.restore
            yield Recorder(
                self.dataset.name,
                source,
                refs,
                *desk,
                known,
                recognition,
                persons,
                restores,
                self._known_people,
            )

    def _known_people(self) -> KnownPeople:
        """Return the people whom the register knew before the import."""
        from dragoman.projections import Snapshot

        if self._knew is None:
            with self.context.views.engine.connect() as views:
                self._knew = KnownPeople.of(Snapshot(views, self._begun))
        return self._knew

    def _looks_up_all(self, before: "Snapshot") -> bool:
        """Load all recorded records if that is faster than a query per row.

        Returns whether all recorded records are in memory.
        """
        if not self._made.has_recorded and self.tally.new >= MANY and self._begun <= FEW:
            self._made.add_recorded(before)
        return self._made.has_recorded

    def _record(self, recording: "Bulk", recorder: Recorder, rows: Sequence[Prepared]) -> None:
        def act(uow: "RegisterUnitOfWork") -> list[Result | Rejected]:
            return [recorder.record(uow, row) for row in self._each(rows)]

        names = [name for row in rows for name in row.names]
        absent = [row.command.record for row in rows if not row.known]
        entry = self._answered(lambda: recording.record(act, self.reason, names, absent))
        self._note(entry.id, len(entry.positions))
        for result in self._kept(entry.result):
            self.tally.count(result)

    def _answered(self, record: Callable[[], T]) -> T:
        """Record a batch; if a row raises a question, ask the user, and record the batch again."""
        noted = len(self.answers.noted)
        while True:
            try:
                return record()
            except Unanswered as one:
                assert self.ask
                self.answers.give(one.doubt, self.ask(one.doubt))
                del self.answers.noted[noted:]

    def _is_still_cited(
        self, uow: "RegisterUnitOfWork", keys: Keys, gone: str, known: ImportedRow
    ) -> bool:
        """Return whether another row in the file cites the same record as a row that is gone.

        Rows that name the same person or body share a record.
        """
        sources = uow.load(known.record).sources
        mine = (one for one in sources if one.dispatch == self.dataset.name and one.row)
        last = {one.row: one.sha256 for one in mine}
        return any(keys.has(key, digest) for key, digest in last.items() if key != gone)

    def _each(self, some: Iterable[T]) -> Iterator[T]:
        """Yield each item, and stop if the user has pressed Ctrl-C."""
        for one in some:
            self.context.heed()
            yield one

    def _note(self, entry: UUID, events: int) -> None:
        self.tally.events += events
        if events:
            self.tally.entries.append(entry)

    def _withdraw(self, recording: "Bulk", keys: Keys) -> None:
        """Retract the records of gone rows, unless a rejected row may be one of these rows."""
        if self._has_lost_key:
            self.tally.held_back = self.tally.gone > 0
            return
        for start in range(0, len(self._gone), self.batch):
            with self._recorder(recording, {}) as recorder:
                some = self._gone[start : start + self.batch]
                self._withdraw_some(recording, recorder, keys, some)

    def _withdraw_some(
        self,
        recording: "Bulk",
        recorder: Recorder,
        keys: Keys,
        some: Sequence[tuple[str, ImportedRow]],
    ) -> None:
        def act(uow: "RegisterUnitOfWork") -> list[bool | Rejected]:
            found = (one for one in self._each(some) if not self._is_still_cited(uow, keys, *one))
            return [_retracted(uow, recorder, key, known) for key, known in found]

        entry = recording.record(act, f"{self.reason}: not in it any more")
        self.tally.withdrawn += sum(self._kept(entry.result))
        self._hand_back()
        self._note(entry.id, len(entry.positions))


def _rows_in(one: Read | Rejected) -> int:
    """Return the number of rows that make up a record."""
    return 1 + len(one.also if isinstance(one, Rejected) else one.draft.also)


def _made(row: Read) -> Read | Rejected:
    """Return the row with a complete draft; a draft from memory has a digest, but no data."""
    if row.draft.makes is None:
        return row
    made = row.draft.makes()
    if isinstance(made, Rejected):
        return made
    return Read(replaced(made, key=row.draft.key), digest_of(made))


def _retracted(
    uow: "RegisterUnitOfWork", recorder: Recorder, key: str, known: ImportedRow
) -> bool | Rejected:
    """Retract the record of a row; reject the row if other records need the record."""
    try:
        with uow.attempt():
            return bool(corrections.retract(uow, known.record).events)
    except Refused as refusal:
        reason = f"the row {key} is gone, but {refusal.worded(recorder.refs.name)}"
        return Rejected(0, reason)


def _source(dataset: Dataset, today: date) -> "Source":
    """Return the source that all records of a data set cite."""
    from dragoman.exchange.documents import SourceDocument
    from dragoman.exchange.faults import converted

    try:
        document = converted(dataset.source, SourceDocument)
        return Translator(today, _no_link).source(document, dataset.name)
    except Fault as fault:
        raise UsageError(f"the source of {dataset.name}: {fault.message}") from fault


def _no_link(text: str) -> UUID:
    raise ValueError("a source cannot have links")
