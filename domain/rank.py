"""Rank: the level of a meeting, inferred from the posts of the participants.

Protocol uses the same ranks to decide who meets whom. The register keeps posts as the sources spell
them, and this module does not guess: if the words of a post do not show a rank, the rank is
``None``.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from dragoman.domain.text import fold

RANKS = (
    "heads",
    "deputy heads",
    "speakers",
    "ministers",
    "deputy ministers",
    "ambassadors",
    "officials",
)
"""The ranks, from the highest to the lowest: heads of state or government, deputies, speakers …"""

_DEPUTY = (
    r"\b(deputy|vice|stellvertret|vize|adjoint|adjunto|aggiunto|muavin|yardimci|zamestitel)"
    r"|заместител|\bзам|\bвице|نايب|وكيل|معاون"
)
_HEAD = (
    r"\b(president|prime minister|pm|premier|chancellor|king|queen|emir|amir|sultan|emperor|pope"
    r"|monarch|crown prince|(bundes|staats|vize)*(prasident|kanzler)"
    r"|ministerprasident|konig|presidente|roi|reine|primer ministro|primo ministro|bas nazir"
    r"|primera ministra|prima ministra|primeir[oa] ministr[oa]|premiere ministre|premierminister"
    r"|rainha|reina|regina|rei|basbakan|cumhurbaskan|prezident)(in|i|e|s)?\b"
    r"|\b(chancelier|canciller|cancelliere) federal"
    r"|\bhead of (state|government)(?=$| (of|and) )"
    r"|\b(chefe?|jefe|capo) (de|do|del|dello|du) (l?estado|letat|stato|gover|gobier|gouver)"
    r"|президент|премьер|король|эмир|رييس الجمهوري|رييس الوزرا|الرييس|الملك|الامير"
)
_MINISTER = (
    r"minister|^canciller$|canciller de la republica"
    r"|\b(fm\b|ministr[eoa]|secretary of (state|defen[cs]e|the treasury|commerce|energy)"
    r"|foreign secretary|nazir|bakan|vazir)|министр|وزير"
)
_OF_WHOM = re.compile(
    r"(?<!\bhead)(?<!\bsecretary)(?<!\bchef)(?<!\bchefe)(?<!\bjefe)(?<!\bcapo)(?<!\bencarregado)"
    r"(?<!\bencargado) (of|to|for|under|in|de|do|da|dos|das|du|del|dello|della|dei|di) "
)
"""Separates an office from its object: for "ambassador to the king", only "ambassador" counts."""

_FORMS = (
    (
        "officials",
        r"\b(advis[eo]r|assistant to|aide|spokes|envoy|counsell?or|consultant|berater|conseiller"
        r"|conselheir[oa]|assessor|consejer[oa]|asesor|consiglier[ea]|porta ?(voz|voce)"
        r"|musavir|komekci"
        r"|(universidade?|universita|banco|banca|empresa|companhia|compania|comissao|comision"
        r"|commissione|comite|associacao|asociacion|tribunal|tribunale|camara (municipal|de"
        r" comercio)|conselho de administracao)\b(?!.*ministr)"
        r"|(university|bank|court|company|committee|chamber|association|academy|office"
        r"|administration|commission|council)\b(?!.*minister))|administrasiya|администраци"
        r"|советник|помощник|пресс секретар|مستشار",
    ),
    (
        "speakers",
        r"\b(speaker|(president|chair\w*|head) of (the )?(parliament|national assembly|senate"
        r"|house|council of representatives|milli m|bundestag|state duma))"
        r"|president[ea]? (de|da|do|du|del|della)( la)? (l?assembl|asambl|camara d[eo]s? deput"
        r"|camera dei deput|congres|senat|senad|parlament|cortes)"
        r"|(parlament|bundestag|senat|nationalrat)sprasident|спикер|رييس (مجلس النواب|البرلمان)",
    ),
    (
        "deputy ministers",
        r"\b(under ?secretary|assistant secretary|state secretary|staatssekretar|vicem"
        r"|sous secretaire|secretaire d etat|secretari[oa] de estado|sottosegretari|subsecretari"
        r"|segretari[oa] di stato|zamminist)"
        r"|замминистр|статс секретар|وكيل وزار",
    ),
    ("deputy heads", rf"(?=.*({_DEPUTY}))(?=.*({_HEAD}))"),
    ("deputy ministers", rf"(?=.*({_DEPUTY}))(?=.*({_MINISTER}))"),
    ("heads", _HEAD),
    ("ministers", _MINISTER),
    (
        "ambassadors",
        r"\b(ambassad|botschafter|embajador|embaixador|embaixatriz|ambasciator|ambasciatrice|sefir"
        r"|buyukelci|charge d ?affaires|(encarregad|encargad)[oa] de negocios|incaricat[oa] daffari"
        r"|geschaftstrager|consul\b|consules\b|konsul|nuncio|high commissioner"
        r"|alt[oa] (comissari|comisionad)[oa]"
        r"|permanent representative)|посол|поверенн|سفير|قنصل",
    ),
    (
        "officials",
        r"\b(director|head|chief|department|representative|secretary|commissioner|delegate|expert"
        r"|official|leiter|direktor|beauftragt|directeur|chair|governor|mayor|member"
        r"|diretor|direttore|direttrice|chefe|jef[ea]|capo|secretari[oa]|segretari[oa]|representante"
        r"|rappresentante|governador|gobernador|governatore|perit[oa]|delegad[oa])"
        r"|директор|начальник|مدير",
    ),
)
"""The patterns of the ranks. The patterns match folded posts; the first match counts."""

_WHOLE = 3
"""The number of patterns that apply to the complete post; the other patterns apply only to the
office.
"""


@cache
def _ranks() -> Sequence[tuple[str, re.Pattern[str]]]:
    """Return the compiled patterns; most commands need none, and compiling takes time."""
    return tuple((rank, re.compile(form)) for rank, form in _FORMS)


@lru_cache(maxsize=16_384)
def rank_of(post: str | None) -> str | None:
    """Return the rank of a post, or ``None`` if the words of the post do not show a rank."""
    words = " ".join(fold(post).split()) if post else ""
    office = _OF_WHOM.split(words)[0]
    places = [words] * _WHOLE + [office] * (len(_FORMS) - _WHOLE)
    found = zip(_ranks(), places, strict=True)
    return next((rank for (rank, form), place in found if form.search(place)), None)


def highest_rank(posts: Iterable[str | None]) -> str | None:
    """Return the highest rank among the posts."""
    return _highest(tuple(posts))


@lru_cache(maxsize=4096)
def _highest(posts: tuple[str | None, ...]) -> str | None:
    found = [rank for post in posts if (rank := rank_of(post))]
    return min(found, key=RANKS.index, default=None)


_SURE = (
    r"minister|ministr[eoa]|secretary|ambassad|botschafter|embajador|embaixador|ambasciat|prasident"
    r"|president|chancellor|kanzler|governor|speaker|director|direktor|directeur|diretor|direttor"
    r"|secretari[oa]|segretari[oa]"
    r"|commissioner"
    r"|representative|adviser|advisor|spokes\w+|undersecretary|envoy|deputy|nazir|bakan|sefir"
    r"|buyukelci|chief of|head of|charge d affaires|high commissioner|state secretary"
)
_SURE_POST = re.compile(rf"\b\w*({_SURE})\w*\b")
_NOT_LATIN_POST = re.compile(
    r"министр|президент|премьер|посол|советник|директор|начальник|спикер"
    r"|وزير|رييس|سفير|مدير|مستشار"
)
_MODIFIERS = frozenset(
    (
        *("first", "second", "vice", "deputy", "prime", "foreign", "federal", "state", "acting"),
        *(
            "primeiro",
            "primeira",
            "primer",
            "primera",
            "primo",
            "prima",
            "premier",
            "chefe",
            "alto",
        ),
        *("former", "senior", "special", "interim", "assistant", "permanent", "under", "joint"),
    )
)
ABBREVIATED_POSTS = frozenset(("FM", "PM", "MP", "SG", "DG", "DM", "MFA", "AM"))
"""Common abbreviations of posts; some of them are also codes of states."""

_SHORT_POST = re.compile(
    rf"((first|vice|deputy|acting|former) )*({'|'.join(sorted(ABBREVIATED_POSTS)).lower()})"
    r"( (of|to|for) .*)?"
)
_OBJECT = re.compile(
    r" (of|to|for|in|de|des|du|der|fur|del|della|degli|dei|di|delle|do|da|dos|das) "
)


def is_surely_post(text: str) -> bool:
    """Return whether the whole text is a post, and not a name with a title.

    "Minister of Oil" and "foreign minister" are posts; "President Ilham Aliyev" is a name with a
    title, and "Martin King" is a name.
    """
    words = " ".join(fold(text).split())
    if _NOT_LATIN_POST.search(words):
        return not text[:1].isupper() or len(words.split()) == 1 or " по " in words
    if ABBREVIATED_POSTS.intersection(text.split()) and _SHORT_POST.fullmatch(words):
        return True
    found = _SURE_POST.search(words)
    if found is None:
        return False
    if text[:1].islower() or _SURE_POST.search(words.split(" ")[-1]):
        return True
    before = words[: found.start()].split()
    return set(before) <= _MODIFIERS and _OBJECT.search(words[found.start() :]) is not None
