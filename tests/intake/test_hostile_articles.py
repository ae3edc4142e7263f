"""Hostile items are read or refused in bounded time and memory."""

import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

MEGABYTES = 1 << 20
LARGEST = 10 * MEGABYTES

READ = """\
import resource, sys, time
from pathlib import Path
from dragoman.exchange.intake.articles.opening import UnreadableArticle, article
content = Path(sys.argv[1]).read_bytes()
resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))
try:
    found = article(content, "item")
    print(f"{len(found.text)} characters")
except UnreadableArticle as error:
    print(error)
print(time.process_time())
"""
"""A program that reads an item within 900 MB of address space, and says what time it took."""

SECONDS = 30
"""The most seconds of the processor for an item."""


def read_apart(path: Path) -> str:
    """Read an item in a separate process, and return what it gave: one line."""
    command = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10 * SECONDS)
    assert (done.returncode, done.stderr) == (0, "")
    line, seconds = done.stdout.splitlines()
    assert float(seconds) < SECONDS
    return line


def filled(unit: str | bytes, head: str | bytes = b"", size: int = LARGEST) -> bytes:
    """Return bytes of a given size: a head, and then the same unit again and again."""
    unit, head = (one.encode() if isinstance(one, str) else one for one in (unit, head))
    return head + unit * ((size - len(head)) // len(unit))


PAGE = "<html><body>"
JSON_LD = PAGE + '<script type="application/ld+json">'
MAIL = "From: a <a@example.org>\nDate: x\nMIME-Version: 1.0\n"
NESTED = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(900))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "tags": (lambda: filled("<b>", PAGE), "has more than 500,000 tags"),
    "nested tags": (
        lambda: f"{PAGE}{'<div>' * 100_000}deep{'</div>' * 100_000}".encode(),
        "4 characters",
    ),
    "closing tags": (
        lambda: filled("</i>", PAGE + "<i><p>" + "<b>" * 200_000, 2 * MEGABYTES),
        "has more than|no text",
    ),
    "open angles": (lambda: filled("<", PAGE), "10485748 characters"),
    "open quotes": (lambda: filled('<a "', PAGE), "no text"),
    "open values": (lambda: filled("<a x='", PAGE), "no text"),
    "quotes with angles": (lambda: filled('<a x=">"', PAGE) + b"'", "larger|characters|tags"),
    "comments": (lambda: filled("<!--x", PAGE), "no text"),
    "sections": (lambda: filled("<![CDATA[", PAGE), "no text"),
    "scripts": (lambda: filled("<script>", PAGE), "no text"),
    "attributes": (lambda: filled("a1 ", PAGE + "<p ", LARGEST - 10) + b">x", "1 characters"),
    "entities": (lambda: f"{PAGE}{'&eacute;' * 1_000_000}".encode(), "1000000 characters"),
    "line": (lambda: filled("word "), "characters"),
    "word": (lambda: filled("x"), "10485760 characters"),
    "empty lines": (lambda: filled("\n", "a", LARGEST - 1) + b"b", "4 characters"),
    "lines": (lambda: filled("a\n"), "characters"),
    "accents": (lambda: filled("\u0301", "a" + "\u0327\u0301" * 1_000_000), "characters"),
    "joiners": (lambda: filled("\u200d", "x"), "1 characters"),
    "JSON-LD": (
        lambda: filled("x ", JSON_LD + '{"articleBody": "', 5 * MEGABYTES) + b'"}</script>text',
        "4 characters",
    ),
    "nested JSON-LD": (lambda: filled("[", JSON_LD, 900_000) + b"</script>text", "4 characters"),
    "lists in JSON-LD": (
        lambda: filled("[],", JSON_LD + "[", 900_000) + b"[]]</script>text",
        "4 characters",
    ),
    "parts of a mail": (
        lambda: filled("--b\n\n", MAIL + "Content-Type: multipart/mixed; boundary=b\n\n"),
        "has too many parts",
    ),
    "nested parts": (lambda: (MAIL + NESTED).encode() + b"\n" * MEGABYTES, "has too many parts"),
    "nested mails": (
        lambda: filled("Content-Type: message/rfc822\n\n", MAIL, 100_000),
        "nested too deeply",
    ),
    "lines of a mail": (lambda: filled("\n", MAIL + "\n", 20 * MEGABYTES - 10), "too many parts"),
    "names of a header": (
        lambda: filled("(a", "From: ", 5 * MEGABYTES) + b"\nDate: x\nMessage-ID: <1>\n\nhello",
        "characters",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_item_takes_little_time_and_memory(name: str, tmp_path: Path) -> None:
    make, expected = HOSTILE[name]
    path = tmp_path / "item"
    path.write_bytes(make())

    line = read_apart(path)

    assert any(words in line for words in expected.split("|")), line[:300]


def pdf(content: bytes, pages: int = 1, others: Sequence[bytes] = ()) -> bytes:
    """Return a PDF whose pages all show the same content, which is compressed."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    stream = 4 + pages
    resources = b"/Font<</F 3 0 R>>/XObject<</X %d 0 R>>" % (stream + 1)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<%s>>/Contents %d 0 R>>"
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[page % (resources, stream)] * pages,
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        *others,
    ]
    written, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    )
    return bytes(written) + end % (size, table, size, len(written))


def form(number: int) -> bytes:
    """Return a form that draws the form with this number ten times."""
    body = b"/X Do " * 10
    resources = b"/Resources<</XObject<</X %d 0 R>>>>" % number
    head = b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]%s/Length %d>>" % (resources, len(body))
    return head + b"stream\n" + body + b"\nendstream"


HOSTILE_PDFS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zeros": (lambda: pdf(b"0 " * 100_000_000), "Limit reached while decompressing"),
    "operators": (lambda: pdf(b"BT (a) Tj ET " * 800_000), "maximum number of tokens"),
    "slow pages": (
        lambda: pdf(b"BT /F 12 Tf " + b"(abc) Tj " * 90_000 + b"ET", 100),
        "takes longer than 20 seconds|has more than 2,000,000 characters",
    ),
    "pages": (lambda: pdf(b"BT ET", 5000), "has 5,000 pages"),
    "long text": (
        lambda: pdf(b"BT /F 12 Tf (" + b"a" * 9_000_000 + b") Tj ET"),
        "has more than 2,000,000 characters",
    ),
    "nested arrays": (lambda: pdf(b"[" * 1_000_000), "cannot read the PDF"),
    "nested dictionaries": (lambda: pdf(b"<<" * 1_000_000), "cannot read the PDF"),
    "forms in forms": (
        lambda: pdf(b"/X Do " * 10, 1, [form(7 + number) for number in range(10)]),
        "has no text",
    ),
    "no objects": (lambda: filled("1 0 obj\n", "%PDF-1.4\n"), "cannot read the PDF"),
    "objects without a table": (
        lambda: filled("1 0 obj\n<<>>\nendobj\n", "%PDF-1.4\n"),
        "cannot read the PDF",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE_PDFS)
def test_a_hostile_pdf_takes_little_time_and_memory(name: str, tmp_path: Path) -> None:
    make, expected = HOSTILE_PDFS[name]
    path = tmp_path / "item.pdf"
    path.write_bytes(make())

    line = read_apart(path)

    assert any(words in line for words in expected.split("|")), line[:300]
