"""``dragoman activity``: the counts and shades of each month, the last contacts, and the layout."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli.read.activity import LEAST, shades_for
from dragoman.projections.reports import activity as projection
from dragoman.store.engines.sqlite import create_register
from tests.cli.html_pages import Parsed
from tests.cli.test_look import ANSI, HEAD, REF, STEERING, too_wide
from tests.cli.test_look import TITLES as OTHERS
from tests.conftest import Desk, isolate

NOW = "2026-11-23T08:00:00Z"

YEAR = """\
dispatch: a-year
source: {title: Notes of the desk}
records:
  - {kind: mechanism, handle: body, body: joint commission, title: Trade, parties: [AZ, IQ]}
  - kind: visit
    handle: state-visit
    status: concluded
    title: State visit
    level: state
    host: IQ
    parties: [AZ]
    occurred: 2026-01-30/2026-02-02
    topics: [energy]
  - kind: meeting
    handle: within
    status: held
    title: Meeting within the visit
    part_of: state-visit
    parties: [AZ, IQ]
    participants: [{post: Minister of Energy, side: IQ}]
    occurred: 2026-02-01
    topics: [Energy, transit]
  - kind: consultation
    handle: session
    status: held
    mechanism: body
    session: 1
    occurred: 2026-11-17
  - {kind: meeting, handle: spring, status: held, title: T, parties: [AZ, KZ], occurred: 2026-03~}
  - {kind: meeting, handle: some-day, status: held, title: T, parties: [AZ, TR], occurred: 2026}
  - {kind: meeting, handle: once, status: held, title: T, parties: [AZ, TR], occurred: 2026-10-05}
  - kind: meeting
    handle: off
    status: cancelled
    title: Off
    parties: [AZ, TR]
    occurred: 2026-09-01
  - kind: visit
    handle: plan
    status: announced
    title: Plan
    host: AZ
    parties: [GE]
    occurred: 2026-12-03
  - {kind: meeting, handle: old, status: held, title: T, parties: [AZ, GE], occurred: 2025-03-05}
  - {kind: meeting, handle: never, status: held, title: T, parties: [AZ, DE]}
"""


HOSTILE = """\
  - {kind: mechanism, handle: body-N, body: working group, title: "TITLE", parties: [AZ, IQ]}
  - kind: consultation
    handle: session-N
    status: held
    mechanism: body-N
    session: 1
    occurred: 2026-01-02
    topics: ["TITLE"]
"""
TITLES = {**OTHERS, "HTML": "<img src=x> & <b>bold</b>"}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A read-only desk with a year of recorded engagements."""
    with pytest.MonkeyPatch.context() as patch:
        home: Path = tmp_path_factory.mktemp("year")
        isolate(patch, home)
        desk = Desk(home, patch, NOW)
        desk.record(desk.write("year.yaml", YEAR))
        yield desk


def rows(desk: Desk, *words: str, **options: Any) -> dict[str | None, Any]:
    """Return the rows of an activity report by key, such as a party's code."""
    shown = desk.read("activity", *words, **options)
    return {row["key"]: row for row in shown["rows"]}


def cells(row: dict[str, Any], part: str = "weight") -> list[int]:
    """Return one value from each cell of a row."""
    return [cell[part] for cell in row["cells"]]


# --- Counted engagements ----------------------------------------------------------------------


def test_a_month_weighs_the_engagements_in_it(year: Desk) -> None:
    """An engagement counts in the month in which the engagement began.

    An engagement that is part of a visit also counts.
    """
    shown = year.read("activity", "--year", "2026")
    assert (shown["by"], shown["unit"], shown["columns"][0]) == ("country", "month", "2026-01")
    assert shown["engagements"] == 7
    iraq = rows(year, "--year", "2026")["IQ"]
    assert cells(iraq) == [8, 5, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0]
    assert cells(iraq, "count") == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert (iraq["total"], iraq["elsewhere"], iraq["name"]) == (3, 0, "Iraq")


def test_a_date_without_a_month_counts_only_in_the_total(year: Desk) -> None:
    """An engagement whose date has no month counts only in the year's total.

    An undated engagement also counts only in the total. A cancelled engagement never counts.
    """
    found = rows(year, "--year", "2026")
    assert (found["TR"]["elsewhere"], found["TR"]["total"]) == (1, 2)
    assert sum(cells(found["TR"], "count")) == 1
    assert (found["DE"]["elsewhere"], found["DE"]["total"], found["DE"]["last"]) == (1, 1, None)
    assert cells(found["KZ"], "count")[2] == 1
    assert "month unknown" in year.run("activity", "--year", "2026").out


def test_a_plan_is_shown_but_weighs_nothing(year: Desk) -> None:
    georgia = rows(year, "--year", "2026")["GE"]
    assert (cells(georgia, "planned")[11], sum(cells(georgia)), georgia["total"]) == (1, 0, 0)
    [line] = [line for line in year.run("activity", "--year", "2026").lines if "Georgia" in line]
    assert line.split()[2:14] == ["·"] * 11 + ["○"]


def test_the_heaviest_rows_come_first(year: Desk) -> None:
    """The rows with the highest totals come first in the activity report.

    ``--limit`` limits the number of rows. The report then says how many rows it leaves out.
    """
    shown = year.read("activity", "--year", "2026", "--limit", "2")
    assert ([row["key"] for row in shown["rows"]], shown["more"]) == (["AZ", "IQ"], 4)
    answer = year.run("activity", "--year", "2026", "--limit", "2")
    assert "… 4 more (--limit 6)" in answer.out


def test_the_parties_of_the_report_have_no_row(year: Desk) -> None:
    """The parties in ``--between`` or in the context have no row of their own.

    Engagements that no third party attended share a row.
    """
    for words in (("--between", "AZ", "IQ"), ("--context", "AZ-IQ")):
        shown = year.read("activity", *words)
        [row] = shown["rows"]
        assert (row["key"], row["name"], row["total"]) == (None, None, 3)
        assert "no other party" in year.run("activity", *words).out
    assert set(rows(year, "--party", "AZ")) == {"IQ", "KZ", "TR", "DE"}
    assert year.read("activity", "--context", "AZ-IQ")["context"] == ["AZ", "IQ"]


def test_a_mechanism_is_a_row(year: Desk) -> None:
    """``--by mechanism`` shows a row for each mechanism, with the mechanism's ref and title.

    Engagements that belong to no mechanism form the last row.
    """
    body, rest = year.read("activity", "--by", "mechanism")["rows"]
    assert (body["key"], body["name"], body["total"]) == ("B-1", "Trade", 1)
    assert (rest["key"], rest["total"]) == (None, 6)
    assert "B-1 Trade" in year.run("activity", "--by", "mechanism").out


def test_a_topic_is_one_row_however_it_is_spelled(year: Desk) -> None:
    """Different spellings of a topic share one row.

    An engagement counts under each of its topics.
    """
    found = rows(year, "--by", "topic")
    assert {key: row["total"] for key, row in found.items()} == {"energy": 2, "transit": 1, None: 5}
    assert found["energy"]["last"]["ref"] == "V-1"


def test_filters_narrow_what_counts(year: Desk) -> None:
    """``--kind`` and ``--topic`` limit the engagements that count, also as a last contact."""
    assert rows(year, "--kind", "visit")["IQ"]["last"]["ref"] == "V-1"
    assert rows(year, "--topic", "transit")["IQ"]["total"] == 1


# --- The period -------------------------------------------------------------------------------


def test_the_default_period_is_the_last_twelve_months(year: Desk) -> None:
    """By default, the activity report covers twelve months and ends with the current month.

    With ``--as-of``, the period ends with the month of the given day.
    """
    assert year.read("activity")["columns"][::11] == ["2025-12", "2026-11"]
    assert year.read("activity", "--until", "2025-06")["columns"][::11] == ["2024-07", "2025-06"]
    assert year.read("activity", "--since", "2026-09")["columns"] == [
        "2026-09",
        "2026-10",
        "2026-11",
    ]
    assert year.read("activity", "--since", "2027-02")["columns"][::11] == ["2027-02", "2028-01"]


def test_long_periods_are_shown_in_years_and_decades(year: Desk) -> None:
    """A long period has a column for each year or decade.

    An engagement whose date has no month counts in its year.
    """
    shown = year.read("activity", "--since", "2020")
    assert (shown["unit"], shown["columns"][-1]) == ("year", "2026")
    turkey = next(row for row in shown["rows"] if row["key"] == "TR")
    assert (cells(turkey, "count")[-1], turkey["elsewhere"]) == (2, 0)
    shown = year.read("activity", "--since", "1900")
    assert (shown["unit"], shown["columns"][-1]) == ("decade", "202X")


def test_as_of_an_earlier_day(year: Desk) -> None:
    """The activity report is empty as of the day before the first recording."""
    shown = year.read("activity", "--as-of", "2026-11-22")
    assert (shown["as_of"]["position"], shown["rows"]) == (0, [])
    assert year.run("activity", "--as-of", "2026-11-23").out.count("past state") == 1


# --- The last contact -------------------------------------------------------------------------


def test_the_last_contact_does_not_depend_on_the_period(year: Desk) -> None:
    """``--year`` does not change the last contact, or the number of days since that contact."""
    found = rows(year, "--year", "2025")
    assert found["GE"]["last"]["ref"] == "M-6"
    assert found["AZ"]["last"]["ref"] == "C-1"
    assert rows(year, "--year", "2026")["GE"]["silence"] == {"at_least": 628, "at_most": 628}
    assert rows(year, "--year", "2026")["KZ"]["silence"] == {"at_least": 237, "at_most": 267}
    printed = year.run("activity", "--year", "2026").out
    assert "! 237–267 d" in printed
    assert "! over 180 days" in printed


@pytest.mark.parametrize("words", ["--year 2026", "--year 2025", "--year 2026 --by topic"])
def test_the_last_contact_is_found_however_far_back(
    year: Desk, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """The activity report finds the last contact even if that contact is not recent."""
    whole = year.read("activity", *words.split())
    monkeypatch.setattr(projection, "RECENT", 1)
    assert year.read("activity", *words.split()) == whole


# --- Appearance -------------------------------------------------------------------------------


def test_a_screen(year: Desk) -> None:
    """The activity report fits 80 columns and has the expected lines."""
    answer = year.run("activity", "--party", "AZ", "--year", "2026", env={"COLUMNS": "80"})
    assert answer.lines == [
        "Activity · as of 23 Nov 2026 (event 11) · Jan 2026 – Dec 2026 · 7 done",
        "country       J F M A M J J A S O N D ? total  last       ref          ago",
        "IQ Iraq       █ ▓ · · · · · · · · ░ ·       3  17 Nov     C-1          6 d",
        "TR Türkiye    · · · · · · · · · ░ · · 1     2  5 Oct      M-4       0–49 d",
        "DE Germany    · · · · · · · · · · · · 1     1  none",
        "KZ Kazakhstan · · ░ · · · · · · · · ·       1  ~Mar       M-2  ! 237–267 d",
        "GE Georgia    · · · · · · · · · · · ○       0  5 Mar 2025 M-6      ! 628 d",
        "· 0  ░ 1–2  ▒ 3–4  ▓ 5–6  █ 7+  ○ planned  ! over 180 days  ? month unknown",
        "Each cell is the total weight of its engagements; the weights range from 1 to 8",
        "(8: state visit, heads of state).",
    ]


@pytest.mark.parametrize(
    "words", ["", "--since 2024-12", "--since 1995", "--since 1967", "--since 1500", "--by topic"]
)
def test_every_line_fits_the_screen(year: Desk, words: str) -> None:
    """Every line of the activity report fits the screen, however long the period is.

    Every ref is visible.
    """
    shown = year.read("activity", *words.split())["rows"]
    for columns in (80, 120):
        answer = year.run("activity", *words.split(), env={"COLUMNS": f"{columns}"})
        assert too_wide(answer.lines, columns) == []
        assert {row["last"]["ref"] for row in shown if row["last"]} <= set(REF.findall(answer.out))


@pytest.mark.parametrize("words", ["", "--since 2024-12", "--since 1500"])
def test_ascii_mode_tells_shades_apart(year: Desk, words: str) -> None:
    """In ASCII mode, every shade has its own character, and so do an empty cell and a plan."""
    answer = year.run("--ascii", "activity", *words.split(), env={"COLUMNS": "80"})
    assert answer.out_bytes.isascii()
    assert too_wide(answer.lines, 80) == []
    signs = re.search(
        r"^(.) 0  (.) [-0-9]+  (.) [-0-9]+  (.) [-0-9]+  (.) [0-9]+\+", answer.out, re.M
    )
    assert signs
    assert len({*signs.groups(), "."}) == 6


def test_colour_adds_nothing_but_colour(year: Desk) -> None:
    """Colour does not change the text, and output in a pipe has no colour."""
    plain = year.run("activity")
    assert "\x1b" not in plain.out
    forced = year.run("activity", env={"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"})
    assert ANSI.search(forced.out)
    assert ANSI.sub("", forced.out) == year.run("activity", env={"COLUMNS": "100"}).out


def test_as_csv(year: Desk) -> None:
    """In CSV, each row of the activity report is a line with a column for each month."""
    table = list(csv.DictReader(io.StringIO(year.run("activity", "--year", "2026", "--csv").out)))
    assert table[1]["key"] == "IQ"
    assert [table[1][month] for month in ("2026-01", "2026-02", "2026-03")] == ["8", "5", "0"]
    assert (table[1]["total"], table[1]["last"], table[1]["silence_at_least"]) == ("3", "C-1", "6")


def test_as_markdown(year: Desk) -> None:
    """In Markdown, the activity report is a table with a column for each month."""
    lines = year.run("activity", "--year", "2026", "--markdown").lines
    assert (
        "| country | J | F | M | A | M | J | J | A | S | O | N | D | ? | total | last | ref |"
        in lines[4]
    )
    assert any(line.startswith("| IQ Iraq | █ | ▓ | · |") for line in lines)


def written(desk: Desk, *words: str) -> str:
    """Return the HTML page of the activity report."""
    answer = desk.run("activity", *words, "--html", "year.html")
    assert answer.code == 0, answer.err
    return (desk.home / "year.html").read_text()


def strip(text: str, name: str) -> str:
    """Return the drawing in the row of a country or topic."""
    row = text[text.index(f">{name}<") :]
    return row[row.index('<svg class="strip"') : row.index("</svg>")]


@pytest.mark.parametrize(
    ("words", "classes", "number"),
    [
        ("--year 2026", ["heat4", "on heat4", "heat3", "on heat3", "heat1", "on heat1"], "8"),
        ("--since 2025", ["heat4", "on heat4", "heat3", "on heat3"], "8"),
        ("--since 1967", ["heat4"], None),
    ],
)
def test_in_html_a_row_has_a_strip_of_squares(
    year: Desk, words: str, classes: list[str], number: str | None
) -> None:
    """In HTML, the squares of a row are a drawing, with the weight of each as text if it fits."""
    text = written(year, *words.split())
    squares = re.findall('<(?:rect|text) class="([^"]*)"', strip(text, "IQ Iraq"))
    assert squares[: len(classes)] == classes
    numbers = re.findall("<text[^>]*>([0-9]+)</text>", strip(text, "IQ Iraq"))
    assert numbers[:1] == ([number] if number else [])
    parser = Parsed()
    parser.feed(text)
    assert parser.oddities == parser.open == []


def test_in_html_squares_have_titles(year: Desk) -> None:
    """Each square says in words what it shows, and the strip says all of it."""
    text = written(year, "--year", "2026")
    assert "<title>Iraq, Jan 2026: weight 8</title>" in strip(text, "IQ Iraq")
    assert "<title>Georgia, Dec 2026: 1 planned</title>" in strip(text, "GE Georgia")
    label = 'aria-label="Jan 2026: weight 8; Feb 2026: weight 5; Nov 2026: weight 2"'
    assert label in strip(text, "IQ Iraq")
    assert 'role="img"' in strip(text, "IQ Iraq")
    assert 'aria-label="nothing"' in strip(text, "DE Germany")


@pytest.mark.parametrize(
    ("words", "expected"),
    {
        "--year 2026": "2026 Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "": "2026 Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov",
        "--since 2025-01 --until 2026-12": f"2025 2026{' J F M A M J J A S O N D' * 2}",
        "--since 2023": "2023 2024 2025 2026",
        "--since 1995": "1995 2000 2010 2020",
        "--since 1500": "1500 1600 1700 1800 1900",
    }.items(),
)
def test_in_html_the_columns_have_labels(year: Desk, words: str, expected: str) -> None:
    """Above the squares are the months and their years, or as many years as fit on a phone."""
    text = written(year, *words.split())
    head = text[text.index("<thead>") : text.index("</thead>")]
    assert re.findall("<text[^>]*>([^<]*)</text>", head) == expected.split()


def test_in_html_the_table_has_what_the_squares_lack(year: Desk) -> None:
    """In HTML, the columns beside the squares have longer names than on a terminal."""
    parser = Parsed()
    parser.feed(written(year, "--year", "2026"))
    names = [text for tag, text in parser.texts if tag == "th"]
    assert names == ["country", "?", "total", "last contact", "ref", "silence"]
    assert "over 180 days" in parser.visible
    assert "○ planned" in parser.visible
    assert "month unknown" in parser.visible


# --- Hostile text, and empty reports ----------------------------------------------------------


def test_hostile_text_is_inert(desk: Desk) -> None:
    """Hostile text in topics and mechanism titles stays plain text in every format."""
    titles = enumerate(TITLES.values(), 1)
    records = (HOSTILE.replace("N", f"{n}").replace("TITLE", title) for n, title in titles)
    desk.record(desk.write("hostile.yaml", "".join((HEAD, *records))))
    for by in ("topic", "mechanism"):
        for columns, legend in ((80, 3), (120, 2)):
            answer = desk.run("activity", "--by", by, env={"COLUMNS": str(columns)})
            assert too_wide(answer.lines, columns) == []
            assert STEERING.findall(answer.out) == []
            assert len(answer.lines) == len(TITLES) + 2 + legend
        whole = desk.run("activity", "--by", by).out
        assert TITLES["Arabic"] in whole
        assert "[bold red]x[/] and [/]" in whole
        assert desk.run("--ascii", "activity", "--by", by).out_bytes.isascii()
        desk.run("activity", "--by", by, "--html", f"{by}.html")
        assert "&lt;img src=x&gt;" in (desk.home / f"{by}.html").read_text()


def test_an_empty_register_says_what_to_do(desk: Desk) -> None:
    """A report on an empty register says that no records match, and exits with 0."""
    create_register(desk.home / "data/dragoman/register.db", datetime(2026, 1, 1, tzinfo=UTC))
    for by in ("country", "mechanism", "topic"):
        answer = desk.run("activity", "--by", by)
        assert (answer.code, answer.err) == (0, "")
        assert "No records match." in answer.out
    assert desk.read("activity")["rows"] == []
    assert desk.run("activity", "--csv").out == ""


def test_an_empty_result_says_when_there_was_activity(year: Desk) -> None:
    """If records match only outside the period, the report gives the date of the last match."""
    assert "No records match" in year.run("activity", "--party", "FR").out
    answer = year.run("activity", "--party", "GE", "--year", "2024")
    assert "The last match is M-6, 5 Mar 2025 (--year 2025)" in answer.out


def test_a_register_of_one_record(desk: Desk) -> None:
    """The activity report counts a single record correctly, with or without a date."""
    words = "meeting hold --title Call --party AZ --party IQ"
    assert desk.run(*words.split()).code == 0
    [one, other] = desk.read("activity")["rows"]
    assert (one["key"], one["elsewhere"], one["silence"], other["key"]) == ("AZ", 1, None, "IQ")
    assert "none" in desk.run("activity").out
    assert desk.run(*words.split(), "--occurred", "2026-01-02").code == 0
    assert cells(desk.read("activity")["rows"][0])[-1] == 1


# --- Bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    {
        "--year 20x6": "--year: '20x6' is not a year; write 2026",
        "--year 0000": "--year: '0000' is not a year",
        "--year 2026 --since 2025": "--year and --since cannot be combined; choose one",
        "--year 2026 --until 2025": "--year and --until cannot be combined; choose one",
        "--since 2026 --until 2025": "--until: '2025' ends before --since begins",
        "--since someday": "--since: 'someday' is not a date",
        "--since ../2025": "--since: by 2025 is not a date",
        "--until Y12026": "--until: Y12026 is not a date in the years 2 to 9998",
        "--since 1000": "--since: 1000-01-01 is more than 600 years before 2026-11-30",
        "--party Atlantis": "--party: unknown country or organisation 'Atlantis'",
        "--limit 0": "--limit: 0 is not a number from 1",
        "--by planet": "--by",
        "--kind mechanism": "--kind",
        "--csv --json": "cannot be combined; choose one",
    }.items(),
)
def test_bad_input_is_one_clear_line(year: Desk, words: str, said: str) -> None:
    """For a bad option, ``activity`` prints one line on stderr and nothing on stdout."""
    answer = year.run("activity", *words.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


# --- Shades -----------------------------------------------------------------------------------


def test_shades_tell_cells_apart() -> None:
    """If the weights in the cells are low, the shades have fixed limits.

    If the weights are high, the quartiles of the weights are the limits.
    """
    assert shades_for([]) == shades_for([0, 1, 5]) == list(LEAST)
    assert shades_for(range(1, 101)) == [1, 26, 51, 76]
    assert shades_for([50] * 9) == [1, 50, 51, 52]
