"""Event data codes: the CAMEO and PLOVER codes of a record, for each pair of the record's sides.

Event data say who did what to whom, but a record can have several sides. So each record becomes one
event for every ordered pair of its sides: a meeting of n sides becomes n(n-1) events.

Sources: *CAMEO: Conflict and Mediation Event Observations, Event and Actor Codebook*, 1.1b3 (2012),
chapters 2 and 6 (events), 7 and 9 (actors); *PLOVER Manual*, 0.7b1 (2021), sections AGREE, CONSULT
and SUPPORT, and the conversion table that comes with the manual (``CAMEO2PLOVER-2021``); the
Goldstein scores come from GDELT's list for CAMEO (``CAMEO.goldsteinscale.txt``), and the quad
classes come from GDELT's codebook.

Some records have no code, because the codebooks do not cover the event, or because the code depends
on a judgement that the register does not record. Such records are postponements and cancellations
(WEIS coded both as a reduction of relations, whatever the cause), the end of an instrument, the
start or end of a mechanism, and parties. A follow-up that awaits a reply has no code either,
because nobody has agreed to reply.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from attrs import frozen

from dragoman.domain.status import PLANNED, TAKEN_PLACE, awaits_reply


@frozen
class Code:
    """A kind of event: a CAMEO code with a Goldstein score, and a PLOVER type, mode and context."""

    cameo: str
    goldstein: float
    plover: str
    mode: str = ""
    context: str = ""

    @property
    def root(self) -> str:
        """The first two digits of the CAMEO code, which stand for its category."""
        return self.cameo[:2]

    @property
    def quad_class(self) -> int:
        """The quad class: 1 for verbal cooperation (01 to 05), 2 for material (06 to 08)."""
        return 1 if self.root <= "05" else 2


COOPERATION_INTENDED = Code("030", 4.0, "AGREE", context="diplomatic")
MEETING_INTENDED = Code("036", 4.0, "AGREE", context="diplomatic")
REQUESTED = Code("020", 3.0, "REQUEST")
CONSULTED = Code("040", 1.0, "CONSULT")
CONSULTED_IN_A_ROUND = Code("040", 1.0, "CONSULT", "multilateral")
CONSULTED_REMOTELY = Code("040", 1.0, "CONSULT", "phone")
TELEPHONED = Code("041", 1.0, "CONSULT", "phone")
VISITED = Code("042", 1.9, "CONSULT", "visit")
HOSTED = Code("043", 2.8, "CONSULT", "host")
MET_ELSEWHERE = Code("044", 2.5, "CONSULT", "third-party")
COOPERATED = Code("050", 3.5, "SUPPORT", context="diplomatic")
SIGNED = Code("057", 8.0, "SUPPORT", context="diplomatic")
"""The code of a signed agreement, and notes on the codes above. PLOVER uses ``phone`` for any
remote medium; CAMEO uses 041 only for the telephone. In the PLOVER manual, the guest is always the
source. Only the conversion table makes the host the source (``host``).
"""

_STATED = ("joint statement", "joint declaration", "minutes")
"""The forms of instruments that are not agreements."""

Facts = Mapping[str, Any]
"""The stored facts of a record, by field."""


@frozen
class Dyad:
    """An event between two sides: source, target and code."""

    source: str
    target: str
    code: Code


def dyads(kind: str, facts: Facts) -> Iterator[Dyad]:
    """Yield the events of a record. A record without a code or a second side has no events."""
    for source, target in permutations(sides(facts), 2):
        code = code_of(kind, facts, source, target)
        if code is not None:
            yield Dyad(source, target, code)


def sides(facts: Facts) -> Sequence[str]:
    """Return the codes of the participating states and organisations, including the host."""
    more = (facts.get("host"), facts.get("sender"), *facts.get("recipients", ()))
    return tuple(dict.fromkeys(filter(None, (*_meeting(facts), *more))))


def _meeting(facts: Facts) -> Sequence[str]:
    """Return the codes of the parties and of the participants' sides; hosting is not enough."""
    people = (one.get("side") for one in facts.get("participants", ()))
    return tuple(filter(None, (*facts.get("parties", ()), *people)))


def code_of(kind: str, facts: Facts, source: str, target: str) -> Code | None:
    """Return the code of an action by ``source`` towards ``target``, or ``None``."""
    if kind == "instrument":
        return COOPERATED if facts.get("form") in _STATED else SIGNED
    if kind == "follow-up":
        return MEETING_INTENDED if facts.get("awaits") else COOPERATION_INTENDED
    if kind == "demarche":
        return _message(facts, source, target)
    status = facts.get("status")
    if status in PLANNED and status != "postponed":
        return MEETING_INTENDED
    if status not in TAKEN_PLACE:
        return None
    return _took_place(kind, facts, source, target)


def _message(facts: Facts, source: str, target: str) -> Code | None:
    """Return the code of a message or, in the opposite direction, the code of the answer.

    A message that awaits a reply is a request.
    """
    sender, recipients = facts.get("sender"), facts.get("recipients", ())
    if facts.get("status") == "withdrawn":
        return None
    if source == sender and target in recipients:
        is_request = awaits_reply(facts.get("reply"), facts.get("reply_due"))
        return REQUESTED if is_request else CONSULTED
    is_answer = facts.get("status") == "answered" and source in recipients and target == sender
    return CONSULTED if is_answer else None


def _took_place(kind: str, facts: Facts, source: str, target: str) -> Code:
    host, mode = facts.get("host"), facts.get("mode")
    if mode == "phone":
        return TELEPHONED
    if mode in ("video", "written"):
        return CONSULTED_REMOTELY if mode == "video" else CONSULTED
    is_elsewhere = host is not None and host not in _meeting(facts)
    if host in (source, target) and (kind == "visit" or is_elsewhere):
        return HOSTED if source == host else VISITED
    if is_elsewhere:
        return MET_ELSEWHERE
    return CONSULTED_IN_A_ROUND if len(sides(facts)) > 2 else CONSULTED


def event_date(kind: str, facts: Facts, source: str = "") -> str | None:
    """Return the date of an action by ``source``, in EDTF.

    For a plan, the date is the publication date of the first source that reports the plan.
    """
    if kind == "demarche" and source in facts.get("recipients", ()):
        return facts.get("answered")
    if kind == "instrument":
        return facts.get("signed")
    if kind == "follow-up":
        return facts.get("agreed")
    if facts.get("status") not in PLANNED:
        return facts.get("occurred")
    published = (source.get("published") for source in facts.get("sources", ()))
    return next(filter(None, published), None)


# --- Actors -----------------------------------------------------------------------------------

_STATES = {"XK": "KSV", "CSHH": "CZA", "DDDE": "GME"}
"""States whose CAMEO code is not their ISO 3166-1 alpha-3 code."""

_ORGANISATIONS = {
    "org:ADB": "IGOSEADEVADB",
    "org:AFDB": "IGOAFRDEVAFB",
    "org:ASEAN": "IGOSEAASN",
    "org:AU": "IGOAFRAFU",
    "org:BIS": "IGOBUSBIS",
    "org:CIS": "IGOCASCIS",
    "org:COE": "IGOEURCOE",
    "org:COMESA": "IGOAFRBUSCES",
    "org:COMMONWEALTH": "IGOCWN",
    "org:EAC": "IGOEAFEAC",
    "org:EBRD": "IGOEURDEVEBR",
    "org:ECOWAS": "IGOWAFWAS",
    "org:EFTA": "IGOEURBUSEFT",
    "org:EU": "IGOEUREEC",
    "org:FAO": "IGOUNOAGRFAO",
    "org:G7": "IGOBUSGOS",
    "org:G77": "IGOBUSGSS",
    "org:G8": "IGOBUSGOE",
    "org:GCC": "IGOPGSGCC",
    "org:IAEA": "IGOUNOIAE",
    "org:ICC": "IGOJUDICC",
    "org:ICJ": "IGOUNOJUDICJ",
    "org:IEA": "IGOUNOAIE",
    "org:IFRC": "NGOHLHCRC",
    "org:ILO": "IGOUNOLABILO",
    "org:IMF": "IGOBUSIMF",
    "org:INTERPOL": "IGOCOPITP",
    "org:IPU": "IGOLEGIPU",
    "org:ISDB": "IGOMOSDEVIDB",
    "org:LAS": "IGOMEAARL",
    "org:NAM": "IGONON",
    "org:NATO": "IGOWSTNAT",
    "org:OAS": "IGOOAS",
    "org:OAU": "IGOAFROAU",
    "org:OIC": "IGOMOSOIC",
    "org:OPEC": "IGOBUSOPC",
    "org:OSCE": "IGOEURSCE",
    "org:SAARC": "IGOSASSAA",
    "org:SADC": "IGOSAFDEVSAD",
    "org:UN": "IGOUNO",
    "org:UNHCR": "IGOUNOREFHCR",
    "org:UNICEF": "IGOUNOKID",
    "org:WB": "IGOUNODEVWBK",
    "org:WFP": "IGOUNOWFP",
    "org:WHO": "IGOUNOHLHWHO",
    "org:WTO": "IGOBUSWTO",
}


def actor_code(code: str) -> str:
    """Return the CAMEO code of a state or organisation, or an empty string if it has no code."""
    if code.startswith("org:"):
        return _ORGANISATIONS.get(code, "")
    from dragoman.domain.country_names import ALPHA_3

    return _STATES.get(code) or ALPHA_3[code]
