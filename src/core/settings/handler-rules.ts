/** What the client wants of one field of a handler; undefined when the value is fine, else what it must be. */
type Rule = (value: unknown) => string | undefined

const text: Rule = (value) => (typeof value === 'string' ? undefined : 'must be of type string')
const truth: Rule = (value) => (typeof value === 'boolean' ? undefined : 'must be of type boolean')
const oneOf =
  (...words: readonly string[]): Rule =>
  (value) =>
    words.includes(value as string) ? undefined : `must be one of ${words.join(', ')}`
const texts: Rule = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
    ? undefined
    : 'must be a list of strings'
const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const record: Rule = (value) => (isRecord(value) ? undefined : 'must be of type object')
const textRecord: Rule = (value) =>
  isRecord(value) && Object.values(value).every((one) => typeof one === 'string')
    ? undefined
    : 'must be an object of strings'
const address: Rule = (value) =>
  typeof value === 'string' && URL.canParse(value) ? undefined : 'must be an address'
const seconds: Rule = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be of type number'
  return value > 0 ? undefined : 'must be more than 0 seconds'
}

const EVERY = { if: text, timeout: seconds, statusMessage: text, once: truth }
const onFailure = oneOf('continue', 'block')

interface Type {
  readonly required: readonly string[]
  readonly rules: Readonly<Record<string, Rule>>
}

/** The client looks at the fields of a handler's own type only; any other may hold what it likes. */
const TYPES: Readonly<Record<string, Type>> = {
  command: {
    required: ['command'],
    rules: {
      ...EVERY,
      command: text,
      args: texts,
      shell: oneOf('bash', 'powershell'),
      async: truth,
      asyncRewake: truth,
      rewakeMessage: text,
      rewakeSummary: text,
      holdsTools: truth,
      onFailure,
    },
  },
  http: {
    required: ['url'],
    rules: { ...EVERY, url: address, headers: textRecord, allowedEnvVars: texts, onFailure },
  },
  mcp_tool: {
    required: ['server', 'tool'],
    rules: { ...EVERY, server: text, tool: text, input: record },
  },
  prompt: { required: ['prompt'], rules: { ...EVERY, prompt: text, model: text, continueOnBlock: truth } },
  agent: { required: ['prompt'], rules: { ...EVERY, prompt: text, model: text } },
}

/** The fields that the client knows in handlers of a type; undefined for a type that it does not know. */
export function fieldsOfType(type: string): readonly string[] | undefined {
  return Object.hasOwn(TYPES, type) ? ['type', ...Object.keys(TYPES[type]?.rules ?? {})] : undefined
}

/** What the client would find wrong with a handler, as pairs of a field and a sentence. */
export function handlerFaults(
  handler: Readonly<Record<string, unknown>>,
): readonly (readonly [field: string, message: string])[] {
  const { type } = handler
  const known = typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  if (!known) {
    const found = JSON.stringify(type)
    return [['type', `must be one of ${Object.keys(TYPES).join(', ')}; it is ${found ?? 'missing'}`]]
  }
  const missing = known.required.filter((field) => handler[field] === undefined)
  return [
    ...missing.map((field) => [field, 'is missing'] as const),
    ...Object.entries(handler).flatMap(([field, value]) => {
      const fault = Object.hasOwn(known.rules, field) ? known.rules[field]?.(value) : undefined
      return fault === undefined ? [] : [[field, fault] as const]
    }),
  ]
}
