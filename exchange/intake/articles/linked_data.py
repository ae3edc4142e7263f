"""What the JSON-LD of a page says about its article (https://schema.org/Article)."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

Node: TypeAlias = Mapping[str, Any]

_PAGES = ("WebPage", "ItemPage")
_OTHER_ARTICLES = ("Report", "BlogPosting", "LiveBlogPosting", "SpecialAnnouncement")
_MOST_NODES = 1000
"""The most objects of a page that are looked at."""

_LINKS = ("@graph", "mainEntity", "mainEntityOfPage")
"""The fields that lead to the objects that describe the page."""


class LinkedData:
    """The object that describes the article of a page, and the objects that it refers to."""

    def __init__(self, scripts: Iterable[str]) -> None:
        nodes = list(_nodes(scripts))
        self._by_id = {str(node["@id"]): node for node in reversed(nodes) if "@id" in node}
        articles = [node for node in nodes if _is_article(node)]
        pages = [node for node in nodes if not _types(node).isdisjoint(_PAGES)]
        self._described = [*articles[:1], *pages[:1]]

    def text(self, name: str) -> str | None:
        """Return the text of a field, or of the ``name`` of the object in the field."""
        for node in self._described:
            if text := self._text(node.get(name)):
                return text
        return None

    def _text(self, value: object) -> str | None:
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            referred = self._by_id.get(str(value.get("@id")), value)
            value = value.get("name") or referred.get("name")
        return value.strip() or None if isinstance(value, str) else None

    def address(self) -> str | None:
        """Return the URL of the article."""
        for node in self._described:
            page = node.get("mainEntityOfPage")
            of_page = page.get("@id") if isinstance(page, dict) else page
            for value in (node.get("url"), of_page):
                if isinstance(value, str):
                    return value
        return None


def _nodes(scripts: Iterable[str]) -> Iterator[Node]:
    """Yield the objects of the scripts that may describe the page, outer objects first."""
    waiting: deque[Any] = deque()
    for script in scripts:
        try:
            waiting.append(json.loads(script.strip().rstrip(";"), strict=False))
        except (ValueError, RecursionError):  # broken, or nested too deeply
            continue
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value[:_MOST_NODES])
        elif isinstance(value, dict):
            yield value
            waiting.extend(value[link] for link in _LINKS if link in value)


def _types(node: Node) -> frozenset[str]:
    """Return the types of an object, without the address of their vocabulary."""
    types = node.get("@type")
    listed = types if isinstance(types, list) else [types]
    return frozenset(str(name).rpartition("/")[2] for name in listed[:10])


def _is_article(node: Node) -> bool:
    return any(name.endswith("Article") or name in _OTHER_ARTICLES for name in _types(node))
