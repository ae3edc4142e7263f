"""Every output shows hostile text in any field as plain text."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from markdown_it import MarkdownIt

from dragoman.domain.amendments import ReadingDisputed
from dragoman.domain.consultation import ConsultationHeld
from dragoman.domain.dates import parse_date
from dragoman.domain.follow_up import FollowUpAgreed
from dragoman.domain.instrument import InstrumentSigned
from dragoman.domain.mechanism import MechanismEstablished
from dragoman.domain.meeting import MeetingHeld, MeetingScheduled
from dragoman.domain.participant import Participant
from dragoman.domain.party import PartyRegistered
from dragoman.domain.source import Source
from dragoman.domain.visit import VisitConcluded
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.mapper import Envelope
from dragoman.store.log.register import Register
from tests.browser import CHROMIUM, Browser
from tests.conftest import Desk, isolate, rows
from tests.golden import REPORTS

pytestmark = pytest.mark.once

TEXTS = (
    "[bold red]x[/] and [/] [link=https://evil.example]y[/link] :smile:",
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\ \x07\x9b31m\x00",
    "\u202eevil\u202c and \u2066isolated\u2069 \u202dover",
    "<script>hacked = 1</script><img src=https://evil.example/x onerror=hacked=1>",
    "</script></style></title></pre></td><svg onload=hacked=1>",
    '" onmouseover=hacked=1 x="',
    '=HYPERLINK("https://evil.example";"x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "| a | `b` ![i](https://evil.example/i.png) [l](javascript:alert(1)) **c** <b>d</b> &amp;",
    "# head\n\n- item\n```\nfence\n",
    "\r\nEND:VEVENT\r\nBEGIN:VALARM",
    "https://evil.example www.evil.example someone@evil.example",
)
WHEN = datetime(2026, 1, 2, tzinfo=UTC)
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
LISTS = (
    *("timeline", "follow-ups --all", "mechanism list", "party list"),
    *("activity", "silence --days 0", "search evil"),
)
PAGES = (
    *(one for one in REPORTS.values() if not one.startswith("topic")),
    "show V-2",
    "show V-2 --history",
    "show I-2",
    "search evil",
)
FOREIGN = "document.querySelectorAll('img, iframe, object, script[src], a[href^=\"http\"]').length"


def records(text: str) -> Iterator[list[object]]:
    """Yield the events of a record of each kind, with ``text`` in every text field."""
    source = Source(title=text, publisher=text, note=text, url=text)
    people = tuple(Participant(name=text, post=text, side=side, role=None) for side in ("AZ", "IQ"))
    facts = {
        "title": text,
        "place": text,
        "participants": people,
        "topics": (text,),
        "summary": text,
        "outcomes": (text,),
        "as_written": {"title": text, "occurred": text},
        "external_ids": {text: text},
        "sources": (source,),
        "parties": ("AZ", "IQ"),
        "cause": text,
    }
    past, ahead = parse_date("2026-01-01"), parse_date("2026-03-04")
    rival = ReadingDisputed(field="place", value=text, source=source)
    yield [VisitConcluded(host="IQ", occurred=past, **facts), rival]
    yield [MeetingHeld(occurred=parse_date("2025-12"), **facts)]
    yield [MeetingScheduled(occurred=ahead, **facts)]
    body = {"title": text, "aliases": (f"also {text}",), "parties": ("AZ", "IQ")}
    yield [MechanismEstablished(body="working group", instrument=text, sources=(source,), **body)]
    yield [ConsultationHeld(occurred=past, **facts)]
    yield [
        FollowUpAgreed(
            what=text, owners=(Participant(name=text),), place=text, parties=("AZ", "IQ"), due=ahead
        )
    ]
    yield [InstrumentSigned(title=text, signed=past, place=text, parties=("AZ", "IQ"))]
    yield [PartyRegistered(name=text, post=text, side="AZ")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose register has hostile text in every field.

    No command would create this register, because commands refuse control characters.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        path = home / "data/dragoman/register.db"
        path.parent.mkdir(parents=True)
        create_register(path, WHEN)
        register = Register(open_register(path), "officer", lambda: WHEN)
        for text in TEXTS:
            events = [(uuid4(), history) for history in records(text)]
            envelopes = [
                Envelope(record, number, event)
                for record, history in events
                for number, event in enumerate(history, 1)
            ]
            register.save(*envelopes, recorded_by="officer", reason=text, clock=WHEN)
        yield Desk(home, patch)


@pytest.mark.parametrize("report", [*PAGES, "audit log"])
def test_no_text_controls_the_terminal(desk: Desk, report: str) -> None:
    """Reports print no control characters from recorded text.

    The only escape codes are Dragoman's own colours.
    """
    for options in ((), ("--ascii",), ("--color", "always")):
        answer = desk.run(*report.split(), *options)
        assert answer.code == 0, answer.err
        assert STEERING.findall(ANSI.sub("", answer.out)) == []
        assert "evil.example" in ANSI.sub("", answer.out) or "evil" not in report


def test_markup_and_html_are_text(desk: Desk) -> None:
    """Reports do not interpret text that looks like markup or HTML."""
    printed = desk.run("timeline", "--color", "always").out
    for text in (TEXTS[0], "<script>hacked = 1</script>", '=HYPERLINK("https://evil.example";"x")'):
        assert text in ANSI.sub("", printed)


@pytest.mark.parametrize("report", LISTS)
def test_no_cell_is_a_formula(desk: Desk, report: str) -> None:
    """No CSV cell starts like a formula, and each row has all columns."""
    rows = list(csv.reader(io.StringIO(desk.run(*report.split(), "--csv").out)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if re.match(r"\s*[=+@\t]|\s*-(?!\d+$)", cell)] == []
    assert STEERING.findall("".join(cells)) == []


@pytest.mark.parametrize("report", PAGES)
def test_markdown_is_only_text(desk: Desk, report: str) -> None:
    """In the rendered Markdown, recorded text adds no link, image or HTML.

    The test renders the Markdown with all extensions.
    """
    text = desk.run(*report.split(), "--markdown").out
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)
    assert re.findall(r"<(a|img|script|svg|b|input)\b", html) == []
    assert STEERING.findall(text) == []
    tables = re.findall(r"<table>.*?</table>", html, re.S)
    for table in tables:
        sizes = {
            len(re.findall(r"<t[hd]", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.S)
        }
        assert len(sizes) == 1


@pytest.mark.parametrize("report", [*PAGES, "audit log", "audit replay --steps", "party list"])
def test_json_gives_the_text_back(desk: Desk, report: str) -> None:
    """JSON has every recorded character, and escapes characters that would control a terminal."""
    document = desk.run(*report.split(), "--json")
    assert document.code == 0, document.err
    assert STEERING.findall(document.out) == []
    if report == "audit log":
        assert {entry["reason"] for entry in document.json["entries"]} == set(TEXTS)
    if report == "timeline":
        assert {entry["title"] for entry in document.json["entries"]} >= set(TEXTS)


FORMS = ("jsonl", "csv", "ftm", "cameo", "plover", "ics")


@pytest.mark.parametrize("form", FORMS)
def test_exports_do_not_control_the_terminal(desk: Desk, form: str) -> None:
    """Exports contain no characters that would control a terminal."""
    answer = desk.run("export", f"--{form}", "-")
    assert (answer.code, STEERING.findall(answer.out.replace("\r\n", "\n"))) == (0, [])


def test_the_log_as_lines_keeps_the_stored_bytes(desk: Desk) -> None:
    """``audit export --jsonl`` escapes the recorder and the reason.

    The exported facts are the stored bytes, because the proofs cover these bytes.
    """
    lines = desk.run("audit", "export", "--jsonl", "-").out.removesuffix("\n").split("\n")
    assert STEERING.findall("".join(line.partition('"state":')[0] for line in lines)) == []
    states = rows(desk.register, "SELECT state FROM events ORDER BY position")
    stored = [state.decode() for (state,) in states]
    assert [line.partition('"state":')[2][:-1] for line in lines] == stored


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path")
def test_pages_are_inert_in_a_browser(desk: Desk, tmp_path: Path) -> None:
    """In a browser, no text on a page runs a script, makes a request, or causes an error."""
    with Browser(tmp_path / "profile") as browser:
        for number, report in enumerate(PAGES):
            page = desk.home / f"{number}.html"
            answer = desk.run(*report.split(), "--html", page)
            assert answer.code == 0, answer.err
            browser.open(page)
            assert browser.evaluate("typeof hacked") == "undefined"
            assert browser.evaluate(FOREIGN) == 0
            assert browser.console == browser.exceptions == []
            assert browser.requests == [page.as_uri()]


def test_no_text_adds_a_component_to_a_calendar(desk: Desk) -> None:
    text = desk.run("export", "--ics", "-", "--all").out
    assert "BEGIN:VALARM" not in text.splitlines()
    events = json.loads(desk.run("export", "--ics", desk.home / "c.ics", "--all", "--json").out)
    assert text.count("\nBEGIN:VEVENT\r") == events["events"]
    assert text.count("\nBEGIN:VTODO\r") == events["tasks"]
