import * as z from 'zod'
import { DECISION_KINDS } from '../core/client-events.ts'
import { explain, type FieldFault } from './explain.ts'
import { parseJson } from './json.ts'

const fields = z.record(z.string(), z.unknown())
const inProject = z
  .string()
  .regex(/^(?![/\\]|[A-Za-z]:)(?!.*(?:^|[/\\])\.\.(?:[/\\]|$)).+$/, 'must be a path inside the project')

const oneCase = z.strictObject({
  name: z.string().min(1),
  event: fields.optional(),
  options: fields.optional(),
  files: z
    .record(
      inProject,
      z.union([
        z.string(),
        z.strictObject({ content: z.string(), mode: z.string().regex(/^[0-7]{3,4}$/, 'must be like `755`') }),
      ]),
    )
    .optional(),
  expect: z.strictObject({
    decision: z.enum(['none', 'failed', ...DECISION_KINDS]),
    reason: z.string().optional(),
  }),
  after: z.record(inProject, z.string()).optional(),
})

/** The shape of a file in `cases/`; docs/pack-authoring.md describes it. */
export const caseFileSchema = z.strictObject({
  $schema: z.string().optional(),
  hook: z.string(),
  event: fields.default({}),
  cases: z.array(oneCase).min(1),
})

/** A file in `cases/`: an event for one hook, and its cases. */
export type CaseFile = z.infer<typeof caseFileSchema>

/** One case: an event, and what the hook decides about it. */
export type Case = z.infer<typeof oneCase>

/** Reads a file of cases, or says what is wrong with it. */
export function parseCaseFile(
  text: string,
): { readonly file: CaseFile } | { readonly faults: readonly FieldFault[] } {
  const parsed = parseJson(text)
  if ('fault' in parsed) return { faults: [{ field: '', message: `is not JSON: ${parsed.fault}` }] }
  const result = caseFileSchema.safeParse(parsed.value)
  if (!result.success) return { faults: explain(caseFileSchema, parsed.value) }
  const names = result.data.cases.map(({ name }) => name)
  const twice = names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ field: `cases[${index}].name`, message: `\`${name}\` is the name of two cases` }],
  )
  return twice.length > 0 ? { faults: twice } : { file: result.data }
}
