"""The lexicons: every word means something that the rest of Dragoman knows."""

import re
import subprocess
import sys
from typing import get_args

import pytest

from dragoman.domain import is_code
from dragoman.domain.engagement import Level
from dragoman.domain.instrument import Form
from dragoman.domain.mechanism import MechanismKind
from dragoman.exchange.intake.gazetteer import _entries
from dragoman.exchange.intake.lexicon import LANGUAGES, lexicon_of
from dragoman.exchange.intake.lexicon.topics import TOPICS
from dragoman.exchange.intake.posts import _forms
from dragoman.exchange.intake.source_text import folded


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_is_known(language: str) -> None:
    """Given a lexicon, then its values are topics, bodies, levels, forms and codes that exist."""
    lexicon = lexicon_of(language)
    assert lexicon.language == language
    assert {value for _, value in lexicon.topics} <= TOPICS
    assert {value for _, value in lexicon.bodies} <= set(get_args(MechanismKind))
    assert {value for _, value in lexicon.levels} <= set(get_args(Level))
    assert {value for _, value in lexicon.instruments} <= set(get_args(Form))
    for code, _ in (*_entries(lexicon.states), *_entries(lexicon.demonyms)):
        assert is_code(code), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_is_folded(language: str) -> None:
    """Given a lexicon, then its patterns compile, and have only letters that folded text has."""
    lexicon = lexicon_of(language)
    assert len(_forms(lexicon)) == len(lexicon.posts)
    lists = (lexicon.topics, lexicon.bodies, lexicon.levels, lexicon.instruments, lexicon.posts)
    patterns = [form for forms in lists for form, _ in forms]
    for part in (lexicon.acts, lexicon.marks):
        patterns += [getattr(part, name) for name in part.__slots__ if name != "__weakref__"]
    for form in patterns:
        letters = re.sub(r"\\.|\{\w+\}", "", form)
        assert letters == folded(letters), form


def test_only_the_lexicon_of_the_item_is_loaded() -> None:
    """Given a German item, when it is read, then no other lexicon is loaded."""
    code = (
        "import sys\n"
        "from dragoman.exchange.intake.proposal import Item, propose\n"
        "propose(Item(text='Der Minister reiste.', language='de'))\n"
        "print(*(one.rpartition('.')[2] for one in sys.modules if '.lexicon.' in one))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & set(LANGUAGES) == {"de"}
