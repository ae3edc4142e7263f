"""Prompts: what is missing is asked for, one question each, where a person can answer."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from dragoman.exchange import UsageError

if TYPE_CHECKING:
    from dragoman.cli.session import Session


YES = ("yes", "y", "Yes", "Y", "YES")


def can_ask() -> bool:
    """Whether a person reads the questions and types the answers."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def asked(
    session: "Session",
    name: str,
    question: str,
    default: str = "",
    check: Callable[[str], object] = lambda text: None,
) -> str:
    """The answer to a question about the option ``--NAME``; where nobody can answer, a refusal.

    ``check`` raises ``ValueError`` for an answer that does not fit, which is asked for again.
    """
    if not can_ask():
        raise UsageError(f"--{name.replace('_', '-')} is missing: {question}")
    while True:
        answer = _line(session, question, default)
        if answer is None:
            raise UsageError(f"no answer; nothing was recorded (--{name.replace('_', '-')})")
        try:
            if answer:
                check(answer)
                return answer
        except ValueError as error:
            session.output.notice(str(error))


def confirm(session: "Session", told: str, question: str, where_right: str, otherwise: str) -> None:
    """Ask whether what looks wrong is right. Raises :class:`UsageError` unless the answer is yes.

    Where nobody can answer, ``--yes`` does, ``where_right``; ``otherwise`` is what to do instead.
    """
    if not can_ask():
        raise UsageError(f"{told}; {where_right}, add --yes")
    if asked(session, "yes", f"{told}. {question}", "no") not in YES:
        raise UsageError(f"nothing was recorded; {otherwise}")


def _line(session: "Session", question: str, default: str) -> str | None:
    """The line that was typed, the default for an empty one, ``None`` at the end of input."""
    hint = f" [{default}]" if default else ""
    session.output.notices.print(f"{question}{hint} ", end="", soft_wrap=True)
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        session.output.notice("")
        raise
    if not line:
        session.output.notice("")
        return None
    return line.strip() or default
