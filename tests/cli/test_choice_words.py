"""The words that diplomats use for the choices of a field: communiqué, MoU, Verbalnote."""

from typing import get_args

import pytest

from dragoman.domain import KINDS
from dragoman.exchange import choice_meant, choices_of
from dragoman.exchange.mappings.header_words import LEVELS
from dragoman.exchange.synonyms import _CHOICES
from dragoman.exchange.typed_participants import readings_of
from tests.cli.terminals import converse, seen, start_forked
from tests.conftest import Desk

pytestmark = pytest.mark.once

SIGN = ("instrument", "sign", "--title", "T", "--party", "AZ", "--party", "IQ", "--signed", "today")
DELIVER = ("demarche", "deliver", "--from", "AZ", "--to", "IQ", "--occurred", "today")
FORMS = {
    kind: choices_of(KINDS[kind].state, kind, "form").__args__
    for kind in ("instrument", "demarche")
}

# (the kind, the word): the form
MEANT = {
    ("instrument", "communiqué"): "joint statement",
    ("instrument", "Communique"): "joint statement",
    ("instrument", "Joint Statement"): "joint statement",
    ("instrument", "gemeinsame Erklärung"): "joint statement",
    ("instrument", "déclaration commune"): "joint statement",
    ("instrument", "совместное заявление"): "joint statement",
    ("instrument", "memorandum"): "memorandum of understanding",
    ("instrument", "MoU"): "memorandum of understanding",
    ("instrument", "memorando de entendimiento"): "memorandum of understanding",
    ("instrument", "меморандум о взаимопонимании"): "memorandum of understanding",
    ("instrument", "Protokoll"): "protocol",
    ("instrument", "acuerdo"): "agreement",
    ("instrument", "Abkommen"): "agreement",
    ("instrument", "convention"): "treaty",
    ("instrument", "procès-verbal"): "minutes",
    ("instrument", "échange de lettres"): "exchange of notes",
    ("demarche", "Verbalnote"): "note verbale",
    ("demarche", "note"): "note verbale",
    ("demarche", "нота"): "note verbale",
    ("demarche", "démarche"): "demarche",
    ("demarche", "protest"): "demarche",
    ("demarche", "carta"): "letter",
    ("demarche", "aide-memoire"): "letter",
}

# the field: the words for a choice of it
WORDS = {
    ("visit", "level", "state"): "Staatsbesuch|state visit|visite d'État|visita de Estado|dövlət"
    " səfəri|государственный визит|visita di Stato|devlet ziyareti",
    ("visit", "level", "official"): "offizieller Besuch|visite officielle|visita oficial|resmi"
    " ziyarət|официальный визит|official visit",
    ("visit", "level", "official working"): "offizieller Arbeitsbesuch|visita oficial de trabajo",
    ("visit", "level", "working"): "Arbeitsbesuch|visita de trabalho|рабочий визит",
    ("visit", "level", "unofficial"): "unofficial visit|inoffizieller Besuch|visita no oficial",
    ("mechanism", "body", "joint commission"): "Comissão Mista|Comisión Mixta|gemischte Kommission"
    "|commission mixte|смешанная комиссия|karma komissiya",
    ("mechanism", "body", "working group"): "Arbeitsgruppe|grupo de trabalho|рабочая группа",
    ("mechanism", "body", "strategic dialogue"): "strategischer Dialog|diálogo estratégico",
}
ROLES = {
    "co-chair": "copresidente|Ko-Vorsitz|Kovorsitzende|coprésident|сопредседатель|Co-Chair",
    "head of delegation": "chef de délégation|Delegationsleiter|jefe de la delegación|chefe da"
    " delegação|глава делегации",
    "interpreter": "Dolmetscherin|intérprete|переводчик",
    "host": "Gastgeber|anfitrião",
}


@pytest.mark.parametrize(("kind", "word"), MEANT)
def test_a_word_means_a_form(kind: str, word: str) -> None:
    assert choice_meant(word, FORMS[kind]) == MEANT[kind, word]


@pytest.mark.parametrize(("kind", "field", "choice"), WORDS)
def test_words_in_other_languages_mean_a_choice(kind: str, field: str, choice: str) -> None:
    """Levels and bodies have words in the languages of the press."""
    choices = choices_of(KINDS[kind].state, kind, field).__args__
    words = WORDS[kind, field, choice].split("|")
    assert {word: choice_meant(word, choices) for word in words} == dict.fromkeys(words, choice)


def test_levels_roles_and_bodies_are_words_of_options(desk: Desk) -> None:
    """The options take the words, in any language, as YAML files do."""
    visit = ("visit", "announce", "--title=T", "--host=FR", "--party=AZ", "--occurred=2030")
    body = ("mechanism", "establish", "--title=B", "--party=AZ", "--party=IQ")
    for line in ((*visit, "--level", "Staatsbesuch"), (*body, "--body=Comissão Mista")):
        answer = desk.run(*line)
        assert answer.code == 0, answer.err
    assert desk.read("show", "V-1")["record"]["level"] == "state"
    assert desk.read("show", "B-1")["record"]["body"] == "joint commission"


@pytest.mark.parametrize(
    ("role", "word"), [(role, word) for role, words in ROLES.items() for word in words.split("|")]
)
def test_a_participant_takes_the_word_for_a_role(role: str, word: str) -> None:
    """A role has words in other languages, in its place and in any other place."""
    for text in (f"Ana Lima; minister of oil; MZ; {word}", f"{word}, MZ, Ana Lima"):
        [reading] = readings_of(text)
        assert (reading["role"], reading["name"]) == (role, "Ana Lima")


def test_no_word_means_two_choices_of_a_field() -> None:
    levels = get_args(choices_of(KINDS["visit"].state, "visit", "level"))
    for words in ([level, *LEVELS.get(level, level).split(", ")] for level in levels):
        assert {choice_meant(word, levels) for word in words} == {words[0]}
    bodies = get_args(choices_of(KINDS["mechanism"].state, "mechanism", "body"))
    for kind, forms in {**FORMS, "mechanism": bodies, "participant": tuple(ROLES)}.items():
        for choice in forms:
            for word in _CHOICES.get(choice, choice).split(", "):
                assert choice_meant(word, forms) == choice, (kind, word)


@pytest.mark.parametrize("option", [("--form", "communiqué"), ("--form=communiqué",)])
def test_an_option_takes_the_word(desk: Desk, option: tuple[str, ...]) -> None:
    answer = desk.run(*SIGN, *option)
    assert answer.code == 0, answer.err
    assert desk.read("show", "I-1")["record"]["form"] == "joint statement"


@pytest.mark.parametrize(
    ("words", "choices"),
    [((*SIGN, "--form", "note verbale"), "treaty"), ((*DELIVER, "--form", "MoU"), "note verbale")],
)
def test_a_word_for_another_kind_is_refused_with_the_list(
    desk: Desk, words: tuple[str, ...], choices: str
) -> None:
    answer = desk.run(*words, "--subject", "S") if words[0] == "demarche" else desk.run(*words)
    assert answer.code == 2
    assert f'Choose from: "{choices}"' in answer.err


def test_a_file_takes_the_word_and_keeps_it(desk: Desk) -> None:
    text = (
        "dispatch: desk\nsource: {title: A report}\nrecords:\n- {kind: instrument, status: signed,"
        " title: T, form: %s, parties: [AZ, IQ], signed: 2025-03-01}\n"
    )
    desk.record(desk.write("desk.yaml", text % "Коммюнике"))
    record = desk.read("show", "I-1")["record"]
    assert (record["form"], record["as_written"]) == ("joint statement", {"form": "Коммюнике"})
    assert "Nothing new" in desk.record("desk.yaml").out
    refused = desk.run("record", desk.write("bad.yaml", text % "poem").name)
    assert "record 1, form: 'poem' is not one of: treaty, agreement" in refused.err


def test_a_correction_takes_the_word(desk: Desk) -> None:
    desk.run(*SIGN, "--form", "treaty")
    assert desk.run("correct", "I-1", "form=acuerdo", "--reason", "a slip").code == 0
    assert desk.read("show", "I-1")["record"]["form"] == "agreement"


@pytest.mark.parametrize("what", ["communiqué", "MoU", "Abkommen", "меморандум"])
def test_add_takes_the_word_as_the_act_and_as_the_answer(desk: Desk, what: str) -> None:
    terminal = start_forked(desk, "add", what)
    converse(
        terminal,
        ("kind of instrument", "communiqué"),
        ("title", "Communiqué on visas"),
        ("parties", "AZ, IQ"),
    )
    assert "understood: joint statement" in seen(terminal)
    assert desk.read("show", "I-1")["record"]["form"] == "joint statement"
