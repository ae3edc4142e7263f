"""Records as event data: a row for each ordered pair of sides, coded with CAMEO or PLOVER.

The file is tab-separated and has a header, like the files of GDELT and ICEWS. See
:mod:`dragoman.domain.codes` for the codes. The rows leave out people, contents, agreements, later
events and confidence; ``Ref`` identifies the record. The column ``Date`` is the first day, if
known; the column ``EDTF`` and the two columns with its bounds give every date.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO
from uuid import UUID

from dragoman.domain import (
    PLANNED,
    Dyad,
    actor_code,
    called,
    country_name,
    dyads,
    event_date,
    is_for_reply,
    parse_date,
)
from dragoman.exchange.exports.export_format import (
    ExportFormat,
    ExportReport,
    Material,
    Summary,
    number,
    numbers,
)
from dragoman.exchange.tabular import cell
from dragoman.projections.reports.selection import SelectedRecord

Row = dict[str, object]
Columns = Callable[[Dyad], Row]


def _cameo(dyad: Dyad) -> Row:
    """Return the cells of an event by column, with the column names of GDELT."""
    return {
        "Actor1Code": actor_code(dyad.source),
        "Actor1Name": country_name(dyad.source),
        "Actor2Code": actor_code(dyad.target),
        "Actor2Name": country_name(dyad.target),
        "EventCode": dyad.code.cameo,
        "EventRootCode": dyad.code.root,
        "QuadClass": dyad.code.quad_class,
        "GoldsteinScale": dyad.code.goldstein,
    }


def _plover(dyad: Dyad) -> Row:
    """Return the cells of an event by column, with the column names of PLOVER."""
    return {
        "SourceCode": actor_code(dyad.source),
        "SourceName": country_name(dyad.source),
        "RecipientCode": actor_code(dyad.target),
        "RecipientName": country_name(dyad.target),
        "EventType": dyad.code.plover,
        "Mode": dyad.code.mode,
        "Context": dyad.code.context,
    }


def _dated(edtf: str | None) -> Row:
    """Return the date columns: the first day (if known), the EDTF text, and its bounds."""
    date = parse_date(edtf) if edtf else None
    start = parse_date(date.edtf.partition("/")[0]) if date and date.first is not None else None
    return {
        "Date": start.earliest if start and start.is_exact_day else "",
        "EDTF": date and date.edtf,
        "Earliest": date and date.earliest,
        "Latest": date and date.latest,
    }


def _rows(item: SelectedRecord, columns: Columns) -> Iterator[Row]:
    doc = item.doc
    urls = (one.get("url") for one in doc.get("sources", ()))
    planned = doc.get("occurred") if doc.get("status") in PLANNED else None
    about = {
        "Ref": item.ref,
        "Kind": item.kind,
        "Status": doc.get("status"),
        "PlannedFor": parse_date(planned).edtf if planned else planned,
        "Title": called(doc),
        "SOURCEURL": next(filter(None, urls), ""),
    }
    for dyad in () if _is_left_out(item) else dyads(item.kind, doc):
        dated = _dated(event_date(item.kind, doc, dyad.source))
        id_ = {"EventID": f"{item.ref}/{dyad.source}/{dyad.target}"}
        yield id_ | dated | columns(dyad) | about


def _is_left_out(item: SelectedRecord) -> bool:
    """Return whether a record is retracted, or is the follow-up for the reply to a message."""
    agreed_in = item.doc.get("agreed_in")
    is_reply = agreed_in is not None and is_for_reply(UUID(item.id), UUID(agreed_in))
    return item.is_retracted or is_reply


_ANY = SelectedRecord(0, "", "", "meeting", {"parties": ["AZ", "IQ"], "status": "held"})
"""A sample record, from which the export takes the names of the columns for the header."""


def _header(columns: Columns) -> str:
    return "\t".join(next(_rows(_ANY, columns)))


def _write(material: Material, file: IO[bytes], columns: Columns) -> Summary:
    file.write(f"{_header(columns)}\n".encode())
    events, left_out = 0, Counter[str]()
    for item in material.items():
        rows = list(_rows(item, columns))
        events += len(rows)
        if not rows:
            left_out[item.kind] += 1
        for row in rows:
            file.write(("\t".join(map(cell, row.values())) + "\n").encode())
    notices = (f"not coded: {numbers(left_out)}",) if left_out else ()
    report = partial(ExportReport, events=events, not_coded=dict(left_out))
    return Summary(report, (number(events, "event"),), notices)


def _format(words: str, columns: Columns) -> ExportFormat:
    mark = _header(columns).encode()
    return ExportFormat(f"table of {words} events", mark, partial(_write, columns=columns))


CAMEO = _format("CAMEO", _cameo)
PLOVER = _format("PLOVER", _plover)
