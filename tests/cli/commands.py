"""Commands to run after the sample story, and the fields that each record then has."""

import shlex
from collections.abc import Mapping
from typing import Any

from tests.conftest import EXAMPLES, Answer, Desk
from tests.copies import both

RIVALS = (str(EXAMPLES / "azertac-2025.yaml"), str(EXAMPLES / "news-az-2025.yaml"))


def act(desk: Desk, line: str, now: str | None = None) -> Answer:
    """Run a command that must succeed."""
    answer = desk.run(*shlex.split(line), now=now)
    assert answer.code == 0, answer.err
    return answer


def shown(desk: Desk, ref: str, **options: Any) -> dict[str, Any]:
    """Return a record from the JSON of ``show``."""
    return dict(desk.read("show", ref, **options)["record"])


def refs(desk: Desk, *report: str) -> list[str]:
    """Return the refs in a report, in the report's order."""
    document = desk.read(*report)
    [items] = (document[name] for name in ("entries", "items", "mechanisms") if name in document)
    return [item["ref"] for item in items]


def entries(desk: Desk) -> list[str]:
    """Return the ids of all entries, in order of recording."""
    return [entry["entry"] for entry in desk.read("audit", "log")["entries"]]


def plain(value: Any) -> Any:
    """Return a value from a JSON document; return a date as its EDTF string."""
    return value["edtf"] if isinstance(value, dict) and "edtf" in value else value


def own_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record's own fields, without the fields that come from other records."""
    return {name: plain(value) for name, value in record.items() if name not in _OF_OTHERS}


_OF_OTHERS = ("parts", "follow_ups", "engagements", "state")


# --- Dry runs ---------------------------------------------------------------------------------

FOUNDING = {
    "visit announce --title T --host AZ --party IQ --occurred 2026-03": ["VisitAnnounced"],
    "meeting hold --title T --party AZ --occurred 2026-01-02": ["MeetingHeld"],
    "meeting hold --title T --participant 'A;B;AZ'": ["MeetingHeld", "PartyRegistered"],
    "mechanism establish --body 'working group' --title T --party AZ --party IQ": [
        "MechanismEstablished"
    ],
    "follow-up agree --what W --due 2026-03": ["FollowUpAgreed"],
    "instrument sign --title T --party AZ --party IQ --signed 2025-12-04": ["InstrumentSigned"],
    "instrument enter-into-force --title T --party AZ --party IQ": ["InstrumentEnteredIntoForce"],
    "party register --name 'Fuad Hussein' --side IQ --alias 'Fouad Hussain'": [
        "PartyRegistered",
        "PartyAliased",
    ],
}
FURTHER = {
    "visit start V-3": ["VisitStarted"],
    "visit conclude V-3 --occurred 2026-01-10 --outcome Protocol": ["VisitConcluded"],
    "visit reschedule V-3 --occurred 2026-05 --cause storm": ["VisitRescheduled"],
    "visit postpone V-3": ["VisitPostponed"],
    "visit cancel V-3": ["VisitCancelled"],
    "consultation schedule --mechanism B-1 --occurred 2026-05": ["ConsultationScheduled"],
    "consultation hold C-5 --source S": ["ConsultationHeld"],
    "consultation hold --mechanism B-3 --session 2 --occurred 2026-01-02": [
        "ConsultationHeld",
        "FollowUpFulfilled",
    ],
    "consultation reschedule C-5 --occurred 2026-05": ["ConsultationRescheduled"],
    "consultation postpone C-5": ["ConsultationPostponed"],
    "consultation cancel C-5": ["ConsultationCancelled"],
    "mechanism amend B-1 --cadence P1Y": ["MechanismAmended"],
    "mechanism dissolve B-3 --note over": ["MechanismDissolved"],
    "follow-up revise F-2 --due 2026-05": ["FollowUpRevised"],
    "follow-up fulfil F-2 --note done": ["FollowUpFulfilled"],
    "follow-up drop F-2 --note over": ["FollowUpDropped"],
    "instrument enter-into-force I-1 --in-force 2026-01-01": ["InstrumentEnteredIntoForce"],
    "instrument terminate I-1 --terminated 2026-01-01 --cause C": ["InstrumentTerminated"],
    "party alias P-1 'Y. Rafiyev'": ["PartyAliased"],
    "party position P-1 minister --assumed 2025 --left 2026-01-01": [
        "PositionAssumed",
        "PositionLeft",
    ],
    "party merge P-2 P-4": ["PartiesMerged"],
    "source cite V-1 --source S --reliability B --credibility 2": ["SourceCited"],
    "reading dispute V-1 occurred=2025-04-20 --source S": ["ReadingDisputed"],
    "reading resolve M-1 place --choose Baku --reason R": ["ReadingResolved"],
    "correct V-1 place=Basra --reason R": ["VisitCorrected"],
    "retract M-2 --duplicate-of M-1 --reason R": ["Retracted"],
    "undo": ["Undone"],
}
PREPARED = (
    "visit announce --title T --host AZ --party IQ --occurred 2026-01-10",
    "instrument sign --title T --party AZ --party IQ --signed 2025-12-04",
    "reading dispute M-1 place=Baku --source S",
)
LATER = "2026-01-20T08:00:00Z"


def prepare(desk: Desk) -> None:
    """Record the sample story, a plan, an instrument and a dispute, and set the clock to later."""
    both(desk)
    for line in PREPARED:
        act(desk, line)
    desk.now = LATER


# --- The context ------------------------------------------------------------------------------

REPORTS = ("timeline", "follow-ups", "mechanism list")
