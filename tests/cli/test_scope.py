"""The scope of a site: records of other parties do not exist for its readers."""

from collections.abc import Iterator

import pytest

from dragoman.cli.serve.messages import Refused
from dragoman.cli.serve.reader import QuietOutput, Readers
from dragoman.cli.session import Session
from dragoman.domain import involves
from tests.conftest import Desk

RECORDS = """\
dispatch: mixed
source: {title: A chronicle}
records:
  - {kind: party, handle: amina, name: Amina Openly, side: IQ, post: minister}
  - {kind: party, handle: boris, name: Boris Elsewhere, side: TR, post: minister}
  - {kind: party, handle: idle, name: Nobody Named, side: AZ, post: clerk}
  - {kind: mechanism, handle: ours, body: joint commission, title: Our commission,
     parties: [AZ, IQ]}
  - {kind: mechanism, handle: theirs, body: joint commission, title: Their commission,
     parties: [AZ, TR]}
  - {kind: visit, handle: inside, status: concluded, title: Visit inside, occurred: 2025-03-01,
     host: IQ, parties: [AZ, IQ], topics: [grain],
     participants: [{name: Amina Openly, side: IQ}]}
  - {kind: visit, handle: outside, status: concluded, title: Visit outside, occurred: 2025-03-02,
     host: TR, parties: [AZ, TR], topics: [copper],
     participants: [{name: Boris Elsewhere, side: TR}]}
  - {kind: meeting, handle: part, status: held, title: Meeting inside, occurred: 2025-03-02,
     parties: [AZ, IQ], part_of: outside}
  - {kind: follow-up, handle: owed-in, what: Owed inside, parties: [AZ, IQ], due: 2026-03-01}
  - {kind: follow-up, handle: owed-out, what: Owed outside, parties: [AZ, TR], due: 2026-03-01}
  - {kind: visit, handle: secret, status: announced, title: Visit secret, occurred: 2026-04-01,
     host: IQ, parties: [AZ, IQ], marking: "TLP:RED"}
"""
REPORTS = (
    *("timeline", "follow-ups", "activity", "lanes --since 2025-02-20", "silence", "party list"),
    *("mechanism list", "brief AZ", "brief AZ IQ", "audit log", "audit diff --from 0", "show V-1"),
    *("search visit", "search minister", "show P-1 --history", "agenda", "show M-1 --history"),
    *("digest --since 2026-01-01", "who Amina", "topic grain", "activity --by topic --year 2025"),
)


@pytest.fixture
def readers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Readers]:
    """A site for the records of Azerbaijan and Iraq, without those marked TLP:RED."""
    desk.record(desk.write("mixed.yaml", RECORDS))
    monkeypatch.setenv("DRAGOMAN_NOW", "2026-01-15T08:00:00Z")
    within = (involves("AZ"), involves("IQ"))
    found = Readers(Session(desk.location, QuietOutput(), withhold="TLP:RED", within=within))
    yield found
    found.close()


def test_no_report_tells_of_records_outside_the_scope(readers: Readers) -> None:
    """No text, name, topic or ref of another pair's record is in any report, nor a secret one."""
    for line in REPORTS:
        reading = readers.read(line.split())
        text = readers.output.json(reading.answer.report)
        for word in ("outside", "Boris", "copper", "Their", "secret", "V-2", "F-2", "B-2", "Idle"):
            assert word not in text.replace('"outside": 0', ""), (line, word, text)
    assert readers.read(["search", "Boris"]).answer.report.found == 0
    assert "Visit inside" in readers.output.json(readers.read(["timeline"]).answer.report)


def test_the_count_of_what_is_withheld_is_that_of_the_scope(readers: Readers) -> None:
    """Only marked records of the scope are counted; records of others do not count as withheld."""
    report = readers.read(["timeline"]).answer.report
    assert report["as_of"].withheld.kinds == {"visit": 1}


@pytest.mark.parametrize("ref", ["V-2", "V-3", "P-2", "P-3", "B-2", "F-2", "V-99"])
def test_a_record_outside_the_scope_does_not_exist(readers: Readers, ref: str) -> None:
    """A record of another pair, a secret record and a record that does not exist are the same."""
    with pytest.raises(Refused, match=f"^{ref} does not exist$") as refusal:
        readers.read(["show", ref])
    assert refusal.value.status == 404


def test_names_outside_the_scope_are_unknown(readers: Readers) -> None:
    """A name that only other records have is answered like a name that nobody has."""
    said = []
    for name in ("Boris Elsewhere", "Zzyzx Nobody"):
        with pytest.raises(Refused) as refusal:
            readers.read(["who", name])
        said.append(str(refusal.value).replace(name, "NAME"))
    assert said[0] == said[1]
