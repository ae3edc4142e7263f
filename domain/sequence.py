"""The sequence of a mechanism's sessions: irregularities, and the next session.

The register does not store the irregularities and the next session. Dragoman infers both from the
records each time, and labels both as inferred.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import inf

from attrs import frozen

from dragoman.domain.dates import ImpreciseDate, parse_date
from dragoman.domain.reciprocity import next_host
from dragoman.domain.rhythm import Rhythm

ENOUGH = 3
"""The minimum number of held sessions needed to show a pattern."""


@frozen(kw_only=True)
class SequencedSession:
    """The facts about a session that matter for the sequence; ``name`` is the display name."""

    name: str
    number: int | None = None
    status: str
    occurred: ImpreciseDate | None = None
    host: str | None = None


@frozen(kw_only=True)
class Flag:
    """An irregularity in a sequence: its kind, the session, and a message."""

    kind: str
    session: str | None
    message: str
    number: int | None = None


@frozen(kw_only=True)
class Next:
    """The inferred next session; unknown attributes are ``None``. ``basis`` gives the reasons."""

    number: int | None
    host: str | None
    window: ImpreciseDate | None
    basis: tuple[str, ...]


def unconfirmed(session: SequencedSession, today: date) -> bool:
    """Return whether a session is still recorded as planned although its date has passed."""
    last = session.occurred.last if session.occurred else None
    return session.status == "scheduled" and last is not None and last < today.toordinal()


def flags(sessions: Sequence[SequencedSession], today: date) -> list[Flag]:
    """Return the irregularities: gaps, numbers out of order, and unconfirmed past plans."""
    open_plans = [one for one in sessions if unconfirmed(one, today)]
    found = [*_gaps(sessions, open_plans), *_out_of_order(sessions)]
    for one in open_plans:
        message = f"{one.name} was planned but not confirmed as held"
        found.append(Flag(kind="not confirmed", session=one.name, message=message))
    return found


def _gaps(
    sessions: Sequence[SequencedSession], open_plans: Sequence[SequencedSession]
) -> Iterator[Flag]:
    numbers = {one.number for one in sessions if one.number}
    held = {one.number for one in sessions if one.number and one.status == "held"}
    for number in range(min(held, default=1), max(held, default=0)):
        if number not in numbers:
            hint = "".join(
                f"; {one.name} may be this session" for one in open_plans if not one.number
            )
            message = f"session {number} is not recorded{hint}"
            yield Flag(kind="gap", session=None, message=message, number=number)


def _out_of_order(sessions: Sequence[SequencedSession]) -> Iterator[Flag]:
    """Flag each session that was held before a session with a lower number."""
    latest: SequencedSession | None = None
    dated = [one for one in _held(sessions) if one.number and one.occurred]
    for one in sorted(dated, key=lambda one: one.number or 0):
        if latest and _comes_before(one, latest):
            message = f"{one.name}, session {one.number}, was held before session {latest.number}"
            yield Flag(kind="out of order", session=one.name, message=message)
        elif latest is None or _first(one) > _first(latest):
            latest = one


def _first(one: SequencedSession) -> float:
    first = one.occurred.first if one.occurred else None
    return -inf if first is None else first


def _comes_before(one: SequencedSession, other: SequencedSession) -> bool:
    return bool(one.occurred and other.occurred and one.occurred.certainly_before(other.occurred))


def _held(sessions: Sequence[SequencedSession]) -> list[SequencedSession]:
    return [one for one in sessions if one.status == "held"]


def next_session(
    sessions: Sequence[SequencedSession],
    parties: Sequence[str],
    cadence: str | None,
    hosting: str | None,
) -> Next | None:
    """Infer the next session from the earlier sessions and the charter.

    ``sessions`` are in chronological order. Returns ``None`` if no session was held.
    """
    held = _held(sessions)
    if not held:
        return None
    number = max((one.number for one in held if one.number), default=0) + 1
    host, host_basis = _host(held, parties, hosting)
    window, window_basis = _window(held, cadence)
    basis = tuple(words for words in (host_basis, window_basis) if words)
    numbered = any(one.number for one in held)
    return Next(number=number if numbered else None, host=host, window=window, basis=basis)


@frozen(kw_only=True)
class Turn:
    """The next host; ``None`` if unknown. ``basis`` gives the reason."""

    host: str | None
    basis: str


def turn(sessions: Sequence[SequencedSession], parties: Sequence[str], hosting: str | None) -> Turn:
    """Return whose turn it is to host the next session, by agreement or, without one, by custom.

    ``sessions`` are in chronological order. The custom is that two hosts alternate.
    """
    held = [one for one in _held(sessions) if one.host]
    if not held:
        return Turn(host=None, basis="")
    host, basis = _host(held, parties, hosting)
    if host:
        return Turn(host=host, basis=basis)
    last = held[-1]
    by_custom = next_host(parties, last.host)
    custom = f"by custom, {last.host} hosted {last.name}"
    return Turn(host=by_custom, basis=custom if by_custom else "")


def _host(
    held: Sequence[SequencedSession], parties: Sequence[str], hosting: str | None
) -> tuple[str | None, str]:
    last = held[-1].host
    if last is None:
        return None, ""
    if hosting == "fixed":
        return last, "the host is fixed"
    other = next_host(parties, last)
    if other is None:
        return None, ""
    if hosting == "alternating":
        return other, f"hosts alternate, {last} hosted {held[-1].name}"
    hosts = [one.host for one in held if one.host]
    alternated = all(one != two for one, two in pairwise(hosts))
    if len(hosts) >= ENOUGH and alternated:
        return other, "hosts have alternated so far"
    return None, ""


def _window(
    held: Sequence[SequencedSession], cadence: str | None
) -> tuple[ImpreciseDate | None, str]:
    last = held[-1].occurred
    if last is None or last.last is None:
        return None, ""
    if cadence:
        return _next_window(last, Rhythm.of(cadence)), f"agreed cadence {cadence}"
    if last.first is None:
        return None, ""
    days = [one.occurred.first for one in held if one.occurred and one.occurred.first]
    steps = [after - before for before, after in pairwise(days) if after > before]
    if len(steps) + 1 < ENOUGH:
        return None, ""
    months = max(1, round(_median(steps) / 30.44))
    window = _later(last, months)
    year = parse_date(f"{window.text[:4]}~") if window else None
    return year, f"sessions were about {_span(months)} apart"


def _median(numbers: Sequence[int]) -> float:
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2


def _span(months: int) -> str:
    years, rest = divmod(months, 12)
    if not rest:
        return "a year" if years == 1 else f"{years} years"
    return "a month" if months == 1 else f"{months} months"


def _next_window(when: ImpreciseDate, cadence: Rhythm) -> ImpreciseDate | None:
    """Return the month, the week or, for a cadence of days, the day of the next session.

    The cadence counts from the last day of ``when``.
    """
    if cadence.days is None:
        return _later(when, cadence.months)
    last = when.last or 0
    if not 0 < last + cadence.days + 7 < date.max.toordinal():
        return None
    first = date.fromordinal(last + cadence.days)
    if cadence.unit == "D":
        return parse_date(f"{first}" if when.first is not None else f"../{first}")
    monday = first - timedelta(days=first.weekday())
    sunday = monday + timedelta(days=6)
    return parse_date(f"{monday}/{sunday}" if when.first is not None else f"../{sunday}")


def _later(when: ImpreciseDate, months: int) -> ImpreciseDate | None:
    """Return the month that is ``months`` months after a date's last day.

    An open start stays open.
    """
    latest = when.latest or ""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", latest):
        return None
    year = int(latest[:4])
    years, month_index = divmod(int(latest[5:7]) - 1 + months, 12)
    if year + years > 9999:
        return None
    month = f"{year + years:04}-{month_index + 1:02}"
    return parse_date(month if when.first is not None else f"../{month}")
