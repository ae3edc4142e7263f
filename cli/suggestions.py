"""Suggestions: find the command that a user meant by a word that is not a command."""

from collections.abc import Sequence
from difflib import get_close_matches

from cyclopts import App

from dragoman.cli.compiled_help import OPTIONS
from dragoman.domain import quoted
from dragoman.exchange import FORMATS, by_word, meant_by

MOST = 3
"""The maximum number of commands that a message suggests."""

_COMMANDS = by_word(
    {
        "create, new, write": ("add", "compose", "record"),
        "change, modify, update": ("edit", "correct"),
        "fix": ("correct",),
        "apply, commit, load, save": ("record", "import"),
        "del, delete, remove, rm": ("retract",),
        "redo, revert, rollback": ("undo",),
        "all, list, ls": ("timeline",),
        "entries, history, log": ("audit log", "timeline"),
        "calendar, diary, schedule": ("agenda", "lanes"),
        "due, owed, pending, tasks, todo, todos, follow-up list, follow-up ls": ("follow-ups",),
        "visits, visit list, visit ls": ("timeline --kind visit",),
        "consultations, sessions, consultation list": ("timeline --kind consultation",),
        "meetings, meeting list, meeting ls": ("timeline --kind meeting",),
        "instruments, agreements, treaties, instrument list": ("timeline --kind instrument",),
        "demarches, notes, demarche list": ("timeline --kind demarche",),
        "mechanisms, bodies": ("mechanism list",),
        "contacts, parties, people, persons": ("party list",),
        "cat, get, open, print, view": ("show",),
        "find, grep, look, query": ("search",),
        "briefing, summary": ("brief",),
        "heatmap, report, stats": ("activity",),
        "check, fsck, validate, verify": ("audit verify",),
        "sign": ("audit seal", "instrument sign"),
        "copy": ("register backup",),
        "info, path, status, where": ("register info",),
        "desk": ("context",),
        "set, settings, preferences, configure": ("config show", "config set"),
        "man, manual": ("help",),
        "version": ("--version",),
    }
)
"""Synonyms: words that people type instead of a command, alone or after a noun."""

_VERBS = by_word(
    {
        "add, create, new": (
            *("announce", "start", "schedule", "hold", "establish", "agree"),
            *("sign", "deliver", "register", "cite", "dispute"),
        ),
        "plan": ("announce", "schedule", "agree"),
        "begin, open": ("start", "hold", "establish"),
        "close, complete, done, end, finish": (
            "conclude",
            "hold",
            "fulfil",
            "dissolve",
            "terminate",
        ),
        "change, edit, modify, update": ("amend", "revise", "reschedule", "position"),
        "move": ("reschedule", "revise"),
        "delay": ("postpone", "revise"),
        "abort, call-off": ("cancel", "drop", "withdraw"),
        "send": ("deliver",),
        "reply": ("answer",),
        "rename": ("alias",),
        "join": ("merge",),
        "unmerge": ("split",),
        "choose, pick": ("resolve",),
        "history, list, ls": ("log",),
        "sign": ("seal",),
        "copy, save": ("backup",),
        "show, status": ("info",),
    }
)
"""Synonyms: words that people type instead of a verb, after a noun that has the verb."""


def unknown_command(app: App, nouns: Sequence[str], word: str) -> str:
    """Return the error message for a ``word`` that, after ``nouns``, is not a command."""
    *others, last = [f"dragoman {one}" for one in suggestions(app, nouns, word)] or [""]
    meant = " or ".join(filter(None, (", ".join(others), last)))
    hint = f" Did you mean: {meant}?" if meant else ""
    listed = " ".join(("dragoman", *nouns, "--help"))
    typed = quoted(" ".join((*nouns, word)))
    return f"{typed} is not a command.{hint} To list the commands, type: {listed}"


def unknown_option(command: str, typed: str) -> str | None:
    """Return an error message that suggests what to type instead of an option, or ``None``."""
    word = typed.partition("=")[0].removeprefix("--")
    known = [name.removeprefix("--") for names, *_ in OPTIONS.get(command, ()) for name in names]
    if meant := meant_by(word, known):
        return f"Unknown option: --{word}. Did you mean --{meant}?"
    if word in FORMATS and word not in known:
        return f"Unknown option: --{word}. To export records, type: dragoman export --{word} FILE"
    return None


def suggestions(app: App, nouns: Sequence[str], word: str) -> list[str]:
    """Return up to :data:`MOST` commands that the user may have meant, the most likely first."""
    typed = word.lower()
    at = " ".join(nouns)
    here = app
    for noun in nouns:
        here = here[noun]
    verbs = [f"{at} {verb}" for verb in _VERBS.get(typed, ()) if at and verb in here]
    found = (
        _COMMANDS.get(f"{at} {typed}")
        or [*verbs, *_COMMANDS.get(typed, [typed] if verbs and typed in app else ())]
        or _same_word(app, typed)
        or _similar(here, at, typed)
    )
    return list(dict.fromkeys(found))[:MOST]


def _same_word(app: App, typed: str) -> list[str]:
    """Return the command ``typed`` or, if there is none, the verb ``typed`` of each noun."""
    if typed in app:
        return [typed]
    return [f"{noun} {typed}" for noun in app if not noun.startswith("-") and typed in app[noun]]


def _similar(here: App, at: str, typed: str) -> list[str]:
    known = [name for name in here if not name.startswith("-")]
    return [f"{at} {one}".strip() for one in get_close_matches(typed, known, n=1)]
