"""Replay: rebuild the views, and compare them with the live views row by row."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import evolve as replaced
from attrs import frozen
from msgspec import DecodeError
from msgspec.json import decode

from dragoman.projections.disposable import DisposableFile
from dragoman.projections.pairing import pairs
from dragoman.projections.search.comparison import TABLES as TABLES_OF_INDEX
from dragoman.projections.search.comparison import compared as compared_indexes
from dragoman.projections.search.index import open_index, opened
from dragoman.projections.snapshot import Snapshot, UnreadRecord
from dragoman.projections.tables import SCHEMA, progress
from dragoman.projections.views import Views
from dragoman.store import Connection, ProgressCallback, Row, TableDesign, select, tables_of

MOST = 20
"""The maximum number of differences to report."""


@frozen
class ReplayVerdict:
    """The result of a comparison.

    ``position`` is the last position compared, and ``rows`` is the number of rows compared in
    ``tables``. ``differences`` lists a description of each difference. ``unread`` lists the records
    that this version cannot read to the end.
    """

    position: int
    rows: int
    differences: list[str]
    tables: tuple[str, ...]
    unread: tuple[UnreadRecord, ...] = ()


TABLES = tuple(table.name for table in tables_of(SCHEMA))
"""The tables of the views that are compared."""


def replay(
    live: Views, fresh: Views, on_progress: ProgressCallback = lambda *_: None
) -> ReplayVerdict:
    """Build the views in ``fresh`` up to the position of the live views, and compare every row.

    Reports at most :data:`MOST` differences. The replay reads one snapshot of the live views, even
    if somebody records events meanwhile. If there is a search index beside the live views, the
    replay compares the index, too.
    """
    with live.engine.connect() as found:
        position = found.execute(select(progress.c.position)).scalar_one()
        fresh.refresh(on_progress, position)
        with fresh.engine.connect() as expected:
            verdict = _compared(position, expected, found)
    return _with_index(live, fresh, replaced(verdict, differences=_joined(live.file, verdict)))


def _joined(file: DisposableFile, verdict: ReplayVerdict) -> list[str]:
    """Return the differences, preceded by any mismatch between the file and its design."""
    found = file.found
    altered = [f"{file.home} {found.why}"] if found.condition == "altered" else []
    return [*altered, *verdict.differences]


def _with_index(live: Views, fresh: Views, verdict: ReplayVerdict) -> ReplayVerdict:
    """Add the differences between the search indexes, if there is a live index."""
    with open_index(live) as kept:
        if kept.file.found.condition in ("missing", "foreign", "newer"):
            return verdict
        with live.reading(verdict.position) as snapshot:
            kept.catch_up(snapshot)
        with fresh.reading(verdict.position) as snapshot, opened(fresh, snapshot) as anew:
            rows, differences = compared_indexes(anew, kept, MOST - len(verdict.differences))
        verdict = replaced(verdict, differences=_joined(kept.file, verdict))
    return replaced(
        verdict,
        rows=verdict.rows + rows,
        differences=[*verdict.differences, *differences],
        tables=(*verdict.tables, *TABLES_OF_INDEX),
    )


def _compared(position: int, expected: Connection, found: Connection) -> ReplayVerdict:
    rows = 0
    refs = Snapshot(expected, position)
    differences: list[str] = []
    for table in tables_of(SCHEMA):
        names, keys = ", ".join(table.columns), ", ".join(table.primary_key)
        query = f'SELECT {names} FROM "{table.name}" ORDER BY {keys}'
        places = [table.columns.index(key) for key in table.primary_key]
        both = expected.exec_driver_sql(query), found.exec_driver_sql(query)
        for pair in pairs(*both, places):
            rows += 1
            if pair[0] != pair[1] and len(differences) < MOST:
                differences.append(_difference(refs, table, *pair))
    return ReplayVerdict(position, rows, differences, TABLES, tuple(refs.unread.values()))


def _difference(
    refs: Snapshot,
    table: TableDesign,
    expected: Row[*tuple[object, ...]] | None,
    found: Row[*tuple[object, ...]] | None,
) -> str:
    row = found if expected is None else expected
    assert row is not None
    place = _place(refs, table, row)
    if expected is None:
        return f"{place}: an extra row"
    if found is None:
        return f"{place}: a row is missing"
    return f"{place}: {'; '.join(_values(table, expected, found))}"


def _values(table: TableDesign, expected: Sequence[Any], found: Sequence[Any]) -> Iterator[str]:
    """Yield the differences between two rows, by column or, in a document, by field."""
    for number, column in enumerate(table.columns):
        if found[number] != expected[number]:
            if column == "doc":
                yield from _facts(found[number], expected[number])
            else:
                yield _unequal(column, found[number], expected[number])


def _facts(found: bytes, expected: bytes) -> Iterator[str]:
    try:
        had, has = decode(found), decode(expected)
    except (DecodeError, UnicodeError):
        had = has = None
    if had == has or not (isinstance(had, dict) and isinstance(has, dict)):
        yield _unequal("doc", found, expected)
        return
    for name in sorted(had.keys() | has.keys()):
        if had.get(name) != has.get(name):
            yield _unequal(name, had.get(name), has.get(name))


def _unequal(name: str, found: object, expected: object) -> str:
    return f"{name} is {found!r:.80}, but replay gives {expected!r:.80}"


def _place(refs: Snapshot, table: TableDesign, row: Row[*tuple[object, ...]]) -> str:
    """Describe a row by its record and the event that made it valid, or by its keys."""
    values = {key: f"{key} {getattr(row, key)!r:.60}" for key in table.primary_key}
    if "since" in table.columns:
        record = refs.ref_if_known(row.record)
        own = [value for key, value in values.items() if key not in ("record", "since")]
        where = ", ".join([f"table {table.name}", *own])
        return f"{record}, from event {row.since} on ({where})"
    return f"table {table.name}, {', '.join(values.values())}"
