"""An index of the records that one input creates, to compare new records with earlier ones.

An input can create a million records. The index keeps a few numbers about each record, but the
profiles of only the latest records; it reads other profiles from the register.
"""

from array import array
from collections.abc import Callable, Collection, Hashable, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import define, field, frozen

from dragoman.domain import SLACK, Profile, Span

if TYPE_CHECKING:
    from dragoman.projections import Snapshot

KEPT = 10_000
"""The number of records whose profiles stay in memory."""

_BLOCKS = (3, 6, 9)
"""Sizes of blocks of days, as powers of two: a record is in blocks at least as long as itself."""

_ANY_DAY = (0, 0)
"""The block of the records whose dates are unknown, or longer than the largest block."""

_EVER = 2**62
"""A day later than all days of records."""


@frozen
class Named:
    """A record, its profile, and its name in messages.

    ``is_here`` is true if the input creates the record.
    """

    record: UUID
    name: str
    profile: Profile
    is_here: bool = True


@define
class Made:
    """An index of the records that one input creates, by state and by block of days.

    If ``has_recorded`` is true, the index also contains all recorded records, so that no queries
    are necessary.
    """

    has_recorded: bool = False
    _ids: bytearray = field(factory=bytearray)
    _first: "array[int]" = field(factory=lambda: array("q"))
    _last: "array[int]" = field(factory=lambda: array("q"))
    _states: list[frozenset[str]] = field(factory=list)
    _sets: dict[frozenset[str], frozenset[str]] = field(factory=dict)
    _latest: dict[int, Named] = field(factory=dict)
    _places: "dict[tuple[Hashable, ...], array[int]]" = field(factory=dict)
    _sizes: set[int] = field(factory=set)

    def add(self, named: Named) -> None:
        """Add a record to the index."""
        profile, number = named.profile, len(self._first)
        blocks = [_ANY_DAY]
        if (size := _size(profile.when)) is not None:
            self._sizes.add(size)
            blocks = list(_days_in(profile.when, size))
        for key in (*_keys(profile, blocks), *_session(profile)):
            self._places.setdefault(key, array("L")).append(number)
        self._ids += named.record.bytes
        first, last = _days(profile.when)
        self._first.append(first)
        self._last.append(last)
        self._states.append(self._sets.setdefault(profile.states, profile.states))
        self._latest[number] = named
        self._latest.pop(number - KEPT, None)

    def add_recorded(self, snapshot: "Snapshot") -> None:
        """Add all recorded records to the index."""
        from dragoman.projections import all_profiles

        profiles = dict(all_profiles(snapshot))
        snapshot.learn(profiles)
        for number, profile in profiles.items():
            ref, record = snapshot.ref(number), snapshot.id_of(number)
            self.add(Named(record, ref, profile, is_here=False))
        self.has_recorded = True

    def near(self, profile: Profile, read: Callable[[UUID], Named | None]) -> Iterator[Named]:
        """Yield the records that may involve the same states at about the same time.

        ``read`` returns a record from the register, or ``None`` if the register does not have it.
        """
        for number in dict.fromkeys(self._numbers(profile)):
            id_ = self._ids[number * 16 : number * 16 + 16]
            named = self._latest.get(number) or read(UUID(bytes=bytes(id_)))
            if named:
                yield named

    def _numbers(self, profile: Profile) -> Iterator[int]:
        blocks = [_ANY_DAY]
        if _size(profile.when) is not None:
            blocks += (block for size in self._sizes for block in _days_in(profile.when, size))
        first, last = _days(profile.when)
        for key in _keys(profile, blocks):
            for number in self._places.get(key, ()):
                is_now = self._first[number] <= last and self._last[number] >= first
                if is_now and _overlap(self._states[number], profile.states):
                    yield number
        for key in _session(profile):
            yield from self._places.get(key, ())


def _overlap(some: frozenset[str], others: frozenset[str]) -> bool:
    return some <= others or others <= some


def _days(when: Span) -> tuple[int, int]:
    """Return the first and the last day on which a report of the same event may be dated."""
    first = -_EVER if when.first is None else when.first - SLACK
    return first, _EVER if when.last is None else when.last + SLACK


def _size(when: Span) -> int | None:
    """Return the smallest block size into which a range of days fits; ``None`` if none fits."""
    if when.first is None or when.last is None:
        return None
    days = when.last - when.first
    return next((size for size in _BLOCKS if days < 1 << size), None)


def _days_in(when: Span, size: int) -> Iterator[tuple[int, int]]:
    """Yield the blocks of a size that a range of days overlaps, after widening it by ``SLACK``.

    The range must have a first and a last day.
    """
    first, last = _days(when)
    for number in range(first >> size, (last >> size) + 1):
        yield size, number


def _keys(profile: Profile, blocks: Collection[tuple[int, int]]) -> Iterator[tuple[Hashable, ...]]:
    """Yield a record's keys in the index: each state with each block."""
    for state in profile.states or (profile.body,):
        for block in blocks:
            yield profile.kind, state, block


def _session(profile: Profile) -> Iterator[tuple[Hashable, ...]]:
    """Yield the key of a numbered session, whatever its date."""
    if profile.body and profile.number is not None:
        yield profile.kind, profile.body, profile.number
