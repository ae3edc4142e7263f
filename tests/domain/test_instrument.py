"""Instruments: first signed, then in force, then terminated; a record may lack a stage."""

import pytest

from dragoman.domain import terms
from dragoman.domain.amendments import Retracted
from dragoman.domain.dates import parse_date
from dragoman.domain.instrument import KIND as INSTRUMENT
from dragoman.domain.instrument import (
    InstrumentCorrected,
    InstrumentEnteredIntoForce,
    InstrumentSigned,
    InstrumentTerminated,
    Provisions,
    ProvisionsAdded,
    enter_into_force,
    sign,
    terminate,
)
from dragoman.domain.participant import Participant
from tests.domain.samples import AGENCY, DAILY, MINISTER, TODAY
from tests.given import given

TREATY = {"title": "Agreement on Visas", "parties": ("AZ", "IQ")}
SIGNED = InstrumentSigned(**TREATY, signed=parse_date("2020-05-01"), sources=(AGENCY,))
IN_FORCE = InstrumentEnteredIntoForce(in_force=parse_date("2021"))
TERMINATED = InstrumentTerminated(terminated=parse_date("2024"), cause="replaced")
STAGES = [
    (sign, InstrumentSigned, "signed"),
    (enter_into_force, InstrumentEnteredIntoForce, "in_force"),
    (terminate, InstrumentTerminated, "terminated"),
]
EVERY_STAGE = pytest.mark.parametrize(("decision", "event", "day"), STAGES)


def provisions(**facts):
    """Return the facts of a sample agreement on visas, updated with ``facts``."""
    return Provisions(**{**TREATY, **facts})


@EVERY_STAGE
def test_any_stage_may_be_the_first(decision, event, day):
    """The first report of an instrument may say that the instrument is in force or terminated."""
    facts = {**TREATY, "form": "treaty", day: parse_date("2020-05-01")}
    given(INSTRUMENT).when(decision, Provisions(**facts), TODAY).then(event(**facts))
    assert given(INSTRUMENT, event(**facts)).state.status == event.status


def test_the_next_stage_records_only_the_changes():
    """The event for the next stage leaves out facts that the instrument already has."""
    given(INSTRUMENT, SIGNED).when(
        enter_into_force, provisions(in_force=parse_date("2021")), TODAY
    ).then(IN_FORCE)
    given(INSTRUMENT, SIGNED, IN_FORCE).when(
        terminate, Provisions(terminated=parse_date("2024"), cause="replaced"), TODAY
    ).then(TERMINATED)


def test_every_stage_keeps_its_day():
    """The instrument keeps the day of each stage."""
    state = given(INSTRUMENT, SIGNED, IN_FORCE, TERMINATED).state
    assert (state.status, state.cause) == ("terminated", "replaced")
    assert (state.signed, state.in_force, state.terminated) == tuple(
        map(parse_date, ("2020-05-01", "2021", "2024"))
    )


def test_a_stage_may_be_left_out():
    """An instrument may end before it enters into force."""
    given(INSTRUMENT, SIGNED).when(terminate, Provisions(), TODAY).then(InstrumentTerminated())


@EVERY_STAGE
def test_a_stage_is_reached_once(decision, event, day):
    """Reporting the current stage or an earlier stage only adds facts that were unknown."""
    before = given(INSTRUMENT, SIGNED, IN_FORCE, TERMINATED)
    before.when(decision, provisions(**{day: parse_date("2019")}), TODAY).then()
    before.when(decision, provisions(place="Baku", sources=(DAILY,)), TODAY).then(
        ProvisionsAdded(place="Baku", sources=(DAILY,))
    )
    assert given(INSTRUMENT, *before.history, ProvisionsAdded(place="Baku")).state.status == (
        "terminated"
    )


@EVERY_STAGE
@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"title": None}, "title is missing: give the title of the instrument"),
        (
            {"parties": ()},
            "parties are missing: an instrument needs at least two",
        ),
        ({"parties": ("AZ",)}, "parties are missing"),
        ({"parties": ("AZ", "AZ")}, "parties are missing"),
        ({"parties": ("AZ",), "participants": (MINISTER,)}, "parties are missing"),
    ],
)
def test_an_instrument_needs_a_title_and_two_parties(decision, event, day, facts, reason):
    given(INSTRUMENT).when(decision, provisions(**facts), TODAY).then_refused(reason)


def test_a_signatory_is_a_party():
    """The side of a signatory counts as a party, even if the parties do not list the side."""
    other = Participant(name="A. Demir", side="TR")
    facts = {"title": "Minutes", "parties": ("AZ",), "participants": (MINISTER, other)}
    given(INSTRUMENT).when(sign, Provisions(**facts), TODAY).then(InstrumentSigned(**facts))
    assert given(INSTRUMENT, InstrumentSigned(**facts)).state.involved == ("AZ", "TR")


@pytest.mark.parametrize(
    ("decision", "day"),
    [
        (sign, "signed"),
        (enter_into_force, "signed"),
        (enter_into_force, "in_force"),
        (terminate, "signed"),
        (terminate, "in_force"),
        (terminate, "terminated"),
    ],
)
def test_a_completed_stage_is_not_in_the_future(decision, day):
    """Dragoman refuses a future day for a stage already reached; the message names the day."""
    made = given(INSTRUMENT).when(decision, provisions(**{day: parse_date("2030")}), TODAY)
    made.then_refused("2030 is in the future")
    assert made.refusal.field == day


def test_a_signed_instrument_may_enter_into_force_later():
    """A signed instrument may have a future day of entry into force.

    Until that day, the status of the instrument stays signed.
    """
    facts = {**TREATY, "in_force": parse_date("2030")}
    given(INSTRUMENT).when(sign, Provisions(**facts), TODAY).then(InstrumentSigned(**facts))
    given(INSTRUMENT, InstrumentSigned(**facts)).when(
        enter_into_force, Provisions(), TODAY
    ).then_refused("until then, the status is signed, not in force")


def test_a_refusal_does_not_contradict_itself():
    """The message about a future signature does not say "is signed, not signed"."""
    made = given(INSTRUMENT).when(sign, provisions(signed=parse_date("2030")), TODAY)
    assert "is signed, not signed" not in str(made.refusal)


@EVERY_STAGE
def test_a_retracted_instrument_stays_unchanged(decision, event, day):
    """No further report changes a retracted instrument."""
    given(INSTRUMENT, SIGNED, Retracted()).when(decision, provisions(place="Baku"), TODAY).then()


def test_a_mistaken_stage_is_not_repeated():
    """After a person corrects a stage, only a new source can record the stage again."""
    corrected = InstrumentCorrected(status="signed", cleared=("in_force",))
    before = given(INSTRUMENT, SIGNED, IN_FORCE, corrected)
    assert (before.state.status, before.state.in_force) == ("signed", None)
    told = {"in_force": parse_date("2021")}
    before.when(enter_into_force, provisions(**told, sources=(AGENCY,)), TODAY).then()
    before.when(enter_into_force, provisions(**told, sources=(DAILY,)), TODAY).then(
        InstrumentEnteredIntoForce(**told, sources=(DAILY,))
    )


def test_an_instrument_is_found_by_its_signatories_and_topics():
    """A search by party, topic or signatory finds an instrument."""
    facts = {**TREATY, "topics": ("Visas",), "participants": (MINISTER, Participant(side="TR"))}
    assert given(INSTRUMENT, InstrumentSigned(**facts)).state.terms == (
        *map(terms.involves, ("AZ", "IQ", "TR")),
        terms.topic("visas"),
        terms.known_as(MINISTER.name, "AZ"),
    )
