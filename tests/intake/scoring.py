"""Score proposals against labelled press items: precision and recall of each slot.

Run ``python -m tests.intake.scoring dev`` or ``kept`` to print the table; add names of items to see
what was missed and what was wrong.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field
from ruamel.yaml import YAML

from dragoman.domain import fold, names, parse_date, rank_of
from dragoman.domain.careers import portfolios
from dragoman.exchange.intake.proposal import Item, Proposal, propose

ITEMS = Path(__file__).with_name("items")
KINDS = ("visit", "consultation", "meeting", "instrument")
SLOTS = (
    "kind", "status", "parties", "person", "post", "side", "date", "place", "topics",
    "mechanism", "session", "follow-up",
)  # fmt: skip


@define
class Tally:
    """Right, wrong and missed values of one slot, and examples."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    notes: list[str] = field(factory=list)

    @property
    def precision(self) -> float:
        """The share of proposed values that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of labelled values that were proposed."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@define
class Score:
    """The tallies of all slots over items, and the sides that no text states."""

    slots: dict[str, Tally] = field(factory=lambda: {name: Tally() for name in SLOTS})
    guessed: int = 0

    def sets(self, slot: str, item: str, said: Iterable[Any], wanted: Iterable[Any]) -> None:
        """Compare two sets of values."""
        said, wanted, tally = set(said), set(wanted), self.slots[slot]
        tally.right += len(said & wanted)
        tally.wrong += len(said - wanted)
        tally.missed += len(wanted - said)
        tally.notes += [f"{item}: wrong {slot} {one}" for one in sorted(said - wanted, key=str)]
        tally.notes += [f"{item}: missed {slot} {one}" for one in sorted(wanted - said, key=str)]

    def value(self, slot: str, item: str, said: Any, wanted: Any, same: bool) -> None:
        """Compare one value; ``None`` means that there is none."""
        if said is None and wanted is None:
            return
        tally = self.slots[slot]
        if said is not None and wanted is not None and same:
            tally.right += 1
            return
        tally.wrong += said is not None
        tally.missed += wanted is not None
        tally.notes.append(f"{item}: {slot} {said!r} instead of {wanted!r}")


def items(half: str) -> list[Path]:
    """Return the labelled items of one half: ``dev`` or ``kept``."""
    return sorted((ITEMS / half).glob("*.txt"))


def labels_of(path: Path) -> dict[str, Any]:
    """Return the labels of an item."""
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(
        path.with_suffix(".yaml").read_text("utf-8")
    )
    return found


def proposal_of(path: Path, labels: dict[str, Any]) -> Proposal:
    """Return the proposal for an item, given its date of publication."""
    published = labels.get("published")
    item = Item(
        text=path.read_text("utf-8"),
        language=labels["language"],
        published=parse_date(str(published)) if published else None,
    )
    return propose(item)


def score(paths: Sequence[Path]) -> Score:
    """Return the score over items."""
    total = Score()
    for path in paths:
        labels = labels_of(path)
        add(total, path.stem, proposal_of(path, labels), labels)
    return total


def add(total: Score, name: str, proposal: Proposal, labels: dict[str, Any]) -> None:
    """Add one item to a score."""
    said = [one.document for one in proposal.records]
    bodies = {one["handle"]: one.get("body") for one in said if one["kind"] == "mechanism"}
    engagements = [one for one in said if one["kind"] in KINDS]
    wanted = labels.get("records") or []
    pairs = list(_paired(engagements, wanted, bodies))
    for one, other in pairs:
        _compare(total, name, one, other, bodies)
    total.sets("parties", name, _all(engagements, "parties"), _all(wanted, "parties"))
    total.sets("topics", name, _all(engagements, "topics"), _all(wanted, "topics"))
    _compare_people(total, name, engagements, labels.get("people") or [])
    owed = [one for one in said if one["kind"] == "follow-up"]
    _compare_owed(total, name, owed, labels.get("follow_ups") or [], bodies)


def _all(records: Iterable[dict[str, Any]], name: str) -> set[str]:
    return {str(value) for one in records for value in one.get(name) or ()}


def _paired(
    said: Sequence[dict[str, Any]], wanted: Sequence[dict[str, Any]], bodies: dict[str, str]
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Yield records with the labelled record that resembles them most."""
    free = list(said)
    for label in wanted:
        same = [one for one in free if one["kind"] == label["kind"]]
        best = max(same, key=lambda one: _likeness(one, label, bodies), default=None)
        if best is not None:
            free.remove(best)
        yield best, label
    yield from ((one, None) for one in free)


def _likeness(one: dict[str, Any], label: dict[str, Any], bodies: dict[str, str]) -> float:
    people = [
        person.get("name") or person.get("post", "") for person in one.get("participants", ())
    ]
    shared = sum(
        any(_is_called(name, other) for name in people) for other in label.get("people", ())
    )
    place = _same_place(one.get("place"), label.get("place"))
    body = bodies.get(one.get("mechanism", "")) == label.get("mechanism")
    return shared * 2 + place + body + (str(label.get("occurred")) == one.get("occurred"))


def _is_called(name: str, other: str) -> bool:
    return (
        fold(name) == fold(other)
        or names.likeness(name, other) >= 85
        or names.is_short_for(name, other)
        or names.is_short_for(other, name)
    )


def _same_place(said: Any, wanted: Any) -> bool:
    one, other = fold(str(said or "")), fold(str(wanted or ""))
    return bool(one and other) and (one in other or other in one)


def _compare(
    total: Score,
    name: str,
    one: dict[str, Any] | None,
    label: dict[str, Any] | None,
    bodies: dict[str, str],
) -> None:
    said, wanted = one or {}, label or {}

    def both(field: str, other: str = "") -> tuple[Any, Any]:
        left, right = said.get(field), wanted.get(other or field)
        return left, None if right is None else str(right)

    total.value("kind", name, said.get("kind"), wanted.get("kind"), True)
    if one and label:
        total.value("status", name, *both("status"), said.get("status") == wanted.get("status"))
    when = "signed" if "signed" in said else "occurred"
    day, due = both(when, "occurred")
    total.value("date", name, day, due, day == due)
    place, there = both("place")
    total.value("place", name, place, there, _same_place(place, there))
    body = bodies.get(said.get("mechanism", ""), said.get("mechanism"))
    total.value("mechanism", name, body, wanted.get("mechanism"), body == wanted.get("mechanism"))
    session, number = both("session")
    total.value("session", name, session, number, session == number)


def _compare_people(
    total: Score, name: str, records: Sequence[dict[str, Any]], wanted: Sequence[dict[str, Any]]
) -> None:
    said: dict[str, dict[str, Any]] = {}
    for one in records:
        for person in one.get("participants", ()):
            said.setdefault(
                person.get("name") or f"{person.get('post')}/{person.get('side')}", person
            )
    free = list(said.values())
    for label in wanted:
        found = next((one for one in free if _is_same_person(one, label)), None)
        if found is not None:
            free.remove(found)
        person = found or {}
        called = label.get("name") or label.get("post")
        total.value("person", name, (person and called) or None, called, True)
        if found is None:
            continue
        post, due = person.get("post"), label.get("post")
        total.value("post", name, post, due, _same_post(post, due))
        side, home = person.get("side"), label.get("side")
        if side is not None and home is None:
            total.guessed += 1
        total.value("side", name, side, home, side == home)
    for one in free:
        total.value("person", name, one.get("name") or one.get("post"), None, False)


def _is_same_person(one: dict[str, Any], label: dict[str, Any]) -> bool:
    if label.get("name"):
        return bool(one.get("name")) and _is_called(one["name"], label["name"])
    return not one.get("name") and _same_post(one.get("post"), label.get("post"))


def _same_post(one: str | None, other: str | None) -> bool:
    """Return whether two English posts have the same rank, and a portfolio in common if any."""
    if not (one and other) or rank_of(one) != rank_of(other):
        return False
    ours, theirs = portfolios(fold(one)), portfolios(fold(other))
    return (
        bool(ours & theirs) if ours and theirs else bool(rank_of(one)) or fold(one) == fold(other)
    )


def _compare_owed(
    total: Score,
    name: str,
    said: Sequence[dict[str, Any]],
    wanted: Sequence[dict[str, Any]],
    bodies: dict[str, str],
) -> None:
    free = [bodies.get((one.get("awaits") or {}).get("mechanism", "")) for one in said]
    for label in wanted:
        body = label.get("mechanism")
        found = body in free
        if found:
            free.remove(body)
        total.value("follow-up", name, label["what"] if found else None, label["what"], found)
    for one in free:
        total.value("follow-up", name, one or "other", None, False)


def table(total: Score) -> str:
    """Return the score as a table."""
    lines = [f"{'slot':<12}{'right':>6}{'wrong':>6}{'missed':>7}{'P':>7}{'R':>7}"]
    whole = Tally()
    for name, tally in total.slots.items():
        whole.right += tally.right
        whole.wrong += tally.wrong
        whole.missed += tally.missed
        lines.append(_row(name, tally))
    return "\n".join([*lines, _row("all", whole), f"sides that no text states: {total.guessed}"])


def _row(name: str, tally: Tally) -> str:
    return (
        f"{name:<12}{tally.right:>6}{tally.wrong:>6}{tally.missed:>7}"
        f"{tally.precision:>7.2f}{tally.recall:>7.2f}"
    )


if __name__ == "__main__":
    half, *only = [one for one in sys.argv[1:] if one != "-v"]
    chosen = [path for path in items(half) if not only or path.stem in only]
    result = score(chosen)
    print(table(result))
    if only or "-v" in sys.argv:
        for tally in result.slots.values():
            print(*tally.notes, sep="\n")
