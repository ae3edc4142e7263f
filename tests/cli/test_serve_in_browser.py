"""The pages of a site in a browser: who can read them, what their script does, what they fetch."""

import json
import shlex
import time
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from tests.browser import CHROMIUM, Browser
from tests.cli.sites import PAGES, PATIENCE, Site, serving
from tests.cli.test_serve import RIVAL, desk_at
from tests.conftest import ARTICLE, CHAIN

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path"),
]

TALKS = "meeting hold --title {} --party AZ --party TR --occurred 2026-01-10"
MORE = (
    "meeting schedule --title 'Talks on gas' --party AZ --party TR --occurred 2026-01-20T10:00Z",
    "visit announce --title 'Visit to Baku' --host AZ --party IQ --occurred 2026-01-18/2026-01-19",
    "follow-up agree --what 'Send the draft' --due 2026-01-10 --owner AZ --party AZ --party IQ",
)
ALIKE = {"/brief/P-1", "/who/Rafiyev", "/F-1", "/as-of/2026-01-15/V-1"}
EACH = [one for one in PAGES if one not in ALIKE]
"""The pages of a site, of each kind one."""

SEEN = (
    "[...document.querySelectorAll('%s')].filter((node) => node.checkVisibility())"
    ".map((node) => node.textContent)"
)
FIND = "document.querySelector('.controls input[type=search]')"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the examples, and with plans."""
    with desk_at(tmp_path_factory.mktemp("home")) as desk:
        desk.record(CHAIN, ARTICLE, RIVAL)
        for line in MORE:
            assert desk.run(*shlex.split(line)).code == 0
        with serving(desk) as running:
            yield running


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that several tests use."""
    with Browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(started: Browser, site: Site) -> Iterator[Browser]:
    """A browser on a desktop; the test fails if a page causes an error or asks another site."""
    started.use_scripts(True)
    started.emulate(prefers_reduced_motion="reduce")
    started.resize(1200)
    yield started
    check(started, site)


def check(browser: Browser, site: Site) -> None:
    """Check that the page has caused no error, and has fetched only from the site."""
    assert browser.console == browser.exceptions == []
    own = (f"{site.address}/", "data:")
    assert [one for one in browser.requests if not one.startswith(own)] == []


@cache
def axe() -> str:
    """Return the script of axe."""
    return files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")


def findings(browser: Browser, rules: str = "") -> list[str]:
    """Return the serious findings of axe on the present page."""
    options = f"{{resultTypes: ['violations'], {rules}}}"
    script = f"axe.run({options}).then((found) => JSON.stringify(found.violations))"
    found = json.loads(browser.evaluate(script))
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


COLOURS = "runOnly: ['color-contrast']"


@pytest.mark.parametrize("target", EACH)
def test_everybody_can_read_a_page(browser: Browser, site: Site, target: str) -> None:
    """On a desktop and a phone, light and dark, axe finds nothing serious, and nothing is cut."""
    for width in (1200, 390):
        browser.resize(width, phone=width < 600)
        browser.open(site.address + target)
        assert browser.evaluate("document.documentElement.scrollWidth") == width
        browser.evaluate(f"{axe()}; 0")
        browser.emulate(prefers_color_scheme="light", prefers_reduced_motion="reduce")
        assert findings(browser) == []
        browser.emulate(prefers_color_scheme="dark", prefers_reduced_motion="reduce")
        assert findings(browser, COLOURS) == []
        check(browser, site)


@pytest.mark.parametrize("target", ["/V-99", "/timeline?since=someday", "/as-of/1/V-1"])
def test_everybody_can_read_an_error(
    browser: Browser, site: Site, target: str, tmp_path: Path
) -> None:
    browser.open(site.address + target)
    browser.evaluate(f"{axe()}; 0")
    assert findings(browser) == []
    assert browser.evaluate("document.querySelector('main').innerText.length") > 10
    [message] = browser.console
    assert "Failed to load resource: the server responded with a status of 40" in message
    browser.console.clear()


@pytest.mark.parametrize("target", EACH)
def test_the_content_is_there_on_paper_and_without_scripts(
    browser: Browser, site: Site, target: str
) -> None:
    """The script adds only controls, and paper has only the content."""
    browser.open(site.address + target)
    content = SEEN % "main tbody > tr, main dl > div, main p"
    shown = browser.evaluate(content)
    browser.emulate(media="print")
    furniture = "nav, .search, footer, .controls input, .controls button, .more"
    assert browser.evaluate(SEEN % furniture) == []
    assert browser.evaluate(content) == shown
    browser.use_scripts(False)
    browser.emulate()
    browser.open(site.address + target)
    assert browser.evaluate(content) == shown
    assert browser.evaluate("document.querySelectorAll('.controls').length") == 0
    assert len(browser.evaluate(SEEN % "nav a")) == 10
    assert [one for one in browser.requests if not one.startswith("data:")] == [
        site.address + target
    ]


def test_forms_work_without_scripts(browser: Browser, site: Site) -> None:
    browser.use_scripts(False)
    browser.open(f"{site.address}/timeline?kind=visit")
    browser.evaluate("document.querySelector('[name=day]').value = '2026-01-15'")
    browser.click("document.querySelector('footer button')")
    settled(browser, f"{site.address}/as-of/2026-01-15/timeline?kind=visit")
    browser.click("document.querySelector('.search input')")
    browser.type("baghdad")
    browser.click("document.querySelector('.search button')")
    settled(browser, f"{site.address}/as-of/2026-01-15/search?q=baghdad")
    browser.click("document.querySelector('aside a')")
    settled(browser, f"{site.address}/search?q=baghdad")


def settled(browser: Browser, address: str) -> None:
    """Wait until the browser shows a page."""
    until(browser, f"location.href === '{address}' && document.readyState === 'complete'")


def until(browser: Browser, script: str) -> None:
    """Wait until a JavaScript expression is true, perhaps of the next page."""
    deadline = time.monotonic() + PATIENCE
    while not browser.evaluate(script):
        assert time.monotonic() < deadline, (script, browser.evaluate("location.href"))
        time.sleep(0.02)


def test_a_page_can_be_printed(browser: Browser, site: Site) -> None:
    browser.open(f"{site.address}/brief/AZ-IQ")
    assert browser.pdf().startswith(b"%PDF")


# --- Finding ------------------------------------------------------------------------------------


def press(browser: Browser, key: str) -> None:
    """Press a key that types a character."""
    for kind in ("keyDown", "keyUp"):
        browser.ask("Input.dispatchKeyEvent", type=kind, key=key, text=key)


def test_a_text_can_be_searched_as_you_type(browser: Browser, site: Site) -> None:
    """On a page that is a text, the box finds rows, fields and paragraphs, and hides the rest."""
    browser.open(f"{site.address}/brief/AZ-IQ")
    assert browser.evaluate(f"{FIND}.placeholder") == "Find on this page"
    assert browser.evaluate("document.querySelectorAll('.controls fieldset').length") == 0
    every = browser.evaluate(SEEN % "main h2, main dl > div, main tbody > tr")
    press(browser, "/")
    browser.type("HOST")
    assert browser.evaluate(SEEN % "main h2") == ["Standing mechanisms"]
    shown = browser.evaluate(SEEN % "main dl > div, main tbody > tr")
    assert 1 < len(shown) < 5
    assert all("host" in one for one in shown)
    assert browser.evaluate("document.querySelector('output').textContent").endswith("“HOST”")
    browser.type(" nothing of it")
    assert browser.evaluate(SEEN % "main h2, main dl > div, main tbody > tr") == []
    browser.press("Escape")
    assert browser.evaluate(SEEN % "main h2, main dl > div, main tbody > tr") == every


def test_rows_can_be_filtered(browser: Browser, site: Site) -> None:
    """On a page that is a list, the box and the chips filter, as in a file."""
    browser.open(f"{site.address}/timeline")
    press(browser, "/")
    browser.type("consular")
    found = browser.evaluate(SEEN % "main tbody > tr")
    assert found
    assert all("onsular" in one for one in found)
    assert browser.evaluate("document.querySelectorAll('.controls fieldset').length") == 2


def test_the_key_goes_to_the_search_if_there_is_nothing_to_filter(
    browser: Browser, site: Site
) -> None:
    browser.open(f"{site.address}/search")
    press(browser, "/")
    assert browser.evaluate("document.activeElement.name") == "q"
    press(browser, "/")
    assert browser.evaluate("document.activeElement.value") == "/"


def test_the_keyboard_reaches_everything(browser: Browser, site: Site) -> None:
    """The first key leads past the navigation; then come the links of the navigation."""
    browser.open(f"{site.address}/timeline")
    names = []
    for _ in range(5):
        browser.press("Tab")
        names.append(browser.evaluate("document.activeElement.textContent"))
    assert names == ["Skip to the page", "Today", "Timeline", "Agenda", "Follow-ups"]
    browser.press("Enter")
    settled(browser, f"{site.address}/follow-ups")
    assert browser.evaluate("document.querySelector('[aria-current]').textContent") == "Follow-ups"


# --- Current pages --------------------------------------------------------------------------------


def test_a_page_shows_a_new_entry_by_itself(browser: Browser, site: Site) -> None:
    """The page is loaded again at the same place; if somebody uses it, a line says what is new."""
    browser.open(f"{site.address}/timeline")
    browser.evaluate("window.scrollTo(0, 200)")
    assert site.desk.run(*shlex.split(TALKS.format("Reloaded"))).code == 0
    until(browser, "document.querySelector('main')?.textContent.includes('Reloaded')")
    until(browser, "window.scrollY === 200")

    press(browser, "/")
    browser.type("consular")
    assert site.desk.run(*shlex.split(TALKS.format("Told"))).code == 0
    until(browser, "document.querySelector('[role=status] a') !== null")
    assert browser.evaluate(f"{FIND}.value") == "consular"
    assert "The register has changed" in browser.evaluate("document.body.innerText")
    browser.click("document.querySelector('[role=status] a')")
    until(browser, "document.querySelector('main')?.textContent.includes('Told')")


def test_a_past_page_stays_as_it_is(browser: Browser, site: Site) -> None:
    browser.open(f"{site.address}/as-of/19/timeline")
    assert not any(one.endswith("/events") for one in browser.requests)


def test_only_a_page_that_is_seen_listens(browser: Browser, site: Site) -> None:
    """A browser opens only six connections to a site, so a hidden page must not keep one."""
    browser.open(f"{site.address}/follow-ups")
    assert count(browser, "/events") == 1
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
    change = "document.dispatchEvent(new Event('visibilitychange'))"
    browser.evaluate(hide % "true" + change)
    assert site.desk.run(*shlex.split(TALKS.format("Unseen"))).code == 0
    site.until(lambda: "Unseen" in site.get("/timeline").text)
    assert browser.evaluate("performance.getEntriesByType('navigation')[0].type") == "navigate"
    browser.evaluate(hide % "false" + change)
    until(browser, "performance.getEntriesByType('navigation')[0].type === 'reload'")


def count(browser: Browser, end: str) -> int:
    """Return how many addresses the page has fetched that end like this."""
    until(browser, "document.readyState === 'complete'")
    return sum(one.endswith(end) for one in browser.requests)
