"""Rectification: setting right what was recorded, and what follows from it for other records."""

import pytest

from dragoman.domain import acts, rectification
from dragoman.domain.catalogue import CONSULTATION, FOLLOW_UP, MEETING
from dragoman.domain.dates import parse
from dragoman.domain.engagement import ParticularsAdded
from dragoman.domain.follow_up import Awaits, FollowUpCorrected, FollowUpFulfilled, Undertaking
from dragoman.domain.instrument import Provisions
from dragoman.domain.mechanism import Charter
from dragoman.domain.participant import Participant
from dragoman.domain.party import party_id
from dragoman.domain.refusal import Refused
from dragoman.domain.source import SourceCited
from dragoman.domain.undoing import Undone
from dragoman.domain.upkeep import ReadingDisputed, ReadingResolved, Retracted
from dragoman.domain.visit import VisitConcluded, VisitCorrected
from tests.domain.ledger import UNKNOWN, Ledger, owe, parties, register, session, visit
from tests.domain.samples import (
    AGENCY,
    BODY,
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

FIRST, SECOND, THIRD, TREATY = map(number, range(10, 14))
REOPENED = FollowUpCorrected(status="open", cleared=("by", "fulfilled"))
EARLIER = parse("2025-03-01")


def correct(book, record, *cleared, sources=(), **facts):
    """What was recorded is set right."""
    return rectification.correct(book, record, facts, cleared, sources)


# --- Corrected -----------------------------------------------------------------------------------


def test_a_record_is_corrected(book):
    """The source that tells it is cited, and what the record said before is told."""
    visit(book)
    book.told()
    outcome = correct(book, TRIP, "parties", host="IQ", title="Besuch", sources=(DAILY,))
    assert book.told() == [
        (TRIP, VisitCorrected(host="IQ", title="Besuch", cleared=("parties",))),
        (TRIP, SourceCited(sources=(DAILY,))),
    ]
    assert (outcome.before.title, outcome.before.parties) == ("Talks in Baghdad", ("AZ", "IQ"))
    assert (outcome.state.title, outcome.state.parties) == ("Besuch", ())


def test_what_is_right_is_not_corrected(book):
    """Nothing is recorded, and nobody is registered."""
    visit(book, participants=(MINISTER,))
    book.told()
    assert correct(book, TRIP, title="Talks in Baghdad", participants=(MINISTER,)).events == ()
    assert book.told() == []


@pytest.mark.parametrize(
    "act",
    [
        lambda book: correct(book, UNKNOWN, title="X"),
        lambda book: rectification.retract(book, UNKNOWN),
        lambda book: rectification.cite(book, UNKNOWN, DAILY),
        lambda book: rectification.dispute(book, UNKNOWN, "title", "X", DAILY),
        lambda book: rectification.resolve(book, UNKNOWN, "title", "X"),
    ],
)
def test_what_is_not_there_is_not_set_right(book, act):
    """There has to be a record first."""
    with pytest.raises(Refused, match="there is no such record"):
        act(book)


def test_who_took_part_after_all_is_registered(book):
    """The other one stays registered: somebody may name it elsewhere."""
    visit(book, participants=(MINISTER,))
    correct(book, TRIP, participants=(HOST,))
    assert parties(book) == {MINISTER.name, HOST.name}


def test_what_was_recorded_of_a_treaty_is_corrected(book):
    """As of anything else."""
    acts.conclude(book, TREATY, "signed", Provisions(title="Treaty", parties=("AZ", "IQ")))
    assert correct(book, TREATY, status="in force", in_force=parse("2020")).state.status == (
        "in force"
    )


AHEAD = parse("2030")


@pytest.mark.parametrize(
    ("record", "facts", "cleared", "reason"),
    [
        (TRIP, {}, ("title",), "title is missing"),
        (TRIP, {}, ("parties",), "parties are missing"),
        (TRIP, {"occurred": AHEAD}, (), "2030 lies in the future: what has not happened yet is"),
        (TRIP, {"part_of": TRIP}, (), "would be part of itself"),
        (TRIP, {"part_of": BODY}, (), "is not an engagement"),
        (TRIP, {}, ("status",), "cannot be left empty"),
        (SESSION, {}, ("mechanism",), "mechanism is missing"),
        (SESSION, {"mechanism": TRIP}, (), "is not a mechanism"),
        (TREATY, {"parties": ("AZ",)}, (), "parties are missing"),
        (TREATY, {"signed": AHEAD}, (), "lies in the future"),
        (TREATY, {"founds": TRIP}, (), "is not a mechanism"),
        (TREATY, {"signed_in": UNKNOWN}, (), "is not an engagement"),
        (BODY, {"parties": ("AZ", "AZ")}, (), "a mechanism has at least two different ones"),
        (BODY, {}, ("title",), "cannot be left empty"),
        (BODY, {}, ("body",), "cannot be left empty"),
        (BODY, {"established": AHEAD}, (), "lies in the future"),
        (BODY, {"status": "dissolved", "dissolved": AHEAD}, (), "lies in the future"),
        (OWED, {}, ("what",), "cannot be left empty"),
        (OWED, {"agreed": AHEAD}, (), "lies in the future"),
        (OWED, {"status": "fulfilled", "fulfilled": AHEAD}, (), "lies in the future"),
        (OWED, {"by": BODY}, (), "is not an engagement"),
        (OWED, {"agreed_in": UNKNOWN}, (), "is not an engagement"),
        (OWED, {"awaits": Awaits(mechanism=TRIP)}, (), "is not a mechanism"),
        (FIRST, {}, ("name",), "cannot be left empty"),
    ],
)
def test_a_correction_leaves_a_record_that_could_have_been_recorded(
    book, record, facts, cleared, reason
):
    """What would be refused of a new record is refused here."""
    visit(book)
    session(book)
    owe(book, agreed=None)
    acts.conclude(book, TREATY, "signed", Provisions(title="Treaty", parties=("AZ", "IQ")))
    register(book, FIRST, "Leyla Aliyeva")
    before = book.standing()
    with pytest.raises(Refused, match=reason):
        book.record(rectification.correct, record, facts, cleared)
    assert book.standing() == before


def test_a_type_that_is_cleared_is_a_person(book):
    """That is what a party is where nothing else is told."""
    register(book, FIRST, "Leyla Aliyeva")
    assert correct(book, FIRST, "type").state.type == "person"


def test_a_number_is_not_corrected_to_that_of_another(book):
    """The refusal names the session that bears it."""
    session(book, session=3)
    session(book, OTHER_SESSION, session=4)
    with pytest.raises(Refused, match="already recorded") as refusal:
        correct(book, OTHER_SESSION, session=3)
    assert refusal.value.records == {"mechanism": BODY, "other": SESSION}


# --- What a session had fulfilled ----------------------------------------------------------------


@pytest.fixture
def settled(book):
    """A register in which the session that was owed was held."""
    owe(book)
    session(book, session=3)
    assert book.load(OWED).by == SESSION
    book.told()
    return book


@pytest.mark.parametrize(
    "act",
    [
        lambda book: rectification.retract(book, SESSION),
        lambda book: correct(book, SESSION, status="scheduled"),
        lambda book: correct(book, SESSION, status="cancelled"),
    ],
)
def test_what_was_not_held_has_fulfilled_nothing(settled, act):
    """What it had fulfilled is owed again, in the same entry."""
    act(settled)
    assert settled.told()[1:] == [(OWED, REOPENED)]
    owed = settled.load(OWED)
    assert (owed.status, owed.by, owed.fulfilled) == ("open", None, None)


def test_a_session_of_another_body_has_fulfilled_nothing(settled):
    """What awaits a session of this one is owed again."""
    acts.establish(settled, THIRD, charter(title="Consular Consultations"))
    correct(settled, SESSION, mechanism=THIRD)
    assert settled.load(OWED).status == "open"


def test_another_number_has_fulfilled_nothing(book):
    """Where the number was what was awaited."""
    owe(book, awaits=Awaits(mechanism=BODY, session=3))
    session(book, session=3)
    correct(book, SESSION, session=4)
    assert book.load(OWED).status == "open"


def test_what_a_correction_leaves_fulfilled_stays_so(settled):
    """A title that was wrong opens nothing."""
    correct(settled, SESSION, title="Third session")
    assert [record for record, _ in settled.told()] == [SESSION]
    assert settled.load(OWED).by == SESSION


def test_what_is_owed_again_is_fulfilled_by_a_session_that_is_held(settled):
    """The next one is awaited."""
    correct(settled, SESSION, status="scheduled")
    session(settled, OTHER_SESSION)
    assert settled.load(OWED).by == OTHER_SESSION


def test_a_session_that_was_held_after_all_fulfils_what_awaits_it(book):
    """A correction does what recording does."""
    owe(book, awaits=Awaits(mechanism=BODY, session=3))
    session(book, session=2)
    book.told()
    correct(book, SESSION, session=3)
    fulfilled = FollowUpFulfilled(by=SESSION, fulfilled=parse("2025-04-20"))
    assert book.told()[1:] == [(OWED, fulfilled)]


def test_what_a_corrected_session_may_have_settled_is_named(book):
    """Where the dates do not tell."""
    owe(book)
    session(book, occurred=EARLIER)
    assert correct(book, SESSION, occurred=parse("2025")).undecided == (OWED,)


def test_a_session_before_the_agreement_has_fulfilled_nothing(settled):
    """The date that made it the next one was wrong."""
    correct(settled, SESSION, occurred=EARLIER)
    assert settled.load(OWED).status == "open"


def test_a_follow_up_was_fulfilled_on_the_day_of_its_session(settled):
    """The date of the session was wrong, and so was that of the fulfilment."""
    correct(settled, SESSION, occurred=parse("2025-04-21"))
    assert settled.load(OWED).fulfilled == parse("2025-04-21")


def test_what_a_duplicate_had_fulfilled_is_fulfilled_by_the_session_that_stays(settled):
    """The session was held, whichever record tells of it."""
    correct(settled, SESSION, "session")
    session(settled, OTHER_SESSION, session=3)
    rectification.retract(settled, SESSION, duplicate_of=OTHER_SESSION)
    assert settled.load(OWED).by == OTHER_SESSION


# --- Retracted, cited ----------------------------------------------------------------------------


def test_a_record_is_retracted(book):
    """As a duplicate of another, which stays as it is."""
    visit(book, FIRST)
    visit(book, SECOND)
    book.told()
    outcome = rectification.retract(book, FIRST, duplicate_of=SECOND)
    assert book.told() == [(FIRST, Retracted(duplicate_of=SECOND))]
    assert (outcome.state.upkeep.duplicate_of, FIRST in book.standing()) == (SECOND, False)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (TRIP, "cannot be a duplicate of itself"),
        (BODY, "is not a visit"),
        (UNKNOWN, "is not a visit"),
        (FIRST, "is retracted itself"),
    ],
)
def test_a_duplicate_is_one_of_another_record_of_the_kind(book, other, reason):
    """That stands."""
    visit(book)
    visit(book, FIRST)
    rectification.retract(book, FIRST)
    book.told()
    with pytest.raises(Refused, match=reason) as refusal:
        rectification.retract(book, TRIP, duplicate_of=other)
    assert refusal.value.field == "duplicate_of"
    assert book.told() == []


def test_a_number_that_was_retracted_is_free(book):
    """Another session may bear it."""
    session(book, session=3)
    rectification.retract(book, SESSION)
    book.told()
    assert session(book, OTHER_SESSION, session=3).state.session == 3


def test_a_retracted_session_settles_nothing_new(book):
    """What is agreed later awaits another one."""
    session(book)
    rectification.retract(book, SESSION)
    book.told()
    owe(book)
    assert book.load(OWED).status == "open"


def test_a_source_is_cited(book):
    """Once, and not for a record that should not be there."""
    visit(book)
    book.told()
    rectification.cite(book, TRIP, DAILY)
    rectification.cite(book, TRIP, DAILY)
    assert book.told() == [(TRIP, SourceCited(sources=(DAILY,)))]
    rectification.retract(book, TRIP)
    with pytest.raises(Refused, match="is retracted"):
        rectification.cite(book, TRIP, DAILY)


# --- Disputed, resolved --------------------------------------------------------------------------


def test_a_reading_is_kept_and_chosen(book):
    """The record changes when one is chosen, and what it said before is told."""
    visit(book, sources=(AGENCY,))
    book.told()
    disputed = rectification.dispute(book, TRIP, "occurred", "2025-04-19", DAILY)
    assert disputed.state.occurred == parse("2025-04-20")
    resolved = rectification.resolve(book, TRIP, "occurred", "2025-04-19")
    assert book.told() == [
        (TRIP, ReadingDisputed(field="occurred", value="2025-04-19", source=DAILY)),
        (TRIP, ReadingResolved(field="occurred", value="2025-04-19")),
    ]
    assert resolved.before.occurred == parse("2025-04-20")
    assert resolved.state.occurred == parse("2025-04-19")


def test_who_took_part_according_to_the_chosen_reading_is_registered(book):
    """Under the name that counts."""
    visit(book, participants=(MINISTER,))
    rectification.dispute(book, TRIP, "participants.1.name", "Leila Aliewa", DAILY)
    assert parties(book) == {MINISTER.name}
    rectification.resolve(book, TRIP, "participants.1.name", "Leila Aliewa")
    assert parties(book) == {MINISTER.name, "Leila Aliewa"}


def test_a_reading_that_could_not_have_been_recorded_is_not_chosen(book):
    """It may be kept, but does not count."""
    visit(book)
    session(book, session=3)
    session(book, OTHER_SESSION, session=4)
    for record, field, value, reason in (
        (TRIP, "occurred", "2030", "lies in the future"),
        (OTHER_SESSION, "session", "3", "already recorded"),
    ):
        book.record(rectification.dispute, record, field, value, DAILY)
        with pytest.raises(Refused, match=reason):
            book.record(rectification.resolve, record, field, value)


def test_a_chosen_reading_does_what_recording_does(book):
    """A session of the awaited number fulfils what awaited it."""
    owe(book, awaits=Awaits(mechanism=BODY, session=3))
    session(book, session=2)
    rectification.dispute(book, SESSION, "session", "3", DAILY)
    assert book.load(OWED).status == "open"
    rectification.resolve(book, SESSION, "session", "3")
    assert book.load(OWED).by == SESSION


def test_a_status_is_one_that_the_record_can_have(book):
    """Otherwise no later decision knows how far the record has come."""
    visit(book)
    with pytest.raises(Refused, match="holds no plain value"):
        rectification.dispute(book, TRIP, "status", "delayed", DAILY)


# --- Undone --------------------------------------------------------------------------------------


def undone(book: Ledger, entry):
    """The entry that undoes another one."""
    return book.record(rectification.undo, entry)


def test_what_an_entry_told_of_a_known_record_does_not_count(book):
    """Its events are undone, and stay in the log."""
    visit(book, status="announced")
    entry = book.record(visit, place="Baghdad")
    assert book.load(TRIP).status == "concluded"
    book.told()
    outcomes = rectification.undo(book, entry)
    assert book.told() == [(TRIP, Undone(versions=(2,), entry=entry))]
    assert [(one.record, one.state.status, one.state.place) for one in outcomes] == [
        (TRIP, "announced", None)
    ]
    assert (outcomes[0].before.place, outcomes[0].state.place) == ("Baghdad", None)
    assert book.history(TRIP)[1] == VisitConcluded(place="Baghdad")


def test_an_entry_is_undone_once(book):
    """There is nothing left of it."""
    visit(book, status="announced")
    entry = book.record(visit)
    undone(book, entry)
    assert rectification.undo(book, entry) == []
    assert book.told() == []


def test_an_undo_is_undone(book):
    """The register stands as it did before the first of the two."""
    owe(book)
    session(book, status="scheduled")
    entry = book.record(session, session=3, participants=(MINISTER,))
    before = book.standing()
    first = undone(book, entry)
    assert book.load(SESSION).status == "scheduled"
    assert book.load(OWED).status == "open"
    second = undone(book, first)
    assert book.standing() == before
    undone(book, second)
    assert book.load(SESSION).status == "scheduled"


def test_there_is_no_such_entry(book):
    """Nothing is recorded."""
    with pytest.raises(Refused, match="there is no such entry"):
        rectification.undo(book, UNKNOWN)


def test_what_an_entry_founded_is_retracted(book):
    """The reason names the entry, and the other records stand as they did."""
    before = book.standing()
    entry = book.record(visit)
    book.told()
    rectification.undo(book, entry)
    assert book.told() == [(TRIP, Retracted(undoes=entry))]
    assert book.standing() == before


def test_what_was_founded_by_an_entry_that_is_undone_stands_again_when_that_is_undone(book):
    """Its retraction does not count."""
    owe(book)
    entry = book.record(session, participants=(MINISTER,))
    before = book.standing()
    retraction = undone(book, entry)
    assert SESSION not in book.standing()
    assert book.load(OWED).status == "open"
    undone(book, retraction)
    assert book.standing() == before


def test_parties_that_an_entry_registered_are_retracted_with_it(book):
    """Nobody names them any more."""
    entry = book.record(visit, participants=(MINISTER, HOST))
    undone(book, entry)
    assert parties(book) == set()


def test_a_party_that_somebody_else_names_is_kept(book):
    """It takes part in what stands."""
    entry = book.record(visit, participants=(MINISTER,))
    book.record(acts.engage, MEETING, SECOND, "held", particulars(participants=(MINISTER,)))
    undone(book, entry)
    assert TRIP not in book.standing()
    assert parties(book) == {MINISTER.name}


def test_a_party_that_somebody_else_is_linked_to_is_kept(book):
    """Whatever its name is there."""
    entry = book.record(visit, participants=(MINISTER,))
    linked = Participant(name="L. A.", side="AZ", party=party_id(MINISTER.name, "AZ"))
    book.record(acts.engage, MEETING, SECOND, "held", particulars(participants=(linked,)))
    undone(book, entry)
    assert parties(book) == {MINISTER.name}


def test_a_party_that_was_registered_alone_is_retracted(book):
    """Nobody names it."""
    entry = book.record(register, FIRST, "Leyla Aliyeva")
    undone(book, entry)
    assert parties(book) == set()


@pytest.mark.parametrize(
    "build",
    [
        lambda book: visit(book, place="Baghdad"),
        lambda book: rectification.cite(book, TRIP, DAILY),
        lambda book: correct(book, TRIP, title="Besuch"),
        lambda book: rectification.dispute(book, TRIP, "title", "Besuch", DAILY),
    ],
)
def test_what_others_have_built_on_is_not_undone(book, build):
    """The refusal names the record, and says what to do; undone themselves, they do not count."""
    entry = book.record(visit)
    later = book.record(build)
    with pytest.raises(Refused, match="has been changed since; undo those entries") as refusal:
        undone(book, entry)
    assert refusal.value.records == {"record": TRIP}
    assert book.told() == []
    undone(book, later)
    undone(book, entry)
    assert TRIP not in book.standing()


def test_what_others_have_built_on_may_be_retracted(book):
    """Then its first entry is undone in vain."""
    entry = book.record(visit)
    book.record(visit, place="Baghdad")
    book.record(rectification.retract, TRIP)
    assert rectification.undo(book, entry) == []


def test_a_refused_undo_undoes_nothing(book):
    """Not the other records of the entry either."""

    def both(book):
        visit(book, FIRST)
        visit(book, SECOND)

    entry = book.record(both)
    book.record(visit, SECOND, place="Baghdad")
    before = book.standing()
    with pytest.raises(Refused, match="has been changed since"):
        undone(book, entry)
    assert book.standing() == before


def test_a_retraction_is_undone_with_what_followed_from_it(book):
    """What it had reopened is fulfilled again."""
    owe(book)
    session(book)
    before = book.standing()
    retraction = book.record(rectification.retract, SESSION)
    assert book.load(OWED).status == "open"
    undone(book, retraction)
    assert book.standing() == before


def test_a_record_is_undone_to_what_could_have_been_recorded(book):
    """A visit that was put into another does not come back into its own part."""
    visit(book)
    visit(book, FIRST, part_of=TRIP)
    moved = book.record(correct, FIRST, "part_of")
    book.record(correct, TRIP, part_of=FIRST)
    with pytest.raises(Refused, match="part of itself"):
        undone(book, moved)
    assert book.load(FIRST).part_of is None


def test_a_number_that_was_taken_since_is_not_given_back(book):
    """The refusal names the session that bears it now."""
    session(book, session=3)
    freed = book.record(correct, SESSION, "session")
    session(book, OTHER_SESSION, session=3)
    with pytest.raises(Refused, match="already recorded") as refusal:
        undone(book, freed)
    assert refusal.value.records == {"mechanism": BODY, "other": OTHER_SESSION}


def test_a_number_comes_back_with_what_awaits_it(book):
    """A session that is held again fulfils what was agreed since."""
    session(book, status="scheduled", session=3)
    entry = book.record(session)
    first = undone(book, entry)
    owe(book, awaits=Awaits(mechanism=BODY, session=3))
    undone(book, first)
    assert book.load(OWED).by == SESSION


@pytest.mark.parametrize(
    ("act", "read"),
    [
        (lambda book: acts.amend(book, BODY, Charter(cadence="P1Y")), lambda book: book.load(BODY)),
        (
            lambda book: acts.revise(book, OWED, Undertaking(owner="IQ")),
            lambda book: book.load(OWED),
        ),
        (lambda book: acts.alias(book, FIRST, ("Əliyeva",)), lambda book: book.load(FIRST)),
        (lambda book: acts.merge(book, FIRST, SECOND), lambda book: book.load(FIRST)),
        (
            lambda book: rectification.cite(book, BODY, DAILY),
            lambda book: book.load(BODY),
        ),
    ],
)
def test_any_act_is_undone_and_done_again(book, act, read):
    """Whatever record it was on."""
    acts.agree(book, OWED, undertaking())
    register(book, FIRST, "Leyla Aliyeva")
    register(book, SECOND, "Leila Aliewa")
    before = read(book)
    entry = book.record(act)
    after = read(book)
    first = undone(book, entry)
    assert read(book) == before
    undone(book, first)
    assert read(book) == after


def test_parties_are_not_merged_into_a_circle_by_an_undo(book):
    """Whoever follows such a chain never comes to its end."""
    register(book, FIRST, "Leyla Aliyeva")
    register(book, SECOND, "Leila Aliewa")
    merged = book.record(acts.merge, FIRST, SECOND)
    split = undone(book, merged)
    book.record(acts.merge, SECOND, FIRST)
    with pytest.raises(Refused, match="merged into itself"):
        undone(book, split)


@pytest.mark.parametrize(
    "go",
    [
        lambda book, entry: book.record(rectification.retract, FIRST),
        lambda book, entry: book.record(rectification.undo, entry),
    ],
    ids=["retract", "undo"],
)
def test_a_party_into_which_others_are_merged_stays(book, go):
    """Neither retracted nor undone: the refusal names both, and says what comes first."""
    entry = book.record(register, FIRST, "Leyla Aliyeva")
    register(book, SECOND, "Leila Aliewa")
    book.record(acts.merge, SECOND, FIRST)
    with pytest.raises(Refused, match=r"cannot go: .* is merged into it; split") as refusal:
        go(book, entry)
    assert refusal.value.records == {"record": FIRST, "other": SECOND}
    book.record(acts.split, SECOND)
    go(book, entry)
    assert parties(book) == {"Leila Aliewa"}


def test_what_was_recorded_in_between_keeps_its_effect(book):
    """Only the entry itself does not count."""
    visit(book, status="announced")
    entry = book.record(visit)
    book.record(visit, place="Baghdad", sources=(DAILY,))
    undone(book, entry)
    assert book.history(TRIP)[2] == ParticularsAdded(place="Baghdad", sources=(DAILY,))
    state = book.load(TRIP)
    assert (state.status, state.place, state.sources) == ("announced", "Baghdad", (DAILY,))


def test_the_kinds_of_what_was_undone_are_told(book):
    """One outcome a record, in the order of the entry."""
    owe(book)
    session(book, status="scheduled")
    entry = book.record(session)
    outcomes = rectification.undo(book, entry)
    assert [(one.kind, one.existed) for one in outcomes] == [
        (CONSULTATION, True),
        (FOLLOW_UP, True),
    ]
