import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { readFile } from '../shell/files.ts'
import { isKnown, known, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'

const OPTIONS = spec(
  'policy-document= policy= resource-policy= key-policy= assume-role-policy-document= principal= region= profile= output= function-name= action= statement-id= role-name= user-name= policy-name= group-name= topic-arn= queue-url= label= aws-account-ids= actions-name= source-arn= source-account= principal-org-id=',
)

function opened(harm: string): Found {
  return {
    group: 'cloud',
    rule: 'policy',
    verdict: 'ask',
    harm,
    safer: 'name the actions, the resources and the accounts that need them',
  }
}

// A policy in the command or in a file that the line writes.
function textOf(value: Text, { scope }: Call): string {
  const file = /^file(?:b)?:\/\/(.+)$/.exec(value.text)?.[1]
  const text = file === undefined ? value : readFile(known(file), scope, true)
  return isKnown(text) ? text.text : ''
}

interface Statement {
  readonly Effect?: unknown
  readonly Action?: unknown
  readonly Resource?: unknown
  readonly Principal?: unknown
  readonly Condition?: unknown
}

function statementsOf(source: string): readonly Statement[] {
  if (!/^\s*\{/.test(source)) return []
  try {
    const { Statement: found } = JSON.parse(source) as { Statement?: Statement | Statement[] }
    return [found ?? []].flat().filter((entry) => typeof entry === 'object' && entry !== null)
  } catch {
    return []
  }
}

function isEverything(value: unknown): boolean {
  return [value].flat().some((entry) => entry === '*' || entry === '*:*')
}

function isEverybody(value: unknown): boolean {
  return (
    isEverything(value) ||
    (typeof value === 'object' && value !== null && Object.values(value).some(isEverything))
  )
}

function policies(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...OPTIONS, names: [] })
  const documents = allValues(
    parsed,
    'policy-document',
    'policy',
    'resource-policy',
    'key-policy',
    'assume-role-policy-document',
  )
  const allowed = documents
    .flatMap((document) => statementsOf(textOf(document, call)))
    .filter(({ Effect }) => Effect === 'Allow')
  if (allowed.some(({ Action, Resource }) => isEverything(Action) && isEverything(Resource)))
    return opened('allows every action on everything in the account')
  const open = allowed.some(({ Principal, Condition }) => isEverybody(Principal) && Condition === undefined)
  if (open) return opened('lets everybody use something of the account')
  const limited = ['source-arn', 'source-account', 'principal-org-id'].some((name) => parsed.flags.has(name))
  const adds = parsed.rest.some(({ text }) => text === 'add-permission')
  return adds && !limited && allValues(parsed, 'principal').some(({ text }) => text === '*')
    ? opened('lets everybody call a function of the account')
    : undefined
}

/** Policies of clouds that allow everything, or everybody. */
export const cloudPolicies: readonly Rule[] = [{ programs: 'aws', check: policies }]
