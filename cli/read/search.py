"""``dragoman search``: find records by words, in any script and spelling."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from time import sleep
from typing import TYPE_CHECKING, Annotated, Any

from attrs import frozen

from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import Grid, Page, Row, Section, Words
from dragoman.cli.parameters import Parameter
from dragoman.cli.progress import told
from dragoman.cli.read.entries import COLUMNS, entry_cells, facets_of, legend
from dragoman.cli.read.reports import (
    ALL_PARTIES,
    OF_KINDS,
    AnyKind,
    AsOf,
    PartyFilters,
    Since,
    Until,
    check_limit,
    days_given,
    whole_number,
)
from dragoman.cli.session import Injected, Session
from dragoman.cli.unreadable import remark
from dragoman.cli.wording import facts
from dragoman.domain import quoted
from dragoman.exchange import UsageError, flat, safe

if TYPE_CHECKING:
    from dragoman.projections import AsOf as AsOfShape
    from dragoman.projections import (
        Query,
        SearchHits,
        SearchReport,
        SearchResult,
        TimelineQuery,
    )


ATTEMPTS, PAUSE = 6, 0.05
"""How often a search looks again if the index is replaced meanwhile, and how long it waits first."""

LONGEST, MOST = 1000, 50
"""The maximum number of characters and of words in a search."""


def search(
    *words: Annotated[
        str, Parameter(help="Words to search for; a record must contain all of them.")
    ],
    kind: Annotated[tuple[AnyKind, ...], OF_KINDS] = (),
    filters: PartyFilters = ALL_PARTIES,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, whole_number("Show at most this many results (default 20).")] = 20,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Find the records that contain all the words, best matches first."""
    from dragoman.projections import TimelineQuery

    check_limit(limit)
    prepare(session, forms)
    first, last = days_given(since, until, session.today)
    query = query_given(words)
    wanted = TimelineQuery(filters.terms(session), kind, first, last, limit)
    look_up = partial(
        _found, session, query, wanted, " ".join(words), filters.context(session), as_of
    )
    view = _patiently(look_up)
    return give(session, forms, view.report(), view.page, view.rows)


def _patiently(look_up: "Callable[[], SearchView]") -> "SearchView":
    """Look up the results of a search; try again while another process replaces the index."""
    from dragoman.projections import IndexBehind

    for attempt in range(1, ATTEMPTS):
        try:
            return look_up()
        except IndexBehind:
            sleep(PAUSE * attempt)
    return look_up()


def _found(
    session: Session,
    query: "Query",
    wanted: "TimelineQuery",
    words: str,
    context: Sequence[str],
    as_of: str | None,
) -> "SearchView":
    from dragoman.projections import find_records, open_index, results

    # the snapshot's connection attaches the index, so the connection must be closed first
    with open_index(session.views()) as index, session.reading(as_of) as (snapshot, today):
        with told(session.output, "Building the search index") as tell:
            index.catch_up(snapshot, tell)
        found = find_records(snapshot, index, query, wanted)
        head = facts(snapshot, today, as_of, context)
        shown = results(snapshot, found, today)
        return SearchView(words, today, found, shown, context, head, snapshot.as_of)


def query_given(words: Sequence[str]) -> "Query":
    """Return the query of a search. Raises UsageError for no words or too many words."""
    from dragoman.projections import query

    text = " ".join(words)
    if len(text) > LONGEST:
        raise UsageError(f"search: {len(text)} characters are too many; type at most {LONGEST}")
    found = query(text)
    if not found.tokens:
        raise UsageError("search: type a word: a name, a place or a topic; punctuation is ignored")
    if len(found.tokens) > MOST:
        raise UsageError(f"search: {len(found.tokens)} words are too many; type at most {MOST}")
    return found


SECTIONS = {"part": "IN PARTS OF WORDS", "sound": "ALIKE IN SOUND OR SPELLING"}
UNDATED = ("party", "mechanism", "instrument")
"""The kinds of record whose date column stays empty if there is no date."""

IN_LINE = ("title", "name", "what", "place", "party", "session", "ref")
"""The fields that the row of a result shows; a hit in these fields needs no note."""


@frozen
class SearchView:
    """The view of the search results; ``head`` are the facts in its first line."""

    query: str
    today: date
    found: "SearchHits"
    results: "list[SearchResult]"
    context: Sequence[str]
    head: Sequence[str]
    as_of: "AsOfShape"

    def report(self) -> "SearchReport":
        """Return the report of the search."""
        from dragoman.projections import SearchReport

        return SearchReport(
            as_of=self.as_of,
            context=list(self.context),
            query=safe(self.query),
            found=self.found.total,
            results=self.results,
            suggestions=list(self.found.nearest),
        )

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Yield a row for CSV for each result."""
        for one in self.results:
            hits = [f"{hit.field}: {hit.text}" for hit in one.hits]
            yield flat(one) | {"hits": "; ".join(hits)}

    def page(self) -> Page:
        """Return the page of the report."""
        grid = Grid(COLUMNS, list(self._lines()))
        nothing = f"{self._nothing()}{self._limited()}"
        end = legend(grid.rows) if grid.rows else Words([nothing])
        title = f"Search: {safe(self.query)}"
        return Page(title, [*self.head, self._count()], [grid, end])

    def _count(self) -> str:
        shown, total = len(self.results), self.found.total
        if shown < total:
            return f"{shown} of {total} (--limit)"
        return f"{total} found" if total else "nothing found"

    def _nothing(self) -> str:
        found = self.found
        if not found.lacking:
            return "No record contains all of these words; try fewer words."
        lacking = " or ".join(map(quoted, found.lacking))
        if not found.nearest:
            return f"No record contains {lacking}; try another spelling, or part of the word."
        return f"No record contains {lacking}; did you mean {' or '.join(found.nearest)}?"

    def _limited(self) -> str:
        if not self.context:
            return ""
        context = "-".join(self.context)
        return f" This search is limited to context {context}; to lift the limit: --context none"

    def _lines(self) -> Iterator[Section | Row]:
        for match, results in groupby(self.results, key=lambda one: one.match):
            if match in SECTIONS:
                yield Section(SECTIONS[match])
            yield from map(self._row, results)

    def _row(self, one: "SearchResult") -> Row:
        when = "" if one.kind in UNDATED and not one.occurred else None
        cells = entry_cells(one, self.today, when, _remark(one))
        notes = [
            f"{hit.field}: {hit.text}"
            for hit in one.hits
            if hit.field not in IN_LINE and hit.text != one.post
        ]
        facets = partial(facets_of, kind=[one.kind], party=one.parties)
        return Row(cells, notes=notes, ref=one.ref, facets=facets, hits=one.words)


_USUAL = ("concluded", "held", "standing", "signed", "registered")
"""The usual statuses, which search results do not show."""


def _remark(one: "SearchResult") -> str:
    """Return what the mark of a result does not show: a person's post, or a record's status."""
    return ", ".join(filter(None, (remark(one.unreadable_from), _state(one))))


def _state(one: "SearchResult") -> str:
    if one.merged_into:
        return f"is {one.merged_into}"
    return one.post or ("" if one.status in _USUAL else one.status)
