"""The health of a log: is anything missing, and do the triggers that keep it stand?

What is found here is found without a seal; that nothing is found proves nothing against somebody
who may write the file.
"""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from store.schema import SQLITE_TRIGGERS, events


def faults(connection: Connection) -> list[str]:
    """What is wrong with the log, in words; empty when nothing is found."""
    return [*_missing_events(connection), *_missing_triggers(connection)]


def _missing_events(connection: Connection) -> Iterator[str]:
    position = events.c.position
    count, last = connection.execute(select(func.count(), func.max(position))).one()
    last = last or 0
    if count != last:
        yield f"{last - count} events are missing, the first at position {_first_gap(connection)}"
    if connection.dialect.name == "sqlite":
        query = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"
        ever = connection.exec_driver_sql(query).scalar() or 0
        if ever != last:
            yield f"the last event stands at position {last}, but {ever} were recorded"


def _first_gap(connection: Connection) -> int:
    """The first position that no event stands at."""
    numbered = select(events.c.position, func.row_number().over(order_by=events.c.position))
    rows = numbered.subquery()
    wrong = select(func.min(rows.c[1])).where(rows.c[0] != rows.c[1])
    return int(connection.execute(wrong).scalar_one())


def _missing_triggers(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
    standing = set(found.scalars())
    for trigger in SQLITE_TRIGGERS:
        if trigger not in standing:
            name = re.findall(r"TRIGGER (\w+)", trigger)[0]
            yield f"the trigger {name}, which keeps the register append-only, is missing or changed"
