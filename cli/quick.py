"""Parse the command lines of reports without loading the parser of all command lines.

``compiled`` has the options of the reports, as ``scripts/generate_commands.py`` finds them in their
declarations. What this module does not understand is left to cyclopts: an unknown option, a missing
value, and everything that means something special there, such as a value that begins with a hyphen.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.cli.compiled import COMMANDS, COMMON

Option = tuple[str, str, str, tuple[str, ...]]
"""The group of the option (or ``""``), its parameter, its type, and its choices."""


Options = dict[str, Option]

Found = dict[tuple[str, str], Any]
"""The values of options, by group and parameter."""


class Parsed(NamedTuple):
    """A command line: the command, its values and options, and the common options."""

    command: Callable[..., Any]
    values: Sequence[Any]
    options: dict[str, Any]
    common: dict[str, Any]


class _Unclear(Exception):
    """The command line is left to cyclopts."""


def parsed(arguments: Sequence[str]) -> Parsed | None:
    """Return the parsed command line of a report; ``None`` if only cyclopts can parse it."""
    try:
        return _parsed(arguments)
    except _Unclear:
        return None


def _parsed(arguments: Sequence[str]) -> Parsed:
    words = iter(arguments)
    common: Found = {}
    first = next(_others(words, COMMON, common), "")
    name = first if first in COMMANDS else f"{first} {_next(words)}"
    if name not in COMMANDS:
        raise _Unclear
    place, positional, groups, options = COMMANDS[name]
    found: Found = {}
    values = list(_others(words, options, found, common))
    if (positional == "one" and len(values) != 1) or (positional == "none" and values):
        raise _Unclear
    given = _of_group("", found)
    for parameter, group in groups.items():
        if its := _of_group(parameter, found):
            given[parameter] = _object(group)(**its)
    return Parsed(_object(place), values, given, _of_group("", common))


def _others(
    words: Iterator[str], options: Options, found: Found, common: Found | None = None
) -> Iterator[str]:
    """Yield the words that are not options; collect the options in ``found`` and ``common``."""
    for word in words:
        if word in options:
            _take(options[word], words, found)
        elif word in COMMON and common is not None:
            _take(COMMON[word], words, common)
        else:
            yield _plain(word)


def _of_group(name: str, found: Found) -> dict[str, Any]:
    return {parameter: value for (group, parameter), value in found.items() if group == name}


def _object(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(f"dragoman.cli.{module}"), name)


def _take(option: Option, words: Iterator[str], found: Found) -> None:
    """Add the value of an option."""
    group, parameter, type_, choices = option
    key = group, parameter
    if type_ == "many":
        found[key] = (*found.get(key, ()), _chosen(_next(words), choices))
        return
    if key in found:
        raise _Unclear
    found[key] = _READERS[type_](words, choices)


def _next(words: Iterator[str]) -> str:
    return _plain(next(words, ""))


def _plain(word: str) -> str:
    """Return a word that is nothing but a value."""
    if not word or word[0] in "-[{" or word.lower() in ("none", "null"):
        raise _Unclear
    return word


def _chosen(word: str, choices: tuple[str, ...]) -> str:
    if choices and word not in choices:
        raise _Unclear
    return word


def _whole_number(word: str) -> int:
    if not re.fullmatch("[0-9]{1,18}", word):
        raise _Unclear
    return int(word)


_READERS: dict[str, Callable[[Iterator[str], tuple[str, ...]], Any]] = {
    "flag": lambda words, choices: True,
    "text": lambda words, choices: _chosen(_next(words), choices),
    "number": lambda words, choices: _whole_number(_next(words)),
    "path": lambda words, choices: Path(_next(words)),
    "pair": lambda words, choices: (_next(words), _next(words)),
}
"""How the values of an option of each type are read."""
