// Completion scripts for the shells. All knowledge of commands is in `complete.ts`; these only pass words to
// `choice __complete` and read candidates: one `value TAB description` per line; a line without value requests files.

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

// Works with bash 3.2, the version on macOS: no mapfile, no negative indexes.
const bash = `# Completion of choice for bash. In ~/.bashrc: eval "$(choice completion bash)"
_choice() {
  local line=$COMP_LINE word words=()
  # Readline also breaks words at = and :, choice does not.
  for word in "\${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if [[ \${#words[@]} -eq 0 || $line == [[:space:]]* ]]; then
      words+=("$word")
    else
      words[\${#words[@]}-1]+=$word
    fi
    line=\${line#*"$word"}
  done
  local current=\${words[\${#words[@]}-1]} broken=\${COMP_WORDS[COMP_CWORD]}
  # What readline keeps of the current word: it only replaces what follows the last break.
  local kept=\${current%"$broken"}
  [[ $broken == [=:]* ]] && kept=$current
  local value values=() descriptions=() width=0 index
  COMPREPLY=()
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    if [[ -z $value ]]; then
      compopt -o filenames 2>/dev/null
      [[ $current == --*=* ]] && current=\${current#*=}
      while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$current")
      return
    fi
    printf -v value %q "\${value#"$kept"}"
    values+=("$value")
    descriptions+=("\${line#*$'\\t'}")
    ((\${#value} > width)) && width=\${#value}
  done < <("\${COMP_WORDS[0]/#\\~/$HOME}" __complete -- "\${words[@]:1}" 2>/dev/null)
  for ((index = 0; index < \${#values[@]}; index++)); do
    value=\${values[index]}
    # A list to look at has descriptions; what is inserted (37: by menu, 42: all) has none.
    if [[ \${#values[@]} -gt 1 && -n \${descriptions[index]} && $COMP_TYPE != 37 && $COMP_TYPE != 42 ]]; then
      printf -v value '%-*s  (%s)' "$width" "$value" "\${descriptions[index]}"
    fi
    COMPREPLY+=("$value")
  done
}
complete -F _choice choice
`;

const zsh = `#compdef choice
# Completion of choice for zsh. In ~/.zshrc: eval "$(choice completion zsh)"
_choice() {
  local -a candidates
  local line value
  for line in "\${(@f)$("\${(Q)words[1]/#\\~/$HOME}" __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -z $line ]] && continue
    value=\${line%%$'\\t'*}
    if [[ -z $value ]]; then
      compset -P '--*='
      _files
      return
    fi
    line=\${line#*$'\\t'}
    candidates+=("\${value//:/\\\\:}\${line:+:$line}")
  done
  _describe -V choice candidates
}
if [[ $funcstack[1] == _choice ]]; then
  _choice "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _choice choice
fi
`;

const fish = `# Completion of choice for fish. In ~/.config/fish/config.fish: choice completion fish | source
function __choice_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l command $words[1]
    set -e words[1]
    for line in ($command __complete -- $words "$current" 2>/dev/null)
        if string match -q -- \\t'*' $line
            set -l flag (string match -r -- '^--[^=]*=' "$current")
            for file in (__fish_complete_path (string replace -- "$flag" '' "$current"))
                echo "$flag$file"
            end
        else
            echo $line
        end
    end
end
complete -c choice -f -k -a '(__choice_complete)'
`;

export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = { bash, zsh, fish };
