"""The time to verify the log, and to prove one event.

The log has a million events. The baseline for verifying the log is reading and hashing every row
once. The measurement of ``dragoman audit verify`` uses longer events, like those of an import; its
baseline is one SHA-256 for each stored state. The figures do not include the replay of the views
(see ``building``).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from dragoman.cli.audit.verifying import OUTCOMES
from dragoman.cli.run import run as dragoman
from dragoman.store.engines.database import Database
from dragoman.store.engines.opening import open_register
from dragoman.store.proof.note import SIGNATURE, Note, SigningKey
from dragoman.store.proof.proofs import prove
from dragoman.store.proof.sealing import seal
from dragoman.store.proof.verification import verify
from tests.benchmarks.material import imported, register_of
from tests.benchmarks.measure import Ratio, compared, peak_memory
from tests.benchmarks.reading import ROUNDS, timeline

EVENTS = 1_000_000
MEMORY = 80
"""The memory limit for verifying the log, in MB."""


def run(folder: Path) -> Iterator[Ratio]:
    """Return the time ratios and the peak memory of verifying the log and of proving one event."""
    os.environ |= {"XDG_CACHE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    path = folder / f"{EVENTS}.db"
    register_of(path, EVENTS).engine.dispose()
    engine = open_register(path)
    key = SigningKey("dragoman/bench", SIGNATURE, bytes(32))
    note = seal(engine, [key], datetime(2026, 1, 1, tzinfo=UTC), "bench").note
    read = partial(read_and_hash, path)
    yield compared(f"verify {EVENTS:,} events", partial(verify_log, engine), read, "at most 2", 3)
    proof = partial(prove_event, engine, EVENTS // 3, note)
    yield compared(f"prove one event of {EVENTS:,}", proof, read, "", 3)
    engine.dispose()
    taken = memory(path) / 1e3
    yield Ratio(f"verify {EVENTS:,} events, peak memory in MB", taken, MEMORY / 1e3, "at most 1")
    past, now = timeline(folder, EVENTS, "--as-of", "{half}"), timeline(folder, EVENTS)
    now()
    name = f"timeline --limit 50 --as-of the middle of {EVENTS:,}, now"
    yield compared(name, past, now, "at most 1.3", ROUNDS)
    path = folder / f"{EVENTS}-imported.db"
    register_of(path, EVENTS, imported).engine.dispose()
    name = f"audit verify --log-only of {EVENTS:,} imported events"
    ours, plain = partial(verify_log_only, path), partial(hash_states, path)
    yield compared(name, ours, plain, "at most 4.4", 3)
    yield Ratio(f"{name}, MB", memory(path) / 1e3, MEMORY / 1e3, "at most 1")


def verify_log(engine: Database) -> None:
    """Read the log, and check its integrity and its seals."""
    with engine.connect() as connection:
        assert not verify(connection).findings


def verify_log_only(path: Path) -> None:
    """Run ``dragoman audit verify --log-only``, without an external seal."""
    command = ["--register", str(path), "audit", "verify", "--log-only"]
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        assert dragoman(command) == OUTCOMES["unproven"][0]


def hash_states(path: Path) -> None:
    """Hash each stored state."""
    with closing(sqlite3.connect(path)) as connection:
        for (state,) in connection.execute("SELECT state FROM events"):
            sha256(state).digest()


def prove_event(engine: Database, position: int, note: Note) -> None:
    """Prove that the log contains one event."""
    with engine.connect() as connection:
        [proof] = prove(connection, [position], note)
        assert proof.check().size == EVENTS


def read_and_hash(path: Path) -> None:
    """Read every row and hash every byte once, the least work that a verification must do."""
    digest = sha256()
    with closing(sqlite3.connect(path)) as connection:
        for row in connection.execute("SELECT * FROM events ORDER BY position"):
            position, record, version, topic, state, entry, at, by, reason = row
            about = f"{position} {record} {version} {topic} {entry} {at} {by} {reason}"
            digest.update(about.encode())
            digest.update(state)


def memory(path: Path) -> float:
    """Return the peak memory of a separate process that verifies the register, in MB."""
    return peak_memory(
        "from tests.benchmarks.verifying import Path, open_register, verify_log\n"
        f"verify_log(open_register(Path({str(path)!r})))"
    )
