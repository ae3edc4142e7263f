"""Refs: the short names of records, such as V-12, that people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.kinds import KINDS, LETTERS
from dragoman.domain.refs import Ref, ref, typed_ref


@pytest.mark.parametrize("text", ["V-12", "v-12", "v12", "V12", "  V-12\n"])
def test_a_ref_is_read_as_people_type_it(text):
    """Dragoman recognises a ref in either case, with or without a hyphen or spaces around it."""
    assert typed_ref(text) == Ref("V", 12)


@pytest.mark.parametrize("text", ["v-12", "v12", "V12", " V-12"])
def test_a_handle_is_not_taken_for_a_ref(text):
    """Where people can also type a handle, only a full ref, such as V-12, counts as a ref."""
    assert ref(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "V", "12", "V-0", "V-012", "V--1", "V-1.5", "VV-1", "V-1 2", "V-1-2", "dispatch/V-1"),
        *("V-١٢", "Ｖ-1", "É-1", "V-" + "9" * 19, "V -1"),
    ],
)
def test_other_texts_are_no_refs(text):
    """Texts in other forms, such as handles and search words, are not refs."""
    assert ref(text) is None
    assert typed_ref(text) is None


@given(st.sampled_from(sorted(LETTERS.values())), st.integers(1, 10**18 - 1))
def test_a_printed_ref_can_be_typed(letter, number):
    assert ref(str(Ref(letter, number))) == Ref(letter, number)


def test_every_kind_has_its_own_letter():
    """Each kind has its own letter, so a ref shows the kind of its record."""
    assert LETTERS.keys() == KINDS.keys()
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert {Ref(letter, 1).kind for letter in LETTERS.values()} == set(KINDS)


def test_the_letters_are_kept():
    """The letter of each kind never changes, because refs appear in files and correspondence."""
    assert {
        "visit": "V",
        "consultation": "C",
        "meeting": "M",
        "mechanism": "B",
        "follow-up": "F",
        "instrument": "I",
        "party": "P",
    }.items() <= LETTERS.items()


def test_an_unknown_letter_has_no_kind():
    """A ref with an unknown letter has no kind."""
    found = ref("Z-1")
    assert found is not None
    assert found.kind is None
