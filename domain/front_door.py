"""Front doors: a package exports names from its modules, and imports the modules lazily (PEP 562).

Each layer declares in its ``__init__`` the names that higher layers may use. A command loads only
the modules that it uses.
"""

import sys
from collections.abc import Callable, Iterator, Mapping


def front_door(package: str, offered: Mapping[str, str]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package, given the names that each module exports.

    A dot instead of a name exports the module itself, and ``PARTY=KIND`` exports ``KIND`` under the
    name ``PARTY``. The returned function raises :class:`AttributeError` for any other name.
    """
    places = dict(_places(offered))

    def look_up(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        path, attribute = places[name]
        module = __import__(f"{package}.{path}", fromlist=[""])  # -X importtime shows this import
        found = getattr(module, attribute) if attribute else module
        setattr(sys.modules[package], name, found)
        return found

    return look_up


def _places(offered: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    for path, names in offered.items():
        for one in names.split():
            name, _, attribute = one.partition("=")
            if one == ".":
                yield path.rpartition(".")[2], (path, "")
            else:
                yield name, (path, attribute or name)
