"""The run of an import: rows in batches, each batch one entry of the register.

What a row told when it was imported before is known by its digest: of rows that tell the same,
nothing is decided. An import that was broken off goes on where it was when it is run again.
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

from dragoman.domain import Refused, corrections
from dragoman.exchange.context import ExchangeContext
from dragoman.exchange.faults import UsageError
from dragoman.exchange.imports.drafts import Dataset, Draft, Rejected
from dragoman.exchange.imports.keys import Keys
from dragoman.exchange.imports.recorder import ImportedRow, Prepared, Recorder, Result, digest_of
from dragoman.exchange.imports.tally import Tally
from dragoman.exchange.record_names import RecordNames
from dragoman.exchange.translate import Translator

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dragoman.domain import Source
    from dragoman.store import Bulk, RegisterUnitOfWork

T = TypeVar("T")

BATCH = 2_000
"""Rows of one entry, where nothing else is wanted."""

Reject = Callable[[Rejected], None]
"""Takes the rows that are no records."""

TallyCallback = Callable[[Tally], None]
"""Is told after every batch how far the import has come."""


class Foreseen(Struct):
    """What is to become of the rows that are ``known``, before anything is recorded."""

    known: int = 0
    changed: int = 0
    retracted: int = 0


@frozen
class ImportOptions:
    """How to import: all rows or none (``strict``); for show; with what is gone retracted."""

    strict: bool = False
    dry_run: bool = False
    retract_gone: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing stays of an import that does not come to its end."""
        return self.strict or self.dry_run

    def comes_to_nothing(self, tally: Tally) -> bool:
        """Whether what was recorded is taken back: it was for show, or not all rows fit."""
        return self.dry_run or (self.strict and tally.rejected > 0)


class Read(Struct, frozen=True):
    """A row with a key of its own, and the digest of what it tells."""

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
    told: TallyCallback = lambda _: None
    batch: int = field(factory=lambda: BATCH)
    """Rows of one entry."""
    tally: Tally = field(factory=Tally, init=False)
    _moved: dict[str, str] = field(factory=dict, init=False)
    _gone: list[tuple[str, ImportedRow]] = field(factory=list, init=False)
    _refused: list[Rejected] = field(factory=list, init=False)

    def foresee(self) -> Foreseen:
        """Find out what is changed, what is gone, and which of it only has another key now.

        To be done first, where rows may be known.
        """
        from dragoman.projections import rows

        foreseen = Foreseen()
        with self.context.views.engine.connect() as views:
            if not (self.dataset.whole and rows.any_known(views, self.dataset.name)):
                return foreseen
            with Keys() as keys:
                for _ in self._read(keys):
                    pass
                for some in rows.all_of(views, self.dataset.name):
                    foreseen.known += len(some)
                    told = keys.digests([key for key, *_ in some])
                    foreseen.changed += sum(told.get(key, one) != one for key, _, one in some)
                    for key, record, digest in some:
                        if key not in told and not self._renumbered(views, keys, key, digest):
                            self._gone.append((key, ImportedRow(record, digest)))
        self.tally.gone = len(self._gone)
        foreseen.retracted = self.tally.gone if self.wanted.retract_gone else 0
        return foreseen

    def perform(self) -> Tally:
        """Record what is new or changed. Raises :class:`UsageError` for a file that fits nothing."""
        from dragoman.store import NothingRecorded, bulk

        register, views = self.context.register, self.context.views
        with bulk(register, views, whole=self.wanted.whole) as recording, Keys() as keys:
            self._record_all(recording, keys)
            if self.wanted.retract_gone:
                self._withdraw(recording, keys)
            if self.wanted.comes_to_nothing(self.tally):
                self.tally.entries.clear()
                raise NothingRecorded
        return self.tally

    def _renumbered(self, views: "Connection", keys: Keys, key: str, digest: str) -> bool:
        """Whether a row that is gone is there under a key that was not known."""
        from dragoman.projections import Snapshot, rows

        for other in keys.with_digest(digest):
            row = rows.row_of(self.dataset.name, other)
            if other not in self._moved and not rows.known(Snapshot(views), [row]):
                self._moved[other] = key
                return True
        return False

    def _read(self, keys: Keys) -> Iterator[Read | Rejected]:
        """The rows of the file, each with a key of its own."""
        for one in self.dataset.drafts():
            self.context.heed()
            if isinstance(one, Rejected):
                yield one
                continue
            digest = digest_of(one)
            own = keys.take(one, digest, self.dataset.numbered)
            yield own if isinstance(own, Rejected) else Read(own, digest)

    def _record_all(self, recording: "Bulk", keys: Keys) -> None:
        from dragoman.projections import uncollected

        with uncollected():
            read = self._read(keys)
            while batch := list(islice(read, self.batch)):
                self._record_batch(recording, batch)
                del batch
                gc.collect(0)  # statements refer to themselves, and so to what they ask for
                self.tally.skipped = self.dataset.skipped
                self.told(self.tally)

    def _record_batch(self, recording: "Bulk", batch: Sequence[Read | Rejected]) -> None:
        inferred = sum(isinstance(one, Read) and one.draft.inferred for one in batch)
        self.tally.rows += len(batch) - inferred
        self.tally.inferred += inferred
        rows = list(self._kept(batch))
        known = self._known([one.draft.key for one in rows])
        wanted = [one for one in rows if self._is_news(one, known)]
        self.tally.unchanged += len(rows) - len(wanted)
        if wanted:
            with self._recorder(recording, known) as recorder:
                prepared = list(
                    self._kept(recorder.prepared(one.draft, one.digest) for one in wanted)
                )
                if prepared:
                    self._record(recording, recorder, prepared)
        self._hand_back()

    def _kept(self, some: Iterable[T | Rejected]) -> Iterator[T]:
        """Those that were not rejected; the others are handed back after the batch."""
        for one in some:
            if isinstance(one, Rejected):
                self.tally.rejected += 1
                self._refused.append(one)
            else:
                yield one

    def _hand_back(self) -> None:
        """Hand the rejected rows of a batch back, in the order of the file."""
        for one in sorted(self._refused, key=lambda one: one.line):
            self.reject(one)
        self._refused.clear()

    def _known(self, keys: Sequence[str]) -> dict[str, ImportedRow]:
        """What is known of rows; of a row under another key than before, what was known there."""
        from dragoman.projections import Snapshot, rows

        before = {key: rows.row_of(self.dataset.name, self._moved.get(key, key)) for key in keys}
        with self.context.views.engine.connect() as views:
            found = rows.known(Snapshot(views), list(before.values()))
        return {key: ImportedRow(*found[row]) for key, row in before.items() if row in found}

    def _is_news(self, row: Read, known: dict[str, ImportedRow]) -> bool:
        key = row.draft.key
        return key in self._moved or key not in known or known[key].digest != row.digest

    @contextmanager
    def _recorder(self, recording: "Bulk", known: dict[str, ImportedRow]) -> Iterator[Recorder]:
        from dragoman.projections import Snapshot

        with self.context.views.engine.connect() as views:
            refs = RecordNames(Snapshot(views), recording.register)
            source = _source(self.dataset, self.context.today)
            yield Recorder(self.dataset.name, source, refs, self.context.today, known)

    def _record(self, recording: "Bulk", recorder: Recorder, rows: Sequence[Prepared]) -> None:
        def act(uow: "RegisterUnitOfWork") -> list[Result | Rejected]:
            return [recorder.record(uow, row) for row in self._each(rows)]

        names = [name for row in rows for name in row.names]
        absent = [row.command.record for row in rows if not row.known]
        entry = recording.record(act, self.reason, names, absent)
        self._note(entry.id, len(entry.positions))
        for result in self._kept(entry.result):
            self.tally.count(result)

    def _is_told(
        self, uow: "RegisterUnitOfWork", keys: Keys, gone: str, known: ImportedRow
    ) -> bool:
        """Whether a row that is in the file still tells of the record of one that is gone.

        Rows that name the same person or the same body are of one record.
        """
        sources = uow.load(known.record).sources
        mine = (one for one in sources if one.dispatch == self.dataset.name and one.row)
        last = {one.row: one.sha256 for one in mine}
        return any(keys.tell(key, digest) for key, digest in last.items() if key != gone)

    def _each(self, some: Iterable[T]) -> Iterator[T]:
        """Each of them, unless Ctrl-C is pressed before its turn comes."""
        for one in some:
            self.context.heed()
            yield one

    def _note(self, entry: UUID, events: int) -> None:
        self.tally.events += events
        if events:
            self.tally.entries.append(entry)

    def _withdraw(self, recording: "Bulk", keys: Keys) -> None:
        """Retract the records of the rows that are gone; none, while a row is rejected."""
        if self.tally.rejected:
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
            found = (one for one in self._each(some) if not self._is_told(uow, keys, *one))
            return [_retracted(uow, recorder, key, known) for key, known in found]

        entry = recording.record(act, f"{self.reason}: not in it any more")
        self.tally.withdrawn += sum(self._kept(entry.result))
        self._hand_back()
        self._note(entry.id, len(entry.positions))


def _retracted(
    uow: "RegisterUnitOfWork", recorder: Recorder, key: str, known: ImportedRow
) -> bool | Rejected:
    """Retract the record of a row, if it was not; where others need it, the row is rejected."""
    try:
        with uow.attempt():
            return bool(corrections.retract(uow, known.record).events)
    except Refused as refusal:
        reason = f"the row {key} is gone, but {refusal.worded(recorder.refs.name)}"
        return Rejected(0, reason)


def _source(dataset: Dataset, today: date) -> "Source":
    """The source of a data set, as the records cite it."""
    from dragoman.exchange.documents import SourceDocument
    from dragoman.exchange.faults import Fault, converted

    try:
        document = converted(dataset.source, SourceDocument)
        return Translator(today, _no_link).source(document, dataset.name)
    except Fault as fault:
        raise UsageError(f"the source of {dataset.name}: {fault.message}") from fault


def _no_link(text: str) -> UUID:
    raise ValueError("links to nothing")
