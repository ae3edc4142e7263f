"""Numerals: the number of a session in digits, in Roman numerals and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.numerals import whole_number

MOST = 100_000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("VII", 7),
        ("vii", 7),
        ("7th", 7),
        ("7.", 7),
        ("7.ª", 7),
        ("VIIe", 7),
        ("VII-ci", 7),
        ("7-й", 7),
        ("Seventh", 7),
        ("séptima", 7),
        ("No. 7", 7),
        ("№ 7", 7),
        ("XLIV", 44),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert whole_number(text, MOST) == number


@pytest.mark.parametrize("text", ["IIX", "VIIII", "IC", "two", "x", "1.5", "seventy", "2026-05"])
def test_a_bad_numeral_is_refused_and_never_repaired(text: str) -> None:
    with pytest.raises(ValueError, match=r"write (7|the number)"):
        whole_number(text, MOST)


@pytest.mark.parametrize(
    ("text", "bound"), [("0", "at least 1"), ("-3", "at least 1"), ("9", "at most 8")]
)
def test_a_number_out_of_bounds_is_refused(text: str, bound: str) -> None:
    with pytest.raises(ValueError, match=bound):
        whole_number(text, 8)


def _roman(number: int) -> str:
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    words = ""
    for value, sign in signs:
        words += sign * (number // value)
        number %= value
    return words


@given(st.integers(min_value=1, max_value=3999))
def test_every_roman_numeral_is_its_number(number: int) -> None:
    assert whole_number(_roman(number), MOST) == number
