import { lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import type { Call } from '../shell/call.ts'
import { isOwnHost } from './hosts.ts'
import { paymentRequests } from './payments.ts'
import type { Found } from './rule.ts'

const HTTP = spec(
  'X: request= d: data= H: header= o: u: A: e: b: method= body-data= output= user= F: data-raw= json= connect-timeout= m: max-time=',
)
const SERVICES =
  /^(?:https?:\/\/)?(?:[^/@]*@)?(?:api\.(?!local)[\w.-]+|[\w.-]*\.?(?:googleapis|amazonaws|azure|windows|launchdarkly|circleci|heroku|digitalocean|gitlab|github|cloudflare|atlassian)\.(?:com|net))(?=[/:?]|$)/i
const INDEX = /^(?:https?:\/\/)?[^/]+:92\d\d\/(?:_all|\*|_snapshot[^?]*|[^/?]+\/?)(?:\?|$)/i

// A mutation of GraphQL whose name says that something goes.
const MUTATION =
  /\bmutation\b[^{]{0,400}\{\s*(?:\\n|\s)*(?:\w+\s*:\s*)?(?:(?:delete|destroy|remove|purge|wipe|drop|archive|deactivate)[A-Z]?\w*|\w+(?:Delete|Destroy|Remove|Purge|Wipe))\b/

function isElsewhere(address: string): boolean {
  return /^https?:\/\//.test(address) && !isOwnHost(address)
}

/** A request that deletes something at a service; a server of one's own is nobody's business but its tests'. */
function request(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...HTTP, names: [] })
  const words = parsed.rest.map(({ text }) => text)
  const method =
    lastValue(parsed, 'X', 'request', 'method')?.text ?? (/^https?$|^xh$/.test(call.name) ? words[0] : '')
  if (words.some((word) => /\/_delete_by_query(?:\?|$)/.test(word)))
    return host('ask', 'index', 'deletes every document that a query finds')
  if (call.args.some(({ text }) => MUTATION.test(text)) && words.some((word) => isElsewhere(word)))
    return host('ask', 'api-delete', 'deletes something at a service')
  if (method?.toUpperCase() !== 'DELETE') return undefined
  if (words.some((word) => INDEX.test(word)))
    return host('deny', 'index', 'deletes an index with all its documents')
  return words.some((word) => SERVICES.test(word))
    ? host('ask', 'api-delete', 'deletes something at a service')
    : undefined
}

function host(verdict: Found['verdict'], rule: string, harm: string): Found {
  return { group: 'hosting', rule, verdict, harm, safer: 'let a person do that where it can be seen' }
}

/** Requests to services. */
export const part: Part = {
  rules: [{ programs: 'curl wget http https xh httpie', check: request }, ...paymentRequests],
}
