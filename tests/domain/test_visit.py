"""A visit is announced, started and concluded, each at most once, in this order."""

from datetime import date

import pytest

from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars, ParticularsAdded
from dragoman.domain.refusal import Refused
from dragoman.domain.source import SourceCited
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import (
    VisitAnnounced,
    VisitConcluded,
    VisitRescheduled,
    VisitStarted,
    announce,
    cancel,
    conclude,
    postpone,
    reschedule,
    start,
)
from tests.domain.samples import AGENCY, DAILY, FACTS, HOST, MINISTER, TODAY, particulars
from tests.given import given

ANNOUNCED = VisitAnnounced(**FACTS)


def test_a_visit_is_announced():
    """Announcing a visit records all the given facts."""
    given(VISIT).when(announce, particulars(host="IQ"), TODAY).then(
        VisitAnnounced(**FACTS, host="IQ")
    )


@pytest.mark.parametrize(
    ("decision", "event"),
    [(announce, VisitAnnounced), (start, VisitStarted), (conclude, VisitConcluded)],
)
def test_any_stage_may_be_the_first(decision, event):
    """The first report of a visit may announce, start or conclude the visit."""
    given(VISIT).when(decision, particulars(), TODAY).then(event(**FACTS))


def test_the_next_stage_records_only_the_changes():
    """Concluding an announced visit records only the new facts."""
    given(VISIT, ANNOUNCED).when(conclude, particulars(place="Baghdad"), TODAY).then(
        VisitConcluded(place="Baghdad")
    )


def test_the_next_stage_may_change_facts():
    """Concluding an announced visit can change facts, such as the date."""
    later = parse_date("2025-04-20/2025-04-21")
    given(VISIT, ANNOUNCED).when(conclude, particulars(occurred=later), TODAY).then(
        VisitConcluded(occurred=later)
    )


def test_the_next_stage_may_have_no_facts():
    """Concluding an announced visit needs no facts."""
    given(VISIT, ANNOUNCED).when(conclude, Particulars(), TODAY).then(VisitConcluded())


@pytest.mark.parametrize("decision", [announce, start, conclude])
def test_a_stage_is_reached_once(decision):
    """Reporting the current stage or an earlier stage of a visit again adds no event."""
    given(VISIT, VisitConcluded(**FACTS)).when(decision, particulars(), TODAY).then()


def test_gaps_are_filled_and_nothing_is_overwritten():
    """A second report adds only new facts, with their original wording and source."""
    second = particulars(
        title="Visit to Iraq",
        place="Baghdad",
        as_written={"place": "in der irakischen Hauptstadt", "title": "Besuch im Irak"},
        sources=(AGENCY, DAILY),
    )
    before = VisitConcluded(**FACTS, sources=(AGENCY,))
    given(VISIT, before).when(conclude, second, TODAY).then(
        ParticularsAdded(
            place="Baghdad",
            as_written={"place": "in der irakischen Hauptstadt"},
            sources=(DAILY,),
        )
    )


def test_filling_a_gap_keeps_the_status():
    """Adding a place to a concluded visit keeps the status."""
    visit = given(VISIT, VisitConcluded(**FACTS), ParticularsAdded(place="Baghdad")).state
    assert (visit.status, visit.place, visit.title) == ("concluded", "Baghdad", FACTS["title"])


def test_a_visit_needs_a_title():
    given(VISIT).when(announce, particulars(title=None), TODAY).then_refused("title is missing")


def test_a_visit_needs_a_participant():
    """Dragoman refuses a visit that has no party, host or participant."""
    nobody = particulars(parties=())
    given(VISIT).when(announce, nobody, TODAY).then_refused("parties are missing")


@pytest.mark.parametrize("facts", [{"host": "IQ"}, {"participants": (MINISTER,)}])
def test_a_host_or_a_participant_is_enough(facts):
    """A host alone, or a participant alone, is enough for a visit."""
    made = given(VISIT).when(announce, particulars(parties=(), **facts), TODAY)
    assert made.refusal is None


def test_known_facts_need_not_be_repeated():
    """Concluding an announced visit does not require the title again."""
    gone = Particulars(occurred=parse_date("2025-04-21"))
    given(VISIT, ANNOUNCED).when(conclude, gone, TODAY).then(
        VisitConcluded(occurred=parse_date("2025-04-21"))
    )


@pytest.mark.parametrize("decision", [start, conclude])
@pytest.mark.parametrize("occurred", ["2025-04-24", "2025-05", "2026", "2025-05-01/.."])
def test_a_future_visit_has_not_happened(decision, occurred):
    """Dragoman refuses a started or concluded visit whose possible dates are all in the future."""
    ahead = particulars(occurred=parse_date(occurred))
    given(VISIT).when(decision, ahead, TODAY).then_refused("is in the future")


@pytest.mark.parametrize("occurred", ["2025-04-22", "2025-04-23", "2025", "../2025-12-31", "2024"])
def test_a_visit_that_may_have_happened_is_accepted(occurred):
    """Dragoman accepts a concluded visit if its date may have begun somewhere in the world."""
    facts = {**FACTS, "occurred": parse_date(occurred)}
    given(VISIT).when(conclude, particulars(**facts), TODAY).then(VisitConcluded(**facts))


def test_an_announcement_may_be_for_the_future():
    """An announced visit can have a future date."""
    ahead = {**FACTS, "occurred": parse_date("2030")}
    given(VISIT).when(announce, particulars(**ahead), TODAY).then(VisitAnnounced(**ahead))


def test_a_future_visit_is_not_concluded():
    """Dragoman refuses to record a visit as concluded before its announced date."""
    later = VisitAnnounced(**{**FACTS, "occurred": parse_date("2025-06")})
    given(VISIT, later).when(conclude, Particulars(), TODAY).then_refused("is in the future")
    assert conclude(given(VISIT, later).state, Particulars(), date(2025, 6, 1))


def test_everyone_who_took_part_is_involved():
    """The involved sides are the parties, the host and the sides of the participants, each once."""
    facts = {**FACTS, "parties": ("AZ",), "host": "IQ", "participants": (MINISTER, HOST)}
    assert given(VISIT, VisitAnnounced(**facts)).state.involved == ("AZ", "IQ")


def test_sources_add_up():
    """A visit lists each cited source only once."""
    cited = SourceCited(sources=(DAILY,))
    visit = given(VISIT, VisitAnnounced(**FACTS, sources=(AGENCY,)), cited, cited).state
    assert visit.sources == (AGENCY, DAILY)


def test_a_refusal_names_the_stage():
    """If a concluded visit has a future date, the message says that the status is "announced"."""
    ahead = particulars(occurred=parse_date("2030"))
    with pytest.raises(Refused, match="is announced, not concluded"):
        conclude(None, ahead, TODAY)


@pytest.mark.parametrize(
    ("decision", "verb"),
    [(reschedule, "rescheduled"), (postpone, "postponed"), (cancel, "cancelled")],
)
def test_a_started_visit_is_no_plan(decision, verb):
    """Dragoman refuses to reschedule, postpone or cancel a visit that has started."""
    before = given(VISIT, ANNOUNCED, VisitStarted())
    before.when(decision, Particulars(occurred=parse_date("2026")), TODAY).then_refused(
        f"is already started and cannot be {verb}"
    )


@pytest.mark.parametrize("decision", [start, conclude])
def test_a_visit_moved_to_the_future_has_not_happened(decision):
    """Dragoman refuses to record a visit as started or concluded before its new date."""
    moved = VisitRescheduled(occurred=parse_date("2025-06"))
    given(VISIT, ANNOUNCED, moved).when(decision, Particulars(), TODAY).then_refused(
        "is in the future; until then, the status is announced"
    )
