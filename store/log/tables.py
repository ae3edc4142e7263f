"""The tables of a register, for queries; their definition is :mod:`dragoman.store.log.schema`."""

from typing import TYPE_CHECKING

from dragoman.store.sql import recorded

if TYPE_CHECKING:
    from dragoman.store.log.schema import Key, entries, events, marks, register, seals

__all__ = ["Key", "entries", "events", "marks", "register", "seals"]

globals().update({name: recorded("dragoman.store.log.schema", name) for name in __all__})
