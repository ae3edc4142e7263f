"""``dragoman brief``: one page to read before a call."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from attrs import frozen
from msgspec.structs import replace

from dragoman.cli.output import StyledText
from dragoman.cli.page.marks import GLYPHS
from dragoman.cli.page.output_formats import PAGE_FORMS, OutputFormats, give, prepare
from dragoman.cli.page.page import (
    Block,
    Cell,
    Column,
    Fields,
    Grid,
    Heading,
    Page,
    Row,
    Section,
    Words,
    cells_of,
)
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.blocks import (
    LATEST,
    MOST,
    demarches_list,
    instruments_list,
    latest,
    listed,
    listed_topics,
    past_list,
    people_list,
    row,
    section,
)
from dragoman.cli.read.entries import COLUMNS as ENTRY
from dragoman.cli.read.entries import EntryLine, owner_notes, plans, row_owed
from dragoman.cli.read.reports import AsOf
from dragoman.cli.read.subjects import subject
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import (
    bounds_for_people,
    days_in_words,
    facts,
    inferred_next,
    turn_basis,
    turn_in_words,
)
from dragoman.domain import (
    KINDS,
    LETTERS,
    MONTH_NAMES,
    PLANNED,
    country_name,
    holding,
    known_side,
    predecessors,
)
from dragoman.exchange import UsageError, date_text, title_of

if TYPE_CHECKING:
    from dragoman.projections import FollowUpShape, MechanismShape, SessionShape
    from dragoman.projections.reports.brief import BriefReport
    from dragoman.projections.reports.contacts import ContactShape
    from dragoman.projections.reports.disputes import Dispute, RivalReading
    from dragoman.projections.reports.subject import Subject, SubjectShape
    from dragoman.projections.reports.tallies import ContactCount

OURS, THEIRS = "OURS", "THEIRS"
BOTH, NOBODYS = "AGREED, OWED BY BOTH SIDES", "AGREED, NO OWNER RECORDED"

Line = tuple[str, Sequence[StyledText]]

Whom = Annotated[
    str,
    Parameter(
        help="One or two states, organisations or people (P-1, or a name); default: the context."
    ),
]


def brief(
    *subjects: Whom,
    with_predecessors: Annotated[
        bool,
        Parameter(
            negative=(),
            help="Count former states as their successors: the Soviet Union as Russia.",
        ),
    ] = False,
    as_of: AsOf = None,
    forms: OutputFormats = PAGE_FORMS,
    session: Injected,
) -> int:
    """Print what you need before a call: past contacts, what is owed, whose turn it is."""
    from dragoman.projections.reports import brief as projection

    prepare(session, forms)
    asked = _pair(subjects) or subjects or session.context
    if not 1 <= len(asked) <= 2:
        raise UsageError("name one or two subjects: dragoman brief AZ IQ, dragoman brief P-1")
    with session.reading(as_of) as (reading, today):
        about = [subject(reading, text) for text in asked]
        if len({one.term for one in about}) < len(about):
            raise UsageError(
                f"{' and '.join(asked)} are the same; name one subject, or two different subjects"
            )
        if with_predecessors:
            about = _with_predecessors(session, about)
        context = () if subjects else session.context
        found = projection.brief(reading, today, about, context, session.output.as_json)
        head = facts(reading, today, as_of, context)
    own, is_ours = next(iter(session.context), about[0].code), bool(session.context or about[1:])
    return give(session, forms, found, lambda: Sheet(found, today, own, is_ours).page(head))


def _pair(subjects: Sequence[str]) -> Sequence[str]:
    """Return the two parties of a subject in the form of a context, such as Chile-Peru."""
    if len(subjects) != 1 or known_side(subjects[0]):
        return ()
    parts = subjects[0].split("-")
    return parts if len(parts) == 2 and all(map(known_side, parts)) else ()


def _with_predecessors(session: Session, about: "Sequence[Subject]") -> "list[Subject]":
    """Return the subjects with the codes of their predecessors."""
    from attrs import evolve

    found = [
        evolve(one, predecessors=tuple(predecessors(one.code))) if one.code else one
        for one in about
    ]
    if not any(one.predecessors for one in found):
        names = " and ".join(one.name for one in about)
        session.output.notice(f"note: no predecessor is known for {names}")
    return found


@frozen
class Sheet:
    """The view of a brief."""

    found: "BriefReport"
    today: date
    own: str | None = None
    """The code of the desk's own side: the first party of the context, or else the first subject.
    """
    is_ours: bool = True
    """Whether ``own`` is known to be the desk's own side."""

    def page(self, head: Sequence[str]) -> Page:
        """Return the page of the brief, without empty lists."""
        names = list(map(_name, self.found.subjects))
        many = self.found.engagements
        counts = "1 engagement" if many == 1 else f"{many} engagements"
        title, blocks = f"Brief: {' – '.join(names)}", list(self._blocks())
        return Page(title, [*head, counts], blocks, explored=False)

    def _blocks(self) -> Iterator[Block]:
        found, subjects = self.found, self.found.subjects
        yield Fields(list(self._first()))
        yield from past_list("LAST ENGAGEMENTS", found.last_engagements, self.today)
        yield self._ahead()
        yield from people_list(found.met)
        bodies = [one for one in found.mechanisms if one.status == "standing"]
        yield from listed("STANDING MECHANISMS", _BODIES, map(self._body, bodies))
        partners = [row(one.code, country_name(one.code), *latest(one)) for one in found.partners]
        yield from listed("PARTNERS", _PARTNERS, partners)
        levels = [row(_level(subjects, one.ranks), *latest(one)) for one in found.levels]
        yield from listed("LEVELS OF CONTACT", _LEVELS, levels)
        yield from instruments_list(found.instruments)
        yield from demarches_list(found.demarches)
        yield from listed("DISPUTED READINGS", _DISPUTED, map(_disputed, found.disputed))
        yield from self._months()

    # The facts at the top.

    def _first(self) -> Iterator[Line]:
        yield from self._who()
        last = self.found.last_contact
        if undated := self.found.undated:
            yield "without a date", [_some(undated)]
        if last is None or self.found.silence is None:
            yield "last contact", ["none with a date"]
            return
        ago = days_in_words(self.found.silence)
        yield "last contact", [*_when(last), f" ({ago} ago)  ", *_contact(last)]
        yield "level", [_level(self.found.subjects, last.ranks) or "unknown (no posts recorded)"]
        gap = self.found.longest_silence
        if gap and gap.days:
            between = f"from {date_text(gap.after)} to {date_text(gap.before)}"
            yield "longest gap", [f"{gap.days} d, {between}"]
        yield from self._next_sessions()
        yield from self._visits()
        if topics := self.found.topics:
            yield "topics", [*listed_topics({one.topic: f" {one.times}" for one in topics})]
        if disputed := self.found.disputed:
            refs = ", ".join(dict.fromkeys(one.ref for one in disputed))
            many = "1 reading" if len(disputed) == 1 else f"{len(disputed)} readings"
            yield "disputed", [f"{many}: {refs}"]

    def _who(self) -> Iterator[Line]:
        for one in self.found.subjects:
            if one.ref:
                about = ", ".join(filter(None, (one.post or "", one.side or "")))
                yield "who", [(one.ref, "ref"), f" {one.name}", f", {about}" if about else ""]

    def _next_sessions(self) -> Iterator[Line]:
        """Yield the sessions that the parties have agreed on, the most urgent first."""
        for owed in self.found.agreed[:MOST]:
            if owed.awaits:
                due = f"due {bounds_for_people(owed.due)}" if owed.due else "no date"
                about = ", ".join(filter(None, (owed.what, owed.place, due)))
                yield "next, agreed", [(owed.ref, "ref"), f" {about}"]

    def _visits(self) -> Iterator[Line]:
        visits = self.found.visits
        if visits is None:
            return
        for side, received in visits.received.items():
            yield f"visits to {side}", _times(received)
        if visits.made:
            yield "visits made", _times(visits.made)
        if turn := visits.turn:
            yield "turn to host", [f"{country_name(turn.host)}, inferred ({turn_basis(turn)})"]

    # The lists.

    def _ahead(self) -> Block:
        """Return the grid of open follow-ups and planned engagements."""
        planned = list(plans(self.found.scheduled, self.today))
        gone = [EntryLine(one).row(self.today) for one in self.found.unconfirmed]
        lines = [
            *self._agreed(),
            *section("PLANNED, NEVER CONFIRMED", gone),
            *section("PLANNED", planned),
        ]
        return Grid(ENTRY, lines) if lines else Words(["Nothing is owed or planned."])

    def _agreed(self) -> Iterator[Section | Row]:
        """Yield the open follow-ups by owner: ours, theirs, of both sides, and without an owner."""
        by_heading: dict[str, list[Row]] = {one: [] for one in (OURS, THEIRS, BOTH, NOBODYS)}
        for one in self.found.agreed:
            notes = owner_notes(owner for owner in one.owners if owner.name)
            by_heading[self._owing(one)].append(replace(row_owed(one, self.today), notes=notes))
        for heading, rows in by_heading.items():
            yield from section(self._named(heading, rows), rows)

    def _owing(self, one: "FollowUpShape") -> str:
        """Return the heading for a follow-up, by the sides of its owners."""
        sides = {owner.side for owner in one.owners if owner.side}
        if not sides:
            return NOBODYS
        if self.own not in sides:
            return THEIRS
        return BOTH if sides - {self.own} else OURS

    def _named(self, heading: str, rows: Sequence[Row]) -> str:
        """Return a heading with the name of the side that owes, if there is only one."""
        if heading not in (OURS, THEIRS) or not rows:
            return heading
        others = [one.code for one in self.found.subjects if one.code and one.code != self.own]
        side = self.own if heading == OURS else others[0] if len(others) == 1 else None
        who = country_name(side) if side else "others"
        return f"{heading}: owed by {who}" if self.is_ours else f"OWED: by {who}"

    def _body(self, body: "MechanismShape") -> Row:
        held = [one for one in body.sessions if one.status == "held"]
        last = _session(held[-1]) if held else "no session held"
        cells = cells_of(Cell(body.ref, mark="mechanism"), body.title, last)
        return Row(cells, notes=list(self._next(body)), ref=body.ref)

    def _next(self, body: "MechanismShape") -> Iterator[str]:
        """Yield a mechanism's next session (agreed, scheduled or inferred) and its next host."""
        for owed in self.found.agreed:
            if owed.awaits and owed.awaits.mechanism == body.ref:
                due = f", due {bounds_for_people(owed.due)}" if owed.due else ", no date"
                yield f"next, agreed: {owed.ref}{due}"
        unconfirmed = {one.session for one in body.flags if one.kind == "not confirmed"}
        for one in body.sessions:
            if one.ref in unconfirmed:
                yield f"planned, never confirmed: {_session(one)}"
            elif one.status in PLANNED:
                yield f"next, {one.status}: {_session(one)}"
        if inferred := body.inferred_next:
            yield f"next, inferred: {inferred_next(inferred)}"
        yield from turn_in_words(body.turn, body.inferred_next)

    def _months(self) -> Iterator[Block]:
        """Yield a grid with the number of engagements by kind for each of the last 12 months."""
        found = self.found.months
        names = [MONTH_NAMES[int(month[5:]) - 1][0] for month in found.months]
        numbers = [Column(name, right=True) for name in (*names, "total")]
        counts = {label: getattr(found, kind) for kind, label in _KINDS.items()}
        rows = [
            row(label, *(str(n or "·") for n in some), str(sum(some)))
            for label, some in counts.items()
            if any(some)
        ]
        if rows:
            yield Heading("THE LAST TWELVE MONTHS")
            yield Grid([Column(""), *numbers], rows, head=True)


_KINDS = {"visit": "visits", "consultation": "sessions", "meeting": "meetings"}
_BODIES = (
    Column("record", style="ref"),
    Column("title", least=28),
    Column("last", least=24, folds=True),
)
_DISPUTED = (
    Column("record", style="ref"),
    Column("field", least=20),
    Column("title", style="dim", least=20),
)
_PARTNERS = (Column("code", style="ref", codes=True), Column("partner", least=16), *LATEST)
_LEVELS = (Column("level", least=20), *LATEST)


def _disputed(one: "Dispute") -> Row:
    cells = cells_of(Cell(one.ref, mark="open"), _field(one.field), one.called)
    of, *_ = (kind for kind, letter in LETTERS.items() if one.ref.startswith(letter))
    is_date = one.field in holding(KINDS[of].state, "day")
    return Row(cells, notes=[_reading(rival, is_date) for rival in one.readings], ref=one.ref)


def _contact(one: "ContactShape") -> Sequence[StyledText]:
    """Return the mark, ref, title and place of a contact as styled text."""
    kind = one.kind
    place = f", {one.place}" if one.place else ""
    return [
        (GLYPHS[kind][0], kind),
        " ",
        (one.ref, "ref"),
        f" {''.join(title_of(one))}{place}",
    ]


def _when(one: "ContactShape") -> Sequence[StyledText]:
    return [(bounds_for_people(one.occurred), "strong")]


def _times(one: "ContactCount") -> Sequence[StyledText]:
    if not one.last:
        return ["none"]
    return [f"{one.times}, the last ", *_when(one.last), "  ", *_contact(one.last)]


def _session(one: "SessionShape") -> str:
    number = f"session {one.session}" if one.session else "a session"
    about = (number, bounds_for_people(one.occurred), one.place)
    return f"{one.ref} {', '.join(filter(None, about))}"


def _name(subject: "SubjectShape") -> str:
    """Return the name of a subject, with the former states that count as the state."""
    former = subject.predecessors or ()
    return (
        f"{subject.name} (with {', '.join(map(country_name, former))})" if former else subject.name
    )


def _level(subjects: "Sequence[SubjectShape]", ranks: Sequence[str | None]) -> str:
    """Return the level of a contact: ``ministers``, or ``AZ ministers, IQ unknown`` by side."""
    if len(set(ranks)) == 1:
        return ranks[0] or ""
    codes = [one.code for one in subjects if one.code]
    return ", ".join(f"{code} {rank or 'unknown'}" for code, rank in zip(codes, ranks, strict=True))


def _some(refs: Sequence[str]) -> str:
    more = f", and {len(refs) - MOST} more" if len(refs) > MOST else ""
    return f"{', '.join(refs[:MOST])}{more}"


def _field(path: str) -> str:
    """Describe the path of a field: ``participant 2, name`` for ``participants.2.name``."""
    return re.sub(r"s\.(\d+)\.", r" \1, ", path).replace("_", " ")


def _reading(rival: "RivalReading", is_date: bool) -> str:
    value = date_text(rival.value) if is_date else rival.value
    source = rival.source
    by = (source.publisher or source.title) if source else "no source given"
    return f"? {value} ({by})"
