"""Redaction: read the views as if withheld records did not exist.

A report names the tables that it reads, and SQLite looks up a name among temporary views first. So
:meth:`Redaction.apply` makes a temporary view for every table, with the same name and without the
withheld records. Reports, counts and searches then cannot find such a record, and none of them has
to know about redaction. See docs/decisions/0054-withheld-from-readers.md.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import field, frozen
from msgspec import UNSET, UnsetType
from msgspec.json import decode, encode

from dragoman.domain import NAME_TERM
from dragoman.projections.record_doc import cited_in, digest_in
from dragoman.projections.report import WithheldRecords
from dragoman.projections.tables import SCHEMA
from dragoman.projections.withheld_facts import Facts
from dragoman.store import Connection, driver_of, queries, tables_of

if TYPE_CHECKING:
    from dragoman.projections.snapshot import Snapshot

_LINKED = {"merged_parties": "merged_into", "founding_instruments": "founds"}
"""Tables whose rows only say that a record is linked to another record, with the column."""

_NEEDED = {"awaits": "mechanism"}
"""Parts of documents that mean nothing without a link, with the name of the link."""

_ID = re.compile(rb'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')

_GONE = object()


@frozen(eq=False)
class Redaction:
    """What a reader does not see: records (by number, with their ids), and facts about parties.

    ``facts`` maps the numbers of parties to the facts that only withheld records contain.
    ``withheld`` counts the records that are withheld because of their marking.
    """

    records: Mapping[int, str]
    facts: Mapping[int, Facts]
    withheld: WithheldRecords | UnsetType = UNSET
    _entries: dict[int, frozenset[UUID]] = field(factory=dict)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the withheld records, as documents spell them."""
        return frozenset(str(UUID(hex=one)) for one in self.records.values())

    @cached_property
    def hex_ids(self) -> frozenset[str]:
        """The ids of the withheld records, 32 hexadecimal digits each."""
        return frozenset(self.records.values())

    def apply(self, views: Connection) -> None:
        """Hide the withheld records from all later queries on a connection.

        If a transaction is open, its end removes the temporary tables.
        """
        driver = driver_of(views)
        driver.create_function("redacted", 2, self.document, deterministic=True)
        for statement in _TABLES:
            driver.execute(statement)
        driver.executemany("INSERT INTO temp.withheld VALUES (?)", zip(self.records))
        driver.executemany("INSERT INTO temp.withheld_terms VALUES (?, ?)", self._terms())
        for name, sql in _views():
            driver.execute(f"CREATE TEMP VIEW {name} AS {sql}")

    def _terms(self) -> Iterator[tuple[int, str]]:
        """Yield the beginnings of the terms for withheld names, with the numbers of parties."""
        for record, facts in self.facts.items():
            yield from ((record, f"{NAME_TERM}{name}|") for name in facts.names)

    def document(self, record: int, doc: bytes) -> bytes:
        """Return the document of a record without links to withheld records and without facts."""
        linked = not self.ids.isdisjoint(one.decode() for one in _ID.findall(doc))
        facts = self.facts.get(record)
        if not (linked or facts):
            return doc
        shown: Any = self._without_links(decode(doc))
        _drop_words(shown)
        return encode(facts.missing_in(shown) if facts else shown)

    def _without_links(self, value: Any) -> Any:
        """Return a part of a document without the ids of withheld records, at any depth."""
        if isinstance(value, dict):
            parts = ((name, self._without_links(one)) for name, one in value.items())
            return {name: one for name, one in parts if not _is_gone(name, one)}
        if isinstance(value, list):
            return [one for one in map(self._without_links, value) if one is not _GONE]
        return _GONE if value in self.ids else value

    def cited(self, views: Connection) -> set[str]:
        """Return the digests of the kept texts that withheld records cite."""
        query = f"SELECT doc FROM main.documents WHERE record IN {WITHHELD}"
        docs = (decode(doc) for (doc,) in driver_of(views).execute(query))
        return {digest for doc in docs for one in cited_in(doc) if (digest := digest_in(one))}

    def hides_entry(self, register: Connection, entry: UUID, position: int) -> bool:
        """Return whether an entry has events of withheld records, up to a position of the log."""
        if position not in self._entries:
            records = [UUID(hex=one) for one in self.records.values()]
            self._entries[position] = queries.entries_of(register, records, position)
        return entry in self._entries[position]


def shown_reason(
    register: Connection, snapshot: "Snapshot", row: queries.RecordedEvent | queries.LoggedEntry
) -> str:
    """Return the reason of an entry; an empty string if the entry also has withheld records.

    The reason may name these records, or the file from which they were recorded.
    """
    hidden = snapshot.redaction
    is_hidden = hidden and hidden.hides_entry(register, row.entry, snapshot.position)
    return "" if is_hidden else row.reason


def _is_gone(name: str, value: object) -> bool:
    """Return whether a field of a document has lost its value, or the link that it needs."""
    needed = _NEEDED.get(name)
    return value is _GONE or bool(needed and isinstance(value, dict) and needed not in value)


def _drop_words(doc: dict[str, Any]) -> None:
    """Drop the words of the source for fields that the document does not have."""
    words = doc.get("as_written", {})
    doc["as_written"] = {path: one for path, one in words.items() if path.partition(".")[0] in doc}
    if not doc["as_written"]:
        del doc["as_written"]


WITHHELD = "(SELECT record FROM temp.withheld)"
"""The SQL that selects the numbers of the withheld records, after :meth:`Redaction.apply`."""

_TABLES = (
    "CREATE TEMP TABLE withheld (record INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE withheld_terms (record INTEGER, beginning TEXT)",
)


def _views() -> Iterator[tuple[str, str]]:
    """Yield the name and the query of the temporary view for each table of the views."""
    for table in tables_of(SCHEMA):
        if table.name == "tallies":  # the stored counts include withheld records
            yield table.name, f"SELECT * FROM main.{table.name} WHERE false"
        elif "record" in table.columns:
            yield table.name, _without_withheld(table.name, table.columns)


def _without_withheld(name: str, columns: Collection[str]) -> str:
    shown = (_REDACTED if (name, one) == ("documents", "doc") else one for one in columns)
    return f"SELECT {', '.join(shown)} FROM main.{name} WHERE {' AND '.join(_conditions(name))}"


_REDACTED = "redacted(record, doc) AS doc"


def _conditions(name: str) -> Iterable[str]:
    yield f"record NOT IN {WITHHELD}"
    if linked := _LINKED.get(name):
        yield f"{linked} NOT IN (SELECT id FROM main.refs WHERE record IN {WITHHELD})"
    if name == "terms":
        yield (
            "NOT EXISTS (SELECT 1 FROM temp.withheld_terms AS own"
            " WHERE own.record = terms.record AND instr(term, own.beginning) = 1)"
        )
