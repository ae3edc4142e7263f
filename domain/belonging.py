"""Rules: the fields that belong to each kind of engagement, and the fields that a mode excludes.

:class:`dragoman.domain.engagement.Particulars` declares the rules together with the fields. All
code that accepts or shows fields uses this module. The rules apply to new facts only. Dragoman
reads, shows and copies older facts that break the rules, and you can clear these facts.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from attrs import AttrsInstance, fields

from dragoman.domain.field import Owner, declared
from dragoman.domain.refusal import Refused


@lru_cache
def foreign(cls: type[AttrsInstance]) -> Mapping[str, Owner]:
    """Return the fields of a state class that belong to other kinds, each with its ``Owner``."""
    kind = getattr(cls, "kind", None)
    owners = {name: one.owner for name, one in declared(cls).items()}
    return {name: owner for name, owner in owners.items() if owner and kind not in owner.kinds}


def own_fields(cls: type[AttrsInstance]) -> tuple[str, ...]:
    """Return the fields that belong to a state class, in the order of declaration."""
    return tuple(one.name for one in fields(cls) if one.name not in foreign(cls))


def refuse_misplaced(cls: type[AttrsInstance], state: object, said: Mapping[str, Any]) -> None:
    """Raise :class:`Refused` for fields and values that a record of ``cls`` cannot have.

    New facts may repeat a value of the ``state``. For example, a meeting that became a call keeps
    its planned place, and new facts may give the same place.
    """
    refuse_foreign(cls, said)
    mode = said.get("mode") or getattr(state, "mode", None)
    if mode:
        news = {name: one for name, one in said.items() if one != getattr(state, name, None)}
        refuse_by_mode(cls, mode, news)


def refuse_foreign(cls: type[AttrsInstance], said: Mapping[str, object]) -> None:
    """Raise :class:`Refused` for fields and values that belong to kinds other than ``cls``."""
    for name, owner in foreign(cls).items():
        if said.get(name):
            raise Refused(str(owner), name)
    if said.get("mode"):
        refuse_value(cls, "mode", said["mode"])


def refuse_value(cls: type[AttrsInstance], name: str, value: object) -> None:
    """Raise :class:`Refused` for a value that the kind of ``cls`` does not accept."""
    refuse_retired(cls, name, value)
    choices = _choices(cls, name)
    if choices and value not in choices:
        raise Refused(
            f"{value!r} does not fit a {_kind_name(cls)}, which takes place {' or '.join(choices)};"
            f" record a meeting with: dragoman meeting hold --{name} {value}",
            name,
        )


def refuse_retired(cls: type[AttrsInstance], name: str, value: object) -> None:
    """Raise :class:`Refused` for a choice that only old records and files may have."""
    found = declared(cls).get(name)
    if found and value in found.retired:
        raise Refused(
            f"{value!r} is not a {name}; name the conference with --margins-of 'UNGA 81', or type:"
            " dragoman correct REF margins='UNGA 81'",
            name,
        )


def _choices(cls: type[AttrsInstance], name: str) -> tuple[str, ...]:
    found = declared(cls).get(name)
    return found.choices.get(_kind_name(cls), ()) if found else ()


def _kind_name(cls: type[AttrsInstance]) -> str:
    """Return the kind of engagement of a state class, or an empty string for any other class."""
    return getattr(cls, "kind", "")


def refuse_by_mode(cls: type[AttrsInstance], mode: str, said: Mapping[str, object]) -> None:
    """Raise :class:`Refused` for fields that the ``mode`` of an engagement excludes."""
    for name in _without_sense(cls, mode):
        if said.get(name):
            raise Refused(f"does not fit mode {mode}; leave out the {name} or the mode", name)


def refuse_contradiction(state: AttrsInstance, touched: Collection[str]) -> None:
    """Raise :class:`Refused` for a record with a field that its mode excludes.

    ``touched`` lists the changed fields. A contradiction between older facts may stay until you
    change the mode or the excluded field.
    """
    mode = getattr(state, "mode", None)
    for name in _without_sense(state.__class__, mode) if mode else ():
        if getattr(state, name) and not {"mode", name}.isdisjoint(touched):
            raise Refused(
                f"does not fit mode {mode}; clear it ({name}=) or correct the mode",
                name,
            )


@lru_cache
def _without_sense(cls: type[AttrsInstance], mode: str) -> tuple[str, ...]:
    return tuple(name for name, one in declared(cls).items() if mode in one.not_by)
