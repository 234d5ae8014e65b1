import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash'
import { decodeEscapes } from '../programs/decode.ts'
import { arithmetic } from './arithmetic.ts'
import { expandText, positional, runner } from './expand.ts'
import { globPattern, matcher } from './glob.ts'
import { runSource } from './reader.ts'
import type { Scope } from './scope.ts'
import { has, isKnown, known, Taint, type Text, unknown } from './text.ts'
import { assign, isSet, keysOf, lookup, namedElement, present } from './variables.ts'

/** The elements that `${…}` stands for. */
export function substitute(part: ParameterExpansionPart, scope: Scope): readonly Text[] {
  if (part.index) runner.current?.walk(part.index, scope)
  if (part.prefix === '#') return [length(part, scope)]
  const name = part.parameter
  const held = part.prefix === '!' && !part.operation ? indirect(part, scope) : read(part, name, scope)
  return part.operation ? operate(part.operation, { name, held }, scope) : (held ?? [])
}

function read(part: ParameterExpansionPart, name: string, scope: Scope): readonly Text[] | undefined {
  if (name === '@' || name === '*') return scope.args ?? [unknown()]
  if (/^\d+$/.test(name)) return positional(scope, Number(name))
  const elements = lookup(scope, name)
  if (!part.index) return elements?.slice(0, 1)
  const index = part.index.value
  if (index === '@' || index === '*') return elements && present(elements)
  if (!elements) return elements
  const named = namedElement(scope, name, expandText(part.index, scope).text)
  if (named && !/^\d+$/.test(index)) return [named]
  const at = computed(part.index, scope)
  const element = at === undefined ? undefined : elements.at(at)
  // Arrays with holes or names are kept without their indexes: any element may be the one.
  return [element ?? (isSet(scope, name) ? elements.at(-1) : undefined) ?? unknown(elements[0]?.taints)]
}

// The number of elements or of characters.
function length(part: ParameterExpansionPart, scope: Scope): Text {
  const held =
    part.parameter === '' ? scope.args : read({ ...part, prefix: undefined }, part.parameter, scope)
  if (!held || held.some((text) => !isKnown(text))) return known('1')
  const many = /^[@*]$/.test(part.index?.value ?? part.parameter) || part.parameter === ''
  return known(String(many ? held.length : (held[0]?.text.length ?? 0)))
}

function indirect(part: ParameterExpansionPart, scope: Scope): readonly Text[] | undefined {
  const name = part.parameter
  if (/^[@*]$/.test(part.index?.value ?? '')) return keysOf(scope, name)
  if (name === '#') return scope.args?.slice(-1)
  const [target] = lookup(scope, name) ?? []
  if (target && /^\d+$/.test(target.text)) return positional(scope, Number(target.text))
  const element = /^(\w+)\[(.*)\]$/.exec(target?.text ?? '')
  if (element) {
    const found = namedElement(scope, element[1] ?? '', element[2] ?? '')
    return found ? [found] : lookup(scope, element[1] ?? '')
  }
  return target && isKnown(target) ? lookup(scope, target.text) : [unknown()]
}

interface Operand {
  readonly name: string
  readonly held: readonly Text[] | undefined
}

function operate(operation: ParameterOperation, { name, held }: Operand, scope: Scope): readonly Text[] {
  switch (operation.type) {
    case 'Default':
      return defaulted(operation, { name, held }, scope)
    case 'Remove': {
      const pattern = expandText(operation.operand, scope)
      if (isCostly(pattern, held)) return [unknown(pattern.taints)]
      return mapped(held, (text) => removed(text, pattern.text, operation.operator))
    }
    case 'Replace': {
      const glob = expandText(operation.pattern, scope)
      const replacement = expandText(operation.replacement, scope).text
      if (isCostlySearch(glob, held)) return [unknown(glob.taints)]
      const pattern = globPattern(glob.text)
      const [before, after] = anchors(operation.operator)
      const search = new RegExp(`${before}(?:${pattern})${after}`, operation.operator === '//' ? 'gs' : 's')
      return mapped(held, (text) => text.replace(search, () => replacement))
    }
    case 'Slice': {
      const whole = name === '@' || name === '*' ? [...(lookup(scope, '0') ?? []), ...(held ?? [])] : held
      return sliced(
        whole,
        computed(operation.offset, scope),
        operation.length && computed(operation.length, scope),
      )
    }
    case 'CaseModification':
      return mapped(held, (text) => recased(text, operation.operator))
    case 'Transform':
      return transformed(held, expandText(operation.operand, scope).text, scope)
    case 'Names':
    case 'Unknown':
      return [unknown(held?.[0]?.taints)]
  }
}

type Default = Extract<ParameterOperation, { type: 'Default' }>

// An unknown variable of the environment counts as unset: what the author wrote as the default is what the
// reader can judge.
function defaulted(operation: Default, { name, held }: Operand, scope: Scope): readonly Text[] {
  const colon = operation.operator.length === 2
  const open = held?.some((text) => !isKnown(text)) && !isSet(scope, name)
  const empty = colon && held?.every((text) => text.text === '')
  const missing = held === undefined || held.length === 0 || empty
  switch (operation.operator.slice(-1)) {
    case '-': {
      // Another shell may not know the variable: what the default runs counts in any case.
      const value = expandText(operation.operand, scope)
      return missing || open ? [value] : held
    }
    case '=': {
      if (!missing && !open) return held
      const value = expandText(operation.operand, scope)
      assign(scope, name, [value])
      return [value]
    }
    case '+':
      return missing ? [] : [expandText(operation.operand, scope)]
    default:
      return held ?? []
  }
}

function mapped(held: readonly Text[] | undefined, change: (text: string) => string): readonly Text[] {
  return (held ?? []).map((text) => (isKnown(text) ? known(change(text.text), text.taints) : text))
}

// Patterns with many stars over long texts take longer than the answer is worth.
function isCostly(pattern: Text, held: readonly Text[] | undefined): boolean {
  return pattern.text.length > 64 || (held ?? []).some((text) => text.text.length > 1000)
}

// The search for a pattern with several stars tries every way to share the text between them.
function isCostlySearch(pattern: Text, held: readonly Text[] | undefined): boolean {
  const stars = pattern.text.split('*').length - 1
  const longest = Math.max(0, ...(held ?? []).map((text) => text.text.length))
  return isCostly(pattern, held) || (stars > 1 && longest ** stars > 10_000)
}

function anchors(operator: '/' | '//' | '/#' | '/%'): [string, string] {
  return [operator === '/#' ? '^' : '', operator === '/%' ? '$' : '']
}

function removed(text: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string {
  const shortest = operator.length === 1
  const matches = matcher(pattern)
  const cuts = Array.from({ length: Math.min(text.length, 512) + 1 }, (_, index) => index)
  const head = operator.startsWith('#')
  for (const cut of shortest ? cuts : cuts.reverse()) {
    const piece = head ? text.slice(0, cut) : text.slice(text.length - cut)
    if (matches(piece)) return head ? text.slice(cut) : text.slice(0, text.length - cut)
  }
  return text
}

function computed(word: Word, scope: Scope): number | undefined {
  const { text } = expandText(word, scope)
  return arithmetic(text, (name) => lookup(scope, name)?.[0]?.text)
}

function transformed(held: readonly Text[] | undefined, operator: string, scope: Scope): readonly Text[] {
  switch (operator) {
    case 'L':
      return mapped(held, (text) => text.toLowerCase())
    case 'U':
      return mapped(held, (text) => text.toUpperCase())
    case 'u':
      return mapped(held, (text) => text.slice(0, 1).toUpperCase() + text.slice(1))
    case 'E':
      return mapped(held, decodeEscapes)
    case 'Q':
      return mapped(held, (text) => `'${text.replaceAll("'", `'\\''`)}'`)
    case 'P':
      return (held ?? []).map((text) => runPrompt(text, scope))
    default:
      return [unknown(held?.[0]?.taints)]
  }
}

/** A text that the shell expands each time it shows a prompt. */
export function runPrompt(text: Text, scope: Scope): Text {
  if (!/[$`]/.test(text.text)) return text
  runSource(`: "${text.text.replaceAll('"', '\\"')}"`, scope)
  return unknown(text.taints)
}

function sliced(held: readonly Text[] | undefined, from?: number, length?: number): readonly Text[] {
  if (from === undefined) return [unknown(held?.[0]?.taints)]
  if (held && held.length > 1)
    return length === undefined ? held.slice(from) : held.slice(from, from + length)
  // A part of a token is shown to tell which one it is.
  if (held?.some((text) => has(text, Taint.token)) && length !== undefined && length < 12) return [unknown()]
  return mapped(held, (text) => {
    const start = from < 0 ? Math.max(0, text.length + from) : from
    return length === undefined ? text.slice(start) : text.slice(start, length < 0 ? length : start + length)
  })
}

function recased(text: string, operator: '^' | '^^' | ',' | ',,'): string {
  const change = (part: string) => (operator.startsWith('^') ? part.toUpperCase() : part.toLowerCase())
  return operator.length === 2 ? change(text) : change(text.slice(0, 1)) + text.slice(1)
}
