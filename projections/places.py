"""Where the views of a register lie."""

from hashlib import sha256
from pathlib import Path


def views_path(folder: Path, register: Path) -> Path:
    """Where in ``folder`` the views of the register at that path lie."""
    name = sha256(str(register.resolve()).encode()).hexdigest()[:16]
    return folder / f"views-{name}.db"
