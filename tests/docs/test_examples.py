"""The example files fit the schema with which editors check dispatches."""

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
    """Return no bytes, as if standard input were empty."""
    return b""


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_fit_the_schema(path):
    """Every example file fits the schema for dispatches."""
    data = _numbered(read_yaml(str(path), nothing).data)
    assert not list(Draft202012Validator(SCHEMA).iter_errors(data))


def test_the_schema_reports_an_unknown_field():
    data = _numbered(read_yaml(str(EXAMPLES[0]), nothing).data)
    data["records"][0]["titel"] = "Besuch"
    assert list(Draft202012Validator(SCHEMA).iter_errors(data))


def test_the_schema_is_up_to_date():
    script = ROOT / "scripts/generate_schema.py"
    assert subprocess.run([sys.executable, str(script), "--check"], check=False).returncode == 0


def _numbered(node):
    """Convert strings of digits to integers, because an editor reads digits in YAML as integers."""
    if isinstance(node, dict):
        return {key: _numbered(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_numbered(value) for value in node]
    return int(node) if node.isdecimal() else node
