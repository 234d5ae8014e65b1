import type { CodeCall } from '../code/calls.ts'
import { elements } from '../code/functions.ts'
import { type Call, phrase, report } from '../shell/call.ts'
import { HOLE } from '../shell/text.ts'
import { sqlHarm } from './sql.ts'

const STATEMENTS =
  /^(?:execute|executescript|executemany|exec|query|raw|do|\$executeRawUnsafe|\$queryRawUnsafe|unsafe)$/
const EMPTIES =
  /^(?:flushall|flushdb|flushAll|flushDb|drop_database|dropDatabase|drop_collection|dropCollection|drop_all)$/
const SAFER = 'make a backup and let a person run it, or name the rows that are meant'

/** Notes what a program text does to a database: the SQL it runs, and calls that empty a store. */
export function checkStores(found: readonly CodeCall[], names: ReadonlySet<string>, call: Call): void {
  const texts = found.flatMap(({ args }) => args.flatMap(elements))
  if (texts.some((text) => /^(?:sqlite:\/\/)?\/?:memory:$/.test(text))) return
  for (const { name, path, args } of found) {
    if (EMPTIES.test(name) && path !== name)
      report(call.scope, {
        group: 'database',
        rule: 'code',
        verdict: 'deny',
        part: phrase(call),
        harm: 'empties a database or removes it',
        safer: SAFER,
      })
    const [sql] = STATEMENTS.test(name) ? args.flatMap(elements) : []
    const harm = sql === undefined || sql === HOLE || !names.has(name) ? undefined : sqlHarm(sql)
    if (harm) report(call.scope, { group: 'database', part: phrase(call), ...harm, safer: SAFER })
  }
}
