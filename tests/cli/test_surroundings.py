"""Bad surroundings: a tampered file, a bad cache, a full disk, an impatient user."""

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ARTICLE, CHAIN, Desk
from tests.copies import after, one_article

pytestmark = pytest.mark.once

TRIGGERS = ("events_keep_update", "events_keep_delete")


@pytest.fixture
def article(desk: Desk) -> Desk:
    """A desk that has recorded the sample article."""
    return after(desk, one_article)


def register_of(desk: Desk) -> Path:
    """Return the path of the register."""
    return desk.register


def tamper(desk: Desk, *statements: str) -> None:
    """Change the register as somebody with write access to the file could."""
    path = register_of(desk)
    with closing(sqlite3.connect(path)) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM events WHERE position = 5", "event 5 is missing"),
        ("DELETE FROM events WHERE position = 11", "11 events were recorded"),
        ("SELECT 1", "events_keep_update"),
    ],
    ids=["one in the middle", "the last one", "none, but no triggers"],
)
def test_replay_finds_missing_events_and_triggers(
    article: Desk, statement: str, expected: str
) -> None:
    """``audit replay`` reports missing triggers and missing events.

    Events can be missing inside the log or at its end.
    """
    tamper(article, statement)
    done = article.run("audit", "replay")
    assert done.code == 1
    assert expected in done.out


def test_replay_does_not_advise_to_destroy_evidence(article: Desk) -> None:
    """If the views and the events differ, replay says to compare the register with a backup.

    Somebody may have changed the views or the events.
    """
    article.run("timeline")
    other = """CAST('{"title":"x"}' AS BLOB)"""
    tamper(article, f"UPDATE events SET state = {other} WHERE position = 1")
    done = article.run("audit", "replay")
    assert done.code == 1
    assert "backup" in done.out


@pytest.mark.parametrize("how", ["state = x'7b'", "topic = 'VisitImagined'"])
def test_an_unreadable_event_is_named_by_its_position(article: Desk, how: str) -> None:
    """If Dragoman cannot read an event, replay names the event's position."""
    tamper(article, f"UPDATE events SET {how} WHERE position = 3")
    article.run("register", "rebuild")
    done = article.run("audit", "replay")
    assert done.code == 1
    assert "event 3" in done.out
    assert "bug in Dragoman" not in done.err


PLANNED = """\
dispatch: plan
source: {title: Programme}
records:
  - {kind: visit, handle: v, status: announced, title: Visit, host: AZ, parties: [IQ],
     occurred: 2026-02-27/2026-03-02}
  - {kind: meeting, handle: m, status: scheduled, title: Talks, part_of: v, parties: [AZ, IQ],
     occurred: 2026-02-28}
"""


def test_a_planned_part_of_a_coming_visit_is_planned(desk: Desk) -> None:
    """The timeline shows a planned part of a future visit as scheduled, and gives its month."""
    desk.record(desk.write("plan.yaml", PLANNED))
    (line,) = [line for line in desk.run("timeline").lines if "Talks" in line]
    assert "scheduled" in line
    assert "28 Feb " in line


def test_a_part_in_another_month_says_so(desk: Desk) -> None:
    """If a part of a visit is in another month, its date below the visit includes the month."""
    done = PLANNED.replace("announced", "concluded").replace("scheduled", "held")
    desk.record(desk.write("done.yaml", done), now="2026-06-01T00:00:00Z")
    lines = desk.run("timeline", now="2026-06-01T00:00:00Z").lines
    assert any("MARCH 2026" in line for line in lines)
    assert any("28 Feb" in line and "Talks" in line for line in lines)


def test_a_new_status_reports_the_fields_that_it_changes(desk: Desk) -> None:
    """If a new status changes a field, the receipt shows the field's old and new value."""
    desk.record(desk.write("plan.yaml", PLANNED))
    later = PLANNED.replace("announced", "concluded").replace("title: Visit", "title: Journey")
    now = "2026-03-03T00:00:00Z"
    done = desk.run("record", desk.write("later.yaml", later), now=now)
    assert done.code == 0
    assert "title: Visit → Journey" in done.out


@pytest.mark.parametrize(
    "words",
    [
        ("follow-up", "agree", "--what", "x", "--agreed", "2031"),
        ("follow-up", "fulfil", "F-1", "--fulfilled", "2031"),
        (
            *("mechanism", "establish", "--body", "working group", "--title", "x"),
            *("--party", "AZ", "--party", "IQ", "--established", "2031"),
        ),
    ],
    ids=lambda words: words[-2],
)
def test_past_events_cannot_have_a_future_date(article: Desk, words: tuple[str, ...]) -> None:
    """Agreements, fulfilments and foundings cannot have a future date."""
    done = article.run(*words)
    assert done.code == 2
    assert f"{words[-2]}: 2031 is in the future" in done.err


@pytest.mark.parametrize("option", ["external-id", "as-written"])
def test_two_values_for_one_name_are_refused(desk: Desk, option: str) -> None:
    twice = (f"--{option}", "title=1", f"--{option}", "title=2")
    done = desk.run("meeting", "hold", "--title", "x", "--party", "AZ", *twice)
    assert done.code == 2
    assert "twice" in done.err


def test_an_unusable_cache_does_not_stop_a_command(desk: Desk) -> None:
    """If the cache is unusable, Dragoman uses temporary views, and a note says so."""
    cache = {"XDG_CACHE_HOME": str(desk.write("cache", "a file"))}
    assert desk.run("record", ARTICLE, env=cache).code == 0
    done = desk.run("timeline", env=cache)
    assert done.code == 0
    assert "V-1" in done.out
    assert "uses a temporary file" in done.err


def test_a_failure_of_the_views_does_not_fail_the_recording(
    article: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If Dragoman cannot print the receipt of a recording, the exit code is still 0.

    A note reports the error.
    """

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dragoman.cli.record.receipt.print_receipt", full)
    done = article.run("meeting", "hold", "--title", "Briefing", "--party", "AZ")
    assert done.code == 0
    assert "Recorded as entry" in done.err
    assert "No space left" in done.err


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_output_is_reported_in_one_line(article: Desk, unbuffered: str) -> None:
    """If stdout goes to a full disk, the command prints one line on stderr and exits with 1."""
    if not os.path.exists("/dev/full"):
        pytest.skip("needs /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            article.words("timeline"),
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, **article._settings(None, None), "PYTHONUNBUFFERED": unbuffered},
            check=False,
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"bug in Dragoman" not in done.stderr


def test_ctrl_c_ends_the_wait_for_another_writer(article: Desk) -> None:
    """Ctrl-C ends the wait for another writer, and the message says that nothing was recorded."""
    with closing(sqlite3.connect(register_of(article), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = article.start("meeting", "hold", "--title", "Briefing", "--party", "AZ")
        time.sleep(2)
        waiting.send_signal(signal.SIGINT)
        _, err = waiting.communicate(timeout=30)
    assert waiting.returncode == 130
    assert b"nothing was recorded" in err
    assert article.position == 11


def test_a_held_engagement_cannot_get_a_future_date(desk: Desk) -> None:
    """Dragoman refuses a future date for an engagement that is recorded as held."""
    assert desk.run("meeting", "hold", "--title", "Briefing", "--party", "AZ").code == 0
    done = desk.run("meeting", "hold", "M-1", "--occurred", "2099-01-01")
    assert done.code == 2
    assert "is in the future" in done.err


def test_a_participant_may_link_to_a_party_further_down(desk: Desk) -> None:
    """In a dispatch, a participant may link to a party that comes later in the file.

    Dragoman ignores spaces around a handle.
    """
    text = """\
dispatch: d
source: {title: Report}
records:
  - {kind: meeting, handle: m, status: held, title: Briefing, parties: [AZ], part_of: "v ",
     participants: [{post: minister, party: who}]}
  - {kind: visit, handle: v, status: concluded, title: Visit, host: AZ}
  - {kind: party, handle: who, name: Aliyeva, side: AZ}
"""
    desk.record(desk.write("d.yaml", text))
    (person,) = desk.read("show", "M-1")["record"]["participants"]
    assert person["party"] == "P-1"


@pytest.mark.parametrize("system", ["mechanism", "edtf"])
def test_an_external_id_does_not_control_the_terminal(desk: Desk, system: str) -> None:
    """``show`` prints the system of an external id as typed, even the word ``mechanism``."""
    words = ("--title", "Briefing", "--party", "AZ", "--external-id", f"{system}=5")
    assert desk.run("meeting", "hold", *words).code == 0
    done = desk.run("show", "M-1")
    assert done.code == 0
    assert f"{system} 5" in done.out


def test_another_title_of_a_mechanism_is_added(article: Desk) -> None:
    """``establish`` adds a new title to a known mechanism if an alias matches."""
    body = ("--body", "joint commission", "--party", "AZ", "--party", "IQ")
    known = "Joint commission on trade and economic cooperation"
    done = article.run("mechanism", "establish", *body, "--title", "JC", "--alias", known)
    assert done.code == 0, done.err
    assert "JC" in article.run("mechanism", "list").out


@pytest.mark.parametrize(
    "words",
    [("--as-of", "²"), ("--as-of", "9999-12-31T23:59:59-14:00")],
)
def test_odd_moments_are_refused(article: Desk, words: tuple[str, str]) -> None:
    """Dragoman refuses a bad value for ``--as-of``, and the message names the option."""
    done = article.run("timeline", *words)
    assert done.code == 2
    assert "--as-of" in done.err


def test_a_huge_year_is_an_empty_period(article: Desk) -> None:
    assert article.run("timeline", "--since", "Y99999999999999999999999").code == 0


def test_standard_input_is_read_once(desk: Desk) -> None:
    """Dragoman reads stdin once, so recording from stdin works even if the views are damaged."""
    desk.record(CHAIN)
    [views] = desk.home.glob("cache/dragoman/views-*.db")
    content = bytearray(views.read_bytes())
    content[4096 : 4096 * 6] = b"\xff" * (4096 * 5)
    views.write_bytes(content)
    answer = desk.run("record", "-", stdin=Path(ARTICLE).read_bytes())
    assert answer.code == 0, answer.err
    assert desk.read("show", "V-1")["record"]["kind"] == "visit"
