"""Careers: whether one person can have held two posts, given only the names of the posts.

Sources name the same post in many ways and languages. This module recognises the portfolios of
ministries, and the posts that only one person at a time holds in a state. It does not guess beyond
that.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from dragoman.domain.countries import country_name, known_side
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
        r"|^canciller$|canciller de la republica"
        r"|asuntos exteriores|relaciones exteriores|affari esteri|\besteri\b|negocios estrangeiros"
        r"|relacoes (exteriores|externas)|rapporti con lestero|иностранных дел"
        r"|disisleri|hariciye|xarici isler|خارجيه|^secretary of state$"
    ),
    "defence": (
        r"defen[cs]e|verteidigung|\bdefensa\b|difesa\b|\bdefesa\b|forces armees|forcas armadas"
        r"|fuerzas armadas|оборон|savunma|mudafie|دفاع"
    ),
    "interior": (
        r"\binterior\b|internal affairs|\bhome (affairs|secretary|office)|\binnenminist|\binnern?\b"
        r"|interieur\b|interno\b|administracao interna|\bgobernacion\b|внутренних дел|icisleri"
        r"|daxili isler|داخليه"
    ),
    "finance": (
        r"financ|finanz|finans|\bhacienda\b|\bfazenda\b|\btesoro\b|treasury|exchequer|финанс|maliy"
        r"|\bماليه|الماليه"
    ),
    "economy": r"econom|wirtschaft|эконом|ekonomi|iqtisad|اقتصاد",
    "trade": r"\btrade\b|commerc|comerci|handel|торгов|ticaret|تجار",
    "oil": r"\boil\b|petrol|erdol|нефт|\bneft|نفط|بترول",
    "energy": r"energ|энерг|enerji|طاقه|electric|كهربا",
    "agriculture": r"agri[ck]ol|agricul|landwirt|сельск|\btarim\b|kend teserrufat|زراع",
    "education": (
        r"educa|bildung|enseignement|istruzione|\bensino\b|просвещ|образован|\begitim|\btehsil"
        r"|تعليم|تربيه"
    ),
    "health": (
        r"\bhealth|gesundheit|\bsante\b|\bsalud\b|sanidad|\bsaude\b|salute\b|sanita\b|здрав"
        r"|\bsaglik|sehiyye|صحه"
    ),
    "justice": r"justi[cz]|giustizia|attorney general|юстиц|adalet|edliyye|\bعدل|العدل",
    "transport": r"transport|trasport|verkehr|ulastirma|neqliyyat|транспорт|\bنقل|النقل",
    "culture": r"(?<!agri)[ck]ultur|культур|medeniyyet|ثقاف",
    "environment": r"environ|umwelt|ambiente|эколог|окружающ|\bcevre|ekologi|بييه|بيئ",
    "labour": (
        r"\blabou?r|\barbeit|\btravail|\btrabajo|\btrabalho|lavoro\b|\bтруда|\bcalisma|\bemek\b"
        r"|\bعمل|العمل"
    ),
    "science": r"scien|wissenschaft|\bciencia|ricerca\b|наук|\bbilim|\belm\b|علمي",
    "tourism": r"touris|turis|туриз|turizm|سياح",
    "sport": r"\bsport|\b(de|es)porte|\bdesporto|спорт|\bidman|رياض",
    "water": (
        r"\bwater|\bwasser|\bl?eaux?\b|\baguas?\b|hidric[oa]s|idriche|водн|\bsu isleri|موارد المايي"
        r"|acque\b|\bمياه|المياه"
    ),
    "security": (
        r"security|sicherheit|securite|seguridad|seguranca|sicurezza|безопасн|guvenlik|tehlukesiz"
        r"|امن"
    ),
    "parliament": (
        r"parliament|parlement|parlament|national assembly|assemblee nationale|asamblea nacional"
        r"|assembleia (da republica|nacional)|camera dei deputati|camara (de|dos) (\w+ )?deput"
        r"|congreso de(l| los) (diputados|congreso)|\bsena[td]|\bhouse of|bundestag|\bduma|milli m"
        r"|парламент|\bдум[аы]|برلمان|مجلس النواب"
    ),
}
"""The patterns of the portfolios, in the languages that imports know. The patterns match folded
posts.
"""


@cache
def _portfolio_patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the compiled patterns; most commands need none, and compiling takes time."""
    return {name: re.compile(pattern) for name, pattern in _PORTFOLIOS.items()}


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
    r"|guest|participant|head of (the )?delegation|member of (the )?delegation"
    r"|delegationsleiter(in)?|((chefe?|jefe|capo|membro|miembro|membre) (de|da|della)( la)?"
    r" (delegacao|delegacion|delegazione|delegation))|chefe?|jefe|capo|leiter(in)?)$"
)
"""Words that do not name a post: military ranks, forms of address, roles."""

_ASIDES = {
    "former": r"\b(former|ex|ehemalig\w*|ancien(ne)?|antig[oa]|sabiq|eski)\b|бывш\w*|السابق|سابق",
    "acting": (
        r"\b(acting|interim|provisional|caretaker|(par|ad) interim|interin[oa]|em exercicio"
        r"|en funciones|geschaftsfuhrend\w*|kommissarisch\w*|facente funzione)\b|исполняющ\w*"
    ),
    "elect": r"\b(designate|elect|designad[oa]|design(e|ee|ato|ata)|eleit[oa]|elect[oa])\b",
    "outgoing": r"\b(outgoing|cessante|saliente|uscente|sortante?)\b",
    "then": r"\b(then)\b",
}
"""Words about the time in a post, not about the post, by their meaning."""

_ASIDE = re.compile(rf"({'|'.join(f'(?:{pattern})' for pattern in _ASIDES.values())}) ?")


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
    words = _without_asides(fold(post)) if post else ""
    return "" if _NO_POST.match(words) else words


def _without_asides(folded: str) -> str:
    return " ".join(_ASIDE.sub("", folded).split())


@lru_cache(maxsize=8192)
def portfolios(post: str) -> frozenset[str]:
    """Return the portfolios that a folded post names."""
    return frozenset(
        name for name, pattern in _portfolio_patterns().items() if pattern.search(post)
    )


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


_QUALIFIERS = {
    "first": r"\b(first|1st|primeir[oa]|primer[oa]?|prim[oa]|erste[rn]?|premiere?)\b|перв(ый|ая)\b",
    "second": r"\b(second|2nd|segund[oa]|second[oa])\b",
    "third": r"\b(third|3rd)\b",
    "fourth": r"\b(fourth|4th)\b",
    "senior": r"\bsenior\b",
    "minister of state": r"\bminister of state\b",
    "assistant": r"\bassistant\b",
    "under secretary": (
        r"\b(under ?secretary|(sous|sub) ?secretair|subsecretari[oa]|sottosegretari[oa])"
    ),
    "secretary": (
        r"\b(secretary|staatssekretar(in)?|secretaire|secretari[oa]|segretari[oa])\b|секретар"
    ),
}
"""Words that make a different post of the same portfolio ("first deputy minister"), by their
meaning.
"""


@cache
def _marks() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(form) for name, form in (_ASIDES | _QUALIFIERS).items()}


_REPUBLIC = (
    r"( (of|de|da|del|della|der))?( la)?( (republic|republica|republique|repubblica|republik))?"
)
_OFFICES = {
    "president": (
        r"((federal|state) )?president|(bundes|staats)?prasident(in)?|presidente?a?( federal)?"
        r"|(федеральный )?президент|prezident|(federal )?cumhurbaskani|الرييس|رييس الجمهوريه"
    ),
    "prime minister": (
        r"prime minister|pm|premier|premierminister(in)?|ministerprasident(in)?"
        r"|premiere? ministre|primer ministro|primera ministra|primeir[oa] ministr[oa]"
        r"|prim[oa] ministr[oa]|премьер министр|bas nazir|basbakan|رييس الوزرا"
    ),
    "chancellor": (
        r"(federal )?chancellor|(bundes)?kanzler(in)?|(chancelier|canciller|cancelliere) federal\w*"
    ),
}
_DEPUTIES = r"(vice|deputy|vize|stellvertretende[rn]?|вице) ?"


@cache
def _office_patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of the offices that a state has once.

    A pattern matches the complete post, without the name of the state and words such as "acting".
    """
    return {
        f"{deputy}{name}": re.compile(rf"{form}({pattern}){_REPUBLIC}")
        for name, pattern in _OFFICES.items()
        for deputy, form in (("", ""), ("vice ", _DEPUTIES))
    }


PostKey = tuple[str, frozenset[str], frozenset[str]]
"""The key of a post: its rank, its portfolios or words, and its qualifiers."""


@lru_cache(maxsize=8192)
def post_key(post: str, side: str | None = None) -> PostKey:
    """Return a key that two wordings of the same post share.

    For a minister or a deputy minister, the rank and the portfolio identify the post: "minister of
    foreign affairs", "Außenminister". For a head of state or government, the office does:
    "Federal President", "Bundespräsident". For any other post, the words do; their order does not
    matter. The name of the state ``side`` does not matter. Words such as "acting" and "first" make
    a different post.
    """
    folded = fold(post)
    rank, held = rank_of(post), portfolios(folded)
    qualifiers = frozenset(name for name, pattern in _marks().items() if pattern.search(folded))
    if rank in ("ministers", "deputy ministers") and held:
        return rank, held, qualifiers
    if office := _office(_without_asides(folded), side):
        return rank or "", frozenset((office,)), qualifiers.intersection(_ASIDES)
    state = fold(country_name(side)).split() if side else ()
    words = frozenset(post_words(post).split())
    return "", (words - {*state, "republic"}) or words, qualifiers


def _office(post: str, side: str | None) -> str | None:
    """Return the office of the head of a state or government that a folded post names."""
    return next(
        (name for name, form in _office_patterns().items() if form.fullmatch(post)), None
    ) or (_office(shorter, None) if side and (shorter := _without_state(post, side)) else None)


_OF = re.compile(r" (?:(?:of|de|da|do|du|del|della|der|des|von|на|la) )+| ")


def _without_state(post: str, side: str) -> str | None:
    """Return a post without the state at its end: "presidente" for "presidente de Mocambique"."""
    splits = ((post[: one.start()], post[one.end() :]) for one in _OF.finditer(post))
    return next((office for office, name in splits if known_side(name) == side), None)
