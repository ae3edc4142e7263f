"""Imprecise dates compared with other EDTF libraries; each difference has a reason.

The sample dates come from the tests of edtf-validate (unt-libraries/edtf-validate, version 2.0).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from time import struct_time

import pytest
from attrs import frozen
from edtf import parse_edtf
from edtf_validate.valid_edtf import conformsLevel1, is_valid
from hypothesis import HealthCheck, given, settings

from dragoman.domain.dates import DateError, parse_date

from .test_dates_properties import edtf_texts, is_accepted, loose_texts, near_misses


def words(table: str) -> list[str]:
    return table.split()


LEVEL_0 = words("""
1964/2008 2004-06/2006-08 2004-02-01/2005-02-08 2004-02-01/2005-02 2004-02-01/2005
2005/2006-02 0000/0000 0000-02/1111 0000-01/0000-01-03 0000-01-13/0000-01-23 1111-01-01/1111
0000-01/0000 1985-04-12 1985-04 1985 0000 1985-04-12T23:20:30 1985-04-12T23:20:30Z
1985-04-12T23:20:30-04 1985-04-12T23:20:30+04:30 2004-01-01T10:10:10+00:59
""")

LEVEL_1 = words("""
-1000/-0999 -2004-02-01/2005 -1980-11-01/1989-11-30 1923-21/1924 2019-12/2020% 1984~/2004-06
1984/2004-06~ 1984~/2004~ -1984?/2004% 1984?/2004-06~ 1984-06?/2004-08?
1984-06-02?/2004-08-08~ 2004-06~/2004-06-11% 1984-06-02?/ 2003/2004-06-11% 1952-23~/1953
-2004-06-01/ 1985-04-12/ 1985-04/ 1985/ /1985-04-12 /1985-04 /1985 2003-22/2004-22
2003-22/2003-22 2003-22/2003-23 1985-04-12/.. 1985-04/.. 1985/.. ../1985-04-12 ../1985-04
../1985 /.. ../ ../.. -1985-04-12/.. -1985-04/.. -1985/ Y170000002 Y-170000002 2001-21 -2004-23
-2010 1984? 2006% 2004-06~ 2004-06-11% -2004~ -2004-06? -2004-06-11% 201X 19XX 2004-XX
1985-04-XX 1985-XX-XX -20XX -2004-XX -1985-04-XX -1985-XX-XX -1985-04-12T23:20:30
-1985-04-12T23:20:30Z -1985-04-12T23:20:30-04 -1985-04-12T23:20:30+04:30 -2001-02-03
""")

LEVEL_2 = words("""
2004-06-~01/2004-06-~20 -2004-06-?01/2006-06-~20 -2005-06-%01/2006-06-~20 2019-12/%2020
1984?-06/2004-08? -1984-?06-02/2004-08-08~ 1984-?06-02/2004-06-11% 2019-~12/2020
2003-06-11%/2004-%06 2004-06~/2004-06-%11 1984?/2004~-06 ?2004-06~-10/2004-06-%11
2004-06-XX/2004-07-03 2003-06-25/2004-X1-03 20X3-06-25/2004-X1-03 XXXX-12-21/1890-09-2X
1984-11-2X/1999-01-01 1984-11-12/1984-11-XX 198X-11-XX/198X-11-30 2000-12-XX/2012
-2000-12-XX/2012 2000-XX/2012 2000-XX-XX/2012 -2000-XX-10/2012 2000/2000-XX-XX 198X/199X
198X/1999 1987/199X 1919-XX-02/1919-XX-01 1919-0X-02/1919-01-03 1865-X2-02/1865-03-01
1930-X0-10/1930-10-30 1981-1X-10/1981-11-09 1919-12-02/1919-XX-04 1919-11-02/1919-1X-01
1919-09-02/1919-X0-01 1919-08-02/1919-0X-01 1919-10-02/1919-X1-01 1919-04-01/1919-X4-02
1602-10-0X/1602-10-02 2018-05-X0/2018-05-11 -2018-05-X0/2018-05-11 1200-01-X4/1200-01-08
1919-07-30/1919-07-3X 1908-05-02/1908-05-0X 0501-11-18/0501-11-1X 1112-08-22/1112-08-2X
2015-02-27/2015-02-X8 2016-02-28/2016-02-X9 1984-06-?02/2004-06-11% Y-17E7 Y17E8 1950S2
Y171010000S3 Y3388E2S3 -1859S5 Y-171010000S2 Y-3388E2S3 2001-25 2001-26 2001-27 2001-28 2001-29
2001-30 2001-31 2001-32 2001-33 -2001-34 -2001-35 -2001-36 -2001-37 -2001-38 -2001-39 -2001-40
-2001-41 [-1667,1668,1670..1672] [..1760-12-03] [1760-12..] [1760-01,-1760-02,1760-12..]
[-1740-02-12..-1200-01-29] [-1890-05..-1200-01] [-1667,1760-12] [..1984]
{-1667,1668,1670..1672} {1960,-1961-12} {-1640-06..-1200-01} {-1740-02-12..-1200-01-29}
{..1984} {1760-12..} %2001 2004-?06-?11 ?2004-06-04~ 2004-%06 2004?-06-~11 ?2004-06% 2004?-%06
?-2004-06-04~ -2004-%06 -2004?-06-~11 ?-2004-06% -2004?-%06 ?-2004-06 %-2011-06-13
1560-XX-25 -1X32-X1-X2 156X-12-25 15XX-12-25 XXXX-12-XX 1XXX-XX 1XXX-12 1984-1X 20X0-10-02
1X99-01-XX -156X-12-25 -15XX-12-25 -XXXX-12-XX -1XXX-XX -1XXX-12 -1984-1X
""")

INVALID = [
    *("1863- 03-29", " 1863-03-29", "1863-03 -29", "1863-03- 29", "1863-03-29 "),
    *("18 63-03-29", "1863-0 3-29", "1960-06-31", "20067890%", "Y2006", "-0000"),
    *("Y20067890-14-10%", "+2006%", "NONE/", "2000/12-12", "2012-10-10T1:10:10"),
    *("2012-10-10T10:1:10"),
    *("[1 760-01, 1760-02, 1760-12..]", "[1667,1668, 1670..1672]", "[..176 0-12-03]"),
    *("{-1667,1668, 1670..1672}", "{-1667,1 668-10,1670..1672}"),
    *("2001-21^southernHemisphere", "", "2012/2013/1234/55BULBASAUR", "2012///4444"),
    *("2012\\\\2013", "2012-24/2012-21", "2012-23/2012-22", "0800/-0999", "-1000/-2000"),
    *("1000/-2000", "0001/0000", "0000/-0001", "Y-61000/-2000", "2004-06-11%/2004-%06"),
    *("2005-07-25T10:10:10Z/2006-01", "2005-07-25/2006-01-01T10:10:10Z"),
    *("1985-04-12T23:20:30z", "1985-04-12t23:20:30", "2012-10-10T10:10:1"),
    *("2012-10-10T10:50:10Z15", "2012-10-10T10:40:10Z00:62", "2004-01-01T10:10:40Z25:00"),
    *("2004-01-01T10:10:40Z00:60", "2004-01-01T10:10:10-05:60"),
    *("2004-01-01T10:10:10+02:00:30", "2004-01-01T10:10:1000:59", "-1985-04-12T23:20:30+24"),
    "-1985-04-12T23:20:30Z12:00",
]

LEVEL_2_HERE_LEVEL_1 = ["2011-23~"]
"""edtf-validate puts a qualified season at level 2, but within an interval at level 1."""

INVALID_HERE_VALID = ["0000-01-03/0000-01", "0000-02/0000", "2004-06-11%/2004-06~"]
"""Intervals that only edtf-validate refuses, because the end may begin before the start.

An example: "from 11 June to some day in June".
"""

HOURS = ["2005-07-25T10:10:10Z/2006-01-01T10:10:10Z", "2005-07-25T10:10:10+04:00[Asia/Baku]"]
"""Intervals of ISO 8601-1 with times of day, and times with a zone of RFC 9557."""


class TestDataOfEdtfValidate:
    @pytest.mark.parametrize(
        "text", LEVEL_0 + LEVEL_1 + LEVEL_2_HERE_LEVEL_1 + INVALID_HERE_VALID + HOURS
    )
    def test_valid_texts_are_read(self, text: str) -> None:
        """Dragoman reads every text that edtf-validate assigns to level 0 or 1."""
        assert parse_date(text).text == text

    @pytest.mark.parametrize("text", LEVEL_2 + INVALID)
    def test_other_texts_are_refused(self, text: str) -> None:
        """Dragoman refuses every text that edtf-validate puts at level 2 or considers invalid."""
        with pytest.raises(DateError):
            parse_date(text)


@frozen
class Difference:
    """A known difference from another library: the reason, an example, and the affected dates."""

    reason: str
    example: str
    applies: Callable[[str], bool]


def matching(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text, re.DOTALL) is not None


def ends_in_a_coarser_date(text: str) -> bool:
    """Return whether an interval ends in a coarser date that begins before the interval.

    An example is 2004-06-11/2004-06.
    """
    first, last = (parse_date(end).first for end in text.partition("[")[0].split("/"))
    return first is not None and last is not None and last < first


def has_ends(text: str) -> bool:
    plain = text.partition("[")[0]
    return "/" in plain and not {"", ".."} & set(plain.split("/"))


ONLY_WE_ACCEPT = [
    Difference(
        "it puts qualified seasons that stand alone at level 2",
        "2001-21?",
        matching(r"-?\d{4}-2[1-4][?~%]"),
    ),
    Difference(
        "it takes an open or unknown start to be after every year before 1",
        "../-0500",
        matching(r"(\.\.)?/(-|0000).*"),
    ),
    Difference(
        "it compares month with month and day with day in the year 0",
        "0000-01-31/0000-02-01",
        lambda text: has_ends(text) and any(end[:4] == "0000" for end in text.split("/")),
    ),
    Difference(
        "it has no zero shift but Z, and shifts of 14 hours only with minutes",
        "1985-04-12T23:20:30+00:00",
        matching(r".*T.*(\+00|\+00:00|[+-]14)"),
    ),
    Difference(
        "it judges an interval by the first day of its end",
        "2004-02-01/2004",
        lambda text: has_ends(text) and ends_in_a_coarser_date(text),
    ),
    Difference(
        "it lets months run backwards in years before 1",
        "-0320-03-04/-0320-04-04",
        matching(r"-(\d{4}).*/-\1.*"),
    ),
    Difference(
        "its grammar does not go back once a plain year before 1 has started an interval",
        "-0078-08/2003-02?",
        matching(r"-\d{4}(-[01]\d)?(-\d\d)?/.*([?~%]|-2[1-4])"),
    ),
    Difference(
        "an interval of EDTF has no times of day",
        HOURS[0],
        matching(r".*T.*/.*|.*/.*T.*"),
    ),
    Difference("EDTF has no names of zones", HOURS[1], matching(r".*T.*\[.+/?.*\]")),
]

ONLY_IT_ACCEPTS = [
    Difference(
        "it gives February 29 days in every year",
        "2003-02-29",
        matching(r"(.*/)?-?\d{4}-02-29([?~%]|T.*)?(/.*)?"),
    ),
    Difference(
        "its seasons are wider and overlap",
        "2004-21/2004-01",
        lambda text: has_ends(text) and re.search(r"\d{4}-2[1-4]", text) is not None,
    ),
    Difference(
        "it lets months run backwards in years before 1",
        "-0001-02/-0001-01",
        matching(r"-(\d{4}).*/-\1.*"),
    ),
    Difference(
        "it takes a time of day for a month or a year",
        "1985-04T10:10:10",
        matching(r"-?\d{4}(-\d\d)?T.*"),
    ),
    Difference(
        "its parser skips tabs and line breaks",
        "2001-21\t",
        matching(r".*[\t\n\r].*"),
    ),
]


def edtf_validate_accepts(text: str) -> bool:
    try:
        return bool(conformsLevel1(text) and is_valid(text))
    except (KeyError, ValueError):  # edtf-validate fails on tabs that its own grammar skips
        return False


class TestAgreementWithEdtfValidate:
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(edtf_texts() | near_misses() | loose_texts())
    def test_the_oracle_accepts_the_same_texts(self, text: str) -> None:
        """Dragoman and edtf-validate accept the same texts, except for listed differences."""
        accepted = is_accepted(text)
        if accepted != edtf_validate_accepts(text):
            differences = ONLY_WE_ACCEPT if accepted else ONLY_IT_ACCEPTS
            assert any(difference.applies(text) for difference in differences)

    @pytest.mark.parametrize("difference", ONLY_WE_ACCEPT, ids=lambda known: known.example)
    def test_texts_that_only_we_accept(self, difference: Difference) -> None:
        """Dragoman still accepts each example that edtf-validate refuses."""
        assert difference.applies(difference.example)
        assert is_accepted(difference.example)
        assert not edtf_validate_accepts(difference.example)

    @pytest.mark.parametrize("difference", ONLY_IT_ACCEPTS, ids=lambda known: known.example)
    def test_texts_that_only_the_oracle_accepts(self, difference: Difference) -> None:
        """Dragoman still refuses each example that edtf-validate accepts."""
        assert difference.applies(difference.example)
        assert not is_accepted(difference.example)
        assert edtf_validate_accepts(difference.example)


EDTF_BOUNDS_DIFFER = [
    Difference(
        "it does not read a qualified season that stands alone",
        "2001-21?",
        matching(r"-?\d{4}-2[1-4][?~%]"),
    ),
    Difference(
        "it has no zero shift but Z, and shifts of 14 hours only with minutes",
        "1985-04-12T23:20:30+00:00",
        matching(r".*T.*(\+00|\+00:00|[+-]14)"),
    ),
    Difference(
        "it does not read an interval with neither start nor end, one of them unknown",
        "../",
        matching(r"\.\./|/\.\."),
    ),
    Difference(
        "it swaps first and last month and day in years before 1",
        "-1985-04-XX",
        matching(r"-\d{4}(-\d\d)?(-XX){1,2}"),
    ),
    Difference(
        "it counts -0000 among the years of -000X",
        "-000X",
        matching(r"-00(0X|XX)"),
    ),
    Difference(
        "it puts an unknown start or end ten years away",
        "2004/",
        matching(r"/.+|.+/"),
    ),
    Difference(
        "it ends winter on 31 December",
        "2001-24",
        matching(r"(.*/)?-?\d{4}-24[?~%]?"),
    ),
    Difference(
        "an interval of EDTF has no times of day",
        HOURS[0],
        matching(r".*T.*/.*|.*/.*T.*"),
    ),
    Difference("EDTF has no names of zones", HOURS[1], matching(r".*T.*\[.+/?.*\]")),
]


def edtf_bounds(text: str) -> tuple[str | None, str | None] | None:
    """Return the bounds from `edtf` as ISO dates, or ``None`` if `edtf` fails."""
    try:
        date = parse_edtf(text)
        bounds = date.lower_strict(), date.upper_strict()
    except Exception:  # edtf raises many kinds of errors
        return None
    return iso(bounds[0]), iso(bounds[1])


def iso(bound: float | struct_time) -> str | None:
    """Return a bound from `edtf` in Dragoman's form; `edtf` writes an open end as infinity."""
    if isinstance(bound, float):
        return None
    year, month, day = bound[:3]
    written = f"Y{year}" if abs(year) > 9999 else f"{'-' * (year < 0)}{abs(year):04}"
    return f"{written}-{month:02}-{day:02}"


def our_bounds(text: str) -> tuple[str | None, str | None]:
    date = parse_date(text)
    return date.earliest, date.latest


class TestAgreementWithEdtf:
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(edtf_texts())
    def test_the_oracle_finds_the_same_bounds(self, text: str) -> None:
        """Dragoman and `edtf` find the same strict bounds, except for listed differences."""
        if edtf_bounds(text) != our_bounds(text):
            assert any(difference.applies(text) for difference in EDTF_BOUNDS_DIFFER)

    @pytest.mark.parametrize("difference", EDTF_BOUNDS_DIFFER, ids=lambda known: known.example)
    def test_where_bounds_differ(self, difference: Difference) -> None:
        """For each example of a known difference, Dragoman and `edtf` find different bounds."""
        assert difference.applies(difference.example)
        assert edtf_bounds(difference.example) != our_bounds(difference.example)


TYPED = words(
    "2025-04-20 2025-04 2025 2025-04-20/2025-04-21 ../2025-04-21 2025~ 2025-21 201X 2025-XX"
)


@pytest.mark.parametrize("text", TYPED)
def test_the_corpus_is_not_vacuous(text: str) -> None:
    """Both libraries accept dates that people usually type; `edtf` finds the expected bounds."""
    assert edtf_validate_accepts(text)
    assert edtf_bounds(text) == our_bounds(text)
