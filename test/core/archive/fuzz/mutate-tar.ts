import { file } from '../forge.ts'
import { hostileField, hostilePath, hostileRecords } from './hostile.ts'
import { copied, type Draft, type FieldName, fields, type Part, putField } from './parts.ts'
import type { Random } from './random.ts'

/** Changes a draft; `other` is one to take parts from. */
type Mutation = (draft: Draft, random: Random, other: Draft) => void

const fieldNames = Object.keys(fields) as FieldName[]

/** Rewrites a copy of one part. */
function withPart(change: (part: Part, random: Random) => void): Mutation {
  return (draft, random) => {
    if (draft.parts.length === 0) return
    const at = random.below(draft.parts.length)
    const part = copied(draft.parts[at] as Part)
    change(part, random)
    draft.parts[at] = part
  }
}

const setField = withPart(({ header }, random) => {
  const name = random.pick(fieldNames)
  putField(header, name, hostileField(name, random))
})

const rename = withPart(({ header }, random) => {
  putField(header, 'name', hostilePath(random))
})

const splitName = withPart(({ header }, random) => {
  putField(header, 'prefix', random.chance(0.5) ? 'package' : hostilePath(random))
  putField(header, 'name', hostilePath(random))
})

const flip = withPart(({ header, body }, random) => {
  const bytes = random.chance(0.6) || body.length === 0 ? header : body
  const at = random.below(bytes.length)
  bytes[at] = random.chance(0.5) ? (bytes[at] ?? 0) ^ (1 << random.below(8)) : random.below(256)
})

const setLetter = withPart(({ header }, random) => {
  header[random.below(512)] = random.pick(Buffer.from('\0 /\\.:05xgLK1278ae').toJSON().data)
})

function insert(make: (random: Random) => Buffer): Mutation {
  return (draft, random) => {
    const bytes = make(random)
    const part = { header: bytes.subarray(0, 512), body: bytes.subarray(512) }
    draft.parts.splice(random.below(draft.parts.length + 1), 0, part)
  }
}

const extensionName = (random: Random): string =>
  random.pick(['PaxHeader/x', 'PaxHeader/x', '', 'package/x', '../x'])

const addPax = insert((random) =>
  file(extensionName(random), hostileRecords(random), { type: random.chance(0.9) ? 'x' : 'g' }),
)

const addLongName = insert((random) => {
  const end = random.pick(['\0', '\0', '', '\0\0', '\0x'])
  const name = Buffer.concat([hostilePath(random), Buffer.from(end)])
  return file('././@LongLink', name, { type: random.chance(0.9) ? 'L' : 'K' })
})

const addFile = insert((random) =>
  file(hostilePath(random).subarray(0, 100), 'x'.repeat(random.pick([0, 1, 511, 512, 513])), {
    type: random.pick(['0', '0', '\0', '5', '1', '2', '7']),
  }),
)

const repeat: Mutation = (draft, random) => {
  if (draft.parts.length === 0) return
  const part = draft.parts[random.below(draft.parts.length)] as Part
  draft.parts.splice(random.below(draft.parts.length + 1), 0, part)
}

const drop: Mutation = (draft, random) => {
  draft.parts.splice(random.below(Math.max(1, draft.parts.length)), 1)
}

const swap: Mutation = (draft, random) => {
  const [moved] = draft.parts.splice(random.below(Math.max(1, draft.parts.length)), 1)
  if (moved) draft.parts.splice(random.below(draft.parts.length + 1), 0, moved)
}

const graft: Mutation = (draft, random, other) => {
  if (other.parts.length > 0) {
    const from = random.below(other.parts.length)
    const taken = other.parts.slice(from, from + 1 + random.below(3))
    draft.parts.splice(random.below(draft.parts.length + 1), random.below(2), ...taken)
  }
}

const crossHeader: Mutation = (draft, random, other) => {
  if (draft.parts.length === 0 || other.parts.length === 0) return
  const at = random.below(draft.parts.length)
  const { header } = other.parts[random.below(other.parts.length)] as Part
  draft.parts[at] = { header, body: (draft.parts[at] as Part).body }
}

const changeRest: Mutation = (draft, random) => {
  draft.rest = random.pick([
    Buffer.alloc(0),
    Buffer.alloc(512),
    Buffer.alloc(512 * random.below(20)),
    Buffer.alloc(random.chance(0.1) ? 65_536 + 512 * random.below(2) : 1024),
    Buffer.concat([Buffer.alloc(512), draft.rest]),
    Buffer.concat([Buffer.alloc(1024), file('package/late.js', 'late'), Buffer.alloc(1024)]),
    Buffer.concat([draft.rest, Buffer.from('tail')]),
    Buffer.alloc(1024, random.below(256)),
    draft.rest.subarray(0, random.below(draft.rest.length + 1)),
  ])
}

const mutations: readonly Mutation[] = [
  ...[setField, setField, setField, rename, rename, splitName, flip, flip, setLetter],
  ...[addPax, addPax, addLongName, addFile, repeat, drop, swap, graft, crossHeader, changeRest],
]

/** Changes a draft once to four times; its parts are copied where they change. */
export function mutateTar(draft: Draft, random: Random, other: Draft): void {
  do random.pick(mutations)(draft, random, other)
  while (random.chance(0.4))
}

/** Cuts, doubles, moves or overwrites a stretch of bytes, wherever it lies. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const [from, to] = [random.below(bytes.length + 1), random.below(bytes.length + 1)].sort((a, b) => a - b)
  const [start, stretch, end] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)]
  return random.pick([
    () => Buffer.concat([start, end]),
    () => Buffer.concat([start, stretch, stretch, end]),
    () => start,
    () => Buffer.concat([start, Buffer.alloc(stretch.length, random.below(256)), end]),
    () => Buffer.concat([end, start, stretch]),
    () => flipped(bytes, random),
    () => flipped(bytes, random),
  ])()
}

function flipped(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes)
  for (let left = 1 + random.below(4); left > 0 && copy.length > 0; left -= 1) {
    copy[random.below(copy.length)] = random.below(256)
  }
  return copy
}
