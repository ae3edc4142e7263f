"""Refs: what people type for a record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.kinds import KINDS, LETTERS
from dragoman.domain.refs import Ref, ref, typed_ref


@pytest.mark.parametrize("text", ["V-12", "v-12", "v12", "V12", "  V-12\n"])
def test_a_ref_is_read_as_people_type_it(text):
    """Case, hyphen and surrounding space are forgiven."""
    assert typed_ref(text) == Ref("V", 12)


@pytest.mark.parametrize("text", ["v-12", "v12", "V12", " V-12"])
def test_a_handle_is_not_taken_for_a_ref(text):
    """Where other names stand too, only the full form is a ref."""
    assert ref(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "V", "12", "V-0", "V-012", "V--1", "V-1.5", "VV-1", "V-1 2", "V-1-2", "dispatch/V-1"),
        *("V-١٢", "Ｖ-1", "É-1", "V-" + "9" * 19, "V -1"),
    ],
)
def test_what_is_not_a_ref_is_none(text):
    """Anything else may be a handle or a word to search for."""
    assert ref(text) is None
    assert typed_ref(text) is None


@given(st.sampled_from(sorted(LETTERS.values())), st.integers(1, 10**18 - 1))
def test_a_ref_is_read_back(letter, number):
    """What is printed can be typed."""
    assert ref(str(Ref(letter, number))) == Ref(letter, number)


def test_every_kind_has_a_letter_of_its_own():
    """A ref tells what kind of record it is of."""
    assert LETTERS.keys() == KINDS.keys()
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert {Ref(letter, 1).kind for letter in LETTERS.values()} == set(KINDS)


def test_the_letters_are_kept():
    """Refs stand in letters and files: a letter once given is never given to another kind."""
    assert {
        "visit": "V",
        "consultation": "C",
        "meeting": "M",
        "mechanism": "B",
        "follow-up": "F",
        "instrument": "I",
        "party": "P",
    }.items() <= LETTERS.items()


def test_a_letter_of_no_kind_is_of_no_kind():
    """It is a ref all the same, of which there is no record."""
    found = ref("Z-1")
    assert found is not None
    assert found.kind is None
