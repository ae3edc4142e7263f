"""``dragoman context``: the parties of a desk, which are defaults for records and reports."""

from typing import Annotated

from dragoman.cli.parameters import Parameter
from dragoman.cli.session import Injected
from dragoman.cli.settings import context_codes, keep
from dragoman.exchange import UsageError
from dragoman.projections import Report, report_tag


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
        try:
            session.context = context_codes("-".join(parties))
        except ValueError as error:
            raise UsageError(f"context: {error}") from error
        keep("context", "-".join(session.context))
    report = Context(context=list(session.context))
    session.output.answer(report, worded(session.context) or "No context is set.")
    return 0


def worded(codes: tuple[str, ...]) -> str:
    """Return the context as text: ``context AZ-IQ``, or an empty string without a context."""
    return f"context {'-'.join(codes)}" if codes else ""
