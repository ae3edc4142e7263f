"""What the register knows: the best lexicon, because a desk reads about the same people again.

A name that the register has counts without a post. The title of a mechanism counts as its body, and
a topic of the register keeps its spelling.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import field, frozen

from dragoman.exchange.intake.gazetteer import NameIndex
from dragoman.exchange.intake.lexicon.lexicon import Lexicon, Patterns
from dragoman.exchange.intake.source_text import SourceText, Span, folded

_FEWEST_WORDS = 2
"""A name of one word is too often something else."""


@frozen(kw_only=True, eq=False)
class Known:
    """Names in the register: the sides of people, the bodies of mechanisms, and topics.

    ``people`` maps each spelling of a name to the side that the register has ("" for none), and
    ``mechanisms`` each title of a mechanism to its kind of body.
    """

    people: Mapping[str, str] = field(factory=dict)
    mechanisms: Mapping[str, str] = field(factory=dict)
    topics: Sequence[str] = ()

    @cached_property
    def bodies(self) -> Patterns:
        """The titles of mechanisms as patterns of bodies, the longest first."""
        titles = sorted(self.mechanisms, key=len, reverse=True)
        return tuple((_pattern(title), self.mechanisms[title]) for title in titles)

    @cached_property
    def topic_patterns(self) -> Patterns:
        """The topics as patterns; their values are the topics as the register spells them."""
        return tuple((_pattern(topic), topic) for topic in self.topics)

    def names_in(self, source: SourceText, lexicon: Lexicon) -> list[Span]:
        """Return the names of known people in a text."""
        index, present = NameIndex(lexicon), set(re.findall(r"[^\W_]+", source.plain))
        for name in self.people:
            words = re.findall(r"[^\W_]+", folded(name))
            if len(words) >= _FEWEST_WORDS and not present.isdisjoint(words):
                index.add(" ".join(words), name)
        spans = source.word_spans
        return [Span(spans[first].start, spans[last].end) for first, last, _ in index.find(source)]

    def side_of(self, name: str) -> str:
        """Return the side that the register has for a name, or ""."""
        return next(
            (side for known, side in self.people.items() if folded(known) == folded(name)), ""
        )


NOTHING = Known()
"""A default: nothing is known."""


def _pattern(words: str) -> str:
    return re.escape(folded(words)).replace(r"\ ", r"\s+")
