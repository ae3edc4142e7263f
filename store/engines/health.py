"""The health of a log: the problems that Dragoman can find without a seal.

The absence of problems does not prove that the file is unchanged: anyone with write access can hide
changes.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from attrs import define, frozen

from dragoman.store.engines.database import schema_objects, schema_version
from dragoman.store.engines.sqlite import expected_schema
from dragoman.store.log.circumstances import STRAY_ROWS
from dragoman.store.log.formats import COPY_ID, ENTRIES_SINCE, rfc3339
from dragoman.store.log.migrations import is_instant
from dragoman.store.log.tables import events
from dragoman.store.proof.leaves import OTHER_CIRCUMSTANCES, OTHER_TYPE, Run
from dragoman.store.sql import Connection, func, select


@frozen
class Finding:
    """A problem: its description and, if known, its positions in the log.

    If ``bars_sealing`` is false, the finding does not concern the events themselves. Such a finding
    must not block sealing; otherwise, anyone could block sealing by adding garbage rows.
    """

    what: str
    first: int | None = None
    last: int | None = None
    bars_sealing: bool = True


def findings(connection: Connection) -> list[Finding]:
    """Return the problems of the log; empty for a sound log."""
    return [
        *_missing_events(connection),
        *_wrong_values(connection),
        *_wrong_versions(connection),
        *_wrong_order(connection),
        *_wrong_circumstances(connection),
    ]


def findings_beyond_events(connection: Connection) -> list[Finding]:
    """Return the problems that involve several events, which :class:`EventCheck` cannot find."""
    return [
        *_missing_events(connection),
        *_wrong_versions(connection),
        *_wrong_circumstances(connection),
    ]


@define
class EventCheck:
    """A check of the values and the order of events that runs while other code reads the events.

    The check takes a tenth of the time of the queries for findings, but does not report positions.
    The check never accepts an event that the queries reject.
    """

    is_sound: bool = True
    _latest: str = ""

    def see(self, run: Run) -> None:
        """Check the next run of events, which were recorded together."""
        self.is_sound = self.is_sound and self._is_sound(run)

    def _is_sound(self, run: Run) -> bool:
        _, _, _, _, entry, stamp, by, reason, _ = run[0]
        before, self._latest = self._latest, stamp
        return (
            all(type(one) is str for one in (entry, stamp, by, reason))
            and _is_id(entry)
            and _is_instant(stamp)
            and before <= stamp
            and not _wrong_events(run)
        )


def _wrong_events(run: Run) -> list[int]:
    """Return the positions of events with wrong values."""
    return [
        position
        for position, record, version, topic, _, _, _, _, state in run
        if type(record) is not str
        or not _is_id(record)
        or type(version) is not int
        or type(topic) is not str
        or type(state) is not bytes
    ]


def _is_id(text: str) -> bool:
    """Return whether a string has the length of an id both in Python and in SQLite.

    SQLite stops counting at a zero byte.
    """
    return len(text) == 32 and "\0" not in text


@lru_cache(maxsize=1)
def _is_instant(text: str) -> bool:
    try:
        return rfc3339(datetime.fromisoformat(text)) == text
    except (ValueError, OverflowError):
        return False


def damage(connection: Connection) -> list[Finding]:
    """Return the problems that SQLite finds in the file and its indexes. This check is slow."""
    found = connection.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
    return [Finding(f"the file is damaged: {one}") for one in found if one != "ok"]


def schema(connection: Connection) -> list[Finding]:
    """Return how tables, indexes and triggers differ from the expected schema of a register.

    SQLite's statistics tables are allowed. The copy of a server's log has no triggers.
    """
    wanted = expected_schema(schema_version(connection))
    is_copy = connection.exec_driver_sql("PRAGMA application_id").scalar_one() == COPY_ID
    expected = {one.name: one for one in wanted if not (is_copy and one.type == "trigger")}
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
    """Compare the last position with SQLite's counter, the highest position ever used."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"
    ever = connection.exec_driver_sql(query).scalar() or 0
    if not isinstance(ever, int):
        yield Finding("the counter of positions was changed")
    elif ever > last:
        lost = f"the last event is at position {last}, but {ever} events were recorded"
        yield Finding(lost, last + 1, ever)
    elif ever < last:
        yield Finding(f"{ever} events were recorded, but the log has {last}", ever + 1, last)


def _first_gap(connection: Connection) -> int:
    """Return the first position that has no event."""
    number = func.row_number().over(order_by=events.c.position).label("number")
    rows = select(events.c.position, number).subquery("numbered")
    wrong = select(func.min(rows.c.number)).where(rows.c.position != rows.c.number)
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
    """Find records whose events, in the order of recording, do not have the versions 1, 2, 3 …"""
    found = connection.exec_driver_sql(f"SELECT min(position) FROM ({_OUT_OF_ORDER})").scalar()
    if found is not None:
        what = (
            f"event {found} is out of order: the events of a record must be its versions 1, 2, 3 …"
        )
        yield Finding(what, found, found)


_SAME_RECORD = "events AS other ON other.originator_id = events.originator_id"
_OUT_OF_ORDER = (
    f"SELECT events.position FROM events LEFT JOIN {_SAME_RECORD}"
    " AND other.originator_version = events.originator_version - 1"
    " WHERE events.originator_version < 1 OR events.originator_version > 1"
    " AND (other.position IS NULL OR other.position > events.position)"
    f" UNION ALL SELECT events.position FROM events JOIN {_SAME_RECORD}"
    " AND other.originator_version = events.originator_version"
    " WHERE other.position < events.position"
)
"""SQL for the events that do not follow the previous version, or that repeat a version."""


def _wrong_order(connection: Connection) -> Iterator[Finding]:
    """Find events whose time of recording is earlier than the preceding event's time."""
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
"""The maximum number of findings of the same kind to list individually."""
