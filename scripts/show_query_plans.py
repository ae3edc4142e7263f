"""Show how SQLite answers a report: ``python scripts/show_query_plans.py REGISTER brief AZ``.

The script prints each query, how long the query took, how many rows it returned, and its plan. A
query that scans a table, or reads many more rows than the report shows, gets slower as the register
grows.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from time import perf_counter
from typing import Any

from dragoman.cli.run import run
from dragoman.store import sql

execute = sql.DatabaseConnection.execute


def explained(connection: sql.DatabaseConnection, query: Any) -> sql.Rows:
    """Run a query, and print the query and its plan on stderr."""
    started = perf_counter()
    rows = execute(connection, query).all()
    took = (perf_counter() - started) * 1e3
    if isinstance(query, sql.Recorded):
        text, values = sql._bound(sql.compiled(query), query.values)
        plan = connection.connection.execute(f"EXPLAIN QUERY PLAN {text}", values)
        steps = "".join(f"\n    {step}" for *_, step in plan)
        print(f"{took:.1f} ms, {len(rows)} rows: {text}{steps}", file=sys.stderr)
    return sql.Rows(connection.connection.cursor(), iter(rows))


def main(arguments: Sequence[str]) -> int:
    """Run a report on a register, and print the plans of its queries."""
    setattr(sql.DatabaseConnection, "execute", explained)  # noqa: B010
    register, *report = arguments
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        return run(["--register", register, *report])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
