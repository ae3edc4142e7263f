"""Posts in a text, with their English names."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dragoman.exchange.intake.lexicon.lexicon import Lexicon
from dragoman.exchange.intake.mentions import PostMention, StateMention, without_overlaps
from dragoman.exchange.intake.source_text import SourceText, Span

_FOREIGN = {
    "minister of foreign affairs": "foreign minister",
    "deputy minister of foreign affairs": "deputy foreign minister",
    "first deputy minister of foreign affairs": "first deputy foreign minister",
}
_MOST_PORTFOLIOS = 6
_ADJECTIVE = r"(?P<state>[^\W_][\w'-]*(?:[ -][^\W_][\w'-]*)?)"


@lru_cache(maxsize=16)
def _portfolio(lexicon: Lexicon) -> str:
    """Return the pattern of one portfolio."""
    return "|".join(f"(?:{form})" for form, _ in lexicon.portfolios)


@lru_cache(maxsize=16)
def _forms(lexicon: Lexicon) -> Sequence[tuple[re.Pattern[str], str]]:
    """Return the compiled patterns of posts, each with its English name."""
    one = f"(?:{_portfolio(lexicon)})"
    joint = rf"(?:, ?(?:{lexicon.links.and_} )?| (?:{lexicon.links.and_}) |-)"
    some = rf"(?P<portfolio>{one}(?:{joint}(?:(?:{lexicon.links.articles}) )?{one}){{0,{_MOST_PORTFOLIOS}}})"
    made = []
    for form, english in lexicon.posts:
        whole = form.replace("{portfolio}", some, 1).replace("{portfolio}", one)
        whole = whole.replace("{state}", _ADJECTIVE, 1)
        made.append((re.compile(rf"(?<!\w)(?:{whole})(?!\w)"), english))
    return made


def posts_in(
    source: SourceText, lexicon: Lexicon, states: Sequence[StateMention]
) -> list[PostMention]:
    """Return the posts in a text, in order; of posts that overlap, the longest counts."""
    found = [
        post
        for form, english in _forms(lexicon)
        for match in form.finditer(source.plain)
        if (post := _mention(source, lexicon, states, match, english))
    ]
    return list(_joined(source, lexicon, without_overlaps(found)))


def _joined(
    source: SourceText, lexicon: Lexicon, posts: Sequence[PostMention]
) -> Iterator[PostMention]:
    """Join posts of one person: "deputy prime minister and minister of finance"."""
    before: PostMention | None = None
    for post in posts:
        if before and _is_same_holder(source, lexicon, before, post):
            span = Span(before.span.start, post.span.end)
            before = PostMention(span, f"{before.post} and {post.post}", post.state or before.state)
            continue
        if before:
            yield before
        before = post
    if before:
        yield before


def _is_same_holder(
    source: SourceText, lexicon: Lexicon, one: PostMention, other: PostMention
) -> bool:
    gap = source.between(one.span.end, other.span.start)
    return one.post != other.post and bool(re.fullmatch(rf",? (?:{lexicon.links.and_}) ", gap))


def _mention(
    source: SourceText,
    lexicon: Lexicon,
    states: Sequence[StateMention],
    match: re.Match[str],
    english: str,
) -> PostMention | None:
    span, groups = source.span(*match.span()), match.groupdict()
    state = None
    if groups.get("state"):
        place = source.span(*match.span("state"))
        state = next((one for one in states if one.span == place), None)
        if state is None:
            return None
    fields = groups.get("portfolio") or ""
    return PostMention(span=span, post=english_post(english, fields, lexicon), state=state)


def english_post(english: str, fields: str, lexicon: Lexicon) -> str:
    """Return the English name of a post whose portfolios the words ``fields`` name."""
    if "*" not in english:
        return english
    names = list(dict.fromkeys(_fields_in(fields, lexicon)))
    *others, last = names or ["…"]
    joined = f"{', '.join(others)} and {last}" if others else last
    post = english.replace("*", joined)
    return _FOREIGN.get(post, post)


@lru_cache(maxsize=16)
def _fields(lexicon: Lexicon) -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"(?:{form})"), name) for form, name in lexicon.portfolios]


def _fields_in(words: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the English names of the portfolios that words name, in their order."""
    at = 0
    while at < len(words):
        found = [
            (match.end(), name)
            for form, name in _fields(lexicon)
            if (match := form.match(words, at)) and _ends_word(words, match.end(), lexicon)
        ]
        if found:
            end, name = max(found, key=lambda one: one[0])
            yield name
            at = max(end, at + 1)
        else:
            at = _next_word(words, at)


def _ends_word(words: str, at: int, lexicon: Lexicon) -> bool:
    """Return whether a word may end here; German joins portfolios to the word for minister."""
    return lexicon.nouns_have_capitals or at >= len(words) or not words[at].isalnum()


def _next_word(words: str, at: int) -> int:
    found = re.compile(r"\W+").search(words, at)
    return found.end() if found else len(words)
