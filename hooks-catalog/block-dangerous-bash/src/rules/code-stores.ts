import type { CodeCall } from '../code/calls.ts'
import { elements } from '../code/functions.ts'
import { type Call, phrase, report } from '../shell/call.ts'
import { HOLE } from '../shell/text.ts'
import { sqlHarm } from './sql.ts'

const STATEMENTS =
  /^(?:execute|executescript|executemany|exec|query|raw|do|\$executeRawUnsafe|\$queryRawUnsafe|unsafe)$/
const EMPTIES =
  /^(?:flushall|flushdb|flushAll|flushDb|drop_database|dropDatabase|drop_collection|dropCollection|drop_all)$/
// `Model.objects.all().delete()`, `bucket.objects.all().delete()`, `User.delete_all`: without a filter in front of it.
const ALL = /\.objects\.all$/
const WHOLE = /^[\w.]+\.(?:delete_all|destroy_all|deleteMany)$/

function deletesAll({ name, path, args }: CodeCall, before: CodeCall | undefined): boolean {
  if (args.length > 0) return false
  return (name === 'delete' && path === '().delete' && ALL.test(before?.path ?? '')) || WHOLE.test(path)
}

const SAFER = 'make a backup and let a person run it, or name the rows that are meant'

/** Notes what a program text does to a database: the SQL it runs, and calls that empty a store. */
export function checkStores(found: readonly CodeCall[], names: ReadonlySet<string>, call: Call): void {
  const texts = found.flatMap(({ args }) => args.flatMap(elements))
  if (texts.some((text) => /^(?:sqlite:\/\/)?\/?:memory:$/.test(text))) return
  for (const [at, entry] of found.entries()) {
    const { name, path, args } = entry
    if (EMPTIES.test(name) && path !== name)
      report(call.scope, {
        group: 'database',
        rule: 'code',
        verdict: 'deny',
        part: phrase(call),
        harm: 'empties a database or removes it',
        safer: SAFER,
      })
    if (deletesAll(entry, found[at - 1]))
      report(call.scope, {
        group: 'database',
        rule: 'code',
        verdict: 'deny',
        part: phrase(call),
        harm: 'deletes everything of a table or a bucket',
        safer: SAFER,
      })
    const [sql] = STATEMENTS.test(name) ? args.flatMap(elements) : []
    const harm = sql === undefined || sql === HOLE || !names.has(name) ? undefined : sqlHarm(sql)
    if (harm) report(call.scope, { group: 'database', part: phrase(call), ...harm, safer: SAFER })
  }
}
