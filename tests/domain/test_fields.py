"""Fields of a record: read and write a field by name, as text or as a value."""

import pytest

from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.dates import parse_date
from dragoman.domain.field_values import text_of, typed, value_at, with_value
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.instrument import KIND as INSTRUMENT
from dragoman.domain.kinds import KINDS
from dragoman.domain.mechanism import KIND as MECHANISM
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.refusal import Refused
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import VisitAnnounced
from tests.domain.samples import FACTS, HOST, MINISTER
from tests.given import given

STATE = given(
    VISIT,
    VisitAnnounced(**FACTS, participants=(MINISTER, HOST), topics=("energy", "gas"), level="state"),
).state


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("title", "Talks in Baghdad", "Talks in Baghdad"),
        ("occurred", parse_date("2025-04-20"), "2025-04-20"),
        ("topics", ("energy", "gas"), "energy; gas"),
        ("parties", ("AZ", "IQ"), "AZ; IQ"),
        ("level", "state", "state"),
        ("participants.1.name", MINISTER.name, MINISTER.name),
        ("participants.2.role", "co-chair", "co-chair"),
    ],
)
def test_a_field_is_read_and_written_as_text(path, value, text):
    """Converting the value of a field to text and back gives the same value."""
    assert value_at(STATE, path) == value
    assert text_of(value) == text
    assert typed(type(STATE), path, text) == value
    assert with_value(STATE, path, value) == STATE


@pytest.mark.parametrize("path", ["place", "participants.1.role", "outcomes", "session"])
def test_an_empty_field_reads_as_an_empty_text(path):
    """The text of an empty field is an empty string, whatever the type of the field."""
    assert text_of(value_at(STATE, path)) == ""


@pytest.mark.parametrize(
    ("kind", "path", "text", "value"),
    [
        (CONSULTATION, "session", "3", 3),
        (MECHANISM, "hosting", "fixed", "fixed"),
        (MECHANISM, "aliases", "A; B", ("A", "B")),
        (FOLLOW_UP, "status", "dropped", "dropped"),
        (FOLLOW_UP, "due", "2025~", parse_date("2025~")),
        (INSTRUMENT, "form", "treaty", "treaty"),
        (PARTY, "type", "organisation", "organisation"),
    ],
)
def test_a_text_becomes_a_value_of_the_field(kind, path, text, value):
    """Depending on the field, its text is parsed as a number, a date, a choice or a list."""
    assert typed(kind.state, path, text) == value


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("place", "Basra", lambda state: state.place),
        ("participants.2.name", "M. Hussein", lambda state: state.participants[1].name),
    ],
)
def test_a_field_is_set(path, value, read):
    """Setting a field changes no other field."""
    after = with_value(STATE, path, value)
    assert read(after) == value
    assert with_value(after, path, value_at(STATE, path)) == STATE


@pytest.mark.parametrize("path", ["", "nothing", "Title", "title ", "cleared"])
def test_an_unknown_field_is_refused(path):
    """Dragoman refuses an unknown field, and the message names the field."""
    with pytest.raises(Refused, match=f"there is no field '{path}'") as refusal:
        value_at(STATE, path)
    assert refusal.value.field == path


@pytest.mark.parametrize(
    "path",
    [
        *("participants.name", "participants.x.name", "participants.1.nothing"),
        *("participants.1", "participants.1.", "participants.1.name.2", "participants.-1.name"),
    ],
)
def test_a_path_leads_to_a_field_of_a_participant(path):
    """Dragoman refuses an incomplete path to a field of a participant, and shows the right form."""
    with pytest.raises(Refused, match=r"write participants\.2\.name"):
        value_at(STATE, path)


@pytest.mark.parametrize("number", [0, 3, 10**20])
def test_an_unknown_participant_is_refused(number):
    """If a path names a missing participant, the message says how many participants exist."""
    path = f"participants.{number}.name"
    for use in (lambda: value_at(STATE, path), lambda: with_value(STATE, path, "X")):
        with pytest.raises(Refused, match="for the name of the first of 2"):
            use()


def test_an_unknown_choice_is_refused():
    """Dragoman refuses an unknown choice, and the message lists the choices."""
    with pytest.raises(Refused, match="'royal' is not one of: state, official, ") as refusal:
        typed(VISIT.state, "level", "royal")
    assert refusal.value.field == "level"


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        *((kind, "sources") for kind in KINDS.values()),
        *((kind, "amendments") for kind in KINDS.values()),
        *((kind, "as_written") for kind in KINDS.values()),
        *((VISIT, path) for path in ("participants", "part_of", "external_ids", "formerly")),
        (FOLLOW_UP, "awaits"),
        (PARTY, "positions"),
        (VISIT, "participants.1.party"),
    ],
)
def test_some_fields_hold_no_plain_values(kind, path):
    """Dragoman refuses to set links, sources and other structured fields from text."""
    with pytest.raises(Refused, match="this field has no plain value; correct it with:"):
        typed(kind.state, path, "X")


def test_a_text_that_is_no_date_is_refused():
    """Dragoman refuses to set a date field to text that is not a date."""
    with pytest.raises(Refused, match="is not a date"):
        typed(VISIT.state, "occurred", "recently")


def test_a_text_that_is_no_number_is_refused():
    """Dragoman refuses to set a number field to text that is not a number."""
    with pytest.raises(Refused):
        typed(CONSULTATION.state, "session", "three")
