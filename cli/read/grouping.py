"""Group the engagements of a timeline under headings."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Literal

from dragoman.cli.page.page import Section
from dragoman.cli.read.entries import EntryLine
from dragoman.domain import ImpreciseDate, country_name, parse_date, term_of

if TYPE_CHECKING:
    from dragoman.projections import EntryShape

Grouping = Literal["month", "party", "mechanism", "topic"]

Whole = Sequence[EntryLine]
"""An engagement that is not part of another engagement, followed by its parts."""

Group = tuple[Section, list[Whole]]


def wholes_of(items: Iterable[EntryLine]) -> list[list[EntryLine]]:
    """Split engagements into lists, each with a whole and the parts that follow it."""
    wholes: list[list[EntryLine]] = []
    for item in items:
        if item.depth == 0:
            wholes.append([])
        wholes[-1].append(item)
    return wholes


def by_month(wholes: Iterable[Whole]) -> Iterator[Group]:
    """Yield a group for each month; the engagements must be in order of time."""
    some = list(wholes)
    headed = zip(_months([whole[0].when for whole in some]), some, strict=True)
    for section, group in groupby(headed, lambda one: one[0]):
        yield section, [whole for _, whole in group]


def _months(dates: Sequence[ImpreciseDate | None]) -> list[Section]:
    """Return the heading for each date; the dates must be in order of time, in either direction.

    Around midnight, the later of two events can have the earlier local date, if it takes place
    further west. Such an event stays under the later heading, so that no heading is repeated.
    """
    hours = [when for when in dates if when and when.has_time]
    step = -1 if hours and hours[0].place[1] > hours[-1].place[1] else 1
    placed = iter([*accumulate(hours[::step], _later)][::step])
    return [section_of(next(placed) if when and when.has_time else when) for when in dates]


def _later(one: ImpreciseDate, other: ImpreciseDate) -> ImpreciseDate:
    return one if (one.place[0] or 0) > (other.place[0] or 0) else other


def by_party(wholes: Iterable[Whole], given: Collection[str]) -> list[Group]:
    """Return a group for each state or organisation, except the ones ``given`` as filters."""

    def parties(entry: "EntryShape") -> Iterator[tuple[str, str]]:
        others = (code for code in entry.parties if code not in given)
        return ((code, f"{country_name(code)} ({code})") for code in others)

    return _by(wholes, parties, "NO OTHER PARTY" if given else "NO PARTY")


def by_mechanism(wholes: Iterable[Whole], titles: Mapping[str, str]) -> list[Group]:
    """Return a group for each mechanism, with the mechanism's ref and title as the heading."""

    def mechanisms(entry: "EntryShape") -> Iterator[tuple[str, str]]:
        ref = entry.ref if entry.kind == "mechanism" else entry.mechanism
        if ref:
            yield ref, f"{ref} {titles.get(ref, '')}"

    return _by(wholes, mechanisms, "NO MECHANISM")


def by_topic(wholes: Iterable[Whole]) -> list[Group]:
    """Return a group for each topic; different spellings of a topic share a group."""

    def topics(entry: "EntryShape") -> Iterator[tuple[str, str]]:
        return ((term_of(topic), topic) for topic in entry.topics)

    return _by(wholes, topics, "NO TOPIC")


KeysOf = Callable[["EntryShape"], Iterable[tuple[str, str]]]
"""A function that returns the key and title of each group to which an engagement belongs."""


def _by(wholes: Iterable[Whole], keys_of: KeysOf, rest: str) -> list[Group]:
    """Return the groups sorted by title, and then a group for the rest, if any."""
    titles: dict[str, str] = {}
    groups: dict[str, list[Whole]] = {}
    others: list[Whole] = []
    for whole in wholes:
        keys = [dict(keys_of(item.entry)) for item in whole]
        found = {key: title for one in keys for key, title in one.items()}
        for key, title in found.items():
            titles.setdefault(key, title)
            groups.setdefault(key, []).append(_holding(whole, [key in one for one in keys]))
        if not found:
            others.append(whole)
    ordered = sorted(groups, key=lambda key: titles[key].casefold())
    named = [(Section(titles[key]), groups[key]) for key in ordered]
    return [*named, (Section(rest), others)] if others else named


def _holding(whole: Whole, belongs: Sequence[bool]) -> list[EntryLine]:
    """Return the engagements of a whole that belong to a group, and those that contain them."""
    kept: list[EntryLine] = []
    for item, is_wanted in zip(reversed(whole), reversed(belongs), strict=True):
        if is_wanted or (kept and item.depth < kept[-1].depth):
            kept.append(item)
    return kept[::-1]


@lru_cache(maxsize=65_536)
def section_of(when: ImpreciseDate | None) -> Section:
    """Return the heading for a date: its (last) month, or its year if it has no month."""
    if when is None or (when.earliest or when.latest) is None:
        return Section("NO DATE")
    start, end = when.earliest or when.latest or "", when.latest or when.earliest or ""
    if when.is_interval or start[:7] == end[:7]:
        return Section(_month(end).upper(), end[:7] if _ISO_DAY.fullmatch(end) else None)
    return Section(f"{when.for_people().upper()}, NO MONTH")


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _month(iso: str) -> str:
    try:
        return f"{date.fromisoformat(iso):%B %Y}"
    except ValueError:  # the year is out of range for a date
        return parse_date(iso.rsplit("-", 2)[0]).for_people()


def within(when: ImpreciseDate, section: Section) -> str:
    """Return a date as text, without the parts that its heading shows: ``Mon 3`` for a day."""
    if section_of(when) != section:
        return when.for_people()
    year = (when.latest or when.earliest or "")[:4]
    if when.is_exact_day and year.isdigit() and year != "0000" and not when.has_time:
        day = date.fromisoformat(when.latest or "")
        return f"{day:%a} {day.day}"
    return when.without_year(year)
