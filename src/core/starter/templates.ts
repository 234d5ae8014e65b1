import { HooksError } from '../../errors.ts'
import { EVENTS, type EventName, isEventName } from '../../runtime/src/events.ts'
import { runsOn } from '../client-events.ts'
import { didYouMean } from '../nearest.ts'

/** A kind of pack that `hooks init` makes; its files are in `templates/<name>/`. */
export interface Template {
  readonly name: string
  readonly summary: string
  /** Unless another is asked for; undefined for a pack without hooks of its own. */
  readonly event: EventName | undefined
  /** The kind of its handler. */
  readonly handler: string
  /** It has to be built before it can be tried. */
  readonly built?: true
}

/** All templates; the first is the default. */
export const TEMPLATES: readonly [Template, ...Template[]] = [
  {
    name: 'guard',
    summary: 'a function in JavaScript; nothing to install or build',
    event: 'PreToolUse',
    handler: 'module',
  },
  {
    name: 'typescript',
    summary: 'a function in TypeScript, with types for every event; built with esbuild',
    event: 'PreToolUse',
    handler: 'module',
    built: true,
  },
  { name: 'bash', summary: 'a script in Bash', event: 'PreToolUse', handler: 'script' },
  { name: 'python', summary: 'a script in Python 3', event: 'PreToolUse', handler: 'script' },
  {
    name: 'http',
    summary: 'the client posts the event to a server of yours',
    event: 'PostToolUse',
    handler: 'http',
  },
  {
    name: 'prompt',
    summary: 'the client asks a model about the event',
    event: 'PreToolUse',
    handler: 'prompt',
  },
  { name: 'team', summary: 'brings other packs, with your options for them', event: undefined, handler: '' },
]

/** The template of this name. Throws `usage` with those there are. */
export function templateNamed(name: string): Template {
  const found = TEMPLATES.find((one) => one.name === name)
  if (found) return found
  const names = TEMPLATES.map((one) => one.name)
  throw new HooksError('usage', `there is no template \`${name}\``, {
    hint: didYouMean(name, names) ?? `templates: ${names.join(', ')}`,
  })
}

/** The event that a pack of this template is for. Throws `usage` when there is no such event, or it cannot run there. */
export function eventFor(template: Template, asked: string | undefined): EventName | undefined {
  if (asked === undefined) return template.event
  if (!isEventName(asked))
    throw new HooksError('usage', `\`${asked}\` is not an event of Claude Code`, {
      hint: didYouMean(asked, Object.keys(EVENTS)) ?? 'docs/events.md lists them',
    })
  if (template.event === undefined)
    throw new HooksError('usage', `the template \`${template.name}\` has no hook, so it has no event`, {
      hint: 'leave --event out',
    })
  if (asked === 'WorktreeCreate')
    throw new HooksError('usage', 'a hook of WorktreeCreate has to make every worktree itself', {
      hint: 'no template does; begin with another event, and change it by hand',
    })
  if (!runsOn(template.handler, asked))
    throw new HooksError('usage', `the client runs no ${template.handler} handlers on ${asked}`, {
      hint: 'choose another template, such as guard, or another event',
    })
  return asked
}

/** Checks the name of a new pack and gives that of its folder: the part after the namespace. */
export function folderNameOf(name: string): string {
  const [, folder] = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?([a-z][a-z0-9-]{0,63})$/.exec(name) ?? []
  if (folder !== undefined) return folder
  throw new HooksError('usage', `\`${name}\` is not a name for a pack`, {
    hint: 'use small letters, digits and `-`, such as `my-pack` or `@you/my-pack`',
  })
}
