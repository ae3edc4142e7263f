"""Careers: whether one person can have held two posts, given only the names of the posts.

Sources name the same post in many ways and languages. This module recognises the portfolios of
ministries, and the posts that only one person at a time holds in a state. It does not guess beyond
that.
"""

import re
from functools import lru_cache
from typing import Literal

from dragoman.domain.countries import country_name
from dragoman.domain.participant import are_posts_alike, post_words
from dragoman.domain.rank import rank_of
from dragoman.domain.text import fold

Match = Literal["same", "possible", "different"]
"""The comparison of two posts.

``same``: the posts are the same, or steps of one career. ``possible``: the posts may be the same.
``different``: the posts are different.
"""

_PORTFOLIOS = {
    "foreign affairs": (
        r"\bforeign (?!trade|econom|invest|commerc)|external (affairs|relations)"
        r"|\baussen(?!handel|wirtschaft)|auswartig|affaires etrangeres|relations exterieures"
        r"|asuntos exteriores|relaciones exteriores|affari esteri|\besteri\b|иностранных дел"
        r"|disisleri|hariciye|xarici isler|خارجيه|^secretary of state$"
    ),
    "defence": r"defen[cs]e|verteidigung|\bdefensa\b|\bdifesa\b|оборон|savunma|mudafie|دفاع",
    "interior": (
        r"\binterior\b|internal affairs|\bhome (affairs|secretary|office)|\binnenminist|\binnern?\b"
        r"|\binterieur\b|внутренних дел|icisleri|daxili isler|داخليه"
    ),
    "finance": r"financ|finanz|finans|\bhacienda\b|treasury|exchequer|финанс|maliy|\bماليه|الماليه",
    "economy": r"econom|wirtschaft|эконом|ekonomi|iqtisad|اقتصاد",
    "trade": r"\btrade\b|commerc|comerci|handel|торгов|ticaret|تجار",
    "oil": r"\boil\b|petrol|erdol|нефт|\bneft|نفط|بترول",
    "energy": r"energ|энерг|enerji|طاقه|electric|كهربا",
    "agriculture": r"agricul|landwirt|сельск|\btarim\b|kend teserrufat|زراع",
    "education": r"educa|bildung|\benseignement|просвещ|образован|\begitim|\btehsil|تعليم|تربيه",
    "health": r"\bhealth|gesundheit|\bsante\b|\bsalud\b|sanidad|здрав|\bsaglik|sehiyye|صحه",
    "justice": r"justi[cz]|attorney general|юстиц|adalet|edliyye|\bعدل|العدل",
    "transport": r"transport|verkehr|ulastirma|neqliyyat|транспорт|\bنقل|النقل",
    "culture": r"cultur|kultur|культур|medeniyyet|ثقاف",
    "environment": r"environ|umwelt|ambiente|эколог|окружающ|\bcevre|ekologi|بييه|بيئ",
    "labour": r"\blabou?r|\barbeit|\btravail|\btrabajo|\bтруда|\bcalisma|\bemek\b|\bعمل|العمل",
    "science": r"scien|wissenschaft|\bciencia|наук|\bbilim|\belm\b|علمي",
    "tourism": r"touris|turis|туриз|turizm|سياح",
    "sport": r"\bsport|\bdeporte|спорт|\bidman|رياض",
    "water": r"\bwater|\bwasser|\beaux?\b|\bagua|водн|\bsu isleri|موارد المايي|\bمياه|المياه",
    "security": r"security|sicherheit|securite|seguridad|безопасн|guvenlik|tehlukesiz|امن",
    "parliament": (
        r"parliament|parlament|national assembly|\bsenat|\bhouse of|bundestag|\bduma|milli m"
        r"|парламент|\bдум[аы]|برلمان|مجلس النواب"
    ),
}
"""The patterns of the portfolios, in the languages that imports know. The patterns match folded
posts.
"""

_PORTFOLIO = {name: re.compile(pattern) for name, pattern in _PORTFOLIOS.items()}

_ROYAL = re.compile(
    r"\b(king|queen|princ(e|ess)|emir|amir|sultan|shah|emperor|empress|duke|duchess|regent|pope"
    r"|konig|konigin|kaiser|furst|herzog|prinz|prinzessin|roi|reine|rey|reina|principe|kral|sah"
    r"|padsah|papa)\b|король|королева|принц|султан|\bшах\b|императ|эмир|الملك|ملك\b|امير|سلطان"
)
_HEAD = re.compile(
    r"\b(taoiseach|general secretary|secretary general of (party|central committee)"
    r"|(head|chief) of state"
    r"|(chairman|chairwoman|chair|head|president|member) of (council of (ministers|state)|"
    r"presidency|presidium|state council|supreme|revolutionary|government|state|junta|military)"
    r"|first minister|governor general|junta)"
)
_NO_POST = re.compile(
    r"^((lieutenant|brigadier|major|field|general|colonel|captain|marshal|admiral|sir|dr|doctor"
    r"|prof|professor|mr|mrs|ms|sheikh|sheik|excellency|his|her) ?)+$"
    r"|^(chair(man|woman|person)?|head|chief|leader|delegate|representative|official|member"
    r"|guest|participant|head of (the )?delegation|member of (the )?delegation)$"
)
"""Words that do not name a post: military ranks, forms of address, roles."""

_ASIDE = re.compile(
    r"\b(former|ex|acting|interim|provisional|designate|elect|outgoing|then|caretaker|ehemalig\w*"
    r"|ancien(ne)?|ex|sabiq|eski|бывш\w*|سابق|السابق)\b ?"
)


@lru_cache(maxsize=8192)
def match_of(known: str | None, said: str | None) -> Match:
    """Return whether one person can have held both posts: "same", "possible" or "different"."""
    one, other = _plain(known), _plain(said)
    if not one or not other:
        return "possible"
    if one == other or (_is_unique(one) and _is_unique(other)):
        return "same"
    ours, theirs = portfolios(one), portfolios(other)
    if ours and theirs:
        return "same" if ours & theirs else "different"
    if _is_vague(one, other) or _is_vague(other, one):
        return "possible"
    is_same = are_posts_alike(one, other) or rank_of(one) == rank_of(other) == "ambassadors"
    return "same" if is_same else "different"


@lru_cache(maxsize=8192)
def _plain(post: str | None) -> str:
    """Fold a post and remove words such as "former"; return "" if the rest names no post."""
    words = " ".join(_ASIDE.sub("", fold(post)).split()) if post else ""
    return "" if _NO_POST.match(words) else words


@lru_cache(maxsize=8192)
def portfolios(post: str) -> frozenset[str]:
    """Return the portfolios that a folded post names."""
    return frozenset(name for name, pattern in _PORTFOLIO.items() if pattern.search(post))


@lru_cache(maxsize=8192)
def _is_unique(post: str) -> bool:
    """Return whether a post is so high that, with a name and a state, it identifies a person.

    Such posts are those of heads of state and of government and their deputies, speakers, foreign
    ministers, and members of a ruling house.
    """
    rank = rank_of(post)
    if rank in ("heads", "deputy heads", "speakers"):
        return True
    is_foreign = rank == "ministers" and "foreign affairs" in portfolios(post)
    return bool(is_foreign or _ROYAL.search(post) or _HEAD.search(post))


def _is_vague(post: str, other: str) -> bool:
    """Return whether ``post`` is only a rank, such as "minister", and ``other`` has that rank."""
    return len(post.split()) == 1 and rank_of(post) == rank_of(other) is not None


_QUALIFIERS = re.compile(
    r"\b(first|second|third|fourth|[1-4](st|nd|rd|th)|senior|minister of state|assistant"
    r"|(under ?)?secretary|staatssekretar|secretaire|secretari[oa])\b|секретар"
)
"""Words that make a different post of the same portfolio: "first deputy minister"."""

PostKey = tuple[str, frozenset[str], frozenset[str]]
"""The key of a post: its rank, its portfolios or words, and its qualifiers."""


@lru_cache(maxsize=8192)
def post_key(post: str, side: str | None = None) -> PostKey:
    """Return a key that two wordings of the same post share.

    For a minister or a deputy minister, the rank and the portfolio identify the post: "minister of
    foreign affairs", "Außenminister". For any other post, the words do; their order does not
    matter, and neither does the name of the state. Words such as "acting" and "first" make a
    different post.
    """
    folded = fold(post)
    rank, held = rank_of(post), portfolios(folded)
    qualifiers = frozenset(
        found[0].strip() for pattern in (_ASIDE, _QUALIFIERS) for found in pattern.finditer(folded)
    )
    if rank in ("ministers", "deputy ministers") and held:
        return rank, held, qualifiers
    state = fold(country_name(side)).split() if side else ()
    words = frozenset(post_words(post).split())
    return "", (words - {*state, "republic"}) or words, qualifiers
