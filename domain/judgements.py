"""Judgements: which parties that look alike are the same, decided together in one entry."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from attrs import frozen

from dragoman.domain import corrections, use_cases
from dragoman.domain.amendments import is_retracted
from dragoman.domain.namesakes import root_of
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.refusal import Refused
from dragoman.domain.unit_of_work import Outcome, UnitOfWork


@frozen
class Judgement:
    """Somebody's answer about two parties: they are the same, or they are different."""

    one: UUID
    other: UUID
    is_same: bool


def judge(
    uow: UnitOfWork, judgements: Iterable[Judgement], order: Callable[[UUID], int]
) -> list[Outcome]:
    """Merge the parties that are the same, and mark the different parties as distinct.

    Parties that several judgements connect are merged into one party: the first by ``order``.
    Raises :class:`Refused` if the judgements contradict one another or the register.
    """
    some = list(dict.fromkeys(_of_roots(uow, one) for one in judgements))
    groups = _groups(some)
    for one in some:
        if not one.is_same and groups.get(one.one, one.one) is groups.get(one.other, one.other):
            raise Refused(
                "{one} and {other} are different in one row, but the same according to others",
                one=one.one,
                other=one.other,
            )
    return [
        *(outcome for group in _distinct(groups.values()) for outcome in _merge(uow, group, order)),
        *(corrections.distinguish(uow, one.one, one.other) for one in some if not one.is_same),
    ]


def _of_roots(uow: UnitOfWork, judgement: Judgement) -> Judgement:
    """Return a judgement on the parties into which the parties were merged."""
    for record in (judgement.one, judgement.other):
        if uow.kind_of(record) is not PARTY:
            raise Refused("{record} is not a person or an organisation", record=record)
        if is_retracted(uow.load(record)):
            raise Refused("{record} is retracted", record=record)
    one, other = root_of(uow, judgement.one), root_of(uow, judgement.other)
    if one == other and not judgement.is_same:
        raise Refused(
            "{one} and {other} are merged; to separate them, type: dragoman party split",
            one=judgement.one,
            other=judgement.other,
        )
    return Judgement(one, other, judgement.is_same)


def _groups(judgements: Sequence[Judgement]) -> dict[UUID, list[UUID]]:
    """Map each party to the list of all parties that are the same as this party."""
    groups: dict[UUID, list[UUID]] = {}
    for one in judgements:
        if one.is_same and one.one != one.other:
            ours, theirs = (groups.setdefault(party, [party]) for party in (one.one, one.other))
            if ours is not theirs:
                ours += theirs
                groups |= dict.fromkeys(theirs, ours)
    return groups


def _distinct(groups: Iterable[list[UUID]]) -> Iterator[list[UUID]]:
    yield from {id(group): group for group in groups}.values()


def _merge(
    uow: UnitOfWork, group: Sequence[UUID], order: Callable[[UUID], int]
) -> Iterator[Outcome]:
    first, *others = sorted(group, key=order)
    for one in others:
        yield use_cases.merge(uow, one, first)
