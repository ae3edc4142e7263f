"""``dragoman serve``: the reports as pages in a browser, always current, and only to read."""

import asyncio
import signal
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import ip_address
from threading import Thread
from typing import Annotated

from attrs import evolve

from dragoman.cli.feeds.feed import feeds_of
from dragoman.cli.page.output_formats import Withhold
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.reports import ALL_PARTIES, PartyFilters, whole_number
from dragoman.cli.serve.address import LOOPBACK, PORT, address
from dragoman.cli.serve.live import Live
from dragoman.cli.serve.reader import Readers, quiet
from dragoman.cli.serve.server import Limits, Server
from dragoman.cli.serve.site import Site
from dragoman.cli.session import Injected, Session
from dragoman.cli.version import VERSION
from dragoman.exchange import UsageError

THREADS = 4
"""The number of reports that are looked up at the same time."""


def serve(
    *,
    port: Annotated[int, whole_number("The port (default 8770; 0 for any free port).")] = PORT,
    host: Annotated[
        str,
        Parameter(
            help="The address on which to listen (default 127.0.0.1: only this machine). Beyond this"
            " machine, put the site behind a proxy that asks readers who they are."
        ),
    ] = LOOPBACK,
    allow_host: Annotated[
        tuple[str, ...],
        Parameter(
            help="A name under which readers reach the site, such as register.example.org"
            " (repeatable).",
            negative_iterable=(),
        ),
    ] = (),
    withhold: Withhold = None,
    filters: PartyFilters = ALL_PARTIES,
    session: Injected,
) -> int:
    """Serve the reports as pages in a browser, for those who only read.

    The pages are always current, and nothing can be recorded through them. With --withhold, no page
    and no feed shows records with a marking; with --between or --party, the site only has records of
    these parties. Press Ctrl-C to stop.

    Example: dragoman serve --withhold TLP:AMBER
    """
    if session.output.as_json:
        raise UsageError("serve prints no report; leave out --json, and read /timeline.json")
    if not 0 <= port <= 65535:
        raise UsageError(f"--port: {port} is not a number from 0 to 65535")
    session.withholds(withhold)
    session.within = filters.terms(session.without_context()) if filters != ALL_PARTIES else ()
    with session.reading():
        pass  # build the views before anybody waits for a page
    listener = _listening(host, port)
    if not ip_address(listener.getsockname()[0]).is_loopback:
        session.output.notice(
            "note: everybody who can reach this address can read the register; to let only some"
            " people read it, put the site behind a proxy that asks who they are"
        )
    try:
        asyncio.run(_run(session, listener, {*_LOCAL, *(one.lower() for one in allow_host)}))
    finally:
        listener.close()
    return 0


_LOCAL = ("localhost",)


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address. Raises :class:`UsageError`."""
    if not host:
        raise UsageError("--host is empty; name an address, such as 127.0.0.1")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=256)
    except (OSError, UnicodeError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        cause = cause.partition(" (while ")[0]  # Python repeats the address there
        raise UsageError(
            f"cannot listen at {address(host, port)} ({cause}); choose another --port or --host"
        ) from None


async def _run(session: Session, listener: socket.socket, hosts: set[str]) -> None:
    """Serve until the process gets a signal to stop."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, stop.set)
    readers, live = Readers(session), Live(session.beside(quiet(session)))
    live.state = live.look()
    sys.setswitchinterval(0.001)  # so that a long report does not hold up short answers
    watcher = Thread(target=live.watch, args=(loop,), daemon=True)
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="reader")
    site = Site(readers, live, hosts, threads, feeds_of(session), _about(session))
    watcher.start()
    place = address(*listener.getsockname()[:2])
    session.output.notice(f"Serving {session.location} at {place} (read only; Ctrl-C stops)")
    try:
        await Server(site.respond, _limits()).run(listener, stop)
    finally:
        live.stop()
        threads.shutdown(cancel_futures=True)
        readers.close()
        watcher.join(2)


def _about(session: Session) -> str:
    """Return what pages depend on, beside the register and the day."""
    return f"{VERSION}|{session.zone}|{session.withhold}|{session.within}|{session.context}"


def _limits() -> Limits:
    """Return the limits of the server; half of the files that the process may open are connections."""
    limits = Limits()
    with suppress(ImportError):  # Windows
        from resource import RLIMIT_NOFILE, getrlimit

        files = getrlimit(RLIMIT_NOFILE)[0]
        if 0 < files // 2 < limits.connections:
            return evolve(limits, connections=files // 2)
    return limits
