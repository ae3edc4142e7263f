"""``dragoman feed``: make, list and revoke the feeds that a site offers."""

from typing import Annotated, Literal

from dragoman.cli.feeds.feeds import Feed, Feeds, digest_of, feeds_path, new_token
from dragoman.cli.noun import Noun
from dragoman.cli.page.output_formats import Withhold
from dragoman.cli.parameters import Parameter
from dragoman.cli.read.follow_ups import Owner
from dragoman.cli.read.reports import TopicFilters
from dragoman.cli.serve.address import LOCAL
from dragoman.cli.session import Injected, Session
from dragoman.exchange import UsageError
from dragoman.projections import Report, report_tag
from dragoman.store import queries

NO_FILTERS = TopicFilters()

app = Noun(name="feed", help="Calendars and news for programs that read them from dragoman serve.")


class FeedMade(Report, tag=report_tag("feed-new"), frozen=True, kw_only=True):
    """A new feed: its name, its contents, and its two addresses, which nobody can look up later."""

    name: str
    has: str
    calendar: str
    news: str


class FeedList(Report, tag=report_tag("feed-list"), frozen=True, kw_only=True):
    """The feeds of the register, also those that were revoked, in the order of their making."""

    path: str
    feeds: list[Feed]


class FeedRevoked(Report, tag=report_tag("feed-revoke"), frozen=True, kw_only=True):
    """A feed that was revoked."""

    name: str


@app.command
def new(
    *,
    name: Annotated[str, Parameter(help="The name of the feed: who reads it, and what for.")],
    filters: TopicFilters = NO_FILTERS,
    owner: Owner = (),
    all_: Annotated[
        bool,
        Parameter(
            name="--all", negative=(), help="Include past engagements and settled follow-ups."
        ),
    ] = False,
    tasks_as: Annotated[
        Literal["tasks", "events"],
        Parameter(
            help="Show follow-ups as tasks or, for programs that show no tasks (Google Calendar,"
            " Outlook), as all-day events on the due date."
        ),
    ] = "tasks",
    withhold: Withhold = None,
    site: Annotated[
        str,
        Parameter(help="The address of the site for the reader (default http://127.0.0.1:8770)."),
    ] = LOCAL,
    session: Injected,
) -> int:
    """Make a feed: a secret address of a calendar, and one of the news.

    The calendar (.ics) has planned engagements and open follow-ups, with their reminders, and the news
    (.atom) say what became known. Without --party, --between, --owner or --topic, a feed is about the
    parties of the context. A feed for an owner has only what that owner has to do. Everybody who has
    an address can read the feed, so send the address only to its reader. Dragoman keeps only a digest
    of the address.

    Example: dragoman feed new --name "Trade desk" --party IQ --withhold TLP:AMBER
    """
    if not name.strip() or not name.isprintable():
        raise UsageError("--name: write a name of one line, such as 'Trade desk'")
    if not site.startswith(("http://", "https://")):
        raise UsageError(f"--site: {site} is not an address; write https://register.example.org")
    token = new_token()
    feed = _feed(session, name.strip(), digest_of(token), filters, owner, all_, tasks_as, withhold)
    feeds_of(session).add(feed)
    place = f"{site.rstrip('/')}/feed/{token}"
    report = FeedMade(name=feed.name, has=feed.words, calendar=f"{place}.ics", news=f"{place}.atom")
    if session.output.as_json:
        session.output.report(report)
        return 0
    session.output.line(f"Made the feed {feed.name} ({feed.words}).")
    session.output.line(("calendar  ", "dim"), report.calendar)
    session.output.line(("news      ", "dim"), report.news)
    session.output.notice(
        "note: keep the addresses; they are shown only now, and work while dragoman serve runs"
    )
    return 0


def _feed(
    session: Session,
    name: str,
    digest: str,
    filters: TopicFilters,
    owner: tuple[str, ...],
    all_: bool,
    tasks_as: str,
    withhold: Withhold,
) -> Feed:
    """Return a feed with filters as codes and refs. Raises :class:`UsageError`."""
    from dragoman.cli.read.subjects import subject_given

    def known(option: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        found = [subject_given(session, option, one) for one in texts]
        return tuple(one.code or one.ref or one.name for one in found)

    filters.terms(session)  # refuses two names for the same party
    has_filters = bool(filters.between or filters.party or filters.topic or owner)
    parties = known("--party", filters.party)
    return Feed(
        name=name,
        token_sha256=digest,
        created_at=session.now().isoformat(timespec="seconds"),
        created_by=session.recorded_by,
        owner=known("--owner", owner),
        party=parties if has_filters else session.context,
        between=known("--between", filters.between or ()),
        topic=filters.topic,
        all=all_,
        tasks_as=tasks_as,
        withhold=withhold,
    )


def list_feeds(*, session: Injected) -> int:
    """List the feeds: what they have, who made them, and which are revoked.

    Example: dragoman feed list
    """
    found = feeds_of(session)
    report = FeedList(path=str(found.path), feeds=found.all())
    if session.output.as_json:
        session.output.report(report)
        return 0
    if not report.feeds:
        session.output.line("There are no feeds; to make one, type: dragoman feed new --name NAME")
    for one in report.feeds:
        state = "" if one.is_open else f", revoked {str(one.revoked_at)[:10]}"
        made = f"made {one.created_at[:10]} by {one.created_by}{state}"
        session.output.paragraph((one.name, "bold"), f"  {one.words}  ", (made, "dim"), hanging=2)
    return 0


app.add("list", lambda: list_feeds)


@app.command
def revoke(
    name: Annotated[str, Parameter(help="The name of the feed.")],
    /,
    *,
    session: Injected,
) -> int:
    """Revoke a feed: its addresses stop working at once.

    Example: dragoman feed revoke "Trade desk"
    """
    at = session.now().isoformat(timespec="seconds")
    feed = feeds_of(session).revoke(name, at)
    session.output.answer(FeedRevoked(name=feed.name), f"Revoked the feed {feed.name}.")
    return 0


def feeds_of(session: Session) -> Feeds:
    """Return the feeds of the register."""
    with session.engine.connect() as register:
        return Feeds(feeds_path(session.location, queries.identity(register).id.hex))
