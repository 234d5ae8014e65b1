import { isDeepStrictEqual } from 'node:util'
import { lockedPack, type Pack } from '../core/archive-pack.ts'
import type { Installation } from '../core/plan.ts'
import { FILES, type ScopeName } from '../core/scope.ts'
import { parseSpec, type Spec } from '../core/spec.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { chooseScope } from '../io/scopes.ts'
import { editedFiles, isMissing } from '../io/store.ts'
import { parseRequest } from '../schema/request.ts'
import { changeScope, type Mode, type Outcome } from './change.ts'
import type { Consent, Context } from './context.ts'
import { findPack } from './find-pack.ts'

/** What `hooks add` was asked to do. */
export interface AddRequest extends Mode {
  readonly specs: readonly string[]
  readonly scope: ScopeName | undefined
  readonly options: Readonly<Record<string, unknown>>
}

/** What `hooks add` did, and the packs that were asked for. */
export interface Added extends Outcome {
  readonly packs: readonly Pack[]
  /** Why this scope was chosen, when the user did not name one. */
  readonly why: string | undefined
}

/** Resolves, verifies and installs packs into one scope. */
export async function add(request: AddRequest, context: Context, consent: Consent): Promise<Added> {
  const specs = request.specs.map(parseSpec)
  if (specs.length > 1 && Object.keys(request.options).length > 0) {
    throw new HooksError('usage', '`--set` works with one pack at a time', {
      hint: 'add the packs one by one',
    })
  }
  const { scope, why } = await chooseScope(context, request.scope)
  let packs: readonly Pack[] = []
  const outcome = await changeScope({ scope, mode: request, context, consent }, async (state) => {
    const wanted = wantedIn(state)
    const found = await Promise.all(
      specs.map(async (spec) => ({
        spec,
        pack: await findPack(spec, context, (name) => ({ ...optionsOf(wanted[name]), ...request.options })),
      })),
    )
    packs = found.map(({ pack }) => pack)
    checkTwice(packs)
    const install = await Promise.all(
      found.map(({ spec, pack }) => installation(spec, pack, { state, request, wanted, consent })),
    )
    return { install, remove: [] }
  })
  return { ...outcome, packs, why }
}

type Wanted = Readonly<Record<string, unknown>>

function wantedIn(state: State): Wanted {
  const { request } = state.files
  return request === undefined ? {} : parseRequest(request, `${state.scope.folder}/${FILES.request}`).packs
}

function optionsOf(wanted: unknown): Readonly<Record<string, unknown>> {
  return typeof wanted === 'object' && wanted !== null
    ? ((wanted as { options?: Record<string, unknown> }).options ?? {})
    : {}
}

function checkTwice(packs: readonly Pack[]): void {
  const twice = packs.find((pack, index) => packs.findIndex((other) => other.name === pack.name) !== index)
  if (twice)
    throw new HooksError('usage', `\`${twice.name}\` is named twice`, { hint: 'name every pack once' })
}

interface Around {
  readonly state: State
  readonly request: AddRequest
  readonly wanted: Wanted
  readonly consent: Consent
}

async function installation(
  spec: Spec,
  pack: Pack,
  { state, request, wanted, consent }: Around,
): Promise<Installation> {
  const { folder } = state.scope
  const options = { ...optionsOf(wanted[pack.name]), ...request.options }
  const asked = { pack, request: requestOf(spec, pack, options) }
  const installed = state.lockfile.packs[pack.name]
  if (!installed) return { ...asked, place: true }
  if (installed.source !== pack.artifact.source && !request.force) {
    throw new HooksError(
      'source-changed',
      `\`${pack.name}\` is installed from \`${installed.source}\`, not from \`${pack.artifact.source}\``,
      {
        hint: 'remove it first, or use `--force` to take it from there from now on',
      },
    )
  }
  const same = isDeepStrictEqual({ ...installed, options: {} }, { ...lockedPack(pack), options: {} })
  if (await isMissing(folder, installed)) return { ...asked, place: true }
  const edited = await editedFiles(folder, installed)
  if (edited.length === 0) return { ...asked, place: !same }
  if (same && !request.force) {
    consent.note({ code: 'files-kept', pack: pack.name, files: edited })
    return { ...asked, place: false }
  }
  if (!request.force) throw editedByHand(pack.name, edited)
  return { ...asked, place: true }
}

/** The refusal to throw away files that somebody has edited. */
export function editedByHand(name: string, files: readonly string[]): HooksError {
  return new HooksError(
    'edited-by-hand',
    `files of \`${name}\` were edited by hand: ${files.slice(0, 5).join(', ')}`,
    {
      hint: 'save your edits, then use `--force`',
    },
  )
}

function requestOf(spec: Spec, pack: Pack, options: Readonly<Record<string, unknown>>): unknown {
  const version =
    spec.kind === 'folder' || spec.range === '*' || spec.range === 'latest' ? `^${pack.version}` : spec.range
  const from = spec.kind === 'folder' ? spec.path : spec.kind === 'npm' ? `npm:${spec.name}` : undefined
  const extra = {
    ...(from === undefined ? {} : { from }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  }
  return Object.keys(extra).length === 0 ? version : { version, ...extra }
}
