"""``dragoman read``: propose the records in a press item."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from attrs import asdict

from dragoman.cli.clock import believe_clock
from dragoman.cli.parameters import Parameter
from dragoman.cli.prompts import asked, can_ask
from dragoman.cli.record import editor
from dragoman.cli.record.compose import edited
from dragoman.cli.record.options import (
    IN_DOUBT,
    DoubtOptions,
    DryRun,
    Restore,
    RestoringOptions,
    Yes,
)
from dragoman.cli.record.own_reader import OwnReader, own_reader
from dragoman.cli.session import Injected, Session
from dragoman.domain import DateError, ImpreciseDate, many, quoted, understand
from dragoman.exchange import UsageError
from dragoman.projections import Report, Shape, report_tag

if TYPE_CHECKING:
    from dragoman.exchange import Article, Claim, Item, Proposal, Reader
    from dragoman.projections import Snapshot

MOST_BYTES = 20 * 1024 * 1024
"""The maximum size of a press item, in bytes."""


class ClaimShape(Shape, frozen=True, kw_only=True):
    """A proposed value: its record and field, and the words of the text on which it rests.

    ``start`` and ``end`` are offsets in the text, in characters. ``by`` is the name of the reader.
    """

    record: str
    path: str
    value: str
    quote: str
    start: int
    end: int
    by: str


class DroppedShape(ClaimShape, frozen=True, kw_only=True):
    """A proposed value that failed its check, and why."""

    reason: str


class ReadReport(Report, tag=report_tag("read"), frozen=True, kw_only=True):
    """The proposal for a press item: its claims, and the draft of the dispatch."""

    language: str
    published: str | None
    sha256: str
    claims: list[ClaimShape]
    dropped: list[DroppedShape]
    draft: str


_RECORDS_NOTHING = (
    "note: this command records nothing here; give --new, --strict, --restore, --dry-run and --yes"
    " to the command that records the draft: dragoman record DRAFT"
)
"""The note if someone typed an option that counts only when the draft is recorded."""

UNKNOWN = "unknown"
"""The word for a date of publication that nobody knows."""

_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


def read(
    item: Annotated[
        str,
        Parameter(
            help="The press item: a file (txt, html, pdf, eml), - for stdin, or the text itself.",
            allow_leading_hyphen=True,
        ),
    ],
    /,
    *,
    published: Annotated[
        str | None, Parameter(help="Publication date: 2025-04-21, 2025-04, or unknown.")
    ] = None,
    language: Annotated[
        str | None, Parameter(help="Language of the item: de, en, fr, ru, tr, az, es or ar.")
    ] = None,
    encoding: Annotated[
        str | None, Parameter(help="Encoding of the file, if Dragoman cannot tell it: cp1251.")
    ] = None,
    url: Annotated[
        str | None, Parameter(help="URL of the item, to cite it; Dragoman fetches nothing.")
    ] = None,
    title: Annotated[
        str | None, Parameter(help="Title of the source; by default, the headline.")
    ] = None,
    publisher: Annotated[str | None, Parameter(help="Publisher of the item.")] = None,
    rules_only: Annotated[
        bool, Parameter(negative=(), help="Do not run the reader that config.toml names.")
    ] = False,
    keep: Annotated[
        bool, Parameter(negative=(), help="Keep the text beside the register.")
    ] = False,
    discard: Annotated[
        bool, Parameter(negative=(), help="Do not keep the text, even if keep_sources says yes.")
    ] = False,
    doubts: DoubtOptions = IN_DOUBT,
    restore: Restore = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    session: Injected,
) -> int:
    """Propose the records in a press item, as a draft that you check in your editor."""
    if keep and discard:
        raise UsageError("--keep and --discard contradict each other; leave one of them out")
    if published is not None:
        _date(session, published)  # before the work, so that a mistake is seen at once
    act = RestoringOptions(restore=restore, dry_run=dry_run, yes=yes)
    edits = session.output.is_terminal and can_ask() and not session.output.as_json
    if edits:
        _believe_clock(session, act)
    article = _article(session, item, encoding)
    known = _known(session, article, published, language, url, title, publisher)
    proposal = _proposal(session, known, None if rules_only else own_reader())
    _note_counts(session, proposal)
    keeps = not discard and (keep or session.keeps_sources)
    code = (_edit if edits else _print)(session, proposal, act, doubts)
    if keeps and not (code or dry_run):
        _keep(session, known)
    return code


def _believe_clock(session: Session, act: RestoringOptions) -> None:
    """Ask about a doubtful clock before the user checks a draft in vain."""
    if not act.dry_run:
        believe_clock(session, act.yes)


def _edit(
    session: Session, proposal: "Proposal", act: RestoringOptions, doubts: DoubtOptions
) -> int:
    """Let the user check the draft in an editor, and record it."""
    path = editor.keep(proposal.draft().text(), session.now())
    return edited(session, path, act, doubts)


def _print(
    session: Session, proposal: "Proposal", act: RestoringOptions, doubts: DoubtOptions
) -> int:
    """Print the draft, or its report with ``--json``; record nothing."""
    if session.output.as_json:
        session.output.report(_report(proposal))
    else:
        session.output.verbatim(proposal.draft().text())
    if doubts != IN_DOUBT or act != RestoringOptions():
        session.output.notice(_RECORDS_NOTHING)
    return 0


def _keep(session: Session, item: "Item") -> None:
    """Keep the text of an item beside the register, if there is a register."""
    if session.location.exists():
        session.keep_source(item.text.encode())
        session.output.notice(f"note: kept the text ({item.digest[:12]}…) beside the register")
    else:
        session.output.notice(
            "note: there is no register yet; when the draft is recorded, keep the text with:"
            " dragoman source keep REF FILE"
        )


def _article(session: Session, item: str, encoding: str | None) -> "Article":
    """Return the press item that an argument names. Raises :class:`UsageError`."""
    from dragoman.exchange import MOST_CHARACTERS, UnreadableArticle, article

    name, content = _content(session, item)
    try:
        found = article(content, name, encoding)
    except UnreadableArticle as error:
        raise UsageError(str(error)) from error
    for note in found.notes:
        session.output.notice(f"note: {note}")
    if len(found.text) > MOST_CHARACTERS:
        raise UsageError(
            f"{_named(item)}: the text has {len(found.text):,} characters, and Dragoman reads up to"
            f" {MOST_CHARACTERS:,}; cut out the item, and read it alone"
        )
    return found


def _content(session: Session, item: str) -> tuple[str, bytes]:
    """Return the name and the bytes of an item: a file, standard input, or the text itself."""
    if item == "-":
        return "", session.standard_input(MOST_BYTES + 1)
    if _URL.fullmatch(item.strip()):
        raise UsageError(
            f"{quoted(item)} is a URL, and Dragoman fetches nothing; save the page, and type:"
            " dragoman read FILE --url URL"
        )
    if re.search(r"\s", item.strip()) and not _exists(item):
        return _named(item), item.encode("utf-8", "surrogateescape")
    try:
        with Path(item).open("rb") as file:
            return item, file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise UsageError(f"{item}: {cause}; name a file, or - for stdin") from error


def _named(item: str) -> str:
    return "the text" if re.search(r"\s", item.strip()) and not _exists(item) else item


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


# --- What is known about the item -------------------------------------------------------------


def _known(
    session: Session,
    article: "Article",
    published: str | None,
    language: str | None,
    url: str | None,
    title: str | None,
    publisher: str | None,
) -> "Item":
    """Return the item to read, with what the options and the file say about it."""
    from dragoman.exchange import Item

    tag = _language(article, language)
    return Item(
        text=article.text,
        language=tag,
        published=_published(session, article, tag, published),
        title=title or article.title,
        publisher=publisher or article.publisher,
        url=url or article.url,
    )


def _language(article: "Article", language: str | None) -> str:
    from dragoman.exchange import READ_LANGUAGES, language_of

    choices = f"{', '.join(READ_LANGUAGES[:-1])} or {READ_LANGUAGES[-1]}"
    if language is not None:
        tag = language.partition("-")[0].lower()
        if tag not in READ_LANGUAGES:
            raise UsageError(f"--language: {quoted(language)} is not one of {choices}")
        return tag
    found = language_of(article.text) or (article.language or "").partition("-")[0]
    if found not in READ_LANGUAGES:
        raise UsageError(
            f"cannot tell the language of the item; Dragoman reads {choices}: add --language"
        )
    return found


def _published(
    session: Session, article: "Article", language: str, typed: str | None
) -> ImpreciseDate | None:
    """Return the date of publication: typed, from the file, from the dateline, or asked for."""
    from dragoman.exchange import dateline

    if typed is None and article.published:
        session.output.notice(
            f"published {article.published.date.for_people()} ({article.published.origin})"
        )
        return article.published.date
    if typed is None and (found := dateline(article.text, language)):
        session.output.notice(f"published {found.for_people()} (the dateline)")
        return found
    if typed is None:
        typed = asked(
            session,
            "published",
            "When was the item published? (2025-04-21, 2025-04, or unknown)",
            check=lambda text: _date(session, text),
        )
    return _date(session, typed)


def _date(session: Session, typed: str) -> ImpreciseDate | None:
    if typed.strip().lower() == UNKNOWN:
        return None
    try:
        date: ImpreciseDate = understand(typed, session.today, -1, session.zone)
    except DateError as error:
        raise UsageError(f"--published: {error}") from error
    if date.first is not None and date.first > session.today.toordinal():
        raise UsageError(f"--published: {quoted(typed)} is in the future")
    return date


# --- The proposal -----------------------------------------------------------------------------


def _proposal(session: Session, item: "Item", own: OwnReader | None) -> "Proposal":
    """Return the proposed records, compared with the register if there is one."""
    from dragoman.exchange import RecordNames, known_words, propose, reconciled
    from dragoman.projections import Snapshot

    if not session.location.exists():
        return propose(item, _readers(own, None))
    register, views = session.register(), session.views()
    views.refresh()
    with views.engine.connect() as connection:
        snapshot = Snapshot(connection)
        proposal = propose(item, _readers(own, snapshot), known_words(snapshot))
        names = RecordNames(snapshot, register)
        records = reconciled(
            proposal.records, names, lambda act: register.rehearse(act, views).result
        )
    return proposal.with_records(records)


def _readers(own: OwnReader | None, snapshot: "Snapshot | None") -> "list[Reader]":
    """Return our own rules, and the user's reader if there is one."""
    from dragoman.exchange import knowledge_to_share, read_by_rules

    if own is None:
        return [read_by_rules]
    known = knowledge_to_share(snapshot) if own.shares and snapshot else None
    return [read_by_rules, lambda item, mentions: own.claims(item, mentions, known)]


def _report(proposal: "Proposal") -> ReadReport:
    item = proposal.item
    return ReadReport(
        language=item.language,
        published=item.published.text if item.published else None,
        sha256=item.digest,
        claims=[ClaimShape(**_parts(claim, item.text)) for claim in proposal.checked.kept],
        dropped=[
            DroppedShape(**_parts(one.claim, item.text), reason=one.reason)
            for one in proposal.checked.dropped
        ],
        draft=proposal.draft().text(),
    )


def _parts(claim: "Claim", text: str) -> dict[str, Any]:
    return {**asdict(claim), "quote": text[claim.start : claim.end]}


def _note_counts(session: Session, proposal: "Proposal") -> None:
    """Say how many claims failed their checks, and why."""
    reasons: Sequence[tuple[str, int]] = sorted(proposal.checked.reasons.items())
    if reasons:
        listed = "; ".join(f"{count}: {reason}" for reason, count in reasons)
        total = sum(count for _, count in reasons)
        session.output.notice(f"note: dropped {many(total, 'proposed value')} ({listed})")
    if not proposal.records:
        session.output.notice("note: found no visit, session, meeting or signing in the item")
