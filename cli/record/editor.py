"""Drafts in the user's editor, kept as files until they are recorded."""

import os
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from dragoman.cli.session import state_folder
from dragoman.exchange import UsageError, rewrite, write_new


def keep(text: str, now: datetime) -> Path:
    """Write a new draft, which is kept while it is not recorded. Raises :class:`UsageError`."""
    path = state_folder() / f"draft-{now:%Y%m%d-%H%M%S}-{os.getpid()}.yaml"
    write_new(path, text)
    return path


def read(path: Path) -> str:
    """The text of a draft; a byte that is not UTF-8 stands in it as a lone surrogate."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def change(path: Path, text: str) -> None:
    """Write a draft that was read, every byte of which stays. Raises :class:`UsageError`."""
    rewrite(path, text.encode("utf-8", "surrogateescape"))


def latest_path() -> Path:
    """The draft that was left last. Raises :class:`UsageError` when there is none."""
    found = sorted(state_folder().glob("draft-*.yaml"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise UsageError("--resume: no draft is left; dragoman compose meeting begins one")
    return found[-1]


def edit(path: Path) -> None:
    """Open the user's editor on a file. Raises :class:`UsageError` when it fails."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    editor = editor or ("notepad" if sys.platform == "win32" else "vi")
    try:
        code = subprocess.call([*shlex.split(editor), str(path)])
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise UsageError(
            f"the editor {editor!r} cannot be started ({cause}); set EDITOR."
            f" The draft is kept: {path}"
        ) from error
    if code:
        raise UsageError(
            f"the editor ended with code {code}; nothing was recorded. The draft is kept:"
            f" dragoman compose --resume ({path})"
        )
