"""Items from mails, written by Python's own library, and from pages that a browser saved."""

import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from dragoman.exchange.intake.articles.opening import article
from tests.browser import CHROMIUM, Browser
from tests.intake.test_articles import no_network, refusal

__all__ = ["no_network"]

WORDS = "Der stellvertretende Außenminister besuchte Bagdad und führte politische Konsultationen."
LONG = " ".join([WORDS] * 4)


def mail(text: str | None = LONG, **headers: str) -> EmailMessage:
    """Return a mail of a press office."""
    message = EmailMessage()
    message["From"] = "Pressestelle des Außenministeriums <presse@example.org>"
    message["To"] = "desk@example.org"
    message["Subject"] = "Konsultationen in Bagdad – Überblick"
    message["Date"] = "Mon, 21 Apr 2025 00:30:00 +0400"
    message["Message-ID"] = "<1@example.org>"
    if text is not None:
        message.set_content(text)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def test_a_mail_has_a_title_a_date_and_a_publisher() -> None:
    read = article(mail(Content_Language="de-DE").as_bytes())

    assert read.text == f"Konsultationen in Bagdad – Überblick\n\n{LONG}"
    assert read.title == "Konsultationen in Bagdad – Überblick"
    assert read.publisher == "Pressestelle des Außenministeriums"
    assert read.published is not None
    assert (str(read.published.date), read.published.origin) == ("2025-04-21", "Date header")
    assert read.language == "de"
    assert read.notes == ()


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15"])
def test_transfer_encodings_and_charsets_are_decoded(transfer: str, charset: str) -> None:
    message = mail(None)
    message.set_content(LONG, charset=charset, cte=transfer)

    for policy in (email.policy.default, email.policy.SMTP, email.policy.SMTPUTF8):
        assert article(message.as_bytes(policy=policy), "a.eml").text.endswith(LONG)


def test_the_charset_of_a_mail_may_be_wrong_or_missing() -> None:
    for declared in ("", "; charset=us-ascii", "; charset=nosuch", '; charset="utf-8"'):
        content = (
            b"From: Presse <p@example.org>\nDate: x\nMessage-ID: <1>\nSubject: M\xfcnchen\n"
            + f"Content-Type: text/plain{declared}\n\n{LONG}".encode("cp1252")
        )
        read = article(content)
        assert (read.text, read.title, read.published) == (f"München\n\n{LONG}", "München", None)


def test_plain_text_is_preferred_to_html() -> None:
    message = mail(LONG)
    message.add_alternative(f"<html><body><p>HTML {LONG}</p></body></html>", subtype="html")
    stub = mail("This message is in HTML.")
    stub.add_alternative(f"<html><body><p>HTML {LONG}</p></body></html>", subtype="html")

    assert article(message.as_bytes()).text.endswith(f"\n\n{LONG}")
    assert article(stub.as_bytes()).text.endswith(f"\n\nHTML {LONG}")


def test_broken_lines_of_a_mail_are_joined() -> None:
    """Flowed lines (RFC 3676) and lines of a fixed width become paragraphs."""
    flowed = mail(None)
    flowed.set_content("Erste Zeile \nund zweite.\nNeuer Absatz.\n", params={"format": "flowed"})
    fixed = mail(
        "Der stellvertretende Außenminister von Aserbaidschan war kürzlich in\n"
        "Bagdad. Er traf dort den Kommunikationsminister und den Minister für\n"
        "Ökologie.\n"
    )

    assert article(flowed.as_bytes()).text.endswith("Erste Zeile und zweite.\nNeuer Absatz.")
    assert article(fixed.as_bytes()).text.endswith(
        "Der stellvertretende Außenminister von Aserbaidschan war kürzlich in Bagdad. Er traf dort"
        " den Kommunikationsminister und den Minister für Ökologie."
    )


def attach(message: EmailMessage, name: str, content: bytes = b"%PDF-1.7 secret") -> None:
    """Attach a file."""
    message.add_attachment(content, maintype="application", subtype="pdf", filename=name)


def test_attachments_are_named_and_not_opened() -> None:
    message = mail()
    attach(message, "Communiqué.pdf")
    attach(message, "\u202eexe.txt\x1b[31m")
    message.add_attachment("a text, attached", filename="notes.txt")

    read = article(message.as_bytes())

    assert read.text.endswith(LONG)
    assert read.notes == (
        "attachment not read: 'Communiqué.pdf'",
        "attachment not read: 'exe.txt[31m'",
        "attachment not read: 'notes.txt'",
    )


def test_many_attachments_are_counted() -> None:
    message = mail()
    for number in range(30):
        attach(message, f"{number}.pdf")

    notes = article(message.as_bytes()).notes

    assert (len(notes), notes[-1]) == (11, "20 more parts are not read")


def test_a_mail_of_attachments_names_the_first() -> None:
    message = mail(None)
    attach(message, "communique.pdf")

    assert refusal(message.as_bytes()).endswith(
        "the mail has no text, but 1 attachment; save and read the attachment: 'communique.pdf'"
    )


def test_a_mail_without_text_gives_the_message_that_it_forwards() -> None:
    """The item is that of the innermost message, with its own date and sender."""
    inner = mail(LONG, Content_Language="de")
    inner.replace_header("From", "Agency <a@example.org>")
    middle = mail(None)
    middle.add_attachment(inner)
    outer = mail(None)
    outer.replace_header("Date", "Fri, 25 Apr 2025 10:00:00 +0000")
    outer.add_attachment(middle)

    read = article(outer.as_bytes())

    assert (read.publisher, read.language) == ("Agency", "de")
    assert read.published is not None
    assert str(read.published.date) == "2025-04-21"


def test_a_forwarded_message_beside_a_text_is_named() -> None:
    message = mail(LONG)
    message.add_attachment(mail("Other words"))
    several = mail(None)
    several.add_attachment(mail("One"))
    several.add_attachment(mail("Two"))

    read = article(message.as_bytes())

    assert "Other words" not in read.text
    assert read.notes == ("forwarded message not read: 'Konsultationen in Bagdad – Überblick'",)
    assert "forwards 2 messages" in refusal(several.as_bytes())


def test_prefixes_of_replies_are_no_part_of_the_title() -> None:
    message = mail()
    message.replace_header("Subject", "WG: Fwd: Re: Besuch")

    assert article(message.as_bytes()).title == "Besuch"


def test_a_mailbox_is_refused() -> None:
    one = b"From a@example.org Mon Apr 21 00:30:00 2025\n" + mail().as_bytes() + b"\n\n"

    assert article(one).title == "Konsultationen in Bagdad – Überblick"
    assert "has several messages" in refusal(one * 2)


def test_a_text_with_a_colon_is_not_a_mail() -> None:
    for text in ("From: Baghdad\nTo: Baku\n\nA text.", "Subject: x\nDate: y\n\nA text.", "Note: a"):
        assert article(text.encode()).text == text


def test_an_encrypted_mail_is_refused() -> None:
    message = mail(None)
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = "application/pkcs7-mime"
    message["Content-Transfer-Encoding"] = "base64"
    message.set_payload("MIAGCSqGSIb3DQEHA6CAMIACAQAxggE=")

    assert "the mail is encrypted" in refusal(message.as_bytes())


@pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed")
def test_a_page_that_a_browser_saved_is_a_page(tmp_path: Path) -> None:
    """A page in MHTML is read as a page: the date of saving is not the date of publication."""
    meta = '<meta property="article:published_time" content="2025-04-20">'
    page = tmp_path / "page.html"
    page.write_text(
        f"<html lang=de><head><meta charset=utf-8>{meta}</head><body><h1>Besuch</h1><p>{LONG}",
        "utf-8",
    )
    with Browser(tmp_path / "profile") as browser:
        browser.open(page)
        saved = browser.ask("Page.captureSnapshot", format="mhtml")["data"]

    read = article(saved.encode(), "page.mhtml")

    assert read.text == f"Besuch\n\n{LONG}"
    assert read.published is not None
    assert (str(read.published.date), read.language) == ("2025-04-20", "de")
    assert (read.notes, read.publisher) == ((), None)
