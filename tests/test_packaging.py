"""The wheel is complete and does not conflict with other packages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("domain", "store", "projections", "exchange", "cli")
VERSION = "from dragoman.cli.start import main; main()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with pip, and return a folder with the files of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"  # a build leaves files in its source tree
    for name in LAYERS:
        shutil.copytree(ROOT / name, tree / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, tree]
    subprocess.run(command, check=True, timeout=300)
    [file] = folder.glob("*.whl")
    ZipFile(file).extractall(folder / "site")
    return folder / "site"


def version(*path: Path) -> str:
    """Return the output of ``--version`` with these folders first on the Python path."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, "-c", VERSION, "--version"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_the_wheel_installs_only_the_dragoman_package(wheel: Path) -> None:
    names = {path.name for path in wheel.iterdir()}
    own = {name for name in names if not name.endswith((".dist-info", ".data"))}
    assert own == {"dragoman"}
    assert {path.name for path in (wheel / "dragoman").iterdir()} == set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_module_and_resource_is_installed(wheel: Path, layer: str) -> None:
    """The wheel installs every module and resource of a layer, including ``py.typed``."""
    suffixes = (".py", ".css", ".js", ".typed", ".1", ".sql", ".json")
    own = {
        str(path.relative_to(ROOT))
        for path in (ROOT / layer).rglob("*")
        if path.suffix in suffixes or path.name == "py.typed"
    }
    installed = {
        str(path.relative_to(wheel / "dragoman"))
        for path in (wheel / "dragoman" / layer).rglob("*")
        if path.is_file()
    }
    assert installed == own
    assert f"{layer}/py.typed" in own


def test_the_manual_pages_are_installed_where_man_finds_them(wheel: Path) -> None:
    """The wheel installs a manual page for the program and for each command."""
    [manual] = wheel.glob("*.data/data/share/man")
    assert {path.name for path in (manual / "man1").iterdir()} == {
        path.name for path in (ROOT / "cli/man").glob("*.1")
    }
    if shutil.which("man") is None:
        pytest.skip("man is not installed")
    for page, line in (("dragoman", "EXIT STATUS"), ("dragoman-meeting", "dragoman meeting hold")):
        done = subprocess.run(
            ["man", "-M", manual, page],
            capture_output=True,
            env={**os.environ, "MANWIDTH": "80", "MANPAGER": "cat"},
            text=True,
            check=True,
            timeout=60,
        )
        assert line in done.stdout


def test_other_packages_named_like_the_layers_do_not_interfere(wheel: Path, tmp_path: Path) -> None:
    """Other folders and packages with the name of a layer do not affect Dragoman."""
    for name in LAYERS:
        (tmp_path / "empty" / name).mkdir(parents=True)
        (tmp_path / "other" / name).mkdir(parents=True)
        (tmp_path / "other" / name / "__init__.py").write_text("raise SystemExit('not mine')")
    expected = version(wheel)
    assert version(tmp_path / "empty", wheel) == expected
    assert version(tmp_path / "other", wheel) == expected


@pytest.mark.slow
@pytest.mark.parametrize("line", ["pipx install .", "uv tool install ."])
def test_the_lines_of_the_readme_install_the_command(line: str, tmp_path: Path) -> None:
    """The lines in the README install a command that runs, and its manual pages."""
    assert f"\n{line}\n" in (ROOT / "README.md").read_text("utf-8")
    tool, *words = line.split()
    beside = Path(sys.executable).parent / tool
    found = str(beside) if beside.exists() else shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    tree = tmp_path / "tree"
    for name in LAYERS:
        shutil.copytree(ROOT / name, tree / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    folders = {"PIPX_HOME": "home", "PIPX_BIN_DIR": "bin", "UV_TOOL_DIR": "home"}
    folders |= {"UV_TOOL_BIN_DIR": "bin", "PIPX_MAN_DIR": "man"}
    env = {**os.environ, **{name: str(tmp_path / one) for name, one in folders.items()}}
    env |= {"PIP_COMPILE": "0"}  # as uv does; the command compiles what it loads
    env |= {"UV_NATIVE_TLS": "1", "UV_SYSTEM_CERTS": "1"}  # as pip does
    done = subprocess.run(
        [found, *words], cwd=tree, env=env, capture_output=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    command = [tmp_path / "bin/dragoman", "timeline", "--register", tmp_path / "r.db"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout.partition(" ")[0]) == (0, "Timeline")
    assert list((tmp_path / "home").glob("**/share/man/man1/dragoman.1"))
