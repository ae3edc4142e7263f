"""Kept sources: ``source keep``, ``source show`` and ``audit verify --sources``."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.terminals import ANSI, start_forked
from tests.conftest import Answer, Desk

ARTICLE = """\
BAKU, 21 April. Yalchin Rafiyev, the deputy
foreign   minister, paid a visit to Bagdad
in recent days, «as planned».

The joint commission met.
Its VIII session is planned.
Nothing follows.
The end.
"""
DIGEST = sha256(ARTICLE.encode()).hexdigest()
VISIT = (
    *("visit", "conclude", "--title", "Visit", "--host", "IQ", "--party", "AZ"),
    *("--occurred", "2025-04", "--place", "Baghdad", "--source", "Talks in Baghdad"),
    *("--publisher", "AZERTAC", "--published", "2025-04-21"),
)
WORDS = {
    "place": "bagdad",
    "occurred": "in  recent days",
    "participants": "Deputy foreign minister",
    "summary": "elsewhere",
}


def words(**fields: str) -> list[str]:
    """Return the options for the words of the source."""
    return [part for name, text in fields.items() for part in ("--as-written", f"{name}={text}")]


def ran(desk: Desk, *line: str | Path, **more: str) -> Answer:
    """Run a command that must succeed."""
    answer = desk.run(*line, **more)  # type: ignore[arg-type]
    assert answer.code == 0, answer.err
    return answer


def refused(desk: Desk, *line: str | Path, code: int = 2) -> str:
    """Return the one line with which a command is refused."""
    answer = desk.run(*line)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.count("\n") == 1
    return answer.err


@pytest.fixture
def cited(desk: Desk) -> Desk:
    """A desk with a visit that cites an article, and the file of the article."""
    desk.write("article.txt", ARTICLE)
    ran(desk, *VISIT, "--sha256", DIGEST, *words(**WORDS))
    return desk


@pytest.fixture
def kept(cited: Desk) -> Desk:
    """A desk that keeps the text of the article."""
    ran(cited, "source", "keep", "V-1", "article.txt")
    return cited


def damage(desk: Desk) -> None:
    """Change the kept text of the article."""
    location = desk.location
    if location.url:
        pytest.skip("on a server, the owner changes a text; see tests/store/test_server_sources")
    path = location.path.parent / "sources" / DIGEST
    path.chmod(0o600)
    path.write_text(ARTICLE.replace("21 April", "22 April"))


# --- Keeping ------------------------------------------------------------------------------------


def test_a_text_is_kept_for_the_source_that_has_its_digest(cited: Desk) -> None:
    """The command says which source it is, and keeping a text twice is harmless."""
    before = cited.position
    for _ in range(2):
        answer = ran(cited, "source", "keep", "V-1", "article.txt")
        size = len(ARTICLE.encode())
        assert answer.out == f"Kept “Talks in Baghdad” for V-1: {size} bytes, SHA-256 {DIGEST}.\n"
    report = cited.read("source", "keep", "V-1", "-", stdin=ARTICLE)
    assert report["sha256"] == DIGEST
    assert report["title"] == "Talks in Baghdad"
    assert cited.position == before


def test_a_text_that_no_source_has_is_refused_with_what_to_type(desk: Desk) -> None:
    """A record that cites the source without a digest needs another citation first."""
    desk.write("article.txt", ARTICLE)
    ran(desk, *VISIT)
    line = refused(desk, "source", "keep", "V-1", "article.txt")
    command = line.partition("with its digest: ")[2].strip()
    assert command == (
        "dragoman source cite V-1 --source 'Talks in Baghdad' --publisher AZERTAC --published"
        f" 2025-04-21 --sha256 {DIGEST}"
    )
    ran(desk, "source", "cite", "V-1", "--source", "Talks in Baghdad", "--sha256", DIGEST)
    ran(desk, "source", "keep", "V-1", "article.txt")
    [without, with_text] = desk.read("source", "show", "V-1")["sources"]
    assert (without["kept"], without["sha256"]) == (False, None)
    assert (with_text["kept"], with_text["text"]) == (True, ARTICLE)


@pytest.mark.once
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("V-1 nothing.txt", "nothing.txt: No such file or directory"),
        ("V-1 .", "Is a directory"),
        ("V-9 article.txt", "V-9 does not exist"),
        ("V-1 other.txt", "does not cite a source with the SHA-256 of this file"),
    ],
)
def test_a_wrong_request_keeps_nothing(cited: Desk, line: str, says: str) -> None:
    cited.write("other.txt", "Another article")
    assert says in refused(cited, "source", "keep", *line.split())
    assert not (cited.register.parent / "sources").exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "says"), [(b"", "is empty"), (b"x" * 20_000_001, "is larger than 20 MB")]
)
def test_an_empty_or_large_file_is_refused(cited: Desk, content: bytes, says: str) -> None:
    cited.write("file", content)
    line = refused(cited, "source", "keep", "V-1", "file", code=1)
    assert line.startswith(f"dragoman: file: {says}")


@pytest.mark.once
def test_a_file_in_the_way_is_named(cited: Desk) -> None:
    (cited.register.parent / "sources").write_text("mine")
    line = refused(cited, "source", "keep", "V-1", "article.txt", code=1)
    assert "a file is in the way of the folder" in line


@pytest.mark.once
def test_the_digest_of_an_imported_row_is_not_one_of_a_text(desk: Desk) -> None:
    """A row of a list has a digest, but no text that could be kept."""
    desk.write("list.csv", "number,title\n1,One\n")
    desk.write(
        "map.yaml",
        "dataset: list\nsource: {title: A list}\nkey: [number]\nrecord:\n  kind: visit\n"
        "  title: {column: title}\n  status: announced\n  participants: [{name: A, side: IQ}]\n",
    )
    ran(desk, "import", "list.csv", "--map", "map.yaml")
    [source] = desk.read("source", "show", "V-1")["sources"]
    assert (source["sha256"], source["kept"]) == (None, False)
    assert desk.run("audit", "verify", "--sources", "--json").json["sources"]["not_kept"] == 0


# --- Showing ------------------------------------------------------------------------------------


def test_the_words_of_fields_are_marked_in_the_text(kept: Desk) -> None:
    """Case, line breaks and spaces do not matter; words that the text lacks are named."""
    assert ran(kept, "source", "show", "V-1").out.splitlines()[1:] == [
        "── SOURCE " + "─" * 90,
        "title         Talks in Baghdad",
        "publisher     AZERTAC",
        "published     2025-04-21",
        f"sha256        {DIGEST}",
        "text          201 bytes, kept",
        "participants  line 1",
        "place         line 2",
        "occurred      line 3",
        "> 1  BAKU, 21 April. Yalchin Rafiyev, the >>deputy<<",
        "> 2  >>foreign   minister<<, paid a visit to >>Bagdad<<",
        "> 3  >>in recent days<<, «as planned».",
        "  4",
        "  5  The joint commission met.",
        "  6  Its VIII session is planned.",
        "  7  Nothing follows.",
        "  8  The end.",
        "summary: no kept text has the words 'elsewhere'",
    ]


def test_a_field_opens_the_text_at_its_words(kept: Desk) -> None:
    lines = ran(kept, "source", "show", "V-1", "occurred").out.splitlines()
    assert lines[7:] == [
        "occurred      line 3",
        "  1  BAKU, 21 April. Yalchin Rafiyev, the deputy",
        "  2  foreign   minister, paid a visit to Bagdad",
        "> 3  >>in recent days<<, «as planned».",
        "  4",
        "  5  The joint commission met.",
    ]


def test_the_report_has_the_text_and_the_place_of_the_words(kept: Desk) -> None:
    report = kept.read("source", "show", "V-1")
    assert report["not_found"] == ["summary"]
    [source] = report["sources"]
    assert source["text"] == ARTICLE
    assert {one["field"]: one["line"] for one in source["marks"]} == {
        "participants": 1,
        "place": 2,
        "occurred": 3,
    }
    for mark in source["marks"]:
        assert ARTICLE[mark["start"] : mark["end"]] == mark["words"]
    [place] = kept.read("source", "show", "V-1", "place")["sources"][0]["marks"]
    assert place["words"] == "Bagdad"


@pytest.mark.once
def test_on_a_terminal_the_words_are_bold_and_underlined(kept: Desk) -> None:
    """A sign in the margin also says which lines have words, so style is never the only sign."""
    terminal = start_forked(kept, "source", "show", "V-1", "place", TERM="xterm", PAGER="")
    assert terminal.end() == 0
    assert "\x1b[1;4mBagdad\x1b[0m" in terminal.seen
    [line] = [one for one in ANSI.sub("", terminal.seen).splitlines() if "Bagdad" in one]
    assert line.startswith("> 2  foreign")


@pytest.mark.once
def test_without_styles_the_words_are_between_signs(kept: Desk) -> None:
    never = ("--color", "never")
    terminal = start_forked(kept, "source", "show", "V-1", "place", *never, PAGER="")
    assert terminal.end() == 0
    assert ">>Bagdad<<" in terminal.seen
    assert ">>Bagdad<<" in ran(kept, "--ascii", "source", "show", "V-1", "place").out


@pytest.mark.once
def test_a_text_cannot_steer_the_terminal(desk: Desk) -> None:
    """Control characters and bidirectional overrides of a text are not printed."""
    text = "A \x1b[31mred\x1b[0m \u202etext\u202c\twith a tab\r\nand another line\r"
    desk.write("article.txt", text.encode())
    digest = sha256(text.encode()).hexdigest()
    ran(desk, *VISIT, "--sha256", digest, *words(place="ANOTHER LINE"))
    ran(desk, "source", "keep", "V-1", "article.txt")
    shown = ran(desk, "source", "show", "V-1").out
    assert "  1  A [31mred[0m text with a tab\n> 2  and >>another line<<\n" in shown
    assert desk.read("source", "show", "V-1")["sources"][0]["text"] == text


@pytest.mark.once
@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("Baku", "Bakudan Baku", ["Baku"]),
        ("Bagdad", "nach Bagdads Flughafen", ["Bagdad"]),
        ("İlham Əliyev", "Prezident İlham  Əliyev", ["İlham  Əliyev"]),
        ("Zürich", "in Zu\u0308rich", ["Zu\u0308rich"]),
        ("العراق", "إلى العراق.", ["العراق"]),
        ("外交部长", "伊拉克外交部长访问", ["外交部长"]),
        ("4. (vierte) Sitzung", "die 4. (Vierte)\nSitzung", ["4. (Vierte)\nSitzung"]),
        ("day", "Day by day", ["Day", "day"]),
    ],
)
def test_words_are_found_in_every_script(
    desk: Desk, written: str, text: str, found: list[str]
) -> None:
    """Whole words come first; in other scripts and in longer words, parts count, too."""
    desk.write("article.txt", text)
    digest = sha256(text.encode()).hexdigest()
    ran(desk, *VISIT, "--sha256", digest, *words(place=written))
    ran(desk, "source", "keep", "V-1", "article.txt")
    [source] = desk.read("source", "show", "V-1")["sources"]
    assert [one["words"] for one in source["marks"]] == found


@pytest.mark.once
def test_what_is_not_text_can_be_saved(desk: Desk) -> None:
    """A source that is not text is kept as it is, and comes back byte for byte."""
    content = b"%PDF-1.7\n\x00\xff\xfe"
    desk.write("article.pdf", content)
    ran(desk, *VISIT, "--sha256", sha256(content).hexdigest())
    ran(desk, "source", "keep", "V-1", "article.pdf")
    assert (
        "12 bytes, kept, but not as text; use --save FILE" in ran(desk, "source", "show", "V-1").out
    )
    [source] = desk.read("source", "show", "V-1")["sources"]
    assert (source["kept"], "text" in source) == (True, False)
    ran(desk, "source", "show", "V-1", "--save", "back.pdf")
    assert (desk.home / "back.pdf").read_bytes() == content
    assert "already exists" in refused(desk, "source", "show", "V-1", "--save", "back.pdf")


@pytest.mark.once
def test_one_of_several_sources_can_be_chosen(kept: Desk) -> None:
    other = "Another text"
    digest = sha256(other.encode()).hexdigest()
    ran(kept, "source", "cite", "V-1", "--source", "Another", "--sha256", digest)
    ran(kept, "source", "keep", "V-1", kept.write("other.txt", other))
    ran(kept, "source", "cite", "V-1", "--source", "A third one")
    shown = ran(kept, "source", "show", "V-1").out
    assert [line[:16] for line in shown.splitlines() if line.startswith("──")] == [
        f"── SOURCE {number} OF 3" for number in (1, 2, 3)
    ]
    assert "choose one with --source" in refused(kept, "source", "show", "V-1", "--save", "x")
    ran(kept, "source", "show", "V-1", "--source", "2", "--save", "x")
    assert (kept.home / "x").read_text() == other
    assert "cites 3 sources; 4 is not one" in refused(
        kept, "source", "show", "V-1", "--source", "4"
    )
    [chosen] = kept.read("source", "show", "V-1", "--source", "3")["sources"]
    assert chosen["title"] == "A third one"


@pytest.mark.once
def test_without_a_text_the_report_says_how_to_keep_one(cited: Desk) -> None:
    answer = ran(cited, "source", "show", "V-1")
    assert "text          not kept" in answer.lines
    assert "type: dragoman source keep V-1 FILE" in answer.lines[-1]
    assert cited.read("source", "show", "V-1")["sources"][0]["kept"] is False
    assert "0 sources of V-1 kept" in refused(cited, "source", "show", "V-1", "--save", "x")
    assert cited.run("source", "show", "V-1", "place").code == 1


@pytest.mark.once
def test_a_field_without_words_is_refused(kept: Desk) -> None:
    line = refused(kept, "source", "show", "V-1", "host")
    assert "does not keep the words of a source for 'host'; it has words for" in line
    answer = kept.run("source", "show", "V-1", "summary")
    assert (answer.code, answer.lines[-1]) == (
        1,
        "summary: no kept text has the words 'elsewhere'",
    )
    ran(kept, "meeting", "hold", "--title", "T", "--party", "AZ", "--party", "IQ")
    assert "M-1 cites no source" in refused(kept, "source", "show", "M-1")


def test_a_changed_text_is_not_shown(kept: Desk) -> None:
    """A text that was changed after it was kept never looks like the real one."""
    damage(kept)
    answer = kept.run("source", "show", "V-1")
    assert answer.code == 1
    assert "text          CHANGED: not the text that the record cites" in answer.out
    assert "22 April" not in answer.out
    answer = kept.run("source", "show", "V-1", "--json")
    [source] = answer.json["sources"]
    assert (answer.code, source["changed"], source["kept"], "text" in source) == (
        *(1, True, True),
        False,
    )
    assert "was changed" in refused(kept, "source", "show", "V-1", "--save", "x")


# --- Verifying ----------------------------------------------------------------------------------


def test_verification_hashes_the_kept_texts_again(kept: Desk) -> None:
    """A text that is not kept is no fault; only ``--sources`` looks at the texts."""
    ran(kept, "source", "cite", "V-1", "--source", "Elsewhere", "--sha256", "0" * 64)
    answer = kept.run("audit", "verify", "--sources")
    assert answer.code == 3
    assert "sources: 1 kept and intact; 1 not kept" in answer.lines
    report = kept.run("audit", "verify", "--sources", "--log-only", "--json").json
    assert report["sources"] == {"kept": 1, "not_kept": 1, "changed": []}
    assert "sources" not in kept.run("audit", "verify", "--json").json


def test_verification_finds_a_changed_text(kept: Desk) -> None:
    """A changed text is tampering, named with its digest and the records that cite it."""
    ran(kept, "meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ",
        "--source", "Talks in Baghdad", "--sha256", DIGEST)  # fmt: skip
    damage(kept)
    answer = kept.run("audit", "verify", "--sources")
    assert answer.code == 1
    assert "sources: 0 kept and intact, 1 changed; 0 not kept" in answer.lines
    assert f"SHA-256 {DIGEST}, cited by V-1, M-1" in answer.out
    assert answer.lines[-1] == (
        "TAMPERED: kept texts of sources are not the texts that records cite. The log itself has no"
        " faults."
    )
    report = kept.run("audit", "verify", "--sources", "--json").json
    assert report["verdict"] == "tampered"
    assert report["sources"]["changed"] == [{"sha256": DIGEST, "refs": ["V-1", "M-1"]}]
    assert kept.run("audit", "verify").code == 3


@pytest.mark.once
def test_a_removed_text_is_only_not_kept(kept: Desk) -> None:
    path = kept.register.parent / "sources"
    os.unlink(path / DIGEST)
    assert kept.run("audit", "verify", "--sources", "--json").json["sources"]["not_kept"] == 1


@pytest.mark.once
def test_the_setting_says_whether_to_keep_sources(desk: Desk) -> None:
    answer = desk.run("config", "set", "keep_sources", "maybe")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "'maybe' is neither yes nor no" in answer.err
    assert desk.read("config", "show", "keep_sources")["setting"]["value"] == "no"
    assert ran(desk, "config", "set", "keep_sources", "YES").out.startswith("keep_sources  yes")


def test_the_sources_of_an_earlier_position(kept: Desk) -> None:
    """Given a source that was cited later, then an earlier position has only the first source."""
    line = ("source", "cite", "V-1", "--source", "A later report")
    ran(kept, *line)
    assert "A later report" in ran(kept, "source", "show", "V-1").out
    before = ran(kept, "source", "show", "V-1", "--as-of", "1").out
    assert "A later report" not in before
    assert "Talks in Baghdad" in before
