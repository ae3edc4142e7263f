"""The lexicons: the words by which Dragoman recognises events, a module for each language."""

from functools import cache
from importlib import import_module

from dragoman.exchange.intake.lexicon.lexicon import Lexicon
from dragoman.exchange.intake.source_text import folded

COMMON = {
    "de": (
        "der die das und ist von zu den mit sich des auf für im dem nicht ein eine als auch es an"
        " werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über zum haben"
        " wurde sowie zur"
    ),
    "en": (
        "the of and to in a is that for on with as was at by it from his her which this an be are"
        " has have will said their during between were also its been not they held both"
    ),
    "fr": (
        "le la les de des du et en à un une dans pour que qui sur au aux avec par est ce sa son ses"
        " a été ont cette entre lors leur deux plus il elle ainsi"
    ),
    "ru": (
        "и в на с по из о что как для от к не был была было были его её их это состоялась также"
        " при между за во со до года которые который стороны"
    ),
    "tr": (
        "ve bir bu ile için de da olarak olan arasında kadar sonra gibi ise çok daha iki olduğu"
        " yaptığı etti edildi görüştü yılında gerçekleştirilen üzere ayrıca bakanı"
    ),
    "az": (
        "və bu ilə üçün də da olan arasında kimi daha iki edib olub bildirib görüşüb olaraq isə"
        " sonra həmçinin ölkə naziri müzakirə qeyd tərəflər barədə sahəsində əməkdaşlıq edilib"
    ),
    "es": (
        "el la los las de del y en que un una por con para se su sus al como más fue entre ha lo"
        " este esta durante ambos también sobre así dos ministro"
    ),
    "ar": (
        "في من على إلى أن مع التي الذي بين عن هذا هذه كما وقد خلال بعد قبل وزير اليوم حول لقاء"
        " الخارجية البلدين سبل العلاقات"
    ),
}
"""The most common words of each language that has a lexicon, by BCP 47 tag."""

OTHERS = {
    "it": "il lo la gli le di del della dei che e è un una per con su nel nella ha sono anche tra suo",
    "pt": "o a os as de do da dos das em no na que um uma para com por não se ao foi entre sua mais",
    "nl": "de het een van en in is op te dat die voor met zijn niet aan er ook om bij naar door heeft",
    "pl": "w i na z do się że o jest nie to po przez oraz dla od ze jak są był został między",
    "ro": "și de la în cu a al ale pe care din pentru este o un fost între mai sau prin privind",
    "uk": "і в у на з та що до не за про як від його є які був була під час також між",
    "fa": "و در به از که این را با است برای آن یک شد خود تا بر کرد وی های می",
}
"""The most common words of languages without a lexicon, so that none is taken for another."""

LANGUAGES = tuple(COMMON)
"""The languages that have a lexicon."""


@cache
def common_words(language: str) -> frozenset[str]:
    """Return the folded common words of a language."""
    return frozenset(folded((COMMON | OTHERS)[language]).split())


@cache
def lexicon_of(language: str) -> Lexicon:
    """Return the lexicon of a language; only this lexicon is loaded."""
    lexicon: Lexicon = import_module(f"{__name__}.{language}").LEXICON
    return lexicon
