"""Completion candidates: the words with which a shell can complete a command line.

Completion has to be faster than the user's typing. This module therefore reads the table of
commands that ``scripts/generate_commands.py`` writes, and loads neither cyclopts nor the commands.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from pathlib import Path

from dragoman.cli.compiled_help import COMMANDS, NOUNS, OPTIONS, WORDS

Named = tuple[str, str]
"""A candidate: a word to type, and its description."""

Option = tuple[tuple[str, ...], str, str, tuple[str, ...]]
"""An option: its names, its help, the type of its value, and the choices for the value."""

GLOBAL = ""
"""The key in the table for the options that all commands take."""

FIELDS = ("title", "place", "topics", "name")
"""The types of values that Dragoman completes from the values in the register."""


def answer(words: Sequence[str]) -> int:
    """Print the candidates for the last of ``words``, each on a line with its description.

    After the word ``--bash``, the words are the command line up to the cursor, and the part of the
    line that bash replaces.
    """
    from dragoman.exchange import safe

    if words[:1] == ["--bash"] and len(words) == 3:
        from dragoman.cli.bash_words import completed

        found = completed(words[1], words[2], candidates)
    else:
        *before, last = [*words] or [""]
        found = candidates(before, last)
    for candidate, about in found:
        sys.stdout.buffer.write(f"{candidate}\t{safe(about)}\n".encode())
    sys.stdout.buffer.flush()
    return 0


def candidates(before: Sequence[str], last: str) -> Iterator[Named]:
    """Yield the candidates for the word ``last`` after the words ``before``."""
    option, sign, value = last.partition("=")
    if sign and option.startswith("--"):
        found = _candidates([*before, option], value)
        yield from ((f"{option}={word}", about) for word, about in found)
    else:
        yield from _candidates(before, last)


def _candidates(before: Sequence[str], last: str) -> Iterator[Named]:
    everywhere: Sequence[Option] = OPTIONS[GLOBAL]
    given = _without(everywhere, before)
    awaited = [one for one in everywhere if {*before[-1:]} & {*one[0]} and one[2] != "flag"]
    if given[:1] == ["help"] and not last.startswith("-"):
        given = given[1:]
        yield from _commands(given, last)
        return
    if not (given or awaited):
        first = _named(everywhere) if last.startswith("-") else NOUNS[""]
        yield from _beginning(first, last)
        return
    command, rest = _command(given)
    if command in NOUNS and not rest and not last.startswith("-"):
        yield from _beginning(NOUNS[command], last)
        return
    options = [*OPTIONS.get(command, ()), *everywhere]
    wanted = next((one for one in options if before[-1] in one[0]), None)
    yield from _of_option(wanted, command, options, before, last)


def _commands(given: Sequence[str], last: str) -> Iterator[Named]:
    """Yield the commands with which the arguments of ``help`` can go on."""
    command, rest = _command(given)
    if command in NOUNS and not rest:
        yield from _beginning(NOUNS[command], last)


def _of_option(
    wanted: Option | None,
    command: str,
    options: Sequence[Option],
    before: Sequence[str],
    last: str,
) -> Iterator[Named]:
    """Yield the candidates for the value of the option ``wanted``, or for an argument."""
    takes, choices = wanted[2:] if wanted else ("", ())
    if choices:
        yield from _beginning([(choice, "") for choice in choices], last)
    elif last.startswith("-"):
        yield from _beginning(_named(options), last)
    elif before[-2:-1] == ["--between"]:  # its second value
        yield from _anyone(before, last)
    elif wanted is None or takes == "flag":
        yield from _words(command, before, last)
    else:
        yield from _of_type(takes, before, last)


def _of_type(takes: str, before: Sequence[str], last: str) -> Iterator[Named]:
    """Yield the candidates for a value of a type: a ref, a side, anyone, or a field."""
    if takes == "ref":
        yield from _refs(before, last)
    elif takes == "anyone":
        yield from _anyone(before, last)
    elif takes == "side":
        yield from _sides(last)
    elif takes in FIELDS:
        yield from _values(before, takes, last)


def _named(options: Iterable[Option]) -> list[Named]:
    return [(name, about) for names, about, _, _ in options for name in names]


def _without(options: Iterable[Option], words: Sequence[str]) -> list[str]:
    """Return ``words`` without global options and their values."""
    takes = {name: one[2] for one in options for name in one[0]}
    kept = []
    rest = iter(words)
    for word in rest:
        if word not in takes:
            kept.append(word)
        elif takes[word] != "flag":
            next(rest, None)
    return kept


def _command(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the command that ``words`` name, and the words after it."""
    rest = list(words)
    command = ""
    while rest and f"{command} {rest[0]}".strip() in COMMANDS:
        command = f"{command} {rest.pop(0)}".strip()
    return (command, rest) if not rest or command not in NOUNS else _shortened(words)


def _shortened(words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the command that ``words`` name if the user shortened the command."""
    from dragoman.cli.shorthand import resolved
    from dragoman.exchange import UsageError

    plain = list(takewhile(lambda word: not word.startswith("-"), words))
    try:
        found = resolved(plain)
    except UsageError:
        return "", list(words)  # the command itself reports the error
    return found.name, list(words[found.length :])


def _words(command: str, before: Sequence[str], last: str) -> Iterator[Named]:
    """Yield the candidates for an argument: fixed words, refs, or parties."""
    fixed, takes = WORDS.get(command, ((), "ref"))
    found = [(word, "") for word in fixed if word.startswith(last)]
    yield from found
    if not (takes == "ref" and found and last):
        yield from _of_type(takes, before, last)


def _beginning(named: Iterable[Named], start: str) -> Iterator[Named]:
    return ((name, about) for name, about in named if name.startswith(start))


def _anyone(words: Sequence[str], start: str) -> Iterator[Named]:
    """Yield states, organisations and, after the first letter, people and other parties."""
    yield from _sides(start)
    if start:
        yield from _refs(words, start) if re.fullmatch(r"[Pp]-\d*", start) else ()
        yield from _values(words, "name", start)


def _sides(start: str) -> Iterator[Named]:
    from dragoman.domain import COUNTRY_NAMES, ORGANISATIONS

    for code, name in (*COUNTRY_NAMES["en"].items(), *ORGANISATIONS.items()):
        if code.lower().startswith(start.lower()) or name.lower().startswith(start.lower()):
            yield code, name


def _refs(words: Sequence[str], start: str) -> Iterator[Named]:
    """Yield the refs that begin with the typed text, or whose record has the text in its title."""
    from dragoman.projections.reports.completion import refs, titled

    is_ref = re.fullmatch(r"[A-Za-z]?-?\d*", start)
    return _from_views(words, lambda views: (refs if is_ref else titled)(views, start))


def _values(words: Sequence[str], field: str, start: str) -> Iterator[Named]:
    from dragoman.projections.reports.completion import values

    return _from_views(words, lambda views: values(views, field, start))


def _from_views(words: Sequence[str], read: Callable[[Path], list[Named]]) -> Iterator[Named]:
    """Yield the candidates that ``read`` finds in the views; none if there are no views."""
    from dragoman.cli.folders import cache_folder
    from dragoman.cli.settings import Settings, configured
    from dragoman.exchange import UsageError
    from dragoman.projections import latest_views
    from dragoman.store import Location

    given = [after for word, after in pairwise(words) if word == "--register"]
    try:
        settings = Settings({"register": given[-1] if given else None}, configured())
        location = Location.parse(settings.text("register"))
        views = latest_views(cache_folder(), location)
    except UsageError:
        return  # the command itself reports the error
    if views:
        yield from read(views)
