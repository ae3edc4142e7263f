"""Completions from the current views: refs, and names of parties.

Completion has to answer before the next key press, so this module reads the database directly,
without updating the views.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from dragoman.domain import LETTERS, called, fold
from dragoman.projections.forever import FOREVER
from dragoman.projections.places import APPLICATION_ID
from dragoman.store import header_of, uri_of

MOST = 200
"""The maximum number of candidates."""

MOST_READ = 5_000
"""The maximum number of records that a completion by words reads, so that it stays fast."""


def refs(views: Path, beginning: str) -> list[tuple[str, str]]:
    """Return the newest refs that begin with the typed text, each with the title of its record.

    The result is empty if the views do not exist or cannot be read.
    """
    return _read(views, partial(_refs, beginning.upper()))


def titled(views: Path, words: str) -> list[tuple[str, str]]:
    """Return the newest refs whose record has ``words`` in its title or name, with the title.

    The words can be the beginnings of words, in any spelling of letters. The function looks at the
    newest records only (:data:`MOST_READ`).
    """
    wanted = f" {fold(words)}"
    return _read(views, partial(_titled, wanted)) if wanted.strip() else []


def values(views: Path, field: str, beginning: str) -> list[tuple[str, str]]:
    """Return the values of a field that begin with the typed text, the newest first.

    ``field`` is ``title``, ``place``, ``topics`` or ``name``, which also has the names of
    participants. The function looks at the newest records only (:data:`MOST_READ`).
    """
    return _read(views, partial(_values, field, fold(beginning)))


def _read(
    views: Path, query: Callable[[sqlite3.Connection], Iterator[tuple[str, str]]]
) -> list[tuple[str, str]]:
    if not _are_views(views):
        return []
    try:
        uri = uri_of(views, "mode=ro")
        with closing(sqlite3.connect(uri, uri=True, timeout=0.2)) as connection:
            return list(islice(query(connection), MOST))
    except sqlite3.Error:
        return []


def _documents(connection: sqlite3.Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the ref and the document of each current record, the newest first."""
    query = (
        "SELECT kind, number, doc FROM documents JOIN refs USING (record)"
        " WHERE until = ? AND NOT is_retracted ORDER BY since DESC LIMIT ?"
    )
    for kind, number, doc in connection.execute(query, (FOREVER, MOST_READ)):
        yield f"{LETTERS[kind]}-{number}", json.loads(doc)


def _titled(wanted: str, connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for ref, doc in _documents(connection):
        title = called(doc) or ""
        if wanted in f" {fold(title)}":
            yield ref, title


def _values(
    field: str, beginning: str, connection: sqlite3.Connection
) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for ref, doc in _documents(connection):
        for value, about in _of_field(field, ref, doc):
            if value not in seen and fold(value).startswith(beginning):
                seen.add(value)
                yield value, about


def _of_field(field: str, ref: str, doc: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the values of a field in a document, each with a description."""
    if field == "topics":
        yield from ((topic, "") for topic in doc.get(field, ()))
    elif field in doc:
        yield doc[field], ref
    if field == "name":
        for person in doc.get("participants", ()):
            if person.get("name"):
                yield person["name"], ", ".join(filter(None, map(person.get, ("post", "side"))))


def _are_views(path: Path) -> bool:
    """Return whether the header of a file says that the file contains views."""
    try:
        header = header_of(path)
    except OSError:
        return False
    return header is not None and header.application_id == APPLICATION_ID


def _refs(beginning: str, connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for kind, letter in LETTERS.items():
        whole = f"{letter}-"
        if not (whole.startswith(beginning) or beginning.startswith(whole)):
            continue
        digits = beginning.removeprefix(whole) if beginning.startswith(whole) else ""
        query = (
            "SELECT number, doc FROM refs JOIN documents USING (record)"
            " WHERE kind = ? AND until = ? AND NOT is_retracted"
            " AND number GLOB ? ORDER BY number DESC LIMIT ?"
        )
        for number, doc in connection.execute(query, (kind, FOREVER, f"{digits}*", MOST)):
            yield f"{whole}{number}", called(json.loads(doc)) or ""
