"""The keys of a file's rows, kept on disk because they may not fit into memory."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

from msgspec.structs import replace as replaced

from dragoman.domain import quoted
from dragoman.exchange.imports.drafts import Draft, Rejected

ASKED = 500
"""The number of keys in one query, well below the limit of SQLite."""

REJECTED = ""
"""The digest of a rejected row."""

_TABLE = "CREATE TABLE keys (key TEXT PRIMARY KEY, line INTEGER, digest TEXT) WITHOUT ROWID"


class Keys(AbstractContextManager["Keys"]):
    """The keys of the rows read so far, each with the line number and the digest of its row."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)  # a temporary file
        self._file.execute(_TABLE)
        self._file.execute("BEGIN")
        self._adding = self._file.cursor()

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def take(self, draft: Draft, digest: str, numbered: bool) -> Draft | Rejected:
        """Return the draft with a unique key.

        If an earlier row has the same key, add a number to the key if ``numbered`` is true, or
        else reject the row.
        """
        key, number = draft.key, 1
        while not self._added(key, draft.line, digest):
            if not numbered:
                line = self._line(key)
                reason = f"the key {quoted(key)} appears twice; line {line} has the same key"
                return Rejected(draft.line, reason, draft.cells, draft.also)
            number += 1
            key = f"{draft.key}#{number}"
        return replaced(draft, key=key) if number > 1 else draft

    def note(self, rejected: Rejected) -> None:
        """Note the key of a rejected row, which has no digest."""
        self._added(rejected.key, rejected.line, REJECTED)

    def _added(self, key: str, line: int, digest: str) -> bool:
        row = (key, line, digest)
        return (
            self._adding.execute("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", row).rowcount == 1
        )

    def _line(self, key: str) -> int:
        [line] = self._file.execute("SELECT line FROM keys WHERE key = ?", (key,)).fetchone()
        return int(line)

    def has(self, key: str, digest: str | None) -> bool:
        """Return whether the file has a row with this key and this digest."""
        query = "SELECT 1 FROM keys WHERE key = ? AND digest = ?"
        return self._file.execute(query, (key, digest)).fetchone() is not None

    def all(self) -> Iterator[str]:
        """Yield all keys, in order of the rows."""
        yield from (key for (key,) in self._file.execute("SELECT key FROM keys ORDER BY line"))

    def digests(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the digest of each row whose key is in ``keys``, by key."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), ASKED):
            some = keys[start : start + ASKED]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, digest FROM keys WHERE key IN ({marks})"
            found.update(self._file.execute(query, some))
        return found

    def with_digest(self, digest: str) -> Iterable[str]:
        """Return the keys of the rows that have this digest."""
        self._file.execute("CREATE INDEX IF NOT EXISTS by_digest ON keys (digest)")
        query = "SELECT key FROM keys WHERE digest = ? ORDER BY line"
        return (row[0] for row in self._file.execute(query, (digest,)))
