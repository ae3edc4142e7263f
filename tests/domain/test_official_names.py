"""Official names of states are recognised in twelve languages, and never guessed."""

import pytest

from dragoman.domain.countries import known_side


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Republic of Iraq", "IQ"),
        ("Republik Irak", "IQ"),
        ("Bundesrepublik Deutschland", "DE"),
        ("Königreich Saudi-Arabien", "SA"),
        ("République d'Irak", "IQ"),
        ("République d’Azerbaïdjan", "AZ"),
        ("République française", "FR"),
        ("Grand-Duché de Luxembourg", "LU"),
        ("República de Azerbaiyán", "AZ"),
        ("República Islámica de Irán", "IR"),
        ("República Federal da Alemanha", "DE"),
        ("Repubblica dell'Iraq", "IQ"),
        ("Repubblica italiana", "IT"),
        ("Республика Ирак", "IQ"),
        ("Азербайджанская Республика", "AZ"),
        ("Королевство Саудовская Аравия", "SA"),
        ("Azərbaycan Respublikası", "AZ"),
        ("İraq Respublikası", "IQ"),
        ("Almaniya Federativ Respublikası", "DE"),
        ("Irak Cumhuriyeti", "IQ"),
        ("İran İslam Cumhuriyeti", "IR"),
        ("Suudi Arabistan Krallığı", "SA"),
        ("جمهورية العراق", "IQ"),
        ("الجمهورية التونسية", "TN"),
        ("دولة الكويت", "KW"),
        ("جمهوری اسلامی ایران", "IR"),
        ("جمهوری عراق", "IQ"),
        ("伊拉克共和国", "IQ"),
        ("法兰西共和国", "FR"),
        ("阿富汗伊斯兰共和国", "AF"),
    ],
)
def test_official_names(name: str, code: str) -> None:
    """The words for a form of government, with the name of a state, mean the state."""
    assert known_side(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("República Democrática del Congo", "CD"),
        ("Республика Конго", "CG"),
        ("République populaire démocratique de Corée", "KP"),
        ("Republik Korea", "KR"),
        ("Volksrepublik China", "CN"),
        ("Republic of Vietnam", None),
        ("Sozialistische Republik Vietnam", "VN"),
        ("Democratic Republic of Yemen", None),
    ],
)
def test_forms_that_tell_two_states_apart(name: str, code: str | None) -> None:
    """For names that two states share, the form of government decides, or nothing does."""
    assert known_side(name, "es") == code


@pytest.mark.parametrize(
    "text",
    [
        "State of Georgia",
        "Estado de México",
        "Republic",
        "Islamic Republic",
        "Turkish Republic of Northern Cyprus",
        "Embassy of the Republic of Iraq",
        "Azerbaijan Soviet Socialist Republic",
        "Kingdom Smith",
    ],
)
def test_other_texts_are_no_official_names(text: str) -> None:
    """A text with other words than a state's name and its form of government names no state."""
    assert known_side(text) is None
