"""The page about sites: its commands, addresses and files, tried with the real programs."""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from attrs import define, field

from dragoman.cli.serve.live import MOST as MOST_OPEN
from dragoman.cli.serve.live import MOST_BEHIND
from dragoman.cli.serve.routes import LONGEST
from dragoman.cli.serve.server import Limits
from tests.docs.pages import NOW, ROOT, Reader, comparable, examples, reader

PAGE = ROOT / "docs/serve.md"
TEXT = PAGE.read_text("utf-8")
NAME = "register.example.org"
PATIENCE = 30.0
"""The longest time to wait for a program, in seconds."""

FOLDERS = os.pathsep.join((os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"))
NGINX = shutil.which("nginx", path=FOLDERS)
WITH_NGINX = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


def program(name: str) -> str:
    """Return the path of another program; skip the test if the program is not installed."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name, path=FOLDERS)
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def blocks(language: str) -> list[str]:
    """Return the code blocks of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def section(title: str) -> str:
    """Return the text of a section of the page."""
    return re.split(r"^## ", TEXT.partition(f"\n## {title}\n")[2], maxsplit=1, flags=re.M)[0]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@define
class Site:
    """A reader's machine, and the site that runs on it, if any, at a free port instead of 8770."""

    someone: Reader
    port: int = field(factory=free_port)
    process: "subprocess.Popen[str] | None" = None
    tokens: dict[str, str] = field(factory=dict)
    """The tokens of feeds on the page, with those that the commands have made."""

    def start(self, command: str) -> str:
        """Run ``dragoman serve`` instead of the present site; return what it prints at first."""
        self.stop()
        words = shlex.split(command)
        words[0] = str(Path(sys.executable).with_name("dragoman"))
        self.process = subprocess.Popen(
            [*words, "--port", str(self.port)],
            cwd=self.someone.folder,
            env=self.someone.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        printed = ""
        while " at http" not in printed:
            line = self.process.stderr.readline()
            assert line, printed
            printed += line
        return printed

    def stop(self) -> None:
        """Stop the site as Ctrl-C does; it ends well."""
        if self.process is not None and self.process.stderr is not None:
            self.process.send_signal(signal.SIGINT)
            assert self.process.wait(PATIENCE) == 0
            self.process.stderr.close()
            self.process = None

    def type(self, command: str, expected: str) -> str:
        """Type a command of the page, and return what it prints, with the port of the page."""
        if command.startswith("dragoman serve"):
            return self.start(command).replace(str(self.port), "8770")
        own = command.replace(":8770", f":{self.port}")
        for shown, made in self.tokens.items():
            own = own.replace(shown, made)
        printed = self.someone.type(own).replace(f":{self.port}", ":8770")
        self.tokens |= dict(zip(_TOKEN.findall(expected), _TOKEN.findall(printed), strict=False))
        return printed

    def status(self, path: str) -> str:
        """Return the status of an address of the site."""
        return curl(f"http://127.0.0.1:{self.port}{path}", "-o", os.devnull, "-w", "%{http_code}")


_TOKEN = re.compile(r"(?<=/feed/)[\w-]{43}")
_FILE = re.compile(r"/\S+/register\.db")


def same(text: str) -> str:
    """Return a text without what differs in every run."""
    return comparable(_FILE.sub("register.db", _TOKEN.sub("SECRET", text)))


def curl(address: str, *options: str) -> str:
    """Return what curl prints for an address."""
    words = ["curl", "-s", "--max-time", str(PATIENCE), *options, address]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Yield a machine with the examples in its register, recorded in May and in December 2025."""
    program("curl")
    someone = reader(tmp_path)
    for name, now in (
        ("baghdad-2025", "2025-05-02T09:00:00Z"),
        ("azerbaijan-iraq", NOW),
        ("azertac-2025", NOW),
    ):
        someone.environment["DRAGOMAN_NOW"] = now
        assert "Recorded as" in someone.type(f"dragoman record docs/examples/{name}.yaml")
    found = Site(someone)
    try:
        yield found
    finally:
        found.stop()


@pytest.mark.slow
def test_the_commands_print_what_the_page_says(site: Site) -> None:
    """An officer who types the commands of the page sees what the page shows."""
    ran = 0
    for example in examples(PAGE):
        printed = site.type(example.command, example.expected)
        where = f"{PAGE.name}:{example.line}: $ {example.command}"
        assert same(printed) == same(example.expected), where
        ran += 1
    assert ran > 8
    assert len(site.tokens) == 2


@pytest.mark.slow
def test_every_address_on_the_page_is_a_page(site: Site) -> None:
    """A reader who opens the addresses of the page gets pages, with and without endings."""
    site.start("dragoman serve")
    found = re.findall(r"`(/[^`]*)`", section("The addresses"))
    addresses = [one.replace(" ", "%20") for one in found if one != "/as-of/"]
    assert len(addresses) > 30
    assert {one: site.status(one) for one in addresses} == dict.fromkeys(addresses, "200")
    tag = re.search(r"etag: (\S+)", curl(f"http://127.0.0.1:{site.port}/timeline", "-i"))
    assert tag
    again = (
        "-H",
        f"If-None-Match: {tag[1]}",
        "-o",
        os.devnull,
        "-w",
        "%{http_code} %{size_download}",
    )
    assert curl(f"http://127.0.0.1:{site.port}/timeline", *again) == "304 0"


@pytest.mark.slow
def test_the_messages_on_the_page_are_those_of_the_site(site: Site) -> None:
    """Whoever looks for a message on the page finds the message that the site has given."""
    site.start("dragoman serve")
    home = f"http://127.0.0.1:{site.port}/"
    site.someone.type("dragoman feed new --name Ankara")
    [feeds] = Path(site.someone.environment["HOME"]).rglob("*.feeds.json")
    given = [
        curl(home, "-H", "Host: evil.example"),
        site.someone.type(f"dragoman serve --port {site.port}").replace(str(site.port), "8770"),
        curl(f"{home}feed/{'a' * 43}.ics"),
        site.someone.type("dragoman --register none.db serve"),
    ]
    feeds.write_text("{")
    given.append(curl(f"{home}feed/{'a' * 43}.ics"))
    shown = re.findall(
        r"^\| `([^`]+)`(?: \(\d+\))? \|", section("If something fails"), re.MULTILINE
    )
    assert len(shown) == len(given)
    assert all(any(one in said for said in given) for one in shown), (shown, given)


# --- The proxy ----------------------------------------------------------------------------------


@define
class Proxy:
    """nginx with the configuration of the page, in front of a site."""

    port: int
    http_port: int
    folder: Path

    def get(self, path: str, *options: str) -> tuple[str, str]:
        """Return the status of an address and its content, or ``000`` and nothing."""
        address = f"https://{NAME}:{self.port}{path}"
        name = ("--resolve", f"{NAME}:{self.port}:127.0.0.1")
        known = ("--cacert", str(self.folder / "register.crt"))
        content, _, status = curl(
            address, *name, *known, *options, "-w", "\n%{http_code}"
        ).rpartition("\n")
        return status, content


LOGIN = ("-u", "inspector:a good password")


@pytest.fixture
def proxy(site: Site, tmp_path: Path) -> Iterator[Proxy]:
    """Yield nginx with the configuration, the certificate and the password of the page."""
    folder = tmp_path / "nginx"
    folder.mkdir(mode=0o700)
    found = Proxy(free_port(), free_port(), folder)
    certificate(folder)
    [command, *_] = [one for one in "".join(blocks("sh")).splitlines() if "openssl passwd" in one]
    typed = command.replace("/etc/nginx", str(folder)).replace(
        "openssl passwd -6", "openssl passwd -6 'a good password'"
    )
    subprocess.run(["bash", "-c", typed], check=True)
    [page] = blocks("nginx")
    for old, new in (
        ("/etc/nginx", str(folder)),
        ("127.0.0.1:8770", f"127.0.0.1:{site.port}"),
        ("listen 80 ", f"listen 127.0.0.1:{found.http_port} "),
        ("listen 443 ", f"listen 127.0.0.1:{found.port} "),
    ):
        assert old in page
        page = page.replace(old, new)
    (folder / "register.conf").write_text(page)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    with nginx(folder, found.port):
        yield found


MAIN = """\
{user}
daemon off;
pid {{folder}}/pid;
error_log {{folder}}/error.log info;
events {{{{ worker_connections 512; }}}}
http {{{{
    access_log {{folder}}/access.log;
    client_body_temp_path {{folder}}/body;
    proxy_temp_path {{folder}}/proxy;
    fastcgi_temp_path {{folder}}/fastcgi;
    uwsgi_temp_path {{folder}}/uwsgi;
    scgi_temp_path {{folder}}/scgi;
    include {{folder}}/register.conf;
}}}}
""".format(user="user root;" if os.geteuid() == 0 else "")
"""The main configuration, which on Debian is ``/etc/nginx/nginx.conf``."""


def certificate(folder: Path) -> None:
    """Make a certificate for the name of the site, signed by itself."""
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    files = ["-keyout", str(folder / "register.key"), "-out", str(folder / "register.crt")]
    names = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    program("openssl")
    subprocess.run([*words.split(), *files, *names], check=True, capture_output=True)


@contextmanager
def nginx(folder: Path, port: int) -> Iterator[None]:
    """Run nginx until it listens at a port, and stop it at the end."""
    words = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        until(lambda: _listens(port))
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def until(is_so: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def service() -> str:
    """Return the command line of the service on the page."""
    [unit] = [one for one in blocks("ini") if "[Service]" in one]
    [line] = re.findall(r"^ExecStart=\S*/(dragoman .*)$", unit, re.MULTILINE)
    return str(line)


@WITH_NGINX
@pytest.mark.slow
def test_the_proxy_asks_for_a_password(site: Site, proxy: Proxy) -> None:
    """Without a password, nobody reads a page; with one, the page comes from the site."""
    site.start(service())
    assert proxy.get("/timeline")[0] == "401"
    assert proxy.get("/events")[0] == "401"
    assert proxy.get("/timeline", "-u", "inspector:guess")[0] == "401"
    status, page = proxy.get("/timeline", *LOGIN)
    assert status == "200"
    assert "Political consultations" in page
    with_headers = proxy.get("/timeline", *LOGIN, "-i")[1].lower()
    assert "strict-transport-security: max-age=31536000" in with_headers
    plain = curl(f"http://127.0.0.1:{proxy.http_port}/V-1", "-i")
    assert f"Location: https://{NAME}/V-1" in plain


@WITH_NGINX
@pytest.mark.slow
def test_an_open_page_hears_of_an_entry_through_the_proxy(site: Site, proxy: Proxy) -> None:
    """The server-sent events of the site pass through nginx at once."""
    site.start(service())
    address = f"https://{NAME}:{proxy.port}/events"
    words = ["curl", "-sN", "--resolve", f"{NAME}:{proxy.port}:127.0.0.1", *LOGIN]
    words += ["--cacert", str(proxy.folder / "register.crt"), address]
    with ExitStack() as stack:
        process = stack.enter_context(subprocess.Popen(words, stdout=subprocess.PIPE, text=True))
        stack.callback(process.kill)
        assert process.stdout is not None
        lines = (line for line in process.stdout if line.startswith("data: "))
        before = next(lines)
        site.someone.type("dragoman meeting hold --title Talks --party AZ --party IQ -o 2025-12-01")
        started = time.monotonic()
        assert next(lines) != before
        assert time.monotonic() - started < 10  # a comment comes only every 15 seconds


@WITH_NGINX
@pytest.mark.slow
def test_a_feed_needs_its_address_and_no_password(site: Site, proxy: Proxy) -> None:
    """Programs that cannot log in read a feed; the logs of nginx do not have its address."""
    site.start(service())
    made = site.someone.type(f"dragoman feed new --name Ankara --site https://{NAME}")
    [token, _] = _TOKEN.findall(made)
    status, calendar = proxy.get(f"/feed/{token}.ics")
    assert (status, calendar[:15]) == ("200", "BEGIN:VCALENDAR")
    assert proxy.get(f"/feed/{token}.atom")[0] == "200"
    assert proxy.get(f"/feed/{'a' * 43}.ics") == ("404", "there is no such feed\n")
    site.stop()
    assert proxy.get(f"/feed/{token}.ics")[0] == "502"
    logs = "".join((proxy.folder / name).read_text() for name in ("access.log", "error.log"))
    assert "/feed/" not in logs


@WITH_NGINX
@pytest.mark.slow
def test_another_name_gets_no_page(site: Site, proxy: Proxy) -> None:
    """nginx does not answer under other names, and neither does the site."""
    site.start(service())
    assert proxy.get("/timeline", *LOGIN, "-H", "Host: evil.example")[0] == "421"
    other = ("--resolve", f"evil.example:{proxy.port}:127.0.0.1", "-k", "-w", "%{http_code}")
    assert curl(f"https://evil.example:{proxy.port}/", *other) == "000"
    site.start("dragoman serve")
    status, refusal = proxy.get("/timeline", *LOGIN)
    assert status == "421"
    assert refusal.startswith("this site does not answer under this name")


@WITH_NGINX
@pytest.mark.slow
def test_the_proxy_slows_down_whoever_asks_too_often(site: Site, proxy: Proxy) -> None:
    """A reader who asks without pause is told so, and can read again soon."""
    site.start(service())
    each = ("-o", os.devnull, "-Z", "-w", "%{http_code}\n")
    found = proxy.get("/robots.txt?[1-400]", *LOGIN, *each)[1]
    assert {"200", "429"} <= set(found.split())
    time.sleep(1)
    assert proxy.get("/timeline", *LOGIN)[0] == "200"


# --- Other files and figures on the page --------------------------------------------------------


def test_the_service_is_one_that_systemd_understands(tmp_path: Path) -> None:
    """systemd finds nothing wrong with the service, or with any of its settings."""
    analyze = program("systemd-analyze")
    [unit] = [one for one in blocks("ini") if "[Service]" in one]
    [other] = re.findall(r"^```\n(User=.*?)\n```$", TEXT, re.DOTALL | re.MULTILINE)
    file = tmp_path / "dragoman.service"
    for text in (unit, unit.replace("User=dragoman", other)):
        file.write_text(text.replace("/opt/dragoman/bin/dragoman", sys.executable))
        words = [analyze, "verify", str(file)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if "Failed to initialize manager" in done.stderr:
            pytest.skip("systemd-analyze does not work here")
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.slow
def test_vdirsyncer_fetches_a_feed_as_the_page_says(site: Site, tmp_path: Path) -> None:
    """With the configuration of the page, the follow-ups of the feed are files in a folder."""
    vdirsyncer = program("vdirsyncer")
    site.start("dragoman serve")
    made = site.someone.type("dragoman feed new --name Ankara")
    [token, _] = _TOKEN.findall(made)
    [config] = [one for one in blocks("ini") if "[pair register]" in one]
    own = config.replace("https://register.example.org", f"http://127.0.0.1:{site.port}")
    file = tmp_path / ".config/vdirsyncer/config"
    file.parent.mkdir(parents=True)
    file.write_text(own.replace("SECRET", token))
    for command in re.findall(r"`(mkdir -p ~/\.calendars[^`]*|vdirsyncer \w+)`", TEXT):
        done = site.someone.type(command.replace("vdirsyncer", vdirsyncer))
        assert "error" not in done.lower(), done
    found = "".join(one.read_text() for one in (tmp_path / ".calendars/register").iterdir())
    assert "SUMMARY:Second session of the consular consultations" in found


def test_the_limits_on_the_page_are_those_of_the_server() -> None:
    """The figures in the section about limits are those in the code."""
    limits, text = Limits(), " ".join(section("Limits and speed").split())
    for sentence in (
        f"takes {limits.connections} connections",
        f"fewer than {limits.connections * 2:,} files",
        f"{MOST_OPEN} open pages",
        f"within {limits.header_seconds:.0f} seconds",
        f"at most {limits.header_bytes // 1024} kB of headers and {LONGEST:,} characters",
        f"after {limits.idle_seconds:.0f} seconds without a request",
        f"takes nothing for {limits.write_seconds:.0f} seconds",
        f"up to about {MOST_BEHIND:.0f} seconds behind",
    ):
        assert sentence in text, sentence
