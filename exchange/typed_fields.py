"""Names of fields that the user types: ``topic`` for ``topics``."""

from collections.abc import Mapping
from functools import cache

from dragoman.domain import KINDS, SEVERAL, Participant, declared
from dragoman.exchange.value_types import Plain

OF_PARTICIPANTS = tuple(declared(Participant))
"""The parts of a participant, in the order in which people type them."""


@cache
def plurals() -> Mapping[str, str]:
    """Return the names of the fields with several values, by the word for a single value."""
    fields = [one for kind in KINDS.values() for one in declared(kind.state).items()]
    return {field.one: name for name, field in fields if field.one}


def field_named(kind: str, word: str) -> str:
    """Return the field that a word means (``topics`` for ``topic``), or else the word itself."""
    fields = declared(KINDS[kind].state)
    own = {field.one: name for name, field in fields.items() if field.one}
    return word if word in fields else own.get(word) or plurals().get(word, word)


def option_of_field(kind: str, name: str) -> str:
    """Return the option that sets a field of a kind: ``--topic`` for ``topics``."""
    return f"--{(declared(KINDS[kind].state)[name].one or name).replace('_', '-')}"


@cache
def option_words() -> Mapping[str, str]:
    """Return the word that people type for a field, by the name of the field, if they differ."""
    fields = [one for kind in KINDS.values() for one in declared(kind.state).items()]
    return {name: field.one for name, field in fields if field.one}


def with_field_names(record: dict[str, Plain]) -> dict[str, Plain]:
    """Return a record with fields in place of the words of options: ``owner: Iraq`` as ``owners``.

    A word stays as it is if the record also has the field, so that Dragoman can refuse the word.
    """
    kind = record.get("kind")
    if not (isinstance(kind, str) and kind in KINDS):
        return record
    meant = {word: _field_of_word(kind, word) for word in record}
    taken = [name for word, name in meant.items() if name != word and name in record]
    fields = declared(KINDS[kind].state)
    renamed: dict[str, Plain] = {}
    for word, value in record.items():
        name = word if meant[word] in taken else meant[word]
        is_one = name != word and fields[name].holds in SEVERAL and not isinstance(value, list)
        renamed[name] = [value] if is_one else value
    return renamed


def _field_of_word(kind: str, word: str) -> str:
    """Return the field of a kind that a word of an option names, or else the word itself."""
    name = field_named(kind, word)
    return name if name in declared(KINDS[kind].state) else word
