"""The commands of the page for ministries, typed against a server with certificates."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests import servers as cluster
from tests.cli.test_server import server
from tests.docs.pages import ROOT, Reader, comparable, examples, reader
from tests.docs.test_pages import FIRST
from tests.store.test_server_copies import CHANGES

PAGE = ROOT / "docs/ministry.md"


@pytest.fixture
def someone(tmp_path: Path) -> Iterator[Reader]:
    """Yield a reader for whom ``db.example.org`` is a server of the test, with its certificate."""
    if cluster.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    home = tmp_path / "home"
    (home / ".postgresql").mkdir(parents=True)
    with server() as (folder, port):
        shutil.copy(folder / "root.crt", home / ".postgresql/root.crt")
        found = reader(home, cluster.programs() or Path())
        found.environment |= {"PGHOSTADDR": "127.0.0.1", "PGPORT": str(port), "PGUSER": "postgres"}
        yield found


@pytest.mark.slow
def test_the_commands_print_what_the_page_says(someone: Reader) -> None:
    """An administrator and an officer who type the commands of the page see what the page shows."""
    someone.type(FIRST)
    ran = 0
    for example in examples(PAGE):
        printed = someone.type(example.command)
        where = f"{PAGE.name}:{example.line}: $ {example.command}"
        assert comparable(printed) == comparable(example.expected), where
        ran += 1
    assert ran > 8
    for name in ("desk.db", "register.db"):
        (ROOT / name).unlink()


def test_the_files_on_the_page_are_well_formed() -> None:
    """The files that an administrator copies from the page are YAML."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    compose, patroni = [YAML(typ="safe").load(block) for block in blocks]
    assert "register" in compose["services"]
    assert patroni["bootstrap"]["dcs"]["synchronous_mode_strict"] is True


def test_a_message_on_the_page_is_one_that_verification_gives() -> None:
    """The page quotes what ``audit verify`` says about a disabled trigger."""
    [says] = [one for one in CHANGES.values() if "(disabled)" in one]
    assert says in PAGE.read_text("utf-8")
