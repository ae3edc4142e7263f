"""``--party`` takes a person, by ref or by name, in every report that has the option."""

import pytest

from tests.cli.test_posts import career, typed
from tests.conftest import Desk
from tests.copies import after


def desk_of_two(desk: Desk) -> None:
    """Record the career of Leyla Hasanova, a session with a follow-up, and talks without her."""
    career(desk)
    typed(
        desk,
        'mechanism establish --title Commission --body "joint commission" --party AZ --party UZ',
        "consultation hold --mechanism B-1 --session 1 --occurred 2026-06-01"
        ' --participant "L. Hasanowa; foreign minister; AZ"',
        "party merge P-3 P-1 --reason same",
        "follow-up agree --what Draft --party AZ --party UZ --due 2026-12-02 --agreed-in C-1",
        "follow-up agree --what Another --party AZ --party UZ --due 2026-12-02",
        "meeting hold --title Others --party AZ --party UZ --occurred 2026-02-02",
    )


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk that knows Leyla Hasanova (P-1, merged with P-3) and Odil Rustamov (P-2)."""
    return after(desk, desk_of_two)


@pytest.mark.parametrize("who", ["P-1", "p1", "Leyla Hasanova", "Hasanova", "P-3"])
def test_the_timeline_of_a_person(desk: Desk, who: str) -> None:
    """The timeline lists the records in which the person takes part, under any name."""
    report = desk.read("timeline", "--party", who)
    assert [one["ref"] for one in report["entries"]] == ["C-1", "M-3", "M-2", "M-1"]
    assert "F-1 Draft" in desk.run("timeline", "--party", who).out
    assert "Another" not in desk.run("timeline", "--party", who).out


def test_a_person_and_other_filters(desk: Desk) -> None:
    """A person combines with a second person, a state, a kind and a period."""
    refs = [
        [one["ref"] for one in desk.read("timeline", *options.split())["entries"]]
        for options in (
            "--party P-1 --party P-2",
            "--between P-1 P-2 --since 2026",
            "--party P-1 --party UZ --kind meeting --until 2024",
            "--party P-2 --party TR",
        )
    ]
    assert refs == [["M-3", "M-2", "M-1"], ["M-3"], ["M-1"], []]


def test_the_follow_ups_of_a_person(desk: Desk) -> None:
    """The follow-ups of a person are those agreed in the person's engagements."""
    assert [one["ref"] for one in desk.read("follow-ups", "--party", "P-1")["items"]] == ["F-1"]
    assert desk.read("follow-ups", "--party", "P-2")["items"] == []
    typed(desk, "follow-up fulfil F-1 --fulfilled yesterday")
    assert "0 open · 0 overdue · 1 fulfilled" in desk.run("follow-ups", "--party", "P-1").out
    assert [one["ref"] for one in desk.read("follow-ups", "--party", "P-1", "--all")["items"]] == [
        "F-1"
    ]


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("activity --year 2026 --party P-1", "2 done"),
        ("lanes --since 2026-01-26 --weeks 2 --party P-1", "1 done"),
        ("mechanism list --party P-1", "B-1"),
        ("mechanism list --party P-2", "0 standing"),
        ("search commission --party Hasanova", "C-1"),
        ("search commission --party P-2", "nothing found"),
        ("register doubles --party P-1", "Doubles"),
        ("audit diff --from 1 --party P-3", "parties merged"),
    ],
)
def test_other_reports_of_a_person(desk: Desk, report: str, said: str) -> None:
    """Every report with the option shows only the records of the person."""
    answer = desk.run(*report.split())
    assert answer.code == 0, answer.err
    assert said in answer.out


def test_exports_of_a_person(desk: Desk) -> None:
    """An export has the person's records and the person; a calendar bears the person's name."""
    lines = desk.run("export", "--jsonl", "-", "--party", "P-2").out.splitlines()[1:]
    assert sorted(line[8:11] for line in lines) == ["M-1", "M-2", "M-3", "P-2"]
    calendar = desk.run("export", "--ics", "-", "--all", "--party", "P-2").out
    assert "NAME:Dragoman: Odil Rustamov" in calendar
    assert calendar.count("BEGIN:VEVENT") == 3


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (
            "silence --party P-1",
            "silence compares states and organisations that have a code, and P-1 Leyla Hasanova has"
            " none; for the last contact, type: dragoman brief P-1",
        ),
        ("timeline --party P-77", "--party: P-77 does not exist or was retracted"),
        ("timeline --party C-1", "--party: C-1 is not a party"),
        ("timeline --party Nobody", "there is also no person with that name"),
        ("timeline --between P-1 P-3", "--between: P-1 and P-3 are the same; name two parties"),
    ],
)
def test_what_is_no_party_is_refused(desk: Desk, report: str, said: str) -> None:
    """One line says which option is wrong; the exit code is 2."""
    answer = desk.run(*report.split())
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_name_that_two_people_share_is_ambiguous(desk: Desk) -> None:
    """Dragoman names the refs of people with the same name."""
    typed(
        desk,
        "meeting hold --title Again --party AZ --party UZ --occurred 1990"
        ' --participant "Odil Rustamov; judge; UZ; new"',
    )
    answer = desk.run("timeline", "--party", "Odil Rustamov")
    assert answer.code == 2
    assert "2 people have this name: P-2, P-4; type the ref of one of them" in answer.err
