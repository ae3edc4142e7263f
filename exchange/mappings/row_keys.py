"""Row keys, by which later imports identify the same rows."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence

_PLAIN_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OTHER = re.compile(r"[^A-Za-z0-9]+")
_DIGEST = re.compile("(^|-)[0-9a-f]{32}$")
_PARTS = re.compile("[0-9]+|[a-z]+")


def key_of(values: Sequence[str]) -> str:
    """Return the key of a row, made from its key columns; a key has the format of a handle.

    A single value that already has this format is the key. Any other key ends with a digest.
    Characters that nobody sees, and other forms of the same characters, make no other key.
    """
    values = list(map(visible, values))
    if len(values) == 1 and _PLAIN_KEY.fullmatch(values[0]):
        return values[0]
    plain = _OTHER.sub("-", "-".join(values)).strip("-")[:40]
    return f"{plain}-{digest_of(list(values))}".lstrip("-")


def visible(text: str) -> str:
    """Return text in the normal form NFKC, without invisible characters (category Cf)."""
    if text.isascii() and text.isprintable():
        return text
    normal = unicodedata.normalize("NFKC", text)
    seen = (char for char in normal if unicodedata.category(char) != "Cf")
    return " ".join("".join(seen).split())


def loosely(key: str) -> str:
    """Return a key without case, punctuation and leading zeros; empty if only a digest is left.

    Two rows with keys that differ only in these may be the same row: ``A-012`` and ``a12``.
    """
    plain = _DIGEST.sub("", key).casefold()
    return "".join(part.lstrip("0") or "0" for part in _PARTS.findall(plain))


def digest_of(values: Sequence[object]) -> str:
    """Return a digest of values as 32 hexadecimal digits."""
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
