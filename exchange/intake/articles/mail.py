"""Read an item from a mail: its text, and what its header says. Attachments are only named.

The message is read with the standard library's parser, but its headers with the parser's older
policy: the newer one takes quadratic time for long headers.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, parseaddr
from typing import TypeAlias

from attrs import evolve, frozen

from dragoman.domain import many, quoted
from dragoman.exchange.intake.articles.article import Article, UnreadableArticle
from dragoman.exchange.intake.articles.clean_text import clean, clean_line
from dragoman.exchange.intake.articles.dates_of_publication import first_published
from dragoman.exchange.intake.articles.decoding import decoded
from dragoman.exchange.intake.articles.html_page import read_page
from dragoman.exchange.intake.articles.line_wraps import joined_where
from dragoman.exchange.intake.articles.metadata import language, short
from dragoman.exchange.intake.articles.text_file import read_text

Mail: TypeAlias = "Message[str, str]"

_MOST_PARTS = 1000
_MOST_WORK = 20_000_000
"""The most lines times nested parts; the parser compares each line with each open part.

A line that is in no part takes as long as ten comparisons.
"""

_LONGEST_HEADER = 4000
_MOST_NOTES = 10
_LEAST_TEXT = 200
"""A shorter plain text may only say that the mail is in HTML, in characters."""

_NEXT_MESSAGE = re.compile(rb"\n\r?\nFrom \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} +\d")
_PREFIX = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|i|vs|sv|ynt|ilt)\s*:\s*)+", re.IGNORECASE)


def read_mail(content: bytes) -> Article:
    """Read an item from a mail. Raises :class:`UnreadableArticle`."""
    if _NEXT_MESSAGE.search(content):
        raise UnreadableArticle("has several messages; save the one to read as its own file")
    lines, nested = content.count(b"\n"), content.lower().count(b"multipart/")
    if content.count(b"\n--") > _MOST_PARTS or lines * (nested + 10) > _MOST_WORK:
        raise UnreadableArticle("has too many parts; save the text of the message as its own file")
    try:
        return _article(message_from_bytes(content))
    except (RecursionError, MessageError) as error:
        raise UnreadableArticle(
            "its parts are nested too deeply; save the text of the message as its own file"
        ) from error


@frozen
class _Parts:
    """The parts of a message: its texts, the names of its attachments, and forwarded messages."""

    texts: tuple[Mail, ...]
    attachments: tuple[str, ...]
    forwarded: tuple[Mail, ...]


def _article(message: Mail) -> Article:
    """Return the item of a message or, if the message has no text, of the one it forwards."""
    notes: list[str] = []
    while True:
        parts = _parts(message)
        notes += [f"attachment not read: {name}" for name in parts.attachments]
        item = _item(message, parts)
        if item is None and len(parts.forwarded) == 1:
            [message] = parts.forwarded
            continue
        if item is None:
            raise UnreadableArticle(_why_empty(message, parts))
        notes += [f"forwarded message not read: {_named(one)}" for one in parts.forwarded]
        if len(notes) > _MOST_NOTES:
            more = many(len(notes) - _MOST_NOTES, "more part is", "more parts are")
            notes[_MOST_NOTES:] = [f"{more} not read"]
        return evolve(item, notes=(*item.notes, *notes))


def _why_empty(message: Mail, parts: _Parts) -> str:
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
        return "the mail is encrypted; save its text as a file"
    if parts.forwarded:
        count = many(len(parts.forwarded), "message")
        return f"the mail has no text, but forwards {count}; save the one to read as its own file"
    if parts.attachments:
        count, name = many(len(parts.attachments), "attachment"), parts.attachments[0]
        return f"the mail has no text, but {count}; save and read the attachment: {name}"
    return "the mail has no text"


def _parts(message: Mail) -> _Parts:
    texts: list[Mail] = []
    attachments: list[str] = []
    forwarded: list[Mail] = []
    for part in _leaves(message):
        if part.get_content_type() == "message/rfc822":
            forwarded += [one for one in part.get_payload() if isinstance(one, Message)]
        elif _is_text(part):
            texts.append(part)
        elif not _is_within_text(part):
            attachments.append(_file_name(part))
    return _Parts(tuple(texts), tuple(attachments), tuple(forwarded))


def _leaves(message: Mail) -> Iterator[Mail]:
    """Yield the parts of a message that have no parts; a forwarded message is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" or not isinstance(payload, list):
            yield part
        else:
            waiting.extend(one for one in reversed(payload) if isinstance(one, Message))


def _is_text(part: Mail) -> bool:
    is_attached = part.get_content_disposition() == "attachment" or part.get_filename()
    return part.get_content_type() in ("text/plain", "text/html") and not is_attached


def _is_within_text(part: Mail) -> bool:
    """Return whether a part is a signature, or a picture or style sheet that an HTML text shows."""
    if part.get_content_type() in ("application/pgp-signature", "application/pkcs7-signature"):
        return True
    if part.get_content_disposition() == "attachment":
        return False
    shown = part.get("Content-ID") and part.get_content_maintype() == "image"
    return bool(shown or part.get("Content-Location"))


def _item(message: Mail, parts: _Parts) -> Article | None:
    """Return the item of a message; ``None`` if the message has no text."""
    if message.get("Snapshot-Content-Location") and (page := _html(parts)):
        address = short(_header(message, "Snapshot-Content-Location"))
        return evolve(page, url=page.url or address)  # a page that a browser saved
    plain, page = _plain(parts), None
    if plain is None or len(plain.text) < _LEAST_TEXT:
        page = _html(parts)
    item = page if plain is None or (page and len(page.text) > 5 * len(plain.text)) else plain
    return None if item is None else _with_header(item, message)


def _with_header(item: Article, message: Mail) -> Article:
    subject = short(_PREFIX.sub("", _header(message, "Subject")))
    sender = short(parseaddr(_header(message, "From"))[0])
    has_title = subject and clean_line(item.text[: 2 * len(subject)]).startswith(subject)
    return evolve(
        item,
        text=item.text if has_title or not subject else f"{subject}\n\n{item.text}",
        title=subject or item.title,
        published=first_published([("Date header", _header(message, "Date"))]),
        language=language(_header(message, "Content-Language")) or item.language,
        publisher=sender or item.publisher,
    )


def _plain(parts: _Parts) -> Article | None:
    texts: list[str] = []
    notes: list[str] = []
    for part in parts.texts:
        if part.get_content_type() == "text/plain":
            text, unfit = _content(part)
            texts.append(_reflowed(text, part))
            notes += unfit
    text = "\n\n".join(texts)
    return read_text(text, notes) if clean(text) else None


def _reflowed(text: str, part: Mail) -> str:
    """Return ``text`` with the lines joined that a mail program broke (RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return joined_where(text, lambda line: line.endswith(" ") and line != "-- ")


def _html(parts: _Parts) -> Article | None:
    for part in parts.texts:
        if part.get_content_type() == "text/html":
            text, notes = _content(part)
            try:
                return evolve(read_page(text), notes=tuple(notes))
            except UnreadableArticle:
                continue
    return None


def _content(part: Mail) -> tuple[str, tuple[str, ...]]:
    raw = part.get_payload(decode=True)
    charset = part.get_param("charset")
    declared = collapse_rfc2231_value(charset) if charset else None
    return decoded(raw if isinstance(raw, bytes) else b"", declared)


def _header(message: Mail, name: str) -> str:
    """Return a decoded header, which may be cut."""
    fields = (value for field, value in message.raw_items() if field.lower() == name.lower())
    return _decoded_words(str(next(fields, "")))


def _decoded_words(written: str) -> str:
    """Return a text with its encoded words decoded (RFC 2047); as written if they are broken."""
    written = written[:_LONGEST_HEADER]
    try:
        return "".join(_decoded_word(*pair) for pair in decode_header(written))
    except (MessageError, ValueError):
        return written


def _decoded_word(word: bytes | str, charset: str | None) -> str:
    raw = word.encode("ascii", "surrogateescape") if isinstance(word, str) else word
    try:
        return decoded(raw, charset)[0]
    except UnreadableArticle:
        return raw.decode("latin-1")


def _file_name(part: Mail) -> str:
    name = clean_line(_decoded_words(part.get_filename() or ""))
    return quoted(name) if name else f"a part of type {quoted(part.get_content_type())}"


def _named(message: Mail) -> str:
    subject = clean_line(_header(message, "Subject"))
    return quoted(subject) if subject else "without a subject"
