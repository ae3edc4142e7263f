"""The cost of a report, counted in queries and rows, does not grow with the log."""

import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from dragoman.cli.run import run
from dragoman.store import sql
from tests.benchmarks.material import register_of

SMALL, LARGE = 1_000, 4_000

LISTS = (
    "audit log --limit 1",
    "audit log --limit 1 --json",
    "audit diff --from {} --json",
    "audit diff --from {}",
)
"""Reports on the last entry."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with two registers, and a cache for their views."""
    folder = tmp_path_factory.mktemp("costs")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(folder))
        patch.setenv("DRAGOMAN_NOW", "2026-06-15T08:00:00Z")
        for size in (SMALL, LARGE):
            register_of(folder / f"{size}.db", size)
            cost(folder, size, "timeline --limit 1")
        yield folder


class Count:
    """A count of queries, and of the rows that the queries return."""

    def __init__(self) -> None:
        self.queries = self.rows = 0

    def rows_of(self, rows: Iterator[object]) -> Iterator[object]:
        """Yield the rows of a result and count the rows."""
        for row in rows:
            self.rows += 1
            yield row


def cost(folder: Path, size: int, report: str) -> Count:
    """Run a report, and count its queries and the rows that the queries return."""
    count, execute = Count(), sql.DatabaseConnection.execute

    def counted(reader: sql.DatabaseConnection, query: object) -> sql.Rows:
        found = execute(reader, query)
        count.queries += 1
        found._rows = count.rows_of(found._rows)
        return found

    command = ["--register", str(folder / f"{size}.db"), *report.split()]
    with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open("w") as nowhere:
        patch.setattr(sql.DatabaseConnection, "execute", counted)
        with redirect_stdout(nowhere):
            assert run(command) == 0
    return count


@pytest.mark.parametrize("report", LISTS)
def test_a_list_costs_as_much_as_its_items(folder: Path, report: str) -> None:
    """Listing the last entry takes no more queries, and hardly more rows, in a larger register."""
    small, large = (cost(folder, size, report.format(size - 500)) for size in (SMALL, LARGE))
    assert large.rows <= small.rows * 1.2
    assert large.queries == small.queries


def test_a_difference_is_read_in_batches(folder: Path) -> None:
    """The number of queries for ``audit diff`` depends on the number of batches, not of events."""
    found = cost(folder, LARGE, f"audit diff --from {LARGE - 2_000} --json")
    assert found.queries < 80
