"""Keys in files: one line each, readable by nobody but their owner."""

import os
from pathlib import Path
from secrets import token_bytes
from stat import S_IMODE

from dragoman.store.errors import RegisterError
from dragoman.store.files import FULL, PRIVATE, new_file
from dragoman.store.proof.note import NoteError, SigningKey, checked_name


class KeyRefused(RegisterError):
    """A key that cannot be used; the message says why and what helps."""


def new_key(path: Path, name: str, algorithm: int) -> SigningKey:
    """Make a key and keep it at ``path``. Raises :class:`KeyRefused` when something is there."""
    try:
        key = SigningKey(checked_name(name), algorithm, token_bytes(32))
        with new_file(path, PRIVATE) as file:
            file.write(f"{key}\n".encode())
    except FileExistsError:
        raise KeyRefused(f"{path}: there is a key already; move it away to make another") from None
    except NoteError as error:
        raise KeyRefused(f"{name}: {error}") from error
    except OSError as error:
        cause = FULL.get(error.errno or 0) or error.strerror
        raise KeyRefused(f"{path}: {cause}; no key was made") from error
    return key


def load_key(path: Path) -> SigningKey:
    """The key at ``path``. Raises :class:`KeyRefused`, as for one that others may read."""
    try:
        with path.open("rb") as file:
            mode = S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read(4096)
    except FileNotFoundError:
        raise KeyRefused(f"{path}: there is no key; make one: dragoman audit key new") from None
    except OSError as error:
        raise KeyRefused(f"{path}: {error.strerror}") from error
    if mode & ~PRIVATE:
        raise KeyRefused(f"{path}: others may use it (mode {mode:04o}); chmod 600 {path}")
    try:
        return SigningKey.parse(content.decode())
    except (NoteError, UnicodeError) as error:
        raise KeyRefused(f"{path}: {error}") from error
