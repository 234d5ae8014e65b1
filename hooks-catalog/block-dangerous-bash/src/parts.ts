import * as NAMES from './part-names.ts'
import type { Rule } from './rules/rule.ts'
import type { Handler } from './shell/call.ts'

/** What one part of the guard knows about programs; each part is a file that is only loaded for its programs. */
export interface Part {
  readonly rules?: readonly Rule[]
  /** Programs that run other programs or code. */
  readonly starts?: ReadonlyMap<string, Handler>
  /** What programs print, as far as commands are made from it. */
  readonly prints?: ReadonlyMap<string, Handler>
}

interface Row {
  readonly names: string
  readonly load: () => Part
}

// In the order in which findings are weighed.
const ROWS: readonly Row[] = [
  {
    names: NAMES.REMOVAL,
    load: () => {
      const { part } = require('./rules/removal.ts') as typeof import('./rules/removal.ts')
      return part
    },
  },
  {
    names: NAMES.TREES,
    load: () => {
      const { part } = require('./rules/trees.ts') as typeof import('./rules/trees.ts')
      return part
    },
  },
  {
    names: ' hg chg svn jj ',
    load: () => {
      const { part } = require('./rules/vcs.ts') as typeof import('./rules/vcs.ts')
      return part
    },
  },
  {
    names: ' git bfg git-filter-repo ',
    load: () => {
      const { part } = require('./rules/git.ts') as typeof import('./rules/git.ts')
      return part
    },
  },
  {
    names: NAMES.MACHINE,
    load: () => {
      const { part } = require('./rules/machine.ts') as typeof import('./rules/machine.ts')
      return part
    },
  },
  {
    names: NAMES.CLOUD,
    load: () => {
      const { part } = require('./rules/cloud.ts') as typeof import('./rules/cloud.ts')
      return part
    },
  },
  {
    names: NAMES.CONTAINERS,
    load: () => {
      const { part } = require('./rules/containers.ts') as typeof import('./rules/containers.ts')
      return part
    },
  },
  {
    names: NAMES.INFRASTRUCTURE,
    load: () => {
      const { part } = require('./rules/infrastructure.ts') as typeof import('./rules/infrastructure.ts')
      return part
    },
  },
  {
    names: NAMES.DATABASE,
    load: () => {
      const { part } = require('./rules/database.ts') as typeof import('./rules/database.ts')
      return part
    },
  },
  {
    names: NAMES.PUBLISH,
    load: () => {
      const { part } = require('./rules/publish.ts') as typeof import('./rules/publish.ts')
      return part
    },
  },
  {
    names: NAMES.HOSTING,
    load: () => {
      const { part } = require('./rules/hosting.ts') as typeof import('./rules/hosting.ts')
      return part
    },
  },
  {
    names: NAMES.REQUESTS,
    load: () => {
      const { part } = require('./rules/requests.ts') as typeof import('./rules/requests.ts')
      return part
    },
  },
  {
    names: NAMES.PACKAGES,
    load: () => {
      const { part } = require('./rules/packages.ts') as typeof import('./rules/packages.ts')
      return part
    },
  },
  {
    names: NAMES.SERVERS,
    load: () => {
      const { part } = require('./rules/servers.ts') as typeof import('./rules/servers.ts')
      return part
    },
  },
  {
    names: NAMES.HOOKS,
    load: () => {
      const { part } = require('./rules/hooks.ts') as typeof import('./rules/hooks.ts')
      return part
    },
  },
  {
    names: NAMES.LAUNCHERS,
    load: () => {
      const { part } = require('./programs/launchers.ts') as typeof import('./programs/launchers.ts')
      return part
    },
  },
  {
    names: NAMES.WINDOWS,
    load: () => {
      const { part } = require('./rules/windows.ts') as typeof import('./rules/windows.ts')
      return part
    },
  },
  {
    names: NAMES.INTERPRETERS,
    load: () => {
      const { part } = require('./programs/interpreters.ts') as typeof import('./programs/interpreters.ts')
      return part
    },
  },
  {
    names: NAMES.STARTERS,
    load: () => {
      const { part } = require('./programs/starters.ts') as typeof import('./programs/starters.ts')
      return part
    },
  },
  {
    names: NAMES.OUTPUTS,
    load: () => {
      const { part } = require('./programs/outputs.ts') as typeof import('./programs/outputs.ts')
      return part
    },
  },
]

/** The parts by the names of their programs, loaded. */
export function allParts(): { readonly names: readonly string[]; readonly part: Part }[] {
  return ROWS.map(({ names, load }) => ({ names: names.trim().split(' '), part: load() }))
}

/** The parts that know a program of this name. */
function partsOf(name: string): Part[] {
  return name.includes(' ')
    ? []
    : ROWS.filter(({ names }) => names.includes(` ${name} `)).map(({ load }) => load())
}

/** What all parts together know about one program. */
interface Knowledge {
  readonly rules: readonly Rule[]
  readonly starter: Handler | undefined
  readonly printer: Handler | undefined
}

// To look a name up takes longer than most rules, and a long command has the same names again and again.
const looked = new Map<string, Knowledge>()
const MOST_NAMES = 500

function knowledgeOf(name: string): Knowledge {
  const before = looked.get(name)
  if (before) return before
  const exact = rulesNamed(name)
  const found = {
    rules: exact.length > 0 ? exact : rulesNamed(versionless(name)),
    starter: starterNamed(name) ?? starterNamed(versionless(name)),
    printer: printerNamed(name),
  }
  if (looked.size >= MOST_NAMES) looked.clear()
  looked.set(name, found)
  return found
}

/** The rules about a program. */
export function rulesOf(name: string): readonly Rule[] {
  return knowledgeOf(name).rules
}

function rulesNamed(name: string): readonly Rule[] {
  return partsOf(name).flatMap(({ rules = [] }) =>
    rules.filter(({ programs }) => programs.split(' ').includes(name)),
  )
}

/** What runs the commands that a program starts, if it is one that starts others. */
export function starterOf(name: string): Handler | undefined {
  return knowledgeOf(name).starter
}

function starterNamed(name: string): Handler | undefined {
  return partsOf(name)
    .find(({ starts }) => starts?.has(name))
    ?.starts?.get(name)
}

/** What gives the text that a program prints, if that is known. */
export function printerOf(name: string): Handler | undefined {
  return knowledgeOf(name).printer
}

function printerNamed(name: string): Handler | undefined {
  return partsOf(name)
    .find(({ prints }) => prints?.has(name))
    ?.prints?.get(name)
}

// python3.11, mkfs.ext4 and the like share the rules of the plain name.
function versionless(name: string): string {
  return name.replace(/(?:-?\d[\d.]*)$/, '').replace(/^(mkfs|fsck)\..*$/, '$1')
}
