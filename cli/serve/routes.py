"""Paths: which report a path means, and how its query becomes the options of the report.

A path is turned into the command line that a person would type: ``/timeline?since=2025`` is
``dragoman timeline --since 2025``. So a page takes the same options as the command, with the same
checks and the same messages.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from http import HTTPStatus
from typing import NamedTuple, get_args
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from attrs import frozen

from dragoman.cli.compiled import COMMANDS
from dragoman.cli.page.frame import FORMATS, Link
from dragoman.cli.serve.messages import Refused
from dragoman.domain import Marking, quoted, typed_ref

LONGEST = 4_096
"""The maximum length of a path with its query, in characters."""

MOST = 64
"""The maximum number of options in a query, and of parts in a path."""

HOME = "home"
"""The command of the first page, which only the server has."""

AS_OF = "as-of"

WEEK = timedelta(days=7)

_TAKEN = {"html", "markdown", "csv", "json", "machine"}
"""Options that a page does not take: the path says the format, and accounts are not for readers."""


class Route(NamedTuple):
    """A report: the first parts of its path, the words of its command, and options by default.

    ``takes`` says whether further parts of the path are arguments of the command; if the command
    needs any, ``needs`` is an example of a path.
    """

    path: tuple[str, ...]
    command: str
    takes: bool = False
    defaults: Mapping[str, str] = {}
    needs: str = ""


ROUTES = (
    Route((), HOME),
    Route(("timeline",), "timeline", defaults={"limit": "500"}),
    Route(("follow-ups",), "follow-ups"),
    Route(("agenda",), "agenda", takes=True),
    Route(("activity",), "activity"),
    Route(("lanes",), "lanes"),
    Route(("silence",), "silence"),
    Route(("digest",), "digest", defaults={"since": "7 days ago"}),
    Route(("search",), "search", defaults={"limit": "50"}),
    Route(("brief",), "brief", takes=True, needs="/brief/AZ-IQ"),
    Route(("who",), "who", takes=True, needs="/who/Rafiyev"),
    Route(("parties",), "party list"),
    Route(("party",), "party list"),
    Route(("party",), "who", takes=True),
    Route(("topic",), "topic", takes=True, needs="/topic/trade"),
    Route(("mechanisms",), "mechanism list"),
    Route(("mechanism",), "mechanism list"),
    Route(("mechanism",), "show", takes=True),
    Route(("audit",), "audit log", defaults={"limit": "200"}),
    Route(("audit", "log"), "audit log", defaults={"limit": "200"}),
    Route(("audit", "diff"), "audit diff", takes=True),
)
"""The reports that have a page. Beside these, ``/V-1`` is the page of a record."""

PAGES = (
    Link(text="Today", path="/"),
    Link(text="Timeline", path="/timeline"),
    Link(text="Agenda", path="/agenda"),
    Link(text="Follow-ups", path="/follow-ups"),
    Link(text="Lanes", path="/lanes"),
    Link(text="Activity", path="/activity"),
    Link(text="Silence", path="/silence"),
    Link(text="Mechanisms", path="/mechanisms"),
    Link(text="People", path="/parties"),
    Link(text="Log", path="/audit/log"),
)
"""The links of the navigation."""


@frozen
class Target:
    """What a request asks for: a report in a format, now or as of an earlier moment.

    ``parts`` are the parts of the path without the moment and the format, and ``options`` those of
    the query, in order. ``format`` is an ending of a path, or ``html``.
    """

    parts: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    as_of: str | None = None
    format: str = "html"

    @classmethod
    def of(cls, target: str) -> "Target":
        """Parse the target of a request. Raises :class:`Refused`."""
        if len(target) > LONGEST:
            raise Refused(
                HTTPStatus.REQUEST_URI_TOO_LONG, f"the address has over {LONGEST} characters"
            )
        path, _, query = target.partition("?")
        if not path.startswith("/"):
            raise Refused(HTTPStatus.BAD_REQUEST, "an address begins with /")
        parts = [_decoded(one) for one in path[1:].split("/") if one]
        as_of = None
        if parts[:1] == [AS_OF] and len(parts) > 1:
            as_of, parts = parts[1], parts[2:]
        options = tuple(_options(query))
        if max(len(parts), len(options)) > MOST:
            raise Refused(HTTPStatus.BAD_REQUEST, f"the address has over {MOST} parts or options")
        own, format = _with_format(parts)
        return cls(own, options, as_of, format)

    @property
    def base(self) -> str:
        """The beginning of the paths of links: the moment, if it is not now."""
        return f"/{AS_OF}/{_encoded(self.as_of)}" if self.as_of is not None else ""

    @property
    def day(self) -> str:
        """The moment if it is a day such as 2025-12-01, or else an empty string."""
        with suppress(ValueError):
            return date.fromisoformat(self.as_of or "").isoformat()
        return ""

    @property
    def path(self) -> str:
        """The path without the moment and the format."""
        return f"/{'/'.join(map(_encoded, self.parts))}"

    @property
    def query(self) -> str:
        """The query, in a normal form."""
        return urlencode(self.options)

    @property
    def words(self) -> str:
        """The words of a search."""
        return " ".join(value for name, value in self.options if name == "q")

    @property
    def route(self) -> Route:
        """The report. Raises :class:`Refused` if no report has this path."""
        for one in ROUTES:
            rest = self.parts[len(one.path) :]
            if self.parts == (*one.path, *rest) and (one.takes or not rest):
                if one.needs and not rest:
                    message = f"say in the address what the page is about: {one.needs}"
                    raise Refused(HTTPStatus.NOT_FOUND, message)
                return one
        if len(self.parts) == 1 and (ref := typed_ref(self.parts[0])) and ref.kind:
            return Route((), "show", takes=True)
        raise Refused(
            HTTPStatus.NOT_FOUND,
            f"there is no page {quoted(self.path)}; pages are /timeline, /V-1, /brief/AZ-IQ,"
            " /search?q=words and those of the navigation",
        )

    def command_line(self) -> list[str]:
        """Return the command line of the report. Raises :class:`Refused`."""
        route = self.route
        given = list(self.options)
        names = {name for name, _ in given}
        given += [(name, one) for name, one in self._defaults(route).items() if name not in names]
        if self.as_of is not None:
            given.append(("to" if route.command == "audit diff" else AS_OF, self.as_of))
        arguments = list(self.parts[len(route.path) :])
        if route.command == "search":
            arguments += [word for name, one in given if name == "q" for word in one.split()]
            given = [(name, one) for name, one in given if name != "q"]
        line = [*route.command.split(), *_typed(route.command, given)]
        is_plain = not any(one.startswith("-") for one in arguments)
        return [*line, *([] if is_plain else ["--"]), *arguments]

    def _defaults(self, route: Route) -> dict[str, str]:
        """Return the default options of the route; days ago count from the moment of the page."""
        found = dict(route.defaults)
        with suppress(OverflowError):
            if "since" in found and self.day:
                found["since"] = (date.fromisoformat(self.day) - WEEK).isoformat()
        return found

    def with_limit(self, limit: int) -> str:
        """Return the address of the same page with another limit."""
        options = [(name, one) for name, one in self.options if name != "limit"]
        return f"{self.base}{self.path}?{urlencode([*options, ('limit', str(limit))])}"


def _with_format(parts: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Split the ending of a format from the last part of a path."""
    last = parts[-1] if parts else ""
    name, dot, end = last.rpartition(".")
    if not dot or end not in (*FORMATS, "html"):
        return tuple(parts), "html"
    own = [] if name == "index" and len(parts) == 1 else [name] if name else []
    return (*parts[:-1], *own), end


def _decoded(part: str) -> str:
    """Return a part of a path as text. Raises :class:`Refused`."""
    try:
        text = unquote_to_bytes(part).decode()
    except UnicodeDecodeError:
        raise Refused(HTTPStatus.BAD_REQUEST, "the address is not UTF-8") from None
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise Refused(HTTPStatus.BAD_REQUEST, "the address has control characters")
    return text


def _encoded(part: str | None) -> str:
    return urlencode({"": part or ""}, safe=":").removeprefix("=").replace("+", "%20")


def _options(query: str) -> Iterator[tuple[str, str]]:
    """Yield the options of a query. Raises :class:`Refused`."""
    try:
        found = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError:
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            f"the query is not UTF-8, or has more than {MOST} options",
        ) from None
    for name, value in found:
        if "\0" in name + value:
            raise Refused(HTTPStatus.BAD_REQUEST, "the query has control characters")
        yield name.removeprefix("--").replace("_", "-"), value


def _typed(command: str, given: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the options of a query as a person would type them. Raises :class:`Refused`."""
    known = COMMANDS[command][3] if command in COMMANDS else _OF_HOME
    of_pair: dict[str, list[str]] = {}
    for name, value in given:
        word = f"--{name}"
        if word not in known or name in _TAKEN:
            raise _unknown(name, known)
        type_, choices = known[word][2]
        chosen = _chosen(name, value, choices) if choices else value
        if type_ == "pair":
            of_pair.setdefault(word, []).extend(_sides(name, chosen))
        elif type_ == "flag":
            yield from [word] if chosen.lower() not in ("no", "false", "0") else []
        else:
            joins = type_.endswith("text")
            yield from (f"{word}={chosen}",) if joins else (word, _no_option(name, chosen))
    for word, values in of_pair.items():
        yield word
        yield from values


def _unknown(name: str, known: Collection[str]) -> Refused:
    names = sorted(one[2:] for one in known if one.startswith("--"))
    shown = ", ".join(one for one in names if one not in _TAKEN)
    return Refused(
        HTTPStatus.BAD_REQUEST,
        f"{quoted(name)} is not an option of this page; its options are {shown}",
    )


def _chosen(name: str, value: str, choices: Sequence[str]) -> str:
    """Return one of the choices. Raises :class:`Refused`.

    In a query, a plus sign means a space: ``withhold=TLP:AMBER+STRICT`` has a space in it.
    """
    found = value if value in choices else value.replace(" ", "+")
    if found not in choices:
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            f"{name}: {quoted(value)} is not one of {', '.join(choices)}",
        )
    return found


def _sides(name: str, value: str) -> list[str]:
    """Return the values of a pair, which may be one text: ``AZ,IQ``. Raises :class:`Refused`."""
    return [_no_option(name, one.strip()) for one in value.split(",")]


def _no_option(name: str, value: str) -> str:
    """Return a value, unless it could be taken for an option. Raises :class:`Refused`."""
    if value.startswith("-"):
        raise Refused(HTTPStatus.BAD_REQUEST, f"{name}: {quoted(value)} begins with a hyphen")
    return value


_OF_HOME = {
    "--as-of": ("", "as_of", ("text", ())),
    "--withhold": ("", "withhold", ("text", get_args(Marking))),
}
"""The options of the first page, as in the table of the commands."""
