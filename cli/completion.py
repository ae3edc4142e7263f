"""``dragoman completion``: scripts for shells, to complete commands, options, refs and codes."""

from typing import Annotated, Literal

from dragoman.cli.parameters import Parameter
from dragoman.cli.session import Injected

Shell = Literal["bash", "zsh", "fish"]

_SCRIPTS: dict[str, str] = {
    "bash": """\
_dragoman() {
    local candidate about
    COMPREPLY=()
    while IFS=$'\\t' read -r candidate about; do
        COMPREPLY+=("$(printf '%q' "$candidate")")
    done < <(dragoman __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -o nosort -F _dragoman dragoman
""",
    "zsh": """\
#compdef dragoman
_dragoman() {
    local -a lines candidates
    lines=("${(@f)$(dragoman __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    local line
    for line in $lines; do
        [[ -n $line ]] && candidates+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
    done
    if (( ${#candidates} )); then
        _describe 'dragoman' candidates
    else
        _files
    fi
}
compdef _dragoman dragoman
""",
    "fish": """\
function __dragoman_complete
    set -l words (commandline -opc) (commandline -ct)
    dragoman __complete $words[2..-1] 2>/dev/null
end
complete -c dragoman -f -a '(__dragoman_complete)'
complete -c dragoman -n '__fish_seen_subcommand_from record' -F
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
