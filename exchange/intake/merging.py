"""Merge the claims of several readers: one record for what they report of the same event.

Where two readers give different values for one field, neither counts: a person chooses.
"""

import re
from collections.abc import Mapping, Sequence

from attrs import define, evolve, field

from dragoman.exchange.intake.checks import LINKS
from dragoman.exchange.intake.claims import Claim
from dragoman.exchange.intake.source_text import SourceText, folded

Conflicts = Mapping[tuple[str, str], Sequence[str]]
"""The values that readers give for one field, by record and path."""

_PART = re.compile(r"(?P<list>participants|parties|topics)\.(?P<number>[0-9]+)(?P<rest>.*)")


@define
class Merger:
    """Merges claims, reader by reader; the first reader's records keep their names."""

    source: SourceText
    claims: dict[tuple[str, str], Claim] = field(factory=dict)
    conflicts: dict[tuple[str, str], list[str]] = field(factory=dict)

    def add(self, claims: Sequence[Claim]) -> None:
        """Add the claims of one reader."""
        names = self._names(claims)
        for record, own in _by_record(claims).items():
            parts = self._parts(names[record], own)
            for claim in own:
                path = _renumbered(claim.path, parts)
                value = names.get(claim.value, claim.value) if path in LINKS else claim.value
                self._put(evolve(claim, record=names[record], path=path, value=value))

    def _put(self, claim: Claim) -> None:
        key = claim.record, claim.path
        known = self.claims.get(key)
        if known is None and key not in self.conflicts:
            self.claims[key] = claim
        elif known is not None and folded(known.value) != folded(claim.value):
            if claim.path == "kind":
                return
            self.conflicts[key] = [known.value, claim.value]
            del self.claims[key]
        elif known is None and claim.value not in self.conflicts[key]:
            self.conflicts[key].append(claim.value)

    def _names(self, claims: Sequence[Claim]) -> dict[str, str]:
        """Return the names of the records: of the same event, or else a new name."""
        names: dict[str, str] = {}
        kinds = {one.record: one for one in claims if one.path == "kind"}
        for record, kind in kinds.items():
            same = self._same(kind, claims, set(names.values()))
            names[record] = same or self._new(kind.value, set(names.values()), record)
        return names

    def _new(self, kind: str, taken: set[str], record: str) -> str:
        known = taken | {name for name, _ in self.claims}
        if ":" not in record and record not in known:
            return record
        base, number = kind.replace(" ", "-"), 1
        while (name := base if number == 1 else f"{base}-{number}") in known:
            number += 1
        return name

    def _same(self, kind: Claim, claims: Sequence[Claim], taken: set[str]) -> str | None:
        """Return the name of the record that reports the same event, if there is one."""
        people, here = _people(claims, kind.record), self._sentences(claims, kind.record)
        known_claims = list(self.claims.values())
        for (record, path), known in self.claims.items():
            if path != "kind" or known.value != kind.value or record in taken:
                continue
            others = _people(known_claims, record)
            is_near = bool(here & self._sentences(known_claims, record))
            if people & others or (is_near and not (people and others)):
                return record
        return None

    def _sentences(self, claims: Sequence[Claim], record: str) -> set[int]:
        """Return the sentences on which the claims about a record rest."""
        return {self.source.sentence_of(one.start) for one in claims if one.record == record}

    def _parts(self, record: str, own: Sequence[Claim]) -> dict[tuple[str, str], str]:
        """Return the numbers of the parts of a reader's lists in the merged record."""
        here = [claim for (name, _), claim in self.claims.items() if name == record]
        numbers: dict[tuple[str, str], str] = {}
        for claim in own:
            found = _PART.fullmatch(claim.path)
            if not found or (found["list"], found["number"]) in numbers:
                continue
            key = found["list"], found["number"]
            said = _value_of(own, *key)
            same = next(
                (
                    other["number"]
                    for one in here
                    if (other := _PART.fullmatch(one.path))
                    and other["list"] == key[0]
                    and _value_of(here, key[0], other["number"]) == said
                ),
                None,
            )
            numbers[key] = same or str(_highest(here, key[0]) + len(numbers) + 1)
        return numbers


def _by_record(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.record, []).append(claim)
    return found


def _people(claims: Sequence[Claim], record: str) -> set[str]:
    """Return the folded names of the participants of a record."""
    return {
        folded(claim.value)
        for claim in claims
        if claim.record == record and re.fullmatch(r"participants\.[0-9]+\.name", claim.path)
    }


def _value_of(claims: Sequence[Claim], name: str, number: str) -> str:
    """Return what identifies a part of a list: the name or the post of a person, or the value."""
    values = {one.path: one.value for one in claims}
    path = f"{name}.{number}"
    paths = (f"{path}.name", f"{path}.post", path)
    return folded(next((values[one] for one in paths if one in values), ""))


def _highest(claims: Sequence[Claim], name: str) -> int:
    numbers = [
        int(found["number"])
        for one in claims
        if (found := _PART.fullmatch(one.path)) and found["list"] == name
    ]
    return max(numbers, default=0)


def _renumbered(path: str, parts: Mapping[tuple[str, str], str]) -> str:
    found = _PART.fullmatch(path)
    if not found:
        return path
    return f"{found['list']}.{parts[found['list'], found['number']]}{found['rest']}"
