"""A press item: its text, and what its file says about it."""

from attrs import frozen

from dragoman.domain import ImpreciseDate


class UnreadableArticle(ValueError):
    """Raised for a file that is not a press item; the message is one line for the user."""


@frozen
class Published:
    """The day on which an item was published, and the part of the file that says so.

    ``origin`` names that part, for example ``JSON-LD datePublished`` or ``Date header``. The day is
    the day at the place of publication if the file gives its offset.
    """

    date: ImpreciseDate
    origin: str


@frozen(kw_only=True)
class Article:
    """A press item: its text, and what the file says about it.

    The text begins with the headline. It is in NFC, its lines end with LF, and it has no markup and
    no invisible characters. Paragraphs are separated by a blank line or by the end of a line.

    ``language`` is the primary tag of BCP 47 (``de``) that the file declares, which may be the
    language of the site. ``notes`` are sentences for the user about what was not read.
    """

    text: str
    title: str | None = None
    published: Published | None = None
    language: str | None = None
    url: str | None = None
    publisher: str | None = None
    notes: tuple[str, ...] = ()
