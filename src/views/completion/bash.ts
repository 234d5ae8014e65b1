/** For bash 3.2 and later; that of macOS has neither compopt nor mapfile. */
export const BASH = String.raw`# Completion of hooks for bash. In ~/.bashrc: eval "$(hooks completion bash)"
_hookpack_complete() {
  local line="\${COMP_LINE:0:COMP_POINT}" current word prefix breaks value summary
  local -a words
  read -ra words <<< "$line"
  case "$line" in *[[:space:]]) words+=("") ;; esac
  current="\${words[\${#words[@]}-1]}"
  unset "words[\${#words[@]}-1]"
  # bash takes these for ends of words, if nobody has told it otherwise: only what is after them is replaced.
  word="$current"
  breaks="\${COMP_WORDBREAKS//[^=:@]/}"
  if [ -n "$breaks" ]; then word="\${current##*[$breaks]}"; fi
  prefix="\${current%"$word"}"
  COMPREPLY=()
  while IFS=$'\t' read -r value summary; do
    case "$value" in
      :file) compopt -o filenames 2> /dev/null; _hookpack_paths -f "$word" ;;
      :folder) compopt -o filenames 2> /dev/null; _hookpack_paths -d "$word" ;;
      "") ;;
      *) COMPREPLY+=("\${value#"$prefix"}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete "--current=$current" -- "\${words[@]:1}" 2> /dev/null)
}
_hookpack_paths() {
  local value
  while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen "$1" -- "$2")
}
complete -F _hookpack_complete hooks hookpack`.replaceAll('\\$', '$')
