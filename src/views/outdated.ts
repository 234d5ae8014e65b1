import type { Dated, Outdated } from '../ops/outdated.ts'
import { waitingText } from './notes.ts'
import { clipped, columns, printable, type Style } from './style.ts'

/** Packs that are not the newest, in columns. */
export function outdatedLines({ packs, checked }: Outdated, style: Style): readonly string[] {
  if (checked === 0) return ['no packs from a registry are installed']
  if (packs.length === 0) return [`${checked} ${checked === 1 ? 'pack is' : 'packs are'} up to date`]
  const rows = packs.map((pack) => [
    pack.name,
    pack.current,
    pack.wanted,
    pack.latest,
    pack.scope,
    printable(pack.source),
    remark(pack),
  ])
  const [head = '', ...body] = columns([
    ['pack', 'current', 'wanted', 'latest', 'scope', 'source', ''],
    ...rows,
  ])
  const newer = packs.some(({ current, wanted }) => current !== wanted)
  return [style.bold(head), ...body, ...(newer ? ['', '`hooks update` installs the wanted versions'] : [])]
}

function remark({ yanked, gone, deprecated, waiting, advisories }: Dated): string {
  const remarks = [
    ...advisories.map(({ id, malware }) => (malware ? `malware: ${id}` : `known fault: ${id}`)),
    ...(gone ? ['its registry does not list this version any more'] : []),
    ...(yanked ? ['this version was taken back'] : []),
    ...(deprecated === undefined ? [] : [`deprecated: ${clipped(deprecated, 80)}`]),
    ...waiting
      .slice(0, 2)
      .map(({ version, until }) =>
        waitingText({ version, until: until === undefined ? undefined : Date.parse(until) }),
      ),
  ]
  return printable(remarks.join('; '))
}
