"""Write out a command line in full: abbreviated commands, and values that begin with a hyphen.

Both parsers read the complete command line. A word is short for a command if exactly one command
begins with the word. If several commands do, Dragoman runs none of them and lists them, so a new
command never changes the meaning of an abbreviation: the abbreviation only becomes ambiguous.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from shlex import quote
from typing import Any, NamedTuple

from dragoman.cli.compiled import COMMANDS, COMMON
from dragoman.cli.compiled_help import NOUNS
from dragoman.exchange import UsageError, choice_meant

ALIASES = {"tl": "timeline"}
"""Short names that are not the beginning of the command."""

_OPTION = re.compile(r"--?[A-Za-z][A-Za-z0-9-]*(=.*)?", re.DOTALL)
"""A word that looks like an option; a word such as ``-5`` or ``- talks -`` does not."""

_HYPHENATED = re.compile("-.", re.DOTALL)
"""A word that begins with a hyphen; the word ``-`` alone means stdin or stdout."""

_HELP = ("-h", "--help")


class Resolved(NamedTuple):
    """A command, such as ``meeting hold``, and the number of words that name the command."""

    name: str
    length: int


def in_full(arguments: Sequence[str]) -> list[str]:
    """Return the complete command line. Raises :class:`UsageError` if it is ambiguous."""
    typed, places = _plain_words(arguments)
    found = resolved(typed)
    words = list(arguments)
    for place, name in zip(places[: found.length], found.name.split(), strict=True):
        words[place] = name
    start = places[found.length - 1] + 1 if found.length else 0
    before = [word for part in _parts(words[:start], COMMON) for word in part]
    if found.name not in COMMANDS:
        return [*before, *words[start:]]
    return [*before, *_with_values(words[start:], found.name)]


def _plain_words(arguments: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the words before the first option of a command, and the indexes of these words."""
    words, places = [], []
    rest = enumerate(arguments)
    for n, word in rest:
        if word in COMMON:
            next(rest if _takes(COMMON[word]) else iter(()), None)
        elif word.startswith("-"):
            break
        else:
            words.append(word)
            places.append(n)
    return words, places


def resolved(words: Sequence[str]) -> Resolved:
    """Return the command at the start of ``words``. Raises :class:`UsageError` if ambiguous."""
    name: list[str] = []
    while (at := " ".join(name)) in NOUNS and len(name) < len(words):
        typed = words[len(name)]
        found = _meant(at, typed, words[len(name) + 1 :])
        if not found:
            break
        if len(found) > 1:
            raise _ambiguous(at, typed, found)
        name += found
    return Resolved(" ".join(name), len(name))


def _meant(at: str, typed: str, rest: Sequence[str]) -> list[str]:
    """Return the commands after the noun ``at`` for which the typed word can stand."""
    known = [name for name, _ in NOUNS[at]]
    if typed in known:
        return [typed]
    if not at and typed in ALIASES:
        return [ALIASES[typed]]
    found = [name for name in known if typed and name.startswith(typed)]
    fitting = [name for name in found if _fits(f"{at} {name}".strip(), rest)]
    return fitting if rest and fitting else found


def _fits(command: str, rest: Sequence[str]) -> bool:
    """Return whether the word after a command can be its verb or its argument."""
    if command in NOUNS:
        return bool(rest) and bool(_meant(command, rest[0], rest[1:]))
    return command in COMMANDS and bool(COMMANDS[command][1][0])


def _ambiguous(at: str, typed: str, found: Sequence[str]) -> UsageError:
    commands = ", ".join(" ".join(filter(None, ("dragoman", at, name))) for name in found)
    return UsageError(f"'{typed}' is short for several commands; type one of: {commands}")


def _takes(option: Any) -> int:
    """Return the number of values that an option takes."""
    type_ = option[2][0].removeprefix("many ")
    return {"flag": 0, "pair": 2}.get(type_, 1)


def _with_values(words: Sequence[str], command: str) -> list[str]:
    """Join the options of a command to values that begin with a hyphen: ``--title=-5 degrees``.

    If an argument begins with a hyphen, put the arguments after ``--``. Leave the order of a line
    with an unknown option alone, because the next word may be its value.
    """
    _, (types, _, _), _, options = COMMANDS[command]
    known = {**COMMON, **options}
    split = [*words, "--"].index("--")
    parts = [_with_choice(part, known) for part in _parts(words[:split], known)]
    single = [part[0] for part in parts if len(part) == 1]
    arguments = [word for word in single if not _is_option(word, known)]
    takes_files = all(type_ in ("file", "file path") for type_, _ in types)
    has_unknown = any(_is_option(word, known) and not _is_known(word, known) for word in single)
    if takes_files or has_unknown or not any(map(_HYPHENATED.match, arguments)):
        return [*(word for part in parts for word in part), *words[split:]]
    given = (word for part in parts if part[0] not in arguments for word in part)
    return [*given, "--", *arguments, *words[split + 1 :]]


def _with_choice(part: list[str], known: Mapping[str, Any]) -> list[str]:
    """Return an option with the choice that its value means: ``--form communiqué``."""
    name, sign, joined = part[0].partition("=")
    value = part[1] if len(part) == 2 else joined
    choices = known[name][2][1] if name in known and value else ()
    meant = choice_meant(value, choices) if choices and value not in choices else None
    if meant is None:
        return part
    return [f"{name}={meant}"] if sign else [name, meant]


def _is_known(word: str, known: Mapping[str, Any]) -> bool:
    return word.partition("=")[0] in known or word in _HELP


def _is_option(word: str, known: Mapping[str, Any]) -> bool:
    return _is_known(word, known) or bool(_OPTION.fullmatch(word))


def _parts(words: Sequence[str], known: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield each option with its values, and each argument. Raises :class:`UsageError`."""
    rest = iter(words)
    for word in rest:
        if word not in known:
            yield [word]
            continue
        values = list(islice(rest, _takes(known[word])))
        if len(values) == 1 and _is_hyphenated(values[0], known[word]):
            yield [f"{_long(word, known)}={_value(word, values[0], known)}"]
        else:
            yield [word, *values]


def _is_hyphenated(value: str, option: Any) -> bool:
    """Return whether a value begins with a hyphen, and is not ``-`` for stdin or stdout."""
    is_file = option[2][0].removeprefix("many ") in ("file", "file path")
    return value.startswith("-") and value != "--" and not (is_file and value == "-")


def _value(word: str, value: str, known: Mapping[str, Any]) -> str:
    """Return the value of an option. Raises :class:`UsageError` if it looks like an option."""
    name = value.partition("=")[0]
    spelled = quote(f"{_long(word, known)}={value}")
    if name in known or name in _HELP:
        raise UsageError(
            f"{word} needs a value, but {name} is an option; if {value} is the value, type: {spelled}"
        )
    if _OPTION.fullmatch(value) and (value.startswith("--") or value[:2] in (*known, "-h")):
        raise UsageError(f"{word} needs a value; if {value} is the value, type: {spelled}")
    return value


def _long(word: str, known: Mapping[str, Any]) -> str:
    """Return the long name of an option: ``--title`` for ``-t``."""
    names = (name for name, option in known.items() if option == known[word])
    return next((name for name in names if name.startswith("--")), word)
