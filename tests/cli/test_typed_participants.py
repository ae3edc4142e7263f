"""Participants as people type them: parts in any order, with semicolons or commas."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dragoman.domain.countries import known_side
from dragoman.exchange import Fault, participant_of, readings_of
from dragoman.exchange.typed_participants import as_typed, is_plain

ALI = {"name": "Ali Hasan", "post": "minister of oil", "side": "IQ"}

# (the text, the participant)
READ = {
    "Ali Hasan; minister of oil; IQ": ALI,
    "Ali Hasan, minister of oil, IQ": ALI,
    "Ali Hasan (minister of oil, IQ)": ALI,
    "minister of oil; Ali Hasan; IQ": ALI,
    "Ali Hasan; Iraqi; minister of oil": ALI,
    "Ali Hasan; minister of oil; Iraqi; host": {**ALI, "role": "host"},
    "host, Ali Hasan, minister of oil, IQ": {**ALI, "role": "host"},
    "Ali Hasan; minister of oil; P-12": {
        "name": "Ali Hasan",
        "post": "minister of oil",
        "party": "P-12",
    },
    "P-12": {"party": "P-12"},
    "p12": {"party": "P-12"},
    "P-12; head of delegation": {"party": "P-12", "role": "head of delegation"},
    "minister of oil; P-12": {"post": "minister of oil", "party": "P-12"},
    "Ali Hasan; IQ; new": {"name": "Ali Hasan", "side": "IQ", "party": "new"},
    "UN; ; ; observer; organisation": {"name": "UN", "role": "observer", "type": "organisation"},
    "Hasanova, Leyla": {"name": "Hasanova, Leyla"},
    "Smith, Jr.": {"name": "Smith, Jr."},
    "Hasanova, Leyla, deputy minister, AZ": {
        "name": "Hasanova, Leyla",
        "post": "deputy minister",
        "side": "AZ",
    },
    "Ahn; Minister of Trade, Industry and Energy; KR": {
        "name": "Ahn",
        "post": "Minister of Trade, Industry and Energy",
        "side": "KR",
    },
    "Ahn Duk-geun, Minister of Trade, Industry and Energy, Korea, Republic of": {
        "name": "Ahn Duk-geun",
        "post": "Minister of Trade, Industry and Energy",
        "side": "Korea, Republic of",
    },
    "Georgia Meloni; prime minister; IT": {
        "name": "Georgia Meloni",
        "post": "prime minister",
        "side": "IT",
    },
    "Jordan; minister of water; JO": {"name": "Jordan", "post": "minister of water", "side": "JO"},
    "Martin King; Senior Fellow; US": {
        "name": "Martin King",
        "post": "Senior Fellow",
        "side": "US",
    },
    "Maka Botchorishvili, FM, Georgia": {
        "name": "Maka Botchorishvili",
        "post": "FM",
        "side": "Georgia",
    },
    "Irakli Kobakhidze, PM, Georgia": {
        "name": "Irakli Kobakhidze",
        "post": "PM",
        "side": "Georgia",
    },
    "Ann Lee, MP, head of delegation, GE": {
        "name": "Ann Lee",
        "post": "MP",
        "side": "GE",
        "role": "head of delegation",
    },
    "Mark Rutte, SG, NATO": {"name": "Mark Rutte", "post": "SG", "side": "NATO"},
    "Ann Lee, DG, DE": {"name": "Ann Lee", "post": "DG", "side": "DE"},
    "Ann Lee; Georgia; DM": {"name": "Ann Lee", "post": "DM", "side": "Georgia"},
    "Ann Lee, MFA, Georgia": {"name": "Ann Lee", "post": "MFA", "side": "Georgia"},
    "Ann Lee, AM, Georgia": {"name": "Ann Lee", "post": "AM", "side": "Georgia"},
    "Ann Lee, Deputy FM, DE": {"name": "Ann Lee", "post": "Deputy FM", "side": "DE"},
    "Hakan Fidan, FM of Türkiye": {"name": "Hakan Fidan", "post": "FM", "side": "Türkiye"},
    "FM of Türkiye": {"post": "FM", "side": "Türkiye"},
    "Hakan Fidan (FM)": {"name": "Hakan Fidan", "post": "FM"},
    "FM": {"post": "FM"},
    "Ann Lee, FM": {"name": "Ann Lee", "post": "FM"},
    "Ann Lee; minister; FM": {"name": "Ann Lee", "post": "minister", "side": "FM"},
    "Ann Lee, minister, FM": {"name": "Ann Lee", "post": "minister", "side": "FM"},
    "Ararat Mirzoyan, FM, AM": {"name": "Ararat Mirzoyan", "post": "FM", "side": "AM"},
    "Ann Lee; FM of Türkiye; TR": {"name": "Ann Lee", "post": "FM of Türkiye", "side": "TR"},
    "Guy; minister; FR": {"name": "Guy", "post": "minister", "side": "FR"},
}


@pytest.mark.parametrize("text", READ)
def test_a_participant_is_read_in_any_order(text: str) -> None:
    found = participant_of(text)
    assert {name: _adjective(value) for name, value in found.items()} == READ[text]


def _adjective(value: str) -> str:
    return "IQ" if value == "Iraqi" else value


# (the text, the words in the refusal)
UNCLEAR = {
    "Ararat Mirzoyan, AM": "'Ararat Mirzoyan; ; AM' for name Ararat Mirzoyan; side Armenia (AM)",
    "Jordan; minister of water": "write '; minister of water; Jordan' for post",
    "Georgia; soprano": "'Georgia; soprano;' for name Georgia; post soprano",
    "Hasanova, Georgia": "'Hasanova; ; Georgia'",
    "French, John": "for name John; side France (FR)",
    "Georgia": "cannot tell whether 'Georgia' is a person or a state",
    "Iraq": "write --party IQ, or add the name: 'NAME; POST; IQ'",
    "Ali Hasan, Senior Fellow": "'Ali Hasan; Senior Fellow; SIDE'",
    "Minister of Trade, Ali Hasan": "'Ali Hasan; Minister of Trade; SIDE'",
    "Ali; Iraq; Iran": "gives two sides: Iraq, Iran",
    "new": "write the name before new: NAME; new",
}


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_cannot_be_told_is_refused_with_the_readings(text: str) -> None:
    with pytest.raises(Fault) as refused:
        participant_of(text)
    assert UNCLEAR[text] in refused.value.message


NAMES = st.sampled_from(["Ali Hasan", "Leyla Hasanova", "Müller", "Али Хасан", "O'Neil Smith"])
POSTS = st.sampled_from(["minister of oil", "deputy foreign minister", "ambassador", "министр"])
SIDES = st.sampled_from(["IQ", "Iraq", "Azerbaijan", "org:UN", "Germany", "GE"])
ROLES = st.sampled_from(["host", "co-chair", "head of delegation", "observer"])


@given(NAMES, POSTS, SIDES, ROLES, st.sampled_from(["; ", ", "]))
def test_the_order_of_the_parts_does_not_matter(
    name: str, post: str, side: str, role: str, separator: str
) -> None:
    """Every order of name, post, side and role has the same reading."""
    whole = {"name": name, "post": post, "side": side, "role": role}
    for parts in permutations(whole.values()):
        if parts.index(post) < parts.index(name) and separator == ", ":
            continue  # "minister of oil, Ali Hasan": a comma may belong to a post
        assert participant_of(separator.join(parts)) == whole


WORD = st.text("abcdefgh ABCÄß'-", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(WORD, WORD, SIDES)
def test_the_documented_order_stays_as_it_is(name: str, post: str, side: str) -> None:
    assume(known_side(post) is None)  # a code such as "B--A" is no post
    assert participant_of(f"{name}; {post}; {side}") == {"name": name, "post": post, "side": side}
    assert is_plain(f"{name}; {post}; {side}")


@given(st.lists(st.one_of(NAMES, POSTS, SIDES, ROLES, st.just("Jordan")), min_size=1, max_size=4))
def test_what_a_refusal_says_to_type_has_that_reading(parts: list[str]) -> None:
    for separator in ("; ", ", "):
        try:
            readings = readings_of(separator.join(parts))
        except Fault:
            continue
        for reading in readings:
            assert readings_of(as_typed(reading)) == [reading]
