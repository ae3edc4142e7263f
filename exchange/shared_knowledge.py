"""What the user's own reader may learn from the register: names that press items may contain.

Nothing from a record marked above TLP:GREEN is shared: no such record, no person whom only such
records name, and no mechanism of which only such sessions are known.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.domain import sessions_of
from dragoman.projections import Snapshot, docs_of
from dragoman.projections.reports.withholding import Withheld, withheld

_ABOVE_GREEN = "TLP:AMBER"
_MOST = 5_000
"""The maximum number of people to share: the latest ones."""


def knowledge_to_share(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """Return the people and the mechanisms of the register, without what is withheld."""
    hidden = withheld(snapshot, _ABOVE_GREEN)
    people = list(_people(snapshot, hidden))[-_MOST:]
    return {"people": people, "mechanisms": list(_mechanisms(snapshot, hidden))}


def _people(snapshot: Snapshot, hidden: Withheld) -> Iterator[dict[str, Any]]:
    for record, doc in docs_of(snapshot, "party").items():
        if record not in hidden.records:
            shown = hidden.of_party(snapshot.id_of(record).hex, doc)
            yield _chosen(shown, ("name", "aliases", "type", "side", "post", "positions"))


def _mechanisms(snapshot: Snapshot, hidden: Withheld) -> Iterator[dict[str, Any]]:
    for record, doc in docs_of(snapshot, "mechanism").items():
        sessions = docs_of(snapshot, "consultation", [sessions_of(snapshot.id_of(record))])
        if not sessions or sessions.keys() - hidden.records:
            yield _chosen(doc, ("title", "aliases", "body", "parties"))


def _chosen(doc: Mapping[str, object], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: doc[name] for name in names if name in doc}
