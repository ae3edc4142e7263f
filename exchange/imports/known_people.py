"""People whom the register knows, found by a part of the name, the post, the side and the year.

A row may say ``President Ozal``. If exactly one known person has this name, this post and this side
in the year of the row, the row means this person. Otherwise, the row's participant stays as it is,
so that two people with the same surname never become one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import define, field

from dragoman.domain import PostKey, fold, post_key
from dragoman.exchange.imports.drafts import Draft

if TYPE_CHECKING:
    from dragoman.projections import Snapshot

_YEAR = re.compile(r"\d{4}(?=$|[-/?~%])")
"""The year at the beginning of a date (EDTF)."""

Holder = tuple[str, str]
"""A person: the folded name or the id of the linked party, and the name to record."""


@define
class KnownPeople:
    """The people who held posts, according to the records of a snapshot.

    ``years`` has the first and the last year of each person in a post. ``bearers`` has the people
    with a word in their names.
    """

    years: dict[tuple[Holder, str, PostKey], tuple[int, int]] = field(factory=dict)
    bearers: defaultdict[tuple[str, str], dict[Holder, str]] = field(
        factory=lambda: defaultdict(dict)
    )

    @classmethod
    def of(cls, snapshot: "Snapshot") -> "KnownPeople":
        """Return the people who take part in the records of a snapshot."""
        from dragoman.projections import attendances

        known = cls()
        for person, when in attendances(snapshot):
            if person.name and person.post and person.side and when:
                known.add(person.party, person.name, person.post, person.side, when)
        return known

    def add(self, party: str | None, name: str, post: str, side: str, when: str) -> None:
        """Note that a person held a post; ``when`` is a date (EDTF)."""
        year = _year(when)
        if year is None:
            return
        plain = _plain(name)
        holder = (party or plain, name)
        key = holder, side, post_key(post, side)
        first, last = self.years.get(key, (year, year))
        self.years[key] = min(first, year), max(last, year)
        for word in plain.split():
            self.bearers[side, word][holder] = plain

    def full_name(self, part: str, post: str, side: str, year: int) -> str | None:
        """Return the name of the only person who fits; ``None`` if there is no such person."""
        wanted = _plain(part)
        words = wanted.split()
        if not words:
            return None
        found = {}
        for holder, plain in self.bearers.get((side, words[-1]), {}).items():
            first, last = self.years.get((holder, side, post_key(post, side)), (1, 0))
            if first <= year <= last and f" {wanted} " in f" {plain} ":
                found[holder[0]] = holder[1]
        return found.popitem()[1] if len(found) == 1 else None

    def completed(self, draft: Draft) -> Mapping[str, Any]:
        """Return the data of a draft with the full names of the people whom the register knows."""
        year = _year(draft.data["occurred"])
        names = dict(self._names(draft, year)) if year is not None else {}
        if not names:
            return draft.data
        people = list(draft.data["participants"])
        for place, (name, post) in names.items():
            people[place] = people[place] | {"name": name, "post": post}
        return draft.data | {"participants": people}

    def _names(self, draft: Draft, year: int) -> Iterator[tuple[int, tuple[str, str]]]:
        for place, (part, post) in draft.surnames.items():
            side = draft.data["participants"][place]["side"]
            if name := self.full_name(part, post, side, year):
                yield place, (name, post)


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    """Return the words of a name, without marks and hyphens."""
    return " ".join(fold(name).replace("-", " ").split())


@lru_cache(maxsize=8192)
def _year(when: str) -> int | None:
    """Return the year in which a date begins; ``None`` if the year is not known."""
    found = _YEAR.match(when)
    return int(found[0]) if found else None
