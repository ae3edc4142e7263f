"""Facts about a party that only withheld records contain: its spellings and first known post."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from dragoman.domain import term_of
from dragoman.projections.record_doc import PersonDoc, RecordDoc, text_at


@frozen
class Facts:
    """Folded names and posts of a party."""

    names: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.names or self.posts)

    def __or__(self, other: "Facts") -> "Facts":
        return Facts(self.names | other.names, self.posts | other.posts)

    def and_others(self, people: Iterable[PersonDoc]) -> "Facts":
        """Return these facts together with the names and posts of participants."""
        some = list(people)
        names, posts = _folded(some, "name"), _folded(some, "post")
        return Facts(self.names.union(names), self.posts.union(posts))

    def but_not(self, people: Iterable[PersonDoc]) -> "Facts":
        """Return these facts without the names and posts of participants."""
        others = Facts().and_others(people)
        return Facts(self.names - others.names, self.posts - others.posts)

    def has_name_of(self, doc: RecordDoc) -> bool:
        """Return whether these facts include the name under which a party was registered."""
        return term_of(doc["name"]) in self.names

    def missing_in(self, doc: Mapping[str, object]) -> dict[str, object]:
        """Return a party's document, or the data of one of its events, without these facts."""
        shown = dict(doc)
        aliases = doc.get("aliases")
        if isinstance(aliases, list):
            shown["aliases"] = [one for one in aliases if term_of(one) not in self.names]
        if term_of(text_at(doc, "post") or "") in self.posts:
            del shown["post"]
        return shown


def _folded(people: Iterable[PersonDoc], name: str) -> Iterator[str]:
    return (term_of(value) for one in people if (value := text_at(one, name)))
