"""What is installed: packages below ``dragoman`` with their resources, beside whatever there is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("domain", "store", "projections", "exchange", "cli")
VERSION = "from dragoman.cli.start import main; main()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as pip builds it, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"  # building leaves files behind
    for name in FLOORS:
        shutil.copytree(ROOT / name, tree / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, tree]
    subprocess.run(command, check=True, timeout=300)
    [file] = folder.glob("*.whl")
    ZipFile(file).extractall(folder / "site")
    return folder / "site"


def version(*path: Path) -> str:
    """What ``--version`` prints where these folders come first on the path."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, "-c", VERSION, "--version"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_all_is_below_one_name(wheel: Path) -> None:
    """Nothing else is put into the environment."""
    names = {one.name for one in wheel.iterdir()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"dragoman"}
    assert {one.name for one in (wheel / "dragoman").iterdir()} == set(FLOORS)


@pytest.mark.parametrize("floor", FLOORS)
def test_every_module_and_resource_is_installed(wheel: Path, floor: str) -> None:
    """All that stands in the folder, the marks that it is typed among it."""
    suffixes = (".py", ".css", ".js", ".typed")
    own = {
        str(one.relative_to(ROOT))
        for one in (ROOT / floor).rglob("*")
        if one.suffix in suffixes or one.name == "py.typed"
    }
    installed = {
        str(one.relative_to(wheel / "dragoman"))
        for one in (wheel / "dragoman" / floor).rglob("*")
        if one.is_file()
    }
    assert installed == own
    assert f"{floor}/py.typed" in own


def test_folders_of_the_same_names_do_not_matter(wheel: Path, tmp_path: Path) -> None:
    """Empty ones on the path, or other people's packages."""
    for name in FLOORS:
        (tmp_path / "empty" / name).mkdir(parents=True)
        (tmp_path / "other" / name).mkdir(parents=True)
        (tmp_path / "other" / name / "__init__.py").write_text("raise SystemExit('not mine')")
    expected = version(wheel)
    assert version(tmp_path / "empty", wheel) == expected
    assert version(tmp_path / "other", wheel) == expected
