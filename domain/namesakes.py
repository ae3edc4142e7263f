"""Namesakes: whether a participant is a person whom the register already knows by the same name.

A name and a side alone do not identify a person. The years in which a person appeared and the posts
that the person held have to fit as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Literal
from uuid import UUID

from attrs import frozen

from dragoman.domain import party, terms
from dragoman.domain.careers import match_of
from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.participant import Participant
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import Party, id_born_with, party_id
from dragoman.domain.record import natural_id
from dragoman.domain.refusal import Refused
from dragoman.domain.unit_of_work import UnitOfWork

NEW = UUID(int=0)
"""The link of a participant who, according to the user, is a new person with a known name."""

MOST_YEARS = 25
"""The number of years after which a name no longer means the same person, if no record names the
person in these years.
"""

MOST_POSTS = 40
"""The maximum number of posts to remember for each person."""

_DAYS_A_YEAR = 365.2425

Misfit = Literal["years", "post", "twice"]
"""The reason why a participant cannot be a known person: the two are years apart, have different
posts, or are both in the same record.
"""


@frozen
class Appearances:
    """The appearances of a person in records: the posts, the first and last day, and the last date.

    ``first`` and ``last`` are day ordinals. ``seen`` is the date of the last appearance (EDTF).
    """

    posts: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    seen: str | None = None

    def and_one(self, post: str | None, when: ImpreciseDate | None) -> "Appearances":
        """Return the appearances with another one added; ``when`` is its date, or ``None``."""
        is_new = post is not None and post not in self.posts and len(self.posts) < MOST_POSTS
        posts = (*self.posts, post) if is_new and post else self.posts
        days = _days(when)
        if days is None:
            return Appearances(posts, self.first, self.last, self.seen)
        first = days[0] if self.first is None else min(self.first, days[0])
        if self.last is not None and self.last > days[1]:
            return Appearances(posts, first, self.last, self.seen)
        return Appearances(posts, first, days[1], str(when))

    def years_from(self, when: ImpreciseDate | None) -> int:
        """Return the number of whole years between a date and the nearest appearance."""
        days = _days(when)
        if days is None or self.first is None or self.last is None:
            return 0
        return years_between((self.first, self.last), days)

    def misfit(self, post: str | None, when: ImpreciseDate | None) -> Misfit | None:
        """Return why somebody who holds a post on a date cannot be this person.

        Returns ``None`` if the two may be the same person.
        """
        if self.years_from(when) >= MOST_YEARS:
            return "years"
        matches = {match_of(known, post) for known in self.posts}
        return "post" if matches == {"different"} else None

    def has_held(self, post: str | None) -> bool:
        """Return whether the person has held the post, perhaps under another name of the post."""
        return any(match_of(known, post) == "same" for known in self.posts)


def years_between(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return the number of whole years between two periods of days (ordinals); 0 if they meet."""
    return int(max(one[0] - other[1], other[0] - one[1], 0) / _DAYS_A_YEAR)


def _days(when: ImpreciseDate | None) -> tuple[int, int] | None:
    """Return the first and the last possible day; if an end is open, return the other end twice."""
    if when is None:
        return None
    ends = [one for one in (when.first, when.last) if one is not None]
    return (ends[0], ends[-1]) if ends else None


def the_one(
    known: Mapping[UUID, Appearances], post: str | None, when: ImpreciseDate | None
) -> UUID | None:
    """Return the only person who fits; ``None`` if nobody fits, or if several people fit.

    If several people fit but only one person has held the post, returns that person.
    """
    fitting = [one for one, seen in known.items() if seen.misfit(post, when) is None]
    if len(fitting) > 1:
        fitting = [one for one in fitting if known[one].has_held(post)]
    return fitting[0] if len(fitting) == 1 else None


def people_called(uow: UnitOfWork, term: str) -> list[UUID]:
    """Return the people who have the name that ``term`` stands for.

    A merged party counts as the party into which it was merged.
    """
    return list(dict.fromkeys(root_of(uow, record) for record, _ in uow.find(PARTY, term)))


def root_of(uow: UnitOfWork, record: UUID) -> UUID:
    """Return the party at the end of a party's chain of merges, or else the party itself."""
    while (state := uow.load(record)) is not None and state.merged_into is not None:
        record = state.merged_into
    return record


def spellings(uow: UnitOfWork, record: UUID) -> Iterator[tuple[UUID, Party]]:
    """Yield a party, and the parties that were merged into it."""
    yield record, uow.load(record)
    for other, _ in uow.find(PARTY, terms.merged_into(record)):
        yield from spellings(uow, other)


Bearer = tuple[UUID, UUID, bool]
"""A party with a given name: the id of the party, the id of the party into which it was finally
merged (or its own id), and whether the party is a namesake (see :func:`is_namesake`).
"""


def owner_of(term: str, bearers: Iterable[Bearer]) -> UUID | None:
    """Return the person meant by a participant who has this name, but no link to a party.

    This is the only person with the name or, if several people have the name, the person who had it
    first. Namesakes got the name later, so they count only if there are no other bearers. Returns
    ``None`` if more than one person remains. ``bearers`` are in order of recording.
    """
    some = list(bearers)
    first = [one for one in some if not one[2]] or some[:1]
    if len(roots := {root for _, root, _ in first}) == 1:
        return roots.pop()
    born = id_born_with(term)
    return next((root for record, root, _ in first if record == born), None)


def is_namesake(record: UUID, names: Iterable[str], sides: Iterable[str | None]) -> bool:
    """Return whether somebody else already had the party's name when the party was recorded.

    In this case, the id of the party is not derived from any of its names.
    """
    return record not in {party_id(name, side) for side in set(sides) for name in names}


def owner(uow: UnitOfWork, term: str) -> UUID | None:
    """Return the person meant by a participant who has this name, but no link; or ``None``.

    ``term`` is the term for the name.
    """
    return owner_of(term, [_bearer(uow, *found) for found in uow.find(PARTY, term)])


def _bearer(uow: UnitOfWork, record: UUID, state: Party) -> Bearer:
    return record, root_of(uow, record), is_namesake(record, state.names, state.sides)


def share_a_name(uow: UnitOfWork, one: UUID, other: UUID) -> bool:
    """Return whether two different parties in the register share a name."""
    ours, theirs = uow.load(one), uow.load(other)
    return bool(ours and theirs) and not set(ours.name_terms).isdisjoint(theirs.name_terms)


def natural(person: Participant) -> UUID:
    """Return the id of the first person recorded with the name and side of a participant."""
    return party_id(person.name or "", person.side)


def namesake_id(record: UUID, term: str, number: int) -> UUID:
    """Return the id for a new person in a record; ``number`` other people have the same name.

    The same record always gives the same ids, so recording a record twice does not register anybody
    twice.
    """
    return natural_id("party", f"{record.hex}/{number}/{term}")


def split_id(record: UUID, records: Iterable[UUID]) -> UUID:
    """Return the id of the new person who gets the given records of a party."""
    return natural_id("party", "/".join(one.hex for one in (record, *records)))


def person_of(uow: UnitOfWork, person: Participant) -> UUID | None:
    """Return the person for whom a recorded participant stands; ``None`` if nobody is known."""
    if person.party:
        return root_of(uow, person.party)
    return owner(uow, name_of(person)) if person.name else None


def register(uow: UnitOfWork, record: UUID, person: Participant) -> None:
    """Register a participant as a person with the id ``record``; others may have the same name."""
    uow.decide(PARTY, record, partial(party.register, identity=party.met(person)))


def refuse_missing(uow: UnitOfWork, person: Participant) -> None:
    """Raise :class:`Refused` if a participant is linked to a party that does not exist."""
    if person.party and uow.load(person.party) is None:
        raise Refused("there is no such party", None, ("party",))


def name_of(person: Participant) -> str:
    """Return the term for the name of a participant."""
    return terms.known_as(person.name or "", person.side)
