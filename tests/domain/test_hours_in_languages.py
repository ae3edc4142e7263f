"""Hours and time zones in the languages of the sources, each form with hours drawn at random."""

import re
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.domain.date_words import MONTHS, WEEKDAYS
from dragoman.domain.dates import DateError
from dragoman.domain.phrases import understand
from dragoman.domain.text import fold
from dragoman.domain.zone_table import PLACES
from dragoman.domain.zone_words import _REGIONS, zone_in_words

MONDAY = date(2026, 5, 4)
BAKU = "Asia/Baku"

NAMES = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
"""The months as documents in each language write them after a day."""

DAYS = {
    "en": ("{d} {m} {y}", "on {d} {m} {y}", "{m} {d}, {y}"),
    "de": ("{d}. {m} {y}", "am {d}. {m} {y}"),
    "fr": ("{d} {m} {y}", "le {d} {m} {y}"),
    "es": ("{d} de {m} de {y}", "el {d} de {m} de {y}"),
    "pt": ("{d} de {m} de {y}", "em {d} de {m} de {y}", "no dia {d} de {m} de {y}"),
    "it": ("{d} {m} {y}", "il {d} {m} {y}"),
    "ru": ("{d} {m} {y}", "{d} {m} {y} г.", "{d} {m} {y} года"),
    "tr": ("{d} {m} {y}",),
    "az": ("{d} {m} {y}", "{d} {m} {y}-c{i} il"),
    "ar": ("{d} {m} {y}",),
}
"""The forms of a day: a day and a month, with the words around them."""

HOURS = {
    "en": ("at {H}:{M}", "{H}:{M} hrs"),
    "de": ("um {H}:{M} Uhr", "{H}.{M} Uhr"),
    "fr": ("à {H}h{M}", "à {H} h {M}", "{H}h{M}"),
    "es": ("a las {H}:{M}", "a las {H}:{M} horas", "{H}.{M} horas"),
    "pt": ("às {H}h{M}", "às {H}:{M}"),
    "it": ("alle ore {H}.{M}", "ore {H}:{M}", "alle {H}.{M}"),
    "ru": ("в {H}:{M}", "в {H} часов {M} минут"),
    "tr": ("saat {H}:{M}", "saat {H}.{M}", "saat {H}.{M}'da"),
    "az": ("saat {H}:{M}", "saat {H}:{M}-da"),
    "ar": ("الساعة {H}:{M}", "{H}:{M}"),
}

RANGES = {
    "en": ("from {H}:{M} to {K}:{N}", "between {H}:{M} and {K}:{N}", "{H}:{M} until {K}:{N}"),
    "de": (
        "{H}.{M} Uhr bis {K}.{N} Uhr",
        "von {H}.{M} bis {K}.{N} Uhr",
        "von {H}:{M} Uhr bis {K}:{N} Uhr",
        "zwischen {H}:{M} und {K}:{N} Uhr",
        "{H}.{M}-{K}.{N} Uhr",
    ),
    "fr": ("de {H}h{M} à {K}h{N}", "entre {H}h{M} et {K}h{N}", "{H}h{M}-{K}h{N}"),
    "es": (
        "de {H}:{M} a {K}:{N}",
        "entre las {H}:{M} y las {K}:{N}",
        "desde las {H}:{M} hasta las {K}:{N} horas",
    ),
    "pt": ("das {H}h{M} às {K}h{N}", "entre as {H}h{M} e as {K}h{N}", "de {H}:{M} a {K}:{N}"),
    "it": ("dalle {H}.{M} alle {K}.{N}", "dalle ore {H}.{M} alle ore {K}.{N}"),
    "ru": ("с {H}:{M} до {K}:{N}", "между {H}:{M} и {K}:{N}"),
    "tr": (
        "saat {H}:{M}-{K}:{N}",
        "saat {H}.{M}'dan {K}.{N}'ye kadar",
        "{H}:{M} ile {K}:{N} arasında",
    ),
    "az": ("saat {H}:{M}-{K}:{N}", "saat {H}:{M}-dan {K}:{N}-dək"),
    "ar": ("من الساعة {H}:{M} إلى الساعة {K}:{N}", "بين الساعة {H}:{M} والساعة {K}:{N}"),
}

FULL_HOURS = {
    "de": ("von {H} bis {K} Uhr", "{H} Uhr bis {K} Uhr", "{H}-{K} Uhr", "zwischen {H} und {K} Uhr"),
    "fr": ("de {H}h à {K}h", "de {H} à {K} heures", "entre {H}h et {K}h"),
    "es": ("de {H} a {K} horas", "entre las {H} y las {K}", "de las {H} a las {K}"),
    "pt": ("das {H}h às {K}h", "das {H} às {K}", "entre as {H}h e as {K}h"),
    "it": ("dalle {H} alle {K}", "dalle ore {H} alle ore {K}"),
    "ru": ("с {H} до {K} часов",),
    "en": ("from {H}:00 to {K}:00", "{H}:00-{K}:00"),
}
"""Ranges of full hours, where only a word says that the numbers are hours."""

ZONES = {
    "de": (("Ortszeit Berlin", "Europe/Berlin"), ("Berliner Zeit", "Europe/Berlin")),
    "fr": (("(heure de Nairobi)", "Africa/Nairobi"), (", heure de Paris", "Europe/Paris")),
    "es": (("hora de Madrid", "Europe/Madrid"), ("(hora local de Quito)", "America/Guayaquil")),
    "pt": (("de Maputo", "Africa/Maputo"), ("horário de Brasília", "America/Sao_Paulo")),
    "it": (("ora di Roma", "Europe/Rome"), ("ora locale di Tunisi", "Africa/Tunis")),
    "ru": (("по московскому времени", "Europe/Moscow"), ("по времени Баку", BAKU)),
    "tr": (("Ankara saatiyle", "Europe/Istanbul"), ("Bakü saati ile", BAKU)),
    "az": (("Bakı vaxtı ilə", BAKU), ("(Moskva vaxtı ilə)", "Europe/Moscow")),
    "ar": (("بتوقيت باكو", BAKU), ("بتوقيت القاهرة", "Africa/Cairo")),
    "en": (("Nairobi time", "Africa/Nairobi"), ("local time in Baku", BAKU)),
}

AFTERNOONS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
LATER = st.tuples(AFTERNOONS, AFTERNOONS).filter(lambda two: two[0] < two[1])
DATES = st.dates(date(2000, 1, 1), date(2035, 12, 31))


def ordinal_vowel(year: int) -> str:
    """Return the vowel of the Azerbaijani ordinal suffix; the parser accepts each of the four."""
    return "ıiuü"[year % 4]


def day_in(language: str, form: str, day: date) -> str:
    month = NAMES[language].split()[day.month - 1]
    return form.format(d=day.day, m=month, y=day.year, i=ordinal_vowel(day.year))


def hours_in(form: str, start: time, end: time) -> str:
    return form.format(H=start.hour, M=f"{start.minute:02}", K=end.hour, N=f"{end.minute:02}")


def edtf(day: date, start: time, end: time | None = None) -> str:
    ends = [start] if end is None else [start, end]
    return "/".join(f"{day}T{one:%H:%M}:00" for one in ends)


def read(text: str) -> str:
    """Read a text at a desk in UTC, and return its hours without the offset."""
    found = understand(text, MONDAY)
    return re.sub(r"(?<=:00)(?:Z|[+-][0-9:]{5})", "", found.edtf)


def pairs(forms: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, form) for language, some in forms.items() for form in some]


def in_both_orders(day: str, hours: str) -> tuple[str, str, str]:
    return f"{day} {hours}", f"{day}, {hours}", f"{hours} {day}"


@pytest.mark.parametrize(("language", "form"), pairs(HOURS))
@settings(max_examples=12, deadline=None)
@given(day=DATES, clock=AFTERNOONS, data=st.data())
def test_a_time_in_each_language_is_the_time_that_was_written(
    language: str, form: str, day: date, clock: time, data: st.DataObject
) -> None:
    """A day and an hour in the words of a language, in any order, are that day and that hour."""
    written = day_in(language, data.draw(st.sampled_from(DAYS[language])), day)
    for text in in_both_orders(written, hours_in(form, clock, clock)):
        assert read(text) == edtf(day, clock)


@pytest.mark.parametrize(("language", "form"), pairs(RANGES))
@settings(max_examples=12, deadline=None)
@given(day=DATES, hours=LATER, data=st.data())
def test_a_range_of_hours_in_each_language_is_the_range_that_was_written(
    language: str, form: str, day: date, hours: tuple[time, time], data: st.DataObject
) -> None:
    """Hours from one time to another, before or after the day, keep both ends."""
    written = day_in(language, data.draw(st.sampled_from(DAYS[language])), day)
    for text in in_both_orders(written, hours_in(form, *hours)):
        assert read(text) == edtf(day, *hours)


@pytest.mark.parametrize(("language", "form"), pairs(FULL_HOURS))
@settings(max_examples=12, deadline=None)
@given(day=DATES, ends=st.tuples(st.integers(0, 23), st.integers(0, 23)), data=st.data())
def test_full_hours_need_only_one_word_for_hours(
    language: str, form: str, day: date, ends: tuple[int, int], data: st.DataObject
) -> None:
    """In "von 9 bis 11 Uhr", both numbers are hours, not days of the month."""
    first, last = sorted(ends)
    start, end = time(first), time(min(last + (first == last), 23))
    if start == end:
        return
    written = day_in(language, data.draw(st.sampled_from(DAYS[language])), day)
    hours = hours_in(form, start, end)
    for text in (f"{written} {hours}", f"{written}, {hours}", f"{hours}, {written}"):
        assert read(text) == edtf(day, start, end)


@pytest.mark.parametrize(
    ("language", "words", "zone"),
    [(language, *one) for language, some in ZONES.items() for one in some],
)
@settings(max_examples=12, deadline=None)
@given(day=DATES, hours=LATER, data=st.data())
def test_a_zone_in_words_is_the_zone_that_was_written(
    language: str, words: str, zone: str, day: date, hours: tuple[time, time], data: st.DataObject
) -> None:
    """A zone after a time or a range of hours is the zone of the place, at every desk.

    Hours that the clocks skip or repeat are refused, with both offsets.
    """
    form = data.draw(st.sampled_from(HOURS[language] + RANGES[language]))
    written = day_in(language, DAYS[language][0], day)
    end = hours[1] if "{K}" in form else None
    try:
        found = understand(f"{written} {hours_in(form, *hours)} {words}", MONDAY, zone="UTC")
    except DateError as error:
        assert re.search("exists twice|does not exist", str(error))
        return
    assert (found.zone, re.sub(r"(?<=:00)(?:Z|[+-][0-9:]{5})", "", found.edtf)) == (
        zone,
        edtf(day, hours[0], end),
    )


OFFSETS = [
    ("CET", "+01:00"),
    ("CEST", "+02:00"),
    ("cet", "+01:00"),
    ("EET", "+02:00"),
    ("EEST", "+03:00"),
    ("WET", "Z"),
    ("WEST", "+01:00"),
    ("MEZ", "+01:00"),
    ("MESZ", "+02:00"),
    ("EST", "-05:00"),
    ("EDT", "-04:00"),
    ("CDT", "-05:00"),
    ("PST", "-08:00"),
    ("PDT", "-07:00"),
    ("GMT", "Z"),
    ("UTC", "Z"),
    ("BST", "+01:00"),
    ("G.M.T.", "Z"),
    ("Central European Time", "+01:00"),
    ("India Standard Time", "+05:30"),
    ("Arabia Standard Time", "+03:00"),
    ("heure d'Europe centrale", "+01:00"),
    ("UTC+4", "+04"),
    ("(GMT+3)", "+03:00"),
]


@pytest.mark.parametrize("month", ["May", "December"])
@pytest.mark.parametrize(("words", "offset"), OFFSETS)
def test_an_abbreviation_is_a_fixed_offset(words: str, offset: str, month: str) -> None:
    """CET is +01:00 on every day of the year, whatever the clocks in Central Europe say."""
    found = understand(f"12 {month} 2026 14:30 {words}", MONDAY, zone=BAKU)
    number = {"May": "05", "December": "12"}[month]
    assert found.text == f"2026-{number}-12T14:30:00{offset}"


REGIONS = [
    ("EAT", "+03:00", "Africa/Nairobi"),
    ("East Africa Time", "+03:00", "Africa/Nairobi"),
    ("CAT", "+02:00", "Africa/Maputo"),
    ("WAT", "+01:00", "Africa/Lagos"),
    ("SAST", "+02:00", "Africa/Johannesburg"),
    ("MSK", "+03:00", "Europe/Moscow"),
    ("МСК", "+03:00", "Europe/Moscow"),
    ("GST", "+04:00", "Asia/Dubai"),
    ("PKT", "+05:00", "Asia/Karachi"),
    ("JST", "+09:00", "Asia/Tokyo"),
    ("KST", "+09:00", "Asia/Seoul"),
    ("AZT", "+04:00", BAKU),
    ("TSİ", "+03:00", "Europe/Istanbul"),
]


@pytest.mark.parametrize("month", ["May", "December"])
@pytest.mark.parametrize(("words", "offset", "zone"), REGIONS)
def test_an_abbreviation_of_one_region_is_the_zone_of_the_region(
    words: str, offset: str, zone: str, month: str
) -> None:
    found = understand(f"12 {month} 2026 14:30 {words}", MONDAY, zone=BAKU)
    number = {"May": "05", "December": "12"}[month]
    assert found.text == f"2026-{number}-12T14:30:00{offset}[{zone}]"


@pytest.mark.parametrize("short", sorted(_REGIONS))
def test_a_region_has_the_offset_of_its_abbreviation_all_year(short: str) -> None:
    """The database has no summer time for the region, and its offset is the one in the table."""
    for month in range(1, 13):
        found = understand(f"2026-{month:02}-12 14:30 {short}", MONDAY)
        assert found.zone == _REGIONS[short]


@pytest.mark.parametrize(
    ("words", "desk", "zone"),
    [
        ("EAT", "Africa/Kampala", "Africa/Kampala"),
        ("SAST", "Africa/Maseru", "Africa/Maseru"),
        ("EAT", "Africa/Maputo", "Africa/Nairobi"),
        ("EAT", "Europe/Moscow", "Africa/Nairobi"),
        ("EAT", "+03:00", "Africa/Nairobi"),
    ],
)
def test_an_abbreviation_that_the_desk_uses_is_the_zone_of_the_desk(
    words: str, desk: str, zone: str
) -> None:
    assert understand(f"12 May 2026 14:30-15:00 {words}", MONDAY, zone=desk).zone == zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 May 2012 14:30 MSK", "2012-05-12T14:30:00+03:00"),
        ("1 July 2013 14:30 AZT", "2013-07-01T14:30:00+04:00"),
        ("12 May 1850 14:30 EAT", "1850-05-12T14:30:00+03:00"),
    ],
)
def test_an_abbreviation_is_an_offset_when_the_region_had_another_time(
    text: str, expected: str
) -> None:
    assert understand(text, MONDAY, zone=BAKU).text == expected


AMBIGUOUS = [
    ("IST", "India Standard Time (+05:30), Israel Standard Time (+02:00) or Irish Standard Time"),
    ("AST", "Arabia Standard Time (+03:00) or Atlantic Standard Time (-04:00)"),
    ("CST", "Central Standard Time (-06:00), China Standard Time (+08:00) or Cuba Standard Time"),
    ("AMT", "Armenia Time (+04:00) or Amazon Time (-04:00)"),
    ("local time", "a local time needs a place; write the city, as in 14:30 Baku"),
    ("Ortszeit", "a local time needs a place"),
    ("(heure locale)", "a local time needs a place"),
    ("по местному времени", "a local time needs a place"),
]


@pytest.mark.parametrize(("words", "message"), AMBIGUOUS)
def test_a_zone_with_several_meanings_is_refused(words: str, message: str) -> None:
    """The message is one line; it names the meanings, and says what to write."""
    with pytest.raises(DateError) as refused:
        understand(f"12 May 2026 14:30 {words}", MONDAY, zone=BAKU)
    answer = str(refused.value)
    assert message in answer
    assert "write a city" in answer or "write the city" in answer
    assert answer.isprintable()


SIBLINGS = [
    "12. Mai 2026, 9.30 Uhr morgens",
    "12 de mayo de 2026 a las 3 de la tarde",
    "12 mai 2026 à 9h du matin",
    "12 мая 2026 в 9 часов вечера",
    "12 مايو 2026 الساعة 9:30 مساء",
    "12 Mayıs 2026 akşam saat 9:30",
    "12. Mai 2026 gegen 14 Uhr",
    "12 mai 2026 vers 14h",
    "12 мая 2026 до 13:00",
    "12. Mai 2026 ab 13 Uhr",
    "9:00 bis 12. Mai 2026",
    "from 9 to 11 12 May 2026",
    "in 2 heures",
    "через 2 часа",
    "hace 3 horas",
    "12 May 2026 14:30 Baku / 12:30 Berlin",
    "12 May 2026 14:30 CET (Berlin)",
    "12 May 2026 14:30 CET/CEST",
    "12 May 2026 14:30 UTC+02:00 (CET)",
]
"""Phrases whose words mean something else, or that have two meanings."""


@pytest.mark.parametrize("text", SIBLINGS)
def test_what_is_not_understood_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(DateError) as refused:
        understand(text, MONDAY, zone=BAKU)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 Mayıs 2026, Bakı vaxtı ilə saat 14:30", "2026-05-12T14:30:00+04:00[Asia/Baku]"),
        ("TSİ 14.30, 12 Mayıs 2026", "2026-05-12T14:30:00+03:00[Europe/Istanbul]"),
        (
            "12 мая 2026 по московскому времени в 14:30",
            "2026-05-12T14:30:00+03:00[Europe/Moscow]",
        ),
        ("14:30 Nairobi time on 12 May 2026", "2026-05-12T14:30:00+03:00[Africa/Nairobi]"),
        (
            "von 9 bis 11 Uhr Ortszeit Berlin am 12. Mai 2026",
            "2026-05-12T09:00:00+02:00/2026-05-12T11:00:00+02:00[Europe/Berlin]",
        ),
        ("12 May 2026 14:30 ET", "2026-05-12T14:30:00-04:00[America/New_York]"),
        ("12 Dec 2026 14:30 Pacific Time", "2026-12-12T14:30:00-08:00[America/Los_Angeles]"),
        ("12 May 2026 14:30 EST5EDT", "2026-05-12T14:30:00-04:00[EST5EDT]"),
        ("Dienstag, dem 12. Mai 2026, um 9 Uhr UTC", "2026-05-12T09:00:00Z"),
        ("12 Mayıs 2026 Salı günü saat 9:30 UTC", "2026-05-12T09:30:00Z"),
        ("a las 14:30 UTC del 12 de mayo de 2026", "2026-05-12T14:30:00Z"),
        ("12 May 2026 1430 hrs UTC", "2026-05-12T14:30:00Z"),
        ("14h30 UTC May 12, 2026", "2026-05-12T14:30:00Z"),
        ("9 h 12 mai 2026", "2026-05-12T09:00:00+02:00[Europe/Berlin]"),
        ("12 May 2026 14:30 UTC time", "2026-05-12T14:30:00Z"),
    ],
)
def test_a_zone_can_come_before_the_hours_or_before_the_day(text: str, expected: str) -> None:
    assert understand(text, MONDAY, zone="Europe/Berlin").text == expected


def test_a_stored_zone_that_looks_like_an_abbreviation_keeps_its_hours() -> None:
    """The zone CET of the database changes its clocks; its display can be typed again."""
    stored = understand("2026-05-12T14:30:00+02:00[CET]", MONDAY)
    assert stored.text == "2026-05-12T14:30:00+02:00[CET]"
    assert stored.for_people() == "12 May 2026 14:30 (Brussels)"
    assert understand(stored.for_people(), MONDAY).instants == stored.instants


def test_no_place_is_called_like_a_month_or_a_weekday() -> None:
    names = (fold(name.replace("_", " ")) for some in (*MONTHS, *WEEKDAYS) for name in some.split())
    assert not {*names} & {*PLACES}


@pytest.mark.parametrize("words", ["May", "de 12 de mayo", "12", "on 12 May", "time", "heure de"])
def test_words_of_a_date_are_not_a_zone(words: str) -> None:
    assert zone_in_words(words) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tuesday 9.30", "2026-05-05T09:30"),
        ("Dienstag 8.30", "2026-05-05T08:30"),
        ("Tuesday 8.30 Nairobi", "2026-05-05T08:30"),
        ("9.05 Nairobi", "2026-05-04T09:05"),
        ("2026-05-19 8.30 Nairobi", "2026-05-19T08:30"),
    ],
)
def test_a_dot_is_certain_after_a_weekday_and_before_a_zone(text: str, expected: str) -> None:
    assert understand(text, MONDAY).text.startswith(expected)


@pytest.mark.parametrize("text", ["9.30", "tuesday 9.10", "9.05"])
def test_a_dot_that_can_be_of_a_date_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        understand(text, MONDAY)
