"""Reimports: apply a newer version of a data set, and keep the corrections that people made."""

from datetime import date

import pytest
from attrs import evolve as replaced

from dragoman.domain.amendments import Retracted
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars, ParticularsAdded
from dragoman.domain.participant import Participant
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
    """Return a ledger with one visit, recorded from a row of a sample list."""
    ledger = Ledger(date(2026, 1, 1))
    told = replaced(TOLD, **facts)
    ledger.decide(
        VISIT, RECORD, lambda state: VISIT.decisions["concluded"](state, told, ledger.today)
    )
    return ledger


def renewed(ledger, status="concluded", **facts):
    """Reimport a newer version of the sample row; return the outcome and the contested fields."""
    now = replaced(TOLD, **facts, sources=(LATER,))
    return renew_record(ledger, RECORD, now, status, LATER)


def test_changed_values_are_corrected():
    """A reimport corrects only the values that changed, and cites the new row."""
    ledger = imported()
    outcome, contested = renewed(ledger, occurred=parse_date("2007-03-30/2007-03-31"))
    assert outcome.events == (
        VisitCorrected(occurred=parse_date("2007-03-30/2007-03-31"), sources=(LATER,)),
    )
    assert not contested


def test_removed_values_are_cleared():
    """A reimport clears a field that is empty in the newer row."""
    ledger = imported(place="Camp David")
    outcome, _ = renewed(ledger)
    assert outcome.events == (VisitCorrected(cleared=("place",), sources=(LATER,)),)
    assert ledger.load(RECORD).place is None


def test_new_values_are_added():
    """A reimport fills a field that only the newer row has."""
    outcome, _ = renewed(imported(), level="working")
    assert outcome.events == (VisitCorrected(level="working", sources=(LATER,)),)


def test_an_equal_row_in_other_words_is_cited():
    """If no value in a row has changed, a reimport only cites the newer version of the list."""
    outcome, _ = renewed(imported())
    assert outcome.events == (SourceCited(sources=(LATER,)),)


def test_manual_corrections_stay():
    """A reimport keeps a value that a person corrected, and reports the field as contested."""
    ledger = imported()
    ledger.decide(VISIT, RECORD, lambda _: [VisitCorrected(title="Visit of A. B.")])
    outcome, contested = renewed(ledger, title="Visit of Mr A", level="working")
    assert contested == {"title": "Visit of Mr A"}
    assert outcome.state.title == "Visit of A. B."
    assert outcome.state.level == "working"


def test_equal_manual_corrections_are_not_contested():
    """If a person's correction equals the value in the newer row, the field is not contested."""
    ledger = imported()
    ledger.decide(VISIT, RECORD, lambda _: [VisitCorrected(title="Visit of Mr A")])
    outcome, contested = renewed(ledger, title="Visit of Mr A")
    assert not contested
    assert outcome.events == (SourceCited(sources=(LATER,)),)


def test_the_words_as_written_are_compared_one_by_one():
    """A reimport updates the list's original wording and keeps the wording of other sources."""
    ledger = imported()
    ledger.decide(VISIT, RECORD, lambda _: [VisitCorrected(as_written={"place": "the capital"})])
    outcome, contested = renewed(ledger, as_written={"level": "Official visit"})
    assert outcome.state.as_written == {"level": "Official visit", "place": "the capital"}
    assert not contested


def test_a_value_that_returns_is_followed():
    """If a title in the list changes from A to B and back to A, the record has title A."""
    ledger = imported()
    renewed(ledger, title="Visit of B")
    now = replaced(TOLD, sources=(LIST,))
    outcome, contested = renew_record(ledger, RECORD, now, "concluded", LIST)
    assert outcome.state.title == "Visit of A"
    assert not contested


def test_a_newer_version_may_advance_the_status():
    """A newer row can advance a visit from announced to concluded."""
    ledger = Ledger(date(2026, 1, 1))
    ledger.decide(
        VISIT, RECORD, lambda state: VISIT.decisions["announced"](state, TOLD, ledger.today)
    )
    outcome, contested = renewed(ledger, level="working")
    assert VisitConcluded(level="working", sources=(LATER,)) in outcome.events
    assert outcome.state.status == "concluded"
    assert not contested


def test_a_retracted_record_stays_retracted():
    """A reimport does not change a retracted record."""
    ledger = imported()
    ledger.decide(VISIT, RECORD, lambda _: [Retracted()])
    outcome, contested = renewed(ledger, title="Visit of B")
    assert outcome.events == ()
    assert not contested


def test_a_data_set_owns_only_its_own_values():
    """A value belongs to a data set only if the event that set the value cites the data set."""
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
def test_three_way_comparison(before, now, has, expected):
    """A reimport compares the former row, the newer row and the record.

    The newer row replaces a value only if the record still has the value of the former row.
    """
    state = VISIT.fold([VisitAnnounced(title=has, host="US")])
    assert changed(before, now, state) == expected


@pytest.mark.parametrize("status", ["announced", "concluded"])
def test_words_for_a_participant_are_compared_with_those_of_the_same_person(status):
    """The data set and the record count their participants differently."""
    guest = Participant(name="Fuad Hussein", post="minister", side="IQ")
    other = Participant(name="Zhou Wei", post="ambassador", side="CN")
    ledger = Ledger(date(2026, 1, 1))
    words = {"participants.1.post": "Minister", "participants.1.name": "F. H."}
    told = replaced(TOLD, participants=(guest,), as_written=words)
    ledger.decide(
        VISIT, RECORD, lambda state: VISIT.decisions["announced"](state, told, ledger.today)
    )
    ledger.decide(VISIT, RECORD, lambda _: [VisitCorrected(participants=(other, guest))])
    later = {"participants.1.post": "Außenminister", "participants.1.name": "F. H."}
    outcome, contested = renewed(ledger, status, participants=(guest,), as_written=later)
    assert outcome.state.as_written == {
        "participants.2.post": "Außenminister",
        "participants.2.name": "F. H.",
    }
    assert outcome.state.status == status
    assert not contested


def test_a_data_set_has_the_words_of_its_own_additions():
    """Words of an addition count the participants of the data set."""
    guest = Participant(name="Fuad Hussein", post="minister", side="IQ")
    other = Participant(name="Zhou Wei", post="ambassador", side="CN")
    said = {"participants.1.post": "посол"}
    history = (
        VisitAnnounced(title="V", participants=(guest,), as_written=said, sources=(LIST,)),
        ParticularsAdded(participants=(other, guest), as_written=said, sources=(LIST,)),
    )
    assert told_by(history, "list")["as_written"] == {
        "participants.1.post": "посол",
        "participants.2.post": "посол",
    }
    cleared = VisitCorrected(
        as_written={"place": "B"}, cleared=("as_written", "participants"), sources=(LIST,)
    )
    assert told_by((*history, cleared), "list")["as_written"] == {"place": "B"}
