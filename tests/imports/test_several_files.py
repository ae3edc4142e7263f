"""Imports of several files as one list, and of a file that covers only a part of a list."""

from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.imports.samples import listed, visit

MAPPING = """\
dataset: talks
source: {title: Talks}
key: [id]
record: {kind: meeting, status: held, title: {column: what}, occurred: {column: day},
  parties: [AZ, IQ]}
"""


@pytest.fixture
def tables(desk: Desk) -> tuple[Path, Path, Path]:
    """Return two tables and their mapping."""
    first = desk.write("2020.csv", "id,day,what\n1,2020-01-01,Oil\n")
    second = desk.write("2021.csv", "id,day,what\n2,2021-01-01,Gas\n3,soon,Tea\n")
    return first, second, desk.write("talks.yaml", MAPPING)


def test_several_tables_are_one_list(desk: Desk, tables: tuple[Path, Path, Path]) -> None:
    """The rows of all files are one list: a row of one file is not missing from the other."""
    first, second, mapping = tables
    words = ("import", first, second, "--map", mapping)
    answer = desk.run(*words)
    assert (answer.code, "3 rows: 2 new, 1 rejected" in answer.out) == (1, True)
    again = desk.run(*words, "--retract-gone", "--json").json
    assert (again["unchanged"], again["gone"], again["rejected"]) == (2, 0, 1)
    alone = desk.run("import", second, "--map", mapping, "--json").json
    assert (alone["unchanged"], alone["gone"]) == (1, 1)


@pytest.mark.parametrize("words", [("--suggest",), ("--map", "{mapping}", "--delimiter", "|")])
def test_several_files_are_refused_where_they_make_no_list(
    desk: Desk, tables: tuple[Path, Path, Path], words: tuple[str, ...]
) -> None:
    """A wrong use of several files gets one line, and nothing is recorded."""
    first, second, mapping = tables
    filled = [one.format(mapping=mapping) for one in words]
    answer = desk.run("import", first, second, *filled)
    assert (answer.code, len(answer.err.splitlines())) == (2, 1)
    assert desk.run("import", first, desk.home / "none.csv", "--map", mapping).code == 2


@pytest.fixture
def decades(desk: Desk) -> tuple[Path, Path]:
    """Return the visits of two decades, each in its own file."""
    old = [visit(str(n), f"195{n}-01-01", f"195{n}-01-02", f"King A{n}", "Iraq") for n in (1, 2, 3)]
    new = [visit(str(n), f"196{n}-01-01", f"196{n}-01-02", f"King B{n}", "Iran") for n in (4, 5)]
    return desk.write("1950.xml", listed("visits", *old)), desk.write(
        "1960.xml", listed("visits", *new)
    )


def test_a_file_says_nothing_about_the_years_that_it_does_not_cover(
    desk: Desk, decades: tuple[Path, Path]
) -> None:
    """Only rows within the days of a file can be gone from the list."""
    old, new = decades
    assert desk.run("import", old, new).code == 0
    assert len(desk.read("timeline")["entries"]) == 5
    alone = desk.run("import", new, "--retract-gone", "--yes", "--json").json
    assert (alone["unchanged"], alone["gone"], alone["withdrawn"]) == (2, 0, 0)

    text = old.read_text()
    start = text.index("<visit>", text.index("<visit>") + 1)
    end = text.index("</visit>", start) + len("</visit>")
    old.write_text(text[:start] + text[end:])
    less = desk.run("import", old, "--retract-gone", "--yes", "--json").json
    assert (less["unchanged"], less["gone"], less["withdrawn"]) == (2, 1, 1)


def test_a_rejected_visit_with_an_id_does_not_block_retraction(
    desk: Desk, decades: tuple[Path, Path]
) -> None:
    """The id of a rejected visit can be read, so only the missing visit is gone."""
    old, _ = decades
    assert desk.run("import", old).code == 0
    text = old.read_text().replace("1951-01-02", "1950-01-02")
    start = text.index("<visit>", text.index("<visit>") + 1)
    end = text.index("</visit>", start) + len("</visit>")
    old.write_text(text[:start] + text[end:])
    answer = desk.run("import", old, "--retract-gone", "--yes", "--json")
    counts = answer.json
    assert (counts["rejected"], counts["gone"], counts["withdrawn"]) == (1, 1, 1)
    gone = [desk.read("show", f"V-{number}")["record"]["retracted"] for number in (1, 2, 3)]
    assert gone == [False, True, False]


def test_each_file_needs_the_columns_of_the_mapping(
    desk: Desk, tables: tuple[Path, Path, Path]
) -> None:
    """A column that is missing from one of the files is refused, not read as empty."""
    first, _, mapping = tables
    other = desk.write("2022.csv", "id,when,what\n4,2022-01-01,Tea\n")
    answer = desk.run("import", first, other, "--map", mapping)
    assert (answer.code, "the file has no column 'day'" in answer.err) == (2, True)


def test_a_mark_for_a_missing_value_is_no_key(desk: Desk, tables: tuple[Path, Path, Path]) -> None:
    """A rejected row whose key is only a mark may be the missing row, so nothing is retracted."""
    first, _, mapping = tables
    mapping.write_text("missing: [n/a]\n" + MAPPING)
    first.write_text("id,day,what\n1,2020-01-01,Oil\n2,2020-01-02,Gas\n")
    assert desk.run("import", first, "--map", mapping).code == 0
    first.write_text("id,day,what\n1,2020-01-01,Oil\nn/a,soon,Gas\n")
    answer = desk.run("import", first, "--map", mapping, "--retract-gone", "--yes", "--json")
    assert (answer.json["gone"], answer.json["withdrawn"]) == (1, 0)


def test_the_current_folder_can_be_imported(
    desk: Desk, decades: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without a name of its own is imported like any other folder."""
    folder = desk.home / "visits"
    folder.mkdir()
    for file in decades:
        file.rename(folder / file.name)
    monkeypatch.chdir(folder)
    answer = desk.run("import", ".")
    assert answer.code == 0, answer.err
    assert "5 rows: 5 new" in answer.out
