"""``dragoman completion``: scripts that make shells complete commands, options, refs and codes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, get_args

from cyclopts import App, Argument, Parameter

from dragoman.cli.output import binary_stdout
from dragoman.cli.session import Injected, cache_folder, configured, register_path
from dragoman.domain import KINDS, LETTERS, declared
from dragoman.exchange import UsageError, safe

Shell = Literal["bash", "zsh", "fish"]

_SCRIPTS: dict[str, str] = {
    "bash": """\
_dragoman() {
    local candidate about
    COMPREPLY=()
    while IFS=$'\\t' read -r candidate about; do
        COMPREPLY+=("$(printf '%q' "$candidate")")
    done < <(dragoman __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -o nosort -F _dragoman dragoman
""",
    "zsh": """\
#compdef dragoman
_dragoman() {
    local -a lines candidates
    lines=("${(@f)$(dragoman __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    local line
    for line in $lines; do
        [[ -n $line ]] && candidates+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
    done
    if (( ${#candidates} )); then
        _describe 'dragoman' candidates
    else
        _files
    fi
}
compdef _dragoman dragoman
""",
    "fish": """\
function __dragoman_complete
    set -l words (commandline -opc) (commandline -ct)
    dragoman __complete $words[2..-1] 2>/dev/null
end
complete -c dragoman -f -a '(__dragoman_complete)'
complete -c dragoman -n '__fish_seen_subcommand_from record' -F
""",
}


def completion(
    shell: Annotated[Shell, Parameter(help="Your shell.")],
    /,
    *,
    session: Injected,
) -> int:
    """Print a script that makes your shell complete commands, options, refs and parties."""
    session.output.verbatim(_SCRIPTS[shell])
    return 0


Named = tuple[str, str]
"""A word to type, and a description of the word."""


def answer(app: App, nouns: Sequence[Named], words: Sequence[str]) -> int:
    """Print the candidates for the last of ``words``, one per line, each with its description.

    ``nouns`` are the commands at the top level, which are available without loading anything.
    """
    *before, last = [*words] or [""]
    with binary_stdout() as stdout:
        for candidate, about in _candidates(app, nouns, before, last):
            stdout.write(f"{candidate}\t{safe(about)}\n".encode())
    return 0


def _candidates(
    app: App, nouns: Sequence[Named], before: Sequence[str], last: str
) -> Iterator[Named]:
    global_options = _options(app.meta)
    given = _without(global_options, before)
    awaited = [one for one in global_options if {*before[-1:]} & {*one.names} and not one.is_flag()]
    if not (given or awaited):
        yield from _beginning(_named(global_options) if last.startswith("-") else nouns, last)
        return
    command, rest = _command(app, given)
    verbs = [(name, _line(command[name].help)) for name in command if not name.startswith("-")]
    if verbs and not rest and not last.startswith("-"):
        yield from _beginning(verbs, last)
        return
    options = [*_options(command), *global_options]
    wanted = next((one for one in options if before[-1] in one.names), None)
    if wanted and (choices := wanted.get_choices()):
        yield from _beginning([(str(choice), "") for choice in choices], last)
    elif last.startswith("-"):
        yield from _beginning(_named(options), last)
    elif _takes(given, before[-1]) == "side" or before[-2:-1] == ["--between"]:
        yield from _sides(last)
    elif wanted is None or wanted.is_flag():
        yield from _words(command, before, last)
    elif _takes(given, wanted.names[-1]) == "ref":
        yield from _refs(before, last)


def _takes(words: Sequence[str], option: str) -> str:
    """Return ``ref`` or ``side`` if an option takes a ref or a side."""
    if words and words[0] in KINDS:
        for name, field in declared(KINDS[words[0]].state).items():
            if option == f"--{(field.one or name).replace('_', '-')}":
                return _HELD.get(field.holds, "")
    return _OPTIONS_OF_REPORTS.get(option, "")


def _named(options: Iterable[Argument]) -> list[Named]:
    return [(name, _line(one.parameter.help)) for one in options for name in one.names]


def _without(options: Iterable[Argument], words: Sequence[str]) -> list[str]:
    """Return ``words`` without the global options and their values."""
    known = {name: one.is_flag() for one in options for name in one.names}
    kept = []
    rest = iter(words)
    for word in rest:
        if word not in known:
            kept.append(word)
        elif not known[word]:
            next(rest, None)
    return kept


def _words(command: App, before: Sequence[str], last: str) -> Iterator[Named]:
    """Return the candidates for an argument: fixed words, or refs."""
    name = command.name[0]
    if name in _ARGUMENTS:
        yield from _beginning([(word, "") for word in _ARGUMENTS[name]], last)
    if name not in _TAKING_NO_REF and re.fullmatch(r"[A-Za-z]?-?\d*", last):
        yield from _refs(before, last)


_ARGUMENTS: dict[str, Sequence[str]] = {
    "compose": tuple(LETTERS),
    "completion": get_args(Shell),
}
_TAKING_NO_REF = ("record", "completion", "context", "undo")
_HELD = {"link": "ref", "awaits": "ref", "code": "side", "codes": "side"}
_OPTIONS_OF_REPORTS = {
    "--party": "side",
    "--side": "side",
    "--between": "side",
    "--duplicate-of": "ref",
}


def _command(app: App, words: Sequence[str]) -> tuple[App, list[str]]:
    """Return the command that ``words`` name, and the words after it."""
    rest = list(words)
    while rest and rest[0] in app:
        app = app[rest.pop(0)]
    return app, rest


def _line(about: str | None) -> str:
    return next(iter((about or "").strip().splitlines()), "")


def _options(app: App) -> list[Argument]:
    """Return the options that the help of a command shows."""
    if app.default_command is None:
        return []
    every = app.assemble_argument_collection()
    return [one for one in every if one.show and one.names and one.names[0].startswith("--")]


def _beginning(named: Iterable[tuple[str, str]], start: str) -> Iterator[tuple[str, str]]:
    return ((name, about) for name, about in named if name.startswith(start))


def _sides(start: str) -> Iterator[tuple[str, str]]:
    from dragoman.domain import COUNTRY_NAMES, ORGANISATIONS

    for code, name in (*COUNTRY_NAMES["en"].items(), *ORGANISATIONS.items()):
        if code.lower().startswith(start.lower()) or name.lower().startswith(start.lower()):
            yield code, name


def _refs(words: Sequence[str], start: str) -> Iterator[tuple[str, str]]:
    from dragoman.projections import latest_views
    from dragoman.projections.reports.completion import refs

    given = [after for word, after in pairwise(words) if word == "--register"]
    try:
        path = register_path(Path(given[-1]) if given else None, configured())
        views = latest_views(cache_folder(), path)
    except UsageError:
        return  # the command itself reports the error
    if views:
        yield from refs(views, start)
