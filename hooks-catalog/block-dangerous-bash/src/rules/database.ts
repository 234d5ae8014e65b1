import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { lookup } from '../shell/variables.ts'
import { databaseAdmin } from './database-admin.ts'
import { checkSql, sqlClients } from './database-clients.ts'
import { frameworks } from './database-frameworks.ts'
import { productions, queried } from './database-production.ts'
import { stores } from './database-stores.ts'
import type { Found, Rule } from './rule.ts'
import { tableRules } from './table.ts'

const TABLE = {
  group: 'database',
  harm: 'drops or empties a database',
  safer: 'make a backup and let a person run it',
} as const

const ENVIRONMENTS = 'RAILS_ENV RACK_ENV MIX_ENV APP_ENV NODE_ENV DJANGO_ENV FLASK_ENV HANAMI_ENV'.split(' ')

// The database of the tests is emptied all the time.
function inTests(rule: Rule): Rule {
  const check = (call: Call) => (isTest(call) ? undefined : rule.check(call))
  return { ...rule, check }
}

function isTest({ args, scope }: Call): boolean {
  const named = ENVIRONMENTS.some((name) => /^test(?:ing)?$/.test(lookup(scope, name)?.[0]?.text ?? ''))
  return named || args.some((arg) => /^(?:--env=|RAILS_ENV=|RACK_ENV=)test(?:ing)?$/.test(arg.text))
}

// Statements that clients of frameworks hand on.
function query(call: Call): Found | undefined {
  const at = call.args.findIndex((arg) =>
    /^(?:query|cli|sql:query|sqlq|sql-query|sql:cli|sqlc|sql-cli)$/.test(arg.text),
  )
  if (at < 0) return undefined
  return checkSql([...call.args.slice(at + 1), call.stdin], call)
}

/** Databases: their clients, their servers, and the frameworks that build their tables. */
export const part: Part = {
  rules: [
    ...sqlClients,
    ...stores,
    ...productions,
    ...tableRules({ ...TABLE, tools: databaseAdmin }),
    ...tableRules({ ...TABLE, tools: frameworks }).map(inTests),
    { programs: 'wp drush drupal', check: query },
  ],
  prints: new Map([
    ['psql', queried],
    ['mysql', queried],
    ['mariadb', queried],
  ]),
}
