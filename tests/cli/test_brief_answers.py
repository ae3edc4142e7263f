"""``dragoman brief`` answers: what happened last, what comes next, and who met whom."""

import re

import pytest

from dragoman.cli.read.blocks import shortened
from tests.cli.test_posts import typed
from tests.conftest import Desk
from tests.copies import after

PEOPLE = (
    '--participant "Leyla Hasanova; deputy foreign minister; AZ"'
    ' --participant "Odil Rustamov; minister of trade; UZ"'
)


def relations(desk: Desk) -> None:
    """Record six past engagements, a plan, an agreed session, an instrument and a message."""
    desk.now = "2026-11-29T08:00:00Z"
    typed(
        desk,
        f"meeting hold --title First --party AZ --party UZ --occurred 2021-01-05 {PEOPLE}",
        "mechanism establish --title Commission --body 'joint commission' --party AZ --party UZ",
        *(
            f"consultation hold --mechanism B-1 --session {n} --occurred 202{n}-06-01 --host UZ"
            for n in (2, 3, 4)
        ),
        "visit conclude --title Tour --host UZ --party AZ --place Tashkent"
        " --occurred 2025-05-05/2025-05-07 --outcome 'A plan' --outcome 'A list'"
        " --outcome 'A date' --outcome 'A place'",
        "meeting hold --title Talks --party AZ --party UZ --occurred 2026-02-01"
        " --summary 'They met.\n\nThey agreed.'",
        "visit announce --title Return --host AZ --party UZ --occurred 2027-01-01/2027-01-03",
        "follow-up agree --what 'Fifth session' --party AZ --party UZ --due 2027-03 --place Baku"
        " --agreed-in C-3 --awaits B-1",
        "instrument sign --title Protocol --party AZ --party UZ --signed 2024-06-01"
        " --signed-in C-3",
        "demarche deliver --subject Barriers --from AZ --to UZ --occurred 2026-11-01",
    )


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk that covers the relations of Azerbaijan and Uzbekistan."""
    return after(desk, relations)


@pytest.mark.parametrize("subjects", [["AZ", "UZ"], ["UZ"]])
def test_the_last_five_engagements_with_outcomes_and_summaries(
    desk: Desk, subjects: list[str]
) -> None:
    """The brief lists the five newest engagements; plans are not among them."""
    brief = desk.read("brief", *subjects)
    assert brief["engagements"] == 6
    assert [one["ref"] for one in brief["last_engagements"]] == ["M-2", "V-1", "C-3", "C-2", "C-1"]
    last, tour, *_ = brief["last_engagements"]
    assert (last["summary"], last["outcomes"]) == ("They met.\n\nThey agreed.", [])
    assert (tour["place"], tour["outcomes"]) == (
        "Tashkent",
        ["A plan", "A list", "A date", "A place"],
    )
    page = desk.run("brief", *subjects).out
    assert re.search(r"V-1 Tour +Tashkent", page)
    assert "outcome: A date" in page
    assert "and 1 more outcome\n" in page
    assert re.search(r"They met\.\n +They agreed\.", page)


def test_the_sections_come_in_the_order_of_questions(desk: Desk) -> None:
    """First what happened, then what is owed and planned, then people, then the rest."""
    titles = re.findall(r"^── (.*?) ──", desk.run("brief", "AZ", "UZ").out, re.MULTILINE)
    assert titles[:4] == [
        "LAST ENGAGEMENTS",
        "AGREED, NO OWNER RECORDED",
        "PLANNED",
        "PEOPLE: WHO MET WHOM",
    ]
    assert titles[4:7] == ["STANDING MECHANISMS", "LEVELS OF CONTACT", "INSTRUMENTS"]


def test_the_agreed_next_session_comes_before_the_inferred_session(desk: Desk) -> None:
    """The facts name the agreed session, and so does the mechanism, before the inference."""
    page = desk.run("brief", "AZ", "UZ").out
    agreed = "next, agreed  F-1 Fifth session, Baku, due Mar 2027"
    assert agreed in page
    assert page.index(agreed) < page.index("turn to host")
    assert page.index("next, agreed: F-1") < page.index("next, inferred: session 5")


def test_people_have_the_post_of_the_last_encounter(desk: Desk) -> None:
    """A post that a person took later does not show beside an earlier encounter."""
    typed(desk, "party position P-1 'foreign minister' --assumed 2026-06")
    page = desk.run("brief", "AZ", "UZ").out
    assert "Leyla Hasanova, AZ P-1 Odil Rustamov, UZ P-2 1 × 5 Jan 2021 M-1" in page
    assert "deputy foreign minister – minister of trade" in page
    header = desk.run("brief", "P-1").lines[1]
    assert "P-1 Leyla Hasanova, foreign minister, AZ" in header


def test_no_ref_breaks_on_paper(desk: Desk) -> None:
    """In HTML, every ref is an unbroken element whose text is the plain ref."""
    page = desk.home / "brief.html"
    assert desk.run("brief", "AZ", "UZ", "--html", page).code == 0
    body = page.read_text("utf-8").partition("<body>")[2].partition("<script>")[0]
    refs = set(re.findall(r"\b[VCMBFIDP]-\d+\b", re.sub(r"<[^>]*>", " ", body)))
    assert {"V-1", "C-3", "B-1", "F-1", "I-1", "D-1", "P-1"} <= refs
    bare = re.sub(r'<span class="unbroken">[^<]*</span>|<a [^>]*>[^<]*</a>|<[^>]*>', "", body)
    assert not re.findall(r"\b[VCMBFIDP]-\d+\b", bare)
    assert re.search(r"\.unbroken \{ white-space: nowrap; \}", page.read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("", 10, []),
        ("One.\n\nTwo.", 100, ["One.", "Two."]),
        ("One.\nTwo.", 100, ["One.", "Two."]),
        ("One two three", 8, ["One two …"]),
        ("Onetwothree four", 5, ["Onetw …"]),
        ("One two.\n\nThree.", 8, ["One two. …"]),
        ("One.\n\nTwo three four.", 12, ["One.", "Two …"]),
    ],
)
def test_a_summary_is_shortened_between_words(text: str, most: int, kept: list[str]) -> None:
    """Paragraphs stay apart, and an ellipsis marks what is left out."""
    assert shortened(text, most) == kept
