"""Items from PDF files that a browser printed, and PDF files that cannot be read."""

import logging
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from dragoman.exchange.intake.articles.opening import article
from tests.browser import CHROMIUM, Browser
from tests.intake.test_articles import no_network, refusal

__all__ = ["no_network"]

WORDS = (
    "Der stellvertretende Außenminister von Aserbaidschan, Yalchin Rafiyev, hat kürzlich den Irak"
    " besucht und die deutsch-französischen Beziehungen nicht erwähnt."
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start a browser that prints pages."""
    if CHROMIUM is None:
        pytest.skip("no browser is installed")
    with Browser(tmp_path_factory.mktemp("profile")) as running:
        yield running


def printed(browser: Browser, folder: Path, body: str, lang: str = "de") -> bytes:
    """Return the PDF of a page."""
    page = folder / "page.html"
    page.write_text(
        f"<html lang={lang}><head><meta charset=utf-8><title>Besuch</title></head><body>{body}",
        "utf-8",
    )
    browser.open(page)
    return browser.pdf()


def test_a_printed_page_has_its_paragraphs(browser: Browser, tmp_path: Path) -> None:
    """Broken lines are joined, a hyphen at the end of a line stays, and no date is invented."""
    heading = "Politische Konsultationen zwischen den Außenministerien beider Länder in Bagdad"
    content = printed(browser, tmp_path, f"<h1>{heading}</h1><p>{WORDS} Kurz.</p><p>{WORDS}</p>")

    read = article(content, "a.pdf")

    assert read.text == f"{heading}\n\n{WORDS} Kurz.\n{WORDS}"
    assert (read.title, read.language, read.published) == (heading, "de", None)


def test_page_numbers_and_repeated_lines_are_left_out(browser: Browser, tmp_path: Path) -> None:
    pages = "".join(
        "<div style='break-after: page'><p>Ministerium, Presse</p>"
        f"<p>Teil {name}. {WORDS} Ende {name}.</p>"
        f"<p>{number}</p></div>"
        for number, name in enumerate(["A", "B", "C"], 1)
    )

    text = article(printed(browser, tmp_path, pages)).text

    assert "Ministerium, Presse" not in text
    assert [line for line in text.split("\n") if line.isdigit()] == []
    assert text.count(WORDS) == 3


def test_text_from_right_to_left_is_refused(browser: Browser, tmp_path: Path) -> None:
    """A PDF does not keep the order of Arabic words, so no wrong words are proposed."""
    arabic = "<p dir=rtl>استقبل وزير الخارجية في بغداد نظيره الأذربيجاني Jeyhun Bayramov</p>"

    assert "is written from right to left" in refusal(printed(browser, tmp_path, arabic, "ar"))

    mixed = article(printed(browser, tmp_path, f"<p>{WORDS}</p>{arabic[:20]}"))

    assert mixed.text.startswith(WORDS)
    assert mixed.notes == ("words that run from right to left may be in the wrong order",)


def test_russian_text_is_read(browser: Browser, tmp_path: Path) -> None:
    words = "Заместитель министра иностранных дел провёл консультации в Москве."

    assert article(printed(browser, tmp_path, f"<p>{words}", "ru")).text == words


def blank(password: str | None = None) -> bytes:
    """Return a PDF with an empty page."""
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "Microsoft Word - Dokument1"})
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    writer.write(file)
    return file.getvalue()


def test_pdf_files_without_text_are_refused() -> None:
    assert "only pictures; recognise the text with an OCR program" in refusal(blank())
    assert "only pictures" in refusal(blank(""))  # opens without a password
    assert "is encrypted; save the PDF without a password" in refusal(blank("secret"))


def test_broken_pdf_files_are_refused_quietly(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The library's warnings are not printed."""
    whole = blank()
    caplog.set_level(logging.CRITICAL)
    for content in (b"%PDF-1.7", whole[: len(whole) // 2], whole.replace(b"/Pages", b"/Pagez")):
        assert "save its text as a file" in refusal(content, "a.pdf")
    assert capfd.readouterr() == ("", "")


def test_without_the_extra_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)

    assert refusal(blank(), "a.pdf") == (
        "a.pdf: to read PDF files, run: pip install 'dragoman[pdf]'"
    )
