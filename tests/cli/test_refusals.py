"""Commands that Dragoman refuses.

The error is one line that says what is wrong, where, and what to type instead.
"""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

import dragoman.domain
from tests.cli.test_copies import ANOTHER_WAY, REASONS
from tests.conftest import ARTICLE, CHAIN, Answer, Desk, copy, isolate
from tests.imports.test_xml_tables import CHANGED_POST

SETUP = {
    "planned": "visit announce --title Planned --host AZ --party IQ --occurred 2026-03-04",
    "announced": "visit announce --title Cancelled --host AZ --party IQ --occurred 2026-03-05",
    "cancelled": "visit cancel V-4 --cause elections",
    "moved": "visit announce --title Postponed --host AZ --party IQ --occurred 2026-03-06",
    "postponed": "visit postpone V-5",
    "scheduled": "meeting schedule --title Planned --party AZ --party IQ --occurred 2026-02-01",
    "doubled": "meeting hold --title Doubled --party AZ --party IQ --occurred 2026-01-02",
    "retracted": "retract M-5 --duplicate-of M-4 --reason twice",
    "signed": "instrument sign --title Memorandum --party AZ --party IQ --signed 2025-12-04",
    "agreed": "follow-up agree --what 'Send the draft' --due 2026-02-15 --agreed-in C-7",
    "overtaken": "follow-up agree --what Overtaken --due 2026-02-15 --party AZ --party IQ",
    "dropped": "follow-up drop F-4",
    "established": "mechanism establish --body 'working group' --title Old --party AZ --party IQ",
    "dissolved": "mechanism dissolve B-4 --dissolved 2025",
    "registered": "party register --name 'Fuad Hussein' --side IQ --post 'foreign minister'",
    "again": "party register --name 'Fouad Hussain' --side IQ",
    "merged": "party merge P-6 P-5",
    "assumed": "party position P-5 'foreign minister' --assumed 2020-06",
    "nobody": "party register --name Nobody --side IQ",
    "gone": "retract P-7 --reason 'there is no such man'",
    "disputed": "reading dispute M-1 occurred=2025-04-21 --source S",
    "met": "meeting hold --title Two --participant 'One;;AZ' --occurred 2026-01-03",
    "joined": "correct M-6 'participants+=Another;;IQ' --reason 'a second one'",
    "spelt": "reading dispute M-6 participants.2.name=Anozer --source S",
    "delivered": "demarche deliver --subject Visas --from AZ --to IQ --occurred 2026-01-02"
    " --reply-due 2026-02-01",
    "answered": "demarche answer D-1 --answered 2026-01-04",
    "withdrawn": "demarche withdraw --subject Transit --from IQ --to AZ",
    "unsent": "demarche deliver --subject Unsent --from IQ --to AZ --reply awaited",
    "unanswered": "demarche deliver --subject Water --from IQ --to AZ",
    "removed": "retract D-3 --reason 'never sent'",
    "session": "consultation schedule --mechanism B-3 --occurred 2026-06",
    "called off": "consultation cancel C-8 --cause elections",
    "chosen": "reading resolve M-6 participants.2.name --choose Anozer --reason surer",
    "weekly": "meeting schedule --title Calls --party AZ --party GE --every week"
    " --occurred 2026-02-02 --until 2026-06-30",
    "monthly": "series schedule --title Board --party AZ --party TR --every month"
    " --occurred 2026-02-02 --until 2026-06-30",
    "ended": "series end S-2 --from 2026-04-01",
}
"""Commands that run after the story, each under the name that a case uses for its entry."""

FILES = {
    "both.csv": "answer,one,other\nsame,P-1,P-2\nsame,P-2,P-3\ndifferent,P-1,P-3\n",
    "no-party.csv": "answer,one,other\nsame,P-1,V-1\n",
    "merged.csv": "answer,one,other\ndifferent,P-6,P-5\n",
    "stranger.yaml": """\
dispatch: stranger
source: {title: A report}
records:
  - kind: meeting
    handle: talks
    status: held
    title: Talks
    participants: [{name: Somebody, side: AZ, party: elsewhere/nobody}]
""",
    **{
        f"bare-{kind}.yaml": f"""\
dispatch: bare
source: {{title: A report}}
records:
  - {{kind: {kind}, handle: bare, status: {status}}}
"""
        for kind, status in (
            *(("meeting", "held"), ("consultation", "held")),
            *(("demarche", "delivered"), ("instrument", "signed")),
        )
    },
}

A_DATE = "is not a date; write 2025-04-20, 2025-04, 2025,"
NOWHERE = "is not in the register; "
ATLANTIS = "unknown country or organisation 'Atlantis'; did you mean "
HELD_ALREADY = "to fix a wrong date: dragoman correct"
KINDS = (
    "visit, consultation, meeting, mechanism, follow-up, instrument, party, demarche, conference,"
    " series"
)
SERIES = "series schedule --title T --party AZ --party GE"

# (the command line, the message); capital letters before the command are environment variables
CASES: dict[str, str] = {
    # Visits, meetings, consultations
    "visit announce": (
        "--title and --party are missing; type: dragoman visit announce --title"
        ' "Official visit" --party AZ --host IQ'
    ),
    "visit announce --title T": "--party is missing; add --party AZ --host IQ",
    "visit announce --title T --host Atlantis": f"--host: {ATLANTIS}",
    "visit announce --title T --host AZ --occurred someday": f"--occurred: 'someday' {A_DATE}",
    "visit announce --title T --host AZ --part-of V-99": f"--part-of: 'V-99' {NOWHERE}",
    "visit announce --title T --host AZ --part-of P-1": "--part-of: P-1 is not an engagement",
    "visit announce --title T --host AZ --part-of M-5": "--part-of: M-5 is retracted",
    "visit announce --title T --host AZ --level royal": 'Invalid value "royal" for --level.',
    "visit announce --title '' --host AZ": "--title: is empty",
    "visit announce --title T --participant ';;AZ'": "a participant needs a name or a post",
    "visit announce --title T --participant 'A;B;AZ;boss'": "--participant: 'boss' is not one of:",
    "visit announce --title T --participant 'A;B;AZ;host;person;P-1;X'": (
        "has more parts than NAME; POST; SIDE; ROLE; TYPE; PARTY"
    ),
    "visit announce --title T --host AZ --as-written plaice=x": "--as-written: unknown field",
    "visit announce --title T --host AZ --as-written place": "is not NAME=VALUE",
    "visit announce --title T --host AZ --external-id a=1 --external-id a=2": "'a' appears twice",
    "visit start V-4": (
        "V-4 was cancelled; if it was started after all, undo the cancellation first"
    ),
    "consultation hold C-8": (
        "C-8 was cancelled; if it was held after all, undo the cancellation first; if the session"
        " took place later, record a new session, without this ref"
    ),
    "visit start V-3": (
        "--occurred: 2026-03-04 is in the future; until then, the status is announced, not started"
    ),
    "visit conclude V-3": "until then, the status is announced, not concluded",
    "visit conclude V-4 --occurred 2026-01-02": "if it was concluded after all, undo",
    "visit conclude V-1 --place Basra": "V-1 already exists: place is 'Baghdad'",
    "visit conclude C-1": "REF: C-1 is a consultation, not a visit",
    "visit reschedule": "REF",
    "visit reschedule V-99 --occurred 2026-05": f"REF: 'V-99' {NOWHERE}",
    "visit reschedule banana --occurred 2026-05": f"REF: 'banana' {NOWHERE}",
    "visit reschedule M-1 --occurred 2026-05": "REF: M-1 is a meeting, not a visit",
    "visit reschedule V-1 --occurred 2026-05": (
        f"V-1 is already concluded and cannot be rescheduled; {HELD_ALREADY}"
    ),
    "visit reschedule V-4 --occurred 2026-05": (
        "V-4 was cancelled and cannot be rescheduled; undo the cancellation first"
    ),
    "visit reschedule V-5": "is missing: give the new date",
    "visit reschedule V-5 --cause storm": "is missing: give the new date",
    "visit reschedule V-3 --part-of V-3": "--part-of: V-3 would be part of itself",
    "visit postpone V-2": f"V-2 is already concluded and cannot be postponed; {HELD_ALREADY}",
    "visit postpone V-4": "V-4 was cancelled and cannot be postponed; undo the cancellation first",
    "visit postpone V-3 --occurred 2026-05": ("--occurred: to give a new date, use reschedule"),
    "visit cancel V-2": f"V-2 is already concluded and cannot be cancelled; {HELD_ALREADY}",
    "visit cancel V-3 --occurred 2026-05": "to give a new date, use reschedule",
    "visit cancel V-99": f"REF: 'V-99' {NOWHERE}",
    "meeting schedule --title T": "--party is missing; add --party AZ --party IQ",
    "meeting hold": (
        "--title and --party are missing; type: dragoman meeting hold"
        ' --title "Energy ministers" --party AZ --party IQ'
    ),
    "meeting hold M-4": "2026-02-01 is in the future; until then, the status is scheduled",
    "meeting hold M-5": "M-5 was retracted as a duplicate of M-4 by entry",
    "meeting hold V-1": "REF: V-1 is a visit, not a meeting",
    "meeting hold --title T --party AZ --occurred 2031": "2031 is in the future",
    "meeting reschedule M-1 --occurred 2027": (
        f"M-1 is already held and cannot be rescheduled; {HELD_ALREADY}"
    ),
    "meeting reschedule M-5 --occurred 2027": "M-5 was retracted as a duplicate of M-4 by entry",
    "meeting postpone M-2": "M-2 is already held and cannot be postponed",
    "meeting cancel M-3": "M-3 is already held and cannot be cancelled",
    "consultation schedule": (
        "--mechanism is missing: choose B-3 Consular consultations (AZ, IQ); B-2 "
    ),
    "consultation schedule --mechanism V-1": "--mechanism: V-1 is not a mechanism",
    "consultation schedule --mechanism B-99": f"--mechanism: 'B-99' {NOWHERE}",
    "consultation schedule --mechanism B-1 --session two": (
        "--session: expected a whole number, got 'two'"
    ),
    "consultation schedule --mechanism B-1 --session 2 --occurred 2027": (
        "C-1 already exists: occurred is ../2025-04, not 2027"
    ),
    "consultation hold --mechanism B-1 --session 3 --occurred 2031": "is in the future",
    "consultation reschedule C-5 --session 2": (
        "--session: session 2 of B-2 is already recorded as C-3"
    ),
    "consultation reschedule C-1 --occurred 2027": "C-1 is already held and cannot be rescheduled",
    "consultation postpone C-1": "C-1 is already held and cannot be postponed",
    "consultation hold C-1 --place Basra": "not 'Basra'. Correct it with: dragoman correct C-1",
    "consultation cancel C-1": "C-1 is already held and cannot be cancelled",
    # Mechanisms
    "mechanism establish": (
        '--body, --title and --party are missing; type: dragoman mechanism establish --body "joint'
    ),
    "mechanism establish --body 'working group' --title T": "--party is missing; add --party AZ",
    "mechanism establish --body 'working group' --title T --party AZ": "--party: at least 2 items",
    "mechanism establish --body 'working group' --title T --party AZ --party Azerbaijan": (
        "--party: a mechanism needs at least two different parties"
    ),
    "mechanism amend B-4 --cadence P1Y": (
        "B-4 was dissolved and cannot be amended; to fix a mistake: dragoman correct"
    ),
    "mechanism amend B-1 --cadence often": (
        "--cadence: 'often' is not an interval; write weekly, monthly, yearly, 2 weeks"
    ),
    "mechanism amend B-1 --cadence biannual": "can mean twice a year or every two years",
    "mechanism amend B-1 --hosting random": 'Invalid value "random" for --hosting.',
    "mechanism amend B-1 --established 2031": "--established: 2031 is in the future",
    "mechanism amend V-1 --cadence P1Y": "REF: V-1 is a visit, not a mechanism",
    "mechanism amend B-99": f"REF: 'B-99' {NOWHERE}",
    "mechanism dissolve B-1 --dissolved 2031": "--dissolved: 2031 is in the future",
    "mechanism dissolve B-4 --dissolved 2024": "B-4 already exists: dissolved is",
    "mechanism dissolve F-1": "REF: F-1 is a follow-up, not a mechanism",
    # Follow-ups
    "follow-up split F-1 --into A --into B": (
        "F-1 is already fulfilled and cannot be split; first undo the entry that fulfilled it"
    ),
    "follow-up split F-2 --into A": "--into: name at least two parts",
    "follow-up agree": "what is missing",
    "follow-up agree --what W --agreed 2031": "--agreed: 2031 is in the future",
    "follow-up agree --what W --agreed-in B-1": "--agreed-in: B-1 is not an engagement",
    "follow-up agree --what W --awaits V-1": "--awaits: V-1 is not a mechanism",
    "follow-up agree --what W --awaits-session 2": "--awaits-session: add the mechanism with",
    "follow-up agree --what W --awaits B-1 --awaits-session x": "expected a whole number, got 'x'",
    "follow-up revise F-1 --due 2026-05": (
        "F-1 is already fulfilled and cannot be revised; first undo the entry that fulfilled it"
    ),
    "follow-up revise F-4 --due 2026-05": "F-4 is already dropped and cannot be revised",
    "follow-up revise F-3 --due someday": f"--due: 'someday' {A_DATE}",
    "follow-up revise F-99 --due 2026-05": f"REF: 'F-99' {NOWHERE}",
    "follow-up revise V-1 --due 2026-05": "REF: V-1 is a visit, not a follow-up",
    "follow-up drop F-1": (
        "F-1 was fulfilled and cannot be dropped; first undo the entry that fulfilled it"
    ),
    "follow-up drop B-1": "REF: B-1 is a mechanism, not a follow-up",
    "follow-up fulfil F-4": (
        "F-4 was dropped; if it was fulfilled after all, first undo the entry that dropped it"
    ),
    "follow-up fulfil F-1 --by C-2": "F-1 is already fulfilled by C-7",
    "follow-up fulfil F-3 --by V-3": "--by: V-3 has not taken place",
    "follow-up fulfil F-3 --by B-1": "--by: B-1 is not an engagement",
    "follow-up fulfil F-3 --fulfilled 2031": "--fulfilled: 2031 is in the future",
    # Instruments
    "instrument sign": "--title and --party are missing; type: dragoman instrument sign --title",
    "instrument sign --title T --party AZ": (
        "parties are missing: an instrument needs at least two different parties"
    ),
    "instrument sign --title T --form letter": 'Invalid value "letter" for --form.',
    "instrument sign --title T --party AZ --party IQ --signed 2031": "2031 is in the future",
    "instrument sign --title T --party AZ --party IQ --signed-in B-1": "--signed-in: B-1 is not an",
    "instrument sign --title T --party AZ --party IQ --founds V-1": "--founds: V-1 is not a mechan",
    "instrument enter-into-force I-1 --in-force 2031": "--in-force: 2031 is in the future",
    "instrument enter-into-force I-99": f"REF: 'I-99' {NOWHERE}",
    "instrument enter-into-force V-1": "REF: V-1 is a visit, not a",
    "instrument terminate": "--title and --party are missing; type: dragoman instrument terminate",
    "instrument terminate I-1 --terminated 2031": "--terminated: 2031 is in the future",
    # Messages
    "demarche deliver": "--subject, --from and --to are missing; type: dragoman demarche deliver",
    "demarche deliver --subject S": "--from and --to are missing; add --from AZ --to IQ",
    "demarche deliver --subject S --from AZ": "--to is missing; add --to IQ",
    "demarche deliver --subject S --sender AZ": "Unknown option: --sender. Did you mean --from?",
    "demarche deliver --subject S --recipient IQ": (
        "Unknown option: --recipient. Did you mean --to?"
    ),
    "demarche deliver --subject S --from AZ --to AZ": "recipients are missing: name a",
    "demarche deliver --subject S --from Atlantis --to IQ": f"--from: {ATLANTIS}",
    "demarche deliver --subject S --from AZ --to Atlantis": f"--to: {ATLANTIS}",
    "demarche deliver --subject S --from AZ --to IQ --form fax": 'Invalid value "fax" for',
    "demarche deliver --subject S --from AZ --to IQ --occurred 2031": (
        "--occurred: 2031 is in the future"
    ),
    "demarche deliver --subject S --from AZ --to IQ --part-of B-1": (
        "--part-of: B-1 is not an engagement"
    ),
    "demarche deliver --subject S --from AZ --to IQ --part-of D-1": (
        "--part-of: D-1 is not an engagement"
    ),
    "demarche deliver --subject S --from AZ --to IQ --answer Yes": (
        "--answer: the message is delivered, not answered;"
        " record the reply with dragoman demarche answer, or leave the answer out"
    ),
    "demarche deliver --subject S --from AZ --to IQ --reply 'not awaited' --reply-due 2027"
    "": "--reply-due: gives a date for the reply, but 'reply' is 'not awaited'",
    "demarche deliver --subject S --from AZ --to IQ --reply perhaps": "Invalid value",
    "demarche answer": "--subject, --from and --to are missing",
    "demarche answer D-4 --answered 2031": "--answered: 2031 is in the future",
    "demarche answer D-1 --subject Trade": "D-1 already exists: subject is",
    "demarche answer D-2 --answered 2026-01-05": (
        "D-2 was withdrawn; if it was answered after all, undo the withdrawal first"
    ),
    "demarche answer V-1": "REF: V-1 is a visit, not a demarche",
    "demarche answer D-99": f"REF: 'D-99' {NOWHERE}",
    "demarche withdraw D-1": "D-1 was answered and cannot be withdrawn; undo the answer first",
    "demarche withdraw D-3": "D-3 was retracted by entry",
    # Parties
    "party register": "name is missing",
    "party register --name X --side Atlantis": f"--side: {ATLANTIS}",
    "party register --name X --type dog": 'Invalid value "dog" for --type.',
    "party register --name 'Yalchin Rafiyev' --side AZ --post minister": (
        "P-1 already exists: post is 'deputy foreign minister', not 'minister'"
    ),
    "party alias P-1 ''": "--alias: is empty",
    "party alias P-1 'Jeyhun Bayramov'": (
        "'Jeyhun Bayramov' is the name of P-4; merge the two parties instead"
    ),
    "party alias P-99 X": f"REF: 'P-99' {NOWHERE}",
    "party alias V-1 X": "V-1 is a visit, not a party",
    "party position P-1": "POST",
    "party position P-1 ''": "POST: is empty",
    "party position P-1 minister --side Atlantis": f"--side: {ATLANTIS}",
    "party position P-1 minister --assumed 2031": "--assumed: 2031 is in the future",
    "party position P-1 minister --left 2031": "--left: 2031 is in the future",
    "party position P-1 minister --left someday": f"--left: 'someday' {A_DATE}",
    "party position P-5 'foreign minister' --left 2019": (
        "--left: 2019 is before the post was assumed (2020-06)"
    ),
    "party position P-7 minister": "P-7 was retracted by entry",
    "party position M-1 minister": "M-1 is a meeting, not a party",
    "party merge P-1": "INTO",
    "party merge P-1 P-1": "P-1 would be merged into itself",
    "party merge P-5 P-6": "P-5 would be merged into itself",
    "party merge P-6 P-1": "P-6 is already merged into P-5; split it first",
    "party merge P-1 V-1": "INTO: V-1 is not a party",
    "party merge P-1 P-7": "P-7 is retracted; you cannot merge a party into it",
    "party merge P-7 P-1": "P-7 was retracted by entry",
    "party merge P-1 P-99": f"INTO: 'P-99' {NOWHERE}",
    "party split P-7": "P-7 was retracted by entry",
    "party split V-1": "V-1 is a visit, not a party",
    "party split P-1 --record V-2 --reason why": "--record: P-1 does not take part in V-2",
    "party list --side Atlantis": f"--side: {ATLANTIS}",
    "party list --as-of someday": "--as-of: 'someday'",
    "record {home}/stranger.yaml": "there is no such party",
    "record {home}/bare-meeting.yaml": (
        "title is missing: give a short title; parties are missing: name the states or"
        " organisations that take part"
    ),
    "record {home}/bare-consultation.yaml": (
        "mechanism is missing: name the mechanism that this session belongs to; choose B-3"
    ),
    "record {home}/bare-demarche.yaml": (
        "subject is missing: say in a few words what the message is about; sender is missing: name"
        " the state or organisation that sent the message; recipients are missing: name a state or"
        " organisation that received the message"
    ),
    "record {home}/bare-instrument.yaml": (
        "title is missing: give the title of the instrument; parties are missing: an instrument"
        " needs at least two different parties"
    ),
    # Sources and readings
    "source cite V-1": "--source: is missing; give the title of the source",
    "source cite V-1 --publisher P": "--publisher: add the title of the source with --source",
    "source cite V-99 --source S": f"REF: 'V-99' {NOWHERE}",
    "source cite V-1 --source S --published someday": f"--published: 'someday' {A_DATE}",
    "source cite V-1 --source S --language German": "a language tag (de, en, az)",
    "source cite V-1 --source S --url nowhere": "--url: 'nowhere' is not a URL such as https://example.org",
    "source cite V-1 --source S --sha256 abc": "--sha256: 'abc' has the wrong format",
    "source cite V-1 --source S --reliability G": 'Invalid value "G" for --reliability.',
    "reading dispute V-1 occurred=2025": "--source: is missing; give the title of the source",
    "reading dispute V-1 occurred --source S": "'occurred' is not FIELD=VALUE",
    "reading dispute V-1 occurred= --source S": "'occurred=' is not FIELD=VALUE",
    "reading dispute V-1 occured=2025 --source S": (
        "unknown field 'occured'; did you mean occurred?"
    ),
    "reading dispute V-1 occurred=someday --source S": f"occurred: 'someday' {A_DATE}",
    "reading dispute V-1 place=Baghdad --source S": (
        "V-1 already has this value; to add a source: dragoman source cite"
    ),
    "reading dispute V-1 part_of=V-2 --source S": (
        "this field has no plain value; correct it with: dragoman correct"
    ),
    "reading dispute V-1 status=cancelled --source S": (
        "status: this field has no plain value; correct it"
    ),
    "reading dispute V-1 participants.first.name=X --source S": (
        "write participants.2.name for the name of the second participant"
    ),
    "reading dispute V-3 participants.1.name=X --source S": (
        "participants.1.name: there are no participants; add a participant with: dragoman correct"
    ),
    "reading dispute V-1 participants=X --source S": (
        "this field has no plain value; correct it with"
    ),
    "reading dispute V-1 participants.9.name=X --source S": (
        "write participants.1.name for the name of the first of 1"
    ),
    "reading dispute V-1 participants.1.nom=X --source S": "unknown field",
    "reading dispute V-1 as_written.place=X --source S": (
        "as_written.place: this field has no parts"
    ),
    "reading dispute C-1 participants.9.name=X --source S": "write participants.1.name",
    "reading dispute V-1 host=Atlantis --source S": f"host: {ATLANTIS}",
    "reading dispute V-99 place=X --source S": f"REF: 'V-99' {NOWHERE}",
    "reading dispute M-5 place=X --source S": "M-5 was retracted as a duplicate of M-4 by entry",
    "reading resolve M-1 occurred --choose 2025-04-21": "--reason is missing. Why are you choosing",
    "reading resolve M-1 occurred --reason R": "--choose",
    "reading resolve M-1 occurred --choose 2025-05 --reason R": (
        "'2025-05' is not among the readings: '../2025-04', '2025-04-21'"
    ),
    "reading resolve M-1 occurred --choose '' --reason R": "is not FIELD=VALUE",
    "reading resolve M-1 place --choose Baku --reason R": (
        "M-1 is not disputed; there are no readings to choose from"
    ),
    "reading resolve M-1 plaice --choose Baku --reason R": "unknown field 'plaice'",
    "reading resolve M-5 occurred --choose 2025 --reason R": (
        "M-5 was retracted as a duplicate of M-4 by entry"
    ),
    # Corrections
    "correct V-1 place=Basra": "--reason is missing. What was wrong?",
    "correct V-1 place=Basra --reason ' '": "--reason is missing. What was wrong?",
    "correct V-1 place --reason R": "CHANGE: 'place' is not FIELD=VALUE",
    "correct V-1 =Basra --reason R": "CHANGE: '=Basra' is not FIELD=VALUE",
    "correct V-1 plaice=Basra --reason R": "unknown field 'plaice'; did you mean place?",
    "correct V-1 amendments=x --reason R": "unknown field 'amendments'",
    "correct V-99 place=Basra --reason R": f"REF: 'V-99' {NOWHERE}",
    "correct M-5 place=Basra --reason R": "M-5 was retracted as a duplicate of M-4 by entry",
    "correct V-1 occurred=someday --reason R": f"occurred: 'someday' {A_DATE}",
    "correct V-1 occurred=2031 --reason R": "2031 is in the future; until then, the status is ",
    "correct V-1 occurred+=2025 --reason R": "occurred: holds one value; write occurred=VALUE",
    "correct V-1 title= --reason R": "title is missing: give a short title",
    "correct V-1 host= parties= participants= --reason R": "parties are missing: name the states",
    "correct V-1 status=held --reason R": "status: 'held' is not one of: announced,",
    "correct V-1 status= --reason R": "status is missing; choose from: announced,",
    "correct V-1 status=rescheduled --reason R": (
        "rescheduled is not a status; use the command instead"
    ),
    "correct V-1 topics-=energy --reason R": "does not include 'energy'",
    "correct V-1 participants-=Nobody --reason R": "does not include 'Nobody'",
    "correct V-1 participants.2.name=X --reason R": "participants.1.name for the name of the first",
    "correct V-1 participants.1.role=boss --reason R": "'boss' is not one of: head of delegation,",
    "correct V-1 participants.1.name= participants.1.post= --reason R": "a participant needs a",
    "correct V-1 as_written=X --reason R": "write as_written.KEY=VALUE",
    "correct V-1 as_written.plaice=X --reason R": "unknown field; did you mean place?",
    "correct V-1 title.1=X --reason R": "title: has no parts",
    "correct V-1 part_of=V-1 --reason R": "V-1 would be part of itself",
    "correct V-1 part_of=B-1 --reason R": "B-1 is not an engagement",
    "correct V-1 part_of=V-99 --reason R": f"'V-99' {NOWHERE}",
    "correct V-1 host=Atlantis --reason R": f"host: {ATLANTIS}",
    "correct V-1 place=Basra --publisher P --reason R": "add the title of the source with",
    "meeting schedule --title T --party AZ --mode phone --place Baku": (
        "--place: does not fit mode phone; leave out the place or the mode"
    ),
    "correct V-1 mode=phone --reason R": (
        "mode: 'phone' does not fit a visit, which takes place in person; record a meeting with:"
        " dragoman meeting hold --mode phone"
    ),
    "correct C-1 mode=phone place=Baku --reason R": (
        "place: does not fit mode phone; clear it (place=) or correct the mode"
    ),
    "correct C-1 session=1 --reason R": "session 1 of B-1 is already recorded as C-4",
    "correct C-1 session=two --reason R": "session: expected a whole number, got 'two'",
    "correct C-1 mechanism= --reason R": "mechanism is missing: name the mechanism that this",
    "correct B-1 parties=AZ --reason R": "at least 2 items, got 1",
    "correct B-1 parties=AZ parties+=AZ --reason R": (
        "a mechanism needs at least two different parties"
    ),
    "correct B-1 title= --reason R": "title is missing",
    "correct F-1 what= --reason R": "what is missing",
    "correct F-1 awaits=V-1 --reason R": "V-1 is not a mechanism",
    "correct F-3 awaits.session=2 --reason R": "mechanism is missing",
    "correct I-1 parties=AZ --reason R": "an instrument needs at least two different parties",
    "correct P-1 name= --reason R": "name is missing",
    "correct P-1 name='Jeyhun Bayramov' --reason R": (
        "is the name of P-4; merge the two parties instead"
    ),
    # Parties that look alike
    "party resolve {home}/both.csv": (
        "P-1 and P-3 are different in one row, but the same according to others"
    ),
    "party resolve {home}/no-party.csv": "V-1 is not a person or an organisation",
    "party resolve {home}/merged.csv": (
        "P-6 and P-5 are merged; to separate them, type: dragoman party split"
    ),
    # Retractions and undoing
    "retract V-1": "--reason is missing. Why are you retracting the record?",
    "retract P-5 --reason R": "P-5 is still needed: P-6 is merged into it; split P-6 first",
    "retract B-3 --reason R": "B-3 is still needed: C-6 is one of its sessions; retract C-6 first",
    "correct D-1 subject= --reason R": "subject is missing: say in a few words what the message is",
    "correct D-1 recipients=AZ --reason R": "recipients are missing: name a state or organisation",
    "correct D-1 status=delivered --reason R": (
        "answered: the message is delivered, not answered; record the reply with dragoman demarche"
    ),
    "correct D-1 reply='not awaited' --reason R": "reply_due: D-1 gives a date for the reply",
    "correct D-1 part_of=D-2 --reason R": "D-2 is not an engagement",
    "correct D-1 participants='A; B; AZ' --reason R": "unknown field 'participants'",
    "reading dispute D-1 sender=Atlantis --source S": f"sender: {ATLANTIS}",
    "reading dispute D-1 host=AZ --source S": "unknown field 'host'",
    "retract V-99 --reason R": f"REF: 'V-99' {NOWHERE}",
    "retract M-5 --reason R": "M-5 is already retracted; undo the retraction first",
    "retract M-4 --duplicate-of M-4 --reason R": "M-4 cannot be a duplicate of itself",
    "retract M-4 --duplicate-of V-1 --reason R": "--duplicate-of: V-1 is not a meeting",
    "retract M-4 --duplicate-of M-5 --reason R": (
        "--duplicate-of: M-5 is itself retracted;"
        " to restore it, type: dragoman correct M-5 --restore"
    ),
    "retract M-4 --duplicate-of M-99 --reason R": f"--duplicate-of: 'M-99' {NOWHERE}",
    "undo zzzz": "ENTRY: 'zzzz' is not an entry; list entries with: dragoman audit log",
    "undo 123": "ENTRY: '123' is not an entry",
    "undo 00000000-0000-0000-0000-00000000": "is not an entry; list entries with: dragoman",
    "undo {announced}": ("V-4 has changed since; undo the later entries first, or retract V-4"),
    "undo {joined}": "later entries about M-6 depend on this entry; undo those entries first",
    # Conferences
    "conference announce --occurred 2026-05": '--title is missing; add --title "UNGA 81"',
    "meeting schedule --title T --party AZ --format 'in the margins'": (
        "format: 'in the margins' is not a format; name the conference with --margins-of 'UNGA 81',"
        " or type: dragoman correct REF margins='UNGA 81'"
    ),
    # Series
    "series schedule --every week --occurred 2026-02-02 --until 2026-05": (
        '--title and --party are missing; add --title "Weekly call" --party AZ --party IQ'
    ),
    "series schedule --title T --every week --occurred 2026-02-02 --until 2026-05": (
        "--party is missing; add --party AZ --party IQ"
    ),
    f"{SERIES} --occurred 2026-02-02 --until 2026-05": ("--every is missing; add --every week"),
    f"{SERIES} --every week --until 2026-05": (
        '--occurred is missing; add --occurred "2026-12-01 10:00"'
    ),
    f"{SERIES} --every week --occurred 2026-02 --until 2026-05": (
        "--occurred: 2026-02 is not an exact day: give the day of the first meeting, such as"
        " 2026-12-01"
    ),
    f"{SERIES} --every 'last friday' --occurred 2026-02-02 --until 2026-05": (
        "--occurred: 2026-02-02 is not the last Friday of a month; write 2026-02-27"
    ),
    f"{SERIES} --every week --occurred 2026-02-02": ("--until is missing; add --until 2027-11-30"),
    f"{SERIES} --every week --occurred 2026-02-02 --until 2026-02-03/..": (
        "--until: 2026-02-03/.. has no end: give a day, such as 2027-11-30"
    ),
    f"{SERIES} --every week --occurred 2026-02-02 --until 2026-01-31": (
        "--until: 2026-01-31 is before the first meeting on 2026-02-02"
    ),
    f"{SERIES} --every day --occurred 2026-02-02 --until 2031": (
        "--until: the series would have more than 500 meetings: give an earlier day"
    ),
    f"{SERIES} --every week --occurred 2026-02-02 --until 2026-02-08": (
        "--until: 2026-02-08 leaves a single meeting: give a later day, or schedule one meeting"
        " without --every"
    ),
    "series amend S-1 --place Baku": (
        "--from: is missing: give the first day of the change, such as 2026-06-01"
    ),
    "series amend S-1 --from 2026-05-01": (
        "nothing to amend: give --occurred, --every, --until, --title, --place, --host, --format"
        " or --mode"
    ),
    "series amend S-1 --from 2026-05~ --place Baku": (
        "--from: 2026-05~ is not an exact day: write a day, such as 2026-06-01"
    ),
    "series amend S-1 --from 2026-05-01 --occurred 2026-04-28": (
        "--occurred: 2026-04-28 is before --from 2026-05-01"
    ),
    "series amend S-1 --from 2026-08-01 --every month": (
        "--from: S-1 has no meeting on or after this day; give the new date with --occurred"
    ),
    "series amend S-2 --from 2026-03-01 --place Baku": (
        "S-2 was ended and cannot be amended; undo the end first"
    ),
    "series end S-1": ("--from: is missing: give the first day without a meeting, such as today"),
    "correct S-1 every=month --reason R": (
        "every: the dates of the meetings depend on this fact; to change it, type: dragoman series"
        " amend S-1 --from 2026-02-02 --every P1M"
    ),
    "meeting cancel S-1 --occurred 2026-02": (
        "--occurred: S-1 has several meetings on Feb 2026: write M-7 and M-8 and M-9"
    ),
    "meeting cancel S-1 --occurred 2026-02-03": (
        "--occurred: S-1 has no meeting on 3 Feb 2026; the nearest is M-7 on 2 Feb 2026"
    ),
    "retract S-1 --reason R": (
        "S-1 has 22 meetings; to say which to retract as well, add --meetings all, planned or none"
    ),
    "retract M-1 --reason R --meetings all": "--meetings: M-1 is not a series with meetings",
    # Context, composing, completion
    "context Atlantis": f"context: {ATLANTIS}",
    "context AZ Atlantis": f"context: {ATLANTIS}",
    "context none AZ": "context: unknown country or organisation 'none'",
    "timeline --context Atlantis": f"--context: {ATLANTIS}",
    "visit announce --title T --context AZ-Atlantis": f"--context: {ATLANTIS}",
    "DRAGOMAN_CONTEXT=Atlantis timeline": f"DRAGOMAN_CONTEXT: {ATLANTIS}",
    "DRAGOMAN_CONTEXT=Atlantis retract M-1 --reason R": f"DRAGOMAN_CONTEXT: {ATLANTIS}",
    "compose": f"name a kind ({KINDS}), a ref, --from FILE or --resume",
    "compose meeting --resume": f"name a kind ({KINDS}), a ref, --from FILE or --resume",
    "compose dispatch": f"'dispatch' is not a kind of record or a ref; the kinds are: {KINDS}",
    "compose V-99": f"'V-99' {NOWHERE}",
    "compose --resume": "--resume: no draft found; start one with: dragoman compose meeting",
    "EDITOR=true compose meeting": "you did not change the draft; nothing was recorded",
    "EDITOR=true compose V-1": "you did not change the draft; nothing was recorded",
    "EDITOR=false compose meeting": "the editor exited with code 1; nothing was recorded.",
    "EDITOR=/nowhere compose V-1": "cannot start the editor '/nowhere'",
    "completion": "SHELL",
    "completion tcsh": 'Invalid value "tcsh" for SHELL.',
}

ACTS = """visit meeting consultation mechanism follow-up instrument demarche party source reading
conference series correct retract undo record""".split()


@frozen
class Kept:
    """A register that all cases share: its path, a spare copy, and its entries by name."""

    home: Path
    entries: dict[str, str]

    @property
    def register(self) -> Path:
        """The path of the register."""
        return self.home / "register.db"

    @property
    def spare(self) -> Path:
        """The path of a copy that replaces the register if a case changes the register."""
        return self.home / "spare.db"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A register with the sample story and a few more entries."""
    kept = Kept(tmp_path_factory.mktemp("kept"), {})
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, kept.home)
        patch.setenv("DRAGOMAN_REGISTER", str(kept.register))
        desk = Desk(kept.home, patch)
        desk.record(ARTICLE, CHAIN)
        for name, words in SETUP.items():
            answer = desk.run(*shlex.split(words))
            assert answer.code == 0, answer.err
            [entry] = desk.read("audit", "log", "--limit", "1")["entries"]
            kept.entries[name] = entry["entry"]
        for name, content in FILES.items():
            desk.write(name, content)
        copy(kept.register, kept.spare)
    return kept


@pytest.fixture
def year(desk: Desk, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with the shared register, which the fixture restores after a change."""
    monkeypatch.setenv("DRAGOMAN_REGISTER", str(kept.register))
    monkeypatch.setenv("XDG_CACHE_HOME", str(kept.home / "cache"))
    before = desk.position
    yield desk
    if desk.position != before:
        copy(kept.spare, kept.register)


def typed(kept: Kept, line: str) -> tuple[list[str], dict[str, str]]:
    """Return the words of a command line, and the environment variables that precede the words."""
    words = shlex.split(line.format(home=kept.home, **kept.entries))
    variables = [word for word in words if re.match("[A-Z_]+=", word)]
    variables = variables[: next(n for n, word in enumerate(words) if word not in variables)]
    return words[len(variables) :], dict(variable.split("=", 1) for variable in variables)


UNFIT = {
    "a UUID": r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}",
    "an object": r"<[^>]*( at 0x|object|class)|\b[A-Za-z_]+\([a-z_]+=|\bUUID\(|\bPosixPath\(",
    "a traceback": r"Traceback|File \".*\", line",
    "a fault of ours": r"add --debug",
    "nothing where a name should be": r"\bNone\b|\{\w*\}",
}


def refusal(answer: Answer) -> str:
    """Check that Dragoman refused a command in one line, and return the line."""
    assert (answer.code, answer.out) == (2, ""), answer.err
    [line] = [line for line in answer.err.splitlines() if not line.startswith("note: ")]
    assert line.startswith("dragoman: ")
    for what, pattern in UNFIT.items():
        assert not re.search(pattern, line), f"{what} in {line}"
    return line.removeprefix("dragoman: ")


@pytest.mark.parametrize("line", CASES)
def test_a_refused_command_prints_one_line_and_records_nothing(
    year: Desk, kept: Kept, line: str
) -> None:
    """If Dragoman refuses a command, Dragoman prints one line and records nothing.

    A dry run of the command prints the same line.
    """
    words, variables = typed(kept, line)
    before = year.position
    result = refusal(year.run(*words, env=variables))
    assert CASES[line] in result
    if words[0] in ACTS and words[1:2] != ["list"]:
        assert refusal(year.run(*words, "--dry-run", env=variables)) == result
    assert year.position == before


def test_the_table_is_large() -> None:
    """The table of refused commands has at least 80 cases.

    If somebody removes many cases, this test fails.
    """
    assert len(CASES) >= 80


@pytest.mark.parametrize(
    "line",
    ["visit announce", "visit cancel V-1", "correct V-1 place=X --reason R", "undo", "compose V-1"],
)
def test_a_refused_command_creates_no_register(desk: Desk, line: str) -> None:
    refusal(desk.run(*line.split()))
    assert not (desk.home / "data").exists()


# --- Refusals of the domain -------------------------------------------------------------------

NOBODY_CAN = {
    "there is no such record": "commands look up the ref first",
    "there is no such entry": "commands look up the entry first",
    "there is no such follow-up to revise": "a document without a record agrees it",
    "there is no such follow-up to fulfil": "a document without a record agrees it",
    "there is no such follow-up to drop": "a document without a record agrees it",
    "there is no such follow-up to split": "the command looks up the ref first",
    "title is missing: give the name of the conference": "the command asks for the title first",
    "is missing: give the rhythm": "the command asks for the rhythm first",
    "is missing: give the day of the first meeting": "the command asks for the day first",
    "is missing: give the last day of the series": "the command asks for the last day first",
    "needs at least two parts": "the command counts the parts first",
    "is retracted and cannot be split": "a test of owners provokes it",
    "there is no such series to amend": "a command takes the ref of a series",
    "there is no such series to end": "a document without a record schedules it first",
    "there is no such mechanism to amend": "a document without a record establishes it",
    "there is no such mechanism to dissolve": "a document without a record establishes it",
    "body and title are missing": "a document demands both",
    "what is missing: say": "a document demands it",
    "name is missing: give the name": "a document demands it",
    "cannot be left empty": "a document demands what cannot be empty",
    " is not one of: ": "a document allows nothing else",
    " is not a number": "a document takes nothing else",
    "there is no field ": "Changes knows the fields, and offers the nearest",
    "cannot lose its first event": "an entry that founds a record retracts it",
    "is retracted; to restore it": "commands restore or refuse retracted records",
}
"""Refusals that no command can cause, each with the check that prevents the refusal."""


def refusals() -> list[str]:
    """Return a pattern for every refusal message in the source files of the domain."""
    folder = Path(dragoman.domain.__file__).parent
    calls = (
        node
        for path in sorted(folder.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused"
    )
    return sorted({pattern_of(call.args[0]) for call in calls} - {ANYTHING})


ANYTHING = ".+"


def pattern_of(message: ast.expr) -> str:
    """Return a pattern that matches the message for any values in its placeholders.

    A message shows the ref of the record in place of ``REF``, if the record has a ref.
    """
    match message:
        case ast.Constant(value=str(text)):
            return re.sub(r"\\\{\w+\\\}|\bREF\b", ANYTHING, re.escape(text))
        case ast.JoinedStr(values=values):
            return "".join(map(pattern_of, values))
    return ANYTHING


def exception(pattern: str) -> str | None:
    """Return the key in ``NOBODY_CAN`` that applies to a message, or ``None``."""
    return next((start for start in NOBODY_CAN if re.escape(start) in pattern), None)


def test_the_messages_of_the_domain_are_found() -> None:
    """The search of the source files finds some well-known messages."""
    found = refusals()
    assert len(found) > 40
    assert any(re.fullmatch(item, "session 2 of B-2 is already recorded as C-3") for item in found)


def test_every_refusal_of_the_domain_is_provoked() -> None:
    """The tests provoke each refusal message that a command or an import can cause."""
    messages = (*CASES.values(), *REASONS.values(), ANOTHER_WAY, CHANGED_POST)
    provoked = {
        refusal for refusal in refusals() if any(re.search(refusal, said) for said in messages)
    }
    beyond = {refusal for refusal in refusals() if exception(refusal)}
    assert sorted(set(refusals()) - provoked - beyond) == []


def test_every_exception_is_still_in_the_sources() -> None:
    assert {exception(refusal) for refusal in refusals()} - {None} == set(NOBODY_CAN)


EXISTING = (
    "visit conclude V-1 --place Basra --title 'Another title'",
    "visit conclude V-1 --participant 'Yalchin Rafiyev; envoy; AZ; co-chair'",
    "visit conclude V-1 --occurred 2025-04-20",
    "meeting hold M-1 --part-of V-2",
    "mechanism dissolve B-4 --dissolved 2024",
    "demarche answer D-1 --subject Trade",
    "party register --name 'Yalchin Rafiyev' --side AZ --post minister",
)


@pytest.mark.parametrize("line", EXISTING)
def test_a_record_that_exists_is_changed_by_the_suggested_command(
    year: Desk, kept: Kept, line: str
) -> None:
    """The command that a refusal suggests corrects the existing record.

    The suggestion lacks only the reason. If you then repeat the refused command, the command adds
    nothing.
    """
    words, _ = typed(kept, line)
    suggested = refusal(year.run(*words)).partition("Correct it with: dragoman ")[2]
    corrected = year.run(*shlex.split(suggested.replace("WHY", "mistyped")))
    assert corrected.code == 0, (suggested, corrected.err)
    assert year.run(*words).out.startswith("Nothing new: ")
