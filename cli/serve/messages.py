"""Requests and responses of HTTP, as the site sees them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from http import HTTPStatus

from attrs import field, frozen

Headers = Sequence[tuple[str, str]]

SAFE: Headers = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
)
"""Headers of every response: other sites may not read, embed or learn from a page."""

NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The content security policy of every response that has no policy of its own."""


FEED = "/feed/"
"""The beginning of the paths of feeds."""


class Refused(Exception):
    """Raised if the site cannot answer a request; ``status`` is the status of the response."""

    def __init__(self, status: int, message: str, headers: Headers = ()) -> None:
        super().__init__(message)
        self.status = status
        self.headers = tuple(headers)


@frozen
class Request:
    """A request: its method, its target (path and query), and its headers by lower-case name."""

    method: str
    target: str
    headers: Mapping[str, str] = field(factory=dict)

    @property
    def shown(self) -> str:
        """The target for a message, without the secret token of a feed."""
        path = self.target.partition("?")[0]
        return f"{FEED}…" if path.startswith(FEED) else repr(self.target)

    @property
    def has_content(self) -> bool:
        """Whether the reader sends something with the request."""
        size = self.headers.get("content-length", "0")
        return "transfer-encoding" in self.headers or size.strip("0") != ""


@frozen
class Response:
    """A response; its body is either complete, or a stream that goes on until the reader leaves."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    stream: AsyncIterator[bytes] | None = None

    @property
    def all_headers(self) -> Headers:
        """The headers, with those that every response has."""
        if self.status == HTTPStatus.NOT_MODIFIED:
            return self.headers  # the others, the browser has from before
        found = {**dict(self.headers), **dict(SAFE)}
        found.setdefault("content-security-policy", NOTHING)
        if self.stream is None:
            found["content-length"] = str(len(self.body))
        return list(found.items())


def plain(status: int, sentence: str, headers: Headers = ()) -> Response:
    """Return a response that is one sentence."""
    type_ = ("content-type", "text/plain; charset=utf-8")
    return Response(
        status, [type_, ("cache-control", "no-store"), *headers], f"{sentence}\n".encode()
    )
