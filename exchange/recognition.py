"""Recognition: whether a new record is a recorded one, told again.

A person decides; see :mod:`dragoman.exchange.doubts`. If the record is the same, the command adds
to it. If a person said that it is another one, the register keeps that, and nobody is asked again.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import define, field, frozen
from attrs import evolve as replaced

from dragoman.domain import (
    RECOGNISED,
    SLACK,
    Command,
    Profile,
    Span,
    UnitOfWork,
    in_common,
    is_same_session,
    profile_of,
)
from dragoman.exchange.doubts import Answers, Doubt

if TYPE_CHECKING:
    from dragoman.projections import Snapshot


@frozen
class Candidate:
    """A record that a new one resembles: its id, its name for people, and what the two share.

    ``is_here`` says that the record is new, too, and stands earlier in the same input.
    """

    record: UUID
    name: str
    profile: Profile
    shared: tuple[str, ...]
    is_here: bool = False


@frozen(kw_only=True)
class Place:
    """Where a new record stands in the input.

    ``key`` identifies the record there, and ``name`` is its name for people. ``same`` says what to
    type if the record is the same as a recorded one (``{ref}``), and ``other`` what to type if it
    is not. ``later`` says what to do if it is recorded as ``{new}`` and turns out to be the same as
    ``{other}``.
    """

    key: Hashable
    name: str
    same: str
    other: str
    later: str = "undo this entry and {same}"


HERE = "leave one of them out"
"""What to do if two records of one input are the same."""


@define
class Recognition:
    """The recognition of the new records of one command."""

    snapshot: "Snapshot"
    answers: Answers
    made: "Made" = field(factory=lambda: Made())

    def recognised(self, uow: UnitOfWork, command: Command, place: Place) -> Command:
        """Return a command on the recorded record that its new record is, if somebody says so.

        If somebody says that it is another record, the command tells the two apart.

        Raises :class:`Unanswered` or :class:`Fault`; see :meth:`Answers.to`.
        """
        if command.kind.name not in RECOGNISED or uow.kind_of(command.record) is not None:
            return command
        profile = profile_of(command.kind.name, command.steps[0][1])
        apart = command.distinct_from
        not_it = (*command.distinct_from, command.record)
        found = [one for one in self._candidates(uow, profile) if one.record not in not_it]
        if found:
            doubt = _doubt(command, profile, found, place)
            if same := self.answers.to(doubt):
                return replaced(command, record=same, distinct_from=())
            if self.answers.is_settled(doubt):
                apart = (*apart, *(one.record for one in found))
        self.made.add(Named(command.record, place.name, profile))
        return replaced(command, distinct_from=apart)

    def _candidates(self, uow: UnitOfWork, profile: Profile) -> list[Candidate]:
        found = [*self._recorded(uow, profile), *self._of_this_input(profile)]
        return sorted(found, key=lambda one: -len(one.shared))[:MOST]

    def _recorded(self, uow: UnitOfWork, profile: Profile) -> Iterator[Candidate]:
        from dragoman.projections import near

        if self.made.has_recorded:
            return
        for number, known in near(self.snapshot, profile):
            if shared := in_common(profile, known):
                record = self.snapshot.id_of(number)
                if record != profile.whole and not uow.is_unreadable(record):
                    yield Candidate(record, self.snapshot.ref(number), known, shared)

    def _of_this_input(self, profile: Profile) -> Iterator[Candidate]:
        for one in self.made.near(profile):
            if (shared := in_common(profile, one.profile)) and one.record != profile.whole:
                yield Candidate(one.record, one.name, one.profile, shared, one.is_here)


MOST = 3
"""The maximum number of records to ask about at once."""


def _doubt(command: Command, profile: Profile, found: Sequence[Candidate], place: Place) -> Doubt:
    kind, first = command.kind.name, found[0]
    looks = f"looks like {' or '.join(one.name for one in found)} ({', '.join(first.shared)})"
    same = HERE if first.is_here else place.same.format(ref=first.name)
    other = place.other.format(ref=first.name)
    is_certain = is_same_session(profile, first.profile)
    if_not = "" if is_certain else f"; if not, {other}"
    likeness = f"{{new}} looks like {{other}} ({', '.join(first.shared)})"
    later = place.later.format(same=same, new="{new}", other="{other}")
    return Doubt(
        about=place.key,
        shown=(f"This {kind} {looks}:",),
        table=tuple(side_by_side(profile, found)),
        question=f"Is it the same {kind}?" if len(found) == 1 else f"Which {kind} is it?",
        answers=_answers(found),
        note=f"{likeness}. If they are the same, {later}; if not, type: dragoman distinguish {{new}} {{other}}",
        refusal=f"this {kind} {looks}; if they are the same, {same}{if_not}",
        refs={"new": (command.record, place.name), "other": (first.record, first.name)},
        is_certain=is_certain,
    )


def _answers(found: Sequence[Candidate]) -> Mapping[str, UUID | None]:
    if len(found) == 1:
        return {"y": found[0].record, "n": None}
    numbers = {str(number): one.record for number, one in enumerate(found, 1)}
    return {**numbers, "n": None}


# --- Side by side -----------------------------------------------------------------------------


def side_by_side(new: Profile, found: Sequence[Candidate]) -> Iterator[tuple[str, ...]]:
    """Yield rows that show a new record beside recorded ones: a label, and a cell for each."""
    many = len(found) > 1
    names = [f"{number}: {one.name}" if many else one.name for number, one in enumerate(found, 1)]
    yield ("", "new", *names)
    columns = [shown(one) for one in (new, *(one.profile for one in found))]
    for label in columns[0]:
        cells = [column[label] for column in columns]
        if any(cells):
            yield (label, *cells)


def shown(profile: Profile) -> dict[str, str]:
    """Return the facts of a profile in words, by label."""
    people = [person.name or person.post or "" for person in profile.people]
    return {
        "when": profile.date.for_people() if profile.date else "",
        "title": profile.title,
        "place": profile.place,
        "states": ", ".join(sorted(profile.states)),
        "people": ", ".join(filter(None, people)),
        "source": ", ".join(profile.cited),
    }


# --- The records of one input -----------------------------------------------------------------

_BLOCKS = (3, 6, 9)
"""Sizes of blocks of days, as powers of two: a record is in blocks at least as long as itself."""

_ANY_DAY = (0, 0)
"""The block of the records whose dates are unknown, or longer than the largest block."""


@frozen(eq=False)
class Named:
    """A record with its name for people; ``is_here`` says whether the input creates the record."""

    record: UUID
    name: str
    profile: Profile
    is_here: bool = True


@define
class Made:
    """The records of one input, by state and by blocks of days.

    ``has_recorded`` says that the recorded records are here, too, so that nobody need look them up
    one by one.
    """

    has_recorded: bool = False
    _places: dict[tuple[Hashable, ...], list[Named]] = field(factory=dict)
    _sizes: set[int] = field(factory=set)

    def add(self, named: Named) -> None:
        """Remember a record."""
        profile = named.profile
        blocks = [_ANY_DAY]
        if (size := _size(profile.when)) is not None:
            self._sizes.add(size)
            blocks = list(_days_in(profile.when, size))
        for key in _keys(profile, blocks):
            self._places.setdefault(key, []).append(named)

    def add_recorded(self, snapshot: "Snapshot") -> None:
        """Remember all recorded records."""
        from dragoman.projections import all_profiles

        profiles = dict(all_profiles(snapshot))
        snapshot.learn(profiles)
        for number, profile in profiles.items():
            ref, record = snapshot.ref(number), snapshot.id_of(number)
            self.add(Named(record, ref, profile, is_here=False))
        self.has_recorded = True

    def near(self, profile: Profile) -> Iterable[Named]:
        """Return the records that may be about the same states at about the same time."""
        blocks = [_ANY_DAY]
        if _size(profile.when) is not None:
            blocks += (block for size in self._sizes for block in _days_in(profile.when, size))
        keys = _keys(profile, blocks)
        return dict.fromkeys(named for key in keys for named in self._places.get(key, ()))


def _size(when: Span) -> int | None:
    """Return the smallest size of blocks that a range of days fits into; ``None`` if there is none."""
    if when.first is None or when.last is None:
        return None
    days = when.last - when.first
    return next((size for size in _BLOCKS if days < 1 << size), None)


def _days_in(when: Span, size: int) -> Iterator[tuple[int, int]]:
    """Yield the blocks of a size that a range of days, known at both ends, overlaps or adjoins."""
    assert when.first is not None
    assert when.last is not None
    for number in range((when.first - SLACK) >> size, ((when.last + SLACK) >> size) + 1):
        yield size, number


def _keys(profile: Profile, blocks: Collection[tuple[int, int]]) -> Iterator[tuple[Hashable, ...]]:
    """Yield where a record is found: in each block by each state, and as a session by its number."""
    for state in profile.states or (profile.body,):
        for block in blocks:
            yield profile.kind, state, block
    if profile.body and profile.number is not None:
        yield profile.kind, profile.body, profile.number
