"""`completion`: the script that completes commands, options, operations and parameters in a shell."""

from __future__ import annotations

from typing import Final

import click

from . import output
from .connection import CommandContext
from .options import Command, json_option

_BASH: Final = """\
# Completion of soapclient for bash.
_soapclient_completion() {
    local kind word told
    COMPREPLY=()
    while IFS=$'\\t' read -r kind word told; do
        case $kind in
            file) compopt -o default 2>/dev/null ;;
            dir) compopt -o dirnames 2>/dev/null ;;
            open) compopt -o nospace 2>/dev/null; COMPREPLY+=("$word") ;;
            plain) COMPREPLY+=("$word") ;;
        esac
    done < <(_SOAPCLIENT_COMPLETE=bash_complete COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" \\
        COMP_WORDBREAKS="$COMP_WORDBREAKS" "$1" 2>/dev/null)
}
complete -o nosort -F _soapclient_completion soapclient 2>/dev/null || complete -F _soapclient_completion soapclient
"""
_ZSH: Final = """\
#compdef soapclient
# Completion of soapclient for zsh.
_soapclient_completion() {
    local kind word told
    local -a plain plain_told open open_told
    while IFS=$'\\t' read -r kind word told; do
        case $kind in
            file) _files ;;
            dir) _files -/ ;;
            open) open+=("$word"); open_told+=("$word${told:+  -- $told}") ;;
            plain) plain+=("$word"); plain_told+=("$word${told:+  -- $told}") ;;
        esac
    done < <(_SOAPCLIENT_COMPLETE=zsh_complete COMP_WORDS="${(pj:\\n:)${(@Q)words[1,CURRENT]}}" \\
        ${words[1]} 2>/dev/null)
    (( ${#plain} )) && compadd -V soapclient -l -d plain_told -a plain
    (( ${#open} )) && compadd -V soapclient -S '' -l -d open_told -a open
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _soapclient_completion "$@"
else
    compdef _soapclient_completion soapclient
fi
"""
_FISH: Final = """\
# Completion of soapclient for fish.
function _soapclient_completion
    set -l words (commandline -opc) (commandline -ct)
    set -l lines (env _SOAPCLIENT_COMPLETE=fish_complete COMP_WORDS=(string join \\n -- $words | string collect) \\
        $words[1] 2>/dev/null)
    for line in $lines
        set -l parts (string split -m 2 \\t -- $line)
        switch $parts[1]
            case file
                __fish_complete_path (commandline -ct)
            case dir
                __fish_complete_directories (commandline -ct)
            case plain open
                printf '%s\\t%s\\n' $parts[2] $parts[3]
        end
    end
end
complete --no-files --command soapclient --arguments '(_soapclient_completion)'
"""
_SCRIPTS: Final = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(list(_SCRIPTS)))
@json_option
@click.pass_obj
def completion(connection: CommandContext, shell: str) -> None:
    """Print the completion script for bash, zsh or fish.

    It completes commands, options, profiles and files, and the operations and parameters of the contract that --wsdl,
    --server or the profile names. It reads the contract from the cache of this machine and never asks a server.

    \b
    bash: soapclient completion bash > ~/.local/share/bash-completion/completions/soapclient
    zsh:  soapclient completion zsh > DIR/_soapclient     (DIR: a directory of $fpath)
    fish: soapclient completion fish > ~/.config/fish/completions/soapclient.fish

    \b
    For this session alone, in bash or zsh:
      source <(soapclient completion bash)
    """
    if connection.as_json:
        output.emit_json({"shell": shell, "script": _SCRIPTS[shell]})
    else:
        output.emit(_SCRIPTS[shell].rstrip("\n"))
