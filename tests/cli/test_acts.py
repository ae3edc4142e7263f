"""Amendments, dry runs and the context: commands that are not used every week."""

import shlex
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import ARTICLE, CHAIN, EXAMPLES, Answer, Desk, remove
from tests.copies import after, both

RIVALS = (str(EXAMPLES / "azertac-2025.yaml"), str(EXAMPLES / "news-az-2025.yaml"))


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk where the whole story is recorded."""
    return after(desk, both)


def act(desk: Desk, line: str, now: str | None = None) -> Answer:
    """Run a command that must succeed."""
    answer = desk.run(*shlex.split(line), now=now)
    assert answer.code == 0, answer.err
    return answer


def shown(desk: Desk, ref: str, **options: Any) -> dict[str, Any]:
    """Return the document of a record."""
    return dict(desk.read("show", ref, **options)["record"])


def refs(desk: Desk, *report: str) -> list[str]:
    """Return the refs of a report, in order."""
    document = desk.read(*report)
    [items] = (document[name] for name in ("entries", "items", "mechanisms") if name in document)
    return [one["ref"] for one in items]


def entries(desk: Desk) -> list[str]:
    """Return the ids of all entries, in order."""
    return [one["entry"] for one in desk.read("audit", "log")["entries"]]


# --- Corrections ------------------------------------------------------------------------------

# name: (the ref, the changes, the values after them; a date as EDTF)
CORRECTED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a date": ("V-1", "occurred=2025-04-20/2025-04-21", {"occurred": "2025-04-20/2025-04-21"}),
    "a date in words": ("V-1", "occurred='20 April 2025'", {"occurred": "2025-04-20"}),
    "a field emptied": ("V-1", "place=", {"place": None}),
    "a date emptied": ("C-7", "occurred=", {"occurred": None}),
    "a list emptied": ("C-7", "outcomes=", {"outcomes": []}),
    "a mapping emptied": ("C-7", "as_written=", {"as_written": None}),
    "several fields": ("V-1", "place=Basra title=Talks", {"place": "Basra", "title": "Talks"}),
    "one topic more": (
        "M-1",
        "topics+=post",
        {"topics": ["cooperation in various fields", "post"]},
    ),
    "one topic less": ("M-3", "topics-='COP29 presidency' topics-='foreign policy of Azerbaijan'", {
        "topics": [
            "cooperation with Iraq",
            "peace agenda of Azerbaijan",
            "reconstruction of liberated areas",
        ]
    }),
    "other topics": ("M-1", "topic=post topic=roads", {"topics": ["post", "roads"]}),
    "the words of the source": (
        "V-1",
        "as_written.place=Bagdad",
        {"as_written": {"occurred": "kürzlich", "place": "Bagdad"}},
    ),
    "an id of another system": (
        "V-1",
        "external_ids.cable=4711",
        {"external_ids": {"cable": "4711"}},
    ),
    "what is awaited": ("F-2", "awaits=B-1", {"awaits": {"mechanism": "B-1", "session": None}}),
    "which session is awaited": ("F-2", "awaits.session=3", {
        "awaits": {"mechanism": "B-3", "session": 3}
    }),
    "nothing is awaited": ("F-2", "awaits=", {"awaits": None}),
    "a status": ("C-5", "status=cancelled", {"status": "cancelled"}),
    "a status and its date": (
        "C-5",
        "status=held occurred=2023-12-05",
        {"status": "held", "occurred": "2023-12-05"},
    ),
    "a number": ("C-4", "session=7", {"session": 7}),
    "a number emptied": ("C-4", "session=", {"session": None}),
    "a link": ("C-4", "part-of=V-2", {"part_of": "V-2"}),
    "a link emptied": ("M-1", "part_of=", {"part_of": None}),
    "a code by its name": ("V-1", "host=Azerbaijan", {"host": "AZ"}),
    "parties": ("V-1", "party=AZ party=org:UN", {"parties": ["AZ", "org:UN", "IQ"]}),
    "the charter of a body": ("B-2", "established=2010-11", {"established": "2010-11"}),
    "what is owed": ("F-2", "what='A second session' due=", {
        "what": "A second session",
        "due": None,
    }),
    "a name": ("P-2", "name='Mohammed Hussein Bahr Al-Uloom'", {
        "name": "Mohammed Hussein Bahr Al-Uloom",
        "aliases": ["Mohammed Hussein Bahr al-ustroom"],
    }),
}  # fmt: skip
PEOPLE: dict[str, tuple[str, list[tuple[str | None, str | None]]]] = {
    "participants.2.name='Hiyam Al-Yasiri'": (
        "M-1",
        [
            ("Yalchin Rafiyev", "deputy foreign minister"),
            ("Hiyam Al-Yasiri", "minister of communications"),
        ],
    ),
    "participants.2.post=minister participants.1.post=": (
        "M-1",
        [("Yalchin Rafiyev", None), (None, "minister")],
    ),
    "participants+='Hiyam Al-Yasiri; minister; IQ'": (
        "M-1",
        [
            ("Yalchin Rafiyev", "deputy foreign minister"),
            (None, "minister of communications"),
            ("Hiyam Al-Yasiri", "minister"),
        ],
    ),
    "participants-='Yalchin Rafiyev'": ("M-1", [(None, "minister of communications")]),
    "participant='Somebody; ; IQ'": ("M-1", [("Somebody", None)]),
    "participants=": ("M-1", []),
}


def plain(value: Any) -> Any:
    """Return a value of a document; a date as EDTF."""
    return value["edtf"] if isinstance(value, dict) and "edtf" in value else value


def own_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record's own fields, without what other records say about it."""
    return {name: plain(value) for name, value in record.items() if name not in _OF_OTHERS}


_OF_OTHERS = ("parts", "follow_ups", "engagements", "state")


@pytest.mark.parametrize("case", CORRECTED)
def test_a_correction_changes_only_the_named_fields(story: Desk, case: str) -> None:
    """The entry keeps the reason."""
    ref, changes, wanted = CORRECTED[case]
    before = own_fields(shown(story, ref))
    act(story, f"correct {ref} {changes} --reason misread")
    after = own_fields(shown(story, ref))
    assert {name: after.get(name) for name in wanted} == wanted
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == set(wanted)
    last = story.read("audit", "log", "--limit", "1")["entries"][-1]
    assert last["reason"] == "misread"
    assert last["events"][0]["type"].endswith("Corrected")


@pytest.mark.parametrize("changes", PEOPLE)
def test_a_correction_of_participants(story: Desk, changes: str) -> None:
    """They are renamed, added and removed one by one, and new names are registered."""
    ref, wanted = PEOPLE[changes]
    act(story, f"correct {ref} {changes} --reason misread")
    people = shown(story, ref)["participants"]
    assert [(one.get("name"), one.get("post")) for one in people] == wanted
    assert all(one["party"] for one in people if one.get("name"))


@pytest.mark.parametrize("case", CORRECTED)
def test_an_old_dispatch_does_not_revert_a_correction(story: Desk, case: str) -> None:
    """The same dispatches add nothing and change nothing."""
    ref, changes, _ = CORRECTED[case]
    act(story, f"correct {ref} {changes} --reason misread")
    before = story.position, shown(story, ref)
    for file in (ARTICLE, CHAIN):
        assert "Nothing new" in story.record(file).out
    assert (story.position, shown(story, ref)) == before


@pytest.mark.parametrize("changes", PEOPLE)
def test_an_old_dispatch_does_not_restore_a_removed_participant(story: Desk, changes: str) -> None:
    ref, _ = PEOPLE[changes]
    act(story, f"correct {ref} {changes} --reason misread")
    before = story.position, shown(story, ref)
    story.record(ARTICLE, CHAIN)
    assert (story.position, shown(story, ref)) == before


@pytest.mark.parametrize(
    "line",
    [
        "correct V-1 place=Baghdad --reason slip",
        "correct V-1 cause= --reason slip",
        "correct C-7 outcomes='protocol signed' --reason slip",
        "correct M-1 topics+='cooperation in various fields' --reason slip",
    ],
)
def test_a_correction_without_a_change_is_not_recorded(story: Desk, line: str) -> None:
    """The receipt says so."""
    before = story.events()
    assert "Nothing new" in act(story, line).out
    assert story.events() == before


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("correct F-1 by=C-3 --reason slip", "by", "C-3"),
        ("correct F-1 fulfilled=2025-12-05 --reason slip", "fulfilled", "2025-12-05"),
        ("correct F-1 note='as agreed' --reason slip", "note", "as agreed"),
        ("correct B-3 dissolved=2024 --reason slip", "dissolved", "2024"),
        ("correct B-3 note=merged --reason slip", "note", "merged"),
        ("correct P-1 aliases='Y. Rafiyev' --reason slip", "aliases", ["Y. Rafiyev"]),
    ],
)
def test_every_field_that_is_offered_can_be_corrected(
    story: Desk, line: str, field: str, value: Any
) -> None:
    """A field of ``correct`` is corrected, and not reported as already recorded."""
    act(story, "mechanism dissolve B-3 --dissolved 2025 --note over")
    act(story, line)
    assert plain(shown(story, line.split()[1])[field]) == value


@pytest.mark.parametrize("change", ["name='Mohammed Hussein Bahr Al-Uloom'", "side=org:UN"])
def test_a_corrected_person_keeps_their_engagements(story: Desk, change: str) -> None:
    """A new name or side does not change what the person took part in."""
    before = shown(story, "P-2")["engagements"]
    act(story, f"correct P-2 {change} --reason misread")
    assert shown(story, "P-2")["engagements"] == before
    assert shown(story, "C-1")["participants"][1]["party"] == "P-2"


def test_a_correction_cites_its_source(story: Desk) -> None:
    act(story, "correct V-1 place=Basra --source 'A later report' --reason misread")
    assert "A later report" in [one["title"] for one in shown(story, "V-1")["sources"]]


# --- Retractions ------------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["V-2", "M-1", "C-4", "F-2", "P-3"])
def test_an_old_dispatch_does_not_restore_a_retracted_record(story: Desk, ref: str) -> None:
    """The same dispatches add nothing, and reports still leave the record out."""
    act(story, f"retract {ref} --reason 'never was'")
    position = story.position
    story.record(ARTICLE, CHAIN)
    assert story.position == position
    assert shown(story, ref)["retracted"]
    assert ref not in [*refs(story, "timeline"), *refs(story, "follow-ups", "--all")]


@pytest.mark.parametrize("ref", ["V-2", "M-1"])
def test_a_retracted_record_can_be_shown(story: Desk, ref: str) -> None:
    """All its participants are shown."""
    act(story, f"retract {ref} --reason 'never was'")
    assert "RETRACTED" in act(story, f"show {ref}").out


# --- Undoing ----------------------------------------------------------------------------------


def test_a_dispatch_can_be_undone(story: Desk) -> None:
    """Its records are retracted under their refs, and its additions elsewhere are removed."""
    first, second = story.read("audit", "log")["entries"]
    before = story.read("timeline", "--as-of", "11")["entries"]
    kept = {event["ref"] for event in first["events"]}
    added = {event["ref"] for event in second["events"]}
    titles = {ref: shown(story, ref).get("title") for ref in added}
    act(story, "undo")
    assert story.read("timeline")["entries"] == before
    assert {ref for ref in kept | added if shown(story, ref)["retracted"]} == added - kept
    assert {ref: shown(story, ref).get("title") for ref in added} == titles
    assert shown(story, "P-1")["aliases"] == []
    assert shown(story, "F-1")["status"] == "open"


def test_the_only_dispatch_can_be_undone(desk: Desk) -> None:
    """The register then shows nothing, and replay finds no difference."""
    desk.record(ARTICLE)
    act(desk, "undo")
    for report in ("timeline", "follow-ups --all", "mechanism list"):
        assert refs(desk, *report.split()) == []
    assert desk.run("audit", "replay").code == 0


def test_an_undo_can_be_undone(story: Desk) -> None:
    """Everything comes back as it was, under the same refs."""
    reports = ("timeline", "follow-ups --all", "mechanism list", "party list")
    before = [story.read(*report.split()) for report in reports]
    act(story, "undo")
    act(story, f"undo {entries(story)[-1]}")
    after = [story.read(*report.split()) for report in reports]
    assert [one | {"as_of": None} for one in after] == [one | {"as_of": None} for one in before]
    assert story.run("audit", "replay").code == 0


@pytest.mark.parametrize(
    "form", [str, str.upper, lambda text: text[:8], lambda text: text[:4], lambda text: text[:13]]
)
def test_an_entry_is_named_by_a_unique_prefix(story: Desk, form: Any) -> None:
    """Dashes may be in it."""
    act(story, "meeting hold --title Talks --party AZ --occurred 2026-01-02")
    entry = entries(story)[-1]
    act(story, "meeting hold --title More --party AZ --occurred 2026-01-03")
    act(story, f"undo {form(entry)}")
    assert (shown(story, "M-4")["retracted"], shown(story, "M-5")["retracted"]) == (True, False)


def test_repeated_undo_goes_back_entry_by_entry(story: Desk) -> None:
    """Without an id, the last entry that is not yet undone is undone."""
    for place in ("Basra", "Mosul"):
        act(story, f"correct V-1 place={place} --reason slip")
    places = []
    for _ in range(2):
        act(story, "undo")
        places.append(shown(story, "V-1")["place"])
    assert places == ["Basra", "Baghdad"]


def test_the_entry_of_an_undo_names_the_undone_entry(story: Desk) -> None:
    """A given reason is kept."""
    act(story, "correct V-1 place=Basra --reason slip")
    corrected = entries(story)[-1]
    act(story, "undo")
    act(story, f"undo {entries(story)[-1]} --reason 'right after all'")
    reasons = [one["reason"] for one in story.read("audit", "log", "--limit", "2")["entries"]]
    assert reasons == [f"undo of entry {corrected[:8]}", "right after all"]


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
    """Record the story, a plan, an instrument and a dispute, then let days pass."""
    both(desk)
    for line in PREPARED:
        act(desk, line)
    desk.now = LATER


@pytest.fixture
def prepared(desk: Desk) -> Desk:
    """A desk with a plan, an instrument and a dispute, some days later."""
    return after(desk, prepare)


@pytest.mark.parametrize("line", FOUNDING | FURTHER)
def test_a_dry_run_shows_what_recording_records(prepared: Desk, line: str) -> None:
    """It records nothing, and its document has the events that recording then has."""
    before = prepared.events()
    words = shlex.split(line)
    document = prepared.read(*words, "--dry-run")
    printed = act(prepared, f"{line} --dry-run")
    assert prepared.events() == before
    assert document["schema"] == "dragoman/rehearsal/1"
    assert document.keys() == {"schema", "events"}
    told = [event["type"] for event in document["events"]]
    assert told == (FOUNDING | FURTHER)[line]
    assert all(isinstance(event["facts"], dict) for event in document["events"])
    assert printed.lines[0].startswith("Would be recorded, if it were not a dry run: ")
    act(prepared, line)
    recorded = prepared.read("audit", "log", "--limit", "1")["entries"][-1]["events"]
    assert [event["type"] for event in recorded] == told


@pytest.mark.parametrize("line", [*FOUNDING, f"record {ARTICLE}", f"record {CHAIN}"])
def test_a_dry_run_creates_no_register(desk: Desk, line: str) -> None:
    """It creates no views either."""
    document = desk.read(*shlex.split(line), "--dry-run")
    assert document["events"]
    assert list(desk.home.iterdir()) == []


def test_a_dry_run_of_nothing_new_says_so(story: Desk) -> None:
    """The dispatch is already recorded."""
    before = story.events()
    assert act(story, f"record {ARTICLE} --dry-run").out == "Nothing new would be recorded.\n"
    assert story.read("record", ARTICLE, "--dry-run")["events"] == []
    assert story.events() == before


# --- Reports ----------------------------------------------------------------------------------


def test_instruments_are_in_the_timeline(prepared: Desk) -> None:
    """An instrument is under the day of its signature, and ``--kind`` finds it."""
    assert "I-1" in refs(prepared, "timeline")
    assert refs(prepared, "timeline", "--kind", "instrument") == ["I-1"]
    [line] = [one for one in act(prepared, "timeline").lines if "I-1" in one]
    assert line.startswith("Thu 4")
    act(prepared, "instrument terminate I-1 --terminated 2026-01-02")
    [line] = [one for one in act(prepared, "timeline").lines if "I-1" in one]
    assert "terminated" in line


def test_an_instrument_is_shown(prepared: Desk) -> None:
    """Its sheet and its document have everything about it."""
    act(
        prepared,
        "instrument sign --title Protocol --form protocol --party AZ --party IQ --signed 2025-12-04"
        " --signed-in C-7 --founds B-2 --place Baku --registration UNTS-1 --topic trade"
        " --participant 'Jeyhun Bayramov;foreign minister;AZ'",
    )
    act(prepared, "instrument enter-into-force I-2 --in-force 2026-01-01")
    record = shown(prepared, "I-2")
    facts = {
        "status": "in force",
        "form": "protocol",
        "signed_in": "C-7",
        "founds": "B-2",
        "registration": "UNTS-1",
        "parties": ["AZ", "IQ"],
    }
    assert {name: record[name] for name in facts} == facts
    assert plain(record["in_force"]) == "2026-01-01"
    sheet = act(prepared, "show I-2").out
    for words in ("Protocol", "protocol", "1 Jan 2026", "C-7", "B-2", "UNTS-1", "P-4"):
        assert words in sheet


def test_a_dropped_follow_up_is_shown_on_request(story: Desk) -> None:
    """Only the report of all follow-ups has it; the count includes it."""
    act(story, "follow-up drop F-2 --note overtaken")
    assert refs(story, "follow-ups") == []
    assert sorted(refs(story, "follow-ups", "--all")) == ["F-1", "F-2"]
    states = {one["ref"]: one["state"] for one in story.read("follow-ups", "--all")["items"]}
    assert states == {"F-1": "fulfilled", "F-2": "dropped"}
    answer = act(story, "follow-ups --all")
    assert "0 open · 0 overdue · 1 fulfilled · 1 dropped" in answer.lines[0]
    assert any(line.startswith("── DROPPED") for line in answer.lines)
    assert "(--all)" in act(story, "follow-ups").lines[0]
    assert shown(story, "F-2")["note"] == "overtaken"


def test_a_session_that_may_settle_a_follow_up_is_named(story: Desk) -> None:
    """It is undated, so the receipt of the agreement suggests it."""
    answer = act(story, "follow-up agree --what 'The next session' --awaits B-1")
    assert "F-3 may be it" not in answer.err


BEFORE, AFTER = "2026-01-15", "2026-01-20"


def test_reports_as_of_before_a_correction_have_the_old_value(story: Desk) -> None:
    before = story.read("timeline")
    act(story, "correct V-1 place=Basra occurred=2025-04-20 --reason misread", now=LATER)
    story.now = LATER
    assert shown(story, "V-1")["place"] == "Basra"
    then = story.read("show", "V-1", "--as-of", BEFORE)["record"]
    assert (then["place"], plain(then["occurred"])) == ("Baghdad", "../2025-04")
    assert story.read("timeline", "--as-of", BEFORE)["entries"] == before["entries"]
    assert story.read("timeline", "--as-of", "29")["entries"] == before["entries"]
    assert story.read("timeline", "--as-of", AFTER) == story.read("timeline")


def test_reports_as_of_before_a_retraction_have_the_record(story: Desk) -> None:
    act(story, "retract M-1 --reason 'never was'", now=LATER)
    story.now = LATER
    assert "M-1" not in refs(story, "timeline")
    assert "M-1" in refs(story, "timeline", "--as-of", BEFORE)
    assert not story.read("show", "M-1", "--as-of", BEFORE)["record"]["retracted"]
    assert story.read("show", "M-1", "--as-of", AFTER)["record"]["retracted"]


def test_reports_as_of_before_an_undo_have_the_undone_entry(story: Desk) -> None:
    before = story.read("timeline")["entries"]
    act(story, "undo", now=LATER)
    story.now = LATER
    assert story.read("timeline", "--as-of", BEFORE)["entries"] == before
    assert refs(story, "timeline") != [one["ref"] for one in before]


# --- The context ------------------------------------------------------------------------------

REPORTS = ("timeline", "follow-ups", "mechanism list")
OPTION, VARIABLE, SETTING, NONE = "--context", "DRAGOMAN_CONTEXT", "config.toml", "none"

# name: (the option, the variable, the setting, the context)
CONTEXTS: dict[str, tuple[str | None, str | None, str | None, list[str]]] = {
    "by option": ("TR-AZ", None, None, ["TR", "AZ"]),
    "by option, by name": ("Türkiye,Azerbaijan", None, None, ["TR", "AZ"]),
    "by variable": (None, "TR-AZ", None, ["TR", "AZ"]),
    "by setting": (None, None, "TR-AZ", ["TR", "AZ"]),
    "an option before a variable": ("TR", "IQ", "IQ", ["TR"]),
    "a variable before a setting": (None, "TR", "IQ", ["TR"]),
    "none by option": ("none", "TR", "TR", []),
    "none by variable": (None, "none", "TR", []),
    "an empty variable": (None, "", "TR", []),
    "nothing at all": (None, None, None, []),
}


def add_a_third(desk: Desk) -> None:
    """Record the story, and a visit, a body and a follow-up with a third party."""
    both(desk)
    act(desk, "visit announce --title Elsewhere --host TR --party AZ --occurred 2026-03")
    act(desk, "mechanism establish --body 'working group' --title G --party AZ --party TR")
    act(desk, "follow-up agree --what 'A reply' --party AZ --party TR")


@pytest.fixture
def triangle(desk: Desk) -> Desk:
    """A desk with a visit, a body and a follow-up that also belong to another pair."""
    return after(desk, add_a_third)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("case", CONTEXTS)
def test_reports_follow_the_context(triangle: Desk, case: str, report: str) -> None:
    """The nearest setting wins, appears in the document and the heading, and can be left."""
    option, variable, setting, codes = CONTEXTS[case]
    if setting:
        triangle.write("config/dragoman/config.toml", f'context = "{setting}"\n')
    env = {VARIABLE: variable} if variable is not None else {}
    words = [*report.split(), *((OPTION, option) if option else ())]
    document = triangle.read(*words, env=env)
    heading = triangle.run(*words, env=env).lines[0]
    assert document["context"] == codes
    assert ("context " in heading) == bool(codes)
    assert f"context {'-'.join(codes)}" in heading or not codes
    filters = [word for code in codes for word in ("--party", code)]
    asked = triangle.read(*report.split(), *filters, OPTION, NONE)
    assert document | {"context": []} == asked


@pytest.mark.parametrize("filter_", ["--between AZ IQ", "--party IQ"])
@pytest.mark.parametrize("report", REPORTS)
def test_naming_a_party_replaces_the_context(triangle: Desk, report: str, filter_: str) -> None:
    words = (*report.split(), *filter_.split())
    assert triangle.read(*words, OPTION, "TR") == triangle.read(*words)
    assert "context" not in triangle.run(*words, OPTION, "TR").lines[0]


def test_a_context_can_be_set_shown_and_removed(story: Desk) -> None:
    """``context`` keeps the other settings, answers in JSON, and ``none`` removes the context."""
    settings = story.write("config/dragoman/config.toml", '# mine\nname = "A desk"\n')
    assert act(story, "context AZ Iraq").out == "context AZ-IQ\n"
    assert settings.read_text() == '# mine\nname = "A desk"\ncontext = "AZ-IQ"\n'
    assert story.read("context") == {"schema": "dragoman/context/1", "context": ["AZ", "IQ"]}
    assert act(story, "context TR").out == "context TR\n"
    assert settings.read_text().count("context") == 1
    assert act(story, "context none").out == "No context is set.\n"
    assert settings.read_text() == '# mine\nname = "A desk"\n'


def test_new_records_get_the_parties_of_the_context(story: Desk) -> None:
    """The receipt says so. Given parties replace those of the context."""
    answer = act(story, "meeting hold --title T --occurred today --context AZ-TR")
    assert answer.err == "note: context AZ-TR: these are the parties\n"
    assert shown(story, "M-4")["parties"] == ["AZ", "TR"]
    for line in (
        "meeting hold --title T --party IQ --occurred today --context AZ-TR",
        "consultation schedule --mechanism B-1 --context AZ-TR",
        "follow-up agree --what W --agreed-in C-7 --context AZ-TR",
        "meeting hold M-4 --place Baku --context TR-IQ",
    ):
        assert "context" not in act(story, line).err
    assert shown(story, "M-5")["parties"] == ["IQ"]
    assert shown(story, "C-8")["parties"] == ["AZ", "IQ"]


# --- Everything at once -----------------------------------------------------------------------

HISTORY = """position type entry recorded_at recorded_by reason undone undoes occurred late
changes""".split()
CHANGED = {
    "field before after",
    "field added removed",
    "field reading source",
    "field chosen",
}
MANY = (*PREPARED, *(line for line in FURTHER if line != "undo"), *FOUNDING)


def act_much(desk: Desk) -> None:
    """Run every command that can follow another one, and undo some."""
    desk.record(ARTICLE, CHAIN, *RIVALS)
    desk.now = LATER
    for line in MANY:
        answer = desk.run(*shlex.split(line))
        assert answer.code in (0, 2), answer.err
        if answer.code == 0 and len(entries(desk)) % 3 == 0:
            act(desk, "undo")
    act(desk, f"undo {entries(desk)[-1]}")


@pytest.fixture
def all_acts(desk: Desk) -> Desk:
    """A register with every command that can follow another one, some of them undone."""
    return after(desk, act_much)


def all_refs(desk: Desk) -> list[str]:
    """Return every ref in the log."""
    events = (event for one in desk.read("audit", "log")["entries"] for event in one["events"])
    return list(dict.fromkeys(event["ref"] for event in events))


def test_a_register_of_all_commands_replays(all_acts: Desk) -> None:
    """Replay finds no difference, and neither does a rebuild."""
    types = {
        event["type"] for one in all_acts.read("audit", "log")["entries"] for event in one["events"]
    }
    assert len(types) > 25
    assert all_acts.run("audit", "replay").code == 0
    reports = [*map(str.split, REPORTS), *(["show", ref] for ref in all_refs(all_acts))]
    before = [all_acts.read(*words) for words in reports]
    assert all_acts.run("register", "rebuild").code == 0
    assert [all_acts.read(*words) for words in reports] == before
    remove(all_acts.views)
    assert [all_acts.read(*words) for words in reports] == before
    assert all_acts.run("audit", "replay").code == 0


def test_every_history_has_the_keys_that_scripts_rely_on(all_acts: Desk) -> None:
    """The history of every record has all its events with their changes."""
    log = all_acts.read("audit", "log")["entries"]
    events = {event["position"]: (one, event) for one in log for event in one["events"]}
    told = []
    for ref in all_refs(all_acts):
        history = all_acts.read("show", ref, "--history")["record"]["history"]
        for one in history:
            entry, event = events[one["position"]]
            assert list(one) == HISTORY
            assert (one["type"], ref) == (event["type"], event["ref"])
            assert {name: one[name] for name in ("entry", "recorded_by", "reason")} == {
                name: entry[name] for name in ("entry", "recorded_by", "reason")
            }
            for change in one["changes"]:
                assert " ".join(change) in CHANGED
        undone = {position for one in history if not one["undone"] for position in one["undoes"]}
        assert undone == {one["position"] for one in history if one["undone"]}
        told += [one["position"] for one in history]
    assert sorted(told) == sorted(events)


def test_every_history_is_printed(all_acts: Desk) -> None:
    """It names every event of the record, the oldest first."""
    for ref in all_refs(all_acts):
        history = all_acts.read("show", ref, "--history")["record"]["history"]
        lines = act(all_acts, f"show {ref} --history").lines
        numbers = [int(line.split()[0][1:]) for line in lines if line.startswith("#")]
        assert numbers == [one["position"] for one in history]


def test_repeated_readings_add_nothing(story: Desk) -> None:
    """Conflicting dispatches are kept once, however often they come."""
    assert "disputed" in story.record(*RIVALS).out
    position, readings = story.position, shown(story, "C-1")["readings"]
    for file in (*RIVALS, ARTICLE, CHAIN, *reversed(RIVALS)):
        assert "Nothing new" in story.record(file).out
    assert story.position == position
    assert shown(story, "C-1")["readings"] == readings
    assert story.read("timeline")["entries"]


def test_resolved_readings_stay_resolved(story: Desk) -> None:
    """A repeated dispatch does not reopen the choice."""
    story.record(*RIVALS)
    act(story, "reading resolve V-1 occurred --choose 2025-04-20 --reason surer")
    before = story.position, shown(story, "V-1")
    story.record(ARTICLE, CHAIN, *RIVALS)
    assert (story.position, shown(story, "V-1")) == before
    assert plain(before[1]["occurred"]) == "2025-04-20"
    verdicts = {one["value"]: one["verdict"] for one in before[1]["readings"]}
    assert verdicts == {"../2025-04": "rejected", "2025-04-20": "chosen"}
