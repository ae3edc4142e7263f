"""The posts of a person: recorded positions, and the records in which the person appears."""

import shlex
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Desk
from tests.copies import after

MEETING = "meeting hold --title Talks --party AZ --party UZ --occurred"
HASANOVA = '--participant "Leyla Hasanova; {post}; AZ{party}"'
RUSTAMOV = '--participant "Odil Rustamov; minister of trade; UZ{party}"'

NEW_NAME = ("party", "register", "--name", "Leyla Hasanowa", "--side", "AZ")


def typed(desk: Desk, *lines: str) -> None:
    """Run command lines that must succeed."""
    for line in lines:
        answer = desk.run(*shlex.split(line))
        assert answer.code == 0, answer.err


def met(desk: Desk, day: str, post: str, party: str = "; P-1", other: str = "; P-2") -> None:
    """Record a meeting of Leyla Hasanova, in a post, with Odil Rustamov."""
    people = f"{HASANOVA.format(post=post, party=party)} {RUSTAMOV.format(party=other)}"
    typed(desk, f"{MEETING} {day} {people}")


def career(desk: Desk) -> None:
    """Record three meetings: two as a deputy minister, in different words, and one as minister."""
    desk.now = "2026-11-29T08:00:00Z"
    met(desk, "2024-03-03", "deputy foreign minister", "", "")
    met(desk, "2025-05-07", "deputy minister of foreign affairs")
    met(desk, "2026-02-01", "foreign minister")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk that has recorded the career of Leyla Hasanova, who is P-1."""
    return after(desk, career)


@pytest.fixture
def held(desk: Desk) -> Callable[[], list[dict[str, Any]]]:
    """Return a function that returns the posts of P-1, as ``show`` gives them."""
    return lambda: list(desk.read("show", "P-1")["record"]["posts"])


def test_a_new_post_neither_hides_nor_ends_an_earlier_post(desk: Desk, held: Any) -> None:
    """``show`` lists each post with its period and records; two wordings are one post."""
    minister, deputy = held()
    assert (minister["post"], minister["records"]) == ("foreign minister", ["M-3"])
    assert deputy["records"] == ["M-2", "M-1"]
    assert sorted(deputy["wordings"]) == [
        "deputy foreign minister",
        "deputy minister of foreign affairs",
    ]
    assert (deputy["seen_from"]["edtf"], deputy["seen_until"]["edtf"]) == (
        "2024-03-03",
        "2025-05-07",
    )
    assert {one["left"] for one in held()} == {None}
    page = desk.run("show", "P-1", env={"COLUMNS": "80"}).out
    assert "seen from 3 Mar 2024 to 7 May 2025" in page
    assert "in M-2, M-1" in page
    assert "post          foreign minister" in page


def test_a_recorded_post_and_the_records_of_it_are_one_line(desk: Desk, held: Any) -> None:
    """A position in other words than the records joins the post that the records give."""
    typed(desk, 'party position P-1 "minister of foreign affairs" --assumed 2025-09')
    minister, _ = held()
    assert (minister["post"], minister["assumed"], minister["held"]) == (
        "minister of foreign affairs",
        "2025-09",
        True,
    )
    assert minister["records"] == ["M-3"]
    typed(desk, 'party position P-1 "foreign minister" --left 2026-11-01')
    minister, deputy = held()
    assert (minister["assumed"], minister["left"], minister["held"]) == (
        "2025-09",
        "2026-11-01",
        False,
    )
    assert deputy["held"] is None
    assert "Sep 2025 to 1 Nov 2026" in desk.run("show", "P-1").out


def test_a_post_held_twice_is_two_lines(desk: Desk, held: Any) -> None:
    """Each time in a post has its own records."""
    typed(
        desk,
        "party position P-1 ambassador --assumed 2010 --left 2012",
        "party position P-1 ambassador --assumed 2018 --left 2020",
    )
    met(desk, "2019-05-01", "ambassador")
    met(desk, "2011-05-01", "ambassador")
    first, second = (one for one in held() if one["post"] == "ambassador")
    assert (first["assumed"], first["records"]) == ("2018", ["M-4"])
    assert (second["assumed"], second["records"]) == ("2010", ["M-5"])


def test_a_plan_names_a_post_but_nobody_was_seen_in_it(desk: Desk, held: Any) -> None:
    """A planned meeting gives a post, and no date on which somebody saw the person."""
    people = HASANOVA.format(post="prime minister", party="; P-1")
    typed(desk, f"meeting schedule --title Later --party AZ --party UZ --occurred 2027-01 {people}")
    planned = held()[-1]
    assert (planned["post"], planned["seen_from"], planned["records"]) == (
        "prime minister",
        None,
        ["M-4"],
    )
    assert "post          foreign minister" in desk.run("show", "P-1").out


def test_a_merged_party_brings_its_posts(desk: Desk, held: Any) -> None:
    """The posts of a merged party are posts of the person."""
    typed(desk, f"{MEETING} 2009-01-05 " + '--participant "L. Hasanowa; attaché; AZ"')
    typed(desk, "party merge P-3 P-1 --reason same")
    assert [one["post"] for one in held()][-1] == "attaché"


def test_the_brief_gives_the_post_of_the_day(desk: Desk) -> None:
    """The header shows the present post, and the last contact the posts that people had then."""
    typed(desk, "party position P-2 speaker --assumed 2026-11-01")
    brief = desk.read("brief", "P-2")
    assert brief["subjects"][0]["post"] == "speaker"
    [pair] = brief["met"]
    assert [one["post"] for one in pair["people"]] == ["minister of trade", "foreign minister"]
    [pair] = desk.read("brief", "AZ", "UZ", "--as-of", "4")["met"]
    assert [one["post"] for one in pair["people"]] == [
        "deputy minister of foreign affairs",
        "minister of trade",
    ]


def test_a_record_without_a_post_takes_the_post_of_that_day(desk: Desk) -> None:
    """If the record of the last contact gives no post, a recorded period that day does."""
    people = '--participant "Leyla Hasanova; ; AZ; P-1" --participant "Odil Rustamov; ; UZ; P-2"'
    typed(
        desk,
        "party position P-1 ambassador --assumed 2026-03 --left 2026-05",
        "party position P-1 senator --assumed 2026-06",
        f"{MEETING} 2026-04-10 {people}",
    )
    for subjects in (["AZ", "UZ"], ["P-1"]):
        [pair] = desk.read("brief", *subjects)["met"]
        assert [one["post"] for one in pair["people"]] == ["ambassador", None]


def test_the_list_of_parties_has_posts(desk: Desk) -> None:
    """``party list`` shows the present post; JSON and CSV have every post with its period."""
    assert "P-1 Leyla Hasanova AZ foreign minister" in desk.run("party", "list").out
    [person, _] = desk.read("party", "list")["parties"]
    assert [one["records"] for one in person["posts"]] == [["M-3"], ["M-2", "M-1"]]
    assert (
        "foreign minister (AZ), seen 1 Feb 2026; deputy foreign minister (AZ), seen from 3 Mar 2024"
        " to 7 May 2025" in desk.run("party", "list", "--csv").out
    )


def test_an_organisation_without_posts_has_no_list(desk: Desk) -> None:
    typed(desk, 'party register --name "Rewaq Center" --type organisation --side UZ')
    assert desk.read("show", "P-3")["record"]["posts"] == []
    assert "POSTS" not in desk.run("show", "P-3").out


def test_a_post_ends_in_another_wording(desk: Desk) -> None:
    """A post taken in one language and left in another is one post, with its beginning and end."""
    typed(
        desk,
        'party position P-1 "ministro dos Negócios Estrangeiros" --side AZ --assumed 2026-01-05',
        'party position P-1 "foreign minister" --side AZ --left 2026-11-01',
    )
    minister, _ = desk.read("show", "P-1")["record"]["posts"]
    assert (minister["assumed"], minister["left"], minister["held"]) == (
        "2026-01-05",
        "2026-11-01",
        False,
    )
    assert len(desk.read("show", "P-1")["record"]["positions"]) == 1


def test_a_post_in_two_languages_is_one_person(desk: Desk) -> None:
    """A person whose post a record gives in another language is the known person."""
    met(desk, "2026-03-01", "ministro dos Negócios Estrangeiros", "", "")
    assert len(desk.read("party", "list")["parties"]) == 2
    minister, _ = desk.read("show", "P-1")["record"]["posts"]
    assert minister["records"] == ["M-4", "M-3"]


def test_a_post_does_not_end_before_it_began_in_another_wording(desk: Desk) -> None:
    """The end of a post is compared with its beginning, whatever the language."""
    typed(desk, 'party position P-1 "Außenminister" --side AZ --assumed 2026-01-05')
    answer = desk.run("party", "position", "P-1", "foreign minister", "--side=AZ", "--left=2025")
    assert answer.code == 2
    assert "2026-01-05" in answer.err


def test_notes_about_a_name_show_the_present_post(desk: Desk) -> None:
    """A note shows the post in which a person was last seen, not the first known post."""
    known = "P-1 Leyla Hasanova (foreign minister, AZ)"
    answer = desk.run("party", "alias", "leyla hasanova", "L. Hasanova")
    assert f"'leyla hasanova' is {known}" in answer.err
    met(desk, "2026-03-01", "judge", "", "")
    assert f"did you mean {known}" in desk.run(*NEW_NAME).err
    assert known in desk.run("timeline", "--party", "leyla").err
