"""A long story for tests about the past, with events of every type at known times."""

import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.commands import PREPARED, RIVALS
from tests.conftest import ARTICLE, CHAIN, Desk, copy, tamper
from tests.copies import REGISTER, after

AFTERWARDS = "2026-03-01T12:00:00Z"
"""The time from which the tests look back on the story."""

FILES = {
    ARTICLE: "2025-04-30T23:59:59.999999Z",
    CHAIN: "2025-12-06T09:00:00Z",
    RIVALS[0]: "2025-12-06T09:00:00Z",
    RIVALS[1]: "2025-12-07T00:00:00Z",
}
"""The first dispatches: one at the end of a day, two at one instant, one at the start of a day."""

UNDO = "undo"

ACTS = (
    *PREPARED,
    "correct B-3 party=AZ party=IQ party=TR --reason 'three of them'",
    UNDO,
    "visit start V-3",
    "visit conclude V-3 --occurred 2026-01-10 --outcome Protocol",
    "consultation schedule --mechanism B-1 --occurred 2026-05",
    "consultation reschedule C-8 --occurred 2026-06",
    "consultation postpone C-8 --cause storm",
    UNDO,
    "consultation cancel C-8 --cause storm",
    "consultation hold C-5 --source S",
    "correct C-5 session=7 occurred=2023-12-05 --reason misread",
    "consultation hold --mechanism B-3 --session 2 --occurred 2026-01-02",
    UNDO,
    "follow-up fulfil F-2 --note done",
    UNDO,
    "mechanism amend B-1 --cadence P1Y",
    "correct B-2 established=2010-11 --reason misread",
    "follow-up revise F-2 --due 2026-05",
    "follow-up agree --what W --due 2026-03 --party AZ --party IQ",
    "follow-up revise F-3 --due 2026-04",
    "correct F-3 what='A reply' --reason misread",
    "follow-up drop F-3 --note over",
    UNDO,
    "party alias P-1 'Y. Rafiyev'",
    "party position P-1 minister --assumed 2025 --left 2026-01-01",
    "correct P-2 name='Mohammed Hussein Bahr Al-Uloom' --reason misread",
    "party merge P-2 P-4 --reason 'one man'",
    "party split P-2 --reason 'two men'",
    "party merge P-4 P-1 --reason 'one man'",
    UNDO,
    "source cite V-1 --source S --reliability B --credibility 2",
    "reading dispute V-1 occurred=2025-04-21 --source S",
    "reading resolve V-1 occurred --choose 2025-04-20 --reason surer",
    "correct V-1 place=Basra host= --reason misread",
    "correct V-2 parties=AZ host=AZ --reason 'no Iraqis there'",
    "retract M-2 --duplicate-of M-1 --reason 'recorded twice'",
    "meeting schedule --title Talks --party AZ --party IQ --occurred 2026-03-02",
    "meeting reschedule M-4 --occurred 2026-03-09 --cause storm",
    "meeting postpone M-4",
    "meeting cancel M-4",
    "correct M-4 title='More talks' --reason misread",
    "meeting hold --title T --participant 'Somebody;;AZ'",
    "party register --name Somebody --side AZ --post envoy",
    "visit announce --title Elsewhere --host TR --party AZ --occurred 2026-03",
    "visit reschedule V-4 --occurred 2026-04 --cause storm",
    "visit postpone V-4",
    "visit cancel V-4",
    "correct V-4 party=IQ --reason misread",
    UNDO,
    "instrument enter-into-force I-1 --in-force 2026-01-01",
    "instrument enter-into-force I-1 --place Baku --signed-in C-7 --founds B-2",
    "correct I-1 registration=UNTS-1 --reason misread",
    "instrument terminate I-1 --terminated 2026-01-03 --cause C",
    "mechanism establish --body 'working group' --title T --party AZ --party TR",
    "retract C-3 --reason 'never was'",
    "correct C-3 --restore --reason 'it was'",
    "mechanism dissolve B-3 --dissolved 2025-12 --note over",
    UNDO,
    "retract F-2 --reason 'never owed'",
    "demarche deliver --subject Visas --form letter --from AZ --to IQ"
    " --occurred 2026-02-01 --reply-due 2026-02-20 --part-of M-1",
    "demarche answer D-1 --answered 2026-02-03",
    "demarche answer D-1 --answer Agreed",
    "correct D-1 subject='Visas for drivers' answered=2026-02-04 --reason misread",
    UNDO,
    "demarche deliver --subject Transit --from IQ --to AZ --to TR --reply awaited",
    "follow-up revise F-5 --due 2026-04",
    "demarche withdraw D-2 --cause 'overtaken by the talks'",
    UNDO,
    "retract D-2 --reason 'never sent'",
    "conference announce --title 'UNGA 81' --occurred 2026-09 --host US",
    "conference reschedule E-1 --occurred 2026-02/2026-03 --cause storm",
    "conference open E-1",
    "conference add E-1 --alias 'General Assembly'",
    "conference close E-1",
    "correct E-1 place='New York' --reason misread",
    "conference announce --title COP31 --occurred 2026-11",
    "conference cancel E-2 --cause storm",
    "meeting schedule --title Calls --party AZ --party TR --every week --occurred 2026-05-04"
    " --until 2026-06-15 --margins-of E-1",
    "series amend S-1 --from 2026-05-20 --occurred 2026-05-26 --place Baku",
    "series schedule --title Calls --party AZ --party TR --every week --same-as S-1 --topic energy",
    "correct S-1 title='Weekly calls' --reason misread",
    "series end S-1 --from 2026-06-01 --cause storm",
    UNDO,
    "distinguish M-3 M-1",
)
"""The commands of the story, which run seven hours apart."""

LETTER = """\
dispatch: letter
source: {title: A letter, language: en}
records:
  - kind: follow-up
    handle: baghdad-2025/next-commission-session
    what: Next session of the joint commission on trade and economic cooperation
    due: 2025-12
    owners: [AZ]
    as_written: {due: by the end of the year}
  - kind: visit
    handle: baghdad-2025/visit
    status: concluded
    summary: Talks on trade
    external_ids: {cable: 4711}
    marking: TLP:GREEN
"""
"""The last dispatch."""

START, EVERY = datetime(2026, 1, 20, 8, tzinfo=UTC), timedelta(hours=7)


def record_story(desk: Desk) -> None:
    """Record the whole sample story, and set the clock to a time after the story."""
    for file, now in FILES.items():
        desk.record(file, now=now)
    for number, line in enumerate(ACTS):
        now = (START + number * EVERY).isoformat()
        answer = desk.run(*shlex.split(line), now=now)
        assert answer.code == 0, f"{line}: {answer.err}"
    desk.record(desk.write("letter.yaml", LETTER), now=(START + len(ACTS) * EVERY).isoformat())
    desk.now = AFTERWARDS


def place_of(desk: Desk) -> Path:
    """Return the path of a desk's register."""
    return desk.home / REGISTER


def give_story(desk: Desk) -> Desk:
    """Give a desk the sample story's register and views, and set the clock to a later time."""
    return after(desk, record_story)


def stopped(register: Path, position: int, target: Path) -> None:
    """Create a register at ``target`` that has only the events up to ``position``."""
    copy(register, target)
    tamper(
        target,
        f"DELETE FROM events WHERE position > {position}",
        f"UPDATE sqlite_sequence SET seq = {position} WHERE name = 'events'",
    )
