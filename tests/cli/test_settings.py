"""Settings: ``config show``, ``config set`` and ``config unset``."""

import sqlite3
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.cli.settings import SETTINGS, _toml_string
from dragoman.cli.version import VERSION
from dragoman.projections import design
from dragoman.store import SCHEMA_VERSION
from tests.cli.test_completion import loaded_by
from tests.conftest import ARTICLE, Desk

pytestmark = pytest.mark.once

VALUES = {
    "name": "Second Secretary",
    "register": "/srv/desk/register.db",
    "context": "AZ-IQ",
    "zone": "Asia/Baku",
    "editor": "cat -u",
    "pager": "cat",
    "color": "never",
    "keep_sources": "yes",
}
"""A valid value of each setting."""


def file_of(desk: Desk) -> Path:
    """Return the path of the configuration file."""
    return desk.home / "config/dragoman/config.toml"


def shown(desk: Desk, name: str, *more: str, env: dict[str, str] | None = None) -> tuple[str, str]:
    """Return the value of a setting, and the place from which the value comes."""
    row = desk.read("config", "show", name, *more, env=env)["setting"]
    return row["value"], row["origin"]


def test_every_setting_has_a_test_value() -> None:
    assert VALUES.keys() == SETTINGS.keys()


@pytest.mark.parametrize("name", VALUES)
def test_a_setting_is_written_shown_and_removed(desk: Desk, name: str) -> None:
    """``config set`` writes a value, ``show`` says where it is from, and ``unset`` removes it."""
    before = shown(desk, name)
    answer = desk.run("config", "set", name, VALUES[name])
    assert (answer.code, answer.err) == (0, "")
    assert tomllib.loads(file_of(desk).read_text()) == {name: VALUES[name]}
    assert shown(desk, name) == (VALUES[name], "configuration file")
    assert desk.run("config", "unset", name).code == 0
    assert tomllib.loads(file_of(desk).read_text()) == {}
    assert shown(desk, name) == before
    assert before[1] in ("default", "environment variable")


@pytest.mark.parametrize("name", VALUES)
def test_a_variable_overrides_the_file_and_a_note_says_so(desk: Desk, name: str) -> None:
    variable = f"DRAGOMAN_{name.upper()}"
    answer = desk.run("config", "set", name, VALUES[name], env={variable: VALUES[name]})
    assert answer.code == 0
    assert f"note: {variable} overrides {file_of(desk)}" in answer.err
    assert shown(desk, name, env={variable: VALUES[name]}) == (VALUES[name], "environment variable")


@pytest.mark.parametrize(
    ("option", "value"), [("register", "/a/b.db"), ("context", "TR"), ("color", "always")]
)
def test_an_option_overrides_everything(desk: Desk, option: str, value: str) -> None:
    env = {f"DRAGOMAN_{option.upper()}": VALUES[option]}
    assert shown(desk, option, f"--{option}", value, env=env) == (value, "option")


def test_the_variables_that_programs_share_come_after_the_file(desk: Desk) -> None:
    """``EDITOR`` applies only if neither ``DRAGOMAN_EDITOR`` nor the file names an editor."""
    env = {"EDITOR": "ed", "VISUAL": ""}
    assert shown(desk, "editor", env=env) == ("ed", "environment variable")
    desk.write("config/dragoman/config.toml", 'editor = "cat"\n')
    assert shown(desk, "editor", env=env) == ("cat", "configuration file")


BAD = {
    "zone Asia/Bako": "zone: 'Asia/Bako' is not a time zone",
    "context AZ-QQ": "context: ",
    "color blue": "color: 'blue' is not a colour mode; write auto, always, never",
    "editor no-such-editor": "editor: 'no-such-editor' is not a program on this machine",
    'pager "\'"': "pager: ",
    'name "a\nb"': "name: write your name in one line of plain text",
    "nam x": "'nam' is not a setting. Did you mean: name? The settings are: name, register,",
    "qqqqq x": "'qqqqq' is not a setting. The settings are: ",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_value_is_refused_and_nothing_is_written(desk: Desk, line: str) -> None:
    name, value = line.split(" ", 1)
    answer = desk.run("config", "set", name, value.strip('"'))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"dragoman: {BAD[line]}")
    assert answer.err.count("\n") == 1
    assert not file_of(desk).exists()


def test_other_lines_and_comments_of_the_file_stay(desk: Desk) -> None:
    file = desk.write(
        "config/dragoman/config.toml", '# mine\nzone = "UTC"  # of the desk\n\nname = "A"\n'
    )
    desk.run("config", "set", "color", "never")
    desk.run("config", "set", "zone", "Asia/Baku")
    assert file.read_text() == '# mine\nzone = "Asia/Baku"\n\nname = "A"\ncolor = "never"\n'


def test_a_value_of_several_lines_is_left_to_an_editor(desk: Desk) -> None:
    """Dragoman does not rewrite a value that spans several lines of the file."""
    content = 'name = """\nA"""\n'
    file = desk.write("config/dragoman/config.toml", content)
    answer = desk.run("config", "set", "name", "B")
    assert answer.code == 2
    assert answer.err.endswith(
        "cannot change name without changing other lines; edit the file instead\n"
    )
    assert file.read_text() == content


def test_config_repairs_what_stops_other_commands(desk: Desk) -> None:
    """An unknown setting stops a report; ``config show`` names it, and ``unset`` removes it."""
    file = desk.write("config/dragoman/config.toml", 'colour = "never"\nzone = "Nowhere"\n')
    refused = desk.run("timeline")
    assert refused.code == 2
    assert "unknown setting colour" in refused.err
    assert "dragoman config unset colour" in refused.err
    seen = desk.run("config", "show")
    assert seen.code == 0
    assert "'Nowhere' is not a time zone" in seen.out
    assert "unknown setting colour" in seen.err
    assert desk.run("config", "unset", "colour").code == 0
    assert desk.run("config", "set", "zone", "UTC").code == 0
    assert file.read_text() == 'zone = "UTC"\n'
    assert desk.run("config", "show", "zone").out == "UTC\n"


def test_a_file_that_is_not_toml_is_refused_in_one_line(desk: Desk) -> None:
    file = desk.write("config/dragoman/config.toml", "zone = \n")
    for line in ("config show", "config set zone UTC", "config unset zone"):
        answer = desk.run(*line.split())
        assert (answer.code, answer.err.count("\n")) == (2, 1)
        assert str(file) in answer.err
    assert file.read_text() == "zone = \n"


def test_context_and_the_setting_context_are_the_same(desk: Desk) -> None:
    assert desk.run("context", "AZ", "IQ").code == 0
    assert desk.run("config", "show", "context").out == "AZ-IQ\n"
    assert desk.run("config", "set", "context", "Türkiye").code == 0
    assert desk.run("context").out == "context TR\n"
    assert desk.run("config", "set", "context", "none").code == 0
    assert file_of(desk).read_text() == ""


def test_a_relative_register_is_kept_with_its_full_path(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.home)
    desk.run("config", "set", "register", "desk.db")
    desk.record(ARTICLE)
    assert (desk.home / "desk.db").exists()
    assert desk.read("register", "info")["path"] == str(desk.home / "desk.db")


def test_the_settings_name_zone_and_color_take_effect(desk: Desk) -> None:
    for name, value in (("name", "An officer"), ("zone", "Asia/Baku"), ("color", "always")):
        desk.run("config", "set", name, value)
    desk.record(ARTICLE)
    assert desk.read("audit", "log")["entries"][0]["recorded_by"] == "An officer"
    assert desk.read("register", "info")["zone"] == "Asia/Baku"
    assert "\x1b[" in desk.run("timeline").out
    assert "\x1b[" not in desk.run("timeline", "--color", "never").out


def test_paths_name_the_files_that_dragoman_uses(desk: Desk) -> None:
    desk.record(ARTICLE)
    desk.run("timeline")
    paths = desk.read("config", "show")["paths"]
    assert paths["configuration"] == str(file_of(desk))
    assert paths["register"] == str(desk.register)
    assert paths["views"] == str(desk.views)


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_is_read_back_from_toml(text: str) -> None:
    assert tomllib.loads(f"x = {_toml_string(text)}") == {"x": text}


def test_versions_are_json(desk: Desk) -> None:
    """``--version --json`` shows versions and paths, also if ``config.toml`` is damaged."""
    desk.write("config/dragoman/config.toml", "zone = \n")
    found = desk.read("--version", "--register", "/srv/r.db")
    assert found["version"] == VERSION == desk.run("--version").out.strip()
    assert found["sqlite"] == sqlite3.sqlite_version
    assert found["libraries"].keys() >= {"attrs", "cyclopts", "msgspec", "sqlalchemy"}
    assert "pytest" not in found["libraries"]
    assert found["formats"] == {"register": SCHEMA_VERSION, "views": design().version}
    assert found["paths"]["register"] == "/srv/r.db"
    assert found["paths"]["configuration"] == str(file_of(desk))


def test_plain_version_loads_almost_nothing() -> None:
    loaded, out = loaded_by("--version")
    assert out.decode() == f"{VERSION}\n"
    assert not {name for name in loaded if name.startswith(("dragoman.cli.run", "dragoman.domain"))}
