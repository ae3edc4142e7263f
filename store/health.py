"""The health of a log: what is wrong with it by itself, without a seal.

That nothing is found proves nothing against somebody who may write the file.
"""

import re
from collections.abc import Iterator

from attrs import frozen
from sqlalchemy import Connection, Text, cast, func, or_, select

from store.database import schema_version
from store.schema import SCHEMA_VERSION, SEAL_TRIGGERS, SQLITE_TRIGGERS, events


@frozen
class Finding:
    """Something that is wrong, in words, and at which positions where that is known."""

    what: str
    first: int | None = None
    last: int | None = None


def findings(connection: Connection) -> list[Finding]:
    """What is wrong with the log; empty when nothing is found."""
    return [
        *_missing_events(connection),
        *_wrong_values(connection),
        *_wrong_versions(connection),
        *_wrong_order(connection),
        *_triggers(connection),
    ]


def _missing_events(connection: Connection) -> Iterator[Finding]:
    position = events.c.position
    query = select(func.count(), func.min(position), func.max(position))
    count, first, last = connection.execute(query).one()
    if count and first < 1:
        yield Finding(f"an event stands at position {first}, where none can stand", first, first)
    elif count != (last or 0):
        gap = _first_gap(connection)
        yield Finding(f"{last - count} events are missing, the first at position {gap}", gap)
    query_ever = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"
    ever = connection.exec_driver_sql(query_ever).scalar() or 0
    if ever > (last or 0):
        lost = f"the last event stands at position {last or 0}, but {ever} were recorded"
        yield Finding(lost, (last or 0) + 1, ever)
    elif ever < (last or 0):
        yield Finding(f"{ever} events were recorded, and {last} are there", ever + 1, last)


def _first_gap(connection: Connection) -> int:
    """The first position that no event stands at."""
    numbered = select(events.c.position, func.row_number().over(order_by=events.c.position))
    rows = numbered.subquery()
    wrong = select(func.min(rows.c[1])).where(rows.c[0] != rows.c[1])
    return int(connection.execute(wrong).scalar_one())


_TYPES = {
    **dict.fromkeys(("originator_id", "topic", "entry", "recorded_at"), "text"),
    **dict.fromkeys(("recorded_by", "reason"), "text"),
    "originator_version": "integer",
    "state": "blob",
}
_DAY, _TIME = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]", "[0-9][0-9]:[0-9][0-9]:[0-9][0-9]"
_FRACTION = "[0-9]" * 6


def _wrong_values(connection: Connection) -> Iterator[Finding]:
    """Values of another type than the register stores; SQLite need not keep to its types."""
    wrong = [f"typeof({column}) <> '{kind}'" for column, kind in _TYPES.items()]
    wrong.append(f"recorded_at NOT GLOB '{_DAY}T{_TIME}.{_FRACTION}Z'")
    query = f"SELECT position FROM events WHERE {' OR '.join(wrong)} ORDER BY position LIMIT 1"
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
    position, at = events.c.position, cast(events.c.recorded_at, Text)
    before = func.lag(at).over(order_by=position)
    rows = select(position, (at < before).label("wrong")).subquery()
    found = connection.execute(select(func.min(rows.c.position)).where(rows.c.wrong)).scalar()
    if found is not None:
        yield Finding(f"event {found} was recorded before the one before it", found, found)


def _triggers(connection: Connection) -> Iterator[Finding]:
    """The triggers that keep the register append-only, and no other ones."""
    expected = {_name(one): one for one in SQLITE_TRIGGERS}
    if schema_version(connection) >= SCHEMA_VERSION:
        expected |= {_name(one): one for one in SEAL_TRIGGERS}
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    standing = {row[0]: row[1] for row in connection.exec_driver_sql(query)}
    for name, trigger in expected.items():
        if standing.get(name) != trigger:
            yield Finding(f"the trigger {name}, which keeps the register, is missing or changed")
    for name in standing.keys() - expected.keys():
        yield Finding(f"the trigger {name} is none of the register's")


def _name(trigger: str) -> str:
    return str(re.findall(r"TRIGGER (\w+)", trigger)[0])
