"""Feeds: calendars and news under secret addresses, read by other people's programs."""

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from tests.cli.test_calendar_programs import KHAL, TODOMAN, program, run
from tests.conftest import Desk

ATOM = "{http://www.w3.org/2005/Atom}"

VDIRSYNCER = """\
[general]
status_path = "{folder}/status/"
[pair desk]
a = "theirs"
b = "ours"
collections = null
conflict_resolution = "a wins"
[storage theirs]
type = "http"
url = "{url}"
[storage ours]
type = "filesystem"
path = "{target}"
fileext = ".ics"
"""


@contextmanager
def site(desk: Desk, *options: str) -> Iterator[str]:
    """Run a site on a free port; yield its address."""
    server = desk.start("serve", "--port", "0", *options)
    try:
        assert server.stderr is not None
        line = server.stderr.readline().decode()
        assert " at http://" in line, line
        yield line.split(" at ")[1].split("/ ")[0]
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0


def done(desk: Desk, *words: str) -> None:
    """Run a command that must succeed."""
    answer = desk.run(*words)
    assert answer.code == 0, answer.err


def get(address: str, **headers: str) -> tuple[int, str]:
    """Return the status and the content at an address."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=named)) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


PLANS = """\
dispatch: plans
source: {title: Plans of the desk}
records:
  - {kind: visit, handle: baghdad, status: announced, title: Visit to Baghdad,
     occurred: 2026-03-20, host: IQ, parties: [AZ, IQ], place: Baghdad, reminders: [P1D]}
  - {kind: meeting, handle: grain, status: scheduled, title: Talks on grain,
     occurred: 2026-03-25T10:00Z, parties: [AZ, TR]}
  - {kind: follow-up, handle: draft, what: Send the draft, due: 2026-03-15, parties: [AZ, IQ],
     owners: [{side: AZ}]}
  - {kind: follow-up, handle: experts, what: Name the experts, due: 2026-03-16,
     parties: [AZ, IQ], owners: [{side: IQ}]}
"""
QUIET = """\
dispatch: quiet
source: {title: A note}
records:
  - {kind: visit, handle: quiet, status: announced, title: Quiet visit, occurred: 2026-03-21,
     host: AZ, parties: [AZ, IQ], marking: "TLP:RED"}
"""


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk with plans, follow-ups of two owners, and a secret visit."""
    desk.record(desk.write("plans.yaml", PLANS), desk.write("quiet.yaml", QUIET))
    return desk


def made(desk: Desk, *words: str) -> dict[str, str]:
    """Make a feed; return the report."""
    answer = desk.run("feed", "new", *words, "--json")
    assert answer.code == 0, answer.err
    return dict(answer.json)


def at(base: str, address: str) -> str:
    """Return the address of a feed on a site with another port."""
    return f"{base}/feed/{address.rpartition('/')[2]}"


def titles(calendar: str) -> set[str]:
    lines = calendar.replace("\r\n ", "").splitlines()
    return {line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")}


def test_a_feed_has_what_it_is_for_and_is_gone_when_revoked(desk: Desk) -> None:
    """Feeds by party, owner, pair and marking; a revoked token and a guessed one are both 404."""
    everything = made(desk, "--name", "all")
    owner = made(desk, "--name", "owner", "--owner", "IQ")
    turkey = made(desk, "--name", "Ankara", "--party", "TR")
    pair = made(desk, "--name", "pair", "--between", "AZ", "IQ", "--withhold", "TLP:AMBER")
    with site(desk) as base:
        found = {
            one["name"]: get(at(base, one["calendar"])) for one in (everything, owner, turkey, pair)
        }
        assert {status for status, _ in found.values()} == {200}
        named = {name: titles(text) for name, (_, text) in found.items()}
        assert named["all"] == {
            "Visit to Baghdad",
            "Talks on grain",
            "Send the draft",
            "Name the experts",
            "Quiet visit",
        }
        assert named["owner"] == {"Name the experts"}
        assert named["Ankara"] == {"Talks on grain"}
        assert named["pair"] == named["all"] - {"Talks on grain", "Quiet visit"}
        assert "withheld: 1 visit (TLP:AMBER or stricter)" in found["pair"][1].replace("\r\n ", "")
        assert "TRIGGER:-P1D" in found["all"][1]
        done(desk, "feed", "revoke", "all")
        gone = get(at(base, everything["calendar"]))
        guessed = get(f"{base}/feed/{'a' * 43}.ics")
        assert gone == guessed == (404, "there is no such feed\n")
        assert get(at(base, everything["news"]))[0] == 404
        assert get(at(base, owner["calendar"]).replace(".ics", ".txt"))[0] == 404
        later = made(desk, "--name", "later")
        assert get(at(base, later["calendar"]))[0] == 200  # the site sees new feeds at once
    with site(desk, "--withhold", "TLP:RED", "--between", "AZ", "IQ") as base:
        assert titles(get(at(base, later["calendar"]))[1]) == named["pair"]


def test_a_feed_is_the_present_state_and_304_if_nothing_changed(desk: Desk) -> None:
    """A feed has the entity tag of the register's state, and a new one after an entry."""
    feed = made(desk, "--name", "all")
    with site(desk) as base:
        address = at(base, feed["calendar"])
        with urllib.request.urlopen(address) as found:
            tag = found.headers["etag"]
        assert get(address, If_None_Match=tag)[0] == 304
        done(
            desk,
            "meeting",
            "schedule",
            "--title",
            "Another one",
            "--occurred",
            "2026-03-29",
            "--party",
            "AZ",
            "--party",
            "IQ",
        )
        for _ in range(200):
            time.sleep(0.05)
            status, text = get(address, If_None_Match=tag)
            if status == 200:
                break
        assert "Another one" in titles(text)


def test_other_programs_read_the_calendar(desk: Desk) -> None:
    """vdirsyncer fetches the feed; khal shows its events, and todoman its tasks."""
    feed = made(desk, "--name", "all", "--withhold", "TLP:RED")
    for folder in ("khal", "status", "todo", "todo/all"):
        (desk.home / folder).mkdir()
    with site(desk) as base:
        url = at(base, feed["calendar"])
        settings = VDIRSYNCER.format(folder=desk.home, url=url, target=desk.home / "khal")
        config = desk.write("vdirsyncer.conf", settings)
        vdirsyncer = program("vdirsyncer")
        run(desk, vdirsyncer, "-c", config, "discover")
        run(desk, vdirsyncer, "-c", config, "sync")
        for one in (desk.home / "khal").iterdir():
            (desk.home / "todo/all" / one.name).write_bytes(one.read_bytes())
        run(desk, vdirsyncer, "-c", config, "sync")
    conf = desk.write("khal.conf", KHAL.format(folder=desk.home))
    shown = run(
        desk, program("khal"), "-c", conf, "list", "2026-03-01", "60d", "--format", "{title}"
    )
    assert "Visit to Baghdad" in shown
    assert "Talks on grain" in shown
    assert "Quiet visit" not in shown
    todo = desk.write("todo.py", TODOMAN.format(folder=desk.home).replace('/todo"', '/todo/*"'))
    tasks = json.loads(run(desk, program("todo"), "-c", todo, "--porcelain", "list"))
    assert {one["summary"] for one in tasks} == {"Send the draft", "Name the experts"}


def test_other_programs_read_the_news(desk: Desk) -> None:
    """feedparser finds a valid feed, newest entry first, without what is withheld."""
    feed = made(desk, "--name", "Trade & <desk>", "--withhold", "TLP:RED")
    with site(desk) as base:
        text = get(at(base, feed["news"]))[1]
        found = feedparser.parse(at(base, feed["news"]))
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title == "Trade & <desk>" or "Trade" in found.feed.title
    assert found.feed.subtitle == "withheld: 1 visit (TLP:RED or stricter)"
    assert [one.title for one in found.entries] == [
        "V-1 Visit to Baghdad: visit announced, and 3 more records"
    ]
    assert found.entries[0].link == f"{base}/V-1"
    assert found.entries[0].author == "officer"
    assert "Quiet visit" not in text
    root = ElementTree.fromstring(text)
    for entry in (root, *root.iter(f"{ATOM}entry")):
        assert all(entry.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated"))


def test_the_file_has_digests_and_only_its_owner_can_read_it(desk: Desk) -> None:
    """Nobody can learn an address from the file with the feeds."""
    feed = made(desk, "--name", "all", "--owner", "IQ")
    listed = desk.run("feed", "list", "--json").json
    path = Path(listed["path"])
    token = feed["calendar"].rpartition("/")[2].removesuffix(".ics")
    assert token not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert "all  owner IQ" in desk.run("feed", "list").out
    done(desk, "feed", "revoke", "all")
    assert "revoked" in desk.run("feed", "list").out
    path.write_text("{")
    assert "cannot be read" in desk.run("feed", "list").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new"], "--name"),
        (["new", "--name", "a", "--party", "Nowhereland"], "--party"),
        (["new", "--name", "a", "--owner", "P-99"], "P-99 does not exist"),
        (["new", "--name", "a", "--between", "AZ", "AZ"], "are the same"),
        (["new", "--name", "a\nb"], "--name: write a name of one line"),
        (["new", "--name", "a", "--site", "register.example"], "--site"),
        (["new", "--name", "a", "--withhold", "secret"], "--withhold"),
        (["new", "--name", "a", "--ours"], "--ours"),
        (
            ["revoke", "nothing"],
            "no open feed is called 'nothing'; to list the feeds, type: ",
        ),
    ],
)
def test_bad_input_makes_no_feed(desk: Desk, words: list[str], said: str) -> None:
    """One line says what is wrong, and no feed is made."""
    answer = desk.run("feed", *words)
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1
    assert desk.run("feed", "list", "--json").json["feeds"] == []


def test_a_name_is_given_once(desk: Desk) -> None:
    """Two open feeds cannot have the same name; a revoked one frees its name."""
    made(desk, "--name", "desk")
    assert "is the name of another feed" in desk.run("feed", "new", "--name", "desk").err
    done(desk, "feed", "revoke", "desk")
    made(desk, "--name", "desk")
