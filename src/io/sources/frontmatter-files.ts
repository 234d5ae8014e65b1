import path from 'node:path'
import { parseFrontmatter } from '../../core/seen/frontmatter.ts'
import type { HookSource } from '../../core/seen/source.ts'
import { ancestors, realFolder } from '../scopes.ts'
import { readQuietly } from './document.ts'
import { namesIn } from './managed.ts'
import { ofPlugin, type Plugin } from './plugins.ts'
import type { Repository } from './repository.ts'
import { filesBelow } from './walk.ts'

/** Skills, commands and agents in a `.claude` folder that have hooks. */
export async function frontmatterSources(
  folder: string,
  owner: NonNullable<HookSource['owner']>,
): Promise<readonly HookSource[]> {
  return [
    ...(await sourcesOf(skillFiles(folder), { kind: 'skill', owner })),
    ...(await sourcesOf(agentFiles(folder), { kind: 'agent', owner })),
  ]
}

/** The same of a plugin; the client ignores hooks of its agents. */
export async function pluginFrontmatterSources(plugin: Plugin): Promise<readonly HookSource[]> {
  const of = { owner: 'plugin' as const, ...ofPlugin(plugin) }
  return [
    ...(await sourcesOf(skillFiles(plugin.root), { kind: 'skill', ...of })),
    ...(await sourcesOf(agentFiles(plugin.root), { kind: 'agent', ...of, off: 'plugin-agent' })),
  ]
}

/**
 * The `.claude` folders whose skills and agents the client has when it is started in a folder: its own and those above,
 * up to the root of the repository, or below the home folder.
 */
export function foldersAbove(
  cwd: string,
  home: string | undefined,
  repository: Repository | undefined,
): string[] {
  const folders: string[] = []
  for (const folder of ancestors(cwd)) {
    if (folder === home) break
    folders.push(folder)
    if (folder === repository?.root) break
  }
  if (repository && repository.main !== repository.root) folders.push(repository.main)
  return folders.map((folder) => path.join(folder, '.claude'))
}

type Named = readonly (readonly [name: string, file: string])[]

/** A command is a skill in one file. */
function skillFiles(folder: string): Named {
  const skills = namesIn(path.join(folder, 'skills'))
  return [
    ...skills.map((name) => [name, path.join(folder, 'skills', name, 'SKILL.md')] as const),
    ...markdownIn(path.join(folder, 'commands')),
  ]
}

function agentFiles(folder: string): Named {
  return markdownIn(path.join(folder, 'agents'))
}

function markdownIn(folder: string): Named {
  return filesBelow(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => [path.basename(name, '.md'), path.join(folder, name)])
}

async function sourcesOf(
  files: Named,
  rest: Pick<HookSource, 'kind'> & Partial<HookSource>,
): Promise<readonly HookSource[]> {
  const sources: HookSource[] = []
  const known = new Set<string>()
  for (const [name, file] of files) {
    // Links may lead round in a circle: a file is itself under each of its names.
    const real = realFolder(file)
    if (known.has(real)) continue
    known.add(real)
    const read = await readQuietly(file)
    const head = read && 'text' in read ? headOf(read.text) : undefined
    if (head === undefined) continue
    sources.push({ name, file, ...parseFrontmatter(head), at: ['hooks'], entries: [], ...rest })
  }
  return sources
}

/** The frontmatter of a file, if there is one that has hooks. */
function headOf(text: string): string | undefined {
  const head = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[1]
  return head !== undefined && /^['"]?hooks['"]?[ \t]*:/m.test(head) ? head : undefined
}
