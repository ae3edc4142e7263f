"""``dragoman context``: the parties that a desk is about, which fill defaults and filter reports."""

import os
import re
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from dragoman.cli.session import Injected, config_path, configured
from dragoman.domain import CountryError, side
from dragoman.exchange import UsageError
from dragoman.projections import Report, report_tag

NONE = "none"


class Context(Report, tag=report_tag("context"), frozen=True, kw_only=True):
    """The parties that a desk is about, by their codes."""

    context: list[str]


def context(
    *parties: Annotated[str, Parameter(help="The states or organisations: AZ IQ; none for none.")],
    session: Injected,
) -> int:
    """Tell or set the context: the parties that your desk is about."""
    if parties:
        codes = () if parties == (NONE,) else _codes("-".join(parties), "context")
        _write(config_path(), codes)
        session.context = codes
    report = Context(context=list(session.context))
    session.output.answer(report, worded(session.context) or "No context is set.")
    return 0


def worded(codes: tuple[str, ...]) -> str:
    """``context AZ-IQ``; empty where there is none."""
    return f"context {'-'.join(codes)}" if codes else ""


def context_of(given: str | None, settings: dict[str, Any]) -> tuple[str, ...]:
    """The codes of the context: as given, as ``DRAGOMAN_CONTEXT`` or the settings say."""
    if given is not None:
        return _codes(given, "--context")
    if (variable := os.environ.get("DRAGOMAN_CONTEXT")) is not None:
        return _codes(variable, "DRAGOMAN_CONTEXT")
    return _codes(settings.get("context", ""), "config.toml: context")


def _codes(text: str, where: str) -> tuple[str, ...]:
    """Parties with a hyphen between them: ``AZ-IQ``. Raises :class:`UsageError`."""
    if text.strip().lower() in ("", NONE):
        return ()
    try:
        return tuple(dict.fromkeys(side(part) for part in re.split(r"[-\u2013,]", text)))
    except CountryError as error:
        raise UsageError(f"{where}: {error}") from error


def _write(path: Path, codes: tuple[str, ...]) -> None:
    """Set the context in the settings, whole or not at all; the other lines stay as they are."""
    configured()
    from dragoman.exchange import rewrite

    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if not re.match(r"\s*context\s*=", line)]
    setting = [f'context = "{"-".join(codes)}"'] if codes else []
    rewrite(path, "\n".join([*kept, *setting, ""]).encode())
