"""Long output: closed pipes and the pager."""

import fcntl
import json
import os
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.chronicle import give_story
from tests.conftest import Desk
from tests.terminal import Terminal, at_terminal, forked_at_terminal

pytestmark = pytest.mark.once

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk whose clock shows a time after the sample story."""
    return give_story(desk)


# --- Output in a pipe -------------------------------------------------------------------------

F_SETPIPE_SZ = 1031
LONG = {
    "steps": "audit replay --steps",
    "steps as a document": "audit replay --steps --json",
    "a difference": "audit diff --from 0",
    "a difference as a document": "audit diff --from 0 --json",
    "the log": "audit log",
}


def cut_off(desk: Desk, line: str) -> tuple[int, bytes, bytes]:
    """Run a command, close its pipe early, and return its exit code, first line and stderr."""
    desk.monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    process = desk.start(*line.split())
    assert process.stdout is not None
    assert process.stderr is not None
    fcntl.fcntl(process.stdout, F_SETPIPE_SZ, 4096)
    first = process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    return process.wait(60), first, said


@pytest.mark.parametrize("case", LONG)
def test_closing_the_pipe_ends_the_command_quietly(story: Desk, case: str) -> None:
    """If the reader closes the pipe, as ``head -1`` does, the command ends and prints nothing."""
    code, first, said = cut_off(story, LONG[case])
    assert (code, said) == (141, b"")
    assert first.strip()


def test_closing_the_pipe_ends_the_command_quietly_in_colour(story: Desk) -> None:
    code, _, said = cut_off(story, "--color always audit replay --steps")
    assert (code, said) == (141, b"")


# --- In a pager -------------------------------------------------------------------------------

PAGED = (
    *("audit log", "audit diff --from 0", "audit replay --steps", "audit replay V-1"),
    *("timeline", "follow-ups", "brief AZ IQ", "show V-1", "silence"),
)


def start_forked(desk: Desk, line: str, pager: str | None) -> Terminal:
    """Run a command at a terminal.

    The views are already built, so the command shows no progress bar.
    """
    return forked_at_terminal(line.split(), _before(desk, pager))


def start_real(desk: Desk, line: str, pager: str | None) -> Terminal:
    """Run the installed command at a terminal, with views already built."""
    return at_terminal(desk.words(*line.split()), _before(desk, pager))


def _before(desk: Desk, pager: str | None) -> dict[str, str]:
    desk.read("timeline")
    env = {**os.environ, "DRAGOMAN_NOW": desk.now}
    env.pop("PAGER", None)
    return env | ({"PAGER": pager} if pager is not None else {})


def script(desk: Desk, name: str, *lines: str) -> str:
    """Write a program and return its path."""
    path = desk.write(name, "\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return str(path)


def keeping(desk: Desk) -> tuple[str, Path]:
    """Return a pager that saves its input and prints one line, and the path of the saved file."""
    kept = desk.home / "kept.txt"
    return script(desk, "keeping", f"cat > {shlex.quote(str(kept))}", "echo paged"), kept


def plain(desk: Desk, line: str) -> list[str]:
    """Return the lines that a command prints at the width of the terminal."""
    return desk.run(*line.split(), env={"COLUMNS": "100"}).lines


@pytest.mark.parametrize("line", PAGED)
def test_long_output_goes_to_the_pager(story: Desk, line: str) -> None:
    """Long output goes to the pager, in colour, and the terminal shows nothing else."""
    pager, kept = keeping(story)
    terminal = start_forked(story, line, pager)
    assert terminal.end() == 0
    assert terminal.seen == "paged\r\n"
    text = kept.read_text("utf-8")
    assert "\x1b[" in text
    assert ANSI.sub("", text).splitlines() == plain(story, line)


@pytest.mark.parametrize(
    "line",
    [
        *("audit log --json", "audit diff --from 0 --json", "audit replay --steps --json"),
        *("timeline --json", "timeline --csv", "brief AZ IQ --markdown"),
    ],
)
def test_documents_do_not_go_to_the_pager(story: Desk, line: str) -> None:
    """JSON, CSV and Markdown go straight to the terminal, not to the pager."""
    pager, kept = keeping(story)
    terminal = start_forked(story, line, pager)
    assert terminal.end() == 0
    assert not kept.exists()
    if "--json" in line:
        assert json.loads(ANSI.sub("", terminal.seen)) == json.loads(story.run(*line.split()).out)


@pytest.mark.parametrize("pager", ["", "  ", "dragoman-no-such-pager", "/no/such/pager --option"])
def test_output_is_printed_if_there_is_no_pager(story: Desk, pager: str) -> None:
    """If ``PAGER`` is empty or names no program, the output goes straight to the terminal."""
    terminal = start_forked(story, "audit log", pager)
    assert terminal.end() == 0
    assert ANSI.sub("", terminal.seen).splitlines() == plain(story, "audit log")


def test_the_pager_may_have_options(story: Desk) -> None:
    """``PAGER`` may be a command line with options and quotes."""
    kept = story.home / "what was kept"
    terminal = start_real(story, "audit log", f'tee "{kept}"')
    assert terminal.end() == 0
    assert ANSI.sub("", kept.read_text("utf-8")).splitlines() == plain(story, "audit log")


def test_a_pipe_gets_no_pager(story: Desk) -> None:
    """If stdout is a pipe, Dragoman ignores ``PAGER``."""
    pager, kept = keeping(story)
    answer = story.command("audit", "log", env={"PAGER": pager})
    assert answer.lines == story.run("audit", "log").lines
    assert not kept.exists()


def test_a_refused_command_starts_no_pager(story: Desk) -> None:
    pager, kept = keeping(story)
    terminal = start_forked(story, "audit diff --from 999", pager)
    assert terminal.end() == 2
    assert not kept.exists()


EARLY = {
    "at once": ("exit 0",),
    "after a line": ("head -n 1",),
    "with an error": ("exit 3",),
}


@pytest.mark.parametrize("case", EARLY)
def test_leaving_the_pager_early_is_not_an_error(story: Desk, case: str) -> None:
    terminal = start_forked(story, "audit replay --steps", script(story, "leaving", *EARLY[case]))
    assert terminal.end() == 0


@pytest.mark.parametrize("case", EARLY)
def test_leaving_the_pager_early_prints_no_message(story: Desk, case: str) -> None:
    terminal = start_forked(story, "audit replay --steps", script(story, "leaving", *EARLY[case]))
    terminal.end()
    assert "dragoman" not in terminal.seen
    assert "Traceback" not in terminal.seen


def test_a_failing_pager_does_not_fail_the_command(story: Desk) -> None:
    """If the pager shows everything and then fails, the command still exits with 0."""
    pager = script(story, "failing", "cat > /dev/null", "exit 3")
    assert start_forked(story, "audit log", pager).end() == 0


def test_color_never_keeps_the_pager(story: Desk) -> None:
    """``--color never`` removes the colours, and the output still goes to the pager."""
    pager, kept = keeping(story)
    assert start_forked(story, "--color never audit log", pager).end() == 0
    assert kept.read_text("utf-8").splitlines() == plain(story, "audit log")


def test_a_malformed_pager_is_ignored_or_reported(story: Desk) -> None:
    """A ``PAGER`` with an unbalanced quote does not crash Dragoman."""
    terminal = start_forked(story, "audit log", 'less "')
    terminal.end()
    assert "bug in Dragoman" not in terminal.seen


def test_ctrl_c_in_the_pager_does_not_end_the_command(story: Desk) -> None:
    """Ctrl-C in the pager does not end the command, which waits until you leave the pager."""
    lines = ("trap '' INT", "echo waiting", "sleep 1", "cat > /dev/null", "echo left")
    terminal = start_forked(story, "audit log", script(story, "patient", *lines))
    terminal.until("waiting")
    terminal.press("Ctrl-C")
    code = terminal.end()
    assert terminal.seen.endswith("left\r\n")
    assert code == 0
