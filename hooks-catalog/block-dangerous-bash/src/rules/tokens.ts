import type { Call } from '../shell/call.ts'
import { has, Taint, type Text } from '../shell/text.ts'
import { hostOf, isOwnHost } from './hosts.ts'
import type { Found, Rule } from './rule.ts'

// What is behind these is given to a server that asks for it, as every client of an API does.
const HEADERS =
  /^(?:-H|--header|--proxy-header|-u|--user|--oauth2-bearer|-b|--cookie|-A|--user-agent|-e|--referer|-a|--auth)$/
const HEADER = /^(?:-[Hub].|--(?:header|user|oauth2-bearer|cookie|auth|password)=|[\w-]+:(?!\/\/))/

// Services that give out tokens and take them back; a token is at home there.
const SERVICES =
  /(?:^|\.)(?:github|githubusercontent|ghcr|gitlab|bitbucket|atlassian|amazonaws|amazon|azure|windows|microsoft|microsoftonline|google|googleapis|npmjs|yarnpkg|pypi|rubygems|crates|docker|quay|slack|discord|telegram|openai|anthropic|claude|cohere|mistral|huggingface|replicate|stripe|paypal|twilio|sendgrid|mailgun|heroku|cloudflare|digitalocean|vercel|netlify|fly|render|railway|supabase|sentry|datadoghq|newrelic|circleci|travis-ci|codecov|sonarcloud|snyk|linear|notion|figma|airtable|okta|auth0|algolia|mapbox|spotify|dropbox|zoom|shopify|vault|hashicorp|terraform|openrouter|groq|together|perplexity|twitter|facebook|linkedin)\.[a-z.]{2,8}$/
const SIGNS_IN =
  /^(?:https?:\/\/)?(?:[\w-]+-)?(?:api|auth|login|sso|accounts?|identity|id|registry)\d*[.-]|\/(?:oauth2?|auth|login|sign-?in|tokens?|session)s?(?=[/?]|$)/i
// Places where anybody can leave something for anybody.
const DROPS =
  /(?:^|\.)(?:webhook\.site|requestbin\.\w+|pipedream\.net|requestcatcher\.com|beeceptor\.com|hookbin\.com|ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|serveo\.net|loca\.lt|burpcollaborator\.net|oastify\.com|interact\.sh|oast\.\w+|pastebin\.com|paste\.rs|dpaste\.\w+|ix\.io|sprunge\.us|termbin\.com|hastebin\.com|0x0\.st|transfer\.sh|file\.io|bashupload\.com|tmpfiles\.org|catbox\.moe|gofile\.io)$|^\d+(?:\.\d+){3}$/

// Whether a request gives a secret of the environment to a host that has nothing to do with it.
function requests(call: Call): Found | undefined {
  const sent = [...call.args.filter((arg, at) => !isHeader(arg, call.args[at - 1])), call.stdin]
  const texts = sent.filter((text) => has(text, Taint.token))
  if (texts.length === 0) return undefined
  const addresses = call.args.filter((arg, at) => isAddress(arg, call.args[at - 1]))
  const strange = addresses.find(({ text }) =>
    isStrange(
      text,
      texts.some((arg) => has(arg, Taint.credential | Taint.issued)),
    ),
  )
  return strange && tokenSent(hostOf(strange.text))
}

function isHeader(arg: Text, before: Text | undefined): boolean {
  return HEADERS.test(before?.text ?? '') || HEADER.test(arg.text)
}

function isAddress({ text }: Text, before: Text | undefined): boolean {
  if (/^https?:\/\//i.test(text)) return true
  return (
    !text.startsWith('-') && !/^-/.test(before?.text ?? '') && /^[\w-]+(?:\.[\w-]+)+(?:[:/?]|$)/.test(text)
  )
}

function isStrange(address: string, credential: boolean): boolean {
  const host = hostOf(address)
  if (isOwnHost(address) || host === '' || /[^\w.:-]/.test(host)) return false
  if (DROPS.test(host)) return true
  if (SERVICES.test(host)) return false
  return /^http:/i.test(address) || (credential && !SIGNS_IN.test(address.replace(/\?.*$/s, '')))
}

function tokenSent(host: string): Found {
  return {
    group: 'secrets',
    rule: 'send-token',
    verdict: 'ask',
    harm: `sends a token or password of the environment to ${host}`,
    safer: 'send it in a header, to the service it belongs to',
  }
}

// A connection without a form, or a name that is looked up: whatever is in it goes to somebody.
function connects(call: Call): Found | undefined {
  if (![call.stdin, ...call.args].some((text) => has(text, Taint.token))) return undefined
  const host = call.args.find(({ text }) => /^[^-]/.test(text) && !/^\d+$/.test(text))
  return host && !isOwnHost(host.text) ? tokenSent('another machine') : undefined
}

// What the machine's account in a cloud may do, whoever has this may do.
const METADATA =
  /^(?:https?:\/\/)?(?:169\.254\.169\.254|169\.254\.170\.2|metadata(?:\.google\.internal)?|100\.100\.100\.200|\[fd00:ec2::254\])\/.*(?:security-credentials\/?.|service-accounts\/[^/]+\/(?:token|identity)|oauth2\/token|v2\/credentials|user-data)/

function metadata(call: Call): Found | undefined {
  return call.args.some(({ text }) => METADATA.test(text))
    ? {
        group: 'secrets',
        rule: 'read-metadata',
        verdict: 'ask',
        harm: "gets the keys of this machine's account in the cloud",
        safer: 'use the client of the cloud, which gets them itself',
      }
    : undefined
}

/** Variables with tokens and passwords on their way to other machines. */
export const tokens: readonly Rule[] = [
  { programs: 'curl wget http https xh httpie', check: requests },
  { programs: 'curl wget http https xh httpie', check: metadata },
  { programs: 'nc ncat netcat telnet dig nslookup host ping', check: connects },
]
