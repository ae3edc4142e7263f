"""A history with secret records, and the same history in which nobody recorded them.

Every secret text has a word with :data:`WORD`, which no other text has. The history without secrets
lacks secret steps, and lines that end with :data:`SECRET`. A title between ``<`` and ``>`` stands
for the ref of the record.
"""

import re
import shlex
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import frozen

from tests.conftest import Desk

WORD = "hush"
SECRET = "# secret"
MARKING = "TLP:AMBER"
"""The lowest marking of the secret records."""


@frozen
class Step:
    """A dispatch or a command; ``otherwise`` is the step of the history without secrets."""

    text: str
    otherwise: str | None = None

    def told(self, with_secrets: bool) -> str:
        """Return the step, or what is left of it without secrets."""
        if with_secrets:
            return self.text
        text = self.text if self.otherwise is None else self.otherwise
        lines = (line for line in text.splitlines(True) if not line.rstrip().endswith(SECRET))
        return "".join(lines)


def secret(text: str) -> Step:
    """Return a step that the history without secrets lacks."""
    return Step(text, "")


BEFORE = Step("""\
dispatch: chronicle
source: {title: Chronicle of the desk, publisher: Gazette, published: 2026-01-10}
records:
  - {kind: conference, handle: unga, status: announced, title: UNGA 81, occurred: 2026-09, host: US}
  - {kind: mechanism, handle: grain, body: working group, title: Working group on grain,
     parties: [AZ, IQ], cadence: P1Y, hosting: alternating, established: 2020-01-01}
  - {kind: mechanism, handle: water, body: joint commission, title: Commission on water,
     parties: [AZ, TR], established: 2019-02-02}
  - {kind: consultation, handle: first, status: held, mechanism: grain, session: 1, place: Baku,
     occurred: 2021-03-01, host: AZ, participants: [{name: Anar Aliyev, side: AZ, post: director},
     {name: Basim Hasan, side: IQ}]}
  - {kind: consultation, handle: second, status: held, mechanism: grain, session: 2, host: IQ,
     occurred: 2022-03-01, place: Baghdad, participants: [{name: Anar Aliyev, side: AZ}]}
  - {kind: visit, handle: visit, status: concluded, title: Visit to Baku, host: AZ, place: Baku,
     occurred: 2025-05-01/2025-05-03, parties: [AZ, IQ], topics: [grain, trade],
     participants: [{name: Basim Hasan, side: IQ, post: minister of trade}]}
  - {kind: meeting, handle: talks, status: held, title: Talks on grain, occurred: 2025-05-02,
     place: Baku, parties: [AZ, IQ], part_of: visit, topics: [grain],
     participants: [{name: Basim Hasan, side: IQ, post: minister of trade},
     {name: Anar Aliyev, side: AZ}]}
  - {kind: meeting, handle: dinner, status: held, title: Dinner in Baku, occurred: 2025-05-02,
     place: Baku, parties: [AZ, TR], participants: [{name: Known Envoy, side: TR}]}
  - {kind: follow-up, handle: lists, what: Exchange lists of mills, due: 2025-12-01,
     agreed_in: visit, owners: [AZ], parties: [AZ, IQ]}
  - {kind: follow-up, handle: next, what: Report to the next session, owners: [IQ],
     parties: [AZ, IQ], awaits: {mechanism: grain}}
""")

SECRETS = secret("""\
dispatch: hushcable
source: {title: A hushcable, publisher: Hushpaper, note: hushnote, url: "https://hush.example/"}
reason: hushreason
records:
  - {kind: visit, handle: quiet, status: announced, title: Hushvisit, parties: [AZ, SA],
     host: AZ, place: Hushville, occurred: 2026-05-04, marking: "TLP:RED", topics: [hushtopic,
     grain hushoil], summary: Hushsummary, reminders: [P1D], external_ids: {hushsystem: hush-1},
     as_written: {occurred: hushsoon}, participants: [{name: Hush Guest, side: SA, post: hushpost},
     {name: Basim Hasan, side: IQ, post: hushminister}, {name: Known Hushname Envoy, side: TR}]}
  - {kind: meeting, handle: aside, status: held, title: Hushaside, parties: [AZ, IQ],
     occurred: 2026-01-02, part_of: quiet, marking: "TLP:AMBER", outcomes: [Hushoutcome],
     participants: [{name: Middle Hushman, side: IQ, post: hushenvoy},
     {name: Hush Foundation, type: organisation, side: AZ}]}
  - {kind: follow-up, handle: owed, what: Hushwhat, agreed_in: quiet, due: 2026-06-01,
     owners: [AZ, {name: Hush Owner, side: AZ}], parties: [AZ, SA], marking: "TLP:RED"}
  - {kind: conference, handle: summit, status: announced, title: Hushsummit 9, organiser: TR,
     aliases: [Hushmeet], occurred: 2026-10, marking: "TLP:RED"}
  - {kind: instrument, handle: pact, status: signed, title: Hushpact, form: memorandum,
     parties: [AZ, IQ], signed: 2026-01-03, signed_in: aside, registration: hush-2,
     founds: <Working group on grain>, marking: "TLP:AMBER+STRICT", topics: [grain]}
  - {kind: demarche, handle: note, status: delivered, subject: Hushnote, form: letter,
     sender: AZ, recipients: [IQ], occurred: 2026-01-04, delivered_by: a hushcourier,
     reply_due: 2026-02-20, part_of: aside, marking: "TLP:RED"}
  - {kind: series, handle: calls, title: Hushcalls, every: week, occurred: 2026-03-02,
     until: 2026-03-30, parties: [AZ, IQ], marking: "TLP:RED"}
  - {kind: consultation, handle: third, status: held, mechanism: <Working group on grain>,
     session: 3, occurred: 2023-03-01, place: Hushville, host: AZ, marking: "TLP:RED"}
  - {kind: consultation, handle: seventh, status: scheduled, mechanism: <Commission on water>,
     session: 7, occurred: 2026-04-01, host: TR, marking: "TLP:RED"}
  - {kind: meeting, handle: supper, status: held, title: Hushsupper, occurred: 2025-05-02,
     place: Baku, parties: [AZ, IQ], part_of: <Visit to Baku>, marking: "TLP:RED", participants:
     [{name: Basim Hasan, side: IQ, post: minister of trade}, {name: Anar Aliyev, side: AZ}]}
  - {kind: meeting, handle: twin, status: held, title: Talks on grain hushtwin, place: Baku,
     occurred: 2025-05-02, parties: [AZ, IQ], marking: "TLP:RED"}
  - {kind: meeting, handle: margins, status: scheduled, title: Hushmargins, occurred: 2026-09-09,
     parties: [AZ, IQ], margins: <UNGA 81>, marking: "TLP:RED"}
  - {kind: follow-up, handle: debt, what: Hushdebt, due: 2025-11-01, agreed_in: <Visit to Baku>,
     owners: [IQ], parties: [AZ, IQ], marking: "TLP:RED", awaits:
     {mechanism: <Working group on grain>}}
  - {kind: meeting, handle: spelling, status: held, title: Hushspelling, occurred: 2026-01-07,
     parties: [AZ, IQ], marking: "TLP:RED", participants: [{name: Basim Hushasan, side: IQ}]}
""")

LINKED = Step("""\
dispatch: linked
source: {title: Chronicle of the spring, publisher: Gazette}
records:
  - kind: meeting
    handle: part
    status: held
    title: Open part
    occurred: 2026-01-02
    place: Baku
    parties: [AZ, IQ]
    part_of: <Hushvisit> # secret
    as_written:
      title: Ouvert
      part_of: hushpart # secret
    participants: [{name: Basim Hasan, side: IQ}]
  - kind: meeting
    handle: margin
    status: scheduled
    title: Open margin
    occurred: 2026-10-02
    parties: [AZ, TR]
    margins: <Hushsummit 9> # secret
    as_written: # secret
      margins: hushmargin # secret
    summary: In the margins
  - kind: follow-up
    handle: promise
    what: Send the open letter
    due: 2026-07-01
    parties: [AZ, IQ]
    owners: [IQ]
    agreed_in: <Hushaside> # secret
    agreed: 2026-01-02
    as_written: # secret
      agreed_in: hushagreed # secret
  - kind: instrument
    handle: treaty
    status: signed
    title: Open treaty
    parties: [AZ, IQ]
    signed: 2026-01-02
    signed_in: <Hushvisit> # secret
    topics: [grain]
  - kind: demarche
    handle: letter
    status: delivered
    subject: Open letter
    sender: AZ
    recipients: [IQ]
    occurred: 2026-01-05
    part_of: <Hushaside> # secret
    reply_due: 2026-02-10
  - kind: meeting
    handle: call
    status: scheduled
    title: Open call
    occurred: 2026-03-09
    parties: [AZ, IQ]
    series: <Hushcalls> # secret
  - kind: consultation
    handle: fourth
    status: held
    mechanism: <Working group on grain>
    session: 4
    occurred: 2024-03-01
    place: Baghdad
    host: IQ
    part_of: <Hushvisit> # secret
""")

MIXED = Step("""\
dispatch: mixed
source: {title: Mixed chronicle}
reason: mixed # secret
records:
  - {kind: meeting, handle: open, status: held, title: Half open, occurred: 2026-01-06,
     parties: [AZ, IQ], participants: [{name: Celal Demir, side: TR, post: envoy}]}
  - {kind: meeting, handle: again, status: held, title: Held again, occurred: 2026-01-06,
     parties: [AZ, IQ], place: Baku}
  - kind: meeting # secret
    handle: hush # secret
    status: held # secret
    title: Hushmixed # secret
    parties: [AZ, IQ] # secret
    occurred: 2026-01-06 # secret
    marking: "TLP:RED" # secret
""")

HISTORY = (
    BEFORE,
    secret("party alias <Basim Hasan> 'Basim Hushasan' --reason hushreason"),
    SECRETS,
    LINKED,
    MIXED,
    secret("correct <Hushmixed> title='Hushmixed again' --reason 'hushreason misread'"),
    secret("reading dispute <Hushsupper> place=Hushtown --source 'A hushsource'"),
    secret("retract <Hushmixed again> --reason 'hushreason retracted'"),
    secret("party position <Hush Guest> 'hushposition' --assumed 2025"),
    Step(
        "retract <Half open> --duplicate-of <Hushaside> --reason twice",
        "retract <Half open> --reason twice",
    ),
    secret("distinguish <Talks on grain> <Talks on grain hushtwin>"),
    secret("distinguish <Hushsupper> <Talks on grain>"),
    secret("party merge <Hush Guest> <Known Envoy> --reason 'one hushman'"),
    secret("party merge <Celal Demir> <Middle Hushman> --reason 'one hushman'"),
    secret("party alias <Middle Hushman> 'C. Hushdemir'"),
    secret("party split <Basim Hasan> --record <Hushsupper> --reason 'two hushmen'"),
    secret("correct <Held again> part_of=<Hushvisit> --reason 'a part of the hushvisit'"),
    secret("undo --reason 'not of the hushvisit'"),
    Step(
        "follow-up fulfil <Exchange lists of mills> --by <Hushsupper> --fulfilled 2025-11-01",
        "follow-up fulfil <Exchange lists of mills> --fulfilled 2025-11-01",
    ),
    secret("follow-up split <Hushdebt> --into 'Hushhalf' --into 'Hushrest'"),
    secret(
        "meeting hold --title Hushlater --party AZ --party IQ --occurred 2026-01-08"
        " --participant 'Former Hushman;;IQ'"
    ),
    secret("correct <Hushlater> marking=TLP:RED --reason 'a hushmeeting'"),
    secret("correct <Hushlater> participant='Gone Hushguest;;IQ' --reason 'hushreason misread'"),
    secret("retract <Gone Hushguest> --reason 'hushreason retracted'"),
    Step("correct <Held again> place=Ganja --reason misread"),
    Step(
        "series schedule --title 'Open series' --party AZ --party TR --every week"
        " --occurred 2026-05-05 --until 2026-05-26"
    ),
    Step("undo --reason 'not planned'"),
    Step("distinguish <Dinner in Baku> <Talks on grain>"),
)
"""The steps, which run an hour apart."""

START, EVERY = datetime(2026, 1, 15, 8, tzinfo=UTC), timedelta(hours=1)


def record_all(desk: Desk) -> None:
    """Record the history with its secrets."""
    _record(desk, with_secrets=True)


def record_open(desk: Desk) -> None:
    """Record the history without its secrets."""
    _record(desk, with_secrets=False)


def _record(desk: Desk, with_secrets: bool) -> None:
    for number, step in enumerate(HISTORY):
        desk.now = (START + number * EVERY).isoformat()
        if text := step.told(with_secrets).strip():
            known = refs_by_title(desk) if "<" in text else {}
            text = re.sub("<(.*?)>", lambda found, known=known: known[found[1]], text)
            is_command = "\n" not in text
            words = shlex.split(text) if is_command else ["record", desk.write("step.yaml", text)]
            answer = desk.run(*words, "--yes")
            assert answer.code == 0, f"{text}: {answer.err}"
    desk.now = "2026-01-20T08:00:00Z"


def changed(desk: Desk, *options: str) -> list[dict[str, Any]]:
    """Return every event of the register."""
    return list(desk.read("audit", "diff", "--from", "0", *options)["events"])


def refs_by_title(desk: Desk, *options: str) -> dict[str, str]:
    """Return the refs of all records, by title, in order of recording."""
    return {one["called"]: one["ref"] for one in reversed(changed(desk, *options))}
