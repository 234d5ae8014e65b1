import type { LockedHook, LockedPack } from './lockfile.ts'

/**
 * What an installed pack can do by its hooks and says it touches, one line each. Order and wording are stable: lines are
 * compared.
 */
export function capabilitiesOf(pack: LockedPack): readonly string[] {
  const hooks = pack.hooks.flatMap((hook) => [...places(hook), ...outside(hook)])
  const said = Object.entries(pack.permissions ?? {}).flatMap(([kind, list]) =>
    list.map((one) => `${kind}: ${one}`),
  )
  const silent = pack.permissions === undefined && pack.hooks.length > 0
  const env = (pack.env ?? []).map((name) => `secret: ${name}`)
  return [...new Set([...hooks, ...(silent ? ['does not say what it touches'] : []), ...said, ...env])]
}

/** The capabilities of `after` that `before` does not have. A hook for fewer tools than before has none. */
export function wider(before: LockedPack, after: LockedPack): readonly string[] {
  const had = new Set(capabilitiesOf(before))
  const everywhere = new Set(
    before.hooks
      .filter(({ matcher }) => isEverything(matcher))
      .map(({ event, async }) => `${event}${async ? ' async' : ''}`),
  )
  return capabilitiesOf(after).filter((line) => {
    if (had.has(line)) return false
    const [, event] = /^runs on (\S+(?: async)?) /.exec(`${line} `) ?? []
    return event === undefined || !everywhere.has(event)
  })
}

/** `runs on PreToolUse for Bash`, a line for each tool, so that a longer list is wider and a shorter one is not. */
function places({ event, matcher = '', if: rule, async }: LockedHook): readonly string[] {
  const on = `runs on ${event}${async ? ' async' : ''}`
  const condition = rule === undefined ? '' : ` if ${rule}`
  if (isEverything(matcher)) return [`${on}${condition}`]
  if (!/^[\w\- ,|]*$/.test(matcher)) return [`${on} for ${matcher}${condition}`]
  return matcher.split(/[|,]/).map((tool) => `${on} for ${tool.trim()}${condition}`)
}

function isEverything(matcher = ''): boolean {
  return matcher === '' || matcher === '*'
}

/** What a handler that is not a module of the pack involves. */
function outside({ handler }: LockedHook): readonly string[] {
  if ('module' in handler) return []
  if ('script' in handler) return [`starts a ${handler.interpreter ?? 'program'} script`]
  const { type, fields } = handler
  switch (type) {
    case 'http':
      return [`sends events to ${String(fields['url'])}`]
    case 'mcp_tool':
      return [`calls the tool ${String(fields['tool'])} of the MCP server ${String(fields['server'])}`]
    case 'prompt':
    case 'agent':
      return [`asks a model with its own ${type}`]
  }
}
