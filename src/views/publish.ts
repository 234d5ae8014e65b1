import type { Publication, Target } from '../core/publishing.ts'
import { packLines } from './pack-lines.ts'
import { signAgain } from './signing.ts'
import { columns, printable, type Style } from './style.ts'

/** More files than anybody reads; `--json` has them all. */
const FILES_SHOWN = 100

/** Everything an author should see before saying yes: what runs, every file, and where it goes. */
export function publicationLines(publication: Publication, style: Style): readonly string[] {
  const { pack, name, target, archive, warnings } = publication
  const { files } = pack.artifact
  const width = String(Math.max(...files.map(({ bytes }) => bytes.length))).length
  const rows = files.map(({ path, bytes }) => `  ${String(bytes.length).padStart(width)}  ${printable(path)}`)
  const more = rows.length - FILES_SHOWN
  return [
    ...packLines(pack, style),
    '',
    `${files.length} files, bytes`,
    ...rows.slice(0, FILES_SHOWN),
    ...(more > 0 ? [`  and ${more} more; \`--json\` has them all`] : []),
    '',
    ...warnings.map((one) => style.yellow(`warning: ${printable(one)}`)),
    ...(warnings.length > 0 ? [''] : []),
    style.bold(`${target.kind === 'npm' ? 'publishes' : 'adds'} ${printable(name)} ${pack.version}`),
    ...columns([
      ...placeRows(target, name.startsWith('@')),
      ['  archive', `${archive.bytes} bytes`],
      ['  integrity', archive.integrity],
    ]),
  ]
}

function placeRows(target: Target, hasNamespace: boolean): readonly (readonly string[])[] {
  if (target.kind === 'folder')
    return [
      [
        '  to',
        `${target.isNew ? 'a new registry' : 'the registry'} \`${target.registry}\` in ${printable(target.folder)}`,
      ],
    ]
  return [
    ['  to', printable(target.registry)],
    ['  tag', printable(target.tag)],
    ['  access', target.access === null ? npmDecides(hasNamespace) : printable(target.access)],
  ]
}

function npmDecides(hasNamespace: boolean): string {
  return hasNamespace ? 'as npm decides: private, if it is the first version' : 'public'
}

/** What has happened, and what is left to do. */
export function publishedLines(publication: Publication, dryRun: boolean): readonly string[] {
  const { target, isThere } = publication
  const open = target.kind === 'folder' && target.signing === 'needed' && !dryRun && !isThere
  return [publishedLine(publication, dryRun), ...(open ? [signAgain(target.folder)] : [])]
}

function publishedLine({ name, pack, target, isThere }: Publication, dryRun: boolean): string {
  const what = `${printable(name)} ${pack.version}`
  if (dryRun) return `checked ${what}; nothing was published`
  if (target.kind === 'npm') {
    const spec = name.startsWith('@') ? name : `npm:${name}`
    return `published ${what}; \`hooks add ${printable(spec)}@${pack.version}\` installs it`
  }
  if (isThere) return `${what} is in the registry \`${target.registry}\` already; nothing was written`
  return `added ${what} to the registry \`${target.registry}\``
}
