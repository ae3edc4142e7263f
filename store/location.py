"""The location of a register: a SQLite file, or a database on a PostgreSQL server."""

import os
import re
from pathlib import Path
from typing import NamedTuple

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_SERVER = ("postgresql", "postgres")
_PASSWORD = re.compile(r"[^@/?]*:[^@/?]*@|[^?]*\?(?:.*&)?(?:ssl)?password=")


class Location(NamedTuple):
    """The file of a register, or the URL of its database; exactly one of the two is set."""

    file: Path | None = None
    url: str = ""

    @classmethod
    def parse(cls, text: str) -> "Location":
        """Return the location in ``text``: a path, or ``postgresql://[user@]host/database``.

        A URL can name several hosts (``host1,host2``) and the options of libpq after ``?``, see
        "Connection URIs" in the manual of PostgreSQL. Raises ``ValueError`` for other URLs, and for
        a URL with a password, which everybody who sees the list of processes could read.
        """
        match = _URL.fullmatch(text)
        if match is None:
            return cls(Path(text).expanduser())
        scheme, rest = match[1].lower(), match[2]
        if scheme not in _SERVER:
            raise ValueError(
                f"a register cannot be at {match[1]}://; write the path of a file, or"
                " postgresql://host/database"
            )
        if _PASSWORD.match(rest):
            raise ValueError(
                "leave the password out of the URL, where others can see it; write the password"
                " into ~/.pgpass"
            )
        if not (rest.partition("?")[0].partition("/")[2] or _names_database(rest)):
            raise ValueError("the URL names no database; write postgresql://host/database")
        return cls(url=f"postgresql://{rest}")

    @property
    def path(self) -> Path:
        """The path of the file; only for a register in a file."""
        assert self.file is not None
        return self.file

    @property
    def key(self) -> str:
        """A text that is the same for all spellings of a path."""
        return self.url if self.file is None else str(self.file.resolve())

    def exists(self) -> bool:
        """Return whether there may be a register: only the server can tell for a URL."""
        return self.file is None or self.file.exists()

    def __str__(self) -> str:
        return self.url or str(self.file)


def _names_database(rest: str) -> bool:
    """Return whether an option of a URL, a service or the environment names the database."""
    options = rest.partition("?")[2].split("&")
    given = {one.partition("=")[0] for one in options}
    return bool(given & {"dbname", "service"}) or bool(
        os.environ.keys() & {"PGDATABASE", "PGSERVICE"}
    )
