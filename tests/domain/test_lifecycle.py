"""The course of visits, sessions and meetings: a plan is moved, put off, given up or held."""

from types import ModuleType
from typing import Any

import pytest
from attrs import evolve as replaced
from attrs import frozen

from dragoman.domain import consultation, meeting, visit
from dragoman.domain.amendments import Retracted
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.consultation import (
    ConsultationCancelled,
    ConsultationCorrected,
    ConsultationHeld,
    ConsultationPostponed,
    ConsultationRescheduled,
    ConsultationScheduled,
)
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars, ParticularsAdded
from dragoman.domain.kind import Kind
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import (
    MeetingCancelled,
    MeetingCorrected,
    MeetingHeld,
    MeetingPostponed,
    MeetingRescheduled,
    MeetingScheduled,
)
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import (
    VisitAnnounced,
    VisitCancelled,
    VisitConcluded,
    VisitCorrected,
    VisitPostponed,
    VisitRescheduled,
)
from tests.domain.samples import AGENCY, BODY, DAILY, FACTS, TODAY
from tests.given import Given, given

APRIL, MAY, JUNE = map(parse_date, ("2025-04-20", "2025-05-20", "2025-06-20"))
SETBACKS = ("postpone", "cancel")
CHANGES = ("reschedule", *SETBACKS)


@frozen
class Course:
    """An engagement of one kind: its facts, its events, and its decisions by name."""

    kind: Kind
    module: ModuleType
    plan: str
    do: str
    planned: type[Any]
    done: type[Any]
    moved: type[Any]
    put_off: type[Any]
    cancelled: type[Any]
    corrected: type[Any]
    facts: dict[str, Any]

    def after(self, *history: Any) -> Given:
        """A plan for 20 April, of which the agency has told, with ``history``."""
        return given(self.kind, self.planned(**self.facts, sources=(AGENCY,)), *history)

    def undated(self, *history: Any) -> Given:
        """A plan without a date, of which the agency has told, with ``history``."""
        return given(self.kind, self.planned(**self.without_date, sources=(AGENCY,)), *history)

    @property
    def without_date(self) -> dict[str, Any]:
        """The facts without a date."""
        return {name: fact for name, fact in self.facts.items() if name != "occurred"}

    def decision(self, name: str) -> Any:
        """The decision of that name; ``plan`` and ``do`` lead to the first and the last stage."""
        return getattr(self.module, {"plan": self.plan, "do": self.do}.get(name, name))

    def event(self, name: str) -> type[Any]:
        """The event that a decision gives."""
        return {
            "plan": self.planned,
            "do": self.done,
            "reschedule": self.moved,
            "postpone": self.put_off,
            "cancel": self.cancelled,
        }[name]

    def told(self, **facts: Any) -> Particulars:
        """The facts, told otherwise."""
        return Particulars(**{**self.facts, **facts})


COURSES = [
    Course(
        *(VISIT, visit, "announce", "conclude", VisitAnnounced, VisitConcluded),
        *(VisitRescheduled, VisitPostponed, VisitCancelled, VisitCorrected, FACTS),
    ),
    Course(
        *(CONSULTATION, consultation, "schedule", "hold", ConsultationScheduled, ConsultationHeld),
        *(ConsultationRescheduled, ConsultationPostponed, ConsultationCancelled),
        *(ConsultationCorrected, {**FACTS, "mechanism": BODY}),
    ),
    Course(
        *(MEETING, meeting, "schedule", "hold", MeetingScheduled, MeetingHeld),
        *(MeetingRescheduled, MeetingPostponed, MeetingCancelled, MeetingCorrected, FACTS),
    ),
]
pytestmark = pytest.mark.parametrize("course", COURSES, ids=lambda course: course.kind.name)
EVERY_CHANGE = pytest.mark.parametrize("change", CHANGES)
EVERY_SETBACK = pytest.mark.parametrize("setback", SETBACKS)


# --- Moved ---------------------------------------------------------------------------------------


def test_a_plan_is_moved_to_another_day(course):
    """Only the news is told, and the former day is remembered."""
    moved = course.moved(occurred=MAY, cause="illness", sources=(DAILY,))
    facts = course.told(occurred=MAY, cause="illness", sources=(DAILY,))
    course.after().when(course.module.reschedule, facts, TODAY).then(moved)
    state = course.after(moved).state
    assert (state.status, state.occurred) == (course.planned.status, MAY)
    assert (state.formerly, state.cause, state.sources) == ((APRIL,), "illness", (AGENCY, DAILY))


def test_a_plan_may_change_otherwise_than_by_its_day(course):
    """It takes place elsewhere, on the same day."""
    moved = course.moved(place="Basra")
    course.after().when(course.module.reschedule, course.told(place="Basra"), TODAY).then(moved)
    assert course.after(moved).state.formerly == ()


def test_every_day_that_was_planned_is_remembered(course):
    """In the order in which they were given up."""
    history = (course.moved(occurred=MAY), course.moved(place="Basra"), course.moved(occurred=JUNE))
    assert course.after(*history).state.formerly == (APRIL, MAY)


def test_a_plan_without_a_day_gets_one(course):
    """There was no day to give up."""
    course.undated().when(course.module.reschedule, Particulars(occurred=MAY), TODAY).then(
        course.moved(occurred=MAY)
    )
    assert course.undated(course.moved(occurred=MAY)).state.formerly == ()


@pytest.mark.parametrize("again", [{}, {"occurred": MAY}, {"sources": (DAILY,)}])
def test_a_plan_is_moved_once(course, again):
    """Told again it gives no event; that another source tells it is for the citation."""
    before = course.after(course.moved(occurred=MAY))
    before.when(course.module.reschedule, Particulars(**again), TODAY).then()


def test_words_alone_move_nothing(course):
    """Nor do sources."""
    words = Particulars(as_written={"occurred": "am 20. April"}, sources=(DAILY,))
    course.after().when(course.module.reschedule, words, TODAY).then()


def test_a_source_that_is_cited_does_not_move_a_plan_back(course):
    """It told the day that was given up since."""
    before = course.after(course.moved(occurred=MAY, sources=(DAILY,)), course.moved(occurred=JUNE))
    told = Particulars(occurred=MAY, sources=(DAILY,))
    before.when(course.module.reschedule, told, TODAY).then()


def test_a_new_source_may_move_a_plan_back(course):
    """Plans do return to a day that was given up."""
    back = {"occurred": APRIL, "sources": (DAILY,)}
    before = course.after(course.moved(occurred=MAY))
    before.when(course.module.reschedule, Particulars(**back), TODAY).then(course.moved(**back))
    assert course.after(course.moved(occurred=MAY), course.moved(**back)).state.formerly == (
        APRIL,
        MAY,
    )


def test_a_source_that_is_cited_does_not_move_what_was_corrected(course):
    """The day that it told was wrong."""
    moved = {"occurred": MAY, "sources": (DAILY,)}
    before = course.after(course.moved(**moved), course.corrected(occurred=JUNE))
    before.when(course.module.reschedule, Particulars(**moved), TODAY).then()


def test_what_was_put_off_gets_a_new_day(course):
    """It is a plan again, and remembers the day that it had."""
    before = course.after(course.put_off())
    moved = course.moved(occurred=MAY)
    before.when(course.module.reschedule, Particulars(occurred=MAY), TODAY).then(moved)
    state = course.after(course.put_off(), moved).state
    assert (state.status, state.occurred, state.formerly) == (
        course.planned.status,
        MAY,
        (APRIL,),
    )


def test_what_was_put_off_is_moved_to_some_day(course):
    """Otherwise it is put off still."""
    made = course.after(course.put_off()).when(
        course.module.reschedule, Particulars(place="Basra"), TODAY
    )
    made.then_refused("is missing: give the new date")
    assert made.refusal.field == "occurred"


# --- Put off, given up ---------------------------------------------------------------------------


def test_a_plan_is_put_off(course):
    """It has no day any more, and remembers the one that it had."""
    put_off = course.put_off(cause="elections", sources=(DAILY,))
    facts = course.told(cause="elections", sources=(DAILY,))
    course.after().when(course.module.postpone, facts, TODAY).then(put_off)
    state = course.after(put_off).state
    assert (state.status, state.occurred, state.formerly) == ("postponed", None, (APRIL,))
    assert (state.cause, state.sources) == ("elections", (AGENCY, DAILY))


def test_a_plan_is_given_up(course):
    """It keeps the day for which it was planned."""
    cancelled = course.cancelled(cause="war", sources=(DAILY,))
    facts = course.told(cause="war", sources=(DAILY,))
    course.after().when(course.module.cancel, facts, TODAY).then(cancelled)
    state = course.after(cancelled).state
    assert (state.status, state.occurred, state.formerly) == ("cancelled", APRIL, ())


def test_what_was_put_off_may_be_given_up(course):
    """Nobody waits for it any more."""
    before = course.after(course.put_off())
    before.when(course.module.cancel, Particulars(), TODAY).then(course.cancelled())
    state = course.after(course.put_off(), course.cancelled()).state
    assert (state.status, state.occurred, state.formerly) == ("cancelled", None, (APRIL,))


def test_a_plan_may_be_put_off_more_than_once(course):
    """It remembers each of its days, once."""
    history = (course.put_off(), course.moved(occurred=MAY))
    before = course.after(*history)
    before.when(course.module.postpone, Particulars(sources=(DAILY,)), TODAY).then(
        course.put_off(sources=(DAILY,))
    )
    assert course.after(*history, course.put_off()).state.formerly == (APRIL, MAY)


@EVERY_SETBACK
def test_the_day_that_was_planned_is_no_new_one(course, setback):
    """A source that says which plan it means gives no new date."""
    before = course.after(course.moved(occurred=MAY))
    decision = course.decision(setback)
    assert before.when(decision, Particulars(occurred=MAY), TODAY).events == (
        course.event(setback)(),
    )
    assert before.when(decision, Particulars(occurred=APRIL), TODAY).refusal is None


def test_the_day_that_was_given_up_does_not_come_back_with_a_postponement(course):
    """The plan has no day, whichever of its days the source names."""
    history = (course.moved(occurred=MAY), course.put_off(occurred=APRIL))
    state = course.after(*history).state
    assert (state.occurred, state.formerly) == (None, (APRIL, MAY))


def test_the_day_that_was_given_up_does_not_come_back_with_a_cancellation(course):
    """What is given up is the plan as it was moved."""
    before = course.after(course.moved(occurred=MAY))
    made = before.when(course.module.cancel, Particulars(occurred=APRIL), TODAY)
    assert given(course.kind, *before.history, *made.events).state.occurred == MAY


@EVERY_SETBACK
def test_a_new_day_is_no_setback(course, setback):
    """It is a plan that was moved."""
    made = course.after().when(course.decision(setback), Particulars(occurred=MAY), TODAY)
    made.then_refused("to give a new date, use reschedule")
    assert made.refusal.field == "occurred"


@EVERY_SETBACK
def test_a_setback_happens_once(course, setback):
    """Whatever is told of it the second time."""
    before = course.after(course.event(setback)())
    before.when(course.decision(setback), Particulars(cause="war"), TODAY).then()


@EVERY_SETBACK
def test_a_setback_that_was_overcome_is_not_told_again(course, setback):
    """A source that is cited told of it before the plan got another day."""
    before = course.after(
        course.put_off(sources=(DAILY,)), course.moved(occurred=MAY, sources=(AGENCY,))
    )
    told = Particulars(sources=(DAILY,))
    before.when(course.decision(setback), told, TODAY).then()


@EVERY_SETBACK
def test_a_setback_that_was_an_error_is_not_told_again(course, setback):
    """A source that is cited does not bring back what was corrected; another one does."""
    before = course.after(
        course.event(setback)(sources=(DAILY,)),
        course.corrected(status=course.planned.status, occurred=APRIL),
    )
    decision = course.decision(setback)
    before.when(decision, Particulars(sources=(DAILY,)), TODAY).then()
    other = replaced(DAILY, title="Another one")
    before.when(decision, Particulars(sources=(other,)), TODAY).then(
        course.event(setback)(sources=(other,))
    )


def test_a_setback_of_a_plan_without_a_day_is_not_told_again(course):
    """It has been overcome all the same."""
    before = course.undated(course.put_off(sources=(DAILY,)), course.moved(occurred=MAY))
    before.when(course.module.postpone, Particulars(sources=(DAILY,)), TODAY).then()


# --- The first that is known of it ---------------------------------------------------------------


@EVERY_CHANGE
def test_a_change_may_be_the_first_that_is_known(course, change):
    """The plan itself was not in the press."""
    event = course.event(change)(**course.facts)
    given(course.kind).when(course.decision(change), course.told(), TODAY).then(event)
    assert given(course.kind, event).state.status == event.status


def test_the_first_that_is_known_may_be_that_there_is_no_day(course):
    """The day for which it was planned is remembered as given up."""
    state = given(course.kind, course.put_off(**course.facts)).state
    assert (state.occurred, state.formerly) == (None, (APRIL,))


def test_the_first_that_is_known_may_be_the_new_day(course):
    """What it was before nobody has told."""
    state = given(course.kind, course.moved(**course.facts)).state
    assert (state.occurred, state.formerly) == (APRIL, ())


@EVERY_CHANGE
@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"title": None}, "title is missing"), ({"parties": ()}, "parties are missing")],
)
def test_a_change_is_of_something_and_of_somebody(course, change, facts, reason):
    """A record of nothing or of nobody is refused."""
    given(course.kind).when(course.decision(change), course.told(**facts), TODAY).then_refused(
        reason
    )


# --- What is no plan any more --------------------------------------------------------------------


@EVERY_CHANGE
def test_what_was_done_is_no_plan(course, change):
    """The reason says how to set right a date that is wrong."""
    verb = course.event(change).status if change in SETBACKS else "rescheduled"
    before = course.after(course.done())
    before.when(course.decision(change), Particulars(occurred=JUNE), TODAY).then_refused(
        f"is already {course.done.status} and cannot be {verb};"
        " to fix a wrong date: dragoman correct"
    )


@pytest.mark.parametrize("change", ["reschedule", "postpone"])
def test_what_was_given_up_is_no_plan(course, change):
    """The reason says what comes first."""
    verb = {"reschedule": "rescheduled", "postpone": "postponed"}[change]
    before = course.after(course.cancelled())
    before.when(course.decision(change), Particulars(occurred=JUNE), TODAY).then_refused(
        f"was cancelled and cannot be {verb}; undo the cancellation first"
    )


@pytest.mark.parametrize("name", ["plan", "do", *CHANGES])
def test_what_should_not_be_there_stays_as_it_is(course, name):
    """No decision is made on what was retracted."""
    facts = Particulars(occurred=JUNE, place="Basra")
    course.after(Retracted()).when(course.decision(name), facts, TODAY).then()


# --- Carried out after all ------------------------------------------------------------------------


def test_what_was_given_up_is_not_carried_out(course):
    """One of the two is wrong, and somebody has to say which."""
    before = course.after(course.cancelled())
    before.when(course.decision("do"), course.told(), TODAY).then_refused(
        f"was cancelled; if it was {course.done.status} after all, undo the cancellation first"
    )


def test_what_was_put_off_may_be_carried_out(course):
    """On the day that is told."""
    before = course.after(course.put_off())
    told = Particulars(occurred=parse_date("2025-04-21"))
    before.when(course.decision("do"), told, TODAY).then(course.done(occurred=told.occurred))


@pytest.mark.parametrize("change", SETBACKS)
def test_an_older_report_of_the_plan_fills_gaps_only(course, change):
    """What was put off or given up stays so."""
    before = course.after(course.event(change)())
    before.when(course.decision("plan"), course.told(place="Basra"), TODAY).then(
        ParticularsAdded(place="Basra")
    )


@pytest.mark.parametrize("name", ["plan", "do"])
def test_what_was_put_off_does_not_get_its_old_day_back(course, name):
    """An older report does not know that it was put off."""
    history = (course.put_off(),) if name == "plan" else (course.put_off(), course.done())
    course.after(*history).when(course.decision(name), course.told(), TODAY).then()


def test_what_was_put_off_and_carried_out_gets_the_day_of_a_further_report(course):
    """Nothing was known of when it took place."""
    before = course.after(course.put_off(), course.done())
    told = Particulars(occurred=parse_date("2025-04-21"), sources=(DAILY,))
    before.when(course.decision("do"), told, TODAY).then(
        ParticularsAdded(occurred=told.occurred, sources=(DAILY,))
    )


def test_what_was_put_off_without_a_day_does_not_get_one_from_an_older_report(course):
    """What is postponed has no day."""
    before = course.undated(course.put_off())
    before.when(course.decision("plan"), course.told(), TODAY).then()


def test_a_stage_that_was_an_error_is_not_told_again(course):
    """A source that is cited does not bring back the stage that was corrected."""
    done = course.done(**course.facts, sources=(AGENCY,))
    before = given(course.kind, done, course.corrected(status=course.planned.status))
    before.when(course.decision("do"), course.told(sources=(AGENCY,)), TODAY).then()
    before.when(course.decision("do"), course.told(sources=(DAILY,)), TODAY).then(
        course.done(sources=(DAILY,))
    )


def test_a_field_that_holds_nothing_is_not_filled_again(course):
    """Not by a source that is cited; by another one it is."""
    before = course.after(ParticularsAdded(place="Basra"), course.corrected(cleared=("place",)))
    told = {"place": "Basra"}
    before.when(course.decision("plan"), course.told(**told, sources=(AGENCY,)), TODAY).then()
    before.when(course.decision("plan"), course.told(**told, sources=(DAILY,)), TODAY).then(
        ParticularsAdded(**told, sources=(DAILY,))
    )
