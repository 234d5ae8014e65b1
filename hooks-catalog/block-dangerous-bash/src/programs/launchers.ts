import type { Part } from '../parts.ts'
import type { Found } from '../rules/rule.ts'
import type { Call } from '../shell/call.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { known, type Text } from '../shell/text.ts'

const SCRIPT = /(?:^|[\\/])(manage\.py|setup\.py|artisan|console|drush|wp|wp-cli\.phar|cake|ace)$/
const MODULES =
  /^(?:alembic|django|flask|aerich|twine|awscli|poetry|flit|hatch|airflow|pgcli|litecli|mycli|ansible|pre_commit|pip)$/

// A script or a module of a framework behind its interpreter: `php artisan …`, `python -m alembic …`.
function behindInterpreter(call: Call): Found | undefined {
  const at = call.args.findIndex((arg) => SCRIPT.test(arg.text) || arg.text === '-m')
  const word = call.args[at]
  const own = call.args.slice(0, at).filter((_, index) => !/^-[WX]$/.test(call.args[index - 1]?.text ?? ''))
  if (!word || own.some((arg) => !arg.text.startsWith('-'))) return undefined
  const module = word.text === '-m'
  const name = module ? call.args[at + 1]?.text : SCRIPT.exec(word.text)?.[1]
  if (!name || (module && !MODULES.test(name))) return undefined
  start(known(NAMES[name] ?? name), call.args.slice(at + (module ? 2 : 1)), call)
  return undefined
}

const NAMES: Readonly<Record<string, string>> = {
  'wp-cli.phar': 'wp',
  awscli: 'aws',
  django: 'django-admin',
  pre_commit: 'pre-commit',
}

const PROGRAMS =
  /^(?:prisma2?|zenstack|typeorm[\w-]*|sequelize(?:-cli)?|knex|drizzle-kit|mikro-orm(?:-esm)?|payload|db-migrate|node-pg-migrate|migrate-mongo|cdk|cdktf|sst|serverless|sls|firebase|supabase|wrangler|vercel|netlify|lerna|changeset|semantic-release|release-it|np|nx|rimraf|husky|lefthook|vsce|ovsx)$/
const VALUED = /^(?:-C|--dir|--cwd|--filter|-F|--prefix|-w|--workspace)$/

// Package managers also start programs of the project by their bare names.
function ofProject(call: Call): Found | undefined {
  const at = call.args.findIndex(
    (arg, index) => !arg.text.startsWith('-') && !VALUED.test(call.args[index - 1]?.text ?? ''),
  )
  const words = call.args.slice(at < 0 ? call.args.length : at)
  const skipped = words[0]?.text === 'workspace' ? 2 : words[0]?.text === 'run' ? 1 : 0
  const [program, ...rest] = words.slice(skipped)
  if (program && PROGRAMS.test(program.text)) start(program, rest, call)
  return undefined
}

function start(program: Text, args: readonly Text[], call: Call): void {
  dispatch([program, ...args], subshell(call.scope), call.stdin)
}

/** Interpreters and package managers that start a program of the project. */
export const part: Part = {
  rules: [
    { programs: 'python python2 python3 py php node ruby symfony sail', check: behindInterpreter },
    { programs: 'yarn pnpm bun', check: ofProject },
  ],
}
