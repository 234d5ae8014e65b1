import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import { parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashCommand, BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { pathOf } from '../../_shared/src/shell/folders.ts'
import type { Finding, Scene } from './finding.ts'
import { isGitConfig, placeOf } from './hook-places.ts'

/** Removing, moving away, switching off and overwriting hooks. */
export function hookFiles(scene: Scene): readonly Finding[] {
  const { line, index } = scene
  const command = line.view.commands[index]
  if (!command) return []
  const folder = line.folders[index]
  const found = [...removed(command), ...overwritten(command, folder)].flatMap(({ word, does }) => {
    const file = resolved(word, folder)
    const place = file === undefined ? undefined : placeOf(file, scene.home)
    return place ? [finding(does, place === 'project')] : []
  })
  return [...found, ...configured(command, folder)]
}

function finding(does: string, soft: boolean): Finding {
  return { rule: 'hook-files', does, ...(soft ? { soft } : {}) }
}

/** A path with its patterns; where only the shell knows the folder of git, `…/hooks/x` is taken for git's own. */
function resolved(word: BashWord, folder: string | undefined): string | undefined {
  const hidden = word.text.lastIndexOf(HOLE)
  const end = word.text.slice(hidden + 1)
  if (hidden >= 0)
    return /^\/hooks(?:\/|$)/.test(end) ? `/.git${end}` : /^\/?\.git\/hooks/.test(end) ? `/${end}` : undefined
  const fixed = word.text.replace(/[*?[].*$/s, '')
  return pathOf({ text: fixed === '' ? '.' : fixed, known: true }, folder)
}

interface Meant {
  readonly word: BashWord
  readonly does: string
}

const REMOVES = /^(?:rm|unlink|rmdir|shred|trash|rimraf|del-cli|truncate)$/

function removed({ name, args }: BashCommand): readonly Meant[] {
  if (name === undefined) return []
  const { flags, rest } = parseOptions(
    args,
    spec('s: t: target-directory= size= in-place e: expression= reference='),
  )
  if (REMOVES.test(name)) return rest.map((word) => ({ word, does: 'removes or empties a hook' }))
  if (name === 'mv') return rest.slice(0, -1).map((word) => ({ word, does: 'moves a hook away' }))
  if (name === 'chmod') return chmod(args)
  if (name === 'find' && args.some(({ text }) => text === '-delete'))
    return starts(args).map((word) => ({ word, does: 'removes hooks' }))
  const edits =
    /^g?sed$/.test(name) && (flags.has('in-place') || args.some(({ text }) => /^-[A-Za-z]*i/.test(text)))
  return edits || name === 'perl' ? rest.map((word) => ({ word, does: 'changes a hook' })) : []
}

function starts(args: readonly BashWord[]): readonly BashWord[] {
  const first = args.findIndex(({ text }) => /^[-!(]/.test(text))
  return args.slice(0, first < 0 ? undefined : first)
}

function chmod(args: readonly BashWord[]): readonly Meant[] {
  const words = args.filter(({ text }) => !/^-[Rcfv]+$|^--/.test(text))
  const [mode, ...files] = words
  if (!mode) return []
  const octal = /^[0-7]{3,4}$/.test(mode.text) && (Number.parseInt(mode.text, 8) & 0o100) === 0
  const symbolic = mode.text.split(',').some((part) => /^[ugoa]*(?:-[rwst]*x|=(?!.*x))/.test(part))
  return octal || symbolic ? files.map((word) => ({ word, does: 'makes a hook that git does not run' })) : []
}

/** Files that are there already; a hook that is made new is none that is lost. */
function overwritten({ name, args, redirects }: BashCommand, folder: string | undefined): readonly Meant[] {
  const redirected = redirects
    .filter(({ operator }) => operator.includes('>') && operator !== '>&')
    .map(({ target }) => target)
  const { rest } = parseOptions(args, spec('t: target-directory= m: o: g: mode= owner= group= S: suffix='))
  const last = rest.at(-1)
  const copied =
    /^(?:cp|mv|ln|install|rsync)$/.test(name ?? '') && rest.length > 1 && last
      ? targets(last, rest, folder)
      : []
  const written = name === 'tee' ? rest : name === 'dd' ? args.flatMap(outputOf) : []
  return [...redirected, ...copied, ...written]
    .filter((word) => {
      const file = resolved(word, folder)
      return file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile()
    })
    .map((word) => ({ word, does: 'overwrites a hook' }))
}

function outputOf(word: BashWord): readonly BashWord[] {
  return word.text.startsWith('of=') ? [{ ...word, text: word.text.slice(3) }] : []
}

function targets(
  last: BashWord,
  words: readonly BashWord[],
  folder: string | undefined,
): readonly BashWord[] {
  const file = resolved(last, folder)
  if (file === undefined || !existsSync(file) || !statSync(file).isDirectory()) return [last]
  return words.slice(0, -1).map((word) => ({ ...last, text: path.join(last.text, path.basename(word.text)) }))
}

/** Settings of git that are written without git. */
function configured({ args, redirects, name }: BashCommand, folder: string | undefined): readonly Finding[] {
  const words = [...args, ...redirects.map(({ target }) => target)]
  const files = words.filter((word) => {
    const file = /config/.test(word.text) ? resolved(word, folder) : undefined
    return file !== undefined && isGitConfig(file)
  })
  if (files.length === 0 || !words.some(({ text }) => /hookspath/i.test(text))) return []
  const writes =
    redirects.some(({ operator }) => operator.includes('>')) ||
    /^(?:tee|g?sed|perl|crudini)$/.test(name ?? '')
  return writes && (name !== 'sed' || args.some(({ text }) => /^-[A-Za-z]*i|^--in-place/.test(text)))
    ? [{ rule: 'hooks-path', does: 'changes where git looks for hooks' }]
    : []
}

/** Tools that install hooks and take them out again. */
export function uninstall({ line, index }: Scene): readonly Finding[] {
  const command = line.view.commands[index]
  const given = command?.args.map(({ text }) => text) ?? []
  // `yarn husky uninstall` starts a tool of the project.
  const [name, ...words] = /^(?:yarn|pnpm|bun)$/.test(command?.name ?? '')
    ? given.slice(/^(?:run|exec|dlx|x)$/.test(given[0] ?? '') ? 1 : 0)
    : [command?.name, ...given]
  const removes =
    (/^(?:pre-commit|lefthook|husky)$/.test(name ?? '') && words[0] === 'uninstall') ||
    (name === 'overcommit' && words.some((word) => word === '--uninstall' || word === '-u'))
  return removes ? [{ rule: 'uninstall', does: 'takes the hooks of the repository out' }] : []
}
