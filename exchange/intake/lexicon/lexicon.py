"""The lexicon of a language: the words by which Dragoman recognises events in press items.

A lexicon is data. Its patterns are regular expressions that match folded text (lower-case letters
without marks; see :mod:`dragoman.exchange.intake.source_text`), as whole words: the engine adds the
word boundaries.
"""

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

Patterns = tuple[tuple[str, str], ...]
"""Pairs of a pattern and its value, in the order in which they apply."""


@frozen(kw_only=True)
class Acts:
    """Patterns of what people did. An empty pattern means that the language has none."""

    visit: str
    """Verbs and nouns of a visit as the news: "visited", "paid a visit", "arrived", "travelled"."""
    meet: str
    """Words of a meeting, both verbs and nouns: "met", "held talks with", "meeting", "talks"."""
    receive: str
    """Verbs of a host who meets a guest: "received", "welcomed"."""
    call: str
    """Words of a conversation by phone: "phone call", "spoke by phone"."""
    video: str
    """Words of a conversation by video: "video call", "virtual meeting"."""
    gathering: str = ""
    """Words for a meeting with many people, none of whom the text need name: "roundtable"."""
    consult: str
    """Words that say that a session of a body took place or will take place: "session", "round"."""
    sign: str
    """Verbs and nouns of signing: "signed", "signing of"."""


@frozen(kw_only=True)
class Marks:
    """Patterns of the words that change what a sentence reports."""

    planned: str
    """The event lies ahead: "will", "is expected to", "is scheduled"."""
    postponed: str
    cancelled: str
    denied: str
    """The event did not happen, or somebody denies it: "denied", "did not take place"."""
    past: str
    """The event is background: "last year", "previous", "earlier", "since", "former"."""
    greetings: str
    """Words before a person who did not take part: "conveyed the greetings of", "on behalf of"."""
    guest_of: str
    """Words before the host who invited: "at the invitation of"."""
    following: str
    """Words for a later session: "next", "forthcoming"."""
    agreed: str
    """Words for something agreed: "agreed to", "decided to", "undertook to"."""
    invited: str
    """Words for an invitation to a later visit: "invited", "extended an invitation"."""
    recently: str
    """Words for a date that is not given: "recently", "these days"."""
    said: str
    """Verbs of speech, which end the part of a sentence that reports an event: "said", "stressed"."""
    margins: str
    """Words before a conference: "on the sidelines of", "in the margins of"."""


@frozen(kw_only=True)
class Links:
    """Patterns of the small words that connect a name, a post and a state."""

    of: str
    """Words between a post and its state: "of", "of the", "from"; may match the empty string."""
    articles: str
    """Articles and possessives before a post: "the", "his". May be empty."""
    and_: str
    """Words that join the last two items of a list: "and", "as well as"."""
    place: str
    """Prepositions before the place of an event: "in", "at", "to"."""
    honorifics: str
    """Titles and forms of address before a name: "mr", "dr", "h.e.", "his excellency"."""
    counterpart: str
    """Nouns for the holder of the same post on the other side: "counterpart"."""
    head: str
    """Words before the name of the leader of a delegation or a session: "led by", "headed by"."""
    heads_after: str
    """Words after such a name: "led the delegation". May be empty."""
    side: str
    """Nouns for a side, next to the adjective of its state: "side", "delegation"."""
    particles: str
    """Small words inside names: "van", "bin", "al", "de la"."""


@frozen(kw_only=True, eq=False)
class Lexicon:
    """The words of one language. See ``en.py`` for an example of each field."""

    language: str
    """The BCP 47 tag: ``en``."""
    endings: tuple[str, ...] = ()
    """The inflections that the engine removes from the end of a word, each word at most once, the
    longest ending first. Names of states, cities and demonyms are compared without them, so that
    "Азербайджаном" and "азербайджанской" are found. At least three letters always remain."""
    prefixes: tuple[str, ...] = ()
    """Particles written together with the next word, such as Arabic wa-, bi-, li-, al-."""
    has_capitals: bool = True
    """Whether the script writes names with a capital letter."""
    has_cases: bool = False
    """Whether endings tell to which post a state belongs, so that words such as "of" may be missing."""
    has_verb_last: bool = False
    """Whether the verb, and words such as "at the invitation of", follow the person they belong to."""
    nouns_have_capitals: bool = False
    """Whether all nouns have a capital letter, as in German."""
    states: str = ""
    """More names of states than Dragoman knows: "US америка; GB туманный альбион"; only usual ones,
    and only those that are not in ``dragoman.domain.country_table``."""
    demonyms_have_capitals: bool = False
    """Whether demonyms have a capital letter, as in English."""
    demonyms: str = ""
    """The adjectives (and, in languages that use them so, the nouns for nationals) of all states, as
    "AZ aserbaidschanisch; IQ irakisch; …", several separated by commas, in the basic form. """
    posts: Patterns = ()
    """Patterns of posts and their English names. ``{portfolio}`` stands for one or more of
    ``portfolios``, joined by commas or ``Links.and_``; ``*`` in the English name stands for their
    English names. ``{state}`` stands for an adjective of a state that may stand in the middle of a
    post ("ministre irakien des affaires étrangères"). More specific patterns come first."""
    portfolios: Patterns = ()
    """Patterns of the fields of ministries, in all their cases, and their English names."""
    bodies: Patterns = ()
    """Patterns of standing bodies, and their kind in :data:`dragoman.domain.mechanism.MechanismKind`."""
    levels: Patterns = ()
    """Patterns of the levels of a visit, and the level (``state``, ``official``, ``working`` …)."""
    instruments: Patterns = ()
    """Patterns of signed documents and their form (``agreement``, ``protocol`` …)."""
    topics: Patterns = ()
    """Patterns of topics, and their English names from ``topics.py``."""
    ordinals: str = ""
    """A pattern for the words or signs between an ordinal and the noun of a session, with the group
    ``number``: a numeral, Roman numeral or ordinal word that ``dragoman.domain.whole_number`` can
    read, such as ``(?P<number>[0-9]+|[ivx]+|second|third)(?:st|nd|rd|th)?``."""
    ordinal_words: Mapping[str, int] = field(factory=dict)
    """Forms of ordinal words in all cases and genders: "second" → 2."""
    dates: tuple[str, ...] = ()
    """Patterns of dates with words, such as "[0-9]{1,2} april( [0-9]{4})?". ``{month}`` and
    ``{weekday}`` stand for the names in ``dragoman.domain.date_words`` and for ``months``."""
    months: Mapping[str, int] = field(factory=dict)
    """Inflected names of months that ``date_words`` lacks: "aprilin" → 4."""
    near_days: Mapping[str, int] = field(factory=dict)
    """Words for days near the publication, with the difference in days: "yesterday" → -1."""
    weekdays: Mapping[str, int] = field(factory=dict)
    """Names of weekdays in all cases; Monday is 0."""
    name_cases: tuple[tuple[str, Patterns], ...] = ()
    """How names look in a case: a pattern of the post before the name in this case, and pairs of an
    ending of a word of the name and the ending of its nominative. The endings are of written words,
    and the first one that matches applies. An empty pattern stands for names with any post."""
    not_names: str = ""
    """Capitalised words that are not names, separated by spaces: ministry, republic, conference …"""
    acts: Acts
    marks: Marks
    links: Links

    @cached_property
    def no_names(self) -> frozenset[str]:
        """The words of ``not_names``."""
        return frozenset(self.not_names.split())
