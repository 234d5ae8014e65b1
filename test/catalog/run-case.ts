import { createRequire } from 'node:module'
import path from 'node:path'
import type { RunHook } from '../../src/ops/run-case.ts'
import type { EventName } from '../../src/runtime/src/events.ts'
import { type CasePayload, runCase } from '../../src/runtime/src/testing/index.ts'
import type { Handler } from '../../src/runtime/src/types.ts'

const require = createRequire(import.meta.url)

/** Runs a module in this process: `hooks test` starts one for each case, which the many of the catalog are too many for. */
export const runHere: RunHook = async ({ pack, hook, options, folders }, event) => {
  if (!('module' in hook.handler)) throw new Error(`${hook.id} is no module`)
  const module = require(path.join(pack.folder, hook.handler.module)) as Handler & {
    readonly default?: Handler
  }
  const { failure, timeout } = hook
  const home = process.env['HOME']
  process.env['HOME'] = folders.home
  try {
    const { decision, reason, answer } = await runCase(
      module.default ?? module,
      event as unknown as CasePayload<EventName>,
      { failure, timeout, options, packDir: pack.folder, projectDir: folders.project },
    )
    return { decision, reason, stderr: answer.stderr }
  } finally {
    if (home === undefined) delete process.env['HOME']
    else process.env['HOME'] = home
  }
}
