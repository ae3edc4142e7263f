"""Doubles: pairs of records that may be about the same thing."""

from collections.abc import Iterator, Sequence

from dragoman.domain import Profile, pairs
from dragoman.projections.profiles import all_profiles
from dragoman.projections.report import AsOf, Report, Shape, report_tag
from dragoman.projections.snapshot import Snapshot, Term


class DoubleShape(Shape, frozen=True, kw_only=True):
    """A record of a pair; the date is EDTF."""

    ref: str
    title: str
    date: str | None
    sources: list[str]


class DoublesShape(Shape, frozen=True, kw_only=True):
    """Two records that may be the same, in order of recording, and the features that they share."""

    kind: str
    records: list[DoubleShape]
    shared: list[str]


class DoublesReport(Report, tag=report_tag("doubles"), frozen=True, kw_only=True):
    """Pairs of records that may be the same, except pairs that somebody recorded as distinct."""

    as_of: AsOf
    context: list[str]
    pairs: list[DoublesShape]


def doubles(snapshot: Snapshot, wanted: Sequence[Term] = ()) -> list[DoublesShape]:
    """Return the pairs of similar records that match the search terms."""
    profiles = dict(all_profiles(snapshot, wanted))
    snapshot.learn(profiles)
    found = sorted(_found(snapshot, profiles))
    return [
        DoublesShape(
            kind=profiles[one].kind,
            records=[_shape(snapshot, record, profiles[record]) for record in (one, other)],
            shared=list(shared),
        )
        for one, other, shared in found
    ]


def _found(
    snapshot: Snapshot, profiles: dict[int, Profile]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield each pair of records, in order of recording, with the features that both share."""
    for *pair, shared in pairs(profiles.items()):
        one, other = sorted(pair)
        first, second = profiles[one], profiles[other]
        ids = snapshot.id_of(one), snapshot.id_of(other)
        if first.whole == ids[1] or second.whole == ids[0]:
            continue
        if ids[1] not in first.distinct_from and ids[0] not in second.distinct_from:
            yield one, other, shared


def _shape(snapshot: Snapshot, record: int, profile: Profile) -> DoubleShape:
    return DoubleShape(
        ref=snapshot.ref(record),
        title=profile.title,
        date=str(profile.date) if profile.date else None,
        sources=list(profile.cited),
    )
