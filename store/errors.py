"""Register errors; each message is one line that says what to do."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dragoman.store.files import FULL


class RegisterError(Exception):
    """Dragoman cannot read or write the register; the message gives the cause and a remedy."""


class RegisterMissing(RegisterError):
    """No register exists at the path."""


class NoAnswer(RegisterError):
    """No server of a register answers."""


class InDoubt(RegisterError):
    """The connection was lost while an entry was recorded, and nobody can say if it is recorded."""


class NotWritten(RegisterError):
    """Dragoman cannot write files beside the register, and another file name would not help."""


class EntryRefused(Exception):
    """The register rejects the events of an entry."""


CUT = "the file was truncated, or is an older copy, or was copied without the -wal file"
"""The possible reasons why a register is shorter than before."""


class NoSingleRow(LookupError):
    """A query did not return exactly one row."""


def database_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """Return a tuple of the database error classes and ``others``, for an ``except`` clause.

    Database errors are errors of the driver and, if SQLAlchemy is loaded, errors of SQLAlchemy.
    """
    loaded = sys.modules.get("sqlalchemy.exc")
    return (sqlite3.Error, NoSingleRow, *([loaded.SQLAlchemyError] if loaded else ()), *others)


def driver_error(error: BaseException) -> sqlite3.Error | None:
    """Return the database error, which SQLAlchemy may have wrapped; ``None`` for other errors."""
    found = getattr(error, "orig", error)
    return found if isinstance(found, sqlite3.Error) else None


def is_locked(error: BaseException) -> bool:
    """Return whether an error means that another process kept the database busy."""
    return "locked" in str(driver_error(error) or "")


_CAUSES = {
    "database is locked": "another process has been writing to the file for a long time; try again",
    "database or disk is full": "the disk is full",
    "disk i/o error": "the disk reports an error",
    "readonly database": "the file is read-only",
    "unable to open database file": "the file cannot be opened; check its folder and permissions",
    "file is not a database": "the file is not a Dragoman register",
    "database disk image is malformed": "the file is damaged; restore a backup",
}


@contextmanager
def explained(path: object, outcome: str = "") -> Iterator[None]:
    """Convert the database driver's errors about a path or location to a :class:`RegisterError`.

    ``outcome`` is the consequence for the user, such as "nothing was recorded".
    """
    end = f"; {outcome}" if outcome else ""
    try:
        yield
    except EntryRefused as refusal:
        raise RegisterError(
            f"{path}: rejected the entry ({refusal}); its events were changed after recording"
        ) from refusal
    except OSError as error:
        cause = FULL.get(error.errno or 0) or error.strerror or error
        raise RegisterError(f"{path}: {cause}{end}") from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path}: the file is damaged; restore a backup") from error
    except database_errors() as error:
        raise RegisterError(f"{path}: {cause_of(error)}{end}") from error


def cause_of(error: Exception) -> str:
    """Return the cause of a database error, with a remedy if known."""
    said = str(driver_error(error) or error)
    return next((cause for words, cause in _CAUSES.items() if words in said.lower()), said)
