"""``dragoman serve``: pages and their formats, options, links, and what keeps them current."""

import os
import re
import shlex
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from dragoman.cli.output import Output
from dragoman.cli.serve.messages import Refused
from dragoman.cli.serve.reader import Readers
from dragoman.cli.session import Session
from dragoman.store import Location
from tests import servers as cluster
from tests.cli.html_pages import Parsed
from tests.cli.secret_history import WORD, record_all, refs_by_title
from tests.cli.sites import PAGES, Reply, Site, serving
from tests.conftest import ARTICLE, CHAIN, EXAMPLES, Desk, isolate
from tests.proxy import Proxy

pytestmark = pytest.mark.once

RIVAL = EXAMPLES / "news-az-2025.yaml"
TALKS = "meeting hold --title Talks --party AZ --party TR --occurred 2026-01-10"
SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}


@contextmanager
def desk_at(home: Path) -> Iterator[Desk]:
    """Yield a desk for several tests."""
    home.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, home)
        yield Desk(home, patch)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the examples, which several tests only read."""
    with desk_at(tmp_path_factory.mktemp("home")) as desk:
        desk.record(CHAIN, ARTICLE, RIVAL)
        with serving(desk) as running:
            yield running


def act(desk: Desk, line: str) -> None:
    """Record something."""
    answer = desk.run(*shlex.split(line))
    assert answer.code == 0, answer.err


def parsed(reply: Reply) -> Parsed:
    """Return a parsed page."""
    parser = Parsed()
    parser.feed(reply.text)
    parser.close()
    return parser


def names(target: str, ending: str) -> str:
    """Return the address of a page in another format."""
    path, sign, query = target.partition("?")
    return f"{path}{'index' if path.endswith('/') else ''}.{ending}{sign}{query}"


# --- Pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", PAGES)
def test_a_page_has_a_title_and_links_to_the_others(site: Site, target: str) -> None:
    reply = site.page(target)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = parsed(reply)
    assert page.oddities == []
    assert [len(page.all(tag)) for tag in ("h1", "main", "nav", "footer")] == [1, 1, 1, 1]
    ways = {one["href"] for one in page.all("a")}
    base = "/as-of/2026-01-15" if target.startswith("/as-of") else ""
    assert {f"{base}/timeline", f"{base}/agenda", f"{base}/audit/log"} <= ways
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert policy.endswith("frame-ancestors 'none'")
    assert "set-cookie" not in reply.headers


def test_every_link_on_every_page_answers(site: Site) -> None:
    """All pages that one can reach by links exist, in every format, and no link leads elsewhere."""
    seen = crawled(site, "/", "/as-of/19/", *PAGES)
    assert [target for target, reply in seen.items() if reply.status != 200] == []
    assert {"/V-1", "/P-1", "/C-6.json", "/brief/AZ", "/topic/energy", "/as-of/19/V-1"} <= set(seen)


def crawled(site: Site, *targets: str) -> dict[str, Reply]:
    """Return the pages that one can reach from some pages, by address."""
    seen: dict[str, Reply] = {}
    waiting = [*targets]
    while waiting:
        target = waiting.pop()
        if target not in seen:
            reply = seen[target] = site.page(target)
            if "html" in reply.headers["content-type"]:
                waiting += ways(reply)
    return seen


def ways(reply: Reply) -> set[str]:
    """Return where the links of a page lead, which must be on the site."""
    found = {unescape(one) for one in re.findall(r'<a [^>]*?href="([^"#]*)', reply.text)} - {""}
    assert all(re.match(r"/(?!/)", one) for one in found), found
    return found


def test_refs_parties_and_topics_are_links(site: Site) -> None:
    page = parsed(site.page("/V-1"))
    found = {one["href"] for one in page.all("a")}
    assert {"/P-1", "/C-6", "/F-2", "/brief/AZ", "/brief/IQ"} <= found
    assert "/topic/energy" in {one["href"] for one in parsed(site.page("/brief/AZ-IQ")).all("a")}


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("/timeline.json", "timeline --limit 500"),
        ("/timeline.json?kind=visit&since=2025", "timeline --limit 500 --kind visit --since 2025"),
        ("/timeline.json?between=AZ,IQ&reverse", "timeline --limit 500 --between AZ IQ --reverse"),
        ("/timeline.json?between=AZ&between=IQ", "timeline --limit 500 --between AZ IQ"),
        ("/timeline.json?--limit=2&reverse=no", "timeline --limit 2"),
        ("/follow-ups.json?all&owner=AZ", "follow-ups --all --owner AZ"),
        ("/V-1.json?history", "show V-1 --history"),
        ("/mechanism/B-2.json", "show B-2"),
        ("/brief/AZ-IQ.json", "brief AZ IQ"),
        ("/brief/AZ/IQ.json?with_predecessors", "brief AZ IQ --with-predecessors"),
        ("/party/P-1.json", "who P-1"),
        ("/topic/energy.json", "topic energy"),
        ("/agenda/March%202026.json", "agenda March 2026"),
        ("/search.json?q=baghdad+visit", "search baghdad visit --limit 50"),
        ("/search.json?q=-html", "search --limit 50 --json -- -html"),
        ("/activity.json?by=topic&year=2025", "activity --by topic --year 2025"),
        ("/silence.json?days=30", "silence --days 30"),
        ("/audit/log.json", "audit log --limit 200"),
        ("/audit/diff.json?from=11&to=19", "audit diff --from 11 --to 19"),
        ("/as-of/19/timeline.json", "timeline --limit 500 --as-of 19"),
        ("/as-of/19/audit/diff.json?from=0", "audit diff --from 0 --to 19"),
    ],
)  # fmt: skip
def test_a_page_as_json_is_what_the_command_prints(site: Site, target: str, line: str) -> None:
    reply = site.get(target)
    assert (reply.status, reply.headers["content-type"]) == (
        200,
        "application/json; charset=utf-8",
    ), reply.text
    as_json = [] if "--json" in line else ["--json"]
    assert reply.text == site.desk.run(*shlex.split(line), *as_json).out


@pytest.mark.parametrize("target", [one for one in PAGES if one != "/search"])
def test_every_page_has_the_other_formats(site: Site, target: str) -> None:
    for ending, type_ in (
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("md", "text/markdown"),
    ):
        reply = site.get(names(target, ending))
        assert reply.status == 200, reply.text
        assert reply.headers["content-type"] == f"{type_}; charset=utf-8"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'; frame")
        assert reply.body or target in ("/agenda", "/lanes")
    assert site.get(names(target, "html")).status == 200


def test_csv_and_markdown_are_what_the_command_prints(site: Site) -> None:
    for ending, option in (("csv", "--csv"), ("md", "--markdown")):
        printed = site.desk.run("follow-ups", option).out
        assert site.get(f"/follow-ups.{ending}").text.replace("\r\n", "\n") == printed


def test_a_limit_by_default_can_be_lifted(site: Site) -> None:
    """If a page does not show all rows, it links to itself with more."""
    page = parsed(site.page("/timeline?limit=2&kind=visit"))
    assert "/timeline?kind=visit&limit=20" in {one["href"] for one in page.all("a")}
    assert "Show up to 20" in page.visible
    assert "Show up to" not in parsed(site.page("/timeline?limit=20")).visible


# --- Responses ----------------------------------------------------------------------------------


def test_a_page_is_sent_again_only_if_something_is_recorded(tmp_path: Path) -> None:
    """The tag begins with the position; it changes with the register, and with what is withheld."""
    with desk_at(tmp_path / "home") as desk:
        desk.record(ARTICLE)
        with serving(desk) as site:
            tag = site.get("/timeline").headers["etag"]
            assert tag.startswith('W/"11-')
            for given in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
                reply = site.get("/timeline", if_none_match=given)
                assert (reply.status, reply.body, reply.headers["etag"]) == (304, b"", tag)
                assert "content-length" not in reply.headers
                assert "content-security-policy" not in reply.headers  # it would replace the page's
            assert site.get("/timeline", if_none_match='"11"').status == 200
            act(desk, TALKS)
            site.until(lambda: site.get("/timeline", if_none_match=tag).status == 200)
            reply = site.get("/timeline", if_none_match=tag)
            assert reply.headers["etag"].startswith('W/"12-')
            assert "Talks" in reply.text
            new = reply.headers["etag"]
        with serving(desk) as site:
            assert site.get("/timeline").headers["etag"] == new
        with serving(desk, "--withhold", "TLP:RED") as site:
            assert site.get("/timeline", if_none_match=new).status == 200


@pytest.mark.parametrize("target", [*PAGES, "/V-1.json", "/events", "/V-99", "/nothing", "/as-of"])
def test_head_has_the_headers_of_get(site: Site, target: str) -> None:
    head = site.get(target, "HEAD")
    assert head.body == b""
    if target != "/events":
        get = site.get(target)
        assert head.status == get.status
        assert {**head.headers, "date": ""} == {**get.headers, "date": ""}
    assert {name: head.headers[name] for name in SAFE} == SAFE
    assert "content-security-policy" in head.headers


def test_responses_are_compressed_for_those_who_take_it(site: Site) -> None:
    plain = site.get("/timeline")
    assert "content-encoding" not in plain.headers
    for accepted in ("gzip", "br;q=1, gzip;q=0.5, *"):
        packed = site.get("/timeline", accept_encoding=accepted)
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "accept-encoding"
        assert int(packed.headers["content-length"]) < len(plain.body) / 2
        assert packed.body == plain.body
    for refused in ("gzip;q=0", "br", "identity"):
        assert "content-encoding" not in site.get("/timeline", accept_encoding=refused).headers


def test_a_form_leads_to_a_day(site: Site) -> None:
    """The form on each page redirects to the same page as it was on a day."""
    for page, place in (
        ("/timeline?kind=visit", "/as-of/2026-01-15/timeline?kind=visit"),
        ("/", "/as-of/2026-01-15/"),
        ("//evil.example/", "/as-of/2026-01-15/evil.example"),
        ("https://evil.example/", ""),
        ("/%0d%0aset-cookie:x", ""),
        ("/V-1\r\nset-cookie: x", ""),
    ):
        query = f"day=2026-01-15&page={quote(page, safe='')}"
        reply = site.get(f"/as-of?{query}")
        assert (reply.status, reply.headers.get("location", "")) == (303 if place else 400, place)
        assert "set-cookie" not in reply.headers
    for query in ("", "?day=", "?day=tomorrow", "?day=2026-02-30", "?day=%ff"):
        assert site.get(f"/as-of{query}").text == "choose a day: /as-of?day=2025-12-01\n"


def test_a_past_page_says_so_and_leads_back(site: Site) -> None:
    page = parsed(site.page("/as-of/19/timeline?kind=visit"))
    assert "A past state of the register" in page.visible
    found = {one["href"] for one in page.all("a")}
    assert {"/timeline?kind=visit", "/as-of/19/V-1", "/as-of/19/brief/AZ"} <= found
    assert [one for one in page.all("body") if "data-state" in one] == []


ERRORS = {
    "/V-99": (404, "V-99 does not exist"),
    "/as-of/1/V-1": (404, "V-1 did not exist at that time"),
    "/party/P-99": (404, "P-99 does not exist or was retracted"),
    "/who/Nobody": (404, "there is no person or organisation called 'Nobody'"),
    "/nothing/here": (404, "there is no page '/nothing/here'"),
    "/timeline/V-1": (404, "there is no page '/timeline/V-1'"),
    "/brief": (404, "say in the address what the page is about: /brief/AZ-IQ"),
    "/feed/abc.ics": (404, "there is no such feed"),
    "/timeline?since=someday": (400, "since: 'someday' is not"),
    "/timeline?colour=red": (400, "'colour' is not an option of this page; its options are as-of"),
    "/timeline?html=/tmp/x": (400, "'html' is not an option of this page"),
    "/timeline?context=AZ": (400, "'context' is not an option of this page"),
    "/timeline?register=/tmp/x": (400, "'register' is not an option of this page"),
    "/audit/log?machine": (400, "'machine' is not an option of this page"),
    "/timeline?limit=0": (400, "limit: 0 is not a number from 1 to a billion"),
    "/timeline?limit=--html": (400, "limit: '--html' begins with a hyphen"),
    "/timeline?between=--html,x": (400, "between: '--html' begins with a hyphen"),
    "/timeline?between=AZ": (400, "between needs 2 values"),
    "/timeline?kind=war": (400, "kind: 'war' is not one of visit, consultation, meeting"),
    "/timeline?withhold=TLP:PINK": (400, "withhold: 'TLP:PINK' is not one of TLP:RED"),
    "/audit/diff": (400, "from is missing"),
    "/as-of/someday/": (400, "as-of: 'someday' is not a day"),
    "/as-of/999/timeline": (400, "as-of: 999 is after the last position, 37"),
}


@pytest.mark.parametrize("target", ERRORS)
def test_an_error_is_one_sentence(site: Site, target: str) -> None:
    """Programs get a line of text, and people a page with the same sentence and the navigation."""
    status, message = ERRORS[target]
    reply = site.get(target)
    assert (reply.status, reply.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert reply.text.startswith(message)
    assert reply.text.count("\n") == 1
    assert "--" not in reply.text.replace("--html", "")
    page = site.page(target)
    assert page.status == status
    assert message[1:] in parsed(page).visible
    assert 'href="/timeline"' in page.text or 'timeline"' in page.text
    for one in (reply, page):
        assert {name: one.headers[name] for name in SAFE} == SAFE
        assert "default-src 'none'" in one.headers["content-security-policy"]
        assert one.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_the_site_can_only_be_read(site: Site, method: str) -> None:
    reply = site.get("/timeline", method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert reply.text == "this site can only be read\n"


def test_the_site_answers_only_under_its_own_names(tmp_path: Path) -> None:
    """A name that somebody else has pointed at this machine (DNS rebinding) gets no answer."""
    with desk_at(tmp_path / "home") as desk:
        desk.record(ARTICLE)
        with serving(desk, "--allow-host", "Register.Example.org") as site:
            for host in ("localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:1", "10.0.0.7",
                         "register.example.org", "register.example.org.:443"):  # fmt: skip
                assert site.get("/V-1", host=host).status == 200, host
            for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "",
                         "@", "register.example.org@evil.example", "register.example.org:x",
                         "[::1", "1"):  # fmt: skip
                reply = site.get("/V-1", host=host)
                assert reply.status == 421, host
                assert "does not answer under this name" in reply.text


def test_another_site_can_link_to_pages_but_not_load_them(site: Site) -> None:
    """So no page of another site can measure how long a search takes."""
    asked = {"sec_fetch_site": "cross-site", "sec_fetch_dest": "document"}
    assert site.get("/search?q=x", sec_fetch_mode="navigate", **asked).status == 200
    for mode in ("no-cors", "cors", "websocket"):
        reply = site.get("/search?q=x", sec_fetch_mode=mode, **asked)
        assert (reply.status, reply.headers["cross-origin-resource-policy"]) == (403, "same-origin")
    assert site.get("/V-1", sec_fetch_mode="cors", sec_fetch_site="same-origin").status == 200


# --- Current pages --------------------------------------------------------------------------------


def tags(line: socket.socket) -> Iterator[str]:
    """Yield the tags that a page hears of."""
    line.sendall(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    with line.makefile("rb") as stream:
        for one in stream:
            if one.startswith(b"data: "):
                yield one.decode().removeprefix("data: ").strip()


def test_an_open_page_hears_of_each_entry(tmp_path: Path) -> None:
    """The first tag is that of the page; each entry of somebody else brings another."""
    with desk_at(tmp_path / "home") as desk:
        desk.record(ARTICLE)
        with serving(desk) as site, site.connect() as line:
            shown = re.search(r'data-state="(.*?)"', site.get("/").text)
            heard = tags(line)
            assert shown
            assert next(heard) == shown[1]
            answer = desk.command(*shlex.split(TALKS))
            assert answer.code == 0
            assert next(heard).startswith("12-")
            assert "Talks" in site.get("/timeline").text
            assert next(tags(site.connect())).startswith("12-")


def test_pages_that_are_closed_make_room_for_others(site: Site) -> None:
    """The site sees at once that a page is gone, and can serve any number of pages in turn."""
    for _ in range(300):
        with site.connect() as line:
            assert next(tags(line))
    with site.connect() as line:
        assert next(tags(line))


# --- What is withheld ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hushed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that withholds records."""
    with desk_at(tmp_path_factory.mktemp("hushed")) as desk:
        record_all(desk)
        act(desk, f"{TALKS} --marking TLP:GREEN")
        with serving(desk, "--withhold", "TLP:AMBER") as running:
            yield running


def test_no_page_has_a_secret(hushed: Site) -> None:
    """No page in reach has a word of the withheld records, in any format or of any time."""
    seen = crawled(hushed, "/", "/audit/diff?from=0", "/silence?days=0", "/as-of/15/timeline")
    assert [target for target, one in seen.items() if one.status not in (200, 404)] == []
    assert [target for target, one in seen.items() if WORD in one.text.casefold()] == []
    assert len(seen) > 100
    assert hushed.get(f"/search.json?q={WORD}").json["found"] == 0


def test_a_withheld_record_is_like_one_that_does_not_exist(hushed: Site) -> None:
    """The address of a withheld record, with any option, answers like that of no record."""
    secret = refs_by_title(hushed.desk)["Hushvisit"]
    assert "Hushvisit" in hushed.desk.run("show", secret).out
    for form in ("/{}", "/{}.json", "/{}?history", "/{}?withhold=TLP:RED", "/as-of/20/{}",
                 "/mechanism/{}", "/{}?as-of=20", "/brief/{}", "/timeline?margins={}"):  # fmt: skip
        one, other = (hushed.page(form.format(ref)) for ref in (secret, "V-77"))
        assert one.status == other.status != 200, form
        assert one.text.replace(secret, "V-77") == other.text
        assert {**one.headers, "date": "", "content-length": ""} == {
            **other.headers, "date": "", "content-length": ""
        }  # fmt: skip


def test_a_reader_can_withhold_more_but_not_less(hushed: Site) -> None:
    """The option of a page only makes the site stricter."""
    whole = hushed.get("/timeline.json").json
    for label in ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER"):
        assert hushed.get(f"/timeline.json?withhold={label}").json == whole
    assert '"Talks"' in hushed.get("/timeline.json").text
    assert '"Talks"' not in hushed.get("/timeline.json?withhold=TLP:GREEN").text


# --- A register that changes under the site -------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a register, and with an older copy of it that has another last entry."""
    with desk_at(tmp_path / "home") as desk:
        desk.record(ARTICLE)
        assert desk.run("register", "backup", "old.db").code == 0
        act(desk, f"{TALKS} --marking TLP:RED")
        other = ("--register", "old.db")
        title = "meeting hold --title Restored --party AZ --party TR --occurred 2026-01-10"
        assert desk.run(*shlex.split(title), *other).code == 0
        yield desk


def gone(desk: Desk) -> None:
    """Delete the register."""
    for end in ("", "-wal", "-shm"):
        Path(f"{desk.register}{end}").unlink(missing_ok=True)


def restored(desk: Desk) -> None:
    """Put the other copy in place of the register, by renaming it."""
    shutil.copy("old.db", "new.db")
    gone(desk)
    Path("new.db").rename(desk.register)


def test_a_register_is_replaced_by_another_history(office: Desk) -> None:
    """From the first request on, every page is about the other register; open pages hear of it."""
    with serving(office) as site, site.connect() as line:
        heard = tags(line)
        first = next(heard)
        pages = [site.get("/timeline").text, site.get("/M-4").text]
        assert all("Talks" in one for one in pages)
        restored(office)
        assert "Restored" in site.get("/timeline?limit=400").text  # not made before
        assert next(heard) not in (first, "")
        for target in ("/timeline", "/M-4", "/audit/log", "/"):
            assert "Talks" not in site.get(target).text
        assert "Restored" in site.get("/M-4").text


def test_what_is_withheld_does_not_depend_on_the_register_before(office: Desk) -> None:
    """M-4 is open in one register, and secret in the next, which has as many events."""
    secret = office.register.rename("secret.db")
    restored(office)
    with serving(office, "--withhold", "TLP:RED") as site, site.connect() as line:
        heard = tags(line)
        first = next(heard)
        assert "Restored" in site.get("/timeline").text
        gone(office)
        secret.rename(office.register)
        for number in range(10):
            assert "Talks" not in site.get(f"/timeline?limit={number + 90}").text
            assert site.get(f"/M-4.json?history={number}").status == 404
        assert next(heard) != first
        for target in ("/timeline", "/M-4", "/audit/log"):
            assert "Talks" not in site.get(target).text
            assert "Restored" not in site.get(target).text


@pytest.fixture
def readers(office: Desk) -> Iterator[Readers]:
    """Readers of the desk's register, in this process."""
    found = Readers(Session(Location(office.register), Output()))
    yield found
    found.close()


def denied(patch: pytest.MonkeyPatch, path: Path, mode: int) -> None:
    """Let the file system deny an access, also to an administrator."""
    real = os.access
    patch.setattr(
        os, "access", lambda one, asked: real(one, asked) and (one, asked) != (path, mode)
    )


def test_a_register_that_may_not_be_read_any_more(readers: Readers, office: Desk) -> None:
    """Open connections would still work, but nobody gets a page through them."""
    readers.read(["timeline"])
    with office.monkeypatch.context() as patch:
        denied(patch, office.register, os.R_OK)
        with pytest.raises(Refused, match="cannot be read now: Permission denied; try") as refused:
            readers.read(["timeline"])
        assert refused.value.status == 503
    readers.read(["timeline"])


def test_a_register_in_a_folder_that_may_not_be_written(readers: Readers, office: Desk) -> None:
    """Without the files that SQLite keeps beside a register, pages are current, too."""
    with office.monkeypatch.context() as patch:
        denied(patch, office.register.parent, os.W_OK)
        before = readers.read(["timeline"]).answer
        assert office.command(*shlex.split(TALKS.replace("Talks", "Later"))).code == 0
        after = readers.read(["timeline"]).answer
        assert ["Later" in readers.output.json(one.report) for one in (before, after)] == [
            False,
            True,
        ]


def test_a_register_is_deleted_and_comes_back(office: Desk) -> None:
    """Without a register, every page says so; it is shown again as soon as it is back."""
    with serving(office) as site, site.connect() as line:
        heard = tags(line)
        first = next(heard)
        assert site.get("/timeline").status == 200
        aside = office.home / "aside.db"
        office.register.rename(aside)
        next(heard)
        for target in ("/timeline", "/V-1.json", "/"):
            reply = site.get(target)
            assert (reply.status, reply.headers["retry-after"]) == (503, "5")
            assert reply.text == (
                "the register cannot be read now: it is not where it was; try again soon\n"
            )
        page = site.page("/")
        assert "<h1>The register cannot be read now</h1>" in page.text
        assert "data-state" in page.text
        assert site.get("/V-1", if_none_match=f'"{first}"').status == 503
        aside.rename(office.register)
        assert next(heard) == first
        assert site.get("/timeline").status == 200


def test_a_damaged_register_is_named_as_such(office: Desk) -> None:
    with serving(office) as site:
        assert site.get("/V-1").status == 200
        office.write("noise", b"noise" * 4_000)
        gone(office)
        Path("noise").rename(office.register)
        site.until(lambda: site.get("/V-1").status == 503)
        assert site.get("/timeline").text == (
            "the register cannot be read now: the file is not a Dragoman register; try again soon\n"
        )


def test_damaged_views_are_built_again(office: Desk) -> None:
    """As on the command line, damage to the cache is repaired, and nobody sees it."""
    with serving(office) as site:
        assert site.get("/V-1").status == 200
        content = bytearray(office.views.read_bytes())
        content[4096:] = b"\xff" * (len(content) - 4096)
        office.views.write_bytes(content)
        for end in ("-wal", "-shm"):
            Path(f"{office.views}{end}").unlink(missing_ok=True)
        for target in ("/V-1?history", "/timeline?limit=7", "/who/Rafiyev", "/follow-ups"):
            assert site.get(target).status == 200


def test_pages_can_be_read_while_others_record(office: Desk) -> None:
    """A long entry does not delay a page, and no page is half of one."""
    with serving(office) as site:
        assert site.get("/V-1").status == 200
        import sqlite3

        writer = sqlite3.connect(office.register, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        assert site.get("/timeline?limit=300").status == 200
        writer.execute("ROLLBACK")
        writer.close()


@pytest.mark.skipif(cluster.programs() is None, reason="PostgreSQL is not installed")
def test_without_a_line_to_the_server_the_pages_say_so(tmp_path: Path) -> None:
    """If the server of a register does not answer, pages show what was received, and say so."""
    with desk_at(tmp_path / "home") as desk, cluster.empty_database() as url:
        desk.now = ""
        assert desk.run("register", "create", url).code == 0
        database = url.partition("@/")[2].partition("?")[0]
        with Proxy(str(cluster.started() / f".s.PGSQL.{cluster.PORT}")) as line:
            far = f"postgresql://postgres@127.0.0.1:{line.port}/{database}"
            desk.monkeypatch.setenv("DRAGOMAN_REGISTER", far)
            desk.record(ARTICLE)
            with serving(desk) as site:
                assert "aside" not in site.get("/timeline").text
                act(desk, TALKS)
                site.until(lambda: "Talks" in site.get("/timeline").text)
                line.is_down = True
                line.cut()
                note = "this page shows what was received before"
                site.until(lambda: note in site.get("/timeline").text)
                assert "Talks" in site.get("/timeline").text
                assert "no answer" in site.get("/brief/AZ-IQ").text
                line.is_down = False
                site.until(lambda: note not in site.get("/timeline").text)


# --- Starting and stopping ----------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_site_stops_at_a_signal(office: Desk, number: signal.Signals) -> None:
    """Open pages, idle connections and half a request do not hold it up."""
    with serving(office) as site, site.connect() as one, site.connect() as two, site.connect():
        assert next(tags(one))
        two.sendall(b"GET /timeline HT")
        assert site.stop(number) == (0, "")


def test_why_the_site_does_not_start(desk: Desk) -> None:
    """Each reason is one line."""
    answer = desk.run("serve", "--port", "0")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "there is no register here yet" in answer.err
    desk.record(ARTICLE)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        wrong = {
            ("--port", port): f"cannot listen at http://127.0.0.1:{port}/ (Address already in use)",
            ("--json",): "serve prints no report; leave out --json, and read /timeline.json",
            ("--port", "65536"): "--port: 65536 is not a number from 0 to 65535",
            (
                "--port",
                "0",
                "--host",
                "nowhere.invalid",
            ): "cannot listen at http://nowhere.invalid:0/",
            ("--port", "0", "--host", "192.0.2.1"): "cannot listen at http://192.0.2.1:0/",
            ("--port", "0", "--host="): "--host is empty",
            ("--port", "0", "--host", "x" * 70): "cannot listen at http://xxx",
            ("--port", "0", "--withhold", "PINK"): "--withhold",
            ("--port", "0", "--party", "Nobody"): "--party",
        }
        for words, says in wrong.items():
            answer = desk.run("serve", *words)
            assert answer.code == 2, answer.err
            assert answer.err.count("\n") == 1, answer.err
            assert says in answer.err


def test_a_site_that_others_can_reach_says_so(desk: Desk) -> None:
    desk.record(ARTICLE)
    with serving(desk, "--host", "0.0.0.0") as site:
        assert site.get("/V-1").status == 200
    process = desk.start("serve", "--host", "0.0.0.0", "--port", "0")
    assert process.stderr is not None
    assert b"everybody who can reach this address can read" in process.stderr.readline()
    assert b" at http://0.0.0.0:" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    assert process.communicate()[1] == b""
