/** For zsh 5; works as a file `_hooks` in a folder of $fpath, and with eval. */
export const ZSH = String.raw`#compdef hooks hookpack
# Completion of hooks for zsh. In ~/.zshrc: eval "$(hooks completion zsh)"
_hookpack() {
  local -a lines values described plain
  local line value summary
  lines=("\${(@f)$("\${words[1]}" __complete "--current=$PREFIX" -- "\${(@)words[2,CURRENT-1]}" 2> /dev/null)}")
  for line in $lines; do
    value="\${line%%$'\t'*}"
    summary="\${line#*$'\t'}"
    case "$line" in
      :file) _files ;;
      :folder) _files -/ ;;
      *$'\t'?*) values+=("$value"); described+=("$value -- $summary") ;;
      ?*) plain+=("$value") ;;
    esac
  done
  if (( $#values )); then compadd -l -d described -a values; fi
  if (( $#plain )); then compadd -a plain; fi
}
if [[ "$funcstack[1]" == _hooks || "$funcstack[1]" == _hookpack ]]; then
  _hookpack "$@"
else
  if ! (( $+functions[compdef] )); then autoload -Uz compinit && compinit; fi
  compdef _hookpack hooks hookpack
fi`.replaceAll('\\$', '$')
