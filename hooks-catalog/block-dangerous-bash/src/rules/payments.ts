import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { has, Taint } from '../shell/text.ts'
import { isOwnHost } from './hosts.ts'
import type { Found, Rule } from './rule.ts'

function paid(harm: string): Found {
  return {
    group: 'hosting',
    rule: 'payment',
    verdict: 'ask',
    harm,
    safer: 'use a network or an account for tests, or let a person pay',
  }
}

const TESTS = /sepolia|goerli|holesky|hoodi|amoy|mumbai|fuji|testnet|devnet|anvil|hardhat|localhost|localnet/i
const CAST = spec(
  'r: rpc-url= f: from= private-key= value= gas-limit= chain= c: keystore= account= password=',
)

// The usual address is this machine.
function cast(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...CAST, names: [] })
  if (!/^(?:send|publish)$/.test(parsed.rest[0]?.text ?? '')) return undefined
  const address = lastValue(parsed, 'r', 'rpc-url')
  const chain = lastValue(parsed, 'c', 'chain')?.text ?? ''
  if (TESTS.test(`${address?.text} ${chain}`)) return undefined
  const own = address === undefined || isOwnHost(address.text.replace(/^mainnet$/, 'mainnet.example'))
  return own && !/^(?:1|mainnet)$/.test(chain)
    ? undefined
    : paid('sends a transaction that nobody can take back')
}

const SOLANA = spec('u: url= k: keypair= from= fee-payer= C: config= commitment= with-memo= program-id=')

function solana(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...SOLANA, names: [] })
  const pays = /^(?:transfer|pay|close|withdraw-stake|withdraw-from-vote-account|set-upgrade-authority)$/
  const url = lastValue(parsed, 'u', 'url')?.text ?? ''
  const tests = TESTS.test(url) || /^[dtl]$/.test(url) || (url !== '' && isOwnHost(url) && /[.:]/.test(url))
  return pays.test(parsed.rest[0]?.text ?? '') && !tests
    ? paid('pays with real money unless the settings name a network for tests')
    : undefined
}

const MOVES = /^(?:refunds|payouts|transfers|charges|payment_intents|topups|credit_notes|invoices)$/

function stripe(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, {
    ...spec('d: e: api-key= stripe-account= charge= amount= currency= payment-intent= reason= live'),
    names: [],
  })
  const [noun, verb] = parsed.rest
  const pays =
    MOVES.test(noun?.text ?? '') && /^(?:create|confirm|capture|pay|refund)$/.test(verb?.text ?? '')
  const key = lastValue(parsed, 'api-key')
  const live = any(parsed, 'live') || (key && (/^[sr]k_live/.test(key.text) || has(key, Taint.production)))
  return pays && live ? paid('moves real money') : undefined
}

const ADDRESS =
  /^(?:https:\/\/)?api\.stripe\.com\/v1\/(?:refunds|payouts|transfers|charges|payment_intents)(?:\/|\?|$)/

function request(call: Call): Found | undefined {
  const words = call.args.map(({ text }) => text)
  const sends = words.some((word) => /^(?:-d|-F|--data\S*|--form|-X|--request|--json)/.test(word))
  const live = call.args.some((arg) => /\b[sr]k_live_/.test(arg.text) || has(arg, Taint.production))
  return sends && live && words.some((word) => ADDRESS.test(word)) ? paid('moves real money') : undefined
}

/** Money that goes and does not come back. */
export const payments: readonly Rule[] = [
  { programs: 'cast', check: cast },
  { programs: 'solana', check: solana },
  { programs: 'stripe', check: stripe },
]

/** The same by a request to the service. */
export const paymentRequests: readonly Rule[] = [
  { programs: 'curl wget http https xh httpie', check: request },
]
