import * as z from 'zod'
import { nearest } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'
import { faultsOf } from './faults.ts'
import { parseJson } from './json.ts'
import { policyFaults, policySchema } from './policy.ts'
import { registriesSchema } from './registries.ts'

const wanted = z.strictObject({
  version: z.string().optional().describe('A semver range, tag or version.'),
  from: z.string().optional().describe('`npm:<name>` or a folder, when it is not the registry.'),
  options: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Options of the pack: `hooks info` lists them.'),
})

const advisories = z
  .string()
  .min(1)
  .optional()
  .describe('A file, a folder or an address of advisories (OSV). Only in the file of the user scope.')

/** `hookpack.json`: what was asked for in a scope. People edit it. */
export const requestSchema = z
  .looseObject({
    $schema: z.string().optional(),
    packs: z
      .record(z.string(), z.union([z.string(), wanted]))
      .default({})
      .describe('Packs by name: a range, or an object with more.'),
    disabled: z
      .array(z.string().min(1))
      .optional()
      .describe('Packs, and hooks as `<pack>/<id>`, that stay installed and do not run.'),
    registries: registriesSchema.optional(),
    policy: policySchema.optional(),
    advisories,
  })
  .superRefine((request, context) => {
    for (const { path, message } of request.policy
      ? policyFaults(request.policy, request.registries ?? {})
      : [])
      context.addIssue({ code: 'custom', path: ['policy', ...path], message })
    // Other fields are left alone, but not one that was meant to be a rule.
    for (const key of Object.keys(request))
      if (key !== 'policy' && key.length <= 10 && nearest(key, ['policy', 'policies']).length > 0)
        context.addIssue({ code: 'custom', path: [key], message: 'is not a known field; `policy` is' })
  })
export type Request = z.infer<typeof requestSchema>

/** The administrator's file, which has no packs. */
const managedSchema = z
  .strictObject({ $schema: z.string().optional(), policy: policySchema.optional(), advisories })
  .superRefine(({ policy }, context) => {
    for (const { path, message } of policy ? policyFaults(policy, {}) : [])
      context.addIssue({ code: 'custom', path: ['policy', ...path], message })
  })

/** Parses the administrator's `hookpack.json`. Throws `request-invalid` naming the file and the field. */
export function parseManaged(text: string, file: string): z.infer<typeof managedSchema> {
  return checked(managedSchema, text, file)
}

/** Parses `hookpack.json`. Throws `request-invalid` naming the file and the field. */
export function parseRequest(text: string, file: string): Request {
  return checked(requestSchema, text, file)
}

function checked<T extends z.ZodType>(schema: T, text: string, file: string): z.infer<T> {
  const parsed = parseJson(text)
  if ('fault' in parsed && /^<{7} /m.test(text)) throw conflict(file)
  const faults = 'fault' in parsed ? [parsed.fault] : undefined
  const result = schema.safeParse('value' in parsed ? parsed.value : {})
  if (!faults && result.success) return result.data
  const lines = faults ?? (result.error ? faultsOf(result.error) : [])
  throw new HooksError(
    'request-invalid',
    `${file} is not valid:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    {
      hint: 'mend it by hand, or restore it from git',
    },
  )
}

function conflict(file: string): HooksError {
  return new HooksError('merge-conflict', `${file} has a merge conflict`, {
    hint: '`hooks install` settles it: what both sides ask for counts',
  })
}
