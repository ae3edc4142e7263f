"""``dragoman config``: show and change the settings."""

from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from dragoman.cli.folders import (
    NoHome,
    cache_folder,
    config_path,
    data_folder,
    state_folder,
    user_folder,
)
from dragoman.cli.noun import Noun
from dragoman.cli.parameters import Parameter
from dragoman.cli.session import Injected, Session
from dragoman.cli.settings import SETTINGS, Settings, keep, kept_values
from dragoman.domain import quoted
from dragoman.exchange import UsageError
from dragoman.projections import Report, Shape, latest_views, report_tag
from dragoman.store import Location

app = Noun(name="config", help="Show and change the settings.")

WIDTH = 14
"""The width of the names of settings and paths, in cells."""


class ShownSetting(Shape, frozen=True, kw_only=True):
    """A setting with its value, the place from which the value comes, and its problem, if any.

    ``where`` names the option, the variable or the file; it is empty for a default.
    """

    name: str
    value: str
    origin: str
    where: str
    problem: str | None
    meaning: str
    variable: str


class Paths(Shape, frozen=True, kw_only=True):
    """The files and folders that Dragoman uses; ``None`` if there is no home folder.

    ``views`` is the file of the current views, or the folder of the views if there is no such file.
    """

    configuration: str | None
    register: str | None
    views: str | None
    drafts: str | None
    keys: str | None


class ConfigReport(Report, tag=report_tag("config"), frozen=True, kw_only=True):
    """All settings, and the files and folders that Dragoman uses."""

    settings: list[ShownSetting]
    paths: Paths


class ConfigSetting(Report, tag=report_tag("config-setting"), frozen=True, kw_only=True):
    """One setting."""

    setting: ShownSetting


Name = Annotated[str, Parameter(help=f"The setting: {', '.join(SETTINGS)}.")]


@app.command
def show(
    name: Annotated[
        str | None,
        Parameter(help=f"Print only the value of this setting: {', '.join(SETTINGS)}."),
    ] = None,
    /,
    *,
    session: Injected,
) -> int:
    """Show every setting, its value and where the value comes from, and the paths of your files.

    A value comes from an option, an environment variable (DRAGOMAN_ZONE for the setting zone), the
    configuration file or, if none of these has a value, the default.

    Example: dragoman config show
    """
    settings = usable_settings(session.settings)
    if name is not None:
        shown = _shown(settings, _checked_name(name))
        session.output.answer(ConfigSetting(setting=shown), shown.value)
        return 0
    report = ConfigReport(
        settings=[_shown(settings, one) for one in SETTINGS], paths=paths(settings)
    )
    if session.output.as_json:
        session.output.report(report)
    else:
        _print(session, report)
    for unknown in sorted(kept_values().keys() - SETTINGS.keys()):
        session.output.notice(
            f"note: {config_path()}: unknown setting {unknown}; to remove the line, type:"
            f" dragoman config unset {unknown}"
        )
    return 0


@app.command
def set(
    name: Name,
    value: Annotated[str, Parameter(help="The new value.", allow_leading_hyphen=True)],
    /,
    *,
    session: Injected,
) -> int:
    """Write the value of a setting into the configuration file, if the value is valid.

    Example: dragoman config set zone Asia/Baku
    """
    setting = SETTINGS[_checked_name(name)]
    if not value.strip() and name != "context":
        raise UsageError(
            f"{name}: the value is empty; to use the default, type: dragoman config unset {name}"
        )
    try:
        text = setting.check(value)
    except ValueError as error:
        raise UsageError(
            f"{name}: {error}; for example: dragoman config set {name} {setting.example}"
        ) from error
    keep(name, setting.kept_as(text) if text else None)
    return _answer(session, name)


@app.command
def unset(name: Name, /, *, session: Injected) -> int:
    """Remove a setting from the configuration file, so that the default applies.

    Example: dragoman config unset zone
    """
    if name not in kept_values():
        _checked_name(name)
        session.output.notice(f"note: {name} is not in {config_path()}")
    keep(name, None)
    if name not in SETTINGS:
        session.output.line(f"Removed {name} from {config_path()}.")
        return 0
    return _answer(session, name)


def usable_settings(settings: Settings) -> Settings:
    """Return the settings with the content of the file, without unknown and unusable values."""
    usable = {
        name: value
        for name, value in kept_values().items()
        if name in SETTINGS and isinstance(value, str) and value.strip()
    }
    return settings.with_content(usable)


def _checked_name(name: str) -> str:
    if name in SETTINGS:
        return name
    close = get_close_matches(name.lower().replace("_", "-"), SETTINGS, n=1)
    meant = f" Did you mean: {close[0]}?" if close else ""
    raise UsageError(
        f"{quoted(name)} is not a setting.{meant} The settings are: {', '.join(SETTINGS)}"
    )


def _answer(session: Session, name: str) -> int:
    """Print the setting after a change; if something overrides the file, print a note."""
    settings = usable_settings(session.settings)
    shown = _shown(settings, name)
    session.output.answer(ConfigSetting(setting=shown), *_words(shown))
    if shown.where == shown.variable:
        session.output.notice(
            f"note: {shown.where} overrides {config_path()}; to use the file, type: unset"
            f" {shown.where}"
        )
    return 0


def _shown(settings: Settings, name: str) -> ShownSetting:
    setting, problem = SETTINGS[name], None
    try:
        value = settings.value(name)
    except NoHome as error:
        return _row(name, "", "default", "", str(error))
    try:
        setting.check(value.text)
    except ValueError as error:
        problem = str(error)
    where = str(config_path()) if value.origin == "configuration file" else value.where
    return _row(name, value.text, value.origin, where, problem)


def _row(name: str, value: str, origin: str, where: str, problem: str | None) -> ShownSetting:
    return ShownSetting(
        name=name,
        value=value,
        origin=origin,
        where=where,
        problem=problem,
        meaning=SETTINGS[name].meaning,
        variable=SETTINGS[name].variable,
    )


def paths(settings: Settings) -> Paths:
    """Return the files and folders that Dragoman uses with these settings."""
    found: dict[str, str | None] = dict.fromkeys(Paths.__struct_fields__)
    with suppress(UsageError):
        found["register"] = settings.text("register")
    with suppress(NoHome):
        found["configuration"] = str(config_path())
        found["drafts"] = str(state_folder())
        found["keys"] = str(data_folder())
        register = Location.parse(found["register"] or "")
        found["views"] = str(latest_views(cache_folder(), register) or cache_folder())
    return Paths(**found)


def _print(session: Session, report: ConfigReport) -> None:
    output = session.output
    for shown in report.settings:
        output.line(*_words(shown, output.cell(shown.name, WIDTH)))
        if shown.problem:
            output.line((f"{' ' * WIDTH}{shown.problem}", "overdue"))
    output.line("")
    for name, path in _listed(report.paths):
        output.line((output.cell(name, WIDTH), "dim"), path)


def _words(shown: ShownSetting, label: str = "") -> Iterator[str | tuple[str, str]]:
    """Yield the parts of a line: the name, the value, and where the value comes from."""
    yield (label or f"{shown.name}  ", "dim")
    yield short_path(shown.value) or "(none)"
    yield (f"  ({short_path(shown.where) or 'default'})", "dim")


def _listed(paths: Paths) -> Iterator[tuple[str, str]]:
    for name in Paths.__struct_fields__:
        path: str | None = getattr(paths, name)
        is_there = path and ("://" in path or Path(path).exists())
        missing = "" if is_there else "  (does not exist yet)"
        yield name, f"{short_path(path)}{missing}" if path else "(no home folder)"


def short_path(path: str) -> str:
    """Return a path in the home folder in its short form, such as ``~/.config``."""
    home = str(user_folder() or "")
    inside = len(home) > 1 and path.startswith(f"{home}/")
    return f"~{path.removeprefix(home)}" if inside else path
