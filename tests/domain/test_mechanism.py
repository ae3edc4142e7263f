"""Mechanisms: standing bodies, established once, known under several titles."""

import pytest

from dragoman.domain import terms
from dragoman.domain.amendments import Retracted
from dragoman.domain.dates import parse_date
from dragoman.domain.mechanism import KIND as MECHANISM
from dragoman.domain.mechanism import (
    Charter,
    MechanismAmended,
    MechanismCorrected,
    MechanismDissolved,
    MechanismEstablished,
    amend,
    complete,
    dissolve,
    mechanism_id,
)
from dragoman.domain.mechanism import establish as establishes
from dragoman.domain.source import SourceCited
from tests.domain.samples import AGENCY, CHARTER, DAILY, charter
from tests.given import given

ESTABLISHED = MechanismEstablished(**CHARTER)
DISSOLVED = MechanismDissolved(dissolved=parse_date("2024"), note="merged", sources=(DAILY,))
ALIAS = "Siyasi məsləhətləşmələr"


def test_a_mechanism_is_established():
    """Its charter is recorded as told."""
    given(MECHANISM).when(establishes, charter(cadence="P1Y", hosting="alternating")).then(
        MechanismEstablished(**CHARTER, cadence="P1Y", hosting="alternating")
    )


def test_a_mechanism_is_established_once():
    """Whatever is said of it the second time."""
    given(MECHANISM, ESTABLISHED).when(establishes, charter(cadence="P1Y")).then()


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (establishes, charter(cadence="P1Y")),
        (amend, Charter(cadence="P1Y")),
        (complete, charter(cadence="P1Y")),
        (dissolve, DISSOLVED),
    ],
)
def test_what_should_not_be_there_stays_as_it_is(decision, told):
    """No decision is made on what was retracted."""
    given(MECHANISM, ESTABLISHED, Retracted()).when(decision, told).then()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"body": None}, "body and title are missing"),
        ({"title": None}, "body and title are missing"),
        ({"parties": ()}, "at least two"),
        ({"parties": ("AZ",)}, "at least two"),
        ({"parties": ("AZ", "AZ")}, "at least two"),
    ],
)
def test_a_charter_names_the_body_and_its_parties(facts, reason):
    """A standing body without a kind, a title or a counterpart is refused."""
    given(MECHANISM).when(establishes, charter(**facts)).then_refused(reason)


def test_amending_tells_only_the_news():
    """What the charter says already is left out."""
    given(MECHANISM, ESTABLISHED).when(amend, charter(cadence="P6M")).then(
        MechanismAmended(cadence="P6M")
    )


def test_amending_may_change_the_charter():
    """The title of a body may change."""
    given(MECHANISM, ESTABLISHED).when(amend, Charter(title="Strategic Talks")).then(
        MechanismAmended(title="Strategic Talks")
    )


def test_aliases_add_up():
    """A further alias does not drop those there are."""
    before = MechanismEstablished(**CHARTER, aliases=("Consultations",))
    given(MECHANISM, before).when(amend, Charter(aliases=(ALIAS,))).then(
        MechanismAmended(aliases=("Consultations", ALIAS))
    )


@pytest.mark.parametrize("words", [{}, {"as_written": {"title": "X"}, "sources": (DAILY,)}])
def test_amending_with_nothing_new_is_no_event(words):
    """Not with other words for the same, nor with another source."""
    given(MECHANISM, ESTABLISHED).when(amend, charter(**words)).then()
    given(MECHANISM, ESTABLISHED, DISSOLVED).when(amend, charter(**words)).then()


def test_what_was_never_established_is_not_amended():
    """There has to be a body first."""
    given(MECHANISM).when(amend, charter()).then_refused("there is no such mechanism to amend")


def test_what_was_dissolved_is_not_amended():
    """The reason says how to set right what is wrong."""
    before = given(MECHANISM, ESTABLISHED, DISSOLVED)
    before.when(amend, Charter(cadence="P1Y")).then_refused(
        "was dissolved and cannot be amended; to fix a mistake: dragoman correct"
    )


def test_a_source_that_is_cited_does_not_amend_what_was_corrected():
    """The title that it told was wrong."""
    amended = MechanismAmended(title="Strategic Talks", sources=(DAILY,))
    before = given(MECHANISM, ESTABLISHED, amended, MechanismCorrected(title="Strategic Dialogue"))
    before.when(amend, Charter(title="Strategic Talks", sources=(DAILY,))).then()


def test_a_mechanism_is_dissolved():
    """With the day and the note that are told."""
    given(MECHANISM, ESTABLISHED).when(dissolve, DISSOLVED).then(DISSOLVED)
    state = given(MECHANISM, ESTABLISHED, DISSOLVED).state
    assert (state.status, state.dissolved, state.note, state.sources) == (
        "dissolved",
        parse_date("2024"),
        "merged",
        (DAILY,),
    )


def test_a_mechanism_is_dissolved_once():
    """Whatever is said of it the second time."""
    before = given(MECHANISM, ESTABLISHED, DISSOLVED)
    before.when(dissolve, MechanismDissolved(dissolved=parse_date("2023"))).then()


def test_what_was_never_established_is_not_dissolved():
    """There has to be a body first."""
    given(MECHANISM).when(dissolve, DISSOLVED).then_refused(
        "there is no such mechanism to dissolve"
    )


def test_a_dissolution_that_was_an_error_is_not_told_again():
    """A source that is cited does not bring it back; another one does."""
    corrected = MechanismCorrected(status="standing", cleared=("dissolved", "note"))
    before = given(MECHANISM, ESTABLISHED, DISSOLVED, corrected)
    assert (before.state.status, before.state.dissolved) == ("standing", None)
    before.when(dissolve, DISSOLVED).then()
    before.when(dissolve, MechanismDissolved(sources=(AGENCY,))).then(
        MechanismDissolved(sources=(AGENCY,))
    )


def test_a_dissolved_mechanism_is_completed():
    """Its history is told all the same."""
    given(MECHANISM, ESTABLISHED, DISSOLVED).when(complete, charter(cadence="P1Y")).then(
        MechanismAmended(cadence="P1Y")
    )
    after = given(MECHANISM, ESTABLISHED, DISSOLVED, MechanismAmended(cadence="P1Y")).state
    assert after.status == "dissolved"


def test_completing_does_not_fill_again_what_holds_nothing():
    """Not from a source that is cited; from another one it does."""
    before = given(
        *(MECHANISM, ESTABLISHED, MechanismAmended(cadence="P1Y", sources=(DAILY,))),
        MechanismCorrected(cleared=("cadence",)),
    )
    before.when(complete, charter(cadence="P1Y", sources=(DAILY,))).then()
    before.when(complete, charter(cadence="P1Y", sources=(AGENCY,))).then(
        MechanismAmended(cadence="P1Y", sources=(AGENCY,))
    )


def test_the_id_is_that_of_the_body_its_parties_and_its_title():
    """In any order and any spelling that says nothing; another title is another body."""
    turned = charter(parties=("IQ", "AZ"), title=CHARTER["title"].upper())
    assert mechanism_id(charter()) == mechanism_id(turned)
    assert mechanism_id(charter()) != mechanism_id(charter(title=ALIAS))


def test_completing_changes_nothing_that_is_known():
    """Gaps are filled; another title becomes an alias; the rest stays."""
    second = charter(title=ALIAS, parties=("AZ", "IQ", "TR"), established=parse_date("2010"))
    given(MECHANISM, ESTABLISHED).when(complete, second).then(
        MechanismAmended(aliases=(ALIAS,), established=parse_date("2010"))
    )


def test_completing_with_nothing_new_is_no_event():
    """A source that says what is known is cited, which is another decision."""
    given(MECHANISM, ESTABLISHED).when(complete, charter(sources=(DAILY,))).then()


def test_completing_cites_what_filled_the_gap():
    """The source of what was added comes with it."""
    before = MechanismEstablished(**CHARTER, sources=(AGENCY,))
    amended = given(MECHANISM, before).when(complete, charter(cadence="P1Y", sources=(DAILY,)))
    state = given(MECHANISM, before, *amended.events).state
    assert (state.cadence, state.sources) == ("P1Y", (AGENCY, DAILY))


def test_completing_keeps_the_words_of_what_it_adds():
    """The words of the source are kept for a gap, also where other words are there already."""
    before = MechanismEstablished(**CHARTER, as_written={"title": "les consultations"})
    second = charter(cadence="P1Y", as_written={"cadence": "jährlich", "title": "Konsultationen"})
    given(MECHANISM, before).when(complete, second).then(
        MechanismAmended(cadence="P1Y", as_written={"cadence": "jährlich"})
    )


def test_completing_adds_no_words_of_what_it_leaves():
    """Words alone, of what is known already, are nothing new; engagements hold it the same way."""
    second = charter(as_written={"title": "Konsultationen"})
    given(MECHANISM, ESTABLISHED).when(complete, second).then()


def test_a_mechanism_is_found_under_every_title():
    """Its terms name each title, whatever the order of its parties."""
    state = given(MECHANISM, ESTABLISHED, MechanismAmended(aliases=(ALIAS,))).state
    names = {terms.standing_body(CHARTER["body"], ("IQ", "AZ"), name) for name in state.titles}
    assert state.titles == (CHARTER["title"], ALIAS)
    assert names < set(state.terms)


def test_a_citation_leaves_the_charter():
    """One more source changes nothing else."""
    before = given(MECHANISM, ESTABLISHED).state
    after = given(MECHANISM, ESTABLISHED, SourceCited(sources=(DAILY,))).state
    assert (after.sources, after.title) == ((DAILY,), before.title)
