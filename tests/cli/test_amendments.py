"""Corrections, retractions and undo."""

from typing import Any

import pytest

from tests.cli.commands import act, entries, own_fields, plain, refs, shown
from tests.conftest import ARTICLE, CHAIN, Desk
from tests.copies import after, both


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded the sample story."""
    return after(desk, both)


# --- Corrections ------------------------------------------------------------------------------

# name: (the ref, the changes, the values after the correction; dates are EDTF strings)
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
        {
            "as_written": {
                "occurred": "kürzlich",
                "participants.1.post": "stellvertretende Außenminister",
                "place": "Bagdad",
            }
        },
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


@pytest.mark.parametrize("case", CORRECTED)
def test_a_correction_changes_only_the_named_fields(story: Desk, case: str) -> None:
    """A correction changes only the named fields, and its entry keeps the reason."""
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
    """A correction can rename, add or remove one participant, and registers each new name."""
    ref, wanted = PEOPLE[changes]
    act(story, f"correct {ref} {changes} --reason misread")
    people = shown(story, ref)["participants"]
    assert [(person.get("name"), person.get("post")) for person in people] == wanted
    assert all(person["party"] for person in people if person.get("name"))


@pytest.mark.parametrize("case", CORRECTED)
def test_an_old_dispatch_does_not_revert_a_correction(story: Desk, case: str) -> None:
    """Recording the original dispatches again neither adds anything nor reverts a correction."""
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
    """If a correction changes nothing, Dragoman records nothing, and the receipt says so."""
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
    """``correct`` can correct every field that the command offers."""
    act(story, "mechanism dissolve B-3 --dissolved 2025 --note over")
    act(story, line)
    assert plain(shown(story, line.split()[1])[field]) == value


@pytest.mark.parametrize("change", ["name='Mohammed Hussein Bahr Al-Uloom'", "side=org:UN"])
def test_a_corrected_person_keeps_their_engagements(story: Desk, change: str) -> None:
    """Correcting a person's name or side does not change the person's engagements."""
    before = [one["ref"] for one in shown(story, "P-2")["engagements"]]
    act(story, f"correct P-2 {change} --reason misread")
    assert [one["ref"] for one in shown(story, "P-2")["engagements"]] == before
    assert shown(story, "C-1")["participants"][1]["party"] == "P-2"


def test_a_correction_cites_its_source(story: Desk) -> None:
    act(story, "correct V-1 place=Basra --source 'A later report' --reason misread")
    assert "A later report" in [source["title"] for source in shown(story, "V-1")["sources"]]


# --- Retractions ------------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["V-2", "M-1"])
def test_a_retracted_record_can_be_shown(story: Desk, ref: str) -> None:
    """``show`` shows a retracted record, and marks the record as retracted."""
    act(story, f"retract {ref} --reason 'never was'")
    assert "RETRACTED" in act(story, f"show {ref}").out


# --- Undoing ----------------------------------------------------------------------------------


def test_a_dispatch_can_be_undone(story: Desk) -> None:
    """Undoing a dispatch retracts its records, and removes its additions from other records."""
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
    """After the only dispatch is undone, reports are empty, and replay finds no difference."""
    desk.record(ARTICLE)
    act(desk, "undo")
    for report in ("timeline", "follow-ups --all", "mechanism list"):
        assert refs(desk, *report.split()) == []
    assert desk.run("audit", "replay").code == 0


def test_an_undo_can_be_undone(story: Desk) -> None:
    """Undoing an undo restores all records, and the refs stay the same."""
    reports = ("timeline", "follow-ups --all", "mechanism list", "party list")
    before = [story.read(*report.split()) for report in reports]
    act(story, "undo")
    act(story, f"undo {entries(story)[-1]}")
    after = [story.read(*report.split()) for report in reports]
    assert [item | {"as_of": None} for item in after] == [item | {"as_of": None} for item in before]
    assert story.run("audit", "replay").code == 0


@pytest.mark.parametrize(
    "form", [str, str.upper, lambda text: text[:8], lambda text: text[:4], lambda text: text[:13]]
)
def test_an_entry_is_named_by_a_unique_prefix(story: Desk, form: Any) -> None:
    """``undo`` accepts a unique prefix of an entry's id, with or without dashes."""
    act(story, "meeting hold --title Talks --party AZ --occurred 2026-01-02")
    entry = entries(story)[-1]
    act(story, "meeting hold --title More --party AZ --occurred 2026-01-03")
    act(story, f"undo {form(entry)}")
    assert (shown(story, "M-4")["retracted"], shown(story, "M-5")["retracted"]) == (True, False)


def test_repeated_undo_goes_back_entry_by_entry(story: Desk) -> None:
    """If you give no id, ``undo`` undoes the last entry that is not yet undone."""
    for place in ("Basra", "Mosul"):
        act(story, f"correct V-1 place={place} --reason slip")
    places = []
    for _ in range(2):
        act(story, "undo")
        places.append(shown(story, "V-1")["place"])
    assert places == ["Basra", "Baghdad"]


def test_the_entry_of_an_undo_names_the_undone_entry(story: Desk) -> None:
    """An undo without a reason gets a reason that names the undone entry."""
    act(story, "correct V-1 place=Basra --reason slip")
    corrected = entries(story)[-1]
    act(story, "undo")
    act(story, f"undo {entries(story)[-1]} --reason 'right after all'")
    reasons = [entry["reason"] for entry in story.read("audit", "log", "--limit", "2")["entries"]]
    assert reasons == [f"undo of entry {corrected[:8]}", "right after all"]
