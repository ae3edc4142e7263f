"""Write the JSON Schema of a dispatch, for editors: ``python scripts/generate_schema.py``.

``--check`` writes nothing and exits 1 when the file is not what would be written.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from dragoman.exchange.dispatch_document import DispatchDocument

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs/reference/dispatch.schema.json"


def schema() -> dict[str, Any]:
    """The schema. Where text is taken, editors may see a number: ``2025``."""
    made: dict[str, Any] = _lenient(msgspec.json.schema(DispatchDocument))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A dispatch of Dragoman",
        **made,
    }


def _lenient(node: Any) -> Any:
    if isinstance(node, dict):
        lenient = {key: _lenient(value) for key, value in node.items()}
        if lenient.get("type") == "string":
            lenient["type"] = ["string", "number"]
        if digits := [int(one) for one in lenient.get("enum", ()) if str(one).isdigit()]:
            lenient["enum"] = [*lenient["enum"], *digits]
        return lenient
    return [_lenient(one) for one in node] if isinstance(node, list) else node


def main(arguments: list[str]) -> int:
    """Write the schema, or check that it is written."""
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in arguments:
        return 0 if TARGET.exists() and TARGET.read_text("utf-8") == text else 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
