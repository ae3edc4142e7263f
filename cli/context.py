"""``dragoman context``: the parties of a desk, which are defaults for records and reports."""

import os
import re
from pathlib import Path
from typing import Annotated, Any

from dragoman.cli.folders import config_path, configured
from dragoman.cli.parameters import Parameter
from dragoman.cli.session import Injected
from dragoman.domain import CountryError, side
from dragoman.exchange import UsageError
from dragoman.projections import Report, report_tag

NONE = "none"


class Context(Report, tag=report_tag("context"), frozen=True, kw_only=True):
    """The codes of the parties of a desk."""

    context: list[str]


def context(
    *parties: Annotated[
        str,
        Parameter(help="States or organisations: AZ IQ; or the word 'none', to clear the context."),
    ],
    session: Injected,
) -> int:
    """Show or set the context: the parties of your desk."""
    if parties:
        codes = () if parties == (NONE,) else _codes("-".join(parties), "context")
        _write(config_path(), codes)
        session.context = codes
    report = Context(context=list(session.context))
    session.output.answer(report, worded(session.context) or "No context is set.")
    return 0


def worded(codes: tuple[str, ...]) -> str:
    """Return the context as text: ``context AZ-IQ``, or an empty string without a context."""
    return f"context {'-'.join(codes)}" if codes else ""


def context_of(given: str | None, settings: dict[str, Any]) -> tuple[str, ...]:
    """Return the codes in the context: from the option, ``DRAGOMAN_CONTEXT`` or the settings."""
    if given is not None:
        return _codes(given, "--context")
    if (variable := os.environ.get("DRAGOMAN_CONTEXT")) is not None:
        return _codes(variable, "DRAGOMAN_CONTEXT")
    return _codes(settings.get("context", ""), "config.toml: context")


def _codes(text: str, where: str) -> tuple[str, ...]:
    """Parse names or codes separated by hyphens (``AZ-IQ``). Raises :class:`UsageError`."""
    if text.strip().lower() in ("", NONE):
        return ()
    try:
        return tuple(dict.fromkeys(side(part) for part in re.split(r"[-\u2013,]", text)))
    except CountryError as error:
        raise UsageError(f"{where}: {error}") from error


def _write(path: Path, codes: tuple[str, ...]) -> None:
    """Write the context to the settings file atomically; keep all other lines of the file."""
    configured()
    from dragoman.exchange import rewrite

    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if not re.match(r"\s*context\s*=", line)]
    setting = [f'context = "{"-".join(codes)}"'] if codes else []
    rewrite(path, "\n".join([*kept, *setting, ""]).encode())
