import { contextOf, styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG } from '../cli/define.ts'
import { publishConsent, publishRequestOf } from '../cli/publish-request.ts'
import type { Publication } from '../core/publishing.ts'
import { publicationLines, publishedLines } from '../views/publish.ts'

export const publishCommand: CommandDefinition = {
  name: 'publish',
  summary: 'check a pack that you write, and publish it',
  description:
    "Checks the archive that npm would publish exactly as installing does, shows it, and has npm's own `npm publish` send that very file: signing in, one-time passwords, trusted publishing and provenance are npm's. Flags behind `--` are passed on to npm. With --registry-dir the version is added to a static registry in a folder instead.",
  args: {
    name: 'folder',
    summary: 'the pack; without it, the current folder',
    required: false,
    many: false,
    passesOn: 'npm flags',
  },
  flags: {
    tag: { kind: 'text', summary: "npm's tag; `latest` unless told otherwise", value: 'tag' },
    access: {
      kind: 'text',
      summary: 'who may install a package with a namespace',
      options: ['public', 'restricted'],
      value: 'who',
    },
    otp: { kind: 'text', summary: 'a one-time password', value: 'code' },
    provenance: { kind: 'switch', summary: 'have npm sign where it was built; in CI only' },
    registry: { kind: 'text', summary: 'another npm registry', value: 'url' },
    'registry-dir': {
      kind: 'text',
      summary: 'add it to the static registry in this folder',
      value: 'folder',
    },
    'registry-name': { kind: 'text', summary: 'the name of a static registry that is new', value: 'name' },
    keys: {
      kind: 'text',
      multiple: true,
      summary: 'sign the static registry with the keys in this folder',
      value: 'folder',
    },
    'dry-run': { kind: 'switch', char: 'n', summary: 'show what would be published, and publish nothing' },
    yes: { kind: 'switch', char: 'y', summary: 'do not ask' },
    json: JSON_FLAG,
  },
  examples: [
    ['publish --dry-run', 'what would be published from the current folder'],
    ['publish ./my-pack --access public', 'the first version of a package with a namespace, for everybody'],
    ['publish --tag next -- --ignore-scripts', 'for those who ask for `next`; the last flag is for npm'],
    ['publish --registry-dir ../packs --registry-name acme', 'into a static registry, made if there is none'],
  ],
  busy: null,
  run: async (invocation) => {
    const { world, flags } = invocation
    const request = publishRequestOf(invocation)
    const show = (publication: Publication): readonly string[] =>
      publicationLines(publication, styleOf(invocation))
    const consent = publishConsent(world, { yes: flags['yes'] === true, json: flags['json'] === true, show })
    const context = contextOf(world)
    const publication =
      'npm' in request
        ? await (await import('../ops/publish.ts')).publishToNpm(request.npm, context, consent)
        : await (await import('../ops/publish-to-folder.ts')).publishToFolder(
            request.folder,
            context,
            consent,
          )
    const dryRun = flags['dry-run'] === true
    const lines = [...(dryRun ? [...show(publication), ''] : []), ...publishedLines(publication, dryRun)]
    return { lines, json: jsonOf(publication, dryRun) }
  },
}

function jsonOf({ pack, name, target, archive, warnings, isThere }: Publication, dryRun: boolean): object {
  return {
    name,
    version: pack.version,
    to: target,
    ...archive,
    files: pack.artifact.files.map(({ path, bytes }) => ({ path, bytes: bytes.length })),
    permissions: pack.manifest.permissions ?? null,
    warnings,
    published: !dryRun && !isThere,
  }
}
