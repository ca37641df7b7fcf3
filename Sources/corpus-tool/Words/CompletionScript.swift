/// The shells that can complete the program's commands, and the script that each of them reads.
///
/// A script only asks the program (`CompletionRequest`) and hands its answer on. In none of them is an answer evaluated:
/// names come from a database, which may be a stranger's.
enum CompletionScript: String {
  case bash, zsh, fish

  /// The script.
  var text: String {
    switch self {
    case .bash: Self.bashText
    case .zsh: Self.zshText
    case .fish: Self.fishText
    }
  }

  // Bash puts a word in as it is; as a file's name it would quote it, but neither `$` nor a grave accent. So words come quoted
  // (`BashWord`). Where there is nothing but files, its own completion of files does it better.
  private static let bashText = #"""
    # What corpus-tool can be given, for bash: source this file, or put it into bash-completion's folder.
    _corpus_tool() {
        local tool=$1 line
        local -a lines found
        COMPREPLY=()
        case $tool in
            "~/"*) tool=$HOME/${tool#"~/"} ;;
        esac
        type -P -- "$tool" >/dev/null 2>&1 || return 0
        mapfile -t lines < <("$tool" ---complete bash "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null </dev/null)
        for line in "${lines[@]:1}"; do
            COMPREPLY+=("${line%%$'\t'*}")
        done
        case ${lines[0]-} in
            folders)
                compopt -o dirnames ;;
            files)
                if [ ${#COMPREPLY[@]} -eq 0 ]; then
                    compopt -o default
                else
                    mapfile -t found < <(compgen -f -- "$2")
                    for line in "${found[@]}"; do
                        if [ -d "$line" ]; then
                            line+=/
                            compopt -o nospace
                        fi
                        printf -v line %q "$line"
                        COMPREPLY+=("$line")
                    done
                fi ;;
        esac
        return 0
    }
    complete -F _corpus_tool corpus-tool

    """#

  private static let zshText = #"""
    #compdef corpus-tool
    # What corpus-tool can be given, for zsh: put this file as _corpus-tool into a folder of $fpath, or source it.
    _corpus-tool() {
        local tool=${words[1]/#\~\//$HOME/} line
        local -a lines plain shown
        (( $+commands[$tool] )) || [[ -x $tool ]] || return 1
        lines=("${(@f)$("$tool" ---complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)}")
        [[ $PREFIX == --*=* ]] && compset -P '*='
        for line in "${(@)lines[2,-1]}"; do
            [[ -n $line ]] || continue
            plain+=("${line%%$'\t'*}")
            shown+=("${line/$'\t'/  -- }")
        done
        local -i status_=1
        (( $#plain )) && compadd -l -d shown -a plain && status_=0
        case ${lines[1]} in
            files) _files && status_=0 ;;
            folders) _files -/ && status_=0 ;;
        esac
        return status_
    }
    if [[ ${funcstack[1]} == _corpus-tool ]]; then
        _corpus-tool "$@"
    else
        compdef _corpus-tool corpus-tool
    fi

    """#

  private static let fishText = #"""
    # What corpus-tool can be given, for fish: put this file into a folder of $fish_complete_path, or source it.
    function __corpus_tool_complete
        set -l before (commandline -opc)
        set -l now (commandline -ct)
        set -l tool (string replace -r '^~/' "$HOME/" -- $before[1])
        set -e before[1]
        type -q -- $tool; or return
        set -l lines (command $tool ---complete fish $before "$now" 2>/dev/null </dev/null)
        set -q lines[1]; or return
        set -l mark $lines[1]
        set -e lines[1]
        test (count $lines) -gt 0; and printf '%s\n' $lines
        switch $mark
            case files
                __fish_complete_path (string replace -r '^--[^=]*=' '' -- "$now")
            case folders
                __fish_complete_directories (string replace -r '^--[^=]*=' '' -- "$now") ''
        end
    end
    complete -c corpus-tool -f -a '(__corpus_tool_complete)'

    """#
}
