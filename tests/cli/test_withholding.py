"""Reports with ``--withhold`` read as if nobody had recorded the withheld records."""

import json
import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.cli import session
from dragoman.cli.output import Output
from dragoman.cli.read.reports import ALL
from dragoman.cli.read.watch import Screen
from dragoman.domain import Marking, involves
from tests.cli.commands import act
from tests.cli.secret_history import (
    MARKING,
    WORD,
    changed,
    record_all,
    record_open,
    refs_by_title,
)
from tests.cli.test_tomorrow import append
from tests.conftest import Answer, Desk, isolate
from tests.copies import after

WITHHELD = ("--withhold", MARKING)
RED = ("--withhold", "TLP:RED")

REPORTS = """
timeline
timeline --by topic
timeline --by mechanism
timeline --by party --kind meeting --kind instrument
timeline --margins 'UNGA 81'
timeline --party 'Basim Hasan' --since 2025
follow-ups
follow-ups --all --party IQ
--context AZ-IQ follow-ups
brief AZ
brief AZ IQ
brief TR
brief SA
--context AZ-IQ brief
who Basim
who Anar
who Known
topic grain
topic trade --party IQ
agenda
agenda next 300 days
agenda --party TR
activity
activity --between AZ IQ
activity --by topic
lanes --since 2025-12-20 --weeks 26
lanes --by person --since 2025-04-20
lanes --by place --since 2025-04-20
digest --since 2026-01-14
digest --since 2026-01-15T09:30:00Z --days 300 --party IQ
silence --days 0
silence --days 0 --between AZ IQ
search grain
search talks in Baku
search minister of trade
search Basim --kind party
party list
party list --named hasan
party alike
mechanism list
register doubles
audit log
audit log --limit 4
audit diff --from 0
audit diff --from 2026-01-15T11:30:00Z --between AZ IQ
audit diff --from 2026-01-17 --to 2026-01-15T11:30:00Z
timeline --as-of 2026-01-15T12:30:00Z
party list --as-of 2026-01-15T09:30:00Z
brief AZ --as-of 2026-01-15T12:30:00Z
""".strip().splitlines()
"""The reports whose answers must not depend on secrets."""

ONE_EACH = [
    *{re.sub("--context AZ-IQ | .*", "", one): one for one in REPORTS[::-1]}.values(),
    *("audit diff --from 0", "party alike"),
]
"""A report of each command."""

ABOUT_SECRETS = """
search hushvisit
search hushpart
search hushmargin
search hushagreed
search hushasan
search hush guest
search hushvilla
search hushminster
who 'Hush Guest'
who Hushman
who 'Known Hushname Envoy'
who 'Basim Hushasan'
brief 'Hush Foundation'
party list --named hush
topic hushtopic
topic hushtopics
topic grain hush
topic oil
timeline --party 'Hush Guest'
timeline --topic hushtopic
timeline --margins 'Hushsummit 9'
follow-ups --owner 'Hush Owner'
source show Hushvisit
source show 'Talks on grain hushtwin'
""".strip().splitlines()
"""Reports in which a reader asks for secrets."""

OF_RECORD = ("show", "show --history", "source show", "audit diff --from 0")
OF_PARTY = ("who", "brief", "timeline --party", "follow-ups --all --owner")
"""The reports about a record, or about a person or organisation."""


@pytest.fixture
def hushed(desk: Desk) -> Desk:
    """A desk that has recorded the history with its secrets."""
    return after(desk, record_all)


def answered(desk: Desk, line: str, *options: str) -> Answer:
    """Run a report, which may be refused, but must not fail."""
    answer = desk.run(*shlex.split(line), *options)
    assert answer.code in (0, 2), f"{line}: {answer.err}"
    return answer


def text_of(desk: Desk, line: str, *options: str) -> str:
    """Return all that a report prints, in lower case."""
    answer = answered(desk, line, *options)
    return (answer.out + answer.err).lower()


def refs(desk: Desk, *options: str) -> list[str]:
    """Return the refs of the records, in order of recording."""
    return list(dict.fromkeys(one["ref"] for one in changed(desk, *options)))


def gone(desk: Desk) -> list[str]:
    """Return the refs of the secret records."""
    shown = refs(desk, *WITHHELD)
    return [ref for ref in refs(desk) if ref not in shown]


def wanted(line: str, known: Sequence[str]) -> Sequence[str]:
    """Return the refs about which a report can be; an empty ref if it is about no record."""
    parties = [ref for ref in known if ref.startswith("P-")]
    return known if line in OF_RECORD else parties if line in OF_PARTY else [""]


# --- Nothing secret is told -------------------------------------------------------------------

FORMS = {
    "terminal": (),
    "json": ("--json",),
    "csv": ("--csv",),
    "markdown": ("--markdown",),
    "html": ("--html", "-"),
}


@pytest.mark.parametrize("form", FORMS)
def test_no_report_has_a_secret(hushed: Desk, form: str) -> None:
    """In no format does a report have a secret word, or the ref of a secret record."""
    secret = re.compile(rf"\w*{WORD}\w*|\b(?:{'|'.join(gone(hushed))})\b", re.IGNORECASE)
    of_records = [f"{line} {ref}" for line in OF_RECORD[:2] for ref in refs(hushed, *WITHHELD)]
    for line in (*REPORTS, *of_records) if form == "terminal" else (*ONE_EACH, *of_records[::3]):
        answer = answered(hushed, line, *FORMS[form], *WITHHELD)
        assert not secret.findall(answer.out + answer.err), line
        has_no_form = form == "csv" and "--csv" in answer.err
        assert answer.code == 0 or has_no_form, f"{line}: {answer.err}"


# --- The reports are those of a register without secrets --------------------------------------

STATE = ("as_of", "from", "to", "withheld")
"""The fields about the whole log, which has more events if it has secrets."""

POSITIONS = ("position", "first_position", "last_position", "undoes")


@frozen
class Names:
    """The refs, positions and entries of a register, each with the one in another register."""

    refs: Mapping[str, str]
    positions: Mapping[int, int]
    entries: Mapping[str, str]

    def plain(self, value: Any, key: str = "") -> Any:
        """Return a report with the names of the other register, without what may differ."""
        if isinstance(value, dict):
            return {name: self.plain(one, name) for name, one in value.items() if name not in STATE}
        if isinstance(value, list):
            return [self.plain(one, key) for one in value]
        if key in POSITIONS:
            return self.positions.get(value, value)
        return self.worded(value) if isinstance(value, str) else value

    def worded(self, text: str) -> str:
        """Return a text with the names of the other register.

        The reason of an entry that also has secrets is not shown.
        """
        found = re.sub(r"\b[A-Z]-[0-9]+\b", lambda one: self.refs.get(one[0], one[0]), text)
        return self.entries.get(found, found).replace("dispatch mixed", "")


@frozen
class Told:
    """What a desk tells: every event, and the answer to every report."""

    events: Sequence[Mapping[str, Any]]
    answers: Mapping[str, tuple[int, str]]

    def names_in(self, other: "Told") -> Names:
        """Return the names of the same records, events and entries in another register."""
        both = list(zip(self.events, other.events, strict=True))
        return Names(
            {one["ref"]: same["ref"] for one, same in both},
            {one["position"]: same["position"] for one, same in both},
            {one["entry"]: same["entry"] for one, same in both},
        )

    def plain(self, names: Names) -> dict[str, Any]:
        """Return the answers with the names of another register."""
        return {
            line: (code, names.plain(json.loads(text)) if code == 0 else names.worded(text))
            for line, (code, text) in self.answers.items()
        }


def told(desk: Desk, lines: Sequence[str], *options: str) -> Told:
    """Return what a desk tells; a report about a record has the number of the record."""
    events = changed(desk, *options)
    known = list(dict.fromkeys(one["ref"] for one in events))
    answers = {}
    for line in lines:
        for number, ref in enumerate(wanted(line, known)):
            answer = answered(desk, f"{line} {ref}", "--json", *options)
            answers[f"{line} {number}"] = answer.code, answer.out or answer.err
    return Told(events, answers)


@pytest.mark.once
@pytest.mark.parametrize(
    "lines",
    [REPORTS, ABOUT_SECRETS, (*OF_RECORD, *OF_PARTY)],
    ids=["reports", "secrets", "records"],
)
def test_reports_are_as_without_secrets(hushed: Desk, tmp_path: Path, lines: Sequence[str]) -> None:
    """The JSON of a report, or its error, is the same as if nobody had recorded the secrets."""
    ours = told(hushed, lines, *WITHHELD)
    with pytest.MonkeyPatch.context() as patch:
        (tmp_path / "other").mkdir()
        isolate(patch, tmp_path / "other")
        theirs = told(after(Desk(tmp_path / "other", patch), record_open), lines)
    found, expected = ours.plain(ours.names_in(theirs)), theirs.plain(Names({}, {}, {}))
    assert found.keys() == expected.keys()
    for line, answer in found.items():
        assert answer == expected[line], line


def test_a_secret_ref_does_not_exist(hushed: Desk) -> None:
    """The ref of a secret record gives the same error as a ref that nobody has recorded."""
    secret = list({ref[0]: ref for ref in gone(hushed)}.values())
    assert {ref[0] for ref in secret} == set("CDEFIMPSV")
    asked = [(line, ref) for line in (*OF_RECORD, *OF_PARTY) for ref in wanted(line, secret)]
    for line, ref in (*asked, ("timeline --margins", "E-2")):
        none = f"{ref[0]}-99"
        here, there = (answered(hushed, f"{line} {one}", *WITHHELD) for one in (ref, none))
        assert (here.code, here.out) == (there.code, there.out) == (2, ""), f"{line} {ref}"
        assert here.err == there.err.replace(none, ref)


# --- The past ---------------------------------------------------------------------------------

TALKS = "meeting hold --party AZ --party IQ --occurred 2026-01-02"


@pytest.mark.parametrize(
    ("marking", "later"), [("TLP:RED", ""), ("", "TLP:RED")], ids=["lifted", "later"]
)
def test_the_past_lacks_what_is_secret_then_or_now(desk: Desk, marking: str, later: str) -> None:
    """A report about the past leaves out a record that has the marking now, or had it then."""
    marked = f"--marking {marking}" if marking else ""
    act(desk, f"{TALKS} --title Hushtalks --participant 'Hush Guest;;IQ' {marked}")
    act(desk, f"correct M-1 marking={later} --reason 'another marking'")
    for line in ("timeline", "party list", "audit log", "show M-1", "who P-1", "lanes"):
        assert WORD in text_of(desk, line, "--as-of", "2") or line in ("audit log", "lanes")
        assert WORD not in text_of(desk, line, "--as-of", "2", *RED)
    assert (WORD in text_of(desk, "timeline", *RED)) == (not later)


def test_the_past_lacks_a_name_that_became_secret(desk: Desk) -> None:
    """A name is withheld from the past, too, if only secret records have used it since."""
    act(desk, f"{TALKS} --title Talks --participant 'Basim Hasan;;IQ'")
    act(desk, "party alias P-1 'Basim Hushasan'")
    act(desk, "party register --name 'Hush Guest' --side IQ")
    people = "--participant 'Basim Hushasan;;IQ' --participant 'Hush Guest;;IQ'"
    act(desk, f"{TALKS} --title Others {people} --marking TLP:RED --yes")
    then = ("--as-of", "4")
    for line in ("party list", "show P-1 --history", "who P-1", "audit log", "search basim"):
        assert WORD not in text_of(desk, line, *then, *RED)
    assert text_of(desk, "party list", *then).count(WORD) == 2


def test_a_person_whom_a_secret_record_named_first_has_no_secret_post(desk: Desk) -> None:
    """If only a secret record gives the post of a known person, no report has the post."""
    act(desk, f"{TALKS} --title Hushtalks --participant 'Ali Hasan;hushpost;IQ' --marking TLP:RED")
    act(desk, f"{TALKS} --title Talks --participant 'Ali Hasan;;IQ' --yes")
    for line in ("show P-1", "show P-1 --history", "who Ali", "party list", "audit diff --from 0"):
        assert "hushpost" in text_of(desk, line)
        assert "ali hasan" in text_of(desk, line, *RED)
        assert WORD not in text_of(desk, line, *RED)


# --- What a report leaves out -----------------------------------------------------------------


def test_a_report_says_how_much_it_leaves_out(hushed: Desk) -> None:
    """Pages, JSON and, with CSV, stderr say how many records of each kind are left out."""
    kinds = Counter(hushed.read("show", ref)["record"]["kind"] for ref in gone(hushed))
    for line in (*ONE_EACH, "show V-1", "show V-1 --history", "source show V-1"):
        document = hushed.read(*shlex.split(line), *WITHHELD)
        about = document.get("as_of", document.get("to", document))["withheld"]
        assert about == {"marking": MARKING, "kinds": kinds}, line
        page = " ".join(text_of(hushed, line, *WITHHELD).split())
        assert f"({MARKING} or stricter)".lower() in page, line
    counted = f" {len(changed(hushed, *WITHHELD))} events "
    assert counted in " ".join(hushed.run("audit", "diff", "--from", "0", *WITHHELD).out.split())
    rows = hushed.run("timeline", "--csv", *WITHHELD)
    assert (rows.code, rows.err.count("\n")) == (0, 1)
    assert rows.err.startswith("withheld: 1 visit, 2 consultations, ")
    assert rows.err.endswith(f" ({MARKING} or stricter)\n")


def test_a_report_about_the_past_counts_only_the_past(hushed: Desk) -> None:
    """Secret records that somebody recorded later are not counted."""
    then = hushed.read("timeline", "--as-of", "2026-01-15T08:30:00Z", *WITHHELD)
    assert then["as_of"]["withheld"] == {"marking": MARKING, "kinds": {}}


def test_a_label_withholds_stricter_labels(hushed: Desk) -> None:
    """``--withhold`` leaves out the records with the given marking or a stricter marking."""
    strict_first = "TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN"
    red, strict, amber, green = (
        refs_by_title(hushed, "--withhold", label).keys() for label in strict_first
    )
    assert "Hushvisit" not in red
    assert red - strict == {"Hushpact"}
    assert strict - amber == {"Hushaside", "Middle Hushman", "Hush Foundation"}
    assert amber == green


@pytest.mark.parametrize("command", ["timeline", "source show V-1", "audit log", "watch"])
def test_an_unknown_label_is_an_error(desk: Desk, command: str) -> None:
    """If the label is not a TLP label, the command says so in one line."""
    answer = desk.run(*shlex.split(command), "--withhold", "nonsense")
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.split("\n\n")[0].splitlines()) == 1
    assert "nonsense" in answer.err
    assert "TLP:AMBER+STRICT" in answer.err


# --- Beside the register ----------------------------------------------------------------------


def test_a_search_without_secrets_does_not_change_the_index(hushed: Desk) -> None:
    """The first search builds the index of all records, even if it withholds some."""
    found = [hushed.read("search", "hushvisit", *some)["found"] for some in (WITHHELD, ())]
    assert found[0] == 0
    assert found[1] > 0


def test_a_text_that_a_secret_record_cites_is_not_shown(desk: Desk) -> None:
    """A kept text is not shown, and cannot be saved, if a secret record cites it, too."""
    text = "A long article."
    cites = f"--source Paper --sha256 {sha256(text.encode()).hexdigest()}"
    act(desk, f"{TALKS} --title Talks {cites}")
    act(desk, f"source keep M-1 {desk.write('article.txt', text)}")
    assert text in desk.run("source", "show", "M-1", *RED).out
    act(desk, f"{TALKS} --title Hushtalks {cites} --marking TLP:RED")
    assert text in desk.run("source", "show", "M-1").out
    assert text not in desk.run("source", "show", "M-1", *RED).out
    refused = desk.run("source", "show", "M-1", "--save", "file", *RED)
    assert (refused.code, refused.err) == (2, "dragoman: --save: 0 sources of M-1 kept\n")
    assert not (desk.home / "file").exists()


@pytest.mark.once
@pytest.mark.parametrize("topic", ["TreatyInitialled", "MeetingTeleported"])
def test_an_unreadable_record_is_secret(desk: Desk, topic: str) -> None:
    """A record of a newer version is withheld from all reports, because it may have a marking."""
    act(desk, f"{TALKS} --title Talks")
    append(desk, topic, b'{"title":"B"}')
    for line in ("audit log", "audit diff --from 0", "timeline", "timeline --as-of 1"):
        everything, rest = (desk.run(*shlex.split(line), *some) for some in ((), RED))
        assert "event 2" in everything.err or "--as-of" in line
        assert ("Talks" in rest.out) or line == "audit log"
        assert topic not in rest.out
        assert "why not" not in rest.out
        assert "event 2" not in rest.err


def test_watch_lists_no_new_secrets(hushed: Desk) -> None:
    """The list of new records on the screen of ``watch`` does not have secret records."""
    watching = session.Session(hushed.location, Output())
    watching.withholds("TLP:AMBER")
    screen = Screen(watching, ALL, "month", None)
    try:
        screen.look()
        act(hushed, f"{TALKS} --title Hushnews --marking TLP:RED")
        act(hushed, f"{TALKS} --title News")
        screen.look()
        assert screen.new == ["M-25"]
    finally:
        watching.close()


# --- Only some parties ------------------------------------------------------------------------


def test_a_reader_within_a_scope_sees_no_other_record(
    hushed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session within the records of a party shows no other record, and no link to one."""
    hushed.record(hushed.write("observed.yaml", OBSERVED))
    every = {ref: title for title, ref in refs_by_title(hushed).items()}
    scoped = partial(session.Session, within=(involves("TR"),))
    monkeypatch.setattr(session, "Session", scoped)
    shown = refs(hushed)
    others = "|".join(ref for ref in every if ref not in shown)
    assert {"B-2", "C-6", "I-3", "M-2"} <= set(shown)
    assert "B-1" in others
    secret = re.compile(rf"\b(?:{others})\b|gozlemci")
    for line in (*REPORTS, *(f"{line} {ref}" for line in OF_RECORD for ref in shown)):
        if "--as-of" not in line:  # a record that is retracted now was within the scope
            assert not secret.findall(answered(hushed, line).out), line
    assert "nothing found" in text_of(hushed, "search gozlemci")


OBSERVED = """\
dispatch: observed
source: {title: Bulletin}
records:
  - {kind: consultation, handle: fifth, status: held, mechanism: B-1, session: 5,
     occurred: 2025-12-01, participants: [{name: Mehmet Oz, side: TR, role: observer}],
     as_written: {mechanism: gozlemci}}
  - {kind: follow-up, handle: notes, what: Send notes, owners: [TR], parties: [TR],
     awaits: {mechanism: B-1, session: 6}, as_written: {awaits.session: gozlemci}}
  - {kind: instrument, handle: paper, status: signed, title: Founding paper, parties: [TR, GE],
     signed: 2026-01-01, founds: B-1}
"""
"""Records of Turkey that link to a mechanism of others."""


# --- Any marking ------------------------------------------------------------------------------

LINKS = """\
dispatch: links
source: {title: Gazette}
records:
  - {kind: visit, handle: alfa, status: concluded, title: Alfa visit, host: AZ, parties: [AZ, IQ],
     occurred: 2025-12-01, participants: [{name: Ali Omar, side: IQ, post: alfa minister}]}
  - {kind: meeting, handle: bravo, status: held, title: Bravo talks, parties: [AZ, IQ],
     occurred: 2025-12-01, part_of: alfa, as_written: {part_of: bravo part}, topics: [bravo],
     participants: [{name: Ali Bravo, side: IQ}, {name: Ali Omar, side: IQ, post: bravo envoy}]}
  - {kind: meeting, handle: carol, status: held, title: Carol talks, parties: [AZ, IQ],
     occurred: 2025-12-01, part_of: bravo, place: Caroltown, outcomes: [A carol list]}
  - {kind: follow-up, handle: delta, what: Delta letter, parties: [AZ, IQ], agreed_in: bravo,
     agreed: 2025-12-01, due: 2026-01-02, owners: [AZ, {name: Dan Delta, side: AZ}]}
  - {kind: conference, handle: fox, status: announced, title: Fox assembly, occurred: 2026-06}
  - {kind: meeting, handle: golf, status: scheduled, title: Golf talks, parties: [AZ, TR],
     occurred: 2026-06-02, margins: fox, participants: [{name: Gul Golf, side: TR}]}
  - {kind: mechanism, handle: body, body: working group, title: Standing body, parties: [AZ, IQ]}
  - {kind: consultation, handle: hotel, status: held, mechanism: body, session: 1,
     occurred: 2025-12-02, place: Hoteltown, part_of: alfa, summary: A hotel summary}
  - {kind: instrument, handle: indigo, status: signed, title: Indigo pact, parties: [AZ, IQ],
     signed: 2025-12-02, signed_in: carol, founds: body, registration: indigo-1}
  - {kind: demarche, handle: kilo, status: delivered, subject: Kilo note, sender: AZ,
     recipients: [IQ], occurred: 2025-12-02, part_of: hotel, delivered_by: a kilo courier}
  - {kind: follow-up, handle: lima, what: Lima report, parties: [AZ, IQ], owners: [IQ],
     status: fulfilled, by: carol, fulfilled: 2025-12-03, agreed: 2025-12-01}
"""
"""Records whose texts all have the handle of the record, which no other record has."""

HANDLES = [one for one in re.findall(r"handle: (\w+)", LINKS) if one != "body"]
LABELS = get_args(Marking)

REPORTS_ON_LINKS = """
timeline
timeline --by mechanism
follow-ups --all
brief AZ IQ
who Ali
agenda 2026
lanes --by person --since 2025-12-01
digest --since 2026-01-14
silence --days 0
search talks
search minister
party list
mechanism list
audit log
audit diff --from 0
""".strip().splitlines()


@pytest.mark.slow
@pytest.mark.once
@settings(max_examples=12, deadline=None)
@given(st.dictionaries(st.sampled_from(HANDLES), st.sampled_from(LABELS)), st.sampled_from(LABELS))
def test_whatever_the_markings_are(markings: Mapping[str, Marking], label: Marking) -> None:
    """A report has no word of a record that it withholds; the log has every other record."""
    secret = {one for one, own in markings.items() if LABELS.index(own) <= LABELS.index(label)}
    text = LINKS
    for handle, own in markings.items():
        text = text.replace(f"handle: {handle},", f'handle: {handle}, marking: "{own}",')
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        isolate(patch, Path(home))
        desk = Desk(Path(home), patch)
        desk.record(desk.write("links.yaml", text))
        for line in REPORTS_ON_LINKS:
            said = text_of(desk, line, "--withhold", label)
            assert not [word for word in secret if word in said], line
        assert [word for word in HANDLES if word in said] == [
            word for word in HANDLES if word not in secret
        ]
