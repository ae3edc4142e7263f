"""Front doors: a package offers names from its modules, and imports them when they are asked for.

A floor declares in its ``__init__`` what the floors above may use. A command loads the modules that
it uses, and no more (PEP 562).
"""

import sys
from collections.abc import Callable, Iterator, Mapping


def front_door(package: str, offered: Mapping[str, str]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package, given the names that each module offers.

    A dot is the module itself, ``PARTY=KIND`` is its ``KIND`` under another name. Raises
    :class:`AttributeError` for any other name.
    """
    places = dict(_places(offered))

    def look_up(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        path, attribute = places[name]
        module = __import__(f"{package}.{path}", fromlist=[""])  # -X importtime shows it
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
