"""Files of rejected rows, which users correct and then import with the same mapping."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.exchange.faults import UsageError
from dragoman.exchange.imports.drafts import Rejected, TableRow
from dragoman.exchange.mappings.mapping import mapping_of, open_mapped
from dragoman.exchange.tables.opening import open_table
from dragoman.exchange.tables.rejects import RejectsFile, protected, unprotected
from dragoman.exchange.yaml_file import parsed
from tests.imports.test_mapping import HEAD, TODAY

LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\"';,=+-@"), max_size=9
)


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(st.tuples(LINES, LINES), min_size=1, max_size=6))
def test_rejected_rows_are_read_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """Reading a file of rejected rows gives the original cells, whatever the cells contain."""
    path = tmp_path_factory.mktemp("rejects") / "rejected.csv"
    with RejectsFile(path, ["=Name", "reason"]) as file:
        for n, (one, other) in enumerate(rows, 2):
            file.write(Rejected(n, "why; it is", {"=Name": one, "reason": other}))

    table = open_table(path)

    assert list(table.columns) == ["=Name", "reason"]
    found = [row for row in table.rows() if isinstance(row, TableRow)]
    assert [tuple(row.cells.values()) for row in found] == rows


@given(st.text(max_size=6))
def test_no_cell_is_a_formula_or_changed(text: str) -> None:
    """No cell in a file of rejected rows can act as a formula.

    Reading the file restores the original cell.
    """
    assert not protected(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unprotected(protected(text)) == text


def test_line_and_reason_come_first(tmp_path: Path) -> None:
    """The first two columns of a file of rejected rows give the line and the reason."""
    with RejectsFile(tmp_path / "r.csv", ["A"]) as file:
        file.write(Rejected(7, "column 'A': is odd", {"A": "=1+1"}))

    text = (tmp_path / "r.csv").read_text()

    assert text == "dragoman:line,dragoman:reason,A\n7,column 'A': is odd,'=1+1\n"


def test_without_rejected_rows_there_is_no_file(tmp_path: Path) -> None:
    """An import that rejects no rows creates no file of rejected rows."""
    with RejectsFile(tmp_path / "r.csv", ["A"]):
        pass

    assert not list(tmp_path.iterdir())


def test_only_its_own_file_is_replaced(tmp_path: Path) -> None:
    """A new import replaces an old file of rejected rows, but refuses to replace any other file."""
    path = tmp_path / "r.csv"
    for line in (2, 3):
        with RejectsFile(path, ["A"]) as file:
            file.write(Rejected(line, "x", {"A": "y"}))
    assert path.read_text().splitlines()[1].startswith("3,")

    path.write_text("Id;Name\n1;x\n")
    with (
        pytest.raises(UsageError, match="is not a file of rejected rows"),
        RejectsFile(path, []) as own,
    ):
        own.write(Rejected(2, "x"))
    assert path.read_text() == "Id;Name\n1;x\n"


def test_an_unfinished_file_does_not_appear(tmp_path: Path) -> None:
    """If an import fails, no file of rejected rows appears."""
    path = tmp_path / "r.csv"
    with pytest.raises(RuntimeError), RejectsFile(path, ["A"]) as file:  # noqa: PT012
        file.write(Rejected(2, "x", {"A": "y"}))
        raise RuntimeError

    assert not list(tmp_path.iterdir())


def test_fixed_rows_are_imported_with_the_same_mapping(tmp_path: Path) -> None:
    """The same mapping imports the corrected rows.

    The original file may have a different encoding, delimiter and header line.
    """
    text = (
        'file: {encoding: cp1252, delimiter: ";", header: 2}\n'
        "record: {kind: visit, status: concluded, place: {column: Ort}, occurred: {column: Tag}}\n"
    )
    mapping = mapping_of(parsed("m.yaml", HEAD + text), TODAY)
    first = tmp_path / "t.csv"
    first.write_bytes("Besuche\nOrt;Tag\nKöln;2025\n=Bonn;03/04/2025\n".encode("cp1252"))
    data = open_mapped(first, mapping)
    rejects = tmp_path / "r.csv"
    with RejectsFile(rejects, data.columns) as file:
        for one in data.drafts():
            if isinstance(one, Rejected):
                file.write(one)

    rejects.write_text(rejects.read_text().replace("03/04/2025", "2025-04-03", 1))
    rejects.write_text(rejects.read_text().replace(",03/04/2025", ",2025-04-03"))
    [mended] = open_mapped(rejects, mapping).drafts()

    assert mended.data["occurred"] == "2025-04-03"  # type: ignore[union-attr]
    assert mended.data["place"] == "=Bonn"  # type: ignore[union-attr]


def test_a_fixed_row_keeps_its_key(tmp_path: Path) -> None:
    """A corrected row keeps its key: the columns "line" and "reason" are not part of the key."""
    mapping = mapping_of(
        parsed("m.yaml", HEAD + "record: {kind: visit, status: concluded, place: {column: A}}\n"),
        TODAY,
    )
    path = tmp_path / "t.csv"
    path.write_text("A,B\n=x,y\n")
    [plain] = open_mapped(path, mapping).drafts()
    with RejectsFile(tmp_path / "r.csv", ["A", "B"]) as file:
        file.write(Rejected(2, "x", plain.cells))

    [again] = open_mapped(tmp_path / "r.csv", mapping).drafts()

    assert again.key == plain.key  # type: ignore[union-attr]
