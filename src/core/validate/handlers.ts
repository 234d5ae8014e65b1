import type { Manifest } from '../../schema/manifest.ts'
import { type Finding, findingsIn } from './finding.ts'

/** A hook, and where it stands in the manifest. */
export interface PlacedHook {
  readonly index: number
  readonly hook: Manifest['hooks'][number]
}

/** Which files there are. */
export interface Present {
  readonly published: ReadonlySet<string>
  readonly onDisk: ReadonlySet<string>
  /** package.json has a script that builds. */
  readonly builds: boolean
}

/** The file of the pack that a handler is in; undefined for one that the client runs itself. */
export function fileOf({ handler }: Manifest['hooks'][number]): string | undefined {
  if ('module' in handler) return handler.module
  return 'script' in handler ? handler.script : undefined
}

/** Handlers whose files would not be in the pack. */
export function handlerFindings(hooks: readonly PlacedHook[], present: Present): readonly Finding[] {
  return hooks.flatMap(({ index, hook }) => {
    const file = fileOf(hook)
    if (file === undefined || present.published.has(file)) return []
    const [kind = ''] = Object.keys(hook.handler)
    const about = missing(file, present)
    return [
      findingsIn('hooks.json').error('handler-missing', {
        field: `hooks[${index}].handler.${kind}`,
        ...about,
      }),
    ]
  })
}

function missing(file: string, { onDisk, builds }: Present): Pick<Finding, 'message' | 'hint'> {
  if (onDisk.has(file))
    return {
      message: `\`${file}\` is there, but would not be published`,
      hint: 'name it, or its folder, in `files` of package.json',
    }
  return {
    message: `there is no file \`${file}\``,
    hint: builds ? 'build it: npm install && npm run build' : 'write it, or correct the path',
  }
}

/** Built handlers that are older than what they are built from. */
export function staleFindings(
  stale: readonly { readonly built: string; readonly source: string }[],
): readonly Finding[] {
  return stale.map(({ built, source }) =>
    findingsIn(built).error('build-stale', {
      message: `it is older than ${source}`,
      hint: 'build it again: npm run build',
    }),
  )
}
