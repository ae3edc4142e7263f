"""Look up the subjects of a report that the user types: states, organisations or people."""

from typing import TYPE_CHECKING

from dragoman.cli.wording import person_in_words
from dragoman.domain import (
    LIKELY,
    CountryError,
    Ref,
    country_name,
    has_words,
    is_called,
    likeness,
    quoted,
    side,
    term_of,
    typed_ref,
)
from dragoman.exchange import NoRecord, UsageError

if TYPE_CHECKING:
    from dragoman.cli.session import Session
    from dragoman.projections import PartyShape, Snapshot
    from dragoman.projections.reports.subject import Subject

MOST = 3
"""The maximum number of parties that a message suggests."""


def subject(snapshot: "Snapshot", text: str) -> "Subject":
    """Return the state, organisation or party that text names. Raises :class:`UsageError`."""
    from dragoman.projections.reports.subject import Subject

    ref = typed_ref(text)
    if ref is not None and ref.kind == "party":
        return _of_ref(snapshot, ref)
    if ref is not None and ref.kind is not None:
        raise UsageError(
            f"{ref} is not a party; type a ref such as P-5, a name or a code such as AZ"
        )
    try:
        code = side(text)
    except CountryError as error:
        unknown = NoRecord(f"{error}; there is also no person with that name")
        return _named(snapshot, text, unknown)
    return Subject(country_name(code), code)


def subject_given(session: "Session", option: str, text: str) -> "Subject":
    """Return the state, organisation or party that an option names. Raises :class:`UsageError`."""
    try:
        code = side(text)
    except CountryError as error:
        try:
            with session.reading() as (snapshot, _):
                return subject(snapshot, text)
        except UsageError as unknown:
            raise UsageError(f"{option}: {unknown}") from error
    from dragoman.projections.reports.subject import Subject

    return Subject(country_name(code), code)


def person(snapshot: "Snapshot", text: str) -> "Subject":
    """Return the person or organisation that a ref or a name means. Raises :class:`UsageError`.

    A name means a person even if a state has the same name.
    """
    ref = typed_ref(text)
    if ref is not None and ref.kind is not None:
        return subject(snapshot, text)
    unknown = NoRecord(
        f"there is no person or organisation called {quoted(text)}; to list them, type:"
        " dragoman party list"
    )
    try:
        return _named(snapshot, text, unknown)
    except UsageError as error:
        if error is unknown and (code := _code(text)):
            raise UsageError(
                f"{country_name(code)} is not a person; type: dragoman brief {code}"
            ) from None
        raise


def _code(text: str) -> str | None:
    try:
        return side(text)
    except CountryError:
        return None


def _of_ref(snapshot: "Snapshot", ref: Ref) -> "Subject":
    from dragoman.projections.reports.subject import of_party

    record = snapshot.record(ref)
    found = of_party(snapshot, record) if record is not None else None
    if found is None:
        raise NoRecord(
            f"{ref} does not exist or was retracted; to list parties, type: dragoman party list"
        )
    return found


def _named(snapshot: "Snapshot", text: str, unknown: UsageError) -> "Subject":
    """Return the party with this or a similar name; a name with the same words comes first.

    Raises ``unknown`` if there is none, and another :class:`UsageError` if there are several.
    """
    from dragoman.projections import people
    from dragoman.projections.reports.posts import with_posts

    found = [one for one in people(snapshot, named=text) if _is_called(one, text)]
    exact = [one for one in found if term_of(text) in map(term_of, _names(one))]
    worded = [one for one in found if any(has_words(name, text) for name in _names(one))]
    found = worded or found
    if len(exact or found) == 1:
        return subject(snapshot, (exact or found)[0].ref)
    if not found:
        raise unknown
    if exact:
        refs = ", ".join(one.ref for one in exact)
        raise UsageError(f"{len(exact)} people have this name: {refs}; type the ref of one of them")
    meant = " or ".join(map(person_in_words, with_posts(snapshot, found[:MOST])))
    raise UsageError(f"{quoted(text)} is ambiguous; type the ref of one of them: {meant}")


def _is_called(one: "PartyShape", text: str) -> bool:
    return any(is_called(name, text) or likeness(name, text) >= LIKELY for name in _names(one))


def _names(one: "PartyShape") -> list[str]:
    """Return all names of a party, including the names of parties merged into that party."""
    return [one.name, *one.aliases, *(other.name for other in one.merged)]
