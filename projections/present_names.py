"""The present names of people: a corrected name applies to every record that names the person.

A record keeps the name as its source spells it. Reports show the person's present name, and the
name as written if the two differ.
"""

from collections.abc import Collection, Iterable, Mapping

from dragoman.projections.parties import known_people, read_parties, term_of_person
from dragoman.projections.record_doc import PersonDoc, RecordDoc, people_of
from dragoman.projections.snapshot import Snapshot

PersonNames = Mapping[str, str]
"""The present names of people, by the search term for a participant."""


def person_names(
    snapshot: Snapshot, docs: Iterable[RecordDoc], hidden: Collection[int] = ()
) -> PersonNames:
    """Return the present names of the registered people whom the documents name.

    Leaves out the parties whose record numbers are ``hidden``.
    """
    found = known_people(snapshot, (person for doc in docs for person in people_of(doc)))
    parties = read_parties(snapshot, {one for one in found.values() if one not in hidden})
    return {term: parties[one]["name"] for term, one in found.items() if one in parties}


def name_of(person: PersonDoc, names: PersonNames) -> tuple[str | None, str | None]:
    """Return the name to show for a participant, and the name as written if it is different."""
    written = person.get("name")
    now = names.get(term_of_person(person) or "", written)
    return now, written if now != written else None
