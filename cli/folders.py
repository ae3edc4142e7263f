"""The user's folders for data, views and drafts; the settings; and the path of the register."""

import os
from pathlib import Path
from typing import Any

from dragoman.exchange import UsageError


class NoHome(UsageError):
    """Raised if the home folder is unknown: ``HOME`` is not set, and no password entry has it."""


def user_folder() -> Path | None:
    """Return the user's home folder, or ``None`` if the folder is unknown."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def data_folder() -> Path:
    """Return the folder for registers and keys. Raises :class:`NoHome`."""
    return _folder("data", "or name the register: --register FILE (keys: --key-file FILE)")


def cache_folder() -> Path:
    """Return the folder for views, which the user may delete at any time. Raises NoHome."""
    return _folder("cache")


def state_folder() -> Path:
    """Return the folder for drafts. Raises :class:`NoHome`."""
    return _folder("state")


def config_path() -> Path:
    """Return the path of the settings file. Raises :class:`NoHome`."""
    return _folder("config") / "config.toml"


def _folder(purpose: str, alternative: str = "") -> Path:
    """Return the user's folder for ``purpose``. Raises :class:`NoHome`."""
    import platformdirs

    try:
        folder: Path = getattr(platformdirs, f"user_{purpose}_path")("dragoman")
    except RuntimeError:
        folder = Path("~")
    if not folder.is_absolute():
        what = f"set HOME or XDG_{purpose.upper()}_HOME"
        advice = ", ".join(filter(None, (what, alternative)))
        raise NoHome(f"cannot find your home folder; {advice}")
    return folder


def configured() -> dict[str, Any]:
    """Return the settings in ``config.toml``. Raises :class:`UsageError`."""
    try:
        path = config_path()
    except NoHome:
        return {}  # without a folder, there are no settings
    if not path.exists():
        return {}
    import tomllib

    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error
    unknown = sorted(content.keys() - {"name", "register", "context", "zone"})
    if unknown:
        raise UsageError(
            f"{path}: unknown setting {unknown[0]}; use name, register, context or zone"
        )
    for name, value in content.items():
        if not (isinstance(value, str) and value.strip()):
            raise UsageError(f"{path}: {name} must be text in quotes")
    return content


def register_path(given: Path | None, configured: dict[str, Any]) -> Path:
    """Return the register's path, from the option, the environment, the settings or a default."""
    named = given or os.environ.get("DRAGOMAN_REGISTER") or configured.get("register")
    if not named:
        return data_folder() / "register.db"
    try:
        return Path(named).expanduser()
    except RuntimeError:
        raise UsageError(f"{named}: home folder not found; write the full path") from None
