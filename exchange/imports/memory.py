"""Tell a data set what earlier imports recorded: drafts of the same rows, or known items."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from dragoman.exchange.calendars.calendar_file import CalendarFile
from dragoman.exchange.imports.drafts import Dataset
from dragoman.exchange.mappings.mapping import MappedTable
from dragoman.projections import Views, row_memory, rows
from dragoman.store import RegisterError


@contextmanager
def remembering(views: Views, dataset: Dataset) -> Iterator[None]:
    """Give a mapped table access to the drafts that earlier imports made from its rows.

    A calendar gets the digests of its known items (see decisions 35 and 48).
    """
    with ExitStack() as stack:
        if isinstance(dataset, CalendarFile):
            dataset.known = _known(views, dataset)
        if isinstance(dataset, MappedTable):
            with suppress(RegisterError):  # a memory that cannot be opened is not used
                dataset.memory = stack.enter_context(row_memory.remembering(views))
        yield


def _known(views: Views, dataset: Dataset) -> dict[str, str]:
    with views.engine.connect() as connection:
        found = rows.all_of(connection, dataset.name)
        return {key: digest for some in found for key, _, digest in some}
