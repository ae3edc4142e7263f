"""Places and titles that say "in the margins of UNGA 81": a link to the conference."""

import pytest

from dragoman.domain import in_margins
from tests.cli.terminals import converse, seen, start_forked
from tests.conftest import Desk

TALKS = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ")

# (the text, the conference and the place of each reading)
READ = {
    "in the margins of UNGA 81": [("UNGA 81", "")],
    "on the sidelines of the Munich Security Conference": [("Munich Security Conference", "")],
    "New York (in the margins of UNGA 81)": [("UNGA 81", "New York")],
    "New York, in the margins of UNGA 81": [("UNGA 81", "New York")],
    "in the margins of UNGA 81 in New York": [("UNGA 81 in New York", ""), ("UNGA 81", "New York")],
    "in the margins of COP31, Antalya": [("COP31, Antalya", ""), ("COP31", "Antalya")],
    "en marge de l’AGNU": [("AGNU", "")],
    "En marge du sommet": [("sommet", "")],
    "am Rande der Münchner Sicherheitskonferenz": [("Münchner Sicherheitskonferenz", "")],
    "в кулуарах COP31": [("COP31", "")],
    "кулуарах COP31": [("COP31", "")],
    "на полях Генассамблеи": [("Генассамблеи", "")],
    "al margen de la COP31": [("COP31", "")],
    "Margins Hotel": [],
    "Baku": [],
    "in the margins of": [],
}


@pytest.mark.parametrize("text", READ)
def test_the_words_for_margins_are_read_in_many_languages(text: str) -> None:
    assert [(one.conference, one.place) for one in in_margins(text)] == READ[text]


@pytest.fixture
def story(desk: Desk) -> Desk:
    """A desk that has recorded a conference."""
    words = ("conference", "announce", "--title", "UNGA 81", "--occurred", "2025-09")
    assert desk.run(*words).code == 0
    return desk


def record(desk: Desk, ref: str) -> tuple[str | None, str | None]:
    """Return the conference and the place of a record."""
    found = desk.read("show", ref)["record"]
    return found.get("margins"), found.get("place")


@pytest.mark.parametrize(
    ("place", "recorded"),
    [
        ("in the margins of unga 81", ("E-1", None)),
        ("en marge de UNGA 81 à New York", ("E-1", "New York")),
        ("New York, am Rande der UNGA 81", ("E-1", "New York")),
    ],
)
def test_an_answer_to_where_can_be_a_conference(
    story: Desk, place: str, recorded: tuple[str | None, str | None]
) -> None:
    terminal = start_forked(story, "add", "meeting", "that", "took", "place")
    converse(terminal, ("title", "Talks"), ("states", "AZ, IQ"), ("Where?", place))
    assert "understood: in the margins of E-1 UNGA 81 (Sep 2025)" in seen(terminal)
    assert record(story, "M-1") == recorded


def test_a_title_can_name_the_conference(story: Desk) -> None:
    """The title stays as it is; the words after "add" are not a place."""
    terminal = start_forked(story, "add", *"talks in the margins of UNGA 81".split())
    converse(terminal, ("number", "1"), ("states", "AZ, IQ"), ("Where?", ""))
    assert record(story, "M-1") == ("E-1", None)
    assert story.read("show", "M-1")["record"]["title"] == "Talks in the margins of UNGA 81"


def test_an_unknown_conference_can_be_recorded_with_the_meeting(story: Desk) -> None:
    terminal = start_forked(story, "add", "meeting", "that", "took", "place")
    converse(
        terminal,
        ("title", "Talks"),
        ("states", "AZ, IQ"),
        ("Where?", "in the margins of COP31, Antalya"),
        ("Which conference is 'COP31'?", "new"),
    )
    assert record(story, "M-1") == ("E-2", "Antalya")
    assert story.read("show", "E-2")["record"]["title"] == "COP31"


@pytest.mark.parametrize(("said", "margins"), [("E-1", "E-1"), ("unga 81", "E-1"), ("", None)])
def test_an_unknown_conference_can_be_a_known_one_or_left_out(
    story: Desk, said: str, margins: str | None
) -> None:
    terminal = start_forked(
        story, *TALKS, "--occurred", "2025-09-24", "--place", "en marge de l'AG"
    )
    converse(terminal, ("Which conference is 'AG'?", said))
    assert record(story, "M-1") == (margins, None)


def test_in_a_pipe_a_place_that_is_a_conference_is_linked(story: Desk) -> None:
    words = (*TALKS, "--occurred", "2025-09-24", "--place", "in the margins of UNGA 81")
    answer = story.run(*words)
    assert "is in the margins of E-1 UNGA 81" in answer.err
    assert record(story, "M-1") == ("E-1", None)


def test_in_a_pipe_an_unknown_conference_is_refused(story: Desk) -> None:
    words = (*TALKS, "--occurred", "2025-09-24", "--place", "in the margins of COP31")
    before = story.position
    answer = story.run(*words)
    assert (answer.code, story.position) == (2, before)
    assert "--place: 'COP31' is not a conference in the register" in answer.err
    assert "dragoman conference announce --title 'COP31'" in answer.err


def test_add_asks_who_signed_an_instrument(desk: Desk) -> None:
    terminal = start_forked(desk, "add", "agreement", "or", "statement", "that", "was", "signed")
    converse(
        terminal,
        ("kind of instrument", "agreement"),
        ("title", "Agreement on visas"),
        ("parties", "AZ, IQ"),
        ("Who signed?", "Ali Hasan; minister of oil; IQ"),
        ("Next?", "Leyla Hasanova; deputy minister; AZ"),
    )
    found = desk.read("show", "I-1")["record"]
    assert [one["name"] for one in found["participants"]] == ["Ali Hasan", "Leyla Hasanova"]
