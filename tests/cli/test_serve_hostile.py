"""Attacks on a site: what each gets as an answer, and that others are still served."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from dragoman.cli.serve.messages import Request, Response
from dragoman.cli.serve.server import Limits, Server
from tests.cli import test_hostile
from tests.cli.html_pages import HOSTILE, Parsed
from tests.cli.sites import Site, drained, serving
from tests.cli.test_serve import SAFE, desk_at
from tests.conftest import ARTICLE, Desk

pytestmark = pytest.mark.once

hostile = test_hostile.desk  # a fixture: a desk with hostile text in every field
HOST = b"Host: 127.0.0.1\r\n"
WELL = b"GET /V-1.md HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that several tests attack."""
    with desk_at(tmp_path_factory.mktemp("home")) as desk:
        desk.record(ARTICLE)
        with serving(desk) as running:
            yield running


def parted(reply: bytes) -> tuple[int, dict[str, str], str]:
    """Return the status, the headers and the body of a response."""
    head, _, body = reply.partition(b"\r\n\r\n")
    line, *lines = head.decode("ascii").split("\r\n")
    named = (one.split(": ", 1) for one in lines)
    headers = {name.lower(): value for name, value in named}
    return int(line.split(" ")[1]), headers, body.decode()


BAD = "this is not a request that a browser would send"
LONG = "the request has too many headers"
TAKES = "this site takes nothing but an address"
READ = "this site can only be read"

REQUESTS = {
    "no HTTP": (b"hello\r\n\r\n", 400, BAD),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 40 + b"\r\n\r\n", 400, BAD),
    "nothing but line breaks": (b"\r\n\r\nGET\r\n\r\n", 400, BAD),
    "another version": (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n", 505, "this server"),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400, BAD),
    "no host, old": (b"GET / HTTP/1.0\r\n\r\n", 421, "this site does not answer under this name"),
    "two hosts": (b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n", 400, BAD),
    "a host with a name in it": (b"GET / HTTP/1.1\r\nHost: 127.0.0.1@evil\r\n\r\n", 421, "this"),
    "a space in the address": (b"GET /V-1 x HTTP/1.1\r\n" + HOST + b"\r\n", 400, BAD),
    "a null byte in the address": (b"GET /V-1\0 HTTP/1.1\r\n" + HOST + b"\r\n", 400, BAD),
    "bytes in the address": (b"GET /V-\xff HTTP/1.1\r\n" + HOST + b"\r\n", 400, BAD),
    "an address of another site": (b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n", 400,
                                   "an address begins with /"),
    "a tunnel": (b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", 405, READ),
    "a star": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", 405, READ),
    "a null byte in a header": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n", 400, BAD),
    "a folded header": (b"GET /V-99 HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n", 404, "V-99"),
    "a header without a name": (b"GET / HTTP/1.1\r\n" + HOST + b": x\r\n\r\n", 400, BAD),
    "a header with a space": (b"GET / HTTP/1.1\r\n" + HOST + b"X : x\r\n\r\n", 400, BAD),
    "a long header": (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 200_000, 431, LONG),
    "many headers": (b"GET / HTTP/1.1\r\n" + HOST + b"X: x\r\n" * 20_000, 431, LONG),
    "a long address": (b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414,
                       "the address has over 4096 characters"),
    "a very long address": (b"GET /" + b"a" * 200_000, 431, LONG),
    "a huge query": (b"GET /timeline?" + b"kind=visit&" * 300 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
                     400, "the query is not UTF-8, or has more than 64 options"),
    "a body": (b"GET /V-1 HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello", 413, TAKES),
    "a body that never comes": (b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999\r\n"
                                b"Expect: 100-continue\r\n\r\n", 413, TAKES),
    "pieces": (b"GET / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
               413, TAKES),
    "pieces and a length": (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n"
                            b"Content-Length: 3\r\n\r\n0\r\n\r\nGET /V-1 HTTP/1.1\r\n", 405, READ),
    "two lengths": (b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n"
                    b"Content-Length: 5\r\n\r\n", 400, BAD),
    "a negative length": (b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n", 400, BAD),
    "an unknown encoding": (b"GET / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip\r\n\r\n", 501,
                            "this server does not know how the request is encoded"),
    "a form": (b"POST /V-1 HTTP/1.1\r\n" + HOST + b"Content-Length: 7\r\n\r\ntitle=x", 405, READ),
}  # fmt: skip


@pytest.mark.parametrize("attack", REQUESTS)
def test_a_strange_request_gets_a_status_and_a_sentence(site: Site, attack: str) -> None:
    request, status, sentence = REQUESTS[attack]
    with site.connect() as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        found, headers, body = parted(drained(line))
    assert (found, body.startswith(sentence)) == (status, True), body
    assert body.count("\n") == 1
    assert {name: headers[name] for name in SAFE} == SAFE
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


ADDRESSES = {
    "/../../etc/passwd": 404,
    "/..%2f..%2fetc%2fpasswd": 404,
    "/%2e%2e/%2e%2e/etc/passwd": 404,
    "/..%5c..%5cwindows": 404,
    "/%252e%252e%252fetc": 404,
    "//etc/passwd": 404,
    "/./V-1": 404,
    "/V-1/../../register.db": 404,
    "/page.css": 404,
    "/register.db": 404,
    "/feed/../../etc/passwd": 404,
    "/feed/%2e%2e%2fregister.ics": 404,
    "/feed/.ics": 404,
    "/brief/..%2fetc": 404,
    "/topic/..%2f..%2fetc%2fpasswd": 404,
    "/V-1%00": 400,
    "/V-1%0d%0aSet-Cookie:%20x=1": 400,
    "/timeline?topic=%00": 400,
    "/timeline?topic=%0d%0aSet-Cookie:%20x=1": 200,
    "/%ff": 400,
    "/%c0%ae%c0%ae/": 400,
    "/%ed%a0%80": 400,
    "/timeline?topic=%ff": 400,
    "/V-99999999999999999999999999": 404,
    "/V-0": 404,
    "/V-٣": 400,
    "/timeline?limit=99999999999999999999": 400,
    "/silence?days=1e9": 400,
    "/agenda/0001..9999": 400,
    "/lanes?weeks=999999999": 400,
    "/search?q='; DROP TABLE refs; --": 400,
    "/search?q=%27%3B%20DROP%20TABLE%20refs%3B%20--": 200,
    "/search?q=%25%25%25_*%22(NEAR%20OR": 200,
    f"/search?q={'a' * 1_000}": 200,
    f"/search?q={'a+' * 500}": 200,
    f"/search?q={'a' * 4_000}": 400,
    "/timeline?since=%5B": 400,
    "/timeline?since=%7B%22a%22": 400,
    "/as-of/%2e%2e/V-1": 400,
    "/as-of/" * 40: 404,
    "/a" * 100: 400,
    "/events/x": 404,
    "/V-1#fragment": 404,
}


@pytest.mark.parametrize("target", ADDRESSES, ids=lambda one: one[:40])
def test_a_hostile_address_is_only_an_address(site: Site, target: str) -> None:
    """No address leads to a file, adds a header, or is more than one sentence of text."""
    request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    status, headers, body = parted(site.raw(request))
    assert status == ADDRESSES[target], body[:300]
    assert "set-cookie" not in headers
    assert "root:" not in body
    assert status == 200 or (body.count("\n"), len(body) < 500) == (1, True)


@pytest.mark.parametrize("text", [*HOSTILE, "\u202e\u2066evil", "\x1b[31m", "a\tb"])
def test_hostile_words_in_an_address_are_shown_as_text(site: Site, text: str) -> None:
    """Search words and unknown names are shown inert, in pages and in errors."""
    word = quote(text[:500], safe="")
    for target in (f"/search?q={word}", f"/topic/{word}", f"/timeline?since={word}", f"/{word}",
                   f"/as-of/{word}/", f"/timeline?{word}=1", f"/brief/{word}"):  # fmt: skip
        reply = site.page(target)
        assert reply.status in (200, 400, 404), reply.text
        page = Parsed()
        page.feed(reply.text)
        assert page.oddities == []
        assert len(page.all("script")) == 1
        assert not {"img", "svg"} & {name for name, _ in page.elements}
        assert not any(key.startswith("on") for _, one in page.elements for key in one)
        assert re.findall("[\x00-\x08\x0b-\x1f\x7f\u202e\u2066]", reply.text) == []
        plain = site.get(target)
        if plain.status != 200:
            assert re.findall("[\x00-\x09\x0b-\x1f\x7f\u202e\u2066]", plain.text) == []


def test_hostile_text_in_every_field(hostile: Desk) -> None:
    """Pages with hostile text everywhere have no script, no image and no link of that text."""
    with serving(hostile) as site:
        targets = ("/", "/timeline", "/V-3", "/M-3?history", "/brief/AZ-IQ", "/follow-ups?all",
                   "/I-2", "/agenda/March%202026", "/activity", "/lanes?since=2025-12",
                   "/silence?days=0", "/search?q=evil", "/parties", "/mechanisms", "/audit/log",
                   "/digest?since=1", "/audit/diff?from=0", "/party/P-2")  # fmt: skip
        for target in targets:
            reply = site.page(target)
            assert reply.status == 200, (target, reply.text[-300:])
            page = Parsed()
            page.feed(reply.text)
            assert page.oddities == [], target
            assert len(page.all("script")) == 1
            assert not {"img", "iframe", "object"} & {name for name, _ in page.elements}
            assert all(re.match(r"/(?!/)|#|", one["href"]) for one in page.all("a"))
            assert not any(key.startswith("on") for _, one in page.elements for key in one)
            assert test_hostile.STEERING.findall(page.visible.replace("\n", "")) == []
            base, sign, query = target.partition("?")
            base = "/index" if base == "/" else base
            for ending in ("json", "csv", "md"):
                reply = site.get(f"{base}.{ending}{sign}{query}")
                assert reply.status == 200, (target, ending, reply.text)
                text = reply.text.replace("\r\n", "\n")
                assert test_hostile.STEERING.findall(text) == [], (target, ending)


# --- Slow and many ------------------------------------------------------------------------------


class Gate:
    """A server in this process, whose limits are small."""

    def __init__(self, limits: Limits) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        self.server = Server(self.respond, limits)
        self.begun = threading.Event()
        self.streams = 0

    async def respond(self, request: Request) -> Response:
        """Answer with a line, much, a stream, or a fault."""
        if request.target == "/fault":
            raise ValueError("a fault\x1b[31m")
        if request.target == "/much":
            return Response(200, body=b"x" * 20_000_000)
        if request.target == "/stream":
            return Response(200, stream=self.stream())
        return Response(200, body=b"well")

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield something, and then nothing more."""
        self.streams += 1
        try:
            yield b"begun"
            await asyncio.sleep(60)
        finally:
            self.streams -= 1

    def run(self) -> None:
        """Run the server until :meth:`close`."""

        async def serve() -> None:
            self.loop, self.stop = asyncio.get_running_loop(), asyncio.Event()
            self.begun.set()
            await self.server.run(self.listener, self.stop)

        asyncio.run(serve())

    def connect(self, data: bytes = b"") -> socket.socket:
        """Open a connection and send something."""
        line = socket.create_connection(("127.0.0.1", self.port), 20)
        line.sendall(data)
        return line


@contextmanager
def gate(**limits: float) -> Iterator[Gate]:
    """Run a server with small limits."""
    one = Gate(Limits(**limits))  # type: ignore[arg-type]
    thread = threading.Thread(target=one.run)
    thread.start()
    one.begun.wait(10)
    try:
        yield one
    finally:
        one.loop.call_soon_threadsafe(one.stop.set)
        thread.join(20)
        assert not thread.is_alive()
        assert one.server.open == 0


ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def is_taken(line: socket.socket, data: bytes) -> bool:
    """Send something; return whether the connection is still open."""
    try:
        line.sendall(data)
    except OSError:
        return False
    return True


def received(line: socket.socket, end: bytes) -> bytes:
    """Return what comes on a connection until something has come."""
    found = b""
    while end not in found:
        piece = line.recv(4096)
        assert piece, found
        found += piece
    return found


def test_slow_requests_end_and_hold_up_nobody() -> None:
    """Who sends a byte now and then is cut off in time (slow loris), and so is who is silent."""
    with gate(header_seconds=0.6, idle_seconds=0.3) as server, server.connect(b"GET / HT") as slow:
        with server.connect(ASK) as other:
            assert received(other, b"well")
        started = time.monotonic()
        for byte in b"TP/1.1\r\nX-Slow: " + b"a" * 1_000:
            time.sleep(0.05)
            if not is_taken(slow, bytes([byte])):
                break
        assert time.monotonic() - started < 5
        with server.connect(b"GET / HT") as half:
            assert parted(drained(half))[::2] == (408, "the request took too long to arrive\n")
        with server.connect() as silent:
            assert drained(silent) == b""
        with server.connect(ASK) as idle:
            assert received(idle, b"well")
            assert drained(idle) == b""


def test_who_does_not_take_a_response_is_cut_off() -> None:
    with gate(write_seconds=0.3) as server, server.connect() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(ASK.replace(b"/ ", b"/much "))
        deadline = time.monotonic() + 10
        while server.server.open and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.server.open == 0


def test_more_connections_than_the_limit_are_told_to_come_again() -> None:
    with gate(connections=20) as server, ExitStack() as stack:
        open_ = [stack.enter_context(server.connect()) for _ in range(20)]
        while server.server.open < 20:
            time.sleep(0.01)
        for _ in range(30):
            with server.connect() as line:
                status, headers, body = parted(drained(line))
                assert (status, headers["retry-after"], headers["connection"]) == (
                    503,
                    "5",
                    "close",
                )
                assert body == "there are too many connections; try again soon\n"
                assert int(headers["content-length"]) == len(body)
                assert headers["x-frame-options"] == "DENY"
        open_.pop().close()
        while server.server.open >= 20:
            time.sleep(0.01)
        with server.connect(ASK) as line:
            assert received(line, b"well")


def test_requests_can_follow_each_other_on_a_connection() -> None:
    """A client may send several requests at once; each gets its response, in order."""
    last = ASK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with gate() as server, server.connect(ASK * 50 + last) as line:
        assert drained(line).count(b"well") == 51


def test_a_stream_ends_when_its_reader_leaves() -> None:
    with gate() as server:
        for _ in range(5):
            with server.connect(ASK.replace(b"/ ", b"/stream ")) as line:
                assert received(line, b"begun")
                assert server.streams == 1
            deadline = time.monotonic() + 10
            while server.streams and time.monotonic() < deadline:
                time.sleep(0.01)
            assert server.streams == 0


def test_a_fault_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    """The reader learns nothing about the fault; the terminal gets one line without escapes."""
    with gate() as server, server.connect(ASK.replace(b"/ ", b"/fault ")) as line:
        line.shutdown(socket.SHUT_WR)
        status, _, body = parted(drained(line))
        assert (status, body.count("\n")) == (500, 1)
        assert body.startswith("this page cannot be shown, because of a fault in Dragoman")
    assert capfd.readouterr().err == "dragoman: '/fault': ValueError('a fault\\x1b[31m')\n"


def test_many_connections_at_once(tmp_path: Path) -> None:
    """Thousands of connections, most of them beyond the limit, leave the site as it was."""
    with desk_at(tmp_path / "home") as desk:
        desk.record(ARTICLE)
        with serving(desk) as site:
            expected = parted(site.raw(WELL))[2]
            with ExitStack() as stack:
                for _ in range(700):
                    stack.enter_context(site.connect())
                assert site.raw(WELL).partition(b" ")[2][:3] == b"503"
            site.until(lambda: parted(site.raw(WELL))[2] == expected)
            descriptors = Path(f"/proc/{site.process.pid}/fd")
            if descriptors.exists():
                site.until(lambda: len(list(descriptors.iterdir())) < 60)
