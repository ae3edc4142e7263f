"""Commands at a terminal, and their output."""

import os
import re
from typing import Any

from tests.conftest import Desk
from tests.terminal import Terminal, forked_at_terminal

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def start_forked(desk: Desk, *words: str, **env: str) -> Terminal:
    """Run a command at a terminal."""
    return forked_at_terminal(words, {**os.environ, "DRAGOMAN_NOW": desk.now, **env})


def seen(terminal: Terminal) -> list[str]:
    """Return the lines that a command printed, without colour codes."""
    return ANSI.sub("", terminal.seen).splitlines()


def converse(terminal: Terminal, *replies: tuple[str, str]) -> list[str]:
    """Answer the questions of a command until the command ends; return the questions.

    Each reply is a part of a question and the answer, in the order of the questions. Enter answers
    every other question.
    """
    rest = list(replies)
    questions = []
    while (question := terminal.prompt()) is not None:
        questions.append(ANSI.sub("", question))
        is_next = bool(rest) and rest[0][0] in questions[-1]
        assert is_next or "(Enter" in questions[-1] or "] " in questions[-1], (questions, rest)
        terminal.type(rest.pop(0)[1] if is_next else "")
    assert not rest, (rest, terminal.seen)
    return questions


def last_entry(desk: Desk) -> Any:
    """Return the last entry of the log."""
    return desk.read("audit", "log", "--limit", "1")["entries"][-1]
