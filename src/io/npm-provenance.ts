import * as z from 'zod'
import type { Evidence } from '../core/evidence.ts'
import { builderIn, PROVENANCE_TYPES, statementFault } from '../core/provenance.ts'
import { once } from './npm-config.ts'
import { oddAnswer, statusError, troubleError } from './npm-errors.ts'
import { invalidSignature, jsonIn } from './npm-keys.ts'
import { askOnce } from './npm-request.ts'
import type { Version } from './npm-signatures.ts'
import { reason } from './read.ts'
import { type Signed, statementIn, verifyBundle } from './sigstore-bundle.ts'
import { sigstoreRoots, type TrustedRoots } from './sigstore-root.ts'

const MOST_BYTES = 2 * 1024 * 1024
const MOST_TIME = 30_000

const answerSchema = z.object({
  attestations: z.array(z.object({ predicateType: z.string(), bundle: z.unknown() })).max(20),
})

/** Attestations, or why there are none to look at. */
type Asked = { readonly bundles: readonly unknown[] } | { readonly why: string }

/**
 * Where a version was built, from attestations that its registry has of it, checked. Undefined if the registry names none,
 * or they cannot be had or checked now, which is noted; one that does not hold is an error. The registry's own address
 * of them is not used: they are asked for where npm has them, on the registry's host.
 */
export async function provenanceOf(one: Version, roots?: TrustedRoots): Promise<Evidence | undefined> {
  const { name, found, asking } = one
  if (!found.attested) return undefined
  const unchecked = (why: string): undefined =>
    void once(asking.note, { code: 'provenance-unchecked', pack: name, version: found.version, why })
  const asked = await attestationsOf(one)
  if ('why' in asked) return unchecked(asked.why)
  const { settings, network } = asking
  const trusted = roots ?? sigstoreRoots({ folder: settings.tufCache, offline: network === 'offline' })
  const builders = []
  for (const bundle of asked.bundles) {
    const signed = await checked(bundle, one, trusted)
    if (signed === undefined)
      return unchecked('it is not what the kept root of Sigstore trusts, and its servers cannot be asked')
    builders.push(builderIn(signed.extensions))
  }
  const [builder] = builders
  return builder
    ? { kind: 'provenance', ...builder }
    : unchecked('its attestation does not say of which repository it is')
}

async function attestationsOf({ name, found, where, asking }: Version): Promise<Asked> {
  const what = `${name}@${found.version}`
  const url = `${where.registry}-/npm/v1/attestations/${what.replace('/', '%2f')}`
  // It is not worth the minutes that npm would try a failing registry for.
  const outcome = await askOnce(
    { url, accept: 'application/json', most: MOST_BYTES, within: MOST_TIME, here: true, ...where },
    asking,
  )
  const attempts = { attempts: 1, retryAfter: undefined }
  const about = {
    what: `-/npm/v1/attestations/${what}`,
    asked: url,
    registry: where.registry,
    attempts,
    settings: asking.settings,
  }
  if ('trouble' in outcome) return { why: troubleError(outcome.trouble, about).message }
  const { answer } = outcome
  if (answer.status >= 400) return { why: statusError(answer, about).message }
  const parsed = answerSchema.safeParse(jsonIn(answer.bytes))
  if (!parsed.success) return { why: oddAnswer(answer, about, 'a list of attestations').message }
  const bundles = parsed.data.attestations
    .filter(({ predicateType }) => PROVENANCE_TYPES.includes(predicateType))
    .map(({ bundle }) => bundle)
  return bundles.length > 0 ? { bundles } : { why: 'there is none about the build among its attestations' }
}

/** What is signed must be this version, whoever has signed it; undefined if it cannot be said now whether they count. */
async function checked(bundle: unknown, one: Version, roots: TrustedRoots): Promise<Signed | undefined> {
  const { name, found, integrity, where } = one
  const what = `the attestation of \`${name}@${found.version}\` that \`${new URL(where.registry).host}\` has`
  const fault = statementFault(statementIn(bundle), { name, version: found.version, integrity })
  if (fault !== undefined) throw invalidSignature(`${what} does not belong to it: ${fault}`)
  try {
    return await verifyBundle(bundle, await roots('kept'))
  } catch {
    // Sigstore may have new keys since.
    const newest = await roots('newest')
    if (newest === undefined) return undefined
    return verifyBundle(bundle, newest).catch((error: unknown) => {
      throw invalidSignature(`${what} is not signed as it must be: ${reason(error)}`)
    })
  }
}
