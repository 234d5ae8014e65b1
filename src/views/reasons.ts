import type { Reason, ReasonCode } from '../core/seen/seen-hook.ts'
import { printable } from './style.ts'
import { shownPath, type View } from './view.ts'

/** Why a hook does not run, or not always, in words. */
export function reasonText({ code, file, detail }: Reason, view: View): string {
  const where = file === undefined ? '' : file === view.cwd ? 'this folder' : shownPath(file, view)
  const more = detail === undefined ? '' : printable(detail).slice(0, 300)
  switch (code) {
    case 'disabled':
      return file === undefined ? `${more} is set` : `\`disableAllHooks\` in ${where}`
    case 'managed-only':
      return `${where} lets only managed hooks run`
    case 'plugins-only':
      return `${where} lets no hooks run from such files`
    case 'file-invalid':
      return `Claude Code ignores the whole file: ${more}`
    case 'entry-invalid':
      return `Claude Code ignores the entry: ${more}`
    case 'unknown-event':
      return 'Claude Code has no such event'
    case 'wrong-folder':
      return `read only when Claude Code is started in ${where}`
    case 'plugin-disabled':
      return file === undefined
        ? 'no settings file switches the plugin on'
        : `${where} switches the plugin off`
    case 'plugin-agent':
      return 'Claude Code ignores hooks of agents that a plugin brings'
    case 'duplicate':
      return `the same hook runs from ${where} (${more})`
    case 'if-not-tool':
      return 'it has an `if`, and the event is not about a tool'
    case 'matcher-invalid':
      return 'its matcher is not a valid regular expression'
    case 'type-not-run':
      return `Claude Code does not run ${more}`
    case 'url-refused':
      return `\`allowedHttpHookUrls\` in ${where} does not have its address`
    case 'untrusted':
      return `only with \`-p\`, until you trust ${where} in Claude Code`
    case 'agent-untrusted':
      return `you have not trusted ${where} in Claude Code, and this agent is from there`
    case 'in-skill':
      return `from when the skill ${more} is used`
    case 'in-agent':
      return `in the agent ${more}`
  }
}

/**
 * The reasons that tell somebody something: what holds for all hooks alike is told once, elsewhere; and of what never runs
 * it does not matter in which sessions.
 */
export function toldReasons(reasons: readonly Reason[]): readonly Reason[] {
  const own = reasons.filter(({ code }) => code !== 'untrusted')
  const never = own.filter(({ code }) => reasonVerb(code) !== 'runs')
  return never.length > 0 ? never : own
}

/** The words before a reason. */
export function reasonVerb(code: ReasonCode): string {
  return code === 'in-skill' || code === 'in-agent' ? 'runs' : 'does not run:'
}
