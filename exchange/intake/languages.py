"""The language of a text, told by its most common words."""

import re

from dragoman.exchange.intake.lexicon import LANGUAGES, OTHERS, common_words
from dragoman.exchange.intake.source_text import folded

_ENOUGH = 3
_LONGEST = 20_000


def language_of(text: str) -> str | None:
    """Return the language whose common words a text has most often.

    Return ``None`` if this language has no lexicon, or if the language is not clear: the text must
    have at least three of its words, and a tenth more of them than of those of any other language.
    """
    words = re.findall(r"[^\W\d_]+", folded(text[:_LONGEST]))
    counts = {
        tag: sum(word in common_words(tag) for word in words) for tag in (*LANGUAGES, *OTHERS)
    }
    best, second = sorted(counts, key=lambda tag: -counts[tag])[:2]
    is_clear = counts[best] >= _ENOUGH and counts[best] > 1.1 * counts[second]
    return best if is_clear and best in LANGUAGES else None
