import type * as z from 'zod'
import { didYouMean } from '../core/nearest.ts'

/** One fault of a document, for the person who writes it. */
export interface FieldFault {
  /** As it is written in JavaScript: `hooks[0].event`; empty for the document itself. */
  readonly field: string
  readonly message: string
  /** The way out, where more can be said than the message says. */
  readonly hint?: string
}

type Path = readonly PropertyKey[]
type Issue = z.core.$ZodIssue
type Schema = z.core.$ZodType

/** Every fault of `value`, each with its field; a field that is not known with the name that may be meant. */
export function explain(schema: z.ZodType, value: unknown): readonly FieldFault[] {
  const result = schema.safeParse(value)
  return result.success
    ? []
    : result.error.issues.flatMap((issue) => faultsOf(issue, { schema, value, at: [] }))
}

/** A schema and a value, and where in the document they stand. */
interface Spot {
  readonly schema: Schema
  readonly value: unknown
  readonly at: Path
}

function faultsOf(issue: Issue, { schema, value, at }: Spot): readonly FieldFault[] {
  const path = [...at, ...issue.path]
  const spot = spotAt({ schema, value, at }, issue.path)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(key, spot))
  if (issue.code === 'invalid_union') return unionFaults(issue, spot)
  if (issue.code === 'invalid_key')
    return [{ field: fieldOf(path), message: issue.issues[0]?.message ?? issue.message }]
  if (spot.value === undefined) return [{ field: fieldOf(path), message: 'is missing' }]
  if (issue.code === 'invalid_value') return [notOneOf(issue.values, spot)]
  return [{ field: fieldOf(path), message: issue.message.replace(/^Invalid input: /, '') }]
}

function unknownField(key: string, spot: Spot): FieldFault {
  const { schema, at } = spot
  const known = fieldsOf(alternative(spot) ?? schema)
  return {
    field: fieldOf([...at, key]),
    message: 'is not a known field',
    hint: didYouMean(key, known) ?? `known fields: ${known.join(', ')}`,
  }
}

function notOneOf(values: readonly unknown[], { value, at }: Spot): FieldFault {
  const names = values.map(String)
  const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
  return {
    field: fieldOf(at),
    message: `\`${shown}\` is not one of the values it may have`,
    hint: didYouMean(shown, names) ?? `one of: ${names.join(', ')}`,
  }
}

/** The faults of the one alternative that was meant, else what the alternatives are. */
function unionFaults(issue: Issue, spot: Spot): readonly FieldFault[] {
  const meant = alternative(spot)
  if (meant) return explain(meant as z.ZodType, spot.value).map((fault) => below(spot.at, fault))
  const fields = alternativesOf(spot.schema).flatMap(fieldsOf)
  const given = isObject(spot.value) ? Object.keys(spot.value) : []
  const near = given.map((key) => didYouMean(key, fields)).find((hint) => hint !== undefined)
  return [{ field: fieldOf(spot.at), message: issue.message, ...(near === undefined ? {} : { hint: near }) }]
}

function below(at: Path, { field, ...rest }: FieldFault): FieldFault {
  const dot = field === '' || field.startsWith('[') ? '' : '.'
  return { field: `${fieldOf(at)}${dot}${field}`, ...rest }
}

/** The schema and the value at a path below a spot. */
function spotAt(spot: Spot, path: Path): Spot {
  return path.reduce<Spot>(
    ({ schema, value, at }, key) => ({
      schema: innerSchema(schema, key, value),
      value: isObject(value) || Array.isArray(value) ? (value as Fields)[key as string] : undefined,
      at: [...at, key],
    }),
    spot,
  )
}

function innerSchema(schema: Schema, key: PropertyKey, value: unknown): Schema {
  const plain = unwrapped(schema)
  const def = definitionOf(plain)
  if (def.type === 'union') {
    const meant = alternative({ schema: plain, value, at: [] })
    return meant ? innerSchema(meant, key, value) : plain
  }
  if (def.type === 'array') return def.element ?? plain
  if (def.type === 'record') return def.valueType ?? plain
  return def.shape?.[String(key)] ?? plain
}

/** The alternative that shares a field with the value; the only object among them counts for every object. */
function alternative({ schema, value }: Spot): Schema | undefined {
  if (!isObject(value)) return undefined
  const objects = alternativesOf(schema).filter((one) => definitionOf(one).type === 'object')
  const sharing = objects.find((one) => fieldsOf(one).some((field) => Object.hasOwn(value, field)))
  return sharing ?? (objects.length === 1 ? objects[0] : undefined)
}

function alternativesOf(schema: Schema): readonly Schema[] {
  return definitionOf(unwrapped(schema)).options ?? []
}

function fieldsOf(schema: Schema): readonly string[] {
  return Object.keys(definitionOf(unwrapped(schema)).shape ?? {})
}

function unwrapped(schema: Schema): Schema {
  const { innerType } = definitionOf(schema)
  return innerType ? unwrapped(innerType) : schema
}

/** What of a schema's own description is looked at here. */
interface Definition {
  readonly type: string
  readonly innerType?: Schema
  readonly element?: Schema
  readonly valueType?: Schema
  readonly options?: readonly Schema[]
  readonly shape?: Readonly<Record<string, Schema>>
}

function definitionOf(schema: Schema): Definition {
  return schema._zod.def as unknown as Definition
}

type Fields = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldOf(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}
