import compare from 'semver/functions/compare.js'
import prerelease from 'semver/functions/prerelease.js'
import type { Line } from '../schema/registry.ts'

/** The text with the line at its place: by version, behind lines of newer formats whose version is not known. */
export function withLine(text: string, line: Line): string {
  const lines = text.split('\n').filter(Boolean)
  const after = lines.findIndex((other) => {
    const { v, vers } = JSON.parse(other) as Partial<Line>
    return v === 1 && vers !== undefined && compare(vers, line.vers) > 0
  })
  const at = after === -1 ? lines.length : after
  return [...lines.slice(0, at), JSON.stringify(line), ...lines.slice(at)].map((one) => `${one}\n`).join('')
}

/** A pre-release is not what search shows, unless there is nothing else. */
export function isNewer(version: string, than: string): boolean {
  const step = Number(prerelease(than) !== null) - Number(prerelease(version) !== null)
  return step === 0 ? compare(version, than) > 0 : step > 0
}
