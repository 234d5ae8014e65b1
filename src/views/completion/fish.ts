/** For fish 3. */
export const FISH = `# Completion of hooks for fish. Once: hooks completion fish > ~/.config/fish/completions/hooks.fish
function __hookpack_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l program $words[1]
  set -e words[1]
  for line in ($program __complete "--current=$current" -- $words 2> /dev/null)
    switch $line
      case ':file'
        __fish_complete_path "$current"
      case ':folder'
        __fish_complete_directories "$current" ''
      case '*'
        echo $line
    end
  end
end
complete --command hooks --no-files --arguments '(__hookpack_complete)'
complete --command hookpack --no-files --arguments '(__hookpack_complete)'`
