"""Dragoman refuses a hostile file or rejects its rows, using little time and memory."""

import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.exchange.tables.opening import open_table
from tests.imports import workbooks
from tests.imports.test_tables import cells, refusal, rejected, written

GIGABYTE = 1 << 30
READ = """\
import sys, resource
resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
from dragoman.exchange.faults import UsageError
from dragoman.exchange.imports.drafts import Rejected
from dragoman.exchange.tables.opening import open_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
bad = good = 0
try:
    for row in open_table(sys.argv[1]).rows():
        bad, good = bad + isinstance(row, Rejected), good + (not isinstance(row, Rejected))
    message = f"{good} {bad}"
except UsageError as error:
    message = str(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
print(message)
"""
"""A program that reads a table within 600 MB of address space and prints the memory used."""


def read_apart(path: Path) -> tuple[int, str, float]:
    """Read a table in a separate process; return the memory in MB, the output and the seconds."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    megabytes, message = done.stdout.splitlines()
    return int(megabytes), message, time.monotonic() - began


def sparse(path: Path, head: bytes = b"") -> Path:
    """Create a file with ``head`` and a gigabyte of zeros, which take no space on the disk."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(GIGABYTE)
    return path


@pytest.mark.parametrize("name", ["zeros.csv", "zeros.jsonl", "zeros.xlsx"])
def test_a_gigabyte_of_zeros_is_refused_at_once(tmp_path: Path, name: str) -> None:
    """Dragoman takes less than two seconds to refuse a file that is a gigabyte of zeros."""
    began = time.monotonic()

    message = refusal(sparse(tmp_path / name))

    assert "binary file" in message or "not an XLSX workbook" in message
    assert time.monotonic() - began < 2


def test_a_gigabyte_of_zeros_after_good_rows_takes_no_memory(tmp_path: Path) -> None:
    """Dragoman reads the rows before a gigabyte of zeros, and rejects the zeros as one row."""
    path = sparse(tmp_path / "t.csv", b"a,b\n" + b"1,2\n" * 100_000)

    megabytes, message, seconds = read_apart(path)

    assert (message, megabytes < 60, seconds < 20) == ("100000 1", True, True), (message, megabytes)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Reading half a million rows takes less than 40 MB of memory."""
    path = written(tmp_path, "t.csv", b"a,b\n" + b"some words,more words\n" * 500_000)

    megabytes, message, _ = read_apart(path)

    assert message == "500000 0"
    assert megabytes < 40


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    """Dragoman refuses a table with a hundred thousand columns."""
    heads = ",".join(f"c{n}" for n in range(100_000))

    message = refusal(written(tmp_path, "t.csv", f"{heads}\n{',' * 99_999}\n"))

    assert message == "t.csv:1: has 100,000 columns; the limit is 2,000"


def test_objects_with_too_many_columns_are_rejected(tmp_path: Path) -> None:
    """Dragoman rejects a JSON line with a hundred thousand fields and reads the other lines."""
    fields = ",".join(f'"c{n}":1' for n in range(100_000))

    [(line, reason)] = rejected(written(tmp_path, "t.jsonl", f'{{"a":1}}\n{{{fields}}}\n'))

    assert (line, reason) == (2, "has 100,000 columns; the limit is 2,000")


def test_a_broken_row_is_rejected_with_its_line(tmp_path: Path) -> None:
    """Dragoman rejects each row that has the wrong number of cells or an unclosed quote.

    The rejection names the line of the row.
    """
    text = 'a,b,c\n1,2,3\n1,2\n1,2,3,4\n"1,2,3\n4,5,6\n7,8,9\n1,"2'

    found = rejected(written(tmp_path, "t.csv", text))

    assert found == [
        (3, "has 2 cells, but there are 3 columns"),
        (
            4,
            "has 4 cells, but there are 3 columns; put a cell that contains ',' in quotes",
        ),
        (5, "a quote is opened but not closed"),
        (8, "a quote is opened but not closed"),
    ]
    assert len(list(open_table(tmp_path / "t.csv").rows())) - len(found) == 3


def test_unclosed_quotes_take_no_time(tmp_path: Path) -> None:
    """Reading fifty thousand unclosed quotes takes less than 15 seconds."""
    path = written(tmp_path, "t.csv", b"a,b\n" + b'"1,2\n' * 50_000)
    began = time.monotonic()

    assert len(rejected(path)) == 50_000
    assert time.monotonic() - began < 15


def test_an_unclosed_quote_spoils_only_its_row(tmp_path: Path) -> None:
    """An unclosed quote spoils only its own row, even if megabytes of rows follow."""
    path = written(tmp_path, "t.csv", b'a,b\n"1,2\n' + b"1,2\n" * 300_000)

    _, message, _ = read_apart(path)

    assert message == "300000 1"


def test_endless_cells_and_lines_are_rejected(tmp_path: Path) -> None:
    """Dragoman rejects cells of more than a million characters.

    Dragoman also rejects lines of more than about four million characters.
    """
    raw = b"a,b\n" + b"x" * 1_500_000 + b",1\n" + b"y" * 6_000_000 + b",2\n3,4\n"

    found = rejected(written(tmp_path, "t.csv", raw))

    assert [line for line, _ in found] == [2, 3]
    assert "more than 1,000,000 characters" in found[0][1]
    assert "more than 4,194,304 characters" in found[1][1]


def test_nul_is_rejected_with_its_cell(tmp_path: Path) -> None:
    """Dragoman rejects a cell with a NUL character; the message gives the number of the cell."""
    [(line, reason)] = rejected(written(tmp_path, "t.csv", "a,b\n1,2\n3,4\0\n5,6\n"))

    assert (line, reason) == (3, "cell 2 contains a NUL character; remove it")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "t.csv: the file is empty"),
        ("\n\n", "t.csv:1: the line names no columns; give the header line with --header"),
        ("a,b\n", "t.csv: no rows below the header line"),
        ("a,b,a\n1,2,3\n", "t.csv:1: 2 columns are named 'a'; rename them"),
        ("a,,b\n1,2,3\n", "t.csv:1: column 2 has no name"),
        ('a,"b\n1,2\n', "t.csv:1: a quote is opened but not closed; this is not a table"),
    ],
)
def test_a_file_that_is_not_a_table_is_refused_in_one_line(
    tmp_path: Path, content: str, message: str
) -> None:
    """Dragoman refuses a file that has no header or no rows.

    Dragoman also refuses column names that are empty or repeated.
    """
    assert refusal(written(tmp_path, "t.csv", content)).startswith(message)


def test_unnamed_columns_at_the_end_are_ignored(tmp_path: Path) -> None:
    """A delimiter at the end of each line adds no column."""
    assert cells(written(tmp_path, "t.csv", "a;b;\n1;2;\n")) == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "with a password"),
        ("t.xlsx", b"PK\x03\x04" + b"0" * 600, "is not a complete XLSX workbook"),
        ("t.csv", b"PK\x03\x04" + b"0" * 600, "is a zip file"),
        ("t.csv", b"\x1f\x8b" + b"0" * 600, "gzip"),
        ("t.csv", b"%PDF-1.7", "is a PDF"),
    ],
)
def test_other_formats_are_recognised(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    """If a file has a format that Dragoman cannot import, the message names the format."""
    assert message in refusal(written(tmp_path, name, content))


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    """Dragoman refuses folders and missing files."""
    assert "is not a file" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "none.csv")


# --- Workbooks ----------------------------------------------------------------------------------


def bomb(path: Path) -> Path:
    """Write a workbook of a few megabytes that unpacks to 600 MB."""
    return workbooks.write(path, f'<row r="1"><c r="A1"><v>{"0" * (600 << 20)}</v></c></row>')


def lying_bomb(path: Path) -> Path:
    """Write a zip bomb whose zip directory understates the unpacked size."""
    size = 600 << 20
    strings = {"xl/sharedStrings.xml": b"0" * size}
    workbooks.write(path, workbooks.rows(["a"], ["1"]), extra=strings)
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 50)))
    return path


@pytest.mark.parametrize("made", [bomb, lying_bomb])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, made: Callable[[Path], Path]
) -> None:
    """Dragoman uses less than 40 MB to refuse a zip bomb, even if the bomb understates its size."""
    path = made(tmp_path / "t.xlsx")

    megabytes, message, _ = read_apart(path)

    assert "would unpack to more than 512 MiB" in message
    assert megabytes < 40


def test_a_distant_cell_is_refused(tmp_path: Path) -> None:
    """Dragoman refuses a sheet with a cell in the last possible row and column.

    Dragoman needs less than 40 MB of memory to refuse the sheet.
    """
    rows = f'<row r="1">{workbooks.text("A1", "a")}</row>'
    rows += f'<row r="1048576">{workbooks.text("XFD1048576", "x")}</row>'

    megabytes, message, _ = read_apart(workbooks.write(tmp_path / "t.xlsx", rows))

    assert "extend over more than 5,000,000 places" in message
    assert megabytes < 40


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        f'<!--{"x" * 300_000}--><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_in_a_workbook_are_refused(tmp_path: Path, prolog: str) -> None:
    """Dragoman refuses a workbook that defines XML entities in any part."""
    path = workbooks.write(tmp_path / "t.xlsx", workbooks.rows(["a"], ["&b;"]), prolog=prolog)

    assert "defines XML entities" in refusal(path)


def test_damaged_parts_are_refused_in_one_line(tmp_path: Path) -> None:
    """Dragoman refuses truncated XML and impossible cell positions with a one-line message."""
    whole = workbooks.rows(["a"], ["1"])

    assert "is damaged" in refusal(workbooks.write(tmp_path / "a.xlsx", whole + "<row"))
    odd = '<row r="3"><c r="$A$3"><v>1</v></c></row>'
    assert "is not the position of a cell" in refusal(
        workbooks.write(tmp_path / "b.xlsx", whole + odd)
    )


def test_a_huge_merged_cell_is_limited_to_the_cells(tmp_path: Path) -> None:
    """A merged cell that reaches to the end of the sheet adds no rows to the table."""
    rows = workbooks.rows(["a", "b"], ["1", "2"], ["", "3"])
    path = workbooks.write(tmp_path / "t.xlsx", rows, merged=["A2:A1048576"])

    assert cells(path) == [{"a": "1", "b": "2"}, {"a": "1", "b": "3"}]
