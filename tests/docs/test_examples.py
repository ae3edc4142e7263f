"""The examples and the schema that editors check them with."""

import json
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from dragoman.exchange.yaml_file import read_yaml
from tests.docs.pages import ROOT

EXAMPLES = sorted((ROOT / "docs/examples").glob("*.yaml"))
SCHEMA = json.loads((ROOT / "docs/reference/dispatch.schema.json").read_text("utf-8"))


def nothing(most: int) -> bytes:
    """An empty standard input."""
    return b""


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_fit_the_schema(path):
    """An editor that knows the schema finds no fault in them."""
    data = _numbered(read_yaml(str(path), nothing).data)
    assert not list(Draft202012Validator(SCHEMA).iter_errors(data))


def test_the_schema_finds_a_fault():
    """A field that does not exist is underlined."""
    data = _numbered(read_yaml(str(EXAMPLES[0]), nothing).data)
    data["records"][0]["titel"] = "Besuch"
    assert list(Draft202012Validator(SCHEMA).iter_errors(data))


def test_the_schema_is_that_of_the_program():
    """It is generated, and up to date."""
    script = ROOT / "scripts/generate_schema.py"
    assert subprocess.run([sys.executable, str(script), "--check"], check=False).returncode == 0


def _numbered(node):
    """Numbers as an editor reads them: the files hold nothing but text here."""
    if isinstance(node, dict):
        return {key: _numbered(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_numbered(value) for value in node]
    return int(node) if node.isdecimal() else node
