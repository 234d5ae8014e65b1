import { isRecord } from '../seen/record.ts'
import { isCase } from './cases.ts'

type Fields = Readonly<Record<string, unknown>>

/** Why a document of a known kind has no hooks of an agent, and where they are; undefined for a kind nobody knows. */
export function whyNoHooks(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length > 0 && value.every(isCase) ? CASES : undefined
  if (!isRecord(value)) return undefined
  if (isRecord(value['skills']) && 'version' in value) return SKILLS
  if (Array.isArray(value['plugins']) && 'name' in value) return marketplace(value['plugins'])
  if (Array.isArray(value['deployments']) || 'deployed_files' in value) return LOCK
  if (isRecord(value['packages']) && JSON.stringify(value['packages']).includes('"hookMetadata"')) return LOCK
  if ('lifecycle' in value || isApm(value)) return APM
  if (Object.keys(value).some((key) => /^(?:pre|post)-(?:commit|push|merge|checkout)$/.test(key))) return GIT
  const { format, subtype } = value
  if (typeof format === 'string' && typeof subtype === 'string' && !/^hooks?$/.test(subtype))
    return `it is a package of the kind \`${subtype.slice(0, 40)}\`, which has no hooks`
  if (Array.isArray(value['modules'])) return MODULES
  return isCase(value) ? CASES : undefined
}

const CASES =
  'these are cases of cc-hook-test, which try a hook and are none: they come along when the file of the hook beside ' +
  'them is imported'
const SKILLS = 'it locks skills, and no hooks: nothing in it runs on an event'
const LOCK = 'it is a lockfile, and only says what was installed: import the settings that the hooks are in'
const APM =
  '`lifecycle` runs when apm installs, not in an agent; hooks of its packages are in .apm/hooks: import the folder'
const GIT = 'its hooks run in git, not in an agent: only those below `ai` can be in a pack'
const MODULES = 'its `modules` are functions that Claude Code loads itself; packs have none of these'

function isApm({ dependencies, executables }: Fields): boolean {
  return isRecord(executables) || (isRecord(dependencies) && 'apm' in dependencies)
}

function marketplace(plugins: readonly unknown[]): string {
  const here = plugins.flatMap((one) =>
    isRecord(one) && typeof one['source'] === 'string' ? [one['source']] : [],
  )
  const named = here.slice(0, 5).map((one) => one.slice(0, 60))
  return here.length === 0
    ? 'it lists plugins that are elsewhere: download one, then import its folder'
    : `it lists plugins: import the folder of one, such as ${named.join(', ')}`
}
