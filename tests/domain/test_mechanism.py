"""Mechanisms: standing bodies, established once, known under several titles."""

import pytest

from domain import terms
from domain.catalogue import MECHANISM
from domain.dates import parse
from domain.mechanism import Charter, MechanismAmended, MechanismEstablished, amend, complete
from domain.mechanism import establish as establishes
from domain.source import SourceCited
from tests.domain.samples import AGENCY, CHARTER, DAILY, charter
from tests.given import given

ESTABLISHED = MechanismEstablished(**CHARTER)
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


def test_completing_changes_nothing_that_is_known():
    """Gaps are filled; another title becomes an alias; the rest stays."""
    second = charter(title=ALIAS, parties=("AZ", "IQ", "TR"), established=parse("2010"))
    given(MECHANISM, ESTABLISHED).when(complete, second).then(
        MechanismAmended(aliases=(ALIAS,), established=parse("2010"))
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
