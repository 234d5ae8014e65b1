import { optionsOf, type Requirement, requirementsOf } from '../core/requirements.ts'
import { FILES, type Scope } from '../core/scope.ts'
import type { Spec } from '../core/spec.ts'
import type { State } from '../core/state.ts'
import { absolute } from '../io/portable.ts'
import { parseRequest, type Request } from '../schema/request.ts'

/** What hookpack.json of a scope asks for. */
export interface Wishes {
  readonly requirements: readonly Requirement[]
  readonly options: (name: string) => Readonly<Record<string, unknown>>
  readonly packs: Request['packs']
}

/** Reads hookpack.json; without one, nothing is asked for. Throws `request-invalid` or `spec-invalid`. */
export function wishesIn({ scope, files }: Pick<State, 'scope' | 'files'>): Wishes {
  const { packs } =
    files.request === undefined
      ? { packs: {} }
      : parseRequest(files.request, `${scope.folder}/${FILES.request}`)
  return {
    packs,
    requirements: requirementsOf(packs).map((one) => ({ ...one, spec: placed(one.spec, scope) })),
    options: (name) => optionsOf(packs[name]),
  }
}

/** Paths in hookpack.json are meant from the scope's own folder, wherever the command is run. */
function placed(spec: Spec, scope: Scope): Spec {
  const onDisk = spec.kind === 'folder' || spec.kind === 'archive'
  return onDisk && !spec.path.startsWith('~') ? { ...spec, path: absolute(spec.path, scope) } : spec
}
