"""A register on a server, as an administrator and an officer use it from the command line."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import chown, rmtree
from tempfile import mkdtemp

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dragoman.store.engines.postgresql.server import Server
from tests import servers as cluster
from tests.cli.terminals import start_forked
from tests.conftest import ARTICLE, CHAIN, Desk, rows
from tests.proxy import Proxy, never

pytestmark = [
    pytest.mark.skipif(cluster.programs() is None, reason="PostgreSQL is not installed"),
    pytest.mark.once,
]

MEETING = ("meeting", "hold", "--title", "Talks", "--party", "AZ", "--party", "IQ", "--occurred",
           "2026-01-10")  # fmt: skip


@pytest.fixture
def url() -> Iterator[str]:
    """Yield the URL of an empty database."""
    with cluster.empty_database() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for name in PEOPLE:
                connection.execute(f"CREATE ROLE {name_of(name, url)} LOGIN".encode())
        yield url


PEOPLE = ("leyla", "omar")


def name_of(person: str, url: str) -> str:
    """Return the login role of a person; each test has its own roles, as a server shares them."""
    return f"{person}_{url.partition('@/t_')[2][:8]}"


def of(user: str, url: str) -> str:
    """Return a URL for another user."""
    return url.replace("postgres@", f"{name_of(user, url)}@")


@pytest.fixture
def office(desk: Desk, url: str) -> Desk:
    """Return a desk with a register on a server, and the clock of the server."""
    desk.now = ""
    answer = desk.run("register", "create", url)
    assert answer.code == 0, answer.err
    desk.monkeypatch.setenv("DRAGOMAN_REGISTER", url)
    return desk


def refused(desk: Desk, *words: str | Path, code: int = 1, **options: str) -> str:
    """Return the one line with which a command is refused."""
    answer = desk.run(*words, **options)  # type: ignore[arg-type]
    assert answer.code == code, answer
    *_, line = answer.err.splitlines()
    return line


# --- Administrators -----------------------------------------------------------------------------


def test_an_administrator_creates_a_register_and_gives_rights(office: Desk, url: str) -> None:
    """Who gets a right can use it at once; who has none is told what to ask for."""
    leyla = of("leyla", url)
    name = name_of("leyla", url)
    assert f"register grant {name} reader" in refused(office, "--register", leyla, "timeline")
    assert office.run("register", "grant", name, "reader").out == (
        f"{name} may now read the register.\n"
    )
    assert office.run("--register", leyla, "timeline").code == 0
    line = refused(office, "--register", leyla, *MEETING)
    assert line.endswith(f"register grant {name} recorder")
    assert office.run("register", "grant", name, "recorder").code == 0
    receipt = office.run("--register", leyla, *MEETING)
    assert (receipt.code, "M-1" in receipt.out) == (0, True)
    [entry] = office.read("audit", "log")["entries"]
    assert entry["recorded_by"] == name
    assert name in office.run("--register", leyla, "audit", "log").out


def test_the_sql_of_a_register_can_be_run_by_hand(desk: Desk, url: str) -> None:
    """An administrator who reads the SQL first gets the same register."""
    desk.now = ""
    script = desk.run("register", "create", "--print-sql").out
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())
    assert desk.run("--register", url, *MEETING).code == 0
    verdict = desk.run("--register", url, "audit", "verify")
    assert (verdict.code, "UNPROVEN" in verdict.out) == (3, True)


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("register", "create"), "is a file; give the URL of a database", 2),
        (("register", "create", "register.db"), "is a file; give the URL of a database", 2),
        (("register", "grant", "leyla", "reader"), "is a file; give the URL of a database", 2),
        (("register", "grant", "leyla", "owner"), "owner", 2),
        (("register", "copy", "a.db", "b.db"), "one of the two must be a file", 2),
        (("register", "create", "mysql://h/d"), "a register cannot be at mysql://", 2),
        (("register", "create", "postgresql://h"), "the URL names no database", 2),
        (("register", "create", "postgresql://h?sslmode=require"), "names no database", 2),
        (("--register", "postgresql://h?service=none", "timeline"), "service", 1),
        (("register", "create", "postgresql://a:b@h/d"), "leave the password out", 2),
        (("--register", "postgresql://a:b@h/d", "timeline"), "leave the password out", 2),
        (("--register", "postgresql://h/d?password=x", "timeline"), "leave the password out", 2),
        (("--register", "postgresql://h/d?nonsense=x", "timeline"), "nonsense", 1),
        (("config", "set", "register", "postgresql://a:b@h/d"), "leave the password out", 2),
    ],
)
def test_a_wrong_place_is_refused(desk: Desk, words: tuple[str, ...], says: str, code: int) -> None:
    """A place where no register can be is named in one line."""
    assert says in refused(desk, *words, code=code)


def test_a_missing_driver_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the driver for PostgreSQL, one line says how to install it."""
    loaded = [one for one in sys.modules if one.startswith("dragoman.store.engines.postgresql")]
    for name in loaded:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    line = refused(desk, "--register", "postgresql://h/d", "timeline")
    assert line.endswith("run: pip install 'dragoman[postgres]'")


def test_a_url_is_kept_in_the_configuration(desk: Desk) -> None:
    """A URL survives the way through the configuration file."""
    place = "postgresql://leyla@db1.example.org,db2.example.org/register?sslrootcert=ca.crt"
    assert desk.run("config", "set", "register", place).code == 0
    assert desk.run("config", "show", "register").out == f"{place}\n"


def test_a_register_is_created_once(office: Desk, url: str) -> None:
    """A database with a register keeps it."""
    assert "there is a register in this database already" in refused(
        office, "register", "create", url
    )


def test_only_an_administrator_creates_a_register(desk: Desk, url: str) -> None:
    """Who may not create roles gets the SQL for somebody who may."""
    line = refused(desk, "register", "create", of("leyla", url))
    assert line.endswith("register create --print-sql")


def test_a_database_without_a_register_is_named(desk: Desk, url: str) -> None:
    """A report on an empty database does not pretend that there is an empty register."""
    assert "there is no register in this database" in refused(desk, "--register", url, "timeline")


def test_a_register_travels_to_a_server_and_back(desk: Desk, url: str) -> None:
    """A desk that grows out of its file takes the register along, and a backup comes home."""
    desk.record(ARTICLE)
    there = desk.run("register", "copy", desk.register, url)
    assert there.code == 0, there.err
    assert "up to event 11. Both have the root " in there.out
    backup = desk.run("--register", url, "register", "backup", "backup.db")
    assert backup.code == 0, backup.err
    for table in ("events", "entries", "register", "marks"):
        query = f"SELECT * FROM {table} ORDER BY 1"
        assert rows(Path("backup.db"), query) == rows(desk.register, query)
    verdict = desk.run("--register", "backup.db", "audit", "verify")
    assert (verdict.code, verdict.out.count("!")) == (3, 0)
    same = desk.run("audit", "compare", "backup.db", url)
    assert (same.code, same.out) == (0, "EQUAL: 11 events.\n")


def test_register_info_describes_the_server(office: Desk) -> None:
    """``register info`` says which server answers, as whom, and with which rights."""
    found = office.read("register", "info")["database"]
    assert "the primary" in found["server"]
    assert found["role"] == "postgres"
    assert "recorder" in found["rights"]
    assert found["standbys"] == "none"
    assert Path(found["copy"]).exists()


def test_the_name_of_the_login_role_is_recorded(office: Desk, url: str) -> None:
    """On a server, the setting ``name`` does not change under which name one records."""
    office.run("register", "grant", name_of("omar", url), "recorder")
    own = of("omar", url)
    assert office.run("--register", own, *MEETING, env={"DRAGOMAN_NAME": "Leyla"}).code == 0
    undone = office.run("--register", own, "undo", "--yes")
    assert (undone.code, "Undid" in undone.out or "M-1" in undone.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (("timeline",), 3),
        (("show", "V-1"), 3),
        (("follow-ups",), 3),
        (("brief", "AZ", "IQ"), 3),
        (("audit", "log"), 3),
        (("visit", "announce", "--title", "Talks", "--host", "AZ", "--party", "IQ", "--occurred",
          "2026-03-01", "--participant", "AZ: Jeyhun Bayramov"), 4),
        (MEETING, 4),
        (("record", ARTICLE), 4),
    ],
    ids=["timeline", "show", "follow-ups", "brief", "log", "announce", "hold", "dispatch"],
)  # fmt: skip
def test_a_command_sends_few_statements(
    office: Desk, words: tuple[str, ...], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading sends at most 3 statements after connecting, and recording at most 4."""
    office.run("record", CHAIN)
    office.run("follow-ups")
    sent: list[int] = []
    dispose = Server.dispose

    def counted(self: Server) -> None:
        sent.append(self.sent)
        dispose(self)

    monkeypatch.setattr(Server, "dispose", counted)
    answer = office.run(*words)
    assert answer.code == 0, answer.err
    assert 1 <= sum(sent) <= most


def test_a_broken_line_leaves_a_clean_register_and_the_next_import_goes_on(
    office: Desk, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import whose line breaks keeps whole batches, says so, and can be continued."""
    monkeypatch.setattr("dragoman.exchange.imports.run.BATCH", 500)
    monkeypatch.setitem(Server.append.__globals__, "PATIENCE", 2.0)
    lines = [f"{n},visit,Visit {n},AZ,IQ,2026-01-{n % 28 + 1:02}" for n in range(1200)]
    table = office.write("visits.csv", "\n".join(["key,kind,title,host,party,date", *lines]))
    mapping = office.write(
        "map.yaml",
        "dataset: visits\nsource: {title: Visits}\nkey: [key]\nrecord:\n  kind: visit\n"
        "  status: concluded\n  title: {column: title}\n  host: {column: host}\n"
        "  parties: [{column: party}]\n  occurred: {column: date}\n",
    )
    database = url.partition("@/")[2].partition("?")[0]
    with Proxy(str(cluster.started() / f".s.PGSQL.{cluster.PORT}")) as line:
        far = f"postgresql://postgres@127.0.0.1:{line.port}/{database}"
        appends = iter(range(100))

        def cut(piece: bytes) -> bool:
            line.is_down = line.is_down or (b"append(" in piece and next(appends) == 1)
            return line.is_down

        line.before = cut
        broken = office.run("--register", far, "import", table, "--map", mapping)
        assert broken.code == 1, broken
        before = office.position
        assert f"everything up to event {before} is recorded" in broken.err
        line.before, line.is_down = never, False
        again = office.run("--register", far, "import", table, "--map", mapping)
        assert again.code == 0, again.err
    with psycopg.connect(url) as connection:
        query = "SELECT count(*), count(DISTINCT originator_id), max(position) FROM dragoman.events"
        [(events, records, last)] = connection.execute(query).fetchall()
    assert (events, records) == (last, 1200)


def test_a_dry_run_does_not_keep_others_from_recording(office: Desk, url: str) -> None:
    """A dry run works while another desk has the writers' turn, and records nothing."""
    table = office.write("visits.csv", "key,title\n1,Talks\n2,More talks\n")
    mapping = office.write(
        "map.yaml",
        "dataset: visits\nsource: {title: Visits}\nkey: [key]\nrecord:\n  kind: meeting\n"
        "  status: held\n  title: {column: title}\n  occurred: 2026-01-10\n  parties: [AZ, IQ]\n",
    )
    with psycopg.connect(url) as other:
        other.execute("SELECT dragoman.take_turn()")
        dry = office.run("import", table, "--map", mapping, "--dry-run")
        hold = office.run(*MEETING, "--dry-run")
    assert (dry.code, "would record" in dry.out) == (0, True), dry
    assert hold.code == 0, hold.err
    assert office.position == 0


# --- Lines and servers that fail ----------------------------------------------------------------


def test_without_a_line_reading_goes_on(office: Desk, url: str) -> None:
    """Without a server, reports come from the copy, and recording stops before it begins."""
    database = url.partition("@/")[2].partition("?")[0]
    with Proxy(str(cluster.started() / f".s.PGSQL.{cluster.PORT}")) as line:
        far = f"postgresql://postgres@127.0.0.1:{line.port}/{database}"
        assert office.run("--register", far, "record", ARTICLE).code == 0
        line.is_down = True
        report = office.run("--register", far, "follow-ups")
        assert (report.code, "F-1" in report.out) == (0, True)
        assert "reading goes on from the copy as of event 11, 0 min ago" in report.err
        before = office.position
        assert "no answer" in refused(office, "--register", far, *MEETING)
        assert office.position == before


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("postgresql://nowhere.invalid/register", "no answer"),
        ("postgresql://127.0.0.1:1/register", "no answer (Connection refused)"),
        ("postgresql:///register?host=/nowhere", "no answer (No such file or directory)"),
    ],
)
def test_a_server_that_does_not_answer_is_named(desk: Desk, place: str, says: str) -> None:
    """Without a server and a copy, one line says that there is no answer."""
    assert says in refused(desk, "--register", place, "timeline")


def test_a_missing_database_or_person_is_named(office: Desk, url: str) -> None:
    """A wrong name in a URL is named."""
    wrong = url.replace("@/t_", "@/x_")
    assert "does not exist; check the URL" in refused(office, "--register", wrong, "timeline")
    assert "does not exist; check the URL" in refused(
        office, "--register", of("zohra", url), "timeline"
    )


def test_a_server_that_only_lets_you_read_is_named(office: Desk, url: str) -> None:
    """If no server takes entries, a line says so, and reports still work."""
    with psycopg.connect(url, autocommit=True) as connection:
        name = url.partition("@/")[2].partition("?")[0]
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    assert "no server takes entries now" in refused(office, *MEETING)
    assert office.run("timeline").code == 0


def test_a_desk_that_keeps_the_turn_is_waited_for(office: Desk, url: str) -> None:
    """If another desk does not finish, a line says so, and nothing is recorded."""
    impatient = f"{url}&options=-c%20lock_timeout%3D300ms"
    with psycopg.connect(url) as other:
        other.execute("SELECT dragoman.take_turn()")
        line = refused(office, "--register", impatient, *MEETING)
    assert line.endswith("another desk has been recording for a minute; try again")
    assert office.position == 0


def test_ctrl_c_during_the_wait_for_the_turn_records_nothing(office: Desk, url: str) -> None:
    """Ctrl-C while another desk records ends the command, and nothing is recorded."""
    with psycopg.connect(url) as other:
        other.execute("SELECT dragoman.take_turn()")
        command = office.start(*MEETING)
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with psycopg.connect(url, autocommit=True) as watch:
            while watch.execute(waiting).fetchall() == [(0,)]:
                assert command.poll() is None
        command.send_signal(signal.SIGINT)
        _, err = command.communicate(timeout=30)
    assert (command.returncode, b"interrupted" in err) == (130, True)
    assert office.position == 0


# --- A server of its own: certificates, a restart, a second server ------------------------------


def certificate(folder: Path, name: str) -> None:
    """Write a key and a certificate for a host, which is its own root."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "root.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "server.key").write_bytes(private)
    (folder / "server.key").chmod(0o600)
    if os.geteuid() == 0:
        chown(folder / "server.key", "postgres", "postgres")


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@contextmanager
def server(*options: str) -> Iterator[tuple[Path, int]]:
    """Start a server of a test; yield its folder and its port. A path to a socket must be short."""
    folder, port = Path(mkdtemp(prefix="s-", dir="/tmp")), free_port()
    certificate(folder, "db.example.org")
    secure = ("ssl=on", f"ssl_cert_file={folder}/root.crt", f"ssl_key_file={folder}/server.key")
    cluster.start(folder, port, "listen_addresses=127.0.0.1", *secure, *options)
    try:
        yield folder, port
    finally:
        cluster.halt(folder)
        rmtree(folder)


@pytest.mark.slow
def test_certificates_are_checked_and_a_restart_is_survived(desk: Desk, tmp_path: Path) -> None:
    """Only a trusted certificate of the right host is accepted; commands go on after a restart."""
    desk.now = ""
    with server() as (folder, port):
        place = f"postgresql://postgres@db.example.org:{port}/postgres?hostaddr=127.0.0.1"
        trusted = f"{place}&sslrootcert={folder}/root.crt"
        assert "save the certificate of your ministry" in refused(desk, "register", "create", place)
        other = trusted.replace("db.example.org", "db.example.net")
        line = refused(desk, "register", "create", other)
        assert "the certificate of the server is not trusted" in line
        (tmp_path / "foreign").mkdir()
        certificate(tmp_path / "foreign", "db.example.org")
        foreign = f"{place}&sslrootcert={tmp_path}/foreign/root.crt"
        line = refused(desk, "register", "create", foreign)
        assert "the certificate of the server is not trusted" in line
        assert desk.run("register", "create", trusted).code == 0
        desk.monkeypatch.setenv("DRAGOMAN_REGISTER", trusted)
        assert desk.run(*MEETING).code == 0
        assert desk.read("register", "info")["database"]["encrypted"] == "yes"
        cluster.restart(folder)
        receipt = desk.run(*MEETING[:-1], "2026-01-11")
        assert receipt.code == 0, receipt.err


@pytest.mark.slow
def test_an_entry_without_a_second_server_is_recorded_and_said_so(desk: Desk) -> None:
    """Ctrl-C while the server waits for a standby: the entry is recorded, and a line says so."""
    desk.now = ""
    with server() as (folder, port):
        place = f"postgresql://postgres@/postgres?host={folder}&port={port}"
        assert desk.run("register", "create", place).code == 0
        desk.monkeypatch.setenv("DRAGOMAN_REGISTER", place)
        with psycopg.connect(place, autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
            admin.execute("SELECT pg_reload_conf()")
            command = desk.start(*MEETING)
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
            while admin.execute(waiting).fetchall() == [(0,)]:
                assert command.poll() is None
            command.send_signal(signal.SIGINT)
            _, err = command.communicate(timeout=60)
            entries = admin.execute("SELECT count(DISTINCT entry) FROM dragoman.events").fetchall()
        assert command.returncode == 130
        assert b"is recorded" in err
        assert entries == [(1,)]


def test_watch_shows_what_others_record(office: Desk) -> None:
    """``watch`` redraws the timeline when another desk records."""
    assert office.run(*MEETING).code == 0
    screen = start_forked(office, "watch", "--every", "60")
    screen.until("M-1")
    assert office.run(*MEETING[:3], "Other talks", *MEETING[4:-1], "2026-01-11").code == 0
    screen.until("M-2")
    screen.press("Ctrl-C")
    assert screen.end() == 0
