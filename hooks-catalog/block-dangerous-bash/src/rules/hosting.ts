import {
  allValues,
  any,
  lastValue,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { saas } from './hosting-saas.ts'
import { payments } from './payments.ts'
import type { Found } from './rule.ts'
import { type Tool, tableRules } from './table.ts'

const GONE = 'deletes something of the repository for good'
const OPENS = 'changes who may see or use it'

const github: Tool = {
  programs: 'gh hub',
  options:
    'R: repo= hostname= o: org= e: env= a: app= t: title= b: body= F: body-file= m: message= v: visibility= homepage= description= default-branch= notes= c: comment= key= reason= u: user= branch=',
  rows: [
    ['deny', 'repo delete', 'deletes a repository with its issues and its history'],
    ['deny', 'delete', 'deletes a repository with its issues and its history'],
    ['ask', 'repo archive|rename', OPENS],
    ['ask', 'repo edit --visibility|--enable-issues=false|--default-branch', OPENS],
    ['ask', 'repo sync --force', 'overwrites a branch'],
    ['ask', 'repo deploy-key|autolink delete|remove', OPENS],
    ['deny', 'secret|variable delete|remove|rm', 'deletes a value that nobody can read again'],
    ['deny', 'release delete|delete-asset', GONE],
    ['ask', 'release upload --clobber', 'replaces files of a release'],
    ['deny', 'issue|gist|discussion delete', GONE],
    ['ask', 'issue transfer', OPENS],
    ['ask', 'pr merge --admin', 'merges past the rules of the branch'],
    ['deny', 'codespace|cs delete', 'deletes a machine with work that is not pushed'],
    ['deny', 'project delete|item-delete|field-delete', GONE],
    ['ask', 'label|run|cache|gpg-key|ssh-key|org delete|remove', GONE],
    ['ask', 'project close|unlink|item-archive', OPENS],
    ['ask', 'ssh-key add', 'lets another key act for this account'],
    ['ask', 'workflow disable', 'switches a workflow off'],
    ['ask', 'attestation|ruleset delete', GONE],
  ],
}

const gitlab: Tool = {
  programs: 'glab tea berg bb',
  options: 'R: repo= g: group= h: t: title= d: description= l: login=',
  rows: [
    ['deny', 'repo|repos|project delete|rm', 'deletes a repository with its issues and its history'],
    ['ask', 'repo|project archive|transfer', OPENS],
    [
      'deny',
      'release|releases|issue|issues|incident|mr|snippet|variable|securefile|milestone|iteration delete|rm|d',
      GONE,
    ],
    ['ask', '** delete|remove|revoke|rm', GONE],
  ],
}

const API = spec(
  'X: method= f: raw-field= F: field= H: header= input= q: jq= t: template= cache= hostname= p: preview= R: repo= i include paginate silent slurp verbose',
)
const REPOSITORY = /^\/?(?:repos\/[^/]+\/[^/]+|orgs\/[^/]+|projects\/[^/]+|groups\/[^/]+|user\/repos)\/?$/
const GUARDS =
  /\/(?:protection|rulesets|protected_branches|protected_tags|hooks|environments|collaborators|keys|push_rule|approval_rules)(?:\/|$)/

/** `gh api` and `glab api`: the method and the address say what is done. */
function api(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...API, names: [] })
  const [verb, address] = parsed.rest
  if (verb?.text !== 'api' || any(parsed, 'help')) return undefined
  const path = (address?.text ?? '').replace(/^https?:\/\/[^/]+(?:\/api\/v\d)?/, '').replace(/\?.*$/, '')
  const method = (lastValue(parsed, 'X', 'method')?.text ?? '').toUpperCase()
  const fields = allValues(parsed, 'f', 'raw-field', 'F', 'field').map(({ text }) => text)
  if (method === 'DELETE') return deleted(path)
  if (/^(?:PUT|PATCH|POST)$/.test(method) && GUARDS.test(path) && method !== 'POST')
    return host('ask', 'protection', 'changes the rules that protect a repository')
  const hides = fields.some((field) => /^(?:archived|private|visibility|default_branch)=/.test(field))
  if (method === 'PATCH' && REPOSITORY.test(path) && hides) return host('ask', 'visibility', OPENS)
  const query = fields.find((field) => field.startsWith('query=')) ?? ''
  if (
    /^graphql\/?$/.test(path) &&
    /\bmutation\b/.test(query) &&
    /\b(?:delete|archive|remove)[A-Z]/.test(query)
  )
    return host('ask', 'api-delete', GONE)
  return undefined
}

function deleted(path: string): Found {
  if (REPOSITORY.test(path))
    return host('deny', 'api-delete', 'deletes a repository or everything of an organisation')
  if (GUARDS.test(path)) return host('deny', 'protection', 'takes the rules away that protect a repository')
  return host('ask', 'api-delete', GONE)
}

function host(verdict: Found['verdict'], rule: string, harm: string): Found {
  return { group: 'hosting', rule, verdict, harm, safer: 'let a person do that in the browser' }
}

/** Repositories where they are hosted, and other services. */
export const part: Part = {
  rules: [
    ...tableRules({
      group: 'hosting',
      harm: GONE,
      safer: 'let a person do that where it can be seen',
      tools: [github, gitlab, ...saas],
    }),
    ...payments,
    { programs: 'gh glab hub', check: api },
  ],
}
