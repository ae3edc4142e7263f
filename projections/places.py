"""Paths of a register's views."""

from hashlib import sha256
from pathlib import Path
from uuid import UUID

APPLICATION_ID = 0x44524756
"""``DRGV``, which marks a file of views (``PRAGMA application_id``)."""


def views_path(folder: Path, register: Path, identity: UUID) -> Path:
    """Return the path in ``folder`` for the views of a register, given its path and id."""
    return folder / f"{_beginning(register)}{identity.hex[:8]}.db"


def latest_views(folder: Path, register: Path) -> Path | None:
    """Return the path of the views last written for the register at a path, or ``None``."""
    found = folder.glob(f"{_beginning(register)}*.db")
    return max(found, key=lambda path: path.lstat().st_mtime, default=None)


def _beginning(register: Path) -> str:
    """Return a prefix for names of views that depends on the path, because copies may diverge."""
    return f"views-{sha256(str(register.resolve()).encode()).hexdigest()[:16]}-"
