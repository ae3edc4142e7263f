"""The settings of Dragoman: one table, and the file ``config.toml`` that keeps their values.

The value of a setting comes from the first of these places that has a value: the option of the
command line, Dragoman's environment variable, ``config.toml``, the environment variables that all
programs share, such as ``EDITOR``, and the default. Every command reads the
settings, so this module loads the code that checks a value only when a value needs a check.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from dragoman.cli.folders import NoHome, config_path, data_folder
from dragoman.exchange import UsageError

Origin = Literal["option", "environment variable", "configuration file", "default"]
"""The place from which the value of a setting comes."""

COLOURS = ("auto", "always", "never")
NONE = "none"
"""The word for a context without parties."""


class Setting(NamedTuple):
    """A setting: its meaning, an example, the check of a value, and the default.

    ``check`` returns the normal form of a value, and raises ``ValueError`` for an invalid value.
    ``kept_as`` returns the form in which ``config.toml`` keeps a value. ``shared`` are the variables
    that all programs read; Dragoman reads these variables after ``config.toml``. ``option`` is the option that overrides the setting. ``takes_empty`` is true if an empty
    environment variable is a value; for other settings, Dragoman ignores an empty variable.
    """

    name: str
    meaning: str
    example: str
    check: Callable[[str], str]
    default: Callable[[], str]
    option: str | None = None
    takes_empty: bool = False
    kept_as: Callable[[str], str] = str
    shared: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that overrides the configuration file."""
        return f"DRAGOMAN_{self.name.upper()}"


class Value(NamedTuple):
    """The value of a setting, where the value comes from, and how a message names that place."""

    text: str
    origin: Origin
    where: str


class Settings:
    """The settings of one command: the options on the command line, and ``config.toml``."""

    def __init__(
        self,
        given: Mapping[str, str | None] | None = None,
        content: Mapping[str, str] | None = None,
    ) -> None:
        self._given = given or {}
        self._content = content or {}

    def with_content(self, content: Mapping[str, str]) -> "Settings":
        """Return settings with the same options, and other values from ``config.toml``."""
        return Settings(self._given, content)

    def value(self, name: str) -> Value:
        """Return the value of a setting, without a check."""
        return self._chosen(SETTINGS[name]) or Value(SETTINGS[name].default(), "default", "")

    def _chosen(self, setting: Setting) -> Value | None:
        """Return the value that the user chose, or ``None`` if the default applies."""
        if (given := self._given.get(setting.name)) is not None:
            return Value(given, "option", setting.option or "")
        variable = os.environ.get(setting.variable)
        if variable or (variable is not None and setting.takes_empty):
            return Value(variable, "environment variable", setting.variable)
        if (kept := self._content.get(setting.name)) is not None:
            return Value(kept, "configuration file", f"config.toml: {setting.name}")
        return _from_other_programs(setting)

    def text(self, name: str) -> str:
        """Return the value of a setting in its normal form. Raises :class:`UsageError`."""
        chosen = self.chosen(name)
        return SETTINGS[name].default() if chosen is None else chosen

    def chosen(self, name: str) -> str | None:
        """Return the user's value in its normal form, or ``None`` if the default applies.

        Raises :class:`UsageError` for an invalid value.
        """
        value = self._chosen(SETTINGS[name])
        if value is None:
            return None
        try:
            return SETTINGS[name].check(value.text)
        except ValueError as error:
            raise UsageError(f"{value.where}: {error}") from error


def is_zone_unknown(settings: Settings) -> bool:
    """Return whether neither a setting nor the variable ``TZ`` gives the zone of the desk."""
    return settings.chosen("zone") is None and not os.environ.get("TZ")


def _from_other_programs(setting: Setting) -> Value | None:
    for name in setting.shared:
        text = os.environ.get(name)
        if text or (text is not None and setting.takes_empty):
            return Value(text, "environment variable", name)
    return None


def _name(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("write your name in one line of plain text")
    return text.strip()


def _register(text: str) -> str:
    from dragoman.store import Location

    try:
        return str(Location.parse(text))
    except RuntimeError:
        raise ValueError(f"{text}: home folder not found; write the full path") from None


def _kept_register(text: str) -> str:
    """Return a path as an absolute path, so that it is valid in every folder."""
    from dragoman.store import Location

    location = Location.parse(text)
    return location.url or str(location.path.absolute())


def context_codes(text: str) -> tuple[str, ...]:
    """Parse names or codes separated by hyphens (``AZ-IQ``). Raises ``ValueError``."""
    from dragoman.domain import side

    if text.strip().lower() in ("", NONE):
        return ()
    return tuple(dict.fromkeys(side(part) for part in re.split(r"[-\u2013,]", text)))


def _zone(text: str) -> str:
    from dragoman.domain import quoted, zone_of

    zone = zone_of(text)
    if zone is None:
        raise ValueError(
            f"{quoted(text)} is not a time zone; write a name such as Asia/Baku, or an offset such"
            " as +04:00"
        )
    return zone


def _system_zone() -> str:
    from dragoman.cli.desk_zone import system_zone

    return system_zone()


def _program(text: str) -> str:
    """Check that a setting names a program, with or without options."""
    import shlex
    from shutil import which

    from dragoman.domain import quoted

    words = shlex.split(text)
    if words and which(words[0]) is None:
        raise ValueError(f"{quoted(words[0])} is not a program on this machine; check the spelling")
    return text.strip()


def _colour(text: str) -> str:
    from dragoman.domain import quoted

    if text not in COLOURS:
        raise ValueError(f"{quoted(text)} is not a colour mode; write {', '.join(COLOURS)}")
    return text


def _yes_or_no(text: str) -> str:
    from dragoman.domain import quoted

    if text.strip().lower() not in ("yes", "no"):
        raise ValueError(f"{quoted(text)} is neither yes nor no; write one of the two")
    return text.strip().lower()


def login_name() -> str:
    """Return the name of the account that runs the process."""
    from getpass import getuser

    from dragoman.store import storable, this_machine

    try:
        return storable(getuser())
    except (OSError, KeyError, ImportError):
        return this_machine().os_user


SETTINGS = {
    one.name: one
    for one in (
        Setting(
            "name", "The name under which you record.", '"Second Secretary"', _name, login_name
        ),
        Setting(
            "register",
            "The register: a file, or the URL of a database on a server.",
            "~/desk/register.db",
            _register,
            lambda: str(data_folder() / "register.db"),
            option="--register",
            kept_as=_kept_register,
        ),
        Setting(
            "context",
            "The parties that your desk covers.",
            "AZ-IQ",
            lambda text: "-".join(context_codes(text)),
            lambda: "",
            option="--context",
            takes_empty=True,
        ),
        Setting("zone", "The time zone of your desk.", "Asia/Baku", _zone, _system_zone),
        Setting(
            "editor",
            "The editor for compose and edit.",
            '"nano --rebindkeys"',
            _program,
            lambda: "notepad" if sys.platform == "win32" else "vi",
            shared=("VISUAL", "EDITOR"),
        ),
        Setting(
            "pager",
            "The pager for long reports.",
            "less",
            _program,
            lambda: "less",
            takes_empty=True,
            shared=("PAGER",),
        ),
        Setting(
            "color",
            "When to use colour: auto, always or never.",
            "never",
            _colour,
            lambda: "auto",
            option="--color",
        ),
        Setting(
            "keep_sources",
            "Whether to keep the texts of sources beside the register: yes or no.",
            "yes",
            _yes_or_no,
            lambda: "no",
        ),
    )
}
"""The settings, in the order in which ``config show`` lists them."""


TABLES = ("reader",)
"""The tables that ``config.toml`` may have. The command that needs a table checks it."""


def table_of(name: str) -> object:
    """Return a table of ``config.toml``, or ``None`` if the file does not have it."""
    return kept_values().get(name)


def configured() -> dict[str, str]:
    """Return the content of ``config.toml``. Raises :class:`UsageError`."""
    content = {name: one for name, one in kept_values().items() if name not in TABLES}
    for name in sorted(content.keys() - SETTINGS.keys()):
        *others, last = SETTINGS
        raise UsageError(
            f"{config_path()}: unknown setting {name}; use {', '.join(others)} or {last}. To remove"
            f" the line, type: dragoman config unset {name}"
        )
    for name, value in content.items():
        if not (isinstance(value, str) and value.strip()):
            raise UsageError(f"{config_path()}: {name} must be text in quotes")
    return content


def kept_values() -> dict[str, Any]:
    """Return the values in ``config.toml``, also unknown ones. Raises :class:`UsageError`."""
    try:
        path = config_path()
    except NoHome:
        return {}  # without a folder, there are no settings
    return _parsed(path, path.read_bytes()) if path.exists() else {}


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error


def keep(name: str, text: str | None) -> None:
    """Write a value into ``config.toml``, or remove the value; keep all other lines.

    Raises :class:`UsageError` if the value spans several lines, which only an editor can change.
    """
    from dragoman.exchange import rewrite

    path, before = config_path(), kept_values()
    wanted = {key: value for key, value in before.items() if key != name}
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    spelled = re.compile(rf"\s*(?:{re.escape(name)}|\"{re.escape(name)}\"|'{re.escape(name)}')\s*=")
    at = next((n for n, line in enumerate(lines) if spelled.match(line)), _end_of_values(lines))
    kept = [line for line in lines if not spelled.match(line)]
    if text:
        wanted[name] = text
        kept.insert(at, f"{name} = {_toml_string(text)}")
    content = "\n".join([*kept, ""]).encode()
    if _parsed_or_none(content) != wanted:
        raise UsageError(
            f"{path}: cannot change {name} without changing other lines; edit the file instead"
        )
    if wanted != before:
        rewrite(path, content)


def _end_of_values(lines: list[str]) -> int:
    """Return the index of the first table of a TOML file, before which a new value belongs."""
    return next((n for n, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))


def _parsed_or_none(content: bytes) -> dict[str, Any] | None:
    try:
        return _parsed(Path(), content)
    except UsageError:
        return None


def _toml_string(text: str) -> str:
    """Return text as a basic string of TOML."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
