"""A desk with many similar records, and search words that find each of these records."""

from pathlib import Path

import pytest

from tests.conftest import ARTICLE, CHAIN, Desk, isolate

PEOPLE = """\
dispatch: people
source:
  title: Who met whom, a chronicle
  publisher: Example Press
  note: compiled from the wires
records:
  - {kind: party, handle: uloom, name: Mohammed Hussein Bahr Al-Uloom, side: IQ,
     post: deputy minister for bilateral relations}
  - {kind: party, handle: sudani, name: Mohammed Shia' Al-Sudani, side: IQ, post: prime minister}
  - {kind: party, handle: halbousi, name: Mohammed Al-Halbousi, side: IQ, post: speaker}
  - {kind: party, handle: fuad, name: Fuad Hussein, side: IQ, post: foreign minister}
  - {kind: party, handle: alim, name: Alim Qasimov, side: AZ, post: ambassador of goodwill}
  - {kind: party, handle: ilham, name: Ilham Əliyev, side: AZ, post: president}
  - {kind: party, handle: rzayev, name: Yalchin Rzayev, side: AZ, post: head of department}
  - {kind: party, handle: rafael, name: Rafael Grossi, side: org:IAEA, post: director general}
  - {kind: party, handle: fidan, name: Hakan Fidan, side: TR, post: foreign minister}
  - {kind: party, handle: jaber, name: Sultan Ahmed Al Jaber, side: AE, post: minister of industry}
  - {kind: party, handle: japarov, name: Садыр Жапаров, side: KG, post: президент}
  - {kind: party, handle: wang, name: 王毅, side: CN, post: 外交部长}
  - {kind: party, handle: araghchi, name: عباس عراقچی, side: IR, post: وزیر امور خارجه}
  - {kind: meeting, handle: arabic, status: held, title: لقاء وزير الخارجية مع سفير أذربيجان,
     occurred: 2024-05-01, place: بغداد, host: IQ, parties: [AZ, IQ],
     participants: [{name: محمد حسين بحر العلوم, post: وكيل الوزارة, side: IQ}]}
  - {kind: visit, handle: russian, status: concluded, title: Визит Джейхуна Байрамова в Багдад,
     occurred: 2024-06-02, host: IQ, parties: [AZ, IQ], topics: [энергетика]}
  - {kind: visit, handle: azeri, status: concluded, title: Yalçın Rəfiyevin Naxçıvana səfəri,
     occurred: 2024-07-03, place: Naxçıvan, host: AZ, parties: [AZ]}
  - {kind: meeting, handle: chinese, status: held, title: 外交部副部长访问巴格达,
     occurred: 2024-08-04, parties: [CN, IQ], summary: 双方就能源合作交换意见}
  - {kind: meeting, handle: german, status: held, title: Gespräch mit Staatsministerin Böhm in Köln,
     occurred: 2024-09-05, place: Köln, parties: [DE, AZ],
     outcomes: [Über die Übersetzung der Protokolle wird nachverhandelt]}
  - {kind: meeting, handle: french, status: held, title: Entretien à l'Élysée,
     occurred: 2024-10-06, parties: [FR, AZ], external_ids: {mfa: 2024/1137-B}}
  - {kind: meeting, handle: riyadh, status: held, title: Talks on grain,
     occurred: 2024-11-07, parties: [SA, AZ], topics: [grain transit]}
  - {kind: meeting, handle: code, status: held, title: Workshop on C++ and COP29 NEAR the venue,
     occurred: 2024-12-08, parties: [AZ, org:UN], summary: 'minus -30, "quoted", title:x'}
  - {kind: meeting, handle: two, status: held, title: Ministers of justice meet,
     occurred: 2023-01-02, parties: [AZ, TR],
     participants: [{name: Jeyhun Aliyev, side: AZ}, {name: Rashad Bayramov, side: AZ}]}
  - {kind: follow-up, handle: scanner, what: Deliver the border scanners, parties: [AZ, IQ],
     owners: [{post: Customs Committee}], due: 2025-06}
  - {kind: instrument, handle: visa, status: signed, title: Memorandum on visa-free travel,
     form: memorandum of understanding, parties: [AZ, IQ], signed: 2024-03-03}
  - {kind: demarche, handle: overflight, status: delivered, subject: Overflight permits,
     form: note verbale, sender: AZ, recipients: [IQ], occurred: 2024-02-02,
     delivered_by: Chargé d'affaires Qəhrəmanlı, summary: Permits for cargo flights}
  - {kind: mechanism, handle: energy, body: strategic dialogue, title: Energy dialogue,
     aliases: [Hydrocarbon round], parties: [AZ, IT]}
  - {kind: conference, handle: forum, status: announced, title: Caspian forum, host: AZ}
  - {kind: series, handle: calls, title: Customs calls, parties: [AZ, GE], every: week,
     occurred: 2022-02-07, until: 2022-02-14}
"""

FINDS = {
    "Rafiyev": "Yalchin Rafiyev",
    "Rafijew": "Yalchin Rafiyev",
    "Rəfiyev": "Yalchin Rafiyev",
    "Refiyev": "Yalchin Rafiyev",
    "Рафиев": "Yalchin Rafiyev",
    "رفييف": "Yalchin Rafiyev",
    "Yaltschin Rafijew": "Yalchin Rafiyev",
    "Ялчин Рафиев": "Yalchin Rafiyev",
    "Jaltschin Rafijev": "Yalchin Rafiyev",
    "rəfiyevin": "Yalçın Rəfiyevin Naxçıvana səfəri",
    "Bahr al-Uloom": "Mohammed Hussein Bahr Al-Uloom",
    "bahr al ulum": "Mohammed Hussein Bahr Al-Uloom",
    "Al-Ulum": "Mohammed Hussein Bahr Al-Uloom",
    "Uloom": "Mohammed Hussein Bahr Al-Uloom",
    "بحر العلوم": "لقاء وزير الخارجية مع سفير أذربيجان",
    "علوم": "لقاء وزير الخارجية مع سفير أذربيجان",
    "محمد حسين": "لقاء وزير الخارجية مع سفير أذربيجان",
    "Бахр аль-Улум": "Mohammed Hussein Bahr Al-Uloom",
    "al-Sudani": "Mohammed Shia' Al-Sudani",
    "السوداني": "Mohammed Shia' Al-Sudani",
    "Судани": "Mohammed Shia' Al-Sudani",
    "as-Sudani": "Mohammed Shia' Al-Sudani",
    "Muhammad Soudani": "Mohammed Shia' Al-Sudani",
    "حلبوسي": "Mohammed Al-Halbousi",
    "Fouad Hussain": "Fuad Hussein",
    "فؤاد حسين": "Fuad Hussein",
    "Aliyev Ilham": "Ilham Əliyev",
    "Алиев Ильхам": "Ilham Əliyev",
    "هاكان فيدان": "Hakan Fidan",
    "Japarov": "Садыр Жапаров",
    "Sadyr Dschaparow": "Садыр Жапаров",
    "Araghchi": "عباس عراقچی",
    "Bayramov": "Jeyhun Bayramov",
    "Байрамов": "Jeyhun Bayramov",
    "Jeyhun Bayramov": "Jeyhun Bayramov",
    "Bairamow": "Jeyhun Bayramov",
    "王毅": "王毅",
    "王": "王毅",
    "访问": "外交部副部长访问巴格达",
    "巴格达": "外交部副部长访问巴格达",
    "能源": "外交部副部长访问巴格达",
    "koln": "Gespräch mit Staatsministerin Böhm in Köln",
    "BÖHM": "Gespräch mit Staatsministerin Böhm in Köln",
    "nachverhand": "Gespräch mit Staatsministerin Böhm in Köln",
    "staatsmin": "Gespräch mit Staatsministerin Böhm in Köln",
    "elysee": "Entretien à l'Élysée",
    "2024/1137": "Entretien à l'Élysée",
    "1137-B": "Entretien à l'Élysée",
    "Nachitschewan": "Yalçın Rəfiyevin Naxçıvana səfəri",
    "Naxcivan": "Yalçın Rəfiyevin Naxçıvana səfəri",
    "энергетика": "Визит Джейхуна Байрамова в Багдад",
    "overflight": "Overflight permits",
    "Gahramanli": "Overflight permits",
    "cargo flights": "Overflight permits",
    "scanners customs": "Deliver the border scanners",
    "scanner": "Deliver the border scanners",
    "visa free": "Memorandum on visa-free travel",
    "visafree": "Memorandum on visa-free travel",
    "hydrocarbon": "Energy dialogue",
    "joint commission": "Joint commission on trade and economic cooperation",
    "Saudi Arabia": "Talks on grain",
    "Saudi-Arabien": "Talks on grain",
    "السعودية": "Talks on grain",
    "Саудовская Аравия grain": "Talks on grain",
    "United Nations": "Workshop on C++ and COP29 NEAR the venue",
    "COP-29": "Workshop on C++ and COP29 NEAR the venue",
    "Rewaq": "Rewaq Baghdad Center for Public Policy",
    "rewak bagdad": "Rewaq Baghdad Center for Public Policy",
    "Ceyhun Bayramov": "Jeyhun Bayramov",
    "Aserbaid getrennt": None,
    "kurzlich Rewaq": "Roundtable at the Rewaq Baghdad Center for Public Policy",
    "Azerbijan Japarov": None,
    "IAEA": "Rafael Grossi",
    "МАГАТЭ": "Rafael Grossi",
    "director general": "Rafael Grossi",
    "session 4 commission": "Joint commission on trade and economic cooperation",
}
"""Search words, each with the title of the record that must be the first or second result."""

DATA = {
    "al-Uloom": "Mohammed Hussein Bahr Al-Uloom",
    "C++": "Workshop on C++ and COP29 NEAR the venue",
    "C++ AND": "Workshop on C++ and COP29 NEAR the venue",
    "NEAR(": "Workshop on C++ and COP29 NEAR the venue",
    'NEAR("venue" "workshop", 5)': None,
    '"quoted"': "Workshop on C++ and COP29 NEAR the venue",
    '"': "",
    "*": "",
    "venu*": "Workshop on C++ and COP29 NEAR the venue",
    "title:x": "Workshop on C++ and COP29 NEAR the venue",
    "^venue": "Workshop on C++ and COP29 NEAR the venue",
    "-30": "Workshop on C++ and COP29 NEAR the venue",
    "venue NOT workshop": None,
    "venue OR nothing": None,
    "%venue_": "Workshop on C++ and COP29 NEAR the venue",
    "'; DROP TABLE postings; --": None,
    "{venue}": "Workshop on C++ and COP29 NEAR the venue",
    ":position": None,
    "(SELECT 1)": None,
    "\\": "",
    "\x00venue\x1b": "Workshop on C++ and COP29 NEAR the venue",
    "\u202evenue": "Workshop on C++ and COP29 NEAR the venue",
}
"""Search texts that are not words, each with the only matching title (``""`` for no match)."""


def spread(place: Path) -> None:
    """Record the sample story and some similar records at a new desk in the folder ``place``."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, place)
        desk = Desk(place, patch)
        desk.record(ARTICLE, CHAIN, desk.write("people.yaml", PEOPLE))
