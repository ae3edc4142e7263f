"""Keys, seals, verification and proofs, as an officer and an auditor use them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from attrs import define

from tests.conftest import ARTICLE, CHAIN, Answer, Desk, tamper
from tests.copies import after

ROOT = Path(__file__).parents[2]
OFFICER = "inspectorate.example/2"
MEETING = ("meeting", "hold", "--title", "T", "--party", "AZ", "--party", "IQ")
HELD = (*MEETING, "--occurred", "2025-12-01")


@define
class Office:
    """A desk that has a key, and that has recorded and sealed the sample article."""

    desk: Desk
    key: str
    seal: str

    def verify(self, *options: str) -> Answer:
        """Run ``audit verify`` on the register."""
        return self.desk.run("audit", "verify", *options)

    @property
    def register(self) -> Path:
        """The path of the register."""
        return self.desk.register

    def path(self, name: str) -> str:
        """Return the path of a file in the office's folder."""
        return str(self.desk.home / name)


def seal(desk: Desk) -> None:
    """Record the sample article, and seal the register with a new key."""
    desk.record(ARTICLE)
    desk.write("register.vkey", desk.run("audit", "key", "new").lines[0])
    assert desk.run("audit", "seal", "--out", desk.home / "seal-1.txt").code == 0


def seal_twice(desk: Desk) -> None:
    """Record and seal the sample article, and then record and seal the sample chain of events."""
    seal(desk)
    desk.record(CHAIN)
    assert desk.run("audit", "seal", "--out", desk.home / "seal-2.txt").code == 0


def office_of(desk: Desk) -> Office:
    """Return an ``Office`` for a desk that has sealed its register."""
    return Office(desk, (desk.home / "register.vkey").read_text(), str(desk.home / "seal-1.txt"))


@pytest.fixture
def office(desk: Desk) -> Office:
    """An office that has recorded and sealed the sample article, and keeps the seal in a file."""
    return office_of(after(desk, seal))


@pytest.fixture
def grown(desk: Desk) -> Office:
    """An office that sealed the sample article, recorded more events, and sealed again."""
    return office_of(after(desk, seal_twice))


# --- Keys and seals ---------------------------------------------------------------------------


def test_a_key_is_created_and_shown(desk: Desk) -> None:
    """``audit key`` prints the verifier key on stdout, and keeps the private key in a file.

    Only the owner can read the file. A note on stderr gives the path of the file.
    """
    desk.record(ARTICLE)
    made = desk.run("audit", "key", "new")
    shown = desk.run("audit", "key", "show")
    assert (made.code, shown.code, made.out) == (0, 0, shown.out)
    name, id_, _ = made.out.strip().split("+", 2)
    origin = desk.read("register", "info")["id"].replace("-", "")
    assert (name, len(id_)) == (f"dragoman/{origin}", 8)
    document = desk.read("audit", "key", "show")
    assert document["key"] == made.out.strip()
    assert Path(document["file"]).stat().st_mode & 0o777 == 0o600


def test_a_second_key_does_not_overwrite_the_first(office: Office) -> None:
    """``audit key new`` does not overwrite an existing key.

    After you move the first key away, you can create a second key and seal with both keys.
    """
    again = office.desk.run("audit", "key", "new")
    assert (again.code, "already" in again.err) == (1, True)
    old = Path(office.desk.read("audit", "key", "show")["file"])
    old.rename(old.with_suffix(".old"))
    new = office.desk.run("audit", "key", "new").lines[0]
    usual = ["--key-file", str(old.with_suffix(".old")), "--key-file", str(old)]
    seal = office.desk.run("audit", "seal", *usual, "--out", office.path("both.txt"))
    assert seal.code == 0
    for key in (office.key, new):
        assert office.verify("--against", office.path("both.txt"), "--key", key).code == 0


def test_a_key_that_others_can_read_does_not_seal(office: Office) -> None:
    """Dragoman refuses a key that other users can read.

    The message shows the file's mode and says how to fix it.
    """
    path = Path(office.desk.read("audit", "key", "show")["file"])
    path.chmod(0o644)
    refused = office.desk.run("audit", "seal")
    assert (refused.code, "0644" in refused.err, "chmod 600" in refused.err) == (1, True, True)


def test_a_printed_seal_has_the_stored_bytes(office: Office) -> None:
    """A seal has the same bytes on stdout, in its file and in the register."""
    note = Path(office.seal).read_bytes()
    assert office.desk.run("audit", "seal").out_bytes == note
    assert office.desk.run("audit", "seals", "1").out_bytes == note
    assert office.desk.run("--ascii", "audit", "seals", "1").out_bytes == note
    document = office.desk.read("audit", "seal")
    assert (document["note"].encode(), document["new"], document["size"]) == (note, False, 11)
    [listed] = office.desk.read("audit", "seals")["seals"]
    assert (listed["note"].encode(), listed["signers"]) == (note, [office.key])
    again = office.desk.run("audit", "seal", "--out", office.seal)
    assert (again.code, "already" in again.err) == (2, True)


def test_a_seal_can_be_written_to_a_file_system_without_links(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dragoman can write a seal to a file system without hard links, such as that of a USB stick.

    Even on such a file system, Dragoman does not overwrite an existing file.
    """

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    out = office.path("stick/seal.txt")
    assert office.desk.run("audit", "seal", "--out", out).code == 0
    assert Path(out).read_bytes() == Path(office.seal).read_bytes()
    again = office.desk.run("audit", "seal", "--out", out)
    assert (again.code, "already" in again.err) == (2, True)
    assert [path.name for path in Path(out).parent.iterdir()] == ["seal.txt"]


def test_a_seal_may_be_typed_from_paper(office: Office) -> None:
    """``verify`` accepts a seal that you typed from paper, and needs no key for the typed seal."""
    paper = office.desk.run("audit", "seals", "--paper").out
    typed = office.desk.write("paper.txt", paper)
    assert office.verify("--against", str(typed)).code == 0
    wrong = office.desk.write("wrong.txt", paper.replace("root    ", "root    f", 1))
    answer = office.verify("--against", str(wrong))
    assert (answer.code, "16 groups" in answer.err) == (2, True)


def test_a_seal_may_come_by_mail_or_from_a_pipe(office: Office) -> None:
    """``verify`` accepts a seal from a pipe.

    ``verify`` also accepts a seal with different line endings or with empty lines.
    """
    text = Path(office.seal).read_text()
    mailed = office.desk.home / "mailed.txt"
    mailed.write_bytes(("\r\n" + text.replace("\n", "\r\n") + "\r\n").encode())
    assert office.verify("--against", str(mailed), "--key", office.key).code == 0
    piped = office.desk.run("audit", "verify", "--against", "-", "--key", office.key, stdin=text)
    assert piped.code == 0


def test_an_officer_cosigns(office: Office) -> None:
    """An officer adds a cosignature with a key of their own and the current time.

    That officer's key is enough to verify the cosigned seal.
    """
    key = office.desk.run("audit", "key", "new", "--name", OFFICER).lines[0]
    out = office.path("cosigned.txt")
    done = office.desk.run("audit", "cosign", office.seal, "--name", OFFICER, "--out", out)
    assert done.code == 0, done.err
    document = office.verify("--against", out, "--key", key, "--json").json
    [given] = [seal for seal in document["seals"] if seal["where"] == out]
    assert (document["verdict"], given["signers"]) == ("proven", [key])
    assert given["cosigned_at"] == ["2026-01-15T08:00:00+00:00"]
    assert office.desk.run("audit", "cosign", "--name", OFFICER).out == Path(out).read_text()
    assert [seal["number"] for seal in office.desk.read("audit", "seals")["seals"]] == [1, 2]


def test_an_invalid_seal_is_not_cosigned(office: Office) -> None:
    """Dragoman does not cosign a seal of another register or of a changed log."""
    office.desk.run("audit", "key", "new", "--name", OFFICER)
    text = Path(office.seal).read_text()
    other = office.desk.write("other.txt", text.replace("dragoman/", "dragoman/0"))
    later = office.desk.write("later.txt", text.replace("\n11\n", "\n12\n"))
    for file, what in ((other, "another register"), (later, "ends at event 11")):
        refused = office.desk.run("audit", "cosign", file, "--name", OFFICER)
        assert (refused.code, what in refused.err) == (1, True), refused.err


def test_a_tampered_register_is_not_sealed(office: Office) -> None:
    """Dragoman does not seal a tampered register, and names a command that shows details."""
    tamper(office.register, "UPDATE events SET reason = 'other' WHERE position = 3")
    refused = office.desk.run("audit", "seal")
    assert refused.code == 1
    assert "audit verify" in refused.err
    assert len(office.desk.read("audit", "seals")["seals"]) == 1


def test_a_register_of_an_earlier_version_can_be_sealed(desk: Desk) -> None:
    """Dragoman can seal a register that an earlier version created.

    The first seal adds the table of seals, which such a register does not have.
    """
    old = desk.home / "old.db"
    shutil.copy(Path(__file__).parents[1] / "fixtures" / "register-of-0.1.db", old)
    here = ("--register", str(old))
    assert desk.run(*here, "audit", "verify").code == 3
    assert desk.run(*here, "audit", "seals").out.startswith("No seals")
    key = desk.run(*here, "audit", "key", "new").lines[0]
    seal = str(desk.home / "seal.txt")
    clock = {"DRAGOMAN_NOW": ""}  # an old register is never a test register
    assert desk.run(*here, "audit", "seal", "--out", seal, "--yes", env=clock).code == 0
    assert desk.run(*here, "audit", "verify", "--against", seal, "--key", key).code == 0
    assert desk.run(*here, *HELD, "--yes", env=clock).code == 0


# --- Verification -----------------------------------------------------------------------------


def test_verify_says_which_events_are_proven(grown: Office) -> None:
    """``verify`` names the proven events, and the events that somebody recorded later."""
    grown.desk.run(*HELD)
    answer = grown.verify("--against", grown.path("seal-2.txt"), "--key", grown.key)
    assert answer.code == 0
    assert "PROVEN: the first 29 events" in answer.out
    assert "NOT PROVEN: that the later event 30 is unchanged" in answer.out


def test_known_keys_may_be_in_a_file(office: Office) -> None:
    """``--key`` accepts a file with the output of ``audit key show``."""
    file = office.desk.write("register.vkey", f"{office.key}\n")
    assert office.verify("--against", office.seal, "--key", str(file)).code == 0


@pytest.mark.parametrize("options", [(), ("--key", "KEY"), ("--against", "SEAL")])
def test_a_consistent_log_alone_is_unproven(office: Office, options: tuple[str, ...]) -> None:
    """Without an external seal or a known key, ``verify`` calls a consistent log unproven."""
    given = [{"KEY": office.key, "SEAL": office.seal}.get(option, option) for option in options]
    answer = office.verify(*given)
    assert answer.code == 3
    assert "UNPROVEN" in answer.out


def test_verification_is_one_document(grown: Office) -> None:
    """The JSON of ``verify`` has the keys that scripts rely on."""
    document = grown.verify("--against", grown.seal, "--key", grown.key, "--json").json
    assert list(document) == [
        *("schema", "verdict", "origin", "size", "root", "proven", "views", "seals"),
        *("findings", "unreadable", "sentence"),
    ]
    assert (document["schema"], document["size"], document["proven"]) == (
        "dragoman/audit-verify/1",
        29,
        11,
    )
    assert [seal["proves"] for seal in document["seals"]] == [False, False, True]


WRONG = {
    "a seal that is missing": ("verify", "--against", "none.txt"),
    "a folder for a seal": ("verify", "--against", "."),
    "no seal": ("verify", "--against", ARTICLE),
    "a key that is missing": ("verify", "--key", "none.vkey"),
    "a mistyped key": ("verify", "--key", "name+00000000+AAAA"),
    "an unknown option": ("verify", "--agianst", "x"),
    "a name with a space": ("key", "new", "--name", "two words"),
    "a seal that is not there": ("seals", "9"),
    "seal zero": ("seals", "0"),
    "a cosignature without arguments": ("cosign",),
    "a missing seal is cosigned": ("cosign", "none.txt", "--name", OFFICER),
    "a key that was never created": ("cosign", "--name", "nobody.example"),
    "an unsealed event": ("prove", "12"),
    "no event": ("prove", "0"),
    "no ref": ("prove", "V-99"),
    "neither ref nor position": ("prove", "everything"),
    "several events, no folder": ("prove", "B-2", "--json", "--out", ARTICLE),
    "no proof": ("check", ARTICLE),
    "a missing proof": ("check", "none.tlog-proof"),
    "growth from a later size": ("consistency", "12"),
    "growth from an unknown seal": ("consistency", "none.txt"),
    "a register that is missing": ("compare", "none.db", "none.db"),
    "an export without a format": ("export",),
    "an export onto a file": ("export", "--jsonl", ARTICLE),
    "tiles into a file": ("export", "--tiles", ARTICLE),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_error_is_one_line(office: Office, case: str) -> None:
    """A command that fails prints one line and no traceback, and writes nothing."""
    office.desk.monkeypatch.chdir(office.desk.home)
    before = office.desk.read("audit", "seals")
    answer = office.desk.run("audit", *WRONG[case])
    assert answer.code in (1, 2), answer
    assert len([line for line in answer.err.splitlines() if line.startswith("dragoman:")]) == 1
    assert "bug in Dragoman" not in answer.err
    assert office.desk.read("audit", "seals") == before


# --- Proofs -----------------------------------------------------------------------------------


def test_an_event_is_proven_to_somebody_without_the_register(grown: Office) -> None:
    """An auditor needs only the key, the proof and the event to check the event."""
    folder = Path(grown.path("proofs"))
    done = grown.desk.run("audit", "prove", "V-1", "--out", str(folder))
    assert done.code == 0, done.err
    positions = [int(line.split()[1].rstrip(":")) for line in done.lines]
    history = grown.desk.read("show", "V-1", "--history")["record"]["history"]
    assert positions == [event["position"] for event in history]
    away = ("--register", str(grown.desk.home / "nowhere.db"), "audit", "check")
    for position in positions:
        files = (
            str(folder / f"{position}.tlog-proof"),
            "--event",
            str(folder / f"{position}.json"),
        )
        assert grown.desk.run(*away, *files, "--key", grown.key).code == 0
        assert grown.desk.run(*away, *files).code == 3
        event = json.loads((folder / f"{position}.json").read_text())
        assert event["position"] == position


def test_the_proof_rejects_another_event(grown: Office) -> None:
    """A proof rejects a changed event, and an event from another position."""
    folder = Path(grown.path("proofs"))
    for item in ("1", "2"):
        assert grown.desk.run("audit", "prove", item, "--out", str(folder)).code == 0
    first = ("audit", "check", str(folder / "1.tlog-proof"), "--key", grown.key, "--event")
    assert grown.desk.run(*first, str(folder / "2.json")).code == 1
    changed = (folder / "1.json").read_text().replace("Baghdad", "Basra")
    answer = grown.desk.run(*first, grown.desk.write("changed.json", changed))
    assert (answer.code, "WRONG" in answer.out) == (1, True)


def test_a_proof_is_printed(grown: Office) -> None:
    """``audit prove`` prints the proof of one event.

    To prove a record with several events, you must name a folder for the proofs.
    """
    printed = grown.desk.run("audit", "prove", "3")
    assert printed.out.startswith("c2sp.org/tlog-proof@v1\n")
    assert grown.desk.read("audit", "prove", "3")["proofs"][0]["proof"] == printed.out
    refused = grown.desk.run("audit", "prove", "F-1")
    assert (refused.code, "--out" in refused.err) == (2, True)


def test_growth_is_proven_from_one_seal_to_another(grown: Office) -> None:
    """A proof of consistency shows that a later seal extends an earlier seal.

    To check the proof, an auditor needs the earlier seal.
    """
    proof = grown.path("growth.txt")
    done = grown.desk.run(
        "audit", "consistency", grown.seal, grown.path("seal-2.txt"), "--out", proof
    )
    assert done.code == 0, done.err
    checked = ("audit", "check", proof, "--key", grown.key)
    assert grown.desk.run(*checked, "--against", grown.seal).code == 0
    assert grown.desk.run(*checked, "--against", grown.path("seal-2.txt")).code == 1
    assert grown.desk.run(*checked).code == 2
    assert grown.desk.run("audit", "consistency", "11").out == Path(proof).read_text()


def test_a_log_that_did_not_grow_from_a_seal_is_reported(grown: Office) -> None:
    """If sealed events have changed, ``audit consistency`` says so and exits with 1."""
    text = Path(grown.seal).read_text().splitlines()
    text[2] = f"{'A' * 43}="
    other = grown.desk.write("other.txt", "\n".join(text) + "\n")
    answer = grown.desk.run("audit", "consistency", other)
    assert (answer.code, "WRONG" in answer.out) == (1, True)


def test_the_log_is_exported(grown: Office) -> None:
    """``audit export`` writes one line of JSON for each event, and tiles for the sealed events."""
    printed = grown.desk.run("audit", "export", "--jsonl", "-")
    events = [json.loads(line) for line in printed.lines]
    assert [event["position"] for event in events] == list(range(1, 30))
    assert events[0]["state"]["title"].startswith("Visit of the deputy foreign minister")
    file, tiles = grown.path("events.jsonl"), grown.path("tiles")
    document = grown.desk.read("audit", "export", "--jsonl", file, "--tiles", tiles)
    assert (document["events"], document["size"]) == (29, 29)
    assert Path(file).read_text() == printed.out
    assert Path(tiles, "checkpoint").read_text() == Path(grown.path("seal-2.txt")).read_text()
    assert len(Path(tiles, "tile/0/000.p/29").read_bytes()) == 29 * 32


@pytest.mark.parametrize("line", ["prove 1", "consistency 5", "export --tiles tiles"])
def test_nothing_is_proven_from_a_changed_log(grown: Office, line: str) -> None:
    """Dragoman makes no proof from a changed log, and names a command that shows details."""
    grown.desk.monkeypatch.chdir(grown.desk.home)
    tamper(grown.register, "UPDATE events SET reason = 'other' WHERE position = 3")
    refused = grown.desk.run("audit", *line.split())
    assert (refused.code, refused.out) == (1, "")
    assert "audit verify" in refused.err
    assert "bug in Dragoman" not in refused.err


def test_copies_are_compared(grown: Office) -> None:
    """``audit compare`` compares two copies of a register.

    The result says that the copies are equal, that one extends the other, or that they have forked.
    """
    copy, other = grown.path("copy.db"), grown.path("other.db")
    for file in (copy, other):
        assert grown.desk.run("register", "backup", file).code == 0
    here = grown.register
    assert grown.desk.run("audit", "compare", here, copy).out.startswith("EQUAL")
    grown.desk.run(*HELD)
    assert "is the beginning of" in grown.desk.run("audit", "compare", here, copy).out
    assert grown.desk.run("--register", other, *MEETING, "--occurred", "2025-12-02").code == 0
    forked = grown.desk.run("audit", "compare", here, other)
    assert (forked.code, "FORKED at event 30" in forked.out) == (1, True)
    document = grown.desk.run("audit", "compare", here, other, "--json").json
    assert (document["forked_at"], document["common"], document["same_register"]) == (30, 29, True)


# --- Evidence ---------------------------------------------------------------------------------

BOUND = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all")
"""A command prefix that makes the permission bits of files apply to the superuser too."""


@pytest.fixture
def bound() -> tuple[str, ...]:
    """Return a command prefix that makes file permissions apply even if the user is root."""
    if os.geteuid() != 0:
        return ()
    try:
        subprocess.run([*BOUND, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("permission bits do not apply to root, and setpriv cannot change that")
    return BOUND


def evidence(office: Office, *also: str) -> Path:
    """Return the path of a copy of the register in a read-only folder."""
    folder = office.desk.home / "evidence"
    folder.mkdir()
    path = office.register
    for end in ("", *also):
        shutil.copy(f"{path}{end}", folder / f"register.db{end}")
        (folder / f"register.db{end}").chmod(0o444)
    folder.chmod(0o555)
    return folder / "register.db"


READING = {
    "timeline": 0,
    "follow-ups": 0,
    "show V-1 --history": 0,
    "mechanism list": 0,
    "party list": 0,
    "audit log": 0,
    "audit diff --from 5": 0,
    "audit replay": 0,
    "audit seals": 0,
    "audit prove 1": 0,
    "audit verify": 3,
    "register info": 0,
}


def test_read_only_evidence_can_be_read_and_verified(
    office: Office, bound: tuple[str, ...]
) -> None:
    """Dragoman reads and verifies a register in a read-only folder, and writes nothing there."""
    file = evidence(office)
    before = file.read_bytes()
    try:
        assert _bound_codes(office, bound, file) == READING
        proven = ("audit", "verify", "--against", office.seal, "--key", office.key)
        assert _bound_run(office, bound, file, *proven).returncode == 0
        refused = _bound_run(office, bound, file, *HELD)
        assert (refused.returncode, "read-only" in refused.stderr) == (1, True)
        assert [path.name for path in file.parent.iterdir()] == ["register.db"]
        assert file.read_bytes() == before
    finally:
        file.parent.chmod(0o755)


def test_evidence_with_its_wal_is_read_completely(office: Office, bound: tuple[str, ...]) -> None:
    """A copy of a register in use is complete only together with its -wal file.

    If the -wal file is missing, ``verify`` finds that the copy lacks events.
    """
    path = office.register
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        assert office.desk.run(*HELD).code == 0
        assert office.desk.run("audit", "seal", "--out", office.path("seal-2.txt")).code == 0
        whole = evidence(office, "-wal")
        short = office.desk.home / "short.db"
        shutil.copy(path, short)
    given = ("audit", "verify", "--key", office.key, "--against", office.path("seal-2.txt"))
    try:
        assert _bound_run(office, bound, whole, *given).returncode == 0
        assert sorted(path.name for path in whole.parent.iterdir()) == [
            "register.db",
            "register.db-wal",
        ]
    finally:
        whole.parent.chmod(0o755)
    answer = office.desk.run("--register", str(short), *given)
    assert (answer.code, "-wal" in answer.out) == (1, True)


EACH = """\
import json, sys
from dragoman.cli.run import run
codes = {line: run([*sys.argv[1:], *line.split()]) for line in json.load(sys.stdin)}
print(json.dumps(codes), file=sys.stderr)
"""
"""A program that runs command lines one after another and prints the exit code of each line."""


def _bound_codes(office: Office, bound: tuple[str, ...], file: Path) -> dict[str, int]:
    """Return the exit code of each reading command when run on this register."""
    command = [*bound, sys.executable, "-c", EACH, "--register", str(file)]
    env = {**os.environ, **office.desk._settings(None, None), "PYTHONPATH": str(ROOT)}
    lines = json.dumps([*READING])
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, env=env)
    return dict(json.loads(done.stderr.splitlines()[-1]))


def _bound_run(
    office: Office, bound: tuple[str, ...], file: Path, *words: str
) -> "subprocess.CompletedProcess[str]":
    command = [*bound, *office.desk.words("--register", file, *words)]
    env = {**os.environ, **office.desk._settings(None, None)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def test_views_expose_an_older_copy(grown: Office) -> None:
    """If the views are from a newer copy of the register, reports say so and still succeed."""
    path = grown.register
    older = path.read_bytes()
    grown.desk.run(*HELD)
    grown.desk.run("timeline")
    path.write_bytes(older)
    answer = grown.verify()
    assert (answer.code, "the views include event 30" in answer.out) == (1, True)
    read = grown.desk.run("timeline")
    assert (read.code, "the views include event 30" in read.err) == (0, True)
    assert grown.verify().code == 3


def test_unreadable_seals_are_listed_in_json(office: Office) -> None:
    """The JSON of ``audit seals`` lists even a seal that somebody changed."""
    assert office.desk.run("audit", "seal").code == 0
    tamper(office.register, "UPDATE seals SET note = 'garbage' WHERE number = 1")
    listed = office.desk.read("audit", "seals")
    assert 1 not in [seal["number"] for seal in listed["seals"]]
    [fault] = listed["faults"]
    assert fault.startswith("seal 1 was changed")
    assert "seal 1 was changed" in office.desk.run("audit", "seals").out
