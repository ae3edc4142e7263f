"""``dragoman record``: record a dispatch from a YAML file."""

from typing import Annotated

from dragoman.cli.parameters import Parameter
from dragoman.cli.record.options import (
    IN_DOUBT,
    DoubtOptions,
    DryRun,
    Restore,
    RestoringOptions,
    Yes,
)
from dragoman.cli.record.recording import record_dispatch
from dragoman.cli.record.source_intake import Sources, opened, take_in
from dragoman.cli.session import Injected
from dragoman.exchange import Fault, checked, read_yaml


def record(
    file: Annotated[
        str, Parameter(help="The YAML file, or - for stdin.", allow_leading_hyphen=True)
    ],
    /,
    *,
    doubts: DoubtOptions = IN_DOUBT,
    sources: Sources = None,
    restore: Restore = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    session: Injected,
) -> int:
    """Record a dispatch: all records of a YAML file, or none."""
    content = read_yaml(file, session.standard_input)
    texts = opened(sources) if sources else None
    try:
        dispatch = checked(content.data)
        act = RestoringOptions(restore=restore, dry_run=dry_run, yes=yes)
        code = record_dispatch(session, dispatch, act, doubts)
    except Fault as fault:
        raise content.error(fault) from fault
    if texts and not dry_run and code == 0:
        take_in(session, texts)
    return code
