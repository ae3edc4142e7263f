"""Write the SQL of the queries that commands run: ``python scripts/generate_sql.py``.

The script records the examples of the documentation in a new register, runs each command below with
many combinations of options, and collects the queries. ``--check`` writes nothing, and exits 1 if
the file is out of date.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import chain, product
from pathlib import Path
from pprint import pformat
from tempfile import TemporaryDirectory

from dragoman.cli.run import run
from dragoman.projections import design, index, row_memory
from dragoman.store import compiled, sql
from dragoman.store.log.tables import SCHEMA

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "store/compiled.py"
EXAMPLES = ROOT / "docs/examples"
HEAD = '''\
"""The SQL of queries, by the digest of a query's key; and the designs of tables and indexes.

Written by scripts/generate_sql.py; do not edit.
"""

from typing import Any

'''

RECORDING = (
    f"record {EXAMPLES}/baghdad-2025.yaml",
    f"record {EXAMPLES}/azerbaijan-iraq.yaml",
    "lanes",  # while nothing is planned
    "lanes --party AZ",
    "lanes --between AZ IQ",
    f"record {EXAMPLES}/news-az-2025.yaml",
    f"record {EXAMPLES}/azertac-2025.yaml",
    "meeting hold --title Talks --party AZ --party IQ --occurred 2026-01-10 --topic oil",
    "meeting add M-4 --topic Oil",
    "meeting add M-4 --topic oils",
    "meeting add Talks --summary Talks",
    "meeting schedule --title More --party AZ --party TR --occurred 2027 --marking TLP:AMBER",
    "demarche deliver --subject Visas --from AZ --to IQ --occurred 2026-01 --reply-due 2026-03",
    "visit conclude --title Return --host AZ --party IQ --occurred 2026-01-25",
    "mechanism list",
    "correct M-1 place=Baku --reason wrong",
    "meeting hold --title Talks --party AZ --party GE --occurred 2026-02-10",
    "retract M-2 --reason twice",
    "undo",
    "party alias P-1 Somebody",
    "party merge P-2 P-1 --reason same",
    "source cite V-1 --source Another --url https://example.org/2",
    "reading dispute V-1 place=Basra --source Another --reason differs",
    "follow-up agree --what Draft --party AZ --party IQ --due 2026-03-01 --agreed-in M-1",
)
"""The commands that fill the register; the script also collects their queries."""

PARTIES = ("", "--between AZ IQ", "--party AZ", "--party AZ --party TR --party IQ")
TOPICS = ("", "--topic energy", "--topic energy --topic trade")
KINDS = ("", "--kind visit --kind meeting")
PERIODS = ("", "--since 2020", "--until 2030", "--since 2020 --until 2030")
POSITIONS = ("", "--as-of 50", "--as-of 2026-02-15")

WITHHOLDING = (
    *("timeline", "timeline --limit 5", "timeline --party AZ", "timeline --party P-1", "agenda"),
    *("follow-ups", "digest --since 3", "brief AZ", "brief AZ IQ", "brief P-1", "who P-1"),
    *("topic energy", "activity", "activity --by mechanism", "activity --by topic", "lanes"),
    *("silence", "show V-1 --history", "search energy", "search zzzzzz", "mechanism list"),
    *("party list", "audit log --limit 2", "register doubles"),
)
"""Reports that also run without the records that have a marking."""

COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "timeline": (PARTIES, TOPICS, KINDS, PERIODS),
    "timeline --limit 5": (PARTIES, POSITIONS),
    "timeline --by mechanism": (PARTIES,),
    "timeline --party P-1": (KINDS, PERIODS, ("", "--limit 5", "--past"), POSITIONS),
    "timeline --party AZ --party P-1": ((),),
    "timeline --past --limit 1": (PARTIES, KINDS, PERIODS),
    "follow-ups": (PARTIES, ("", "--all"), POSITIONS),
    "follow-ups --owner IQ": (POSITIONS,),
    "follow-ups --owner P-1": (("", "--all"),),
    "digest --since 3": (PARTIES[:2], ("", "--as-of 50")),
    "follow-ups --party P-1": (("", "--party AZ", "--all"), POSITIONS),
    "brief AZ": (POSITIONS,),
    "brief AZ IQ": (POSITIONS,),
    "brief P-1": (POSITIONS,),
    "brief org:UN": (POSITIONS,),
    "topic energy": (PARTIES, POSITIONS),
    "topic energy --party P-1": ((),),
    "topic oil": ((),),
    "topic reconstruction": ((),),
    "who P-1": (POSITIONS,),
    "who P-3": (POSITIONS,),
    "who Rafiyev": ((),),
    "agenda": (PARTIES, ("", "2026-03", "last year"), POSITIONS),
    "agenda --party P-1": ((),),
    "activity": (PARTIES, TOPICS, ("", "--kind visit"), ("", "--year 2025")),
    "activity --by country": (PARTIES, POSITIONS),
    "activity --by mechanism": (PARTIES, POSITIONS),
    "activity --by topic": (PARTIES, POSITIONS),
    "activity --party P-1": (("", "--party AZ"), TOPICS[:2], POSITIONS),
    "lanes --party P-1": (("", "--since 2025-01-01"), POSITIONS),
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
    "search Rafijew Bagdad": (("", "--as-of 50"),),
    "search zzzzzz": ((),),
    "mechanism list": (PARTIES, POSITIONS),
    "search energy --party P-1": ((),),
    "mechanism list --party P-1": (("", "--party AZ"), POSITIONS),
    "party list": (("", "--side AZ", "--named Rafiyev"), POSITIONS),
    "audit log": (("", "--limit 2"), POSITIONS),
    "audit diff --from 3 --withhold TLP:AMBER": ((),),
    "audit diff --from 3": (("", "--to 50"), (*PARTIES[:2], "--party P-1")),
    "audit replay": (("", "--until 50"),),
    "audit verify": (("", "--log-only"),),
    "register info": ((),),
    "context": ((),),
    "export --csv -": (PARTIES, ("", "--withhold TLP:AMBER"), ("", "--as-of 50")),
    "export --csv - --party P-1": (PERIODS,),
    "export --ics - --party P-1": (("", "--all"),),
    "export --jsonl -": (PARTIES, KINDS, PERIODS),
    "export --ics -": (PARTIES, ("", "--all"), PERIODS),
    "export --dispatch -": (PARTIES[:3],),
    **{f"{one} --withhold TLP:AMBER": (POSITIONS,) for one in WITHHOLDING},
}
"""Commands to run, each with the alternatives for its options."""


DONE = (0, 3)
"""The exit codes of success; a command returns 3 if the log has no seal."""


def command_lines() -> Iterator[str]:
    """Yield the command lines to run: each command with each combination of options."""
    yield from RECORDING
    for command, choices in COMMANDS.items():
        for options in product(*(one or ("",) for one in choices)):
            yield " ".join([command, *filter(None, options)])


MAPPING = """\
dataset: list
source: {title: A list}
key: [number]
record:
  kind: visit
  title: {column: title}
  status: announced
  participants: [{name: Somebody, side: IQ}]
"""
TABLES = ("number,title\n1,One\n2,Two\n", "number,title\n1,First\n")


def imports(folder: Path) -> Iterator[str]:
    """Yield command lines that import a list, the same list again, and then a changed list."""
    row_memory.BATCH = 1  # remember the rows of small lists, too
    table, mapping = folder / "list.csv", folder / "mapping.yaml"
    mapping.write_text(MAPPING)
    for text in (TABLES[0], *TABLES):
        table.write_text(text)
        yield f"import {table} --map {mapping} --yes --retract-gone"


def collect() -> dict[str, tuple[str, str, str]]:
    """Run the commands, and return their queries as compiled by SQLAlchemy."""
    sql.forget()
    with TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        os.environ |= {"HOME": folder, "DRAGOMAN_NOW": "2026-02-15T08:00:00Z"}
        os.environ |= {f"XDG_{name}_HOME": folder for name in ("DATA", "CACHE", "CONFIG", "STATE")}
        for line in chain(command_lines(), imports(Path(folder))):
            with redirect_stdout(nowhere), redirect_stderr(nowhere):
                code = run(line.split(" "))
            if code not in DONE:
                raise SystemExit(f"exit code {code}: dragoman {line}")
    return {
        sql.digest(key): (made.sql, " ".join(made.columns), made.types)
        for key, made in sorted(sql.COMPILED.items())
    }


def schemas() -> dict[str, list[list[tuple[object, ...]]]]:
    """Return the tables and other objects of the register and of each disposable database."""
    modules = SCHEMA, design().schema, index.design().schema, row_memory.design().schema
    return {one: [list(map(tuple, part)) for part in sql.described(one)] for one in modules}


def text(found: dict[str, tuple[str, str, str]], schemas: object) -> str:
    """Return the source of the module ``store/compiled.py``."""
    queries = "".join(f"    {key!r}: {value!r},\n" for key, value in found.items())
    objects = pformat(schemas, width=160, sort_dicts=False)
    return f"{HEAD}QUERIES: dict[str, Any] = {{\n{queries}}}\n\nSCHEMAS: Any = {objects}\n"


def main(arguments: list[str]) -> int:
    """Write the module, or check that it is up to date; return the exit code."""
    tables, is_check = schemas(), "--check" in arguments
    if tables == compiled.SCHEMAS:
        made = text(collect(), tables)
        if TARGET.read_text("utf-8") == made:
            return 0
    if is_check:
        print(f"{TARGET.relative_to(ROOT)} is out of date; run: python scripts/generate_sql.py")
        return 1
    if tables == compiled.SCHEMAS:
        TARGET.write_text(made, "utf-8")
        return 0
    TARGET.write_text(text({}, tables), "utf-8")
    return subprocess.call([sys.executable, *sys.argv])  # the commands need these tables


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
