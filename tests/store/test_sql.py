"""Queries that Dragoman builds itself return the same rows as queries that SQLAlchemy builds."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy
from hypothesis import given
from hypothesis import strategies as st

from dragoman.store import sql
from dragoman.store.engines.database import Database
from dragoman.store.errors import NoSingleRow
from dragoman.store.log import schema, tables

NAMES = ("select", "func", "and_", "or_", "exists", "cast", "Text", "type_coerce")
REAL = SimpleNamespace(
    events=schema.events,
    entries=schema.entries,
    Key=schema.Key,
    **{name: getattr(sqlalchemy, name) for name in NAMES},
)
RECORDED = SimpleNamespace(
    events=tables.events,
    entries=tables.entries,
    Key=tables.Key,
    **{name: getattr(sql, name) for name in NAMES},
)
MOMENT = datetime(2025, 4, 22, 8, 30, tzinfo=UTC)
RECORDS = [UUID(int=number) for number in range(1, 5)]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Yield a database that has the tables of a register and some rows."""
    path = tmp_path_factory.mktemp("sql") / "rows.db"
    sqlite3.connect(path).close()
    found = Database(path)
    with sqlalchemy.create_engine(f"sqlite:///{path}").begin() as connection:
        schema.metadata.create_all(connection)
        connection.exec_driver_sql("DROP TABLE events")
        connection.execute(sqlalchemy.schema.CreateTable(schema.events))
        rows = [
            {
                "position": position,
                "originator_id": RECORDS[position % 4],
                "originator_version": position // 4 + 1,
                "topic": f"topic{position % 3}",
                "state": b"{}",
                "entry": UUID(int=position),
                "recorded_at": MOMENT.replace(day=position),
                "recorded_by": "somebody",
                "reason": "",
            }
            for position in range(1, 20)
        ]
        connection.execute(sqlalchemy.insert(schema.events), rows)
    yield found
    found.dispose()


def conditions(names: Any) -> dict[str, Any]:
    """Return functions that each turn a value into a condition of a query."""
    column = names.events.c
    return {
        "equal": lambda value: column.position == value,
        "different": lambda value: column.position != value,
        "between": lambda value: column.position.between(3, value),
        "either": lambda value: names.or_(column.position > value, column.topic == "topic1"),
        "not": lambda value: ~(column.position <= value),
        "in": lambda value: column.position.in_(range(value)),
        "not in": lambda value: column.position.not_in([value, 2, 3]),
        "of records": lambda value: column.originator_id.in_(RECORDS[: value % 5]),
        "topics": lambda value: column.topic.in_(f"topic{one}" for one in range(value)),
        "since": lambda value: column.recorded_at >= MOMENT.replace(day=value),
        "digits": lambda value: names.cast(column.entry, names.Text).startswith("000"),
        "subquery": lambda value: column.originator_id.in_(
            names.select(column.originator_id).where(column.position == value)
        ),
        "later": lambda value: names.exists().where(
            (again := names.events.alias("again")).c.originator_id == column.originator_id,
            again.c.position > column.position + value,
        ),
    }


def query(names: Any, wanted: list[tuple[str, int]], shape: str, limit: int | None) -> Any:
    """Build a query with SQLAlchemy's functions or Dragoman's, depending on ``names``."""
    column = names.events.c
    made = conditions(names)
    found = {
        "rows": names.select(column.position, column.originator_id, column.recorded_at),
        "table": names.select(names.events),
        "key": names.select(names.type_coerce(column.originator_id, names.Key), column.topic),
        "counted": names.select(column.topic, names.func.count().label("times")).group_by(
            column.topic
        ),
    }[shape]
    for name, value in wanted:
        found = found.where(made[name](value))
    order = column.topic if shape == "counted" else column.position.desc()
    return found.order_by(order).limit(limit)


some_conditions = st.lists(
    st.tuples(st.sampled_from(sorted(conditions(REAL))), st.integers(1, 19)), max_size=3
)


@given(
    wanted=some_conditions,
    shape=st.sampled_from(["rows", "table", "key", "counted"]),
    limit=st.none() | st.integers(1, 5),
)
def test_a_recorded_query_gives_the_rows_of_the_real_one(
    database: Database, wanted: list[tuple[str, int]], shape: str, limit: int | None
) -> None:
    """A query that Dragoman builds returns the same rows and column names as SQLAlchemy's query.

    The test runs both queries on a reading connection and on a SQLAlchemy connection.
    """
    real, recorded = (query(names, wanted, shape, limit) for names in (REAL, RECORDED))
    with sqlalchemy.create_engine(f"sqlite:///{database.path}").connect() as connection:
        expected = connection.execute(real).all()
        assert connection.execute(recorded).all() == expected
    with database.connect() as reader:
        found = reader.execute(recorded).all()
        assert reader.execute(real).all() == found == expected
        assert [row._asdict() for row in found] == [row._asdict() for row in expected]


@given(wanted=some_conditions)
def test_the_values_of_a_query_are_not_in_its_key(wanted: list[tuple[str, int]]) -> None:
    """The key of a query leaves out the values, so queries of the same form share a SQL string."""
    others = [(name, value % 19 + 1) for name, value in wanted]
    one, other = (query(RECORDED, some, "rows", 3) for some in (wanted, others))
    assert one.key == other.key


def test_a_known_query_is_run_without_sqlalchemy(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query whose SQL string is known in advance runs without SQLAlchemy.

    SQLAlchemy compiles any other query, but only once.
    """
    compiled = []
    real = sql.compiled_by_sqlalchemy
    monkeypatch.setattr(sql, "compiled_by_sqlalchemy", lambda one: compiled.append(1) or real(one))
    column = tables.events.c
    for value in (3, 4, 5):
        with database.connect() as reader:
            unusual = sql.select(column.position, column.position).where(column.position > value)
            assert len(reader.execute(unusual).all()) == 19 - value
            known = sql.select(sql.func.max(column.position))
            assert reader.execute(known).scalar_one() == 19
    assert compiled == [1]


def test_a_result_has_the_methods_of_sqlalchemy(database: Database) -> None:
    """The result of a query that Dragoman builds has the methods of a SQLAlchemy result."""
    column = tables.events.c
    positions = sql.select(column.position).order_by(column.position)
    with database.connect() as reader:
        assert reader.execute(positions).first() == (1,)
        assert reader.execute(positions).scalar() == 1
        assert list(reader.execute(positions).scalars())[:3] == [1, 2, 3]
        assert [len(part) for part in reader.execute(positions).partitions(8)] == [8, 8, 3]
        assert reader.execute(positions.where(column.position > 99)).first() is None
        assert reader.execute(positions.where(column.position > 99)).scalar() is None
        assert reader.execute(positions.where(column.position == 7)).one().position == 7
        with pytest.raises(NoSingleRow):
            reader.execute(positions).one()
        with pytest.raises(NoSingleRow):
            reader.execute(positions.where(column.position > 99)).scalar_one()


def test_parts_of_queries_are_not_values() -> None:
    """Using a part of a query as a boolean, or iterating over it, raises TypeError.

    Making an alias without a name raises TypeError too.
    """
    column = tables.events.c
    with pytest.raises(TypeError, match="truth value"):
        bool(column.position == 1)
    with pytest.raises(TypeError, match="iterated"):
        list(column.position)
    with pytest.raises(TypeError, match="needs a name"):
        tables.events.alias()
    assert tables.events.alias("a").key != tables.events.alias("b").key


def test_a_connection_is_used_again_and_closed_at_the_end(tmp_path: Path) -> None:
    """A database reuses its connection, with a new transaction for each use.

    Disposing of the database closes the connection.
    """
    path = tmp_path / "one.db"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE one (a)")
    database, closed = Database(path), []
    database.at_end(lambda: closed.append(True))
    with database.connect() as first:
        inner = first.connection
        assert inner.in_transaction
    assert not inner.in_transaction
    with database.connect() as second:
        assert second.connection is inner
        with pytest.raises(sqlite3.OperationalError):
            second.exec_driver_sql("SELECT * FROM two")
    with database.connect() as third, database.connect() as fourth:
        assert third.connection is not fourth.connection
    database.dispose()
    assert closed == [True]
    with pytest.raises(sqlite3.ProgrammingError):
        inner.execute("SELECT 1")
