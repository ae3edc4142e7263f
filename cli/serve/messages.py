"""Requests and responses of HTTP, as the site sees them."""

from collections.abc import AsyncIterator, Mapping, Sequence

from attrs import field, frozen


class Refused(Exception):
    """Raised if the site cannot answer a request; ``status`` is the status of the response."""

    def __init__(self, status: int, message: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.headers = tuple(headers)


@frozen
class Request:
    """A request: its method, its target (path and query), and its headers by lower-case name."""

    method: str
    target: str
    headers: Mapping[str, str] = field(factory=dict)


@frozen
class Response:
    """A response; its body is either complete, or a stream that goes on until the reader leaves."""

    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    stream: AsyncIterator[bytes] | None = None
