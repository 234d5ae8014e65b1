import path from 'node:path'
import { entryCommand } from '../core/command-line.ts'
import { hooksOf } from '../core/disabled.ts'
import { entriesOf, type Packs } from '../core/entries.ts'
import {
  CARRIED,
  chosenPacks,
  EXPORTS,
  type ExportKind,
  exportedText,
  pluginEntries,
  pluginName,
  pluginTexts,
} from '../core/export.ts'
import { didYouMean } from '../core/nearest.ts'
import { ownName } from '../core/requirements.ts'
import { FILES, type Scope, type ScopeName } from '../core/scope.ts'
import { problemsOf } from '../core/settings/client-rules.ts'
import { HooksError } from '../errors.ts'
import { type ExportFile, writeExport } from '../io/export-folder.ts'
import { checkNamedPath } from '../io/links.ts'
import { readRuntime } from '../io/runtime-files.ts'
import { chooseScope, homeOf } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { editedFiles, isMissing, readInstalled } from '../io/store.ts'
import type { Context } from './context.ts'
import { editedByHand } from './resolve-scope.ts'

/** What to export, and where to. */
export interface ExportRequest {
  readonly as: ExportKind | undefined
  /** Packs; none for all of the scope. */
  readonly names: readonly string[]
  readonly scope: ScopeName | undefined
  /** The folder to write; needed for folders only. */
  readonly out: string | undefined
  readonly force: boolean
}

/** What was exported. */
export interface Exported {
  readonly as: ExportKind
  readonly scope: Scope
  readonly packs: readonly { readonly name: string; readonly version: string }[]
  /** Hooks that are disabled, and so not in it. */
  readonly disabled: readonly string[]
  /** Hooks on Stop, which no agent has: the client gives it SubagentStop instead. */
  readonly neverThere: readonly string[]
  /** The one text that it is, or the folder that was written. */
  readonly text?: string
  readonly folder?: string
  readonly files?: readonly string[]
}

/** Makes something that the client reads by itself of packs that are installed in a scope. */
export async function exportPacks(request: ExportRequest, context: Context): Promise<Exported> {
  const as = checkedKind(request.as)
  const { scope } = await chooseScope(context, request.scope)
  const { lockfile } = await readState(scope)
  const packs = packsFor(request.names.map(ownName), lockfile.packs, scope)
  const { disabled: all = [] } = lockfile
  const disabled = all.filter((hook) => Object.hasOwn(packs, hook.slice(0, hook.lastIndexOf('/'))))
  const neverThere = as === 'agent' ? stopHooks(packs).filter((hook) => !disabled.includes(hook)) : []
  checkSomeRun(packs, disabled, neverThere)
  const told = {
    as,
    scope,
    packs: Object.entries(packs).map(([name, { version }]) => ({ name, version })),
    disabled,
    neverThere,
  }
  if (as !== 'plugin' && as !== 'skill-folder') {
    const entries = entriesOf(packs, (hooks) => entryCommand(scope, hooks), [...disabled, ...neverThere])
    checkPlace(request, scope)
    return { ...told, text: exportedText(as, entries) }
  }
  if (request.out === undefined)
    throw new HooksError('usage', `a ${as} is a folder, and needs \`--out <folder>\``, {
      hint: `such as \`hooks export --as ${as} --out ${example(as)}\``,
    })
  const folder = path.resolve(context.cwd, request.out)
  await checkNamedPath(folder, { cwd: context.cwd, home: homeOf(context.env) })
  const files = await pluginFiles(packs, { scope, folder, disabled, runtimeDir: context.runtimeDir })
  await writeExport(folder, files, request.force)
  return { ...told, folder, files: files.map((file) => file.path) }
}

function checkedKind(as: ExportKind | undefined): ExportKind {
  if (as !== undefined) return as
  throw new HooksError('usage', 'what to make is not said', { hint: `use \`--as ${EXPORTS.join('|')}\`` })
}

function example(as: ExportKind): string {
  return as === 'plugin' ? 'my-plugin' : '~/.claude/skills/my-hooks'
}

function packsFor(names: readonly string[], installed: Packs, { name: scope, settingsFile }: Scope): Packs {
  const unknown = names.find((name) => !Object.hasOwn(installed, name))
  if (unknown === undefined && Object.keys(installed).length > 0) return chosenPacks(installed, names)
  const what = unknown === undefined ? 'no pack' : `\`${unknown}\``
  const is = unknown === undefined ? 'is' : 'is not'
  throw new HooksError('not-installed', `${what} ${is} installed in the ${scope} scope (${settingsFile})`, {
    hint:
      (unknown === undefined ? undefined : didYouMean(unknown, Object.keys(installed))) ??
      '`hooks list` shows what is installed where; `--scope` names another scope',
  })
}

/** An export without a hook would look like one that guards. */
function checkSomeRun(packs: Packs, disabled: readonly string[], neverThere: readonly string[]): void {
  const names = Object.keys(packs)
  const hooks = names.flatMap((name) => hooksOf(name, packs)).filter((hook) => !neverThere.includes(hook))
  if (hooks.some((hook) => !disabled.includes(hook))) return
  const all = names.join(', ')
  if (neverThere.length > 0)
    throw new HooksError('usage', `no hook of ${all} would run in an agent, where Stop is SubagentStop`, {
      hint: 'use `--as skill`, `plugin` or `settings`',
    })
  throw new HooksError('usage', `every hook of ${all} is disabled: there is nothing to export`, {
    hint: `\`hooks enable ${names.join(' ')}\`, export, and disable them again`,
  })
}

function stopHooks(packs: Packs): readonly string[] {
  return Object.entries(packs).flatMap(([name, { hooks }]) =>
    hooks.filter(({ event }) => event === 'Stop').map(({ id }) => `${name}/${id}`),
  )
}

/** Managed settings hold in every folder: they cannot point into one project. */
function checkPlace({ as, out }: ExportRequest, scope: Scope): void {
  if (out !== undefined)
    throw new HooksError('usage', `\`--as ${as}\` is one text, and goes to standard output`, {
      hint: `without \`--out\`: \`hooks export --as ${as} > file\``,
    })
  if (as === 'managed' && scope.name !== 'user')
    throw new HooksError('usage', `managed settings cannot run packs of the ${scope.name} scope`, {
      hint: 'install the packs for the user, and use `--scope user`',
    })
}

interface Making {
  readonly scope: Scope
  readonly folder: string
  readonly disabled: readonly string[]
  readonly runtimeDir: string
}

async function pluginFiles(packs: Packs, making: Making): Promise<readonly ExportFile[]> {
  const entries = pluginEntries(packs, making.disabled)
  const name = pluginName(packs, path.basename(making.folder))
  const texts = pluginTexts(name, packs, entries)
  const hooks = texts.find((one) => one.path === 'hooks/hooks.json')?.text ?? '{}'
  const [problem] = problemsOf(JSON.parse(hooks))
  if (problem) throw new Error(`Claude Code would not read the export: ${problem.path} ${problem.message}`)
  const { runtime, runtimeEngine, runtimeMore } = await readRuntime(making.runtimeDir)
  const own = { runtime, runtimeEngine, runtimeMore } as const
  return [
    ...texts.map(({ path: at, text }) => ({ path: at, bytes: text })),
    ...Object.entries(own).map(([file, text]) => ({
      path: `${CARRIED}/${FILES[file as keyof typeof own]}`,
      bytes: text,
    })),
    ...(await packFiles(packs, making.scope)),
  ]
}

async function packFiles(packs: Packs, scope: Scope): Promise<readonly ExportFile[]> {
  const files: ExportFile[] = []
  for (const [name, pack] of Object.entries(packs)) {
    const edited = (await isMissing(scope.folder, pack))
      ? ['all of them']
      : await editedFiles(scope.folder, pack)
    if (edited.length > 0) throw editedByHand(name, edited)
    const { artifact } = await readInstalled(scope.folder, name, pack)
    for (const { path: file, bytes, executable } of artifact.files)
      files.push({ path: `${CARRIED}/${pack.folder}/${file}`, bytes, executable })
  }
  return files
}
