import type { Hit } from '../ops/search.ts'
import { columns, printable, type Style } from './style.ts'

/** Found packs: a line of facts and a line of description each. */
export function searchLines(hits: readonly Hit[], text: string, style: Style): readonly string[] {
  if (hits.length === 0)
    return [`nothing found for \`${printable(text)}\`; \`hooks search\` without words lists every pack`]
  const heads = columns(
    hits.map((hit) => [
      printable(hit.name),
      printable(hit.latest),
      printable(hit.events.join(', ')),
      [
        ...(hit.registry === 'hookpack' ? [] : [`from ${hit.registry}`]),
        ...(hit.installed.length === 0 ? [] : [`installed (${hit.installed.join(', ')})`]),
      ].join(', '),
    ]),
  )
  return hits.flatMap((hit, at) => [style.bold(heads[at] ?? hit.name), `    ${printable(hit.description)}`])
}
