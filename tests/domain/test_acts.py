"""Acts: what recording one thing does to the records around it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from attrs import define, field

from domain import acts
from domain.catalogue import CONSULTATION, FOLLOW_UP, MECHANISM, MEETING, PARTY, VISIT, Kind, fold
from domain.consultation import ConsultationHeld
from domain.dates import parse
from domain.engagement import ParticularsAdded
from domain.follow_up import Awaits, FollowUpFulfilled
from domain.mechanism import MechanismAmended
from domain.participant import Participant
from domain.party import party_id
from domain.refusal import Refused
from domain.source import SourceCited
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
    TODAY,
    TRIP,
    charter,
    number,
    particulars,
    undertaking,
)

UNKNOWN = number(99)


@define
class Notebook:
    """A register in memory, as acts see it: every record with its kind and its state."""

    today: date = TODAY
    entry: list[tuple[UUID, Any]] = field(factory=list)
    _records: dict[UUID, tuple[Kind, Any]] = field(factory=dict)

    def load(self, record: UUID) -> Any:
        """The state of a record, ``None`` when there is none."""
        return self._records.get(record, (None, None))[1]

    def find(self, kind: Kind, term: str) -> list[tuple[UUID, Any]]:
        """The records of ``kind`` that have ``term``."""
        records = self._records.items()
        return [
            (one, state) for one, (its, state) in records if its is kind and term in state.terms
        ]

    def decide(
        self, kind: Kind, record: UUID, decision: Callable[[Any], Sequence[Any]]
    ) -> Sequence[Any]:
        """Make a decision, and keep its events."""
        known, state = self._records.get(record, (kind, None))
        if known is not kind:
            raise Refused(f"{{record}} is a {known.name}, not a {kind.name}", record=record)
        events = decision(state)
        if events:
            self._records[record] = (kind, fold(kind, state, events))
        self.entry += [(record, event) for event in events]
        return events

    def told(self) -> list[tuple[UUID, Any]]:
        """What this entry has recorded so far; the next one begins."""
        entry, self.entry = self.entry, []
        return entry


@pytest.fixture
def book() -> Notebook:
    """A register in which the political consultations of Azerbaijan and Iraq are established."""
    book = Notebook()
    acts.establish(book, BODY, charter())
    book.told()
    return book


def visit(book: Notebook, record: UUID = TRIP, **facts: Any) -> acts.Outcome:
    """A visit is concluded."""
    return acts.engage(book, VISIT, record, "concluded", particulars(**facts))


def session(
    book: Notebook, record: UUID = SESSION, status: str = "held", **facts: Any
) -> acts.Outcome:
    """A session of the consultations comes to ``status``."""
    facts = {"mechanism": BODY, **facts}
    return acts.engage(book, CONSULTATION, record, status, particulars(**facts))


def owe(book: Notebook, record: UUID = OWED, **facts: Any) -> acts.Outcome:
    """The next session of the consultations is owed, as agreed on 1 April 2025."""
    facts = {"agreed": parse("2025-04-01"), **facts}
    return acts.agree(book, record, undertaking(**facts))


def events_of(book: Notebook, record: UUID) -> list[Any]:
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
    acts.register_party(book, party, Participant(name="Leyla Əliyeva", side="AZ"), (MINISTER.name,))
    visit(book, participants=(MINISTER,))
    assert book.load(party_id(MINISTER.name, MINISTER.side)) is None


@pytest.mark.parametrize(
    "person",
    [Participant(post="minister", side="AZ"), Participant(name="L. A.", side="AZ", party=OWED)],
)
def test_who_has_no_name_or_a_link_is_not_registered(book, person):
    """A post is nobody, and a link tells who it is."""
    visit(book, participants=(person,))
    assert {record for record, _ in book.told()} == {TRIP}


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
        (lambda book: acts.register_party(book, TRIP, MINISTER, ()), "is a visit, not a party"),
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
    assert owe(book).undecided == (OWED,)
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
    assert acts.known_mechanism(book, turned) == BODY
    assert acts.known_mechanism(book, charter(title="X", aliases=("Konsultationen",))) == BODY
    assert acts.known_mechanism(book, charter(title="X")) is None


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
    acts.register_party(book, record, MINISTER, ("Əliyeva",))
    again = acts.register_party(book, record, MINISTER, ("Əliyeva", "Alieva"))
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
