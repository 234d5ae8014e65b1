import type { Manifest } from '../../schema/manifest.ts'
import { type Finding, findingsIn } from './finding.ts'
import type { Kind } from './touch-words.ts'
import type { Touch } from './touches.ts'

/** A place in a file that touches something. */
export interface Seen extends Touch {
  readonly file: string
}

type Declared = NonNullable<Manifest['permissions']>

const SAYS: Readonly<Record<Exclude<Kind, 'env'>, string>> = {
  network: 'it seems to use the network',
  runs: 'it seems to run other programs',
  writes: 'it seems to write files',
}

const ADVICE = 'a guess from reading the code'

/** What code seems to touch and `permissions` does not say. Advice: it proves nothing, and can be wrong. */
export function undeclared(
  seen: readonly Seen[],
  hooks: Manifest['hooks'],
  declared: Declared = {},
): readonly Finding[] {
  const kinds = Object.keys(SAYS) as (keyof typeof SAYS)[]
  return [
    ...kinds.flatMap((kind) => ofKind(kind, seen, declared)),
    ...secrets(seen, declared),
    ...hooks.flatMap((hook, index) => sending(hook, index, declared)),
  ]
}

function ofKind(kind: keyof typeof SAYS, seen: readonly Seen[], declared: Declared): readonly Finding[] {
  const places = seen.filter((one) => one.kind === kind)
  const [first, ...rest] = places
  if (!first || (declared[kind] ?? []).length > 0) return []
  const further = rest.slice(0, 2).map(({ file, line, what }) => `${file}:${line} (${what})`)
  const left = rest.length - further.length
  const also = further.length > 0 ? `; also ${further.join(', ')}${left > 0 ? ` and ${left} more` : ''}` : ''
  return [
    findingsIn(first.file).warning('undeclared', {
      line: first.line,
      message: `${SAYS[kind]} (${first.what})${also}, and \`permissions.${kind}\` says nothing`,
      hint: `if it does, say what in \`permissions.${kind}\` of hooks.json; this is ${ADVICE}`,
    }),
  ]
}

function secrets(seen: readonly Seen[], { env = [] }: Declared): readonly Finding[] {
  const found = seen.filter(({ kind, what }) => kind === 'env' && !env.includes(what))
  const first = found.filter(({ what }, at) => found.findIndex((one) => one.what === what) === at)
  return first.map(({ file, line, what }) =>
    findingsIn(file).warning('undeclared', {
      line,
      message: `it reads the variable ${what}, whose name looks like that of a secret: hooks do not get it`,
      hint: `if it needs it, name it in \`permissions.env\` of hooks.json; this is ${ADVICE}`,
    }),
  )
}

/** An address that the client sends events to is in the manifest itself: no guess. */
function sending(
  { handler }: Manifest['hooks'][number],
  index: number,
  { network = [] }: Declared,
): readonly Finding[] {
  if (!('http' in handler) || network.length > 0) return []
  return [
    findingsIn('hooks.json').warning('undeclared', {
      field: `hooks[${index}].handler.http`,
      message: 'it sends events over the network, and `permissions.network` says nothing',
      hint: `say so: "network": ["${recipient(handler.http.url)}"]`,
    }),
  ]
}

/** Who gets what is sent there; an address may come from an option. */
function recipient(url: string): string {
  return URL.canParse(url) ? new URL(url).host : `the address ${url}`
}
