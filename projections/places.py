"""Paths of a register's views."""

from hashlib import sha256
from pathlib import Path
from uuid import UUID

from dragoman.store import Location

APPLICATION_ID = 0x44524756
"""``DRGV``, which marks a file of views (``PRAGMA application_id``)."""


def views_path(folder: Path, register: Location, identity: UUID) -> Path:
    """Return the path for a register's views in ``folder``; ``identity`` is the register's id."""
    return folder / f"{_beginning(register)}{identity.hex[:8]}.db"


def latest_views(folder: Path, register: Location) -> Path | None:
    """Return the path of a register's most recently written views, or ``None``."""
    found = folder.glob(f"{_beginning(register)}*.db")
    return max(found, key=lambda path: path.lstat().st_mtime, default=None)


def _beginning(register: Location) -> str:
    """Return a prefix for the file names of views.

    The prefix depends on the location of the register, because copies of a register may diverge.
    """
    return f"views-{sha256(register.key.encode()).hexdigest()[:16]}-"
