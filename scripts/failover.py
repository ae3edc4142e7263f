"""Show that a failover loses no acknowledged entry: ``python scripts/failover.py [--kills N]``.

The script starts a cluster of three PostgreSQL servers with Patroni and etcd on this machine, in a
temporary folder and on loopback ports. Several writers record entries and note each one that the
register acknowledges. Again and again, the script kills the primary with ``kill -9``, waits for the
new primary, and compares its log with the notes. Before every second kill, the lines from the
primary to its standbys stall for a moment; at every third kill, the writers give up before there is
a new primary, which leaves entries in doubt. The script exits 1 if an acknowledged entry is lost or
has moved, if positions have gaps, or if an entry is recorded twice.

``--asynchronous`` is the control: the primary does not wait for a standby. The check must then find
lost entries, and the script exits 1 if it finds none. Writers may then be told that the server has
lost what they received. ``--json`` prints the result as JSON.

The script needs the packages ``postgresql``, ``patroni`` and ``etcd-server`` of Debian. It kills
processes, not machines: it cannot show what a power failure does to the disks.
"""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen
from uuid import UUID, uuid4

import psycopg
from attrs import define, field

from dragoman.domain import use_cases
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars
from dragoman.domain.meeting import KIND as MEETING
from dragoman.store import Location, servers
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.postgresql import server
from dragoman.store.engines.postgresql.engine import ServerRegister
from dragoman.store.errors import InDoubt, NoAnswer
from dragoman.store.log.register import Register, RegisterUnitOfWork
from dragoman.store.proof.verification import examine

NODES = ("a", "b", "c")
WRITERS = 4
PAUSE = 0.02
"""The number of seconds that a writer waits between two entries."""

TRAFFIC = (1.0, 3.0)
"""The least and the greatest number of seconds between a healthy cluster and the next kill."""

STALL = 0.7
"""The number of seconds for which the lines to the standbys stall before every second kill."""

PATIENCE = 120.0
"""The number of seconds to wait for the cluster before giving up."""

HANGING = 75.0
"""The number of seconds after which a writer that does not end is said to hang.

The server lets a writer wait up to 60 seconds for the others.
"""

IMPATIENCE = 3.0
"""The number of seconds after which writers give up at every third kill."""

TIMES = {"ttl": 8, "loop_wait": 1, "retry_timeout": 3, "maximum_lag_on_failover": 64 << 20}
PARAMETERS = {
    "max_connections": 50,
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "min_wal_size": "64MB",
    "wal_keep_size": "128MB",
    "wal_log_hints": "on",
    "dynamic_shared_memory_type": "mmap",  # in the folder, so that a kill leaves nothing behind
}


# --- Processes ----------------------------------------------------------------------------------


def free_ports(count: int) -> list[int]:
    """Return some ports of the loopback address that nobody uses."""
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in opened]
    for one in opened:
        one.close()
    return ports


def programs() -> Path:
    """Return the folder with the programs of the newest PostgreSQL."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3])
    )
    if not found or not shutil.which("patroni") or not shutil.which("etcd"):
        raise SystemExit("install the packages postgresql, patroni and etcd-server first")
    return found[-1].parent


def started(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    """Start a program in a new folder and in a process group of its own.

    PostgreSQL refuses to run as root, so root starts everything as the user ``postgres``.
    """
    folder.mkdir(exist_ok=True)
    drop: Sequence[str] = ()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        drop = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    with open(folder / "output", "ab") as output:
        return subprocess.Popen(
            [*drop, *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def processes_in(folder: Path) -> list[int]:
    """Return the processes that work in a folder or below it, the oldest first."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if Path(os.readlink(one / "cwd")).is_relative_to(folder):
                found.append(int(one.name))
    return sorted(found)


def kill_all_in(folder: Path) -> None:
    """Kill all processes that work in a folder, until there are none."""
    deadline = monotonic() + 10
    while (found := processes_in(folder)) and monotonic() < deadline:
        for one in found:
            send(one, signal.SIGKILL)
        sleep(0.05)


def send(process: int, number: signal.Signals) -> None:
    """Send a signal to a process, which may be gone already."""
    with suppress(ProcessLookupError):
        os.kill(process, number)


def wait_for(what: str, is_so: Callable[[], bool]) -> None:
    """Wait until something is so. Raises ``TimeoutError``."""
    deadline = monotonic() + PATIENCE
    while not is_so():
        if monotonic() > deadline:
            raise TimeoutError(f"waited {PATIENCE:.0f} s for {what}")
        sleep(0.1)


# --- The cluster --------------------------------------------------------------------------------


@define(eq=False)
class Node:
    """A server of the cluster with its Patroni."""

    name: str
    folder: Path
    port: int
    api: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def data(self) -> Path:
        """The data directory of the server."""
        return self.folder / "data"

    @property
    def conninfo(self) -> str:
        """How the administrator connects to this server only."""
        return f"host=127.0.0.1 port={self.port} user=postgres connect_timeout=2"

    def start(self) -> None:
        """Start Patroni, which starts the server."""
        self.process = started(self.folder, "patroni", str(self.folder.parent / f"{self.name}.yml"))

    def kill(self) -> None:
        """Kill Patroni, the postmaster and its children with ``kill -9``, in this order."""
        assert self.process is not None
        self.process.kill()
        with suppress(OSError, IndexError):
            send(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        kill_all_in(self.folder)
        self.process.wait()

    def ask(self, query: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Return the rows of a query; no rows if the server does not answer."""
        try:
            with psycopg.connect(f"{self.conninfo} dbname={database}", autocommit=True) as asked:
                return asked.execute(query.encode()).fetchall()
        except psycopg.OperationalError:
            return []

    def is_primary(self) -> bool:
        """Return whether the server takes entries."""
        return self.ask("SELECT pg_is_in_recovery()") == [(False,)]

    def standbys(self) -> list[tuple[int, str, str]]:
        """Return the process, the state and the kind of each standby that this server feeds."""
        query = "SELECT pid, state, sync_state FROM pg_stat_replication"
        return [(pid, state, kind) for pid, state, kind in self.ask(query)]


@define(eq=False)
class Cluster:
    """Three servers, of which one is the primary, and the etcd that decides which."""

    folder: Path
    is_synchronous: bool
    nodes: list[Node]
    etcd: tuple[int, int]
    segments: set[tuple[int, int]] = field(factory=set)

    @classmethod
    def planned(cls, folder: Path, is_synchronous: bool) -> "Cluster":
        """Return a cluster in a folder; nothing is started yet."""
        ports = free_ports(2 * len(NODES) + 2)
        nodes = [
            Node(name, folder / name, ports[2 * number], ports[2 * number + 1])
            for number, name in enumerate(NODES)
        ]
        return cls(folder, is_synchronous, nodes, (ports[-2], ports[-1]))

    def start(self) -> None:
        """Start everything, and wait until the cluster is healthy."""
        client, peer = (f"http://127.0.0.1:{port}" for port in self.etcd)
        started(
            self.folder / "etcd",
            *("etcd", "--name", "one", "--data-dir", str(self.folder / "etcd/data")),
            *("--listen-client-urls", client, "--advertise-client-urls", client),
            *("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
            *("--initial-cluster", f"one={peer}"),
        )
        for node in self.nodes:
            settings = json.dumps(self._settings(node), indent=1)  # JSON is YAML, too
            (self.folder / f"{node.name}.yml").write_text(settings, "utf-8")
            node.start()
        self.wait_until_healthy()

    def _settings(self, node: Node) -> dict[str, Any]:
        """Return the settings of a node's Patroni."""
        common = {
            **TIMES,
            "synchronous_mode": self.is_synchronous,
            "synchronous_mode_strict": self.is_synchronous,
            "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": PARAMETERS},
        }
        return {
            "scope": "register",
            "name": node.name,
            "restapi": {
                "listen": f"127.0.0.1:{node.api}",
                "connect_address": f"127.0.0.1:{node.api}",
            },
            "etcd3": {"host": f"127.0.0.1:{self.etcd[0]}"},
            "bootstrap": {
                "dcs": common,
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, {"auth": "trust"}],
            },
            "postgresql": {
                "listen": f"127.0.0.1:{node.port}",
                "connect_address": f"127.0.0.1:{node.port}",
                "data_dir": str(node.data),
                "bin_dir": str(programs()),
                "pgpass": str(node.folder / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres"},
                    "replication": {"username": "replicator"},
                },
                "parameters": {"unix_socket_directories": str(node.folder)},
                "pg_hba": [
                    "local all all trust",
                    "host all all 127.0.0.1/32 trust",
                    "host replication all 127.0.0.1/32 trust",
                ],
                "remove_data_directory_on_rewind_failure": True,
                "remove_data_directory_on_diverged_timelines": True,
            },
        }

    def url(self, user: str, database: str = "register") -> str:
        """Return the URL that names all servers of the cluster."""
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"postgresql://{user}@{hosts}/{database}"

    def primary(self) -> Node | None:
        """Return the server that takes entries, or ``None``."""
        return next((node for node in self.nodes if node.is_primary()), None)

    def is_healthy(self) -> bool:
        """Return whether two standbys follow the primary, one of them synchronously if wanted."""
        primary = self.primary()
        if primary is None:
            return False
        standbys = primary.standbys()
        if len(standbys) < 2 or any(state != "streaming" for _, state, _ in standbys):
            return False
        kinds = [kind for _, _, kind in standbys]
        return not self.is_synchronous or ("sync" in kinds and self._has_successor(primary))

    def _has_successor(self, primary: Node) -> bool:
        """Return whether Patroni knows which standby has everything that is acknowledged."""
        with (
            suppress(OSError, ValueError),
            urlopen(f"http://127.0.0.1:{primary.api}/cluster") as it,
        ):
            return any(one["role"] == "sync_standby" for one in json.load(it)["members"])
        return False

    def wait_until_healthy(self) -> Node:
        """Wait until the cluster is healthy; return the primary."""
        wait_for("a healthy cluster", self.is_healthy)
        primary = self.primary()
        assert primary is not None
        return primary

    def kill_primary(self, *, stall: bool) -> None:
        """Kill the primary, wait for another one, and start the killed one again.

        With ``stall``, the primary sends nothing to its standbys for a moment before it is killed.
        """
        primary = self.wait_until_healthy()
        self._note_segment(primary)
        if stall:
            for sender, _, _ in primary.standbys():
                send(sender, signal.SIGSTOP)
            sleep(STALL)
        primary.kill()
        others = [node for node in self.nodes if node is not primary]
        wait_for("a new primary", lambda: any(node.is_primary() for node in others))
        primary.start()

    def stop(self) -> None:
        """Kill everything, and remove what the kernel keeps of servers that were killed."""
        for node in self.nodes:
            self._note_segment(node)
        kill_all_in(self.folder)
        self._remove_segments()

    def _note_segment(self, node: Node) -> None:
        """Note the segment of shared memory of a server, which outlives a ``kill -9``."""
        with suppress(OSError, IndexError, ValueError):
            lines = (node.data / "postmaster.pid").read_text().splitlines()
            self.segments.add((int(lines[6].split()[1]), int(lines[0])))

    def _remove_segments(self) -> None:
        for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]:
            _, segment, _, _, creator, _, users, *_ = line.split()
            if (int(segment), int(creator)) in self.segments and users == "0":
                subprocess.run(["ipcrm", "--shmem-id", segment], check=False)


@contextmanager
def running(is_synchronous: bool) -> Iterator[Cluster]:
    """Yield a running cluster with a register for the role ``desk``; remove it at the end."""
    folder = Path(mkdtemp(prefix="dragoman-failover-"))
    folder.chmod(0o755)
    cluster = Cluster.planned(folder, is_synchronous)
    try:
        cluster.start()
        create_register_on(cluster)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def create_register_on(cluster: Cluster) -> None:
    """Create a register, and a role that may record in it."""
    with psycopg.connect(
        cluster.url("postgres", "postgres"), autocommit=True, target_session_attrs="read-write"
    ) as connection:
        connection.execute("CREATE DATABASE register")
        connection.execute("CREATE ROLE desk LOGIN")
    location = Location.parse(cluster.url("postgres"))
    servers.create_on_server(location, datetime.now(UTC))
    servers.grant(location, "desk", "recorder")


# --- The writers --------------------------------------------------------------------------------


class Nowhere:
    """A directory of records in which every search finds nothing."""

    def refresh(self) -> None:
        """Do nothing."""

    def find(self, kind: str, term: str) -> list[UUID]:
        """Return no records."""
        return []


@define(eq=False)
class Notes:
    """What the writers know of their entries; the notes outlive the engines."""

    acknowledged: dict[UUID, list[int]] = field(factory=dict)
    times: list[float] = field(factory=list)
    doubtful: set[UUID] = field(factory=set)
    refused: set[UUID] = field(factory=set)
    messages: Counter[str] = field(factory=Counter)
    faults: Counter[str] = field(factory=Counter)


@define(eq=False)
class Writer:
    """A desk that records one meeting after another; ``reason`` names each of its acts."""

    number: int
    location: Location
    folder: Path
    notes: Notes
    acts: int = 0
    engine: ServerRegister | None = None

    def run(self, is_done: Event) -> None:
        """Record until the end; after a failure, go on with a new engine."""
        self.folder.mkdir()
        while not is_done.wait(PAUSE if self.engine else 10 * PAUSE):
            tried: list[UUID] = []
            try:
                self._record(tried)
            except Exception as error:
                self._note(error, tried[-1:])
                self._close()
        self._close()

    def _record(self, tried: list[UUID]) -> None:
        """Record a meeting; ``tried`` gets the id of each entry that is tried."""
        if self.engine is None:
            engine = open_register(self.location, lambda: self.folder)
            assert isinstance(engine, ServerRegister)
            self.engine = engine
        self.acts += 1
        facts = Particulars(title="Talks", occurred=parse_date("2025-04-20"), parties=("AZ", "IQ"))

        def act(uow: RegisterUnitOfWork) -> None:
            tried.append(uow.id)
            use_cases.engage(uow, MEETING, uuid4(), "held", facts)

        reason = f"act {self.acts} of writer {self.number}"
        entry = Register(self.engine, "desk").record(act, Nowhere(), reason)
        self.notes.acknowledged[entry.id] = list(entry.positions)
        self.notes.times.append(monotonic())

    def _note(self, error: Exception, tried: Sequence[UUID]) -> None:
        """Note a failure: what is in doubt, what is refused, and what should not happen."""
        if isinstance(error, InDoubt):
            self.notes.doubtful.update(tried)
        else:
            self.notes.refused.update(tried)
        expected = isinstance(error, NoAnswer | InDoubt)
        said = " ".join(str(error).removeprefix(f"{self.location}: ").split())
        for entry in tried:
            said = said.replace(entry.hex[:8], "…")
        kept = self.notes.messages if expected else self.notes.faults
        kept[f"{type(error).__name__}: {said}"] += 1

    def _close(self) -> None:
        if self.engine is not None:
            with suppress(psycopg.Error):
                self.engine.dispose()
        self.engine = None


@contextmanager
def writing(cluster: Cluster) -> Iterator[Notes]:
    """Let the writers record during the block; yield their notes."""
    notes, is_done = Notes(), Event()
    location = Location.parse(cluster.url("desk"))
    writers = [
        Writer(number, location, cluster.folder / f"writer-{number}", notes)
        for number in range(WRITERS)
    ]
    threads = [Thread(target=one.run, args=(is_done,), daemon=True) for one in writers]
    for thread in threads:
        thread.start()
    try:
        yield notes
    finally:
        is_done.set()
        deadline = monotonic() + HANGING
        for number, thread in enumerate(threads):
            thread.join(timeout=max(0, deadline - monotonic()))
            if thread.is_alive():
                notes.faults[f"writer {number} hangs"] += 1


# --- The check ----------------------------------------------------------------------------------


@define(eq=False)
class Result:
    """What the checks have found; entries are counted once, however often a check finds them."""

    kills: int = 0
    lost: set[UUID] = field(factory=set)
    moved: set[UUID] = field(factory=set)
    twice: set[str] = field(factory=set)
    refused: set[UUID] = field(factory=set)
    doubtful: set[UUID] = field(factory=set)
    gaps: int = 0
    findings: list[str] = field(factory=list)
    standstills: list[float] = field(factory=list)

    def check(self, cluster: Cluster, notes: Notes) -> None:
        """Compare the log on the primary with the notes."""
        acknowledged, refused = dict(notes.acknowledged), set(notes.refused)
        positions: dict[UUID, list[int]] = {}
        acts: dict[str, set[UUID]] = {}
        last = 0
        for position, entry, reason in events_on(cluster):
            self.gaps += position != last + 1
            last = position
            positions.setdefault(entry, []).append(position)
            acts.setdefault(reason, set()).add(entry)
        for entry, noted in acknowledged.items():
            found = positions.get(entry)
            if found is None:
                self.lost.add(entry)
            elif found != noted:
                self.moved.add(entry)
        self.twice |= {reason for reason, entries in acts.items() if len(entries) > 1}
        self.twice |= {entry.hex for entry, found in positions.items() if len(found) > 1}
        self.refused |= refused & set(positions)
        self.doubtful = notes.doubtful & set(positions)
        self.findings += schema_findings(cluster)

    @property
    def is_broken(self) -> bool:
        """Whether the register broke a promise, apart from lost entries."""
        return bool(self.moved or self.twice or self.refused or self.gaps or self.findings)


def events_on(cluster: Cluster) -> list[tuple[Any, ...]]:
    """Return the position, the entry and the reason of all events on the primary, in order."""
    query = "SELECT position, entry, reason FROM dragoman.events ORDER BY position"
    found: list[tuple[Any, ...]] = []

    def is_read() -> bool:
        primary = cluster.primary()
        found[:] = primary.ask(query, "register") if primary else []
        return bool(found)

    wait_for("the log on the primary", is_read)
    return found


@contextmanager
def opened(cluster: Cluster) -> Iterator[ServerRegister]:
    """Open the register with a new copy, as a desk that has never seen it."""
    folder = cluster.folder / f"reader-{uuid4().hex}"
    folder.mkdir()
    engine = open_register(Location.parse(cluster.url("desk")), lambda: folder)
    assert isinstance(engine, ServerRegister)
    try:
        yield engine
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def schema_findings(cluster: Cluster) -> list[str]:
    """Return how the schema differs from the one that Dragoman creates."""
    with opened(cluster) as engine:
        return [one.what for one in engine.findings()]


def log_findings(cluster: Cluster) -> list[str]:
    """Return the problems that a verification of the whole log finds."""
    with opened(cluster) as engine, engine.whole_log() as log:
        return [one.what for one in examine(log).findings]


def standstill(times: Sequence[float], killed: float) -> float:
    """Return the longest time without an acknowledged entry since just before a kill."""
    since = [one for one in sorted(times) if one > killed - 2]
    return max((after - before for before, after in pairwise(since)), default=0)


def trial(cluster: Cluster, kills: int, told: Callable[[str], None]) -> tuple[Result, Notes]:
    """Kill the primary again and again while the writers record; return what was found."""
    result = Result()
    patience = server.PATIENCE
    with writing(cluster) as notes:
        for number in range(1, kills + 1):
            cluster.wait_until_healthy()
            wait_for_entries(notes, 5 * WRITERS)
            sleep(random.uniform(*TRAFFIC))
            server.PATIENCE = IMPATIENCE if number % 3 == 0 else patience
            killed = monotonic()
            cluster.kill_primary(stall=number % 2 == 0)
            wait_for_entries(notes, 5 * WRITERS)
            result.kills += 1
            result.standstills.append(standstill(notes.times, killed))
            result.check(cluster, notes)
            told(
                f"kill {number}: {result.standstills[-1]:.1f} s without writes,"
                f" {len(notes.acknowledged)} acknowledged, {len(result.lost)} lost"
            )
        cluster.wait_until_healthy()
    result.check(cluster, notes)
    result.findings += log_findings(cluster)
    return result, notes


def wait_for_entries(notes: Notes, count: int) -> None:
    """Wait until some more entries are acknowledged."""
    wanted = len(notes.acknowledged) + count
    wait_for("acknowledged entries", lambda: len(notes.acknowledged) >= wanted)


# --- The report ---------------------------------------------------------------------------------


def report(result: Result, notes: Notes) -> dict[str, Any]:
    """Return the figures of a trial, by label."""
    pauses = result.standstills or [0.0]
    return {
        "kills": result.kills,
        "acknowledged entries": len(notes.acknowledged),
        "entries in doubt": len(notes.doubtful),
        "in doubt, and recorded": len(result.doubtful),
        "lost": len(result.lost),
        "moved": len(result.moved),
        "gaps": result.gaps,
        "recorded twice": len(result.twice),
        "refused": len(notes.refused),
        "refused, yet recorded": len(result.refused),
        "problems of the schema or the proof": len(result.findings),
        "other faults": notes.faults.total(),
        "seconds without writes, min": round(min(pauses), 1),
        "seconds without writes, median": round(median(pauses), 1),
        "seconds without writes, max": round(max(pauses), 1),
    }


def show(figures: dict[str, Any], result: Result, notes: Notes) -> None:
    """Print the figures as a table, and below it what the writers were told."""
    width = max(map(len, figures))
    for label, figure in figures.items():
        print(f"{label:<{width}}  {figure:>8}")
    for title, lines in (("messages", notes.messages), ("faults", notes.faults)):
        for line, count in lines.most_common():
            print(f"{title}: {count} × {line}")
    for line in dict.fromkeys(result.findings):
        print(f"problem: {line}")


def parsed(arguments: Sequence[str]) -> Namespace:
    """Return the options."""
    parser = ArgumentParser(description="Show that a failover loses no acknowledged entry.")
    parser.add_argument("--kills", type=int, default=20, help="how often to kill the primary")
    parser.add_argument(
        "--asynchronous", action="store_true", help="do not wait for a standby: must lose entries"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run the trial, and print what was found; return the exit code."""
    options = parsed(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything is removed
    programs()
    with running(not options.asynchronous) as cluster:
        result, notes = trial(
            cluster, options.kills, lambda line: print(line, file=sys.stderr, flush=True)
        )
    figures = report(result, notes)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        show(figures, result, notes)
    if options.asynchronous:
        return int(not result.lost)
    return int(bool(result.lost or notes.faults) or result.is_broken or not notes.acknowledged)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
