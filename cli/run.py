"""Run a command line: parse the line, run the command, and print an error as one line."""

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from dragoman.cli.interrupted import INTERRUPTED
from dragoman.cli.light import answered
from dragoman.cli.output import Colour, Output, spell_out
from dragoman.cli.quick import common_only, parsed
from dragoman.store import Location

if TYPE_CHECKING:
    from dragoman.cli.session import Session


class Common(NamedTuple):
    """The options that all commands take."""

    register: str | None = None
    json: bool = False
    color: Colour | None = None
    ascii: bool = False
    context: str | None = None
    debug: bool = False


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, and exit with its exit code: 0 done, 1 failed, 2 usage error."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit code. Print an error as one line on stderr."""
    if obstacle := _obstacle(arguments):
        return complain(obstacle, 2)
    spell_out(sys.stdout)
    try:
        code = _code(arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt as interrupt:
        return complain(str(interrupt) or INTERRUPTED, 130)
    except BrokenPipeError:
        _drop_output()
        return 141
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _failed(error, arguments)


def _obstacle(arguments: Sequence[str]) -> str | None:
    """Return why no command can run in this process, or ``None`` if commands can run."""
    if sys.stdout is None or sys.stdin is None:
        return "standard input and output must be open; use /dev/null"
    if any("\0" in one for one in arguments):
        return "an argument contains a NUL character; remove it"
    return None


def _code(arguments: Sequence[str]) -> int:
    """Run the command line with the fastest parser that accepts it; return the exit code."""
    code = answered([*arguments])
    if code is not None:
        return code
    if {"--version", "--json"} <= {*arguments} and (common := _of_version(arguments)):
        from dragoman.cli.versions import print_versions

        return performed(print_versions, (), {}, common, arguments)
    found = parsed(arguments)
    if found is None:
        from dragoman.cli.shorthand import in_full

        arguments = in_full(arguments)
        found = parsed(arguments)
    if found is not None:
        common = Common(**found.common)
        return performed(found.command, found.values, found.options, common, arguments)
    from dragoman.cli.main import interpreted

    return interpreted(arguments)


def _of_version(arguments: Sequence[str]) -> Common | None:
    """Return the common options beside ``--version``, or ``None`` if there are other words."""
    common = common_only([one for one in arguments if one != "--version"])
    return None if common is None else Common(**common)


def performed(
    command: Callable[..., Any],
    values: Sequence[Any],
    options: Mapping[str, Any],
    common: Common,
    typed: Sequence[str],
) -> int:
    """Run a command with its positional and named arguments; return the exit code.

    ``typed`` is the command line, for a command in which the order of the options matters.
    """
    session = _session(common, typed, repairs=command.__module__ in _REPAIRS)
    try:
        return _answer(partial(command, *values, **options, session=session), session)
    finally:
        session.close()


_REPAIRS = ("dragoman.cli.config", "dragoman.cli.help", "dragoman.cli.versions")
"""The modules of commands that invalid settings do not stop: they repair
settings, or show help or versions."""


def _session(common: Common, typed: Sequence[str], repairs: bool) -> "Session":
    """Return the session with the settings of a command."""
    from dragoman.cli.session import Session
    from dragoman.cli.settings import Settings, configured, context_codes

    given = {"register": common.register, "context": common.context, "color": common.color}
    settings = Settings(given, {} if repairs else configured())
    if repairs:
        output = Output(as_json=common.json, colour=common.color or "auto", ascii=common.ascii)
        return Session(Location(Path()), output, settings=settings)
    output = Output(
        as_json=common.json,
        colour=cast("Colour", settings.text("color")),
        ascii=common.ascii,
        zone=settings.text("zone"),
        pager=settings.value("pager").text,
    )
    return Session(
        Location.parse(settings.text("register")),
        output,
        settings.chosen("name"),
        context_codes(settings.text("context")),
        tuple(typed),
        settings,
    )


def _answer(command: "partial[Any]", session: "Session") -> int:
    """Run a command; if it fails for a reason that Dragoman can repair, repair it and run again.

    Dragoman removes damaged views, so that the command rebuilds them. If a report needs a register
    that does not exist yet, Dragoman uses an empty register.
    """
    try:
        return int(command())
    except Exception as error:
        begins = _reads(command) and _begins_empty(error, session)
        if not (begins or (is_database_error(error) and session.discards_damaged_views())):
            raise
        return int(command())


_REPORTS = ("dragoman.cli.read.", "dragoman.cli.audit.app", "dragoman.cli.audit.audit_diff")
_LIVE = "dragoman.cli.read.watch"
"""The live report: with an empty register, it would not see a register that somebody creates."""


def _reads(command: "partial[Any]") -> bool:
    """Return whether a command is a report that can run on an empty register."""
    module = command.func.__module__
    return module.startswith(_REPORTS) and module != _LIVE


def _begins_empty(error: Exception, session: "Session") -> bool:
    """If the register is missing, print a note, use an empty register and return ``True``."""
    from dragoman.store import RegisterMissing

    if not isinstance(error, RegisterMissing):
        return False
    session.output.notice(f"note: {error}")
    session.rehearse()
    session.register()
    return True


def is_database_error(error: BaseException | None) -> bool:
    """Return whether an error, or any error in its chain of causes, is a database error."""
    chain = [error] if error else []
    while chain and (cause := chain[-1].__cause__) and cause not in chain:
        chain.append(cause)
    from dragoman.store import database_errors

    return any(isinstance(one, database_errors()) for one in chain)


def _drop_output() -> None:
    """Discard the rest of the output, so that the interpreter does not flush it at exit."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def _failed(error: Exception, arguments: Sequence[str]) -> int:
    from dragoman.exchange import SeveralErrors, UsageError
    from dragoman.store import RegisterError

    if isinstance(error, UnicodeEncodeError) and (broken := _broken(arguments)):
        return complain(f"{broken} is not UTF-8 text; type it again", 2)
    if isinstance(error, SeveralErrors):
        for message in error.messages:
            complain(message)
        return complain(f"{len(error.messages)} faults; nothing was recorded", 2)
    if isinstance(error, UsageError):
        return complain(str(error), 2)
    if isinstance(error, RegisterError):
        return complain(str(error))
    if is_database_error(error):
        from dragoman.store import cause_of

        return complain(f"the register or its views cannot be used: {cause_of(error)}")
    if isinstance(error, OSError):
        _drop_output()
        return complain(f"{error.filename or 'the output'}: {error.strerror or error}")
    name = type(error).__name__
    return complain(f"{name}: {error} (this is a bug in Dragoman; to see where, add --debug)")


def _broken(arguments: Sequence[str]) -> str | None:
    """Return the first argument that is not valid UTF-8, escaped, or ``None`` if there is none."""
    return next((ascii(one) for one in arguments if re.search("[\ud800-\udfff]", one)), None)


def complain(message: str, code: int = 1) -> int:
    """Print an error on stderr; return the exit code."""
    from dragoman.exchange import safe

    print(f"dragoman: {safe(message)}", file=sys.stderr)
    return code
