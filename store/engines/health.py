"""The health of a log: what is wrong with it by itself, without a seal.

That nothing is found proves nothing against somebody who may write the file.
"""

from collections.abc import Iterator

from attrs import frozen
from sqlalchemy import Connection, func, or_, select

from dragoman.store.engines.sqlite import expected_schema, schema_objects, schema_version
from dragoman.store.log.circumstances import STRAY_ROWS
from dragoman.store.log.schema import ENTRIES_SINCE, events, is_instant
from dragoman.store.proof.leaves import OTHER_CIRCUMSTANCES, OTHER_TYPE


@frozen
class Finding:
    """Something that is wrong, in words, and at which positions where that is known.

    A finding with ``bars_sealing`` unset does not concern the events themselves. It must not block
    sealing, or anyone could block it by adding garbage rows.
    """

    what: str
    first: int | None = None
    last: int | None = None
    bars_sealing: bool = True


def findings(connection: Connection) -> list[Finding]:
    """What is wrong with the log; empty when nothing is found."""
    return [
        *_missing_events(connection),
        *_wrong_values(connection),
        *_wrong_versions(connection),
        *_wrong_order(connection),
        *_wrong_circumstances(connection),
    ]


def damage(connection: Connection) -> list[Finding]:
    """What SQLite finds wrong with the file, its indexes among it; takes longer than the rest."""
    found = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
    return [Finding(f"the file is damaged: {one}") for one in found if one != "ok"]


def schema(connection: Connection) -> list[Finding]:
    """Which tables, indexes and triggers are not those of a register.

    Statistics that SQLite keeps do no harm.
    """
    expected = {one.name: one for one in expected_schema(schema_version(connection))}
    standing = {one.name: one for one in schema_objects(connection)}
    wrong = [part for name, part in expected.items() if standing.get(name) != part]
    strange = [part for name, part in standing.items() if name not in expected]
    return [Finding(f"the {one.type} {one.name} is missing or changed") for one in wrong] + [
        Finding(f"the {one.type.lower()} {one.name} is none of the register's")
        for one in strange
        if not one.name.startswith("sqlite_stat")
    ]


def _missing_events(connection: Connection) -> Iterator[Finding]:
    query = "SELECT count(*), min(position), max(position) FROM events NOT INDEXED"
    count, first, last = connection.exec_driver_sql(query).one()
    last = last or 0
    if count and first < 1:
        yield Finding(f"an event stands at position {first}, where none can stand", first, first)
    elif count != last:
        gap = _first_gap(connection)
        lost = last - count
        many = f"{lost} events are missing, the first at position {gap}"
        yield Finding(f"event {gap} is missing" if lost == 1 else many, gap)
    yield from _wrong_counter(connection, last)


def _wrong_counter(connection: Connection, last: int) -> Iterator[Finding]:
    """The counter of SQLite tells how many positions were ever given."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"
    ever = connection.exec_driver_sql(query).scalar() or 0
    if not isinstance(ever, int):
        yield Finding("the counter of positions was changed")
    elif ever > last:
        lost = f"the last event stands at position {last}, but {ever} were recorded"
        yield Finding(lost, last + 1, ever)
    elif ever < last:
        yield Finding(f"{ever} events were recorded, and {last} are there", ever + 1, last)


def _first_gap(connection: Connection) -> int:
    """The first position that no event stands at."""
    numbered = select(events.c.position, func.row_number().over(order_by=events.c.position))
    rows = numbered.subquery()
    wrong = select(func.min(rows.c[1])).where(rows.c[0] != rows.c[1])
    return int(connection.execute(wrong).scalar_one())


def _wrong_values(connection: Connection) -> Iterator[Finding]:
    """Values of another type or form than the register stores."""
    query = (
        "SELECT min(position) FROM events NOT INDEXED"
        f" WHERE {OTHER_TYPE} OR length(originator_id) <> 32 OR length(entry) <> 32"
        f" OR NOT {is_instant('recorded_at')}"
    )
    position = connection.exec_driver_sql(query).scalar()
    if position is not None:
        what = f"event {position} holds a value of another type or form than was stored"
        yield Finding(what, position, position)


def _wrong_versions(connection: Connection) -> Iterator[Finding]:
    """The events of every record have the versions 1, 2, 3 … in the order of recording."""
    record, version = events.c.originator_id, events.c.originator_version
    position = events.c.position
    before = func.lag(position, 1, 0).over(partition_by=record, order_by=version)
    number = func.row_number().over(partition_by=record, order_by=version)
    wrong = or_(position < before, version != number).label("wrong")
    rows = select(position, wrong).subquery()
    query = select(func.min(rows.c.position)).where(rows.c.wrong)
    found = connection.execute(query).scalar()
    if found is not None:
        what = f"event {found} is out of order: a record's events are its versions 1, 2, 3 …"
        yield Finding(what, found, found)


def _wrong_order(connection: Connection) -> Iterator[Finding]:
    """No event was recorded before the one before it."""
    query = (
        "SELECT min(position) FROM (SELECT position, recorded_at AS at, lag(recorded_at)"
        " OVER (ORDER BY position) AS before FROM events NOT INDEXED) WHERE at < before"
    )
    found = connection.exec_driver_sql(query).scalar()
    if found is not None:
        yield Finding(f"event {found} was recorded before the one before it", found, found)


def _wrong_circumstances(connection: Connection) -> Iterator[Finding]:
    """Find rows of ``entries`` with wrong values, and rows that do not belong to an entry."""
    if schema_version(connection) < ENTRIES_SINCE:
        return
    query = f"SELECT min(position) FROM entries WHERE {OTHER_CIRCUMSTANCES}"
    wrong = connection.exec_driver_sql(query).scalar()
    if wrong is not None:
        what = f"the row of entries at position {wrong} has a value of the wrong type or form"
        yield Finding(what, wrong, wrong)
    stray = connection.exec_driver_sql(STRAY_ROWS).scalars().all()
    for position in stray[:MOST]:
        what = f"the row of entries at position {position} does not belong to an entry"
        yield Finding(what, position, position, bars_sealing=False)
    if len(stray) > MOST:
        what = f"{len(stray) - MOST} more rows of entries do not belong to an entry"
        yield Finding(what, stray[MOST], stray[-1], bars_sealing=False)


MOST = 20
"""Findings of one kind that are listed one by one."""
