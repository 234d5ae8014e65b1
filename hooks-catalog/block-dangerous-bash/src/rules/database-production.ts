import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { readFile } from '../shell/files.ts'
import { HOLE, has, known, Taint, type Text, unknown } from '../shell/text.ts'
import { checkSql } from './database-clients.ts'
import { isProduction } from './production.ts'
import type { Found, Rule } from './rule.ts'

const OPTIONS = spec(
  'd: dbname= h: host= D: database= uri= db= p: port= U: username= u: user= P: c: e: f: file= j: jobs= t: n: v: command= execute= archive= nsInclude= nsFrom= nsTo=',
)

// A dump that goes into a database of that name takes the place of what people work with.
function restored(call: Call): Found | undefined {
  const restores = /restore$/.test(call.name)
  if (!restores && !has(call.stdin, Taint.dump | Taint.local)) return undefined
  const parsed = parseOptions(call.args, { ...OPTIONS, names: [] })
  const named = allValues(parsed, 'd', 'dbname', 'h', 'host', 'D', 'database', 'uri', 'db')
  // What `pg_restore` takes besides is the file.
  const given = restores ? parsed.rest.filter(({ text }) => text.includes('://')) : parsed.rest
  return [...named, ...given].some(isProduction)
    ? {
        group: 'database',
        rule: 'restore-production',
        verdict: 'ask',
        harm: 'puts a dump into a database that is called production',
        safer: 'make a backup and let a person run it',
      }
    : undefined
}

const PRISMA = spec('file= url= schema= config= stdin')

function prisma(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...PRISMA, names: [] })
  if (parsed.rest[0]?.text !== 'db' || parsed.rest[1]?.text !== 'execute') return undefined
  const files = allValues(parsed, 'file').map((file) => readFile(file, call.scope, true))
  return checkSql([...files, ...(parsed.flags.has('stdin') ? [call.stdin] : [])], call)
}

/** What a client prints: a statement that it has put together counts. */
export function queried({ args, stdin }: Call): Text {
  const statement = [...args, stdin].flatMap(
    ({ text }) => /'\s*((?:drop|truncate|delete\s+from|alter)\b[^']*)'/i.exec(text)?.[1] ?? [],
  )[0]
  return statement === undefined ? unknown(stdin.taints & ~QUERIED) : known(`${statement}${HOLE};`)
}

const QUERIED = Taint.local | Taint.terminal | Taint.endless | Taint.all | Taint.token | Taint.credential

/** Databases that people work with, and statements for the clients of frameworks. */
export const productions: readonly Rule[] = [
  { programs: 'psql mysql mariadb pg_restore mongorestore', check: restored },
  { programs: 'prisma prisma2', check: prisma },
]
