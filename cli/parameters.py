"""Declare the options of commands without loading cyclopts, the parser of command lines.

``Parameter`` and ``Group`` are stand-ins for the classes in cyclopts. A stand-in makes the real
object only when cyclopts looks at the stand-in, so a command line that the module ``quick`` can
parse does not load cyclopts. Type checkers see the classes of cyclopts.
"""

import sys
from functools import partial
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")


class Later:
    """A stand-in for a cyclopts object; the stand-in creates the object at first use.

    Once cyclopts is loaded, ``__class__`` is the class of the cyclopts object, so that
    ``isinstance`` works.
    """

    def __init__(self, what: str, *values: Any, **options: Any) -> None:
        self._what = what
        self._values = values
        self._options = options
        self._object: Any = None

    @property  # type: ignore[misc]
    def __class__(self) -> type[Any]:
        if "cyclopts" not in sys.modules:
            return Later
        return type(self._made())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made(), name)

    def __call__(self, decorated: T) -> T:
        """Decorate a class of options, as ``cyclopts.Parameter`` does."""
        config = SimpleNamespace(obj=decorated, parameters=[self])
        decorated.__cyclopts__ = config  # type: ignore[attr-defined]
        return decorated

    def _made(self) -> Any:
        if self._object is None:
            module, _, name = self._what.partition(":")
            options = {key: _made(value) for key, value in self._options.items()}
            self._object = getattr(import_module(module), name)(*self._values, **options)
        return self._object


def _made(value: Any) -> Any:
    return value._made() if type(value) is Later else value


SHORT = {
    "title": "-t",
    "occurred": "-o",
    "party": "-p",
    "source": "-s",
    "reason": "-r",
    "dry-run": "-n",
    "yes": "-y",
}
"""The short names of the most common options; a short name means the same in every command."""


def names_of(word: str) -> tuple[str, ...]:
    """Return the names of the option ``word``: the long name and, if it has one, the short name."""
    return tuple(filter(None, (f"--{word}", SHORT.get(word))))


__all__ = ["Group", "Parameter", "names_of"]

if TYPE_CHECKING:
    from cyclopts import Group, Parameter
else:
    Group = partial(Later, "cyclopts:Group")
    Parameter = partial(Later, "cyclopts:Parameter")
