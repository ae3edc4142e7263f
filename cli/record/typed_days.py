"""Complete a typed date from the record: "15:00" on its day, "17 March" at its hours.

A date without a year is in the year of the plan.
"""

import re
from collections.abc import Mapping
from typing import Any

from dragoman.domain import (
    PLANNED,
    ImpreciseDate,
    has_only_hours,
    hours_on_day_of,
    quoted,
    understand_past,
    with_colon,
    with_hours_of,
    with_length_of,
)
from dragoman.exchange import Translator, at, clean, direction_of

_ALL_DAY = re.compile(r".*\ball day\s*", re.I | re.S)


def with_typed_day(
    translator: Translator, state: object, data: Mapping[str, Any], notes: list[str]
) -> dict[str, Any]:
    """Return data in which the date of a record takes what it lacks from the former date.

    ``notes`` gets a line about hours that the user did not type.
    """
    known, text = getattr(state, "occurred", None), data.get("occurred")
    if not isinstance(known, ImpreciseDate) or not isinstance(text, str):
        return {**data}
    with at("occurred"):
        words = with_colon(clean(text))
        when = _typed(translator, state, known, str(data.get("status")), words, notes)
    return {**data, "occurred": str(when)} if when else {**data}


def _typed(
    translator: Translator,
    state: object,
    known: ImpreciseDate,
    status: str,
    text: str,
    notes: list[str],
) -> ImpreciseDate | None:
    """Return the date that a text means for a record; ``None`` if the text is complete."""
    is_moved, is_past = status == "rescheduled", direction_of(status) < 0
    if has_only_hours(text):
        is_to_come = (known.first or 0) > translator.today.toordinal()
        if is_past and is_to_come:
            return None
        when = hours_on_day_of(known, text, translator.zone)
        return with_length_of(known, when) if is_moved else when
    if is_moved and not _ALL_DAY.fullmatch(text):
        return _at_known_hours(translator, known, text, notes)
    if is_past and getattr(state, "status", None) in PLANNED:
        return understand_past(text, translator.today, translator.zone, known)
    return None


def _at_known_hours(
    translator: Translator, known: ImpreciseDate, text: str, notes: list[str]
) -> ImpreciseDate:
    """Return a day with the hours of the record, if it has hours and the text does not."""
    day = translator.ahead(text)
    when = with_hours_of(known, day) if known.has_time else day
    if when != day:
        all_day = quoted(f"{text}, all day")
        notes.append(f"the hours stay: {when.for_people()}; to drop them, type {all_day}")
    return when
