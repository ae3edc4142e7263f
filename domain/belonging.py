"""Which fields belong to which kinds of engagement, and what the mode rules out.

The rules are declared with the fields, in :class:`domain.engagement.Particulars`; everything that
takes or shows fields asks here. They hold for what is said from now on: what a register holds from
before is read, shown and copied as it is, and can be cleared.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from attrs import fields, fields_dict, frozen

from domain.refusal import Refused

OWNER, CHOICES, NOT_BY = "owner", "choices", "not_by"
"""Keys of the metadata of a field: the kinds it belongs to, the values that some kinds take
(kind → values), and the modes in which it makes no sense."""


@frozen
class Owner:
    """The kinds that a field belongs to, and a command that records it."""

    kinds: tuple[str, ...]
    command: str

    def __str__(self) -> str:
        kinds = " and ".join(f"{kind}s" for kind in self.kinds)
        return f"belongs to {kinds}; record it with: {self.command}"


def foreign(cls: Any) -> Mapping[str, Owner]:
    """The fields of a state class that belong to other kinds, with their owners."""
    return _foreign(cls)


@lru_cache
def _foreign(cls: Any) -> Mapping[str, Owner]:
    kind = getattr(cls, "kind", None)
    owners = {one.name: one.metadata.get(OWNER) for one in fields(cls)}
    return {name: owner for name, owner in owners.items() if owner and kind not in owner.kinds}


def own_fields(cls: Any) -> tuple[str, ...]:
    """The fields that a record of a state class may say, in the order of their declaration."""
    return tuple(one.name for one in fields(cls) if one.name not in foreign(cls))


def refuse_misplaced(cls: Any, state: Any, said: Mapping[str, Any]) -> None:
    """Raise :class:`Refused` for what a record of ``cls`` in ``state`` cannot say.

    What a plan has said of its place may be said again after it became a call.
    """
    refuse_foreign(cls, said)
    mode = said.get("mode") or getattr(state, "mode", None)
    if mode:
        news = {name: one for name, one in said.items() if one != getattr(state, name, None)}
        refuse_by_mode(cls, mode, news)


def refuse_foreign(cls: Any, said: Mapping[str, Any]) -> None:
    """Raise :class:`Refused` for fields and values that belong to other kinds than ``cls``."""
    for name, owner in foreign(cls).items():
        if said.get(name):
            raise Refused(str(owner), name)
    if said.get("mode"):
        refuse_value(cls, "mode", said["mode"])


def refuse_value(cls: Any, name: str, value: Any) -> None:
    """Raise :class:`Refused` for a value that the kind of ``cls`` does not take."""
    choices = _choices(cls, name)
    if choices and value not in choices:
        raise Refused(
            f"{value!r} does not fit a {cls.kind}, which takes place {' or '.join(choices)};"
            f" record a meeting with: dragoman meeting hold --{name} {value}",
            name,
        )


def _choices(cls: Any, name: str) -> tuple[str, ...]:
    declared = fields_dict(cls).get(name) if hasattr(cls, "kind") else None
    found: tuple[str, ...] = (
        declared.metadata.get(CHOICES, {}).get(cls.kind, ()) if declared else ()
    )
    return found


def refuse_by_mode(cls: Any, mode: str, said: Mapping[str, Any]) -> None:
    """Raise :class:`Refused` for fields that make no sense in a ``mode``."""
    for name in _without_sense(cls, mode):
        if said.get(name):
            raise Refused(f"does not fit mode {mode}; leave out the {name} or the mode", name)


def refuse_contradiction(state: Any, touched: Collection[str]) -> None:
    """Raise :class:`Refused` for a record whose mode rules out what it says.

    A contradiction from before stays until the mode or the field itself is ``touched``.
    """
    mode = getattr(state, "mode", None)
    for name in _without_sense(state.__class__, mode) if mode else ():
        if getattr(state, name) and not {"mode", name}.isdisjoint(touched):
            raise Refused(
                f"does not fit mode {mode}; clear it ({name}=) or correct the mode",
                name,
            )


@lru_cache
def _without_sense(cls: Any, mode: str) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cls) if mode in one.metadata.get(NOT_BY, ()))
