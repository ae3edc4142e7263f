"""The command ``dragoman``: its nouns and verbs, each loaded when it is called."""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, CycloptsError, Group, Parameter

from dragoman.cli.interrupted import INTERRUPTED
from dragoman.cli.output import Colour, spell_out

if TYPE_CHECKING:
    from dragoman.cli.session import Session

GLOBAL = Group("Options of every command")


def _version() -> str:
    from importlib.metadata import version

    return version("dragoman")


app = App(
    name="dragoman",
    help="A register of diplomatic activity: record it, read it back, prove it.",
    version=_version,
    result_action="return_value",
    help_format="plaintext",
    default_parameter=Parameter(negative_iterable=(), negative_none=(), show_default=False),
    suppress_keyboard_interrupt=False,
)

ACTS = Group("Recording", sort_key=1)
RIGHTING = Group("Setting right", sort_key=2)
REPORTS = Group("Reading", sort_key=3)
CARE = Group("Audit and care", sort_key=4)

_COMMANDS = (
    ("record", "record.record:record", ACTS, "Record a dispatch: the records of a YAML file."),
    ("import", "record.import_:import_", ACTS, "Import the records of other people's files."),
    ("visit", "record.visit:app", ACTS, "Visits: announce, start, conclude, reschedule …"),
    ("consultation", "record.consultation:app", ACTS, "Sessions of mechanisms: schedule, hold …"),
    ("meeting", "record.meeting:app", ACTS, "Meetings: schedule, hold, reschedule …"),
    (
        "mechanism",
        "record.mechanism:app",
        ACTS,
        "Standing bodies: establish, amend, dissolve, list.",
    ),
    ("follow-up", "record.follow_up:app", ACTS, "What is owed: agree, revise, fulfil, drop."),
    ("instrument", "record.instrument:app", ACTS, "Agreements: sign, enter into force, terminate."),
    (
        "demarche",
        "record.demarche:app",
        ACTS,
        "Notes verbales, démarches, letters: deliver, answer …",
    ),
    ("party", "record.party:app", ACTS, "People and organisations: names, posts, who is who."),
    ("compose", "record.compose:compose", ACTS, "Write a record in your editor."),
    ("source", "record.source:app", RIGHTING, "Cite the sources of a record."),
    ("reading", "record.readings:app", RIGHTING, "What sources tell differently; choose."),
    ("correct", "record.corrections:correct", RIGHTING, "Set right what was recorded wrongly."),
    ("retract", "record.corrections:retract", RIGHTING, "Take a record out of all reports."),
    ("undo", "record.corrections:undo", RIGHTING, "Undo an entry by a further one."),
    ("timeline", "read.timeline:timeline", REPORTS, "What happened, and what is ahead."),
    ("follow-ups", "read.follow_ups:follow_ups", REPORTS, "What is still owed."),
    ("brief", "read.brief:brief", REPORTS, "The one page before a call."),
    ("activity", "read.activity:activity", REPORTS, "When there was how much, month by month."),
    ("lanes", "read.lanes:lanes", REPORTS, "Who is where, day by day."),
    ("silence", "read.silence:silence", REPORTS, "Who has not been in contact."),
    ("watch", "read.watch:watch", REPORTS, "The timeline, live."),
    ("show", "read.show:show", REPORTS, "One record with everything known of it."),
    ("search", "read.search:search", REPORTS, "Find records by words."),
    ("export", "read.export:export", REPORTS, "Records in the forms that others read."),
    ("audit", "audit.app:app", CARE, "The log of entries: read, replay, seal, verify, prove."),
    ("context", "context:context", CARE, "The parties that your desk is about."),
    ("completion", "completion:completion", CARE, "Make your shell complete commands."),
    ("register", "register:app", CARE, "About the register: where it is, backups, its views."),
)
"""The commands, each with its place below ``dragoman.cli``: one is loaded when it is typed."""
_MORE = {
    "record": """All of its records or none. A file that was recorded before adds nothing; what it adds since then
is recorded.

Example: dragoman record docs/examples/baghdad-2025.yaml""",
    "import": """Rows are known by their keys: the same file again adds nothing; a newer one yields corrections,
and retractions only if you ask for them. What is no record goes to a file of its own, each row with
its line and the reason, and the exit code is 1. Without --profile and --map, FILE is what dragoman
export --jsonl or --csv has written.

Example: dragoman import visits.csv --map visits.yaml""",
    "compose": """It is recorded when you save and close. Of a record that is there, a new status is recorded as an
act, and other changes as a correction, with the reason at the foot. What does not fit opens again,
with the fault at its line; whatever happens, the draft is not lost.

Example: dragoman compose meeting""",
    "correct": """With a reason. What the world changed is no correction: a visit that takes place on another day is
rescheduled; a day that was mistyped is corrected.

Example: dragoman correct V-1 occurred=2025-04-20 --reason "the date was that of the report\"""",
    "retract": """With a reason. It stays in the log, and under its ref.

Example: dragoman retract M-4 --duplicate-of M-2 --reason "recorded twice\"""",
    "undo": """What was before and is after is shown. Without ENTRY, the last one that was not undone. To redo,
undo the entry of the undo.

Example: dragoman undo""",
    "timeline": "Example: dragoman timeline --between AZ IQ --since 2025",
    "follow-ups": "Example: dragoman follow-ups --between AZ IQ",
    "brief": """Of a state, a pair of them, an organisation or a person (P-1, or a name): last contact, whose turn
it is, mechanisms, what was agreed and is not done, instruments, who met whom, topics, disputes.

Example: dragoman brief AZ IQ""",
    "activity": """Engagements are weighted by their level: a state visit counts more than a working lunch.

Example: dragoman activity --by country --year 2025""",
    "lanes": """One column is a day. What has no exact day is listed at the end.

Example: dragoman lanes --since 2025-04-01 --weeks 6""",
    "silence": """Parties without contact, visits that were not returned, mechanisms past their cadence.

Example: dragoman silence --days 180""",
    "watch": """It is drawn again as others record, until you press Ctrl-C.

Example: dragoman watch --between AZ IQ""",
    "search": """In titles, names, posts, places, topics, summaries, sources and all other texts, in any script
and spelling; a part of a word will do. Whatever is typed is a word, and nothing else: after --, even
what looks like an option.

Example: dragoman search Rafijew Bagdad""",
    "show": "With --history, what each of its events changed.\n\nExample: dragoman show V-1",
    "export": """In one form at a time, to a file or, with -, to stdout. A file is replaced only if it was written
here in that form.

--jsonl and --csv are copies: all that has happened to every record, for dragoman import to take into
another register. --dispatch is what records say now, for dragoman record. --ftm is for
FollowTheMoney; --cameo and --plover have an event for every ordered pair of sides. --ics has what
is planned, owed or called off; with --all, what took place and was settled, too; what has no exact
day stands in it as a task.

What a form cannot hold, and how much was withheld, is told on stderr.

Example: dragoman export --csv all.csv --between AZ IQ --withhold TLP:AMBER""",
    "context": """Where a context is set, reports show what its parties have to do with each other, and new records
are theirs unless they name their own; every report says so. --context none, on any command, leaves
it out for once; DRAGOMAN_CONTEXT sets it for a shell.

Example: dragoman context AZ IQ""",
    "completion": """bash: add eval "$(dragoman completion bash)" to ~/.bashrc; zsh: the same with zsh in ~/.zshrc;
fish: dragoman completion fish > ~/.config/fish/completions/dragoman.fish

Example: dragoman completion bash""",
}
"""What the help of a command tells besides its line in the list."""

for _name, _path, _group, _words in _COMMANDS:
    _more = re.sub(r"(?<!\n)\n(?!\n)", " ", _MORE.get(_name, ""))
    app.command(
        f"dragoman.cli.{_path}", name=_name, group=_group, help=f"{_words}\n\n{_more}".strip()
    )


app.meta.suppress_keyboard_interrupt = False


@app.meta.default
def launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    register: Annotated[
        Path | None, Parameter(group=GLOBAL, help="The register's file. DRAGOMAN_REGISTER")
    ] = None,
    json: Annotated[
        bool, Parameter(group=GLOBAL, negative=(), help="Answer with one JSON document.")
    ] = False,
    color: Annotated[Colour, Parameter(group=GLOBAL, help="When to use colour.")] = "auto",
    ascii: Annotated[
        bool,
        Parameter(
            group=GLOBAL,
            negative=(),
            help="Use only ASCII in text for people, and escape other characters in JSON. All other"
            " data (CSV, Markdown, exports) is always UTF-8.",
        ),
    ] = False,
    context: Annotated[
        str | None,
        Parameter(group=GLOBAL, help="The parties of your desk (AZ-IQ), or none. DRAGOMAN_CONTEXT"),
    ] = None,
    debug: Annotated[
        bool, Parameter(group=GLOBAL, negative=(), help="On an error, show where it arose.")
    ] = False,
) -> int:
    """Run one command with the options that every command takes."""
    command, bound, ignored = app.parse_args(tokens, print_error=False, exit_on_error=False)
    if "session" not in ignored:
        return _help(command, bound, tokens)
    from dragoman.cli.context import context_of
    from dragoman.cli.output import Output
    from dragoman.cli.session import Session, configured, register_path

    output = Output(as_json=json, colour=color, ascii=ascii)
    settings = configured()
    session = Session(
        register_path(register, settings),
        output,
        settings.get("name"),
        context=context_of(context, settings),
    )
    try:
        return _answer(command, bound, session)
    finally:
        session.close()


def _answer(command: Any, bound: Any, session: "Session") -> int:
    """Run a command; if it fails because the views are damaged, once more without them."""
    try:
        return int(command(*bound.args, **bound.kwargs, session=session))
    except Exception as error:
        if not (_is_of_database(error) and session.discards_damaged_views()):
            raise
        return int(command(*bound.args, **bound.kwargs, session=session))


def _is_of_database(error: BaseException | None) -> bool:
    """Whether an error comes from a database, however it was worded since."""
    chain = [error] if error else []
    while chain and (cause := chain[-1].__cause__):
        chain.append(cause)
    return any(type(one).__module__.startswith("sqlalchemy") for one in chain)


def _help(command: Any, bound: Any, tokens: Sequence[str]) -> int:
    """Print help or the version; a group without a verb is a usage error."""
    command(*bound.args, **bound.kwargs)
    asked = {"--help", "-h", "--version"} & set(tokens)
    return 0 if asked else 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 usage."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit code. Errors are one line on stderr."""
    if hindrance := _hindrance(arguments):
        return _complain(hindrance, 2)
    spell_out(sys.stdout)
    try:
        if arguments[:1] == ["__complete"]:
            return _completed(arguments[1:])
        code = int(app.meta(arguments, print_error=False, exit_on_error=False) or 0)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt as interrupt:
        return _complain(str(interrupt) or INTERRUPTED, 130)
    except BrokenPipeError:
        _drop_output()
        return 141
    except CycloptsError as error:
        return _complain(_reworded(error), 2)
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _failed(error, arguments)


def _hindrance(arguments: Sequence[str]) -> str | None:
    """Why no command can be run at all."""
    if sys.stdout is None or sys.stdin is None:
        return "standard input and output must be open; use /dev/null"
    if any("\0" in one for one in arguments):
        return "an argument contains a NUL character; remove it"
    return None


def _completed(words: Sequence[str]) -> int:
    """Answer a shell that asks how a command line may go on."""
    from dragoman.cli.completion import answer

    return answer(app, [(name, about) for name, _, _, about in _COMMANDS], words)


def _drop_output() -> None:
    """What is left of the output is for nobody: the interpreter shall not try again at its end."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def _failed(error: Exception, arguments: Sequence[str]) -> int:
    from dragoman.exchange import UsageError
    from dragoman.store import RegisterError

    if isinstance(error, UnicodeEncodeError) and (broken := _broken(arguments)):
        return _complain(f"{broken} is not UTF-8 text; type it again", 2)
    if isinstance(error, UsageError):
        return _complain(str(error), 2)
    if isinstance(error, RegisterError):
        return _complain(str(error))
    if _is_of_database(error):
        from dragoman.store import cause_of

        return _complain(f"the register or its views cannot be used: {cause_of(error)}")
    if isinstance(error, OSError):
        _drop_output()
        return _complain(f"{error.filename or 'the output'}: {error.strerror or error}")
    name = type(error).__name__
    return _complain(f"{name}: {error} (this is a fault of dragoman; --debug shows where)")


def _broken(arguments: Sequence[str]) -> str | None:
    """The first argument with a byte that is not UTF-8: a file may be called so, and no record."""
    return next((ascii(one) for one in arguments if re.search("[\ud800-\udfff]", one)), None)


def _reworded(error: CycloptsError) -> str:
    from cyclopts.exceptions import UnusedCliTokensError

    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        return f"{error.unused_tokens[0]!r} is not expected here; --help lists what is"
    return _elsewhere(error) or str(error)


def _elsewhere(error: CycloptsError) -> str | None:
    """Where an option belongs that a command about a kind of record does not take."""
    from cyclopts.exceptions import CoercionError, UnknownOptionError

    token = error.token if isinstance(error, UnknownOptionError | CoercionError) else None
    if not (error.command_chain and token):
        return None
    from dragoman.cli.record.options import misplaced

    return misplaced(error.command_chain[0], token.keyword or token.value, token.value)


def _complain(message: str, code: int = 1) -> int:
    """Say on stderr what is wrong; return the exit code."""
    from dragoman.exchange import safe

    print(f"dragoman: {safe(message)}", file=sys.stderr)
    return code
