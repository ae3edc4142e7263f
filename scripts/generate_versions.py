"""Count the names that stored events can contain: ``python scripts/generate_versions.py``.

A name is a topic or a field of an event. Developers only add names and never remove names, so the
number grows with every new topic and field. If a version of Dragoman with fewer names built the
views, Dragoman rebuilds them.
``--check`` writes nothing, and exits 1 if the number is out of date.
"""

import sys
from pathlib import Path
from typing import Any, get_args

import attrs

from dragoman.store.log.topics import TOPICS

TARGET = Path(__file__).parents[1] / "store" / "versions.py"
TEXT = '''"""Versions of stored data. Written by scripts/generate_versions.py; do not edit."""

READS = {count}
"""The number of names that this version reads: topics, their fields, and the fields of parts."""
'''


def names() -> set[str]:
    """Return the names in stored events, such as ``VisitStarted.participants.name``."""
    found: set[str] = set()
    for topic, one in TOPICS.items():
        found |= {topic, *_fields(topic, one.event)}
    return found


def _fields(path: str, cls: Any) -> set[str]:
    found: set[str] = set()
    for field in attrs.fields(cls):
        name = f"{path}.{field.name}"
        types = (field.type, *get_args(field.type))
        parts = [one for one in types if isinstance(one, type) and attrs.has(one)]
        found |= {name, *(inner for part in parts for inner in _fields(name, part))}
    return found


def main() -> int:
    """Write the number to its file, or check that the file is up to date."""
    text = TEXT.format(count=len(names()))
    if "--check" in sys.argv[1:]:
        return int(TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
