"""Prompts: ask a question for each missing value, if a person can answer."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from dragoman.exchange import Fault, UsageError

if TYPE_CHECKING:
    from dragoman.cli.session import Session


YES = ("yes", "y", "Yes", "Y", "YES")


def can_ask() -> bool:
    """Return whether a person can read questions and type answers."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def asked(
    session: "Session",
    name: str,
    question: str,
    default: str = "",
    check: Callable[[str], object] = lambda text: None,
    skips: bool = False,
) -> str:
    """Ask for the value of the option ``--NAME``, and return the answer.

    If ``check`` raises ``ValueError`` or :class:`Fault` for an invalid answer, ask the question
    again. If ``skips`` is set, Enter skips the question, and the answer is empty. Raises
    :class:`UsageError` if nobody can answer.
    """
    if not can_ask():
        raise UsageError(f"--{name.replace('_', '-')} is missing. {question}")
    while True:
        answer = _line(session, question, default)
        if answer is None:
            raise UsageError(f"no answer; nothing was recorded (--{name.replace('_', '-')})")
        try:
            if answer:
                check(answer)
            if answer or skips:
                return answer
            session.output.notice("an answer is needed; to stop, press Ctrl-C")
        except (ValueError, Fault) as error:
            session.output.notice(str(error))


def confirm(session: "Session", doubt: str, question: str, if_right: str, advice: str) -> None:
    """Ask the user to confirm something that looks wrong.

    Raises :class:`UsageError` unless the answer is yes. ``advice`` tells the user what to do after
    another answer. If nobody can answer, the error says to add ``--yes`` in the case that
    ``if_right`` describes.
    """
    if not can_ask():
        raise UsageError(f"{doubt}; {if_right}, add --yes")
    if asked(session, "yes", f"{doubt}. {question}", "no") not in YES:
        raise UsageError(f"nothing was recorded; {advice}")


def _line(session: "Session", question: str, default: str) -> str | None:
    """Return the typed line, ``default`` for an empty line, or ``None`` at the end of input."""
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
