"""Random histories for the tests of the views, and registers in which to record them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import pytest
from attrs import evolve as replaced
from attrs import field, frozen
from hypothesis import strategies as st
from sqlalchemy import select

from dragoman.domain import corrections, use_cases
from dragoman.domain.amendments import Reading, amendments_of
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.dates import parse_date
from dragoman.domain.demarche import KIND as DEMARCHE
from dragoman.domain.demarche import Message
from dragoman.domain.engagement import Particulars
from dragoman.domain.follow_up import Awaits, FollowUpDropped, FollowUpFulfilled, Undertaking
from dragoman.domain.instrument import KIND as INSTRUMENT
from dragoman.domain.instrument import Provisions
from dragoman.domain.kinds import KINDS, kind_of
from dragoman.domain.mechanism import KIND as MECHANISM
from dragoman.domain.mechanism import Charter, MechanismDissolved
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.participant import Participant
from dragoman.domain.party import Identity, PositionAssumed, PositionLeft, met, party_id
from dragoman.domain.record import natural_id
from dragoman.domain.refusal import Refused
from dragoman.domain.source import Source
from dragoman.domain.terms import standing_body
from dragoman.domain.unit_of_work import UnitOfWork
from dragoman.domain.visit import KIND as VISIT
from dragoman.projections import build
from dragoman.projections.forever import FOREVER
from dragoman.projections.replay import replay
from dragoman.projections.schema import progress
from dragoman.projections.views import Views, open_views
from dragoman.store import Location, create_register
from dragoman.store.engines.engine import RegisterEngine
from dragoman.store.engines.opening import open_register
from dragoman.store.log import queries
from dragoman.store.log.formats import event_name
from dragoman.store.log.register import Register, RegisterUnitOfWork
from dragoman.store.log.schema import events
from tests import servers
from tests.given import EVENTS

START = datetime(2025, 6, 1, tzinfo=UTC)


# --- Commands ---------------------------------------------------------------------------------


@frozen
class Act:
    """A domain function and its arguments, except for the unit of work."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def __call__(self, uow: RegisterUnitOfWork) -> Any:
        return self.function(uow, *self.aimed(uow.register).arguments)

    def aimed(self, register: Register) -> "Act":
        """Return the same command with real ids in place of the placeholders."""
        return Act(self.function, tuple(_aimed(one, register) for one in self.arguments))


def _aimed(argument: Any, register: Register) -> Any:
    return argument.among(register) if isinstance(argument, NthRecord | NthEntry) else argument


@frozen
class NthRecord:
    """A placeholder for a record of ``kind``, or of any kind if ``kind`` is ``None``."""

    kind: str | None
    number: int

    def among(self, register: Register) -> UUID:
        """Return the id of the record with this number, modulo the number of records.

        If the register has no record of the kind, return an id that no record has.
        """
        query = select(events.c.originator_id, events.c.topic).order_by(events.c.position)
        with register.engine.connect() as connection:
            rows = connection.execute(query.where(events.c.originator_version == 1)).all()
        kinds = {row.originator_id: kind_of(EVENTS[event_name(row.topic)]).name for row in rows}
        found = [one for one, kind in kinds.items() if self.kind in (None, kind)]
        return found[self.number % len(found)] if found else UNKNOWN


@frozen
class NthEntry:
    """A placeholder for an entry; the entry may not exist."""

    number: int

    def among(self, register: Register) -> UUID:
        """Return the id of the entry with this number, counted back from the last entry.

        If the register has too few entries, return an id that no entry has.
        """
        with register.engine.connect() as connection:
            found = [one.entry for one in queries.logged_entries(connection, FOREVER)][::-1]
        return found[self.number] if self.number < len(found) else UNKNOWN


def record(kind: str, number: int) -> UUID:
    """Return a record id, which is always the same for the same kind and number."""
    return natural_id("record", f"{kind}/{number}")


def body(title: str) -> UUID:
    """Return the id of the mechanism with ``title``."""
    return natural_id(MECHANISM.name, standing_body("joint commission", ("AZ", "IQ"), title))


DATES = tuple(
    map(parse_date, ("2024", "2024-03", "../2025-04", "2025-04-20", "2025-04-20/2025-04-21"))
)
LATER = parse_date("2026-05")
PEOPLE = tuple(
    Participant(name=name, side=side, post="minister") for name in "AB" for side in ("AZ", "IQ")
)
LINKED = Participant(name="b", side="AZ", party=party_id("A", "AZ"))
SOURCES = tuple(Source(title=f"Report {n}") for n in (1, 2))
TITLES = ("Commission", "Consultations")
PLACES = ("Baku", "Baghdad")
SIDES = ("AZ", "IQ")
FEW = range(3)
UNKNOWN = record("nothing", 0)
VISITS = [record("visit", n) for n in FEW]
ENGAGEMENTS = [*VISITS, record("meeting", 0), record("consultation", 0), UNKNOWN]
MECHANISMS = list(map(body, TITLES))


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    """Draw one of the values or, rarely, ``None``."""
    return st.sampled_from((*values * 2, None))


def rarely(values: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Draw ``None`` or, rarely, one of the values."""
    return st.sampled_from((*[None] * 3 * len(values), *values))


some_date = st.sampled_from((None, None, *DATES, LATER))
some_title = one_of(*TITLES)
some_place = one_of(*PLACES)
some_side = one_of(*SIDES)
some_topics = st.lists(st.sampled_from(("trade", "energy")), max_size=2).map(tuple)
some_sources = st.lists(st.sampled_from(SOURCES), max_size=1).map(tuple)
some_people = st.lists(st.sampled_from((*PEOPLE, LINKED)), max_size=2, unique=True).map(tuple)
some_parties = st.sampled_from((SIDES, SIDES, (*SIDES, "TR"), ("AZ",), ()))
some_names = st.lists(st.sampled_from("abcd"), max_size=2).map(tuple)
some_awaited = st.builds(
    Awaits, mechanism=st.sampled_from(MECHANISMS), session=st.none() | st.integers(1, 3)
)
some_particulars = st.builds(
    Particulars,
    title=some_title,
    occurred=some_date,
    place=some_place,
    host=some_side,
    participants=some_people,
    topics=some_topics,
    part_of=rarely(VISITS),
    cause=one_of("illness"),
    sources=some_sources,
)
some_provisions = st.builds(
    Provisions,
    title=some_title,
    parties=some_parties,
    participants=some_people,
    signed=some_date,
    place=some_place,
    signed_in=rarely(ENGAGEMENTS),
    founds=rarely(MECHANISMS),
    in_force=some_date,
    topics=some_topics,
    sources=some_sources,
)
some_message = st.builds(
    Message,
    subject=one_of("Visas", "Transit"),
    form=one_of("note verbale", "letter"),
    sender=some_side,
    recipients=st.sampled_from((("IQ",), ("AZ", "TR"), ("IQ", "TR"), ())),
    occurred=some_date,
    place=some_place,
    reply=one_of("awaited", "awaited", "not awaited"),
    reply_due=some_date,
    topics=some_topics,
    part_of=rarely(ENGAGEMENTS),
    sources=some_sources,
)
some_undertaking = st.builds(
    Undertaking,
    what=one_of("A reply", "A list"),
    due=some_date,
    place=some_place,
    awaits=st.none() | some_awaited,
    agreed=some_date,
    agreed_in=rarely(VISITS),
    owners=st.just((Participant(side="IQ"),)),
    sources=some_sources,
)


def some_record(*kinds: str) -> st.SearchStrategy[NthRecord]:
    """Draw a record of one of these kinds (by default any kind) or, rarely, of another kind."""
    wanted = st.sampled_from(kinds or tuple(KINDS))
    return st.builds(NthRecord, wanted | wanted | wanted | st.none(), st.integers(0, 5))


def engaging(draw: st.DrawFn) -> Act:
    """Draw a command that advances, postpones or cancels a visit or a meeting."""
    kind = draw(st.sampled_from((VISIT, MEETING)))
    subject = record(kind.name, draw(st.sampled_from(FEW)))
    status = draw(st.sampled_from(sorted(kind.decisions)))
    return Act(use_cases.engage, (kind, subject, status, draw(some_particulars)))


def holding(draw: st.DrawFn) -> Act:
    """Draw a command that advances, postpones or cancels a session, with or without a number."""
    facts = replaced(
        draw(some_particulars),
        title=None,
        mechanism=draw(st.sampled_from(MECHANISMS)),
        session=draw(st.none() | st.integers(1, 3)),
    )
    subject = record("consultation", draw(st.sampled_from(FEW)))
    status = draw(st.sampled_from(("held", *sorted(CONSULTATION.decisions))))
    return Act(use_cases.engage, (CONSULTATION, subject, status, facts))


def concluding(draw: st.DrawFn) -> Act:
    """Draw a command that advances an instrument to some stage."""
    subject = record("instrument", draw(st.sampled_from(FEW)))
    status = draw(st.sampled_from(sorted(INSTRUMENT.decisions)))
    return Act(use_cases.engage, (INSTRUMENT, subject, status, draw(some_provisions)))


def messaging(draw: st.DrawFn) -> Act:
    """Draw a command that delivers, answers or withdraws a message."""
    subject = record("demarche", draw(st.sampled_from(FEW)))
    status, message = draw(st.sampled_from(sorted(DEMARCHE.decisions))), draw(some_message)
    if status == "answered":
        message = replaced(message, answered=draw(some_date), answer=draw(one_of("Agreed")))
    return Act(use_cases.engage, (DEMARCHE, subject, status, message))


def some_charter(draw: st.DrawFn, title: str | None) -> Charter:
    """Draw the charter of a joint commission of two states."""
    return Charter(
        body="joint commission",
        title=title,
        parties=SIDES,
        aliases=draw(st.sampled_from(((), ("Another name",)))),
        established=draw(some_date),
        cadence=draw(st.sampled_from((None, "P1Y", "P2Y"))),
        sources=draw(some_sources),
    )


def establishing(draw: st.DrawFn) -> Act:
    """Draw a command that establishes or completes a mechanism."""
    title = draw(st.sampled_from(TITLES))
    return Act(use_cases.establish, (body(title), some_charter(draw, title)))


def amending(draw: st.DrawFn) -> Act:
    """Draw a command that amends the charter of a mechanism."""
    subject = draw(st.sampled_from((*MECHANISMS, UNKNOWN)))
    return Act(use_cases.amend, (subject, some_charter(draw, draw(some_title))))


def dissolving(draw: st.DrawFn) -> Act:
    """Draw a command that dissolves a mechanism."""
    told = MechanismDissolved(dissolved=draw(some_date), note="done", sources=draw(some_sources))
    return Act(use_cases.dissolve, (draw(st.sampled_from((*MECHANISMS, UNKNOWN))), told))


def some_owed(draw: st.DrawFn) -> UUID:
    """Draw the id of one of a few follow-ups; the follow-up may not exist."""
    return record("follow-up", draw(st.sampled_from(FEW)))


def agreeing(draw: st.DrawFn) -> Act:
    """Draw a command that records a follow-up."""
    return Act(use_cases.agree, (some_owed(draw), draw(some_undertaking)))


def revising(draw: st.DrawFn) -> Act:
    """Draw a command that revises a follow-up."""
    return Act(use_cases.revise, (some_owed(draw), draw(some_undertaking)))


def fulfilling(draw: st.DrawFn) -> Act:
    """Draw a command that fulfils a follow-up, with an engagement or with a note."""
    by = draw(rarely(ENGAGEMENTS))
    done = FollowUpFulfilled(by=by, fulfilled=draw(some_date), note="done")
    return Act(use_cases.fulfil, (some_owed(draw), done))


def dropping(draw: st.DrawFn) -> Act:
    """Draw a command that drops a follow-up."""
    return Act(use_cases.drop, (some_owed(draw), FollowUpDropped(note="given up")))


def naming(draw: st.DrawFn) -> Act:
    """Draw a command that registers a new or a known party under several spellings."""
    person = draw(st.sampled_from((*PEOPLE, Participant(name="C"), Participant())))
    subject = party_id(person.name or "", person.side)
    identity: Identity = replaced(
        met(person), post=draw(one_of("envoy")), sources=draw(some_sources)
    )
    return Act(use_cases.register_party, (subject, identity, draw(some_names)))


def aliasing(draw: st.DrawFn) -> Act:
    """Draw a command that adds spellings to a party; another party may have the same spellings."""
    names = draw(some_names) + draw(st.sampled_from(((), ("A",), ("B",))))
    return Act(use_cases.alias, (draw(some_record("party")), names))


one_of_the_first = st.builds(NthRecord, st.just("party"), st.integers(0, 2)) | some_record("party")


def merging(draw: st.DrawFn) -> Act:
    """Draw a command that merges one party into another or, sometimes, into itself."""
    return Act(use_cases.merge, (draw(one_of_the_first), draw(one_of_the_first)))


def splitting(draw: st.DrawFn) -> Act:
    """Draw a command that undoes the merge of a party; the party may not be merged."""
    return Act(use_cases.split, (draw(one_of_the_first),))


def moving(draw: st.DrawFn) -> Act:
    """Draw a command that records that a party assumes or leaves a post."""
    facts = {
        "post": draw(st.sampled_from(("minister", "envoy"))),
        "side": draw(some_side),
        "sources": draw(some_sources),
    }
    when, subject = draw(some_date), draw(some_record("party"))
    if draw(st.booleans()):
        return Act(use_cases.assume, (subject, PositionAssumed(**facts, assumed=when)))
    return Act(use_cases.leave, (subject, PositionLeft(**facts, left=when)))


_OF_ENGAGEMENTS = {
    "title": some_title,
    "occurred": some_date,
    "place": some_place,
    "host": some_side,
    "participants": some_people,
    "topics": some_topics,
    "parties": some_parties,
    "part_of": st.sampled_from(ENGAGEMENTS),
}
CORRECTIONS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "visit": {
        **_OF_ENGAGEMENTS,
        "status": st.sampled_from(("announced", "started", "concluded", "postponed", "cancelled")),
    },
    "meeting": {
        **_OF_ENGAGEMENTS,
        "status": st.sampled_from(("scheduled", "held", "postponed", "cancelled")),
    },
    "consultation": {
        **_OF_ENGAGEMENTS,
        "status": st.sampled_from(("scheduled", "held", "postponed", "cancelled")),
        "mechanism": st.sampled_from((*MECHANISMS, UNKNOWN)),
        "session": st.integers(1, 3),
    },
    "mechanism": {
        "title": some_title,
        "parties": some_parties,
        "aliases": some_names,
        "established": some_date,
        "status": st.sampled_from(("standing", "dissolved")),
        "dissolved": some_date,
    },
    "follow-up": {
        "what": st.just("A list"),
        "due": some_date,
        "awaits": some_awaited,
        "agreed": some_date,
        "agreed_in": st.sampled_from(ENGAGEMENTS),
        "status": st.sampled_from(("open", "fulfilled", "dropped")),
        "by": st.sampled_from(ENGAGEMENTS),
        "fulfilled": some_date,
    },
    "instrument": {
        "title": some_title,
        "parties": some_parties,
        "participants": some_people,
        "signed": some_date,
        "in_force": some_date,
        "signed_in": st.sampled_from(ENGAGEMENTS),
        "founds": st.sampled_from(MECHANISMS),
        "status": st.sampled_from(("signed", "in force", "terminated")),
    },
    "demarche": {
        "subject": st.sampled_from(("Visas", "Transit")),
        "sender": some_side,
        "recipients": st.sampled_from((("IQ",), ("AZ", "TR"), ())),
        "occurred": some_date,
        "reply": st.sampled_from(("awaited", "not awaited")),
        "reply_due": some_date,
        "answered": some_date,
        "answer": st.just("Declined"),
        "status": st.sampled_from(("delivered", "answered", "withdrawn")),
        "part_of": st.sampled_from(ENGAGEMENTS),
    },
    "party": {
        "name": st.sampled_from("ABa"),
        "side": some_side,
        "type": st.sampled_from(("person", "organisation")),
        "aliases": some_names,
        "post": st.just("envoy"),
    },
}
"""The fields that a correction of each kind can change, with values; ``None`` clears a field."""


def correcting(draw: st.DrawFn) -> Act:
    """Draw a command that corrects or clears one or two fields of a record."""
    kind = draw(st.sampled_from(sorted(CORRECTIONS)))
    fields = CORRECTIONS[kind]
    names = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=2, unique=True))
    drawn = {name: draw(fields[name]) for name in names}
    facts = {name: value for name, value in drawn.items() if value}
    cleared = tuple(name for name in drawn if name not in facts)
    subject = NthRecord(kind, draw(st.integers(0, 5)))
    return Act(corrections.correct, (subject, facts, cleared, draw(some_sources)))


def retracting(draw: st.DrawFn) -> Act:
    """Draw a command that retracts a record, sometimes as a duplicate of another record."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    other = st.none() | some_record(kind)
    return Act(corrections.retract, (NthRecord(kind, draw(st.integers(0, 5))), draw(other)))


def citing(draw: st.DrawFn) -> Act:
    """Draw a command that cites a source for any record."""
    return Act(corrections.cite, (draw(some_record()), draw(st.sampled_from(SOURCES))))


_WITH_COURSE = ("visit", "consultation", "meeting", "instrument")
READINGS = {
    "occurred": (_WITH_COURSE[:3], ("2025-04-19", "2024-03", "2026-05")),
    "place": (_WITH_COURSE, ("Ganja", *PLACES)),
    "topics": (_WITH_COURSE, ("trade; energy", "gas")),
    "participants.1.name": (_WITH_COURSE, ("A", "B", "D")),
    "participants.2.post": (_WITH_COURSE, ("envoy",)),
    "session": (("consultation",), ("1", "2")),
    "title": (("mechanism", "visit"), TITLES),
    "status": (("mechanism",), ("standing", "dissolved")),
    "due": (("follow-up",), ("2025-07", "2024")),
    "signed": (("instrument",), ("2025-04-19", "2026-05")),
    "subject": (("demarche",), ("Visas", "Transit")),
    "recipients": (("demarche",), ("IQ; TR", "TR")),
    "reply": (("demarche",), ("awaited", "not awaited")),
    "name": (("party",), ("A", "E")),
    "part_of": (("visit",), ("V-1",)),
    "nothing": (tuple(KINDS), ("something",)),
}
"""The fields on which sources may disagree: the kinds of records, and the values."""


def disputing(draw: st.DrawFn) -> Act:
    """Draw a command that records what another source says about a field."""
    field = draw(st.sampled_from(sorted(READINGS)))
    kinds, values = READINGS[field]
    rival = (draw(st.sampled_from(values)), draw(st.sampled_from(SOURCES)))
    return Act(corrections.dispute, (draw(some_record(*kinds)), field, *rival))


def resolving(draw: st.DrawFn) -> Act:
    """Draw a command that chooses one of the readings of a field."""
    return Act(resolve_some, (draw(st.integers(0, 5)),))


def resolve_some(uow: RegisterUnitOfWork, number: int) -> Any:
    """Choose the reading with this number, modulo the number of readings of all records."""
    query = select(events.c.originator_id).where(events.c.topic == "ReadingDisputed")
    with uow.register.engine.connect() as connection:
        disputed = connection.execute(query.order_by(events.c.position)).scalars()
        found = [
            (one, reading)
            for one in dict.fromkeys(disputed)
            for reading in amendments_of(uow.load(one)).readings
        ]
    subject, chosen = (
        found[number % len(found)] if found else (UNKNOWN, Reading(field="place", value="Baku"))
    )
    return corrections.resolve(uow, subject, chosen.field, chosen.value)


def undoing(draw: st.DrawFn) -> Act:
    """Draw a command that undoes one of the last entries."""
    return Act(corrections.undo, (NthEntry(draw(st.integers(0, 12))),))


FOUNDING = (engaging, holding, concluding, messaging, establishing, agreeing, naming)
CHANGING = (amending, dissolving, revising, fulfilling, dropping)
ABOUT_PARTIES = (aliasing, merging, splitting, moving)
SETTING_RIGHT = (correcting, retracting, citing, disputing, resolving, undoing)


@st.composite
def some_act(draw: st.DrawFn) -> Act:
    """Draw any command; about a third of the commands can create a record."""
    groups = (FOUNDING, FOUNDING, CHANGING, ABOUT_PARTIES, SETTING_RIGHT, SETTING_RIGHT)
    return draw(st.sampled_from(draw(st.sampled_from(groups))))(draw)


_TALKS = Particulars(title="Talks", host="AZ", participants=PEOPLE[:2])
_CHARTER = Charter(body="joint commission", title=TITLES[0], parties=SIDES)
_SESSION = Particulars(mechanism=MECHANISMS[0])
_NOTE = Message(subject="Visas", sender="AZ", recipients=("IQ",), reply="awaited")
STOCK = (
    Act(use_cases.establish, (MECHANISMS[0], _CHARTER)),
    Act(use_cases.engage, (VISIT, VISITS[0], "announced", _TALKS)),
    Act(use_cases.engage, (MEETING, record("meeting", 0), "scheduled", _TALKS)),
    Act(
        use_cases.engage,
        (CONSULTATION, record("consultation", 0), "scheduled", _SESSION),
    ),
    Act(use_cases.agree, (record("follow-up", 0), Undertaking(what="A reply"))),
    Act(
        use_cases.engage,
        (INSTRUMENT, record("instrument", 0), "signed", Provisions(title="Pact", parties=SIDES)),
    ),
    Act(use_cases.engage, (DEMARCHE, record("demarche", 0), "delivered", _NOTE)),
)
"""Entries at the start of most histories: one record of each kind, and two parties."""

histories = st.builds(
    lambda stock, entries: [*([act] for act in stock), *entries],
    st.sampled_from(((), STOCK, STOCK)),
    st.lists(st.lists(some_act(), min_size=1, max_size=2), min_size=1, max_size=14),
)
"""Draw entries of one or two commands; ``perform`` skips entries that Dragoman refuses."""


# --- Registers and views ----------------------------------------------------------------------


@frozen
class Shelf:
    """A folder with one register and any number of views of the register."""

    folder: Path
    name: str = "register"
    opened: list[RegisterEngine] = field(factory=list)
    places: dict[str, Location] = field(factory=dict)

    @property
    def path(self) -> Path:
        """The path of the register; the first use creates the register."""
        place = self.place
        if place.url:
            pytest.skip("the test opens the file of the register")
        return place.path

    @property
    def place(self) -> Location:
        """The location of the register; the first use creates the register."""
        if self.name not in self.places:
            self.places[self.name] = servers.new_place(self.folder / f"{self.name}.db", START)
        return self.places[self.name]

    def puts_in_file(self) -> None:
        """Create the register in a file, even if the tests run on a server."""
        path = self.folder / f"{self.name}.db"
        create_register(path, START)
        self.places[self.name] = Location(path)

    def engine(self) -> RegisterEngine:
        """Open the register, which may already be open elsewhere."""
        engine = open_register(self.place, lambda: self.folder)
        self.opened.append(engine)
        return engine

    def views(self, name: str = "") -> Views:
        """Open the views with this name, or new views if the name is empty."""
        views = open_views(self.engine(), self.folder / f"views-{name or uuid4().hex}.db")
        self.opened.append(views)
        return views

    def close(self) -> None:
        """Close all open registers and views."""
        for engine in self.opened:
            engine.dispose()


@contextmanager
def shelf() -> Iterator[Shelf]:
    """Yield a :class:`Shelf` in a temporary folder."""
    with TemporaryDirectory() as folder:
        one = Shelf(Path(folder))
        try:
            yield one
        finally:
            one.close()


def perform(history: list[list[Act]], register: Register, views: Views) -> None:
    """Record a history entry by entry without the refused entries, and refresh the views."""
    for entry in history:
        with suppress(Refused):
            register.record(partial(perform_entry, entry), views)
    views.refresh()


def perform_entry(entry: list[Act], uow: UnitOfWork) -> None:
    """Run the commands of one entry of a history."""
    for act in entry:
        act(uow)  # type: ignore[arg-type]


def recorder(engine: RegisterEngine) -> Register:
    """Return a register for recording, whose clock advances by an hour at each reading."""
    ticks = iter(range(10**9))
    return Register(engine, "tester", lambda: START + timedelta(hours=next(ticks)))


@contextmanager
def sizes(batch: int, remembered: int) -> Iterator[None]:
    """Change the batch size for reading the log and the number of records to keep in memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "BATCH", batch)
        patch.setattr(build, "SECTION_SIZE", batch)
        patch.setattr(build, "REMEMBERED", remembered)
        yield


def built(one: Shelf, batch: int, remembered: int) -> Views:
    """Return new views, built with this batch size and this number of records in memory."""
    views = one.views()
    with sizes(batch, remembered):
        views.refresh()
    return views


def differences(one: Views, other: Views) -> list[str]:
    """Return the differences between the rows of two views."""
    return replay(other, one).differences


def position(views: Views) -> int:
    """Return the position of the last event in the views."""
    with views.engine.connect() as connection:
        return int(connection.execute(select(progress.c.position)).scalar_one())


def last(engine: RegisterEngine) -> int:
    """Return the last position of a register."""
    with engine.connect() as connection:
        return queries.head(connection).position
