"""Hide withheld records from a search, and the words of withheld facts about parties."""

from collections.abc import Iterable, Iterator

from msgspec.json import decode

from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.redaction import WITHHELD, Redaction
from dragoman.projections.search.tables import vocabulary
from dragoman.projections.search.texts import texts
from dragoman.projections.search.words import indexed
from dragoman.projections.snapshot import Snapshot
from dragoman.store import driver_of, queries, select

_HIDDEN_WORDS = "CREATE TEMP TABLE withheld_words (record INTEGER, word INTEGER)"

_PLACES = (
    f"SELECT * FROM search.postings WHERE record NOT IN {WITHHELD}"
    " AND NOT EXISTS (SELECT 1 FROM temp.withheld_words AS own"
    " WHERE own.record = postings.record AND own.word = postings.word)"
)

_VIEWS = {
    "postings": _PLACES,
    "subjects": f"SELECT * FROM search.subjects WHERE record NOT IN {WITHHELD}",
    "vocabulary": (
        "SELECT * FROM search.vocabulary AS own"
        " WHERE EXISTS (SELECT 1 FROM postings WHERE postings.word = own.id)"
    ),
}
"""The temporary views of the index. A word that only withheld records have is unknown."""


def hide(snapshot: Snapshot, redaction: Redaction) -> None:
    """Hide what is withheld, on a connection to the views that has the index attached."""
    redaction.apply(snapshot.views)
    driver = driver_of(snapshot.views)
    driver.execute(_HIDDEN_WORDS)
    for record in redaction.facts:
        words = [(record, number) for number in _numbers(snapshot, _words(snapshot, record))]
        driver.executemany("INSERT INTO temp.withheld_words VALUES (?, ?)", words)
    for name, sql in _VIEWS.items():
        driver.execute(f"CREATE TEMP VIEW {name} AS {sql}")


def _words(snapshot: Snapshot, record: int) -> set[str]:
    """Return the words that only the withheld facts about a party contain."""
    query = "SELECT doc, redacted(record, doc) FROM main.documents WHERE record = ?"
    rows = driver_of(snapshot.views).execute(query, (record,)).fetchall()
    every = _indexed(decode(doc) for doc, _ in rows)
    return every.difference(_indexed(decode(shown) for _, shown in rows))


def _indexed(docs: Iterable[RecordDoc]) -> set[str]:
    return {word for doc in docs for text in texts("party", doc) for word in indexed(text.text)}


def _numbers(snapshot: Snapshot, words: set[str]) -> Iterator[int]:
    query = select(vocabulary.c.id)
    rows = queries.chunked(snapshot.views, query, vocabulary.c.word, sorted(words))
    return (row.id for row in rows)
