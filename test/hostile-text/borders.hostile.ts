import { describe, expect, test } from 'vitest'
import { HooksError } from '../../src/errors.ts'
import { type Scratch, scratch, snapshot } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'
import { KINDS, type Kind } from './kinds.ts'
import type { Place } from './place.ts'
import { PLACES } from './places.ts'

/** More than any of them takes on a slow machine; a hang takes longer. */
const MOST_MS = 30_000

/** What is wrong with how a text was taken; undefined when it was read safely, or refused as it should be. */
async function wrongWith(place: Place, kind: Kind, at: Scratch): Promise<string | undefined> {
  const text = kind.of(await place.good(at), place.first)
  const before = snapshot(at.project)
  const since = Date.now()
  const ended = await place
    .read(at, text)
    .then((value) => ({ value }))
    .catch((error: unknown) => ({ error }))
  const polluted = ({} as { polluted?: unknown }).polluted ?? ([] as { polluted?: unknown }).polluted
  if (polluted !== undefined) return 'prototypes are polluted'
  if (Date.now() - since > MOST_MS) return `it took ${Date.now() - since} ms`
  if ('value' in ended)
    return (ended.value as { polluted?: unknown } | undefined)?.polluted ? 'polluted' : undefined
  const { error } = ended
  if (!(error instanceof HooksError)) return `${(error as Error).stack?.slice(0, 600)}`
  if (error.code === 'unexpected') return error.message
  if (!place.says.test(error.message)) return `the message does not say where: ${error.message.slice(0, 300)}`
  return isLeftAlone(before, snapshot(at.project)) ? undefined : 'a refusal has written'
}

/** Nothing has changed but the one file that the test itself has put there, with its folders. */
function isLeftAlone(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): boolean {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.filter((name) => before[name] !== after[name])
  const [file = '', ...more] = changed.filter((name) => !name.endsWith('/'))
  return more.length === 0 && changed.every((name) => name === file || file.startsWith(name))
}

describe('hostile text is read safely or refused, with the file and the field,', () => {
  test.each(PLACES)('in $name', { timeout: 600_000 }, async (place) => {
    // The sample has a quarter of the pairs, and every kind and every place.
    const kinds = KINDS.filter(({ heavy }, at) =>
      FULL ? !(heavy && place.light) : !heavy && (at + PLACES.indexOf(place)) % 4 === 0,
    )
    const lost: string[] = []
    for (const kind of kinds) {
      const wrong = await wrongWith(place, kind, scratch())
      if (wrong !== undefined) lost.push(`${kind.name}: ${wrong}`)
    }
    tally({
      sweep: `text: ${place.name}`,
      tried: kinds.length,
      kept: kinds.length - lost.length,
      lost: lost.length,
    })
    expect(lost).toEqual([])
  })
})
