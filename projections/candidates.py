"""Candidates: the records that a typed name may mean, and the latest records of a kind."""

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen
from msgspec.json import decode

from dragoman.domain import called, has_words, is_called, parse_date, term_of, terms
from dragoman.projections import documents, parties
from dragoman.projections.record_doc import RecordDoc, text_at
from dragoman.projections.reports.posts import with_posts
from dragoman.projections.search.finding import SOUND, find_records
from dragoman.projections.search.index import Index
from dragoman.projections.search.query import query
from dragoman.projections.search.texts import dated, sides
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import documents as table
from dragoman.projections.tables import refs, valid_at
from dragoman.projections.timeline import TimelineQuery
from dragoman.store import or_, select

MOST = 9
"""The maximum number of candidates for a name."""

SHORTEST = 3
"""The minimum length, in characters, of a name that may be sure although it is only a part."""


@frozen
class RecordCandidate:
    """A record that a name may mean; ``words`` describe it after its ``ref``.

    ``is_exact`` says whether the record has exactly this name, and ``is_close`` whether the record
    has the words of the name as typed.
    """

    ref: str
    words: str
    is_exact: bool = False
    is_close: bool = True

    def __str__(self) -> str:
        return f"{self.ref} {self.words}".strip()


def sure(found: Sequence[RecordCandidate], text: str) -> RecordCandidate | None:
    """Return the only record that a name means, or ``None`` if the name does not settle it."""
    exact = [one for one in found if one.is_exact]
    if exact or len(found) != 1:
        return exact[0] if len(exact) == 1 else None
    return found[0] if found[0].is_close and len(text.strip()) >= SHORTEST else None


def named(
    snapshot: Snapshot, index: Index, text: str, kinds: Sequence[str]
) -> list[RecordCandidate]:
    """Return the records of some kinds that a name may mean, likeliest first.

    The snapshot cannot be used for another search.
    """
    if "conference" in kinds and (conferences := _conferences(snapshot, text)):
        return conferences
    people = _people(snapshot, text) if "party" in kinds else []
    others = [kind for kind in kinds if kind != "party"]
    asked = query(text)
    if not (others and asked.tokens):
        return people[:MOST]
    wanted = TimelineQuery((), tuple(others), None, None, MOST)
    found = find_records(snapshot, index, asked, wanted)
    snapshot.learn(record for record, _ in found.likeliest)
    docs = documents.read(snapshot, [record for record, _ in found.likeliest])
    records = [
        _candidate(snapshot, record, docs[record], text, is_close=level < SOUND)
        for record, level in found.likeliest
        if record in docs
    ]
    return [*people, *records][:MOST]


def _conferences(snapshot: Snapshot, text: str) -> list[RecordCandidate]:
    """Return the conferences with this name; spaces and hyphens do not count."""
    records = snapshot.records(terms.conference(text))
    snapshot.learn(records)
    docs = documents.read(snapshot, records)
    found = [_candidate(snapshot, record, doc) for record, doc in docs.items()]
    return [evolve(one, is_exact=True) for one in found]


def _people(snapshot: Snapshot, text: str) -> list[RecordCandidate]:
    """Return the people and organisations that a name may mean, likeliest first.

    If some names have the words as typed, names that only sound alike are left out. A person has
    the present post.
    """
    known = [
        (one, [one.name, *one.aliases, *(other.name for other in one.merged)])
        for one in parties.people(snapshot, named=text)
    ]
    worded = [(one, names) for one, names in known if any(has_words(name, text) for name in names)]
    found = []
    likely = (worded or known)[:MOST]
    present = with_posts(snapshot, [one for one, _ in likely])
    for one, (_, names) in zip(present, likely, strict=True):
        words = ", ".join(filter(None, (one.post, one.side)))
        found.append(
            RecordCandidate(
                one.ref,
                f"{one.name} ({words})" if words else one.name,
                is_exact=term_of(text) in map(term_of, names),
                is_close=any(is_called(name, text) for name in names),
            )
        )
    return found


def _candidate(
    snapshot: Snapshot, record: int, doc: RecordDoc, text: str = "", is_close: bool = True
) -> RecordCandidate:
    kind = snapshot.kind(record)
    titles = [called(doc) or "", *doc.get("aliases", ())]
    is_exact = bool(text) and term_of(text) in map(term_of, titles)
    return RecordCandidate(snapshot.ref(record), _in_words(kind, doc), is_exact, is_close)


def _in_words(kind: str, doc: RecordDoc) -> str:
    """Describe a record: title, and in brackets the sides and the date."""
    field = dated(kind, doc)
    day = text_at(doc, field) if field else None
    when = parse_date(day).for_people() if day else None
    codes = ", ".join(sides(doc))
    number = f"session {doc['session']}" if doc.get("session") else None
    facts = "; ".join(filter(None, (number, codes, when)))
    title = called(doc) or ""
    return f"{title} ({facts})".strip() if facts else title


def latest(
    snapshot: Snapshot, kinds: Iterable[str], most: int, statuses: Sequence[str] = ()
) -> list[RecordCandidate]:
    """Return the latest records of some kinds, the latest first.

    Retracted records are left out, and so are records that are over, such as a dissolved body. With
    ``statuses``, only records with one of the statuses count.
    """
    query = select(table.c.record, table.c.doc)
    query = query.join(refs, refs.c.record == table.c.record)
    query = query.where(refs.c.kind.in_(tuple(kinds)), table.c.is_retracted == 0)
    query = query.where(valid_at(table, snapshot.position))
    is_open = or_(table.c.status.is_(None), table.c.status.not_in(_OVER))
    query = query.where(table.c.status.in_(statuses) if statuses else is_open)
    rows = snapshot.views.execute(query.order_by(table.c.record.desc()).limit(most)).all()
    snapshot.learn(row.record for row in rows)
    return [_candidate(snapshot, row.record, decode(row.doc)) for row in rows]


_OVER = ("dissolved", "cancelled", "dropped", "withdrawn", "terminated")
"""The statuses of records to which a new record rarely links."""
