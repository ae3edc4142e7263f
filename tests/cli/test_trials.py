"""What new officers typed: the commands mean what the officers meant."""

import pytest

from tests.conftest import Desk


@pytest.fixture
def chile(desk: Desk) -> Desk:
    """Return the desk of Chile, with a meeting of three foreign ministers."""
    assert desk.run("context", "Chile").code == 0
    hold = ("meeting", "hold", "--title", "Talks of van Klaveren", "--occurred", "2026-01-10")
    sides = ("--party", "CL", "--party", "BR", "--party", "UY")
    people = ("--participant", "Alberto van Klaveren; canciller; Chile")
    assert desk.run(*hold, *sides, *people).code == 0
    return desk


def test_a_document_has_the_parties_of_the_meeting_in_which_it_was_signed(chile: Desk) -> None:
    """The engagement gives the parties, not the context of the desk."""
    sign = ("instrument", "sign", "--title", "Statement", "--signed-in", "M-1")
    answer = chile.run(*sign, "--signed", "2026-01-10")
    assert answer.code == 0, answer.err
    assert chile.read("show", "I-1")["record"]["parties"] == ["CL", "BR", "UY"]


def test_a_command_about_parties_takes_only_names_of_parties(chile: Desk) -> None:
    """The title of a meeting with the same name is no candidate."""
    answer = chile.run(
        "party", "position", "van Klaveren", "foreign minister", "--left", "2026-01-11"
    )
    assert answer.code == 0, answer.err
    [post] = chile.read("who", "P-1")["subject"]["posts"]
    assert (post["post"], post["held"]) == ("foreign minister", False)
    assert "canciller" in post["wordings"]


def test_a_brief_takes_a_pair_as_a_context_does(chile: Desk) -> None:
    """``Chile-Brazil`` means Chile and Brazil; a state with a hyphen stays one state."""
    subjects = chile.read("brief", "Chile-Brazil")["subjects"]
    assert [one["code"] for one in subjects] == ["CL", "BR"]
    assert [one["code"] for one in chile.read("brief", "Guinea-Bissau")["subjects"]] == ["GW"]
