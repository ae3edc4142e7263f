"""``dragoman search``: finding records by words, in any script and spelling."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from rich.cells import cell_len

from dragoman.cli.page.page import parted
from dragoman.domain.kinds import LETTERS
from dragoman.store.engines.sqlite import create_register
from tests.cli.library import spread
from tests.conftest import ARTICLE, CHAIN, Desk, change, isolate, remove, rows
from tests.copies import after, both


@pytest.fixture(scope="session")
def _place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("library")
    spread(place)
    return place


@pytest.fixture
def library(_place: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A read-only desk with many records."""
    isolate(monkeypatch, _place)
    return Desk(_place, monkeypatch)


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


def titles(desk: Desk, *words: str, **options: Any) -> list[str]:
    """Return the titles of the records that a search finds."""
    return [result["title"] for result in desk.read("search", *words, **options)["results"]]


def refs(desk: Desk, *words: str) -> list[str]:
    """Return the refs of the records that a search finds."""
    return [result["ref"] for result in desk.read("search", *words)["results"]]


def index_of(desk: Desk) -> Path:
    """Return the path of the search index."""
    [path] = (desk.home / "cache" / "dragoman").glob("*.search")
    return path


# --- Matches ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Rafijew", "Yalchin Rafiyev"),
        ("رفييف", "Yalchin Rafiyev"),
        ("Бахр аль-Улум", "Mohammed Hussein Bahr Al-Uloom"),
        ("访问", "外交部副部长访问巴格达"),
        ('C++ NEAR( "venue"', "Workshop on C++ and COP29 NEAR the venue"),
        ("-30", "Workshop on C++ and COP29 NEAR the venue"),
    ],
)
def test_the_command_finds_a_record(library: Desk, words: str, wanted: str) -> None:
    """``dragoman search`` finds records by words.

    :mod:`tests.projections.test_search` covers many more queries.
    """
    assert titles(library, *words.split())[0] == wanted


def test_two_hyphens_end_the_options(library: Desk) -> None:
    """In a search, two hyphens end the options.

    Before the hyphens, a mistyped option is an error.
    """
    assert library.run("search", "--limt", "3", "visit").code == 2
    answer = library.run("search", "--json", "--", "--limt", "title:x")
    assert answer.code == 0
    assert answer.json["query"] == "--limt title:x"


def test_adjacent_words_come_first(library: Desk) -> None:
    """Records with the search words side by side come before records with the words far apart."""
    found = titles(library, "Jeyhun", "Bayramov")
    assert "Ministers of justice meet" in found
    assert found.index("Ministers of justice meet") > found.index("Jeyhun Bayramov")


def test_exact_matches_come_first(library: Desk) -> None:
    """In a search, exact matches come first, and words that sound similar come last.

    Matches of parts of words are in between. Each record appears once.
    """
    results = library.read("search", "Refiyev", "--limit", "50")["results"]
    order = [("exact", "part", "sound").index(result["match"]) for result in results]
    assert order == sorted(order)
    assert len({result["ref"] for result in results}) == len(results)
    assert set(order) == {0, 1, 2}


def test_equal_matches_are_sorted_newest_first(library: Desk) -> None:
    """Equal matches are sorted by date, the newest first."""
    found = library.read("search", "joint", "commission", "--kind", "consultation")["results"]
    days = [item["occurred"]["latest"] for item in found]
    assert len(days) > 3
    assert days == sorted(days, reverse=True)


def test_every_kind_of_record_is_found(library: Desk) -> None:
    """A search finds records of every kind, and ``--kind`` limits the search to some kinds."""
    every = library.read("search", "Azerbaijan", "--limit", "99")["results"]
    assert {item["kind"] for item in every} == set(LETTERS)
    some = ("--kind", "instrument", "--kind", "party")
    both = library.read("search", "Azerbaijan", *some, "--limit", "99")["results"]
    assert both == [item for item in every if item["kind"] in some]


@pytest.mark.parametrize("ref", ["V-1", " v1 "])
def test_a_record_is_found_by_its_ref(library: Desk, ref: str) -> None:
    """A search for a ref finds exactly that record, however the ref is typed."""
    [found] = library.read("search", ref)["results"]
    assert found["ref"] == "V-1"
    assert library.read("search", "V-999")["found"] == 0


def test_filters_limit_the_matches(library: Desk) -> None:
    """You can limit a search to parties, a context or a period, as you can limit a report."""
    everything = set(refs(library, "minister", "--limit", "99"))
    turkish = set(refs(library, "minister", "--party", "TR", "--limit", "99"))
    both = set(refs(library, "minister", "--between", "AZ", "IQ", "--limit", "99"))
    assert turkish < everything
    assert both < everything
    assert set(refs(library, "minister", "--context", "AZ-IQ", "--limit", "99")) == both
    document = library.read("search", "minister", "--context", "AZ-IQ")
    assert document["context"] == ["AZ", "IQ"]
    since = library.read("search", "minister", "--since", "2025", "--limit", "99")["results"]
    assert since
    assert all((item["occurred"]["latest"] or "9") >= "2025" for item in since)
    until = library.read("search", "minister", "--until", "2023", "--limit", "99")["results"]
    assert "Ministers of justice meet" in [item["title"] for item in until]
    assert all((item["occurred"]["earliest"] or "0") < "2024" for item in until)


def test_the_limit_shows_some_and_counts_the_rest(library: Desk) -> None:
    """``--limit`` limits the results, and the report gives the total number of matches."""
    document = library.read("search", "Azerbaijan", "--limit", "3")
    assert len(document["results"]) == 3
    total = document["found"]
    assert total > 20
    assert f"3 of {total}" in library.run("search", "Azerbaijan", "--limit", "3").lines[0]
    assert len(library.read("search", "Azerbaijan")["results"]) == 20
    assert library.run("search", "Azerbaijan", "--limit", "0").code == 2


# --- Output -----------------------------------------------------------------------------------


def test_the_document_has_the_keys_that_scripts_rely_on(library: Desk) -> None:
    document = library.read("search", "Rafijew", "--kind", "visit")
    assert document["schema"] == "dragoman/search/1"
    assert document["query"] == "Rafijew"
    assert document["as_of"]["position"] == library.position
    visit = document["results"][0]
    assert (visit["ref"], visit["kind"], visit["status"]) == ("V-1", "visit", "concluded")
    assert visit["title"] == "Visit of the deputy foreign minister of Azerbaijan"
    assert visit["occurred"]["edtf"] == "../2025-04"
    assert (visit["place"], visit["parties"], visit["match"]) == ("Baghdad", ["AZ", "IQ"], "sound")
    person = "Yalchin Rafiyev, deputy foreign minister, Azerbaijan"
    assert visit["hits"] == [{"field": "participant", "text": person}]


def test_a_hit_in_another_field_is_shown_below_the_line(library: Desk) -> None:
    """If a result's line does not show the match, the next line shows the field and the match."""
    lines = library.run("search", "Energie", "Protokolle").lines
    assert "No record" in lines[-1]
    lines = library.run("search", "Protokolle").lines
    at = next(n for n, line in enumerate(lines) if "Böhm" in line)
    assert lines[at + 1].strip().startswith("outcome: Über die Übersetzung der Protokolle")
    lines = library.run("search", "Köln").lines
    assert not any("place:" in line for line in lines)


def test_a_long_text_is_shortened_around_the_hit(desk: Desk) -> None:
    """A search result shortens a long text to the words around the match."""
    summary = "before " * 100 + "needle " + "after " * 100
    desk.record(desk.write("long.yaml", MEETING.format(title="Talks", more=f"summary: {summary}")))
    [hit] = desk.read("search", "needle")["results"][0]["hits"]
    assert hit["field"] == "summary"
    assert hit["text"].startswith("… before")
    assert hit["text"].endswith("after …")
    assert "needle" in hit["text"]
    assert len(hit["text"]) < 200


MEETING = """\
dispatch: one
source: {{title: Note}}
records:
  - {{kind: meeting, handle: m, status: held, title: '{title}', occurred: 2024-05-06,
     parties: [AZ, IQ], {more}}}
"""


def test_hits_are_highlighted(library: Desk) -> None:
    """Matches use reverse video on a terminal, ``mark`` tags in HTML, and bold in Markdown."""
    coloured = library.run("search", "Rafijew", "--color", "always").out
    assert "\x1b[1;7mRafiyev" in coloured
    page = library.home / "found.html"
    assert library.run("search", "Rafijew", "--html", page).code == 0
    assert '<mark class="hit">Rafiyev</mark>' in page.read_text()
    assert "**Rafiyev**" in library.run("search", "Rafijew", "--markdown").out
    assert '<mark class="hit">访问</mark>' in _html(library, "访问")
    assert '<mark class="hit">AZ</mark>' in _html(library, "Aserbaidschan")
    assert '<mark class="hit">session 4</mark>' not in _html(library, "Rafijew")


def _html(desk: Desk, *words: str) -> str:
    page = desk.home / "page.html"
    assert desk.run("search", "--html", page, *words).code == 0
    return page.read_text()


PARTED = [
    ("Al-Uloom, Ulooms, Uloom", ["Uloom"], ["Al-", "Uloom", ", Ulooms, ", "Uloom", ""]),
    ("外交部长访问", ["访问"], ["外交部长", "访问", ""]),
    ("session 4 of 4", ["session 4"], ["", "session 4", " of 4"]),
    ("AZ → IQ", ["AZ", "IQ", ""], ["", "AZ", " → ", "IQ", ""]),
    ("a (b) [c]", ["(b)", "c"], ["a ", "(b)", " [", "c", "]"]),
    ("Rafiyevin Rafiyev", ["Rafiyev", "Rafiyevin"], ["", "Rafiyevin", " ", "Rafiyev", ""]),
    ("nothing", [], ["nothing"]),
    ("nothing", [""], ["nothing"]),
]


@pytest.mark.parametrize(("text", "hits", "parts"), PARTED)
def test_a_text_is_split_at_its_hits(text: str, hits: list[str], parts: list[str]) -> None:
    """``parted`` splits a string around its matches; every second part is a match.

    If two matches start at the same character, the longer one wins.
    """
    assert parted(text, hits) == parts
    assert "".join(parted(text, hits)) == text


def test_rows_for_a_spreadsheet(library: Desk) -> None:
    """The CSV of a search has a line for each record, with the record's matches."""
    lines = library.run("search", "Protokolle", "--csv").lines
    assert lines[0].startswith("ref,kind,status,title")
    assert "outcome: Über die Übersetzung der Protokolle" in lines[1]


def test_no_match_is_not_an_error(library: Desk) -> None:
    """If a search finds nothing, the report suggests similar words, and the exit code is 0."""
    answer = library.run("search", "Beiromanov")
    assert answer.code == 0
    assert "did you mean" in answer.out
    assert "bayramov" in answer.out
    document = library.read("search", "Beiromanov")
    assert (document["found"], document["results"]) == (0, [])
    assert "bayramov" in document["suggestions"]
    assert "No record contains" in library.run("search", "qqqqqqqq").out
    assert "all of these words" in library.run("search", "Köln", "Rewaq").out


@pytest.mark.parametrize("columns", ["", "80", "120"])
@pytest.mark.parametrize("words", ["Azerbaijan", "بحر العلوم", "访问"])
def test_every_line_fits_the_columns(library: Desk, words: str, columns: str) -> None:
    """Lines of a search result fit the screen, and every ref is complete."""
    answer = library.run("search", words, "--color", "always", env={"COLUMNS": columns})
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in answer.lines]
    if columns:
        assert [line for line in plain if cell_len(line) > int(columns)] == []
    same = library.run("search", words, env={"COLUMNS": columns})
    assert plain == same.lines
    shown = sum(bool(re.search(r"\b[VCMBFIP]-[0-9]+\b", line)) for line in plain)
    assert shown >= 1


def test_an_ascii_terminal_without_colour(library: Desk) -> None:
    """With ``--ascii`` and ``NO_COLOR``, a search prints only ASCII and still shows the match."""
    answer = library.run("search", "Рафиев", "--ascii", env={"NO_COLOR": "1"})
    assert answer.code == 0
    assert answer.out.isascii()
    assert "participant: Yalchin Rafiyev" in answer.out


HOSTILE = "[bold red]Talks[/] <script>alert(1)</script> \u202eback **x** | `y`"


def test_hostile_text_stays_text(desk: Desk) -> None:
    """A search escapes markup, HTML and control characters, in results and in search words."""
    written = json.dumps(HOSTILE)
    file = MEETING.format(title="TITLE", more="topics: [talks]").replace("'TITLE'", written)
    desk.record(desk.write("hostile.yaml", file))
    for words in ("alert bold", HOSTILE):
        answer = desk.run("search", "--color", "always", "--", words)
        assert answer.code == 0, answer.err
        printed = re.sub(r"\x1b\[[0-9;]*m", "", answer.out)
        assert "[bold red]Talks[/] <script>" in printed
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", printed)
        page = _html(desk, "--", words)
        assert "<script>alert" not in page.replace(' class="hit"', "").replace("<mark>", "")
        assert "&lt;" in page
    assert "\\[**bold** **red**\\]" in desk.run("search", "bold red", "--markdown").out


# --- Bad requests -----------------------------------------------------------------------------


_HAN = "".join(chr(0x4E00 + n) for n in range(900))


@pytest.mark.parametrize("words", [(), ("", " "), ("--",), ("***", "😀", '"')])
def test_no_words_are_a_usage_error(library: Desk, words: tuple[str, ...]) -> None:
    """If you give a search no words, a usage error says what to type."""
    answer = library.run("search", *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert "type a word" in answer.err


@pytest.mark.parametrize(
    "words",
    ["x" * 10_000_000, "word " * 2_000_000, " ".join(f"w{n}" for n in range(99)), _HAN],
    ids=["one word", "many words", "a few too many", "Chinese"],
)
def test_too_many_words_are_a_usage_error(library: Desk, words: str) -> None:
    """A search with too many words is a one-line usage error."""
    answer = library.run("search", words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert len(answer.err) < 200
    assert "too many" in answer.err


def test_two_output_formats_are_refused(library: Desk) -> None:
    """Two output formats in one command are a usage error."""
    assert library.run("search", "visit", "--csv", "--markdown").code == 2


# --- The register and index -------------------------------------------------------------------


def test_an_empty_register_can_be_searched(desk: Desk) -> None:
    """A search in an empty register finds nothing.

    After you record an article, the same search finds the new record.
    """
    create_register(
        desk.home / "data/dragoman/register.db", datetime(2026, 1, 1, tzinfo=UTC), test=True
    )
    assert desk.read("search", "anything")["found"] == 0
    assert "No record" in desk.run("search", "anything").out
    desk.record(desk.write("one.yaml", MEETING.format(title="Talks", more="topics: [grain]")))
    assert titles(desk, "grain") == ["Talks"]


@pytest.mark.once
def test_a_search_without_a_register_finds_nothing(desk: Desk) -> None:
    """If there is no register, a search finds nothing, and a note says so."""
    answer = desk.run("search", "anything")
    assert answer.code == 0
    assert "nothing found" in answer.out
    assert "no register" in answer.err


def test_a_search_as_of_a_position_finds_what_was_found_then(desk: Desk) -> None:
    """A search as of a position finds what the same search found when the log ended there.

    The results do not depend on when Dragoman built the index.
    """
    desk.record(ARTICLE)
    words = ("Rafiyev", "Yaltschin", "energy")
    then = {word: desk.read("search", word) for word in words}
    position = str(desk.position)
    desk.record(CHAIN)
    for _ in range(2):
        for word in words:
            assert desk.read("search", word, "--as-of", position) == then[word]
        remove(index_of(desk))
    assert desk.read("search", "Rafiyev") != then["Rafiyev"]
    assert "past state" in desk.run("search", "energy", "--as-of", position).out


def test_the_index_follows_amendments(story: Desk) -> None:
    """The search index follows corrections, retractions and undos."""
    assert refs(story, "environment") == ["M-2"]
    done = ("correct", "M-2", "title=Meeting on forests", "--reason", "it was")
    assert story.run(*done, "participants.2.post=forester").code == 0
    assert refs(story, "environment") == []
    assert refs(story, "forester") == ["M-2"]
    assert story.run("retract", "M-2", "--reason", "twice").code == 0
    assert refs(story, "forests") == []
    assert refs(story, "M-2") == []
    assert story.run("undo", "--reason", "not twice").code == 0
    assert refs(story, "forests") == ["M-2"]
    assert refs(story, "environment") == []


def test_the_index_follows_a_merge(story: Desk) -> None:
    """A search finds a merged party, and the result names the surviving party."""
    assert story.run("party", "register", "--name", "Jaltschin Rafijew", "--side", "AZ").code == 0
    [found, *_] = story.read("search", "Jaltschin")["results"]
    assert (found["status"], found["merged_into"]) == ("registered", None)
    assert story.run("party", "merge", found["ref"], "P-1").code == 0
    [merged, *_] = story.read("search", "Jaltschin")["results"]
    assert (merged["ref"], merged["merged_into"]) == (found["ref"], "P-1")
    assert "is P-1" in story.run("search", "Jaltschin").out


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:20_000]),
    "overwritten": lambda path: path.write_bytes(
        path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096)
    ),
    "of another version": lambda path: change(path, "UPDATE progress SET edition = '0'"),
    "with another history": lambda path: change(path, "UPDATE progress SET entry = 'x'"),
    "ahead": lambda path: change(path, "UPDATE progress SET position = 9999"),
    "without a position": lambda path: change(path, "DELETE FROM progress"),
}
"""Damage to an index that Dragoman built."""

OTHERS: dict[str, Callable[[Path], object]] = {
    "not a database": lambda path: path.write_bytes(b"nothing of the kind" * 500),
    "of another program": lambda path: (
        path.unlink(),
        change(path, "CREATE TABLE postings (x)", "CREATE TABLE vocabulary (y)"),
    ),
    "without a table": lambda path: change(path, "DROP TABLE subjects"),
    "with a trigger": lambda path: change(
        path,
        "CREATE TRIGGER t AFTER UPDATE ON progress BEGIN DELETE FROM postings; END",
    ),
    "of another register": lambda path: change(path, "UPDATE progress SET register = 'x'"),
    "a link": lambda path: (path.rename(f"{path}.kept"), path.symlink_to(f"{path}.kept")),
}
"""Indexes that another program made or changed."""


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_rebuilt(library: Desk, damage: str) -> None:
    """Dragoman rebuilds a damaged index by itself, and the results are the same."""
    found = library.read("search", "commission")
    path = index_of(library)
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    DAMAGES[damage](path)
    answer = library.run("search", "commission", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json == found
    assert rows(path, "SELECT position FROM progress") == [(found["as_of"]["position"],)]


@pytest.mark.parametrize("other", OTHERS)
def test_a_foreign_index_is_left_alone(library: Desk, other: str) -> None:
    """Dragoman neither reads nor changes a foreign index.

    A temporary index gives the same results, and a note says so.
    """
    found = library.read("search", "commission")
    path = index_of(library)
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    OTHERS[other](path)
    before = path.read_bytes()
    answer = library.run("search", "commission", "--json")
    assert answer.code == 0
    assert "temporary" in answer.err
    assert answer.json == found
    assert path.read_bytes() == before
    for file in path.parent.glob("*.search*"):
        file.unlink()


def test_an_index_that_cannot_be_saved_is_temporary(story: Desk) -> None:
    """If the index's path is a folder, Dragoman uses a temporary index and says so."""
    place = story.views.with_suffix(".search")
    place.mkdir()
    answer = story.run("search", "Rafijew")
    assert answer.code == 0
    assert "temporary" in answer.err
    assert "Yalchin Rafiyev" in answer.out
    assert list(place.iterdir()) == []


def test_a_cache_that_cannot_be_written(story: Desk) -> None:
    """If the cache is unusable, the views and the index are temporary for this command."""
    story.write("no-folder", "")
    answer = story.run("search", "Rafijew", env={"XDG_CACHE_HOME": str(story.home / "no-folder")})
    assert answer.code == 0, answer.err
    assert "Yalchin Rafiyev" in answer.out
    assert "uses a temporary file" in answer.err


BOUND = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all")
"""A command prefix that makes the permission bits of files apply to the superuser too."""


@pytest.mark.skipif(
    not which("setpriv"), reason="needs setpriv, so that permission bits apply to root"
)
def test_a_read_only_cache_is_left_alone(story: Desk) -> None:
    """With a read-only cache, the results are the same, and the cache does not change."""
    found = story.read("search", "Rafijew")
    cache = story.views.parent
    before = {path: path.read_bytes() for path in cache.iterdir()}
    for path in (*before, cache):
        path.chmod(0o444 if path.is_file() else 0o555)
    words = [*BOUND, *story.words("search", "Rafijew", "--json")]
    env = {**os.environ, "DRAGOMAN_NOW": story.now}
    done = subprocess.run(words, capture_output=True, env=env, timeout=60, check=False)
    cache.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == found
    assert {path: path.read_bytes() for path in cache.iterdir()} == before


def test_the_index_is_disposable_like_the_views(story: Desk) -> None:
    """If the views, the index or both are deleted, the results are the same."""
    found = story.read("search", "Rafijew")
    views, index = story.views, index_of(story)
    for gone in ((index,), (views,), (views, index)):
        for path in gone:
            remove(path)
        assert story.read("search", "Rafijew") == found
    assert story.run("register", "rebuild").code == 0
    assert story.read("search", "Rafijew") == found


def test_concurrent_searches_during_recording(story: Desk) -> None:
    """Searches that run during recordings give complete answers."""
    dispatch = MEETING.format(title="Talks {0}", more="topics: [grain]")
    for n in range(2):
        story.write(f"{n}.yaml", dispatch.replace("{0}", str(n)).replace("one", f"d{n}", 1))

    def search(_: int) -> int:
        answer = story.forked("search", "commission", "--json")
        assert (answer.code, answer.err) == (0, "")
        return int(answer.json["found"])

    def record(n: int) -> int:
        return story.forked("record", f"{n}.yaml").code

    with ThreadPoolExecutor(4) as pool:
        recorded = pool.map(record, range(2))
        found = set(pool.map(search, range(3)))
        assert list(recorded) == [0] * 2
    assert found == {6}
    assert story.read("search", "grain")["found"] == 2
