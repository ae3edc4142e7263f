"""The names of the months in tables.

The full and short names are in English, German, French, Spanish, Italian, Portuguese, Russian,
Turkish, Azerbaijani and Arabic. They come from CLDR (the tests compare them) and from office
practice. No name means different months in different languages.
"""

from functools import cache

from dragoman.domain import fold

_NAMES = (
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro январь января янв"
    " ocak oca yanvar yan يناير",
    "february feb februar février févr febrero febbraio fevereiro fev февраль февраля февр"
    " şubat şub fevral فبراير",
    "march mar märz maerz mär mrz mars marzo março март марта мар mart مارس",
    "april apr avril avr abril abr aprile апрель апреля апр nisan nis aprel أبريل",
    "may mai mayo maggio mag maio май мая mayıs مايو",
    "june jun juni juin junio giugno giu junho июнь июня июн haziran haz iyun iyn يونيو",
    "july jul juli juillet juil julio luglio lug julho июль июля июл temmuz tem iyul iyl يوليو",
    "august aug août agosto ago август августа авг ağustos ağu avqust avq أغسطس",
    "september sep sept septembre septiembre settembre set setembro сентябрь сентября сент"
    " eylül eyl sentyabr sen سبتمبر",
    "october oct oktober okt octobre octubre ottobre ott outubro out октябрь октября окт"
    " ekim eki oktyabr أكتوبر",
    "november nov novembre noviembre novembro ноябрь ноября нояб kasım kas noyabr noy نوفمبر",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабрь декабря дек"
    " aralık ara dekabr dek ديسمبر",
)


@cache
def month_numbers() -> dict[str, int]:
    """Return the numbers of the months by folded name."""
    return {fold(name): n for n, names in enumerate(_NAMES, 1) for name in names.split()}
