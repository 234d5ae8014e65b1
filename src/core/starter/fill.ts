import type { EventName } from '../../runtime/src/events.ts'
import {
  answerInPython,
  answerInShell,
  decisionInScript,
  earlyEndInShell,
  reasonPart,
  textInPython,
  textInScript,
  VERBS,
} from './code.ts'
import { startingPoint } from './starting-points.ts'

/** What stands for each placeholder. `undefined` takes its field out of a JSON file. */
export type Values = Readonly<Record<string, unknown>>

/** The values for a pack of this name, and for its event if it has a hook. */
export function valuesFor(name: string, event: EventName | undefined): Values {
  if (event === undefined) return { name }
  const start = startingPoint(event)
  const { decision, field, phrase, tools, hit, miss } = start
  return {
    ...{ name, event, tools, phrase, hit, miss, decision, field: field.join('.') },
    does: `On ${event}: ${VERBS[decision]} \`${phrase}\` in \`${field.join('.')}\`.`,
    of: tools ? ` of ${tools.join(' and ')}` : '',
    failure: decision === 'deny' ? 'block' : undefined,
    reason: reasonPart(start),
    scriptText: textInScript(start),
    scriptDecision: decisionInScript(start),
    pythonText: textInPython(start),
    pythonAnswer: answerInPython(start),
    shellEarlyEnd: earlyEndInShell(start),
    shellAnswer: answerInShell(start),
  }
}

/** A file of a template with its placeholders filled in: `{{name}}` in text, whole values in JSON. */
export function filled(path: string, text: string, values: Values): string {
  return path.endsWith('.json')
    ? `${JSON.stringify(inJson(JSON.parse(text), values), null, 2)}\n`
    : inText(text, values)
}

const ONE = /\{\{(\w+)\}\}/g

/** A value of several lines is indented as the line that it stands in. */
function inText(text: string, values: Values): string {
  return text
    .split('\n')
    .map((line) => {
      const indent = /^\s*/.exec(line)?.[0] ?? ''
      return line.replace(ONE, (_, key: string) =>
        String(valueFor(key, values)).replaceAll('\n', `\n${indent}`),
      )
    })
    .join('\n')
}

function inJson(value: unknown, values: Values): unknown {
  if (typeof value === 'string') {
    const [, whole] = /^\{\{(\w+)\}\}$/.exec(value) ?? []
    return whole === undefined
      ? value.replace(ONE, (_, key: string) => String(valueFor(key, values)))
      : valueFor(whole, values)
  }
  if (Array.isArray(value)) return value.map((one) => inJson(one, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inJson(one, values)]))
}

function valueFor(key: string, values: Values): unknown {
  if (key in values) return values[key]
  throw new Error(`a template has a placeholder {{${key}}} that nothing stands for`)
}
