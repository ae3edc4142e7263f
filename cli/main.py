"""The command ``dragoman``, which loads a noun or verb only when the user types it."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any

from cyclopts import App, CycloptsError, Group, Parameter

from dragoman.cli.compiled import COMMON
from dragoman.cli.help_topics import DISPATCH
from dragoman.cli.noun import Noun, object_at
from dragoman.cli.output import Colour
from dragoman.cli.quick import parsed
from dragoman.cli.run import Common, complain, performed
from dragoman.cli.version import VERSION
from dragoman.exchange import UsageError

GLOBAL = Group("Options common to all commands")


app = App(
    name="dragoman",
    help="A register of diplomatic activity: record it, read it back, prove it.",
    version=VERSION,
    result_action="return_value",
    help_format="plaintext",
    default_parameter=Parameter(negative_iterable=(), negative_none=(), show_default=False),
    suppress_keyboard_interrupt=False,
)

RECORDING = Group("Recording", sort_key=1)
CORRECTING = Group("Correcting", sort_key=2)
REPORTS = Group("Reports", sort_key=3)
MAINTENANCE = Group("Audit and maintenance", sort_key=4)

_COMMANDS = (
    ("add", "record.add:add", RECORDING, "Record anything by answering questions."),
    ("record", "record.record:record", RECORDING, "Record a dispatch: a YAML file of records."),
    (
        "import",
        "record.import_:import_",
        RECORDING,
        "Import records from a table, a published list or another register.",
    ),
    ("visit", "record.visit:app", RECORDING, "Visits: announce, start, conclude, reschedule …"),
    (
        "consultation",
        "record.consultation:app",
        RECORDING,
        "Sessions of mechanisms: schedule, hold …",
    ),
    ("meeting", "record.meeting:app", RECORDING, "Meetings: schedule, hold, reschedule …"),
    ("series", "record.series:app", RECORDING, "Series of meetings: schedule, amend, end."),
    (
        "mechanism",
        "record.mechanism:app",
        RECORDING,
        "Standing bodies: establish, amend, dissolve, list.",
    ),
    ("follow-up", "record.follow_up:app", RECORDING, "Follow-ups: agree, revise, fulfil, drop."),
    (
        "instrument",
        "record.instrument:app",
        RECORDING,
        "Agreements: sign, enter into force, terminate.",
    ),
    (
        "demarche",
        "record.demarche:app",
        RECORDING,
        "Notes verbales, démarches, letters: deliver, answer …",
    ),
    (
        "conference",
        "record.conference:app",
        RECORDING,
        "Conferences: announce, open, close, reschedule …",
    ),
    (
        "party",
        "record.party:app",
        RECORDING,
        "People and organisations: names, posts, merge, split.",
    ),
    (
        "read",
        "record.intake:read",
        RECORDING,
        "Propose the records in a press item, for you to check.",
    ),
    ("compose", "record.compose:compose", RECORDING, "Write a record in your editor."),
    ("edit", "record.compose:compose", CORRECTING, "Change a record in your editor."),
    ("source", "record.source:app", CORRECTING, "Sources of a record: cite, keep, show."),
    (
        "reading",
        "record.readings:app",
        CORRECTING,
        "Compare sources that disagree, and choose a reading.",
    ),
    ("correct", "record.corrections:correct", CORRECTING, "Correct a mistake in a record."),
    ("retract", "record.corrections:retract", CORRECTING, "Remove a record from all reports."),
    (
        "distinguish",
        "record.corrections:distinguish",
        CORRECTING,
        "Say that two similar records are not the same.",
    ),
    (
        "undo",
        "record.undo:undo",
        CORRECTING,
        "Undo an entry by recording a new entry that reverses it.",
    ),
    (
        "timeline",
        "read.timeline:timeline",
        REPORTS,
        "Show what happened and what is planned.",
    ),
    ("follow-ups", "read.follow_ups:follow_ups", REPORTS, "Show what is still owed, and by whom."),
    ("brief", "read.brief:brief", REPORTS, "Print a one-page brief to read before a call."),
    ("who", "read.who:who", REPORTS, "Show who somebody is: posts, engagements, follow-ups."),
    ("topic", "read.topic:topic", REPORTS, "Show everything about a topic."),
    (
        "agenda",
        "read.agenda:agenda",
        REPORTS,
        "Show what happens and what is due, by day and hour.",
    ),
    ("activity", "read.activity:activity", REPORTS, "Count engagements by month."),
    ("lanes", "read.lanes:lanes", REPORTS, "Show who is where, day by day."),
    ("digest", "read.digest:digest", REPORTS, "Show what is new, what changed, and what is due."),
    ("silence", "read.silence:silence", REPORTS, "Show which parties have had no recent contact."),
    ("watch", "read.watch:watch", REPORTS, "Show a live timeline."),
    (
        "serve",
        "serve.serve:serve",
        REPORTS,
        "Serve the reports as pages in a browser, only to read.",
    ),
    (
        "feed",
        "feeds.feed:app",
        REPORTS,
        "Calendars and news for other programs: new, list, revoke.",
    ),
    ("show", "read.show:show", REPORTS, "Show everything known about a record."),
    ("search", "read.search:search", REPORTS, "Find records by the words in them."),
    ("export", "read.export:export", REPORTS, "Export records to other formats."),
    ("audit", "audit.app:app", MAINTENANCE, "Read, replay, seal, verify and prove the log."),
    ("config", "config:app", MAINTENANCE, "Show and change the settings."),
    ("context", "context:context", MAINTENANCE, "Show or set the parties that your desk covers."),
    (
        "help",
        "help:help_",
        MAINTENANCE,
        "Show the help or the manual page of a command, or a topic.",
    ),
    ("completion", "completion:completion", MAINTENANCE, "Set up completion in your shell."),
    (
        "register",
        "register:app",
        MAINTENANCE,
        "Show, copy and back up the register, or create one on a server.",
    ),
)
"""The commands, and the place in ``dragoman.cli`` that defines each command.

Dragoman loads a command only when the user types the command.
"""
_DETAILS = {
    "add": """Dragoman asks what happened, who took part, when, where, how, and for the source. Press Enter to
skip a question. Before recording, Dragoman shows what it understood, so that you can change an answer.
To record nothing, press Ctrl-C.

Example: dragoman add visit to Baghdad""",
    "record": f"""A dispatch looks like this:

{DISPATCH}

A link such as agreed_in takes a ref (M-12), the name of a record, or the handle of a record in the
file. To see the fields of each kind, type dragoman help fields meeting; for the forms of dates, type
dragoman help dates.

If any record in the file is invalid, Dragoman records nothing. If you record a file again, Dragoman
adds only the new records and facts. If a record in the file was retracted earlier, Dragoman says
who retracted the record; to bring the record back, add --restore.

Example: dragoman record docs/examples/baghdad-2025.yaml""",
    "import": """Dragoman identifies each row by its key, so importing the same file again adds nothing. If you import
a newer version of the file, Dragoman corrects the records of changed rows. With --retract-gone,
Dragoman also retracts the records of missing rows. If any rows are not valid records, Dragoman
writes these rows to a separate file, with a line number and a reason for each row, and exits with
code 1. With --restore, Dragoman brings back retracted records whose rows are in the file again.
Without --profile or --map, FILE must be a file written by dragoman export --jsonl or --csv.

Example: dragoman import visits.csv --map visits.yaml""",
    "read": """The draft shows each value next to the words of the item on which it rests. What the item does not
say stays empty. On a terminal, the draft opens in your editor; an unchanged draft records nothing. In
a pipe, the command prints the draft, which you can record with dragoman record. If the register
already has an event, the draft names it. Dragoman fetches nothing, and records nothing that you have
not seen.

The date of publication comes from the file or the dateline; otherwise, give --published. A program of
your own can propose values, too: name it in the table [reader] of config.toml.

Example: dragoman read item.html""",
    "compose": """Dragoman stores the record when you save the file and close the editor. If you edit an existing
record, Dragoman records a new status as an event, and any other change as a correction. Write the
reason for a correction at the end of the file. If the file contains an error, Dragoman
reopens the file in your editor and shows the error. To continue an unfinished draft later, use
--resume.

Example: dragoman compose meeting""",
    "edit": """The command does the same as dragoman compose V-1. Dragoman records a new status as an event, and
any other change as a correction. Write the reason for a correction at the end of the file.

Example: dragoman edit V-1""",
    "correct": """Use this command if the record is wrong, not if the plan has changed: if somebody mistyped the day of
a visit, correct the visit; if the visit moves to another day, use dragoman visit reschedule. To add
facts, use a verb such as dragoman meeting add.

Write each correction as FIELD=VALUE, and give a reason (--reason). Without a correction, the
command shows the fields of the record; on a terminal, it then asks which fields to change.

Example: dragoman correct V-1 occurred=2025-04-20 --reason "this was the date of the report\"""",
    "retract": """Give a reason. The record stays in the log, and keeps its ref. To bring the record
back, undo the retraction, or add --restore to a command that changes the record.

Example: dragoman retract M-4 --duplicate-of M-2 --reason "recorded twice\"""",
    "distinguish": """Dragoman then no longer asks whether the two records are the same. To list pairs of
similar records, use dragoman register doubles.

Example: dragoman distinguish M-4 M-2""",
    "undo": """The command shows the values before and after the undo. Without ENTRY, the command
undoes your most recent entry that has not been undone yet. To undo your earlier entries one by one,
run the command again. Dragoman asks for confirmation before it undoes another person's entry; in a script,
add --yes. To see what would change, add --dry-run. To redo a change, undo the entry that
dragoman undo recorded.

Example: dragoman undo""",
    "timeline": "Example: dragoman timeline --between AZ IQ --since 2025",
    "follow-ups": """Your own side is the first party of the context: --ours shows what it owes, and --theirs shows
what the other sides owe.

Example: dragoman follow-ups --between AZ IQ""",
    "brief": """Name one or two countries, organisations or people. With two names, the brief is about the contacts
between the two. The brief shows the last engagements, what is agreed and planned, who met whom, the
mechanisms, whose turn it is to host, instruments, diplomatic messages, topics, and sources that
disagree.

Example: dragoman brief AZ IQ""",
    "who": """The report is about a person or an organisation (P-5, or a name). It shows names, posts with their
periods, planned and past engagements, people met, follow-ups and instruments.

Example: dragoman who Rafiyev""",
    "topic": """The report shows the records with the topic, and the records that these lead to: follow-ups agreed in
an engagement or a message about the topic, instruments signed at an engagement, and mechanisms.
Open follow-ups come first; in each list, the newest record comes first. If no record has
exactly this topic, the report is about the only topic that contains the words, and if there are
several such topics, Dragoman lists them.

Example: dragoman topic trade""",
    "agenda": """Days and hours are those of your desk's time zone. On each day, entries without hours come first,
and the other entries follow by hour. A visit of several days is on each of its days. The last
section lists what has no exact day, such as a meeting in December.

Example: dragoman agenda next week""",
    "activity": """Dragoman weights engagements by level: a state visit counts more than a working visit.

Example: dragoman activity --by country --year 2025""",
    "lanes": """Each column is a day. Conferences have a lane of their own. The end of the report lists engagements
without an exact day.

Example: dragoman lanes --since 2025-04-01 --weeks 6""",
    "digest": """If nothing changed and nothing became due in the period, the command prints nothing, so that a
scheduled job sends no mail.

Example: dragoman digest --since yesterday""",
    "silence": """The report lists unreturned visits, mechanisms whose next session is overdue, and
parties with no recent contact.

Example: dragoman silence --days 180""",
    "watch": """The command redraws the timeline when somebody records something. Press Ctrl-C to stop.

Example: dragoman watch --between AZ IQ""",
    "search": """Dragoman searches titles, names, posts, places, topics, summaries, sources and all other
text, in any script and spelling. Part of a word is enough. There is no query syntax; to search for a word that begins
with a hyphen, put -- before the word.

Example: dragoman search Rafijew Bagdad""",
    "serve": """The pages are always current, and nothing can be recorded through them. Without --host, only this
machine reaches them. With --withhold, no page and no feed shows records with a marking. With
--between or --party, the site has only the records of these parties. Press Ctrl-C to stop.

Example: dragoman serve --withhold TLP:AMBER""",
    "show": "With --history, the report shows what each event changed.\n\nExample: dragoman show V-1",
    "export": """The command writes one format at a time, to a file or (with -) to stdout. Dragoman overwrites an
existing file only if that file is an earlier Dragoman export in the same format.

--jsonl and --csv write every event of every record, so that dragoman import can copy the records to
another register. --dispatch writes the current state of the records to a file that you can record with
dragoman record. With --sources FOLDER, these three also write the kept texts of the sources that they cite;
texts of withheld records stay behind. To take the texts in, add --sources FOLDER to dragoman import or dragoman
record. --ftm writes entities for FollowTheMoney. --cameo and --plover write an event for
every ordered pair of sides. --ics writes planned and cancelled engagements, and open follow-ups; with --all,
--ics also writes past engagements and settled follow-ups. In the calendar file, an engagement
without an exact day appears as a task.

Notes on stderr say which information the format cannot represent, and how many records Dragoman
withheld.

Example: dragoman export --csv all.csv --between AZ IQ --withhold TLP:AMBER""",
    "context": """If a context is set, reports show only records in which all parties of the context take
part, and Dragoman adds these parties to new records unless you name other parties. If the context is
a single party, this party also takes part in records for which you name other parties. A report that
is limited to the context says so in its first line. To ignore the context once, add --context none to
a command. To set the context for a shell, set DRAGOMAN_CONTEXT.

Example: dragoman context AZ IQ""",
    "help": """Without COMMAND, show the list of all commands. dragoman help dates shows what you can type as a
date or an hour, and dragoman help fields meeting shows the fields of a kind of record. dragoman help meeting hold shows the same text as
dragoman meeting hold --help. With --man, Dragoman opens the manual page in your pager; if the output
is not a terminal, Dragoman prints the source of the page, for example for man -l -.

You can shorten a command if the meaning stays clear: dragoman meet hold. If several commands begin
with a word, Dragoman lists these commands.

Example: dragoman help meeting hold""",
    "completion": """Your shell then completes commands, options, refs, and the names, titles, places and topics in your
register. For a ref, you can type the beginning of a word in the title of the record.

bash: add eval "$(dragoman completion bash)" to ~/.bashrc; zsh: add eval "$(dragoman completion zsh)" to ~/.zshrc;
fish: run dragoman completion fish > ~/.config/fish/completions/dragoman.fish

Example: dragoman completion bash""",
}
"""For some commands, the rest of the help text, after the first sentence."""

PLACES = {name: place for name, place, _, _ in _COMMANDS}

for _name, _place, _group, _words in _COMMANDS:
    _details = re.sub(r"(?<!\n)\n(?!\n|  )", " ", _DETAILS.get(_name, ""))
    _about = f"{_words}\n\n{_details}".strip()
    app.command(f"dragoman.cli.main:{_name}", name=_name, group=_group, help=_about)


def __getattr__(name: str) -> Any:
    """Load a command by name; cyclopts calls this function when the user types the command."""
    if name not in PLACES:
        raise AttributeError(name)
    found = object_at(PLACES[name])
    return found.app() if isinstance(found, Noun) else found


app.meta.suppress_keyboard_interrupt = False


def interpreted(arguments: Sequence[str]) -> int:
    """Parse and run a command line with cyclopts; return the exit code."""
    try:
        words = common_first(arguments)
        return int(app.meta(words, print_error=False, exit_on_error=False) or 0)
    except CycloptsError as error:
        return complain(reworded(error), 2)


def parsed_words(words: Sequence[str]) -> tuple[Callable[..., Any], Any, Mapping[str, Any]]:
    """Parse the words of a command without common options; return its function and arguments.

    Raises :class:`UsageError`.
    """
    if found := parsed(words):
        return found.command, found.values, found.options
    try:
        command, bound, ignored = app.parse_args(words, print_error=False, exit_on_error=False)
    except CycloptsError as error:
        raise UsageError(reworded(error)) from None
    if "session" not in ignored:
        raise UsageError("this is no report")
    return command, bound.args, bound.kwargs


def common_first(arguments: Sequence[str]) -> list[str]:
    """Move the options that all commands share to the front.

    Some commands take a file whose name may begin with a hyphen. After such a command, cyclopts
    would read a common option as the name of the file.
    """
    moved: list[str] = []
    kept: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*moved, *kept, word, *words]
        is_flag = word in COMMON and COMMON[word][2][0] == "flag"
        value = list(islice(words, 1)) if word in COMMON and not is_flag else []
        (moved if is_flag or value else kept).extend((word, *value))
    return moved + kept


@app.meta.default
def launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    register: Annotated[
        str | None,
        Parameter(
            group=GLOBAL, help="The register: a file or a URL (default: $DRAGOMAN_REGISTER)."
        ),
    ] = None,
    json: Annotated[
        bool, Parameter(group=GLOBAL, negative=(), help="Print the result as one JSON document.")
    ] = False,
    color: Annotated[
        Colour | None, Parameter(group=GLOBAL, help="When to use colour (default: auto).")
    ] = None,
    ascii: Annotated[
        bool,
        Parameter(
            group=GLOBAL,
            negative=(),
            help="Use only ASCII in human-readable text, and escape other characters in JSON. All"
            " other data (CSV, Markdown, exports) is always UTF-8.",
        ),
    ] = False,
    context: Annotated[
        str | None,
        Parameter(
            group=GLOBAL,
            help="The parties that your desk covers, for example AZ-IQ, or the word 'none' (default: $DRAGOMAN_CONTEXT).",
        ),
    ] = None,
    debug: Annotated[
        bool, Parameter(group=GLOBAL, negative=(), help="Show the traceback of an error.")
    ] = False,
) -> int:
    """Run a command with the options that all commands take."""
    command, bound, ignored = app.parse_args(tokens, print_error=False, exit_on_error=False)
    if "session" not in ignored:
        return _help(command, bound, tokens)
    common = Common(register, json, color, ascii, context, debug)
    return performed(command, bound.args, bound.kwargs, common, tokens)


def _help(command: Any, bound: Any, tokens: Sequence[str]) -> int:
    """Print help or the version; return the exit code, which is 2 for a noun without a verb."""
    command(*bound.args, **bound.kwargs)
    asked = {"--help", "-h", "--version"} & set(tokens)
    return 0 if asked else 2


def reworded(error: CycloptsError) -> str:
    from cyclopts.exceptions import UnknownCommandError, UnusedCliTokensError

    if isinstance(error, UnknownCommandError) and error.unused_tokens:
        from dragoman.cli.suggestions import unknown_command

        return unknown_command(app, error.command_chain or (), error.unused_tokens[0])
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        return f"unexpected argument {error.unused_tokens[0]!r}; to list the options, add --help"
    return _misplaced(error) or _without_value(error) or str(error)


def _without_value(error: CycloptsError) -> str | None:
    """Return the error message for an argument or option whose value is missing."""
    from cyclopts.exceptions import MissingArgumentError

    from dragoman.domain import many

    if not (isinstance(error, MissingArgumentError) and error.argument):
        return None
    name = error.keyword or error.argument.name
    needed = error.argument.token_count()[0]
    is_typed = bool(error.argument.tokens) or bool(error.keyword)
    is_option = name.startswith("-") and is_typed
    wants = f"needs {many(max(needed, 1), 'value')}" if is_option else "is missing"
    return f"{name} {wants}; to list the options, add --help"


def _misplaced(error: CycloptsError) -> str | None:
    """Return a message that says which other command has the unknown option, or ``None``."""
    from cyclopts.exceptions import CoercionError, UnknownOptionError

    token = error.token if isinstance(error, UnknownOptionError | CoercionError) else None
    if not (error.command_chain and token):
        return None
    from dragoman.cli.record.options import misplaced
    from dragoman.cli.suggestions import unknown_option

    typed = token.keyword or token.value
    owner = misplaced(error.command_chain[0], typed, token.value)
    if owner or not isinstance(error, UnknownOptionError):
        return owner
    found = unknown_option(" ".join(error.command_chain), typed)
    if found or not str(error).endswith("."):
        return found
    return f"{str(error)[:-1]}; to list the options, add --help{_or_argument(error.command_chain, typed)}"


def _or_argument(command: Sequence[str], typed: str) -> str:
    """Return what to type if a word that looks like an option is an argument of the command."""
    from dragoman.cli.compiled import COMMANDS

    takes_arguments = bool(COMMANDS.get(" ".join(command), ("", ((),)))[1][0])
    return f". If {typed} is not an option, put -- before it" if takes_arguments else ""
