"""A headless browser: Chromium, controlled through its DevTools protocol over a pipe."""

import base64
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Callable
from fcntl import F_DUPFD_CLOEXEC, fcntl
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attrs import define, field

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
"""The path of the browser, or ``None`` if no browser is installed."""

PATIENCE = 60.0
"""The longest time to wait for an answer, in seconds."""

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)

MIDDLE = """(() => {
  const element = %s;
  element.scrollIntoView({block: "center", behavior: "instant"});
  const box = element.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
})()"""

KEYS = {"Escape": 27, "Enter": 13, "Tab": 9, "ArrowLeft": 37, "ArrowRight": 39}


@define
class Browser:
    """A browser with one tab, which collects the messages, errors and requests of the page."""

    profile: Path
    console: list[str] = field(factory=list)
    exceptions: list[str] = field(factory=list)
    requests: list[str] = field(factory=list)
    _pid: int = field(init=False)
    _to: int = field(init=False)
    _from: int = field(init=False)
    _session: str | None = field(default=None, init=False)
    _number: int = field(default=0, init=False)
    _heard: bytes = field(default=b"", init=False)
    _events: list[dict[str, Any]] = field(factory=list, init=False)

    def __enter__(self) -> Self:
        reads, self._to = os.pipe()
        self._from, writes = os.pipe()
        ends = [fcntl(one, F_DUPFD_CLOEXEC, 10) for one in (reads, writes)]  # avoid 3 and 4
        words = [CHROMIUM or "chromium", *FLAGS, f"--user-data-dir={self.profile}", "about:blank"]
        silent = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_RDWR, 0) for n in range(3)]
        pipes = [(os.POSIX_SPAWN_DUP2, end, n) for n, end in enumerate(ends, 3)]
        self._pid = os.posix_spawn(words[0], words, os.environ, file_actions=[*silent, *pipes])
        for one in (reads, writes, *ends):
            os.close(one)
        self._attach()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._session = None
            self.ask("Browser.close")
        except (AssertionError, OSError):
            os.kill(self._pid, signal.SIGKILL)
        finally:
            os.waitpid(self._pid, 0)
            os.close(self._to)
            os.close(self._from)

    def _attach(self) -> None:
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        attached = self.ask("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def open(self, address: str | Path) -> float:
        """Clear the collected messages, open a page, and return the loading time in seconds."""
        if isinstance(address, Path):
            address = address.as_uri()
        self.console, self.exceptions, self.requests, self._events = [], [], [], []
        start = time.monotonic()
        self.ask("Page.navigate", url=address)
        self._until(lambda: any(one["method"] == "Page.loadEventFired" for one in self._events))
        return time.monotonic() - start

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a DevTools command, and return the browser's answer."""
        self._number += 1
        number = self._number
        about = {"sessionId": self._session} if self._session else {}
        message = json.dumps({"id": number, "method": method, "params": params, **about})
        os.write(self._to, message.encode() + b"\0")
        found: list[dict[str, Any]] = []

        def is_answered() -> bool:
            found.extend(one for one in self._events if one.get("id") == number)
            return bool(found)

        self._until(is_answered)
        self._events = [one for one in self._events if "method" in one]
        assert "error" not in found[0], f"{method}: {found[0]['error']}"
        return dict(found[0]["result"])

    def evaluate(self, script: str) -> Any:
        """Return the value of a JavaScript expression; wait for the value if it is a promise."""
        answer = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def emulate(self, media: str = "", **features: str) -> None:
        """Show the page for another medium, such as ``print``, or with other media features.

        For example, ``prefers_color_scheme="dark"`` shows the page in a dark colour scheme.
        """
        wished = [{"name": n.replace("_", "-"), "value": v} for n, v in features.items()]
        self.ask("Emulation.setEmulatedMedia", media=media, features=wished)

    def resize(self, width: int, height: int = 900, phone: bool = False) -> None:
        """Set the size of the browser window, or of a phone's screen, in pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
        self.ask("Emulation.setDeviceMetricsOverride", **size)

    def use_scripts(self, allowed: bool) -> None:
        """Set whether pages may run scripts; this setting applies to pages opened later."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not allowed)

    def click(self, script: str, shift: bool = False) -> None:
        """Click in the middle of the element that a JavaScript expression returns."""
        self.drag(script, script, shift)

    def drag(self, start: str, end: str, shift: bool = False) -> None:
        """Press the mouse button on one element, and release the button on another element."""
        for kind, script in (
            ("mouseMoved", start),
            ("mousePressed", start),
            ("mouseMoved", end),
            ("mouseReleased", end),
        ):
            x, y = self._middle(script)
            button = {"button": "left", "clickCount": 1, "modifiers": 8 if shift else 0}
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, **button)

    def point_at(self, script: str) -> None:
        """Move the mouse over an element."""
        x, y = self._middle(script)
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def press(self, key: str) -> None:
        """Press a key."""
        code = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, **code)

    def type(self, text: str) -> None:
        """Type text into the focused element."""
        self.ask("Input.insertText", text=text)

    def screenshot(self, path: Path, whole: bool = False) -> None:
        """Save a picture of the visible part of the page, or of the whole page."""
        answer = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def pdf(self) -> bytes:
        """Print the page to a PDF file, and return the content of the file."""
        answer = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(answer["data"])

    def _middle(self, script: str) -> tuple[float, float]:
        x, y = self.evaluate(MIDDLE % script)
        return x, y

    def _until(self, is_done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_done():
            left = deadline - time.monotonic()
            ready, _, _ = select.select([self._from], [], [], max(0.0, left))
            chunk = os.read(self._from, 1 << 20) if ready else b""
            assert chunk, "the browser says nothing more"
            *whole, self._heard = (self._heard + chunk).split(b"\0")
            for one in whole:
                self._hear(json.loads(one))

    def _hear(self, message: dict[str, Any]) -> None:
        self._events.append(message)
        params = message.get("params", {})
        match message.get("method"):
            case "Runtime.consoleAPICalled":
                self.console.append(" ".join(str(one.get("value")) for one in params["args"]))
            case "Log.entryAdded":
                self.console.append(params["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.exceptions.append(json.dumps(params["exceptionDetails"]))
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
