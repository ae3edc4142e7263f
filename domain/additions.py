"""Additions: further facts about a record that already exists.

An addition is not a correction: an addition fills empty fields and extends lists, and never changes
a value. If a given fact differs from the recorded value, the record keeps its value, and
:func:`differences` returns both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from attrs import AttrsInstance

from dragoman.domain.dates import ImpreciseDate
from dragoman.domain.original_words import has_parts, joined, of_values, placed, without_parts_of
from dragoman.domain.part_paths import is_part, known_path
from dragoman.domain.participant import Participant, conflicts_between, filled, gaps_between, pairs
from dragoman.domain.record import (
    ABOUT_FACTS,
    Applied,
    Facts,
    InterpretedFacts,
    as_dict,
    non_empty,
    with_facts,
    with_fields,
)
from dragoman.domain.terms import term_of

F = TypeVar("F", bound=Facts)
T = TypeVar("T")


class Addition(Applied):
    """The base class of events that add facts; folding appends their list items to the record's."""

    __slots__ = ()

    def applied_to(self, state: Any) -> Any:
        """Return the state with the additional facts."""
        facts = non_empty(self)
        lists = {name: extended(getattr(state, name), facts[name]) for name in lists_in(facts)}
        words = facts.get("as_written", {})
        if has_parts(words):
            said = {**as_dict(state), **facts}
            facts["as_written"] = joined(words, said, {**said, **lists})
        return with_facts(state, facts | lists)


def lists_in(facts: Mapping[str, object]) -> Iterator[str]:
    """Yield the names of the fields with several values, except ``sources``."""
    return (
        name for name, one in facts.items() if isinstance(one, tuple) and name not in ABOUT_FACTS
    )


def extended(has: tuple[T, ...], said: tuple[T, ...]) -> tuple[T, ...]:
    """Add the new items of ``said`` to ``has``, and add missing facts about participants."""
    if _are_people(said):
        return _with_people(has, said)  # type: ignore[arg-type,return-value]
    return (*has, *_lacking(has, said))


def _are_people(items: object) -> bool:
    return isinstance(items, tuple) and bool(items) and isinstance(items[0], Participant)


def _with_people(
    has: tuple[Participant, ...], said: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    known = list(has)
    for index, person in pairs(has, said):
        if index is None:
            known.append(person)
        else:
            known[index] = filled(known[index], person)
    return tuple(known)


def _lacking(has: tuple[T, ...], said: tuple[T, ...]) -> tuple[T, ...]:
    """Return the items that ``has`` lacks; ignore case, width and whitespace in strings."""
    seen = {_folded(one) for one in has}
    return tuple(one for one in said if _folded(one) not in seen)


def _folded(item: object) -> object:
    return term_of(item) if isinstance(item, str) else item


def _new_people(
    has: tuple[Participant, ...], said: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    """Return all of ``said`` if any participant is new or has new facts; otherwise, an empty tuple.

    The event needs the whole list: given only part of the list, folding could match a participant
    with the wrong person.
    """
    is_news = any(
        index is None or gaps_between(has[index], person) for index, person in pairs(has, said)
    )
    return said if is_news else ()


def news(state: AttrsInstance, facts: AttrsInstance) -> dict[str, Any]:
    """Return the values of ``facts`` that an addition can add to ``state``, by field."""
    has = as_dict(state)
    found = {name: _new(has[name], value) for name, value in about_world(facts).items()}
    return {name: value for name, value in found.items() if value}


def about_world(facts: AttrsInstance) -> dict[str, Any]:
    """Return the facts that have a value, except ``sources`` and ``as_written``."""
    return {name: one for name, one in non_empty(facts).items() if name not in ABOUT_FACTS}


def _new(has: Any, said: Any) -> Any:
    if not has:
        return said
    if isinstance(said, tuple):
        return _new_people(has, said) if _are_people(said) else _lacking(has, said)
    if isinstance(said, dict):
        return {key: one for key, one in said.items() if key not in has}
    return None


def supplement(
    state: Facts,
    facts: InterpretedFacts,
    event_class: Callable[..., T],
    settled: Iterable[str] = (),
    **more: object,
) -> list[T]:
    """Return an event that adds the facts that ``state`` lacks; an empty list if it lacks none.

    Fields in ``settled`` stay as they are. The event also contains the values in ``more``, the new
    sources, and the source's wording of the fields that the event fills.
    """
    added = {name: one for name, one in news(state, facts).items() if name not in settled}
    added |= {name: value for name, value in more.items() if value}
    if not added:
        return []
    words = _words_of(state, facts, added)
    sources = tuple(one for one in facts.sources if one not in state.sources)
    return [event_class(**added, as_written=words, sources=sources)]


def _words_of(state: Facts, facts: InterpretedFacts, added: Mapping[str, Any]) -> dict[str, str]:
    """Return the words for the values that ``added`` gives to a record that lacks them."""
    words = of_values(facts.as_written, added)
    if not has_parts(words):
        return words
    has, said = as_dict(state), {**added, **about_world(facts)}
    return {
        path: quote
        for path, quote in placed(words, said, added).items()
        if not is_part(path) or _is_new_part(has, added, path)
    }


def _is_new_part(has: Mapping[str, Any], added: Mapping[str, Any], text: str) -> bool:
    """Return whether a record lacks the value at a path into the lists of ``added``."""
    path = known_path(text)
    if path is None or path.number is None:
        return True
    known, said = has[path.field], added[path.field]
    if not _are_people(said):
        return path.value_in(said) not in known
    index, person = list(pairs(known, said))[path.number - 1]
    return index is None or path.part in gaps_between(known[index], person)


def apart(state: Facts, facts: F) -> tuple[F, F]:
    """Split facts into values that replace recorded values and items that extend recorded lists."""
    said = non_empty(facts)
    lists = [name for name in lists_in(said) if getattr(state, name, None)]
    empty: dict[str, object] = dict.fromkeys(lists, ())
    extending = {name: said[name] for name in lists}
    about = {name: said[name] for name in ABOUT_FACTS if name in said}
    if words := about.get("as_written"):
        empty["as_written"] = without_parts_of(words, lists)
    return with_fields(facts, **empty), type(facts)(**extending, **about)


def differences(state: AttrsInstance, facts: AttrsInstance) -> dict[str, tuple[object, object]]:
    """Return the values of ``facts`` that ``state`` lacks: field → (value in state, given value).

    For a field with several values, the result contains only the missing values, and the order does
    not matter. The key for a fact about a participant is a path: ``participants.2.post``. The
    result leaves out ``sources`` and ``as_written``, which are not facts about the world.
    """
    has = as_dict(state)
    found: dict[str, tuple[object, object]] = {}
    for name, value in about_world(facts).items():
        if _are_people(value):
            found |= _differing_people(name, has[name], value)
        elif lacks := _lacks(has[name], value):
            found[name] = (has[name], lacks)
    return found


def _lacks(has: Any, said: Any) -> Any:
    if isinstance(said, tuple):
        return _lacking(has, said)
    if isinstance(said, Mapping):
        return {key: one for key, one in said.items() if has.get(key) != one}
    return None if said == has or _agrees(has, said) else said


def _agrees(has: Any, said: Any) -> bool:
    """Return whether ``said`` is a date that agrees with the recorded date, but is less precise."""
    return isinstance(said, ImpreciseDate) and said.is_vaguer_than(has)


def _differing_people(
    name: str, has: tuple[Participant, ...], said: tuple[Participant, ...]
) -> dict[str, tuple[object, object]]:
    found: dict[str, tuple[object, object]] = {}
    new: list[Participant] = []
    for index, person in pairs(has, said):
        if index is None or gaps_between(has[index], person):
            new.append(person)
        if index is not None:
            for part, values in conflicts_between(has[index], person).items():
                found[f"{name}.{index + 1}.{part}"] = values
    return found | ({name: (has, tuple(new))} if new else {})
