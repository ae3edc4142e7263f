"""How to connect to a server: the options of a URL, and safe defaults."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from dragoman.store.errors import RegisterError
from dragoman.store.location import Location

Purpose = Literal["read", "record"]
"""What a connection is for. Any server answers a reader, but only the primary records."""

DEFAULTS = {
    "connect_timeout": "5",
    "application_name": "dragoman",
    "client_encoding": "UTF8",
    # a line that is cut is noticed after this time
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
"""The options that a URL may change; see "Parameter Key Words" in the manual of PostgreSQL."""

LIMITS = "-c lock_timeout=60s -c idle_in_transaction_session_timeout=10min"
"""The settings of a connection that a URL may change: how long to wait for another desk."""

SETTINGS = (
    "-c synchronous_commit=on -c TimeZone=UTC -c DateStyle=ISO -c search_path=dragoman,pg_temp"
    " -c jit=off"  # compiling takes longer than our short queries
)
"""The settings of each connection, which neither a URL nor the server changes."""


def conninfo(location: Location, purpose: Purpose, servers: str = "") -> str:
    """Return the connection string of libpq for a purpose. Raises :class:`RegisterError`.

    Several hosts are tried in turn. ``servers`` is the value of ``target_session_attrs`` for a
    reader, such as ``standby``.
    """
    try:
        given = conninfo_to_dict(location.url)
    except ProgrammingError as error:
        raise RegisterError(f"{location}: {str(error).strip()}") from error
    hosts = _hosts(given)
    wanted = {**DEFAULTS, **given}
    if not all(map(is_this_machine, hosts)):
        wanted.setdefault("sslmode", "verify-full")
    if purpose == "record":
        wanted["target_session_attrs"] = "read-write"
    elif servers:
        wanted["target_session_attrs"] = servers
    else:
        wanted.setdefault("target_session_attrs", "any")
    wanted["options"] = f"{LIMITS} {given.get('options', '')} {SETTINGS}"
    return make_conninfo("", **wanted)


def has_several_hosts(location: Location) -> bool:
    """Return whether a URL names several hosts, one of which may be a standby."""
    return len(_hosts(conninfo_to_dict(location.url))) > 1


def _hosts(given: Mapping[str, object]) -> list[str]:
    return str(given.get("host") or given.get("hostaddr") or "").split(",")


def is_this_machine(host: str) -> bool:
    """Return whether a host is this machine: a socket, ``localhost`` or a loopback address."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
