"""Completion of command lines, by ``dragoman`` itself and in shells."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence

import pytest

from tests.conftest import ARTICLE, Desk
from tests.copies import after, both
from tests.terminal import at_terminal
from tests.warm import warm

pytestmark = pytest.mark.once


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


# --- Completion -------------------------------------------------------------------------------


def candidates(desk: Desk, *words: str) -> list[str]:
    """Return the completions that a shell gets for the last word in ``words``."""
    answer = desk.run("__complete", *words)
    assert (answer.code, answer.err) == (0, "")
    assert all(line.count("\t") == 1 for line in answer.lines)
    return [line.split("\t")[0] for line in answer.lines]


# (the words before the cursor, the completions, whether there are no other completions)
OFFERED: list[tuple[list[str], list[str], bool]] = [
    ([""], ["record", "visit", "compose", "undo", "register"], False),
    (["vis"], ["visit"], True),
    (
        ["co"],
        ["consultation", "conference", "compose", "correct", "config", "context", "completion"],
        True,
    ),
    (["zz"], [], True),
    (["--r"], ["--register"], True),
    (["follow-up", ""], ["agree", "revise", "fulfil", "drop", "add", "split"], True),
    (["visit", "ca"], ["cancel"], True),
    (["visit", "re"], ["reschedule"], True),
    (["visit", "announce", "--ti"], ["--title"], True),
    (["visit", "announce", "--dry"], ["--dry-run"], True),
    (["visit", "announce", "--"], ["--title", "--host", "--participant", "--json"], False),
    (["visit", "announce", "--confidence", ""], ["high", "moderate", "low"], True),
    (["meeting", "schedule", "--mode", "p"], ["phone"], True),
    (["source", "cite", "V-1", "--reliability", ""], ["A", "B", "C", "D", "E", "F"], True),
    (["timeline", "--kind", "v"], ["visit"], True),
    (["visit", "announce", "--host", "Ira"], ["IR", "IQ"], True),
    (["visit", "announce", "--host", "AZ"], ["AZ"], True),
    (["timeline", "--between", "AZ", "IQ"], ["IQ"], True),
    (["follow-ups", "--party", "azer"], ["AZ"], True),
    (["visit", "announce", "--title", "Some words"], [], True),
]


@pytest.mark.parametrize("viewed", [True, False])
@pytest.mark.parametrize(("words", "offered", "all_"), OFFERED)
def test_words_are_completed(
    desk: Desk, words: list[str], offered: list[str], all_: bool, viewed: bool
) -> None:
    """Completion offers nouns, verbs, options, choices and codes, with or without a register."""
    if viewed:
        desk.record(ARTICLE)
    found = candidates(desk, *words)
    assert set(offered) <= set(found)
    assert not all_ or set(found) == set(offered)
    assert (desk.home / "data").exists() == viewed


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["show", "V"], ["V-2", "V-1"]),
        (["show", "v-"], ["V-2", "V-1"]),
        (["show", "C-7"], ["C-7"]),
        (["show", "C-8"], []),
        (["correct", "B"], ["B-3", "B-2", "B-1"]),
        (["meeting", "hold", "--part-of", "M"], ["M-3", "M-2", "M-1"]),
        (["follow-up", "fulfil", "F-1", "--by", "C-1"], ["C-1"]),
        (["party", "merge", "P-1", "P"], ["P-4", "P-3", "P-2", "P-1"]),
    ],
)
def test_refs_are_completed_from_the_views(
    story: Desk, words: list[str], offered: list[str]
) -> None:
    """Completion offers the newest refs first, with titles, if the register has views."""
    assert candidates(story, *words) == offered
    shutil.rmtree(story.home / "cache")
    assert candidates(story, *words) == []
    assert not (story.home / "cache").exists()


def test_refs_are_completed_with_their_titles(story: Desk) -> None:
    answer = story.run("__complete", "show", "V-2")
    assert answer.lines == ["V-2\tOfficial visit of the foreign minister of Azerbaijan"]


def test_completion_uses_the_register_of_the_command_line(story: Desk) -> None:
    other = story.home / "other.db"
    story.run("--register", other, "record", ARTICLE)
    found = candidates(story, "timeline", "--register", str(other), "V")
    assert found == ["V-1"]


@pytest.mark.parametrize("content", [b"", b"no database at all", bytes(range(256)) * 20])
def test_unreadable_views_complete_nothing(story: Desk, content: bytes) -> None:
    """If the views are unreadable, completion offers nothing and raises no error."""
    story.views.write_bytes(content)
    assert candidates(story, "show", "V") == []


def test_views_in_a_folder_with_uri_characters_are_read(
    story: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Completion reads views whose folder has characters that are special in a URI."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(story.home / "50%20?#cache"))
    story.run("timeline")
    assert "V-1" in candidates(story, "show", "V")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_completion_does_not_wait_for_a_pipe(story: Desk) -> None:
    """If the views' path is a named pipe, completion returns at once and offers nothing."""
    story.views.unlink()
    os.mkfifo(story.views)
    assert candidates(story, "show", "V") == []


@pytest.mark.parametrize("words", [["visit", "an"], ["show", "V"], ["timeline", "--between", "A"]])
def test_completion_loads_no_database_library(story: Desk, words: list[str]) -> None:
    """Completion must answer before the next key press, and so loads no large library."""
    loaded, out = loaded_by("__complete", *words)
    assert "dragoman.cli.candidates" in loaded
    large = ("sqlalchemy", "eventsourcing", "cyclopts", "attr", "rich", "msgspec")
    assert not {name for name in loaded if name.startswith(large)}
    assert out


def test_reading_loads_neither_events_nor_codec(story: Desk) -> None:
    """If the views are up to date, a report loads no code that encodes or decodes events."""
    story.run("timeline")
    loaded, _ = loaded_by("timeline")
    assert "dragoman.projections.views" in loaded
    assert not loaded & {
        "dragoman.domain.kind",
        "dragoman.store.log.topics",
        "dragoman.store.log.codec",
        "dragoman.projections.build",
    }


def loaded_by(*words: str) -> tuple[set[str], bytes]:
    """Return the names of the modules that a command loads, and its output."""
    main = "from dragoman.cli.start import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", main, *words],
        capture_output=True,
        env={**os.environ},
        timeout=60,
        check=True,
    )
    return {
        line.rsplit("|", 1)[-1].strip() for line in done.stderr.decode().splitlines()
    }, done.stdout


@pytest.mark.parametrize("command", ["show V-1", "timeline", "visit announce", "undo"])
def test_only_valid_options_are_offered(story: Desk, command: str) -> None:
    """The help of a command has every option that completion offers for the command."""
    text = story.run(*command.split(), "--help").out
    offered = candidates(story, *command.split(), "--")
    assert [name for name in offered if name not in text] == []


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["record", ""], []),
        (["record", "b"], []),
        (["compose", "mee"], ["meeting"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["--json", "tim"], ["timeline"]),
        (["timeline", "--color", ""], ["auto", "always", "never"]),
    ],
)
def test_arguments_other_than_refs_are_completed(
    story: Desk, words: list[str], offered: list[str]
) -> None:
    """Dragoman completes kinds, names of shells and colour modes.

    The shell completes file names.
    """
    assert candidates(story, *words) == offered


# --- Completion in a shell --------------------------------------------------------------------


@pytest.fixture
def path(story: Desk) -> str:
    """A search path that includes the ``dragoman`` command."""
    folder = story.home / "bin"
    folder.mkdir()
    warm().script(folder / "dragoman")
    return f"{folder}:{os.environ['PATH']}"


def shell(name: str) -> str:
    """Return the path of a shell; skip the test if the shell is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def replies(path: str, words: Sequence[str]) -> list[str]:
    """Run the completion script in bash, and return its completions for the last word."""
    line = f"""
        eval "$(dragoman completion bash)" || exit
        COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}
        _dragoman
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        [shell("bash"), "--norc", "-c", line],
        capture_output=True,
        env={**os.environ, "PATH": path},
        timeout=60,
        check=True,
    )
    assert done.stderr == b""
    return [reply for reply in done.stdout.decode().split("\n") if reply]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["dragoman", "tim"], ["timeline"]),
        (["dragoman", "follow-up", ""], ["agree", "revise", "fulfil", "drop", "add", "split"]),
        (["dragoman", "show", "V-"], ["V-2", "V-1"]),
        (["dragoman", "visit", "announce", "--dry"], ["--dry-run"]),
        (["dragoman", "visit", "announce", "--host", "Iraq"], ["IQ"]),
        (["dragoman", "record", "docs/"], []),
    ],
)
def test_bash_offers_exactly_the_completions_of_the_command(
    path: str, words: list[str], offered: list[str]
) -> None:
    assert replies(path, words) == offered


def test_bash_quotes_a_choice_of_two_words(path: str) -> None:
    """bash quotes a choice of two words, so that the choice stays one argument."""
    [reply] = replies(path, ["dragoman", "visit", "announce", "--level", "official w"])
    assert shlex.split(reply) == ["official working"]


def test_tab_completes_in_bash(path: str) -> None:
    """After bash reads the completion script, the Tab key completes words at the prompt."""
    env = {**os.environ, "PATH": path, "PS1": "> ", "INPUTRC": "/dev/null"}
    terminal = at_terminal([shell("bash"), "--norc", "--noprofile", "-i"], env)
    terminal.until("> ")
    terminal.type('eval "$(dragoman completion bash)"; echo rea""dy')
    terminal.until("ready")
    os.write(terminal.fd, b"dragoman mech\tli\t--js\t")
    terminal.until("--json")
    terminal.type("")
    terminal.until('"schema": "dragoman/mechanisms/1"')
    terminal.type("exit")
    assert terminal.end() == 0


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_every_script_is_valid_in_its_shell(path: str, story: Desk, name: str) -> None:
    script = story.write(f"script.{name}", story.run("completion", name).out)
    done = subprocess.run([shell(name), "-n", script], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
