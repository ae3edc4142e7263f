"""Data is UTF-8 on every terminal, and Dragoman does not transliterate data.

Data never has characters that control the terminal.
"""

from collections.abc import Iterator

import pytest

from tests.conftest import ARTICLE, Desk, isolate
from tests.golden import REPORTS

pytestmark = pytest.mark.once

NAMES = ("İlham Əliyev", "Zoé Müller", "Köln", "علي")
NARROW = ("cp1252", "ascii", "latin-1", "utf-16")
ROWS = ("timeline", "follow-ups --all", "mechanism list", "party list", "search Köln")
PAGES = (*REPORTS.values(), "show M-1", "search Köln")
FORMS = ("jsonl", "csv", "ftm", "cameo", "plover", "dispatch", "ics")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with names in several scripts."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        desk = Desk(home, patch)
        desk.record(ARTICLE)
        held = desk.run(
            *("meeting", "hold", "--title", NAMES[1], "--occurred", "2025-01-01"),
            *("--place", NAMES[2], "--party", "AZ", "--party", "IQ"),
            *("--participant", f"{NAMES[0]}; president; AZ"),
            *("--participant", f"{NAMES[3]}; minister; IQ", "--reason", NAMES[0]),
        )
        assert held.code == 0, held.err
        yield desk


def commands() -> Iterator[str]:
    """Return every command that writes data to stdout."""
    yield from (f"{report} --csv" for report in ROWS)
    yield from (f"{report} --markdown" for report in PAGES)
    yield from (f"export --{form} -" for form in FORMS)
    yield "audit export --jsonl -"


@pytest.mark.parametrize("encoding", NARROW)
@pytest.mark.parametrize("words", [*commands()])
def test_data_does_not_depend_on_the_terminal(desk: Desk, words: str, encoding: str) -> None:
    """Data has the same bytes on every terminal, and ``--ascii`` does not change the data."""
    plain = desk.run(*words.split())
    assert plain.code == 0, plain.err
    assert desk.run(*words.split(), encoding=encoding).out_bytes == plain.out_bytes
    assert desk.run("--ascii", *words.split()).out_bytes == plain.out_bytes


@pytest.mark.parametrize("encoding", NARROW)
@pytest.mark.parametrize("words", [*PAGES, "audit log", "audit replay M-1"])
def test_json_loses_nothing(desk: Desk, words: str, encoding: str) -> None:
    """JSON has the same bytes on every terminal.

    With ``--ascii``, JSON is ASCII and has the same content.
    """
    plain = desk.run(*words.split(), "--json")
    narrow = desk.run(*words.split(), "--json", encoding=encoding)
    assert narrow.out_bytes == plain.out_bytes
    spelt = desk.run("--ascii", *words.split(), "--json", encoding=encoding)
    assert spelt.out_bytes.isascii()
    assert spelt.json == plain.json


def test_the_real_command_in_a_windows_pipe(desk: Desk) -> None:
    """In a Windows pipe, the installed command prints names without changes."""
    for settings in ({"PYTHONIOENCODING": "cp1252"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}):
        answer = desk.command("timeline", "--csv", env=settings)
        assert (answer.code, all(name in answer.out for name in NAMES)) == (0, True)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
@pytest.mark.parametrize("words", ["--help", "visit --help", "export --help", "timeline"])
def test_the_help_of_the_real_command(desk: Desk, words: str, encoding: str) -> None:
    """If the terminal cannot show a character, the help spells the character in ASCII."""
    answer = desk.command(*words.split(), env={"PYTHONIOENCODING": encoding})
    assert (answer.code, answer.err) == (0, "")


def test_a_suggested_mapping_names_the_columns_as_they_are(desk: Desk) -> None:
    """A suggested mapping spells the columns in the same way as the table.

    An import can therefore find the columns.
    """
    table = desk.write("liste.csv", "Tarix,Şəhər\n2025-01-01,Köln\n2025-01-02,Şəki\n")
    for options in ({"encoding": "ascii"}, {}):
        answer = desk.run("--ascii", "import", table, "--suggest", **options)
        assert "Şəhər" in answer.out


def test_completion_is_utf8(desk: Desk) -> None:
    """Completion is UTF-8 in any locale, because the shell reads completions as UTF-8."""
    words = ("__complete", "timeline", "--party", "T")
    assert desk.run(*words, encoding="ascii").out_bytes == desk.run(*words).out_bytes
    assert "Türkiye" in desk.run(*words, encoding="ascii").out
