"""Write the SQL of the queries that commands run: ``python scripts/generate_sql.py``.

The script runs the commands below, each with many options, and collects their queries. The register
of the commands comes from the examples in the docs. ``--check`` writes nothing, and exits 1 if the
file is out of date.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.cli.run import run
from dragoman.projections import design, index
from dragoman.projections.disposable import objects_of
from dragoman.store import sql

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "store/compiled.py"
EXAMPLES = ROOT / "docs/examples"
HEAD = '''\
"""The SQL of queries, by the digests of their keys, and the schemas of disposable files.

Written by scripts/generate_sql.py; do not edit.
"""

'''

RECORDING = (
    f"record {EXAMPLES}/baghdad-2025.yaml",
    f"record {EXAMPLES}/azerbaijan-iraq.yaml",
    f"record {EXAMPLES}/news-az-2025.yaml",
    f"record {EXAMPLES}/azertac-2025.yaml",
    "meeting hold --title Talks --parties AZ IQ --occurred 2026-01-10 --topic energy --part-of V-1",
    "meeting schedule --title More --parties AZ TR --occurred 2027-01-10 --marking TLP:AMBER",
    "demarche deliver --type note-verbale --title Note --from AZ --to IQ --reply-by 2027-03-01",
    "mechanism list",
    "correct M-1 place=Baku --reason wrong",
    "meeting hold --title Talks --parties AZ GE --occurred 2026-02-10",
    "retract M-2 --reason twice",
    "undo",
    "party name P-1 --alias Somebody",
    "party merge P-2 P-1 --reason same",
    "source cite V-1 --source-title Another --url https://example.org/2",
    "reading dispute V-1 place=Basra --source-title Another --reason differs",
)
"""The commands that make the register. The script also collects the queries of these commands."""

PARTIES = ("", "--between AZ IQ", "--party AZ", "--party AZ --party TR --party IQ")
TOPICS = ("", "--topic energy", "--topic energy --topic trade")
KINDS = ("", "--kind visit --kind meeting")
PERIODS = ("", "--since 2020", "--until 2030", "--since 2020 --until 2030")
POSITIONS = ("", "--as-of 9", "--as-of 2026-01-01")

COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "timeline": (PARTIES, TOPICS, KINDS, PERIODS),
    "timeline --limit 5": (PARTIES, POSITIONS),
    "timeline --by mechanism": (PARTIES,),
    "follow-ups": (PARTIES, TOPICS, POSITIONS),
    "brief AZ": (POSITIONS,),
    "brief AZ IQ": (POSITIONS,),
    "brief P-1": (POSITIONS,),
    "brief org:UN": (POSITIONS,),
    "activity": (PARTIES, TOPICS, ("", "--kind visit"), ("", "--year 2025")),
    "activity --by country": (PARTIES, POSITIONS),
    "activity --by mechanism": (PARTIES, POSITIONS),
    "activity --by topic": (PARTIES, POSITIONS),
    "lanes": (PARTIES, ("", "--since 2025-01-01"), POSITIONS),
    "silence": (PARTIES, POSITIONS),
    "show V-1": (POSITIONS, ("", "--history")),
    "show M-1": (POSITIONS,),
    "show C-1": (POSITIONS,),
    "show B-1": (POSITIONS,),
    "show F-1": (POSITIONS,),
    "show P-1": (POSITIONS,),
    "show D-1": (POSITIONS,),
    "search energy": (PARTIES, KINDS, PERIODS),
    "search Rafijew Bagdad": (("", "--as-of 9"),),
    "search zzzzzz": ((),),
    "mechanism list": (PARTIES, POSITIONS),
    "party list": (("", "--side AZ", "--name Rafiyev"), POSITIONS),
    "reading list": (PARTIES, POSITIONS),
    "audit log": (("", "--limit 2"), POSITIONS),
    "audit diff --from 3": (("", "--to 9"), PARTIES[:2]),
    "audit replay": (("", "--until 9"),),
    "audit verify": (("", "--log-only"),),
    "register": ((),),
    "register info": ((),),
    "context": ((),),
    "export --csv -": (PARTIES, ("", "--withhold TLP:AMBER"), ("", "--as-of 9")),
    "export --jsonl -": (PARTIES, KINDS, PERIODS),
    "export --ics -": (PARTIES, ("", "--all"), PERIODS),
    "export --dispatch -": (PARTIES,),
}
"""Commands, each with the choices of options to try with the command."""


def command_lines() -> Iterator[str]:
    """Yield the command lines."""
    yield from RECORDING
    for command, choices in COMMANDS.items():
        for options in product(*(one or ("",) for one in choices)):
            yield " ".join([command, *filter(None, options)])


def collect() -> dict[str, tuple[str, str, str]]:
    """Return the queries that the commands run, compiled by SQLAlchemy."""
    sql.forget()
    with TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        os.environ |= {"HOME": folder, "DRAGOMAN_NOW": "2026-02-15T08:00:00Z"}
        os.environ |= {f"XDG_{name}_HOME": folder for name in ("DATA", "CACHE", "CONFIG", "STATE")}
        for line in command_lines():
            with redirect_stdout(nowhere), redirect_stderr(nowhere):
                run(line.split(" "))
    return {
        sql.digest(key): (made.sql, " ".join(made.columns), made.types)
        for key, made in sorted(sql.COMPILED.items())
    }


def schemas() -> dict[str, list[tuple[str, ...]]]:
    """Return the objects of each disposable file."""
    designs = (design(), index.design())
    return {one.schema: sorted(tuple(part) for part in objects_of(one)) for one in designs}


def text() -> str:
    """Return the text of the module."""
    queries = "".join(f"    {key!r}: {value!r},\n" for key, value in collect().items())
    parts = "".join(
        f"    {module!r}: [\n{''.join(f'        {one!r},{chr(10)}' for one in objects)}    ],\n"
        for module, objects in schemas().items()
    )
    types = "dict[str, tuple[str, str, str]]", "dict[str, list[tuple[str, str, str, str]]]"
    return f"{HEAD}QUERIES: {types[0]} = {{\n{queries}}}\n\nSCHEMAS: {types[1]} = {{\n{parts}}}\n"


def main(arguments: list[str]) -> int:
    """Write the file, or check it."""
    made = text()
    if "--check" in arguments:
        if TARGET.read_text("utf-8") == made:
            return 0
        print(f"{TARGET.relative_to(ROOT)} is out of date; run: python scripts/generate_sql.py")
        return 1
    TARGET.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
