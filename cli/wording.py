"""Words and marks of the reports: dates, headings and glyphs."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cli.output import Output
from domain.dates import ImpreciseDate, parse

if TYPE_CHECKING:
    from projections.reading import Reading

GLYPHS = {
    "visit": ("▲", "V"),
    "consultation": ("■", "C"),
    "meeting": ("●", "M"),
    "mechanism": ("◆", "B"),
    "instrument": ("§", "I"),
    "planned": ("○", "."),
    "open": ("?", "?"),
    "overdue": ("!", "!"),
    "fulfilled": ("✓", "x"),
    "cancelled": ("×", "-"),
}
STYLES = {
    "visit": "green",
    "consultation": "blue",
    "meeting": "cyan",
    "mechanism": "magenta",
    "instrument": "bright_magenta",
    "planned": "yellow",
    "open": "yellow",
    "overdue": "bold red",
    "fulfilled": "green",
    "cancelled": "dim",
}
PLANNED = ("announced", "scheduled", "postponed")


def glyph(output: Output, mark: str) -> tuple[str, str]:
    """The mark of a kind or state, with its style."""
    return GLYPHS[mark][output.ascii], STYLES[mark]


def mark_of(entry: dict[str, Any]) -> str:
    """What the glyph of an engagement shows: its kind, or that it is planned or off."""
    if entry["status"] == "cancelled":
        return "cancelled"
    return "planned" if entry["status"] in PLANNED else str(entry["kind"])


def date_for_people(output: Output, date: ImpreciseDate | None, unknown: str = "no date") -> str:
    """A date for people."""
    return date.for_people(ascii=output.ascii) if date else unknown


def bounds_for_people(
    output: Output, shape: dict[str, Any] | None, unknown: str = "no date"
) -> str:
    """The date of a report's shape, for people."""
    return date_for_people(output, parse(shape["edtf"]) if shape else None, unknown)


def inferred_next(output: Output, shape: dict[str, Any]) -> str:
    """The next session of a mechanism as it was inferred, and from what."""
    number = f"session {shape['session']}" if shape["session"] else "a session"
    host = f" in {shape['host']}" if shape["host"] else ""
    window = shape["window"]
    when = f", {bounds_for_people(output, window)}" if window else ""
    basis = f" ({'; '.join(shape['basis'])})" if shape["basis"] else ""
    return f"{number}{host}{when}{basis}"


def which_session(number: int | None) -> str:
    """``session 4``, or ``the next session``."""
    return f"session {number}" if number else "the next session"


def moved_from(output: Output, formerly: list[str]) -> str:
    """The dates that were given up, for people; empty when there is none."""
    dates = [date_for_people(output, parse(text)) for text in formerly]
    return f"formerly {', '.join(dates)}" if dates else ""


def date_text(output: Output, text: str) -> str:
    """A date given as EDTF, for people."""
    return parse(text).for_people(ascii=output.ascii)


def change_in_words(output: Output, change: dict[str, Any]) -> str:
    """One change of a record's history: what the field held, and what it holds."""
    field = change["field"].replace("_", " ")
    if "reading" in change:
        return f"{field}: {change['source'] or 'another source'} says {change['reading']}"
    if "chosen" in change:
        return f"{field}: chosen is {change['chosen']}"
    if "added" in change:
        signs = (("+", change["added"]), ("-", change["removed"]))
        return f"{field}: " + "; ".join(f"{sign} {one}" for sign, many in signs for one in many)
    before, after = change["before"] or "(nothing)", change["after"] or "(nothing)"
    arrow = "->" if output.ascii else "→"
    return f"{field}: {before} {arrow} {after}" if change["before"] else f"{field}: {after}"


def late_in_words(late: dict[str, Any] | None) -> tuple[str, str]:
    """``  recorded 3 d late``, with its style; empty for what was recorded in time."""
    if late is None:
        return "", ""
    return f"  recorded {'at least ' if late['at_least'] else ''}{late['days']} d late", "yellow"


def print_undoes(output: Output, event: dict[str, Any], indent: int) -> None:
    """Print which events an event undoes, if it does."""
    if event["undoes"]:
        gone = ", ".join(f"#{position}" for position in event["undoes"])
        output.paragraph(f"undoes {gone}", indent=indent, hanging=indent + 2)


def day(one: date) -> str:
    """``22 Apr 2025``"""
    return f"{one.day} {one:%b %Y}"


def heading(
    output: Output,
    title: str,
    reading: "Reading",
    today: date,
    as_of: str | None,
    context: Sequence[str] = (),
) -> str:
    """The first line of a report: what it is, as of when, and which context applies."""
    position = f"event {reading.position}" if reading.position else "nothing recorded"
    past = f" {output.dot} as it stood" if as_of else ""
    applies = f" {output.dot} context {'-'.join(context)}" if context else ""
    return f"{title} {output.dot} as of {day(today)} ({position}){past}{applies}"


def rule(output: Output, title: str) -> str:
    """``── TITLE ─────``, across the width."""
    start = f"── {title} "
    return start + "─" * max(0, output.width - len(start))


def title_of(entry: dict[str, Any]) -> tuple[str, str]:
    """What a line calls an engagement: its title, and the number of a session."""
    number = f", session {entry['session']}" if entry["session"] else ""
    return str(entry["title"] or entry["kind"]), number


def age(follow_up: dict[str, Any], today: date) -> str:
    """How late a follow-up is, how long there is, or how long it has been open."""
    due = parse(follow_up["due"]["edtf"]) if follow_up["due"] else None
    if due and due.last is not None:
        days = due.last - today.toordinal()
        return f"overdue {-days} d" if days < 0 else f"in {days} d"
    agreed = parse(follow_up["agreed"]["edtf"]) if follow_up["agreed"] else None
    if agreed is None or agreed.last is None:
        return "open"
    at_least = "" if agreed.is_exact_day else "at least "
    return f"open {at_least}{max(0, today.toordinal() - agreed.last)} d"


def print_act(output: Output, act: dict[str, Any], first: int, last: int) -> None:
    """Print the line of an entry: its positions, when, who and why."""
    at = datetime.fromisoformat(act["recorded_at"])
    output.paragraph(
        (output.cell(f"{first}" if first == last else f"{first}–{last}", 10), "bold"),
        f" {at:%Y-%m-%d %H:%M:%S}Z  ",
        (act["recorded_by"], "cyan"),
        f"  {act['reason'] or '(no reason given)'}",
        (f"  {act['entry'][:8]}", "dim"),
        hanging=11,
    )


def words(topic: str) -> str:
    """``VisitConcluded`` → ``visit concluded``."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", topic).lower().replace("follow up", "follow-up")


def person_in_words(person: dict[str, Any]) -> str:
    """``P-12 Yalchin Rafiyev (deputy foreign minister, AZ)``"""
    about = ", ".join(part for part in (person["post"], person["side"]) if part)
    return f"{person['ref']} {person['name']}" + (f" ({about})" if about else "")
