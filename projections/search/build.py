"""Build the search index: turn changes to documents into rows, exactly once."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

from attrs import define, field
from msgspec.json import decode

from dragoman.domain import LETTERS, parse_date
from dragoman.projections.disposable import move_bookmark
from dragoman.projections.record_doc import RecordDoc, text_at
from dragoman.projections.search.tables import SCHEMA, vocabulary
from dragoman.projections.search.texts import Text, dated, texts
from dragoman.projections.search.words import forms, indexed, romanized
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import RefRow, documents, refs, timeline
from dragoman.projections.timeline import ENGAGEMENTS, storable
from dragoman.store import (
    Connection,
    NotificationLog,
    Row,
    TableDesign,
    and_,
    func,
    queries,
    select,
    table_of,
)

BATCH = 5_000
"""The number of events whose records are indexed in one batch."""

REMEMBERED = 50_000
"""The number of words whose numbers the build keeps in memory."""


@define
class Vocabulary:
    """The cached numbers of words, and the words of the texts in the current batch."""

    _numbers: dict[str, int] = field(factory=dict)
    _words: dict[tuple[str, str | None, bool], Iterable[str]] = field(factory=dict)

    def learn(self, index: Connection, texts: Iterable[Text]) -> None:
        """Look up the words of the texts in a batch, and number the new words."""
        if len(self._numbers) > REMEMBERED:
            self._numbers = {}
        self._words = {key: _words_of(*key) for key in {one[3:] for one in texts}}
        self._number(index, set().union(*self._words.values()) - self._numbers.keys())

    def _number(self, index: Connection, wanted: set[str]) -> None:
        keys = sorted(wanted)
        query = select(vocabulary.c.word, vocabulary.c.id)
        known = queries.chunked(index, query, vocabulary.c.word, keys)
        self._numbers |= {row.word: row.id for row in known}
        new = [word for word in keys if word not in self._numbers]
        last = index.execute(select(func.max(vocabulary.c.id))).scalar() or 0
        rows = [(last + n, word, *_forms(word)) for n, word in enumerate(new, 1)]
        index.exec_driver_sql(table_of(SCHEMA, "vocabulary").insertion(), rows)
        self._numbers |= {word: number for number, word, *_ in rows}

    def numbers(self, text: Text) -> Iterable[int]:
        """Return the numbers of the words in a text."""
        return map(self._numbers.__getitem__, self._words[text[3:]])


def _words_of(text: str, sign: str | None, is_name: bool) -> Iterable[str]:
    if sign:
        return (sign,)
    if is_name and not text.isascii():
        return indexed(text) | {one.word for one in romanized(text)}
    return indexed(text)


def _forms(word: str) -> tuple[str, str, str, str]:
    """Return the forms of a word; a sign, which stands for a code, has only empty forms."""
    return ("", "", "", "") if word.startswith("=") else forms(word)


class Version(NamedTuple):
    """A document of a record, and the positions between which it is valid."""

    since: int
    until: int
    texts: Sequence[Text]
    subject: "Subject"


def apply(
    log: NotificationLog, snapshot: Snapshot, index: Connection, vocabulary: Vocabulary, start: int
) -> int:
    """Index the changes that the next events after ``start`` made; return the position reached."""
    end = min(start + BATCH, snapshot.position)
    if end <= start:
        return start
    records = _touched(log, snapshot, start, end)
    versions = _versions(snapshot, records, start, end)
    vocabulary.learn(index, (text for one in versions.values() for v in one for text in v.texts))
    places = IndexRows(table_of(SCHEMA, "postings"), ("word", "record", "unit"), start, end)
    days = IndexRows(table_of(SCHEMA, "subjects"), ("record",), start, end)
    for record, some in versions.items():
        places.follow(some, [_places(record, one.texts, vocabulary) for one in some])
        days.follow(some, [{(record,): one.subject} for one in some])
    for rows in (places, days):
        rows.write(index)
    move_bookmark(index, end, log.head(end).entry_hex)
    return end


def _touched(log: NotificationLog, snapshot: Snapshot, start: int, end: int) -> dict[int, RefRow]:
    """Return the records of the events after ``start`` up to ``end``."""
    rows = snapshot.chunked(select(refs), refs.c.id, log.select_originators(start, end))
    return {row.record: row for row in rows}


def _versions(
    snapshot: Snapshot, records: Mapping[int, RefRow], start: int, end: int
) -> dict[int, list[Version]]:
    """Return each record's document as of ``start``, and its later documents up to ``end``."""
    its_days = and_(
        timeline.c.record == documents.c.record,
        timeline.c.since <= documents.c.since,
        timeline.c.until > documents.c.since,
    )
    query = select(documents, timeline.c.day, timeline.c.first, timeline.c.last)
    query = query.outerjoin(timeline, its_days).order_by(documents.c.record, documents.c.since)
    query = query.where(documents.c.since <= end, documents.c.until > start)
    query = query.where(documents.c.is_retracted == 0)
    found: dict[int, list[Version]] = {}
    for row in snapshot.chunked(query, documents.c.record, list(records)):
        version = _version(records[row.record], row)
        found.setdefault(row.record, []).append(version)
    return found


def _version(record: RefRow, row: Row[*tuple[object, ...]]) -> Version:
    doc = decode(row.doc)
    return Version(
        row.since, row.until, list(texts(record.kind, doc)), _subject(record.kind, row, doc)
    )


def _places(record: int, texts: Sequence[Text], vocabulary: Vocabulary) -> "Facts":
    """Return the weights of words in a record; the keys are word number, record and unit."""
    found: dict[tuple[int, ...], tuple[int]] = {}
    for text in sorted(texts, key=_weight):
        keys = zip(vocabulary.numbers(text), repeat(record), repeat(text.unit))
        found |= dict.fromkeys(keys, (text.weight,))
    return found


_weight = attrgetter("weight")


Subject = tuple[str, int | None, int | None, int | None]
"""The letter of a record's kind; and the day to sort by, and the first and last possible day."""


def _subject(kind: str, row: Row[*tuple[object, ...]], doc: RecordDoc) -> Subject:
    if kind in ENGAGEMENTS:
        return LETTERS[kind], row.day, row.first, row.last
    field = dated(kind, doc)
    day = text_at(doc, field) if field else None
    when = parse_date(day) if day else None
    first, last = (storable(when.first), storable(when.last)) if when else (None, None)
    return LETTERS[kind], first if last is None else last, first, last


Fact = tuple[tuple[int, ...], tuple[object, ...]]
Facts = Mapping[tuple[int, ...], tuple[object, ...]]
"""Rows of a table as of a position: key columns → other columns, without the positions."""


@define
class IndexRows:
    """The rows of a table that begin or end in a batch from position ``start`` to ``end``.

    ``key`` lists the columns that identify a valid row.
    """

    table: TableDesign
    key: tuple[str, ...]
    start: int
    end: int
    _opened: list[tuple[object, ...]] = field(factory=list)
    _closed: list[tuple[object, ...]] = field(factory=list)

    def follow(self, versions: Sequence[Version], facts: Sequence[Facts]) -> None:
        """Compare the versions of a record in order, and collect the rows that begin or end."""
        first = versions[0]
        if len(versions) == 1 and first.since > self.start and first.until > self.end:
            self._opened += [(*key, first.since, *what, None) for key, what in facts[0].items()]
            return  # the usual case, much faster than the general one
        before: Facts = {}
        since: dict[Fact, int] = {}
        until = self.start
        for version, after in zip(versions, facts, strict=True):
            if version.since <= self.start:
                before, until = after, version.until
                continue
            if version.since != until:
                self._end(before, {}, since, until)
                before = {}
            self._end(before, after, since, version.since)
            since |= dict.fromkeys(after.items() - before.items(), version.since)
            before, until = after, version.until
        if until <= self.end:
            self._end(before, {}, since, until)
        self._opened += [(*key, at, *what, None) for (key, what), at in since.items()]

    def _end(self, before: Facts, after: Facts, since: dict[Fact, int], position: int) -> None:
        """End the rows that were valid ``before`` and are now missing or different."""
        for one in before.items() - after.items():
            key, what = one
            at = since.pop(one, None)
            if at is None:
                self._closed.append((position, *key))
            else:
                self._opened.append((*key, at, *what, position))

    def write(self, index: Connection) -> None:
        """Write the rows in primary-key order."""
        where = " AND ".join(f"{name} = ?" for name in self.key)
        close = f"UPDATE {self.table.name} SET until = ? WHERE {where} AND until IS NULL"
        index.exec_driver_sql(close, self._closed)
        index.exec_driver_sql(self.table.insertion(), sorted(self._opened))
