import * as z from 'zod'
import { matcherFault } from '../core/matcher.ts'
import { packNameFault } from '../core/pack-name.ts'
import { HooksError } from '../errors.ts'
import { EVENTS, type EventName } from '../runtime/src/events.ts'
import { faultsOf } from './faults.ts'
import { parseJson } from './json.ts'

const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]]
const relativeFile = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[\w@./-]+$/, 'must be a path inside the pack, with `/`')

const handler = z
  .union(
    [
      z.strictObject({
        module: relativeFile
          .regex(/\.[cm]?js$/, 'must be a .cjs, .mjs or .js file; TypeScript has to be built first')
          .describe('A module that exports the handler; the runtime calls it.'),
      }),
      z.strictObject({
        script: relativeFile.describe('A program in any language; the runtime starts it (docs/scripts.md).'),
        interpreter: z
          .string()
          .regex(/^[\w./+-]+( [\w./=+-]+)*$/, 'must be a program and its arguments, such as `python3 -u`')
          .optional()
          .describe('What runs the script; else its ending or its first line says so.'),
      }),
      z.strictObject({
        http: z.strictObject({
          url: z.union(
            [z.url(), z.string().regex(/^\{\w+\}/)],
            'must be an address, or begin with an option: `{url}`',
          ),
          headers: z.record(z.string(), z.string()).optional(),
          allowedEnvVars: z.array(z.string()).optional(),
        }),
      }),
      z.strictObject({
        prompt: z.strictObject({
          prompt: z.string().min(1),
          model: z.string().optional(),
          continueOnBlock: z.boolean().optional(),
        }),
      }),
      z.strictObject({ agent: z.strictObject({ prompt: z.string().min(1), model: z.string().optional() }) }),
      z.strictObject({
        mcp_tool: z.strictObject({
          server: z.string().min(1),
          tool: z.string().min(1),
          input: z.record(z.string(), z.unknown()).optional(),
        }),
      }),
    ],
    'must be one of {module}, {script}, {http}, {prompt}, {agent}, {mcp_tool}',
  )
  .describe('What runs.')

const hook = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and `-`')
    .describe('Unique in the pack.'),
  event: z.enum(EVENT_NAMES).describe('The event of Claude Code.'),
  matcher: z.string().optional().describe("The client's own matcher string."),
  tools: z
    .array(z.string().regex(/^[\w-]+$/, 'must be a tool name'))
    .min(1)
    .optional()
    .describe('Exact tool names; compiles to `matcher`.'),
  if: z.string().optional().describe('One permission rule, for example `Bash(git *)`; tool events only.'),
  handler,
  timeout: z.number().positive().max(3600).default(30).describe('Seconds.'),
  async: z.boolean().optional().describe('Runs in the background; its decision is ignored by the client.'),
  failure: z.enum(['block', 'continue']).default('continue').describe('What a crash or timeout means.'),
  statusMessage: z.string().max(80).optional(),
  description: z.string().max(300).optional(),
})

/** For editors; which of these names can be folders everywhere, no pattern says. */
const PACK_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z][a-z0-9._-]{0,213}$/
const NO_PACK_NAME = 'must be the name of a pack, such as `format-on-edit` or `@acme/guard`'
const range = z.string().min(1).max(100).describe('A semver range, version or tag.')
const broughtPack = z.strictObject({
  version: range,
  from: z.literal('npm').optional().describe('Takes a bare name from npm.'),
  options: z.record(z.string(), z.unknown()).optional().describe('Options; those that users set go first.'),
})

/** The shape of `hooks.json`. The JSON Schema that editors use is generated from it. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  hooks: z.array(hook).default([]).describe('The hooks of this pack.'),
  packs: z
    .record(
      z
        .string()
        .regex(PACK_NAME, NO_PACK_NAME)
        .refine((name) => packNameFault(name) === undefined, NO_PACK_NAME),
      z.union([range, broughtPack], 'must be a range, or {version, options}'),
    )
    .optional()
    .describe(
      'Packs that this one brings: a team pack. Bare names come from the registry, `@acme/…` from npm.',
    ),
  options: z.record(z.string(), z.unknown()).optional().describe('A JSON Schema (draft-07) of the options.'),
  permissions: z
    .strictObject({
      network: z.array(z.string()).default([]),
      reads: z.array(z.string()).default([]),
      runs: z.array(z.string()).default([]),
      writes: z.array(z.string()).default([]),
      env: z
        .array(
          z
            .string()
            .regex(/^(?:[A-Za-z_]\w*|\{\w+\})$/, 'must be a name, or `{option}` for a name set there'),
        )
        .optional()
        .describe('Variables it is given although their names look like secrets.'),
    })
    .partial()
    .optional()
    .describe('What the pack says it touches; shown before it is installed.'),
  requires: z
    .strictObject({
      client: z.string().optional(),
      commands: z.array(z.string()).optional(),
      platforms: z.array(z.string()).optional(),
    })
    .optional(),
})

/** A checked manifest, with its defaults filled in. */
export type Manifest = z.infer<typeof manifestSchema>

/** Parses `hooks.json`. Throws `manifest-invalid` naming the pack, each field and what was expected. */
export function parseManifest(text: string, pack: string): Manifest {
  const parsed = parseJson(text)
  if ('fault' in parsed) throw invalid(pack, [`hooks.json is not JSON: ${parsed.fault}`])
  const result = manifestSchema.safeParse(parsed.value)
  if (!result.success) throw invalid(pack, faultsOf(result.error))
  const { hooks, packs } = result.data
  if (hooks.length === 0 && Object.keys(packs ?? {}).length === 0)
    throw invalid(pack, ['hooks: a pack needs at least one hook, or packs that it brings'])
  const faults = hooks.flatMap((one, index) => hookFaults(one, index, hooks))
  if (faults.length > 0) throw invalid(pack, faults)
  return result.data
}

/** What is wrong with one hook beside its fields, as `field: sentence`. */
export function hookFaults(one: Manifest['hooks'][number], index: number, all: Manifest['hooks']): string[] {
  const at = `hooks[${index}]`
  const faults: string[] = []
  if (all.findIndex((other) => other.id === one.id) !== index)
    faults.push(`${at}.id: \`${one.id}\` is used twice`)
  if (one.matcher !== undefined && one.tools)
    faults.push(`${at}: has both \`matcher\` and \`tools\`; use one`)
  const fault = one.matcher === undefined ? undefined : matcherFault(one.matcher)
  if (fault) faults.push(`${at}.matcher: ${fault.says}`)
  if (one.if !== undefined && !/ToolUse|Permission/.test(one.event))
    faults.push(`${at}.if: a hook with \`if\` never runs on ${one.event}`)
  if (one.async && one.failure === 'block')
    faults.push(`${at}: an async hook cannot block, so \`failure\` must be "continue"`)
  return faults
}

function invalid(pack: string, faults: readonly string[]): HooksError {
  return new HooksError(
    'manifest-invalid',
    `the manifest of \`${pack}\` is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    {
      hint: 'this is for the author of the pack to mend; nothing was installed',
    },
  )
}
