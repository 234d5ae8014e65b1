import type { VerifiedScope } from '../ops/verify.ts'
import { clipped, columns, printable, type Style } from './style.ts'

/** What is not as it was installed, scope by scope, then hooks of others in the same files. */
export function verifyLines(scopes: readonly VerifiedScope[], style: Style): readonly string[] {
  const told = scopes.filter(
    ({ packs, differences, foreign }) => packs + differences.length + foreign.length > 0,
  )
  if (told.length === 0) return ['no hooks are installed']
  const wrong = scopes.flatMap(({ differences }) => differences).length
  const fix =
    wrong === 0 ? [] : ['', '`hooks verify --fix` puts it right; `git diff` shows what changed in a project']
  return [...told.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...scopeLines(one, style)]), ...fix]
}

function scopeLines(one: VerifiedScope, style: Style): readonly string[] {
  const { scope, settings, packs, differences, foreign, unapproved, uncompared } = one
  const count = `${packs} ${packs === 1 ? 'pack' : 'packs'}`
  const verdict =
    differences.length === 0
      ? style.green(`${count} as installed`)
      : style.red(`${differences.length} not as installed`)
  return [
    `${style.bold(scope)}  ${style.dim(settings)}`,
    `  ${verdict}`,
    ...differences.map(
      ({ file, what, pack }) =>
        `  ${style.red('✗')} ${pack === undefined ? printable(file) : printable(pack)}: ${printable(what)}`,
    ),
    ...(uncompared.length === 0
      ? []
      : [`  not compared with what was published: ${uncompared.map(printable).join(', ')}`]),
    ...(unapproved.length === 0
      ? []
      : [
          `  not approved by you yet: ${unapproved.map(({ name }) => printable(name)).join(', ')} (\`hooks install\` shows them)`,
        ]),
    ...(foreign.length === 0 ? [] : ['  not installed by hooks:', ...foreignLines(foreign)]),
  ]
}

function foreignLines(foreign: VerifiedScope['foreign']): readonly string[] {
  const rows = foreign.map(({ event, matcher = '', type, runs }) => [
    `    ${printable(event)}`,
    printable(matcher),
    printable(type),
    clipped(runs, 40),
  ])
  return columns(rows)
}
