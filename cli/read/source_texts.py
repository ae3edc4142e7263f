"""``dragoman source show``: the kept texts of a record's sources, with the words of its fields."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from attrs import frozen
from msgspec import UNSET, UnsetType

from dragoman.cli.output import Output, StyledText
from dragoman.cli.page.output_formats import Withhold
from dragoman.cli.page.terminal import LABEL
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.reports import AsOf, check_ref
from dragoman.cli.record.naming import EVERY_KIND, ref_meant
from dragoman.cli.record.recording import by_option
from dragoman.cli.session import Injected, Session
from dragoman.cli.wording import facts, rule
from dragoman.domain import called, many, quoted
from dragoman.exchange import (
    Mark,
    TextLine,
    UsageError,
    field_named,
    lines_in,
    marks_in,
    quoted_fields,
    text_of,
    write_new,
)
from dragoman.projections import AsOf as Stand
from dragoman.projections import Report, Shape, report_tag

if TYPE_CHECKING:
    from dragoman.projections import RecordDoc, SourceDoc
    from dragoman.store import SourceArchive

AROUND = 2
"""The number of lines to show before and after the words of a field."""


class SourceMark(Shape, frozen=True, kw_only=True):
    """The words of a field in a text.

    ``line`` is the number of the line with the first word, from 1. ``start`` and ``end`` count the
    characters of the text, from 0.
    """

    field: str
    line: int
    start: int
    end: int
    words: str


class SourceText(Shape, frozen=True, kw_only=True):
    """A source of the record, and its text.

    ``text`` is set if the source is ``kept`` as text, and is not ``changed``. ``size`` is the number
    of bytes. A source is changed if its SHA-256 is not the one that the record cites.
    """

    title: str
    publisher: str | None
    published: str | None
    sha256: str | None
    kept: bool
    changed: bool
    size: int | UnsetType = UNSET
    text: str | UnsetType = UNSET
    marks: list[SourceMark]


class SourceTexts(Report, tag=report_tag("source-texts"), frozen=True, kw_only=True):
    """The texts of the sources that a record cites.

    ``field`` limits the marks to the words of a field and its parts. ``not_found`` are the fields
    whose words none of the kept texts has.
    """

    as_of: Stand
    ref: str
    field: str | None
    sources: list[SourceText]
    not_found: list[str]


def show(
    ref: Annotated[str, Parameter(help="The record: V-12.")],
    field: Annotated[
        str | None,
        Parameter(help="Show only the lines with the words of this field: occurred, place."),
    ] = None,
    /,
    *,
    source: Annotated[
        int | None, Parameter(help="Show only this source, by its number in the list.")
    ] = None,
    save: Annotated[
        Path | None,
        Parameter(help="Write the kept source, byte for byte, to this new file, and show nothing."),
    ] = None,
    as_of: AsOf = None,
    withhold: Withhold = None,
    session: Injected,
) -> int:
    """Show the kept texts of a record's sources, with the words on which its fields rest.

    On a terminal, the words are bold and underlined; elsewhere, they are between >> and <<. A > at the
    beginning of a line says that the line has such words. If a kept text is no longer the text that
    the record cites, the command does not show it, and the exit code is 1. The exit code is also 1 if
    no kept text has the words of FIELD. With --withhold, the command does not show a text that a withheld
    record cites, too.

    Example: dragoman source show V-1 occurred
    """
    from dragoman.projections.reports.records import known_of

    session.withholds(withhold)
    with by_option():
        wanted = check_ref(ref_meant(session, ref, EVERY_KIND, "ref"))
    with session.reading(as_of) as (snapshot, today):
        doc = known_of(snapshot, session.existing(snapshot, wanted, as_of))
        head, stand = facts(snapshot, today, as_of), snapshot.as_of
        hidden = snapshot.redaction.cited(snapshot.views) if snapshot.redaction else set()
    cited = _chosen(str(wanted), doc, source)
    archive = session.engine.sources()
    if save is not None:
        return _save(session, str(wanted), [_Kept.of(archive, one, hidden) for one in cited], save)
    field, words = _words(str(wanted), wanted.kind or "", doc, field)
    kept = [_Kept.of(archive, one, hidden) for one in cited]
    texts = [_shape(one, words) for one in kept]
    found = {mark.field for one in texts for mark in one.marks}
    missing = [one for one in words if one not in found] if any(one.text for one in texts) else []
    report = SourceTexts(
        as_of=stand, ref=str(wanted), field=field, sources=texts, not_found=missing
    )
    if session.output.as_json:
        session.output.report(report)
    else:
        title = f"{wanted} {called(doc) or wanted.kind}"
        with session.output.paged():
            _print(session.output, title, head, report, words)
    is_lost = bool(field) and not found
    return 1 if is_lost or any(one.changed for one in texts) else 0


@frozen
class _Kept:
    """A source, and its content; ``is_changed`` says that the content is not what it was."""

    source: "SourceDoc"
    content: bytes | None
    is_changed: bool = False

    @classmethod
    def of(cls, archive: "SourceArchive", source: "SourceDoc", hidden: Collection[str]) -> "_Kept":
        """Load the content of a source, unless its digest is among the ``hidden`` ones."""
        from dragoman.projections import digest_in
        from dragoman.store import SourceChanged, sources

        digest = digest_in(source)
        if digest in hidden:
            return cls(source, None)
        try:
            return cls(source, sources.load(archive, digest) if digest else None)
        except SourceChanged:
            return cls(source, None, is_changed=True)


def _chosen(ref: str, doc: "RecordDoc", number: int | None) -> "list[SourceDoc]":
    """Return the sources of a record, or the one with a number. Raises :class:`UsageError`."""
    from dragoman.projections import cited_in

    cited = cited_in(doc)
    if not cited:
        raise UsageError(f"{ref} cites no source; to cite one, type: dragoman source cite {ref}")
    if number is None:
        return cited
    if not 1 <= number <= len(cited):
        raise UsageError(f"--source: {ref} cites {many(len(cited), 'source')}; {number} is not one")
    return [cited[number - 1]]


def _words(
    ref: str, kind: str, doc: "RecordDoc", field: str | None
) -> tuple[str | None, dict[str, str]]:
    """Return the name of a field, and its words and those of its parts; without a field, all."""
    every = quoted_fields(doc.get("as_written", {}))
    if field is None:
        return None, every
    first, dot, rest = field.partition(".")
    name = f"{field_named(kind, first.replace('-', '_'))}{dot}{rest}"
    own = {one: text for one, text in every.items() if one == name or one.startswith(f"{name}.")}
    if not own:
        others = f"; it has words for {', '.join(every)}" if every else ""
        raise UsageError(f"{ref} does not keep the words of a source for {quoted(name)}{others}")
    return name, own


def _save(session: Session, ref: str, found: "Sequence[_Kept]", path: Path) -> int:
    kept = [one for one in found if one.content is not None]
    if not kept and any(one.is_changed for one in found):
        raise UsageError(
            f"--save: the kept text of {ref} was changed; to see more, type: dragoman source show"
            f" {ref}"
        )
    if len(kept) != 1:
        how = "; choose one with --source" if kept else ""
        raise UsageError(f"--save: {many(len(kept), 'source')} of {ref} kept{how}")
    content = kept[0].content
    assert content is not None
    write_new(path, content)
    session.output.notice(f"wrote {path}")
    return 0


# --- The report ---------------------------------------------------------------------------------


def _shape(kept: _Kept, words: Mapping[str, str]) -> SourceText:
    from dragoman.projections import digest_in

    source, content = kept.source, kept.content
    text = text_of(content) if content is not None else None
    return SourceText(
        title=source["title"],
        publisher=source.get("publisher"),
        published=source.get("published"),
        sha256=digest_in(source),
        kept=content is not None or kept.is_changed,
        changed=kept.is_changed,
        size=UNSET if content is None else len(content),
        text=UNSET if text is None else text,
        marks=[] if text is None else list(_marks(text, words)),
    )


def _marks(text: str, words: Mapping[str, str]) -> Iterator[SourceMark]:
    """Yield the marks in a text, each with its line."""
    lines = lines_in(text)
    line = next(lines, TextLine(1, 0, 0))
    for mark in marks_in(text, words):
        while mark.start > line.end:
            line = next(lines)
        yield SourceMark(
            field=mark.field,
            line=line.number,
            start=mark.start,
            end=mark.end,
            words=text[mark.start : mark.end],
        )


# --- On a terminal and in a pipe ----------------------------------------------------------------


def _print(
    output: Output, title: str, head: Sequence[str], report: SourceTexts, words: Mapping[str, str]
) -> None:
    output.paragraph((title, "bold"), *(f" {output.dot} {one}" for one in head), hanging=4)
    total = len(report.sources)
    for number, source in enumerate(report.sources, 1):
        output.line((rule(output, f"SOURCE {number} OF {total}" if total > 1 else "SOURCE"), "dim"))
        for label, value in _header(source):
            output.paragraph((output.cell(label, LABEL), "dim"), value, hanging=LABEL)
        if source.text:
            _print_text(output, source, only_marked=report.field is not None)
    for field in report.not_found:
        output.paragraph(f"{field}: no kept text has the words {quoted(words[field])}", hanging=2)
    if not any(source.kept for source in report.sources):
        output.paragraph(
            "No text is kept. If you have the text of a source, type: dragoman source keep"
            f" {report.ref} FILE",
            hanging=2,
        )


def _header(source: SourceText) -> Iterator[tuple[str, StyledText]]:
    """Yield the lines about a source: a label and a value."""
    yield "title", source.title
    if source.publisher:
        yield "publisher", source.publisher
    if source.published:
        yield "published", source.published
    if source.sha256:
        yield "sha256", source.sha256
    yield "text", _state(source)
    fields: dict[str, dict[str, None]] = {}
    for mark in source.marks:
        fields.setdefault(mark.field, {})[str(mark.line)] = None
    for field, lines in fields.items():
        yield field, f"line{'s' if len(lines) > 1 else ''} {', '.join(lines)}"


def _state(source: SourceText) -> StyledText:
    if source.changed:
        return "CHANGED: not the text that the record cites, so it is not shown", "overdue"
    if source.size is UNSET:
        return "not kept"
    size = many(int(source.size), "byte")
    return f"{size}, kept" if source.text else f"{size}, kept, but not as text; use --save FILE"


def _print_text(output: Output, source: SourceText, only_marked: bool) -> None:
    """Print the numbered lines of a text, or only the lines around the marked words."""
    assert isinstance(source.text, str)
    lines, text = [*lines_in(source.text)], source.text
    marks = _merged(source.marks)
    marked = {line.number for line in lines for mark in marks if _meets(line, mark)}
    wide = len(str(len(lines)))
    before = 0
    for line in lines:
        if only_marked and not any(abs(line.number - one) <= AROUND for one in marked):
            continue
        if line.number > before + 1 and only_marked:
            output.line(("  …", "dim"))
        before = line.number
        sign = ">" if line.number in marked else " "
        gutter = (f"{sign} {line.number:>{wide}}  ", "dim")
        own = [mark for mark in marks if _meets(line, mark)]
        output.paragraph(gutter, *_parts(output, text, line, own), hanging=wide + 4)


def _merged(marks: Sequence[SourceMark]) -> list[Mark]:
    """Return the marked stretches of a text, without overlaps."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda one: one.start):
        if merged and mark.start < merged[-1].end:
            merged[-1] = Mark("", merged[-1].start, max(merged[-1].end, mark.end))
        else:
            merged.append(Mark("", mark.start, mark.end))
    return merged


def _meets(line: TextLine, mark: Mark) -> bool:
    return mark.start < line.end and mark.end > line.start


def _parts(
    output: Output, text: str, line: TextLine, marks: Sequence[Mark]
) -> Iterator[StyledText]:
    """Yield the parts of a line, with the marked words in a style or between signs."""
    at = line.start
    for mark in marks:
        start, end = max(mark.start, line.start), min(mark.end, line.end)
        yield text[at:start]
        words = text[start:end].rstrip()
        yield (words, "quoted") if output.has_styles else f">>{words}<<"
        at = start + len(words)
    yield text[at : line.end]
