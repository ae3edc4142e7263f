"""The keys of a file, kept on disk: a file may have more rows than there is memory for."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from msgspec.structs import replace as replaced

from dragoman.domain import quoted
from dragoman.exchange.imports.drafts import Draft, Rejected

ASKED = 500
"""Keys asked for at once: well below what the database takes."""

_TABLE = "CREATE TABLE keys (key TEXT PRIMARY KEY, line INTEGER, digest TEXT) WITHOUT ROWID"


class Keys(AbstractContextManager["Keys"]):
    """The keys of the rows read so far, each with its line and the digest of what it tells."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)  # a file that has no name
        self._file.execute(_TABLE)
        self._file.execute("BEGIN")

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def take(self, draft: Draft, digest: str, numbered: bool) -> Draft | Rejected:
        """A draft with a key of its own; one whose key is taken already is numbered or rejected."""
        key, number = draft.key, 1
        while not self._added(key, draft.line, digest):
            if not numbered:
                line = self._line(key)
                reason = f"the key {quoted(key)} stands twice: line {line} has it too"
                return Rejected(draft.line, reason, draft.cells)
            number += 1
            key = f"{draft.key}#{number}"
        return replaced(draft, key=key) if number > 1 else draft

    def _added(self, key: str, line: int, digest: str) -> bool:
        row = (key, line, digest)
        return self._file.execute("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", row).rowcount == 1

    def _line(self, key: str) -> int:
        [line] = self._file.execute("SELECT line FROM keys WHERE key = ?", (key,)).fetchone()
        return int(line)

    def tell(self, key: str, digest: str | None) -> bool:
        """Whether there is a row with this key, and tells just that."""
        query = "SELECT 1 FROM keys WHERE key = ? AND digest = ?"
        return self._file.execute(query, (key, digest)).fetchone() is not None

    def digests(self, keys: Sequence[str]) -> dict[str, str]:
        """Those of ``keys`` that a row has, each with the digest of what it tells."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), ASKED):
            some = keys[start : start + ASKED]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, digest FROM keys WHERE key IN ({marks})"
            found.update(self._file.execute(query, some))
        return found

    def with_digest(self, digest: str) -> Iterable[str]:
        """The keys of the rows that tell just that."""
        self._file.execute("CREATE INDEX IF NOT EXISTS by_digest ON keys (digest)")
        query = "SELECT key FROM keys WHERE digest = ? ORDER BY line"
        return (row[0] for row in self._file.execute(query, (digest,)))
