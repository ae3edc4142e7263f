"""The words of the source for parts of a record, which stay with the part that they belong to.

The field ``as_written`` maps the name of a field, or a path to one part of its value, to the words
of the source. In an event, the number in a path counts the items of the list in the same event or,
if the event does not have the list, the items that the record has before the event. When a list
changes, the paths change with it: the words of a participant stay with this participant, and
disappear when the participant does.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from operator import eq
from typing import Any, TypeVar

from attrs import AttrsInstance

from dragoman.domain.part_paths import PartPath, field_of, is_part, known_path
from dragoman.domain.participant import Participant, matches, pairs, same_people
from dragoman.domain.record import as_dict, non_empty, with_fields
from dragoman.domain.terms import term_of

E = TypeVar("E", bound=AttrsInstance)

Lists = Mapping[str, Any]
"""The values of fields, by name."""

Match = Callable[[Sequence[Any], Sequence[Any]], Mapping[int, int]]
"""A function that returns the index in a second list of each item of a first list."""


def has_parts(words: Mapping[str, str] | None) -> bool:
    """Return whether any of the words are those for a part of a value."""
    return bool(words) and any(map(is_part, words or ()))


def words_for(words: Mapping[str, str], field: str, number: int | None = None) -> dict[str, str]:
    """Return the words for the parts of an item of a list, or of a value, by part.

    The words for a whole item have the part ``""``.
    """
    paths = ((known_path(text), said) for text, said in words.items() if is_part(text))
    return {
        path.part: said
        for path, said in paths
        if path and (path.field, path.number) == (field, number)
    }


def of_values(words: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return the words for the values of the fields in ``names``, and for parts of these values."""
    return {path: said for path, said in words.items() if field_of(path) in names}


def without_parts_of(words: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return the words, except those for parts of the fields in ``names``."""
    return {
        path: said
        for path, said in words.items()
        if not is_part(path) or field_of(path) not in names
    }


def refers_to_record(event: AttrsInstance) -> bool:
    """Return whether an event has words for parts of lists that only the record has."""
    words = getattr(event, "as_written", None)
    if not has_parts(words):
        return False
    return any(is_part(one) and not getattr(event, field_of(one), None) for one in words or ())


def referring_to(event: E, then: AttrsInstance, now: AttrsInstance) -> E:
    """Return an event whose words refer to the record ``now``, instead of the record ``then``."""
    lists, facts = as_dict(now), non_empty(event)
    words = placed(facts["as_written"], {**as_dict(then), **facts}, {**lists, **facts})
    return with_fields(event, as_written=words)


def placed(
    words: Mapping[str, str], had: Lists, has: Lists, in_place: Collection[str] = ()
) -> dict[str, str]:
    """Return words whose paths count the items in ``had``, with paths that count those in ``has``.

    Leaves out the words for parts that ``has`` lacks. The lists in ``in_place`` have their items at
    the same places, even if the items themselves changed.
    """
    return _placed(words, had, has, lambda name: None if name in in_place else _kept)


def joined(words: Mapping[str, str], said: Lists, has: Lists) -> dict[str, str]:
    """Return the words of added facts, with paths into the lists that have the additions."""
    return _placed(words, said, has, lambda name: _added)


def carried(before: Lists, facts: Lists, after: Lists) -> dict[str, str]:
    """Return the words of a record after an event with ``facts``.

    ``before`` and ``after`` are the values of all fields before and after the event.
    """
    own = facts.get("as_written") or {}
    kept = placed(before["as_written"], before, after)
    return kept | placed(own, {**before, **facts}, after)


def _placed(
    words: Mapping[str, str], had: Lists, has: Lists, match: Callable[[str], Match | None]
) -> dict[str, str]:
    places: dict[str, Mapping[int, int]] = {}
    found: dict[str, str] = {}
    for text, said in words.items():
        path = known_path(text) if is_part(text) else None
        if path is None or _is_unchanged(path.field, had, has):
            found[text] = said
            continue
        if path.field not in places:
            places[path.field] = _places(path, had, has, match(path.field))
        if there := _there(path, has, places[path.field]):
            found[str(there)] = said
    return found


def _is_unchanged(field: str, had: Lists, has: Lists) -> bool:
    return (had.get(field) or None) == (has.get(field) or None)


def _places(path: PartPath, had: Lists, has: Lists, match: Match | None) -> Mapping[int, int]:
    """Return the new index of each item of a list; if ``match`` is ``None``, it is the old one."""
    if path.number is None:
        return {}
    before, after = had.get(path.field) or (), has.get(path.field) or ()
    return match(before, after) if match else {index: index for index in range(len(before))}


def _there(path: PartPath, has: Lists, places: Mapping[int, int]) -> PartPath | None:
    """Return the path to the same part in ``has``; ``None`` if there is no such part."""
    if path.number is not None:
        index = places.get(path.number - 1)
        if index is None:
            return None
        path = path.at(index + 1)
    return path if path.value_in(has.get(path.field)) else None


def _kept(before: Sequence[Any], after: Sequence[Any]) -> Mapping[int, int]:
    if _are_people(before):
        return same_people(before, after)
    return matches(before, after, (eq, _is_same_item))


def _added(said: Sequence[Any], has: Sequence[Any]) -> Mapping[int, int]:
    if _are_people(said):
        found = enumerate(index for index, _ in pairs(has, said))
        return {number: index for number, index in found if index is not None}
    return matches(said, has, (eq, _is_same_item))


def _are_people(items: Sequence[Any]) -> bool:
    return bool(items) and isinstance(items[0], Participant)


def _is_same_item(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and term_of(one) == term_of(other)
