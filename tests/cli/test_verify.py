"""``dragoman audit verify``: edited seals, changed views, and files that are not registers."""

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from attrs import evolve

from dragoman.cli.audit import verifying
from dragoman.store import Location
from dragoman.store.engines.sqlite import create_register
from tests import copies
from tests.cli.attacks import (
    FIRST,
    KEY,
    PAPER,
    REGISTER,
    SEALS,
    SECOND,
    SOUND,
    UNPROVEN,
    Deed,
    Verdict,
    found,
    noise,
    proven,
    under_attack,
    verify,
)
from tests.conftest import ARTICLE, Desk, change

pytestmark = pytest.mark.once


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """A copy of a desk to tamper with: its register, its views, and the files stored elsewhere."""
    shutil.copytree(under_attack(), desk.home, dirs_exist_ok=True)
    copies.take_over_views(Location(under_attack() / copies.REGISTER), desk.location, desk.home)
    return desk


# External seals

Edit = Callable[[str], str]


def line(number: int, edit: Edit | str) -> Edit:
    """Return an edit that changes or replaces one line."""

    def edited(text: str) -> str:
        lines = text.split("\n")
        lines[number] = edit(lines[number]) if callable(edit) else edit
        return "\n".join(lines)

    return edited


def flipped(place: int) -> Edit:
    """Return an edit that changes the character at index ``place``, which is negative."""
    return lambda text: text[:place] + ("A" if text[place] != "A" else "B") + text[place:][1:]


FORGED = found("first.txt was changed or forged: the signature is not from", proven=0)
OTHER = Verdict(3, (("none of your keys signed", None),))

EDITS: dict[str, tuple[Edit, Verdict | str, int]] = {
    "the log's name": (
        line(0, lambda name: name[:-4] + "0000"),
        FORGED.also("first.txt belongs to another register, dragoman/"),
        1,
    ),
    "a smaller size": (line(1, "10"), FORGED, 1),
    "a larger size": (line(1, "12"), FORGED, 1),
    "a size beyond": (line(1, "99"), FORGED, 1),
    "a size that is not a number": (
        line(1, "eleven"),
        "first.txt: a seal needs three lines: the name of a log",
        2,
    ),
    "the root": (line(2, flipped(-9)), FORGED, 1),
    "the root, shorter": (line(2, lambda root: root[4:]), "first.txt: ", 2),
    "the root, invalid base64": (line(2, "root"), "first.txt: 'root' is not the root of a log", 2),
    "a line below the root": (line(2, lambda root: f"{root}\nsealed by me"), FORGED, 3),
    "no empty line": (lambda text: text.replace("\n\n", "\n"), "first.txt: a note needs a text", 2),
    "the signer's name": (line(4, lambda sign: sign.replace("dragoman/", "dragon/")), OTHER, 3),
    "the signer's id": (line(4, lambda sign: flipped(sign.rindex(" ") + 2)(sign)), OTHER, 3),
    "the signature": (line(4, flipped(-9)), FORGED, 3),
    "the signature, shorter": (line(4, lambda sign: sign[:-4]), FORGED, 3),
    "no signature": (line(4, ""), "first.txt: a checkpoint on paper has the lines log, events", 2),
    "by another key of the same name": (
        lambda _: Path("attic/alike.txt").read_text("utf-8"),
        OTHER,
        3,
    ),
    "of another log": (
        lambda _: Path("attic/forged.txt").read_text("utf-8"),
        found("the log does not match first.txt", proven=0),
        1,
    ),
    "Windows line endings": (
        lambda text: text.replace("\n", "\r\n"),
        evolve(proven("events 12 to 31"), proven=FIRST),
        3,
    ),
}
"""Edits of a seal file, each with the verdict, and the exit code for a missing key."""


@pytest.mark.parametrize(("edit", "expected", "keyless"), EDITS.values(), ids=EDITS)
def test_an_edited_external_seal_proves_nothing(
    sealed: Desk, edit: Edit, expected: Verdict | str, keyless: int
) -> None:
    """An edited external seal proves nothing, because the seal is invalid or unreadable."""
    seal = Path("first.txt")
    text = seal.read_text("utf-8")
    edited = edit(text)
    assert edited != text
    seal.write_bytes(edited.encode())
    if isinstance(expected, str):
        done = sealed.run("audit", "verify", "--against", "first.txt", *KEY)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"dragoman: {expected}")
    else:
        expected.check(verify(sealed, "--against", "first.txt", *KEY))
    assert sealed.run("audit", "verify", "--against", "first.txt").code == keyless


def test_an_edited_seal_does_not_hide_a_sound_one(sealed: Desk) -> None:
    """``verify`` reports an edited seal, and a valid seal still proves its events."""
    sealed.write("first.txt", line(4, flipped(-9))(Path("first.txt").read_text("utf-8")))
    evolve(FORGED, proven=SECOND).check(verify(sealed, *SEALS, *KEY))


def in_root(edit: Edit) -> Edit:
    """Return an edit that changes digits of the printed root."""

    def edited(paper: str) -> str:
        above, root, below = paper.partition("root ")
        digits, check, end = below.partition("check")
        return above + root + edit(digits) + check + end

    return edited


@pytest.mark.parametrize(
    ("edit", "code", "says"),
    [
        (in_root(lambda digits: digits.replace("0", "O").upper()), 0, "PROVEN"),
        (lambda paper: " ".join(paper.split()), 0, "PROVEN"),
        (lambda paper: paper.replace("events  29", "events  28"), 2, "one of the digits is wrong"),
        (in_root(lambda digits: digits[::-1]), 2, "one of the digits is wrong"),
        (in_root(lambda digits: digits.replace(digits.split()[0], "")), 2, "16 groups of 4 digits"),
        (lambda paper: paper[:-6], 2, "the lines log, events, root and check"),
    ],
    ids=["large digits", "one line", "the size", "the root", "a group left out", "the check"],
)
def test_a_root_typed_from_paper(sealed: Desk, edit: Edit, code: int, says: str) -> None:
    """``verify`` finds a mistyped digit in a root from paper.

    ``verify`` ignores how the digits of the root are spaced.
    """
    sealed.write("paper.txt", edit(Path("paper.txt").read_text("utf-8")))
    done = sealed.run("audit", "verify", *PAPER)
    assert done.code == code
    assert says in done.out + done.err


# The views, and files that are not registers

VIEWS: dict[str, str | Deed] = {
    "a row changed": "UPDATE timeline SET day = day + 1 WHERE record = 6",
    "a text changed": "UPDATE documents SET doc = replace(doc, 'Rafiyev', 'Rafiyeva')",
    "a row deleted": "DELETE FROM follow_ups WHERE record = 11 AND since = 27",
    "all rows deleted": "DELETE FROM documents",
    "a row added": "INSERT INTO terms VALUES ('name:nobody|AZ', 0, 2, 2, 99)",
    "a ref changed": "UPDATE refs SET number = 77 WHERE record = 1",
    "a record added": "INSERT INTO refs VALUES (77, 'visit', 77, 'f00d')",
    "a table dropped": "DROP TABLE timeline",
    "the bookmark dropped": "DROP TABLE progress",
    "a trigger planted": "CREATE TRIGGER t AFTER UPDATE ON progress BEGIN DELETE FROM refs; END",
    "a view planted": "CREATE VIEW entries AS SELECT 1",
    "an index planted": "CREATE INDEX planted ON timeline (day)",
    "noise in a table": noise("timeline"),
}
"""Changes that make the views wrong."""


def spoil_views(how: str | Deed) -> None:
    """Change the views without Dragoman."""
    [views] = Path("cache/dragoman").glob("views-*.db")
    if callable(how):
        how(views)
    else:
        change(views, how)


@pytest.mark.parametrize("how", VIEWS.values(), ids=VIEWS)
def test_changed_views_are_found_and_repaired(sealed: Desk, how: str | Deed) -> None:
    """If somebody changed the views, ``verify`` says so and still proves the log.

    ``register rebuild`` repairs the views.
    """
    spoil_views(how)
    answer = verify(sealed, *SEALS, *KEY)
    assert answer.code == 1
    assert answer.json["proven"] == SECOND
    assert verify(sealed, *SEALS, *KEY, "--log-only").code == 0
    assert sealed.run("register", "rebuild").code == 0
    SOUND.check(verify(sealed, *SEALS, *KEY))


@pytest.mark.parametrize("how", VIEWS.values(), ids=VIEWS)
def test_wrong_views_are_not_blamed_on_the_register(sealed: Desk, how: str | Deed) -> None:
    """If the views are wrong, the summary blames the views, not the register.

    The summary also names the command that repairs the views.
    """
    spoil_views(how)
    shape = verify(sealed, *SEALS, *KEY).json
    assert all("views" in finding["what"] for finding in shape["findings"])
    assert "the views do not agree with the events" in shape["sentence"]
    assert "dragoman register rebuild" in shape["sentence"]


@pytest.mark.parametrize(
    "how",
    [
        "DELETE FROM progress",
        "UPDATE progress SET edition = 'x'",
        "UPDATE progress SET register = 'x'",
        "UPDATE progress SET position = 'x'",
    ],
)
def test_unrecognisable_views_are_rebuilt_silently(sealed: Desk, how: str) -> None:
    """``verify`` silently rebuilds views that are unrecognisable."""
    spoil_views(how)
    SOUND.check(verify(sealed, *SEALS, *KEY))


def test_the_verdict_on_the_log_is_out_before_the_views_are_compared(
    sealed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``verify`` prints the verdict on the log before comparing the views.

    The comparison of the views may take much longer.
    """
    out: list[str] = []

    def replayed(*_: object) -> None:
        assert isinstance(sys.stdout.buffer, BytesIO)
        out.append(sys.stdout.buffer.getvalue().decode())
        raise RuntimeError("the comparison stops here")

    monkeypatch.setattr(verifying, "replayed", replayed)
    done = sealed.run("audit", "verify", *SEALS, *KEY)
    assert done.code == 1
    assert f"\nPROVEN: the first {SECOND} events" in out[0]
    assert done.out.startswith(out[0])
    assert done.lines[-1].startswith("TAMPERED: ")


def test_a_register_without_a_seal(desk: Desk) -> None:
    """If there is no seal, ``verify`` calls a consistent log unproven and says what is missing."""
    desk.record(ARTICLE)
    UNPROVEN.check(verify(desk))
    done = desk.run("audit", "verify")
    assert done.code == 3
    assert "UNPROVEN: the 11 events of the register are consistent with each other. " in done.out
    assert "To prove more, pass a seal that was kept elsewhere" in done.out


def test_a_register_without_an_event(sealed: Desk) -> None:
    """If a register has no events, ``verify`` calls the register unproven.

    ``verify`` also reports any seal that belongs to another register.
    """
    REGISTER.unlink()
    create_register(REGISTER, datetime(2026, 1, 1, tzinfo=UTC))
    UNPROVEN.check(verify(sealed))
    found("first.txt belongs to another register", proven=0).check(verify(sealed, *SEALS, *KEY))


NO_REGISTERS: dict[str, tuple[bytes | None, str]] = {
    "missing": (None, "there is no register here yet"),
    "empty": (b"", "this is not a Dragoman register"),
    "a text": (b"Dear all,\n" * 1000, "the file is not a Dragoman register"),
    "noise": (Random(1).randbytes(20_000), "the file is not a Dragoman register"),
    "the beginning of a database": (b"SQLite format 3\0" + bytes(200), ""),
}


@pytest.mark.parametrize(("content", "says"), NO_REGISTERS.values(), ids=NO_REGISTERS)
def test_a_file_that_is_not_a_register(desk: Desk, content: bytes | None, says: str) -> None:
    """For a file that is not a register, ``verify`` prints one line and exits with 4."""
    if content is not None:
        desk.write("file.db", content)
    refuses(desk, says)


def test_a_folder_is_not_a_register(desk: Desk) -> None:
    """If you name a folder as the register, ``verify`` prints one line and exits with 4."""
    Path("file.db").mkdir()
    refuses(desk, "this is a folder")


def test_the_database_of_another_program_is_not_a_register(desk: Desk) -> None:
    """For the database of another program, ``verify`` prints one line and exits with 4.

    The database does not change.
    """
    change(Path("file.db"), "CREATE TABLE events (position)", "INSERT INTO events VALUES (1)")
    before = Path("file.db").read_bytes()
    refuses(desk, "this is not a Dragoman register")
    assert Path("file.db").read_bytes() == before


def refuses(desk: Desk, says: str) -> None:
    """Check that ``verify`` refuses ``file.db``, both in one line of text and in JSON."""
    done = desk.run("audit", "verify", "--register", "file.db")
    assert (done.code, done.err, len(done.lines)) == (4, "", 1)
    assert done.out.startswith("UNREADABLE: file.db: ")
    assert says in done.out
    answer = verify(desk, "--register", "file.db")
    assert answer.code == 4
    assert answer.json["verdict"] == "unreadable"


def test_a_seal_from_standard_input(sealed: Desk) -> None:
    """``--against -`` reads the seal from stdin."""
    text = Path("second.txt").read_text("utf-8")
    SOUND.check(verify(sealed, "--against", "-", *KEY, stdin=text))


def test_two_seals_from_standard_input(sealed: Desk) -> None:
    """``verify`` refuses two seals from stdin, because a command can read stdin only once."""
    text = Path("second.txt").read_text("utf-8")
    words = ("--against", "-", "--against", "-", *KEY)
    assert sealed.run("audit", "verify", *words, stdin=text).code == 2
