"""Printed output fits its surroundings: at any width, with or without colour, and in ASCII."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from rich.cells import cell_len

from dragoman.store.engines.sqlite import create_register
from tests.conftest import Desk
from tests.copies import after, both

pytestmark = pytest.mark.once

REPORTS = (
    "timeline",
    "follow-ups",
    "follow-ups --all",
    "show V-1",
    "show C-1",
    "show B-1",
    "show F-1",
    "show P-1",
    "mechanism list",
    "audit log",
)
ANSI = re.compile(r"\x1b\[[0-9;]*m")
REF = re.compile(r"\b[VCMBFIP]-[0-9]+\b")
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ASCII_STDOUT = {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0", "LC_ALL": "C"}

LONG = "A title that goes on and on " * 17 + "to its end"
TITLES = {
    "markup": "[bold red]x[/] and [/] and [link=https://a.b]c[/link]",
    "emoji name": "Talks :smile: and 😀 and 👩‍👩‍👧‍👦",
    "bidi": "Talks \u202eereh morf\u202c and \u2066isolated\u2069",
    "line break": "First line\\nsecond line\\ttabbed",
    "Arabic": "زيارة نائب وزير الخارجية إلى بغداد",
    "Azerbaijani": "Azərbaycan Xarici İşlər Nazirinin müavininin səfəri",
    "Chinese": "外交部副部长访问巴格达" * 5,
    "accents": "e\u0301" * 30,
    "long": LONG,
}
HEAD = """\
dispatch: hostile
source: {title: 'Report [red]x[/] \u202eback'}
reason: 'Why [blue]not[/] \u202eback'
records:
"""
RECORDS = """\
  - kind: visit
    handle: visit-N
    status: concluded
    title: "TITLE"
    place: "SHORT"
    host: IQ
    occurred: 2025-04-0N
    topics: ["TITLE"]
    as_written: {title: "TITLE"}
    participants: [{name: "TITLE", post: "SHORT", side: AZ}]
  - kind: mechanism
    handle: body-N
    body: working group
    title: "TITLE"
    aliases: ["Also SHORT"]
    parties: [AZ, IQ]
  - kind: consultation
    handle: session-N
    status: held
    mechanism: body-N
    session: N
    part_of: visit-N
    occurred: 2025-04-0N
  - kind: follow-up
    handle: owed-N
    what: "TITLE"
    owners: [{post: "SHORT"}]
    agreed_in: visit-N
    awaits: {mechanism: body-N}
"""


def records(number: int, title: str) -> str:
    """Return records that have ``title`` in every field that takes text."""
    text = re.sub(r"\bN\b|(?<=-0)N\b", str(number), RECORDS)
    return text.replace("TITLE", title).replace("SHORT", title[:60])


HOSTILE = HEAD + "".join(records(number, title) for number, title in enumerate(TITLES.values(), 1))


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


def record_hostile(desk: Desk) -> None:
    """Record hostile text."""
    desk.record(desk.write("hostile.yaml", HOSTILE))


@pytest.fixture
def hostile(desk: Desk) -> Desk:
    """A desk that has recorded hostile text."""
    return after(desk, record_hostile)


def refs_in(value: object) -> set[str]:
    """Return every ref in a JSON document."""
    return set(REF.findall(json.dumps(value)))


def listed(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the items of a document's list, whatever the list's key is."""
    lists = (value for name, value in document.items() if name != "context")
    return next(value for value in lists if isinstance(value, list))


LISTED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "timeline": lambda entry: entry["ref"],
    "follow-ups": lambda item: item["ref"],
    "mechanism list": lambda body: (body["ref"], body["sessions"]),
    "audit log": lambda entry: entry["events"],
}
"""The key that holds the refs in the items of a printed list."""


def too_wide(lines: list[str], columns: int) -> list[str]:
    """Return the lines that are wider than this number of columns."""
    return [line for line in lines if cell_len(ANSI.sub("", line)) > columns]


@pytest.mark.parametrize("place", ["story", "hostile"])
@pytest.mark.parametrize(("words", "columns"), list(product(REPORTS, (80, 120))))
def test_no_line_is_wider_than_the_columns(
    request: pytest.FixtureRequest, place: str, words: str, columns: int
) -> None:
    """No line has more cells than the screen is wide; a wide character counts as two cells."""
    desk: Desk = request.getfixturevalue(place)
    answer = desk.run(*words.split(), env={"COLUMNS": str(columns)})
    assert answer.code == 0, answer.err
    assert too_wide(answer.lines, columns) == []


@pytest.mark.parametrize("place", ["story", "hostile"])
@pytest.mark.parametrize("columns", ["", "40", "100"])
@pytest.mark.parametrize("words", LISTED)
def test_every_ref_is_whole(
    request: pytest.FixtureRequest, place: str, words: str, columns: str
) -> None:
    """Even a narrow screen shows every ref in full."""
    desk: Desk = request.getfixturevalue(place)
    wanted = refs_in([LISTED[words](item) for item in listed(desk.read(*words.split()))])
    printed = desk.run(*words.split(), env={"COLUMNS": columns} if columns else {}).out
    assert wanted
    assert wanted <= set(REF.findall(printed))


@pytest.mark.parametrize("words", REPORTS)
def test_a_pipe_gets_no_colour_and_no_cut_lines(hostile: Desk, words: str) -> None:
    answer = hostile.run(*words.split())
    assert "\x1b" not in answer.out
    assert "…" not in answer.out


def test_a_pipe_gets_whole_titles(hostile: Desk) -> None:
    """In a pipe, reports print even the longest title in full."""
    for words in ("timeline", "follow-ups", "mechanism list"):
        assert LONG in hostile.run(*words.split()).out


@pytest.mark.parametrize("words", REPORTS)
def test_colour_can_be_forced(story: Desk, words: str) -> None:
    """``FORCE_COLOR`` and ``--color always`` add the same colours and change nothing else."""
    plain = story.run(*words.split(), env={"COLUMNS": "100"}).out
    for forced in (
        story.run(*words.split(), env={"COLUMNS": "100", "FORCE_COLOR": "1", "TERM": "xterm"}),
        story.run(*words.split(), "--color", "always", env={"COLUMNS": "100", "TERM": "xterm"}),
    ):
        assert forced.code == 0
        assert ANSI.search(forced.out)
        assert ANSI.sub("", forced.out) == plain


@pytest.mark.parametrize("words", REPORTS)
def test_colour_can_be_refused(story: Desk, words: str) -> None:
    """``--color never`` and ``NO_COLOR`` remove colours, even under ``FORCE_COLOR``."""
    never = story.run(*words.split(), "--color", "never", env={"FORCE_COLOR": "1"})
    assert "\x1b" not in never.out
    none = story.run(*words.split(), env={"NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "xterm"})
    assert not re.search(r"\x1b\[[0-9;]*\b(3[0-7]|4[0-7]|9[0-7])\b", none.out)


@pytest.mark.parametrize("words", REPORTS)
def test_json_is_never_coloured(story: Desk, words: str) -> None:
    """A JSON document has no colour codes, even under ``FORCE_COLOR``."""
    forced = {"FORCE_COLOR": "1", "COLUMNS": "40"}
    answer = story.run(*words.split(), "--json", "--color", "always", env=forced)
    assert answer.json == story.read(*words.split())


@pytest.mark.parametrize("place", ["story", "hostile"])
@pytest.mark.parametrize("words", REPORTS)
def test_ascii_is_ascii(request: pytest.FixtureRequest, place: str, words: str) -> None:
    """``--ascii`` prints only ASCII and keeps every ref."""
    desk: Desk = request.getfixturevalue(place)
    answer = desk.run("--ascii", *words.split())
    assert answer.code == 0, answer.err
    assert answer.out_bytes.isascii()
    assert set(REF.findall(answer.out)) >= set(REF.findall(desk.run(*words.split()).out))
    assert desk.run("--ascii", *words.split(), "--json").out_bytes.isascii()


def test_ascii_lines_fit(hostile: Desk) -> None:
    """In ASCII mode, lines fit the screen even if a letter takes several ASCII characters."""
    for words in ("timeline", "follow-ups"):
        answer = hostile.run("--ascii", words, env={"COLUMNS": "80"})
        assert too_wide(answer.lines, 80) == []


@pytest.mark.parametrize("words", ["timeline", "show V-1", "audit log"])
def test_an_ascii_terminal_works(hostile: Desk, words: str) -> None:
    """If stdout takes only ASCII, the installed command prints ASCII and does not fail."""
    answer = hostile.command(*words.split(), env=ASCII_STDOUT)
    assert answer.code == 0, answer.err
    assert answer.out_bytes.isascii()


def test_json_is_utf8_at_an_ascii_terminal(hostile: Desk) -> None:
    """JSON is UTF-8 and has the same bytes on every terminal."""
    answer = hostile.command("timeline", "--json", env=ASCII_STDOUT)
    assert answer.code == 0, answer.err
    assert answer.out_bytes == hostile.command("timeline", "--json").out_bytes
    assert answer.json == hostile.read("timeline")


def test_recording_at_an_ascii_terminal_works(desk: Desk) -> None:
    """On an ASCII terminal, recording works, and receipts, notes and errors are in ASCII."""
    hostile = desk.write("hostile.yaml", HOSTILE)
    bad = desk.write("bad.yaml", HOSTILE.replace("host: IQ", "host: İraqq", 1))
    for file, code in ((hostile, 0), (hostile, 0), (bad, 2)):
        answer = desk.command("record", file, env=ASCII_STDOUT)
        assert answer.code == code, answer.err
        assert (answer.out_bytes + answer.err_bytes).isascii()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp437"])
def test_a_terminal_of_another_encoding_works(hostile: Desk, encoding: str) -> None:
    """If a terminal's encoding lacks most letters, commands still work."""
    for words in REPORTS:
        assert hostile.run(*words.split(), encoding=encoding).code == 0


@pytest.mark.parametrize("colour", ["never", "always"])
@pytest.mark.parametrize("words", REPORTS)
def test_markup_is_text(hostile: Desk, words: str, colour: str) -> None:
    """Reports do not interpret text that looks like markup or like the name of an emoji."""
    printed = ANSI.sub("", hostile.run(*words.split(), "--color", colour).out)
    if words != "audit log":
        assert "[bold red]x[/] and [/] and [link=https://a.b]c[/link]" in printed
    else:
        assert "Why [blue]not[/]" in printed
    if words in ("timeline", "follow-ups"):
        assert ":smile:" in printed


@pytest.mark.parametrize("words", REPORTS)
def test_no_text_controls_the_terminal(hostile: Desk, words: str) -> None:
    """Control characters and bidirectional overrides never reach the terminal."""
    printed = hostile.run(*words.split()).out
    assert STEERING.findall(printed) == []
    coloured = ANSI.sub("", hostile.run(*words.split(), "--color", "always").out)
    assert STEERING.findall(coloured) == []


def test_receipts_and_notices_do_not_control_the_terminal(desk: Desk) -> None:
    file = desk.write("hostile.yaml", HOSTILE)
    for _ in range(2):
        answer = desk.run("record", file)
        assert STEERING.findall(answer.out) == []
    other = HOSTILE.replace('place: "', 'place: "\u202e')
    answer = desk.run("record", desk.write("other.yaml", other))
    assert "place" in answer.err
    assert STEERING.findall(answer.out + answer.err) == []


@pytest.mark.parametrize("words", ["timeline", "follow-ups", "show V-4", "mechanism list"])
def test_a_record_is_one_line(hostile: Desk, words: str) -> None:
    """A line break in recorded text does not start a new printed line."""
    assert not any(line.lstrip().startswith("second") for line in hostile.run(*words.split()).lines)


@pytest.mark.parametrize("language", ["Arabic", "Azerbaijani", "Chinese"])
def test_every_script_is_printed(hostile: Desk, language: str) -> None:
    """The timeline prints text in any script unchanged."""
    assert TITLES[language] in hostile.run("timeline").out
    titles = [entry["title"] for entry in hostile.read("timeline")["entries"]]
    assert TITLES[language] in titles


def test_hostile_text_is_kept_as_it_was_recorded(hostile: Desk) -> None:
    """JSON has the complete text as recorded, including characters that reports do not print."""
    titles = {entry["title"] for entry in hostile.read("timeline")["entries"]}
    assert TITLES["bidi"] in titles
    assert TITLES["markup"] in titles
    assert LONG in titles


def test_a_sheet_names_every_participant_in_full(story: Desk) -> None:
    """``show`` prints complete names and posts at any width."""
    record = story.read("show", "C-1")["record"]
    for columns in ("80", "120"):
        words = " ".join(story.run("show", "C-1", env={"COLUMNS": columns}).out.split())
        for person in record["participants"]:
            assert person["name"] in words
            assert person["post"] in words


# --- Nothing recorded -------------------------------------------------------------------------


@pytest.fixture
def empty(desk: Desk) -> Desk:
    """A desk with an empty register."""
    create_register(desk.home / "data/dragoman/register.db", datetime(2026, 1, 1, tzinfo=UTC))
    return desk


@pytest.mark.parametrize("words", ["timeline", "follow-ups", "mechanism list", "audit log"])
def test_an_empty_report_says_so(empty: Desk, words: str) -> None:
    """A report on an empty register exits with 0, and says that there are no records."""
    answer = empty.run(*words.split())
    assert answer.code == 0, answer.err
    assert re.search(r"Nothing|No ", answer.out)
    assert listed(empty.read(*words.split())) == []


@pytest.mark.parametrize("words", ["audit replay", "register info", "register rebuild"])
def test_maintenance_works_on_an_empty_register(empty: Desk, words: str) -> None:
    """``audit replay``, ``register info`` and ``register rebuild`` succeed on an empty register."""
    assert empty.run(*words.split()).code == 0


def test_an_empty_list_says_that_nothing_matches(story: Desk) -> None:
    """If no record matches, a report says so and exits with 0."""
    answer = story.run("timeline", "--between", "FR", "DE")
    assert answer.code == 0
    assert answer.lines[-1] == "No records match."
    assert story.run("follow-ups", "--party", "FR").lines[-1] == "Nothing is owed."


def test_show_on_an_empty_register_says_that_there_is_no_such_record(empty: Desk) -> None:
    answer = empty.run("show", "V-1")
    assert (answer.code, answer.out) == (2, "")
    assert "V-1 does not exist" in answer.err
