"""Names and posts of the visitors in the lists of the Office of the Historian."""

import pytest

from dragoman.exchange.profiles.historian.people import people


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Anna Example", [("President", "Anna Example")]),
        ("Anna Example", [(None, "Anna Example")]),
        ("President de Example", [("President", "de Example")]),
        ("President-elect Anna Example", [("President-elect", "Anna Example")]),
        ("President- elect Anna Example", [("President-elect", "Anna Example")]),
        ("President-Elect Anna Example", [("President-elect", "Anna Example")]),
        ("Prime MinisterAnna al- Example", [("Prime Minister", "Anna al-Example")]),
        ("Prime Minster Anna Example", [("Prime Minister", "Anna Example")]),
        ("Presidetn Anna", [("President", "Anna")]),
        ("Chief of State Example", [("Chief of State", "Example")]),
        (
            "President of the Council of Ministers Anna Example",
            [("President of the Council of Ministers", "Anna Example")],
        ),
        ("Acting Prime Minister Anna Example", [("Acting Prime Minister", "Anna Example")]),
        ("Prime Minister Mackenzie King", [("Prime Minister", "Mackenzie King")]),
        ("Amir Sheikh Example bin Example", [("Amir", "Sheikh Example bin Example")]),
        ("Premier and Prince Example", [("Premier and Prince", "Example")]),
        ("President Anna B. Example, 3rd", [("President", "Anna B. Example, 3rd")]),
        ("President Anna Example, Jr.", [("President", "Anna Example, Jr.")]),
        (
            "King Abel and Crown Prince Bela",
            [("King", "Abel"), ("Crown Prince", "Bela")],
        ),
        (
            "President Anna Example, Prime Minister Bela Example",
            [("President", "Anna Example"), ("Prime Minister", "Bela Example")],
        ),
    ],
)
def test_people_in_a_field(text, expected):
    """One field can name several people, each with a post before the name.

    The space between post and name may be missing.
    """
    assert [(one.get("post"), one["name"]) for one in people(text)] == expected


def test_white_space_within_a_field():
    """A line break within a field counts as a space."""
    assert list(people("President Anna\n     Example")) == [
        {"name": "Anna Example", "post": "President"}
    ]
