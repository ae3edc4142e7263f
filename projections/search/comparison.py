"""Compare two search indexes that should have the same rows, row by row.

The number of a word depends on the batch in which the word first occurred, so this module compares
words as text.
"""

from collections.abc import Iterator

from dragoman.projections.pairing import AnyRow, pairs
from dragoman.projections.search.index import Index
from dragoman.store import Connection

TABLES = ("vocabulary", "postings", "subjects")
"""The tables to compare."""

_QUERIES = {
    "vocabulary": (
        "SELECT word, folded, latin, sounds, bones FROM vocabulary ORDER BY word",
        (0,),
    ),
    "postings": (
        "SELECT v.word, p.record, p.unit, p.since, p.weight, p.until"
        " FROM vocabulary AS v CROSS JOIN postings AS p ON p.word = v.id"
        " ORDER BY v.word, p.record, p.unit, p.since",
        (0, 1, 2, 3),
    ),
    "subjects": ("SELECT * FROM subjects ORDER BY record, since", (0, 1)),
}


def compared(expected: Index, found: Index, most: int) -> tuple[int, list[str]]:
    """Return the number of rows compared, and descriptions of at most ``most`` differences."""
    rows = 0
    differences: list[str] = []
    with expected.engine.connect() as one, found.engine.connect() as other:
        for table, (query, keys) in _QUERIES.items():
            both = one.exec_driver_sql(query), other.exec_driver_sql(query)
            for left, right in pairs(*both, keys):
                rows += 1
                if left != right and len(differences) < most:
                    differences.append(f"search index: {_difference(table, left, right)}")
        differences += list(_lost_postings(other))[: max(0, most - len(differences))]
    return rows, differences


def _difference(table: str, expected: AnyRow | None, found: AnyRow | None) -> str:
    row = found if expected is None else expected
    assert row is not None
    place = f"{table}, {', '.join(f'{value!r:.60}' for value in row[:2])}"
    if expected is None:
        return f"{place}: an extra row"
    return f"{place}: {'a row is missing' if found is None else 'the row differs from the replay'}"


def _lost_postings(index: Connection) -> Iterator[str]:
    """Yield a difference if there are postings of words that are not in the vocabulary.

    A comparison by word would miss such postings.
    """
    query = "SELECT count(*) FROM postings WHERE word NOT IN (SELECT id FROM vocabulary)"
    if lost := index.exec_driver_sql(query).scalar_one():
        yield f"search index: postings: {lost} rows for words that are not in the vocabulary"
