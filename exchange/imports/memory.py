"""Reuse the drafts that earlier imports made from the same rows (decision 35)."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from dragoman.exchange.imports.drafts import Dataset
from dragoman.exchange.mappings.mapping import MappedTable
from dragoman.projections import Views, row_memory
from dragoman.store import RegisterError


@contextmanager
def remembering(views: Views, dataset: Dataset) -> Iterator[None]:
    """Give a mapped table access to the drafts that earlier imports made from its rows."""
    with ExitStack() as stack:
        if isinstance(dataset, MappedTable):
            with suppress(RegisterError):  # a memory that cannot be opened is not used
                dataset.memory = stack.enter_context(row_memory.remembering(views))
        yield
