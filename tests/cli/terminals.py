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


def last_entry(desk: Desk) -> Any:
    """Return the last entry of the log."""
    return desk.read("audit", "log", "--limit", "1")["entries"][-1]
