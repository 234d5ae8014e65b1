import { oncePerSession } from '../../../src/runtime/src/kit/limits.ts'
import type { Decide, Decision } from '../../../src/runtime/src/types.ts'
import { oneLine } from '../../_shared/src/plain-text.ts'
import { type Checkpoint, makeCheckpoint, removeOld } from './checkpoint.ts'
import { GitProblem } from './git.ts'
import type { Options } from './options.ts'
import { inTheMiddleOf, isBusy, type Repository, repositoryAt } from './repository.ts'

/** One moment that may be worth a checkpoint. */
export interface Moment {
  readonly event: { readonly session_id: string }
  readonly folder: string
  /** What the checkpoint is called. */
  readonly subject: string
  /** Whether old checkpoints are removed as well. */
  readonly tidy: boolean
}

type Told = Pick<Decide<'PreToolUse' | 'Stop'>, 'tell'>

/** Makes a checkpoint if there is something new to keep; says to the user what there is to know. Never throws for git. */
export async function keep(moment: Moment, options: Options, decide: Told): Promise<Decision | undefined> {
  const said = await kept(moment, options).catch((error: unknown) => {
    if (!(error instanceof GitProblem)) throw error
    // Another checkpoint is being made at this moment; it will do.
    if (/\.index\.lock/.test(error.message)) return undefined
    return { key: 'problem', text: `no checkpoint was made: ${oneLine(error.message)}` }
  })
  if (!said || options.tell === 'never') return undefined
  const place = { event: moment.event, name: 'commit-checkpoint' }
  const isNew = oncePerSession(place, said.key)
  return isNew || (options.tell === 'each' && said.key === 'made')
    ? decide.tell(`commit-checkpoint: ${said.text}.`)
    : undefined
}

interface Said {
  readonly key: string
  readonly text: string
}

async function kept({ folder, subject, tidy }: Moment, options: Options): Promise<Said | undefined> {
  const repository = await repositoryAt(folder, options.timeoutSeconds)
  if (!repository)
    return { key: 'outside', text: 'no checkpoints are made, because this is no git repository' }
  const middle = inTheMiddleOf(repository)
  if (middle !== undefined && !options.whileMerging)
    return { key: `middle ${middle}`, text: `no checkpoints are made in the middle of ${middle}` }
  // Files are changing at this moment: half of a checkout is nothing to come back to.
  if (isBusy(repository)) return undefined
  const checkpoint = await makeCheckpoint(repository, subject, options)
  if (tidy) await tidied(repository, options)
  return checkpoint && { key: 'made', text: howTo(checkpoint, options) }
}

/** What cannot be removed now, because another git is at it, is removed another time. */
async function tidied(repository: Repository, options: Options): Promise<void> {
  await removeOld(repository, options).catch((error: unknown) => {
    if (!(error instanceof GitProblem)) throw error
  })
}

function howTo({ name, leftOut }: Checkpoint, { maxBytes }: Options): string {
  const megabytes = maxBytes / 1024 / 1024
  const without =
    leftOut === 0
      ? ''
      : ` (without ${leftOut} ${leftOut === 1 ? 'file' : 'files'} larger than ${megabytes} MB, unreadable, or filtered)`
  return (
    `checkpoint ${name} of the working tree${without}. ` +
    `List: git for-each-ref --sort=-refname --format='%(refname:short) %(subject)' refs/hookpack/checkpoints. ` +
    `See: git diff ${name}. Restore: git restore --source=${name} -- <files, or :/ for all>`
  )
}
