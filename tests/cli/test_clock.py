"""The clock: confirmation of a wrong clock, notes on a slow clock, and times set for tests."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dragoman.store.log.clocks import RELEASED
from tests.conftest import Answer, Desk, rows
from tests.terminal import at_terminal

pytestmark = pytest.mark.once

FAR = "2099-01-01T08:00:00Z"
MEET = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ", "--new")
NO_CLOCK = {"DRAGOMAN_NOW": ""}
"""An environment without ``DRAGOMAN_NOW``, so that Dragoman uses the machine's clock."""


def meet(desk: Desk, now: str, *options: str) -> Answer:
    """Record a meeting, check that the command succeeds, and return its answer."""
    answer = desk.run(*MEET, *options, now=now)
    assert answer.code == 0, answer.err
    return answer


def refused(answer: Answer, *words: str) -> None:
    """Check that a command prints one line on stderr and exits with 2."""
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    for word in words:
        assert word in answer.err


def titles(desk: Desk, as_of: str, now: str) -> int:
    """Return the number of entries in the timeline as of a day."""
    return len(desk.read("timeline", "--as-of", as_of, now=now)["entries"])


# --- A clock that is far ahead ----------------------------------------------------------------

DISPATCH = """\
dispatch: seed
source: {title: A report}
records:
  - {kind: visit, handle: one, status: announced, title: A visit, host: IQ, parties: [AZ]}
"""
TABLE = "Nr,Tag,Titel\n1,2025-01-02,Dinner\n"
MAPPING = """\
dataset: list
source: {title: A list}
key: [Nr]
record:
  kind: meeting
  status: held
  title: {column: Titel}
  occurred: {column: Tag, format: YYYY-MM-DD}
  parties: [AZ, IQ]
"""

ACTS = {
    "visit": ("visit", "announce", "--title", "T", "--host", "IQ", "--party", "AZ"),
    "meeting": MEET,
    "record": ("record", "seed.yaml"),
    "correct": ("correct", "M-1", "place=Basra", "--reason", "wrong"),
    "retract": ("retract", "M-1", "--reason", "wrong"),
    "undo": ("undo",),
    "source": ("source", "cite", "M-1", "--source", "A report"),
    "reading": ("reading", "dispute", "M-1", "place=Basra", "--source", "A report"),
    "party": ("party", "register", "--name", "Lea"),
    "follow-up": ("follow-up", "agree", "--what", "a paper", "--party", "AZ"),
    "copy": ("import", "copy.jsonl"),
}


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """A desk with a register that has one meeting, and files to record."""
    meet(desk, desk.now, "--place", "Baku")
    desk.write("seed.yaml", DISPATCH)
    other = desk.home / "other.db"
    assert desk.run("--register", other, *MEET).code == 0
    assert desk.run("--register", other, "export", "--jsonl", desk.home / "copy.jsonl").code == 0
    return desk


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_clock_far_ahead_needs_confirmation(begun: Desk, act: tuple[str, ...]) -> None:
    """If the clock is far ahead, a command in a pipe needs ``--yes``.

    If you leave out the option, the command prints one line, records nothing, and exits with 2.
    """
    before = begun.position
    refused(begun.run(*act, now=FAR), "2099-01-01", "--yes")
    assert begun.position == before
    if act[0] != "import":
        dry = begun.run(*act, "--dry-run", now=FAR)
        assert dry.code == 0, dry.err
        assert begun.position == before
    done = begun.run(*act, "--yes", now=FAR)
    assert done.code == 0, done.err
    assert begun.position > before


def test_an_import_needs_confirmation(begun: Desk) -> None:
    """If the clock is far ahead, importing a table needs ``--yes``.

    The option also answers the other questions of the import.
    """
    begun.write("list.csv", TABLE)
    begun.write("map.yaml", MAPPING)
    line = ("import", "list.csv", "--map", "map.yaml", "--encoding", "utf-8", "--delimiter", ",")
    before = begun.position
    refused(begun.run(*line, now=FAR), "2099-01-01", "--yes")
    assert begun.position == before
    dry = begun.run(*line, "--dry-run", now=FAR)
    assert (dry.code, dry.err) == (0, "")
    done = begun.run(*line, "--yes", now=FAR)
    assert (done.code, begun.position > before) == (0, True), done.err


def test_a_seal_needs_confirmation(begun: Desk) -> None:
    """If the clock is far ahead, a seal and a cosignature need ``--yes``.

    A seal and a cosignature both contain a time.
    """
    assert begun.run("audit", "key", "new").code == 0
    refused(begun.run("audit", "seal", now=FAR), "2099-01-01", "--yes")
    assert rows(begun.register, "SELECT count(*) FROM seals") == [(0,)]
    assert begun.run("audit", "seal", "--yes", now=FAR).code == 0
    assert begun.run("audit", "key", "new", "--name", "example.org/lea").code == 0
    cosign = ("audit", "cosign", "--name", "example.org/lea")
    refused(begun.run(*cosign, now=FAR), "2099-01-01", "--yes")
    assert begun.run(*cosign, "--yes", now=FAR).code == 0


def test_compose_asks_before_the_editor_opens(begun: Desk) -> None:
    """If the clock is far ahead, ``compose`` asks for ``--yes`` before opening the editor."""
    editor = begun.write("editor", "#!/bin/sh\ntouch opened\n")
    editor.chmod(0o755)
    answer = begun.run("compose", "meeting", now=FAR, env={"EDITOR": str(editor)})
    refused(answer, "2099-01-01", "--yes")
    assert not (begun.home / "opened").exists()


def test_the_first_entry_needs_confirmation(desk: Desk) -> None:
    """If the clock is far ahead, Dragoman creates no register before the user confirms."""
    refused(desk.run(*MEET, now=FAR), "2099-01-01", "--yes")
    assert not desk.register.exists()
    meet(desk, FAR, "--yes")


@pytest.mark.parametrize("now", ["2030-01-01T00:00:00Z", "2026-01-15T00:00:00Z"])
def test_a_first_entry_of_a_coming_year_needs_no_confirmation(desk: Desk, now: str) -> None:
    """The first entry of a register needs no confirmation, even years after Dragoman's release."""
    assert meet(desk, now).err == ""


@pytest.mark.parametrize("days", [1, 21, 300])
def test_an_idle_register_needs_no_confirmation(desk: Desk, days: int) -> None:
    """If nobody recorded for three weeks, or most of a year, recording needs no confirmation."""
    meet(desk, desk.now)
    later = datetime.fromisoformat(desk.now) + timedelta(days=days)
    assert meet(desk, later.isoformat()).err == ""


def test_years_of_idleness_need_one_confirmation(desk: Desk) -> None:
    """After years in which no file on the machine changed, Dragoman asks for confirmation once.

    After the confirmation, recording needs no further confirmation.
    """
    meet(desk, desk.now)
    later = datetime(RELEASED.year + 8, 1, 1, tzinfo=UTC)
    refused(desk.run(*MEET, now=later.isoformat()), "after the last entry", "--yes")
    meet(desk, later.isoformat(), "--yes")
    assert meet(desk, (later + timedelta(days=30)).isoformat()).err == ""


def test_years_of_idleness_on_a_machine_in_use_need_no_confirmation(desk: Desk) -> None:
    """After years without an entry, a file that changed recently makes confirmation unnecessary."""
    meet(desk, desk.now)
    later = datetime(RELEASED.year + 8, 1, 1, tzinfo=UTC)
    changed = (later - timedelta(days=180)).timestamp()
    os.utime(desk.write("notes.txt", ""), (changed, changed))
    assert meet(desk, later.isoformat()).err == ""


@pytest.mark.parametrize(("answer", "code"), [("yes", 0), ("no", 2), ("", 2)])
def test_at_a_terminal_only_yes_records(begun: Desk, answer: str, code: int) -> None:
    before = begun.position
    terminal = at_terminal(begun.words(*MEET), {**os.environ, "DRAGOMAN_NOW": FAR})
    terminal.until("Is the clock right?")
    terminal.type(answer)
    assert terminal.end() == code
    assert (begun.position > before) == (code == 0)


# --- Behind -----------------------------------------------------------------------------------


def test_a_clock_that_is_behind_is_reported(desk: Desk) -> None:
    """If the clock is behind, a note gives the clock's time and the last entry's timestamp.

    The note also gives the timestamp of the new entry.
    """
    meet(desk, "2026-01-15T08:00:00Z")
    text = meet(desk, "2026-01-15T07:54:00Z").err
    assert text.count("\n") == 1
    assert "the clock says 2026-01-15 07:54:00Z" in text
    assert "but the last entry has the timestamp 2026-01-15 08:00:00Z" in text
    assert "the new entry has the same timestamp" in text
    assert meet(desk, "2026-01-15T07:56:00Z").err == ""
    dry = desk.run(*MEET, "--dry-run", now="2026-01-15T07:00:00Z")
    assert (dry.code, dry.err) == (0, "")
    nothing = desk.run("audit", "log", now="2026-01-15T07:00:00Z")
    assert nothing.err == ""


def test_an_import_reports_a_late_clock_once(desk: Desk) -> None:
    """An import prints one note about a slow clock, however many entries the import records."""
    meet(desk, "2026-02-15T08:00:00Z")
    other = desk.home / "other.db"
    assert desk.run("--register", other, *MEET).code == 0
    assert desk.run("--register", other, "export", "--jsonl", desk.home / "copy.jsonl").code == 0
    taken = desk.run("import", "copy.jsonl", now="2026-01-15T07:00:00Z")
    assert taken.code == 0
    assert taken.err.count("the clock says 2026-01-15 07:00:00Z") == 1


# --- Recorded times ---------------------------------------------------------------------------


@pytest.fixture
def healed(desk: Desk) -> Desk:
    """A register whose second entry has a timestamp in 2099.

    The clock was right before and after that entry.
    """
    meet(desk, "2026-01-10T08:00:00Z")
    meet(desk, FAR, "--yes")
    meet(desk, "2026-02-01T08:00:00Z")
    meet(desk, "2026-02-03T08:00:00Z")
    desk.now = "2026-02-03T12:00:00Z"
    return desk


@pytest.mark.parametrize(
    ("as_of", "count"),
    [
        *(("2026-01-09", 0), ("2026-01-10", 1), ("2026-01-31", 1), ("2026-02-01", 3)),
        *(("yesterday", 3), ("today", 4), ("2026-02-03T07:59:59Z", 3), ("2099-12-31", 4)),
    ],
)
def test_as_of_ignores_an_implausible_clock(healed: Desk, as_of: str, count: int) -> None:
    """As of a day, reports include everything recorded by that day, even if a clock was wrong."""
    assert titles(healed, as_of, healed.now) == count


@pytest.mark.parametrize("position", [2, 3])
def test_headings_show_a_plausible_day(healed: Desk, position: int) -> None:
    """As of an event with a timestamp in 2099, the heading has the day of the actual recording."""
    answer = healed.run("timeline", "--as-of", f"#{position}")
    assert answer.lines[0].startswith("Timeline · as of 1 Feb 2026")
    shape = healed.read("timeline", "--as-of", str(position))
    assert shape["as_of"]["recorded_at"].startswith("2026-02-01")
    answer = healed.run("audit", "diff", "--from", "2026-01-31", "--to", "today")
    assert "2099" not in answer.lines[0]
    answer = healed.run("audit", "diff", "--from", "2", "--to", "today")
    assert "2099" not in answer.lines[0]


def test_the_log_shows_clock_readings(healed: Desk) -> None:
    """If the clock's time differs from an entry's timestamp, the log shows both.

    ``--machine`` adds the account and the host.
    """
    lines = [line for line in healed.run("audit", "log").lines if "Z  " in line]
    assert [line.partition("(the clock said ")[2] for line in lines] == [
        *("", "", "2026-02-01 08:00:00Z)", "2026-02-03 08:00:00Z)")
    ]
    steps = healed.run("audit", "replay", "--until", "today").out
    assert steps.count("(the clock said 2026-02-01 08:00:00Z)") == 1
    entries = healed.read("audit", "log")["entries"]
    assert [entry["clock"][:10] for entry in entries] == [
        *("2026-01-10", "2099-01-01", "2026-02-01", "2026-02-03")
    ]
    host = os.uname().nodename
    assert {entry["host"] for entry in entries} == {host}
    assert host not in healed.run("audit", "log").out
    machine = f"{entries[0]['os_user']}@{host}"
    assert healed.run("audit", "log", "--machine").out.count(machine) == 4
    assert healed.run("audit", "replay", "--steps", "--machine").out.count(machine) == 4
    shapes = healed.read("audit", "replay", "--steps")["entries"]
    assert [shape["clock"] for shape in shapes] == [entry["clock"] for entry in entries]
    refused(healed.run("audit", "replay", "--machine"), "--machine", "--steps")


def test_the_account_is_kept_beside_the_recorder_name(desk: Desk) -> None:
    """The log also has the operating-system account, because anybody can set ``LOGNAME``."""
    desk.run(*MEET, env={"LOGNAME": "mallory", "USER": "mallory"})
    [entry] = desk.read("audit", "log")["entries"]
    assert entry["recorded_by"] == "mallory"
    assert entry["os_user"] != "mallory"


def test_the_log_of_an_old_register_has_nulls(desk: Desk) -> None:
    """The log of an old register has null for each clock reading.

    Old registers did not store clock readings.
    """
    from shutil import copyfile

    fixture = Path(__file__).parents[1] / "fixtures" / "register-of-schema-2.db"
    old = copyfile(fixture, desk.home / "old.db")
    for entry in desk.read("--register", old, "audit", "log")["entries"]:
        assert (entry["clock"], entry["os_user"], entry["host"]) == (None, None, None)
    assert "(machine unknown)" in desk.run("--register", old, "audit", "log", "--machine").out


# --- Times set by hand ------------------------------------------------------------------------


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_a_test_register_is_dated_by_hand(begun: Desk, act: tuple[str, ...]) -> None:
    """Only a test register accepts ``DRAGOMAN_NOW``; other registers need the machine's clock."""
    own = begun.home / "own.db"
    first = begun.run("--register", own, *MEET, "--place", "Baku", env=NO_CLOCK)
    assert first.code == 0, first.err
    refused(begun.run("--register", own, *act), "DRAGOMAN_NOW", "test register")
    refused(begun.run("--register", own, *act, "--yes"), "DRAGOMAN_NOW", "test register")
    assert rows(own, "SELECT count(DISTINCT entry) FROM events") == [(1,)]
    dry = begun.run("--register", own, *act, "--dry-run")
    assert dry.code == 0, dry.err
    assert begun.run("--register", own, *act, env=NO_CLOCK).code == 0


def test_only_a_test_register_is_sealed_with_a_time_set_by_hand(desk: Desk) -> None:
    """Only a test register can be sealed under ``DRAGOMAN_NOW``, because a seal contains a time."""
    assert desk.run(*MEET, env=NO_CLOCK).code == 0
    assert desk.run("audit", "key", "new").code == 0
    refused(desk.run("audit", "seal"), "DRAGOMAN_NOW")
    refused(desk.run("audit", "seal", "--yes"), "DRAGOMAN_NOW")
    assert desk.run("audit", "seal", env=NO_CLOCK).code == 0


def test_every_register_can_be_read_at_an_instant_set_by_hand(desk: Desk) -> None:
    assert desk.run(*MEET, env=NO_CLOCK).code == 0
    for line in (
        "timeline",
        "audit log",
        "audit verify --log-only",
        "brief AZ IQ",
        "register info",
    ):
        assert desk.run(*line.split(), now="2027-06-01T00:00:00Z").code in (0, 3)
    answer = desk.run("timeline", now="2031-06-01T00:00:00Z")
    assert "as of 1 Jun 2031" in answer.lines[0]


def test_a_dry_run_of_a_first_entry_creates_nothing(desk: Desk) -> None:
    dry = desk.run(*MEET, "--dry-run")
    assert dry.code == 0, dry.err
    assert not desk.register.exists()


@pytest.mark.parametrize(("env", "is_test"), [(NO_CLOCK, False), ({}, True)])
def test_info_shows_whether_a_register_is_for_tests(
    desk: Desk, env: dict[str, str], is_test: bool
) -> None:
    """``register info`` says whether a register is a test register, in text and in JSON."""
    assert desk.run(*MEET, env=env).code == 0
    assert desk.read("register", "info")["test_register"] is is_test
    answer = desk.run("register", "info")
    assert f"test register     {'yes' if is_test else 'no'}" in answer.lines


def test_a_test_register_takes_the_time_of_the_clock_too(desk: Desk) -> None:
    """If ``DRAGOMAN_NOW`` is not set, a test register takes the time of the machine's clock."""
    meet(desk, desk.now)
    assert desk.run(*MEET, "--yes", env=NO_CLOCK).code == 0
    [_, entry] = desk.read("audit", "log")["entries"]
    assert datetime.fromisoformat(entry["clock"]) - datetime.now(UTC) < timedelta(minutes=5)


# --- No home folder ---------------------------------------------------------------------------


@pytest.fixture
def stranger(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose account has no password entry, no ``HOME`` and no user name."""
    import pwd

    def unknown(*_: object) -> None:
        raise KeyError("no such account")

    for name in list(os.environ):
        if name in ("HOME", "LOGNAME", "USER", "LNAME", "USERNAME") or name.startswith("XDG_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    return desk


def test_without_a_home_the_register_must_be_named(stranger: Desk) -> None:
    """If ``HOME`` is not set, a command that names no register prints a one-line error."""
    for line in ("timeline", "audit log", "register info"):
        refused(stranger.run(*line.split()), "HOME", "--register")
    refused(stranger.run(*MEET), "HOME", "--register")
    refused(stranger.run("context", "AZ"), "HOME")
    refused(stranger.run("--register", "~/r.db", "timeline"), "full path")


def test_without_a_home_a_named_register_is_used(
    stranger: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If ``HOME`` is not set, a command can record, read or seal in a register that you name.

    The name of the recorder is then the number of the account, such as ``uid 1000``.
    """
    from dragoman.store.machine import this_machine

    this_machine.cache_clear()
    register = ("--register", str(stranger.home / "r.db"))
    done = stranger.run(*register, *MEET)
    this_machine.cache_clear()
    assert done.code == 0, done.err
    for line in ("timeline", "audit log", "audit verify", "audit replay", "register info"):
        answer = stranger.run(*register, *line.split())
        assert answer.code in (0, 3), answer.err
        assert "bug in Dragoman" not in answer.err
    [entry] = stranger.read(*register, "audit", "log")["entries"]
    assert entry["recorded_by"] == entry["os_user"] == f"uid {os.geteuid()}"
    refused(stranger.run(*register, "audit", "key", "new"), "HOME", "--key-file")
    key = ("--key-file", str(stranger.home / "r.key"))
    assert stranger.run(*register, "audit", "key", "new", *key).code == 0
    assert stranger.run(*register, "audit", "seal", *key).code == 0
    refused(stranger.run(*register, "compose", "meeting"), "HOME")
    assert stranger.run("__complete", "show", "").code == 0
