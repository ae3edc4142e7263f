"""What went wrong on a server or on the way to it, in one line that says what to do."""

from psycopg import Error

from dragoman.store.errors import NoAnswer, RegisterError
from dragoman.store.location import Location


class NoPrimary(NoAnswer):
    """Servers answer, but none of them takes entries, for example during a failover."""


_NO_ANSWER = (
    "could not translate host name",
    "failed to resolve host",
    "name or service not known",
    "connection refused",
    "timeout expired",
    "connection timeout",
    "no route to host",
    "network is unreachable",
    "no such file or directory",
    "server closed the connection",
    "the database system is",
    "connection reset",
    "could not receive data",
    "connection to server was lost",
    "consuming input failed",
    "the connection is lost",
    "the connection is closed",
    "eof detected",
    "could not send",
    "broken pipe",
)

_NO_PRIMARY = (
    "no server takes entries now: the servers that answer only let you read; try again later"
)

_WORDS = (
    (
        ("root certificate file",),
        "the certificate of the server cannot be checked: save the certificate of your ministry as"
        " ~/.postgresql/root.crt, or name its file in the URL: ?sslrootcert=FILE",
    ),
    (
        ("certificate verify failed", "does not match host name", "certificate has expired"),
        "the certificate of the server is not trusted ({said}); ask the administrator of the"
        " server",
    ),
    (
        ("does not support ssl", "no encryption"),
        "the server does not encrypt the connection; ask the administrator of the server",
    ),
    (
        ("password authentication failed", "no password supplied", "authentication failed"),
        "the server does not accept your password; write it into ~/.pgpass, which only you may"
        " read (mode 0600)",
    ),
    (
        ("no pg_hba.conf entry", "is not permitted to log in"),
        "the server does not let you log in ({said}); ask the administrator of the server",
    ),
    (
        ("session is read-only", "hot standby", "not in hot standby", "read-only transaction"),
        _NO_PRIMARY,
    ),
    (("does not exist",), "{said}; check the URL"),
    (
        ("too many clients", "remaining connection slots", "too many connections"),
        "the server has too many connections; try again later",
    ),
    (
        ("lock timeout",),
        "another desk has been recording for a minute; try again",
    ),
    (
        ("no space left", "disk full"),
        "the disk of the server is full; tell the administrator of the server",
    ),
)

_NO_REGISTER = (
    "there is no register in this database; its administrator can create one, with: dragoman"
    " register create URL"
)
_BY_STATE = {
    "28P01": "the server does not accept your password; write it into ~/.pgpass, which only you may"
    " read (mode 0600)",
    "25006": _NO_PRIMARY,
    "55P03": "another desk has been recording for a minute; try again",
    "53100": "the disk of the server is full; tell the administrator of the server",
    "53300": "the server has too many connections; try again later",
    "42P01": _NO_REGISTER,
    "3F000": _NO_REGISTER,
    "3D000": "there is no such database on the server; check the URL",
    "42883": "the register was made by another version of Dragoman; to see how, type: dragoman"
    " audit verify",
}


def is_lost(error: Error) -> bool:
    """Return whether an error means that the connection broke, or that no server answered."""
    state = error.sqlstate or ""
    said = str(error).lower()
    return (
        state.startswith("08")
        or state in ("57P01", "57P02", "57P03", "57P05", "25P03")
        or (not state and any(words in said for words in _NO_ANSWER))
    )


def fault_of(location: Location, error: Error, user: str = "") -> RegisterError:
    """Return an error whose message is one line about an error of the driver."""
    state, said = error.sqlstate or "", _said(error)
    if state in _BY_STATE:
        return _kind(_BY_STATE[state])(f"{location}: {_BY_STATE[state]}")
    if state == "42501":
        return RegisterError(f"{location}: {_not_allowed(said, user)}")
    for words, meaning in _WORDS:
        if found := next((word for word in words if word in said.lower()), None):
            return _kind(meaning)(f"{location}: {meaning.format(said=_clause(said, found))}")
    if is_lost(error):
        return NoAnswer(f"{location}: no answer ({_clause(said)})")
    return RegisterError(f"{location}: {said}")


def _kind(meaning: str) -> type[RegisterError]:
    """Return the class of an error; a server that only lets you read may take entries soon."""
    return NoPrimary if meaning == _NO_PRIMARY else RegisterError


def _not_allowed(said: str, user: str) -> str:
    """Return what to ask for; the server may say what is not allowed in any language."""
    you = f"as {user}, you" if user else "you"
    who = user or "NAME"
    if "append" in said or "take_turn" in said:
        return (
            f"{you} may read, but not record; ask the administrator of the register to type:"
            f" dragoman register grant {who} recorder"
        )
    if "keep_source" in said:
        return (
            f"{you} may read, but not keep sources; ask the administrator of the register to type:"
            f" dragoman register grant {who} recorder"
        )
    if "keep_seal" in said:
        return (
            f"{you} may not seal; ask the administrator of the register to type: dragoman register"
            f" grant {who} auditor"
        )
    return (
        f"{you} may not read the register; ask its administrator to type: dragoman register grant"
        f" {who} reader"
    )


def _said(error: Error) -> str:
    """Return what the server or the driver said, as one line."""
    primary = error.diag.message_primary
    return " ".join((primary or str(error) or type(error).__name__).split())


def _clause(said: str, around: str = "") -> str:
    """Return the part of a message that says why, without the addresses that were tried."""
    parts = [one.strip() for one in said.replace("FATAL:", ": ").split(": ") if one.strip()]
    chosen = next((one for one in reversed(parts) if around and around in one.lower()), parts[-1])
    return (
        chosen.partition(" - Is the server")[0].partition(" Is the server")[0].strip().rstrip(".")
    )
