"""The formats of a report: terminal, JSON, CSV, Markdown and HTML."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from attrs import frozen

from dragoman.cli.page.page import Page
from dragoman.cli.parameters import Group, Parameter
from dragoman.cli.session import Session
from dragoman.exchange import refuse_together
from dragoman.projections import Report

FORMS = Group("Other formats")


def _form(text: str, **more: Any) -> Parameter:
    return Parameter(group=FORMS, negative=(), help=text, **more)


@Parameter(name="*")
@frozen(kw_only=True)
class OutputFormats:
    """The options for the output format of a report without rows: Markdown or HTML."""

    markdown: Annotated[bool, _form("Print Markdown.")] = False
    html: Annotated[
        Path | None,
        _form(
            "Write a self-contained HTML page to this file, or - for stdout.",
            allow_leading_hyphen=True,
        ),
    ] = None


@Parameter(name="*")
@frozen(kw_only=True)
class RowForms(OutputFormats):
    """The options for the output format of a report with rows: Markdown, HTML or CSV."""

    csv: Annotated[bool, _form("Print CSV: one line per row.")] = False


ALL_FORMS = RowForms()
STDOUT = Path("-")
PAGE_FORMS = OutputFormats()

Rows = Iterable[Mapping[str, Any]]


def check_forms(session: Session, forms: OutputFormats) -> None:
    """Raise :class:`UsageError` if the options ask for more than one format."""
    asked = {
        "--json": session.output.as_json,
        "--markdown": forms.markdown,
        "--html": forms.html is not None,
        "--csv": isinstance(forms, RowForms) and forms.csv,
    }
    refuse_together([option for option, is_asked in asked.items() if is_asked])


def give(
    session: Session,
    forms: OutputFormats,
    report: Report | Mapping[str, Any],
    page: Callable[[], Page],
    rows: Callable[[], Rows] = tuple,
) -> int:
    """Print or write a report in the chosen format; return the exit code."""
    output = session.output
    if output.as_json:
        output.report(report)
    elif isinstance(forms, RowForms) and forms.csv:
        from dragoman.cli.page.csv_rows import write_rows

        write_rows(output, rows())
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
