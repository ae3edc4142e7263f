"""Bulk recording: many commands in a few large entries.

Every decision is the same as if its command had been recorded alone. The commands of a batch share
their lookups. A bulk recording does not update the views between batches, because the recording
keeps in memory all records that the views lack.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from itertools import chain, islice
from typing import Protocol, TypeVar
from uuid import UUID

from attrs import define, field

from dragoman.domain import NAME_TERM, PARTY, id_born_with
from dragoman.store.log.queries import ASKED
from dragoman.store.log.records import Loaded
from dragoman.store.log.register import Directory, Entry, Register, RegisterUnitOfWork

T = TypeVar("T")

REMEMBERED = 20_000
"""The number of parties to keep in memory, because the same parties often occur again."""


class NothingRecorded(Exception):
    """Code in a ``whole`` bulk recording raises this exception to roll the recording back."""


class TermIndex(Directory, Protocol):
    """A directory that can look up many terms at once."""

    def find(self, kind: str, term: str, as_of: int = ...) -> Iterable[UUID]:
        """Return the records of ``kind`` that may have ``term`` as of a position."""

    def find_all(
        self, kind: str, terms: Sequence[str], as_of: int = ...
    ) -> Mapping[str, Sequence[UUID]]:
        """Return the records of ``kind`` by term; leave out terms that no record has."""


@define
class Recent:
    """The directory of a bulk recording: an index, and the records newer than the index.

    The directory reads the index as of its last refresh, even if somebody updates the index later.
    The directory finds parties by the id that is derived from the name. For other new records, the
    directory remembers only the terms that decisions use.
    """

    register: Register
    index: TermIndex
    position: int = -1
    as_of: int = field(default=-1, init=False)
    parties: dict[UUID, Loaded | None] = field(factory=dict)
    _named: dict[str, Sequence[UUID]] = field(factory=dict, init=False)
    _own: dict[tuple[str, str], dict[UUID, None]] = field(factory=dict, init=False)

    def refresh(self) -> None:
        """Update the index if another process has recorded entries since the last refresh."""
        if self.register.last_position() != self.position:
            self.index.refresh()
            self.as_of = self.position = self.register.last_position()
            self.parties.clear()
            self._own.clear()

    def prepare(self, names: Iterable[str]) -> Iterable[UUID]:
        """Look up the parties for the terms in ``names``; return the ids of missing parties."""
        self._named = {}
        return self._look_up(names)

    def _look_up(self, names: Iterable[str]) -> Iterable[UUID]:
        wanted = list(dict.fromkeys(names))
        found = dict(self.index.find_all(PARTY.name, wanted, self.as_of))
        born = {id_born_with(name): name for name in wanted}
        present = self.register.existing(born)
        for record in present:
            found[born[record]] = tuple(dict.fromkeys((*found.get(born[record], ()), record)))
        self._named |= {name: found.get(name, ()) for name in wanted}
        return born.keys() - present

    def met(self) -> Iterable[UUID]:
        """Return the parties that the last lookup found."""
        return chain.from_iterable(self._named.values())

    def find(self, kind: str, term: str) -> Iterable[UUID]:
        """Return the records of ``kind`` that may have ``term``."""
        return dict.fromkeys((*self._found(kind, term), *self._own.get((kind, term), ())))

    def _found(self, kind: str, term: str) -> Sequence[UUID]:
        if kind != PARTY.name or not term.startswith(NAME_TERM):
            return tuple(self.index.find(kind, term, self.as_of))
        if term not in self._named:
            self._look_up((term,))
        return self._named[term]

    def note(self, uow: RegisterUnitOfWork, position: int | None) -> None:
        """Remember the records of an entry; ``position`` is the entry's last position, if any."""
        self.position = position or self.position
        for (kind, term), records in uow.terms_added():
            kept = records if not term.startswith(NAME_TERM) else _not_born_with(term, uow, records)
            for record in kept:
                self._own.setdefault((kind, term), {})[record] = None
        self._remember(uow.loaded_of(PARTY))

    def _remember(self, parties: Mapping[UUID, Loaded | None]) -> None:
        self.parties |= parties
        surplus = len(self.parties) - REMEMBERED
        for record in list(islice(self.parties, max(0, surplus))):
            del self.parties[record]


def _not_born_with(term: str, uow: RegisterUnitOfWork, records: Iterable[UUID]) -> Iterator[UUID]:
    """Yield the parties whose first recorded name is different from the name in ``term``."""
    born = id_born_with(term)
    return (one for one in records if uow.kind_of(one) is PARTY and one != born)


@define
class Bulk:
    """A recorder of commands in large entries."""

    register: Register
    recent: Recent

    def record(
        self,
        act: Callable[[RegisterUnitOfWork], T],
        reason: str,
        names: Iterable[str] = (),
        absent: Iterable[UUID] = (),
    ) -> Entry[T]:
        """Run ``act`` and record its decisions as one entry.

        ``names`` are the terms of the parties that ``act`` names, and ``absent`` are the ids of
        records that ``act`` may create. The recorder looks up all these ids together, so ``act``
        need not look up missing records one by one.
        """
        wanted = list(absent)
        done: list[RegisterUnitOfWork] = []

        def prepared(uow: RegisterUnitOfWork) -> T:
            unborn = self.recent.prepare(names)
            present = self.register.existing(wanted)
            uow.know(self.recent.parties)
            uow.know(dict.fromkeys((*unborn, *(one for one in wanted if one not in present))))
            met = iter(self.recent.met())
            while some := list(islice(met, ASKED)):
                uow.expect(some)
            done.append(uow)
            return act(uow)

        entry = self.register.record(prepared, self.recent, reason)
        self.recent.note(done[-1], entry.positions[-1] if entry.positions else None)
        return entry


@contextmanager
def bulk(
    register: Register, index: TermIndex, *, whole: bool = False, rehearses: bool = False
) -> Iterator[Bulk]:
    """Record many commands; if ``whole``, record all or none. See :class:`NothingRecorded`.

    A rehearsal ends with :class:`NothingRecorded`, and does not lock out other desks of a server.
    """
    recorder = register.recorder
    shared = recorder.rehearsal() if rehearses else recorder.transaction() if whole else None
    with suppress(NothingRecorded), shared or nullcontext():
        yield Bulk(register, Recent(register, index))
