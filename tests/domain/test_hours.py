"""Times of day and time zones, as people type them at desks in three zones.

The examples include days before and after a change of the clocks.
"""

from datetime import date

import pytest

from dragoman.domain.dates import DateError, parse_date
from dragoman.domain.phrases import understand
from dragoman.domain.zone_table import PLACES
from dragoman.domain.zones import label_of, rules_of, zone_of

FRIDAY = date(2026, 10, 23)
"""Two days before the clocks in Berlin go back; in Los Angeles, they go back on 1 November."""

BAKU, BERLIN, LOS_ANGELES = "Asia/Baku", "Europe/Berlin", "America/Los_Angeles"

AT_THREE_DESKS = [
    ("2026-12-01 14:30", "+04:00", "+01:00", "-08:00", "2026-12-01T14:30:00{0}"),
    ("2026-12-01T14:30", "+04:00", "+01:00", "-08:00", "2026-12-01T14:30:00{0}"),
    ("1 December 2026 14:30:15", "+04:00", "+01:00", "-08:00", "2026-12-01T14:30:15{0}"),
    ("tomorrow 9:00", "+04:00", "+02:00", "-07:00", "2026-10-24T09:00:00{0}"),
    ("14:30 tomorrow", "+04:00", "+02:00", "-07:00", "2026-10-24T14:30:00{0}"),
    ("14:30", "+04:00", "+02:00", "-07:00", "2026-10-23T14:30:00{0}"),
    ("monday 09:00", "+04:00", "+01:00", "-07:00", "2026-10-26T09:00:00{0}"),
    ("next tuesday, 14:30", "+04:00", "+01:00", "-07:00", "2026-10-27T14:30:00{0}"),
    ("2 Nov 08:00", "+04:00", "+01:00", "-08:00", "2026-11-02T08:00:00{0}"),
    ("by monday 12:00", "+04:00", "+01:00", "-07:00", "../2026-10-26T12:00:00{0}"),
    ("since monday 12:00", "+04:00", "+02:00", "-07:00", "2026-10-19T12:00:00{0}/.."),
    (
        "14:30-16:00",
        *("+04:00", "+02:00", "-07:00"),
        "2026-10-23T14:30:00{0}/2026-10-23T16:00:00{0}",
    ),
    (
        "monday 22:00\N{EN DASH}01:30",
        *("+04:00", "+01:00", "-07:00"),
        "2026-10-26T22:00:00{0}/2026-10-27T01:30:00{0}",
    ),
    (
        "from 14:30 to 16:00 on 2 Nov 2026",
        *("+04:00", "+01:00", "-08:00"),
        "2026-11-02T14:30:00{0}/2026-11-02T16:00:00{0}",
    ),
]
"""Hours typed without a zone, their UTC offsets in the three zones, and the resulting EDTF."""

AT_EVERY_DESK = [
    ("tuesday at 5pm UTC", "2026-10-20T17:00:00Z"),
    ("2-4 pm UTC", "2026-10-23T14:00:00Z/2026-10-23T16:00:00Z"),
    ("11-1pm UTC", "2026-10-23T11:00:00Z/2026-10-23T13:00:00Z"),
    ("1 Dec 2026 2pm Baku", "2026-12-01T14:00:00+04:00[Asia/Baku]"),
    ("1 Dec 2026, 2:30 p.m. Baku", "2026-12-01T14:30:00+04:00[Asia/Baku]"),
    ("1 Dec 2026 12 am UTC", "2026-12-01T00:00:00Z"),
    ("tomorrow, noon UTC", "2026-10-24T12:00:00Z"),
    ("9am-11am UTC", "2026-10-23T09:00:00Z/2026-10-23T11:00:00Z"),
    ("1 Dec 2026 14h30 Baku", "2026-12-01T14:30:00+04:00[Asia/Baku]"),
    ("1 Dec 2026 14 h Baku", "2026-12-01T14:00:00+04:00[Asia/Baku]"),
    ("1.12.2026 14.30 Uhr UTC", "2026-12-01T14:30:00Z"),
    ("1.12.2026 9.05 UTC", "2026-12-01T09:05:00Z"),
    ("next tuesday 14.30 UTC", "2026-10-27T14:30:00Z"),
    (
        "yesterday 10.30-13.00 Roma",
        "2026-10-22T10:30:00+02:00/2026-10-22T13:00:00+02:00[Europe/Rome]",
    ),
    (
        "1 Dec 2026 9.30-10.15 Москва",
        "2026-12-01T09:30:00+03:00/2026-12-01T10:15:00+03:00[Europe/Moscow]",
    ),
    ("2026-12-01 14:30 Asia/Baku", "2026-12-01T14:30:00+04:00[Asia/Baku]"),
    ("2026-12-01 14:30 asia/baku", "2026-12-01T14:30:00+04:00[Asia/Baku]"),
    ("1 Dec 2026 14:30 Baku", "2026-12-01T14:30:00+04:00[Asia/Baku]"),
    ("1 Dec 2026 14:30 (Baku)", "2026-12-01T14:30:00+04:00[Asia/Baku]"),
    ("1 Dec 2026 14:30 baku time", "2026-12-01T14:30:00+04:00[Asia/Baku]"),
    ("1 Dec 2026 14:30 Ankara", "2026-12-01T14:30:00+03:00[Europe/Istanbul]"),
    ("1 Dec 2026 14:30 Washington", "2026-12-01T14:30:00-05:00[America/New_York]"),
    ("1 Dec 2026 14:30 UTC", "2026-12-01T14:30:00Z"),
    ("1 Dec 2026 14:30 UTC+04:00", "2026-12-01T14:30:00+04:00"),
    ("1 Dec 2026 14:30+0400", "2026-12-01T14:30:00+04:00"),
    ("2026-12-01T14:30Z", "2026-12-01T14:30:00Z"),
    ("2026-12-01T14:30-05:00", "2026-12-01T14:30:00-05:00"),
    ("2026-12-01T14:30:00+04:00", "2026-12-01T14:30:00+04:00"),
    ("2026-12-01T14:30:00", "2026-12-01T14:30:00"),
    ("1 Dec 2026 14:30 (no zone)", "2026-12-01T14:30:00"),
    (
        "2026-12-01T14:00+04:00/2026-12-01T16:00+04:00",
        "2026-12-01T14:00:00+04:00/2026-12-01T16:00:00+04:00",
    ),
    ("2026-12-01T14:00Z/16:00Z", "2026-12-01T14:00:00Z/2026-12-01T16:00:00Z"),
    (
        "1 Dec 2026 14:30-16:00 Baghdad",
        "2026-12-01T14:30:00+03:00/2026-12-01T16:00:00+03:00[Asia/Baghdad]",
    ),
    (
        "24 Oct 2026 22:00 to 04:00 Berlin",
        "2026-10-24T22:00:00+02:00/2026-10-25T04:00:00+01:00[Europe/Berlin]",
    ),
    ("25 Oct 2026 02:30 UTC+02:00 (Berlin)", "2026-10-25T02:30:00+02:00[Europe/Berlin]"),
    ("25 Oct 2026 02:30 UTC+01:00 (Berlin)", "2026-10-25T02:30:00+01:00[Europe/Berlin]"),
]
"""Hours typed with a zone or an offset, or in EDTF, and the EDTF that every desk records."""

REFUSED = [
    ("25 Oct 2026 02:30 Berlin", "exists twice in Europe/Berlin; write 2026-10-25 02:30 UTC+02:00"),
    ("28 Mar 2027 02:30 Berlin", "does not exist in Europe/Berlin; write 2027-03-28 02:30 UTC+01"),
    ("1 Dec 2026 14:30 UTC+03:00 (Baku)", "the offset in Asia/Baku is not +03:00; write +04:00"),
    ("1 Dec 2026 14:30 Nowhere", "write 4 May 2025 14:30 Asia/Baku, or 4 May 2025 14:30 UTC+04:00"),
    ("14:30 Cordoba", "does not name a day and a known time zone"),
    ("14:30-04:00", "write 14:30 to 04:00 for hours, or 14:30 UTC-04:00 for an offset"),
    ("tomorrow 9:00-11", "write 9:00 to 11:00, or 9:00 UTC-11:00 for an offset"),
    ("12.31", "has no year and is ambiguous"),
    ("14:30 to 14:30", "the hours end when they begin; write today 14:30"),
    ("1 Dec 2026 13 pm", "write 13:00 without am or pm"),
    ("1 Dec 2026 midnight", "write 00:00 for the start of a day, or 24:00 for the end"),
    ("20.04", "has no year and is ambiguous"),
    ("1 Dec 2026 25:00", "a time of day is 00:00:00 to 24:00:00"),
    ("1 Dec 2026 (Baku)", "a time zone needs a time of day"),
    ("2026-12-01T14:30:00+04:00[Asia/Bakuu]", "is not a time zone; write a name such as Asia/Baku"),
    ("2026-12-01T14:30:00/2026-12-02", "write a time of day at both ends"),
    ("1 Jan 1850 12:00 Baku", "write the offset from UTC"),
    ("20.04.25 14:30", "needs a year of four digits, as in 20.04.2025"),
]


@pytest.mark.parametrize(("desk", "number"), [(BAKU, 1), (BERLIN, 2), (LOS_ANGELES, 3)])
@pytest.mark.parametrize("row", AT_THREE_DESKS, ids=lambda row: row[0])
def test_hours_without_a_zone_are_in_the_zone_of_the_desk(
    row: tuple[str, ...], desk: str, number: int
) -> None:
    """A time without a zone is in the zone of the desk.

    The time gets the UTC offset that this zone has on the given day.
    """
    assert understand(row[0], FRIDAY, zone=desk).text == row[4].format(row[number]) + f"[{desk}]"


@pytest.mark.parametrize("desk", [BAKU, BERLIN, LOS_ANGELES, "UTC", "+05:30"])
@pytest.mark.parametrize(("text", "edtf"), AT_EVERY_DESK)
def test_hours_with_a_zone_mean_the_same_everywhere(text: str, edtf: str, desk: str) -> None:
    """A time with a zone, or a time in EDTF, means the same at every desk."""
    assert understand(text, FRIDAY, zone=desk).text == edtf


@pytest.mark.parametrize(("text", "advice"), REFUSED)
def test_what_is_not_certain_is_refused(text: str, advice: str) -> None:
    """Dragoman refuses an ambiguous or impossible time, and the message says what to type."""
    with pytest.raises(DateError) as refused:
        understand(text, FRIDAY, zone=BAKU)
    assert advice in str(refused.value)


@pytest.mark.parametrize(
    ("edtf", "printed"),
    [
        ("2026-12-01T14:30:00", "1 Dec 2026 14:30 (no zone)"),
        ("2026-12-01T14:30:00Z", "1 Dec 2026 14:30 UTC"),
        ("2026-12-01T14:30:00+04:00", "1 Dec 2026 14:30 UTC+04:00"),
        ("2026-12-01T14:30:00+04:00[Asia/Baku]", "1 Dec 2026 14:30 (Baku)"),
        (
            "2026-12-01T14:30:00+04:00/2026-12-01T16:00:00+04:00[Asia/Baku]",
            "1 Dec 2026 14:30–16:00 (Baku)",
        ),
        ("../2026-12-01T14:30:00+04:00[Asia/Baku]", "by 1 Dec 2026 14:30 (Baku)"),
        ("2026-10-25T02:30:00+02:00[Europe/Berlin]", "25 Oct 2026 02:30 UTC+02:00 (Berlin)"),
        ("2026-12-01T14:30:00-03:00[America/Argentina/Cordoba]", None),
        ("2026-12-01T14:30:00+04:00[Mars/Olympus]", "1 Dec 2026 14:30 UTC+04:00 (Mars/Olympus)"),
    ],
)
def test_the_display_names_the_zone(edtf: str, printed: str | None) -> None:
    """A printed time ends with the city of the zone, the name of the zone, or the UTC offset."""
    zone = "1 Dec 2026 14:30 (America/Argentina/Cordoba)"
    assert parse_date(edtf).for_people() == (printed or zone)


def test_the_zone_of_every_place_exists() -> None:
    """Every zone in the table of places is in the time zone database, and has a unique label."""
    for zone in set(PLACES.values()):
        assert rules_of(zone)
        assert zone_of(label_of(zone)) == zone


@pytest.mark.parametrize(
    ("text", "toward", "edtf"),
    [
        ("after 20 Dec", 1, "2026-12-21/.."),
        ("after 20 Dec", -1, "2025-12-21/.."),
        ("from 15 Jan to 20 Jan", 0, "2027-01-15/2027-01-20"),
        ("from 15 Jan", 1, "2027-01-15/.."),
        ("early to mid-March 2026", 0, "2026-03-01/2026-03-20"),
        (
            "20 \N{ARABIC LETTER NOON}\N{ARABIC LETTER YEH}\N{ARABIC LETTER SEEN}"
            "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER NOON}/\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}"
            "\N{ARABIC LETTER BEH}\N{ARABIC LETTER REH}\N{ARABIC LETTER YEH}"
            "\N{ARABIC LETTER LAM} 2025",
            0,
            "2025-04-20",
        ),
        ("Apr. 20, 2025", 0, "2025-04-20"),
        ("9 d\N{LATIN SMALL LETTER E WITH ACUTE}c. 2025", 0, "2025-12-09"),
        ("15 \N{LATIN CAPITAL LETTER I WITH DOT ABOVE}YUL 2026", 0, "2026-07-15"),
        ("next bazar ert\N{LATIN SMALL LETTER SCHWA}si", 0, "2026-10-26"),
        ("end of month", 0, "2026-10-21/2026-10-31"),
        ("29 Dec - 2 Jan", 1, "2026-12-29/2027-01-02"),
        ("29 Dec - 2 Jan 2026", 0, "2025-12-29/2026-01-02"),
        ("Dec-Jan", 1, "2026-12/2027-01"),
        ("spring\N{EN DASH}summer 2025", 0, "2025-21/2025-22"),
        ("30 Apr-2 May", 1, "2027-04-30/2027-05-02"),
    ],
)
def test_dates_as_desks_write_them(text: str, toward: int, edtf: str) -> None:
    """Dragoman reads the spellings of several offices, in the direction that a command implies."""
    assert understand(text, FRIDAY, toward).text == edtf


def test_a_weekday_has_to_fit_a_date_of_a_plan() -> None:
    """A plan does not move into the past because its weekday does not fit the next date."""
    with pytest.raises(DateError, match="2027-04-20 is a Tuesday, not a Sunday"):
        understand("Sun 20 Apr", FRIDAY, 1)
