"""The output of ``--json`` fits the published schemas of the reports."""

import json
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scripts.generate_schema import REPORTS as FOLDER
from tests import servers
from tests.cli.test_report_types import KEYS
from tests.cli.test_report_types import desk as chronicle  # noqa: F401
from tests.conftest import Answer, Desk
from tests.golden import REPORTS, world

SCHEMAS = {
    f"dragoman/{path.name.removesuffix('.schema.json')}/1": json.loads(path.read_text("utf-8"))
    for path in FOLDER.glob("*.schema.json")
}

ON_SERVER = [f"dragoman/register-{one}/1" for one in ("create", "grant", "copy")]
"""The reports of commands that need a server."""

READ = (
    *REPORTS.values(),
    "timeline --as-of 1",
    "timeline --limit 1",
    "follow-ups",
    "follow-ups --party FR",
    "brief AZ",
    "brief Chad",
    "search nothing-like-this",
    "party list --named Rafiyev",
    "config show",
    "config show zone",
    "--version",
    "feed new --name Baghdad --party IQ --withhold TLP:AMBER",
    "feed list",
    "feed revoke Baghdad",
)
"""Commands that read the desk of the golden screens; feeds are not in its register."""


@pytest.fixture(scope="module")
def screens() -> Iterator[Desk]:
    """A desk with the register that the golden screens show."""
    with world() as desk:
        yield desk


@pytest.fixture(scope="module")
def documents(screens: Desk, chronicle: Desk) -> dict[str, Any]:  # noqa: F811
    """The JSON documents that the report commands print."""
    printed = {words: _printed(screens.run(*words.split(), "--json")) for words in READ}
    item = "The foreign minister of Iraq met with the French ambassador yesterday."
    read = screens.run("read", item, "--published", "2025-04-21", "--json")
    printed["read"] = _printed(read)
    result = {words: _printed(chronicle.run(*shlex.split(words), "--json")) for words in KEYS}
    return printed | result | _on_server(chronicle)


def _on_server(desk: Desk) -> dict[str, Any]:
    """Return what the commands for a register on a server print, if there is a server."""
    if servers.programs() is None:
        return {}
    with servers.empty_database() as url, servers.empty_database() as other:
        words = {
            "register create": ("register", "create", url),
            "register grant": ("--register", url, "register", "grant", "postgres", "reader"),
            "register copy": ("register", "copy", str(desk.register), other),
            "register info": ("--register", url, "register", "info"),
        }
        return {name: _printed(desk.run(*one, "--json")) for name, one in words.items()}


def _printed(answer: Answer) -> Any:
    document = answer.json
    assert document, answer.err
    return document


def test_printed_documents_fit_their_schemas(documents: dict[str, Any]) -> None:
    """Every printed document has exactly the keys and types in its schema."""
    for words, document in documents.items():
        if schema := SCHEMAS.get(document["schema"]):
            faults = [
                iter_error.message
                for iter_error in Draft202012Validator(schema).iter_errors(document)
            ]
            assert faults == [], words


def test_every_published_report_is_printed(documents: dict[str, Any]) -> None:
    """At least one command prints a document of each published schema."""
    printed = {document["schema"] for document in documents.values()}
    assert printed >= SCHEMAS.keys() - ({*ON_SERVER} if servers.programs() is None else set())


@pytest.mark.parametrize("name", SCHEMAS)
def test_unknown_keys_are_refused(name: str, documents: dict[str, Any]) -> None:
    """Every object in a schema refuses unknown keys."""
    schema = SCHEMAS[name]
    structs = [item for item in schema["$defs"].values() if "properties" in item]
    assert structs
    assert all(struct["additionalProperties"] is False for struct in structs)
    if name in ON_SERVER:
        servers.needed()
    document = next(document for document in documents.values() if document["schema"] == name)
    assert not Draft202012Validator(schema).is_valid(document | {"unknown": 1})
