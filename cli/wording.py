"""Wording that reports share: dates, headings, and the text of empty reports."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from textwrap import shorten
from typing import TYPE_CHECKING

from msgspec import UNSET

from dragoman.cli.output import Output, StyledText
from dragoman.domain import many, offset_text, parse_date, rules_of
from dragoman.exchange import date_text, numbers

if TYPE_CHECKING:
    from dragoman.projections import (
        DateShape,
        FollowUpShape,
        NextSession,
        PartyShape,
        Snapshot,
        Turn,
        WindowShape,
    )
    from dragoman.projections.reports.contacts import ContactShape, SilenceShape
    from dragoman.projections.reports.history import FieldChange
    from dragoman.projections.reports.lateness import Lateness
    from dragoman.projections.reports.log import LogEntry
    from dragoman.projections.reports.pending import InferredSession
    from dragoman.projections.reports.steps import StepEntry


def bounds_for_people(shape: "DateShape | WindowShape | None", unknown: str = "no date") -> str:
    """Format a date from a report's data; return ``unknown`` if there is no date."""
    return date_text(shape.text) if shape else unknown


def inferred_next(shape: "NextSession | InferredSession") -> str:
    """Describe the next session that a mechanism is expected to hold, and the evidence for it."""
    number = f"session {shape.session}" if shape.session else "a session"
    host = f" in {shape.host}" if shape.host else ""
    when = f", {bounds_for_people(shape.window)}" if shape.window else ""
    basis = f" ({'; '.join(shape.basis)})" if shape.basis else ""
    return f"{number}{host}{when}{basis}"


def turn_in_words(
    turn: "Turn | None", inferred: "NextSession | InferredSession | None"
) -> list[str]:
    """Return a line on whose turn it is to host; no line if the inferred session has a host."""
    if not turn or (inferred and inferred.host):
        return []
    return [f"turn to host, inferred: {turn.host} ({turn_basis(turn)})"]


def turn_basis(turn: "Turn") -> str:
    """Return why it is a party's turn to host: ``by custom, because AZ hosted C-7``."""
    return turn.basis.replace("by custom, ", "by custom, because ")


NOTHING = "No records match."


def nothing_but(last: "ContactShape | None", where: str, hint: str) -> str:
    """Return the text of an empty report; name the last match outside its period, if any."""
    if last is None:
        return NOTHING
    when = bounds_for_people(last.occurred)
    return f"No records match {where}. The last match is {last.ref}, {when}{hint}."


def moved_from(formerly: list[str]) -> str:
    """List the former dates of an engagement; return an empty string if it has none."""
    return f"formerly {', '.join(map(date_text, formerly))}" if formerly else ""


def change_in_words(change: "FieldChange", is_whole: bool = False) -> str:
    """Describe the change of a field, such as its value before and after.

    A long text is cut; see :func:`brief`. With ``is_whole``, every text is whole.
    """
    field = change.field.replace("_", " ")
    cut = str if is_whole else brief
    if change.reading is not UNSET:
        said = cut(str(change.reading))
        return f"{field}: {repr(change.source) if change.source else 'another source'} says: {said}"
    if change.chosen is not UNSET:
        return f"{field}: chose {cut(str(change.chosen))}"
    if change.added is not UNSET and change.removed is not UNSET:
        signs = (("+", change.added), ("-", change.removed))
        items = (f"{sign} {cut(str(one))}" for sign, some in signs for one in some)
        return f"{field}: " + "; ".join(items)
    after = str(change.after or ("no" if change.before == "yes" else "(nothing)"))
    if not change.before:
        return f"{field}: {cut(after)}"
    before = str(change.before)
    return f"{field}: {before} → {after}" if is_whole else f"{field}: {brief_change(before, after)}"


LONGEST_VALUE = 120
"""The maximum number of characters of a text that a line about a change shows whole."""

_FIRST_WORDS = 60
_WORDS_BEFORE, _WORDS_FROM = 2, 6


def brief(text: str) -> str:
    """Return a text for one line; a long text is cut: ``2 paragraphs, 310 characters: Talks …``."""
    if not _is_long(text):
        return text
    return f"{_size(text)}: {shorten(text, _FIRST_WORDS, placeholder=' …')}"


def brief_change(before: str, after: str) -> str:
    """Return two values for one line; of two long texts, only the words where they differ."""
    if not (_is_long(before) and _is_long(after)):
        return f"{brief(before)} → {brief(after)}"
    was, becomes = before.split(), after.split()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, becomes)))  # noqa: B905
    return f"{_size(after)}, changed: {_from_word(was, same)} → {_from_word(becomes, same)}"


def _is_long(text: str) -> bool:
    return len(text) > LONGEST_VALUE or "\n" in text


def _size(text: str) -> str:
    paragraphs = len(re.findall(r"[^\n]+(?:\n[^\n]+)*", text))
    several = f"{paragraphs} paragraphs, " if paragraphs > 1 else ""
    return f"{several}{many(len(text), 'character')}"


def _from_word(words: Sequence[str], number: int) -> str:
    """Return the words around a word, with dots for the words that are left out."""
    start, end = max(0, number - _WORDS_BEFORE), number + _WORDS_FROM
    shown = " ".join(words[start:end])
    return f"{'… ' if start else ''}{shown}{' …' if end < len(words) else ''}"


def late_in_words(late: "Lateness") -> str:
    """Say how late a record was recorded: ``recorded 3 d late``."""
    return f"recorded {'at least ' if late.at_least else ''}{late.days} d late"


def late_part(late: "Lateness | None") -> tuple[str, str]:
    """Say how late a record was recorded, as a styled part of a line; empty if it was on time."""
    return (f"  {late_in_words(late)}", "late") if late else ("", "")


def undone_in_words(positions: Sequence[int]) -> str:
    """List the events that one event undoes: ``undoes #12, #13``."""
    return f"undoes {', '.join(f'#{position}' for position in positions)}"


def print_undoes(output: Output, positions: Sequence[int], indent: int) -> None:
    """Print which events an event undoes, if any."""
    if positions:
        output.paragraph(undone_in_words(positions), indent=indent, hanging=indent + 2)


def day(one: date) -> str:
    """Format a day: ``22 Apr 2025``."""
    return f"{one.day} {one:%b %Y}"


def facts(
    snapshot: "Snapshot", today: date, as_of: str | None, context: Sequence[str] = ()
) -> list[str]:
    """Return the parts of a report's first line: the date, the last event and the context."""
    position = f"event {snapshot.position}" if snapshot.position else "nothing recorded"
    past = ["past state"] if as_of else []
    applies = [f"context {'-'.join(context)}"] if context else []
    return [f"as of {day(today)} ({position})", *past, *applies, *withheld(snapshot)]


def withheld(snapshot: "Snapshot") -> list[str]:
    """Return how many records a report leaves out: ``withheld: 2 visits (TLP:AMBER or stricter)``."""
    found = snapshot.as_of.withheld
    if found is UNSET:
        return []
    return [f"withheld: {numbers(found.kinds) or 'nothing'} ({found.marking} or stricter)"]


def rule(output: Output, title: str) -> str:
    """Return a horizontal rule with a title: ``── TITLE ─────``."""
    start = f"── {title} "
    return start + "─" * max(0, output.width - len(start))


def age(follow_up: "FollowUpShape", today: date) -> str:
    """Return how overdue a follow-up is, how soon it is due, or how long it has been open."""
    due = parse_date(follow_up.due.text) if follow_up.due else None
    if due and due.last is not None:
        days = due.last - today.toordinal()
        return f"{-days} d late" if days < 0 else f"in {days} d"
    agreed = parse_date(follow_up.agreed.text) if follow_up.agreed else None
    if agreed is None or agreed.last is None:
        return "open"
    at_least = "" if agreed.is_exact_day else "at least "
    return f"open {at_least}{max(0, today.toordinal() - agreed.last)} d"


def days_in_words(silence: "SilenceShape") -> str:
    """Return a number of days, exact or not: ``6 d``, ``237–267 d`` or ``at least 237 d``."""
    least, most = silence.at_least, silence.at_most
    if most is None:
        return f"at least {least} d"
    return f"{least} d" if least == most else f"{least}–{most} d"


def print_entry(
    output: Output, entry: "LogEntry | StepEntry", first: int, last: int, machine: bool = False
) -> None:
    """Print an entry: its positions, time, author and reason; with ``machine``, the account too."""
    output.paragraph(
        (output.cell(f"{first}" if first == last else f"{first}–{last}", 10), "bold"),
        f" {stamp_text(entry.recorded_at, output.zone)}  ",
        (entry.recorded_by, "cyan"),
        f"  {reason_of(entry)}",
        (f"  {entry.entry[:8]}", "dim"),
        *_clock_part(entry, output.zone),
        *([(f"  {machine_of(entry)}", "dim")] if machine else ()),
        hanging=11,
    )


def reason_of(entry: "LogEntry | StepEntry") -> str:
    """Return the reason of an entry, or words that say that there is none."""
    return entry.reason or "(no reason given)"


def stamp_text(recorded_at: str | None, zone: str, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Format a time stamp in a time zone; say so if the time stamp is unreadable."""
    if recorded_at is None:
        return "(unreadable time)"
    return instant_text(datetime.fromisoformat(recorded_at), zone, form)


def instant_text(instant: datetime, zone: str, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Format an instant in a time zone, with its offset: ``2025-12-05 13:00:00+04:00``."""
    local = instant.astimezone(rules_of(zone))
    return f"{local:{form}}{offset_text(local.utcoffset() or timedelta())}"


def local_day(instant: datetime, zone: str) -> date:
    """Return the day of an instant in a time zone."""
    return instant.astimezone(rules_of(zone)).date()


def _clock_part(entry: "LogEntry | StepEntry", zone: str) -> list[StyledText]:
    """Say what time the clock showed if it differs clearly from the entry's time stamp."""
    from dragoman.store import clocks

    if entry.clock is None or entry.recorded_at is None:
        return []
    stamp, clock = map(datetime.fromisoformat, (entry.recorded_at, entry.clock))
    if abs(stamp - clock) <= clocks.APART:
        return []
    return [(f"  (the clock said {instant_text(clock, zone)})", "yellow")]


def machine_of(entry: "LogEntry | StepEntry") -> str:
    """Return the account and host that recorded an entry: ``lea@desk-3``."""
    return f"{entry.os_user}@{entry.host}" if entry.host is not None else "(machine unknown)"


def words(topic: str) -> str:
    """Return the name of an event type in words: ``visit concluded`` for ``VisitConcluded``.

    The events of ``dragoman KIND add`` are ``facts added``, as the help calls them.
    """
    if topic.endswith("Added"):
        return "facts added"
    return re.sub(r"(?<!^)(?=[A-Z])", " ", topic).lower().replace("follow up", "follow-up")


def person_in_words(person: "PartyShape") -> str:
    """Describe a person: ``P-12 Yalchin Rafiyev (deputy foreign minister, AZ)``."""
    about = ", ".join(part for part in (person.post, person.side) if part)
    return f"{person.ref} {person.name}" + (f" ({about})" if about else "")
