"""The health of a log: the problems that can be found without a seal.

If no problems are found, this does not prove that the file is unchanged: somebody with write access
can hide changes.
"""

from collections.abc import Iterator

from attrs import frozen
from sqlalchemy import Connection, func, or_, select

from dragoman.store.engines.database import schema_objects, schema_version
from dragoman.store.engines.sqlite import expected_schema
from dragoman.store.log.circumstances import STRAY_ROWS
from dragoman.store.log.formats import ENTRIES_SINCE
from dragoman.store.log.schema import events, is_instant
from dragoman.store.proof.leaves import OTHER_CIRCUMSTANCES, OTHER_TYPE


@frozen
class Finding:
    """A problem, described in words, with its positions if they are known.

    If ``bars_sealing`` is false, the finding does not concern the events themselves. Such a finding
    must not block sealing; otherwise, anyone could block sealing by adding garbage rows.
    """

    what: str
    first: int | None = None
    last: int | None = None
    bars_sealing: bool = True


def findings(connection: Connection) -> list[Finding]:
    """Return the problems of the log; empty if there are no problems."""
    return [
        *_missing_events(connection),
        *_wrong_values(connection),
        *_wrong_versions(connection),
        *_wrong_order(connection),
        *_wrong_circumstances(connection),
    ]


def damage(connection: Connection) -> list[Finding]:
    """Return the problems that SQLite finds in the file and its indexes. The check is slow."""
    found = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
    return [Finding(f"the file is damaged: {one}") for one in found if one != "ok"]


def schema(connection: Connection) -> list[Finding]:
    """Return how tables, indexes and triggers differ from those that a register should have.

    SQLite's statistics tables are allowed.
    """
    expected = {one.name: one for one in expected_schema(schema_version(connection))}
    present = {one.name: one for one in schema_objects(connection)}
    wrong = [part for name, part in expected.items() if present.get(name) != part]
    strange = [part for name, part in present.items() if name not in expected]
    return [Finding(f"the {one.type} {one.name} is missing or changed") for one in wrong] + [
        Finding(f"the {one.type.lower()} {one.name} does not belong to a register")
        for one in strange
        if not one.name.startswith("sqlite_stat")
    ]


def _missing_events(connection: Connection) -> Iterator[Finding]:
    query = "SELECT count(*), min(position), max(position) FROM events NOT INDEXED"
    count, first, last = connection.exec_driver_sql(query).one()
    last = last or 0
    if count and first < 1:
        yield Finding(f"an event has the impossible position {first}", first, first)
    elif count != last:
        gap = _first_gap(connection)
        lost = last - count
        many = f"{lost} events are missing, the first at position {gap}"
        yield Finding(f"event {gap} is missing" if lost == 1 else many, gap)
    yield from _wrong_counter(connection, last)


def _wrong_counter(connection: Connection, last: int) -> Iterator[Finding]:
    """Compare the log with SQLite's counter of all positions ever used."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"
    ever = connection.exec_driver_sql(query).scalar() or 0
    if not isinstance(ever, int):
        yield Finding("the counter of positions was changed")
    elif ever > last:
        lost = f"the last event is at position {last}, but {ever} were recorded"
        yield Finding(lost, last + 1, ever)
    elif ever < last:
        yield Finding(f"{ever} events were recorded, but the log has {last}", ever + 1, last)


def _first_gap(connection: Connection) -> int:
    """Return the first position without an event."""
    numbered = select(events.c.position, func.row_number().over(order_by=events.c.position))
    rows = numbered.subquery()
    wrong = select(func.min(rows.c[1])).where(rows.c[0] != rows.c[1])
    return int(connection.execute(wrong).scalar_one())


def _wrong_values(connection: Connection) -> Iterator[Finding]:
    """Find values that have the wrong type or format."""
    query = (
        "SELECT min(position) FROM events NOT INDEXED"
        f" WHERE {OTHER_TYPE} OR length(originator_id) <> 32 OR length(entry) <> 32"
        f" OR NOT {is_instant('recorded_at')}"
    )
    position = connection.exec_driver_sql(query).scalar()
    if position is not None:
        what = f"event {position} has a value of the wrong type or format"
        yield Finding(what, position, position)


def _wrong_versions(connection: Connection) -> Iterator[Finding]:
    """Find records whose events do not have the versions 1, 2, 3 … in the order of recording."""
    record, version = events.c.originator_id, events.c.originator_version
    position = events.c.position
    before = func.lag(position, 1, 0).over(partition_by=record, order_by=version)
    number = func.row_number().over(partition_by=record, order_by=version)
    wrong = or_(position < before, version != number).label("wrong")
    rows = select(position, wrong).subquery()
    query = select(func.min(rows.c.position)).where(rows.c.wrong)
    found = connection.execute(query).scalar()
    if found is not None:
        what = (
            f"event {found} is out of order: the events of a record must be its versions 1, 2, 3 …"
        )
        yield Finding(what, found, found)


def _wrong_order(connection: Connection) -> Iterator[Finding]:
    """Find events with an earlier time of recording than the preceding event."""
    query = (
        "SELECT min(position) FROM (SELECT position, recorded_at AS at, lag(recorded_at)"
        " OVER (ORDER BY position) AS before FROM events NOT INDEXED) WHERE at < before"
    )
    found = connection.exec_driver_sql(query).scalar()
    if found is not None:
        yield Finding(f"event {found} has an earlier time than the event before it", found, found)


def _wrong_circumstances(connection: Connection) -> Iterator[Finding]:
    """Find rows of ``entries`` that have wrong values or do not belong to an entry."""
    if schema_version(connection) < ENTRIES_SINCE:
        return
    query = f"SELECT min(position) FROM entries WHERE {OTHER_CIRCUMSTANCES}"
    wrong = connection.exec_driver_sql(query).scalar()
    if wrong is not None:
        what = f"the row of entries at position {wrong} has a value of the wrong type or format"
        yield Finding(what, wrong, wrong)
    stray = connection.exec_driver_sql(STRAY_ROWS).scalars().all()
    for position in stray[:MOST]:
        what = f"the row of entries at position {position} does not belong to an entry"
        yield Finding(what, position, position, bars_sealing=False)
    if len(stray) > MOST:
        what = f"{len(stray) - MOST} more rows of entries do not belong to an entry"
        yield Finding(what, stray[MOST], stray[-1], bars_sealing=False)


MOST = 20
"""The maximum number of findings of one kind that are listed individually."""
