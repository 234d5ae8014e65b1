import { entriesOf, type Packs, tableOf } from './entries.ts'
import { formatLockfile, type LockedEntry, type LockedPack } from './lockfile.ts'
import { ownName } from './requirements.ts'
import { FILES } from './scope.ts'

/** What installed packs can be exported as. The first two are folders, the others one text. */
export const EXPORTS = ['plugin', 'skill-folder', 'managed', 'skill', 'agent', 'settings'] as const
export type ExportKind = (typeof EXPORTS)[number]

/** A text, and where it goes in the exported folder. */
export interface ExportText {
  readonly path: string
  readonly text: string
}

/** The folder in an export that holds the runtime, the table and the packs. */
export const CARRIED = 'hookpack'

/** The named packs, or all, with those that they bring. */
export function chosenPacks(packs: Packs, names: readonly string[]): Packs {
  const chosen = new Set(names.length === 0 ? Object.keys(packs) : names)
  // A Set may grow while it is walked.
  for (const name of chosen)
    for (const brought of Object.keys(packs[name]?.packs ?? {}))
      if (Object.hasOwn(packs, ownName(brought))) chosen.add(ownName(brought))
  return Object.fromEntries(Object.entries(packs).filter(([name]) => chosen.has(name)))
}

/** The `hooks` of a settings file that has these entries and nothing else. */
function hooksValue(entries: readonly LockedEntry[]): Readonly<Record<string, readonly object[]>> {
  const events: Record<string, object[]> = {}
  for (const { event, matcher, handler } of entries) {
    events[event] ??= []
    events[event].push({ ...(matcher === undefined ? {} : { matcher }), hooks: [handler] })
  }
  return events
}

/** One text: settings, a drop-in of managed settings, or the frontmatter of a skill or an agent. */
export function exportedText(as: ExportKind, entries: readonly LockedEntry[]): string {
  const hooks = hooksValue(entries)
  if (as === 'skill' || as === 'agent') return `---\n${yaml({ hooks }, '').join('\n')}\n---\n`
  return json({ hooks })
}

/** The entries of a plugin: they find the runtime beside them, wherever the client has put the plugin. */
export function pluginEntries(packs: Packs, disabled: readonly string[]): readonly LockedEntry[] {
  const runtime = `"\${CLAUDE_PLUGIN_ROOT}/${CARRIED}/${FILES.runtime}"`
  return entriesOf(
    packs,
    (hooks) =>
      `node ${runtime} ${hooks.map((hook) => (hook.startsWith('@') ? `"${hook}"` : hook)).join(' ')}`,
    disabled,
  )
}

/** The texts of a plugin besides the runtime and the packs' own files. */
export function pluginTexts(
  name: string,
  packs: Packs,
  entries: readonly LockedEntry[],
): readonly ExportText[] {
  const [only, ...others] = Object.values(packs)
  const description = `Hooks of ${Object.keys(packs).join(', ')}, exported by hookpack.`
  const version = only && others.length === 0 ? only.version : '1.0.0'
  return [
    {
      path: '.claude-plugin/plugin.json',
      text: json({ name, version, description, author: { name: 'hookpack' } }),
    },
    { path: 'README.md', text: readme(name, packs, entries) },
    { path: 'hooks/hooks.json', text: json({ description, hooks: hooksValue(entries) }) },
    { path: `${CARRIED}/${FILES.table}`, text: tableOf(packs) },
    { path: `${CARRIED}/${FILES.boundary}`, text: '{"type":"commonjs"}\n' },
    { path: `${CARRIED}/${FILES.lockfile}`, text: lockfileText(packs, entries) },
  ]
}

/** What people who install the plugin read first. */
function readme(name: string, packs: Packs, entries: readonly LockedEntry[]): string {
  const events = [...new Set(entries.map(({ event }) => event))].join(', ')
  return [
    `# ${name}`,
    '',
    'This plugin was made by `hooks export` of Hookpack, from these packs:',
    '',
    ...Object.entries(packs).map(([pack, { version }]) => `- ${pack} ${version}`),
    '',
    `Its hooks run on ${events}. It needs \`node\` on the PATH and nothing else: the packs, and the runtime that runs them,`,
    'are in the folder `hookpack`, where each pack has a README of its own. Edits there are refused when the hooks run;',
    'change the packs where they are installed, and export them again.',
    '',
  ].join('\n')
}

/** The runtime looks the hashes of modules up in it. It names no folder of the machine that it was made on. */
function lockfileText(packs: Packs, entries: readonly LockedEntry[]): string {
  const placeless = Object.entries(packs).map(([name, pack]): [string, LockedPack] => [
    name,
    pack.source === 'folder' || pack.source === 'archive' ? { ...pack, resolved: pack.source } : pack,
  ])
  const lockfile = { lockfileVersion: 1, packs: Object.fromEntries(placeless), entries } as const
  return formatLockfile({ ...lockfile, undo: [], createdHome: false })
}

/** The client takes names of lower-case letters, digits and `-`. */
export function pluginName(packs: Packs, folder: string): string {
  const [only = '', ...others] = Object.keys(packs)
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
  return plain(others.length === 0 ? only : folder) || 'hookpack-export'
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** A value as YAML of blocks; texts are quoted as in JSON, which YAML reads alike. */
function yaml(value: unknown, indent: string): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((one) => {
      const [first = '', ...rest] = yaml(one, `${indent}  `)
      return [`${indent}- ${first.trimStart()}`, ...rest]
    })
  return Object.entries(value as object).flatMap(([key, inner]: [string, unknown]) => {
    const name = /^[A-Za-z]\w*$/.test(key) ? key : scalar(key)
    const isBlock = typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0
    return isBlock
      ? [
          `${indent}${name}:`,
          ...(isPlainList(inner) ? [`${indent}  ${scalar(inner)}`] : yaml(inner, `${indent}  `)),
        ]
      : [`${indent}${name}: ${scalar(inner)}`]
  })
}

function isPlainList(value: object): boolean {
  return (
    Array.isArray(value) && value.some((one) => typeof one !== 'object' || one === null || Array.isArray(one))
  )
}

/** YAML takes these characters for ends of lines, or not at all. */
function scalar(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
