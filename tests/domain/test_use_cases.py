"""Each use case records a fact and the effects of that fact on other records."""

from typing import Any
from uuid import UUID

import pytest

from dragoman.domain import use_cases
from dragoman.domain.amendments import Retracted
from dragoman.domain.consultation import (
    ConsultationHeld,
    ConsultationPostponed,
    ConsultationRescheduled,
)
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import ParticularsAdded
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import (
    Awaits,
    FollowUpDropped,
    FollowUpFulfilled,
    FollowUpRevised,
    Undertaking,
)
from dragoman.domain.instrument import KIND as INSTRUMENT
from dragoman.domain.instrument import InstrumentSigned, Provisions
from dragoman.domain.mechanism import KIND as MECHANISM
from dragoman.domain.mechanism import Charter, MechanismAmended, MechanismDissolved, mechanism_id
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.participant import Participant
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import (
    Identity,
    PartiesMerged,
    PartiesSplit,
    PartyAliased,
    PositionAssumed,
    PositionLeft,
    party_id,
)
from dragoman.domain.refusal import Refused
from dragoman.domain.source import SourceCited
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import VisitRescheduled
from tests.domain.ledger import UNKNOWN, Ledger, owe, register, session, visit
from tests.domain.samples import (
    AGENCY,
    BODY,
    CHARTER,
    DAILY,
    HOST,
    MINISTER,
    OTHER_SESSION,
    OWED,
    SESSION,
    TRIP,
    charter,
    number,
    particulars,
    undertaking,
)

TREATY, FIRST, SECOND, THIRD = map(number, range(10, 14))
AHEAD = parse_date("2030")


def events_of(uow: Ledger, record: UUID) -> list[Any]:
    """Return the events of a record in the current entry, and start the next entry."""
    return [event for its, event in uow.told() if its == record]


# --- Participants ------------------------------------------------------------------------------


def test_participants_become_parties(uow):
    """Recording a visit registers each named participant in the same entry."""
    visit(uow, participants=(MINISTER, HOST))
    assert [uow.load(party_id(one.name, one.side)).post for one in (MINISTER, HOST)] == [
        "deputy minister",
        "under-secretary",
    ]


def test_a_party_is_registered_once(uow):
    """A participant who is listed twice, or at two engagements, becomes one party."""
    visit(uow, participants=(MINISTER, MINISTER))
    use_cases.engage(uow, MEETING, SESSION, "held", particulars(participants=(MINISTER,)))
    assert len(events_of(uow, party_id(MINISTER.name, MINISTER.side))) == 1


def test_a_party_is_found_by_its_other_spellings(uow):
    """A participant whose name is an alias of a registered party does not become a second party."""
    party = party_id("Leyla Əliyeva", "AZ")
    register(uow, party, "Leyla Əliyeva", MINISTER.name)
    visit(uow, participants=(MINISTER,))
    assert uow.load(party_id(MINISTER.name, MINISTER.side)) is None


def test_a_participant_without_a_name_is_not_registered(uow):
    """A participant who has no name does not become a party."""
    visit(uow, participants=(Participant(post="minister", side="AZ"),))
    assert {record for record, _ in uow.told()} == {TRIP}


def test_a_linked_participant_is_that_party(uow):
    """Linking a participant to a party adds the participant's name to the party's spellings.

    A second spelling that differs only in case adds nothing.
    """
    register(uow, FIRST, "Leyla Aliyeva")
    uow.told()
    visit(uow, participants=(Participant(name="L. A.", side="AZ", party=FIRST),))
    visit(uow, SESSION, participants=(Participant(name="l. a.", side="AZ", party=FIRST),))
    assert [event for record, event in uow.told() if record not in (TRIP, SESSION)] == [
        PartyAliased(aliases=("L. A.",))
    ]


@pytest.mark.parametrize(
    ("linked", "reason"), [(BODY, "is a mechanism, not a party"), (UNKNOWN, "no such party")]
)
def test_a_participant_is_linked_only_to_a_party(uow, linked, reason):
    """Dragoman refuses to link a participant to a mechanism or to a missing record."""
    with pytest.raises(Refused, match=reason):
        visit(uow, participants=(Participant(name="L. A.", side="AZ", party=linked),))


def test_unrecorded_participants_are_not_registered(uow):
    """Dragoman registers no participants from a second source if the visit already has some."""
    visit(uow, participants=(MINISTER,), sources=(AGENCY,))
    other = Participant(name="Leila Aliewa", side="AZ")
    visit(uow, participants=(other,), sources=(DAILY,))
    assert uow.load(party_id(other.name, other.side)) is None


# --- A second source ----------------------------------------------------------------------------


def test_a_record_is_new_once(uow):
    """The outcome says whether the record existed before."""
    assert not visit(uow).existed
    assert visit(uow).existed


def test_recording_twice_records_nothing(uow):
    """Recording the same facts from the same source a second time adds no event."""
    facts = {"participants": (MINISTER,), "sources": (AGENCY,), "as_written": {"place": "Bagdad"}}
    visit(uow, **facts)
    uow.told()
    again = visit(uow, **facts)
    assert uow.told() == []
    assert (again.events, dict(again.unrecorded)) == ((), {})


def test_a_second_source_adds_only_unknown_facts(uow):
    """A second source adds only facts that were unknown, and the record cites the source."""
    visit(uow, sources=(AGENCY,))
    uow.told()
    second = visit(uow, title="Besuch im Irak", place="Baghdad", sources=(DAILY,))
    added = ParticularsAdded(place="Baghdad", sources=(DAILY,))
    assert uow.told() == [(TRIP, added)]
    assert second.events == (added,)


def test_a_second_source_that_adds_nothing_is_cited(uow):
    """The record cites a second source even if the source adds no facts."""
    visit(uow, sources=(AGENCY,))
    uow.told()
    visit(uow, sources=(DAILY,))
    assert uow.told() == [(TRIP, SourceCited(sources=(DAILY,)))]


def test_differences_of_a_second_source_are_reported(uow):
    """The outcome reports each fact from a second source that differs from the record."""
    visit(uow)
    second = visit(uow, title="Besuch im Irak", occurred=parse_date("2025-04-22"))
    assert dict(second.unrecorded) == {
        "title": ("Talks in Baghdad", "Besuch im Irak"),
        "occurred": (parse_date("2025-04-20"), parse_date("2025-04-22")),
    }
    assert second.state.title == "Talks in Baghdad"


def test_a_new_record_has_no_differences(uow):
    """Recording a new record reports no differences."""
    assert dict(visit(uow, place="Baghdad").unrecorded) == {}


def test_the_order_of_the_parties_is_no_difference(uow):
    """Listing the same parties in another order is not a difference."""
    visit(uow, parties=("AZ", "IQ"))
    assert dict(visit(uow, parties=("IQ", "AZ")).unrecorded) == {}


# --- Links --------------------------------------------------------------------------------------


def test_an_engagement_may_be_part_of_another(uow):
    """A session can be part of a visit."""
    visit(uow)
    assert session(uow, part_of=TRIP).state.part_of == TRIP


@pytest.mark.parametrize("whole", [BODY, UNKNOWN])
@pytest.mark.parametrize("engage", [visit, session])
def test_only_an_engagement_has_parts(uow, engage, whole):
    """Dragoman refuses to make an engagement part of a mechanism or of a missing record."""
    with pytest.raises(Refused, match=r"is not an engagement"):
        engage(uow, part_of=whole)
    assert uow.told() == []


def test_nothing_is_part_of_itself(uow):
    """Dragoman refuses to make an engagement part of itself."""
    visit(uow)
    with pytest.raises(Refused, match="part of itself"):
        visit(uow, part_of=TRIP)


@pytest.mark.parametrize("body", [TRIP, UNKNOWN])
def test_a_session_belongs_to_a_mechanism(uow, body):
    """Dragoman refuses a session whose mechanism is missing or is a record of another kind."""
    visit(uow)
    with pytest.raises(Refused, match=r"is not a mechanism"):
        session(uow, mechanism=body)


def test_a_known_session_stays_with_a_mechanism(uow):
    """A later report cannot move a session from its mechanism to a visit."""
    visit(uow)
    session(uow, status="scheduled")
    with pytest.raises(Refused, match=r"is not a mechanism"):
        session(uow, mechanism=TRIP)


@pytest.mark.parametrize("kind", [VISIT, MEETING], ids=lambda kind: kind.name)
def test_other_engagements_may_belong_to_a_mechanism(uow, kind):
    """Dragoman refuses a visit or meeting whose mechanism does not exist."""
    status = kind.state.stages[-1]
    with pytest.raises(Refused, match=r"is not a mechanism"):
        use_cases.engage(uow, kind, TRIP, status, particulars(mechanism=UNKNOWN))


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (lambda uow: visit(uow, BODY), "is a mechanism, not a visit"),
        (lambda uow: session(uow, TRIP), "is a visit, not a consultation"),
        (lambda uow: use_cases.establish(uow, TRIP, charter()), "is a visit, not a mechanism"),
        (lambda uow: owe(uow, TRIP), "is a visit, not a follow-up"),
        (lambda uow: use_cases.fulfil(uow, BODY, FollowUpFulfilled()), "not a follow-up"),
        (lambda uow: register(uow, TRIP, "Leyla Aliyeva"), "is a visit, not a party"),
    ],
)
def test_a_record_keeps_its_kind(uow, act, fault):
    """Dragoman refuses to add facts of another kind to an existing record."""
    visit(uow)
    uow.told()
    with pytest.raises(Refused, match=fault):
        act(uow)
    assert uow.told() == []


# --- Sessions -----------------------------------------------------------------------------------


def test_a_session_takes_its_title_and_parties_from_the_mechanism(uow):
    """A session that is recorded without title and parties takes both from the mechanism."""
    held = session(uow, title=None, parties=())
    assert (held.state.title, held.state.parties) == (CHARTER["title"], CHARTER["parties"])


def test_a_number_is_used_once(uow):
    """Dragoman refuses a session number that another session of the mechanism already has.

    The message names the session that has the number.
    """
    session(uow, OTHER_SESSION, session=3)
    with pytest.raises(Refused, match=r"session 3 of .* is already recorded as") as refusal:
        session(uow, session=3)
    assert refusal.value.records == {"mechanism": BODY, "other": OTHER_SESSION}


def test_a_session_keeps_its_number(uow):
    """A scheduled session keeps its number when somebody reports that the session was held."""
    session(uow, status="scheduled", session=3)
    assert session(uow, session=3).state.status == "held"
    assert session(uow, session=3).events == ()


def test_a_number_added_later_is_checked(uow):
    """Dragoman refuses to add a number that another session of the mechanism has.

    Dragoman finds the other session even if the new facts do not name the mechanism.
    """
    session(uow, OTHER_SESSION, session=3)
    session(uow)
    with pytest.raises(Refused, match="already recorded"):
        session(uow, mechanism=None, session=3)


def test_numbers_count_within_a_mechanism(uow):
    """Two mechanisms can each have a session with the same number."""
    other = number(6)
    use_cases.establish(uow, other, charter(title="Consular Consultations"))
    session(uow, OTHER_SESSION, session=3)
    assert session(uow, mechanism=other, session=3).state.session == 3


# --- Follow-ups ---------------------------------------------------------------------------------


def test_a_held_session_fulfils_what_awaits_it(uow):
    """Recording a held session fulfils the follow-up that awaits it, in the same entry."""
    owe(uow)
    uow.told()
    session(uow)
    assert uow.told() == [
        (SESSION, ConsultationHeld(**_held())),
        (OWED, FollowUpFulfilled(by=SESSION, fulfilled=parse_date("2025-04-20"))),
    ]


def _held() -> dict[str, Any]:
    facts = particulars(mechanism=BODY)
    return {"title": facts.title, "occurred": facts.occurred, "parties": facts.parties} | {
        "mechanism": BODY
    }


def test_a_scheduled_session_fulfils_nothing(uow):
    """A session fulfils a follow-up only when it is held, not when it is scheduled."""
    owe(uow)
    session(uow, status="scheduled")
    assert uow.load(OWED).status == "open"
    session(uow)
    assert uow.load(OWED).status == "fulfilled"


def test_a_repeated_session_fulfils_nothing_more(uow):
    """Reporting a held session again fulfils no further follow-up."""
    owe(uow)
    session(uow)
    uow.told()
    assert session(uow).undecided == ()
    assert uow.told() == []


def test_the_awaited_number_settles_on_any_day(uow):
    """A session with the awaited number fulfils a follow-up, whatever the date of the session."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=3, occurred=parse_date("2025-03-01"))
    assert uow.load(OWED).status == "fulfilled"
    uow.told()
    session(uow, session=3, occurred=parse_date("2025-03-01"))
    assert uow.told() == []


def test_a_session_before_the_agreement_fulfils_nothing(uow):
    """A session that was held before the agreement does not fulfil the follow-up."""
    owe(uow, agreed=parse_date("2025-04-21"))
    assert session(uow).undecided == ()
    assert uow.load(OWED).status == "open"


@pytest.mark.parametrize("occurred", [parse_date("2025"), parse_date("2025-04-01"), None])
def test_unclear_dates_leave_the_follow_up_open(uow, occurred):
    """If a session's date may be before or after the agreement, the follow-up stays open.

    The outcome lists the follow-up.
    """
    owe(uow)
    assert session(uow, occurred=occurred).undecided == (OWED,)
    assert uow.load(OWED).status == "open"


def test_a_number_decides_if_the_dates_do_not(uow):
    """Only a session with the awaited number fulfils the follow-up, whatever the dates."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    assert session(uow, OTHER_SESSION, session=2).undecided == ()
    assert uow.load(OWED).status == "open"
    session(uow, session=3, occurred=None)
    assert uow.load(OWED).by == SESSION


def test_a_number_added_later_settles_what_awaited_it(uow):
    """Adding the awaited number to an existing session fulfils the follow-up."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow)
    assert uow.load(OWED).status == "open"
    session(uow, session=3)
    assert uow.load(OWED).by == SESSION


def test_a_session_does_not_settle_what_it_agreed(uow):
    """A session does not fulfil a follow-up that the parties agreed on in that same session."""
    session(uow)
    owe(uow, agreed_in=SESSION, agreed=None)
    assert session(uow).undecided == ()
    assert uow.load(OWED).status == "open"


def test_a_follow_up_has_the_day_and_parties_of_the_engagement_that_agreed_it(uow):
    """A follow-up takes its date and parties from the engagement at which it was agreed."""
    visit(uow, host="TR")
    owed = owe(uow, agreed_in=TRIP, agreed=None).state
    assert (owed.agreed, owed.parties) == (parse_date("2025-04-20"), ("AZ", "IQ", "TR"))


def test_a_follow_up_has_the_parties_of_the_mechanism_it_awaits(uow):
    """A follow-up takes its parties from the mechanism that it awaits."""
    assert owe(uow).state.parties == ("AZ", "IQ")


def test_a_recorded_session_settles_a_new_follow_up_at_once(uow):
    """If a session was held after the agreement, recording the follow-up fulfils it at once.

    If several sessions were held after the agreement, the earliest session fulfils the follow-up.
    """
    session(uow, OTHER_SESSION, occurred=parse_date("2025-04-22"))
    session(uow)
    uow.told()
    owe(uow)
    assert [type(event) for event in events_of(uow, OWED)][1:] == [FollowUpFulfilled]
    assert (uow.load(OWED).by, uow.load(OWED).fulfilled) == (SESSION, parse_date("2025-04-20"))


def test_a_session_that_may_settle_a_new_follow_up_is_named(uow):
    """If a session's date may be before or after the agreement, the outcome lists the session.

    The new follow-up stays open.
    """
    session(uow, occurred=parse_date("2025"))
    assert owe(uow).undecided == (SESSION,)
    assert uow.load(OWED).status == "open"


def test_an_undated_session_with_the_awaited_number_settles_at_once(uow):
    """An undated session with the awaited number fulfils a new follow-up at once."""
    session(uow, session=3, occurred=None)
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    assert uow.load(OWED).by == SESSION


def test_a_follow_up_is_agreed_once(uow):
    """Recording the same follow-up again adds no event."""
    owe(uow)
    uow.told()
    again = owe(uow)
    assert uow.told() == []
    assert (again.existed, again.undecided, dict(again.unrecorded)) == (True, (), {})


def test_a_repeated_follow_up_stays_equal_when_its_visit_is_completed(uow):
    """Reporting a visit's follow-up again changes nothing, even if the visit has gained a party."""
    visit(uow)
    use_cases.agree(uow, OWED, undertaking(awaits=None, agreed_in=TRIP))
    visit(uow, participants=(Participant(name="E. Kaya", side="TR"),))
    again = use_cases.agree(uow, OWED, undertaking(awaits=None, agreed_in=TRIP))
    assert dict(again.unrecorded) == {}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"agreed_in": BODY}, "is not an engagement"),
        ({"agreed_in": UNKNOWN}, "is not an engagement"),
        ({"awaits": Awaits(mechanism=UNKNOWN)}, "is not a mechanism"),
    ],
)
def test_a_follow_up_links_to_existing_records(uow, facts, reason):
    """Dragoman refuses to link a follow-up to a missing record or to a record of the wrong kind."""
    with pytest.raises(Refused, match=reason):
        owe(uow, **facts)
    assert uow.told() == []


def test_a_follow_up_is_fulfilled_by_hand(uow):
    """A note, without an engagement, is enough to fulfil a follow-up."""
    owe(uow)
    done = use_cases.fulfil(uow, OWED, FollowUpFulfilled(note="by letter", sources=(DAILY,)))
    assert (done.state.status, done.state.note, done.state.sources) == (
        "fulfilled",
        "by letter",
        (DAILY,),
    )


def test_a_second_source_of_a_fulfilment_is_cited(uow):
    """If a second source reports the same fulfilment, the follow-up cites both sources."""
    owe(uow)
    use_cases.fulfil(uow, OWED, FollowUpFulfilled(note="by letter", sources=(AGENCY,)))
    done = use_cases.fulfil(uow, OWED, FollowUpFulfilled(note="by letter", sources=(DAILY,)))
    assert done.state.sources == (AGENCY, DAILY)


def test_differences_of_a_second_fulfilment_are_reported(uow):
    """If a second report of a fulfilment differs from the first, the outcome says how."""
    owe(uow)
    use_cases.fulfil(uow, OWED, FollowUpFulfilled(note="by letter"))
    done = use_cases.fulfil(uow, OWED, FollowUpFulfilled(note="by phone"))
    assert dict(done.unrecorded) == {"note": ("by letter", "by phone")}


@pytest.mark.parametrize("by", [BODY, UNKNOWN])
def test_a_follow_up_is_fulfilled_only_by_an_engagement(uow, by):
    """Dragoman refuses to link a fulfilment to a mechanism or to a missing record."""
    owe(uow)
    with pytest.raises(Refused, match=r"is not an engagement"):
        use_cases.fulfil(uow, OWED, FollowUpFulfilled(by=by))


# --- Mechanisms and parties ---------------------------------------------------------------------


def test_a_mechanism_is_found_by_any_title(uow):
    """A search by title or alias finds the mechanism, whatever the order of the parties."""
    use_cases.establish(uow, BODY, charter(aliases=("Konsultationen",)))
    turned = charter(title="konsultationen", parties=("IQ", "AZ"))
    assert use_cases.mechanism_record(uow, turned) == BODY
    assert use_cases.mechanism_record(uow, charter(title="X", aliases=("Konsultationen",))) == BODY
    assert use_cases.mechanism_record(uow, charter(title="X")) == mechanism_id(charter(title="X"))


def test_a_repeated_mechanism_is_completed(uow):
    """Establishing an existing mechanism again adds the missing facts and cites the source."""
    use_cases.establish(uow, BODY, charter(cadence="P1Y", sources=(DAILY,)))
    assert uow.told() == [(BODY, MechanismAmended(cadence="P1Y", sources=(DAILY,)))]


def test_recorded_aliases_are_no_difference(uow):
    """If a source gives fewer aliases than the record has, the outcome reports no difference."""
    use_cases.establish(uow, BODY, charter(aliases=("Consultations", "Konsultationen")))
    again = use_cases.establish(uow, BODY, charter(aliases=("Konsultationen",)))
    assert dict(again.unrecorded) == {}


def test_a_party_is_registered_with_its_spellings(uow):
    """Registering a party again adds new spellings."""
    record = party_id(MINISTER.name, MINISTER.side)
    register(uow, record, MINISTER.name, "Əliyeva")
    again = register(uow, record, MINISTER.name, "Əliyeva", "Alieva")
    assert again.existed
    assert uow.load(record).names == (MINISTER.name, "Əliyeva", "Alieva")
    assert [record for record, _ in uow.find(PARTY, "name:alieva|AZ")] == [record]


def test_terms_belong_to_a_kind(uow):
    """A search by kind and term finds only records of this kind."""
    visit(uow)
    owe(uow)
    assert [record for record, _ in uow.find(VISIT, "party:AZ")] == [TRIP]
    assert [record for record, _ in uow.find(FOLLOW_UP, "party:AZ")] == [OWED]
    assert [record for record, _ in uow.find(MECHANISM, "party:AZ")] == [BODY]


# --- Changes -------------------------------------------------------------------------------------


def test_moving_a_plan_reports_the_former_values(uow):
    """Rescheduling a visit returns the state of the visit before and after the change."""
    visit(uow, status="announced", occurred=parse_date("2025-05-01"))
    uow.told()
    moved = visit(uow, status="rescheduled", occurred=parse_date("2025-05-20"))
    assert uow.told() == [(TRIP, VisitRescheduled(occurred=parse_date("2025-05-20")))]
    assert (moved.before.occurred, moved.state.occurred) == (
        parse_date("2025-05-01"),
        parse_date("2025-05-20"),
    )


def test_a_moved_session_may_be_postponed(uow):
    """A session that is rescheduled or postponed fulfils no follow-up."""
    owe(uow)
    session(uow, status="scheduled")
    uow.told()
    session(uow, status="rescheduled", occurred=parse_date("2025-06"))
    session(uow, status="postponed", occurred=None)
    assert uow.told() == [
        (SESSION, ConsultationRescheduled(occurred=parse_date("2025-06"))),
        (SESSION, ConsultationPostponed()),
    ]


def test_a_session_not_held_yet_uses_its_number(uow):
    """A postponed session keeps its number, and no other session can have the number."""
    session(uow, OTHER_SESSION, status="postponed", session=3)
    with pytest.raises(Refused, match="already recorded"):
        session(uow, status="scheduled", session=3)


def test_a_retracted_record_stays_unchanged(uow):
    """Reporting a retracted record again adds no event."""
    visit(uow, status="announced")
    uow.decide(VISIT, TRIP, lambda state: [Retracted()])
    uow.told()
    outcome = visit(uow, place="Baghdad", sources=(DAILY,))
    assert (outcome.existed, outcome.events) == (True, ())
    assert uow.told() == []


def test_a_retracted_record_keeps_its_kind(uow):
    """Dragoman refuses to record a visit under the id of a retracted meeting."""
    use_cases.engage(uow, MEETING, TRIP, "held", particulars())
    uow.decide(MEETING, TRIP, lambda state: [Retracted()])
    with pytest.raises(Refused, match="is a meeting, not a visit"):
        visit(uow)


# --- Instruments ---------------------------------------------------------------------------------


def conclude(uow: Ledger, status: str = "signed", **facts: Any) -> use_cases.Outcome:
    """Advance a sample treaty to ``status``."""
    provisions = Provisions(title="Treaty", parties=("AZ", "IQ"), **facts)
    return use_cases.engage(uow, INSTRUMENT, TREATY, status, provisions)


def test_an_instrument_is_recorded_with_its_signatories(uow):
    """Recording an instrument registers its signatories as parties."""
    conclude(uow, participants=(MINISTER,))
    facts = {"title": "Treaty", "parties": ("AZ", "IQ")}
    assert events_of(uow, TREATY) == [InstrumentSigned(**facts, participants=(MINISTER,))]
    assert [state.name for _, state in uow.find(PARTY, "party:AZ")] == [MINISTER.name]


def test_an_instrument_is_signed_at_an_engagement_and_founds_a_mechanism(uow):
    """An instrument can link to the engagement where it was signed.

    An instrument can also link to the mechanism that it founds.
    """
    visit(uow)
    state = conclude(uow, signed_in=TRIP, founds=BODY).state
    assert (state.signed_in, state.founds) == (TRIP, BODY)


@pytest.mark.parametrize("linked", [OWED, UNKNOWN])
@pytest.mark.parametrize(
    ("link", "reason"), [("signed_in", "is not an engagement"), ("founds", "is not a mechanism")]
)
def test_an_instrument_links_only_to_existing_records_of_the_right_kind(uow, link, reason, linked):
    owe(uow)
    uow.told()
    with pytest.raises(Refused, match=reason) as refusal:
        conclude(uow, **{link: linked})
    assert (refusal.value.field, refusal.value.records) == (link, {"record": linked})
    assert uow.told() == []


def test_an_instrument_is_found_by_its_parties(uow):
    conclude(uow)
    assert [record for record, _ in uow.find(INSTRUMENT, "party:IQ")] == [TREATY]


# --- The life of a mechanism ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda uow: use_cases.establish(uow, BODY, charter(established=AHEAD)), "established"),
        (lambda uow: use_cases.amend(uow, BODY, Charter(established=AHEAD)), "established"),
        (
            lambda uow: use_cases.dissolve(uow, BODY, MechanismDissolved(dissolved=AHEAD)),
            "dissolved",
        ),
        (lambda uow: owe(uow, agreed=AHEAD), "agreed"),
        (
            lambda uow: use_cases.fulfil(uow, OWED, FollowUpFulfilled(fulfilled=AHEAD)),
            "fulfilled",
        ),
        (
            lambda uow: use_cases.assume(uow, FIRST, PositionAssumed(post="X", assumed=AHEAD)),
            "assumed",
        ),
        (lambda uow: use_cases.leave(uow, FIRST, PositionLeft(post="X", left=AHEAD)), "left"),
    ],
)
def test_a_completed_stage_is_not_in_the_future(uow, act, field):
    """Dragoman refuses a future date for something that has already happened."""
    with pytest.raises(Refused, match="2030 is in the future") as refusal:
        act(uow)
    assert refusal.value.field == field
    assert uow.told() == []


def test_a_mechanism_is_amended(uow):
    """Amending a mechanism returns the state of the mechanism before and after the change."""
    outcome = use_cases.amend(uow, BODY, Charter(title="Strategic Talks", sources=(DAILY,)))
    amended = MechanismAmended(title="Strategic Talks", sources=(DAILY,))
    assert uow.told() == [(BODY, amended)]
    assert (outcome.before.title, outcome.state.title) == (CHARTER["title"], "Strategic Talks")


def test_a_mechanism_is_dissolved(uow):
    """Dissolving a mechanism a second time only cites the second source."""
    dissolved = MechanismDissolved(dissolved=parse_date("2025-04"))
    use_cases.dissolve(uow, BODY, dissolved)
    use_cases.dissolve(uow, BODY, MechanismDissolved(sources=(DAILY,)))
    assert uow.told() == [(BODY, dissolved), (BODY, SourceCited(sources=(DAILY,)))]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (
            lambda uow: use_cases.amend(uow, UNKNOWN, Charter(cadence="P1Y")),
            "no such mechanism to amend",
        ),
        (
            lambda uow: use_cases.dissolve(uow, UNKNOWN, MechanismDissolved()),
            "no such mechanism to dissolve",
        ),
        (
            lambda uow: use_cases.revise(uow, UNKNOWN, Undertaking(place="Baku")),
            "no such follow-up to revise",
        ),
        (
            lambda uow: use_cases.drop(uow, UNKNOWN, FollowUpDropped()),
            "no such follow-up to drop",
        ),
        (
            lambda uow: use_cases.fulfil(uow, UNKNOWN, FollowUpFulfilled()),
            "no such follow-up to fulf",
        ),
        (lambda uow: use_cases.alias(uow, UNKNOWN, ("X",)), "no such party"),
        (lambda uow: use_cases.split(uow, UNKNOWN), "no such party"),
    ],
)
def test_a_missing_record_does_not_change(uow, act, reason):
    with pytest.raises(Refused, match=reason):
        act(uow)
    assert uow.told() == []


def test_a_session_is_found_by_its_number(uow):
    """A search by mechanism and number finds the session."""
    session(uow, session=3)
    assert use_cases.session_record(uow, BODY, 3) == SESSION
    assert use_cases.session_record(uow, BODY, 4) is None


# --- The life of a follow-up ---------------------------------------------------------------------


def test_a_follow_up_may_be_revised(uow):
    """Revising a follow-up returns the state of the follow-up before and after the change."""
    owe(uow, due=parse_date("2025-06"))
    uow.told()
    outcome = use_cases.revise(uow, OWED, Undertaking(due=parse_date("2025-09")))
    assert uow.told() == [(OWED, FollowUpRevised(due=parse_date("2025-09")))]
    assert (outcome.before.due, outcome.state.due) == (parse_date("2025-06"), parse_date("2025-09"))


def test_a_recorded_session_settles_a_revised_follow_up_at_once(uow):
    """A follow-up that is changed to await a session already held is fulfilled at once."""
    session(uow, session=3)
    owe(uow, awaits=Awaits(mechanism=BODY, session=4))
    uow.told()
    use_cases.revise(uow, OWED, Undertaking(awaits=Awaits(mechanism=BODY, session=3)))
    assert [type(event) for event in events_of(uow, OWED)] == [FollowUpRevised, FollowUpFulfilled]
    assert uow.load(OWED).by == SESSION


def test_a_session_that_may_settle_a_revised_follow_up_is_named(uow):
    """If a held session might fulfil a revised follow-up, the outcome lists the session."""
    session(uow, occurred=parse_date("2025"))
    owe(uow, awaits=Awaits(mechanism=BODY, session=4))
    revised = use_cases.revise(uow, OWED, Undertaking(awaits=Awaits(mechanism=BODY)))
    assert revised.undecided == (SESSION,)


def test_a_revision_links_to_existing_records(uow):
    """Dragoman refuses a revision that links the follow-up to a missing mechanism."""
    owe(uow)
    with pytest.raises(Refused, match="is not a mechanism") as refusal:
        use_cases.revise(uow, OWED, Undertaking(awaits=Awaits(mechanism=UNKNOWN)))
    assert refusal.value.field == "awaits"


def test_a_dropped_follow_up_awaits_nothing(uow):
    """A session that is held later does not fulfil a dropped follow-up."""
    owe(uow)
    use_cases.drop(uow, OWED, FollowUpDropped(note="overtaken by events"))
    session(uow)
    assert uow.load(OWED).status == "dropped"


# --- Parties -------------------------------------------------------------------------------------


@pytest.fixture
def people(uow):
    """Return a register with three people."""
    for record, name in ((FIRST, "Leyla Aliyeva"), (SECOND, "Leila Aliewa"), (THIRD, "L. Alieva")):
        register(uow, record, name)
    uow.told()
    return uow


def test_a_party_is_found_by_any_name(people):
    """A search by any of a party's names finds the party; an unknown name gives a new id."""
    use_cases.alias(people, FIRST, ("Əliyeva",))
    assert use_cases.party_record(people, "əliyeva", "AZ") == FIRST
    assert use_cases.party_record(people, "Əliyeva", "TR") == party_id("Əliyeva", "TR")


def test_spellings_are_added_to_a_party(people):
    """Adding spellings to a party skips the spellings that the party already has."""
    use_cases.alias(people, FIRST, ("Əliyeva", "LEYLA ALIYEVA"))
    assert people.told() == [(FIRST, PartyAliased(aliases=("Əliyeva",)))]


def test_the_name_of_another_party_is_no_spelling(people):
    """Dragoman refuses another party's name as a spelling; the message suggests a merge."""
    with pytest.raises(
        Refused, match=r"'leila aliewa' is the name of .*; merge the two"
    ) as refusal:
        use_cases.alias(people, FIRST, ("leila aliewa",))
    assert refusal.value.records == {"other": SECOND}
    assert people.told() == []


def test_a_name_on_another_side_is_free(people):
    """Two parties on different sides can have the same name."""
    use_cases.register_party(people, TREATY, Identity(name="Leila Aliewa", side="TR"), ())
    use_cases.alias(people, TREATY, ("Leyla Aliyeva",))
    assert people.load(TREATY).names == ("Leila Aliewa", "Leyla Aliyeva")


def test_posts_are_assumed_and_left(people):
    """Assuming a post records one event, and leaving the post records another."""
    assumed = PositionAssumed(post="minister", side="AZ", assumed=parse_date("2020"))
    left = PositionLeft(post="minister", side="AZ", left=parse_date("2024"))
    use_cases.assume(people, FIRST, assumed)
    use_cases.leave(people, FIRST, left)
    assert people.told() == [(FIRST, assumed), (FIRST, left)]


def test_two_parties_are_merged(people):
    """Merging a party twice records one event, in the history of the party that is merged away."""
    use_cases.merge(people, SECOND, FIRST)
    use_cases.merge(people, SECOND, FIRST)
    assert people.told() == [(SECOND, PartiesMerged(into=FIRST))]


def test_merged_parties_form_a_chain(people):
    """The target of a merge can itself be merged into a third party."""
    use_cases.merge(people, FIRST, SECOND)
    use_cases.merge(people, SECOND, THIRD)
    assert people.load(FIRST).merged_into == SECOND
    assert people.load(SECOND).merged_into == THIRD


@pytest.mark.parametrize("into", [FIRST, SECOND, THIRD])
def test_a_chain_of_parties_has_an_end(people, into):
    """Dragoman refuses to merge a party into itself, directly or through other merged parties."""
    use_cases.merge(people, FIRST, SECOND)
    use_cases.merge(people, SECOND, THIRD)
    with pytest.raises(Refused, match="merged into itself"):
        use_cases.merge(people, THIRD, into)


def test_a_party_is_merged_once(people):
    """Dragoman refuses a second merge of the same party.

    The message names the target of the first merge.
    """
    use_cases.merge(people, FIRST, SECOND)
    with pytest.raises(Refused, match=r"is already merged into .*; split it first") as refusal:
        use_cases.merge(people, FIRST, THIRD)
    assert refusal.value.records == {"other": SECOND}


@pytest.mark.parametrize("into", [BODY, UNKNOWN])
def test_a_party_is_merged_only_into_a_party(people, into):
    """Dragoman refuses to merge a party into a mechanism or a missing record."""
    with pytest.raises(Refused, match="is not a party") as refusal:
        use_cases.merge(people, FIRST, into)
    assert (refusal.value.field, refusal.value.records) == ("into", {"record": into})


def test_a_party_is_not_merged_into_a_retracted_one(people):
    """Dragoman refuses to merge a party into a retracted party."""
    people.decide(PARTY, SECOND, lambda state: [Retracted()])
    with pytest.raises(Refused, match="is retracted; you cannot merge a party into it"):
        use_cases.merge(people, FIRST, SECOND)


def test_a_merged_party_is_split(people):
    """Splitting a merged party twice records one event, and the party can be merged again."""
    use_cases.merge(people, FIRST, SECOND)
    people.told()
    use_cases.split(people, FIRST)
    use_cases.split(people, FIRST)
    use_cases.merge(people, FIRST, THIRD)
    assert people.told() == [(FIRST, PartiesSplit()), (FIRST, PartiesMerged(into=THIRD))]


def test_a_retracted_party_that_takes_part_again_is_registered_again(people):
    """Recording a visit with a retracted party registers the party again."""
    record = use_cases.party_record(people, "A. Demir", "AZ")
    register(people, record, "A. Demir", "Demir")
    people.decide(PARTY, record, lambda state: [Retracted()])
    people.told()
    visit(people, participants=(Participant(name="A. Demir", post="envoy", side="AZ"),))
    party = people.standing()[record]
    assert (party.names, party.post) == (("A. Demir", "Demir"), "envoy")
