"""Match the participants of records with the people that the register knows.

The rules are in :mod:`dragoman.domain.namesakes`. If the rules do not settle who a participant is,
Dragoman asks the user; see :mod:`dragoman.exchange.doubts`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import define, field, frozen
from attrs import evolve as replaced

from dragoman.domain import (
    Appearances,
    Command,
    ImpreciseDate,
    Kind,
    Misfit,
    Participant,
    Party,
    UnitOfWork,
    known_as,
    linked_to,
    may_be_taken_for,
    namesakes,
    paired,
    parse_date,
    people_field,
    people_in,
    typed_ref,
    whatever_side,
)
from dragoman.exchange.doubts import Answers, Doubt, escaped
from dragoman.exchange.faults import Fault

if TYPE_CHECKING:
    from dragoman.projections import Snapshot

REMEMBERED = 50_000
"""The maximum number of people whose appearances a memory keeps."""


NOBODY: Mapping[str, UUID] = {}
"""A default: no people."""


@define
class Memory:
    """The knowledge about people that one command or one import collects.

    ``seen`` has the appearances of each person. ``undecided`` has, by name, people whom Dragoman
    recorded as new although they may be known; the next participant with such a name is the same
    new person.
    """

    seen: dict[UUID, Appearances] = field(factory=dict)
    undecided: dict[str, UUID] = field(factory=dict)

    def keep(self, person: UUID, seen: Appearances) -> None:
        """Keep the appearances of a person; if there are too many people, drop the oldest."""
        self.seen[person] = seen
        if len(self.seen) > REMEMBERED:
            del self.seen[next(iter(self.seen))]


@frozen
class Persons:
    """The people of a register, with whom Dragoman matches the participants of a record."""

    snapshot: "Snapshot"
    answers: Answers
    memory: Memory = field(factory=Memory)

    def identified(
        self,
        uow: UnitOfWork,
        command: Command,
        named: Mapping[str, UUID] = NOBODY,
        *,
        is_whole: bool = False,
    ) -> Command:
        """Return the command; link each participant whose name alone would mean another person.

        If a participant is new but has the name of a known person, the method registers the new
        person. If ``is_whole`` is false, the participants of the command extend the record's list.
        ``named`` has the people that the same file registers, by name; a participant with such a
        name is that person. Raises :class:`Unanswered` or :class:`Fault` if the user has to decide.
        """
        facts: list[Any] = [one for _, one in command.steps if people_in(one)]
        if not facts:
            return command
        said = tuple(self.placed(uow, people_in(facts[-1]), people_field(facts[-1])))
        before = people_in(uow.load(command.record))
        when = _day(command.kind, (*facts, uow.load(command.record)))
        attendance = _Attendance(self, uow, command.record, before, when, named)
        attendance.are_owners = people_field(facts[-1]) == "owners"
        own = attendance.of(said) if is_whole else attendance.and_others(said)
        if own == people_in(facts[-1]):
            return command
        steps = tuple((status, with_people(one, own)) for status, one in command.steps)
        return replaced(command, steps=steps)

    def corrected(self, uow: UnitOfWork, record: UUID, facts: dict[str, Any]) -> dict[str, Any]:
        """Return the corrected facts of a record, with the links that its participants need.

        A participant who was already in the record keeps a link only if the correction has it.
        """
        kind, state = uow.kind_of(record), uow.load(record)
        name = people_field(state) or ""
        if kind is None or not facts.get(name):
            return facts
        before, when = people_in(state), _day(kind, [state])
        attendance = _Attendance(self, uow, record, before, when, keeps_links=False)
        attendance.are_owners = name == "owners"
        return {**facts, name: attendance.of(tuple(self.placed(uow, facts[name], name)))}

    def placed(
        self, uow: UnitOfWork, said: Iterable[Participant], field: str | None
    ) -> Iterator[Participant]:
        """Yield people; link each owner without a side to the known party with this name.

        Raises :class:`Fault` if several parties have the name.
        """
        for index, one in enumerate(said):
            is_open = one.name and not (one.side or one.party)
            yield self._placed(uow, one, index) if field == "owners" and is_open else one

    def _placed(self, uow: UnitOfWork, owner: Participant, index: int) -> Participant:
        from dragoman.projections import called, whole

        uow.rely_on([whatever_side(owner.name or "")])
        found = [whole(self.snapshot, one) for one in called(self.snapshot, owner.name or "")]
        if len(found) > 1:
            refs = ", ".join(one.ref for one in found)
            raise Fault(
                f"{len(found)} parties have this name: {refs}; type the ref of one of them",
                ("owners", index),
            )
        if not found:
            return owner
        is_person = found[0].type == "person"
        return replaced(owner, side=found[0].side, type="person" if is_person else "organisation")

    def registered(self, uow: UnitOfWork, record: UUID, facts: Any, row: tuple[str, str]) -> UUID:
        """Return the id of the party that facts describe; a new party gets a new id.

        ``row`` is the data set and the key of the row with the facts. Two rows of a data set are
        two parties, whatever the parties are called.
        """
        said = Participant(name=facts.name, post=facts.post, side=facts.side, type=facts.type)
        term = namesakes.name_of(said)
        called = namesakes.people_called(uow, term)
        known = [one for one in called if not _is_of_another_row(uow.load(one), *row)]
        if not known:
            return namesakes.namesake_id(record, term, 0) if called else namesakes.natural(said)
        who = _Attendance(self, uow, record, (), None).who(_Said(0, said, 0), known)
        return who or namesakes.namesake_id(record, term, 0)

    def appearances(self, uow: UnitOfWork, person: UUID) -> Appearances:
        """Return the known appearances of a person: posts and dates."""
        known = self.memory.seen.get(person)
        if known is None:
            known = self._recorded(uow, person)
            self.memory.keep(person, known)
        return known

    def _recorded(self, uow: UnitOfWork, person: UUID) -> Appearances:
        """Return the appearances of a person, according to the views and the person's posts."""
        from dragoman.projections import appearances_of

        seen = Appearances()
        wanted: list[str] = []
        for party, state in namesakes.spellings(uow, person):
            seen = _with_posts(seen, state, uow)
            names = [known_as(name, side) for side in state.sides for name in state.names]
            wanted += [linked_to(party), *(n for n in names if namesakes.owner(uow, n) == person)]
        uow.rely_on(wanted)
        for found in appearances_of(self.snapshot, wanted).values():
            for post, when in found:
                seen = seen.and_one(post, parse_date(when) if when else None)
        return seen

    def known_ref(self, person: UUID) -> str | None:
        """Return the ref of a person, or ``None`` if the register does not have the person yet."""
        return self.snapshot.ref_of(person.hex)


def with_people(facts: Any, people: tuple[Participant, ...]) -> Any:
    """Return the facts with ``people`` instead of their own; facts without people stay as they are."""
    name = people_field(facts)
    return replaced(facts, **{name: people}) if name and people_in(facts) else facts


def _day(kind: Kind, facts: Iterable[Any]) -> ImpreciseDate | None:
    days = (getattr(one, name, None) for one in facts for name in kind.when)
    return next((day for day in days if day), None)


def _with_posts(seen: Appearances, state: Party, uow: UnitOfWork) -> Appearances:
    seen = seen.and_one(state.post, None)
    for one in state.positions:
        seen = seen.and_one(one.post, one.assumed).and_one(one.post, one.left)
        if one.held and one.assumed:
            seen = replaced(seen, last=uow.today.toordinal())
    return seen


@frozen
class _Said:
    """A participant as the user gave it.

    ``place`` is the index in the list. ``number`` counts earlier participants with the same name.
    """

    place: int
    person: Participant
    number: int
    is_new: bool = False

    @property
    def path(self) -> tuple[str | int, ...]:
        """The path to the participant in the document."""
        return ("participants", self.place)


@define
class _Attendance:
    """The participants of one record, while Dragoman matches each of them with a person."""

    persons: Persons
    uow: UnitOfWork
    record: UUID
    before: Sequence[Participant]
    when: ImpreciseDate | None
    named: Mapping[str, UUID] = NOBODY
    keeps_links: bool = True
    are_owners: bool = False
    taken: set[UUID] = field(factory=set)
    unregistered: dict[UUID, Participant] = field(factory=dict)
    registered: set[UUID | None] = field(factory=set)

    def and_others(self, said: Sequence[Participant]) -> tuple[Participant, ...]:
        """Return the participants with their links, preceded by recorded ones who now need a link.

        A recorded participant who has the name of a new person also gets a link. Without that link,
        Dragoman would take the new person for the recorded participant.
        """
        found = self.of(said)
        new = [one for one in found if one.party in self.registered]
        if not (self.before and new):
            return found
        again = {namesakes.name_of(one) for one in found if one.name and not one.party}
        others = [one for one in self.before if namesakes.name_of(one) not in again]
        return (
            *(self._linked(one) for one in others if self._is_like_one(one, new)),
            *(self._linked(one) if self._is_like_one(one, new) else one for one in found),
        )

    @staticmethod
    def _is_like_one(person: Participant, new: Sequence[Participant]) -> bool:
        is_open = bool(person.name) and not person.party
        return is_open and any(may_be_taken_for(person, one) for one in new)

    def _linked(self, person: Participant) -> Participant:
        return replaced(person, party=namesakes.person_of(self.uow, person))

    def of(self, said: Sequence[Participant]) -> tuple[Participant, ...]:
        """Return the participants with their links."""
        for one in self.before:
            self._take(one)
        people = [self._as_said(*about) for about in enumerate(_numbered(said))]
        places = self._settled(people) if self.before else repeat(None)
        return tuple(map(self._found, people, places))

    def _settled(self, people: Sequence[_Said]) -> Iterator[int | None]:
        """Yield the index of each participant in the record's old list, or ``None`` if absent."""
        linked = {one.party for one in self.before}
        old = [one for one in people if not one.is_new or one.person.party in linked]
        indexes = paired(self.before, (one.person for one in old))
        places: dict[int, int] = {}
        for one, (index, _) in zip(old, indexes, strict=True):
            if index is not None and index not in places.values():
                places[one.place] = index
        return (places.get(one.place) for one in people)

    def _as_said(self, index: int, said: tuple[Participant, int]) -> _Said:
        """Return a participant, with a new id if the user says that the person is new."""
        person, number = said
        if person.party != namesakes.NEW:
            return _Said(index, person, number)
        if not person.name:
            raise Fault("is new, but has no name; give the name", ("participants", index, "party"))
        own = namesakes.namesake_id(self.record, namesakes.name_of(person), number)
        return _Said(index, replaced(person, party=own), number, is_new=True)

    def _found(self, said: _Said, index: int | None) -> Participant:
        """Return a participant, with the link from the old list or with a new link if needed."""
        person = said.person
        if index is not None:
            link = self.before[index].party
            keeps = self.keeps_links and link and not person.party
            return replaced(person, party=link) if keeps else person
        if said.is_new:
            return self._registered(person)
        if person.party:
            namesakes.refuse_missing(self.uow, person)
            self._take(person)
            return self._with_name(person)
        return self._identified(said) if person.name else person

    def _with_name(self, person: Participant) -> Participant:
        """Return a linked person as registered, if the user gave no name.

        A participant without a post gets the post that the register knows for the day.
        """
        root = namesakes.person_of(self.uow, person)
        if person.name or root is None:
            return person
        known = self.uow.load(root)
        post, side = (person.post, None) if person.post or self.are_owners else self._post_of(root)
        side = person.side or side or known.side
        named = replaced(person, name=known.name, post=post, side=side, type=known.type)
        if not self.are_owners:
            words = _in_words(named.name, named.post, named.side, None)
            self.persons.answers.notes.append(f"{self._called(root)} is {words}")
        return named

    def _post_of(self, root: UUID) -> tuple[str | None, str | None]:
        """Return the post of a person on the day of the record, and its side, if known."""
        from dragoman.projections.reports.posts import known_post, posts

        snapshot = self.persons.snapshot
        ref = typed_ref(self.persons.known_ref(root) or "")
        record = snapshot.record(ref) if ref else None
        if record is None:
            return self.uow.load(root).post, None
        post = known_post(posts(snapshot, record), self.when)
        return (post.post, post.side) if post else (None, None)

    def _take(self, person: Participant) -> None:
        """Note that the record has a participant, so that no other one is the same person."""
        root = namesakes.person_of(self.uow, person)
        if root:
            self.taken.add(root)
            self._remember(root, person)

    def _remember(self, root: UUID, person: Participant) -> None:
        seen = self.persons.appearances(self.uow, root).and_one(person.post, self.when)
        self.persons.memory.keep(root, seen)

    def _identified(self, said: _Said) -> Participant:
        """Match a participant by name; add a link if the name alone would mean somebody else."""
        person = said.person
        natural = namesakes.natural(person)
        known = namesakes.people_called(self.uow, namesakes.name_of(person))
        if natural in self.unregistered:
            known.append(natural)
        if not known:
            self.unregistered[natural] = person
            self._begin(natural, person)
            return person
        who = self.who(said, known)
        if who is None:
            own = self._own_id(said)
            return self._registered(replaced(person, party=own))
        self.taken.add(who)
        self._remember(who, person)
        return person if who == self._meant_by_name(person, known) else replaced(person, party=who)

    def _meant_by_name(self, person: Participant, known: Sequence[UUID]) -> UUID | None:
        """Return the person that a participant would mean without a link."""
        if len(known) == 1:
            return known[0]
        owner = namesakes.owner(self.uow, namesakes.name_of(person))
        return owner or namesakes.natural(person)

    def _own_id(self, said: _Said) -> UUID:
        return namesakes.namesake_id(self.record, namesakes.name_of(said.person), said.number)

    def _begin(self, root: UUID, person: Participant) -> None:
        self.taken.add(root)
        self.persons.memory.keep(root, Appearances().and_one(person.post, self.when))

    def _registered(self, person: Participant) -> Participant:
        """Register a new person after any unregistered person with the same name."""
        assert person.party is not None
        first = self.unregistered.pop(namesakes.natural(person), None)
        if first:
            namesakes.register(self.uow, namesakes.natural(first), first)
        namesakes.register(self.uow, person.party, person)
        self.registered.add(person.party)
        self._begin(person.party, person)
        return person

    def who(self, said: _Said, known: Sequence[UUID]) -> UUID | None:
        """Return the known person who matches a participant, or ``None`` for a new person."""
        person = said.person
        term = namesakes.name_of(person)
        seen = {one: self.persons.appearances(self.uow, one) for one in known}
        free = {one: its for one, its in seen.items() if one not in self.taken}
        is_person = person.type == "person"
        post, when = (person.post, self.when) if is_person else (None, None)
        registered_here = self.named.get(term)
        if registered_here in free:
            return registered_here
        if only := namesakes.the_one(free, post, when):
            return only
        undecided = self.persons.memory.undecided.get(term)
        if undecided in free and free[undecided].misfit(post, when) is None:
            return undecided
        why = {one: self._misfit(one, seen[one], post, when) for one in known}
        answer = self.persons.answers.to(self._doubt(said, seen, why))
        if answer is None and None in why.values():
            self.persons.memory.undecided[term] = self._own_id(said)
        return answer

    def _misfit(
        self, one: UUID, seen: Appearances, post: str | None, when: ImpreciseDate | None
    ) -> Misfit | None:
        return "twice" if one in self.taken else seen.misfit(post, when)

    def _doubt(
        self,
        about: _Said,
        seen: Mapping[UUID, Appearances],
        why: Mapping[UUID, Misfit | None],
    ) -> Doubt:
        person = about.person
        said = _in_words(person.name, person.post, person.side, self.when)
        reasons = {one: _reason(its, self.when, why[one]) for one, its in seen.items()}
        known = {one: f"{self._about(one, its)}, {reasons[one]}" for one, its in seen.items()}
        shown = [f"  {self._called(one)} {words}" for one, words in known.items()]
        words = [f"p{number}" for number, _ in enumerate(seen)]
        refs = {word: self._ref(one) for word, one in zip(words, seen, strict=True)}
        listed = "; ".join(f"{{{word}}} {escaped(known[one])}" for word, (one, _) in refs.items())
        same = " or ".join(f"dragoman party merge {{new}} {{{word}}}" for word in words)
        either = " or ".join(f"'; {{{word}}}'" for word in words)
        return Doubt(
            about=("person", person, str(self.when), about.number),
            shown=(f"{said}:", *shown),
            question=f"Is {person.name} {' or '.join(map(self._called, seen))}?"
            " Answer n for a new person",
            answers={**self._answers(list(seen)), "n": None},
            note=f"{escaped(said)} is recorded as a new person, {{new}}. Known: {listed}. If they"
            f" are the same person, type: {same} (next time, add {either} to the participant)",
            refusal=f"{said} may be a known person: {'; '.join(shown).strip()}; add the"
            " person's ref, or the word 'new', as the party of the participant",
            path=about.path,
            refs={"new": (self._own_id(about), ""), **refs},
            is_about_person=True,
        )

    def _ref(self, person: UUID) -> tuple[UUID, str]:
        """Return a person's id, and the text that stands for the person in a message."""
        return person, self._called(person)

    def _answers(self, known: Sequence[UUID]) -> dict[str, UUID | None]:
        """Return the known people, by the answer with which the user chooses each person."""
        refs: dict[str, UUID | None] = {}
        refs |= {ref.lower(): one for one in known if (ref := self.persons.known_ref(one))}
        return {"y": known[0], **refs} if len(known) == 1 else refs

    def _called(self, person: UUID) -> str:
        """Return a person's ref, or "the person named before" if the person has no ref."""
        return self.persons.known_ref(person) or "the person named before"

    def _about(self, record: UUID, seen: Appearances) -> str:
        """Describe a known person: name, post, side, and date of the latest appearance."""
        person = self.unregistered.get(record)
        state = person or self.uow.load(record)
        post = seen.posts[-1] if seen.posts else None
        when = parse_date(seen.seen) if seen.seen else None
        last = f", last seen {when.for_people()}" if when else ""
        words = _in_words(state.name, post, state.side, None)
        return f"{words}{last}"


def _numbered(people: Iterable[Participant]) -> Iterator[tuple[Participant, int]]:
    """Yield each participant with the number of earlier participants that have the same name."""
    counts: dict[str, int] = {}
    for one in people:
        term = namesakes.name_of(one)
        yield one, counts.get(term, 0)
        counts[term] = counts.get(term, 0) + 1


def _in_words(
    name: str | None, post: str | None, side: str | None, when: ImpreciseDate | None
) -> str:
    """Describe a person: ``Ali Hasan (minister of oil, IQ, 3 Mar 2021)``."""
    facts = ", ".join(filter(None, (post, side, when.for_people() if when else None)))
    return f"{name} ({facts})" if facts else str(name)


def _reason(seen: Appearances, when: ImpreciseDate | None, misfit: Misfit | None) -> str:
    """Explain why a participant may or may not be a known person: ``5 years apart``."""
    if misfit == "years":
        return f"{seen.years_from(when)} years apart"
    if misfit == "post":
        return "with a different post"
    return "already in this record" if misfit else "with the same name"


def _is_of_another_row(party: Any, dataset: str, key: str) -> bool:
    """Return whether another row of the data set describes a party."""
    rows = {one.row for one in party.sources if one.row and one.dispatch == dataset}
    return bool(rows) and key not in rows
