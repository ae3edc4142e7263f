"""Row keys, by which later imports identify the same rows."""

import hashlib
import json
import re
from collections.abc import Sequence

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OTHER = re.compile(r"[^A-Za-z0-9]+")


def key_of(values: Sequence[str]) -> str:
    """Return the key of a row, made from its key columns; a key has the format of a handle.

    A single value that already has this format is the key. Any other key ends with a digest.
    """
    if len(values) == 1 and _PLAIN_KEY.fullmatch(values[0]):
        return values[0]
    plain = _OTHER.sub("-", "-".join(values)).strip("-")[:40]
    return f"{plain}-{digest_of(list(values))}".lstrip("-")


def digest_of(values: Sequence[object]) -> str:
    """Return a digest of values as 32 hexadecimal digits."""
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
