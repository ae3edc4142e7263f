"""Edit drafts in the user's editor; Dragoman keeps a draft as a file until it is recorded."""

import os
import shlex
import subprocess
from datetime import datetime
from pathlib import Path

from dragoman.cli.folders import state_folder
from dragoman.exchange import UsageError, rewrite, write_new


def keep(text: str, now: datetime) -> Path:
    """Save a new draft and return its path. Raises :class:`UsageError`."""
    path = state_folder() / f"draft-{now:%Y%m%d-%H%M%S}-{os.getpid()}.yaml"
    write_new(path, text)
    return path


def read(path: Path) -> str:
    """Return the text of a draft; an invalid byte becomes a lone surrogate."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def change(path: Path, text: str) -> None:
    """Rewrite a draft; lone surrogates become invalid bytes again. Raises :class:`UsageError`."""
    rewrite(path, text.encode("utf-8", "surrogateescape"))


def latest_path() -> Path:
    """Return the path of the last draft. Raises :class:`UsageError` if there is no draft."""
    found = sorted(state_folder().glob("draft-*.yaml"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise UsageError("--resume: no draft found; start one with: dragoman compose meeting")
    return found[-1]


def edit(path: Path, editor: str) -> None:
    """Open an editor on a file. Raises :class:`UsageError` if the editor fails."""
    try:
        code = subprocess.call([*shlex.split(editor), str(path)])
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise UsageError(
            f"cannot start the editor {editor!r} ({cause}); set EDITOR, or type: dragoman config set editor PROGRAM. Your draft is saved: {path}"
        ) from error
    if code:
        raise UsageError(
            f"the editor exited with code {code}; nothing was recorded. Your draft is saved;"
            f" continue with: dragoman compose --resume ({path})"
        )
