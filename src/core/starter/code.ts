import { encode } from '../../runtime/src/encode.ts'
import type { Decision } from '../../runtime/src/types.ts'
import type { Chosen, StartingPoint } from './starting-points.ts'

const REFUSED = (phrase: string): string => `Not with "${phrase}" in it: do it another way, or ask the user.`
const SEEN = (phrase: string): string => `There was "${phrase}" in it.`

/** What a hook with this decision does, as the beginning of a sentence. */
export const VERBS: Readonly<Record<Chosen, string>> = {
  deny: 'refuses what has',
  block: 'blocks what has',
  decline: 'declines what has',
  context: 'tells the model of',
  tell: 'tells the user of',
  retry: 'lets the model try again what has',
  display: 'hides',
  terminal: 'rings the bell for',
  none: 'sees',
}

/** A part of the reason of the decision; undefined where it has none. */
export function reasonPart({ decision, phrase }: StartingPoint): string | undefined {
  if (decision === 'deny' || decision === 'block') return `Not with "${phrase}"`
  return decision === 'context' || decision === 'tell' ? SEEN(phrase) : undefined
}

/** JavaScript for the text of the field, which may be absent. */
export function textInScript({ field, onlyOnce }: StartingPoint): string {
  const [first = '', second] = field
  const value =
    first === 'tool_calls'
      ? 'JSON.stringify(event.tool_calls)'
      : `String(event.${first}${second === undefined ? '' : `?.${second}`} ?? '')`
  return onlyOnce ? `event.stop_hook_active ? '' : ${value}` : value
}

/** JavaScript for the decision; `phrase` and `text` are variables there. */
export function decisionInScript({ decision }: StartingPoint): string {
  const refused = `\`${REFUSED('$' + '{phrase}')}\``
  const seen = `\`${SEEN('$' + '{phrase}')}\``
  switch (decision) {
    case 'deny':
    case 'block':
      return `decide.${decision}(${refused})`
    case 'context':
    case 'tell':
      return `decide.${decision}(${seen})`
    case 'display':
      return "decide.display(text.replaceAll(phrase, '…'))"
    case 'terminal':
      return "decide.terminal('\\u0007')"
    case 'decline':
    case 'retry':
      return `decide.${decision}()`
    case 'none':
      return 'undefined'
  }
}

/** Python for the text of the field. */
export function textInPython({ field, onlyOnce }: StartingPoint): string {
  const [first = '', second] = field
  const value =
    first === 'tool_calls'
      ? 'json.dumps(event["tool_calls"])'
      : second === undefined
        ? `str(event.get("${first}") or "")`
        : `str(event.get("${first}", {}).get("${second}") or "")`
  return onlyOnce ? `"" if event.get("stop_hook_active") else ${value}` : value
}

/** Python that gives the answer; `phrase` is a variable there. */
export function answerInPython(start: StartingPoint): string {
  if (isRefusal(start)) return `print(f'${REFUSED('{phrase}')}', file=sys.stderr)\nsys.exit(2)`
  const output = outputOf(start)
  if (output === undefined)
    return `pass  # Nothing can be decided on ${start.event}: do what there is to do here.`
  const literal = JSON.stringify(output, null, 4).replace(/: true\b/g, ': True')
  return `json.dump(${literal}, sys.stdout)`
}

/** Shell code that leaves early where the answer would only repeat itself. */
export function earlyEndInShell({ onlyOnce }: StartingPoint): string {
  return onlyOnce
    ? `[[ $event == *'"stop_hook_active":true'* ]] && exit 0`
    : '# jq, where it is installed, reads single fields: jq -r .cwd <<<"$event"'
}

/** Shell code that gives the answer; `phrase` is a variable there. */
export function answerInShell(start: StartingPoint): string {
  if (isRefusal(start)) return `echo "${REFUSED('$phrase').replaceAll('"', '\\"')}" >&2\nexit 2`
  const output = outputOf(start)
  return output === undefined
    ? `exit 0 # Nothing can be decided on ${start.event}: do what there is to do here.`
    : `cat <<'JSON'\n${JSON.stringify(output, null, 2)}\nJSON`
}

/** A script refuses by its exit status, with the reason on stderr. */
function isRefusal({ decision }: StartingPoint): boolean {
  return decision === 'deny' || decision === 'block' || decision === 'decline'
}

/** What a script prints for the client. */
function outputOf({ event, decision, phrase }: StartingPoint): unknown {
  // On PostCompact the client takes plain text; a script may print what it prints elsewhere.
  if (decision === 'tell') return { systemMessage: SEEN(phrase) }
  const made = decisionOf(decision, phrase)
  return made === undefined ? undefined : (JSON.parse(encode(event, [made]).stdout) as unknown)
}

function decisionOf(decision: Chosen, phrase: string): Decision | undefined {
  switch (decision) {
    case 'context':
      return { kind: 'context', text: SEEN(phrase) }
    case 'display':
      return { kind: 'display', text: '…' }
    case 'terminal':
      return { kind: 'terminal', text: '\u0007' }
    case 'retry':
      return { kind: 'retry' }
    default:
      return undefined
  }
}
