import type { Command, ParsedScript, Word, WordPart } from 'unbash'

/** Programs that start others, or run code: what is in a substitution with them could be anything. */
const STARTERS: ReadonlySet<string> = new Set(
  `find xargs sudo doas env nohup nice timeout time stdbuf python python2 python3 perl ruby node nodejs bun deno php bash sh
  zsh dash fish ksh eval exec source . command builtin alias export set unset read printf test awk gawk mawk nawk parallel
  watch strace ionice setsid flock trap let declare local readonly typeset wait jobs fc hash shift getopts mapfile compgen
  complete script su busybox chroot setpriv setarch pkexec lua valgrind unbuffer rlwrap fakeroot proot firejail caffeinate
  systemd-run expect socat screen tmux`.split(/\s+/),
)

/**
 * The commands of a line that is one command with substitutions, each of which is one command again; undefined for any
 * other line.
 */
export function looseCommands(script: ParsedScript): readonly string[] | undefined {
  const commands: string[] = []
  return readScript(script, commands) ? commands : undefined
}

function readScript({ commands: statements, source }: ParsedScript, commands: string[]): boolean {
  const [only] = statements
  if (statements.length !== 1 || !only || only.background || only.command.type !== 'Command') return false
  return readCommand(only.command, source, commands)
}

function readCommand(node: Command, source: string | undefined, commands: string[]): boolean {
  const { name, args, prefix, redirects } = node
  if (!name || prefix.length > 0 || redirects.length > 0 || args.some(({ type }) => type !== 'Word'))
    return false
  if (name.parts?.some(({ type }) => type !== 'Literal') || !/^[\w./+-]+$/.test(name.text)) return false
  const program = (name.text.split('/').at(-1) ?? '').toLowerCase().replace(/(?<=[a-z])[\d.]+$/, '')
  if (STARTERS.has(name.text) || STARTERS.has(program)) return false
  const words = args as readonly Word[]
  commands.push([name.text, ...words.map(({ value }) => value)].join(' '))
  return words.every((word) => readWord(word, source, commands))
}

function readWord({ parts, text }: Word, source: string | undefined, commands: string[]): boolean {
  if (!parts) return !text.includes('\\')
  return parts.every((part) => readPart(part, { alone: parts.length === 1, source, commands }))
}

interface Around {
  readonly alone: boolean
  readonly source: string | undefined
  readonly commands: string[]
}

function readPart(part: WordPart, around: Around): boolean {
  switch (part.type) {
    case 'Literal':
    case 'Glob':
      return !part.text.includes('\\')
    case 'SimpleExpansion':
      return around.alone
    case 'CommandExpansion':
      return part.script !== undefined && readScript(part.script, around.commands)
    case 'DoubleQuoted':
      return part.parts.every(
        (inner) => inner.type === 'Literal' || (inner.type === 'CommandExpansion' && readPart(inner, around)),
      )
    default:
      return false
  }
}
