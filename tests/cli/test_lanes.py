"""``dragoman lanes``: where people are on each day, overlaps, and the layout."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dragoman.cli.page.html import html
from dragoman.cli.read.lane_strips import DEEPEST, drawn_frames, strip_of
from dragoman.cli.read.lanes import Canvas, Frame, LanesView, drawn, frames, is_even, tracks
from dragoman.projections.report import AsOf, DateShape
from dragoman.projections.reports.lanes import Lane, LaneEngagement, LanesReport, exact_days
from dragoman.store.engines.sqlite import create_register
from tests.cli.html_pages import Parsed
from tests.cli.test_look import ANSI, HEAD, REF, STEERING, TITLES, too_wide
from tests.conftest import Desk, isolate

NOW = "2026-11-23T08:00:00Z"

WEEKS = """\
dispatch: weeks
source: {title: Notes of the desk}
records:
  - kind: visit
    handle: official
    status: concluded
    title: Official visit
    host: AZ
    place: Baku
    parties: [IQ]
    participants: [{name: Fuad Hussein, post: foreign minister, side: IQ}]
    occurred: 2026-11-10/2026-11-13
  - kind: meeting
    handle: one
    status: held
    title: One-to-one
    part_of: official
    place: Baku, Ministry
    parties: [AZ, IQ]
    participants: [{name: fuad hussein, side: IQ}]
    occurred: 2026-11-11
  - kind: meeting
    handle: two
    status: held
    title: Two
    part_of: official
    parties: [AZ, IQ]
    occurred: 2026-11-12
  - kind: meeting
    handle: three
    status: held
    title: Three
    part_of: official
    parties: [AZ, IQ]
    occurred: 2026-11-12
  - kind: meeting
    handle: four
    status: held
    title: Four
    part_of: two
    parties: [AZ, IQ]
    occurred: 2026-11-12
  - kind: visit
    handle: other
    status: concluded
    title: Working visit
    host: AZ
    place: Ganja
    parties: [TR]
    occurred: 2026-11-12/2026-11-14
  - kind: meeting
    handle: elsewhere
    status: held
    title: Talks
    place: Ankara
    parties: [IQ, TR]
    participants: [{name: Fuad Hussein, side: IQ}]
    occurred: 2026-11-12
  - kind: mechanism
    handle: body
    body: joint commission
    title: Trade
    parties: [AZ, TR]
  - kind: consultation
    handle: session
    status: held
    mechanism: body
    session: 4
    place: Baku
    occurred: 2026-11-18
  - kind: visit
    handle: plan
    status: announced
    title: Next visit
    host: TR
    place: Ankara
    parties: [AZ]
    occurred: 2026-11-30/2026-12-02
  - {kind: visit, handle: off, status: cancelled, title: T, parties: [AZ, TR], occurred: 2026-11-25}
  - kind: meeting
    handle: about
    status: scheduled
    title: Energy
    place: Baku
    parties: [AZ, TR]
    occurred: 2026-12~
  - {kind: meeting, handle: some-day, status: scheduled, title: Some day, parties: [AZ, KZ]}
  - {kind: meeting, handle: never, status: held, title: Undated, parties: [AZ, KZ]}
"""


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A read-only desk with several weeks of recorded engagements."""
    with pytest.MonkeyPatch.context() as patch:
        home: Path = tmp_path_factory.mktemp("weeks")
        isolate(patch, home)
        desk = Desk(home, patch, NOW)
        desk.record(desk.write("weeks.yaml", WEEKS))
        yield desk


def lanes(desk: Desk, *words: str) -> dict[str | None, list[dict[str, Any]]]:
    """Return the engagements of each lane by the lane's key, such as a party's code."""
    shown = desk.read("lanes", *words)
    return {lane["key"]: lane["engagements"] for lane in shown["lanes"]}


def refs(engagements: Sequence[dict[str, Any]]) -> list[str]:
    """Return the refs of engagements."""
    return [engagement["ref"] for engagement in engagements]


# --- Lanes and weeks --------------------------------------------------------------------------


def test_a_lane_has_the_engagements_of_a_party(weeks: Desk) -> None:
    """A lane lists the engagements of a party by day; engagements with inexact dates come last.

    Lanes leave out cancelled engagements.
    """
    shown = weeks.read("lanes")
    assert (shown["by"], shown["first"], shown["last"]) == ("party", "2026-11-09", "2026-12-20")
    found = lanes(weeks)
    assert refs(found["TR"]) == ["V-2", "M-5", "C-1", "V-3", "M-6"]
    assert list(found) == ["AZ", "IQ", "KZ", "TR"]
    visit = found["IQ"][0]
    assert (visit["ref"], visit["kind"], visit["status"]) == ("V-1", "visit", "concluded")
    assert (visit["first"], visit["last"], visit["place"]) == ("2026-11-10", "2026-11-13", "Baku")
    assert visit["occurred"]["edtf"] == "2026-11-10/2026-11-13"


def test_an_inexact_date_is_listed_but_not_drawn(weeks: Desk) -> None:
    """The lanes report lists an engagement with an inexact date, but does not draw the engagement.

    The report lists an undated plan only in weeks when the plan may still happen.
    """
    energy = lanes(weeks)["TR"][-1]
    assert (energy["ref"], energy["first"], energy["last"]) == ("M-6", None, None)
    _, _, listed = weeks.run("lanes").out.partition("NO EXACT DAY")
    assert [line.split()[:3] for line in listed.splitlines()[1:3]] == [
        ["~Dec", "○", "M-6"],
        ["no", "date", "○"],
    ]
    assert refs(lanes(weeks)["KZ"]) == ["M-7"]
    assert "KZ" not in lanes(weeks, "--since", "2026-10-05", "--weeks", "6")


def test_weeks_are_whole(weeks: Desk) -> None:
    """Lanes start on a Monday, and have the requested number of whole weeks."""
    shown = weeks.read("lanes", "--since", "2026-11-12", "--weeks", "1")
    assert (shown["first"], shown["last"]) == ("2026-11-09", "2026-11-15")
    shown = weeks.read("lanes", "--since", "2026-11-12", "--weeks", "26")
    assert shown["last"] == "2027-05-09"
    cut = lanes(weeks, "--since", "2026-11-30", "--weeks", "1")["AZ"]
    assert (cut[0]["first"], cut[0]["last"]) == ("2026-11-30", "2026-12-02")


def test_lanes_of_persons(weeks: Desk) -> None:
    """Spellings of a person's name that differ only in case share a lane.

    Engagements that name no person are in the last lane.
    """
    shown = weeks.read("lanes", "--by", "person")["lanes"]
    assert [lane["name"] for lane in shown] == ["Fuad Hussein (IQ)", None]
    assert refs(shown[0]["engagements"]) == ["V-1", "M-1", "M-5"]
    assert "nobody named" in weeks.run("lanes", "--by", "person").out


def test_lanes_of_places(weeks: Desk) -> None:
    """Each place has a lane, and engagements without a place are in the last lane."""
    shown = weeks.read("lanes", "--by", "place")["lanes"]
    names = [lane["name"] for lane in shown]
    assert names == ["Ankara", "Baku", "Baku, Ministry", "Ganja", None]
    assert "Talks, IQ–TR" in weeks.run("lanes", "--by", "place").out


def test_a_registered_person_has_one_lane(desk: Desk) -> None:
    """Two registered spellings of one person's name share a lane."""
    for words in (
        ("party", "register", "--name", "Hakan Fidan", "--side", "TR"),
        ("party", "alias", "P-1", "H. Fidan"),
    ):
        assert desk.run(*words).code == 0
    meeting = ("meeting", "hold", "--title", "Talks", "--occurred", "2026-01-13", "--place")
    for place, name in (("Baku", "Hakan Fidan"), ("Ankara", "H. Fidan")):
        answer = desk.run(*meeting, place, "--participant", f"{name};;TR", "--party", "AZ")
        assert answer.code == 0, answer.err
    shown = desk.read("lanes", "--by", "person")
    assert [(lane["key"], lane["name"]) for lane in shown["lanes"]] == [("P-1", "Hakan Fidan (TR)")]
    assert [overlap["refs"] for overlap in shown["overlaps"]] == [["M-1", "M-2"]]


def test_filters_and_context(weeks: Desk) -> None:
    """Filters and the context limit the lanes, and the JSON document names the context."""
    assert set(lanes(weeks, "--between", "IQ", "TR")) == {"IQ", "TR"}
    assert refs(lanes(weeks, "--kind", "consultation")["AZ"]) == ["C-1"]
    shown = weeks.read("lanes", "--context", "IQ-TR")
    assert shown["context"] == ["IQ", "TR"]
    assert {lane["key"] for lane in shown["lanes"]} == {"IQ", "TR"}


def test_as_of_an_earlier_day(weeks: Desk) -> None:
    """As of a day before the first recording, the lanes report is empty.

    The report shows the weeks around that day.
    """
    shown = weeks.read("lanes", "--as-of", "2026-11-22")
    assert (shown["first"], shown["lanes"]) == ("2026-11-02", [])


# --- Conflicts --------------------------------------------------------------------------------


def test_conflicts_are_reported(weeks: Desk) -> None:
    """The lanes report lists conflicts: a person in two places, or a host with two visits.

    Parts of one visit do not conflict.
    """
    person, host = weeks.read("lanes")["overlaps"]
    assert (person["who"], person["refs"]) == ("Fuad Hussein (IQ)", ["V-1", "M-5"])
    assert (person["first"], person["last"]) == ("2026-11-12", "2026-11-12")
    assert person["places"] == ["Baku", "Ankara"]
    assert (host["who"], host["refs"]) == ("AZ", ["V-1", "V-2"])
    assert (host["first"], host["last"]) == ("2026-11-12", "2026-11-13")
    _, _, result = weeks.run("lanes").out.partition("AT THE SAME TIME")
    assert [line.split() for line in result.splitlines()[1:3]] == [
        ["12", "Nov", "Fuad", "Hussein", "(IQ)", "V-1,", "M-5", "Baku,", "Ankara"],
        ["12–13", "Nov", "AZ", "hosts", "2", "visits", "V-1,", "V-2", "Baku,", "Ganja"],
    ]


# --- Appearance -------------------------------------------------------------------------------


def test_a_screen(weeks: Desk) -> None:
    """The lanes report fits 80 columns and has the expected lines."""
    answer = weeks.run("lanes", "--party", "TR", env={"COLUMNS": "80"})
    assert answer.lines == [
        "Lanes · as of 23 Nov 2026 (event 15) · 9 Nov – 20 Dec · 3 done · 2 planned",
        "              9 Nov   16 Nov  23 Nov  30 Nov  7 Dec   14 Dec",
        "                              ┊ today",
        "AZ Azerbaijan ···▲━▲· ··■···· ┊······ ○┄○···· ······· ·······",
        "  ▲ V-2 12–14 Nov       Working visit, Ganja",
        "  ■ C-1 18 Nov          Trade, session 4, Baku",
        "  ○ V-3 30 Nov – 2 Dec  Next visit, Ankara",
        "IQ Iraq       ···●··· ······· ┊······ ······· ······· ·······",
        "  ● M-5 12 Nov  Talks, Ankara",
        "TR Türkiye    ···▲━▲· ··■···· ┊······ ○┄○···· ······· ·······",
        "              ···●··· ······· ┊······ ······· ······· ·······",
        "  ▲ V-2 12–14 Nov       Working visit, Ganja",
        "  ● M-5 12 Nov          Talks, Ankara",
        "  ■ C-1 18 Nov          Trade, session 4, Baku",
        "  ○ V-3 30 Nov – 2 Dec  Next visit, Ankara",
        "── NO EXACT DAY ────────────────────────────────────────────────────────────────",
        "~Dec ○ M-6 Energy Baku AZ–TR",
        "▲ visit  ■ session  ● meeting  ○ planned",
    ]


def test_more_than_two_engagements_on_a_day_are_counted(weeks: Desk) -> None:
    """A day with more than two engagements shows the number of engagements.

    The first and last day of a visit stay visible.
    """
    lines = weeks.run("lanes", "--between", "AZ", "IQ", "--weeks", "1").lines
    assert lines[2].endswith(" ·▲●3▲··")


def test_overlapping_visits_do_not_hide_each_other(weeks: Desk) -> None:
    """Overlapping visits have separate lines, and so do engagements outside visits."""
    lines = weeks.run("lanes", "--party", "AZ", "--kind", "visit", "--weeks", "1").lines
    assert [line[-7:] for line in lines[2:4]] == ["·▲━━▲··", "···▲━▲·"]


def test_a_long_period_is_split_into_blocks(weeks: Desk) -> None:
    """80 columns have room for six weeks, and 120 columns for twelve. Further weeks go below."""
    for columns, weeks_ in ((80, 6), (120, 12)):
        assert len(frames(date(2026, 1, 5), weeks_, 24, columns)) == 1
    answer = weeks.run("lanes", "--weeks", "26", env={"COLUMNS": "80"})
    heads = [line.split()[:2] for line in answer.lines if re.match(" +[0-9]+ [A-Z]", line)]
    assert heads[:2] == [["9", "Nov"], ["4", "Jan"]]
    assert too_wide(answer.lines, 80) == []


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("words", ["", "--weeks 26", "--by person", "--by place --weeks 1"])
def test_every_line_fits_the_screen(weeks: Desk, words: str, columns: str) -> None:
    """Every line of the lanes report fits the screen, in ASCII mode too.

    Every ref is visible.
    """
    shown = {item["ref"] for some in lanes(weeks, *words.split()).values() for item in some}
    for encoding in ([], ["--ascii"]):
        answer = weeks.run(*encoding, "lanes", *words.split(), env={"COLUMNS": columns})
        assert answer.code == 0, answer.err
        assert too_wide(answer.lines, int(columns)) == []
        assert shown <= set(REF.findall(answer.out))
        assert answer.out_bytes.isascii() or not encoding


def test_ascii_mode_is_readable(weeks: Desk) -> None:
    """In ASCII mode, letters mark the engagements, and a line joins the ends of a visit.

    A colon marks today.
    """
    lines = weeks.run("--ascii", "lanes", "--party", "TR", env={"COLUMNS": "80"}).lines
    assert lines[2].endswith(": today")
    assert lines[3].split()[2:6] == ["---V=V-", "--C----", ":------", "...----"]
    assert lines[-1] == "V visit  C session  M meeting  . planned"


def test_colour_adds_nothing_but_colour(weeks: Desk) -> None:
    """Colour does not change the text, and output in a pipe has no colour."""
    assert "\x1b" not in weeks.run("lanes").out
    forced = weeks.run("lanes", env={"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"})
    assert ANSI.search(forced.out)
    assert ANSI.sub("", forced.out) == weeks.run("lanes", env={"COLUMNS": "100"}).out


def test_other_formats(weeks: Desk) -> None:
    """Markdown shows the drawing in a code block, and CSV has rows instead of a drawing."""
    drawing = weeks.run("lanes", "--party", "TR", env={"COLUMNS": "100"}).lines[1:5]
    lines = weeks.run("lanes", "--party", "TR", "--markdown").lines
    assert lines[4] == "```text"
    assert lines[5:9] == drawing
    table = list(csv.DictReader(io.StringIO(weeks.run("lanes", "--party", "TR", "--csv").out)))
    assert [(item["lane"], item["ref"], item["first"]) for item in table[:2]] == [
        ("AZ", "V-2", "2026-11-12"),
        ("AZ", "C-1", "2026-11-18"),
    ]


# --- The picture ------------------------------------------------------------------------------


def written(desk: Desk, *words: str) -> str:
    """Return the HTML page of the lanes report."""
    answer = desk.run("lanes", *words, "--html", "lanes.html")
    assert answer.code == 0, answer.err
    return (desk.home / "lanes.html").read_text()


def titles(text: str) -> list[str]:
    """Return the titles of the pieces in a page, in order."""
    return re.findall("<a href=[^>]*><title>([^<]*)</title>", text)


def parsed(text: str) -> Parsed:
    """Return a parsed page that is well-formed."""
    parser = Parsed()
    parser.feed(text)
    assert parser.oddities == parser.open == []
    return parser


def test_in_html_the_lanes_are_a_picture(weeks: Desk) -> None:
    """The HTML page has a strip for each lane, below the months and Mondays of its weeks."""
    text = written(weeks, "--party", "TR")
    found = parsed(text)
    head = text[text.index("<thead>") : text.index("</thead>")]
    shown = re.findall("<text[^>]*>([^<]*)</text>", head)
    assert shown == ["November 2026", "December 2026", "9", "16", "23", "30", "7", "14", "today"]
    assert [item["aria-label"] for item in found.all("svg") if item["class"] == "strip"] == [
        "3 engagements",
        "1 engagement",
        "4 engagements",
    ]
    assert titles(text) == [
        "V-2 Working visit, Ganja, 12–14 Nov 2026",
        "C-1 Trade, session 4, Baku, 18 Nov 2026",
        "V-3 Next visit, Ankara, 30 Nov – 2 Dec 2026, announced",
        "M-5 Talks, Ankara, 12 Nov 2026",
        "V-2 Working visit, Ganja, 12–14 Nov 2026",
        "C-1 Trade, session 4, Baku, 18 Nov 2026",
        "V-3 Next visit, Ankara, 30 Nov – 2 Dec 2026, announced",
        "M-5 Talks, Ankara, 12 Nov 2026",
    ]
    assert "<pre" not in text
    assert "AZ Azerbaijan" in found.visible


def test_every_engagement_of_the_picture_has_a_row(weeks: Desk) -> None:
    """Each piece leads to a row with the same facts, and the rows have facets to filter by."""
    text = written(weeks, "--weeks", "26")
    found = parsed(text)
    rows = [item["id"] for item in found.all("tr") if "id" in item]
    shown = {item["ref"] for some in lanes(weeks, "--weeks", "26").values() for item in some}
    assert sorted(rows) == sorted(shown)
    pieces = {item["href"][1:] for item in found.all("a") if item["href"].startswith("#")}
    assert {one.split()[0] for one in titles(text)} <= pieces <= set(rows)
    facets = found.all("main")[0]["data-facets"]
    assert '["kind","visit","▲"]' in facets
    assert '["party","Türkiye",""]' in facets


def test_in_the_picture_parts_are_below_their_whole(weeks: Desk) -> None:
    """Marks are below the bar of their day, and marks for the same day are below each other."""
    view = report(weeks, "--between", "AZ", "IQ", "--weeks", "1")
    [frame] = drawn_frames(date(2026, 11, 9), 1)
    strip = strip_of(tracks(view.lanes[0].engagements), frame, "party")
    assert strip
    placed = [(one.shape, one.ref, one.start, one.end, one.line) for one in strip.pieces]
    assert placed == [
        ("bar", "V-1", 1, 5, 0),
        ("mark", "M-1", 2, 3, 1),
        ("mark", "M-2", 3, 4, 1),
        ("mark", "M-3", 3, 4, 2),
        ("mark", "M-4", 3, 4, 3),
    ]
    assert (strip.lines, [one.text for one in strip.pieces]) == (4, ["Baku", "", "", "", ""])


def report(desk: Desk, *words: str) -> LanesReport:
    """Return the lanes report."""
    return msgspec.convert(desk.read("lanes", *words), LanesReport)


def test_more_marks_than_there_is_room_for_are_counted() -> None:
    """The last mark of a day counts the rest, and its title names them."""
    some = [engagement(n, "meeting", 0, 0) for n in range(1, 31)]
    strip = strip_of(tracks(some), Frame(date(2026, 1, 5), 1, 0, 0), "party")
    assert strip
    assert (len(strip.pieces), strip.lines) == (4, 4)
    last = strip.pieces[-1]
    assert (last.text, last.mark, last.ref) == ("+27", "", "M-4")
    assert last.title.startswith("M-4 meeting, 5 Jan 2026; M-5 meeting")
    assert last.title.endswith("; and 15 more")


def test_a_bar_beyond_the_weeks_is_cut(weeks: Desk) -> None:
    """A visit that began before the first week is a bar from the first day on."""
    view = report(weeks, "--since", "2026-11-30", "--weeks", "1", "--party", "TR")
    [frame] = drawn_frames(date(2026, 11, 30), 1)
    strip = strip_of(tracks(view.lanes[0].engagements), frame, "place")
    assert strip
    assert [(one.start, one.end, one.text) for one in strip.pieces] == [(0, 3, "AZ → TR")]


@pytest.mark.parametrize(
    ("weeks_", "expected"), [(1, [1]), (7, [7]), (8, [4, 4]), (13, [7, 6]), (26, [7, 7, 7, 5])]
)
def test_many_weeks_are_several_pictures(weeks_: int, expected: list[int]) -> None:
    """Each picture has at most seven weeks, so that a phone has room for its days."""
    assert [one.weeks for one in drawn_frames(date(2026, 1, 5), weeks_)] == expected


def test_weeks_without_engagements_say_so(weeks: Desk) -> None:
    """If a picture would be empty, a sentence gives the weeks that are empty."""
    text = written(weeks, "--weeks", "26")
    assert "28 Dec – 9 May 2027: nothing on an exact day" in parsed(text).visible


def test_many_lanes_stay_small() -> None:
    """Half a year with 200 lanes has a piece for each engagement, and stays below 3 MB."""
    every = [engagement(n, "visit", n * 7 % 175, n % 4) for n in range(1, 1001)]
    some = [
        Lane(key=f"{n}", name=f"Person {n}", engagements=every[n * 5 : n * 5 + 30])
        for n in range(200)
    ]
    shown = LanesReport(
        as_of=AsOf(position=1, recorded_at=None),
        context=[],
        by="person",
        first="2026-01-05",
        last="2026-07-05",
        lanes=some,
        overlaps=[],
    )
    view = LanesView(shown, date(2026, 3, 1), Canvas(80, cell_len, wraps=True))
    text = html(view.page([]))
    assert len(titles(text)) >= sum(len(lane.engagements) for lane in some)
    assert len(text) < 3_000_000


# --- Hostile text, and empty reports ----------------------------------------------------------

HOSTILE = """\
  - kind: visit
    handle: visit-N
    status: concluded
    title: "TITLE"
    place: "SHORT"
    host: IQ
    occurred: 2026-01-N
    participants: [{name: "SHORT", side: AZ}]
"""
OTHERS = {**TITLES, "HTML": "<img src=x> & <b>bold</b>", "flags": "🇦🇿🇮🇶 flags and 👩‍👩‍👧‍👦 emoji"}


def test_hostile_text_is_inert(desk: Desk) -> None:
    """Hostile text in titles, places and names stays plain text, and the lanes stay aligned."""
    records = (
        HOSTILE.replace("N", f"{n:02}").replace("TITLE", title).replace("SHORT", title[:60])
        for n, title in enumerate(OTHERS.values(), 1)
    )
    desk.record(desk.write("hostile.yaml", "".join((HEAD, *records))))
    for by in ("party", "person", "place"):
        for columns in ("80", "120"):
            answer = desk.run("lanes", "--by", by, env={"COLUMNS": columns})
            assert too_wide(answer.lines, int(columns)) == []
            assert STEERING.findall(answer.out) == []
            starts = {line.index("···") for line in answer.lines if "····" in line}
            assert len(starts) == 1
        assert desk.run("--ascii", "lanes", "--by", by).out_bytes.isascii()
        whole = desk.run("lanes", "--by", by).out
        assert TITLES["Arabic"] in whole
        assert OTHERS["HTML"] in whole
        page = written(desk, "--by", by)
        assert "<img" not in page
        assert STEERING.findall(page.replace("\n", "")) == []
        assert len(set(titles(page))) == len(OTHERS)
        assert TITLES["Arabic"] in parsed(page).visible


def test_an_empty_register_says_what_to_do(desk: Desk) -> None:
    """A report on an empty register says that no records match, and exits with 0."""
    create_register(desk.home / "data/dragoman/register.db", datetime(2026, 1, 1, tzinfo=UTC))
    answer = desk.run("lanes")
    assert (answer.code, answer.err) == (0, "")
    assert "No records match." in answer.out
    assert desk.read("lanes")["lanes"] == desk.read("lanes")["overlaps"] == []


def test_empty_weeks_say_when_there_are_engagements(weeks: Desk) -> None:
    """If all matches are outside the period, the lanes report gives the date of the last match."""
    answer = weeks.run("lanes", "--since", "2020-01-01", "--party", "IQ")
    assert "The last match is V-1, 10–13 Nov 2026 (--since 2026-11-10)" in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    {
        "--weeks 0": "--weeks: 0 is not a number from 1 to 26",
        "--weeks 1000": "--weeks: 1000 is not a number from 1 to 26",
        "--weeks many": "--weeks",
        "--since someday": "--since: 'someday' is not a date",
        "--since ../2025": "--since: by 2025 is not a date",
        "--since 9999-12-31": "--since: 31 Dec 9999 is not a date in the years 1 to 9998",
        "--since -0001": "--since: 2 BC is not a date",
        "--party Atlantis": "--party: unknown country or organisation 'Atlantis'",
        "--by planet": "--by",
        "--csv --markdown": "cannot be combined; choose one",
    }.items(),
)
def test_bad_input_is_one_clear_line(weeks: Desk, words: str, said: str) -> None:
    """For a bad option, ``lanes`` prints one line on stderr and nothing on stdout."""
    answer = weeks.run("lanes", *words.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


# --- Drawing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("occurred", "is_exact"),
    {
        "2026-11-10": True,
        "2026-11-10T10:00:00Z": True,
        "2026-11-10/2026-11-13": True,
        "2026-11-10~": False,
        "2026-11": False,
        "2026-11-10/..": False,
        "../2026-11-10": False,
        "/2026-11-10": False,
        "2026-11/2026-11-10": False,
        "2026-11-10/2026-11-13?": False,
    }.items(),
)
def test_only_days_within_the_date_are_drawn(occurred: str, is_exact: bool) -> None:
    assert (exact_days(occurred) is not None) == is_exact


def engagement(number: int, kind: str, first: int, days: int) -> LaneEngagement:
    """Return an engagement to draw."""
    start = date(2026, 1, 5) + timedelta(first)
    ends = [item.isoformat() for item in (start, start + timedelta(days))]
    return LaneEngagement(
        ref=f"{kind[0].upper()}-{number}",
        kind=kind,
        status="held",
        title=None,
        session=None,
        occurred=DateShape.of("/".join(ends)),
        place=None,
        host=None,
        parties=[],
        level="unspecified",
        part_of=None,
        first=ends[0],
        last=ends[1],
    )


drawable = st.tuples(
    st.sampled_from(("visit", "meeting", "consultation")), st.integers(0, 20), st.integers(0, 4)
)


@given(st.lists(drawable, max_size=12).map(lambda some: sorted(some, key=lambda item: item[1])))
def test_drawn_engagements_do_not_hide_long_ones(some: list[tuple[str, int, int]]) -> None:
    """Each engagement is on one line of its lane, and long engagements on a line do not overlap."""
    every = [engagement(n, *one) for n, one in enumerate(some)]
    found = tracks(every)
    refs_ = [item.ref for track in found for item in (*track.spans, *track.points)]
    assert sorted(refs_) == sorted(item.ref for item in every)
    [frame] = frames(date(2026, 1, 5), 5, 0, 80)
    for track in found:
        ends = [(span.first, span.last) for span in track.spans]
        assert all((before[1] or "") < (after[0] or "") for before, after in pairwise(ends))
        signs = "".join(part[0] for part in drawn(track, frame, "2026-06-01"))
        assert cell_len(signs) == 35 + 4
        visits = [span for span in track.spans if span.kind == "visit"]
        assert signs.count("▲") == sum(len({visit.first, visit.last}) for visit in visits)


@given(st.lists(drawable, max_size=30).map(lambda some: sorted(some, key=lambda item: item[1])))
def test_pieces_of_a_strip_do_not_hide_each_other(some: list[tuple[str, int, int]]) -> None:
    """On a line of a strip, no two pieces share a day; no engagement is missing."""
    every = [engagement(n, *one) for n, one in enumerate(some, 1)]
    [frame] = drawn_frames(date(2026, 1, 5), 5)
    strip = strip_of(tracks(every), frame, "party")
    pieces = strip.pieces if strip else []
    for before, after in pairwise(sorted(pieces, key=lambda one: (one.line, one.start))):
        assert before.line < after.line or before.end <= before.free == after.start
    counted = [int(one.text) - 1 for one in pieces if not one.mark]
    assert len(pieces) + sum(counted) == len(every)
    assert all(one.line < strip.lines for one in pieces if strip)
    assert not counted or len(pieces) >= DEEPEST


@given(text=st.text(max_size=80), room=st.integers(2, 40))
def test_wrapped_lines_fit_and_keep_the_whole_text(text: str, room: int) -> None:
    canvas = Canvas(80, cell_len, wraps=True)
    lines = canvas.lines(text, room)
    assert all(cell_len(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_name_of_uneven_width_is_above_its_lane() -> None:
    """A name with wide or right-to-left characters is above its lane, so that the days line up."""
    assert is_even("AZ Azərbaycan")
    assert not any(map(is_even, ("王毅", "هشام العلوي", "🇦🇿 Baku", "e\u0301")))
