"""A quick parser, which can parse most command lines without loading cyclopts.

The module ``compiled`` has the arguments and options of the commands. The script
``scripts/generate_commands.py`` writes that module from the declarations of the commands. This
module leaves every unusual command line to cyclopts: one with an unknown option, a missing value,
or a word that may have a special meaning for cyclopts, such as a value that begins with a hyphen.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.cli.compiled import COMMANDS, COMMON
from dragoman.cli.noun import command_at

Type = tuple[str, tuple[str, ...]]
"""The name of a type, and the choices for a value of the type."""

Option = tuple[str, str, Type]
"""An option: its class of options (or ``""``), its parameter, and the type of its value."""

Found = dict[tuple[str, str], Any]
"""The values of options, by class of options and parameter."""


class Arguments(NamedTuple):
    """The arguments of a command: their types, how many are required, and if the last repeats."""

    types: Sequence[Type]
    required: int
    repeats: bool


class Parsed(NamedTuple):
    """A parsed command line: the command, its values and options, and the common options."""

    command: Callable[..., Any]
    values: Sequence[Any]
    options: dict[str, Any]
    common: dict[str, Any]


class _Unclear(Exception):
    """Raised if only cyclopts can parse the command line."""


def parsed(arguments: Sequence[str]) -> Parsed | None:
    """Parse a command line; return ``None`` if only cyclopts can parse it."""
    try:
        return _parsed(arguments)
    except _Unclear:
        return None


def common_only(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the common options, or ``None`` if there are other words, or options without value."""
    common: Found = {}
    try:
        others = [*_others(iter(arguments), {}, {}, common)]
    except _Unclear:
        return None
    return None if others else _of_group("", common)


def _parsed(arguments: Sequence[str]) -> Parsed:
    words = iter(arguments)
    common: Found = {}
    name = _name(words, common)
    place, taken, needed, options = COMMANDS[name]
    found: Found = {}
    values = _values(_others(words, options, found, common), Arguments(*taken))
    if any(one not in found for one in needed):
        raise _Unclear
    command: Any = command_at(place)
    given = _of_group("", found)
    for group in dict.fromkeys(group for group, _ in found if group):
        given[group] = command.__annotations__[group](**_of_group(group, found))
    return Parsed(command, values, given, _of_group("", common))


def _name(words: Iterator[str], common: Found) -> str:
    """Read the name of the command, which has up to three words."""
    name: list[str] = []
    while tuple(name) not in _NAMES:
        if len(name) == _MOST_WORDS:
            raise _Unclear
        name.append(next(_others(words, {}, {}, common), ""))
    return " ".join(name)


_NAMES = {tuple(name.split()) for name in COMMANDS}
_MOST_WORDS = max(map(len, _NAMES))


def _others(
    words: Iterator[str], options: Mapping[str, Option], found: Found, common: Found
) -> Iterator[str]:
    """Yield the words that are not options; add the options to ``found`` and ``common``."""
    for word in words:
        if word in options:
            _take(options[word], words, found)
        elif word in COMMON:
            _take(COMMON[word], words, common)
        elif (joined := _joined(word, options)) is not None:
            _take(*joined, found)
        else:
            yield word


def _joined(word: str, options: Mapping[str, Option]) -> tuple[Option, Iterator[str]] | None:
    """Return the option and the value in ``--title=Talks``, or ``None`` for another word."""
    name, sign, value = word.partition("=")
    if not (sign and name.startswith("--") and name in options):
        return None
    if options[name][2][0].removeprefix(_MANY) != "text":
        raise _Unclear
    return options[name], iter((Joined(value),))


class Joined(str):
    """A value that the user joined to its option, which may begin with a hyphen."""


def _values(words: Iterator[str], taken: Arguments) -> list[Any]:
    """Convert words to the values of the command's arguments."""
    values: list[Any] = []
    for word in words:
        if len(values) >= len(taken.types) and not taken.repeats:
            raise _Unclear
        type_ = taken.types[min(len(values), len(taken.types) - 1)]
        values.append(_read(type_, iter((word,))))
    if len(values) < taken.required:
        raise _Unclear
    return values


def _of_group(name: str, found: Found) -> dict[str, Any]:
    return {parameter: value for (group, parameter), value in found.items() if group == name}


def _take(option: Option, words: Iterator[str], found: Found) -> None:
    """Read the value of an option, and add the value to ``found``."""
    group, parameter, (type_, choices) = option
    key = group, parameter
    if type_.startswith(_MANY):
        one = _read((type_.removeprefix(_MANY), choices), words)
        found[key] = (*found.get(key, ()), one)
        return
    if key in found:
        raise _Unclear
    found[key] = _read((type_, choices), words)


_MANY = "many "
"""The prefix in the type of an option that the user can repeat."""


def _read(type_: Type, words: Iterator[str]) -> Any:
    name, choices = type_
    if name == "flag":
        return True
    if name == "pair":
        return _plain(next(words, "")), _plain(next(words, ""))
    word = next(words, "")
    if not (word == "-" and name in ("file", "file path")):
        word = _chosen(_plain(word), choices)
    return _CONVERTERS[name](word)


def _plain(word: str) -> str:
    """Return the word; raise :class:`_Unclear` if it may mean something special to cyclopts."""
    special = "[{" if isinstance(word, Joined) else "-[{"
    if not word or word[0] in special or word.lower() in ("none", "null"):
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


_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "number": _whole_number,
    "path": Path,
    "file": str,
    "file path": Path,
}
"""For each type, the function that converts a word to a value; a file may be ``-``."""
