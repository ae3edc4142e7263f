"""Bulk recording: many acts in large entries, each decided as if it were recorded alone.

What a batch of acts asks the register for is looked up at once. The views need not follow in
between: what they do not have yet is what these batches have recorded themselves.
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
"""Parties kept in memory: those who meet once meet again."""


class NothingRecorded(Exception):
    """Raised in a bulk recording that is whole, to take back what was recorded in it."""


class TermIndex(Directory, Protocol):
    """A directory that finds the records under many terms at once."""

    def find_all(self, kind: str, terms: Sequence[str]) -> Mapping[str, Sequence[UUID]]:
        """The records of ``kind`` under each of the terms that are found."""


@define
class Recent:
    """The directory of a bulk recording: an index, and what was recorded since it was refreshed.

    Parties are looked up by the id that their name gives them; all that is kept of other records
    are the terms by which decisions look for them.
    """

    register: Register
    index: TermIndex
    position: int = -1
    parties: dict[UUID, Loaded | None] = field(factory=dict)
    _named: dict[str, Sequence[UUID]] = field(factory=dict, init=False)
    _own: dict[str, dict[UUID, None]] = field(factory=dict, init=False)

    def refresh(self) -> None:
        """Bring the index up to date if anybody else has recorded since."""
        if self.register.last_position() != self.position:
            self.index.refresh()
            self.position = self.register.last_position()
            self.parties.clear()
            self._own.clear()

    def prepare(self, names: Iterable[str]) -> Iterable[UUID]:
        """Look up the parties under these terms at once; return the ids that nobody has yet."""
        self._named = {}
        return self._look_up(names)

    def _look_up(self, names: Iterable[str]) -> Iterable[UUID]:
        wanted = list(dict.fromkeys(names))
        found = dict(self.index.find_all(PARTY.name, wanted))
        born = {id_born_with(name): name for name in wanted}
        there = self.register.existing(born)
        for record in there:
            found[born[record]] = tuple(dict.fromkeys((*found.get(born[record], ()), record)))
        self._named |= {name: found.get(name, ()) for name in wanted}
        return born.keys() - there

    def met(self) -> Iterable[UUID]:
        """The parties that were found under the terms looked up last."""
        return chain.from_iterable(self._named.values())

    def find(self, kind: str, term: str) -> Iterable[UUID]:
        """The records of ``kind`` that may have ``term``."""
        return dict.fromkeys((*self._found(kind, term), *self._own.get(term, ())))

    def _found(self, kind: str, term: str) -> Sequence[UUID]:
        if kind != PARTY.name or not term.startswith(NAME_TERM):
            return tuple(self.index.find(kind, term))
        if term not in self._named:
            self._look_up((term,))
        return self._named[term]

    def note(self, uow: RegisterUnitOfWork, position: int | None) -> None:
        """Take note of what was recorded, up to ``position`` if there was anything."""
        self.position = position or self.position
        for term, records in uow.terms_added():
            kept = records if not term.startswith(NAME_TERM) else _not_born_with(term, uow, records)
            for record in kept:
                self._own.setdefault(term, {})[record] = None
        self._remember(uow.loaded_of(PARTY))

    def _remember(self, parties: Mapping[UUID, Loaded | None]) -> None:
        self.parties |= parties
        surplus = len(self.parties) - REMEMBERED
        for record in list(islice(self.parties, max(0, surplus))):
            del self.parties[record]


def _not_born_with(term: str, uow: RegisterUnitOfWork, records: Iterable[UUID]) -> Iterator[UUID]:
    """The parties under a name that is not the one they were registered under."""
    born = id_born_with(term)
    return (one for one in records if uow.kind_of(one) is PARTY and one != born)


@define
class Bulk:
    """Acts recorded in large entries."""

    register: Register
    recent: Recent

    def record(
        self,
        act: Callable[[RegisterUnitOfWork], T],
        reason: str,
        names: Iterable[str] = (),
        absent: Iterable[UUID] = (),
    ) -> Entry[T]:
        """Do ``act`` and record what it decides as one entry.

        ``names`` are the terms of the parties that it names, ``absent`` the ids of records that it
        may found: those that are not there need not be looked for one by one.
        """
        wanted = list(absent)
        done: list[RegisterUnitOfWork] = []

        def prepared(uow: RegisterUnitOfWork) -> T:
            unborn = self.recent.prepare(names)
            there = self.register.existing(wanted)
            uow.know(self.recent.parties)
            uow.know(dict.fromkeys((*unborn, *(one for one in wanted if one not in there))))
            met = iter(self.recent.met())
            while some := list(islice(met, ASKED)):
                uow.expect(some)
            done.append(uow)
            return act(uow)

        entry = self.register.record(prepared, self.recent, reason)
        self.recent.note(done[-1], entry.positions[-1] if entry.positions else None)
        return entry


@contextmanager
def bulk(register: Register, index: TermIndex, *, whole: bool = False) -> Iterator[Bulk]:
    """Record many acts; if ``whole``, all of them or none: see :class:`NothingRecorded`."""
    with suppress(NothingRecorded), register.recorder.transaction() if whole else nullcontext():
        yield Bulk(register, Recent(register, index))
