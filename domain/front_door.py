"""Front doors: a package offers names from its modules, and imports them when they are asked for.

A floor declares in its ``__init__`` what the floors above may use. A command loads the modules that
it uses, and no more (PEP 562).
"""

import sys
from collections.abc import Callable, Mapping


def front_door(package: str, places: Mapping[str, str]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package: ``places`` are like ``module:name``, or ``module`` alone.

    Raises :class:`AttributeError` for any other name.
    """

    def look_up(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        path, _, attribute = places[name].partition(":")
        module = __import__(f"{package}.{path}", fromlist=[""])  # -X importtime shows it
        found = getattr(module, attribute) if attribute else module
        setattr(sys.modules[package], name, found)
        return found

    return look_up
