"""A site under load, compared with the same bytes as static files.

Fifty readers open the pages of a register again and again, while another process records an entry
every second. Afterwards, the same readers get the same bytes from the standard library's server of
static files. The benchmark prints the median and the 99th percentile of the response times, the
number of errors, and how the memory of the site grows.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote
from urllib.request import urlopen

from tests.benchmarks.material import register_of
from tests.benchmarks.measure import Ratio

EVENTS = 100_000
READERS = 50
SECONDS = 60
PAUSE = 0.5
"""The average time for which a reader looks at a page, in seconds."""

PATHS = (
    *("/", "/timeline?limit=100", "/follow-ups", "/agenda", "/activity", "/lanes", "/silence"),
    *("/brief/AZ-IQ", "/brief/TR", "/V-1", "/M-2", "/C-3", "/mechanism/B-2", "/party/P-5"),
    *("/search?q=minister", "/topic/energy", "/audit/log?limit=50", "/timeline.json?limit=100"),
)

RECORDER = """
import sys, time
from itertools import count
from pathlib import Path
from tests.benchmarks.material import by, envelopes, PendingEntry
from dragoman.store.engines.opening import open_register
from dragoman.store.log.recorder import utc_now
from dragoman.store.log.register import Register
register = Register(open_register(Path(sys.argv[1])), "bench", utc_now)
events = envelopes(5_000, seed=7)
for start in count(0, 3):
    register.save(PendingEntry(events[start : start + 3]), **by(register))
    time.sleep(1)
"""


def run(folder: Path) -> Iterator[Ratio]:
    """Yield the ratios of a site to static files: median and 99th percentile."""
    path = folder / "register.db"
    register_of(path, EVENTS)
    address, site = _site(path, folder)
    try:
        pages = _saved(address, folder / "pages")
        recorder = _process("-c", RECORDER, str(path))
        begins = _memory(site.pid)
        ours = _load(address, PATHS)
        ends = _memory(site.pid)
        recorder.kill()
    finally:
        site.send_signal(signal.SIGINT)
        site.wait(30)
    files, static = _files(folder / "pages")
    try:
        plain = _load(files, pages)
    finally:
        static.kill()
    print(f"  site: {ours['count']} responses, {ours['errors']} errors; files: {plain['count']}")
    print(f"  memory of the site, after the first round and at the end: {begins} and {ends} MB")
    for name, key in (("median", "p50"), ("99th percentile", "p99"), ("maximum", "most")):
        yield Ratio(f"a page of a site under load, {name}", ours[key], plain[key], "")


def _site(path: Path, folder: Path) -> "tuple[str, subprocess.Popen[bytes]]":
    script = str(Path(sysconfig.get_path("scripts")) / "dragoman")
    words = [script, "--register", str(path), "serve", "--port", "0"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    site = subprocess.Popen(words, stderr=subprocess.PIPE, env=environment)
    assert site.stderr is not None
    while b" at http" not in (line := site.stderr.readline()):
        pass
    return line.decode().split(" at ")[1].split("/ ")[0], site


def _files(folder: Path) -> "tuple[str, subprocess.Popen[bytes]]":
    """Start the standard library's server of files on a free port."""
    words = ["-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(folder), "0"]
    nothing = subprocess.DEVNULL
    server = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=nothing)
    assert server.stdout is not None
    line = server.stdout.readline().decode()
    return line.split("(")[1].split("/)")[0], server


def _process(*words: str) -> "subprocess.Popen[bytes]":
    nothing = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, *words], stdout=nothing, stderr=nothing)


def _saved(address: str, folder: Path) -> list[str]:
    """Save each page as a file; return the paths of the files."""
    folder.mkdir()
    for path in PATHS:
        with urlopen(address + path) as found:
            (folder / quote(path, safe="")).write_bytes(found.read())
    return [f"/{quote(quote(path, safe=''), safe='')}" for path in PATHS]


def _memory(process: int) -> int:
    """Return the resident memory of a process, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    [line] = [one for one in status.splitlines() if one.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


def _load(address: str, paths: "list[str] | tuple[str, ...]") -> dict[str, float]:
    """Let the readers read, in a process of their own; return the figures."""
    words = [sys.executable, "-m", "tests.benchmarks.sites", address, json.dumps(paths)]
    words += [str(READERS), str(SECONDS)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


# --- The readers, in their own process ----------------------------------------------------------


async def _read(
    address: str, paths: list[str], until: float, random: Random, times: list[float]
) -> int:
    """Read pages until a time; return the number of errors."""
    host, port = address.removeprefix("http://").split(":")
    errors = 0
    reader = writer = None
    while time.perf_counter() < until:
        started = time.perf_counter()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection(host, int(port))
            assert reader is not None
            path = random.choice(paths)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            is_well, goes_on = await _response(reader)
            errors += not is_well
            if not goes_on:
                writer.close()
                writer = None
        except (OSError, asyncio.IncompleteReadError, ValueError):
            errors, writer = errors + 1, None
        times.append(time.perf_counter() - started)
        await asyncio.sleep(random.uniform(0, 2 * PAUSE))
    return errors


async def _response(reader: asyncio.StreamReader) -> tuple[bool, bool]:
    """Read a response; return whether its status is 200, and whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    [size] = [one[16:] for one in head.split("\r\n") if one.startswith("content-length: ")]
    await reader.readexactly(int(size))
    version, status = head.split(" ", 2)[:2]
    return status == "200", version == "http/1.1"


async def _readers(address: str, paths: list[str], readers: int, seconds: float) -> None:
    times: list[float] = []
    until = time.perf_counter() + seconds
    work = (_read(address, paths, until, Random(n), times) for n in range(readers))
    errors = sum(await asyncio.gather(*work))
    times.sort()
    figures = {
        "count": len(times),
        "errors": errors,
        "p50": times[len(times) // 2],
        "p99": times[len(times) * 99 // 100],
        "most": times[-1],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    address, paths, readers, seconds = sys.argv[1:]
    asyncio.run(_readers(address, json.loads(paths), int(readers), float(seconds)))
