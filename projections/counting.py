"""Counting: bring the tallies of contacts up to date with the views.

If a record has changed since the last count, this module subtracts the former counts of the record
and adds the present counts. If a party has changed, the module does the same for the engagements
that name the party. If a tally loses its last contact, this module finds the latest of the
remaining contacts.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from uuid import UUID

from attrs import define, field
from msgspec import Struct
from msgspec.json import Decoder

from dragoman.domain import involves, sessions_of
from dragoman.projections.facets import (
    NOWHERE,
    Facet,
    Key,
    Place,
    counts_of,
    of_follow_up,
    read_who,
)
from dragoman.projections.forever import FOREVER
from dragoman.projections.parties import all_terms, same_people, spellings
from dragoman.projections.projection import Rows
from dragoman.projections.reports.contacts import Contact, Who, contact_of, read_facts, who_of
from dragoman.projections.snapshot import LATEST, Snapshot
from dragoman.projections.tables import REACHED, SCHEMA, counted, is_of_kind, refs, terms
from dragoman.projections.timeline import ENGAGEMENTS, EVER
from dragoman.store import Connection, Database, driver_of, select, table_of, writing

Counts = Collection[tuple[Key, Place]]
"""The keys of the tallies in which a record counts, each with the record's place in the tally."""

Changed = tuple[int, str, Rows, Rows]
"""A changed record: its number, its kind, its documents at the last count, its present documents.
"""

ENCOUNTERS = (Facet.MET, Facet.MOVED)
"""The facets of encounters between people."""

COUNTED = (*ENGAGEMENTS, "follow-up")
"""The kinds of record that tallies count."""


class FollowUpFacts(Struct):
    """The counted fields of a follow-up, as stored."""

    status: str
    parties: tuple[str, ...] = ()


read_follow_up = Decoder(FollowUpFacts).decode

Counted = Contact | FollowUpFacts | None
"""The counted fields of a record, as a contact or a follow-up; ``None`` if the record does not
count.
"""


@define
class Change:
    """A change to a tally: the change in count, the last contact added, the contacts removed."""

    times: int = 0
    last: Place = NOWHERE
    taken: set[Place] = field(factory=set)


@define
class Counting:
    """Pending changes to the tallies."""

    views: Connection
    _changes: dict[Key, Change] = field(factory=dict)

    def replace(self, had: Counts, has: Counts) -> None:
        """Subtract the former counts of a record from the tallies, and add its present counts."""
        if had:
            before, after = Counter(had), Counter(has)
            self._take((before - after).elements())
            has = list((after - before).elements())
        self.add(has)

    def _take(self, counts: Iterable[tuple[Key, Place]]) -> None:
        for key, place in counts:
            change = self._changes.get(key) or self._changes.setdefault(key, Change())
            change.times -= 1
            change.taken.add(place)

    def add(self, counts: Iterable[tuple[Key, Place]]) -> None:
        """Add counts to the tallies."""
        changes = self._changes
        for key, place in counts:
            change = changes.get(key)
            if change is None:
                changes[key] = Change(1, place)
            else:
                change.times += 1
                if change.last == NOWHERE or place > change.last:
                    change.last = place

    def write(self, cursor: sqlite3.Cursor) -> None:
        """Write the changes to the table of tallies."""
        cursor.executemany(_ADD, [_row(key, one) for key, one in sorted(self._changes.items())])
        taken = [(key, one) for key, one in self._changes.items() if one.taken]
        cursor.executemany(_CLEAR, [key for key, _ in taken])
        lost = {key for key, one in taken if _is_lost(cursor, key, one)}
        met = {key for key in lost if key[1] in ENCOUNTERS}
        found = {key: _last_met(self.views, cursor, key) for key in met}
        for term in {_term(key) for key in lost - met}:
            some = {key for key in lost - met if _term(key) == term}
            found |= _last_of(_newest(cursor, term), some)
        cursor.executemany(_SET, [(*_stored(place), *key) for key, place in found.items()])
        self._changes.clear()

    def __len__(self) -> int:
        return len(self._changes)


def count_up(views: Database) -> None:
    """Bring the tallies up to date with the views.

    Each changed record is counted once, however many events have changed the record.
    """
    with writing(views) as connection:
        driver = driver_of(connection)
        [[last]] = driver.execute("SELECT position FROM progress")
        reached = counted(connection)
        if reached == last:
            return
        counting = Counting(connection)
        changed = _changed(driver, reached, _renamed(connection, driver, reached))
        while some := list(islice(changed, BATCH)):
            _count(counting, some, reached)
            if len(counting) > MOST_CHANGES:
                counting.write(driver.cursor())
        counting.write(driver.cursor())
        driver.execute(_REACH, (*REACHED, last, *NOWHERE))


MOST_CHANGES = 100_000
"""The number of changes that :func:`count_up` keeps in memory."""


BATCH = 1_000
"""The number of records to read at once."""


def _count(counting: Counting, changed: Sequence[Changed], reached: int) -> None:
    """Replace the counts of records that changed after the position ``reached``."""
    before = [_counted(record, kind, rows) for record, kind, rows, _ in changed]
    after = [_counted(record, kind, rows) for record, kind, _, rows in changed]
    then, now = (Snapshot(counting.views, position) for position in (reached, LATEST))
    known_then, known_now = _known(then, before), _known(now, after)
    for had, has in zip(before, after, strict=True):
        counting.replace(_counts(had, known_then), _counts(has, known_now))


def _known(snapshot: Snapshot, some: Iterable[Counted]) -> dict[Who, Who]:
    """Map each person named in contacts to the person whom the tallies count."""
    people = {
        who_of(person)
        for one in some
        if isinstance(one, Contact)
        for person in one.facts.participants
        if person.name
    }
    return same_people(snapshot, people) if people else {}


def _changed(
    driver: sqlite3.Connection, reached: int, renamed: dict[int, str]
) -> Iterator[Changed]:
    """Yield each record that changed after a position, with its former and its present documents.

    Also yields the records in ``renamed``, which maps record numbers to kinds.
    """
    if not reached:
        for record, kind, *row in driver.execute(_CURRENT, (FOREVER,)):
            yield record, kind, (), [row]
        return
    touched = dict(driver.execute(_TOUCHED, (reached,)).fetchall()) | renamed
    for record, kind in touched.items():
        before = driver.execute(_VERSION, (record, reached, reached)).fetchall()
        after = driver.execute(_VERSION, (record, LATEST, LATEST)).fetchall()
        yield record, kind, before, after


def _renamed(views: Connection, driver: sqlite3.Connection, reached: int) -> dict[int, str]:
    """Return the engagements that name a party that changed after a given position in the log."""
    touched = driver.execute(_TOUCHED, (reached,)) if reached else ()
    changed = [record for record, kind in touched if kind == "party"]
    if not changed:
        return {}
    then, now = Snapshot(views, reached), Snapshot(views)
    names = all_terms(then, changed) | all_terms(now, changed)
    query = select(terms.c.record, refs.c.kind).join(refs, refs.c.record == terms.c.record)
    query = query.where(terms.c.until > reached, is_of_kind(ENGAGEMENTS))
    return dict(tuple(row) for row in now.chunked(query, terms.c.term, sorted(names)))


_CURRENT = (
    "SELECT documents.record, refs.kind, is_retracted, doc FROM documents"
    " JOIN refs ON refs.record = documents.record WHERE documents.until = ?"
)
_TOUCHED = (
    "SELECT DISTINCT documents.record, refs.kind FROM documents"
    " JOIN refs ON refs.record = documents.record WHERE documents.since > ?"
)
_VERSION = "SELECT is_retracted, doc FROM documents WHERE record = ? AND since <= ? AND until > ?"


def _counted(record: int, kind: str, rows: Rows) -> Counted:
    """Return the counted fields of a record, given its row in the table of documents."""
    for is_retracted, *_, doc in rows:
        if kind in COUNTED and not is_retracted and isinstance(doc, bytes):
            if kind == "follow-up":
                return read_follow_up(doc)
            return contact_of(record, kind, read_facts(doc))
    return None


def _counts(one: Counted, known: Mapping[Who, Who]) -> Counts:
    """Return the tallies in which a record counts, each with the record's place in the tally."""
    if one is None:
        return ()
    if isinstance(one, Contact):
        return counts_of(one, known)
    counts = of_follow_up(one.status, one.parties)
    return [((subject, facet, key), NOWHERE) for subject, facet, key, _ in counts]


def _stored(place: Place) -> Place:
    sort, day, record = place
    return sort, day, -record


def _row(key: Key, one: Change) -> Sequence[object]:
    return (*key, one.times, *_stored(one.last))


_IS_LATER = "(excluded.sort, excluded.day, -excluded.record) > (sort, day, -record)"
_INSERT = table_of(SCHEMA, "tallies").insertion()
_CONFLICT = "ON CONFLICT (subject, facet, item) DO UPDATE SET"
_REACH = f"{_INSERT} {_CONFLICT} times = excluded.times"
_ADD = f"{_INSERT} {_CONFLICT} times = times + excluded.times, " + ", ".join(
    f"{name} = CASE WHEN excluded.record AND {_IS_LATER} THEN excluded.{name} ELSE {name} END"
    for name in ("sort", "day", "record")
)
_KEY = "subject = ? AND facet = ? AND item = ?"
_CLEAR = f"DELETE FROM tallies WHERE {_KEY} AND times = 0"
_GET = f"SELECT sort, day, -record FROM tallies WHERE {_KEY}"
_SET = f"UPDATE tallies SET sort = ?, day = ?, record = ? WHERE {_KEY}"
_NEWEST = (
    "SELECT terms.record, refs.kind, documents.doc FROM terms"
    " CROSS JOIN refs ON refs.record = terms.record"
    " CROSS JOIN documents ON documents.record = terms.record AND documents.until = ?"
    " WHERE terms.term = ? AND terms.until = ? ORDER BY terms.day DESC, terms.record"
)


def _is_lost(cursor: sqlite3.Cursor, key: Key, one: Change) -> bool:
    """Return whether a tally lost its last contact but still has other contacts."""
    row = cursor.execute(_GET, key).fetchone()
    return row is not None and row != NOWHERE and row in one.taken


def _term(key: Key) -> str:
    """Return a search term that finds every contact of a tally."""
    subject, facet, party = key
    if facet == Facet.SESSION:
        return sessions_of(UUID(subject))
    return involves(next(filter(None, subject.split(" ")), party))


def _last_met(views: Connection, cursor: sqlite3.Cursor, key: Key) -> Place:
    """Return the place of the last contact in which the two people in a key met."""
    now = Snapshot(views)
    names = spellings(now, read_who(key[2].partition("\n")[0]))
    found = [one for term in sorted(names) for one in _newest(cursor, term)]
    known = _known(now, found)
    return max(place for one in found for other, place in counts_of(one, known) if other == key)


def _newest(cursor: sqlite3.Cursor, term: str) -> Iterator[Contact]:
    """Yield the engagements that a search term finds, newest first."""
    for record, kind, doc in cursor.execute(_NEWEST, (FOREVER, term, FOREVER)):
        if kind in ENGAGEMENTS:
            yield contact_of(record, kind, read_facts(doc))


def _last_of(newest: Iterator[Contact], wanted: set[Key]) -> dict[Key, Place]:
    """Return the place of the last contact in each of the ``wanted`` tallies.

    The sort key of a contact is never later than its day, so the search stops once no older contact
    can be the last. The exception is the facet of sessions, whose sort keys may be session numbers.
    """
    found: dict[Key, Place] = {}
    is_by_day = all(facet != Facet.SESSION for _, facet, _ in wanted)
    for one in newest:
        day = -EVER if one.day is None else one.day
        if is_by_day and all(key in found and found[key][0] > day for key in wanted):
            break
        for key, place in counts_of(one, {}):
            if key in wanted:
                found[key] = max(place, found.get(key, place))
    return found
