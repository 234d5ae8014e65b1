import { forEachChild, type SyntaxNode } from 'unbash'
import { HOLE } from '../../../../src/runtime/src/kit/bash/hole.ts'
import { LONGEST_COMMAND } from '../../../../src/runtime/src/kit/bash/limits.ts'
import { parseBash } from '../../../../src/runtime/src/kit/bash/parse.ts'
import { assignmentOf } from '../../../../src/runtime/src/kit/bash/simple.ts'

// Values that mean the same inside of double quotes and outside of them.
const PLAIN = /^[\w ./+@%:,=-]{1,4096}$/
const MOST_LEVELS = 300

interface Value {
  /** Where it begins to count. */
  readonly from: number
  /** Undefined when it is not the same all the way. */
  readonly text: string | undefined
}

interface Use {
  readonly name: string
  readonly pos: number
  readonly end: number
}

/**
 * The line with those variables filled in that surely have one value: the given ones, and those that the line itself
 * sets once, to plain text. Everything else stays as it is. Never throws.
 */
export function settled(source: string, given: Readonly<Record<string, string>>): string {
  if (!source.includes('$') || source.length > LONGEST_COMMAND) return source
  const values = new Map<string, Value>()
  const uses: Use[] = []
  try {
    const tree = parseBash(source)
    if (tree.errors?.length) return source
    for (const { command } of tree.commands) visit(command, { values, uses }, 0)
  } catch {
    // What cannot be read here is not filled in; the reading that follows says why.
    return source
  }
  const filled = uses.flatMap((use) => {
    const value = values.get(use.name)
    const text = value ? (value.from <= use.pos ? value.text : undefined) : own(given, use.name)
    return text !== undefined && PLAIN.test(text) ? [{ ...use, text }] : []
  })
  let result = source
  for (const { pos, end, text } of filled.sort((a, b) => b.pos - a.pos))
    result = result.slice(0, pos) + text + result.slice(end)
  return result
}

function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

interface Found {
  readonly values: Map<string, Value>
  readonly uses: Use[]
}

const DECLARES = /^(?:export|declare|typeset|local|readonly)$/
const READS = /^(?:read|mapfile|readarray|unset|getopts|printf)$/

function visit(node: SyntaxNode, found: Found, level: number): void {
  if (level > MOST_LEVELS) return
  note(node, found)
  if ('script' in node && node.script) {
    // Between backquotes places are counted anew.
    if (node.script.source === undefined)
      for (const { command } of node.script.commands) visit(command, found, level + 1)
    return
  }
  forEachChild(node, (child) => visit(child, found, level + 1))
}

function note(node: SyntaxNode, { values, uses }: Found): void {
  if (node.type === 'SimpleExpansion') {
    uses.push({ name: node.text.slice(1), pos: node.pos, end: node.end })
  } else if (node.type === 'ParameterExpansion') {
    const plain = !node.operation && !node.prefix && !node.index
    if (plain) uses.push({ name: node.parameter, pos: node.pos, end: node.end })
  } else if (node.type === 'For' || node.type === 'Select') {
    values.set(node.name.value, { from: 0, text: undefined })
  } else if (node.type === 'Command') {
    const name = node.name?.value ?? ''
    if (READS.test(name))
      for (const arg of node.args) values.set(arg.text.replace(/=.*$/s, ''), { from: 0, text: undefined })
    const set = name === '' ? node.prefix : DECLARES.test(name) ? node.args : []
    for (const entry of set) if (entry.type === 'Assignment') assign(entry, values)
  }
}

function assign(entry: Parameters<typeof assignmentOf>[0], values: Map<string, Value>): void {
  const { name, values: words } = assignmentOf(entry)
  const text = words.length === 1 ? words[0]?.text : undefined
  const once =
    !values.has(name) && !entry.append && !entry.index && text !== undefined && !text.includes(HOLE)
  values.set(name, { from: entry.end, text: once && !text.startsWith('~') ? text : undefined })
}
