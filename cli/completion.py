"""``dragoman completion``: scripts for shells, to complete commands, options, refs and codes."""

from typing import Annotated, Literal

from dragoman.cli.parameters import Parameter
from dragoman.cli.session import Injected

Shell = Literal["bash", "zsh", "fish"]

_SCRIPTS: dict[str, str] = {
    "bash": """\
_dragoman() {
    local line=${COMP_LINE:0:COMP_POINT} typed=${2-} candidate about begins=1
    local -a found=() listed=()
    if [[ -z $line ]]; then # another function calls this function
        printf -v line '%q ' "${COMP_WORDS[@]:0:COMP_CWORD}"
        typed=${COMP_WORDS[COMP_CWORD]:+$(printf %q "${COMP_WORDS[COMP_CWORD]}")}
        line+=$typed
    fi
    while IFS=$'\\t' read -r candidate about; do
        found+=("$candidate")
        listed+=("$candidate${about:+  ($about)}")
        [[ $candidate == "$typed"* ]] || begins=0
    done < <(dragoman __complete --bash "$line" "$typed" 2>/dev/null)
    COMPREPLY=("${found[@]}")
    # several records whose titles have the typed word: list them, and keep the word
    if (( ! begins && ${#found[@]} > 1 )); then COMPREPLY=("${listed[@]}" " "); fi
}
complete -o default -o nosort -F _dragoman dragoman
""",
    "zsh": """\
#compdef dragoman
_dragoman() {
    local -a lines candidates shown
    local line typed=${(Q)PREFIX} begins=1
    lines=("${(@f)$(dragoman __complete "${(@Q)words[2,CURRENT-1]}" "$typed" 2>/dev/null)}")
    for line in $lines; do
        [[ -n $line ]] || continue
        candidates+=("${line%%$'\\t'*}")
        shown+=("${line%%$'\\t'*}  ${line#*$'\\t'}")
        [[ ${candidates[-1]} == "$typed"* ]] || begins=0
    done
    if (( ! ${#candidates} )); then
        _files
    elif (( begins )); then
        compadd -l -d shown -a candidates
    else
        # records whose titles have the typed word: list several records, and keep the word
        compadd -U -l -d shown -a candidates
        (( ${#candidates} > 1 )) && { compstate[insert]=''; compstate[list]='list force' }
    fi
}
compdef _dragoman dragoman
""",
    "fish": """\
function __dragoman_complete
    set -l words (commandline -opc)
    set -l typed (string unescape -- (commandline -ct | string collect); or commandline -ct)
    dragoman __complete $words[2..-1] "$typed" 2>/dev/null
end
complete -c dragoman -f -a '(__dragoman_complete)'
complete -c dragoman -n '__fish_seen_subcommand_from record import' -F
""",
}


def completion(
    shell: Annotated[Shell, Parameter(help="Your shell.")],
    /,
    *,
    session: Injected,
) -> int:
    """Print a script that makes your shell complete commands, options, refs and parties."""
    session.output.verbatim(_SCRIPTS[shell])
    return 0
