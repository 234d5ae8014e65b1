import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { registryUrl } from '../core/registry-url.ts'
import type { NetworkMode } from '../core/source.ts'
import { HooksError } from '../errors.ts'
import { type AdvisoryFile, openAdvisories } from '../schema/advisories.ts'
import { openCache } from './cache.ts'
import { keptAdvisories } from './kept-advisories.ts'
import { codeOf, readText, reason } from './read.ts'
import type { Place } from './scopes.ts'
import { LIMITS } from './static/limits.ts'
import { npmNetwork } from './static/network.ts'
import { webFiles } from './static/web-files.ts'

/** Where advisories are, as somebody has written it into a file of theirs. */
export interface AdvisoryPlace {
  readonly place: string
  readonly file: string
}

/** What reading them depends on. `stale` is told why those at an address could not be asked for anew. */
export interface AdvisoryReading extends Place {
  readonly network: NetworkMode
  readonly now: () => number
  readonly stale: (why: HooksError) => void
}

/** So long, in seconds, are those at an address right without asking again. */
const SECONDS = 3600

type Fail = (fault: string, cause?: unknown) => HooksError

/**
 * Advisories in a file, in the files of a folder, or at an address, of which a copy is kept. Throws
 * `advisories-unusable` where there are none at all: whoever names a place has some there.
 */
export async function readAdvisories(
  named: AdvisoryPlace,
  reading: AdvisoryReading,
): Promise<readonly AdvisoryFile[]> {
  const fail: Fail = (fault, cause) =>
    new HooksError('advisories-unusable', `the advisories at \`${named.place}\` cannot be used: ${fault}`, {
      hint: `${named.file} names them: mend what is there, or take \`advisories\` out`,
      ...(cause === undefined ? {} : { cause }),
    })
  if (/^https?:/i.test(named.place)) return [await readAt(named.place, reading, fail)]
  const texts = await textsBelow(folderOf(named, reading), fail)
  const files = texts.map((text) => openAdvisories(text, fail))
  if (files.every(({ size }) => size === 0)) throw fail('there are none')
  return files
}

async function readAt(place: string, reading: AdvisoryReading, fail: Fail): Promise<AdvisoryFile> {
  const read = async (): Promise<AdvisoryFile> => {
    const file = openAdvisories(await textAt(place, reading, fail), fail)
    if (file.size === 0) throw fail('there are none')
    return file
  }
  const { stale } = reading
  const cache = openCache(reading.env, 'static')
  return (await keptAdvisories(read, { cache, key: [place], stale })) ?? (await read())
}

/** A path is meant from the folder of the file that names it. */
function folderOf({ place, file }: AdvisoryPlace, { env }: Place): string {
  return path.resolve(path.dirname(file), place.replace(/^~(?=$|[/\\])/, env['HOME'] ?? '~'))
}

async function textsBelow(folder: string, fail: Fail): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOTDIR') return undefined
    throw fail(reason(error), error)
  })
  const files = names
    ? names.filter((name) => name.endsWith('.json')).map((name) => path.join(folder, name))
    : [folder]
  return Promise.all(
    files.map(async (file) => {
      const text = await readText(file, LIMITS.advisories)
      if (text === null) throw fail(`${file} is not there`)
      return text
    }),
  )
}

async function textAt(
  place: string,
  { network, now, ...around }: AdvisoryReading,
  fail: Fail,
): Promise<string> {
  const [base = '', name = ''] = splitAt(place)
  if ('fault' in registryUrl(base)) throw fail('it has to be https')
  const files = webFiles({
    called: { name: 'advisories', base, mend: 'tell whoever keeps them' },
    headers: {},
    mode: network,
    now,
    patience: undefined,
    cache: openCache(around.env, 'static'),
    network: () => npmNetwork(around),
  })
  const bytes = await files.current(name, { limit: LIMITS.advisories, seconds: () => SECONDS })
  if (!bytes) throw fail('there is nothing at this address')
  return new TextDecoder().decode(bytes)
}

function splitAt(place: string): readonly [base: string, name: string] {
  const end = place.search(/[?#]|$/)
  const slash = place.lastIndexOf('/', end)
  return [place.slice(0, slash + 1), place.slice(slash + 1)]
}
