"""Hostile press items: one line or a draft, in bounded time, and nothing is fetched."""

import resource
import socket
from time import process_time

import pytest

from dragoman.exchange import MOST_CHARACTERS
from tests.conftest import Desk

SENTENCE = (
    "Foreign Minister Fuad Hussein of Iraq met with the French Ambassador Jean Roux in Paris. "
)
MAIL = (
    "From: Press <press@example.org>\r\nSubject: Talks\r\nDate: Mon, 21 Apr 2025 10:00:00 +0000\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Foreign Minister Fuad Hussein of Iraq met with the French Ambassador J=C3=A9r=C3=B4me R=\r\n"
    "oux.\r\n"
    "--x\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=bomb.zip\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nUEsDBA==\r\n--x--\r\n"
)
PAGE = (
    "<html lang=en><head><title>T</title>"
    "<meta property='article:published_time' content='2025-04-21'>"
    "<script src='http://127.0.0.1:9/x.js'>document.write('Prime Minister Evil Script')</script>"
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'></head><body>"
    "<img src='http://127.0.0.1:9/p.png'><iframe src='file:///etc/passwd'></iframe><article><p>"
    f"{SENTENCE}</p><p hidden>President Hidden Person met with Foreign Minister Fuad Hussein.</p>"
    "</article></body></html>"
)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may open a connection."""

    def refuse(*_: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(
    desk: Desk, content: str | bytes, name: str = "item.txt", *more: str
) -> tuple[int, str, str]:
    """Read an item from a file; return the exit code and what was printed."""
    path = desk.home / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    done = desk.run("read", path, *more)
    return done.code, done.out, done.err


def test_a_page_with_scripts(desk: Desk) -> None:
    """Given a page with scripts, frames and hidden text, then only its article counts."""
    code, out, _ = read(desk, PAGE, "item.html")
    assert code == 0
    assert "name: Fuad Hussein" in out
    assert "published: 2025-04-21" in out
    assert not any(word in out for word in ("Evil", "Hidden", "root:", "127.0.0.1"))


def test_a_mail_with_an_attachment(desk: Desk) -> None:
    """Given a mail in quoted-printable, then its text is read, and its attachment is named only."""
    code, out, err = read(desk, MAIL, "item.eml")
    assert code == 0, err
    assert "name: Jérôme Roux" in out
    assert "published: 2025-04-21" in out
    assert "bomb.zip" in err


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("", "empty.txt"),
        (" \n\t\u200b\ufeff ", "blank.txt"),
        ("<html><body><script>x</script></body></html>", "empty.html"),
        (b"%PDF-1.4\n%%EOF\n", "empty.pdf"),
        (b"\x00\x01\x02" * 1000, "binary.txt"),
        (b"PK\x03\x04" + b"\x00" * 100, "word.docx"),
        (SENTENCE * (10 * 1024 * 1024 // len(SENTENCE)), "long.txt"),
        ("x" * (10 * 1024 * 1024), "line.txt"),
        ("<div>" * 100_000 + SENTENCE * 3000, "deep.html"),
    ],
)
def test_one_line(desk: Desk, content: str | bytes, name: str) -> None:
    """Given an item that cannot be read, then one line says why, soon, and nothing is recorded."""
    begun = process_time()
    code, out, err = read(desk, content, name, "--published", "2025-04-21", "--language", "en")
    assert code in (1, 2)
    assert not out
    assert len(err.splitlines()) == 1, err
    assert "Traceback" not in err
    assert "bug in Dragoman" not in err
    assert process_time() - begun < 30


@pytest.mark.slow
def test_the_longest_item(desk: Desk) -> None:
    """Given the longest item that is allowed, then it is read in bounded time and memory."""
    text = SENTENCE * (MOST_CHARACTERS // len(SENTENCE))
    begun, before = process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code, out, _ = read(desk, text, "item.txt", "--published", "2025-04-21")
    assert code == 0
    assert "name: Fuad Hussein" in out
    assert process_time() - begun < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{word}\u202e\u2066 " for word in SENTENCE.split(" ")),
        "\x1b[31m" + SENTENCE,
        SENTENCE.replace("Fuad", "Fuad\x00"),
        "[bold]" + SENTENCE + "[/bold]",
        SENTENCE + "'\"{}[]:#&*!|>%@`\n- kind: visit\n  handle: x\nrecords: []\n---\n",
    ],
)
def test_hostile_signs_in_the_text(desk: Desk, text: str) -> None:
    """Given control and bidi signs, markup or YAML, then the draft is still a dispatch."""
    code, out, err = read(desk, text, "item.txt", "--published", "2025-04-21", "--language", "en")
    if code:
        assert len(err.splitlines()) == 1, err
        return
    assert not any(char in out for char in "\x1b\u202e\u2066\x00")
    draft = desk.home / "draft.yaml"
    draft.write_text(out, "utf-8")
    assert desk.run("record", draft, "--dry-run").code == 0


def test_right_to_left_with_latin_names(desk: Desk) -> None:
    """Given an Arabic item with a Latin name, then the order of its words stays."""
    text = "التقى وزير خارجية العراق فؤاد حسين السفير الفرنسي Jean Roux في بغداد."
    code, out, _ = read(desk, text, "item.txt", "--published", "2025-04-21", "--language", "ar")
    assert code == 0
    assert "#    1  التقى وزير خارجية العراق فؤاد حسين السفير الفرنسي Jean Roux في بغداد." in out
