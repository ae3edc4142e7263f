"""Write the manual pages from the same declarations as the help.

``python scripts/generate_man.py`` writes ``cli/man/dragoman.1`` and a page for each command, such
as ``dragoman-meeting.1``; with ``--check``, the script writes nothing, and exits 1 if a page is out
of date.
"""

import re
import sys
from collections.abc import Iterable
from inspect import cleandoc
from pathlib import Path
from textwrap import wrap
from typing import Any

from anyascii import anyascii
from cyclopts import App

from dragoman.cli.main import app
from dragoman.cli.settings import SETTINGS
from dragoman.cli.version import VERSION

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the path of a script is its own folder
from scripts.generate_reference import arguments_of, commands, meaning_of  # noqa: E402

FOLDER = ROOT / "cli/man"

DAY = "2026-11-29"
"""The date on the pages; change it with the version."""

_SPECIAL = {
    "\\": "\\e",
    "-": "\\-",
    "~": "\\(ti",
    "^": "\\(ha",
    "`": "\\(ga",
    "'": "\\(aq",
    '"': "\\(dq",
    "…": "...",
    "–": "\\(en",
    "—": "\\(em",
    "→": "\\(->",
    "“": "\\(lq",
    "”": "\\(rq",
    "é": "\\('e",
    "ç": "\\(,c",
    "ı": "\\(.i",
}
"""Characters that have a meaning in roff, or that are not ASCII."""

_EXIT = (
    ("0", "The command did what you asked for."),
    ("1", "The command failed, or a check found a problem."),
    ("2", "The command line or the input is wrong; nothing was recorded."),
    (
        "3",
        "Unproven: no seal from outside the register confirms the log, none of your keys signed"
        " the seal, or this version cannot read some of the events.",
    ),
    ("4", "The register is unreadable."),
    ("130", "You pressed Ctrl-C."),
    ("141", "The program that read the output ended early."),
)

_FILES = (
    ("~/.local/share/dragoman", "The register and the keys."),
    ("~/.config/dragoman/config.toml", "The settings."),
    ("~/.cache/dragoman", "The views, which Dragoman can rebuild at any time."),
    ("~/.local/state/dragoman", "Drafts that are not recorded yet."),
)


def pages() -> dict[Path, str]:
    """Return the text of each manual page, by path."""
    names = [name for name in app if not name.startswith("-")]
    made = {FOLDER / f"dragoman-{name}.1": _page(name) for name in names}
    return {FOLDER / "dragoman.1": _overview(names)} | made


def _overview(names: list[str]) -> str:
    """Return the page ``dragoman(1)``: the commands, common options, settings and files."""
    lines = [
        *_head("dragoman", "a register of diplomatic activity"),
        *_section(
            "SYNOPSIS",
            [_bold("dragoman") + " " + _italic("COMMAND") + " [" + _italic("OPTIONS") + "]"],
        ),
        *_section("DESCRIPTION", _paragraphs(_OVERVIEW)),
    ]
    lines.append(".SH COMMANDS")
    for group in dict.fromkeys(_group(name) for name in names):
        lines.append(f".SS {_quoted(group)}")
        for name in (one for one in names if _group(one) == group):
            summary = (app[name].help or "").partition("\n\n")[0]
            lines += _entry(_bold(f"dragoman-{name}") + "(1)", _paragraphs(summary))
    lines += [".SH OPTIONS", *_options(app.meta)]
    lines += _section("SETTINGS", _paragraphs(_SETTINGS))
    for setting in SETTINGS.values():
        origin = ", ".join(f"${name}" for name in (setting.variable, *setting.shared))
        lines += _entry(_bold(setting.name), _paragraphs(f"{setting.meaning} Variables: {origin}."))
    lines.append(".SH ENVIRONMENT")
    lines += _entry(_bold("NO_COLOR"), _paragraphs("If set, Dragoman does not use colour."))
    lines += _entry(_bold("COLUMNS"), _paragraphs("The width of the output, in columns."))
    lines.append(".SH FILES")
    for path, about in _FILES:
        lines += _entry(_italic(path), _paragraphs(about))
    lines.append(".SH EXIT STATUS")
    for code, about in _EXIT:
        lines += _entry(code, _paragraphs(about))
    lines += _section(
        "EXAMPLES", _example('dragoman meeting hold -t "Talks" -p AZ -p IQ -o yesterday')[1:]
    )
    lines += _example("dragoman timeline --between AZ IQ --since 2025")
    lines += _example("dragoman config set zone Asia/Baku")
    return _joined([*lines, *_see_also(names)])


def _group(name: str) -> str:
    """Return the heading under which the help lists a command."""
    groups: Any = app[name].group
    return str(groups[0].name)


_OVERVIEW = """\
Dragoman is a command-line register of diplomatic activity: record visits, consultations, meetings
and diplomatic notes, read the records back as reports, and prove that nobody has tampered with the
register.

You can shorten a command if the meaning stays clear: dragoman meet hold. If several commands begin
with what you typed, Dragoman lists them. A value can begin with a hyphen; if the value looks like
an option, join the value to its option: --title=-x."""

_SETTINGS = """\
The value of a setting comes from the first of these places that has a value: the option, Dragoman's
environment variable, the file config.toml, the variables that all programs share, and the default.
To see all settings, type dragoman config show; to change a setting, type dragoman config set."""


def _page(name: str) -> str:
    """Return the page of a command; a command with verbs has a subsection for each verb."""
    command = app[name]
    title, _, rest = (command.help or "").strip().partition("\n\n")
    lines = _head(f"dragoman-{name}", title.removesuffix(".").removesuffix(" …"))
    verbs = list(commands(command, (name,)))
    if verbs:
        found = [_usage(words, verb) for words, verb in verbs]
        lines += _section("SYNOPSIS", [line for one in found for line in (one, ".br")][:-1])
        lines += _section("DESCRIPTION", _paragraphs(f"{title}\n\n{rest}".strip()))
        lines.append(".SH COMMANDS")
        for words, verb in verbs:
            lines += [f".SS {_quoted(f'dragoman {words}')}", *_body(verb), *_options(verb)]
    else:
        lines += _section("SYNOPSIS", [_usage(name, command)])
        lines += _section("DESCRIPTION", _body(command))
        options = _options(command)
        lines += [".SH OPTIONS", *options] if options else []
    return _joined([*lines, *_see_also([])])


def _usage(words: str, command: App) -> str:
    arguments = [one for one in arguments_of(command) if not one.names[0].startswith("-")]
    named = [
        _italic(one.names[0]) if one.required else f"[{_italic(one.names[0])}]" for one in arguments
    ]
    return " ".join((_bold(f"dragoman {words}"), *named, f"[{_italic('OPTIONS')}]"))


def _body(command: App) -> list[str]:
    """Return the help text of a command, with its example."""
    text, _, example = (command.help or "").partition("Example: ")
    return [*_paragraphs(text), *(_example(" ".join(example.split())) if example else [])]


def _options(command: App) -> list[str]:
    """Return an entry for each argument and option of a command."""
    lines: list[str] = []
    for one in arguments_of(command):
        names = [name for name in one.names if not name.startswith(("--no-", "--empty-"))]
        is_option = names[0].startswith("-")
        shown = ", ".join(map(_bold if is_option else _italic, names))
        value = "" if one.is_flag() or not is_option else f" {_italic(_value(names[0]))}"
        lines += _entry(shown + value, _paragraphs(meaning_of(one)))
    return lines


def _value(name: str) -> str:
    return name.removeprefix("--").replace("-", "_").upper()


# --- roff -------------------------------------------------------------------------------------


def _head(name: str, about: str) -> list[str]:
    title = f'.TH {_quoted(name.upper())} 1 {DAY} "Dragoman {VERSION}" "Dragoman manual"'
    return [title, ".SH NAME", f"{_escaped(name)} \\- {_escaped(about)}"]


def _see_also(names: Iterable[str]) -> list[str]:
    pages = [f"dragoman-{name}" for name in names] or ["dragoman"]
    *others, last = [f".BR {_escaped(page)} (1)" for page in pages]
    return [".SH SEE ALSO", *(f"{line} ," for line in others), last]


def _section(name: str, lines: Iterable[str]) -> list[str]:
    return [f".SH {name}", *lines]


def _entry(term: str, about: Iterable[str]) -> list[str]:
    """Return an entry of a list: a term and its meaning."""
    return [".TP", term, *about]


def _example(line: str) -> list[str]:
    return [".PP", ".RS 4", ".EX", _escaped(line), ".EE", ".RE"]


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text; a sentence has a line of its own, as roff wants it."""
    lines: list[str] = []
    for n, paragraph in enumerate(re.split(r"\n\s*?\n", cleandoc(text).strip())):
        if paragraph.startswith("  "):
            code = (_escaped(line[2:]) for line in paragraph.splitlines())
            lines += [".PP", ".RS 4", ".EX", *code, ".EE", ".RE"]
            continue
        sentences = re.split(r"(?<=[.:;])\s+(?=[A-Z])", " ".join(paragraph.split()))
        lines += [".PP"] if n else []
        lines += [line for sentence in sentences for line in _wrapped(sentence)]
    return lines


def _wrapped(sentence: str) -> list[str]:
    """Return a sentence as lines of at most 80 characters."""
    lines = wrap(_escaped(sentence), 78, break_long_words=False, break_on_hyphens=False)
    return [f"\\&{line}" if line.startswith(".") else line for line in lines]


def _bold(text: str) -> str:
    return f"\\fB{_escaped(text)}\\fR"


def _italic(text: str) -> str:
    return f"\\fI{_escaped(text)}\\fR"


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Return text for roff, in ASCII; a line never begins with a control character of roff."""
    plain = "".join(_SPECIAL.get(char) or _ascii(char) for char in text)
    return f"\\&{plain}" if plain.startswith(".") else plain


def _ascii(char: str) -> str:
    return char if char.isascii() else anyascii(char)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(('.\\" Written by scripts/generate_man.py; do not edit.', *lines)) + "\n"


# --- Files ------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Write the pages, or check that they are up to date."""
    made = pages()
    if "--check" in arguments:
        current = {path: path.read_text("utf-8") for path in FOLDER.glob("*.1")}
        return 0 if current == made else 1
    FOLDER.mkdir(exist_ok=True)
    for path in set(FOLDER.glob("*.1")) - made.keys():
        path.unlink()  # the page of a command that no longer exists
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
