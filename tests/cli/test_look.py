"""What is printed fits where it is read: any width, colour or none, ASCII, and hostile text."""

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
    owner: "SHORT"
    agreed_in: visit-N
    awaits: {mechanism: body-N}
"""


def records(number: int, title: str) -> str:
    """Records that have ``title`` wherever a text may stand."""
    text = re.sub(r"\bN\b|(?<=-0)N\b", str(number), RECORDS)
    return text.replace("TITLE", title).replace("SHORT", title[:60])


HOSTILE = HEAD + "".join(records(number, title) for number, title in enumerate(TITLES.values(), 1))


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk at which the whole story is recorded."""
    return after(desk, both)


def record_hostile(desk: Desk) -> None:
    """Hostile text is recorded."""
    desk.record(desk.write("hostile.yaml", HOSTILE))


@pytest.fixture
def hostile(desk: Desk) -> Desk:
    """A desk at which hostile text is recorded."""
    return after(desk, record_hostile)


def refs_in(value: object) -> set[str]:
    """Every ref in a JSON document."""
    return set(REF.findall(json.dumps(value)))


def listed(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a list, under whatever name it has them."""
    lists = (value for name, value in document.items() if name != "context")
    return next(value for value in lists if isinstance(value, list))


LISTED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "timeline": lambda entry: entry["ref"],
    "follow-ups": lambda item: item["ref"],
    "mechanism list": lambda body: (body["ref"], body["sessions"]),
    "audit log": lambda entry: entry["events"],
}
"""Where the refs stand in the items of a list that is printed."""


def too_wide(lines: list[str], columns: int) -> list[str]:
    """The lines that take more cells than there are columns."""
    return [line for line in lines if cell_len(ANSI.sub("", line)) > columns]


@pytest.mark.parametrize("place", ["story", "hostile"])
@pytest.mark.parametrize(("words", "columns"), list(product(REPORTS, (80, 120))))
def test_no_line_is_wider_than_asked_for(
    request: pytest.FixtureRequest, place: str, words: str, columns: int
) -> None:
    """With COLUMNS set every line fits, in cells and not in characters."""
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
    """However narrow it is, what identifies a record is never cut."""
    desk: Desk = request.getfixturevalue(place)
    wanted = refs_in([LISTED[words](one) for one in listed(desk.read(*words.split()))])
    printed = desk.run(*words.split(), env={"COLUMNS": columns} if columns else {}).out
    assert wanted
    assert wanted <= set(REF.findall(printed))


@pytest.mark.parametrize("words", REPORTS)
def test_a_pipe_gets_neither_colour_nor_cut_lines(hostile: Desk, words: str) -> None:
    """In a pipe nothing is coloured, and no title is cut."""
    answer = hostile.run(*words.split())
    assert "\x1b" not in answer.out
    assert "…" not in answer.out


def test_a_pipe_gets_whole_titles(hostile: Desk) -> None:
    """The longest title stands in the timeline and among what is owed, whole."""
    for words in ("timeline", "follow-ups", "mechanism list"):
        assert LONG in hostile.run(*words.split()).out


@pytest.mark.parametrize("words", REPORTS)
def test_colour_can_be_forced(story: Desk, words: str) -> None:
    """FORCE_COLOR and ``--color always`` bring the same colours, and change nothing else."""
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
    """``--color never`` prints no escape at all, NO_COLOR no colour, whatever forces it."""
    never = story.run(*words.split(), "--color", "never", env={"FORCE_COLOR": "1"})
    assert "\x1b" not in never.out
    none = story.run(*words.split(), env={"NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "xterm"})
    assert not re.search(r"\x1b\[[0-9;]*\b(3[0-7]|4[0-7]|9[0-7])\b", none.out)


@pytest.mark.parametrize("words", REPORTS)
def test_json_is_never_coloured(story: Desk, words: str) -> None:
    """A JSON document has no escapes, whatever forces colour."""
    forced = {"FORCE_COLOR": "1", "COLUMNS": "40"}
    answer = story.run(*words.split(), "--json", "--color", "always", env=forced)
    assert answer.json == story.read(*words.split())


@pytest.mark.parametrize("place", ["story", "hostile"])
@pytest.mark.parametrize("words", REPORTS)
def test_ascii_is_ascii(request: pytest.FixtureRequest, place: str, words: str) -> None:
    """``--ascii`` prints nothing else, keeps every ref, and fits the width."""
    desk: Desk = request.getfixturevalue(place)
    answer = desk.run("--ascii", *words.split())
    assert answer.code == 0, answer.err
    assert answer.out_bytes.isascii()
    assert set(REF.findall(answer.out)) >= set(REF.findall(desk.run(*words.split()).out))
    assert desk.run("--ascii", *words.split(), "--json").out_bytes.isascii()


def test_ascii_lines_fit(hostile: Desk) -> None:
    """Letters that become several in ASCII are counted as several."""
    for words in ("timeline", "follow-ups"):
        answer = hostile.run("--ascii", words, env={"COLUMNS": "80"})
        assert too_wide(answer.lines, 80) == []


@pytest.mark.parametrize("words", ["timeline", "show V-1", "audit log"])
def test_an_ascii_terminal_works(hostile: Desk, words: str) -> None:
    """Where stdout takes nothing but ASCII, the real command prints it, and fails nowhere."""
    answer = hostile.command(*words.split(), env=ASCII_STDOUT)
    assert answer.code == 0, answer.err
    assert answer.out_bytes.isascii()


def test_json_is_utf8_at_an_ascii_terminal(hostile: Desk) -> None:
    """Data is UTF-8 whatever the terminal takes: the bytes are those of any other terminal."""
    answer = hostile.command("timeline", "--json", env=ASCII_STDOUT)
    assert answer.code == 0, answer.err
    assert answer.out_bytes == hostile.command("timeline", "--json").out_bytes
    assert answer.json == hostile.read("timeline")


def test_recording_at_an_ascii_terminal_works(desk: Desk) -> None:
    """Recording tells what it did, and its notices and errors, in ASCII."""
    hostile = desk.write("hostile.yaml", HOSTILE)
    bad = desk.write("bad.yaml", HOSTILE.replace("host: IQ", "host: İraqq", 1))
    for file, code in ((hostile, 0), (hostile, 0), (bad, 2)):
        answer = desk.command("record", file, env=ASCII_STDOUT)
        assert answer.code == code, answer.err
        assert (answer.out_bytes + answer.err_bytes).isascii()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp437"])
def test_a_terminal_of_another_encoding_works(hostile: Desk, encoding: str) -> None:
    """An encoding that knows few of the letters is no reason to fail."""
    for words in REPORTS:
        assert hostile.run(*words.split(), encoding=encoding).code == 0


@pytest.mark.parametrize("colour", ["never", "always"])
@pytest.mark.parametrize("words", REPORTS)
def test_markup_is_text(hostile: Desk, words: str, colour: str) -> None:
    """What looks like markup or the name of an emoji is printed as it is."""
    printed = ANSI.sub("", hostile.run(*words.split(), "--color", colour).out)
    if words != "audit log":
        assert "[bold red]x[/] and [/] and [link=https://a.b]c[/link]" in printed
    else:
        assert "Why [blue]not[/]" in printed
    if words in ("timeline", "follow-ups"):
        assert ":smile:" in printed


@pytest.mark.parametrize("words", REPORTS)
def test_nothing_that_steers_a_terminal_is_printed(hostile: Desk, words: str) -> None:
    """Bidi overrides and control characters of a text never reach the terminal."""
    printed = hostile.run(*words.split()).out
    assert STEERING.findall(printed) == []
    coloured = ANSI.sub("", hostile.run(*words.split(), "--color", "always").out)
    assert STEERING.findall(coloured) == []


def test_what_recording_tells_steers_no_terminal(desk: Desk) -> None:
    """The answers of ``record`` are as clean as the reports, and so are the notices."""
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
    """A line break in a text does not break the line it is printed in."""
    assert not any(line.lstrip().startswith("second") for line in hostile.run(*words.split()).lines)


@pytest.mark.parametrize("language", ["Arabic", "Azerbaijani", "Chinese"])
def test_every_script_is_printed(hostile: Desk, language: str) -> None:
    """What was written comes out as it was written."""
    assert TITLES[language] in hostile.run("timeline").out
    titles = [one["title"] for one in hostile.read("timeline")["entries"]]
    assert TITLES[language] in titles


def test_hostile_text_is_kept_as_it_was_recorded(hostile: Desk) -> None:
    """JSON gives the text back whole, with what is not printed."""
    titles = {one["title"] for one in hostile.read("timeline")["entries"]}
    assert TITLES["bidi"] in titles
    assert TITLES["markup"] in titles
    assert LONG in titles


def test_every_participant_of_a_sheet_is_found_in_it(story: Desk) -> None:
    """At any width a sheet names every person and post in full."""
    record = story.read("show", "C-1")["record"]
    for columns in ("80", "120"):
        words = " ".join(story.run("show", "C-1", env={"COLUMNS": columns}).out.split())
        for person in record["participants"]:
            assert person["name"] in words
            assert person["post"] in words


# --- Nothing recorded -------------------------------------------------------------------------


@pytest.fixture
def empty(desk: Desk) -> Desk:
    """A desk with a register that holds nothing yet."""
    create_register(desk.home / "data/dragoman/register.db", datetime(2026, 1, 1, tzinfo=UTC))
    return desk


@pytest.mark.parametrize("words", ["timeline", "follow-ups", "mechanism list", "audit log"])
def test_a_report_of_nothing_says_so(empty: Desk, words: str) -> None:
    """A report on an empty register is no failure, and says what to do or that nothing is there."""
    answer = empty.run(*words.split())
    assert answer.code == 0, answer.err
    assert re.search(r"Nothing|No ", answer.out)
    assert listed(empty.read(*words.split())) == []


@pytest.mark.parametrize("words", ["audit replay", "register info", "register rebuild"])
def test_an_empty_register_can_be_cared_for(empty: Desk, words: str) -> None:
    """Replay, information and rebuilding work on an empty register."""
    assert empty.run(*words.split()).code == 0


def test_a_filter_that_nothing_fits_says_so(story: Desk) -> None:
    """A list of nothing exits with 0, and says that nothing fits."""
    answer = story.run("timeline", "--between", "FR", "DE")
    assert answer.code == 0
    assert "Nothing" in answer.out
    assert "Nothing" in story.run("follow-ups", "--party", "FR").out


def test_a_record_that_an_empty_register_does_not_hold(empty: Desk) -> None:
    """``show`` on an empty register says that there is no such record."""
    answer = empty.run("show", "V-1")
    assert (answer.code, answer.out) == (2, "")
    assert "there is no V-1" in answer.err
