"""The site: it answers requests with pages, in several formats, from what its readers look up."""

import re
import sys
from collections.abc import Collection
from concurrent.futures import Executor
from contextlib import suppress
from datetime import date
from functools import partial
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import parse_qsl

from attrs import define, field

from dragoman.cli.feeds import contents as feed_contents
from dragoman.cli.feeds.feeds import Feed, Feeds
from dragoman.cli.page.csv_rows import csv_text
from dragoman.cli.page.frame import FORMATS, Frame, Link
from dragoman.cli.page.html import Document, document
from dragoman.cli.page.markdown import markdown
from dragoman.cli.page.page import Page, Words
from dragoman.cli.serve.cache import Cache, Content, Recipe
from dragoman.cli.serve.live import MOST_BEHIND, Live, State
from dragoman.cli.serve.messages import FEED, NOTHING, Headers, Refused, Request, Response, plain
from dragoman.cli.serve.reader import Readers, Reading
from dragoman.cli.serve.routes import MOST, PAGES, Target
from dragoman.exchange import safe
from dragoman.store import RegisterError

TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


@define
class Site:
    """A site for readers of a register. ``hosts`` are the names under which it answers.

    ``about`` names what the site withholds, and is part of the entity tags.
    """

    readers: Readers
    live: Live
    hosts: Collection[str]
    threads: Executor
    feeds: Feeds
    about: str = ""
    _cache: Cache = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._cache = Cache(self.threads, self.live.state.tag(self.about))
        self.live.prepare = self._prepare

    async def _prepare(self, state: State) -> None:
        """Make the pages for a new state of the register that readers will soon ask for."""
        tag, now = state.tag(self.about), self.live.state
        if (state.day, state.lost, state.file) == (now.day, now.lost, now.file):
            await self._cache.renew(tag, MOST_BEHIND)
        else:
            self._cache.forget(tag)

    async def respond(self, request: Request) -> Response:
        """Answer a request."""
        try:
            self._check(request)
            return await self._respond(request)
        except Refused as refusal:
            return self._refusal(request, refusal)

    def _check(self, request: Request) -> None:
        """Raise :class:`Refused` for another host or method, or for what another site loads.

        A page of another site that has changed the address of its name (DNS rebinding) sends its own
        name as the host, so the site does not answer it. Every number of an address is allowed.
        Browsers say if a page of another site loads something (Fetch Metadata Request Headers,
        W3C), so that such a page cannot even measure how long an answer takes; it may link here.
        """
        host = _NAME.match(request.headers.get("host", "").lower())
        if not host or not (_is_address(host[1]) or host[1].rstrip(".") in self.hosts):
            raise Refused(
                HTTPStatus.MISDIRECTED_REQUEST,
                "this site does not answer under this name; to allow a name, add --allow-host NAME",
            )
        if request.method not in ("GET", "HEAD"):
            raise Refused(
                HTTPStatus.METHOD_NOT_ALLOWED,
                "this site can only be read",
                [("allow", "GET, HEAD")],
            )
        if request.has_content:
            raise Refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "this site takes nothing but an address"
            )
        origin, mode = (request.headers.get(f"sec-fetch-{one}", "") for one in ("site", "mode"))
        if origin == "cross-site" and mode != "navigate":
            raise Refused(HTTPStatus.FORBIDDEN, "another site may link to a page, but not load it")

    async def _respond(self, request: Request) -> Response:
        path, _, query = request.target.partition("?")
        tag = self._cache.tag
        if path == "/events":
            if self.live.is_full:
                raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "too many pages are open")
            return Response(HTTPStatus.OK, _OF_EVENTS, stream=self.live.tags(self.about))
        if path == "/robots.txt":
            return plain(HTTPStatus.OK, "User-agent: *\nDisallow: /")
        if path == "/as-of":
            return _to_past(query)
        key, recipe = self._wanted(request.target, path)
        if _matches(request.headers.get("if-none-match", ""), tag):
            return Response(HTTPStatus.NOT_MODIFIED, _validators(tag))
        return _response(request, await self._cache.get(key, recipe), tag)

    def _wanted(self, address: str, path: str) -> tuple[str, Recipe]:
        """Return the key of an address, and what makes its content. Raises :class:`Refused`."""
        if path.startswith(FEED):
            feed, end = self._feed(path.removeprefix(FEED))
            return f"{end} {feed.token_sha256}", partial(self._content_of_feed, feed, end)
        target = Target.of(address)
        target.command_line()
        return address, partial(self._content, target)

    def _feed(self, name: str) -> tuple[Feed, str]:
        """Return the feed with a token, and its form. Raises :class:`Refused` if it is not open."""
        token, _, end = name.rpartition(".")
        try:
            feed = self.feeds.find(token) if end in feed_contents.TYPES else None
        except RegisterError as error:
            print(f"dragoman: {error}", file=sys.stderr)  # it names a file, which no reader needs
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "the feeds cannot be read now; try again soon"
            ) from error
        if feed is None:
            raise Refused(HTTPStatus.NOT_FOUND, "there is no such feed")
        return feed, end

    def _content_of_feed(self, feed: Feed, end: str, _: str) -> Content:
        text: bytes = self.readers.use(lambda session: feed_contents.content(session, feed, end))
        return Content.of(feed_contents.TYPES[end], text, NOTHING)

    def _content(self, target: Target, tag: str) -> Content:
        """Look up a report, and write it in the format of the address."""
        if not target.words and target.parts == ("search",) and target.format == "html":
            return self._page(_EMPTY_SEARCH, target, tag)
        line, position = target.command_line(), self.live.state.position
        reading = self.readers.read(line, position, target.format == "json")
        answer = reading.answer
        match target.format:
            case "json":
                text = f"{self.readers.output.json(answer.report)}\n"
            case "csv":
                text = csv_text(answer.rows())
            case "md":
                text = markdown(answer.page())
            case _:
                return self._page(answer.page(), target, tag, reading)
        return Content.of(TYPES[target.format], text.encode(), NOTHING)

    def _page(
        self, page: Page, target: Target, tag: str, reading: Reading | None = None
    ) -> Content:
        lost = self.live.state.lost
        frame = Frame(
            pages=PAGES,
            base=target.base,
            path=target.path,
            query=target.query,
            words=target.words,
            day=target.day,
            tag="" if target.as_of is not None else tag,
            notes=[*([lost] if lost else []), *(reading.notes if reading else ())],
            more=_more(page, target),
            formats=FORMATS if reading else {},
        )
        made = document(page, frame)
        return Content.of(HTML, made.text.encode(), _policy(made))

    def _refusal(self, request: Request, refusal: Refused) -> Response:
        """Return the response to a request that the site cannot answer."""
        message = safe(str(refusal))
        if "text/html" not in request.headers.get("accept", ""):
            return plain(refusal.status, message, refusal.headers)
        sentence = f"{message[:1].upper()}{message[1:]}."
        title = _TITLES.get(refusal.status, HTTPStatus(refusal.status).phrase)
        waits = refusal.status == HTTPStatus.SERVICE_UNAVAILABLE
        frame = _frame_of_refusal(request, self.live.state.tag(self.about) if waits else "")
        made = document(Page(title, (), [Words([sentence])]), frame)
        own = [("content-type", HTML), ("content-security-policy", _policy(made))]
        headers = [*own, ("cache-control", "no-store"), *refusal.headers]
        return Response(refusal.status, headers, made.text.encode())


HTML = "text/html; charset=utf-8"

_TITLES = {
    400: "This address cannot be understood",
    403: "This page cannot be loaded from here",
    404: "There is no such page",
    421: "This site has another name",
    503: "The register cannot be read now",
}
"""The titles of pages that say why there is no page, by status."""

_OF_EVENTS: Headers = (
    ("content-type", "text/event-stream"),
    ("cache-control", "no-store"),
    ("x-accel-buffering", "no"),  # a proxy such as nginx passes each event on at once
)


def _policy(made: Document) -> str:
    return f"{made.policy}; frame-ancestors 'none'"


def _frame_of_refusal(request: Request, tag: str) -> Frame:
    """Return the frame of a page that says why there is no page."""
    base = path = query = ""
    with suppress(Refused):
        target = Target.of(request.target)
        base, path, query = target.base, target.path, target.query
    return Frame(pages=PAGES, base=base, path=path, query=query, tag=tag, formats={})


_NAME = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?\Z")
"""The host in a request: a name or an address, and a port."""


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


_EMPTY_SEARCH = Page(
    "Search", (), [Words(["Type a name, a place, a topic or any other word above."])]
)


def _response(request: Request, content: Content, tag: str) -> Response:
    headers = [
        ("content-type", content.type),
        ("content-security-policy", content.policy),
        ("vary", "accept-encoding"),
        *_validators(tag),
    ]
    body = content.plain
    if content.packed is not None and _takes_gzip(request.headers.get("accept-encoding", "")):
        headers.append(("content-encoding", "gzip"))
        body = content.packed
    return Response(HTTPStatus.OK, headers, body)


def _validators(tag: str) -> Headers:
    """Return the headers by which a browser asks whether a page has changed (RFC 9111, RFC 9110)."""
    return [("etag", f'W/"{tag}"'), ("cache-control", "private, no-cache")]


def _matches(condition: str, tag: str) -> bool:
    """Return whether a condition ``If-None-Match`` holds the tag (RFC 9110, 13.1.2)."""
    tags = (one.strip().removeprefix("W/") for one in condition.split(","))
    return condition.strip() == "*" or f'"{tag}"' in tags


def _takes_gzip(accepted: str) -> bool:
    for one in accepted.lower().split(","):
        name, _, weight = one.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _to_past(query: str) -> Response:
    """Return a redirect from the form for a day to the page as it was on this day."""
    try:
        given = dict(parse_qsl(query, errors="strict", max_num_fields=MOST))
        day = date.fromisoformat(given["day"]).isoformat()
    except (ValueError, KeyError):
        raise Refused(HTTPStatus.BAD_REQUEST, "choose a day: /as-of?day=2025-12-01") from None
    found = Target.of(given.get("page", "/"))
    place = f"/as-of/{day}{found.path}{f'?{found.query}' if found.query else ''}"
    return Response(HTTPStatus.SEE_OTHER, [("location", place), ("cache-control", "no-store")])


def _more(page: Page, target: Target) -> Link | None:
    """Return a link to the same report with more rows, if a limit by default applies."""
    limit = dict(target.options).get("limit") or target.route.defaults.get("limit")
    rows = sum(len(getattr(block, "rows", ())) for block in page.blocks)
    if limit is None or not limit.isdecimal() or rows < int(limit):
        return None
    more = int(limit) * 10
    return Link(text=f"Show up to {more:,}", path=target.with_limit(more))
