import type { Answer } from '../encode.ts'
import type { Engine, Occasion } from '../engine.ts'
import { remember } from '../remember.ts'
import { withoutSecrets } from '../secrets.ts'
import { SILENCE } from '../silence.ts'
import type { Table } from '../types.ts'
import { drain } from './drain.ts'
import type { Job } from './queue.ts'
import { drainArgs } from './start-drain.ts'
import { queueFolder } from './turn.ts'

/** A process that works off the queue of a scope; `root` is the folder of table.json. */
interface Drainer {
  readonly root: string
  readonly table: Table
  readonly engine: Engine
  readonly say: (answer: Answer) => void
  readonly leave: () => void
}

/** Works off the queue of a scope in this process, which nobody waits for. */
export function drainQueue({ root, table, engine, say, leave }: Drainer): void {
  say(SILENCE)
  void drain({
    folder: queueFolder(root, process.env),
    run: async (job, file) => {
      const successor = { args: drainArgs(root), env: job.env, without: file }
      const result = await engine.run({ ...occasionOf(job, root, table), successor })
      engine.dismiss()
      return result
    },
    remember: (job, outcomes) => remember({ outcomes }, occasionOf(job, root, table)),
  }).finally(leave)
}

function occasionOf({ hooks, text, env }: Job, root: string, table: Table): Occasion {
  const begun = process.uptime()
  const payload = JSON.parse(text) as Record<string, unknown>
  enter(env, payload['cwd'])
  return {
    root,
    table,
    hooks,
    payload,
    text: () => text,
    env,
    elapsed: () => (process.uptime() - begun) * 1000,
  }
}

/** Makes this process's environment and folder those of the job. */
function enter(env: Job['env'], cwd: unknown): void {
  const own = withoutSecrets(env)
  for (const name in process.env) if (!(name in own)) delete process.env[name]
  Object.assign(process.env, own)
  try {
    process.chdir(String(cwd))
  } catch {
    // The folder is gone; hooks get it from the payload anyway.
  }
}
