"""Mechanisms: standing bodies, which may have several titles but are each recorded once."""

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
    given(MECHANISM).when(establishes, charter(cadence="P1Y", hosting="alternating")).then(
        MechanismEstablished(**CHARTER, cadence="P1Y", hosting="alternating")
    )


def test_a_mechanism_is_established_once():
    """Establishing a mechanism again, with other facts, adds no event."""
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
def test_a_retracted_mechanism_stays_unchanged(decision, told):
    """No further report changes a retracted mechanism."""
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
def test_a_charter_needs_a_body_a_title_and_two_parties(facts, reason):
    given(MECHANISM).when(establishes, charter(**facts)).then_refused(reason)


def test_an_amendment_records_only_the_changes():
    """An amendment leaves out facts that the charter already has."""
    given(MECHANISM, ESTABLISHED).when(amend, charter(cadence="P6M")).then(
        MechanismAmended(cadence="P6M")
    )


def test_an_amendment_may_change_the_charter():
    """An amendment may change the title of a mechanism."""
    given(MECHANISM, ESTABLISHED).when(amend, Charter(title="Strategic Talks")).then(
        MechanismAmended(title="Strategic Talks")
    )


def test_aliases_add_up():
    """Amending the aliases adds new aliases and keeps the others."""
    before = MechanismEstablished(**CHARTER, aliases=("Consultations",))
    given(MECHANISM, before).when(amend, Charter(aliases=(ALIAS,))).then(
        MechanismAmended(aliases=("Consultations", ALIAS))
    )


@pytest.mark.parametrize("words", [{}, {"as_written": {"title": "X"}, "sources": (DAILY,)}])
def test_an_empty_amendment_gives_no_event(words):
    """An amendment that differs only in wording or source adds no event."""
    given(MECHANISM, ESTABLISHED).when(amend, charter(**words)).then()
    given(MECHANISM, ESTABLISHED, DISSOLVED).when(amend, charter(**words)).then()


def test_a_missing_mechanism_is_not_amended():
    given(MECHANISM).when(amend, charter()).then_refused("there is no such mechanism to amend")


def test_a_dissolved_mechanism_is_not_amended():
    """Dragoman refuses to amend a dissolved mechanism; the message suggests a correction."""
    before = given(MECHANISM, ESTABLISHED, DISSOLVED)
    before.when(amend, Charter(cadence="P1Y")).then_refused(
        "was dissolved and cannot be amended; to fix a mistake: dragoman correct"
    )


def test_a_cited_source_does_not_amend_a_correction():
    """After a person corrects a title, only a new source can amend the title."""
    amended = MechanismAmended(title="Strategic Talks", sources=(DAILY,))
    before = given(MECHANISM, ESTABLISHED, amended, MechanismCorrected(title="Strategic Dialogue"))
    before.when(amend, Charter(title="Strategic Talks", sources=(DAILY,))).then()


def test_a_mechanism_is_dissolved():
    """Dissolving a mechanism records the day, the note and the source."""
    given(MECHANISM, ESTABLISHED).when(dissolve, DISSOLVED).then(DISSOLVED)
    state = given(MECHANISM, ESTABLISHED, DISSOLVED).state
    assert (state.status, state.dissolved, state.note, state.sources) == (
        "dissolved",
        parse_date("2024"),
        "merged",
        (DAILY,),
    )


def test_a_mechanism_is_dissolved_once():
    """Dissolving a mechanism again, with other facts, adds no event."""
    before = given(MECHANISM, ESTABLISHED, DISSOLVED)
    before.when(dissolve, MechanismDissolved(dissolved=parse_date("2023"))).then()


def test_a_missing_mechanism_is_not_dissolved():
    given(MECHANISM).when(dissolve, DISSOLVED).then_refused(
        "there is no such mechanism to dissolve"
    )


def test_a_mistaken_dissolution_is_not_repeated():
    """After a person corrects a dissolution, only a new source can dissolve the mechanism again."""
    corrected = MechanismCorrected(status="standing", cleared=("dissolved", "note"))
    before = given(MECHANISM, ESTABLISHED, DISSOLVED, corrected)
    assert (before.state.status, before.state.dissolved) == ("standing", None)
    before.when(dissolve, DISSOLVED).then()
    before.when(dissolve, MechanismDissolved(sources=(AGENCY,))).then(
        MechanismDissolved(sources=(AGENCY,))
    )


def test_a_dissolved_mechanism_is_completed():
    """A report can add unknown facts to a dissolved mechanism, which stays dissolved."""
    given(MECHANISM, ESTABLISHED, DISSOLVED).when(complete, charter(cadence="P1Y")).then(
        MechanismAmended(cadence="P1Y")
    )
    after = given(MECHANISM, ESTABLISHED, DISSOLVED, MechanismAmended(cadence="P1Y")).state
    assert after.status == "dissolved"


def test_completing_does_not_fill_a_cleared_field():
    """After a person clears a field, only a new source can fill the field again."""
    before = given(
        *(MECHANISM, ESTABLISHED, MechanismAmended(cadence="P1Y", sources=(DAILY,))),
        MechanismCorrected(cleared=("cadence",)),
    )
    before.when(complete, charter(cadence="P1Y", sources=(DAILY,))).then()
    before.when(complete, charter(cadence="P1Y", sources=(AGENCY,))).then(
        MechanismAmended(cadence="P1Y", sources=(AGENCY,))
    )


def test_the_id_depends_on_body_parties_and_title():
    """The id of a mechanism depends on its body, its parties and its title.

    The order of the parties and the case of the title do not matter.
    """
    turned = charter(parties=("IQ", "AZ"), title=CHARTER["title"].upper())
    assert mechanism_id(charter()) == mechanism_id(turned)
    assert mechanism_id(charter()) != mechanism_id(charter(title=ALIAS))


def test_completing_keeps_known_values():
    """A further report of a mechanism only adds unknown facts.

    If the report has another title, the title becomes an alias.
    """
    second = charter(title=ALIAS, parties=("AZ", "IQ", "TR"), established=parse_date("2010"))
    given(MECHANISM, ESTABLISHED).when(complete, second).then(
        MechanismAmended(aliases=(ALIAS,), established=parse_date("2010"))
    )


def test_completing_with_nothing_new_gives_no_event():
    """A further report that has only known facts about a mechanism adds no event and no source."""
    given(MECHANISM, ESTABLISHED).when(complete, charter(sources=(DAILY,))).then()


def test_completing_cites_the_source_of_the_addition():
    before = MechanismEstablished(**CHARTER, sources=(AGENCY,))
    amended = given(MECHANISM, before).when(complete, charter(cadence="P1Y", sources=(DAILY,)))
    state = given(MECHANISM, before, *amended.events).state
    assert (state.cadence, state.sources) == ("P1Y", (AGENCY, DAILY))


def test_completing_keeps_the_words_for_added_values():
    """A further report adds the source's original wording only for the values that it adds."""
    before = MechanismEstablished(**CHARTER, as_written={"title": "les consultations"})
    second = charter(cadence="P1Y", as_written={"cadence": "jährlich", "title": "Konsultationen"})
    given(MECHANISM, before).when(complete, second).then(
        MechanismAmended(cadence="P1Y", as_written={"cadence": "jährlich"})
    )


def test_completing_ignores_the_words_for_known_values():
    """A further report that differs only in the wording of a known value adds no event."""
    second = charter(as_written={"title": "Konsultationen"})
    given(MECHANISM, ESTABLISHED).when(complete, second).then()


def test_a_mechanism_is_found_under_every_title():
    """A search by any title finds the mechanism, whatever the order of the parties."""
    state = given(MECHANISM, ESTABLISHED, MechanismAmended(aliases=(ALIAS,))).state
    names = {terms.standing_body(CHARTER["body"], ("IQ", "AZ"), name) for name in state.titles}
    assert state.titles == (CHARTER["title"], ALIAS)
    assert names < set(state.terms)


def test_a_citation_keeps_the_charter():
    """Citing another source for a mechanism keeps the charter unchanged."""
    before = given(MECHANISM, ESTABLISHED).state
    after = given(MECHANISM, ESTABLISHED, SourceCited(sources=(DAILY,))).state
    assert (after.sources, after.title) == ((DAILY,), before.title)
