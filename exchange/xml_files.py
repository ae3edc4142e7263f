"""Read XML files piece by piece, without entities, and with limits on what the parser keeps."""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from dragoman.domain import quoted
from dragoman.exchange.usage_error import UsageError
from dragoman.exchange.xml_encodings import is_readable

PIECE = 1 << 16
"""The number of bytes to read at once."""

LONGEST = 100_000
"""The maximum length of a text, in characters."""

LARGEST_RECORD = 1_000_000
"""The maximum size of a record in characters, and of a tag or comment in bytes."""


class RefusedXml(Exception):
    """Something in an XML file that Dragoman does not read; the message is the reason."""


def pieces(path: Path, parser: expat.XMLParserType) -> Iterator[None]:
    """Parse a file, and yield after each piece.

    Raises :class:`UsageError` with the line if the file is not well-formed, has a document type
    declaration, or is otherwise refused.
    """
    parser.StartDoctypeDeclHandler = _doctype
    parser.XmlDeclHandler = _declared
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                parser.Parse(piece, False)
                _refuse_endless(parser, file.tell())
                yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        problem = expat.errors.messages[error.code]
        raise UsageError(f"{path}:{error.lineno}: not well-formed XML: {problem}") from error
    except (LookupError, ValueError) as error:  # raised by Python for an unknown encoding
        problem = "the encoding is not supported; save the file as UTF-8"
        raise UsageError(f"{path}:{parser.CurrentLineNumber}: {problem}") from error
    except RefusedXml as refusal:
        raise UsageError(f"{path}:{parser.CurrentLineNumber}: {refusal}") from refusal
    except OSError as error:
        raise UsageError(f"{path}: cannot read the file: {error.strerror}") from error


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    """Check the encoding in the XML declaration before the parser uses that encoding."""
    if encoding is not None and not is_readable(encoding):
        raise RefusedXml(
            f"the encoding {quoted(encoding)} is not supported; save the file as UTF-8"
        )


def _doctype(*_: object) -> None:
    """Refuse a document type declaration, with which a file could declare its own entities."""
    raise RefusedXml("a DOCTYPE is not allowed; remove it and every entity that it declares")


def _refuse_endless(parser: expat.XMLParserType, fed: int) -> None:
    """Refuse a tag or comment that is too long, because the parser keeps all of it in memory."""
    if fed - parser.CurrentByteIndex > LARGEST_RECORD:
        raise RefusedXml(f"a tag or comment is longer than {LARGEST_RECORD:,} bytes")
