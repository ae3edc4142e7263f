"""The words of the source for one part of a value, such as the post of a participant."""

import csv
import io
import json
from typing import Any

import pytest

from tests.cli.commands import act, entries, shown
from tests.conftest import ARTICLE, Desk
from tests.copies import after

FIRST = """\
dispatch: first
source: {title: Gespräche in Oslo, language: de}
records:
  - kind: meeting
    handle: talks
    status: held
    title: Talks in Oslo
    occurred: 2025-04-20
    parties: [Norwegen, Irak]
    participants:
      - {name: Anna Berg, post: foreign minister, side: Norway}
      - {post: deputy minister of environment, side: Iraq}
    topics: [energy, trade]
    as_written:
      place: in der Hauptstadt
      parties.2: Irak
      participants.1.post: Außenministerin
      participant.2.post: stellvertretender Umweltminister
      topic.2: Handel
"""
SECOND = """\
dispatch: second
source: {title: Переговоры в Осло, language: ru}
records:
  - kind: meeting
    handle: M-1
    status: held
    participants:
      - {name: Zhou Wei, post: ambassador, side: China}
      - {name: Anna Berg, post: foreign minister, side: Norway}
    topics: [trade, visas]
    as_written:
      participants.1.post: посол
      participants.2.post: министр
      topics.2: визы
"""
WORDS = {
    "place": "in der Hauptstadt",
    "parties.2": "Irak",
    "participants.1.post": "Außenministerin",
    "participants.2.post": "stellvertretender Umweltminister",
    "topics.2": "Handel",
}


def told(desk: Desk) -> None:
    """Record the first dispatch."""
    desk.write("first.yaml", FIRST)
    assert desk.record("first.yaml").code == 0


@pytest.fixture
def talks(desk: Desk) -> Desk:
    """A desk that has recorded the first dispatch."""
    return after(desk, told)


def words(desk: Desk, ref: str = "M-1") -> dict[str, Any]:
    """Return the words of the source in a record."""
    return dict(shown(desk, ref).get("as_written", {}))


def test_a_dispatch_gives_words_for_parts(talks: Desk) -> None:
    """Paths use the grammar of readings; the singular and the plural name the same field."""
    assert words(talks) == WORDS
    assert talks.record("first.yaml").out.startswith("Nothing new")


REFUSED: dict[str, tuple[str, str]] = {
    "no such participant": (
        "participants.3.post: X",
        "the record has 2 participants; write participants.1.post or participants.2.post",
    ),
    "no participant 0": (
        "participants.0.post: X",
        "the record has 2 participants; write participants.1.post or participants.2.post",
    ),
    "no such topic": ("topics.9: X", "the record has 2 topics; write topics.1 or topics.2"),
    "no value": (
        "participants.2.name: X",
        "participant 2 has no name; write participants.2.post or participants.2.side",
    ),
    "no list": ("outcomes.1: X", "the record has no outcomes"),
    "no fact": ("participants.1.nmae: X", "unknown field; did you mean name?"),
    "no part": ("participants.1: X", "write participants.2.name for the name of the second"),
    "no number": ("topics.x: X", "write topics.2 for the second of the topics"),
    "no parts": ("place.1: X", "this field has no parts"),
    "no field": ("partcipants.1.name: X", "unknown field; did you mean participants?"),
    "another kind": ("awaits.session: X", "unknown field; choose from: "),
    "no words": ("source.title: X", "unknown field; choose from: "),
    "twice": ("topics.2: X", "appears twice; remove one of the two lines for topics.2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_words_of_nothing_are_refused(desk: Desk, case: str) -> None:
    """One line says which part is missing, and what to write; nothing is recorded."""
    line, why = REFUSED[case]
    desk.write("first.yaml", FIRST + f"      {line}\n")
    answer = desk.run("record", "first.yaml")
    assert answer.code == 2
    assert f"record 1, as_written, {line.partition(':')[0]}: {why}" in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not answer.out


def test_a_text_that_a_list_has_twice_counts_once(desk: Desk) -> None:
    """The number in a path counts the items as typed."""
    desk.write("d.yaml", FIRST.replace("[energy, trade]", "[energy, energy, trade]"))
    assert "topics.2" in FIRST.replace("topic.2", "topics.2")
    assert desk.record("d.yaml").code == 0
    assert words(desk)["topics.1"] == "Handel"


def test_words_of_a_second_source_go_to_its_people(talks: Desk) -> None:
    """The second source counts its own participants; the record counts all of them."""
    talks.write("second.yaml", SECOND)
    assert talks.record("second.yaml").code == 0
    people = [one["name"] for one in shown(talks, "M-1")["participants"]]
    assert people == ["Anna Berg", None, "Zhou Wei"]
    assert words(talks) == {**WORDS, "participants.3.post": "посол", "topics.3": "визы"}
    assert talks.record("second.yaml").out.startswith("Nothing new")


def test_words_on_the_command_line(desk: Desk) -> None:
    """The option of a command takes paths, too."""
    line = "meeting hold --title T --party AZ --as-written participants.1.post=Ministerin"
    answer = desk.run(*line.split())
    assert answer.err == "dragoman: --as-written: the record has no participants\n"
    act(desk, f"{line} --participant 'Anna Berg; minister; AZ' --occurred 2025-04-20")
    assert words(desk) == {"participants.1.post": "Ministerin"}


# --- Corrections ------------------------------------------------------------------------------


CORRECTED: dict[str, tuple[str, dict[str, str | None]]] = {
    "a participant removed": (
        "participants-='Anna Berg'",
        {"participants.1.post": "stellvertretender Umweltminister", "participants.2.post": None},
    ),
    "a participant added": ("participants+='Zhou Wei; ambassador; CN'", {}),
    "participants in another order": (
        "participants='; deputy minister of environment; IQ'"
        " participants='Anna Berg; foreign minister; NO'",
        {
            "participants.1.post": "stellvertretender Umweltminister",
            "participants.2.post": "Außenministerin",
        },
    ),
    "another post": ("participants.2.post=minister", {}),
    "another name": ("participants.1.name='Inga Dahl'", {}),
    "no post": ("participants.1.post=", {"participants.1.post": None}),
    "no participants": (
        "participants=",
        {"participants.1.post": None, "participants.2.post": None},
    ),
    "a topic removed": ("topics-=energy", {"topics.1": "Handel", "topics.2": None}),
    "the topic removed": ("topics-=trade", {"topics.2": None}),
    "other words": ("as_written.participants.1.post=AM", {"participants.1.post": "AM"}),
    "more words": ("as_written.participant.1.name=Berg", {"participants.1.name": "Berg"}),
    "words removed": ("as_written.participants.1.post=", {"participants.1.post": None}),
    "words of a field removed": ("as_written.place=", {"place": None}),
    "words for the list as corrected": (
        "participants-='Anna Berg' as_written.participants.1.post=UM",
        {"participants.1.post": "UM", "participants.2.post": None},
    ),
    "words removed and a participant, too": (
        "participants-='Anna Berg' as_written.place=",
        {
            "place": None,
            "participants.1.post": "stellvertretender Umweltminister",
            "participants.2.post": None,
        },
    ),
    "words for a number": ("mode=phone as_written.topics.1=Energie", {"topics.1": "Energie"}),
}  # fmt: skip


@pytest.mark.parametrize("case", CORRECTED)
def test_words_stay_with_their_part_after_a_correction(talks: Desk, case: str) -> None:
    """Corrections of a list move the words; an undo of the correction brings them back."""
    changes, wanted = CORRECTED[case]
    act(talks, f"correct M-1 {changes} --reason misread")
    assert words(talks) == {path: one for path, one in (WORDS | wanted).items() if one}
    act(talks, f"undo {entries(talks)[-1]} --reason wrong")
    assert words(talks) == WORDS


def test_corrected_words_are_checked(talks: Desk) -> None:
    """A correction refuses words for a part that the corrected record lacks."""
    for change, why in {
        "as_written.participants.3.post=X": "the record has 2 participants; write",
        "as_written.participants.1.nmae=X": "unknown field; did you mean name?",
        "as_written.topics=X as_written.topics.1.x=X": "write topics.2 for the second",
    }.items():
        answer = talks.run("correct", "M-1", *change.split(), "--reason", "R")
        assert answer.code == 2
        assert why in answer.err


def test_an_id_of_another_system_is_removed(talks: Desk) -> None:
    """A mapping can lose one item, and keeps the others."""
    act(talks, "correct M-1 external_ids.cable=1 external_ids.gdelt=2 --reason R")
    act(talks, "correct M-1 external_ids.cable= --reason R")
    assert shown(talks, "M-1")["external_ids"] == {"gdelt": "2"}


def test_the_history_shows_no_words_that_only_moved(talks: Desk) -> None:
    """If a participant is removed, the history does not list the words of the others."""
    act(talks, "correct M-1 participants-='Anna Berg' --reason R")
    [_, change] = talks.read("show", "M-1", "--history")["record"]["history"]
    assert [one["field"] for one in change["changes"]] == ["participants"]
    act(talks, "correct M-1 as_written.participants.1.post=UM --reason R")
    [*_, change] = talks.read("show", "M-1", "--history")["record"]["history"]
    assert change["changes"][0]["added"] == ["participants.1.post: UM"]
    assert talks.run("audit", "diff", "--from", "3").code == 0


def test_a_draft_in_the_editor_keeps_the_words(talks: Desk) -> None:
    """Someone who moves a participant in the draft need not change the words."""
    script = (
        "#!/bin/sh\n"
        "sed -i -e '/^- name: Anna Berg/,/^  type/d' -e 's/^reason:.*/reason: wrong/' \"$1\"\n"
    )
    editor = talks.write("editor", script)
    editor.chmod(0o755)
    answer = talks.forked("compose", "M-1", env={"EDITOR": str(editor)})
    assert answer.code == 0, answer.err
    assert words(talks) == {
        "place": "in der Hauptstadt",
        "parties.2": "Irak",
        "participants.1.post": "stellvertretender Umweltminister",
        "topics.2": "Handel",
    }


def test_a_draft_in_the_editor_takes_moved_words(talks: Desk) -> None:
    """Someone who also changes the number in the path means the same participant."""
    act(
        talks,
        "correct M-1 as_written.participants.1.post=AM as_written.participants.2.post=AM"
        " --reason R",
    )
    script = (
        "#!/bin/sh\n"
        "sed -i -e '/^- name: Anna Berg/,/^  type/d' -e '/participants.1.post/d'"
        " -e 's/participants.2.post/participants.1.post/' -e 's/^reason:.*/reason: wrong/' \"$1\"\n"
    )
    editor = talks.write("editor", script)
    editor.chmod(0o755)
    answer = talks.forked("compose", "M-1", env={"EDITOR": str(editor)})
    assert answer.code == 0, answer.err
    assert words(talks)["participants.1.post"] == "AM"
    assert "participants.2.post" not in words(talks)


# --- Output -----------------------------------------------------------------------------------


def test_show_has_the_words_beside_their_part(talks: Desk) -> None:
    """Each form of the page shows the words with the participant or the topic."""
    page = talks.run("show", "M-1").out
    assert "Anna Berg P-1, foreign minister, NO  (as written: Außenministerin)\n" in page
    assert "environment, IQ  (as written: stellvertretender Umweltminister)\n" in page
    assert "energy, trade (as written: Handel)\n" in page
    assert "NO, IQ (as written: Irak)\n" in page
    assert "\nplace         as written: in der Hauptstadt\n" in page
    for form in (["--markdown"], ["--html", "-"]):
        written = talks.run("show", "M-1", *form).out
        assert "Außenministerin" in written
        assert written.count("as written: ") == 5
    act(talks, "correct P-1 name='Anna B. Berg' --reason R")
    named = talks.run("show", "M-1").out
    assert "(as written: Anna Berg, Außenministerin)" in named


def test_a_follow_up_has_words_for_its_owners(desk: Desk) -> None:
    """The words of an owner and of the awaited session are beside them."""
    desk.write(
        "d.yaml",
        """\
dispatch: d
source: {title: S}
records:
  - {kind: mechanism, handle: body, body: joint commission, title: JC, parties: [AZ, IQ]}
  - kind: follow-up
    handle: next
    what: The next session
    awaits: {mechanism: body, session: 4}
    owners: ["Iraq, AZ"]
    as_written: {awaits.session: vierte Sitzung, owners.2.side: Baku}
""",
    )
    assert desk.record("d.yaml").code == 0
    page = desk.run("show", "F-1").out
    assert "session 4 of B-1  (as written: vierte Sitzung)" in page
    assert "Azerbaijan  (as written: Baku)" in page
    act(desk, "correct F-1 owners-=IQ --reason R")
    assert words(desk, "F-1") == {"awaits.session": "vierte Sitzung", "owners.1.side": "Baku"}
    act(desk, "correct F-1 awaits=B-1 --reason R")
    assert words(desk, "F-1") == {"owners.1.side": "Baku"}


def test_a_dispatch_exports_the_words(talks: Desk) -> None:
    """A dispatch has the paths as another register takes them."""
    talks.write("second.yaml", SECOND)
    talks.record("second.yaml")
    act(talks, "correct M-1 participants-='Anna Berg' --reason R")
    assert talks.run("export", "--dispatch", "d.yaml").code == 0
    other = {"DRAGOMAN_REGISTER": str(talks.home / "other.db")}
    assert talks.run("record", "d.yaml", env=other).code == 0
    copied = talks.run("show", "M-1", "--json", env=other).json["record"]["as_written"]
    assert copied == {path: one for path, one in words(talks).items() if path != "place"}
    assert copied["participants.2.post"] == "посол"


def test_a_dispatch_has_words_for_the_awaited_session(desk: Desk) -> None:
    """The words come with the session, and not without it."""
    act(desk, "mechanism establish --body 'joint commission' --title JC --party AZ --party IQ")
    act(
        desk,
        "follow-up agree --what W --awaits B-1 --awaits-session 4 --as-written"
        " awaits.session=vierte",
    )
    assert "awaits.session: vierte" in desk.run("export", "--dispatch", "-").out
    act(desk, "correct F-1 awaits= --reason R")
    assert "awaits.session" not in desk.run("export", "--dispatch", "-").out


def test_copies_have_the_words(talks: Desk) -> None:
    """Tables and lines keep the paths; the calendar has the words with the participant."""
    rows = csv.DictReader(io.StringIO(talks.run("export", "--csv", "-").out))
    cell = next(row["as_written"] for row in rows if row["ref"] == "M-1")
    assert "participants.1.post: Außenministerin" in cell
    lines = [json.loads(one) for one in talks.run("export", "--jsonl", "-").out.splitlines()[1:]]
    assert next(one for one in lines if one["ref"] == "M-1")["as_written"] == WORDS
    calendar = talks.run("export", "--ics", "-", "--all").out.replace("\r\n ", "")
    assert "foreign minister\\, NO\\, as written: Außenministerin" in calendar
    [line] = [one for one in calendar.split("\\n") if one.startswith("As written: ")]
    pairs = set(line.removeprefix("As written: ").split("\\, "))
    assert pairs == {"place in der Hauptstadt", "parties.2 Irak", "topics.2 Handel"}


def test_search_finds_the_words(talks: Desk) -> None:
    """The words of a part are searched like those of a field."""
    [found, *_] = talks.read("search", "Umweltminister")["results"]
    assert found["ref"] == "M-1"


def test_the_views_can_be_replayed(talks: Desk) -> None:
    """Fresh views of the events match the views."""
    talks.write("second.yaml", SECOND)
    talks.record("second.yaml")
    act(talks, "correct M-1 participants-='Anna Berg' --reason R")
    assert "the views match" in talks.run("audit", "replay").out


def test_the_example_has_words_for_parts(desk: Desk) -> None:
    """The news item says how the name of a participant is spelled."""
    desk.record(ARTICLE)
    assert words(desk, "C-1") == {
        "occurred": "kürzlich",
        "participants.2.name": "Mohammed Hussein Bahr al-ustroom",
        "participants.2.post": "stellvertretenden Außenminister",
    }


# --- Imports ----------------------------------------------------------------------------------

MAPPING = """\
dataset: desk
source: {title: List, language: de}
rows: same-key
key: [No]
record:
  kind: meeting
  status: held
  title: {column: Title}
  occurred: {column: Date}
  parties: [AZ, IQ]
  participants: [{name: {column: Name}, post: {column: Post}}]
  as_written:
    participants.1.post: {column: Words}
"""
HEAD = "No,Title,Date,Name,Post,Words\n"


def imported(desk: Desk, rows: str, mapping: str = MAPPING) -> str:
    """Import rows; return the output."""
    desk.write("t.csv", HEAD + rows)
    desk.write("m.yaml", mapping)
    answer = desk.run("import", "t.csv", "--map", "m.yaml")
    return answer.out + answer.err


def test_rows_give_words_for_parts(desk: Desk) -> None:
    """Each row of a record counts its own participants."""
    rows = "1,T,2025-04-03,Anna Berg,minister,Ministerin\n1,,,Zhou Wei,ambassador,Botschafter\n"
    assert "1 new" in imported(desk, rows)
    assert words(desk) == {
        "participants.1.post": "Ministerin",
        "participants.2.post": "Botschafter",
    }
    assert "1 unchanged" in imported(desk, rows)


def test_a_newer_list_moves_the_words(desk: Desk) -> None:
    """A reimport compares the words person by person, also if somebody added a participant."""
    imported(desk, "1,T,2025-04-03,Anna Berg,minister,Ministerin\n")
    act(desk, "meeting add M-1 --participant 'Zhou Wei; ambassador; CN' --source Other")
    rows = "1,T,2025-04-03,Fuad Hussein,minister,Minister\n1,,,Anna Berg,minister,Außenministerin\n"
    imported(desk, rows)
    people = [one["name"] for one in shown(desk, "M-1")["participants"]]
    found = {people[int(path.split(".")[1]) - 1]: one for path, one in words(desk).items()}
    assert found["Anna Berg"] == "Außenministerin"
    assert "Zhou Wei" not in found


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("participants.1.pots", "unknown field; did you mean post?"),
        ("participants.1", "write participants.2.name"),
        ("plac.1", "unknown field; did you mean place?"),
    ],
)
def test_a_mapping_with_words_of_nothing_is_refused(desk: Desk, path: str, why: str) -> None:
    """Dragoman checks the paths of a mapping before it reads a row."""
    mapping = MAPPING.replace("participants.1.post", path)
    assert why in imported(desk, "1,T,2025-04-03,Anna Berg,minister,M\n", mapping)
