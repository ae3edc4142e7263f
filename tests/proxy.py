"""A proxy on loopback before a server: it delays what passes, or cuts the line when told to."""

import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from typing import Self

from attrs import define, field

Watch = Callable[[bytes], bool]
"""A function that sees what passes in one direction, and returns whether to cut the line."""


def never(_: bytes) -> bool:
    """Do not cut the line."""
    return False


@define(eq=False)
class Proxy:
    """A proxy that forwards TCP connections to the socket of a server.

    Each direction takes ``delay`` seconds. If ``before`` returns true for what a client sends, the
    line is cut before the server gets it. If ``after`` returns true for what the server answers,
    the line is cut before the client gets it. While ``is_down``, connections are refused.
    """

    target: str
    delay: float = 0.0
    before: Watch = never
    after: Watch = never
    is_down: bool = False
    cuts: int = 0
    _listener: socket.socket = field(factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _open: list[socket.socket] = field(factory=list)

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._listener.close()

    @property
    def port(self) -> int:
        """The port on which the proxy listens."""
        return int(self._listener.getsockname()[1])

    def cut(self) -> None:
        """Cut all lines."""
        while self._open:
            one = self._open.pop()
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.is_down:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.target)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open += [client, server]
            for one, other, watch in ((client, server, "before"), (server, client, "after")):
                self._forward(one, other, watch)

    def _forward(self, one: socket.socket, other: socket.socket, watch: str) -> None:
        """Forward what arrives, each piece after the delay; the pieces of a line do not wait."""
        waiting: deque[tuple[float, bytes]] = deque()
        arrived = threading.Semaphore(0)

        def receive() -> None:
            with suppress(OSError):
                while piece := one.recv(65536):
                    if getattr(self, watch)(piece):
                        self.cuts += 1
                        self.cut()
                        break
                    waiting.append((monotonic() + self.delay, piece))
                    arrived.release()
            waiting.append((monotonic() + self.delay, b""))
            arrived.release()

        def send() -> None:
            with suppress(OSError):
                while True:
                    arrived.acquire()
                    due, piece = waiting.popleft()
                    sleep(max(0.0, due - monotonic()))
                    if not piece:
                        other.shutdown(socket.SHUT_WR)
                        return
                    other.sendall(piece)

        for work in (receive, send):
            threading.Thread(target=work, daemon=True).start()
