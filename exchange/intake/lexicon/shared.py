"""Patterns that hold for all languages at once, because their words do not collide.

Like the patterns of the lexicons, they match folded text.
"""

import re

JOINTLY = r"tri\w*lateral\w*|multilateral\w*|quadrilateral\w*|трехсторон\w*|uctarafli\w*|uclu\w*"
"""Words for a meeting of several states at once."""

SAME_DAY = (
    r"(?:on )?(?:the )?same day|am selben tag|am gleichen tag|le meme jour|в тот же день|в этот же день"
    r"|ayni gun|hemin gun|el mismo dia|ese mismo dia|في اليوم نفسه|في نفس اليوم|اليوم نفسه"
)
"""Words for the day of the event before."""

FIRST_DAY = (
    r"first day of (?:the|his|her|this) (?:\w+ )?visit|am ersten tag (?:des|seines|ihres) \w*besuchs"
    r"|premier jour de (?:la|sa|cette) visite|первый день (?:визита|поездки)|ziyaretin(?:in)? ilk gunu\w*"
    r"|seferin(?:in)? ilk gunu|primer dia de (?:la|su) visita|اليوم الاول من (?:ال)?زيار\w+"
)
"""Words for the first day of a visit of several days."""

ATTENDED = (
    r"attended(?: by)?|took part|participated|(?:was|were) (?:also )?present|nahm(?:en)? [^.]*teil"
    r"|teilgenommen|anwesend|assiste\w*|(?:a|ont) (?:egalement |aussi )?participe"
    r"|принял\w* (?:\w+ )?участие|участвовал\w*|присутствовал\w*|katildi\w*|hazir bulundu\w*"
    r"|istirak (?:ed|et)\w*|asisti(?:o|eron)|participaron|estuvieron presentes|en presencia de|en presence de|pris part"
    r"|in the presence of|im beisein|in anwesenheit|в присутствии|شارك\w*|وشارك\w*|حضر\w*|وحضر\w*"
)
"""Words for people who were present."""

SITUATION = (
    r"situation|developments|crisis|war|conflict|lage|krieg\w*|konflikt\w*|entwicklung(?:en)?|crise"
    r"|guerre|conflit|situacion|guerra|conflicto|crisis|ситуаци\w*|положени\w*|войн\w*|конфликт\w*"
    r"|кризис\w*|الوضع|الاوضاع|الحرب|الازمه|التطورات|تطورات"
)
"""Words before a state that is the topic of talks."""

FORMER_WORDS = ("former", "ehemalig", "ancien", "antigu", "sabiq", "eski", "бывш")
"""The beginnings of words that say that somebody holds a post no longer."""

STATE_WORDS = (
    r"(?:republics?|respublikas\w*|cumhuriyet\w*|kralli\w*|devlet\w*|emirli\w*|federas\w*"
    r"|federal|islam\w*)"
)
"""Words of official names that follow the name of a state."""

FORMER = re.compile(
    r"(?:\b(?:former|ex|then|late|ehemalige\w*|fruhere\w*|ancien(?:ne)?|ex|antig[oa]|anterior"
    r"|sabiq|kecmis|eski|бывш\w*|экс)[ -])$"
)
"""Words before a post that somebody holds no longer."""

AT_HOME = re.compile(
    r" (?:to our country|of the country|del pais|du pays|des landes|страны|ulkenin|olkenin|البلاد|in our country|accredited to \w+|in unserem land|dans notre pays"
    r"|en nuestro pais|в нашеи стране|ulkemizdeki|olkemizdeki|في بلادنا|لدي بلادنا|لدي الدوله)(?!\w)"
)
"""Words between an ambassador's state and name that name the own country."""

INSTITUTION = re.compile(
    r"[\w ,'/-]{0,50}(?:minist|министерств|nazirli|bakanli|وزاره|auswartigen amt|department"
    r"|departement|chancell|kanzlei|parlament|парламент|assembl|асамбл|congres|senat(?!or))[\w ,'/-]{0,60}?"
)
"""The institution of a post, between the post and its state."""

TITLE = re.compile(r"(?:,| (?:and|et|und|y|e|и|ve|ve|de|of|for|fur)) [\w ,'-]*")
"""The rest of a title whose words no table knows."""
