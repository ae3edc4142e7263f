"""The server: it reads requests and writes responses, within limits of time, size and number.

The library h11 parses HTTP/1.1 (RFC 9112). A connection ends if its request is too long or too slow,
if the reader does not take the response, or if it is idle. Beyond the maximum number of connections,
the server answers 503 and closes the connection.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from socket import socket
from typing import TypeVar

import h11
from attrs import define, field, frozen

from dragoman.cli.serve.messages import Request, Response, plain

T = TypeVar("T")

Respond = Callable[[Request], Awaitable[Response]]


@frozen
class Limits:
    """The limits of a server: numbers of connections, seconds, and bytes."""

    connections: int = 512
    header_seconds: float = 10.0
    idle_seconds: float = 30.0
    write_seconds: float = 30.0
    linger_seconds: float = 1.0
    header_bytes: int = 16_384
    chunk_bytes: int = 65_536


LINGERING = 64
"""The number of pieces that the server takes in after a response that ends a connection."""

_CUT = (OSError, asyncio.IncompleteReadError, TimeoutError, h11.LocalProtocolError)
"""The errors of a connection that the reader has left, or that is too slow."""


@define
class Server:
    """A server that asks ``respond`` for the response to each request."""

    respond: Respond
    limits: Limits = field(factory=Limits)
    open: int = field(default=0, init=False)
    """The number of open connections."""
    _tasks: "set[asyncio.Task[None]]" = field(factory=set, init=False)

    async def run(self, listener: socket, stop: asyncio.Event) -> None:
        """Serve until ``stop`` is set."""
        at_once = self.limits.connections // 4 + 1  # asyncio accepts so many in one turn
        server = await asyncio.start_server(self._accept, sock=listener, backlog=at_once)
        async with server:
            await stop.wait()
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection, unless there are too many connections."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.open += 1
        try:
            if self.open > self.limits.connections:
                writer.write(_BUSY)
            else:
                await _Conversation(self.respond, self.limits, reader, writer).go()
        except _CUT:
            writer.transport.abort()
        except asyncio.CancelledError:  # the site stops
            pass
        finally:
            await self._close(writer)
            self.open -= 1
            self._tasks.discard(task)

    async def _close(self, writer: asyncio.StreamWriter) -> None:
        """Close a connection; cut it off if the reader does not take the rest of the response."""
        writer.close()
        try:
            await asyncio.wait_for(writer.wait_closed(), self.limits.header_seconds)
        except (*_CUT, asyncio.CancelledError):
            writer.transport.abort()


_SENTENCES = {
    400: "this is not a request that a browser would send",
    408: "the request took too long to arrive",
    431: "the request has too many headers",
    500: "this page cannot be shown, because of a fault in Dragoman; the server has printed it",
    501: "this server does not know how the request is encoded",
    503: "there are too many connections; try again soon",
    505: "this server speaks HTTP/1.1",
}
"""What the server says without asking for a response, by status."""


def _sentence(status: int) -> Response:
    headers = [("retry-after", "5")] if status == HTTPStatus.SERVICE_UNAVAILABLE else []
    return plain(status, _SENTENCES.get(status, HTTPStatus(status).phrase), headers)


def _written(response: Response) -> bytes:
    """Return a whole response, after which the server closes the connection."""
    headers = [*response.all_headers, ("connection", "close")]
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    head = "\r\n".join([*lines, *(f"{name}: {one}" for name, one in headers), "", ""])
    return head.encode("latin-1") + response.body


_BUSY = _written(_sentence(503))


@define
class _Conversation:
    """The requests of one connection, one after the other, and their responses."""

    respond: Respond
    limits: Limits
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    _http: h11.Connection = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=self.limits.header_bytes)

    async def go(self) -> None:
        """Answer requests until the connection ends."""
        while True:
            try:
                request = await self._request()
            except h11.RemoteProtocolError as error:
                await self._refuse(error.error_status_hint)
                return
            if request is None:
                return
            response = await self._answer(request)
            await self._send(response, request.method == "HEAD", closes=request.has_content)
            if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                return
            self._http.start_next_cycle()

    async def _request(self) -> Request | None:
        """Read a request; return ``None`` if the reader closes the connection, or is silent."""
        loop = asyncio.get_running_loop()
        wait, has_begun = loop.time() + self.limits.idle_seconds, bool(self._http.trailing_data[0])
        found: Request | None = None
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                data = await self._data(wait)
                if data is None:
                    await self._refuse(HTTPStatus.REQUEST_TIMEOUT if has_begun else None)
                    return None
                if not has_begun:
                    wait, has_begun = loop.time() + self.limits.header_seconds, True
                self._http.receive_data(data)
            elif isinstance(event, h11.Request):
                found = _request_of(event)
                if found.has_content:  # the response does not wait for it
                    return found
            else:  # the end of the request, or of the connection
                return found

    async def _data(self, until: float) -> bytes | None:
        """Read what comes next; return ``None`` if nothing comes in time."""
        try:
            async with asyncio.timeout_at(until):
                return await self.reader.read(self.limits.chunk_bytes)
        except TimeoutError:
            return None

    async def _answer(self, request: Request) -> Response:
        try:
            return await self.respond(request)
        except Exception as error:
            print(f"dragoman: {request.shown}: {error!r}", file=sys.stderr)
            return _sentence(HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _refuse(self, status: int | None) -> None:
        if status and self._http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            await self._send(_sentence(status), is_head=False, closes=True)

    async def _send(self, response: Response, is_head: bool, closes: bool = False) -> None:
        headers = [*response.all_headers, ("date", formatdate(usegmt=True))]
        if closes:
            headers.append(("connection", "close"))
        reason = HTTPStatus(response.status).phrase
        await self._write(
            h11.Response(status_code=response.status, headers=headers, reason=reason.encode())
        )
        if response.stream is not None:
            if not is_head:
                await self._send_stream(response.stream)
            return
        if not is_head:
            await self._send_body(response.body)
        await self._write(h11.EndOfMessage())
        if closes:
            await self._linger()

    async def _linger(self) -> None:
        """Take in what the reader still sends; else, the system would drop the response with it."""
        self.writer.write_eof()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.limits.linger_seconds):
                for _ in range(LINGERING):
                    if not await self.reader.read(self.limits.chunk_bytes):
                        return

    async def _send_body(self, body: bytes) -> None:
        """Send a body in pieces, so that a slow reader does not fill the memory."""
        size = self.limits.chunk_bytes
        for start in range(0, len(body), size):
            await self._write(h11.Data(data=body[start : start + size]))

    async def _send_stream(self, stream: AsyncIterator[bytes]) -> None:
        """Send a stream until the reader leaves, which the server only sees if it reads, too."""

        async def send() -> None:
            async for piece in stream:
                await self._write(h11.Data(data=piece))

        tasks = [asyncio.ensure_future(send()), asyncio.ensure_future(self.reader.read(1))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, event: "h11.Response | h11.Data | h11.EndOfMessage") -> None:
        data = self._http.send(event)
        if data:
            self.writer.write(data)
            async with asyncio.timeout(self.limits.write_seconds):
                await self.writer.drain()


def _request_of(event: h11.Request) -> Request:
    headers: dict[str, str] = {}
    if event.http_version not in (b"1.0", b"1.1"):
        raise h11.RemoteProtocolError("another version", HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
    for name, value in event.headers:
        key = name.decode("ascii")
        if key in ("host", "content-length") and key in headers:
            raise h11.RemoteProtocolError(f"{key} is given twice")
        headers[key] = value.decode("latin-1")
    return Request(event.method.decode("ascii"), event.target.decode("latin-1"), headers)


async def events(
    queue: "asyncio.Queue[T]", first: T, text_of: Callable[[T], str], every: float = 15.0
) -> AsyncIterator[bytes]:
    """Yield server-sent events (HTML Living Standard, 9.2) for ``first``, and for what follows.

    A comment every few seconds shows that the connection is alive.
    """
    yield _event(text_of(first))
    while True:
        found = None
        with suppress(TimeoutError):
            async with asyncio.timeout(every):
                found = await queue.get()
        yield b":\n\n" if found is None else _event(text_of(found))


def _event(text: str) -> bytes:
    return f"retry: 3000\ndata: {text}\n\n".encode()
