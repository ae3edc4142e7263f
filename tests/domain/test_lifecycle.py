"""The lifecycle of engagements: people plan, move, postpone, cancel or hold an engagement."""

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
    """A kind of engagement under test: its facts, its event classes, and its decisions."""

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
        """Return a plan for 20 April, reported by a news agency, with the events in ``history``."""
        return given(self.kind, self.planned(**self.facts, sources=(AGENCY,)), *history)

    def undated(self, *history: Any) -> Given:
        """Return an undated plan, reported by a news agency, with the events in ``history``."""
        return given(self.kind, self.planned(**self.without_date, sources=(AGENCY,)), *history)

    @property
    def without_date(self) -> dict[str, Any]:
        """Return the facts of the plan without its date."""
        return {name: fact for name, fact in self.facts.items() if name != "occurred"}

    def decision(self, name: str) -> Any:
        """Return the decision function that has this name.

        ``plan`` is the decision for the first stage of the kind, and ``do`` is that for the last
        stage.
        """
        return getattr(self.module, {"plan": self.plan, "do": self.do}.get(name, name))

    def event(self, name: str) -> type[Any]:
        """Return the event class of the decision that has this name."""
        return {
            "plan": self.planned,
            "do": self.done,
            "reschedule": self.moved,
            "postpone": self.put_off,
            "cancel": self.cancelled,
        }[name]

    def told(self, **facts: Any) -> Particulars:
        """Return the facts of the plan, updated with ``facts``."""
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


# --- Moving a plan -------------------------------------------------------------------------------


def test_a_plan_is_moved_to_another_day(course):
    """Moving a plan records only the changes and keeps the former day."""
    moved = course.moved(occurred=MAY, cause="illness", sources=(DAILY,))
    facts = course.told(occurred=MAY, cause="illness", sources=(DAILY,))
    course.after().when(course.module.reschedule, facts, TODAY).then(moved)
    state = course.after(moved).state
    assert (state.status, state.occurred) == (course.planned.status, MAY)
    assert (state.formerly, state.cause, state.sources) == ((APRIL,), "illness", (AGENCY, DAILY))


def test_a_plan_may_change_without_a_new_day(course):
    """Rescheduling a plan may change only the place and keep the day."""
    moved = course.moved(place="Basra")
    course.after().when(course.module.reschedule, course.told(place="Basra"), TODAY).then(moved)
    assert course.after(moved).state.formerly == ()


def test_every_planned_day_is_kept(course):
    """A plan that moves twice keeps both former days, in order."""
    history = (course.moved(occurred=MAY), course.moved(place="Basra"), course.moved(occurred=JUNE))
    assert course.after(*history).state.formerly == (APRIL, MAY)


def test_a_plan_without_a_day_gets_one(course):
    """If a plan that had no day gets a day, the plan still has no former day."""
    course.undated().when(course.module.reschedule, Particulars(occurred=MAY), TODAY).then(
        course.moved(occurred=MAY)
    )
    assert course.undated(course.moved(occurred=MAY)).state.formerly == ()


@pytest.mark.parametrize("again", [{}, {"occurred": MAY}, {"sources": (DAILY,)}])
def test_a_plan_is_moved_once(course, again):
    """Reporting the same move again adds no event."""
    before = course.after(course.moved(occurred=MAY))
    before.when(course.module.reschedule, Particulars(**again), TODAY).then()


def test_a_change_of_words_moves_nothing(course):
    """A report of a move that differs only in wording or source adds no event."""
    words = Particulars(as_written={"occurred": "am 20. April"}, sources=(DAILY,))
    course.after().when(course.module.reschedule, words, TODAY).then()


def test_a_cited_source_does_not_move_a_plan_back(course):
    """A source that is already cited does not move a plan back to the day that this source gave."""
    before = course.after(course.moved(occurred=MAY, sources=(DAILY,)), course.moved(occurred=JUNE))
    told = Particulars(occurred=MAY, sources=(DAILY,))
    before.when(course.module.reschedule, told, TODAY).then()


def test_a_new_source_may_move_a_plan_back(course):
    """A new source may move a plan back to a former day."""
    back = {"occurred": APRIL, "sources": (DAILY,)}
    before = course.after(course.moved(occurred=MAY))
    before.when(course.module.reschedule, Particulars(**back), TODAY).then(course.moved(**back))
    assert course.after(course.moved(occurred=MAY), course.moved(**back)).state.formerly == (
        APRIL,
        MAY,
    )


def test_a_cited_source_does_not_move_a_corrected_plan(course):
    """After a person corrects the day of a plan, only a new source can move the plan."""
    moved = {"occurred": MAY, "sources": (DAILY,)}
    before = course.after(course.moved(**moved), course.corrected(occurred=JUNE))
    before.when(course.module.reschedule, Particulars(**moved), TODAY).then()


def test_a_postponed_plan_gets_a_new_day(course):
    """A postponed plan that gets a new day counts as planned again and keeps its former day."""
    before = course.after(course.put_off())
    moved = course.moved(occurred=MAY)
    before.when(course.module.reschedule, Particulars(occurred=MAY), TODAY).then(moved)
    state = course.after(course.put_off(), moved).state
    assert (state.status, state.occurred, state.formerly) == (
        course.planned.status,
        MAY,
        (APRIL,),
    )


def test_a_postponed_plan_needs_a_day_to_be_moved(course):
    """Dragoman refuses to reschedule a postponed plan unless the plan gets a new day."""
    made = course.after(course.put_off()).when(
        course.module.reschedule, Particulars(place="Basra"), TODAY
    )
    made.then_refused("is missing: give the new date")
    assert made.refusal.field == "occurred"


# --- Postponing and cancelling -------------------------------------------------------------------


def test_a_plan_is_postponed(course):
    """A postponed plan has no day and keeps its former day."""
    put_off = course.put_off(cause="elections", sources=(DAILY,))
    facts = course.told(cause="elections", sources=(DAILY,))
    course.after().when(course.module.postpone, facts, TODAY).then(put_off)
    state = course.after(put_off).state
    assert (state.status, state.occurred, state.formerly) == ("postponed", None, (APRIL,))
    assert (state.cause, state.sources) == ("elections", (AGENCY, DAILY))


def test_a_plan_is_cancelled(course):
    """A cancelled plan keeps the planned day."""
    cancelled = course.cancelled(cause="war", sources=(DAILY,))
    facts = course.told(cause="war", sources=(DAILY,))
    course.after().when(course.module.cancel, facts, TODAY).then(cancelled)
    state = course.after(cancelled).state
    assert (state.status, state.occurred, state.formerly) == ("cancelled", APRIL, ())


def test_a_postponed_plan_may_be_cancelled(course):
    before = course.after(course.put_off())
    before.when(course.module.cancel, Particulars(), TODAY).then(course.cancelled())
    state = course.after(course.put_off(), course.cancelled()).state
    assert (state.status, state.occurred, state.formerly) == ("cancelled", None, (APRIL,))


def test_a_plan_may_be_postponed_again(course):
    """A plan that moves between two postponements keeps each former day once."""
    history = (course.put_off(), course.moved(occurred=MAY))
    before = course.after(*history)
    before.when(course.module.postpone, Particulars(sources=(DAILY,)), TODAY).then(
        course.put_off(sources=(DAILY,))
    )
    assert course.after(*history, course.put_off()).state.formerly == (APRIL, MAY)


@EVERY_SETBACK
def test_the_planned_day_is_no_new_day(course, setback):
    """The report of a postponement or cancellation may give a planned day to identify the plan."""
    before = course.after(course.moved(occurred=MAY))
    decision = course.decision(setback)
    assert before.when(decision, Particulars(occurred=MAY), TODAY).events == (
        course.event(setback)(),
    )
    assert before.when(decision, Particulars(occurred=APRIL), TODAY).refusal is None


def test_a_postponement_does_not_restore_a_former_day(course):
    """A postponed plan has no day, even if the report of the postponement gives a former day."""
    history = (course.moved(occurred=MAY), course.put_off(occurred=APRIL))
    state = course.after(*history).state
    assert (state.occurred, state.formerly) == (None, (APRIL, MAY))


def test_a_cancellation_does_not_restore_a_former_day(course):
    """Cancelling a plan keeps its current day, even if the report gives a former day."""
    before = course.after(course.moved(occurred=MAY))
    made = before.when(course.module.cancel, Particulars(occurred=APRIL), TODAY)
    assert given(course.kind, *before.history, *made.events).state.occurred == MAY


@EVERY_SETBACK
def test_a_new_day_is_not_a_setback(course, setback):
    """Dragoman refuses a postponement or cancellation that gives a new day, and suggests a move."""
    made = course.after().when(course.decision(setback), Particulars(occurred=MAY), TODAY)
    made.then_refused("to give a new date, use reschedule")
    assert made.refusal.field == "occurred"


@EVERY_SETBACK
def test_a_setback_happens_once(course, setback):
    """Reporting a postponement or cancellation again adds only facts that were unknown."""
    before = course.after(course.event(setback)())
    before.when(course.decision(setback), Particulars(), TODAY).then()
    added = ParticularsAdded(cause="war")
    before.when(course.decision(setback), Particulars(cause="war"), TODAY).then(added)


@EVERY_SETBACK
def test_an_overcome_setback_is_not_repeated(course, setback):
    """After a postponed plan gets a new day, the old report of the postponement adds no event."""
    before = course.after(
        course.put_off(sources=(DAILY,)), course.moved(occurred=MAY, sources=(AGENCY,))
    )
    told = Particulars(sources=(DAILY,))
    before.when(course.decision(setback), told, TODAY).then()


@EVERY_SETBACK
def test_a_mistaken_setback_is_not_repeated(course, setback):
    """After a person corrects a setback, only a new source can record the setback again."""
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


def test_an_overcome_setback_without_a_day_is_not_repeated(course):
    """After a postponed plan gets its first day, repeating the postponement adds no event."""
    before = course.undated(course.put_off(sources=(DAILY,)), course.moved(occurred=MAY))
    before.when(course.module.postpone, Particulars(sources=(DAILY,)), TODAY).then()


# --- A change as the first report ----------------------------------------------------------------


@EVERY_CHANGE
def test_a_change_may_be_the_first_report(course, change):
    """The first report of an engagement may be about a move, a postponement or a cancellation."""
    event = course.event(change)(**course.facts)
    given(course.kind).when(course.decision(change), course.told(), TODAY).then(event)
    assert given(course.kind, event).state.status == event.status


def test_a_postponement_may_be_the_first_report(course):
    """If the first report is a postponement, the planned day becomes a former day."""
    state = given(course.kind, course.put_off(**course.facts)).state
    assert (state.occurred, state.formerly) == (None, (APRIL,))


def test_a_new_day_may_be_the_first_report(course):
    """If the first report says that an engagement was moved, the engagement has no former day."""
    state = given(course.kind, course.moved(**course.facts)).state
    assert (state.occurred, state.formerly) == (APRIL, ())


@EVERY_CHANGE
@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"title": None}, "title is missing"), ({"parties": ()}, "parties are missing")],
)
def test_a_change_needs_a_title_and_a_party(course, change, facts, reason):
    given(course.kind).when(course.decision(change), course.told(**facts), TODAY).then_refused(
        reason
    )


# --- Engagements that are no longer planned ------------------------------------------------------


@EVERY_CHANGE
def test_a_completed_engagement_is_no_plan(course, change):
    """Dragoman refuses to move, postpone or cancel an engagement that was held.

    The message suggests a correction.
    """
    verb = course.event(change).status if change in SETBACKS else "rescheduled"
    before = course.after(course.done())
    before.when(course.decision(change), Particulars(occurred=JUNE), TODAY).then_refused(
        f"is already {course.done.status} and cannot be {verb};"
        " to fix a wrong date: dragoman correct"
    )


@pytest.mark.parametrize("change", ["reschedule", "postpone"])
def test_a_cancelled_engagement_is_no_plan(course, change):
    """Dragoman refuses to move or postpone a cancelled engagement, and says what to do first."""
    verb = {"reschedule": "rescheduled", "postpone": "postponed"}[change]
    before = course.after(course.cancelled())
    before.when(course.decision(change), Particulars(occurred=JUNE), TODAY).then_refused(
        f"was cancelled and cannot be {verb}; undo the cancellation first"
    )


@pytest.mark.parametrize("name", ["plan", "do", *CHANGES])
def test_a_retracted_engagement_stays_unchanged(course, name):
    """No further report changes a retracted engagement."""
    facts = Particulars(occurred=JUNE, place="Basra")
    course.after(Retracted()).when(course.decision(name), facts, TODAY).then()


# --- Engagements held after a setback ------------------------------------------------------------


def test_a_cancelled_engagement_is_not_held(course):
    """Dragoman refuses to record a cancelled engagement as held.

    The message says what to do first.
    """
    before = course.after(course.cancelled())
    before.when(course.decision("do"), course.told(), TODAY).then_refused(
        f"was cancelled; if it was {course.done.status} after all, undo the cancellation first"
    )


def test_a_postponed_engagement_may_be_held(course):
    """Reporting a postponed engagement as held records the day from the report."""
    before = course.after(course.put_off())
    told = Particulars(occurred=parse_date("2025-04-21"))
    before.when(course.decision("do"), told, TODAY).then(course.done(occurred=told.occurred))


@pytest.mark.parametrize("change", SETBACKS)
def test_an_older_report_of_the_plan_only_fills_gaps(course, change):
    """An old report of a postponed or cancelled plan adds unknown facts and keeps the status."""
    before = course.after(course.event(change)())
    before.when(course.decision("plan"), course.told(place="Basra"), TODAY).then(
        ParticularsAdded(place="Basra")
    )


@pytest.mark.parametrize("name", ["plan", "do"])
def test_a_postponed_plan_does_not_get_its_old_day_back(course, name):
    """An old report does not give a postponed plan its former day back."""
    history = (course.put_off(),) if name == "plan" else (course.put_off(), course.done())
    course.after(*history).when(course.decision(name), course.told(), TODAY).then()


def test_a_held_engagement_without_a_day_gets_it_from_a_further_report(course):
    """If the day of a held engagement is unknown, a later report can add the day."""
    before = course.after(course.put_off(), course.done())
    told = Particulars(occurred=parse_date("2025-04-21"), sources=(DAILY,))
    before.when(course.decision("do"), told, TODAY).then(
        ParticularsAdded(occurred=told.occurred, sources=(DAILY,))
    )


def test_a_postponed_plan_gets_no_day_from_an_older_report(course):
    """If a postponed plan never had a day, an old report of the plan adds no day."""
    before = course.undated(course.put_off())
    before.when(course.decision("plan"), course.told(), TODAY).then()


def test_a_mistaken_stage_is_not_repeated(course):
    """After a person corrects a stage, only a new source can record the stage again."""
    done = course.done(**course.facts, sources=(AGENCY,))
    before = given(course.kind, done, course.corrected(status=course.planned.status))
    before.when(course.decision("do"), course.told(sources=(AGENCY,)), TODAY).then()
    before.when(course.decision("do"), course.told(sources=(DAILY,)), TODAY).then(
        course.done(sources=(DAILY,))
    )


def test_a_cleared_field_is_not_filled_again(course):
    """After a person clears a field, only a new source can fill the field again."""
    before = course.after(ParticularsAdded(place="Basra"), course.corrected(cleared=("place",)))
    told = {"place": "Basra"}
    before.when(course.decision("plan"), course.told(**told, sources=(AGENCY,)), TODAY).then()
    before.when(course.decision("plan"), course.told(**told, sources=(DAILY,)), TODAY).then(
        ParticularsAdded(**told, sources=(DAILY,))
    )
