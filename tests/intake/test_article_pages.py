"""Items from HTML pages: the text of the article, and the metadata of the page."""

import json
from typing import Any

import pytest

from dragoman.exchange.intake.articles.opening import article
from tests.intake.test_articles import no_network, refusal

__all__ = ["no_network"]

BODY = (
    "The deputy foreign minister of Azerbaijan, Yalchin Rafiyev, was in Baghdad on 20 April for the"
    " second session of the political consultations between the two foreign ministries."
)


def page(body: str, head: str = "", lang: str = "") -> bytes:
    """Return an HTML page."""
    declared = f' lang="{lang}"' if lang else ""
    return f"<!doctype html><html{declared}><head>{head}</head><body>{body}</body></html>".encode()


def text(body: str, head: str = "") -> str:
    """Return the text that is read from a page."""
    return article(page(body, head)).text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One<p>Two", "One\n\nTwo"),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("One<br>Two<br/><br />Three", "One\nTwo\n\nThree"),
        ("<ul><li>One<li>Two</ul>", "One\n\nTwo"),
        ("<p>One <b>bold</b>  \n word</p>", "One bold word"),
        ("<pre>One\n  Two</pre>", "One\nTwo"),
        (
            "<p>Tom &amp; Ann&nbsp;&eacute;&#233;&#xe9; &lt;b&gt; &nosuch; &#0;</p>",
            "Tom & Ann ééé <b> &nosuch; \ufffd",
        ),
        ("<p>a < b and 5<6</p>", "a < b and 5<6"),
        ("<p title='>'>One</p><p title=it's>Two</p>", "One\n\nTwo"),
        ('<p class="x>One</p><p>Two</p>', "One\n\nTwo"),
        ("<p>One<!-- > hidden --> two<!---->three</p>", "One twothree"),
        ("<p>One</b></i></p></div><p>Two", "One\n\nTwo"),
        ("<p>One<script>var a = '<p>no</p>';</script></p><style>p{}</style>", "One"),
        (
            "<p>One</p><noscript>no</noscript><template>no</template><svg><text>no</text></svg>",
            "One",
        ),
        ("<nav>no</nav><header>no</header><p>One</p><aside>no</aside><footer>no</footer>", "One"),
        ("<p>One</p><div hidden>no<div>no</div>no</div><p>Two</p>", "One\n\nTwo"),
        ("<p>One</p><div style='display: none'>no</div><p aria-hidden=true>no<p>Two", "One\n\nTwo"),
        (
            "<p>One</p><span style='font-size:0'>no</span><span style='opacity: 0.9'>Two</span>",
            "One\n\nTwo",
        ),
        ("<p>One</p><div role=navigation>no</div><div class='social share'>no</div>", "One"),
        ("<ul><li><a href=/a>no</a></li><li><a href=/b>no</a></li></ul><p>One</p>", "One"),
        ("<a name=top><p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<table><tr><td>A<td>B</tr><tr><td>C</td></tr></table>", "A\nB\n\nC"),
        ("<p>He said <q>no</q>.</p>", "He said “no”."),
        ("<my-page><my-part>One</my-part></my-page>", "One"),
        ("<p>One</p><button>no</button><select><option>no<option>no</select>two", "One\n\ntwo"),
    ],
)
def test_markup_becomes_paragraphs(markup: str, expected: str) -> None:
    assert text(markup) == expected


@pytest.mark.parametrize(
    "around",
    [
        "<article><header><h1>Talks</h1></header>{}</article>",
        "<main><h1>Talks</h1>{}</main>",
        "<div role=main><h1>Talks</h1>{}</div>",
        "<h1>Talks</h1><div itemprop='articleBody'>{}</div>",
        "<article><h1>Talks</h1>{}<footer>Share</footer></article><article>Teaser</article>",
    ],
)
def test_the_article_of_a_page_is_read(around: str) -> None:
    """What the page marks as the article is read, with the headline first, and nothing else."""
    others = "<div>Weather: 20 degrees</div>"

    assert text(others + around.format(f"<p>{BODY}</p>") + others) == f"Talks\n\n{BODY}"


def test_a_page_of_teasers_is_read_as_a_whole() -> None:
    """If no article has most of the text, all of them are read."""
    found = text("".join(f"<article><p>Item {n}. {BODY}</p></article>" for n in range(4)))

    assert found.count(BODY) == 4


def test_the_headline_comes_first_and_once() -> None:
    head = (
        '<title>Talks in Baghdad | Ministry</title><meta property="og:site_name" content=Ministry>'
    )

    read = article(page(f"<p>20 April</p><h1>Talks in  Baghdad</h1><p>{BODY}</p>", head))
    without = article(page(f"<p>{BODY}</p>", head))

    assert read.text == f"Talks in Baghdad\n\n20 April\n\n{BODY}"
    assert without.text == f"Talks in Baghdad\n\n{BODY}"
    assert (read.title, without.title) == ("Talks in Baghdad", "Talks in Baghdad")
    assert read.publisher == "Ministry"


def ld(data: Any, kind: str = "application/ld+json") -> str:
    """Return a script with JSON-LD."""
    return f'<script type="{kind}">{json.dumps(data)}</script>'


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Talks in Baghdad",
    "datePublished": "2025-04-21T01:30:00+04:00",
    "dateModified": "2025-05-01",
    "publisher": {"@type": "Organization", "name": "Report Agency"},
    "mainEntityOfPage": "https://example.org/talks",
    "inLanguage": "en-GB",
}


@pytest.mark.parametrize(
    "scripts",
    [
        ld(NEWS),
        ld([NEWS]),
        ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "X"}, NEWS]}),
        "<script type=application/ld+json>{broken</script>" + ld(NEWS),
        ld(NEWS | {"@type": ["http://schema.org/NewsArticle", "Thing"]}),
        ld(
            {
                "@graph": [
                    NEWS | {"publisher": {"@id": "#o"}},
                    {"@id": "#o", "name": "Report Agency"},
                ]
            }
        ),
    ],
)
def test_json_ld_describes_the_article(scripts: str) -> None:
    read = article(page(f"<p>{BODY}</p>", scripts))

    assert read.published is not None
    assert (str(read.published.date), read.published.origin) == (
        "2025-04-21",
        "JSON-LD datePublished",
    )
    assert (read.title, read.publisher) == ("Talks in Baghdad", "Report Agency")
    assert (read.url, read.language) == ("https://example.org/talks", "en")


def test_a_body_in_json_ld_replaces_a_page_without_the_text() -> None:
    body = ld(NEWS | {"articleBody": f"<p>{BODY}</p><p>Second.</p>"})

    assert text("<p>Loading</p>", body) == f"Talks in Baghdad\n\n{BODY}\n\nSecond."


@pytest.mark.parametrize(
    ("head", "body", "day", "origin"),
    [
        (
            '<meta property="article:published_time" content="2025-04-20T10:00:00Z">',
            "",
            "2025-04-20",
            "meta article:published_time",
        ),
        (
            '<meta name="DC.date.issued" content="2025-04-20">',
            "",
            "2025-04-20",
            "meta dc.date.issued",
        ),
        ('<meta name="DC.Date" content="2025-04">', "", "2025-04", "meta dc.date"),
        (
            '<meta itemprop="datePublished" content="20250420">',
            "",
            "2025-04-20",
            "itemprop datePublished",
        ),
        (
            "",
            '<article><time datetime="2025-04-20 09:00">x</time><p>y</article>',
            "2025-04-20",
            "time in the article",
        ),
        (
            '<meta name=pubdate content="Sun, 20 Apr 2025 23:00:00 -0500">',
            "",
            "2025-04-20",
            "meta pubdate",
        ),
        ('<meta property="article:modified_time" content="2025-04-20">', "", None, None),
        ('<meta property="article:published_time" content="yesterday">', "", None, None),
        ('<meta property="article:published_time" content="1970-01-01">', "", None, None),
        ('<meta property="article:published_time" content="2025-13-45">', "", None, None),
        ("", '<time datetime="2025-04-20">outside of an article</time>', None, None),
        (
            f"{ld(NEWS | {'datePublished': 'soon'})}<meta name=date content=2025-04-19>",
            "",
            "2025-04-19",
            "meta date",
        ),
    ],
)
def test_the_date_comes_from_the_metadata(
    head: str, body: str, day: str | None, origin: str | None
) -> None:
    found = article(page(f"{body}<p>{BODY}</p>", head)).published

    assert (found and str(found.date), found and found.origin) == (day, origin)


@pytest.mark.parametrize(
    ("lang", "head", "language", "url"),
    [
        ("de-AT", '<link rel=canonical href="https://a.example/x">', "de", "https://a.example/x"),
        (
            "",
            "<meta property=og:locale content=az_AZ><meta property=og:url content=http://a.b/>",
            "az",
            "http://a.b/",
        ),
        (
            "",
            '<meta http-equiv=Content-Language content="ru, en"><link rel=canonical href=/x>',
            "ru",
            None,
        ),
        ("x-default", '<link rel=canonical href="javascript:alert(1)">', None, None),
        ("und", '<link rel=stylesheet href="https://a.example/x.css">', None, None),
    ],
)
def test_language_and_address_are_declared(
    lang: str, head: str, language: str | None, url: str | None
) -> None:
    read = article(page(f"<p>{BODY}</p>", head, lang))

    assert (read.language, read.url) == (language, url)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1251", "cp1251"),
        ("KOI8-R", "koi8-r"),
        ("utf-8", "cp1251"),
        ("nosuch", "cp1251"),
        ("utf-16", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("zip", "utf-8"),
    ],
)
def test_the_declared_encoding_counts_if_the_bytes_agree(declared: str, encoding: str) -> None:
    words = "Заместитель министра провёл консультации в Москве"
    for head in (
        f'<meta charset="{declared}">',
        f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">',
    ):
        content = f"<html><head>{head}</head><body><p>{words}</p></body></html>".encode(encoding)
        assert article(content).text == words


def test_chinese_and_japanese_encodings_are_read() -> None:
    for declared, encoding, words in (
        ("gb2312", "gb18030", "外交部副部长在巴格达举行磋商"),
        ("Shift_JIS", "cp932", "外務副大臣はバグダッドで協議した"),
        ("iso-2022-jp", "iso2022-jp", "外務副大臣は協議した"),
    ):
        content = f"<html><meta charset={declared}><p>{words}</p></html>".encode(encoding)
        assert article(content).text == words


def test_nothing_is_loaded() -> None:
    """Addresses in a page are not opened, and entities of a document type are not replaced."""
    markup = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<html><head><meta http-equiv=refresh content="0;url=http://example.org/">'
        "<base href=http://example.org/><link rel=stylesheet href=//example.org/a.css>"
        "<script src=http://example.org/a.js></script></head><body><p>One &x; two</p>"
        "<img src=http://example.org/a.png><iframe src=http://example.org/></iframe></body></html>"
    )

    assert article(markup.encode()).text.endswith("One &x; two")


def test_a_page_without_text_is_refused() -> None:
    markup = b"<!doctype html><div id=app></div><script>load()</script><p hidden>Ignore me</p>"

    assert "the page has no text" in refusal(markup, "a.html")
