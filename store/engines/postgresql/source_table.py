"""The kept texts of a register on a server: a table, with a row for each text."""

from collections.abc import Collection, Iterator
from datetime import datetime

import psycopg

from dragoman.store.engines.postgresql.server import Server
from dragoman.store.errors import RegisterError
from dragoman.store.sources import digest_of, refuse_unfit

KEEP = "SELECT dragoman.keep_source(%b::text, %b::bytea, %b::timestamptz, %b::text)"
STORED = "SELECT digest, content FROM dragoman.sources WHERE digest = ANY(%b::text[])"
DIGESTS = "SELECT digest FROM dragoman.sources ORDER BY digest"


class SourceTable:
    """An archive on a server; the texts stay there, and are fetched when somebody needs them."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def keep(self, content: bytes, now: datetime, by: str) -> str:
        """Keep a text, unless it is already kept; return its digest."""
        digest = digest_of(content)
        refuse_unfit(content, "the text of the source")
        with self._server.connection("record") as connection:
            self._server.run(connection, KEEP, (digest, content, now, by))
        return digest

    def stored(self, digests: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the texts with these digests as the server sends them, one at a time."""
        self._server.sent += 1
        with self._server.connection("read") as connection, connection.cursor() as cursor:
            try:
                for digest, content in cursor.stream(STORED, (list(digests),), binary=True):
                    yield digest, bytes(content)
            except psycopg.errors.UndefinedTable as error:
                raise self._without_table() from error

    def digests(self) -> list[str]:
        """Return the digests of all texts, sorted."""
        with self._server.connection("read") as connection:
            try:
                return [digest for (digest,) in self._server.run(connection, DIGESTS)]
            except psycopg.errors.UndefinedTable as error:
                raise self._without_table() from error

    def _without_table(self) -> RegisterError:
        return RegisterError(
            f"{self._server.location}: the register was made by another version of Dragoman, which"
            " kept no sources; to see how it differs, type: dragoman audit verify"
        )

    def where(self, digest: str) -> str:
        """Return the row of a text, in words."""
        return f"{self._server.location}: source {digest}"
