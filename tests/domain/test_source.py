"""Sources: any record is known from one or more, each cited once."""

import pytest
from attrs import evolve as replaced

from dragoman.domain.amendments import Retracted
from dragoman.domain.kinds import KINDS
from dragoman.domain.source import SourceCited, cite
from tests.domain.samples import AGENCY, DAILY, FOUNDING
from tests.given import given

CITED = SourceCited(sources=(DAILY,))
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def founded(kind, *history):
    """A record of ``kind`` known from the agency, with ``history``."""
    return given(kind, kind.events[0](**FOUNDING[kind.name], sources=(AGENCY,)), *history)


@EVERY_KIND
def test_a_further_source_is_cited(kind):
    """Any record takes one more source."""
    founded(kind).when(cite, DAILY).then(CITED)


@EVERY_KIND
def test_a_source_is_cited_once(kind):
    """Neither the first source nor a cited one is cited again."""
    record = founded(kind, CITED)
    record.when(cite, AGENCY).then()
    record.when(cite, DAILY).then()


@EVERY_KIND
def test_a_citation_adds_a_source_and_nothing_else(kind):
    """Whatever the record is, and also when it should not be there."""
    for history in ((), (Retracted(),)):
        before, after = founded(kind, *history), founded(kind, *history, CITED)
        assert after.state == replaced(before.state, sources=(AGENCY, DAILY))
        before.when(cite, DAILY).then(CITED)


def test_another_date_of_retrieval_is_another_source():
    """Sources are the same only when all that is known of them is."""
    kind = KINDS["visit"]
    noted = replaced(AGENCY, note="second edition")
    founded(kind).when(cite, noted).then(SourceCited(sources=(noted,)))
