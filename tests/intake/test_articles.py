"""Press items of every format become text, with what the file says about them."""

import socket
import unicodedata
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.exchange.intake.articles.clean_text import clean
from dragoman.exchange.intake.articles.opening import Article, UnreadableArticle, article


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every use of the network fail."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def refusal(content: bytes, name: str = "item") -> str:
    """Return the message for an item that is refused; the message is one line."""
    with pytest.raises(UnreadableArticle) as error:
        article(content, name)
    message = str(error.value)
    assert message.startswith(f"{name or 'standard input'}: ")
    assert message.isprintable()
    return message


FRENCH = (
    "Le ministre reçoit son homologue\n\nLe ministre des Affaires étrangères a reçu à Paris son"
    " homologue. L'été prochain, où la réunion aura lieu, ils évoqueront la coopération.\n"
)
TURKISH = "Dışişleri Bakanı Ankara'da Azerbaycan Cumhurbaşkanı ile görüştü. Türkiye için önemli."
RUSSIAN = "Заместитель министра провёл консультации в Москве.\nСтороны обсудили сотрудничество."
ARABIC = "استقبل وزير الخارجية في بغداد نظيره الأذربيجاني Jeyhun Bayramov يوم 20 أبريل 2025."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "cp1252"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "cp1256"),
    ],
)
def test_the_encoding_of_a_text_is_recognised(text: str, encoding: str) -> None:
    assert article(text.encode(encoding)).text == text.strip()


def test_an_uncertain_code_page_is_asked_for() -> None:
    """If several code pages make words, the message shows a word in each; the user may choose."""
    content = "Besuch bei Herrn Þór".encode("cp1252")

    assert "--encoding cp1252 reads" in refusal(content)
    assert article(content, encoding="cp1252").text.endswith("Þór")


def test_bytes_that_are_not_utf_8_are_counted() -> None:
    content = "Zürich\nGenève\nÖsterreich\n".encode() + b"Stra\xdfe\n"

    read = article(content)

    assert read.text.endswith("Stra\ufffde")
    assert read.notes == ("1 character is not utf-8, shown as \ufffd",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        ("\u200b\u202e\n".encode(), "has no text"),
        (b"<html><body><script>x</script></body></html>", "the page has no text"),
        (b"PK\x03\x04\x14\0\0\0", "word processor"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (bytes(range(256)) * 10, "binary file"),
        (b"\x01\x02\x03abc" * 100, "binary file"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "is XML"),
        ("Besuch in Bagdad".encode("utf-16-le"), "--encoding utf-16-le"),
        (b"a" * ((10 << 20) + 1), "is larger than 10 MiB"),
        (b"%PDF-1.7\n" + b"a" * (20 << 20), "is larger than 20 MiB"),
    ],
)
def test_what_is_not_an_item_is_refused_in_one_line(content: bytes, words: str) -> None:
    assert words in refusal(content)
    assert words in refusal(content, "")


def test_the_seed_keeps_its_paragraphs() -> None:
    """A text with one line for each paragraph keeps its lines, and gives its headline."""
    paragraphs = [f"Absatz {number}. " + "Die Seiten sprachen. " * 20 for number in range(3)]
    written = "\n\nKonsultationen in Bagdad\n\n" + "\r\n".join(paragraphs) + "\n\n\n"

    read = article(written.encode(), "a.txt")

    assert read.title == "Konsultationen in Bagdad"
    assert read.text.split("\n") == ["Konsultationen in Bagdad", "", *map(str.strip, paragraphs)]


def test_lines_of_a_fixed_width_are_joined() -> None:
    """Lines that were broken to fit a width become one line; short lines stay apart."""
    written = (
        "Communiqué\n\nThe deputy ministers of both countries met in Baghdad for the second\n"
        "session of the political consultations. They discussed energy, trade,\nand a well-\n"
        "known dispute.\nThe next session will take place in Baku in the spring of next year.\n\n"
        "Present:\nA. Aliyev\nB. Hussein\n"
    ).replace("trade,\nand a well-\n", "trade, well-\n")

    assert article(written.encode()).text.split("\n") == [
        "Communiqué",
        "",
        "The deputy ministers of both countries met in Baghdad for the second session of the"
        " political consultations. They discussed energy, trade, well-known dispute.",
        "The next session will take place in Baku in the spring of next year.",
        "",
        "Present:",
        "A. Aliyev",
        "B. Hussein",
    ]


def test_divided_words_are_joined() -> None:
    """A text that divides words has hyphens at many ends of lines, which are not in the words."""
    written = (
        "Die stellvertretenden Außenminister beider Länder trafen sich zu Kon-\n"
        "sultationen in Bagdad und sprachen über die deutsch-französische Zusammen-\n"
        "arbeit. Danach ging es um den Handel und die Energie und die deutsch-\n"
        "französische Brigade, um die Lage in der Region und um weitere Themen."
    )

    text = article(written.encode()).text

    assert "Konsultationen in" in text
    assert "Zusammenarbeit." in text
    assert text.count("deutsch-französische") == 2


def test_what_cannot_be_seen_is_removed() -> None:
    """Bidirectional controls, tags and zero-width characters go; Persian joiners stay."""
    hidden = "\u202eMini\u200bster\u2066\u200f \U000e0041\U000e0042Ali\xadyev\ufeff\x07\x1b[31m"

    assert clean(hidden) == "Minister Aliyev[31m"
    assert clean("می\u200cرود Mini\u200cster") == "می\u200cرود Minister"
    assert clean("Cafe\u0301\u2028a\u2029b\vc\x85d") == "Café\na\n\nb\nc\nd"


def test_right_to_left_text_stays_in_logical_order() -> None:
    written = f"\u202b{ARABIC}\u202c"
    page = f'<html dir="rtl"><body><p>{written.replace("Jeyhun", "<bdi>Jeyhun</bdi>")}</p></body>'

    assert article(written.encode()).text == ARABIC
    assert article(page.encode()).text == ARABIC


INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0"

paragraphs = st.lists(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"]), min_size=1, max_size=300
    ).filter(lambda text: not set(text) & set(INVISIBLE_LETTERS)),
    min_size=1,
    max_size=20,
)


def letters(text: str) -> str:
    """Return the letters and digits of a text, without accents."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", text)))


@given(paragraphs, st.sampled_from(["\n", "\n\n", "\r\n"]))
@example(["a" * 60 + " b-", "c" * 60 + " d-", "e"], "\n")
def test_a_text_keeps_every_letter(texts: list[str], between: str) -> None:
    """Reading keeps every letter and digit in its order, and a second cleaning changes nothing."""
    written = f"A title\n\n{between.join(texts)}"

    text = article(written.encode(), "a.txt").text

    assert letters(text) == letters(written)
    assert clean(text) == text
    assert unicodedata.is_normalized("NFC", text)


@given(st.binary(max_size=2000), st.sampled_from(["", "a.txt", "a.html", "a.eml", "a.pdf"]))
def test_random_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    """Bytes of any kind give an item or a message of one line, and no other error."""
    try:
        found = article(content, name)
    except UnreadableArticle as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(found, Article)
        assert found.text == clean(found.text)


def test_files_of_the_repository_are_texts() -> None:
    """The pages of the manual are read as text, with every word."""
    for path in sorted((Path(__file__).parents[2] / "docs").glob("*.md")):
        written = path.read_text("utf-8")
        assert article(path.read_bytes(), path.name).text.split() == written.split()
