import type { Publication } from '../core/publishing.ts'
import { HooksError } from '../errors.ts'
import type { Confirm, PublishRequest } from '../ops/publish.ts'
import type { FolderRequest } from '../ops/publish-to-folder.ts'
import { ask } from './consent.ts'
import type { Invocation, World } from './define.ts'

/** Flags that only npm has a use for. */
const FOR_NPM = ['tag', 'access', 'otp', 'provenance', 'registry']

/** Flags of npm that decide what we show, or where it goes: they must be given to us, before `--`. */
const OURS =
  /^--(?:no-)?(?:tag|access|otp|provenance|registry|dry-run|json|@[^:]+:registry|workspaces?)(?:=|$)/

/** What the command line asks for: npm, or a static registry in a folder. Throws `usage`. */
export function publishRequestOf(
  invocation: Invocation,
): { readonly npm: PublishRequest } | { readonly folder: FolderRequest } {
  const { flags, world } = invocation
  const text = (name: string): string | undefined => flags[name] as string | undefined
  const {
    args: [folder = '.'],
    rest: npmFlags = [],
  } = invocation
  checkPassedOn(npmFlags)
  const dryRun = flags['dry-run'] === true
  const registryDir = text('registry-dir')
  if (registryDir === undefined) {
    const wrong = ['registry-name', 'keys'].find((name) => flags[name] !== undefined)
    if (wrong !== undefined) throw usage(`\`--${wrong}\` is for \`--registry-dir\``)
    const [tag, access, otp] = [text('tag'), text('access'), text('otp')]
    const registry = addressOf(text('registry'))
    const [provenance, terminal] = [flags['provenance'] === true, world.stdinIsTerminal()]
    return { npm: { folder, tag, access, otp, registry, provenance, npmFlags, dryRun, terminal } }
  }
  const foreign = FOR_NPM.find((name) => flags[name] !== undefined) ?? npmFlags[0]?.replace(/^--/, '')
  if (foreign !== undefined)
    throw usage(`\`--${foreign}\` is for npm, and \`--registry-dir\` does without it`)
  const keys = (flags['keys'] as readonly string[] | undefined) ?? []
  const registryName = text('registry-name')
  return { folder: { folder, registryDir, registryName, keys, dryRun, now: world.now() } }
}

/** Nothing that is passed on may change what we show and ask about. */
function checkPassedOn(npmFlags: readonly string[]): void {
  const wrong = npmFlags.find((flag) => OURS.test(flag))
  if (wrong === undefined) return
  throw usage(
    `\`${wrong}\` cannot be passed on to npm`,
    'if `hooks publish` has this flag, give it before `--`',
  )
}

function addressOf(registry: string | undefined): string | undefined {
  if (registry === undefined) return undefined
  if (!URL.canParse(registry) || !/^https?:$/.test(new URL(registry).protocol))
    throw usage(`\`${registry}\` is not the address of a registry`, 'for example https://npm.example.com/')
  const { href } = new URL(registry)
  return href.endsWith('/') ? href : `${href}/`
}

function usage(message: string, hint = '`hooks publish --help` shows the flags'): HooksError {
  return new HooksError('usage', message, { hint })
}

interface Asking {
  readonly yes: boolean
  readonly json: boolean
  readonly show: (publication: Publication) => readonly string[]
}

/** Asks before a pack is published: shows what and where, then waits for a yes. `--yes` shows it and goes on. */
export function publishConsent(world: World, { yes, json, show }: Asking): Confirm {
  return async (publication) => {
    if (!json) for (const line of show(publication)) world.out(line)
    if (yes) return
    if (!world.stdinIsTerminal()) {
      throw new HooksError(
        'confirmation-needed',
        'this publishes a pack, and there is no terminal to ask on',
        { hint: 'look at it with `--dry-run`, then use `--yes`' },
      )
    }
    if (!(await ask('Publish this? [y/N] ', world)))
      throw new HooksError('cancelled', 'cancelled; nothing was published')
  }
}
