"""A site for tests: ``dragoman serve`` in its own process, and what a reader gets from it."""

import gzip
import http.client
import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from attrs import define, frozen

from tests.conftest import Desk

PATIENCE = 20.0
"""The longest time to wait for something, in seconds."""

PAGES = (
    *("/", "/timeline", "/V-1", "/brief/AZ-IQ", "/brief/P-1", "/follow-ups", "/agenda"),
    *("/activity", "/lanes", "/silence", "/search?q=baghdad", "/party/P-1", "/who/Rafiyev"),
    *("/mechanism/B-2", "/parties", "/mechanisms", "/digest", "/audit/log", "/audit/diff?from=0"),
    *("/topic/energy", "/search", "/F-1", "/as-of/2026-01-15/", "/as-of/2026-01-15/V-1"),
)
"""The pages of a site with the examples, of each kind at least one."""


@frozen
class Reply:
    """A response: its status, its headers by lower-case name, and its body, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as a JSON document."""
        return json.loads(self.body)


@define
class Site:
    """A running site of a desk."""

    desk: Desk
    process: "subprocess.Popen[bytes]"
    address: str

    @property
    def port(self) -> int:
        """The port of the site."""
        return int(urlsplit(self.address).port or 0)

    def get(self, target: str, method: str = "GET", **headers: str) -> Reply:
        """Send a request, as browsers and programs do; ``if_none_match`` is ``If-None-Match``."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, target, headers=names)
            found = line.getresponse()
            body = found.read()
            named = {name.lower(): value for name, value in found.getheaders()}
        finally:
            line.close()
        unpacked = gzip.decompress(body) if named.get("content-encoding") == "gzip" else body
        return Reply(found.status, named, unpacked)

    def page(self, target: str, **headers: str) -> Reply:
        """Get a page as a browser does."""
        return self.get(target, accept="text/html", **headers)

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def raw(self, data: bytes) -> bytes:
        """Send bytes, and return what comes until the site closes the connection."""
        with self.connect() as line:
            line.sendall(data)
            return drained(line)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.05)

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Stop the site; return its exit code, and what it has printed since it started."""
        self.process.send_signal(number)
        assert self.process.stderr is not None
        printed = self.process.stderr.read().decode()
        return self.process.wait(PATIENCE), printed


def drained(line: socket.socket) -> bytes:
    """Return what comes on a connection until the other side closes it."""
    found = b""
    try:
        while piece := line.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return found


@contextmanager
def serving(desk: Desk, *options: str) -> Iterator[Site]:
    """Run a site on a free port; it must print nothing more, and must end well."""
    process = desk.start("serve", "--port", "0", *options)
    assert process.stderr is not None
    lines: list[str] = []
    while not lines or "http://" not in lines[-1]:
        line = process.stderr.readline().decode()
        assert line, lines
        lines.append(line)
    site = Site(desk, process, lines[-1].split(" at ")[1].split(" ")[0].rstrip("/"))
    try:
        yield site
    finally:
        if process.poll() is None:
            assert site.stop() == (0, "")
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()
