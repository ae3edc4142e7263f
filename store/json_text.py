"""JSON that is safe to print: characters that control a terminal are ``\\u`` escapes.

JSON itself escapes only the control characters below U+0020. Escaping loses nothing: a JSON parser
returns the same text.
"""

import re

STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""DEL, C1 controls, line separators, bidirectional overrides and isolates, lone surrogates."""


def harmless(text: str) -> str:
    """Return JSON ``text`` with every steering character escaped; they occur in strings only."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def harmless_bytes(raw: bytes) -> bytes:
    """Return JSON in UTF-8 with every steering character escaped."""
    if raw.isascii() and b"\x7f" not in raw:
        return raw
    return harmless(raw.decode()).encode()
