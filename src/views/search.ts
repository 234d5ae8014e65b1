import type { Hit } from '../ops/search.ts'
import { columns, printable, type Style, wrapped } from './style.ts'
import { WIDTH } from './view.ts'

/** Found packs: a line of facts and a line of description each. */
export function searchLines(hits: readonly Hit[], text: string, style: Style): readonly string[] {
  if (hits.length === 0)
    return [`nothing found for \`${printable(text)}\`; \`hooks search\` without words lists every pack`]
  const heads = columns(
    hits.map((hit) => [printable(hit.name), printable(hit.latest), printable(eventsText(hit.events))]),
  )
  return hits.flatMap((hit, at) => [
    ...headLines(heads[at] ?? hit.name, placeText(hit)).map(style.bold),
    ...wrapped(printable(hit.description), WIDTH - 4, 9).map((line) => `    ${line}`),
  ])
}

/** Where it comes from, and where it is installed already. */
function placeText({ registry, installed }: Hit): string {
  return [
    ...(registry === 'hookpack' ? [] : [`from ${printable(registry)}`]),
    ...(installed.length === 0 ? [] : [`installed (${installed.join(', ')})`]),
  ].join(', ')
}

function headLines(head: string, place: string): readonly string[] {
  if (place === '') return [head]
  const both = `${head}  ${place}`
  return both.length <= WIDTH ? [both] : [head, `    ${place}`]
}

/** More events are counted, as nobody chooses by the fourth. */
const MOST_EVENTS = 3

function eventsText(events: readonly string[]): string {
  const shown = events.length > MOST_EVENTS ? events.slice(0, MOST_EVENTS - 1) : events
  const more = events.length - shown.length
  return shown.join(', ') + (more === 0 ? '' : ` and ${more} more`)
}
