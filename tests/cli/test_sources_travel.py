"""Kept sources travel with backups, copies, exports and dispatches, and stay with the withheld."""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from tests import servers as cluster
from tests.cli.test_sources import ran, refused
from tests.conftest import Desk

pytestmark = pytest.mark.once

TEXTS = {name: f"The text of {name}.\n" for name in ("open", "shared", "secret", "bare")}
DIGESTS = {name: sha256(text.encode()).hexdigest() for name, text in TEXTS.items()}


def hold(desk: Desk, title: str, *more: str) -> None:
    """Record a meeting."""
    ran(desk, "meeting", "hold", "--title", title, "--party", "AZ", "--party", "IQ", *more)


def cite(desk: Desk, ref: str, *sources: str) -> None:
    """Cite sources for a record, each with the digest of its text."""
    for name in sources:
        ran(desk, "source", "cite", ref, "--source", name, "--sha256", DIGESTS[name])


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with an open and a secret meeting; they share a source, and one text is not kept."""
    hold(desk, "Open talks", "--occurred", "2026-01-02")
    hold(desk, "Secret talks", "--marking", "TLP:RED", "--occurred", "2025-12-04")
    cite(desk, "M-1", "open", "shared", "bare")
    cite(desk, "M-2", "shared", "secret")
    for ref, name in (("M-1", "open"), ("M-1", "shared"), ("M-2", "secret")):
        ran(desk, "source", "keep", ref, desk.write(f"{name}.txt", TEXTS[name]))
    return desk


def kept(folder: Path) -> list[str]:
    """Return the names of the texts in a folder; each must be intact."""
    names = {digest: name for name, digest in DIGESTS.items()}
    found = sorted(names[one] for one in os.listdir(folder)) if folder.exists() else []
    for name in found:
        assert (folder / DIGESTS[name]).read_text() == TEXTS[name]
    return found


def damage(desk: Desk, name: str) -> None:
    """Change a kept text."""
    path = desk.register.parent / "sources" / DIGESTS[name]
    path.chmod(0o600)
    path.write_text("Something else")


def states(desk: Desk, *register: str | Path) -> dict[str, int]:
    """Return how many texts a register keeps, and does not keep."""
    found = desk.run(*register, "audit", "verify", "--sources", "--json").json["sources"]
    assert found.pop("changed") == []
    return dict(found)


# --- Backups and copies -------------------------------------------------------------------------


def test_a_backup_has_the_texts_that_its_records_cite(office: Desk) -> None:
    """The texts go beside the backup; a text of another register in the folder stays behind."""
    (office.register.parent / "sources" / sha256(b"other").hexdigest()).write_bytes(b"other")
    answer = ran(office, "register", "backup", "backup/register.db")
    assert answer.out.endswith(", up to event 7. With 3 kept texts of its sources.\n")
    folder = office.home / "backup"
    assert sorted(os.listdir(folder)) == ["register.db", "sources"]
    assert kept(folder / "sources") == ["open", "secret", "shared"]
    assert states(office, "--register", folder / "register.db") == {"kept": 3, "not_kept": 1}
    report = office.read("register", "backup", "again/register.db")
    assert report["sources"] == {"kept": 3, "changed": []}


def test_a_backup_without_texts_has_no_folder(desk: Desk) -> None:
    hold(desk, "Talks")
    assert ran(desk, "register", "backup", "backup/register.db").out.endswith("up to event 1.\n")
    assert os.listdir(desk.home / "backup") == ["register.db"]


def test_a_backup_leaves_a_changed_text_behind_and_says_so(office: Desk) -> None:
    damage(office, "open")
    answer = ran(office, "register", "backup", "backup/register.db")
    assert answer.err == (
        "note: not copied: 1 text of sources that somebody changed; to see which, type: dragoman"
        " audit verify --sources\n"
    )
    assert kept(office.home / "backup/sources") == ["secret", "shared"]


def test_a_backup_that_cannot_take_the_texts_is_not_made(office: Desk) -> None:
    """A backup without its texts would look complete, so there is none."""
    office.write("backup/sources", "mine")
    line = refused(office, "register", "backup", "backup/register.db", code=1)
    assert "a file is in the way of the folder for the texts of sources" in line
    assert os.listdir(office.home / "backup") == ["sources"]


def test_texts_are_copied_to_a_server_and_back(office: Desk) -> None:
    """The same commands work on the texts of a register on a server."""
    cluster.needed()
    with cluster.empty_database() as url:
        answer = ran(office, "register", "copy", office.register, url)
        assert answer.out.endswith(" With 3 kept texts of its sources.\n")
        assert states(office, "--register", url) == {"kept": 3, "not_kept": 1}
        shown = office.read("--register", url, "source", "show", "M-2")["sources"]
        assert [one["text"] for one in shown] == [TEXTS["shared"], TEXTS["secret"]]
        bare = office.write("bare.txt", TEXTS["bare"])
        ran(office, "--register", url, "source", "keep", "M-1", bare)
        ran(office, "--register", url, "register", "backup", "backup/register.db")
        report = office.read("register", "copy", url, "copy/register.db")
        assert report["sources"] == {"kept": 4, "changed": []}
    for folder in ("backup", "copy"):
        assert kept(office.home / folder / "sources") == ["bare", "open", "secret", "shared"]


# --- Exports and imports ------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_takes_the_texts_to_another_register(office: Desk, form: str) -> None:
    """What the export cites and the register keeps is in the folder, and can be taken in."""
    answer = ran(office, "export", f"--{form}", "file", "--sources", "texts")
    assert answer.err == "wrote 3 kept texts of sources to texts\n"
    assert kept(office.home / "texts") == ["open", "secret", "shared"]
    office.write(f"texts/{sha256(b'other').hexdigest()}", "other")
    answer = ran(office, "--register", "new/r.db", "import", "file", "--sources", "texts")
    assert answer.err == (
        "note: kept 3 texts of sources\nnote: not kept: 1 text in texts that no record cites\n"
    )
    assert kept(office.home / "new/sources") == ["open", "secret", "shared"]
    assert states(office, "--register", "new/r.db") == {"kept": 3, "not_kept": 1}


def test_a_dispatch_takes_the_text_of_the_first_source(office: Desk) -> None:
    """A dispatch has the first source of each record, so it has no use for other texts."""
    answer = ran(office, "export", "--dispatch", "file", "M-1", "--sources", "texts")
    assert "wrote 1 kept text of sources to texts" in answer.err
    assert kept(office.home / "texts") == ["open"]
    answer = ran(office, "--register", "new/r.db", "record", "file", "--sources", "texts")
    assert answer.err == "note: kept 1 text of sources\n"
    assert kept(office.home / "new/sources") == ["open"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "dispatch"])
def test_an_export_without_texts_says_so(office: Desk, form: str) -> None:
    """Nothing is lost silently: the export says that the texts stay behind."""
    answer = ran(office, "export", f"--{form}", "file")
    count = 2 if form == "dispatch" else 3
    assert answer.err.endswith(
        f"not exported: {count} kept texts of sources; to write them, add --sources FOLDER\n"
    )


@pytest.mark.parametrize("form", ["jsonl", "csv", "dispatch"])
@pytest.mark.parametrize("refs", [(), ("M-1",)], ids=["all", "M-1"])
def test_texts_of_withheld_records_are_withheld(
    office: Desk, form: str, refs: Sequence[str]
) -> None:
    """A text that a withheld record cites stays behind, even if an open record cites it, too."""
    if form == "dispatch":  # of which the first source counts
        hold(office, "Other talks", "--source", "shared", "--sha256", DIGESTS["shared"])
        refs = (*refs, "M-3") if refs else ()
    words = ("export", f"--{form}", "file", *refs, "--withhold", "TLP:AMBER", "--sources", "texts")
    answer = ran(office, *words)
    assert "wrote 1 kept text of sources to texts" in answer.err
    assert "withheld: 1 kept text of sources of withheld records" in answer.err
    assert kept(office.home / "texts") == ["open"]
    report = office.read(*words)["sources"]
    assert (report["folder"], report["kept"], report["withheld"]) == ("texts", 1, 1)


def test_an_export_leaves_a_changed_text_behind_and_says_so(office: Desk) -> None:
    damage(office, "open")
    answer = ran(office, "export", "--jsonl", "file", "--sources", "texts")
    assert "not exported: 1 text of sources that somebody changed" in answer.err
    assert kept(office.home / "texts") == ["secret", "shared"]


@pytest.mark.parametrize("form", ["ics", "ftm", "cameo", "plover"])
def test_other_formats_have_no_texts(office: Desk, form: str) -> None:
    line = refused(office, "export", f"--{form}", "file", "--sources", "texts")
    assert "--sources works only with --jsonl, --csv and --dispatch" in line
    assert not (office.home / "texts").exists()


@pytest.mark.parametrize("form", ["jsonl", "dispatch"])
def test_a_changed_text_on_the_way_records_nothing(office: Desk, form: str) -> None:
    """If one of the files is not the text that its name says, nothing is recorded or kept."""
    ran(office, "export", f"--{form}", "file", "--sources", "texts")
    path = office.home / "texts" / DIGESTS["open"]
    path.chmod(0o600)
    path.write_text("Something else")
    command = "record" if form == "dispatch" else "import"
    words = ("--register", "new/r.db", command, "file", "--sources", "texts")
    line = refused(office, *words)
    assert "this file is not the text that its name says; nothing was recorded" in line
    assert not (office.home / "new").exists()


@pytest.mark.parametrize("command", ["record", "import"])
def test_a_dry_run_keeps_nothing(office: Desk, command: str) -> None:
    form = "dispatch" if command == "record" else "jsonl"
    ran(office, "export", f"--{form}", "file", "--sources", "texts")
    words = ("--register", "new/r.db", command, "file", "--sources", "texts", "--dry-run")
    ran(office, *words)
    assert not (office.home / "new").exists()


def test_a_missing_folder_and_a_list_are_refused(office: Desk) -> None:
    ran(office, "export", "--jsonl", "file")
    line = refused(office, "import", "file", "--sources", "nowhere")
    assert line == "dragoman: --sources: nowhere: no such folder\n"
    office.write("list.csv", "number\n1\n")
    office.write("texts/x", "")
    line = refused(office, "import", "list.csv", "--suggest", "--sources", "texts")
    assert line.startswith("dragoman: --sources has no effect with --suggest")
