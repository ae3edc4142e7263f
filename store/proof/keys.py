"""Key files: each file has one line, and only its owner can read it."""

import os
from pathlib import Path
from secrets import token_bytes
from stat import S_IMODE

from dragoman.store.errors import RegisterError
from dragoman.store.files import FULL, PRIVATE, new_file
from dragoman.store.proof.note import NoteError, SigningKey, checked_name


class KeyRefused(RegisterError):
    """Raised for a key that Dragoman cannot use; the message gives the cause and a remedy."""


def new_key(path: Path, name: str, algorithm: int) -> SigningKey:
    """Create a key at ``path``. Raises :class:`KeyRefused` if the file exists."""
    try:
        key = SigningKey(checked_name(name), algorithm, token_bytes(32))
        with new_file(path, PRIVATE) as file:
            file.write(f"{key}\n".encode())
    except FileExistsError:
        raise KeyRefused(
            f"{path}: the key already exists; to create another key, move this file"
        ) from None
    except NoteError as error:
        raise KeyRefused(f"{name}: {error}") from error
    except OSError as error:
        cause = FULL.get(error.errno or 0) or error.strerror
        raise KeyRefused(f"{path}: {cause}; no key was created") from error
    return key


def load_key(path: Path) -> SigningKey:
    """Load the key at ``path``.

    Raises :class:`KeyRefused` if the file is unusable or others can read it.
    """
    try:
        with path.open("rb") as file:
            mode = S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read(4096)
    except FileNotFoundError:
        raise KeyRefused(f"{path}: no such key; create it with: dragoman audit key new") from None
    except OSError as error:
        raise KeyRefused(f"{path}: {error.strerror}") from error
    if mode & ~PRIVATE:
        raise KeyRefused(
            f"{path}: other users can read this file (mode {mode:04o}); type: chmod 600 {path}"
        )
    try:
        return SigningKey.parse(content.decode())
    except (NoteError, UnicodeError) as error:
        raise KeyRefused(f"{path}: {error}") from error
