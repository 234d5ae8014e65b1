import { Script } from 'node:vm'
import { expect, test, vi } from 'vitest'
import { checkOptions } from '../../src/schema/options.ts'

// A machine that has no time for us: the first attempt is interrupted after `limit.ms`, as `withinTime` does it.
const limit = vi.hoisted(() => ({ ms: 1 }))
vi.mock(import('../../src/schema/within-time.ts'), async (original) => ({
  ...(await original()),
  withinTime: <T>(_ms: number, work: () => T): T => {
    Object.assign(globalThis, { interrupted: work })
    try {
      new Script('globalThis.interrupted()').runInThisContext({ timeout: limit.ms })
    } catch {
      // That it was interrupted is the point.
    }
    return work()
  },
}))

test.each([1, 2, 5])('options are checked again after an attempt that ended at %i ms', async (ms) => {
  limit.ms = ms
  const names = Array.from({ length: 60 }, (_, at) => `option${at}`)
  const property = { type: 'string', pattern: '^[a-z]+$', default: 'x' }
  const schema = { type: 'object', properties: Object.fromEntries(names.map((name) => [name, property])) }
  await expect(checkOptions('slow', schema, { option7: 'seven' })).resolves.toMatchObject({
    option7: 'seven',
    option59: 'x',
  })
})
