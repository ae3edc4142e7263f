"""Where the views of a register lie."""

from hashlib import sha256
from pathlib import Path
from uuid import UUID

APPLICATION_ID = 0x44524756
"""``DRGV``: marks a file of views (``PRAGMA application_id``)."""


def views_path(folder: Path, register: Path, identity: UUID) -> Path:
    """Where in ``folder`` the views of the register with that id, at that path, lie."""
    return folder / f"{_beginning(register)}{identity.hex[:8]}.db"


def latest_views(folder: Path, register: Path) -> Path | None:
    """The views that were last written of a register at that path, without a look into it."""
    found = folder.glob(f"{_beginning(register)}*.db")
    return max(found, key=lambda path: path.lstat().st_mtime, default=None)


def _beginning(register: Path) -> str:
    """Each place has its views: a copy of a register goes on differently from it."""
    return f"views-{sha256(str(register.resolve()).encode()).hexdigest()[:16]}-"
