"""Recognition: find out whether a new record is already in the register.

The user decides; see :mod:`dragoman.exchange.doubts`. If the records are the same, the command
changes the existing record. If the user says that the records are different, the register keeps
this answer, and Dragoman does not ask again.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import define, field, frozen
from attrs import evolve as replaced

from dragoman.domain import (
    RECOGNISED,
    Command,
    Profile,
    RecordedEntry,
    Refused,
    Undertaking,
    UnitOfWork,
    corrections,
    groups_sought,
    in_common,
    is_retracted,
    is_same_session,
    profile_of,
    use_cases,
)
from dragoman.exchange.doubts import Answers, Doubt, escaped
from dragoman.exchange.faults import Fault
from dragoman.exchange.made import Made, Named

if TYPE_CHECKING:
    from dragoman.projections import Snapshot


@frozen
class Candidate:
    """A record that a new record resembles.

    ``name`` is the record's name in messages, and ``shared`` says what the two records have in
    common. If ``is_here`` is true, the candidate is also new, and comes earlier in the same input.
    If somebody retracted the candidate, ``retraction`` is the entry that did so.
    """

    record: UUID
    name: str
    profile: Profile
    shared: tuple[str, ...]
    is_here: bool = False
    retraction: RecordedEntry | None = None


@frozen(kw_only=True)
class Place:
    """The position of a new record in the input, and the advice to the user about duplicates.

    ``key`` identifies the record in the input, and ``name`` is the record's name in messages.
    ``same`` says what to type if the record is the same as the existing record ``{ref}``; ``other``
    says what to type if the two are different. ``later`` says what to do if the user finds only
    after recording ``{new}`` that it is the same as ``{other}``; ``back`` says how to restore the
    retracted record ``{other}``.
    """

    key: Hashable
    name: str
    same: str
    other: str
    later: str = "undo this entry and {same}"
    back: str = "write handle: {other}, and record the file with --restore"


HERE = "leave one of them out"
"""The advice if two records of one input are the same."""


@define
class Recognition:
    """A check of whether the records that one command would create already exist."""

    snapshot: "Snapshot"
    answers: Answers
    made: Made = field(factory=Made)

    def recognised(
        self, uow: UnitOfWork, command: Command, place: Place, *, restores: bool | None = None
    ) -> Command:
        """Return the command, applied to an existing record if the user says that it is the same.

        If the user says that the records are different, the command also records this. If
        ``restores`` is true, and the new record resembles exactly one retracted record, the command
        restores that record. If ``restores`` is ``None``, retracted records do not matter.

        Raises :class:`Unanswered` or :class:`Fault`; see :meth:`Answers.to`.
        """
        if command.kind.name not in RECOGNISED or uow.kind_of(command.record) is not None:
            return command
        profile = _profile(uow, command)
        uow.rely_on(groups_sought(profile))
        not_it = (*command.distinct_from, command.record)
        found = [one for one in self._candidates(uow, profile) if one.record not in not_it]
        is_sought = restores if found else restores is not None
        gone = self._retracted(uow, profile, not_it) if is_sought else []
        if restores and gone:
            record = _to_restore(found, gone, command, profile, place)
            return replaced(command, record=record, restores=True)
        return self._decided(command, profile, found or gone, place)

    def _decided(
        self, command: Command, profile: Profile, found: Sequence[Candidate], place: Place
    ) -> Command:
        """Return a command as the user decides about the similar records."""
        apart = command.distinct_from
        if found:
            doubt = _doubt(command, profile, found, place)
            if same := self.answers.to(doubt):
                is_gone = found[0].retraction is not None
                return replaced(command, record=same, distinct_from=(), restores=is_gone)
            if self.answers.is_settled(doubt) and not found[0].retraction:
                apart = (*apart, *(one.record for one in found))
        self.made.add(Named(command.record, place.name, profile))
        is_told_apart = apart != command.distinct_from
        return replaced(command, distinct_from=apart) if is_told_apart else command

    def _candidates(self, uow: UnitOfWork, profile: Profile) -> list[Candidate]:
        found = [*self._recorded(uow, profile), *self._of_this_input(uow, profile)]
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

    def _retracted(
        self, uow: UnitOfWork, profile: Profile, not_it: Collection[UUID]
    ) -> list[Candidate]:
        """Return the similar retracted records, except those that the record is not."""
        from dragoman.projections import retracted_near

        found: list[Candidate] = []
        for number, known in retracted_near(self.snapshot, profile):
            record = self.snapshot.id_of(number)
            is_other = record in not_it or uow.is_unreadable(record)
            if not is_other and (shared := in_common(profile, known)):
                entry = corrections.retraction(uow, record)
                name = self.snapshot.ref(number)
                found.append(Candidate(record, name, known, shared, retraction=entry))
        return found[:MOST]

    def _of_this_input(self, uow: UnitOfWork, profile: Profile) -> Iterator[Candidate]:
        for one in self.made.near(profile, partial(self._read_again, uow)):
            if (shared := in_common(profile, one.profile)) and one.record != profile.whole:
                yield Candidate(one.record, one.name, one.profile, shared, one.is_here)

    def _read_again(self, uow: UnitOfWork, record: UUID) -> Named | None:
        """Return a record with its current profile; ``None`` if it was rejected or retracted."""
        kind, state = uow.kind_of(record), uow.load(record)
        if kind is None or is_retracted(state):
            return None
        row = self.snapshot.row(record.hex)
        is_here = row is None or row.record > self.snapshot.position
        key = next((one.row for one in reversed(state.sources) if one.row), None)
        name = f"row {key}" if is_here and key else self.snapshot.ref_of(record.hex) or HERE_TOO
        return Named(record, name, profile_of(kind.name, state), is_here)


HERE_TOO = "an earlier record of the same file"

MOST = 3
"""The maximum number of similar records in one question."""


def _profile(uow: UnitOfWork, command: Command) -> Profile:
    """Return the profile of a new record; a follow-up has the parties of its engagement.

    An engagement or a mechanism in the same dispatch is not recorded yet.
    """
    facts: Any = command.steps[0][1]
    if isinstance(facts, Undertaking):
        with suppress(Refused):
            facts = use_cases.of_engagement(uow, facts)
    return profile_of(command.kind.name, facts)


def _to_restore(
    found: Sequence[Candidate],
    gone: Sequence[Candidate],
    command: Command,
    profile: Profile,
    place: Place,
) -> UUID:
    """Return the retracted record to restore. Raises :class:`Fault` if that is uncertain."""
    first = gone[0]
    if found:
        other, back = found[0].name, place.back.format(other=first.name)
        raise Fault(
            f"{first.name} is retracted, but {other} is similar, too; to bring {first.name} back,"
            f" {back}; to add to {other}, leave out --restore"
        )
    if len(gone) > 1:
        raise Fault(_doubt(command, profile, gone, place).refusal)
    return first.record


def _doubt(command: Command, profile: Profile, found: Sequence[Candidate], place: Place) -> Doubt:
    kind, first = command.kind.name, found[0]
    names = " or ".join(one.name for one in found)
    looks = f"This {kind} looks like {names} ({', '.join(first.shared)}){_who_retracted(found)}"
    question, note, otherwise = _words(kind, found, place)
    is_certain = is_same_session(profile, first.profile) and not first.retraction
    other = "" if is_certain else f"; if not, {place.other.format(ref=first.name)}"
    return Doubt(
        about=place.key,
        shown=(f"{looks}:",),
        table=tuple(side_by_side(profile, found)),
        question=question,
        answers=_answers(found),
        note=f"{{new}} looks like {{other}} ({', '.join(first.shared)}){note}",
        refusal=f"{looks[0].lower()}{looks[1:]}; {otherwise}{other}",
        refs={"new": (command.record, place.name), "other": (first.record, first.name)},
        is_certain=is_certain,
    )


def _words(kind: str, found: Sequence[Candidate], place: Place) -> tuple[str, str, str]:
    """Return the question, the end of the note, and the advice if the records are the same."""
    first, is_one = found[0], len(found) == 1
    same = HERE if first.is_here else place.same.format(ref=first.name)
    later = place.later.format(same=same, new="{new}", other="{other}")
    if first.retraction:
        back = "add --restore" if is_one else place.back.format(other=first.name)
        note = f"{escaped(_who_retracted(found[:1]))}. To bring {{other}} back instead, undo this entry"
        question = "Bring it back?" if is_one else "Which one do you want to bring back?"
        return question, f"{note}, and {place.back}", f"to bring it back, {back}"
    question = f"Is it the same {kind}?" if is_one else f"Which {kind} is it?"
    note = f". If they are the same, {later}; if not, type: dragoman distinguish {{new}} {{other}}"
    return question, note, f"if they are the same, {same}"


def _who_retracted(found: Sequence[Candidate]) -> str:
    """Return the end of a sentence that says who retracted the similar records, if anybody did."""
    if len(found) > 1:
        return ", which were retracted" if found[0].retraction else ""
    return f", which was retracted by {found[0].retraction}" if found[0].retraction else ""


def _answers(found: Sequence[Candidate]) -> Mapping[str, UUID | None]:
    if len(found) == 1:
        return {"y": found[0].record, "n": None}
    numbers = {str(number): one.record for number, one in enumerate(found, 1)}
    return {**numbers, "n": None}


# --- Side by side -----------------------------------------------------------------------------


def side_by_side(new: Profile, found: Sequence[Candidate]) -> Iterator[tuple[str, ...]]:
    """Yield rows that compare a new record with similar records: a label, and a cell for each."""
    many = len(found) > 1
    names = [f"{number}: {one.name}" if many else one.name for number, one in enumerate(found, 1)]
    yield ("", "new", *names)
    columns = [shown(one) for one in (new, *(one.profile for one in found))]
    for label in columns[0]:
        cells = [column[label] for column in columns]
        if any(cells):
            yield (label, *cells)


def shown(profile: Profile) -> dict[str, str]:
    """Return the facts of a record's profile as text, by label."""
    people = [person.name or person.post or "" for person in profile.people]
    return {
        "when": profile.date.for_people() if profile.date else "",
        "title": profile.title,
        "place": profile.place,
        "states": ", ".join(sorted(profile.states)),
        "people": ", ".join(filter(None, people)),
        "source": ", ".join(profile.cited),
    }
