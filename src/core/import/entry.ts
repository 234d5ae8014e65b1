import type { Beside, FoundHook } from './found.ts'

type Fields = Readonly<Record<string, unknown>>

/** Any of these says what runs. */
const RUNS = ['command', 'type', 'bash', 'powershell', 'url', 'prompt']

/** Endings of what can run as it is; TypeScript has to be built first. */
const ENDINGS = ['sh', 'py', 'js', 'cjs', 'mjs', 'rb', 'pl']

/** The names of the events that an item of a list has, each once. */
export function eventsOf({ event, events, trigger }: Fields): readonly string[] {
  const triggers = typeof trigger === 'string' ? trigger.split(/\s*[,/|+]\s*/) : []
  const named = [events, event].flat().filter((name) => typeof name === 'string')
  return [...new Set(named.length > 0 ? named : triggers.filter((name) => name !== ''))]
}

/** Where the script of an item lies that names no command; undefined for one that says what runs. */
export function besideOf(item: Fields, usualName: string | undefined): Beside | undefined {
  if (RUNS.some((key) => key in item)) return undefined
  const { id, name, source } = item
  const own = [id, name, usualName].find((one): one is string => typeof one === 'string') ?? ''
  const last = own.replace(/^.*\//, '')
  const stem = /^@?[\w/.-]+$/.test(own) && !/^\.*$/.test(last) ? last : undefined
  const points = typeof source === 'string' || typeof item['install'] === 'string'
  return { stem, missing: points ? pointerTo(source) : noScript(stem) }
}

function pointerTo(source: unknown): string {
  const where = typeof source === 'string' ? `\`${source.slice(0, 80)}\`` : 'another place'
  return `it only points to ${where}: download that, then import its folder (an \`install\` line is never run)`
}

function noScript(stem: string | undefined): string {
  return stem === undefined
    ? 'it has no command, and no name that a script beside it could have'
    : `it has no command, and no script of its name is beside it, such as ${stem.slice(0, 80)}.sh`
}

/** Where such a script may lie, relative to the folder of the file, the likeliest first. */
export function placesOf(name: string): readonly string[] {
  const folders = [`${name}/`, `hook-${name}/`, `hooks/${name}/`, `hooks/hook-${name}/`]
  const stems = [
    ...[name, `hook-${name}`, `hooks/${name}`],
    ...folders.flatMap((folder) => [`${folder}${name}`, `${folder}hook`, `${folder}dist/hook`]),
    ...folders.map((folder) => `${folder}src/hook`),
  ]
  const withEnding = (ending: string): readonly string[] => stems.map((stem) => `${stem}.${ending}`)
  return [...stems.flatMap((stem) => ENDINGS.map((one) => `${stem}.${one}`)), ...withEnding('ts')]
}

/** A hook whose script was looked for: with the command that runs it, or with the reason why it has none. */
export function withScriptBeside({ beside, ...hook }: FoundHook, found: string | undefined): FoundHook {
  if (beside === undefined) return hook
  if (found === undefined) return { ...hook, fault: beside.missing }
  if (found.endsWith('.ts')) return { ...hook, fault: `its script ${found} is TypeScript: build it first` }
  return { ...hook, handler: { ...hook.handler, type: 'command', command: `./${found}` } }
}
