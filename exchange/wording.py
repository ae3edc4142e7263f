"""The wording that exports and reports share: dates, sources, and titles of records."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from dragoman.domain import country_name, parse_date


def attributes(shape: Any) -> Any:
    """Return an object whose attributes are the fields of a struct or the keys of a mapping."""
    return SimpleNamespace(**shape) if isinstance(shape, Mapping) else shape


def title_of(entry: Any) -> tuple[str, str]:
    """Return the title of an engagement and, for a session, the number: ``, session 4``."""
    one = attributes(entry)
    number = f", session {one.session}" if one.session else ""
    return str(one.title or one.kind), number


def date_text(text: str) -> str:
    """Return an EDTF date as text for people."""
    return parse_date(text).for_people()


def source_details(source: Mapping[str, object]) -> list[str]:
    """Return the details of a source: its date of retrieval, its grade, and its row or digest."""
    retrieved = [f"retrieved {source['retrieved']}"] if source.get("retrieved") else []
    grade = [grade_of(source)] if grade_of(source) else []
    if source.get("row"):
        return [*retrieved, *grade, f"row {source['row']} of {source['dispatch']}"]
    digest = [f"sha256 {str(source['sha256'])[:12]}…"] if source.get("sha256") else []
    return [*retrieved, *grade, *digest]


def grade_of(source: Mapping[str, object]) -> str:
    """Return the grade in the Admiralty code (``grade B2``), or "" if there is no grade."""
    grade = f"{source.get('reliability') or ''}{source.get('credibility') or ''}"
    return f"grade {grade}" if grade else ""


def which_session(number: int | None) -> str:
    """Return the name of the awaited session: ``session 4`` or ``the next session``."""
    return f"session {number}" if number else "the next session"


def owner_text(owner: Any) -> str:
    """Return an owner as text: ``Iraq``, or ``Ministry of Energy, AZ``."""
    one = attributes(owner)
    if not (one.name or one.post):
        return country_name(one.side) if one.side else ""
    return ", ".join(filter(None, (one.name, one.post, one.side)))


def owners_text(owners: Iterable[Any]) -> str:
    """Return owners as text, separated by semicolons."""
    return "; ".join(map(owner_text, owners))


def in_words(value: object) -> str:
    """Return any value as text on one line; ``None`` and empty values become an empty string."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value) if value else ""
