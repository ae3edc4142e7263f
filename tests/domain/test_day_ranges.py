"""Ranges of days in the languages of the sources, each form with days drawn at random."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.domain.dates import DateError
from dragoman.domain.phrases import understand
from tests.domain.test_hours_in_languages import NAMES, pairs

TODAY = date(2026, 5, 12)

IN_ONE_MONTH = {
    "en": ("from {d} to {e} {m} {y}", "{d}-{e} {m} {y}", "{m} {d} to {e}, {y}"),
    "de": (
        "vom {d}. bis {e}. {m} {y}",
        "vom {d}. bis zum {e}. {m} {y}",
        "{d}. bis {e}. {m} {y}",
        "{d}.-{e}. {m} {y}",
        "{d}.–{e}. {m} {y}",
        "zwischen dem {d}. und dem {e}. {m} {y}",
    ),
    "fr": ("du {d} au {e} {m} {y}", "{d} au {e} {m} {y}", "entre le {d} et le {e} {m} {y}"),
    "es": ("del {d} al {e} de {m} de {y}", "entre el {d} y el {e} de {m} de {y}"),
    "pt": (
        "de {d} a {e} de {m} de {y}",
        "{d} a {e} de {m} de {y}",
        "entre {d} e {e} de {m} de {y}",
    ),
    "it": ("dal {d} al {e} {m} {y}", "tra il {d} e il {e} {m} {y}", "dall'{d} all'{e} {m} {y}"),
    "ru": ("с {d} по {e} {m} {y} г.", "со {d} по {e} {m} {y} года", "между {d} и {e} {m} {y} г."),
    "tr": (
        "{d}-{e} {m} {y}",
        "{d} - {e} {m} {y} tarihleri arasında",
        "{d} ile {e} {m} {y} arasında",
    ),
    "az": ("{d}–{e} {m} {y}", "{d}-{e} {m} {y}-ci il"),
    "ar": ("من {d} إلى {e} {m} {y}", "بين {d} و{e} {m} {y}", "{d}-{e} {m} {y}"),
}

ACROSS_MONTHS = {
    "en": ("from {d} {m} to {e} {n} {y}", "{m} {d} - {n} {e}, {y}"),
    "de": (
        "{d}. {m} bis {e}. {n} {y}",
        "vom {d}. {m} bis zum {e}. {n} {y}",
        "{d}.{a}.-{e}.{b}.{y}",
    ),
    "fr": ("du {d} {m} au {e} {n} {y}", "{d} {m} au {e} {n} {y}"),
    "es": ("del {d} de {m} al {e} de {n} de {y}",),
    "pt": ("de {d} de {m} a {e} de {n} de {y}", "entre {d} de {m} e {e} de {n} de {y}"),
    "it": ("dal {d} {m} al {e} {n} {y}",),
    "ru": ("с {d} {m} по {e} {n} {y} г.",),
    "tr": ("{d} {m} - {e} {n} {y}", "{d} {m}'dan {e} {n} {y}'ya kadar"),
    "az": ("{d} {m} - {e} {n} {y}", "{d} {m}dan {e} {n} {y}-dək"),
    "ar": ("من {d} {m} إلى {e} {n} {y}",),
}
"""Forms in which each day has its month; the days can also be in one month."""

DOTTED = ("{d:02}.{a:02}.-{e:02}.{b:02}.{y}", "{d}.{a}. bis {e}.{b}.{y}", "{d}.{a}.{x}-{e}.{b}.{y}")

FIRST_DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
LENGTHS = st.integers(1, 300)


def written(language: str, form: str, first: date, last: date) -> str:
    names = NAMES[language].split()
    return form.format(
        d=first.day,
        m=names[first.month - 1],
        a=first.month,
        x=first.year,
        e=last.day,
        n=names[last.month - 1],
        b=last.month,
        y=last.year,
    )


def read(text: str) -> str:
    return understand(text, TODAY).edtf


@pytest.mark.parametrize(("language", "form"), pairs(IN_ONE_MONTH))
@given(month=FIRST_DAYS, days=st.lists(st.integers(1, 28), min_size=2, max_size=2, unique=True))
@settings(max_examples=15)
def test_two_days_of_a_month_in_each_language_are_an_interval(
    language: str, form: str, month: date, days: list[int]
) -> None:
    first, last = (month.replace(day=day) for day in sorted(days))

    assert read(written(language, form, first, last)) == f"{first}/{last}"


@pytest.mark.parametrize(
    ("language", "form"), [*pairs(ACROSS_MONTHS), *(("de", form) for form in DOTTED)]
)
@given(first=FIRST_DAYS, length=LENGTHS)
@settings(max_examples=15)
def test_two_days_with_their_months_are_an_interval(
    language: str, form: str, first: date, length: int
) -> None:
    last = first + timedelta(days=length)

    assert read(written(language, form, first, last)) == f"{first}/{last}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vom 2. bis 5. Juni", "2026-06-02/2026-06-05"),
        ("du 1er au 5 juin 2026", "2026-06-01/2026-06-05"),
        ("du mardi 2 juin au vendredi 5 juin 2026", "2026-06-02/2026-06-05"),
        ("2.-5.6.2026", "2026-06-02/2026-06-05"),
        ("from the 2nd to the 5th of June 2026", "2026-06-02/2026-06-05"),
        ("a 6 de maio de 2026", "2026-05-06"),
        ("am 3. Juni, 10 Uhr", "2026-06-03T10:00:00Z"),
        ("le 3 juin", "2026-06-03"),
        ("el 3 de junio", "2026-06-03"),
        ("em 6 de maio", "2026-05-06"),
        ("on 3 June", "2026-06-03"),
        (
            "a 6 de maio de 2026, das 9h30 às 13h00 de Maputo",
            "2026-05-06T09:30:00+02:00/2026-05-06T13:00:00+02:00[Africa/Maputo]",
        ),
    ],
)
def test_words_before_a_day_are_read(text: str, expected: str) -> None:
    assert understand(text, TODAY).text == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("vom 5. bis 2. Juni 2026", "runs backwards"),
        ("vom 31. bis 32. Juni 2026", "June 2026 has 30 days"),
        ("02.06.-05.06.", "is not a date"),
        ("vom 2. bis", "is not a date"),
    ],
)
def test_a_range_that_has_no_days_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(DateError, match=message) as refused:
        understand(text, TODAY)
    assert "\n" not in str(refused.value)
