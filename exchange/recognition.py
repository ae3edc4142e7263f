"""Recognition: whether a new record is a recorded one, told again.

A person decides; see :mod:`dragoman.exchange.doubts`. If the record is the same, the command adds
to it. If a person said that it is another one, the register keeps that, and nobody is asked again.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import define, field, frozen
from attrs import evolve as replaced

from dragoman.domain import (
    RECOGNISED,
    Command,
    Profile,
    UnitOfWork,
    in_common,
    profile_of,
)
from dragoman.exchange.doubts import Answers, Doubt

if TYPE_CHECKING:
    from dragoman.projections import Snapshot


@frozen
class Candidate:
    """A record that a new one resembles: its id, its name for people, and what the two share."""

    record: UUID
    name: str
    profile: Profile
    shared: tuple[str, ...]


@frozen(kw_only=True)
class Place:
    """Where a new record stands in the input.

    ``key`` identifies the record there, and ``path`` leads to it. ``same`` says what to type if the
    record is the same as another one (``{ref}``), and ``other`` what to type if it is not;
    ``later`` says what to do once it is recorded as ``{new}`` and turns out to be the same.
    """

    key: Hashable
    same: str
    other: str
    later: str = "undo this entry and {same}"
    path: tuple[str | int, ...] = ()


@define
class Recognition:
    """The recognition of the new records of one command."""

    snapshot: "Snapshot"
    answers: Answers
    _made: "Made" = field(factory=lambda: Made(), init=False)

    def recognised(self, uow: UnitOfWork, command: Command, place: Place) -> Command:
        """Return a command on the recorded record that its new record is, if somebody says so.

        If somebody says that it is another record, the command tells the two apart.

        Raises :class:`Unanswered` or :class:`Fault`; see :meth:`Answers.to`.
        """
        if command.kind.name not in RECOGNISED or uow.kind_of(command.record) is not None:
            return command
        profile = profile_of(command.kind.name, command.steps[0][1])
        apart = command.distinct_from
        found = [one for one in self._candidates(uow, profile) if one.record not in apart]
        if found:
            doubt = _doubt(command, profile, found, place)
            if same := self.answers.to(doubt):
                return replaced(command, record=same, distinct_from=())
            if self.answers.is_settled(doubt):
                apart = (*apart, *(one.record for one in found))
        self._made.add(command.record, profile)
        return replaced(command, distinct_from=apart)

    def _candidates(self, uow: UnitOfWork, profile: Profile) -> list[Candidate]:
        found = [*self._recorded(uow, profile), *self._of_this_input(profile)]
        return sorted(found, key=lambda one: -len(one.shared))[:MOST]

    def _recorded(self, uow: UnitOfWork, profile: Profile) -> Iterator[Candidate]:
        from dragoman.projections import near

        for number, known in near(self.snapshot, profile):
            if shared := in_common(profile, known):
                record = self.snapshot.id_of(number)
                if record != profile.whole and not uow.is_unreadable(record):
                    yield Candidate(record, self.snapshot.ref(number), known, shared)

    def _of_this_input(self, profile: Profile) -> Iterator[Candidate]:
        for record, known in self._made.near(profile):
            if (shared := in_common(profile, known)) and record != profile.whole:
                yield Candidate(record, f"an earlier {known.kind} of this input", known, shared)


MOST = 3
"""The maximum number of records to ask about at once."""


def _doubt(command: Command, profile: Profile, found: Sequence[Candidate], place: Place) -> Doubt:
    names = " or ".join(one.name for one in found)
    kind, first = command.kind.name, found[0]
    looks = f"looks like {names} ({', '.join(first.shared)})"
    same, other = place.same.format(ref=first.name), place.other.format(ref=first.name)
    later = place.later.format(same=same, ref=first.name, new="{new}")
    return Doubt(
        about=place.key,
        shown=tuple(side_by_side(f"This {kind} {looks}:", profile, found)),
        question=f"Is it the same {kind}?" if len(found) == 1 else f"Which {kind} is it?",
        answers=_answers(found),
        note=f"{{new}} {looks}. If it is the same, {later};"
        f" if not, type: dragoman distinguish {{new}} {first.name}",
        refusal=f"this {kind} {looks}; if it is the same, {same}; if not, {other}",
        path=place.path,
        new=command.record,
    )


def _answers(found: Sequence[Candidate]) -> Mapping[str, UUID | None]:
    if len(found) == 1:
        return {"y": found[0].record, "n": None}
    numbers = {str(number): one.record for number, one in enumerate(found, 1)}
    return {**numbers, "n": None}


# --- Side by side -----------------------------------------------------------------------------

_WIDTH = 34


def side_by_side(heading: str, new: Profile, found: Sequence[Candidate]) -> Iterator[str]:
    """Yield the lines that show a new record beside the recorded ones."""
    many = len(found) > 1
    names = [f"{number}: {one.name}" if many else one.name for number, one in enumerate(found, 1)]
    yield heading
    yield _line("", ("new", *names))
    columns = [shown(one) for one in (new, *(one.profile for one in found))]
    for label in columns[0]:
        cells = [column[label] for column in columns]
        if any(cells):
            yield _line(label, cells)


def _line(label: str, cells: Iterable[str]) -> str:
    return f"  {label:<13} {'  '.join(_cell(one) for one in cells)}".rstrip()


def _cell(text: str) -> str:
    return f"{text if len(text) <= _WIDTH else text[: _WIDTH - 1] + '…':<{_WIDTH}}"


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

_BLOCK = 32
_MOST_BLOCKS = 12


@define
class Made:
    """The new records of one input, by state and by blocks of days."""

    _blocks: dict[tuple[str, str, int | None], list[tuple[UUID, Profile]]] = field(factory=dict)

    def add(self, record: UUID, profile: Profile) -> None:
        """Remember a new record."""
        for key in _keys(profile):
            self._blocks.setdefault(key, []).append((record, profile))

    def near(self, profile: Profile) -> Iterator[tuple[UUID, Profile]]:
        """Yield the records that may be about the same states at about the same time."""
        keys = _keys(profile)
        seen: set[UUID] = set()
        for key in dict.fromkeys((*keys, *((kind, state, None) for kind, state, _ in keys))):
            for record, known in self._blocks.get(key, ()):
                if record not in seen:
                    seen.add(record)
                    yield record, known


def _keys(profile: Profile) -> list[tuple[str, str, int | None]]:
    states = profile.states or (profile.body.hex if profile.body else "",)
    return [(profile.kind, state, block) for state in states for block in _blocks(profile)]


def _blocks(profile: Profile) -> Iterable[int | None]:
    first, last = profile.when.first, profile.when.last
    if first is None or last is None or last - first > _BLOCK * _MOST_BLOCKS:
        return (None,)
    return range((first - 1) // _BLOCK, (last + 1) // _BLOCK + 1)
