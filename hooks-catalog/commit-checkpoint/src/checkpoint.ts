import { oneLine } from '../../_shared/src/plain-text.ts'
import type { Options } from './options.ts'
import type { Repository } from './repository.ts'
import { writeTree } from './tree.ts'

/** Where checkpoints lie; the names sort by time. */
const REFS = 'refs/hookpack/checkpoints'

/** A checkpoint that was made. */
export interface Checkpoint {
  /** The ref without `refs/`, as git takes it. */
  readonly name: string
  readonly leftOut: number
}

const WHO = { NAME: 'hookpack', EMAIL: 'hookpack@localhost' }

/** Makes a checkpoint of the working tree; `undefined` when the last one is of the same state. */
export async function makeCheckpoint(
  repository: Repository,
  subject: string,
  { maxBytes }: Options,
): Promise<Checkpoint | undefined> {
  const { git } = repository
  const { id, leftOut } = await writeTree(repository, maxBytes)
  const [last] = await checkpointsIn(repository, 1)
  const head = (await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { answers: [0, 1] })).trim()
  // The last commit is the parent, so that it stays as long as what was built on it.
  if (last?.tree === id && last.parent === head) return undefined
  const env = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) =>
      Object.entries(WHO).map(([key, value]) => [`GIT_${role}_${key}`, value]),
    ),
  )
  const parents = head === '' ? [] : ['-p', head]
  const message = `${oneLine(subject, 120)}\n\n${repository.root}\n`
  const commit = (await git(['commit-tree', id, ...parents], { env, input: message })).trim()
  const name = `${REFS}/${stamp()}`
  // Forty zeros, of whichever length: only if there is no such ref.
  await git(['update-ref', name, commit, '0'.repeat(commit.length)])
  return { name: name.slice('refs/'.length), leftOut }
}

interface Kept {
  readonly ref: string
  readonly commit: string
  readonly tree: string
  readonly parent: string
}

/** The checkpoints of the repository, the newest first. */
async function checkpointsIn({ git }: Repository, most: number): Promise<readonly Kept[]> {
  const format = '--format=%(refname) %(objectname) %(tree) %(parent)'
  const listed = await git(['for-each-ref', '--sort=-refname', `--count=${most}`, format, REFS])
  return listed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [ref = '', commit = '', tree = '', parent = ''] = line.trim().split(' ')
      return { ref, commit, tree, parent }
    })
}

/** Removes checkpoints beyond the number and age to keep; refs that others have changed meanwhile stay. */
export async function removeOld(repository: Repository, { keep, keepDays }: Options): Promise<void> {
  const all = await checkpointsIn(repository, 6000)
  const oldest = `${REFS}/${stamp(Date.now() - keepDays * 24 * 60 * 60 * 1000)}`
  // The newest stays, however old it is.
  const old = all.filter(({ ref }, at) => at > 0 && (at >= keep || ref < oldest))
  if (old.length === 0) return
  const input = old.map(({ ref, commit }) => `delete ${ref} ${commit}\n`).join('')
  await repository.git(['update-ref', '--stdin'], { input })
}

/** A time as a name that sorts; the last part keeps two of one moment apart. */
function stamp(now: number = Date.now()): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace('.', '-').replace('Z', '')
  return `${time}-${Math.random().toString(36).slice(2, 6).padEnd(4, '0')}`
}
