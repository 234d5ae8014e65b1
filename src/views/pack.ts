import type { Packed } from '../ops/pack.ts'
import { packLines } from './pack-lines.ts'
import { printable, type Style } from './style.ts'

/** A checked pack for its author. */
export function packedLines({ pack, file, bytes, stale }: Packed, style: Style): readonly string[] {
  const size = `${pack.artifact.files.length} files, ${bytes} bytes`
  const warnings = stale.map(
    (one) => `warning: ${printable(one.built)} is older than ${printable(one.source)}: build the pack again`,
  )
  return [
    ...packLines(pack, style),
    '',
    ...warnings,
    file === undefined ? `checked (${size}); nothing was written` : `wrote ${printable(file)} (${size})`,
  ]
}
