"""The blocks that several reports share: past engagements, people, instruments and messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from dragoman.cli.output import StyledText
from dragoman.cli.page.page import Block, Cell, Column, Grid, Row, Section, cells_of
from dragoman.cli.read.entries import COLUMNS as ENTRY
from dragoman.cli.read.entries import directed, entry_cells, owner_notes, plans, row_owed
from dragoman.cli.wording import bounds_for_people
from dragoman.domain import SETTLED, UNDER_WAY

if TYPE_CHECKING:
    from dragoman.projections import EntryShape, FollowUpShape
    from dragoman.projections.reports.papers import InstrumentShape, MessageShape
    from dragoman.projections.reports.past import PastEngagement
    from dragoman.projections.reports.tallies import (
        EncounterCount,
        LevelCount,
        Met,
        PartnerCount,
    )

    Counted = EncounterCount | LevelCount | PartnerCount

MOST = 8
"""The maximum number of items in a list, so that a report fits on a page."""

OUTCOMES = 3
"""The maximum number of outcomes of an engagement that a list shows."""

SUMMARY = 280
"""The maximum number of characters of a summary that a list shows."""

LATEST = (Column("times", right=True), Column("last", least=16, folds=True))
_MET = (Column("one", least=16), Column("other", least=16), *LATEST)
_INSTRUMENTS = (
    Column("signed"),
    Column("record", style="ref"),
    Column("title", least=28),
    Column("form", style="dim", least=8, folds=True),
    Column("status", style="dim"),
)


_DEMARCHES = (
    Column("delivered"),
    Column("record", style="ref"),
    Column("subject", least=28),
    Column("from and to", style="dim", least=8, folds=True),
    Column("status", least=16, folds=True),
)


def _outcome(message: "MessageShape") -> str:
    """Return the outcome of a message as text: ``reply awaited, due 12 Feb 2026``."""
    if message.is_awaited:
        due = f", due {bounds_for_people(message.reply_due)}" if message.reply_due else ""
        return f"reply awaited{due}"
    answered = f" {bounds_for_people(message.answered)}" if message.answered else ""
    return f"{message.status}{answered}"


def _instrument(one: "InstrumentShape", *, where: bool) -> Row:
    when, ref = bounds_for_people(one.signed or one.in_force), Cell(one.ref, mark="instrument")
    notes = [f"signed in {one.signed_in}"] if where and one.signed_in else []
    return Row(cells_of(when, ref, one.title, one.form, one.status), notes=notes, ref=one.ref)


def _demarche(one: "MessageShape") -> Row:
    when, ref = bounds_for_people(one.occurred), Cell(one.ref, mark="demarche")
    between = directed(one.sender, one.recipients)
    return Row(cells_of(when, ref, one.subject, between, _outcome(one)), ref=one.ref)


def past_list(
    title: str, found: "Sequence[PastEngagement]", today: date, most: int | None = None
) -> Iterator[Block]:
    """Yield the list of past engagements, each with its outcomes and its summary."""
    return listed(title, ENTRY, (past_row(one, today) for one in found), most)


def past_row(one: "PastEngagement", today: date) -> Row:
    """Return the row of a past engagement, with its outcomes and its summary as notes."""
    under_way = "under way" if one.status in UNDER_WAY else ""
    level = one.level if one.level != "unspecified" else ""
    remark = ", ".join(filter(None, (under_way, level)))
    notes = [*_outcomes(one.outcomes), *shortened(one.summary or "", SUMMARY)]
    cells = entry_cells(one, today, None, remark)
    return Row(cells, notes=notes, ref=one.ref, within=one.part_of)


def _outcomes(outcomes: Sequence[str]) -> Iterator[str]:
    yield from (f"outcome: {one}" for one in outcomes[:OUTCOMES])
    if (more := len(outcomes) - OUTCOMES) > 0:
        yield f"and {more} more outcome{'s' * (more > 1)}"


def cut(line: str, most: int) -> str:
    """Return a line, cut between words after at most ``most`` characters."""
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def shortened(text: str, most: int) -> list[str]:
    """Return the paragraphs of a text, cut between words after about ``most`` characters."""
    kept: list[str] = []
    for paragraph in filter(None, map(str.strip, text.split("\n"))):
        if most <= 0:
            kept[-1] += " …"
            break
        words = " ".join(paragraph.split())
        kept.append(cut(words, most))
        if len(words) > most:
            break
        most -= len(words)
    return kept


def follow_ups_list(
    title: str, found: "Sequence[FollowUpShape]", today: date, most: int | None = MOST
) -> Iterator[Block]:
    """Yield the list of follow-ups, each with the record in which it was agreed, and its owner."""
    return listed(title, ENTRY, (_follow_up(one, today) for one in found), most)


def _follow_up(one: "FollowUpShape", today: date) -> Row:
    said = (
        f"agreed in {one.agreed_in}" if one.agreed_in else "",
        *owner_notes(one.owners),
        f"fulfilled by {one.fulfilled_by}" if one.fulfilled_by else "",
    )
    notes = ", ".join(filter(None, said))
    shown = row_owed(one, today)
    cells = [*shown.cells[:-1], Cell(one.state)] if one.state in SETTLED else shown.cells
    return replace(shown, cells=cells, notes=[notes] if notes else [])


def planned_list(
    title: str, found: "Sequence[EntryShape]", today: date, most: int | None = MOST
) -> Iterator[Block]:
    """Yield the list of planned engagements."""
    return listed(title, ENTRY, plans(found, today), most)


def people_list(found: "Sequence[EncounterCount]") -> Iterator[Block]:
    """Yield the list of people who met, with their posts at the last encounter."""
    return listed("PEOPLE: WHO MET WHOM", _MET, map(_encounter, found))


def _encounter(one: "EncounterCount") -> Row:
    posts = [person.post for person in one.people]
    then = " – ".join(post or "post unknown" for post in posts) if any(posts) else ""
    cells = cells_of(*map(_person, one.people), *latest(one))
    return Row(cells, notes=[then] if then else [])


def _person(one: "Met") -> Cell:
    about = ", ".join(filter(None, (one.name, one.side)))
    return Cell(about, suffix=f" {one.ref}" if one.ref else "")


def instruments_list(
    found: "Sequence[InstrumentShape]", most: int | None = MOST, *, where: bool = False
) -> Iterator[Block]:
    """Yield the list of instruments; with ``where``, each with the engagement where it was signed."""
    rows = [_instrument(one, where=where) for one in found]
    return listed("INSTRUMENTS", _INSTRUMENTS, rows, most)


def demarches_list(found: "Sequence[MessageShape]", most: int | None = MOST) -> Iterator[Block]:
    """Yield the list of messages."""
    return listed("DÉMARCHES", _DEMARCHES, map(_demarche, found), most)


def listed_topics(topics: Mapping[str, str]) -> Iterator[StyledText]:
    """Yield topics with commas between them; each topic is followed by its value."""
    for number, (topic, after) in enumerate(topics.items()):
        if number:
            yield ", "
        yield topic, "topic"
        if after:
            yield after


def row(*parts: Cell | str) -> Row:
    """Return a row with these cells."""
    return Row(cells_of(*parts))


def listed(
    title: str, columns: Sequence[Column], rows: Iterable[Row], most: int | None = MOST
) -> Iterator[Block]:
    """Yield a grid with a heading, if there are any rows; show at most ``most`` rows."""
    if lines := list(section(title, list(rows), most)):
        yield Grid(columns, lines)


def section(title: str, rows: Sequence[Row], most: int | None = MOST) -> Iterator[Section | Row]:
    """Yield a heading and the first rows; if rows are left out, the heading says how many exist."""
    shown = rows[:most]
    if rows:
        more = f", {len(shown)} OF {len(rows):,}" if len(shown) < len(rows) else ""
        yield Section(f"{title}{more}")
    yield from shown


def latest(one: "Counted") -> tuple[str, str]:
    """Return the cells for the number of contacts and for the last contact."""
    last = one.last
    assert last is not None
    return f"{one.times} ×", f"{bounds_for_people(last.occurred)}  {last.ref}"
