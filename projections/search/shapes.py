"""The shapes of search results: the record, the level of the match, and the places of the words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from attrs import frozen
from msgspec import UNSET, UnsetType

from dragoman.domain import called
from dragoman.projections import documents, follow_ups, parties
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.report import AsOf, NamedRecord, Report, Shape, report_tag
from dragoman.projections.search.finding import MATCHES, SearchHits
from dragoman.projections.search.texts import Text, dated, sides, texts
from dragoman.projections.search.words import WordRun, neighbours, romanized, words
from dragoman.projections.shapes import date_shape
from dragoman.projections.snapshot import Snapshot

ROOM = 160
"""The maximum number of characters to show of a text; longer texts are cut around the hit."""

BEFORE = 60
"""The number of characters to show before a hit in a long text."""


class HitShape(Shape, frozen=True, kw_only=True):
    """A place where words of the query occur: the field, and the text around the first word."""

    field: str
    text: str


class SearchResult(NamedRecord, frozen=True, kw_only=True):
    """A record that was found, with the level of the match and the places where the words occur."""

    post: str | None
    merged_into: str | None
    unreadable_from: int | UnsetType = UNSET
    match: str
    hits: list[HitShape]
    words: list[str]


class SearchReport(Report, tag=report_tag("search"), frozen=True, kw_only=True):
    """The result of a search: the number of records found, and the likeliest records."""

    as_of: AsOf
    context: list[str]
    query: str
    found: int
    results: list[SearchResult]
    suggestions: list[str]


def results(snapshot: Snapshot, found: SearchHits, today: date) -> list[SearchResult]:
    """Return the likeliest of the records found, as shown in the report."""
    snapshot.learn(record for record, _ in found.likeliest)
    docs = documents.read(snapshot, [record for record, _ in found.likeliest])
    return [
        _result(snapshot, record, docs[record], level, found, today)
        for record, level in found.likeliest
        if record in docs
    ]


def _result(
    snapshot: Snapshot,
    record: int,
    doc: RecordDoc,
    level: int,
    found: SearchHits,
    today: date,
) -> SearchResult:
    kind = snapshot.kind(record)
    field, into = dated(kind, doc), doc.get("merged_into")
    hits, its_words = _hits(texts(kind, doc), _up_to(level, found))
    return SearchResult(
        ref=snapshot.ref(record),
        kind=kind,
        status=_status(kind, doc, today),
        title=called(doc),
        session=doc.get("session"),
        occurred=date_shape(doc, field) if field else None,
        place=doc.get("place"),
        host=doc.get("host"),
        parties=sides(doc),
        post=parties.current_post(doc) if kind == "party" else None,
        merged_into=snapshot.ref_of(UUID(into).hex) if into else None,
        unreadable_from=snapshot.unreadable_from(record),
        match=MATCHES[level],
        hits=hits,
        words=its_words,
    )


def _status(kind: str, doc: RecordDoc, today: date) -> str:
    if kind == "follow-up":
        return follow_ups.state_of(doc, today)
    if kind == "party":
        return "merged" if doc.get("merged_into") else "registered"
    return str(doc["status"])


WordScores = Sequence[Mapping[str, int]]
"""The words that each token stands for, each with its closeness to the token."""


def _up_to(level: int, found: SearchHits) -> WordScores:
    return [
        {word: closeness for word, (its_level, closeness) in one.items() if its_level <= level}
        for one in found.words
    ]


class MatchSpan(NamedTuple):
    """A place in a text where a word that matches a token occurs, and the score of the match."""

    start: int
    end: int
    token: int
    score: int


@frozen
class Unit:
    """The texts of a unit, each with the spans that match."""

    texts: Sequence[tuple[Text, Sequence[MatchSpan]]]

    @property
    def tokens(self) -> dict[int, int]:
        """Return the tokens that have words in the unit, each with its best score."""
        found: dict[int, int] = {}
        for _, spans in self.texts:
            for span in spans:
                found[span.token] = max(span.score, found.get(span.token, 0))
        return found

    def shape(self) -> HitShape:
        """Return the field, and the text around the first hit."""
        whole, first = "", None
        for text, spans in self.texts:
            whole += ", " if whole else ""
            if spans and first is None:
                first = len(whole) + min(span.start for span in spans)
            whole += text.text
        return HitShape(field=self.texts[0][0].field, text=excerpt(whole, first or 0))

    def words(self) -> Iterator[str]:
        """Yield the matching words as written."""
        for text, spans in self.texts:
            if spans and text.sign:
                yield text.code
            yield from (text.text[start:end] for start, end in _joined(spans))


def _hits(found: Iterable[Text], wanted: WordScores) -> tuple[list[HitShape], list[str]]:
    """Return the best units as hits: for each token, the unit that matches the token best.

    A unit that matches more tokens is a better match. Also returns the matching words as written.
    """
    units = [
        Unit([(text, list(_spans(text, wanted))) for text in some])
        for _, some in groupby(found, key=lambda text: text.unit)
    ]
    best: dict[int, tuple[tuple[int, int], int]] = {}
    for number, unit in enumerate(units):
        tokens = unit.tokens
        for token, score in tokens.items():
            rank = len(tokens), score
            if token not in best or best[token][0] < rank:
                best[token] = rank, number
    chosen = sorted({number for _, number in best.values()})
    hits = [units[number].shape() for number in chosen]
    return hits, list(dict.fromkeys(word for unit in units for word in unit.words()))


def _spans(text: Text, wanted: WordScores) -> Iterator[MatchSpan]:
    for start, end, word in _runs(text):
        for token, known in enumerate(wanted):
            if word in known:
                yield MatchSpan(start, end, token, text.weight * known[word])


def _runs(text: Text) -> Iterator[WordRun]:
    """Yield the words by which a search finds a text, also those of names and parted words."""
    if text.sign:
        yield WordRun(0, len(text.text), text.sign)
        return
    runs = list(words(text.text))
    yield from runs
    yield from neighbours(text.text, runs)
    if text.is_name:
        yield from romanized(text.text)


def _joined(spans: Iterable[MatchSpan]) -> list[tuple[int, int]]:
    """Return the parts of a text that spans cover."""
    joined: list[tuple[int, int]] = []
    for start, end, *_ in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def excerpt(text: str, at: int) -> str:
    """Return a text; if the text is long, return only the part around the index ``at``."""
    if len(text) <= ROOM:
        return text
    start = 0 if at <= BEFORE else text.find(" ", at - BEFORE, at) + 1 or at
    end = start + ROOM
    end = len(text) if end >= len(text) else max(text.rfind(" ", at, end), at + 1)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
