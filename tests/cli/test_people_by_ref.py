"""Participants by ref alone: ``P-2`` is the person with the post and side of that day."""

import pytest

from tests.cli.terminals import converse, seen, start_forked
from tests.conftest import Desk

TALKS = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")


def met(desk: Desk, participant: str, day: str, *more: str) -> list[dict[str, str | None]]:
    """Record a meeting with a participant; return the participants that the register has."""
    answer = desk.run(*TALKS, "--occurred", day, "--participant", participant, "--new", *more)
    assert answer.code == 0, answer.err
    ref = answer.lines[1].split()[0]
    return participants(desk, ref)


def participants(desk: Desk, ref: str) -> list[dict[str, str | None]]:
    """Return the participants of a record."""
    parts = ("name", "post", "side", "party")
    found = desk.read("show", ref)["record"]["participants"]
    return [{part: one[part] for part in parts} for one in found]


def ali(post: str | None, side: str = "IQ") -> list[dict[str, str | None]]:
    """Return the only participant Ali Hasan."""
    return [{"name": "Ali Hasan", "post": post, "side": side, "party": "P-1"}]


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk that knows Ali Hasan as minister of oil from 2020 to 2023, and as ambassador since."""
    for words in (
        ("party", "register", "--name", "Ali Hasan", "--side", "IQ"),
        *(
            ("party", "position", "P-1", post, "--side", "IQ", *dates)
            for post, *dates in (
                ("minister of oil", "--assumed", "2020-01-01", "--left", "2023-06-30"),
                ("ambassador", "--assumed", "2024-01-01"),
            )
        ),
    ):
        answer = desk.run(*words)
        assert answer.code == 0, answer.err
    return desk


@pytest.mark.parametrize("typed", ["P-1", "p1", "; ; ; ; ; P-1"])
@pytest.mark.parametrize(
    ("day", "post"),
    [("2021-05-01", "minister of oil"), ("2025-05-01", "ambassador"), ("2023-10-01", None)],
)
def test_a_ref_alone_is_the_person_on_that_day(
    known: Desk, typed: str, day: str, post: str | None
) -> None:
    assert met(known, typed, day) == ali(post)


def test_what_the_user_types_goes_before_what_is_known(known: Desk) -> None:
    assert met(known, "P-1; minister of energy", "2025-05-01") == ali("minister of energy")


def test_a_post_that_only_records_give_holds_for_a_year(desk: Desk) -> None:
    met(desk, "Ali Hasan; minister of oil; IQ", "2020-05-01")
    assert met(desk, "P-1", "2020-12-01") == ali("minister of oil")
    assert met(desk, "P-1", "2024-12-01") == ali(None)


def test_the_receipt_says_who_the_person_is(known: Desk) -> None:
    answer = known.run(*TALKS, "--occurred", "2021-05-01", "--participant", "P-1")
    assert "note: P-1 is Ali Hasan (minister of oil, IQ)" in answer.err


def test_the_side_of_the_person_counts_as_a_party(known: Desk) -> None:
    """The parties need not be typed, as with a name and a side."""
    words = ("--participant", "P-1", "--participant", "Leyla Hasanova; ; AZ")
    answer = known.run("meeting", "hold", "--title", "Lunch", "--occurred", "2021-05-01", *words)
    assert answer.code == 0, answer.err


@pytest.mark.parametrize("typed", ["[P-1]", "P-1", "[{party: P-1}]"])
def test_a_ref_alone_in_a_file(known: Desk, typed: str) -> None:
    """The file can be recorded again, even if the person has another post by then."""
    path = known.write(
        "talks.yaml",
        "dispatch: talks\nsource: {title: A report}\nrecords:\n- kind: meeting\n  status: held\n"
        f"  title: Talks\n  parties: [AZ, IQ]\n  occurred: 2021-05-01\n  participants: {typed}\n",
    )
    known.record(path)
    assert participants(known, "M-1") == ali("minister of oil")
    before = known.position
    assert "Nothing new" in known.record(path).out
    assert known.position == before


def test_a_ref_alone_at_a_terminal(known: Desk) -> None:
    terminal = start_forked(known, "add", "meeting", "that", "took", "place")
    converse(
        terminal,
        ("title", "Talks"),
        ("states", "AZ, IQ"),
        ("Who took part", "P-1"),
        ("When", "2021-05-01"),
    )
    assert "understood: P-1 Ali Hasan (ambassador, IQ)" in seen(terminal)
    assert participants(known, "M-1") == ali("minister of oil")


def test_a_ref_of_nobody_is_refused(known: Desk) -> None:
    answer = known.run(*TALKS, "--occurred", "2021-05-01", "--participant", "P-9")
    assert answer.code == 2
    assert "P-9" in answer.err
