"""Renewal: what a newer state of a data set changes, and what it leaves as somebody has set it."""

from datetime import date

import pytest
from attrs import evolve as replaced

from dragoman.domain.amendments import Retracted
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.reimport import Change, changed, renew_record, told_by
from dragoman.domain.source import Source, SourceCited
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import VisitAnnounced, VisitConcluded, VisitCorrected
from tests.domain.ledger import Ledger
from tests.domain.samples import number

LIST = Source(title="List of visits", dispatch="list", row="7", sha256="a" * 64)
LATER = replaced(LIST, sha256="b" * 64)
RECORD = number(1)
TOLD = Particulars(
    title="Visit of A",
    occurred=parse_date("2006-03-30/2006-03-31"),
    host="US",
    parties=("US", "BR"),
    as_written={"level": "Working visit"},
    sources=(LIST,),
)


def imported(**facts):
    """A ledger in which a row of the list was recorded."""
    ledger = Ledger(date(2026, 1, 1))
    told = replaced(TOLD, **facts)
    ledger.decide(
        VISIT, RECORD, lambda state: VISIT.decisions["concluded"](state, told, ledger.today)
    )
    return ledger


def renewed(ledger, status="concluded", **facts):
    """What a newer state of the row comes to."""
    now = replaced(TOLD, **facts, sources=(LATER,))
    return renew_record(ledger, RECORD, now, status, LATER)


def test_what_the_list_tells_otherwise_is_corrected():
    """The correction holds what is new, nothing else, and the row that tells it."""
    ledger = imported()
    outcome, contested = renewed(ledger, occurred=parse_date("2007-03-30/2007-03-31"))
    assert outcome.events == (
        VisitCorrected(occurred=parse_date("2007-03-30/2007-03-31"), sources=(LATER,)),
    )
    assert not contested


def test_what_the_list_tells_no_more_is_cleared():
    """A field that the row leaves empty now holds nothing."""
    ledger = imported(place="Camp David")
    outcome, _ = renewed(ledger)
    assert outcome.events == (VisitCorrected(cleared=("place",), sources=(LATER,)),)
    assert ledger.load(RECORD).place is None


def test_what_the_list_adds_is_added():
    """A field of which nothing was known is filled."""
    outcome, _ = renewed(imported(), level="working")
    assert outcome.events == (VisitCorrected(level="working", sources=(LATER,)),)


def test_a_row_that_tells_the_same_in_other_words_is_cited():
    """Nothing is corrected; the newer state of the row is kept as a source."""
    outcome, _ = renewed(imported())
    assert outcome.events == (SourceCited(sources=(LATER,)),)


def test_what_somebody_has_set_right_stays():
    """A field that was corrected by hand is contested, not overwritten."""
    ledger = imported()
    ledger.decide(VISIT, RECORD, lambda _: [VisitCorrected(title="Visit of A. B.")])
    outcome, contested = renewed(ledger, title="Visit of Mr A", level="working")
    assert contested == {"title": "Visit of Mr A"}
    assert outcome.state.title == "Visit of A. B."
    assert outcome.state.level == "working"


def test_what_somebody_has_set_as_the_list_tells_now_is_agreed():
    """Where the correction by hand is what the list tells now, nothing is contested."""
    ledger = imported()
    ledger.decide(VISIT, RECORD, lambda _: [VisitCorrected(title="Visit of Mr A")])
    outcome, contested = renewed(ledger, title="Visit of Mr A")
    assert not contested
    assert outcome.events == (SourceCited(sources=(LATER,)),)


def test_the_words_as_written_are_compared_one_by_one():
    """Words that others have kept stay; those of the list follow it."""
    ledger = imported()
    ledger.decide(VISIT, RECORD, lambda _: [VisitCorrected(as_written={"place": "the capital"})])
    outcome, contested = renewed(ledger, as_written={"level": "Official visit"})
    assert outcome.state.as_written == {"level": "Official visit", "place": "the capital"}
    assert not contested


def test_a_list_that_goes_back_to_what_it_told_is_followed():
    """From A to B and to A again: the record says A."""
    ledger = imported()
    renewed(ledger, title="Visit of B")
    now = replaced(TOLD, sources=(LIST,))
    outcome, contested = renew_record(ledger, RECORD, now, "concluded", LIST)
    assert outcome.state.title == "Visit of A"
    assert not contested


def test_the_world_moves_on():
    """A visit that was announced in the list, and is concluded in its newer state."""
    ledger = Ledger(date(2026, 1, 1))
    ledger.decide(
        VISIT, RECORD, lambda state: VISIT.decisions["announced"](state, TOLD, ledger.today)
    )
    outcome, contested = renewed(ledger, level="working")
    assert VisitConcluded(level="working", sources=(LATER,)) in outcome.events
    assert outcome.state.status == "concluded"
    assert not contested


def test_a_retracted_record_stays_retracted():
    """What somebody has retracted is not brought back by a newer state of the list."""
    ledger = imported()
    ledger.decide(VISIT, RECORD, lambda _: [Retracted()])
    outcome, contested = renewed(ledger, title="Visit of B")
    assert outcome.events == ()
    assert not contested


def test_only_what_the_data_set_told_is_its_own():
    """What other sources told does not count as told by the list."""
    history = [
        VisitAnnounced(title="A", place="B", sources=(LIST,)),
        VisitCorrected(place="C"),
        VisitCorrected(title="D", sources=(LATER,)),
        VisitConcluded(place="E", sources=(Source(title="Another"),)),
    ]
    assert told_by(history, "list") == {"title": "D", "place": "B", "status": "announced"}


@pytest.mark.parametrize(
    ("before", "now", "has", "expected"),
    [
        ({"title": "A"}, {"title": "A"}, "B", Change()),
        ({"title": "A"}, {"title": "B"}, "A", Change({"title": "B"})),
        ({"title": "A"}, {}, "A", Change({}, ("title",))),
        ({}, {"title": "B"}, None, Change({"title": "B"})),
        ({"title": "A"}, {"title": "B"}, "C", Change({}, (), {"title": "B"})),
        ({"title": "A"}, {"title": "B"}, "B", Change()),
    ],
)
def test_three_things_meet(before, now, has, expected):
    """What was told, what is told, and what stands: who has it last decides."""
    state = VISIT.fold([VisitAnnounced(title=has, host="US")])
    assert changed(before, now, state) == expected
