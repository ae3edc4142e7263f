"""The user's folders for data, views, drafts and settings."""

from pathlib import Path

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
