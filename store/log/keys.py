"""Keys of what a decision looks up, and of what an event changes.

If an entry of another desk has touched a key that a decision rests on, the decision does not hold.
A key is the id of a record, a term (see :mod:`dragoman.domain.terms`), or a group of records that
are compared with a new record (see :func:`dragoman.domain.resemblance.groups_of`).
"""

from collections.abc import Iterator

from dragoman.domain import FACET_TERMS, NAME_TERM, groups_of
from dragoman.store.log.records import Loaded


def touched(before: Loaded, after: Loaded) -> Iterator[str]:
    """Yield the keys that the events between two states of a record touch."""
    yield after.id.hex
    for one in (before, after):
        if one.kind is None or one.state is None:
            continue
        for term in one.terms:
            if term.startswith(NAME_TERM):
                yield f"{term.rpartition('|')[0]}|"  # see whatever_side
            if not term.startswith(FACET_TERMS):
                yield term
        yield from groups_of(one.kind.name, one.state)
