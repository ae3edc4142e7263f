"""The keys by which rows are known when they come again."""

import hashlib
import json
import re
from collections.abc import Sequence

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OTHER = re.compile(r"[^A-Za-z0-9]+")


def key_of(values: Sequence[str]) -> str:
    """The key of a row by the values in its key columns, in the form of a handle.

    One value that has that form stands for itself; others are told apart by a digest.
    """
    if len(values) == 1 and _PLAIN_KEY.fullmatch(values[0]):
        return values[0]
    plain = _OTHER.sub("-", "-".join(values)).strip("-")[:40]
    return f"{plain}-{digest_of(list(values))}".lstrip("-")


def digest_of(values: Sequence[object]) -> str:
    """The digest of some values: 32 hexadecimal digits."""
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
