"""Imprecise dates by example: EDTF levels 0 and 1, English phrases, and display."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dragoman.domain.dates import DateError, ImpreciseDate, parse_date
from dragoman.domain.phrases import understand, understand_past

MONDAY = date(2026, 11, 23)

# Examples from https://www.loc.gov/standards/datetime/, each with its first and last day.
LOC_LEVEL_0 = [
    ("1985-04-12", "1985-04-12", "1985-04-12"),
    ("1985-04", "1985-04-01", "1985-04-30"),
    ("1985", "1985-01-01", "1985-12-31"),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"),
    ("1964/2008", "1964-01-01", "2008-12-31"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
    ("2005/2006-02", "2005-01-01", "2006-02-28"),
]
LOC_LEVEL_1 = [
    ("Y170000002", "Y170000002-01-01", "Y170000002-12-31"),
    ("Y-170000002", "Y-170000002-01-01", "Y-170000002-12-31"),
    ("2001-21", "2001-03-01", "2001-05-31"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06~", "2004-06-01", "2004-06-30"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("2004-XX", "2004-01-01", "2004-12-31"),
    ("1985-04-XX", "1985-04-01", "1985-04-30"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31"),
    ("1985-04-12/..", "1985-04-12", None),
    ("1985-04/..", "1985-04-01", None),
    ("1985/..", "1985-01-01", None),
    ("../1985-04-12", None, "1985-04-12"),
    ("../1985-04", None, "1985-04-30"),
    ("../1985", None, "1985-12-31"),
    ("1985-04-12/", "1985-04-12", None),
    ("1985-04/", "1985-04-01", None),
    ("1985/", "1985-01-01", None),
    ("/1985-04-12", None, "1985-04-12"),
    ("/1985-04", None, "1985-04-30"),
    ("/1985", None, "1985-12-31"),
    ("-1985", "-1985-01-01", "-1985-12-31"),
]
LOC_LEVEL_2 = [
    *(
        "Y-17E7",
        "1950S2",
        "Y171010000S3",
        "Y3388E2S3",
        "2001-34",
        "[1667,1668,1670..1672]",
        "[..1760-12-03]",
        "[1760-12..]",
    ),
    *(
        "[1760-01,1760-02,1760-12..]",
        "[1667,1760-12]",
        "[..1984]",
        "{1667,1668,1670..1672}",
        "{1960,1961-12}",
    ),
    *(
        "{..1984}",
        "2004-06~-11",
        "2004?-06-11",
        "?2004-06-~11",
        "2004-%06-11",
        "156X-12-25",
        "15XX-12-25",
        "XXXX-12-XX",
    ),
    *("1XXX-XX", "1XXX-12", "1984-1X", "2004-06-~01/2004-06-~20", "2004-06-XX/2004-07-03"),
]

OTHER_BOUNDS = [
    ("0000", "0000-01-01", "0000-12-31"),
    ("0000-02", "0000-02-01", "0000-02-29"),
    ("-0004-02-29", "-0004-02-29", "-0004-02-29"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2000-02-XX", "2000-02-01", "2000-02-29"),
    ("2001-22", "2001-06-01", "2001-08-31"),
    ("2001-23", "2001-09-01", "2001-11-30"),
    ("2001-24", "2001-12-01", "2002-02-28"),
    ("2003-24~", "2003-12-01", "2004-02-29"),
    ("2001-21/2001-24", "2001-03-01", "2002-02-28"),
    ("-201X", "-2019-01-01", "-2010-12-31"),
    ("-20XX", "-2099-01-01", "-2000-12-31"),
    ("-000X", "-0009-01-01", "-0001-12-31"),
    ("000X", "0000-01-01", "0009-12-31"),
    ("9999", "9999-01-01", "9999-12-31"),
    ("9999-24", "9999-12-01", "Y10000-02-29"),
    ("1985-04-12T24:00:00", "1985-04-12", "1985-04-12"),
    ("1985-04-12T00:00:00+14:00", "1985-04-12", "1985-04-12"),
    ("2004-06-11/2004", "2004-06-11", "2004-12-31"),
    ("2004-06?/2004-06~", "2004-06-01", "2004-06-30"),
    ("-0010/-0005", "-0010-01-01", "-0005-12-31"),
    ("../..", None, None),
    ("Y" + "9" * 30, "Y" + "9" * 30 + "-01-01", "Y" + "9" * 30 + "-12-31"),
]


class TestParse:
    @pytest.mark.parametrize(
        ("text", "earliest", "latest"), LOC_LEVEL_0 + LOC_LEVEL_1 + OTHER_BOUNDS
    )
    def test_parse_derives_the_bounds(
        self, text: str, earliest: str | None, latest: str | None
    ) -> None:
        """A parsed date keeps its text, and knows the first and last day that the text can mean."""
        day = parse_date(text)
        assert (day.text, day.earliest, day.latest) == (text, earliest, latest)

    @pytest.mark.parametrize("text", LOC_LEVEL_2)
    def test_level_2_is_refused(self, text: str) -> None:
        """Dragoman refuses EDTF level 2, and the message quotes the text."""
        with pytest.raises(DateError) as refused:
            parse_date(text)
        assert text.split("/")[0] in str(refused.value)

    def test_parse_caches_its_results(self) -> None:
        """Parsing the same text again returns the same object."""
        assert parse_date("2025-04-20") is parse_date("2025-04-20")

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("2025-02-30", "February 2025 has 28 days"),
            ("2024-02-30", "February 2024 has 29 days"),
            ("1900-02-29", "February 1900 has 28 days"),
            ("2025-04-31?", "April 2025 has 30 days"),
            ("2025-04-00", "April 2025 has 30 days"),
            ("2025-02-29T10:00:00", "February 2025 has 28 days"),
            ("2025-13", "no month 13"),
            ("2025-00", "no month 00"),
            ("2025-25", "no month 25"),
            ("2025-21-01", "21 is a season (spring)"),
            ("2025-21-XX", "21 is a season (spring)"),
            ("-0000", "the year before 0001 is 0000"),
            ("201X-04", "an unspecified year cannot have a month"),
            ("201X-XX", "an unspecified year cannot have a month"),
            ("2010-XX-12", "unspecified from the right"),
            ("201X?", "cannot have ?, ~ or %"),
            ("2025-XX~", "cannot have ?, ~ or %"),
            ("Y2025", "five or more digits"),
            ("Y02025", "five or more digits"),
            ("Y12025-04", "five or more digits"),
            ("Y12025?", "five or more digits"),
            ("2025-04-21/2025-04-20", "runs backwards"),
            ("2025/2024", "runs backwards"),
            ("0001/-0001", "runs backwards"),
            ("2025-24/2025-11", "runs backwards"),
            ("2025-04-20/2025-02-30", "February 2025 has 28 days"),
            ("2025-XX/2026", "cannot have unspecified digits"),
            ("Y12025/Y12026", "four digits"),
            ("2025-04-20T10:00:00/2025-04-21", "write a time of day at both ends"),
            ("2025-04T10:00:00", "a time of day needs a complete date"),
            ("2025-04-XXT10:00:00", "a time of day needs a complete date"),
            ("2025-04-20?T10:00:00", "a time of day needs a complete date"),
            ("2025-04-20T24:00:01", "00:00:00 to 24:00:00"),
            ("2025-04-20T23:60:00", "00:00:00 to 24:00:00"),
            ("2025-04-20T23:59:60", "00:00:00 to 24:00:00"),
            ("2025-04-20T10:00:00+14:01", "-14:00 to +14:00"),
            ("2025-04-20T10:00:00+04:60", "-14:00 to +14:00"),
            ("2025-04-20T10:00:00-00:00", "Z or +00:00"),
        ],
    )
    def test_the_message_explains_an_invalid_value(self, text: str, reason: str) -> None:
        """If a text has a valid form but an impossible value, the message explains why."""
        with pytest.raises(DateError) as refused:
            parse_date(text)
        assert reason in str(refused.value)

    @pytest.mark.parametrize(
        "text",
        [
            *("", " ", "2025 ", "\t2025", "2025\n", "+2025", "25", "20250420", "2025-4-20", "/"),
            *("2025//2026", "2025/2026/2027", "2025-04-20/2025-04-2", "2025-04-2/2025"),
            *("2025-04-20t10:00:00", "2025-04-20T10:00", "2025-04-20T10:00:00.5", "2025-xx"),
            *("20X5", "2XXX", "XXXX", "2025??", "2025?~", "?2025", "open", "unknown/2025"),
            *(
                "\u0662\u0660\u0662\u0665",
                "\uff12\uff10\uff12\uff15",
                "2025\u221204",
                "...",
                "../../..",
                "..",
                "today",
            ),
        ],
    )
    def test_other_texts_get_the_accepted_forms(self, text: str) -> None:
        """If a text matches no known form, the message quotes the text and lists the forms."""
        with pytest.raises(DateError) as refused:
            parse_date(text)
        assert str(refused.value).startswith(repr(text))
        assert "2025-04-20/2025-04-21, ../2025-04-21, 2025?, 2025~" in str(refused.value)


class TestImpreciseDate:
    def test_dates_are_equal_by_text(self) -> None:
        """Dates are equal only if their texts are equal, even if both texts mean the same days."""
        assert ImpreciseDate("2025") == parse_date("2025") != parse_date("2025-01/2025-12")
        assert len({ImpreciseDate("2025"), parse_date("2025")}) == 1

    def test_the_constructor_refuses_invalid_texts(self) -> None:
        """The constructor refuses the same texts as `parse_date`."""
        with pytest.raises(DateError):
            ImpreciseDate("recently")

    def test_a_date_is_immutable(self) -> None:
        """The attributes of a date are read-only, and a date takes no new attributes."""
        with pytest.raises(AttributeError):
            parse_date("2025").text = "2026"  # type: ignore[misc]
        assert not hasattr(parse_date("2025"), "__dict__")

    def test_a_date_compares_only_with_dates(self) -> None:
        """A date never equals a string, and comparing the two with ``<`` raises an error."""
        text: object = "2025"
        assert parse_date("2025") != text
        with pytest.raises(TypeError):
            assert parse_date("2025") < "2026"

    def test_dates_sort_by_first_day_then_last_day_then_time(self) -> None:
        """Dates sort by first day, last day, UTC time and qualifiers.

        An open start comes first, and an open end comes last.
        """
        texts = [
            *("../2025-04", "/2025-04", "../..", "2025-04-20", "2025-04-20T10:00:00+04:00"),
            *("2025-04-20T09:00:00Z", "2025-04-20T09:00:01", "2025-04-20/2025-04-21"),
            *("2025-04-20/2025-04-21?", "2025-04-20/..", "2025-21/2026", "Y20250", "Y20251"),
        ]
        dates = [parse_date(text) for text in texts]
        expected = sorted(dates, key=lambda day: day.sort_key)
        backwards = dates[::-1]
        assert sorted(backwards) == expected
        first = [day.text for day in expected]
        assert first[:3] == ["../2025-04", "/2025-04", "../.."]
        assert first.index("2025-21/2026") == 3
        assert first[4:] == [text for text in texts[3:] if text != "2025-21/2026"]

    @pytest.mark.parametrize(
        ("sooner", "later"),
        [("2025-04-20", "2025-04-21"), ("../2024", "2025"), ("-0001", "0000"), ("2024", "2025/..")],
    )
    def test_certainly_before(self, sooner: str, later: str) -> None:
        """One date is certainly before another if the first date ends before the other begins."""
        assert parse_date(sooner).certainly_before(parse_date(later))
        assert not parse_date(later).certainly_before(parse_date(sooner))
        assert not parse_date(sooner).overlaps(parse_date(later))

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            *[("2025-04-20", "2025-04"), ("2025", "2025-12-31/2026"), ("../2024", "2000")],
            *[("2025/..", "2999"), ("2025/", "/2025"), ("../..", "1000"), ("2025~", "2025?")],
        ],
    )
    def test_overlaps(self, one: str, other: str) -> None:
        """Two dates overlap if both may mean the same day, even if an end is open or unknown."""
        assert parse_date(one).overlaps(parse_date(other))
        assert parse_date(other).overlaps(parse_date(one))

    @pytest.mark.parametrize(
        ("text", "exact", "interval"),
        [
            ("2025-04-20", True, False),
            ("2025-04-20T10:00:00Z", True, False),
            ("2025-04-20?", False, False),
            ("2025-04", False, False),
            ("2025-04-XX", False, False),
            ("2025~", False, False),
            ("2025%", False, False),
            ("2025-04-20/2025-04-20", False, True),
            ("2025?/2026~", False, True),
            ("../2026%", False, True),
            ("../..", False, True),
        ],
    )
    def test_properties_of_a_date(self, text: str, exact: bool, interval: bool) -> None:
        """Only a single day that has no qualifiers is an exact day."""
        day = parse_date(text)
        assert (day.is_exact_day, day.is_interval) == (exact, interval)


UNDERSTOOD = [
    *[("today", "2026-11-23"), ("tomorrow", "2026-11-24"), ("yesterday", "2026-11-22")],
    *[("next monday", "2026-11-30"), ("last monday", "2026-11-16"), ("this monday", "2026-11-23")],
    *[("next fri", "2026-11-27"), ("last sunday", "2026-11-22"), ("this sunday", "2026-11-29")],
    *[("in 1 day", "2026-11-24"), ("in 2 weeks", "2026-12-07"), ("in 3 months", "2027-02-23")],
    *[("in 10 years", "2036-11-23"), ("in 0 days", "2026-11-23"), ("in 365 days", "2027-11-23")],
    *[("3 days ago", "2026-11-20"), ("1 week ago", "2026-11-16"), ("11 months ago", "2025-12-23")],
    *[("2 years ago", "2024-11-23"), ("next week", "2026-11-30/2026-12-06")],
    *[("this week", "2026-11-23/2026-11-29"), ("last week", "2026-11-16/2026-11-22")],
    *[("next month", "2026-12"), ("this month", "2026-11"), ("last month", "2026-10")],
    *[("next quarter", "2027-01/2027-03"), ("this quarter", "2026-10/2026-12")],
    *[("last quarter", "2026-07/2026-09"), ("next year", "2027"), ("this year", "2026")],
    *[("last year", "2025"), ("Q1 2026", "2026-01/2026-03"), ("q4 2026", "2026-10/2026-12")],
    *[("1st quarter 2026", "2026-01/2026-03"), ("2nd quarter of 2026", "2026-04/2026-06")],
    *[("3rd quarter 2026", "2026-07/2026-09"), ("4th Quarter 2026", "2026-10/2026-12")],
    *[("20 April 2025", "2025-04-20"), ("20 Apr 2025", "2025-04-20"), ("1 may 2025", "2025-05-01")],
    *[("20th April 2025", "2025-04-20"), ("1st of May 2025", "2025-05-01")],
    *[("22nd Sept 2025", "2025-09-22"), ("3rd Sep, 2025", "2025-09-03")],
    *[("April 20 2025", "2025-04-20"), ("April 20, 2025", "2025-04-20")],
    *[("Apr 20th, 2025", "2025-04-20"), ("20.04.2025", "2025-04-20"), ("4.5.2025", "2025-05-04")],
    *[("Sun 20 April 2025", "2025-04-20"), ("Sunday, 20 April 2025", "2025-04-20")],
    *[("Sunday 2025-04-20", "2025-04-20"), ("Sun April 20, 2025", "2025-04-20")],
    *[("20-21 April 2025", "2025-04-20/2025-04-21"), ("20 - 21 Apr 2025", "2025-04-20/2025-04-21")],
    *[("20\N{EN DASH}21 April 2025", "2025-04-20/2025-04-21")],
    *[("30 April - 2 May 2025", "2025-04-30/2025-05-02")],
    *[("29 Dec 2025 - 2 Jan 2026", "2025-12-29/2026-01-02")],
    *[
        ("April 20-21, 2025", "2025-04-20/2025-04-21"),
        ("april 30 - may 2, 2025", "2025-04-30/2025-05-02"),
    ],
    *[("April 2025", "2025-04"), ("sept 2025", "2025-09"), ("Apr-May 2025", "2025-04/2025-05")],
    *[("spring 2025", "2025-21"), ("Summer 2025", "2025-22"), ("autumn 2025", "2025-23")],
    *[("fall 2025", "2025-23"), ("winter 2025", "2025-24"), ("2025-2026", "2025/2026")],
    *[("by 21 April 2025", "../2025-04-21"), ("by April 2025", "../2025-04")],
    *[("by Q1 2026", "../2026-03"), ("by next week", "../2026-12-06"), ("until 2025", "../2025")],
    *[("by about April 2025", "../2025-04~"), ("before 21 April 2025", "../2025-04-20")],
    *[("before April 2025", "../2025-03-31"), ("before 2025", "../2024-12-31")],
    *[("before about 2025", "../2024-12-31~"), ("before 0000", "../-0001-12-31")],
    *[("since 2025", "2025/.."), ("from 21 April 2025", "2025-04-21/..")],
    *[("since last week", "2026-11-16/.."), ("since spring 2025", "2025-21/..")],
    *[
        ("about 2025", "2025~"),
        ("around April 2025", "2025-04~"),
        ("circa 2025-04-20", "2025-04-20~"),
    ],
    *[("about spring 2025", "2025-21~"), ("about 2025?", "2025%"), ("~2025", "2025~")],
    *[("about Q1 2026", "2026-01~/2026-03~"), ("about 2025~", "2025~"), ("about 2025%", "2025%")],
    *[("2025 to 2026", "2025/2026"), ("April to May 2025", "2025-04/2025-05")],
    *[("20 to 21 April 2025", "2025-04-20/2025-04-21"), ("Q1 to Q3 2025", "2025-01/2025-09")],
    *[("today to 3 May 2027", "2026-11-23/2027-05-03"), ("about 2020 to 2022", "2020~/2022")],
    *[("from 2025 to 2026", "2025/2026"), ("from 20 until 21 April 2025", "2025-04-20/2025-04-21")],
    *[("between 2025 and 2026", "2025/2026"), ("2025-04-20 - 2025-04-21", "2025-04-20/2025-04-21")],
    *[("between 20 and 21 April 2025", "2025-04-20/2025-04-21")],
    *[("between last month and tomorrow", "2026-10/2026-11-24")],
    *[("  20  APRIL\t2025 \n", "2025-04-20"), ("2025-xx", "2025-XX"), (" 2025 ", "2025")],
    *[("2025-04-20t10:00:00z", "2025-04-20T10:00:00Z"), ("by 2025-04-21", "../2025-04-21")],
]

NEAREST = [
    *[("Tuesday", "2026-11-24"), ("fri", "2026-11-20"), ("Monday", "2026-11-23")],
    *[("since Monday", "2026-11-23/.."), ("since Friday", "2026-11-20/..")],
    *[("by Friday", "../2026-11-27"), ("before Monday", "../2026-11-29")],
    *[("20 Apr", "2027-04-20"), ("April 20", "2027-04-20"), ("20th of Apr", "2027-04-20")],
    *[("20 Dec", "2026-12-20"), ("February", "2027-02"), ("June", "2026-06"), ("may", "2027-05")],
    *[
        ("since 20 Apr", "2026-04-20/.."),
        ("by March", "../2027-03"),
        ("by 20 Nov", "../2027-11-20"),
    ],
    *[("20-21 April", "2027-04-20/2027-04-21"), ("between March and May", "2027-03/2027-05")],
    *[("mid-March", "2027-03-11/2027-03-20"), ("spring", "2027-21"), ("Q4", "2026-10/2026-12")],
    *[("Sunday 20 April", "2025-04-20"), ("monday 14:30", "2026-11-23T14:30:00Z")],
]
"""Phrases without a week or a year, if today is Monday 23 November 2026."""

WIDER = [
    *[("20/04/2025", "2025-04-20"), ("04/20/2025", "2025-04-20"), ("4/4/2025", "2025-04-04")],
    *[("20-04-2025", "2025-04-20"), ("2025-4-20", "2025-04-20"), ("2025-4", "2025-04")],
    *[("2025/04/20", "2025-04-20"), ("2025.04.20", "2025-04-20"), ("20250420", "2025-04-20")],
    *[("2026-W49", "2026-11-30/2026-12-06"), ("2026-W49-3", "2026-12-02")],
    *[("week 49 of 2026", "2026-11-30/2026-12-06"), ("KW 49 2026", "2026-11-30/2026-12-06")],
    *[("early March 2025", "2025-03-01/2025-03-10"), ("mid-March 2025", "2025-03-11/2025-03-20")],
    *[("late February 2024", "2024-02-21/2024-02-29"), ("early 2025", "2025-01/2025-04")],
    *[("end of 2025", "2025-09/2025-12"), ("mid-2025", "2025-05/2025-08")],
    *[("end of Q1 2026", "2026-03/2026-03"), ("middle of 2025", "2025-05/2025-08")],
    *[("the end of the month", "2026-11-21/2026-11-30")],
    *[
        ("end of next week", "2026-12-04/2026-12-06"),
        ("start of the week", "2026-11-23/2026-11-24"),
    ],
    *[("H1 2027", "2027-01/2027-06"), ("2027-H2", "2027-07/2027-12")],
    *[("second half of 2027", "2027-07/2027-12"), ("2027-Q3", "2027-07/2027-09")],
    *[("first quarter of 2027", "2027-01/2027-03"), ("Q1/2026", "2026-01/2026-03")],
    *[("in two weeks", "2026-12-07"), ("a week ago", "2026-11-16"), ("in a month", "2026-12-23")],
    *[("two weeks from now", "2026-12-07"), ("a fortnight ago", "2026-11-09")],
    *[("+3d", "2026-11-26"), ("-2w", "2026-11-09"), ("+1m", "2026-12-23"), ("+1y", "2027-11-23")],
    *[("after 2025", "2026-01-01/.."), ("after 20 April 2025", "2025-04-21/..")],
    *[("the day after tomorrow", "2026-11-25"), ("on 20 April 2025", "2025-04-20")],
    *[("no later than 3 May 2027", "../2027-05-03"), ("not before 2027", "2027/..")],
    *[("October 2025/November 2025", "2025-10/2025-11"), ("winter 2024/25", "2024-24")],
    *[("2026-12-01 14:30", "2026-12-01T14:30:00Z"), ("next tuesday 9:05", "2026-11-24T09:05:00Z")],
    *[("20 avril 2025", "2025-04-20"), ("1er mars 2025", "2025-03-01")],
    *[("20. April 2025", "2025-04-20"), ("Sonntag, 20. April 2025", "2025-04-20")],
    *[("20 de abril de 2025", "2025-04-20"), ("20 aprile 2025", "2025-04-20")],
    *[("20 апреля 2025", "2025-04-20"), ("воскресенье 20 апреля 2025", "2025-04-20")],
    *[("20 Nisan 2025", "2025-04-20"), ("20 aprel 2025", "2025-04-20"), ("bazar", "2026-11-22")],
    *[("20 نيسان 2025", "2025-04-20"), ("٢٠ أبريل ٢٠٢٥", "2025-04-20")],
    *[("5 تشرين الأول 2025", "2025-10-05"), ("3 كانون الثاني 2025", "2025-01-03")],
    *[("October 2025 to November 2025", "2025-10/2025-11")],
]
"""Other forms that leave no doubt about the date."""

PERIODS = [
    *[("before the end of the year", "../2026-12"), ("before the end of April", "../2027-04-30")],
    *[("before the end of next week", "../2026-12-06"), ("before year end", "../2026-12")],
    *[("before about the end of April 2027", "../2027-04-30~"), ("by year-end", "../2026-12")],
    *[("not before the end of April", "2026-04-21/.."), ("after the end of May", "2026-06-01/..")],
    *[("by end April", "../2027-04-30"), ("end-May 2027", "2027-05-21/2027-05-31")],
    *[("before late April", "../2027-04-20"), ("end of year 2027", "2027-09/2027-12")],
    *[("the first week of May", "2027-05-01/2027-05-07"), ("by the summer", "../2027-22")],
    *[("last week of May 2027", "2027-05-25/2027-05-31"), ("before the summer", "../2027-05-31")],
    *[
        ("3rd week of next month", "2026-12-15/2026-12-21"),
        ("18 March 2027, all day", "2027-03-18"),
    ],
    *[("Ende April", "2027-04-21/2027-04-30"), ("Anfang Mai", "2027-05-01/2027-05-10")],
    *[("bis Ende April", "../2027-04-30"), ("bis zum 20. April", "../2027-04-20")],
    *[("vor Jahresende", "../2026-12"), ("vor dem Sommer", "../2027-05-31")],
    *[("erste Woche im Mai", "2027-05-01/2027-05-07"), ("Ende des Jahres 2027", "2027-09/2027-12")],
    *[("entro metà aprile", "../2027-04-20"), ("entro l'estate", "../2027-22")],
    *[("entro aprile", "../2027-04"), ("estate 2026", "2026-22")],
    *[("entro la fine dell'anno", "../2026-12"), ("prima dell\u2019estate", "../2027-05-31")],
    *[("la prima settimana di maggio", "2027-05-01/2027-05-07"), ("entro domani", "../2026-11-24")],
    *[("fin avril", "2027-04-21/2027-04-30"), ("d'ici fin avril", "../2027-04-30")],
    *[("mi-avril", "2027-04-11/2027-04-20"), ("avant l'été", "../2027-05-31")],
    *[("d'ici la fin de l'année", "../2026-12"), ("le 20 avril", "2027-04-20")],
    *[("finales de abril", "2027-04-21/2027-04-30"), ("antes del verano", "../2027-05-31")],
    *[("a mediados de mayo", "2027-05-11/2027-05-20"), ("antes de fin de año", "../2026-12")],
    *[("até o fim de abril", "../2027-04-30"), ("início de maio", "2027-05-01/2027-05-10")],
    *[("до конца апреля", "../2027-04-30"), ("до 20 апреля", "../2027-04-20")],
    *[("до лета", "../2027-05-31"), ("в начале мая", "2027-05-01/2027-05-10")],
    *[("nisan sonuna kadar", "../2027-04-30"), ("20 Nisan'a kadar", "../2027-04-20")],
    *[("nisana kadar", "../2027-03-31"), ("yıl sonuna kadar", "../2026-12")],
    *[("aprelin sonuna qədər", "../2027-04-30"), ("aprelin ortası", "2027-04-11/2027-04-20")],
    *[("قبل الصيف", "../2027-05-31"), ("حتى نهاية أبريل", "../2027-04-30")],
    *[("today 9.30", "2026-11-23T09:30:00Z"), ("domani alle 9.30", "2026-11-24T09:30:00Z")],
    *[("9 March 10.30", "2027-03-09T10:30:00Z"), ("Monday 9.00", "2026-11-23T09:00:00Z")],
    ("9 marzo 2026, 10.30-13.00", "2026-03-09T10:30:00Z/2026-03-09T13:00:00Z"),
]
"""Bounds, parts of periods and hours with a dot, in ten languages."""

MONTH_ENDS = [
    ("in 1 month", date(2026, 1, 31), "2026-02-28"),
    ("in 1 month", date(2028, 1, 31), "2028-02-29"),
    ("1 month ago", date(2026, 3, 31), "2026-02-28"),
    ("in 1 year", date(2028, 2, 29), "2029-02-28"),
    ("in 13 months", date(2026, 11, 30), "2027-12-30"),
    ("in 1 month", date(2026, 12, 31), "2027-01-31"),
    ("next month", date(2026, 12, 31), "2027-01"),
    ("last month", date(2026, 1, 1), "2025-12"),
    ("last quarter", date(2026, 1, 1), "2025-10/2025-12"),
    ("tomorrow", date(2026, 12, 31), "2027-01-01"),
    ("this week", date(2026, 12, 31), "2026-12-28/2027-01-03"),
    ("this monday", date(2026, 11, 29), "2026-11-23"),
    ("next sunday", date(2026, 11, 29), "2026-12-06"),
    ("last sunday", date(2026, 11, 29), "2026-11-22"),
    ("yesterday", date(1, 1, 1), "0000-12-31"),
    ("9999 years ago", date(2026, 11, 23), "-7973-11-23"),
]

AMBIGUOUS = "is ambiguous"
FOUR_DIGITS = "needs a year of four digits"
NOT_A_DATE = "is not a date"
FORMS_TO_USE = ("2025-04-20", "4 May 2025", "20.04.2025", "Q1 2026")
REFUSED = [
    *[("recently", NOT_A_DATE), ("soon", NOT_A_DATE), ("", NOT_A_DATE), ("  ", NOT_A_DATE)],
    *[("now", NOT_A_DATE), ("kürzlich", NOT_A_DATE), ("n.d.", NOT_A_DATE), ("TBD", NOT_A_DATE)],
    *[("04/05/2025", AMBIGUOUS), ("4/5/25", FOUR_DIGITS), ("04-05-2025", AMBIGUOUS)],
    *[("04/05", AMBIGUOUS), ("20.04.", AMBIGUOUS), ("20.04.25", FOUR_DIGITS)],
    *[("20 April 25", FOUR_DIGITS), ("April '25", FOUR_DIGITS), ("4-5-25", FOUR_DIGITS)],
    *[("next", NOT_A_DATE), ("next april", NOT_A_DATE), ("in many weeks", NOT_A_DATE)],
    *[("2 weeks", NOT_A_DATE), ("ago", NOT_A_DATE), ("+3x", NOT_A_DATE), ("W49", NOT_A_DATE)],
    *[("Q5 2026", NOT_A_DATE), ("5th quarter 2026", NOT_A_DATE), ("third half 2026", NOT_A_DATE)],
    *[("early today", NOT_A_DATE), ("end of", NOT_A_DATE), ("after", NOT_A_DATE)],
    *[("by", NOT_A_DATE), ("by by 2025", NOT_A_DATE), ("by recently", NOT_A_DATE)],
    *[("between 2025", NOT_A_DATE), ("2025 to", NOT_A_DATE), ("to 2025", NOT_A_DATE)],
    *[("since ../2025", NOT_A_DATE), ("20 April 2025 or 2026", NOT_A_DATE)],
    *[("April 2025 10:30", NOT_A_DATE), ("20 floréal 2025", NOT_A_DATE), ("\x1b[2J", NOT_A_DATE)],
    *[("\ud800", NOT_A_DATE), ("2025\x00", NOT_A_DATE), ("today\u202e", NOT_A_DATE)],
    *[("bis", NOT_A_DATE), ("Ende", NOT_A_DATE), ("до", NOT_A_DATE), ("nisan kadar x", NOT_A_DATE)],
    *[("fifth week of May", NOT_A_DATE), ("yaza kadar", NOT_A_DATE), ("all day", NOT_A_DATE)],
    *[
        ("by 20.04", NOT_A_DATE),
        ("first week of 2027", NOT_A_DATE),
        ("Ende\u202e April", NOT_A_DATE),
    ],
    *[("tomorrow-ish", NOT_A_DATE), ("2025-04-20 to 2025-04-21 to 2025-04-22", NOT_A_DATE)],
]

SENSELESS = [
    ("30 February 2025", "February 2025 has 28 days"),
    ("31.04.2025", "April 2025 has 30 days"),
    ("0 April 2025", "April 2025 has 30 days"),
    ("20.13.2025", "there is no month 13"),
    ("31/04/2025", "April 2025 has 30 days"),
    ("2025/13/01", "there is no month 13"),
    ("2025-W54", "2025 has no week 54"),
    ("Mon 20 April 2025", "2025-04-20 is a Sunday, not a Monday"),
    ("Mon April 2025", "a weekday needs a day"),
    ("Mon next week", "a weekday needs a day"),
    ("21-20 April 2025", "runs backwards"),
    ("2026 to 2025", "runs backwards"),
    ("by 201X", "cannot have unspecified digits"),
    ("about 201X", "cannot have ?, ~ or %"),
    ("in 9999 years", "five or more digits"),
]


class TestUnderstand:
    @pytest.mark.parametrize(("text", "edtf"), UNDERSTOOD + WIDER + NEAREST + PERIODS)
    def test_every_phrase(self, text: str, edtf: str) -> None:
        """Each English phrase has the expected meaning if today is Monday 23 November 2026."""
        for typed in (text, text.lower(), text.upper()):
            assert understand(typed, MONDAY).text == edtf

    @pytest.mark.parametrize(
        ("text", "toward", "edtf"),
        [
            ("friday", -1, "2026-11-20"),
            ("tuesday", -1, "2026-11-17"),
            ("tuesday", 1, "2026-11-24"),
            ("20 nov", 1, "2027-11-20"),
            ("june", -1, "2026-06"),
        ],
    )
    def test_a_date_without_a_year_can_look_back_or_ahead(
        self, text: str, toward: int, edtf: str
    ) -> None:
        """The caller decides whether a phrase without a year or week looks back or ahead."""
        assert understand(text, MONDAY, toward).text == edtf

    @pytest.mark.parametrize(
        ("text", "today", "edtf"),
        [
            ("1 April", date(2026, 4, 1), "2026-04-01"),
            ("1 April", date(2026, 1, 20), "2025-04-01"),
            ("April", date(2026, 4, 1), "2026-04"),
            ("20 Dec", date(2026, 1, 15), "2025-12-20"),
            ("1 April 2025", date(2026, 3, 31), "2025-04-01"),
            ("tuesday", date(2026, 3, 30), "2026-03-24"),
        ],
    )
    def test_something_past_is_in_the_past(self, text: str, today: date, edtf: str) -> None:
        """A date without a year is the latest such date, if it is not a near date by mistake."""
        assert understand_past(text, today).text == edtf

    @pytest.mark.parametrize(
        ("text", "years"),
        [
            ("1 April", "1 Apr 2025 or 1 Apr 2026?"),
            ("april", "Apr 2025 or Apr 2026?"),
            ("29 April 11:10-12:00", "29 Apr 2025 or 29 Apr 2026?"),
            ("5. Mai", "5 May 2025 or 5 May 2026?"),
        ],
    )
    def test_something_past_with_a_date_soon_needs_a_year(self, text: str, years: str) -> None:
        """A date that can be a year ago or soon is refused, unless a plan says the year."""
        today = date(2026, 3, 31)
        with pytest.raises(DateError) as refused:
            understand_past(text, today)
        assert str(refused.value) == f"{text!r}: {years} write the year"
        for plan in ("2025-05-02", "2026-05-02"):
            assert understand_past(text, today, plan=parse_date(plan)).text[:4] == plan[:4]

    @pytest.mark.parametrize(("text", "today", "edtf"), MONTH_ENDS)
    def test_ends_of_months_and_years(self, text: str, today: date, edtf: str) -> None:
        """A day that the target month does not have becomes the last day of the month."""
        assert understand(text, today).text == edtf

    @pytest.mark.parametrize(("text", "complaint"), REFUSED)
    def test_understand_never_guesses(self, text: str, complaint: str) -> None:
        """Dragoman refuses ambiguous or unknown phrases; the message suggests a form."""
        with pytest.raises(DateError) as refused:
            understand(text, MONDAY)
        message = str(refused.value)
        assert message.startswith(repr(text.strip()))
        assert complaint in message
        advice = message.removeprefix(repr(text.strip()))
        assert any(form in advice for form in FORMS_TO_USE)

    @pytest.mark.parametrize(("text", "reason"), SENSELESS)
    def test_the_message_explains_an_invalid_value(self, text: str, reason: str) -> None:
        """The message explains why a known phrase gives an impossible date."""
        with pytest.raises(DateError) as refused:
            understand(text, MONDAY)
        assert str(refused.value).startswith(f"{text!r}: ")
        assert reason in str(refused.value)

    def test_invalid_edtf_is_not_read_as_english(self) -> None:
        """`understand` raises the same message as `parse_date` for a day that does not exist."""
        with pytest.raises(DateError, match=r"^2025-02-30: February 2025 has 28 days$"):
            understand("2025-02-30", MONDAY)

    def test_every_form_in_the_message_is_accepted(self) -> None:
        """Dragoman accepts every form that the error message lists."""
        with pytest.raises(DateError) as refused:
            understand("recently", MONDAY)
        listed = str(refused.value).split("write ")[1].removesuffix(" (more: dragoman help dates)")
        for form in listed.split(", "):
            assert understand(form, MONDAY)


FOR_PEOPLE = [
    *[("2025-04-20", "20 Apr 2025"), ("2025-04-05", "5 Apr 2025"), ("2025-04", "Apr 2025")],
    *[("2025", "2025"), ("2025~", "~2025"), ("2025?", "2025?"), ("2025%", "~2025?")],
    *[("2025-04-20?", "20 Apr 2025?"), ("2025-21", "spring 2025"), ("2025-24~", "~winter 2025")],
    *[("201X", "2010s"), ("19XX", "1900-1999, year unknown"), ("2025-XX", "2025, month unknown")],
    *[("2025-04-XX", "Apr 2025, day unknown"), ("2025-XX-XX", "2025, month and day unknown")],
    *[("2025-04-20T10:30:00Z", "20 Apr 2025 10:30 UTC")],
    *[("2025-04-20T10:30:05", "20 Apr 2025 10:30:05 (no zone)")],
    *[("2025-04-20T10:30:00+04:30", "20 Apr 2025 10:30 UTC+04:30")],
    *[("0000", "1 BC"), ("-0099", "100 BC"), ("-1985-04-12", "12 Apr 1986 BC"), ("0085", "0085")],
    *[("-201X", "2020 BC-2011 BC, year unknown"), ("-0001/0001", "2 BC-0001")],
    *[("Y170000002", "Y170000002"), ("Y-170000002", "170000003 BC")],
    *[("2025-04-20/2025-04-21", "20-21 Apr 2025"), ("2025-04/2025-05", "Apr-May 2025")],
    *[("2025-04-30/2025-05-02", "30 Apr - 2 May 2025")],
    *[("2025-12-29/2026-01-02", "29 Dec 2025 - 2 Jan 2026")],
    *[("2025-04-20/2026-04-20", "20 Apr 2025 - 20 Apr 2026")],
    *[("2025/2026", "2025-2026"), ("2025-12/2026-01", "Dec 2025 - Jan 2026")],
    *[("2025-21/2025-22", "spring-summer 2025"), ("2025-04/2025-05-02", "Apr 2025 - 2 May 2025")],
    *[("2025-04-20/2025-04-20", "20 Apr 2025"), ("2025~/2026?", "~2025 - 2026?")],
    *[("2025-04-20~/2025-04-21", "~20 Apr 2025 - 21 Apr 2025")],
    *[("2026-01/2026-03", "Q1 2026"), ("2026-10/2026-12", "Q4 2026")],
    *[("2026-02/2026-04", "Feb-Apr 2026"), ("2026-01~/2026-03~", "~Jan 2026 - ~Mar 2026")],
    *[("../2025-04-21", "by 21 Apr 2025"), ("../2025-04", "by Apr 2025")],
    *[("2025-04-21/..", "from 21 Apr 2025"), ("../2025~", "by ~2025")],
    *[("/2025-04-21", "until 21 Apr 2025, start unknown"), ("2025/", "from 2025, end unknown")],
    *[("../..", "any time"), ("../", "any time, end unknown"), ("/..", "any time, start unknown")],
]


class TestForPeople:
    @pytest.mark.parametrize(("text", "printed"), FOR_PEOPLE)
    def test_dates_are_displayed_in_ascii(self, text: str, printed: str) -> None:
        assert parse_date(text).for_people(ascii=True) == printed

    def test_ranges_have_an_en_dash(self) -> None:
        """Unless `ascii` is set, ranges have an en dash.

        The dash has spaces around it if an end of the range has several words.
        """
        assert parse_date("2025-04-20/2025-04-21").for_people() == "20\N{EN DASH}21 Apr 2025"
        assert parse_date("2025-04-30/2025-05-02").for_people() == "30 Apr \N{EN DASH} 2 May 2025"

    def test_utc_offsets_and_bc_years_keep_their_hyphens(self) -> None:
        """The minus sign of a UTC offset stays a hyphen, even if `ascii` is not set."""
        assert parse_date("2025-04-20T10:30:00-04").for_people() == "20 Apr 2025 10:30 UTC-04"


def test_seasons_follow_each_other() -> None:
    """The four seasons of a year do not overlap, and are in the order of their codes."""
    seasons = [parse_date(f"2025-{code}") for code in range(21, 25)]
    assert all(one.certainly_before(next_one) for one, next_one in pairwise(seasons))
