"""The register as a state machine: the log and the views stay consistent after any command."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Select, Table, func, select

from dragoman.domain import corrections, use_cases
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.engagement import Particulars
from dragoman.domain.mechanism import Charter
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.party import Identity, party_id
from dragoman.domain.refusal import Refused
from dragoman.projections import follow_ups
from dragoman.projections.documents import of_kind
from dragoman.projections.forever import FOREVER
from dragoman.projections.mechanisms import bodies
from dragoman.projections.parties import namesakes, people
from dragoman.projections.reports import records
from dragoman.projections.reports.history import history
from dragoman.projections.schema import documents, merged_parties, refs, terms, timeline
from dragoman.projections.snapshot import Snapshot
from dragoman.projections.timeline import TimelineQuery, timeline_entries
from dragoman.projections.views import Views
from tests.projections.histories import (
    MECHANISMS,
    START,
    STOCK,
    VISITS,
    Act,
    NthEntry,
    NthRecord,
    built,
    differences,
    last,
    record,
    recorder,
    shelf,
    sizes,
    some_act,
)

TODAY = START.date()


class Desk(RuleBasedStateMachine):
    """A state machine that runs random commands on one register with one set of views."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        self.shelf = self.opened.enter_context(shelf())
        self.live = self.shelf.views("live")
        self.register = recorder(self.live.register)
        self.refs: dict[tuple[str, int], str] = {}

    @property
    def last(self) -> int:
        """The last position of the register."""
        return last(self.live.register)

    @initialize(stock=st.sampled_from((STOCK, ())))
    def begin(self, stock: tuple[Act, ...]) -> None:
        """Start with an empty register, or with a register of a few records."""
        for act in stock:
            self.register.record(act, self.live)

    @rule(act=some_act())
    def command(self, act: Act) -> None:
        """Run a command, and check the log.

        A command that Dragoman refuses records nothing. Repeating a command records nothing more,
        unless the command is an undo.
        """
        aimed, before = act.aimed(self.register), self.last
        try:
            entry = self.register.record(aimed, self.live)
        except Refused:
            assert self.last == before
            return
        assert list(entry.positions) == list(range(before + 1, self.last + 1))
        if act.function is not corrections.undo:
            assert not self.register.record(aimed, self.live).positions

    @rule(act=some_act())
    def rehearse(self, act: Act) -> None:
        """Run a command as a dry run, and check that it records nothing."""
        before = self.last
        with suppress(Refused):
            self.register.rehearse(act, self.live)
        assert self.last == before

    @invariant()
    def refs_stay(self) -> None:
        """Check that a ref always names the same record."""
        with self.live.reading() as snapshot:
            rows = snapshot.views.execute(select(refs)).all()
        now = {(row.kind, row.number): str(row.id) for row in rows}
        assert now.items() >= self.refs.items()
        self.refs = now

    @invariant()
    def nobody_is_merged_in_a_circle(self) -> None:
        """Check that no party is merged into itself, directly or through other parties."""
        into = merged(self.live)
        for start in into:
            assert start not in chain(into, start)

    @invariant()
    def session_numbers_are_unique(self) -> None:
        """Check that no two sessions of a mechanism have the same number.

        A cancelled session keeps its number, which another session can have (decision 39).
        """
        with self.live.reading() as snapshot:
            numbered = select(terms.c.term).where(
                terms.c.term.startswith("session:"),
                terms.c.until == FOREVER,
                terms.c.record.in_(
                    standing_records(documents).where(documents.c.status != "cancelled")
                ),
            )
            twice = numbered.group_by(terms.c.term).having(func.count() > 1)
            assert snapshot.views.execute(twice).all() == []

    def teardown(self) -> None:
        """Check that every way of building the views gives equal rows and every report works."""
        try:
            for batch, remembered in ((1, 1), (3, 2), (10_000, 10_000)):
                assert differences(built(self.shelf, batch, remembered), self.live) == []
            tell_everything(self.live)
            with sizes(2, 10_000):
                self.live.rebuild()
            assert differences(built(self.shelf, 10_000, 10_000), self.live) == []
        finally:
            self.opened.close()


def merged(views: Views) -> dict[str, str]:
    """Return a mapping from the id of each merged party to the id of the merge target."""
    query = select(refs.c.id, merged_parties.c.merged_into)
    query = query.join(refs, refs.c.record == merged_parties.c.record)
    query = query.where(merged_parties.c.until == FOREVER)
    with views.reading() as snapshot:
        return {row.id: row.merged_into for row in snapshot.views.execute(query)}


def chain(into: dict[str, str], start: str) -> Iterator[str]:
    """Yield the party into which ``start`` is merged, then the target of that party, and so on.

    Stop at the first party that repeats.
    """
    seen: set[str] = set()
    while (start := into.get(start, "")) and start not in seen:
        seen.add(start)
        yield start


def tell_everything(views: Views) -> None:
    """Produce every report, and show every record with its history."""
    with views.reading() as snapshot, views.register.connect() as register:
        bodies(snapshot, TODAY)
        follow_ups.items(snapshot, TODAY)
        told = sorted(one.record for one in timeline_entries(snapshot, TimelineQuery()))
        assert told == sorted(snapshot.views.execute(standing_records(timeline)).scalars())
        assert len(people(snapshot)) == unmerged(snapshot)
        for row in snapshot.views.execute(select(refs)).all():
            shown = records.whole(snapshot, row.record, TODAY)
            assert shown
            assert history(register, snapshot, UUID(hex=row.id))
            if row.kind == "party":
                namesakes(snapshot, shown["name"], shown.get("side"))


def standing_records(table: Table) -> Select[int]:
    """Return a query for the records that have a current row in ``table``."""
    return select(table.c.record).where(table.c.until == FOREVER)


def unmerged(snapshot: Snapshot) -> int:
    """Return the number of parties that are not merged into another party."""
    merged = standing_records(merged_parties)
    alone = of_kind(snapshot, "party").where(documents.c.record.not_in(merged))
    return len(snapshot.views.execute(alone).all())


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


# --- Regressions ------------------------------------------------------------------------------


def try_all(*attempts: Act) -> None:
    """Run commands on a new register, and check that it stays consistent."""
    one = Desk()
    try:
        for act in attempts:
            one.command(act)
            one.nobody_is_merged_in_a_circle()
            one.session_numbers_are_unique()
    finally:
        one.teardown()


def registering(name: str, *aliases: str) -> Act:
    """Return a command that registers a party under several spellings."""
    identity = Identity(name=name, side="IQ")
    return Act(use_cases.register_party, (party_id(name, "IQ"), identity, aliases))


FIRST_SESSION = Particulars(mechanism=MECHANISMS[0], session=1)


def engaging_session(number: int, status: str) -> Act:
    """Return a command about the first session of a mechanism, under one of several refs."""
    subject = record("consultation", number)
    return Act(use_cases.engage, (CONSULTATION, subject, status, FIRST_SESSION))


PART = Particulars(title="Talks", host="IQ", part_of=VISITS[0])
SESSIONS = [record("consultation", number) for number in (0, 1)]
ONE, OTHER = (NthRecord("party", number) for number in (0, 1))
BOTH = (registering("Fuad Hussein"), registering("Fouad Hussain"))


@pytest.mark.parametrize(
    "attempts",
    [
        pytest.param(
            (
                registering("Aliyev", "Aliev"),
                Act(corrections.correct, (ONE, {"name": "ALIEV"}, ())),
            ),
            id="a name corrected to another spelling",
        ),
        pytest.param(
            (
                *STOCK,
                Act(use_cases.amend, (MECHANISMS[0], Charter(aliases=("Other",)))),
                Act(corrections.correct, (MECHANISMS[0], {"title": "OTHER"}, ())),
            ),
            id="a title corrected to an alias",
        ),
        pytest.param(
            (
                *BOTH,
                Act(use_cases.merge, (ONE, OTHER)),
                Act(use_cases.split, (ONE,)),
                Act(use_cases.merge, (OTHER, ONE)),
                Act(corrections.undo, (NthEntry(1),)),
            ),
            id="a split undone after a merging the other way round",
        ),
        pytest.param(
            (*BOTH, Act(use_cases.merge, (ONE, OTHER)), Act(corrections.retract, (OTHER,))),
            id="a party retracted into which another was merged",
        ),
        pytest.param(
            (
                *STOCK,
                Act(use_cases.engage, (MEETING, record("meeting", 1), "scheduled", PART)),
                Act(corrections.retract, (VISITS[0],)),
            ),
            id="a visit retracted of which a meeting is part",
        ),
        pytest.param(
            (
                *STOCK,
                engaging_session(0, "scheduled"),
                engaging_session(0, "cancelled"),
                engaging_session(1, "scheduled"),
                Act(corrections.undo, (NthEntry(1),)),
                Act(corrections.correct, (SESSIONS[0], {"status": "scheduled"}, ())),
                Act(corrections.correct, (SESSIONS[0], {"title": "Talks"}, ())),
                Act(corrections.retract, (SESSIONS[0],)),
                Act(corrections.restore, (SESSIONS[0],)),
            ),
            id="a session cancelled and planned again with its number",
        ),
    ],
)
def test_past_findings_stay_fixed(attempts: tuple[Act, ...]) -> None:
    """Commands that once made the register inconsistent no longer do so."""
    try_all(*attempts)
