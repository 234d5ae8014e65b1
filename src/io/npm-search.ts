import * as z from 'zod'
import type { SearchRow } from '../schema/registry.ts'
import { ask } from './npm-attempts.ts'
import { oddAnswer, statusError, troubleError } from './npm-errors.ts'
import type { Where } from './npm-packument.ts'
import type { Asking } from './npm-request.ts'

/** Packs are known on npm by this keyword. */
const KEYWORD = 'hookpack'
const MOST_ROWS = 50
const MOST_BYTES = 4 * 1024 * 1024

const packageSchema = z.object({
  name: z.string(),
  version: z.string().optional(),
  'dist-tags': z.record(z.string(), z.string()).optional(),
  description: z.string().default(''),
  keywords: z.array(z.string()).default([]),
})
const resultSchema = z.object({ objects: z.array(z.object({ package: packageSchema })) })

/**
 * Packages with the keyword of packs that match some words, best first as the registry sees it; at most 50. Registries
 * that do not know `keywords:` (Verdaccio) are asked for the words alone.
 */
export async function searchNpm(text: string, where: Where, asking: Asking): Promise<readonly SearchRow[]> {
  const known = await rowsFor(`keywords:${KEYWORD} ${text}`.trim(), where, asking)
  return known.length > 0 || text === '' ? known : rowsFor(text, where, asking)
}

async function rowsFor(text: string, where: Where, asking: Asking): Promise<readonly SearchRow[]> {
  const url = `${where.registry}-/v1/search?text=${encodeURIComponent(text)}&size=${MOST_ROWS}`
  const attempts = await ask({ url, accept: 'application/json', most: MOST_BYTES, ...where }, asking)
  const { outcome } = attempts
  const about = { what: 'packs', asked: url, registry: where.registry, attempts, settings: asking.settings }
  if ('trouble' in outcome) throw troubleError(outcome.trouble, about)
  if (outcome.answer.status >= 400) throw statusError(outcome.answer, about)
  const result = resultSchema.safeParse(parsed(outcome.answer.bytes))
  if (!result.success) throw oddAnswer(outcome.answer, about, 'a list of packages')
  return result.data.objects
    .map((one) => one.package)
    .filter(({ keywords }) => keywords.includes(KEYWORD))
    .map(({ name, version, description, keywords, 'dist-tags': tags }) => {
      return { name, latest: version ?? tags?.['latest'] ?? '', description, tags: keywords, events: [] }
    })
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // It is told as what it is: no list of packages.
    return undefined
  }
}
