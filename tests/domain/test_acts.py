"""Acts: what recording one thing does to the records around it."""

from typing import Any
from uuid import UUID

import pytest

from dragoman.domain import acts
from dragoman.domain.catalogue import FOLLOW_UP, INSTRUMENT, MECHANISM, MEETING, PARTY, VISIT
from dragoman.domain.consultation import (
    ConsultationHeld,
    ConsultationPostponed,
    ConsultationRescheduled,
)
from dragoman.domain.dates import parse
from dragoman.domain.engagement import ParticularsAdded
from dragoman.domain.follow_up import (
    Awaits,
    FollowUpDropped,
    FollowUpFulfilled,
    FollowUpRevised,
    Undertaking,
)
from dragoman.domain.instrument import InstrumentSigned, Provisions
from dragoman.domain.mechanism import Charter, MechanismAmended, MechanismDissolved, mechanism_id
from dragoman.domain.participant import Participant
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
from dragoman.domain.upkeep import Retracted
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
AHEAD = parse("2030")


def events_of(book: Ledger, record: UUID) -> list[Any]:
    """What this entry says of one record; the next one begins."""
    return [event for its, event in book.told() if its == record]


# --- Participants ------------------------------------------------------------------------------


def test_participants_become_parties(book):
    """Who took part under a name is registered, in the same entry."""
    visit(book, participants=(MINISTER, HOST))
    assert [book.load(party_id(one.name, one.side)).post for one in (MINISTER, HOST)] == [
        "deputy minister",
        "under-secretary",
    ]


def test_a_party_is_registered_once(book):
    """Met again, elsewhere or twice in one list, the party is the same."""
    visit(book, participants=(MINISTER, MINISTER))
    acts.engage(book, MEETING, SESSION, "held", particulars(participants=(MINISTER,)))
    assert len(events_of(book, party_id(MINISTER.name, MINISTER.side))) == 1


def test_a_party_is_known_by_its_other_spellings(book):
    """Whoever bears an alias is registered already."""
    party = party_id("Leyla Əliyeva", "AZ")
    register(book, party, "Leyla Əliyeva", MINISTER.name)
    visit(book, participants=(MINISTER,))
    assert book.load(party_id(MINISTER.name, MINISTER.side)) is None


def test_who_has_no_name_is_not_registered(book):
    """A post is nobody."""
    visit(book, participants=(Participant(post="minister", side="AZ"),))
    assert {record for record, _ in book.told()} == {TRIP}


def test_who_is_linked_to_a_party_is_that_party(book):
    """Its name is another spelling, once."""
    register(book, FIRST, "Leyla Aliyeva")
    book.told()
    visit(book, participants=(Participant(name="L. A.", side="AZ", party=FIRST),))
    visit(book, SESSION, participants=(Participant(name="l. a.", side="AZ", party=FIRST),))
    assert [event for record, event in book.told() if record not in (TRIP, SESSION)] == [
        PartyAliased(aliases=("L. A.",))
    ]


@pytest.mark.parametrize(
    ("linked", "reason"), [(BODY, "is a mechanism, not a party"), (UNKNOWN, "no such party")]
)
def test_who_takes_part_is_linked_to_a_party(book, linked, reason):
    """Neither to a standing body nor to what does not exist."""
    with pytest.raises(Refused, match=reason):
        visit(book, participants=(Participant(name="L. A.", side="AZ", party=linked),))


def test_nobody_is_registered_for_what_is_not_recorded(book):
    """A second source that names others leaves the participants, and so registers none of them."""
    visit(book, participants=(MINISTER,), sources=(AGENCY,))
    other = Participant(name="Leila Aliewa", side="AZ")
    visit(book, participants=(other,), sources=(DAILY,))
    assert book.load(party_id(other.name, other.side)) is None


# --- A second source ----------------------------------------------------------------------------


def test_a_record_is_new_once(book):
    """The outcome tells whether the record was there before."""
    assert not visit(book).existed
    assert visit(book).existed


def test_recording_twice_records_nothing(book):
    """The same facts from the same source leave everything as it is."""
    facts = {"participants": (MINISTER,), "sources": (AGENCY,), "as_written": {"place": "Bagdad"}}
    visit(book, **facts)
    book.told()
    again = visit(book, **facts)
    assert book.told() == []
    assert (again.events, dict(again.unrecorded)) == ((), {})


def test_a_second_source_adds_only_what_was_not_known(book):
    """Gaps are filled, the source is cited with them, and the rest stays."""
    visit(book, sources=(AGENCY,))
    book.told()
    second = visit(book, title="Besuch im Irak", place="Baghdad", sources=(DAILY,))
    added = ParticularsAdded(place="Baghdad", sources=(DAILY,))
    assert book.told() == [(TRIP, added)]
    assert second.events == (added,)


def test_a_second_source_that_adds_nothing_is_cited(book):
    """That two sources say the same is worth knowing."""
    visit(book, sources=(AGENCY,))
    book.told()
    visit(book, sources=(DAILY,))
    assert book.told() == [(TRIP, SourceCited(sources=(DAILY,)))]


def test_what_a_second_source_says_otherwise_is_reported(book):
    """Nothing is overwritten silently, and nothing dropped silently."""
    visit(book)
    second = visit(book, title="Besuch im Irak", occurred=parse("2025-04"))
    assert dict(second.unrecorded) == {
        "title": ("Talks in Baghdad", "Besuch im Irak"),
        "occurred": (parse("2025-04-20"), parse("2025-04")),
    }
    assert second.state.title == "Talks in Baghdad"


def test_a_new_record_differs_from_nothing(book):
    """Everything the first source says is recorded."""
    assert dict(visit(book, place="Baghdad").unrecorded) == {}


def test_the_order_of_the_parties_is_no_difference(book):
    """Who is named first says nothing: a source that turns them round agrees."""
    visit(book, parties=("AZ", "IQ"))
    assert dict(visit(book, parties=("IQ", "AZ")).unrecorded) == {}


# --- Links --------------------------------------------------------------------------------------


def test_an_engagement_may_be_part_of_another(book):
    """A session takes place within a visit."""
    visit(book)
    assert session(book, part_of=TRIP).state.part_of == TRIP


@pytest.mark.parametrize("whole", [BODY, UNKNOWN])
@pytest.mark.parametrize("engage", [visit, session])
def test_what_is_no_engagement_has_no_parts(book, engage, whole):
    """Neither a standing body nor a record that does not exist."""
    with pytest.raises(Refused, match=r"is not an engagement"):
        engage(book, part_of=whole)
    assert book.told() == []


def test_nothing_is_part_of_itself(book):
    """Not even once it is recorded."""
    visit(book)
    with pytest.raises(Refused, match="part of itself"):
        visit(book, part_of=TRIP)


@pytest.mark.parametrize("body", [TRIP, UNKNOWN])
def test_a_session_is_of_a_mechanism(book, body):
    """Neither of a visit, nor of a record that does not exist."""
    visit(book)
    with pytest.raises(Refused, match=r"is not a mechanism"):
        session(book, mechanism=body)


def test_a_known_session_is_of_a_mechanism_still(book):
    """A later report cannot make it the session of a visit."""
    visit(book)
    session(book, status="scheduled")
    with pytest.raises(Refused, match=r"is not a mechanism"):
        session(book, mechanism=TRIP)


@pytest.mark.parametrize("kind", [VISIT, MEETING], ids=lambda kind: kind.name)
def test_other_engagements_belong_to_a_mechanism_too(book, kind):
    """Where they name one, it has to be one."""
    status = kind.state.stages[-1]
    with pytest.raises(Refused, match=r"is not a mechanism"):
        acts.engage(book, kind, TRIP, status, particulars(mechanism=UNKNOWN))


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (lambda book: visit(book, BODY), "is a mechanism, not a visit"),
        (lambda book: session(book, TRIP), "is a visit, not a consultation"),
        (lambda book: acts.establish(book, TRIP, charter()), "is a visit, not a mechanism"),
        (lambda book: owe(book, TRIP), "is a visit, not a follow-up"),
        (lambda book: acts.fulfil(book, BODY, FollowUpFulfilled()), "not a follow-up"),
        (lambda book: register(book, TRIP, "Leyla Aliyeva"), "is a visit, not a party"),
    ],
)
def test_a_record_stays_of_its_kind(book, act, fault):
    """What was recorded as one thing is not recorded on as another."""
    visit(book)
    book.told()
    with pytest.raises(Refused, match=fault):
        act(book)
    assert book.told() == []


# --- Sessions -----------------------------------------------------------------------------------


def test_a_session_takes_its_title_and_parties_from_the_mechanism(book):
    """Where it tells none."""
    held = session(book, title=None, parties=())
    assert (held.state.title, held.state.parties) == (CHARTER["title"], CHARTER["parties"])


def test_a_number_is_taken_once(book):
    """The refusal names the session that bears it."""
    session(book, OTHER_SESSION, session=3)
    with pytest.raises(Refused, match=r"session 3 of .* is already recorded as") as refusal:
        session(book, session=3)
    assert refusal.value.records == {"mechanism": BODY, "other": OTHER_SESSION}


def test_the_same_session_keeps_its_number(book):
    """Reporting it again, or holding what was scheduled, takes nothing from anybody."""
    session(book, status="scheduled", session=3)
    assert session(book, session=3).state.status == "held"
    assert session(book, session=3).events == ()


def test_a_number_added_later_is_taken_once_too(book):
    """A known session need not name its mechanism again for its number to be checked."""
    session(book, OTHER_SESSION, session=3)
    session(book)
    with pytest.raises(Refused, match="already recorded"):
        session(book, mechanism=None, session=3)


def test_numbers_count_within_a_mechanism(book):
    """Another body has its own third session."""
    other = number(6)
    acts.establish(book, other, charter(title="Consular Consultations"))
    session(book, OTHER_SESSION, session=3)
    assert session(book, mechanism=other, session=3).state.session == 3


# --- Follow-ups ---------------------------------------------------------------------------------


def test_a_session_held_fulfils_what_awaits_it(book):
    """In the same entry, by that session, on its day."""
    owe(book)
    book.told()
    session(book)
    assert book.told() == [
        (SESSION, ConsultationHeld(**_held())),
        (OWED, FollowUpFulfilled(by=SESSION, fulfilled=parse("2025-04-20"))),
    ]


def _held() -> dict[str, Any]:
    facts = particulars(mechanism=BODY)
    return {"title": facts.title, "occurred": facts.occurred, "parties": facts.parties} | {
        "mechanism": BODY
    }


def test_a_session_scheduled_fulfils_nothing(book):
    """It does once it is held."""
    owe(book)
    session(book, status="scheduled")
    assert book.load(OWED).status == "open"
    session(book)
    assert book.load(OWED).status == "fulfilled"


def test_a_session_reported_again_fulfils_nothing_more(book):
    """What one session has settled stays settled by it."""
    owe(book)
    session(book)
    book.told()
    assert session(book).undecided == ()
    assert book.told() == []


def test_the_awaited_number_settles_whatever_its_day(book):
    """Told again, a session that is dated before the agreement changes nothing."""
    owe(book, awaits=Awaits(mechanism=BODY, session=3))
    session(book, session=3, occurred=parse("2025-03-01"))
    assert book.load(OWED).status == "fulfilled"
    book.told()
    session(book, session=3, occurred=parse("2025-03-01"))
    assert book.told() == []


def test_a_session_before_the_agreement_fulfils_nothing(book):
    """What was owed afterwards is owed still."""
    owe(book, agreed=parse("2025-04-21"))
    assert session(book).undecided == ()
    assert book.load(OWED).status == "open"


@pytest.mark.parametrize("occurred", [parse("2025"), parse("2025-04-01"), None])
def test_where_the_dates_do_not_tell_somebody_has_to(book, occurred):
    """The follow-up stays open, and is named."""
    owe(book)
    assert session(book, occurred=occurred).undecided == (OWED,)
    assert book.load(OWED).status == "open"


def test_a_number_tells_where_the_dates_do_not(book):
    """The awaited number settles, another one does not."""
    owe(book, awaits=Awaits(mechanism=BODY, session=3))
    assert session(book, OTHER_SESSION, session=2).undecided == ()
    assert book.load(OWED).status == "open"
    session(book, session=3, occurred=None)
    assert book.load(OWED).by == SESSION


def test_a_number_known_later_settles_what_awaited_it(book):
    """Filling in the number is enough."""
    owe(book, awaits=Awaits(mechanism=BODY, session=3))
    session(book)
    assert book.load(OWED).status == "open"
    session(book, session=3)
    assert book.load(OWED).by == SESSION


def test_a_session_does_not_settle_what_it_agreed(book):
    """The next session is another one."""
    session(book)
    owe(book, agreed_in=SESSION, agreed=None)
    assert session(book).undecided == ()
    assert book.load(OWED).status == "open"


def test_an_undertaking_has_the_day_and_the_parties_of_what_agreed_it(book):
    """Where it tells none of its own."""
    visit(book, host="TR")
    owed = owe(book, agreed_in=TRIP, agreed=None).state
    assert (owed.agreed, owed.parties) == (parse("2025-04-20"), ("AZ", "IQ", "TR"))


def test_an_undertaking_has_the_parties_of_what_it_awaits(book):
    """Where it is not known who agreed it."""
    assert owe(book).state.parties == ("AZ", "IQ")


def test_what_a_recorded_session_has_settled_is_fulfilled_at_once(book):
    """The earliest session after the agreement settles it, in whatever order they came in."""
    session(book, OTHER_SESSION, occurred=parse("2025-04-22"))
    session(book)
    book.told()
    owe(book)
    assert [type(event) for event in events_of(book, OWED)][1:] == [FollowUpFulfilled]
    assert (book.load(OWED).by, book.load(OWED).fulfilled) == (SESSION, parse("2025-04-20"))


def test_what_a_recorded_session_may_have_settled_is_named(book):
    """Where the dates do not tell, the new follow-up stays open."""
    session(book, occurred=parse("2025"))
    assert owe(book).undecided == (SESSION,)
    assert book.load(OWED).status == "open"


def test_an_awaited_number_that_was_held_without_a_date_settles_at_once(book):
    """The number tells, also where it is not known when."""
    session(book, session=3, occurred=None)
    owe(book, awaits=Awaits(mechanism=BODY, session=3))
    assert book.load(OWED).by == SESSION


def test_an_undertaking_is_agreed_once(book):
    """Told again it gives no event, and is not settled a second time."""
    owe(book)
    book.told()
    again = owe(book)
    assert book.told() == []
    assert (again.existed, again.undecided, dict(again.unrecorded)) == (True, (), {})


def test_an_undertaking_told_again_is_the_same_when_its_visit_is_known_better(book):
    """What was only taken over from the visit is no difference between sources."""
    visit(book)
    acts.agree(book, OWED, undertaking(awaits=None, agreed_in=TRIP))
    visit(book, participants=(Participant(name="E. Kaya", side="TR"),))
    again = acts.agree(book, OWED, undertaking(awaits=None, agreed_in=TRIP))
    assert dict(again.unrecorded) == {}


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"agreed_in": BODY}, "is not an engagement"),
        ({"agreed_in": UNKNOWN}, "is not an engagement"),
        ({"awaits": Awaits(mechanism=UNKNOWN)}, "is not a mechanism"),
    ],
)
def test_an_undertaking_names_what_there_is(book, facts, reason):
    """An engagement that agreed it, a mechanism that it awaits."""
    with pytest.raises(Refused, match=reason):
        owe(book, **facts)
    assert book.told() == []


def test_a_follow_up_is_fulfilled_by_hand(book):
    """By an engagement, or as a note tells."""
    owe(book)
    done = acts.fulfil(book, OWED, FollowUpFulfilled(note="by letter", sources=(DAILY,)))
    assert (done.state.status, done.state.note, done.state.sources) == (
        "fulfilled",
        "by letter",
        (DAILY,),
    )


def test_a_second_source_of_a_fulfilment_is_cited(book):
    """That another one reports it too is worth knowing, here as everywhere."""
    owe(book)
    acts.fulfil(book, OWED, FollowUpFulfilled(note="by letter", sources=(AGENCY,)))
    done = acts.fulfil(book, OWED, FollowUpFulfilled(note="by letter", sources=(DAILY,)))
    assert done.state.sources == (AGENCY, DAILY)


def test_what_a_second_fulfilment_says_otherwise_is_reported(book):
    """Nothing is dropped silently."""
    owe(book)
    acts.fulfil(book, OWED, FollowUpFulfilled(note="by letter"))
    done = acts.fulfil(book, OWED, FollowUpFulfilled(note="by phone"))
    assert dict(done.unrecorded) == {"note": ("by letter", "by phone")}


@pytest.mark.parametrize("by", [BODY, UNKNOWN])
def test_a_follow_up_is_fulfilled_by_an_engagement(book, by):
    """Neither by a standing body nor by a record that does not exist."""
    owe(book)
    with pytest.raises(Refused, match=r"is not an engagement"):
        acts.fulfil(book, OWED, FollowUpFulfilled(by=by))


# --- Mechanisms and parties ---------------------------------------------------------------------


def test_a_mechanism_is_known_by_any_title(book):
    """Under its title or an alias, whatever the order of the parties."""
    acts.establish(book, BODY, charter(aliases=("Konsultationen",)))
    turned = charter(title="konsultationen", parties=("IQ", "AZ"))
    assert acts.mechanism_record(book, turned) == BODY
    assert acts.mechanism_record(book, charter(title="X", aliases=("Konsultationen",))) == BODY
    assert acts.mechanism_record(book, charter(title="X")) == mechanism_id(charter(title="X"))


def test_a_mechanism_told_again_is_completed(book):
    """A second source fills gaps, and is cited."""
    acts.establish(book, BODY, charter(cadence="P1Y", sources=(DAILY,)))
    assert book.told() == [(BODY, MechanismAmended(cadence="P1Y", sources=(DAILY,)))]


def test_aliases_that_are_recorded_are_no_difference(book):
    """Aliases add up: a source that names fewer of them does not contradict."""
    acts.establish(book, BODY, charter(aliases=("Consultations", "Konsultationen")))
    again = acts.establish(book, BODY, charter(aliases=("Konsultationen",)))
    assert dict(again.unrecorded) == {}


def test_a_party_is_registered_with_its_spellings(book):
    """And gets those that come later."""
    record = party_id(MINISTER.name, MINISTER.side)
    register(book, record, MINISTER.name, "Əliyeva")
    again = register(book, record, MINISTER.name, "Əliyeva", "Alieva")
    assert again.existed
    assert book.load(record).names == (MINISTER.name, "Əliyeva", "Alieva")
    assert [record for record, _ in book.find(PARTY, "name:alieva|AZ")] == [record]


def test_kinds_are_told_apart(book):
    """A term of one kind finds no record of another."""
    visit(book)
    owe(book)
    assert [record for record, _ in book.find(VISIT, "party:AZ")] == [TRIP]
    assert [record for record, _ in book.find(FOLLOW_UP, "party:AZ")] == [OWED]
    assert [record for record, _ in book.find(MECHANISM, "party:AZ")] == [BODY]


# --- What changes --------------------------------------------------------------------------------


def test_what_a_plan_said_before_is_told(book):
    """Whoever moves a plan sees what it held and what it holds."""
    visit(book, status="announced", occurred=parse("2025-05-01"))
    book.told()
    moved = visit(book, status="rescheduled", occurred=parse("2025-05-20"))
    assert book.told() == [(TRIP, VisitRescheduled(occurred=parse("2025-05-20")))]
    assert (moved.before.occurred, moved.state.occurred) == (
        parse("2025-05-01"),
        parse("2025-05-20"),
    )


def test_a_session_that_was_moved_may_be_put_off(book):
    """Each is an event of the session, and fulfils nothing."""
    owe(book)
    session(book, status="scheduled")
    book.told()
    session(book, status="rescheduled", occurred=parse("2025-06"))
    session(book, status="postponed", occurred=None)
    assert book.told() == [
        (SESSION, ConsultationRescheduled(occurred=parse("2025-06"))),
        (SESSION, ConsultationPostponed()),
    ]


def test_a_session_that_is_not_held_yet_takes_its_number(book):
    """Whoever plans a session of that number is told of the one that was put off."""
    session(book, OTHER_SESSION, status="postponed", session=3)
    with pytest.raises(Refused, match="already recorded"):
        session(book, status="scheduled", session=3)


def test_what_is_retracted_is_left_as_it_is(book):
    """Whatever is told of it, nothing is recorded."""
    visit(book, status="announced")
    book.decide(VISIT, TRIP, lambda state: [Retracted()])
    book.told()
    outcome = visit(book, place="Baghdad", sources=(DAILY,))
    assert (outcome.existed, outcome.events) == (True, ())
    assert book.told() == []


def test_what_is_retracted_stays_of_its_kind(book):
    """A meeting that should not be there is no visit."""
    acts.engage(book, MEETING, TRIP, "held", particulars())
    book.decide(MEETING, TRIP, lambda state: [Retracted()])
    with pytest.raises(Refused, match="is a meeting, not a visit"):
        visit(book)


# --- Instruments ---------------------------------------------------------------------------------


def conclude(book: Ledger, status: str = "signed", **facts: Any) -> acts.Outcome:
    """A treaty comes to ``status``."""
    provisions = Provisions(title="Treaty", parties=("AZ", "IQ"), **facts)
    return acts.conclude(book, TREATY, status, provisions)


def test_an_instrument_is_recorded_with_who_signed(book):
    """Signatories are registered, as participants are."""
    conclude(book, participants=(MINISTER,))
    facts = {"title": "Treaty", "parties": ("AZ", "IQ")}
    assert events_of(book, TREATY) == [InstrumentSigned(**facts, participants=(MINISTER,))]
    assert [state.name for _, state in book.find(PARTY, "party:AZ")] == [MINISTER.name]


def test_an_instrument_is_signed_at_an_engagement_and_founds_a_mechanism(book):
    """Both are there."""
    visit(book)
    state = conclude(book, signed_in=TRIP, founds=BODY).state
    assert (state.signed_in, state.founds) == (TRIP, BODY)


@pytest.mark.parametrize("linked", [OWED, UNKNOWN])
@pytest.mark.parametrize(
    ("link", "reason"), [("signed_in", "is not an engagement"), ("founds", "is not a mechanism")]
)
def test_an_instrument_names_what_there_is(book, link, reason, linked):
    """Neither a record of another kind nor one that does not exist."""
    owe(book)
    book.told()
    with pytest.raises(Refused, match=reason) as refusal:
        conclude(book, **{link: linked})
    assert (refusal.value.field, refusal.value.records) == (link, {"record": linked})
    assert book.told() == []


def test_an_instrument_is_found_by_its_parties(book):
    """As every record is."""
    conclude(book)
    assert [record for record, _ in book.find(INSTRUMENT, "party:IQ")] == [TREATY]


# --- The life of a mechanism ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda book: acts.establish(book, BODY, charter(established=AHEAD)), "established"),
        (lambda book: acts.amend(book, BODY, Charter(established=AHEAD)), "established"),
        (lambda book: acts.dissolve(book, BODY, MechanismDissolved(dissolved=AHEAD)), "dissolved"),
        (lambda book: owe(book, agreed=AHEAD), "agreed"),
        (lambda book: acts.fulfil(book, OWED, FollowUpFulfilled(fulfilled=AHEAD)), "fulfilled"),
        (
            lambda book: acts.assume(book, FIRST, PositionAssumed(post="X", assumed=AHEAD)),
            "assumed",
        ),
        (lambda book: acts.leave(book, FIRST, PositionLeft(post="X", left=AHEAD)), "left"),
    ],
)
def test_what_has_happened_does_not_lie_ahead(book, act, field):
    """The refusal names the date."""
    with pytest.raises(Refused, match="2030 lies in the future") as refusal:
        act(book)
    assert refusal.value.field == field
    assert book.told() == []


def test_a_mechanism_is_amended(book):
    """What its charter said before is told."""
    outcome = acts.amend(book, BODY, Charter(title="Strategic Talks", sources=(DAILY,)))
    amended = MechanismAmended(title="Strategic Talks", sources=(DAILY,))
    assert book.told() == [(BODY, amended)]
    assert (outcome.before.title, outcome.state.title) == (CHARTER["title"], "Strategic Talks")


def test_a_mechanism_is_dissolved(book):
    """Once; a second source is cited."""
    dissolved = MechanismDissolved(dissolved=parse("2025-04"))
    acts.dissolve(book, BODY, dissolved)
    acts.dissolve(book, BODY, MechanismDissolved(sources=(DAILY,)))
    assert book.told() == [(BODY, dissolved), (BODY, SourceCited(sources=(DAILY,)))]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (
            lambda book: acts.amend(book, UNKNOWN, Charter(cadence="P1Y")),
            "no such mechanism to amend",
        ),
        (
            lambda book: acts.dissolve(book, UNKNOWN, MechanismDissolved()),
            "no such mechanism to dissolve",
        ),
        (
            lambda book: acts.revise(book, UNKNOWN, Undertaking(owner="IQ")),
            "no such follow-up to revise",
        ),
        (lambda book: acts.drop(book, UNKNOWN, FollowUpDropped()), "no such follow-up to drop"),
        (lambda book: acts.fulfil(book, UNKNOWN, FollowUpFulfilled()), "no such follow-up to fulf"),
        (lambda book: acts.alias(book, UNKNOWN, ("X",)), "no such party"),
        (lambda book: acts.split(book, UNKNOWN), "no such party"),
    ],
)
def test_what_is_not_there_does_not_change(book, act, reason):
    """There has to be a record first."""
    with pytest.raises(Refused, match=reason):
        act(book)
    assert book.told() == []


def test_a_session_is_found_by_its_number(book):
    """Within its mechanism."""
    session(book, session=3)
    assert acts.session_record(book, BODY, 3) == SESSION
    assert acts.session_record(book, BODY, 4) is None


# --- The life of a follow-up ---------------------------------------------------------------------


def test_what_is_owed_may_be_revised(book):
    """What it said before is told."""
    owe(book, due=parse("2025-06"))
    book.told()
    outcome = acts.revise(book, OWED, Undertaking(due=parse("2025-09")))
    assert book.told() == [(OWED, FollowUpRevised(due=parse("2025-09")))]
    assert (outcome.before.due, outcome.state.due) == (parse("2025-06"), parse("2025-09"))


def test_what_a_recorded_session_settles_as_revised_is_fulfilled_at_once(book):
    """The number that is awaited now was held."""
    session(book, session=3)
    owe(book, awaits=Awaits(mechanism=BODY, session=4))
    book.told()
    acts.revise(book, OWED, Undertaking(awaits=Awaits(mechanism=BODY, session=3)))
    assert [type(event) for event in events_of(book, OWED)] == [FollowUpRevised, FollowUpFulfilled]
    assert book.load(OWED).by == SESSION


def test_what_a_session_may_settle_as_revised_is_named(book):
    """Where the dates do not tell."""
    session(book, occurred=parse("2025"))
    owe(book, awaits=Awaits(mechanism=BODY, session=4))
    revised = acts.revise(book, OWED, Undertaking(awaits=Awaits(mechanism=BODY)))
    assert revised.undecided == (SESSION,)


def test_a_revision_names_what_there_is(book):
    """As an undertaking does."""
    owe(book)
    with pytest.raises(Refused, match="is not a mechanism") as refusal:
        acts.revise(book, OWED, Undertaking(awaits=Awaits(mechanism=UNKNOWN)))
    assert refusal.value.field == "awaits"


def test_what_was_dropped_is_awaited_no_more(book):
    """A session that is held later does not fulfil it."""
    owe(book)
    acts.drop(book, OWED, FollowUpDropped(note="overtaken by events"))
    session(book)
    assert book.load(OWED).status == "dropped"


# --- Parties -------------------------------------------------------------------------------------


@pytest.fixture
def people(book):
    """A register in which three people are known."""
    for record, name in ((FIRST, "Leyla Aliyeva"), (SECOND, "Leila Aliewa"), (THIRD, "L. Alieva")):
        register(book, record, name)
    book.told()
    return book


def test_a_party_is_found_by_any_name(people):
    """Or gets an id of its own."""
    acts.alias(people, FIRST, ("Əliyeva",))
    assert acts.party_record(people, "əliyeva", "AZ") == FIRST
    assert acts.party_record(people, "Əliyeva", "TR") == party_id("Əliyeva", "TR")


def test_spellings_are_added_to_a_party(people):
    """Those that it bears already are left out."""
    acts.alias(people, FIRST, ("Əliyeva", "LEYLA ALIYEVA"))
    assert people.told() == [(FIRST, PartyAliased(aliases=("Əliyeva",)))]


def test_the_name_of_another_is_no_spelling(people):
    """The refusal names the other, and says what to do."""
    with pytest.raises(
        Refused, match=r"'leila aliewa' is the name of .*: merge the two"
    ) as refusal:
        acts.alias(people, FIRST, ("leila aliewa",))
    assert refusal.value.records == {"other": SECOND}
    assert people.told() == []


def test_a_name_on_another_side_is_free(people):
    """It is that of somebody else."""
    acts.register_party(people, TREATY, Identity(name="Leila Aliewa", side="TR"), ())
    acts.alias(people, TREATY, ("Leyla Aliyeva",))
    assert people.load(TREATY).names == ("Leila Aliewa", "Leyla Aliyeva")


def test_posts_are_taken_up_and_given_up(people):
    """Each is an event of the party."""
    assumed = PositionAssumed(post="minister", side="AZ", assumed=parse("2020"))
    left = PositionLeft(post="minister", side="AZ", left=parse("2024"))
    acts.assume(people, FIRST, assumed)
    acts.leave(people, FIRST, left)
    assert people.told() == [(FIRST, assumed), (FIRST, left)]


def test_two_parties_are_one(people):
    """The one is merged into the other, which stays as it is."""
    acts.merge(people, SECOND, FIRST)
    acts.merge(people, SECOND, FIRST)
    assert people.told() == [(SECOND, PartiesMerged(into=FIRST))]


def test_merged_parties_form_a_chain(people):
    """One may be merged into one that is merged itself."""
    acts.merge(people, FIRST, SECOND)
    acts.merge(people, SECOND, THIRD)
    assert people.load(FIRST).merged_into == SECOND
    assert people.load(SECOND).merged_into == THIRD


@pytest.mark.parametrize("into", [FIRST, SECOND, THIRD])
def test_a_chain_of_parties_has_an_end(people, into):
    """Nobody is merged into one of those that are merged into it, nor into itself."""
    acts.merge(people, FIRST, SECOND)
    acts.merge(people, SECOND, THIRD)
    with pytest.raises(Refused, match="merged into itself"):
        acts.merge(people, THIRD, into)


def test_a_party_is_merged_once(people):
    """The refusal names the one into which it is merged."""
    acts.merge(people, FIRST, SECOND)
    with pytest.raises(Refused, match=r"is merged into .* already; split it first") as refusal:
        acts.merge(people, FIRST, THIRD)
    assert refusal.value.records == {"other": SECOND}


@pytest.mark.parametrize("into", [BODY, UNKNOWN])
def test_a_party_is_merged_into_a_party(people, into):
    """Neither into a standing body nor into what does not exist."""
    with pytest.raises(Refused, match="is not a party") as refusal:
        acts.merge(people, FIRST, into)
    assert (refusal.value.field, refusal.value.records) == ("into", {"record": into})


def test_a_party_is_not_merged_into_one_that_should_not_be_there(people):
    """Nobody would find it."""
    people.decide(PARTY, SECOND, lambda state: [Retracted()])
    with pytest.raises(Refused, match="is retracted, and nobody can be merged into it"):
        acts.merge(people, FIRST, SECOND)


def test_a_merged_party_is_split_again(people):
    """Once; then it may be merged into another."""
    acts.merge(people, FIRST, SECOND)
    people.told()
    acts.split(people, FIRST)
    acts.split(people, FIRST)
    acts.merge(people, FIRST, THIRD)
    assert people.told() == [(FIRST, PartiesSplit()), (FIRST, PartiesMerged(into=THIRD))]


def test_somebody_who_was_retracted_and_takes_part_again_is_registered_again(people):
    """The next entry finds nobody of that name."""
    record = acts.party_record(people, "A. Demir", "AZ")
    register(people, record, "A. Demir", "Demir")
    people.decide(PARTY, record, lambda state: [Retracted()])
    people.told()
    visit(people, participants=(Participant(name="A. Demir", post="envoy", side="AZ"),))
    party = people.standing()[record]
    assert (party.names, party.post) == (("A. Demir", "Demir"), "envoy")
