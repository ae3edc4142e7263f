"""Find the records that contain every word of a query, likeliest first.

A search for a word has three levels: exact words (as typed, or the same in Latin letters), parts of
words, and similar sounds. For example, Рафиев or رفييف finds Rafiyev. The search goes to the next
level only if it needs more results. The search looks up words by number, so typed text never
becomes part of an SQL statement.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from attrs import define, field, frozen

from dragoman.domain import LETTERS, Ref
from dragoman.projections import documents
from dragoman.projections.record_doc import RecordDoc
from dragoman.projections.search import parted, word_matching
from dragoman.projections.search.index import Index
from dragoman.projections.search.parted import Split
from dragoman.projections.search.query import Query, Token
from dragoman.projections.search.redacting import hide
from dragoman.projections.search.texts import Text, texts
from dragoman.projections.search.word_matching import JOINED, WordMatch
from dragoman.projections.search.words import neighbours, words
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineQuery, storable
from dragoman.store import Connection, RegisterError

MATCHES = ("exact", "part", "sound")
EXACT, PART, SOUND = range(3)
_MATCHERS: Sequence[Sequence[Callable[[Connection, Token], Iterator[WordMatch]]]] = (
    (word_matching.exact,),
    (word_matching.parts, word_matching.joined),
    (word_matching.sounds, word_matching.joined_by_sound, word_matching.romanized),
)
_SPLITTERS = (None, parted.spelt, parted.heard)

FEW = 24
"""The maximum number of words per token to look up for each record. If a token stands for more
words, the search first stores the places of these words.
"""

TOGETHER = 1_000_000
"""The score for two words in the same unit, which is higher than any weight."""

ENOUGH = 1_000_000
"""The maximum number of places to count when the search looks for the rarest token."""

COMMON = 5_000
"""The number of places at which a word is too common to be half of a word written apart."""

VERIFIED = 500
"""The maximum number of records to read for a word written apart, newest first."""

PROPOSED = 3
"""The maximum number of words to suggest if nothing is found."""


class IndexBehind(RegisterError):
    """Raised if another process has just replaced the index by one that is not as far."""


@frozen
class SearchHits:
    """The likeliest records, each with its level, and the number of records found.

    For each token, ``words`` maps each word that the token may stand for to the level and the
    closeness of the word. If nothing was found, ``lacking`` lists the tokens that do not match any
    word, and ``nearest`` lists the words that the user may have meant.
    """

    likeliest: Sequence[tuple[int, int]]
    total: int
    words: Sequence[Mapping[str, tuple[int, int]]]
    lacking: Sequence[str] = ()
    nearest: Sequence[str] = ()


def find_records(
    snapshot: Snapshot, index: Index, query: Query, wanted: TimelineQuery
) -> SearchHits:
    """Return the records that match a query; the snapshot cannot be used for another search."""
    search = Search(snapshot, query, wanted)
    search.begin(index)
    total = search.go()
    lacking = [] if total else search.lacking()
    nearest = search.nearest() if lacking else []
    return SearchHits(search.likeliest(), total, search.words(), lacking, nearest)


_TEMPORARY = (
    "CREATE TEMP TABLE wanted (token INTEGER, word INTEGER, level INTEGER, closeness INTEGER,"
    " PRIMARY KEY (token, word)) WITHOUT ROWID",
    "CREATE TEMP TABLE places (token INTEGER, record INTEGER, unit INTEGER, weight INTEGER,"
    " closeness INTEGER, PRIMARY KEY (token, record, unit)) WITHOUT ROWID",
    "CREATE TEMP TABLE hits"
    " (record INTEGER PRIMARY KEY, level INTEGER, score INTEGER, day INTEGER)",
    "CREATE TEMP TABLE parted (token INTEGER, record INTEGER, unit INTEGER, weight INTEGER,"
    " PRIMARY KEY (token, record, unit)) WITHOUT ROWID",
)
"""The temporary tables: the words that tokens stand for, the places of tokens that stand for many
words, the hits, and the places where a token is written apart.
"""


_BEST = (
    "ON CONFLICT (record) DO UPDATE SET score = excluded.score"
    " WHERE level = excluded.level AND score < excluded.score"
)
"""SQL that counts each record only once: at its first level, and with its best place."""


def _valid_at(alias: str) -> str:
    return f"{alias}.since <= :position AND ({alias}.until IS NULL OR {alias}.until > :position)"


def _places_of(token: int, alias: str, joined: str = "") -> str:
    """Return the SQL that selects the places of the words that a token stands for."""
    return (
        f"FROM wanted AS {alias}w CROSS JOIN postings AS {alias}"
        f" ON {alias}.word = {alias}w.word {joined}"
        f" WHERE {alias}w.token = {token} AND {_valid_at(alias)}"
    )


def _together(places: str) -> str:
    """Return SQL for a bonus if any place ``q`` is in the same unit as the place ``p``."""
    return f"{TOGETHER} * EXISTS (SELECT 1 {places} AND q.unit = p.unit)"


def _best(places: str) -> str:
    """Return SQL for the best score of the places ``q``, with a bonus for the unit of ``p``."""
    return f"(SELECT max({TOGETHER} * (q.unit = p.unit) + q.weight * closeness) {places})"


def _with_pair(kind: str, doc: RecordDoc, pairs: set[str]) -> Iterator[tuple[Text, set[str]]]:
    """Yield the texts of a record that have some of the pairs of words side by side."""
    for text in texts(kind, doc):
        if text.sign is None:
            runs = neighbours(text.text, list(words(text.text)))
            if found := pairs & {run.word for run in runs}:
                yield text, found


@define
class Search:
    """A running search; words and hits are in temporary tables of the connection."""

    snapshot: Snapshot
    query: Query
    wanted: TimelineQuery
    counts: list[int] = field(init=False)
    """The number of words that each token stands for."""
    pairs: list[dict[str, tuple[int, int]]] = field(init=False)
    """The pairs of words that each token stands for, with level and closeness."""

    def __attrs_post_init__(self) -> None:
        self.counts = [0] * len(self.query.tokens)
        self.pairs = [{} for _ in self.counts]

    def run(self, sql: str, **values: object) -> Any:
        """Run an SQL statement as of the position of the snapshot."""
        if ":position" in sql:
            values["position"] = self.snapshot.position
        return self.snapshot.views.exec_driver_sql(sql, values)

    def begin(self, index: Index) -> None:
        """Attach the index to the connection of the views, which closes after this search."""
        self.snapshot.views.detach()
        self.run("ATTACH DATABASE :file AS search", file=index.uri)
        if self.run("SELECT position FROM search.progress").scalar_one() < self.snapshot.position:
            raise IndexBehind("the search index is being rebuilt; try again")
        if self.snapshot.redaction:  # the end of the transaction has removed its tables
            hide(self.snapshot, self.snapshot.redaction)
        for table in _TEMPORARY:
            self.run(table)

    def go(self) -> int:
        """Find records level by level until there are enough records; return the number found."""
        if self.query.ref and self._point(self.query.ref):
            return self._extend(EXACT)
        total = 0
        for level in (EXACT, PART, SOUND):
            if self.wanted.limit is None or total < self.wanted.limit:
                total = self._extend(level)
        return total or self._extend(SOUND, word_matching.LIKELY)

    def _point(self, ref: Ref) -> int:
        """Find the record with the query's ref, if any; return the number of records found."""
        condition, values = self._condition()
        self.run(
            f"INSERT INTO hits SELECT s.record, {EXACT}, {TOGETHER} * {len(self.counts)}, s.day"
            f" FROM subjects AS s WHERE s.record = :record AND {_valid_at('s')}{condition}",
            record=self.snapshot.record(ref),
            **values,
        )
        return self._total()

    def _extend(self, level: int, misspelt: float | None = None) -> int:
        """Add the words of a level, find records by them, and return the number of records found.

        If ``misspelt`` is given, instead adds the words whose spelling is at least that similar, in
        percent, to the tokens.
        """
        before = sum(self.counts)
        views = self.snapshot.views
        for number, token in enumerate(self.query.tokens):
            if misspelt:
                found = (match for match, _ in word_matching.misspelt(views, token, misspelt))
                self._want(number, level, found)
                continue
            for matcher in _MATCHERS[level]:
                self._want(number, level, matcher(views, token))
            if splitter := _SPLITTERS[level]:
                self._part(number, level, splitter(views, token))
        if sum(self.counts) > before and all(self.counts):
            self._look(level)
        return self._total()

    def _want(self, number: int, level: int, found: Iterator[WordMatch]) -> None:
        rows = [{"n": number, "word": word, "level": level, "close": near} for word, near in found]
        if rows:
            insert = "INSERT OR IGNORE INTO wanted VALUES (:n, :word, :level, :close)"
            self.snapshot.views.exec_driver_sql(insert, rows)
        self._count(number)

    def _count(self, number: int) -> None:
        """Count the words and pairs of words that a token has found."""
        count = "SELECT count(*) FROM wanted WHERE token = :token"
        self.counts[number] = self.run(count, token=number).scalar_one() + len(self.pairs[number])

    def _part(self, number: int, level: int, splits: Iterable[Split]) -> None:
        """Find the places where a token is written apart, as two words side by side."""
        for split in splits:
            units = self._in_one_unit(split)
            docs = documents.read(self.snapshot, units)
            self.snapshot.learn(docs)
            pairs = set(split.pairs())
            for record, doc in docs.items():
                for text, found in _with_pair(self.snapshot.kind(record), doc, pairs):
                    if text.unit in units[record]:
                        known = dict.fromkeys(found, (level, JOINED))
                        self.pairs[number] = known | self.pairs[number]
                        self._keep(number, record, text)
        self._count(number)

    def _keep(self, number: int, record: int, text: Text) -> None:
        self.run(
            "INSERT INTO parted VALUES (:token, :record, :unit, :weight)"
            " ON CONFLICT (token, record, unit) DO UPDATE SET weight = excluded.weight"
            " WHERE weight < excluded.weight",
            token=number,
            record=record,
            unit=text.unit,
            weight=text.weight,
        )

    def _in_one_unit(self, split: Split) -> dict[int, set[int]]:
        """Return the records and units with both halves of a split, newest records only."""
        left, right = (f"({', '.join(map(str, sorted(half)))})" for half in split)
        (fewest, rarer), (_, other) = sorted((self._places_with(one), one) for one in (left, right))
        if fewest >= COMMON:
            return {}
        rows = self.run(
            "SELECT DISTINCT p.record, p.unit FROM postings AS p CROSS JOIN postings AS q"
            f" ON q.word IN {other} AND q.record = p.record AND q.unit = p.unit"
            f" WHERE p.word IN {rarer} AND {_valid_at('p')} AND {_valid_at('q')}"
            " ORDER BY p.record DESC LIMIT :most",
            most=VERIFIED,
        )
        found: dict[int, set[int]] = {}
        for record, unit in rows:
            found.setdefault(record, set()).add(unit)
        return found

    def _places_with(self, words: str) -> int:
        """Return at how many places any of some words occurs, up to the limit :data:`COMMON`."""
        places = f"SELECT 1 FROM postings WHERE word IN {words} LIMIT {COMMON}"
        return int(self.run(f"SELECT count(*) FROM ({places})").scalar_one())

    def _look(self, level: int) -> None:
        """Find the records that have a word for every token, starting with the rarest token."""
        first, *others = sorted(range(len(self.counts)), key=self._frequency)
        places = {token: self._places(token) for token in others}
        has_others = "".join(f" AND EXISTS (SELECT 1 {places[token]})" for token in others)
        scores = (_together(one) if level == EXACT else _best(one) for one in places.values())
        score = " + ".join(["p.weight * closeness", *scores])
        subject = f"JOIN subjects AS s ON s.record = p.record AND {_valid_at('s')}"
        condition, values = self._condition()
        self.run(
            f"INSERT INTO hits SELECT p.record, {level}, {score}, s.day"
            f" {self._source(first, 'p', subject)}{condition}{has_others} {_BEST}",
            **values,
        )

    def _frequency(self, token: int) -> int:
        """Return how often the words of a token occur, up to the limit :data:`ENOUGH`."""
        if len(self.counts) == 1:
            return 0
        places = f"SELECT 1 {self._source(token, 'p')} LIMIT {ENOUGH}"
        return int(self.run(f"SELECT count(*) FROM ({places})").scalar_one())

    def _places(self, token: int) -> str:
        """Return the SQL that selects a token's places ``q`` in the record of a place ``p``."""
        if self.counts[token] <= FEW and not self.pairs[token]:
            return _places_of(token, "q", "AND q.record = p.record")
        self.run("DELETE FROM places WHERE token = :token", token=token)
        self.run(
            f"INSERT INTO places SELECT {token}, p.record, p.unit, max(p.weight * closeness), 1"
            f" {self._source(token, 'p')} GROUP BY p.record, p.unit"
        )
        return f"FROM places AS q WHERE q.token = {token} AND q.record = p.record"

    def _source(self, token: int, alias: str, joined: str = "") -> str:
        """Return the SQL that selects the places of a token, also where it is written apart."""
        if not self.pairs[token]:
            return _places_of(token, alias, joined)
        together = _places_of(token, "t")
        return (
            f"FROM (SELECT t.record, t.unit, t.weight, tw.closeness {together} UNION ALL"
            f" SELECT record, unit, weight, {JOINED} FROM parted WHERE token = {token})"
            f" AS {alias} {joined} WHERE true"
        )

    def _condition(self) -> tuple[str, dict[str, object]]:
        """Return the SQL filters for a record ``s``, and the values in these filters."""
        values: dict[str, object] = {}
        conditions = list(self._conditions(values))
        return "".join(f" AND {one}" for one in conditions), values

    def _conditions(self, values: dict[str, object]) -> Iterator[str]:
        for term in self.wanted.terms:
            any_of = (term,) if isinstance(term, str) else term
            names = [f"term{len(values) + n}" for n in range(len(any_of))]
            values |= zip(names, any_of, strict=True)
            among = ", ".join(f":{name}" for name in names)
            having = f"FROM terms AS t WHERE t.term IN ({among}) AND {_valid_at('t')}"
            yield f"s.record IN (SELECT t.record {having})"
        if self.wanted.kinds:
            letters = ", ".join(f"'{LETTERS[kind]}'" for kind in self.wanted.kinds)
            yield f"s.letter IN ({letters})"
        if (self.wanted.first, self.wanted.last) != (None, None):
            values["first"], values["last"] = (
                storable(self.wanted.first),
                storable(self.wanted.last),
            )
            yield "(s.day IS NOT NULL OR s.last IS NOT NULL)"
            yield "(s.last IS NULL OR :first IS NULL OR s.last >= :first)"
            yield "(s.first IS NULL OR :last IS NULL OR s.first <= :last)"

    def _total(self) -> int:
        return int(self.run("SELECT count(*) FROM hits").scalar_one())

    def likeliest(self) -> list[tuple[int, int]]:
        """Return the records and their levels, likeliest first; ties are broken by date."""
        order = "ORDER BY level, score DESC, day DESC, record DESC LIMIT :limit"
        rows = self.run(f"SELECT record, level FROM hits {order}", limit=self.wanted.limit or -1)
        return [(row.record, row.level) for row in rows]

    def words(self) -> list[dict[str, tuple[int, int]]]:
        """Return the words that each token stands for, with level and closeness."""
        found: list[dict[str, tuple[int, int]]] = [{} for _ in self.counts]
        rows = self.run(
            "SELECT w.token, v.word, w.level, w.closeness"
            " FROM wanted AS w JOIN vocabulary AS v ON v.id = w.word"
        )
        for row in rows:
            found[row.token][row.word] = (row.level, row.closeness)
        return [pairs | one for pairs, one in zip(self.pairs, found, strict=True)]

    def lacking(self) -> list[str]:
        """Return the tokens that match no word, as typed."""
        return [
            token.typed
            for token, count in zip(self.query.tokens, self.counts, strict=True)
            if not count
        ]

    def nearest(self) -> list[str]:
        """Return the words that are closest to the tokens that do not match any word."""
        near = [
            one
            for token, count in zip(self.query.tokens, self.counts, strict=True)
            if not count
            for one in word_matching.misspelt(self.snapshot.views, token, word_matching.NEAR)
        ]
        near.sort(key=lambda one: -one[0].closeness)
        return list(islice((word for match, word in near if self._occurs(match.word)), PROPOSED))

    def _occurs(self, word: int) -> bool:
        """Return whether a word occurs in any record as of the snapshot."""
        places = f"SELECT 1 FROM postings AS p WHERE p.word = :word AND {_valid_at('p')} LIMIT 1"
        return self.run(places, word=word).scalar() is not None
