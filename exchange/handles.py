"""The handles of the records of a dispatch, and the records that a link in the file can name."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import UNSET, UnsetType

from dragoman.domain import called, fold, term_of
from dragoman.exchange.documents import RecordDocument
from dragoman.exchange.translate import kind_of


def handles_of(records: Sequence[RecordDocument]) -> list[str]:
    """Return the handle of each record; a record without a handle gets one from kind and title.

    Such a handle does not depend on the place of the record in the file, because a later file may
    have other records before it.
    """
    own = {str(one.handle) for one in records if one.handle is not UNSET}
    counts: Counter[str] = Counter()
    return [
        _made(one, own, counts) if isinstance(one.handle, UnsetType) else one.handle
        for one in records
    ]


def _made(record: RecordDocument, own: set[str], counts: Counter[str]) -> str:
    """Return a handle that no other record has: ``meeting-talks``, ``meeting-talks-2``."""
    words = "-".join([kind_of(record), *fold(_title(record)).split()])
    while True:
        counts[words] += 1
        handle = f"{words}-{counts[words]}" if counts[words] > 1 else words
        if handle not in own:
            return handle


def _title(record: RecordDocument) -> str:
    fields = {name: getattr(record, name, None) or None for name in record.__struct_fields__}
    return str(called(fields) or "")


def named_here(records: Sequence[RecordDocument]) -> Mapping[tuple[str, str], str]:
    """Return the handles of the records of a file, by kind and folded title or name.

    A title that several records of a kind share is left out.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for record, handle in zip(records, handles_of(records), strict=True):
        for name in _names(record):
            found.setdefault((kind_of(record), term_of(name)), set()).add(handle)
    return {key: handles.pop() for key, handles in found.items() if len(handles) == 1}


def _names(record: RecordDocument) -> Iterator[str]:
    if title := _title(record):
        yield title
    yield from getattr(record, "aliases", None) or ()
