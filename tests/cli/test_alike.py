"""``party alike`` and ``party resolve``: which parties that look alike are the same."""

import csv
import io
from pathlib import Path

import pytest

from tests.cli.terminals import start_forked
from tests.conftest import Desk

PEOPLE = [
    ("Leopold Sedar Senghor; president; SN", "1971-05-01"),
    ("Leopold-Sedar Senghor; president; SN", "1978-05-01"),
    ("Léopold S. Senghor; president; SN", "1980-05-01"),
    ("Bjarni Benediktsson; prime minister; IS", "1969-05-01"),
    ("Bjarni Benediktsson; prime minister; IS", "2024-05-01"),
    ("Abdullah I; king; JO", "1951-05-01"),
    ("Abdullah II; king; JO", "2001-05-01"),
]


@pytest.fixture
def people(desk: Desk) -> Desk:
    """Return a desk whose register has seven parties that look alike."""
    for number, (person, day) in enumerate(PEOPLE):
        words = ("--party", "US", "--occurred", day, "--participant", person)
        answer = desk.run("meeting", "hold", "--title", f"Talks {number}", *words)
        assert answer.code == 0, answer.err
    return desk


def pairs(desk: Desk, *words: str) -> list[tuple[str, str, str]]:
    """Return the verdict and the refs of each pair."""
    report = desk.read("party", "alike", *words)
    return [
        (one["verdict"], *(party["ref"] for party in one["parties"])) for one in report["pairs"]
    ]


def answers(*rows: str) -> str:
    """Return a table with answers."""
    return "\n".join(("answer,one,other", *rows)) + "\n"


def refused(desk: Desk, path: Path, text: str) -> str:
    """Resolve a table that Dragoman refuses; return the message, without the name of the file."""
    path.write_text(text)
    before = desk.position
    answer = desk.run("party", "resolve", path)
    assert answer.code == 2
    assert desk.position == before
    return answer.err.removeprefix(f"dragoman: {path}").strip().lstrip(":").strip()


def test_the_report_lists_pairs_with_the_evidence(people: Desk) -> None:
    """The likeliest pairs come first; each pair says what speaks for and against one person."""
    assert pairs(people) == [
        ("likely", "P-1", "P-2"),
        ("likely", "P-1", "P-3"),
        ("likely", "P-2", "P-3"),
        ("unlikely", "P-4", "P-5"),
        ("unlikely", "P-6", "P-7"),
    ]
    assert pairs(people, "--side", "IS") == [("unlikely", "P-4", "P-5")]
    out = " ".join(people.run("party", "alike").out.split())
    assert "for: the same name, the same post: prime minister (100 %)" in out
    assert "against: 55 years apart" in out
    assert "against: other numbers: I and II, 50 years apart" in out


def test_an_answered_table_is_one_entry_that_can_be_undone(people: Desk, tmp_path: Path) -> None:
    """The table of ``--csv``, with answers, merges and distinguishes in one entry."""
    rows = list(csv.DictReader(io.StringIO(people.run("party", "alike", "--csv").out)))
    for row in rows:
        row["answer"] = "same" if row["verdict"] == "likely" else "different"
    with (tmp_path / "pairs.csv").open("w") as file:
        table = csv.DictWriter(file, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    entries = len(people.read("audit", "log")["entries"])
    assert people.run("party", "resolve", tmp_path / "pairs.csv").code == 0
    assert len(people.read("audit", "log")["entries"]) == entries + 1
    assert pairs(people) == []
    merged = people.read("show", "P-1")["record"]["merged"]
    assert [one["ref"] for one in merged] == ["P-2", "P-3"]
    assert people.run("audit", "replay").code == 0
    assert people.run("undo", "--yes", "--reason", "wrong").code == 0
    assert len(pairs(people)) == 5


def test_parties_that_several_rows_connect_are_merged_into_the_first(
    people: Desk, tmp_path: Path
) -> None:
    """Rows connect parties in any order; the party recorded first stays."""
    path = tmp_path / "pairs.csv"
    path.write_text(answers("same,P-3,P-2", "s,p-2,P-1", "?,P-4,P-5", ",P-6,P-7"))
    assert people.run("party", "resolve", path).code == 0
    assert people.read("show", "P-2")["record"]["merged_into"] == "P-1"
    assert people.read("show", "P-3")["record"]["merged_into"] == "P-1"
    again = people.run("party", "resolve", path)
    assert (again.code, again.lines[0]) == (0, "Nothing new: everything is already recorded.")
    assert len(pairs(people)) == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ("maybe,P-1,P-2",),
            "2: answer: 'maybe' is not an answer; choose from: same, different, unsure",
        ),
        (("same,P-1,P-99",), "2: other: 'P-99' is not in the register"),
        (("same,P-1,M-1",), "M-1 is not a person or an organisation"),
        (("same,P-1,P-1",), "2: both are 'P-1'"),
        (("unsure,P-1,P-2",), "no row has the answer same or different"),
        (
            ("same,P-1,P-2", "same,P-2,P-3", "different,P-3,P-1"),
            "P-3 and P-1 are different in one row, but the same according to others",
        ),
    ],
)
def test_wrong_answers_are_refused(
    people: Desk, tmp_path: Path, rows: tuple[str, ...], message: str
) -> None:
    """A wrong row gets one line with its place, and nothing is recorded."""
    assert refused(people, tmp_path / "pairs.csv", answers(*rows)).startswith(message)


def test_a_table_without_the_columns_is_refused(people: Desk, tmp_path: Path) -> None:
    """The message names the columns that the table needs."""
    message = refused(people, tmp_path / "pairs.csv", "one,other\nP-1,P-2\n")
    assert message.startswith("there is no column answer; the table needs the columns answer, one,")


def test_different_contradicts_a_merge(people: Desk, tmp_path: Path) -> None:
    """Merged parties are not different; the message says how to separate them."""
    assert people.run("party", "merge", "P-2", "P-1").code == 0
    message = refused(people, tmp_path / "pairs.csv", answers("different,P-1,P-2"))
    assert message == "P-1 and P-2 are merged; to separate them, type: dragoman party split"


def test_a_person_answers_at_a_terminal(people: Desk) -> None:
    """At a terminal, Dragoman asks about each pair; the answers become one entry at the end."""
    terminal = start_forked(people, "party", "resolve", "--side", "SN", "--side", "IS")
    for heading, answer in (("1 of 4", "s"), ("2 of 4", "u"), ("3 of 4", ""), ("4 of 4", "d")):
        terminal.until(heading)
        terminal.until("q = stop")
        terminal.type(answer)
    assert terminal.end() == 0, terminal.seen
    assert people.read("show", "P-2")["record"]["merged_into"] == "P-1"
    assert people.read("show", "P-4")["record"]["distinct_from"] == ["P-5"]
    assert pairs(people, "--side", "SN") == [("likely", "P-1", "P-3")]


def test_without_a_terminal_a_table_is_needed(people: Desk) -> None:
    """In a pipe, Dragoman cannot ask, and says how to make a table."""
    answer = people.run("party", "resolve")
    assert (answer.code, answer.err) == (
        2,
        "dragoman: FILE is missing; to make one, type: dragoman party alike --csv > pairs.csv\n",
    )


def test_an_import_says_how_many_new_people_resemble_others(people: Desk, tmp_path: Path) -> None:
    """After an import, a note counts the new parties whose names are like another's."""
    (tmp_path / "a.csv").write_text(
        "id,date,who,title\n1,1975-03-01,Leopold Senghor,Talks\n2,1975-03-02,Ann Other,Tea\n"
    )
    (tmp_path / "a.yaml").write_text(
        "dataset: list\nsource: {title: A list}\nkey: [id]\nrecord:\n"
        "  kind: meeting\n  status: held\n  title: {column: title}\n"
        "  occurred: {column: date}\n  parties: [US, SN]\n"
        "  participants: [{name: {column: who}, side: SN}]\n"
    )
    words = ("import", tmp_path / "a.csv", "--map", tmp_path / "a.yaml", "--yes")
    answer = people.run(*words)
    assert answer.code == 0, answer.err
    assert "note: 1 new party has a name like another party's; to list the pairs" in answer.err
