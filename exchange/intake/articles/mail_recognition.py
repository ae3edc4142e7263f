"""Recognise a mail by its header, without loading what reads mails."""

import re

_HEADER = re.compile(
    rb"(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+(?=\r?\n|\Z)"
)
_FIELDS = re.compile(
    rb"^(from|date|message-id|mime-version|received|return-path|delivered-to|content-type"
    rb"|subject|snapshot-content-location):",
    re.IGNORECASE | re.MULTILINE,
)
_LARGEST_HEADER = 100_000


def is_mail(content: bytes) -> bool:
    """Return whether a file begins with the header of a mail."""
    head = _HEADER.match(content[:_LARGEST_HEADER].replace(b"\r\n", b"\n"))
    if head is None:
        return False
    fields = {field.lower() for field in _FIELDS.findall(head[0])}
    return b"from" in fields and len(fields) >= 3
