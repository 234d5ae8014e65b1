import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

type Handler = Record<string, unknown>
type Settings = Record<string, unknown> & {
  hooks?: Record<string, { matcher?: string; hooks: Handler[] }[]>
}

/** Somebody else who writes the settings file, and knows what of theirs must be in it. */
export interface Editor {
  /** Edits until told to stop; gives what of the edits was lost. */
  readonly stop: () => Promise<readonly string[]>
  readonly edits: () => number
}

/** What an editor needs: when it writes, all commands are stopped, so that it never overwrites what it has not seen. */
interface Surroundings {
  readonly settings: string
  readonly stopOthers: () => void
  readonly letOthersGo: () => void
  readonly random: () => number
  /** At most so long between two edits. */
  readonly longestPause: () => number
}

const MARK = 'edited'

/** Starts an editor that changes the file at random moments, now by rename, now in place, now as the client does. */
export function startEditor(around: Surroundings): Editor {
  let edits = 0
  let going = true
  const lost: string[] = []
  const expected = { key: 0, hooks: new Set<number>() }
  const look = (): string => readFileSync(around.settings, 'utf8')
  const check = (text: string): void => {
    const settings = JSON.parse(text) as Settings
    if (settings[MARK] !== (expected.key || undefined)) {
      lost.push(`the key is ${String(settings[MARK])}, not ${expected.key}`)
      expected.key = Number(settings[MARK] ?? 0)
    }
    for (const number of expected.hooks)
      if (ownHooks(settings).filter((one) => one === number).length !== 1) {
        lost.push(`hook ${number} is not there once`)
        expected.hooks.delete(number)
      }
  }
  const edit = async (): Promise<void> => {
    const before = look()
    // Nobody writes a file in the middle of what they read.
    if (before === '') return
    check(before)
    const number = edits + 1
    const after = edited(before, number, around.random)
    const inPlace = around.random() < 0.5
    await sleep(around.random() * 5)
    around.stopOthers()
    try {
      if (look() !== before) return
      if (inPlace) writeFileSync(around.settings, after.text)
      else {
        writeFileSync(`${around.settings}.editor`, after.text)
        renameSync(`${around.settings}.editor`, around.settings)
      }
      edits = number
      after.learn(expected)
    } finally {
      around.letOthersGo()
    }
  }
  const running = (async () => {
    while (going) {
      if (existsSync(around.settings)) await edit()
      await sleep(around.random() * around.longestPause())
    }
    check(look())
    return lost
  })()
  return {
    edits: () => edits,
    stop: () => {
      going = false
      return running
    },
  }
}

interface Expected {
  key: number
  readonly hooks: Set<number>
}

interface Edit {
  readonly text: string
  readonly learn: (expected: Expected) => void
}

function edited(text: string, number: number, random: () => number): Edit {
  const settings = JSON.parse(text) as Settings
  const kind = random()
  if (kind < 0.4)
    return {
      text: `${JSON.stringify({ ...settings, [MARK]: number }, null, '\t')}\n`,
      learn: (expected) => {
        expected.key = number
      },
    }
  if (kind < 0.7) return withHook(settings, number)
  return { text: rewritten(settings), learn: () => undefined }
}

/** Adds a hook of ours, and takes the oldest back when there are several. */
function withHook(settings: Settings, number: number): Edit {
  const [oldest, ...others] = ownHooks(settings)
  const gone = others.length > 3 ? oldest : undefined
  const groups = (settings.hooks?.['PreToolUse'] ?? []).filter(
    ({ hooks }) => gone === undefined || hooks.every((hook) => numberOf(hook) !== gone),
  )
  const added = { matcher: 'Read', hooks: [{ type: 'command', command: `true own-${number}` }] }
  const hooks = { ...settings.hooks, PreToolUse: [...groups, added] }
  return {
    text: `${JSON.stringify({ ...settings, hooks }, null, 4)}\n`,
    learn: (expected) => {
      expected.hooks.add(number)
      if (gone !== undefined) expected.hooks.delete(gone)
    },
  }
}

const KNOWN = ['type', 'if', 'command', 'timeout', 'statusMessage', 'async', 'onFailure']

/** As the client writes the whole file: known keys in its own order, no others in hooks, two spaces. */
function rewritten(settings: Settings): string {
  const handler = (given: Handler): Handler =>
    Object.fromEntries(KNOWN.flatMap((key) => (key in given ? [[key, given[key]] as const] : [])))
  const hooks = Object.fromEntries(
    Object.entries(settings.hooks ?? {})
      .toReversed()
      .map(([event, groups]) => [
        event,
        groups.map(({ matcher, hooks: handlers }) => ({
          ...(matcher === undefined ? {} : { matcher }),
          hooks: handlers.map(handler),
        })),
      ]),
  )
  const { hooks: _, ...others } = settings
  const sorted = Object.fromEntries(Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ ...sorted, ...(settings.hooks ? { hooks } : {}) }, null, 2)}\n`
}

function ownHooks(settings: Settings): readonly number[] {
  return Object.values(settings.hooks ?? {})
    .flat()
    .flatMap(({ hooks }) => hooks.map(numberOf))
    .filter((number) => number !== undefined)
}

function numberOf({ command }: Handler): number | undefined {
  const [, number] = /^true own-(\d+)$/.exec(String(command)) ?? []
  return number === undefined ? undefined : Number(number)
}
