"""Dates that keep the day, the hours or the length of an earlier date."""

import pytest

from dragoman.domain.dates import DateError, parse_date
from dragoman.domain.moved_dates import hours_on_day_of, with_hours_of, with_length_of
from dragoman.domain.phrases import has_only_hours

BAKU = "2026-03-12T10:00:00+04:00/2026-03-12T12:00:00+04:00[Asia/Baku]"
BERLIN = "2026-03-28T22:00:00+01:00/2026-03-29T01:00:00+01:00[Europe/Berlin]"


@pytest.mark.parametrize(
    ("text", "is_only"),
    [
        ("15:00", True),
        ("15:00-16:30 Rome", True),
        ("at 3 pm", True),
        ("15.30", True),
        ("today 15:00", False),
        ("17 March", False),
        ("midnight", False),
        ("2026-03-12T10:00:00Z", False),
        ("", False),
    ],
)
def test_hours_without_a_day(text: str, is_only: bool) -> None:
    assert has_only_hours(text) == is_only


@pytest.mark.parametrize(
    ("former", "hours", "edtf"),
    [
        (BAKU, "15:00", "2026-03-12T15:00:00+04:00[Asia/Baku]"),
        (BAKU, "9:00 Rome", "2026-03-12T09:00:00+01:00[Europe/Rome]"),
        ("2026-03-12T10:00:00-05", "15:00", "2026-03-12T15:00:00-05:00"),
        ("2026-03-12T10:00:00Z", "15:00", "2026-03-12T15:00:00Z"),
        ("2026-03-12T10:00:00", "15:00", "2026-03-12T15:00:00"),
        ("2026-03-12", "15:00", "2026-03-12T15:00:00+03:00[Europe/Istanbul]"),
    ],
)
def test_hours_on_the_day_of_a_record(former: str, hours: str, edtf: str) -> None:
    """Hours alone are on the day and in the zone of the record, or in the zone of the desk."""
    assert hours_on_day_of(parse_date(former), hours, "Europe/Istanbul").text == edtf


@pytest.mark.parametrize("former", ["2026-03", "2026", "2026-03-12/2026-03-14", "../2026-03-12"])
def test_hours_need_a_day(former: str) -> None:
    with pytest.raises(DateError, match=r"'15:00' has no day; write the day too"):
        hours_on_day_of(parse_date(former), "15:00", "UTC")


@pytest.mark.parametrize(
    ("former", "when", "edtf"),
    [
        (BAKU, "2026-03-17", BAKU.replace("-12T", "-17T")),
        (BAKU, "2026-03", "2026-03"),
        (BAKU, "2026-03-17?", "2026-03-17?"),
        (BAKU, "2026-03-17T09:00:00Z", "2026-03-17T09:00:00Z"),
        (
            BERLIN,
            "2026-04-01",
            "2026-04-01T22:00:00+02:00/2026-04-02T01:00:00+02:00[Europe/Berlin]",
        ),
        ("2026-03-12/2026-03-14", "2026-03-20", "2026-03-20/2026-03-22"),
    ],
)
def test_a_day_at_the_hours_of_a_record(former: str, when: str, edtf: str) -> None:
    """A day alone gets the hours, the zone and the length of the former date."""
    assert with_hours_of(parse_date(former), parse_date(when)).text == edtf


@pytest.mark.parametrize(
    ("former", "when", "edtf"),
    [
        (
            BAKU,
            "2026-03-12T15:00:00+04:00[Asia/Baku]",
            "2026-03-12T15:00:00+04:00/2026-03-12T17:00:00+04:00[Asia/Baku]",
        ),
        (BAKU, "2026-03-12T23:00:00Z", "2026-03-12T23:00:00Z/2026-03-13T01:00:00Z"),
        (BAKU, "2026-03-12T15:00:00", "2026-03-12T15:00:00/2026-03-12T17:00:00"),
        (
            BAKU,
            "2026-03-29T01:30:00+01:00[Europe/Berlin]",
            "2026-03-29T01:30:00+01:00/2026-03-29T04:30:00+02:00[Europe/Berlin]",
        ),
        (BAKU, "2026-03-17", "2026-03-17"),
        (BERLIN[:25], "2026-03-12T15:00:00Z", "2026-03-12T15:00:00Z"),
        ("2026-03-12", "2026-03-12T15:00:00Z", "2026-03-12T15:00:00Z"),
        (BAKU, "9999-12-31T23:00:00", "9999-12-31T23:00:00"),
    ],
)
def test_a_start_with_the_length_of_a_record(former: str, when: str, edtf: str) -> None:
    """Hours without an end last as long as the former hours."""
    assert with_length_of(parse_date(former), parse_date(when)).text == edtf
