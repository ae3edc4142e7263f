"""The options that all reports share: what to withhold, and the format.

The formats are terminal, JSON, CSV, Markdown and HTML.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from attrs import frozen

from dragoman.cli.page.page import Page, page_rows
from dragoman.cli.parameters import Group, Parameter
from dragoman.cli.session import Session
from dragoman.domain import Marking
from dragoman.exchange import refuse_together
from dragoman.projections import Report

FORMS = Group("Other formats")


def _form(text: str, **more: Any) -> Parameter:
    return Parameter(group=FORMS, negative=(), help=text, **more)


Withhold = Annotated[
    Marking | None,
    Parameter(
        help="Leave out records with this TLP marking or a stricter one, and what only they say."
    ),
]


@Parameter(name="*")
@frozen(kw_only=True)
class OutputFormats:
    """The options for what a report withholds, and for its format: Markdown, HTML or CSV."""

    withhold: Withhold = None
    csv: Annotated[bool, _form("Print CSV: one line per row.")] = False
    markdown: Annotated[bool, _form("Print Markdown.")] = False
    html: Annotated[
        Path | None,
        _form(
            "Write a self-contained HTML page to this file, or - for stdout.",
            allow_leading_hyphen=True,
        ),
    ] = None


PAGE_FORMS = OutputFormats()
STDOUT = Path("-")

Rows = Iterable[Mapping[str, Any]]


def prepare(session: Session, forms: OutputFormats) -> None:
    """Prepare for a report: withhold what the options say, and check the format.

    Raises :class:`UsageError` if the options ask for more than one format.
    """
    session.withholds(forms.withhold)
    asked = {
        "--json": session.output.as_json,
        "--csv": forms.csv,
        "--markdown": forms.markdown,
        "--html": forms.html is not None,
    }
    refuse_together([option for option, is_asked in asked.items() if is_asked])


class Answer(NamedTuple):
    """A report, with the functions that return its page and its rows."""

    report: Report | Mapping[str, Any]
    page: Callable[[], Page]
    rows: Callable[[], Rows]


def give(
    session: Session,
    forms: OutputFormats,
    report: Report | Mapping[str, Any],
    page: Callable[[], Page],
    rows: Callable[[], Rows] | None = None,
) -> int:
    """Print or write a report in the chosen format; return the exit code.

    A report without ``rows`` of its own has the rows of its page in CSV.
    """
    rows = rows or (lambda: page_rows(page()))
    output = session.output
    if session.on_report is not None:
        session.on_report(Answer(report, page, rows))
        return 0
    if output.as_json:
        output.report(report)
    elif forms.csv:
        from dragoman.cli.page.csv_rows import write_rows

        write_rows(output, rows())
        if session.left_out:
            output.notice(session.left_out)
    elif forms.markdown:
        from dragoman.cli.page.markdown import markdown

        output.verbatim(markdown(page()))
    elif forms.html is not None:
        from dragoman.cli.page.html import GENERATOR, html
        from dragoman.exchange import replace_own

        if forms.html == STDOUT:
            output.verbatim(html(page()))
            return 0
        replace_own(forms.html, html(page()).encode(), GENERATOR.encode(), "page")
        output.notice(f"wrote {forms.html}")
    else:
        from dragoman.cli.page.terminal import print_lines

        with output.paged():
            print_lines(output, page())
    return 0
