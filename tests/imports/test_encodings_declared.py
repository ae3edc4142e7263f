"""Dragoman reads or refuses a file, whatever encoding the file declares or the user names.

The module also tests XML files that never end.
"""

import encodings
import pkgutil
import resource
from pathlib import Path

import pytest

from dragoman.exchange.faults import UsageError
from dragoman.exchange.profiles.historian.xml_records import records
from dragoman.exchange.tables.opening import open_table

EVERY = [
    *sorted(one.name for one in pkgutil.iter_modules(encodings.__path__)),
    *(
        "rot13",
        "hex",
        "base64",
        "zip",
        "utf-16",
        "utf-16-le",
        "utf-32",
        "charmap",
        "8bit",
        "x" * 5000,
    ),
]
"""Every encoding name that Python knows, and some others."""

XML = '<?xml version="1.0" encoding="{}"?><visits><visit><place>Köln</place></visit></visits>'
LARGE = 4_000_000


def refused(path: Path) -> str:
    """Return the reason why Dragoman refuses a file, without the file name and line number."""
    with pytest.raises(UsageError) as found:
        list(records(path, "visit"))
    said = str(found.value)
    assert said.startswith(f"{path}:1: ")
    assert len(said.splitlines()) == 1
    return said.removeprefix(f"{path}:1: ")


@pytest.mark.parametrize("name", EVERY)
def test_an_encoding_that_xml_declares(tmp_path: Path, name: str) -> None:
    """Whatever encoding an XML file declares, Dragoman reads its ASCII text or refuses the file."""
    path = tmp_path / "visits.xml"
    path.write_text(XML.format(name).replace("ö", "o"), "utf-8")
    try:
        assert [row.cells for row in records(path, "visit")] == [{"place": "Koln"}]
    except UsageError:
        said = refused(path)
        assert "save the file as UTF-8" in said or "not well-formed" in said
        assert len(said) < 200


@pytest.mark.parametrize("name", ["utf-7", "rot13", "hex", "idna", "punycode", "undefined", "wow"])
def test_an_encoding_that_is_not_text_is_refused(tmp_path: Path, name: str) -> None:
    """Dragoman refuses an XML file that declares an encoding which is not for text.

    The message names the encoding.
    """
    path = tmp_path / "visits.xml"
    path.write_text(XML.format(name), "utf-8")
    assert refused(path) == f"the encoding {name!r} is not supported; save the file as UTF-8"


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "windows-1252", "iso-8859-1", "cp1250"])
def test_an_encoding_that_is_read(tmp_path: Path, name: str) -> None:
    """Dragoman reads every letter of an XML file that declares a common encoding."""
    path = tmp_path / "visits.xml"
    path.write_text(XML.format(name), name)
    assert [row.cells for row in records(path, "visit")] == [{"place": "Köln"}]


ENDLESS = {
    "attribute": ('<visits><visit a="', "x", '"/></visits>', "a tag or comment is longer"),
    "attributes": ("<visits><visit ", "a='b' ", "/></visits>", "a tag or comment is longer"),
    "comment": ("<visits><!--", "x", "--></visits>", "a tag or comment is longer"),
    "instruction": ("<visits><?a ", "x", "?></visits>", "a tag or comment is longer"),
    "name": ("<", "x", "/>", "a tag or comment is longer"),
    "text": ("<visits><visit><a>", "x", "</a></visit></visits>", "text is longer"),
    "references": ("<visits><visit><a>", "&#65;", "</a></visit></visits>", "text is longer"),
    "section": ("<visits><visit><a><![CDATA[", "x", "]]></a></visit></visits>", "text is longer"),
    "nesting": ("<visits>", "<visit>", "", "nested too deeply"),
    "NUL": ("", "\0", "", "not well-formed"),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_endless_xml_is_refused(tmp_path: Path, what: str) -> None:
    """Dragoman refuses an XML file that contains an endless tag, comment or text.

    Dragoman needs less than 64 MB of memory to refuse the file.
    """
    before, part, after, why = ENDLESS[what]
    path = tmp_path / "visits.xml"
    path.write_text(before + part * (LARGE // len(part)) + after, "utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert why in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 64 * 1024


def test_a_record_with_endless_fields_is_refused(tmp_path: Path) -> None:
    """Dragoman refuses an XML record of more than a million characters."""
    path = tmp_path / "visits.xml"
    fields = "".join(f"<a{n}>some text</a{n}>" for n in range(LARGE // 25))
    path.write_text(f"<visits><visit>{fields}</visit></visits>")
    assert "one <visit> is longer than 1,000,000 characters" in refused(path)


@pytest.mark.parametrize("name", [*EVERY, "", "utf-8\n", "\ud800", "a\0b"])
@pytest.mark.parametrize("format_", ["csv", "jsonl"])
@pytest.mark.parametrize("content", [b"a,b\n1,2\n", bytes(range(256)) * 4, b'{"a": "\\ud800"}\n'])
def test_an_encoding_that_is_named_for_a_table(
    tmp_path: Path, content: bytes, format_: str, name: str
) -> None:
    """Whatever encoding the user names, Dragoman reads the table or prints a one-line message."""
    path = tmp_path / "table"
    path.write_bytes(content)
    try:
        list(open_table(path, format=format_, encoding=name).rows())  # type: ignore[arg-type]
    except UsageError as error:
        assert len(str(error).splitlines()) == 1
        assert len(str(error)) < 500


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
def test_utf16_without_a_byte_order_mark(tmp_path: Path, name: str) -> None:
    """Dragoman refuses a UTF-16 file if nothing gives its byte order.

    The byte order comes from a byte order mark or from the name of the encoding.
    """
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n", f"{name}-le")
    with pytest.raises(UsageError, match=f"has no byte order mark of {name}"):
        open_table(path, encoding=name)
    assert list(open_table(path, encoding=f"{name}-le").columns) == ["a", "b"]
