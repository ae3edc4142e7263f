"""Topics that records have: find the known topic that a new topic may repeat."""

from collections.abc import Iterable, Iterator

from msgspec.json import decode

from dragoman.domain import term_of
from dragoman.domain import terms as term_texts
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.tables import documents, terms, valid_at
from dragoman.store import select

CLOSE = 80.0
"""The minimum similarity, in percent, of two topics that may be the same."""


def similar_topics(snapshot: Snapshot, topics: Iterable[str]) -> dict[str, str]:
    """Return, for each topic that no record has, the most similar topic of a record, if any."""
    found = ((topic, _similar(snapshot, topic)) for topic in topics)
    return {topic: known for topic, known in found if known and known != topic}


def known_topics(snapshot: Snapshot) -> list[str]:
    """Return the topics of the records, folded, in alphabetical order."""
    first, last = term_texts.TOPIC, f"{term_texts.TOPIC[:-1]};"
    query = select(terms.c.term).where(terms.c.term >= first, terms.c.term < last)
    query = query.where(valid_at(terms, snapshot.position)).distinct()
    return sorted(one.removeprefix(first) for one in snapshot.views.execute(query).scalars())


def _similar(snapshot: Snapshot, topic: str) -> str | None:
    """Return a known topic that equals ``topic`` except for its case, or the nearest topic."""
    own = term_texts.topic(topic)
    if spelt := list(_spellings(snapshot, own)):
        return topic if topic in spelt else spelt[0]
    from rapidfuzz import fuzz, process

    near = process.extractOne(
        term_of(topic), known_topics(snapshot), scorer=fuzz.ratio, score_cutoff=CLOSE
    )
    return next(_spellings(snapshot, term_texts.topic(near[0])), None) if near else None


def _spellings(snapshot: Snapshot, term: str) -> Iterator[str]:
    """Yield the spellings of a topic in the records that have it, the latest first."""
    records = snapshot.having(term)
    query = select(documents.c.doc).where(documents.c.record.in_(records))
    query = query.where(valid_at(documents, snapshot.position), documents.c.is_retracted == 0)
    for row in snapshot.views.execute(query.order_by(documents.c.record.desc()).limit(MOST)):
        for topic in decode(row.doc).get("topics", ()):
            if term_texts.topic(topic) == term:
                yield topic


MOST = 100
"""The maximum number of records in which to look for the spellings of a topic."""
