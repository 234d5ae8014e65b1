import type { Redirection } from 'unbash'
import { bodyText } from '../../../../src/runtime/src/kit/bash/text.ts'
import { onWrite } from '../rules/files.ts'
import { expandText, joined } from './expand.ts'
import { descriptorText, readFile, writeFile } from './files.ts'
import type { Scope } from './scope.ts'
import { join, known, type Text, unknown } from './text.ts'
import { assign } from './variables.ts'

/** The text that a redirection puts on standard input, or undefined when it does not. */
export function openInput(entry: Redirection, scope: Scope): Text | undefined {
  const text = inputOf(entry, scope)
  if (text === undefined || !entry.descriptor) return text
  if (entry.descriptor.type === 'FileDescriptor' && entry.descriptor.value === 0) return text
  return undefined
}

/** Opens the descriptors a redirection names, so that later commands can use them. */
export function openDescriptor(entry: Redirection, scope: Scope): void {
  const { descriptor } = entry
  if (!descriptor) return
  const text = inputOf(entry, scope)
  const write =
    text === undefined && entry.type === 'Redirect' && entry.target ? target(entry, scope) : undefined
  const opened = { ...(text && { read: text }), ...(write && { write: write.text }) }
  const number =
    descriptor.type === 'FileDescriptor' ? String(descriptor.value) : `10${scope.descriptors.size}`
  if (descriptor.type === 'FileDescriptorVariable') assign(scope, descriptor.name, [known(number)])
  scope.descriptors.set(number, opened)
}

function inputOf(entry: Redirection, scope: Scope): Text | undefined {
  switch (entry.type) {
    case 'HereDoc':
      return heredoc(entry, scope)
    case 'HereString':
      return entry.target ? join([expandText(entry.target, scope), known('\n')]) : undefined
    case 'Redirect': {
      if (!entry.target) return undefined
      if (entry.operator === '<' || entry.operator === '<>')
        return readFile(expandText(entry.target, scope), scope)
      if (entry.operator === '<&') return descriptorText(expandText(entry.target, scope).text, scope)
      return undefined
    }
  }
}

function heredoc(entry: Extract<Redirection, { type: 'HereDoc' }>, scope: Scope): Text {
  const { body, delimiter } = entry
  const text = delimiter?.quoted || !body.parts ? known(body.text) : joined(body.parts, scope)
  return known(bodyText(text.text, entry.operator), text.taints)
}

function target(entry: Extract<Redirection, { type: 'Redirect' }>, scope: Scope): Text {
  return entry.target ? expandText(entry.target, scope) : unknown()
}

/** Sends what a command printed where its redirections say; gives back what still goes to standard output. */
export function redirect(entries: readonly Redirection[], printed: Text, scope: Scope): Text {
  let rest = printed
  for (const entry of entries) {
    if (entry.type !== 'Redirect' || !entry.target || /^<&?$/.test(entry.operator)) continue
    const path = target(entry, scope)
    if (entry.operator === '>&' && /^(?:\d+|-)$/.test(path.text)) {
      rest = duplicate(entry, { path: path.text, printed: rest }, scope)
      continue
    }
    onWrite(path, { append: entry.operator === '>>' || entry.operator === '&>>', printed }, scope)
    const stdout =
      !entry.descriptor || (entry.descriptor.type === 'FileDescriptor' && entry.descriptor.value === 1)
    if (stdout) {
      writeFile(path, rest, scope)
      if (!/^\/dev\/(?:stdout|fd\/1|tty)$/.test(path.text)) rest = known('')
    }
  }
  return rest
}

function duplicate(
  entry: Extract<Redirection, { type: 'Redirect' }>,
  output: { readonly path: string; readonly printed: Text },
  scope: Scope,
): Text {
  const from = entry.descriptor?.type === 'FileDescriptor' ? entry.descriptor.value : 1
  const behind = scope.descriptors.get(output.path)?.write
  if (from !== 1 || !behind) return output.printed
  onWrite(known(behind), { append: true, printed: output.printed }, scope)
  writeFile(known(behind), output.printed, scope)
  return known('')
}
