"""The tables of a register, for queries; :mod:`dragoman.store.log.schema` defines the tables."""

from typing import TYPE_CHECKING

from dragoman.store.sql import recorded

if TYPE_CHECKING:
    from dragoman.store.log.schema import Key, entries, events, marks, register, seals

SCHEMA = "dragoman.store.log.schema"
"""The module that defines the tables."""

__all__ = ["SCHEMA", "Key", "entries", "events", "marks", "register", "seals"]

globals().update({name: recorded(SCHEMA, name) for name in __all__ if name != "SCHEMA"})
