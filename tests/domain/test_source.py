"""Sources: a record can have several sources and cites each source once."""

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
    """Return a record of ``kind``, reported by a news agency, with the events in ``history``."""
    return given(kind, kind.events[0](**FOUNDING[kind.name], sources=(AGENCY,)), *history)


@EVERY_KIND
def test_a_further_source_is_cited(kind):
    """A record of any kind can cite another source."""
    founded(kind).when(cite, DAILY).then(CITED)


@EVERY_KIND
def test_a_source_is_cited_once(kind):
    """Citing a source that the record already has adds no event."""
    record = founded(kind, CITED)
    record.when(cite, AGENCY).then()
    record.when(cite, DAILY).then()


@EVERY_KIND
def test_a_citation_adds_only_a_source(kind):
    """Citing a source changes only the sources of a record, even of a retracted record."""
    for history in ((), (Retracted(),)):
        before, after = founded(kind, *history), founded(kind, *history, CITED)
        assert after.state == replaced(before.state, sources=(AGENCY, DAILY))
        before.when(cite, DAILY).then(CITED)


def test_another_retrieval_date_is_another_source():
    """A source that differs in one field, such as the note, is another source."""
    kind = KINDS["visit"]
    noted = replaced(AGENCY, note="second edition")
    founded(kind).when(cite, noted).then(SourceCited(sources=(noted,)))
