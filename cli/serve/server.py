"""The server: it reads requests and writes responses, within limits of time, size and number.

The library h11 parses HTTP/1.1 (RFC 9112). A connection ends if its request is too long or too slow,
if the reader does not take the response, or if it is idle. Beyond the maximum number of connections,
the server answers 503 and closes the connection.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from socket import socket
from typing import TypeVar

import h11
from attrs import define, field, frozen

from dragoman.cli.serve.messages import Request, Response

T = TypeVar("T")

Respond = Callable[[Request], Awaitable[Response]]


@frozen
class Limits:
    """The limits of a server: numbers of connections, seconds, and bytes."""

    connections: int = 512
    header_seconds: float = 10.0
    idle_seconds: float = 30.0
    write_seconds: float = 30.0
    header_bytes: int = 16_384
    chunk_bytes: int = 65_536


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
        server = await asyncio.start_server(self._accept, sock=listener, backlog=256)
        async with server:
            await stop.wait()
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


_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: 46\r\nRetry-After: 5\r\nConnection: close\r\n\r\n"
    b"There are too many connections; try it later.\n"
)


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
            await self._send(await self._answer(request), request.method == "HEAD")
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
            elif isinstance(event, h11.Data):
                raise h11.RemoteProtocolError("a request has no content here", 413)
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
            print(f"dragoman: {request.target!r}: {error!r}", file=sys.stderr)
            return _plain(HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _refuse(self, status: int | None) -> None:
        if status and self._http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            await self._send(_plain(status), is_head=False, closes=True)

    async def _send(self, response: Response, is_head: bool, closes: bool = False) -> None:
        headers = [*response.headers, *([("connection", "close")] if closes else [])]
        if response.stream is None:
            headers.append(("content-length", str(len(response.body))))
        reason = HTTPStatus(response.status).phrase
        await self._write(
            h11.Response(status_code=response.status, headers=headers, reason=reason.encode())
        )
        if not is_head:
            async for chunk in self._chunks(response):
                await self._write(h11.Data(data=chunk))
        if is_head and response.stream is not None:
            return
        await self._write(h11.EndOfMessage())

    async def _chunks(self, response: Response) -> AsyncIterator[bytes]:
        """Yield the body of a response in pieces, so that a slow reader does not fill the memory."""
        if response.stream is not None:
            async for chunk in response.stream:
                yield chunk
            return
        size = self.limits.chunk_bytes
        for start in range(0, len(response.body), size):
            yield response.body[start : start + size]

    async def _write(self, event: "h11.Response | h11.Data | h11.EndOfMessage") -> None:
        data = self._http.send(event)
        if data:
            self.writer.write(data)
            async with asyncio.timeout(self.limits.write_seconds):
                await self.writer.drain()


def _request_of(event: h11.Request) -> Request:
    headers: dict[str, str] = {}
    for name, value in event.headers:
        key = name.decode("ascii")
        if key in ("host", "content-length") and key in headers:
            raise h11.RemoteProtocolError(f"{key} is given twice")
        headers[key] = value.decode("latin-1")
    return Request(event.method.decode("ascii"), event.target.decode("latin-1"), headers)


def _plain(status: int) -> Response:
    text = f"{status} {HTTPStatus(status).phrase}\n".encode()
    return Response(status, [("content-type", "text/plain; charset=utf-8")], text)


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
