"""The registry of the kinds of record. The module named after a kind declares the kind."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from dragoman.domain.kind import Kind

LETTERS = {
    "visit": "V",
    "consultation": "C",
    "meeting": "M",
    "mechanism": "B",
    "follow-up": "F",
    "instrument": "I",
    "party": "P",
    "demarche": "D",
    "conference": "E",
    "series": "S",
}
"""The first letter of the refs of each kind. For all other properties of a kind, see ``KIND`` in
the module of the kind.
"""


IN_TIMELINE = tuple(kind for kind in LETTERS if kind not in ("follow-up", "party", "series"))
"""The kinds of record that appear in the timeline."""


class _Kinds(Mapping[str, "Kind"]):
    """The kinds by name, loaded lazily, because a report needs only a few kinds."""

    def __getitem__(self, name: str) -> "Kind":
        return _loaded(name)

    def __iter__(self) -> Iterator[str]:
        return iter(LETTERS)

    def __len__(self) -> int:
        return len(LETTERS)


@cache
def _loaded(name: str) -> "Kind":
    if name not in LETTERS:
        raise KeyError(name)
    module = import_module(f"dragoman.domain.{name.replace('-', '_')}")
    kind: Kind = module.KIND
    return kind


KINDS = _Kinds()


@cache
def kind_of(event_class: "type[AttrsInstance]") -> "Kind | None":
    """Return the kind of record with this event class; ``None`` unless exactly one kind has it.

    The module of a kind declares the events that only this kind has.
    """
    name = event_class.__module__.rpartition(".")[2].replace("_", "-")
    if name not in LETTERS or event_class not in KINDS[name].own_events:
        return None
    return KINDS[name]
