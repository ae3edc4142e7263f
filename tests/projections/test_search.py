"""Search results, word forms, and how the search index follows the log."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dragoman.domain import parse_date, use_cases
from dragoman.domain.engagement import Particulars
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.participant import Participant
from dragoman.domain.visit import KIND as VISIT
from dragoman.projections.search import build as search_build
from dragoman.projections.search import finding as search
from dragoman.projections.search.finding import find_records
from dragoman.projections.search.index import Index, opened, path_beside
from dragoman.projections.search.query import query
from dragoman.projections.search.schema import postings, progress, subjects, vocabulary
from dragoman.projections.search.shapes import excerpt, results
from dragoman.projections.search.words import alike, forms, words
from dragoman.projections.timeline import TimelineQuery
from dragoman.projections.views import Views, open_views
from dragoman.store.engines.opening import open_register
from dragoman.store.log.register import Register
from tests.cli.library import DATA, FINDS, spread
from tests.projections.histories import Act, histories, perform, recorder, shelf

TODAY = date(2026, 1, 15)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    """Yield the views of a register that has many records and that no test changes."""
    place = tmp_path_factory.mktemp("searched")
    spread(place)
    register = open_register(place / "data/dragoman/register.db")
    views = open_views(register, place / "views.db")
    yield views
    views.dispose()
    register.dispose()


def found(views: Views, typed: str, **wanted: Any) -> list[dict[str, Any]]:
    """Return the results of a search."""
    with views.reading() as reading, opened(views, reading) as index:
        hits = find_records(reading, index, query(typed), TimelineQuery(**{"limit": 20, **wanted}))
        return results(reading, hits, TODAY)


# --- Results ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", FINDS)
def test_a_record_is_found_first_or_second(library: Views, typed: str) -> None:
    """People can search in four scripts, by other spellings and by parts of words.

    The wanted record is the first or the second result.
    """
    titles = [one["title"] for one in found(library, typed)]
    assert FINDS[typed] in titles[:2] if FINDS[typed] else not titles


@pytest.mark.parametrize("typed", [typed for typed in DATA if DATA[typed] != ""])
def test_everything_typed_is_data(library: Views, typed: str) -> None:
    """A search treats the operators of query languages as plain words or ignores them."""
    titles = [one["title"] for one in found(library, typed)]
    assert DATA[typed] in titles[:2] if DATA[typed] else not titles


@pytest.mark.parametrize("typed", [typed for typed in DATA if DATA[typed] == ""])
def test_punctuation_alone_is_no_query(typed: str) -> None:
    """A query without letters or digits has no words to search for."""
    assert query(typed).tokens == []


def test_a_sign_of_the_index_cannot_be_typed() -> None:
    """Nobody can search for the special words of the index, such as "=AZ" for a country code.

    Only Dragoman itself uses these words, when somebody searches for a country's name or code.
    """
    assert query("=AZ").tokens[0].signs == ()
    assert query("AZ").tokens[0].signs == query("Aserbaidschan").tokens[0].signs != ()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=st.text(max_size=40))
def test_no_text_makes_a_search_fail(library: Views, typed: str) -> None:
    """A search for any text returns a list of results and raises no error."""
    if query(typed).tokens:
        assert isinstance(found(library, typed), list)


def test_an_exact_result_contains_what_was_typed(library: Views) -> None:
    """A result of an exact search shows where the typed words occur."""
    for typed in ("Rafiyev", "minister Baghdad", "العلوم", "能源", "session 4"):
        for one in found(library, typed):
            assert one["hits"], one
            assert one["words"], one


def test_tokens_with_many_words_give_the_same_results(library: Views) -> None:
    """A search can read the index in two ways, and both ways give the same results."""
    for typed in ("deputy minister Iraq", "Jeyhun Bayramov", "بحر العلوم", "min Bagdad"):
        before = found(library, typed)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "FEW", 0)
            assert found(library, typed) == before
        assert before


# --- Words ------------------------------------------------------------------------------------

TAKEN_APART = {
    "Al-Uloom, (Baku)": ["al", "uloom", "aluloom", "baku"],
    "C++ U.S.": ["c", "u", "s", "us"],
    "the Qur'an": ["qur", "an", "quran"],
    "العلوم": ["العلوم", "علوم"],
    "والعراق": ["والعراق", "عراق"],
    "外交部": ["外", "交", "外交", "部", "交部"],
    "COP29会议": ["cop29", "会", "议", "会议", "cop29会议"],
    "e\u0301te\u0301 Straße": ["été", "strasse"],
    "ＢＡＫＵ ﬁve": ["baku", "five"],
    "\u202eback\u202c a\u200db": ["back", "ab"],
    '*** -- "" 😀 \x00': [],
    "title:x -30": ["title", "x", "30"],
}


@pytest.mark.parametrize("text", TAKEN_APART)
def test_a_text_is_split_into_words(text: str) -> None:
    """The index splits a text into words without punctuation.

    Words that a hyphen or an apostrophe joins also count as one word.
    """
    assert [one.word for one in words(text)] == TAKEN_APART[text]


@given(text=st.text(max_size=60))
def test_words_are_at_the_places_given(text: str) -> None:
    """Each word of a text has a start and an end within the text, and four forms."""
    for start, end, word in words(text):
        assert 0 <= start < end <= len(text)
        assert word
        assert len(forms(word)) == 4


BARE = {
    "رفييف": ("Rafiyev", "Rafijew", "Рафиев", "Rəfiyev"),
    "علوم": ("Uloom", "Ulum", "Улум"),
    "محمد": ("Mohammed", "Muhammad", "Мохаммед"),
    "حسين": ("Hussein", "Hüseyin", "Hossein"),
    "بغداد": ("Baghdad", "Bagdad", "Багдад"),
    "عراقچی": ("Araghchi", "Арагчи"),
    "بيراموف": ("Bayramov", "Bairamow", "Байрамов"),
}


@pytest.mark.parametrize("word", BARE)
def test_spellings_with_and_without_vowels_have_the_same_bones(word: str) -> None:
    """Spellings of a name in several scripts, with or without vowels, match by their consonants."""
    for other in BARE[word]:
        assert forms(other).bones == forms(word).bones
        assert alike(other, word) >= 60


def test_another_name_with_the_same_bones_sounds_different() -> None:
    """The names Ilham and Uloom have the same consonants in the index, but do not match."""
    assert forms("Ilham").bones == forms("علوم").bones
    assert alike("Ilham", "علوم") < 60 < alike("Uloom", "علوم")


def test_an_excerpt_has_whole_words_around_the_hit() -> None:
    """An excerpt shows all of a short text.

    An excerpt from a long text shows whole words on both sides of the hit.
    """
    assert excerpt("short", 0) == "short"
    long = " ".join(f"word{n}" for n in range(200))
    at = long.index("word100")
    around = excerpt(long, at)
    assert "word100" in around
    assert around.startswith("… word")
    assert around.endswith(" …")
    assert len(around) <= 170
    assert excerpt(long, 0).startswith("word0 ")
    assert excerpt("x" * 1000, 500).count("x") <= 170


# --- Positions --------------------------------------------------------------------------------


@contextmanager
def batches(size: int) -> Iterator[None]:
    """Make the index read the log in batches of ``size`` events."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_build, "BATCH", size)
        yield


def content(index: Index) -> tuple[list[Any], list[Any]]:
    """Return the content of an index, with the words themselves instead of their numbers."""
    places = select(vocabulary.c.word, *postings.c[1:]).join(
        vocabulary, vocabulary.c.id == postings.c.word
    )
    with index.engine.connect() as connection:
        return (
            sorted(map(tuple, connection.execute(places)), key=str),
            sorted(map(tuple, connection.execute(select(subjects))), key=str),
        )


def kept(views: Views) -> tuple[list[Any], list[Any]]:
    """Bring the index of the views up to date, and return its content."""
    with views.reading() as reading, opened(views, reading) as index:
        return content(index)


def as_of(rows: tuple[list[Any], list[Any]], position: int) -> tuple[list[Any], list[Any]]:
    """Return the rows of the index as they were at a past position."""
    places, days = rows
    return _cut(places, 3, position), _cut(days, 1, position)


def _cut(table: list[Any], since: int, position: int) -> list[Any]:
    found = []
    for row in table:
        if row[since] <= position:
            is_later = row[-1] is not None and row[-1] > position
            found.append((*row[:-1], None) if is_later else row)
    return sorted(found, key=str)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories, size=st.integers(1, 7))
def test_an_index_that_caught_up_equals_a_new_one(history: list[list[Act]], size: int) -> None:
    """An index that catches up with the log in batches of any size equals a new index."""
    with shelf() as one:
        live, other = one.views(), one.views()
        register = recorder(one.engine())
        then = []
        for entry in history:
            perform([entry], register, live)
            with live.reading() as reading, opened(live, reading) as index:
                then.append((reading.position, content(index)))
        with batches(size):
            rows = kept(other)
        assert rows == then[-1][1]
        for position, before in then:
            assert as_of(rows, position) == before


@pytest.mark.parametrize("begun", [True, False], ids=["in place", "from scratch"])
def test_an_index_that_another_process_takes_further_is_kept(begun: bool) -> None:
    """If another process advances the index, the index keeps its content and has no duplicates."""
    with shelf() as one, batches(2):
        register, views = recorder(one.engine()), one.views("shared")
        announce(register, views, "Visit", 3)
        if begun:
            kept(views)
        announce(register, views, "Talks", 3)
        once = iter([True])

        def overtaken(done: int, total: int) -> None:
            if next(once, False):
                announce(register, one.views(), "Congress", 3)
                kept(one.views("shared"))

        with views.reading() as reading, opened(views, reading, overtaken) as index:
            rows = content(index)
        assert rows == kept(one.views())


def announce(register: Register, views: Views, title: str, count: int) -> None:
    """Announce ``count`` visits whose titles begin with ``title``."""
    for number in range(count):
        visit = Act(
            use_cases.engage,
            (VISIT, uuid4(), "announced", Particulars(title=f"{title} {number}", host="IQ")),
        )
        perform([[visit]], register, views)


def test_one_more_event_reads_only_its_record(library: Views, tmp_path: Path) -> None:
    """To catch up by one event, the index reads only the record of the event."""
    read = []
    views = open_views(library.register, tmp_path / "views.db")
    with pytest.MonkeyPatch.context() as patch:
        real = search_build._versions
        patch.setattr(
            search_build,
            "_versions",
            lambda reading, records, *ends: (
                read.append(len(records)) or real(reading, records, *ends)
            ),
        )
        with views.reading() as reading:
            last = reading.position
        for position in (last - 1, last):
            with views.reading(position) as reading, opened(views, reading):
                pass
    assert read[0] > 30
    assert read[1:] == [1]
    assert kept(views) == kept(library)
    views.dispose()


def test_nothing_is_read_if_nothing_is_new(library: Views) -> None:
    """If the index is up to date, a search does not write to it."""
    found(library, "Baku")
    path = path_beside(library.path)
    before = path.stat().st_mtime_ns, path.stat().st_size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_build, "apply", None)
        assert found(library, "Baku")
    assert (path.stat().st_mtime_ns, path.stat().st_size) == before


def test_an_index_never_goes_back(library: Views) -> None:
    """A search in a past snapshot does not move the index back."""
    rows = kept(library)
    with library.reading() as reading, opened(library, reading) as index:
        last = reading.position
        with library.reading(3) as then, pytest.MonkeyPatch.context() as patch:
            patch.setattr(Index, "_reached", lambda *_: 1)
            index.catch_up(then)
            assert found(library, "Baku", limit=1)
        with index.engine.connect() as connection:
            assert connection.execute(select(progress.c.position)).scalar() == last
    assert kept(library) == rows


@pytest.mark.parametrize("kind", ["visit", "party", "follow-up"])
def test_filters_match_those_of_the_timeline(library: Views, kind: str) -> None:
    """A search can filter by kind, by period and by alternative terms."""
    everything = found(library, "Azerbaijan", limit=None)
    of_kind = found(library, "Azerbaijan", kinds=(kind,), limit=None)
    assert [one for one in everything if one["kind"] == kind] == of_kind
    either = found(library, "Azerbaijan", terms=(("party:TR", "party:FR"),), limit=None)
    assert {code for one in either for code in one["parties"]} == {"AZ", "TR", "FR"}
    day = date(2024, 1, 1).toordinal()
    later = found(library, "Azerbaijan", first=day, limit=None)
    earlier = found(library, "Azerbaijan", last=day - 1, limit=None)
    dated = [one["ref"] for one in everything if one["occurred"]]
    assert {one["ref"] for one in (*later, *earlier)} == set(dated)


# --- Joined and parted words ------------------------------------------------------------------

WRITTEN = {
    "M-1": "Mohammed Abdul Salam",
    "M-2": "Muhammad Abdulsalam",
    "M-3": "محمد عبد السلام",
    "M-4": "Mahmud Abd al-Salam",
    "M-5": "王毅",
    "M-6": "김정은",
    "M-7": "习近平",
}
TITLES = {
    "M-8": "Round COP29",
    "M-9": "Days at COP 29",
    "M-10": "A cop, and 29 others",
    "M-11": "外交部",
}


@pytest.fixture(scope="session")
def together() -> Iterator[Views]:
    """Yield the views of a register with names that are written together and apart."""
    with shelf() as one:
        people = ({"participants": (Participant(name=name),)} for name in WRITTEN.values())
        views = one.views()
        for facts in (*people, *({"title": title} for title in TITLES.values())):
            hold(recorder(one.engine()), views, {"title": "Talks", **facts})
        yield views


def hold(register: Register, views: Views, facts: Mapping[str, Any]) -> None:
    """Record a meeting that was held."""
    held = Particulars(parties=("AZ", "IQ"), occurred=parse_date("2024-05-01"), **facts)
    perform([[Act(use_cases.engage, (MEETING, uuid4(), "held", held))]], register, views)


ABDULSALAM = {"M-1", "M-2", "M-3", "M-4"}


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("Abdulsalam", ABDULSALAM),
        ("Abdul Salam", ABDULSALAM),
        ("Abdul-Salam", ABDULSALAM),
        ("عبدالسلام", ABDULSALAM),
        ("عبد السلام", ABDULSALAM),
        ("Abdulsalam Mohammed", ABDULSALAM - {"M-4"}),
        ("COP29", {"M-8", "M-9"}),
        ("cop 29", {"M-8", "M-9", "M-10"}),
        ("Wang Yi", {"M-5"}),
        ("Wang", {"M-5"}),
        ("Yi Wang", {"M-5"}),
        ("Kim Jong Un", {"M-6"}),
        ("Xi Jinping", {"M-7"}),
        ("Jinping", {"M-7"}),
        ("Salamabdul", set()),
    ],
)
def test_names_are_found_together_apart_and_in_latin_letters(
    together: Views, typed: str, refs: set[str]
) -> None:
    """A search finds a name that a text writes as one word or two, and names in Han or Hangul.

    Words that are far apart, or in another order, are not one word.
    """
    assert {one["ref"] for one in found(together, typed, kinds=("meeting",))} == refs


def test_an_exact_hit_comes_before_joined_words(together: Views) -> None:
    """A search lists a text with the words as typed before a text that joins or parts them."""
    assert [one["ref"] for one in found(together, "cop 29")] == ["M-10", "M-9", "M-8"]
    assert found(together, "COP29")[0]["ref"] == "M-8"
    [apart] = [one for one in found(together, "Abdulsalam") if one["ref"] == "M-1"]
    assert apart["match"] == "part"
    assert apart["words"] == ["Abdul Salam"]


def test_only_names_are_found_by_the_sounds_of_their_characters(together: Views) -> None:
    """Latin letters find the characters of a name, but no characters of other texts."""
    assert found(together, "外交部")
    assert found(together, "waijiaobu") == found(together, "wai") == []


@pytest.mark.parametrize("typed", ["Ministr Talks", "Abdulsalam Round", "COP29"])
def test_common_halves_and_many_places_give_the_same_results(together: Views, typed: str) -> None:
    """A search reads the places of parted words in two ways, with the same results."""
    before = found(together, typed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "FEW", 0)
        assert found(together, typed) == before
