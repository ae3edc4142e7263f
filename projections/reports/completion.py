"""Completions from the current views: refs, and names of parties.

Completion has to answer before the next key press, so this module reads the database directly,
without updating the views.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from dragoman.domain import LETTERS, called
from dragoman.projections.forever import FOREVER
from dragoman.projections.places import APPLICATION_ID
from dragoman.store import header_of, uri_of

MOST = 200
"""The maximum number of candidates."""


def refs(views: Path, beginning: str) -> list[tuple[str, str]]:
    """Return the newest refs that begin with the typed text, each with the title of its record.

    The result is empty if the views do not exist or cannot be read.
    """
    if not _are_views(views):
        return []
    try:
        uri = uri_of(views, "mode=ro")
        with closing(sqlite3.connect(uri, uri=True, timeout=0.2)) as connection:
            return list(_refs(connection, beginning.upper()))
    except sqlite3.Error:
        return []


def _are_views(path: Path) -> bool:
    """Return whether the header of a file says that the file contains views."""
    try:
        header = header_of(path)
    except OSError:
        return False
    return header is not None and header.application_id == APPLICATION_ID


def _refs(connection: sqlite3.Connection, beginning: str) -> Iterator[tuple[str, str]]:
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
