"""Names of fields that the user types: ``topic`` for ``topics``."""

from collections.abc import Mapping
from functools import cache

from dragoman.domain import KINDS, Participant, declared

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
