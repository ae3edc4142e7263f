"""Caches for work that libraries repeat whenever Dragoman runs a command.

A command that runs in its own process gains nothing from the caches. But the tests run hundreds of
commands in one process, and take twice as long without the caches.
"""

from cyclopts import App, Parameter
from cyclopts.argument import ArgumentCollection

_assemble = App.assemble_argument_collection
_options: dict[tuple[int, bool], tuple[App, ArgumentCollection]] = {}


def remember() -> None:
    """Start caching the options of each command."""
    App.assemble_argument_collection = _remembered_options  # type: ignore[method-assign]


def _remembered_options(
    self: App, *, default_parameter: Parameter | None = None, parse_docstring: bool = False
) -> ArgumentCollection:
    if default_parameter is not None or self.default_command is None:
        return _assemble(self, default_parameter=default_parameter, parse_docstring=parse_docstring)
    key = id(self), parse_docstring
    if key not in _options:  # keep the app, so that no other app can get the same id
        _options[key] = self, _assemble(self, parse_docstring=parse_docstring)
    return _unused(_options[key][1])


def _unused(found: ArgumentCollection) -> ArgumentCollection:
    """Return a copy of a command's options, without the values from an earlier command line."""
    unused = found.copy(reset_tokens=True)
    copies = {id(argument): copy for argument, copy in zip(found, unused, strict=True)}
    for copy in unused:
        copy.children = [copies[id(child)] for child in copy.children]
    return unused
