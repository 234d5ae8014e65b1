import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { textOf } from '../../_shared/src/git/read-file.ts'

type Tool = 'uv' | 'poetry' | 'pdm' | 'pipenv'

/** What is wrong with a command of a Python package manager. */
export interface PythonFault {
  readonly why: string
  readonly used: string
  readonly tool: string
  readonly instead: string
}

const LOCKFILES: readonly (readonly [string, Tool])[] = [
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile.lock', 'pipenv'],
  ['Pipfile', 'pipenv'],
]

/** Compares a command with what the nearest lock file upwards says; `undefined` when nothing is wrong. */
export function pythonFault(
  name: string | undefined,
  args: readonly BashWord[],
  folder: string,
  home: string,
): PythonFault | undefined {
  const call = callOf(name, args)
  if (!call) return undefined
  const wanted = toolIn(folder, home)
  if (!wanted || wanted.tool === call.tool) return undefined
  const instead = spelled(wanted.tool, call)
  return instead === undefined ? undefined : { ...wanted, used: call.tool, instead }
}

interface Call {
  readonly tool: Tool | 'pip'
  readonly kind: 'add' | 'remove' | 'install'
  readonly words: readonly string[]
}

const KINDS: Readonly<Record<string, Call['kind']>> = {
  add: 'add',
  install: 'install',
  sync: 'install',
  remove: 'remove',
  uninstall: 'remove',
}
const OPTIONS = spec('r: e: c: i: G: U y q requirement= editable= constraint= index-url= group= dev upgrade')

function callOf(name: string | undefined, args: readonly BashWord[]): Call | undefined {
  const texts = args.map(({ text }) => text)
  if (name !== undefined && /^python[\d.]*$/.test(name) && texts[0] === '-m')
    return callOf(texts[1], args.slice(2))
  const tool =
    name === undefined
      ? undefined
      : /^pip[\d.]*$/.test(name)
        ? 'pip'
        : /^(?:uv|poetry|pdm|pipenv)$/.exec(name)?.[0]
  const { rest, flags } = parseOptions(args, OPTIONS)
  const kind = KINDS[rest[0]?.text ?? '']
  if (!tool || !kind || !Object.hasOwn(KINDS, rest[0]?.text ?? '')) return undefined
  const words = rest.slice(1).map(({ text }) => text)
  const listed = flags.has('r') || flags.has('requirement') || flags.has('e') || flags.has('editable')
  const adds = kind === 'install' && words.length > 0 && !listed && words.every((word) => !/^[./]/.test(word))
  return {
    tool: tool as Call['tool'],
    kind: adds ? 'add' : kind,
    words: kind === 'install' && !adds ? [] : words,
  }
}

function toolIn(start: string, home: string): { readonly tool: Tool; readonly why: string } | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const lock = LOCKFILES.find(([name]) => existsSync(path.join(folder, name)))
    if (lock) return { tool: lock[1], why: `there is a ${lock[0]}` }
    const project = textOf(path.join(folder, 'pyproject.toml'), 1024 * 1024) ?? ''
    const named = /^\s*\[tool\.(uv|poetry|pdm)[\].]/m.exec(project)?.[1] as Tool | undefined
    if (named) return { tool: named, why: `pyproject.toml has [tool.${named}]` }
    const above = path.dirname(folder)
    if (above === folder || above === home || existsSync(path.join(folder, '.git'))) return undefined
  }
}

function spelled(tool: Tool, { kind, words }: Call): string | undefined {
  const tail = words
    .map((word) =>
      /^[\w@+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''").replaceAll('\uE000', '…')}'`,
    )
    .join(' ')
  if (kind === 'install')
    return tool === 'uv' ? 'uv sync' : tool === 'pipenv' ? 'pipenv sync' : `${tool} install`
  if (kind === 'add') return tool === 'pipenv' ? `pipenv install ${tail}` : `${tool} add ${tail}`
  return tool === 'pipenv' ? `pipenv uninstall ${tail}` : `${tool} remove ${tail}`
}
