"""Words that exports and reports share: dates, sources, what a record is called."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from dragoman.domain import parse_date


def attributes(shape: Any) -> Any:
    """The parts of a shape as attributes, whether it is a struct or still a mapping."""
    return SimpleNamespace(**shape) if isinstance(shape, Mapping) else shape


def title_of(entry: Any) -> tuple[str, str]:
    """What a line calls an engagement: its title, and the number of a session."""
    one = attributes(entry)
    number = f", session {one.session}" if one.session else ""
    return str(one.title or one.kind), number


def date_text(text: str) -> str:
    """A date given as EDTF, for people."""
    return parse_date(text).for_people()


def source_details(source: Mapping[str, object]) -> list[str]:
    """What identifies and grades a source: when it was retrieved, its grade, its row or digest."""
    retrieved = [f"retrieved {source['retrieved']}"] if source.get("retrieved") else []
    grade = [grade_of(source)] if grade_of(source) else []
    if source.get("row"):
        return [*retrieved, *grade, f"row {source['row']} of {source['dispatch']}"]
    digest = [f"sha256 {str(source['sha256'])[:12]}…"] if source.get("sha256") else []
    return [*retrieved, *grade, *digest]


def grade_of(source: Mapping[str, object]) -> str:
    """``grade B2`` of the Admiralty code; empty where none is given."""
    grade = f"{source.get('reliability') or ''}{source.get('credibility') or ''}"
    return f"grade {grade}" if grade else ""


def which_session(number: int | None) -> str:
    """``session 4``, or ``the next session``."""
    return f"session {number}" if number else "the next session"


def in_words(value: object) -> str:
    """A value on one line, whatever it is made of; empty where there is none."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value) if value else ""
