"""Owners of follow-ups: who has to act, and the reports by owner."""

import shlex

import pytest
from icalendar import Calendar

from tests.cli.commands import act
from tests.conftest import Answer, Desk
from tests.copies import after

AGREE = "follow-up agree --agreed-in M-1 --what"


def agreements(desk: Desk) -> None:
    """Record a meeting and six follow-ups with owners of every kind."""
    people = '--participant "Leyla Hasanova; head of department; AZ"'
    act(desk, f"meeting hold --title Talks --party AZ --party IQ --occurred 2025-12-01 {people}")
    act(desk, f'{AGREE} Draft --owner Iraq --due 2026-01-20 --remind 7d --remind "1 day"')
    act(desk, f'{AGREE} Data --owner "Ministry of Energy; AZ" --owner IQ --due 2026-01-01')
    act(desk, f'{AGREE} Embassy --owner "Leyla Hasanova"')
    act(desk, f"{AGREE} Rooms --owner P-1")
    act(desk, f'{AGREE} Letters --owner "Iraq, Türkiye"')
    act(desk, f"{AGREE} Nobody")


@pytest.fixture
def desk_of_owners(desk: Desk) -> Desk:
    """A desk that has recorded the agreements."""
    return after(desk, agreements)


def found(desk: Desk, options: str) -> list[str]:
    """Return the refs that ``follow-ups`` shows with these options."""
    return [one["ref"] for one in desk.read("follow-ups", *options.split())["items"]]


def owners(desk: Desk, ref: str) -> list[tuple[object, object, object]]:
    """Return the name, side and party of each owner of a follow-up."""
    shown = desk.read("show", ref)["record"]["owners"]
    return [(one["name"], one["side"], one["party"]) for one in shown]


def test_an_owner_is_a_side_a_body_or_a_person(desk_of_owners: Desk) -> None:
    """An owner typed as a code, a country, a body, a name or a ref becomes that party."""
    desk = desk_of_owners
    assert owners(desk, "F-1") == [(None, "IQ", None)]
    assert owners(desk, "F-2") == [("Ministry of Energy", "AZ", "P-2"), (None, "IQ", None)]
    assert owners(desk, "F-3") == owners(desk, "F-4") == [("Leyla Hasanova", "AZ", "P-1")]
    assert owners(desk, "F-5") == [(None, "IQ", None), (None, "TR", None)]
    assert owners(desk, "F-6") == []
    assert desk.read("show", "P-2")["record"]["type"] == "organisation"


@pytest.mark.parametrize(
    ("options", "refs"),
    [
        ("--owner Iraq", ["F-2", "F-1", "F-5"]),
        ("--owner IQ --owner P-1", ["F-2", "F-1", "F-3", "F-4", "F-5"]),
        ("--owner Hasanova", ["F-3", "F-4"]),
        ("--owner P-2", ["F-2"]),
        ("--ours --context AZ-IQ", ["F-2", "F-3", "F-4"]),
        ("--theirs --context AZ-IQ", ["F-2", "F-1", "F-5"]),
        ("--theirs --context IQ-AZ", ["F-2", "F-3", "F-4", "F-5"]),
        ("--ours --context TR-IQ --party IQ", ["F-5"]),
    ],
)
def test_follow_ups_are_filtered_by_owner(
    desk_of_owners: Desk, options: str, refs: list[str]
) -> None:
    """The report shows what an owner, the own side or the other sides owe."""
    assert found(desk_of_owners, options) == refs


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--ours", "--ours: which side is yours? Set the context, with your own side first"),
        ("--ours --theirs --context AZ-IQ", "--ours and --theirs"),
        ("--owner Nobody-At-All", "there is also no person with that name"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    desk_of_owners: Desk, options: str, message: str
) -> None:
    """Dragoman refuses a filter that names no owner, and says what to type."""
    answer = desk_of_owners.run("follow-ups", *options.split())
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_owners_change_like_other_facts(desk_of_owners: Desk) -> None:
    """Correcting, revising, adding and undoing work for owners."""
    desk = desk_of_owners
    assert "owners: + AZ" in act(desk, "correct F-1 owner+=AZ --reason typo").out
    act(desk, "undo --reason again")
    assert owners(desk, "F-1") == [(None, "IQ", None)]
    act(desk, "correct F-1 owners.1.side=TR --reason typo")
    act(desk, "follow-up add F-6 --owner AZ")
    act(desk, "follow-up revise F-6 --owner P-1")
    assert owners(desk, "F-1") == [(None, "TR", None)]
    assert owners(desk, "F-6") == [("Leyla Hasanova", "AZ", "P-1")]


def test_an_owner_that_is_only_a_side_can_be_removed(desk_of_owners: Desk) -> None:
    """A side names an owner that has no name or post; it never names a person or organisation."""
    desk = desk_of_owners
    act(desk, "correct F-2 owners-=IQ --reason typo")
    assert owners(desk, "F-2") == [("Ministry of Energy", "AZ", "P-2")]
    refused = desk.run("correct", "F-2", "owners-=AZ", "--reason", "typo")
    assert (refused.code, refused.out) == (2, "")
    assert "owners: does not include 'AZ'" in refused.err


def test_owners_come_back_from_an_exported_dispatch(desk_of_owners: Desk) -> None:
    """An exported dispatch, recorded in an empty register, gives the same owners."""
    desk = desk_of_owners
    before = [owners(desk, f"F-{n}") for n in range(1, 7)]
    file = desk.write("copy.yaml", desk.run("export", "--dispatch", "-").out)
    copied = desk.run("--register", desk.home / "copy.db", "record", file)
    assert copied.code == 0, copied.err
    listed = desk.read("--register", desk.home / "copy.db", "follow-ups")["items"]
    after_ = {one["what"]: one["owners"] for one in listed}
    whats = ["Draft", "Data", "Embassy", "Rooms", "Letters", "Nobody"]
    named = [[(one["name"], one["side"]) for one in after_[what]] for what in whats]
    assert named == [[(name, side) for name, side, _ in some] for some in before]


def split(desk: Desk, line: str) -> Answer:
    """Split a follow-up; the command may fail."""

    return desk.run("follow-up", "split", *shlex.split(line))


def test_a_follow_up_is_split_into_parts(desk_of_owners: Desk) -> None:
    """Each part has the options after its ``--into``, and else the facts of the whole."""
    desk = desk_of_owners
    answer = split(
        desk, "F-1 --into 'Send it' --due 2026-02-01 --into 'Comment' --owner P-1 --owner IQ"
    )
    assert answer.code == 0, answer.err
    sent, comment = desk.read("show", "F-7")["record"], desk.read("show", "F-8")["record"]
    assert (sent["what"], sent["due"]["edtf"], comment["due"]["edtf"]) == (
        "Send it",
        "2026-02-01",
        "2026-01-20",
    )
    assert owners(desk, "F-7") == [(None, "IQ", None)]
    assert owners(desk, "F-8") == [("Leyla Hasanova", "AZ", "P-1"), (None, "IQ", None)]
    assert sent["split_from"] == comment["split_from"] == "F-1"
    assert sent["agreed_in"] == "M-1"
    whole = desk.read("show", "F-1")["record"]
    assert (whole["status"], whole["note"]) == ("dropped", "split into parts")
    assert [one["ref"] for one in whole["follow_ups"]] == ["F-7", "F-8"]

    act(desk, "undo --reason 'one action after all'")
    assert desk.read("show", "F-1")["record"]["status"] == "open"
    assert "F-7" not in found(desk, "--all")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("F-1 --into One", "--into: name at least two parts"),
        ("F-1 --owner AZ --into One --into Two", 'write --into "…" before --owner'),
        ("F-1 --into One --due 2026 --due 2027 --into Two", "'One' has two due dates"),
        ("F-1 --into One --owner 'Iraq; Iran; x; y; z; a; b' --into Two", "more parts than"),
        ("M-1 --into One --into Two", "M-1 is a meeting, not a follow-up"),
        ("F-77 --into One --into Two", "'F-77' is not in the register"),
    ],
)
def test_a_wrong_split_is_refused(desk_of_owners: Desk, line: str, message: str) -> None:
    """Dragoman refuses a split that it cannot make, and records nothing."""
    desk = desk_of_owners
    position = desk.position
    answer = split(desk, line)
    assert (answer.code, desk.position) == (2, position)
    assert message in answer.err


def test_a_split_follow_up_is_not_split_again(desk_of_owners: Desk) -> None:
    """A follow-up that is no longer open has no parts to split into."""
    act(desk_of_owners, "retract F-2 --reason 'not agreed'")
    assert (
        "F-2 is retracted and cannot be split"
        in split(desk_of_owners, "F-2 --into One --into Two").err
    )
    split(desk_of_owners, "F-1 --into One --into Two")
    answer = split(desk_of_owners, "F-1 --into One --into Two")
    assert answer.code == 2
    assert "F-1 is already dropped and cannot be split" in answer.err


def test_reminders_become_alarms(desk_of_owners: Desk) -> None:
    """A calendar library reads the reminders of open follow-ups and planned meetings."""
    desk = desk_of_owners
    plan = "meeting schedule --title Call --party AZ --party IQ --occurred '2026-02-01 10:00'"
    act(desk, f"{plan} --remind 3h")
    calendar = Calendar.from_ical(desk.run("export", "--ics", "-").out)
    alarms = {
        str(item["SUMMARY"]): [one["TRIGGER"] for one in item.walk("VALARM")]
        for item in calendar.subcomponents
        if item.name in ("VEVENT", "VTODO")
    }
    days = {name: [one.dt.total_seconds() / 86400 for one in some] for name, some in alarms.items()}
    assert days["Draft"] == [-7, -1]
    assert [one.params.get("RELATED") for one in alarms["Draft"]] == ["END", "END"]
    assert days["Call"] == [-0.125]
    assert not any(some for name, some in days.items() if name not in ("Draft", "Call"))
    act(desk, "follow-up fulfil F-1")
    assert desk.run("export", "--ics", "-", "--all").out.count("BEGIN:VALARM") == 1


def test_a_deadline_without_an_exact_day_is_due_on_its_last_day(desk: Desk) -> None:
    act(desk, "follow-up agree --what W --party AZ --due 'by Dec 2026' --remind 2w")
    act(desk, "follow-up agree --what X --party AZ --due 2026-12 --remind 2w --new")
    act(desk, "follow-up agree --what Y --party AZ --due '~Dec 2026' --remind 2w --new")
    text = desk.run("export", "--ics", "-").out
    assert text.count("DUE;VALUE=DATE:20261231") == 2
    assert text.count("TRIGGER;RELATED=END:-P2W") == 2


def test_a_reminder_without_a_fixed_length_is_refused(desk_of_owners: Desk) -> None:
    """A month has no fixed length, so a reminder cannot use it."""
    answer = desk_of_owners.run("follow-up", "add", "F-2", "--remind", "1 month")
    assert answer.code == 2
    assert "--remind: '1 month' is not a duration; write 7d, 2w, 3h, 30min or P7D" in answer.err
