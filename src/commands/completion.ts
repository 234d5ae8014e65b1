import { type CommandDefinition, JSON_FLAG } from '../cli/define.ts'
import { unknownShell } from '../cli/unknown-shell.ts'
import { completionScript, SHELLS } from '../views/completion/script.ts'

export const completionCommand: CommandDefinition = {
  name: 'completion',
  summary: 'print a script that completes commands and names with the Tab key',
  description:
    'Completes commands, flags, their values, packs of the embedded registry, installed packs and hooks, and events. The script asks this program at each press of the key; only local files are read. bash: add the line to ~/.bashrc; zsh: to ~/.zshrc; PowerShell: to the file that $PROFILE names.',
  args: { name: 'shell', summary: SHELLS.join(', '), required: true, many: false },
  flags: { json: JSON_FLAG },
  examples: [
    ['completion bash', 'in ~/.bashrc: eval "$(hooks completion bash)"'],
    ['completion zsh', 'in ~/.zshrc: eval "$(hooks completion zsh)"'],
    ['completion fish', 'once: hooks completion fish > ~/.config/fish/completions/hooks.fish'],
    ['completion powershell', 'in $PROFILE: hooks completion powershell | Out-String | Invoke-Expression'],
  ],
  run: async ({ args: [shell = ''] }) => {
    const lines = completionScript(shell)
    if (!lines) throw unknownShell(shell, SHELLS)
    return { lines, json: { shell, script: `${lines.join('\n')}\n` } }
  },
}
