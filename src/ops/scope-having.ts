import type { Packs } from '../core/entries.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { type Choice, chooseScope, scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import type { Context } from './context.ts'

/** What is to be found in a scope. */
interface Sought {
  readonly names: readonly string[]
  /** The scope that was named, which needs nothing but to be there. */
  readonly scope: ScopeName | undefined
  readonly has: (name: string, packs: Packs) => boolean
}

/** The scope that was named; else the usual one if it has all of them, else the only other one that has. */
export async function scopeHaving({ names, scope, has }: Sought, context: Context): Promise<Choice> {
  if (scope !== undefined) return { scope: await scopeNamed(context, scope), why: undefined }
  const choice = await chooseScope(context, undefined)
  const having: Scope[] = []
  for (const name of SCOPE_NAMES) {
    const candidate = await scopeNamed(context, name).catch(() => undefined)
    if (!candidate) continue
    const { packs } = (await readState(candidate)).lockfile
    if (names.every((one) => has(one, packs))) having.push(candidate)
  }
  const [first, second] = having
  if (!first || having.some(({ name }) => name === choice.scope.name)) return choice
  const are = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} installed`
  if (!second) return { scope: first, why: `${are} there` }
  throw new HooksError('usage', `${are} in several scopes`, {
    hint: `say which one: ${having.map(({ name }) => `--scope ${name}`).join(' or ')}`,
  })
}
