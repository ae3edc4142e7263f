"""What press items mention, and what is not their news."""

import pytest

from dragoman.domain import parse_date
from dragoman.exchange.intake.proposal import Item, Proposal, propose


def read(text: str, language: str = "en", published: str = "2025-04-21") -> Proposal:
    """Return the proposal for a text."""
    return propose(Item(text=text, language=language, published=parse_date(published)))


def people(proposal: Proposal) -> set[str]:
    """Return the names of all participants."""
    return {
        person.get("name") or person["post"]
        for record in proposal.records
        for person in record.document.get("participants", ())
    }


def parties(proposal: Proposal) -> set[str]:
    """Return the parties of all records."""
    return {one for record in proposal.records for one in record.document.get("parties", ())}


def kinds(proposal: Proposal) -> list[str]:
    """Return the kinds of all records."""
    return [record.kind for record in proposal.records]


MET = "Foreign Minister Fuad Hussein of Iraq met with the Azerbaijani Foreign Minister Jeyhun Bay."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", f"{MET} He conveyed the greetings of President Ilham Aliyev to the leadership."),
        (
            "en",
            f'{MET} "I spoke by phone with Prime Minister Ilham Aliyev this morning," he said.',
        ),
        ("en", f"{MET} The ministry denied that Mr Hussein met with Prime Minister Ilham Aliyev."),
        ("en", f"{MET} In 2019, President Ilham Aliyev visited Baghdad."),
        (
            "de",
            "Der irakische Außenminister Fuad Hussein traf den französischen Außenminister Jean"
            " Roux. Er überbrachte Grüße von Präsident Ilham Aliyev.",
        ),
        (
            "ru",
            "Министр иностранных дел Ирака Фуад Хусейн встретился с министром иностранных дел"
            " Франции Жаном Ру. Он передал приветствия Президента Ильхама Алиева.",
        ),
    ],
)
def test_who_did_not_take_part(language: str, text: str) -> None:
    """Given somebody who is only greeted, quoted or remembered, then that person took no part."""
    found = people(read(text, language))
    assert len(found) == 2
    assert not any("li" in name.lower() and "al" in name.lower() for name in found), found


@pytest.mark.parametrize(
    ("host", "guest", "codes"),
    [
        ("the Republic of China", "Japan", {"TW", "JP"}),
        ("the People's Republic of China", "Japan", {"CN", "JP"}),
        ("Equatorial Guinea", "Guinea-Bissau", {"GQ", "GW"}),
        ("the Democratic Republic of the Congo", "Spain", {"CD", "ES"}),
        ("the Republic of the Congo", "Spain", {"CG", "ES"}),
        ("Niger", "Nigeria", {"NE", "NG"}),
        ("Dominica", "Austria", {"DM", "AT"}),
        ("Georgia", "Papua New Guinea", {"GE", "PG"}),
        ("the Republic of Korea", "the Democratic People's Republic of Korea", {"KR", "KP"}),
    ],
)
def test_states_with_similar_names(host: str, guest: str, codes: set[str]) -> None:
    """Given states with similar names, then each is the right one."""
    text = f"Foreign Minister of {host} Ana Roux met with the Ambassador of {guest} Rui Sanz."
    assert parties(read(text)) == codes


@pytest.mark.parametrize(
    "text",
    [
        "The PM and the MFA of NA said that AND is a code. They were in the US.",
        "Prime Minister Jordan Paris and his counterpart Georgia Bell met.",
    ],
)
def test_codes_and_people_named_like_places(text: str) -> None:
    """Given abbreviations, or people named like places, then no state takes part."""
    assert not parties(read(text)) & {"NA", "AD", "JO", "GE", "TD", "FR"}


def test_a_person_named_like_a_place_keeps_the_name() -> None:
    """Given a name that is also a place, then the person has it, and the place is not a party."""
    text = (
        "Foreign Minister Jordan Bell of Australia met with Iraqi Ambassador Emmanuel Jordan Quaye."
    )
    proposal = read(text)
    assert people(proposal) == {"Jordan Bell", "Emmanuel Jordan Quaye"}
    assert parties(proposal) == {"AU", "IQ"}


def test_two_visits_in_one_item() -> None:
    """Given two visits by two people, then they are two records."""
    text = (
        "Foreign Minister of Iraq Fuad Hussein will visit Paris on 5 May."
        " Deputy Foreign Minister of Iraq Karim Jassim will visit Ankara on 7 May."
    )
    visits = [one.document for one in read(text).records if one.kind == "visit"]
    assert [(one["place"], one["occurred"]) for one in visits] == [
        ("Paris", "2025-05-05"),
        ("Ankara", "2025-05-07"),
    ]
    assert {one["status"] for one in visits} == {"announced"}


def test_a_denial_is_no_event() -> None:
    """Given a denial, then there is no record, and the draft shows the sentence."""
    text = (
        "The ministry denied that Foreign Minister Fuad Hussein of Iraq met with the Israeli"
        " Foreign Minister Yoav Katz in Paris on 19 April. No such meeting took place."
    )
    proposal = read(text)
    assert kinds(proposal) == []
    assert "#    1  The ministry denied that" in proposal.draft().text()


def test_no_value_without_words_and_no_date_from_nowhere() -> None:
    """Given an item without a date of publication, then words such as "yesterday" give no date."""
    proposal = propose(Item(text=MET.replace("met", "met yesterday"), language="en"))
    [meeting] = proposal.records
    assert "occurred" not in meeting.document
    assert meeting.candidates["occurred"] == "not stated; yesterday?"
