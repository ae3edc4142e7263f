"""SQLAlchemy queries that run without loading SQLAlchemy.

Loading SQLAlchemy takes longer than most reports. So this module has stand-ins for the functions
and classes of SQLAlchemy that only record the calls: a query such as
``select(refs.c.id).where(refs.c.kind == kind)`` becomes a tree of calls that has a key, and the
values in the query. ``scripts/generate_sql.py`` writes the keys of all queries that reports need,
each with the SQL that SQLAlchemy compiles from the query. If the key of a query is unknown, this
module replays the query in SQLAlchemy, which gives the same answer but takes longer.

Type checkers see the real names of SQLAlchemy.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from uuid import UUID

from dragoman.store.errors import NoSingleRow
from dragoman.store.log.formats import id_of, instant_of, rfc3339

try:  # hashlib would load OpenSSL
    from _blake2 import blake2b
except ImportError:  # pragma: no cover
    from hashlib import blake2b

if TYPE_CHECKING:
    from dragoman.store.engines.database import Database

__all__ = [
    "Column",
    "ColumnElement",
    "Connection",
    "LargeBinary",
    "Row",
    "Select",
    "Table",
    "Text",
    "and_",
    "cast",
    "exists",
    "func",
    "literal_column",
    "or_",
    "select",
    "type_coerce",
]


# --- Recording ----------------------------------------------------------------------------------


class Recorded:
    """A part of a query that was recorded instead of compiled.

    ``key`` is the same for all queries that differ only in their values, and ``values`` are in the
    order in which the key uses them. ``replay`` builds the part in SQLAlchemy.
    """

    __slots__ = ("key", "replay", "values")

    def __init__(
        self, key: str, values: tuple[Any, ...], replay: Callable[["Replay"], Any]
    ) -> None:
        self.key = key
        self.values = values
        self.replay = replay

    def __getattr__(self, name: str) -> "Recorded":
        if name.startswith("__"):
            raise AttributeError(name)
        return Recorded(f"{self.key}.{name}", self.values, lambda made: getattr(made(self), name))

    def __call__(self, *args: Any, **kwargs: Any) -> "Recorded":
        keep = self.key.endswith(_WITH_NAMES)
        if self.key.endswith(".alias") and not args:
            raise TypeError("an alias needs a name, which tells it apart in the key of a query")
        parts = [_part(one, keep) for one in args]
        named = {name: _part(one, True) for name, one in kwargs.items()}
        key = ",".join([one.key for one in parts] + [f"{k}={v.key}" for k, v in named.items()])
        values = self.values + tuple(value for one in parts for value in one.values)

        def replay(made: "Replay") -> Any:
            function = made(self)
            own = [made(one) for one in parts]
            return function(*own, **{name: made(one) for name, one in named.items()})

        return Recorded(f"{self.key}({key})", values, replay)

    def _operate(self, sign: str, *others: Any) -> "Recorded":
        parts = [self, *(_part(one) for one in others)]
        key = f"({f' {sign} '.join(one.key for one in parts)})" if others else f"{sign}{self.key}"
        values = tuple(value for one in parts for value in one.values)
        function = _OPERATORS[sign]
        return Recorded(key, values, lambda made: function(*map(made, parts)))

    def __bool__(self) -> NoReturn:
        raise TypeError("a part of a query has no truth value")

    __hash__ = object.__hash__

    def __iter__(self) -> NoReturn:
        raise TypeError("a part of a query cannot be iterated over")

    def __repr__(self) -> str:
        return self.key

    def __clause_element__(self) -> Any:
        """Return this part as a SQLAlchemy expression with values. SQLAlchemy calls this method."""
        return Replay(self.values)(self)

    def _execute_on_connection(self, connection: Any, *args: Any) -> Any:
        """Run this query on a SQLAlchemy connection, which calls this method."""
        return self.__clause_element__()._execute_on_connection(connection, *args)


_OPERATORS: dict[str, Callable[..., Any]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "&": lambda one, other: one & other,
    "|": lambda one, other: one | other,
    "~": lambda one: ~one,
}


def _operator(sign: str) -> Callable[..., Recorded]:
    return lambda self, *others: self._operate(sign, *others)


for _name, _sign in (
    ("eq", "=="),
    ("ne", "!="),
    ("lt", "<"),
    ("le", "<="),
    ("gt", ">"),
    ("ge", ">="),
    ("add", "+"),
    ("sub", "-"),
    ("and", "&"),
    ("or", "|"),
    ("invert", "~"),
):
    setattr(Recorded, f"__{_name}__", _operator(_sign))

_WITH_NAMES = (".label", ".alias", ".cte", ".subquery", "literal_column")
"""The functions whose arguments are names, not values."""


def _part(value: Any, keep: bool = False) -> Recorded:
    """Wrap an argument as a part of a query; with ``keep``, the key contains the argument."""
    if isinstance(value, Recorded):
        return value
    if keep or value is None or isinstance(value, bool):
        return Recorded(repr(value), (), lambda _: value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return Recorded("[?]", (list(value),), _take_many)
    if type(value).__module__.startswith("sqlalchemy"):
        return Recorded(_REAL, (), lambda _: value)
    return Recorded("?", (value,), _take)


_REAL = "<SQLAlchemy>"
"""The key of a part that SQLAlchemy itself made; a query with such a part has no key of its own."""


class Replay:
    """A replay of a recorded query in SQLAlchemy; its values become ``v0``, ``v1`` …"""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values
        self.taken = 0
        self.made: dict[str, Any] = {}

    def __call__(self, part: Recorded) -> Any:
        """Return the SQLAlchemy object for a part of the query.

        For a part without values, such as an alias, this method always returns the same object.
        """
        if part.values or _REAL in part.key:
            return part.replay(self)
        if part.key not in self.made:
            self.made[part.key] = part.replay(self)
        return self.made[part.key]

    def take(self, expanding: bool) -> Any:
        """Return the next parameter of the query."""
        from sqlalchemy import bindparam

        number = self.taken
        self.taken += 1
        return bindparam(f"v{number}", self.values[number], expanding=expanding)


def _take(made: Replay) -> Any:
    return made.take(False)


def _take_many(made: Replay) -> Any:
    return made.take(True)


@cache
def recorded(module: str, name: str) -> Any:
    """Return a stand-in for a name in a module; Dragoman loads the module only in a replay."""
    return Recorded(f"{module}:{name}", (), lambda _: getattr(import_module(module), name))


class _AnyType:
    """A stand-in for a SQLAlchemy type in annotations."""

    def __class_getitem__(cls, item: object) -> "type[_AnyType]":
        return cls


if TYPE_CHECKING:
    from sqlalchemy import (
        Column,
        ColumnElement,
        Connection,
        LargeBinary,
        Row,
        Select,
        Table,
        Text,
        and_,
        cast,
        exists,
        func,
        literal_column,
        or_,
        select,
        type_coerce,
    )
else:
    Column = ColumnElement = Connection = Row = Select = Table = _AnyType
    LargeBinary, Text, and_, cast, exists, func, literal_column, or_, select, type_coerce = (
        recorded("sqlalchemy", name)
        for name in [
            "LargeBinary",
            "Text",
            "and_",
            "cast",
            "exists",
            "func",
            "literal_column",
            "or_",
            "select",
            "type_coerce",
        ]
    )


# --- Compiling ----------------------------------------------------------------------------------


class Compiled(NamedTuple):
    """The SQL of a query, with named parameters, and the names of its columns.

    ``types`` has a letter for each column: ``i`` for an id, ``t`` for an instant, ``-`` for any
    other type.
    """

    sql: str
    columns: tuple[str, ...]
    types: str


@cache
def _known(key: str) -> Compiled | None:
    from dragoman.store.compiled import QUERIES

    found = QUERIES.get(digest(key))
    return Compiled(found[0], tuple(found[1].split()), found[2]) if found else None


COMPILED: dict[str, Compiled] = {}
"""The queries that this process compiled itself, because their keys were unknown."""


def compiled(query: Recorded) -> Compiled:
    """Return the SQL of a query."""
    key = query.key
    found = _known(key) or COMPILED.get(key)
    if found is None:
        found = COMPILED[key] = compiled_by_sqlalchemy(query.__clause_element__())
    return found


def digest(key: str) -> str:
    """Return the digest under which ``QUERIES`` lists a key: 16 hexadecimal digits."""
    return blake2b(key.encode(), digest_size=8).hexdigest()


def forget() -> None:
    """Clear all compiled queries, so that SQLAlchemy compiles every query again."""
    from dragoman.store.compiled import QUERIES

    QUERIES.clear()
    _known.cache_clear()
    COMPILED.clear()


def compiled_by_sqlalchemy(statement: Any) -> Compiled:
    """Compile a statement in SQLAlchemy; each list of values stays a placeholder in the SQL."""
    made = _compile(statement)
    found = _described(made)
    sql = found.sql
    for name, value in made.params.items():
        if not re.fullmatch(r"v\d+", name):  # a number that SQLAlchemy has added itself
            sql = re.sub(rf":{name}\b", str(int(value)), sql)
    return found._replace(sql=sql)


def _compile(statement: Any, **options: Any) -> Any:
    from sqlalchemy.dialects import sqlite

    return statement.compile(dialect=sqlite.dialect(paramstyle="named"), compile_kwargs=options)


def _described(made: Any) -> Compiled:
    from dragoman.store.log.schema import Hex, Instant

    columns = [(one.keyname, one.type) for one in made._result_columns or ()]
    types = "".join(
        "i" if isinstance(type_, Hex) else "t" if isinstance(type_, Instant) else "-"
        for _, type_ in columns
    )
    return Compiled(" ".join(str(made).split()), tuple(name for name, _ in columns), types)


# --- Tables -------------------------------------------------------------------------------------


class TableDesign(NamedTuple):
    """The design of a table, for writing rows: its name, its columns, and its primary key."""

    name: str
    columns: tuple[str, ...]
    primary_key: tuple[str, ...]

    def insertion(self, columns: Sequence[str] = ()) -> str:
        """Return SQL that inserts a row of values for the columns (default: all, in order)."""
        names = columns or self.columns
        return (
            f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        )


class ObjectDesign(NamedTuple):
    """The design of a table or an index: its type, name, table, and SQL with single spaces."""

    type: str
    name: str
    table: str
    sql: str


def objects_of(schema: str) -> list[ObjectDesign]:
    """Return the tables and indexes in the ``metadata`` of a module, tables first."""
    from dragoman.store.compiled import SCHEMAS

    return [ObjectDesign(*one) for one in SCHEMAS[schema][0]]


def tables_of(schema: str) -> list[TableDesign]:
    """Return the tables in the ``metadata`` of a module, each after the tables it refers to."""
    from dragoman.store.compiled import SCHEMAS

    return [TableDesign(*one) for one in SCHEMAS[schema][1]]


@cache
def table_of(schema: str, name: str) -> TableDesign:
    """Return the table ``name`` in the ``metadata`` of a module."""
    return next(one for one in tables_of(schema) if one.name == name)


def described(schema: str) -> tuple[list[ObjectDesign], list[TableDesign]]:
    """Use SQLAlchemy to compile the designs of the tables and indexes in a module."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    tables = import_module(schema).metadata.sorted_tables
    dialect = sqlite.dialect()

    def design(type_: str, name: Any, table: Any, statement: Any) -> ObjectDesign:
        sql = " ".join(str(statement.compile(dialect=dialect)).split())
        return ObjectDesign(type_, str(name), table.name, sql)

    made = [design("table", one.name, one, CreateTable(one)) for one in tables]
    for one in tables:
        indexes = sorted(one.indexes, key=lambda index: str(index.name))
        made += [design("index", index.name, one, CreateIndex(index)) for index in indexes]
    return made, [
        TableDesign(one.name, tuple(one.c.keys()), tuple(one.primary_key.columns.keys()))
        for one in tables
    ]


# --- Running queries ----------------------------------------------------------------------------

_PLACE = "(__[POSTCOMPILE_{}])"


def _bound(query: Compiled, values: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """Return the SQL and parameters of a query, with one parameter for each value in a list."""
    parameters: dict[str, Any] = {}
    sql = query.sql
    for number, value in enumerate(values):
        name = f"v{number}"
        if isinstance(value, list):
            names = [f"{name}_{n}" for n in range(len(value))]
            parameters.update(zip(names, map(_stored, value), strict=True))
            places = ", ".join(f":{one}" for one in names) or "SELECT NULL WHERE 0"
            sql = sql.replace(_PLACE.format(name), f"({places})")
        else:
            parameters[name] = _stored(value)
    return sql, parameters


def _stored(value: Any) -> Any:
    """Return a value as SQLite stores it."""
    if isinstance(value, UUID):
        return value.hex
    return rfc3339(value) if isinstance(value, datetime) else value


_LOADED: dict[str, Callable[[Any], Any]] = {"i": id_of, "t": instant_of}


@cache
def _row_type(columns: tuple[str, ...]) -> type[tuple[Any, ...]]:
    """Return a row type that has the columns as attributes."""
    fields = {name: property(itemgetter(n)) for n, name in enumerate(columns)}
    names = {"__slots__": (), "_fields": columns, "_asdict": _as_dict}
    return type("Row", (tuple,), names | fields)


def _as_dict(row: Any) -> dict[str, Any]:
    return dict(zip(row._fields, row, strict=True))


def _loading(types: str) -> Callable[[tuple[Any, ...]], Iterable[Any]] | None:
    """Return a function that turns stored values into objects; ``None`` if all stay as they are."""
    if not types.strip("-"):
        return None
    loads = [_LOADED.get(one) for one in types]

    def load(row: tuple[Any, ...]) -> Iterable[Any]:
        return [
            value if how is None or value is None else how(value)
            for how, value in zip(loads, row, strict=True)
        ]

    return load


class Rows:
    """The rows of a query, with those methods of a SQLAlchemy result that reports use."""

    __slots__ = ("_cursor", "_rows")

    def __init__(self, cursor: sqlite3.Cursor, rows: Iterator[Any]) -> None:
        self._cursor = cursor
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def __enter__(self) -> "Rows":
        return self

    def __exit__(self, *error: object) -> None:
        self._cursor.close()

    def all(self) -> list[Any]:
        """Return all rows."""
        return list(self._rows)

    def fetchmany(self, size: int) -> list[Any]:
        """Return the next rows, at most ``size``."""
        return list(islice(self._rows, size))

    def first(self) -> Any:
        """Return the first row, or ``None``, and close the result."""
        found = next(self._rows, None)
        self._cursor.close()
        return found

    def one(self) -> Any:
        """Return the only row. Raises :class:`NoSingleRow`."""
        rows = self.all()
        if len(rows) != 1:
            raise NoSingleRow
        return rows[0]

    def scalars(self) -> "Rows":
        """Return the first column."""
        return Rows(self._cursor, (row[0] for row in self._rows))

    def scalar(self) -> Any:
        """Return the first column of the first row, or ``None``."""
        row = self.first()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        """Return the first column of the only row. Raises :class:`NoSingleRow`."""
        return self.one()[0]

    def partitions(self, size: int) -> Iterator[list[Any]]:
        """Yield the rows in lists of ``size``."""
        while some := self.fetchmany(size):
            yield some


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's connection, which is faster for millions of small statements."""
    driver: Any = connection.connection
    return driver  # type: ignore[no-any-return]


class DatabaseConnection:
    """A connection that runs recorded queries, SQLAlchemy queries and SQL text.

    ``connection`` is the driver's own connection.
    """

    def __init__(self, connection: sqlite3.Connection, database: "Database") -> None:
        self.connection = connection
        self.database = database
        self.is_detached = False

    def detach(self) -> None:
        """End the transaction, and mark the connection to be closed after use."""
        self.connection.execute("ROLLBACK")
        self.is_detached = True

    def execute(self, query: Any) -> Rows:
        """Run a query of this module or of SQLAlchemy."""
        if isinstance(query, Recorded) and _REAL in query.key:
            query = query.__clause_element__()
        if isinstance(query, Recorded):
            made = compiled(query)
            sql, bound = _bound(made, query.values)
        else:
            real = _compile(query, render_postcompile=True)
            made = _described(real)
            sql, bound = made.sql, {name: _stored(one) for name, one in real.params.items()}
        cursor = self.connection.execute(sql, bound)
        rows: Iterator[Any] = cursor
        if load := _loading(made.types):
            rows = map(load, rows)
        return Rows(cursor, map(_row_type(made.columns), rows))

    def exec_driver_sql(self, sql: str, parameters: Any = ()) -> Rows:
        """Run SQL text; given a list of parameters, run the SQL once for each item of the list."""
        many = isinstance(parameters, list)
        run = self.connection.executemany if many else self.connection.execute
        cursor = run(sql, parameters)
        if cursor.description is None:
            return Rows(cursor, iter(()))
        names = tuple(one[0] for one in cursor.description)
        return Rows(cursor, map(_row_type(names), cursor))
