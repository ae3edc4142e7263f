"""Split HTML into tags and text, in time that grows with its length, however broken it is.

The parser of the standard library takes quadratic time for tags that do not end: 24 kB of ``<a "``
keep it busy for seconds. This module reads each character once. It follows the tokenizer of the
HTML standard (https://html.spec.whatwg.org/#tokenization) where pages depend on it.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

_TAG_START = re.compile("<(?=[A-Za-z!?]|/.)", re.DOTALL)
"""The beginning of a tag or a comment; any other ``<`` is text."""

_NAME = re.compile(r"[A-Za-z][^\s/>]*")

_TAG_REST = re.compile(
    r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+>""",
)
"""The rest of a tag: a ``>`` within a quoted value does not end it."""

_ATTRIBUTE = re.compile(r"""([^\s=/>"'][^\s=/>]*)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s>"'][^\s>]*))?""")

RAW = frozenset(
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"]
)
"""The elements whose content is text up to their end tag, even if it looks like tags."""

_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}

_LONGEST_NAME = 30


class Token(NamedTuple):
    """A piece of HTML: ``start``, ``end`` or ``text``.

    ``name`` is the tag in lower case. ``content`` is the text of a piece of text or of a raw
    element, or else the attributes as they are written.
    """

    kind: str
    name: str
    content: str
    attributes: str = ""


def tokens(markup: str) -> Iterator[Token]:
    """Yield the tags and the text of a page; a raw element is one token, its start tag."""
    tags = _Tags(markup)
    at = 0
    while at < len(markup):
        found = _TAG_START.search(markup, at)
        if found is None:
            yield Token("text", "", markup[at:])
            return
        opened = found.start()
        if opened > at:
            yield Token("text", "", markup[at:opened])
        token, at = tags.read(opened)
        if token:
            yield token


class _Tags:
    """Reads what begins with ``<``."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._quotes_close = True

    def read(self, at: int) -> tuple[Token | None, int]:
        """Return the tag at a position, if it is one, and the position behind it."""
        markup = self._markup
        following = markup[at + 1 : at + 2]
        if following in ("!", "?"):
            return None, self._behind_declaration(at)
        is_end = following == "/"
        name = _NAME.match(markup, at + 1 + is_end)
        if name is None:
            return None, self._behind(">", at)  # ``</`` without a name is a comment
        end = self._behind_tag(name.end())
        short = name[0][:_LONGEST_NAME].lower()
        if is_end:
            return Token("end", short, ""), end
        attributes = markup[name.end() : end - 1]
        if short in RAW:
            return self._raw(short, attributes, end)
        return Token("start", short, "", attributes), end

    def _raw(self, name: str, attributes: str, at: int) -> tuple[Token, int]:
        found = _RAW_END[name].search(self._markup, at)
        end = found.start() if found else len(self._markup)
        behind = self._behind(">", end) if found else end
        return Token("start", name, self._markup[at:end], attributes), behind

    def _behind_declaration(self, at: int) -> int:
        if not self._markup.startswith("<!--", at):
            return self._behind(">", at)
        if empty := re.compile("-{0,2}>").match(self._markup, at + 4):
            return empty.end()
        return self._behind("-->", at + 4)

    def _behind_tag(self, at: int) -> int:
        """Return the end of a tag. If a quote is never closed, quotes no longer count."""
        if self._quotes_close:
            if found := _TAG_REST.match(self._markup, at):
                return found.end()
            self._quotes_close = False
        return self._behind(">", at)

    def _behind(self, mark: str, at: int) -> int:
        found = self._markup.find(mark, at)
        return found + len(mark) if found >= 0 else len(self._markup)


def attributes(written: str, wanted: frozenset[str]) -> Mapping[str, str]:
    """Return the wanted attributes of a tag; the first of the same name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        name = match[1].lower()
        if name in wanted:
            found.setdefault(name, _value(match[2] or ""))
    return found


def _value(written: str) -> str:
    bare = written[1:-1] if written[:1] in ("'", '"') else written
    return unescape(bare)
