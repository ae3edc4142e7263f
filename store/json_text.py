"""JSON that is safe to print: ``\\u`` escapes replace characters that control a terminal.

JSON itself escapes only the control characters below U+0020. Escaping loses nothing: a JSON parser
returns the same text.
"""

import re

STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that control a terminal ("steering characters"): DEL, C1 controls, line separators,
bidirectional overrides and isolates, and lone surrogates.
"""


def harmless(text: str) -> str:
    """Escape terminal control characters in JSON ``text``, where only strings can contain them."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def harmless_bytes(raw: bytes) -> bytes:
    """Escape terminal control characters in UTF-8 encoded JSON."""
    if raw.isascii() and b"\x7f" not in raw:
        return raw
    return harmless(raw.decode()).encode()
