import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import { parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashCommand } from '../../../src/runtime/src/kit/bash/view.ts'
import type { Ecosystem } from './known-names.ts'
import { type Wish, wishOf } from './spec.ts'

/** How a package manager takes packages to install. */
interface Manager {
  readonly ecosystem: Ecosystem
  /** Its verbs that install what is named; several words are a verb of several. */
  readonly verbs: readonly string[]
  /** The packages are all words behind the verb, or only the first (it is run, and the rest is for it). */
  readonly first?: true
  readonly options: string
  /** Options whose values are packages, or sources of git. */
  readonly packages?: readonly string[]
  readonly git?: readonly string[]
}

const NPM_OPTIONS =
  'w: C: F: workspace= prefix= registry= tag= filter= dir= cwd= cache= userconfig= loglevel= omit= include= otp= before= p: package='
const PIP_OPTIONS =
  'r: c: e: i: f: t: d: requirement= constraint= editable= index-url= extra-index-url= find-links= target= platform= python-version= implementation= abi= root= prefix= src= upgrade-strategy= no-binary= only-binary= progress-bar= trusted-host= proxy= cache-dir= timeout= index= default-index= python= group= optional= extra= G: E: source= tag= branch= rev= with= from= p: spec= directory= project= package= bounds='
const npm = (...verbs: string[]): Manager => ({ ecosystem: 'npm', verbs, options: NPM_OPTIONS })
const run = (...verbs: string[]): Manager => ({
  ecosystem: 'npm',
  verbs,
  first: true,
  options: NPM_OPTIONS,
  packages: ['p', 'package'],
})
const pip = (...verbs: string[]): Manager => ({
  ecosystem: 'pypi',
  verbs,
  options: PIP_OPTIONS,
  packages: ['with', 'from', 'spec', 'e', 'editable'],
})

const MANAGERS: Readonly<Record<string, readonly Manager[]>> = {
  npm: [
    npm('install', 'i', 'in', 'ins', 'inst', 'insta', 'instal', 'isnt', 'isnta', 'add', 'update', 'up'),
    run('exec', 'x'),
  ],
  pnpm: [{ ...npm('add', 'install', 'i'), options: NPM_OPTIONS.replace('w: ', '') }, run('dlx')],
  yarn: [npm('add', 'global add'), run('dlx')],
  bun: [npm('add', 'install', 'i', 'a'), run('x')],
  npx: [run('')],
  bunx: [run('')],
  pnpx: [run('')],
  deno: [npm('add', 'install')],
  pip: [pip('install', 'download', 'wheel')],
  uv: [pip('add', 'pip install', 'tool install'), { ...pip('tool run'), first: true }],
  uvx: [{ ...pip(''), first: true }],
  pipx: [pip('install', 'inject'), { ...pip('run'), first: true }],
  poetry: [pip('add')],
  pdm: [pip('add')],
  pipenv: [{ ...pip('install'), options: PIP_OPTIONS.replace(' d:', '') }],
  rye: [pip('add')],
  cargo: [
    {
      ...{ ecosystem: 'cargo', verbs: ['add', 'install', 'binstall'], git: ['git'] },
      options:
        'F: features= version= git= branch= tag= rev= path= registry= index= p: package= root= target= vers= rename= manifest-path= Z: j: jobs=',
    },
  ],
  gem: [
    {
      ecosystem: 'gem',
      verbs: ['install', 'i'],
      options: 'v: s: version= source= i: n: install-dir= bindir= platform= P:',
    },
  ],
  bundle: [
    {
      ecosystem: 'gem',
      verbs: ['add'],
      git: ['git', 'github'],
      options: 'v: version= g: group= s: source= git= github= branch= path=',
    },
  ],
  go: [{ ecosystem: 'go', verbs: ['get', 'install'], options: 'C: tags= ldflags= mod= o= p=' }],
  composer: [
    { ecosystem: 'composer', verbs: ['require', 'global require', 'req'], options: 'd: working-dir=' },
  ],
}

/** A command as the name of a package manager and its words. */
interface Call {
  readonly name: string
  readonly words: readonly string[]
}

/** `python -m pip` is pip, `pip3.12` as well, `corepack pnpm` is pnpm. */
export function managerCall({ name = '', args }: BashCommand): Call | undefined {
  const words = args.map(({ text }) => text)
  if (/^(?:python|py)[\d.]*$/.test(name)) {
    const at = words.indexOf('-m')
    return at >= 0 && words[at + 1] !== undefined
      ? { name: words[at + 1] ?? '', words: words.slice(at + 2) }
      : undefined
  }
  if (name === 'corepack') return { name: words[0] ?? '', words: words.slice(1) }
  const plain = /^pip[\d.]*$/.test(name) ? 'pip' : name
  return Object.hasOwn(MANAGERS, plain) ? { name: plain, words } : undefined
}

/** The packages that a call installs by name. Words that only the shell knows are left out. */
export function wishesOf({ name, words }: Call): readonly Wish[] {
  const managers = Object.hasOwn(MANAGERS, name) ? (MANAGERS[name] ?? []) : []
  const created = /^(?:npm|pnpm|yarn|bun)$/.test(name) ? creator(words) : undefined
  if (created !== undefined) return [wishOf(created, 'npm')]
  return managers.flatMap((manager) => {
    const rest = behindVerb(words, manager)
    if (!rest) return []
    const parsed = parseOptions(
      rest.map((text) => ({ text })),
      spec(manager.options),
      manager.first === true,
    )
    const values = (names: readonly string[] = []) =>
      names.flatMap((one) => (parsed.values.get(one) ?? []).map(({ text }) => text))
    const named = values(manager.packages)
    const operands = parsed.rest.map(({ text }) => text)
    const chosen = manager.first ? (named.length > 0 ? [] : operands.slice(0, 1)) : operands
    const git = values(manager.git).map(
      (text): Wish => ({ ecosystem: manager.ecosystem, text, from: 'git', name: '' }),
    )
    const from = git.length > 0 || parsed.flags.has('path') ? [] : [...named, ...chosen]
    return [
      ...git,
      ...from
        .filter((text) => text !== '' && !text.includes(HOLE))
        .map((text) => wishOf(unprefixed(text), manager.ecosystem)),
    ]
  })
}

function unprefixed(text: string): string {
  return text.replace(/^(?:npm|jsr):(?=[@\w])/, '')
}

/** `npm create vite` runs the package create-vite. */
function creator(words: readonly string[]): string | undefined {
  const [verb, name] = words.filter((word) => !word.startsWith('-'))
  if (
    !/^(?:create|init|innit)$/.test(verb ?? '') ||
    name === undefined ||
    name.startsWith('@') ||
    /[/:]/.test(name)
  )
    return undefined
  return `create-${name}`
}

/** The words behind the verb of the manager, if the call has one; options may stand before it. */
function behindVerb(words: readonly string[], { verbs, options }: Manager): readonly string[] | undefined {
  const { rest } = parseOptions(
    words.map((text) => ({ text })),
    spec(options),
    true,
  )
  const texts = rest.map(({ text }) => text)
  const lead = words.slice(0, words.length - texts.length)
  for (const verb of verbs) {
    if (verb === '') return words
    const parts = verb.split(' ')
    if (parts.every((part, at) => texts[at] === part)) return [...lead, ...texts.slice(parts.length)]
  }
  return undefined
}
