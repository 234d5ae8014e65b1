import type { Payload } from '../document.ts'
import type { EventName } from '../events.ts'
import * as morePart from '../more.ts'
import { runHooks } from '../run.ts'
import type { Handler } from '../types.ts'
import { type CasePayload, type CaseResult, type CaseSetting, environmentOf, resultOf } from './case.ts'
import { withCommonFields } from './payload-of.ts'

const NAME = 'case/handler'

/** The handler is here already. */
const NO_FILES = {
  text: () => '',
  requireFor: () => ({ load: require, node: () => require }),
  check: () => undefined,
}

/**
 * Calls a handler for one event, as the runtime does: with a copy of the event, its time limit, and its result
 * checked. Never rejects for what the handler does.
 */
export async function runCase<E extends EventName>(
  handler: Handler<NoInfer<E>>,
  payload: CasePayload<E>,
  setting: CaseSetting = {},
): Promise<CaseResult> {
  const event = payload.hook_event_name
  const text = JSON.stringify(withCommonFields(payload))
  const copy = JSON.parse(text) as Payload
  const env = environmentOf(setting, setting.projectDir ?? String(copy['cwd']))
  const { options = {}, failure = 'continue', timeout = 30, packDir = process.cwd() } = setting
  const folder = packDir.replaceAll('\\', '/').replace(/\/$/, '')
  const cut = folder.lastIndexOf('/')
  const hook = {
    ...{ event, options, failure, timeout, module: 'handler', pack: folder.slice(cut + 1) },
    env: Object.keys(setting.env ?? {}),
  }
  const { answer, outcomes } = await runHooks({
    root: folder.slice(0, Math.max(cut, 0)),
    // HOOKS=0 in the shell of whoever runs the tests is not for them.
    table: { version: 1, hooks: { [NAME]: hook }, enforced: true },
    hooks: [NAME],
    payload: copy,
    text: () => text,
    env,
    files: { ...NO_FILES, load: () => handler },
    elapsed: () => 0,
    onStray: () => undefined,
    parts: { more: () => morePart },
  })
  const [outcome] = outcomes
  const result = resultOf(outcome?.decisions ?? [], answer)
  return outcome?.result === 'failed' ? { ...result, decision: 'failed', reason: outcome.why ?? '' } : result
}
