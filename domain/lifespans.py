"""Lifespans: when each state began and ended, which state followed, and which codes are places.

A code of ISO 3166-1 can stand for a territory, such as Greenland or Antarctica. A territory can be
a place, but has no foreign relations of its own. The dates are those from which, or until which,
the state of this code had its own foreign relations: independence, union, or dissolution. Some
dates before 1900 are only years. Sources: the United Nations' list of member states with the dates
of admission; *A Guide to the United States' History of Recognition, Diplomatic, and Consular
Relations, by Country* (Office of the Historian); ISO 3166-3 for codes that were withdrawn.
"""

from datetime import date
from functools import cache

from attrs import frozen


@frozen(kw_only=True)
class Lifespan:
    """The time in which a state existed; ``successors`` has the codes of the states that followed.

    An end is ``None`` if it is unknown, or if the state still exists.
    """

    begin: date | None = None
    end: date | None = None
    successors: tuple[str, ...] = ()

    def includes(self, day: date) -> bool:
        """Return whether the state existed on a day."""
        return (self.begin is None or self.begin <= day) and (self.end is None or day < self.end)


_BEGAN = """
AD 1278, AE 1971-12-02, AF 1919-08-19, AG 1981-11-01, AL 1912-11-28, AM 1991-09-21, AO 1975-11-11,
AR 1816, AT 1918-11-12, AU 1901-01-01, AZ 1991-10-18, BA 1992-03-03, BB 1966-11-30, BD 1971-03-26,
BE 1830, BF 1960-08-05, BG 1878, BH 1971-08-15, BI 1962-07-01, BJ 1960-08-01, BN 1984-01-01,
BO 1825, BR 1822, BS 1973-07-10, BT 1907-12-17, BW 1966-09-30, BY 1991-08-25, BZ 1981-09-21,
CA 1867, CD 1960-06-30, CF 1960-08-13, CG 1960-08-15, CH 1291, CI 1960-08-07, CK 1965-08-04,
CL 1818, CM 1960-01-01, CN 1912-01-01, CO 1810, CR 1821, CU 1902-05-20, CV 1975-07-05,
CY 1960-08-16, CZ 1993-01-01, DE 1871, DJ 1977-06-27, DK 965, DM 1978-11-03, DO 1844,
DZ 1962-07-05, EC 1830, EE 1918-02-24, EG 1922-02-28, ER 1993-05-24, ES 1479, ET 980,
FI 1917-12-06, FJ 1970-10-10, FM 1986-11-03, FR 843, GA 1960-08-17, GB 1707, GD 1974-02-07,
GE 1991-04-09, GH 1957-03-06, GM 1965-02-18, GN 1958-10-02, GQ 1968-10-12, GR 1821, GT 1821,
GW 1974-09-10, GY 1966-05-26, HN 1821, HR 1991-10-08, HT 1804, HU 1000, ID 1945-08-17,
IE 1922-12-06, IL 1948-05-14, IN 1947-08-15, IQ 1932-10-03, IR 1501, IS 1918-12-01, IT 1861,
JM 1962-08-06, JO 1946-05-25, JP 660, KE 1963-12-12, KG 1991-08-31, KH 1953-11-09, KI 1979-07-12,
KM 1975-07-06, KN 1983-09-19, KP 1948-09-09, KR 1948-08-15, KW 1961-06-19, KZ 1991-12-16,
LA 1953-10-22, LB 1943-11-22, LC 1979-02-22, LI 1806, LK 1948-02-04, LR 1847, LS 1966-10-04,
LT 1918-02-16, LU 1839, LV 1918-11-18, LY 1951-12-24, MA 1956-03-02, MC 1297, MD 1991-08-27,
ME 2006-06-03, MG 1960-06-26, MH 1986-10-21, MK 1991-09-08, ML 1960-09-22, MM 1948-01-04,
MN 1911-12-29, MR 1960-11-28, MT 1964-09-21, MU 1968-03-12, MV 1965-07-26, MW 1964-07-06,
MX 1810, MY 1957-08-31, MZ 1975-06-25, NA 1990-03-21, NE 1960-08-03, NG 1960-10-01, NI 1821,
NL 1581, NO 1905-06-07, NP 1768, NR 1968-01-31, NU 1974-10-19, NZ 1907-09-26, OM 1650,
PA 1903-11-03, PE 1821, PG 1975-09-16, PH 1946-07-04, PK 1947-08-14, PL 1918-11-11, PS 1988-11-15,
PT 1143, PW 1994-10-01, PY 1811, QA 1971-09-03, RO 1877, RS 2006-06-05, RU 1991-12-26,
RW 1962-07-01, SA 1932-09-23, SB 1978-07-07, SC 1976-06-29, SD 1956-01-01, SE 1523, SG 1965-08-09,
SI 1991-06-25, SK 1993-01-01, SL 1961-04-27, SM 301, SN 1960-04-04, SO 1960-07-01, SR 1975-11-25,
SS 2011-07-09, ST 1975-07-12, SV 1821, SY 1946-04-17, SZ 1968-09-06, TD 1960-08-11, TG 1960-04-27,
TH 1238, TJ 1991-09-09, TL 2002-05-20, TM 1991-10-27, TN 1956-03-20, TO 1970-06-04, TR 1923-10-29,
TT 1962-08-31, TV 1978-10-01, TW 1949-12-07, TZ 1961-12-09, UA 1991-08-24, UG 1962-10-09, US 1776,
UY 1825, UZ 1991-09-01, VA 1929-02-11, VC 1979-10-27, VE 1811, VN 1945-09-02, VU 1980-07-30,
WS 1962-01-01, XK 2008-02-17, YE 1918-10-30, ZA 1910-05-31, ZM 1964-10-24, ZW 1980-04-18
"""

_ENDED = """
SUHH 1922-12-30 1991-12-26 RU; YUCS 1918-12-01 2003-02-04 CSXX; CSXX 2003-02-04 2006-06-05 RS;
CSHH 1918-10-28 1993-01-01 CZ SK; DDDE 1949-10-07 1990-10-03 DE; VDVN 1945-09-02 1976-07-02 VN;
YDYE 1967-11-30 1990-05-22 YE; SKIN 1642 1975-05-16 IN; RHZW 1965-11-11 1980-04-18 ZW;
BUMM 1948-01-04 1989-06-18 MM; ZRCD 1971-10-27 1997-05-17 CD; DYBJ 1960-08-01 1975-11-30 BJ;
HVBF 1960-08-05 1984-08-04 BF; BYAA 1922-12-30 1991-08-25 BY; TPTL 1975-11-28 2002-05-20 TL;
org:HAWAII 1795 1898-08-12
"""

_TERRITORIES = """
AI AQ AS AW AX BL BM BQ BV CC CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS
NC NF PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT AIDJ ANHH BQAQ CTKI FQHH FXFR GEHH JTUM MIUM
NHVU NQAQ NTHH PCHH PUUM PZPA WKUM
"""

TERRITORIES = frozenset(_TERRITORIES.split())
"""The codes of territories, which keep up no foreign relations of their own."""


@cache
def _lifespans() -> dict[str, Lifespan]:
    began = (one.split() for one in _BEGAN.split(","))
    found = {code: Lifespan(begin=_day(begin)) for code, begin in began}
    for one in _ENDED.split(";"):
        code, begin, end, *successors = one.split()
        found[code] = Lifespan(begin=_day(begin), end=_day(end), successors=tuple(successors))
    return found


def _day(text: str) -> date:
    return date.fromisoformat(text) if "-" in text else date(int(text), 1, 1)


def lifespan(code: str) -> Lifespan:
    """Return the time in which a state existed; for other codes, both ends are ``None``."""
    return _lifespans().get(code, Lifespan())


def keeps_up_relations(code: str, day: date) -> bool:
    """Return whether a code stands for a party with its own foreign relations on a day.

    A territory has none, and neither has a state that has not begun or has ended.
    """
    return code not in TERRITORIES and lifespan(code).includes(day)


def predecessors(code: str) -> list[str]:
    """Return the states that a state followed, and the states that these followed."""
    found: list[str] = []
    wanted = [code]
    while wanted:
        after = wanted.pop()
        spans = _lifespans().items()
        before = [one for one, span in spans if after in span.successors and one not in found]
        wanted += before
        found += before
    return found
