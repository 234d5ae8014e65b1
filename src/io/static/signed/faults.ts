import { HooksError } from '../../../errors.ts'
import { faultOf } from '../faults.ts'
import type { Called } from '../files.ts'
import type { Asked } from './fetcher.ts'

const LATER = 'nothing was changed; try again in a moment, and if it stays, tell whoever runs the registry'
const FREEZE =
  'whoever runs the registry has to sign it again (`hooks registry sign`); look at the clock of this machine as well'

/** What tuf-js says, which words of its own tell apart, and what that means. */
const MEANINGS: readonly (readonly [says: RegExp, means: (...found: string[]) => string, hint?: string])[] = [
  [
    /signed by (\d+)\/(\d+) keys/,
    (has, needs) => `is signed by ${has} of the ${needs} trusted keys that it needs`,
  ],
  [
    /New (timestamp|snapshot) version (\d+) is less than current version (\d+)/,
    (what, now, before) => `goes back to version ${now} of the ${what}, after version ${before}`,
  ],
  [
    /New version (\d+) of (\S+) is less than current version (\d+)/,
    (now, file, before) => `goes back to version ${now} of \`${file}\`, after version ${before}`,
  ],
  [/Missing file (\S+) in new snapshot/, (file) => `does not have \`${file}\` any more`],
  [/is expired/, () => 'has expired, and nothing newer is given out', FREEZE],
  [/Expected (?:length|hash)|does ?n[o']t match/, () => 'does not belong to what else the registry says now'],
  [/Expected version (\d+), got (\d+)/, (wanted, got) => `has version ${got} in the place of ${wanted}`],
]

/** A failure of tuf-js as an error of ours, which names the registry and the file. */
export function untrusted(called: Called, asked: Asked, error: unknown): HooksError {
  if (error instanceof HooksError) return error
  const said = error instanceof Error ? error.message : String(error)
  const failure = asked.failures.find(({ message }) => said.includes(message))
  if (failure) return failure
  const role = /(?:^|[ :])(\w+(?:-[0-9a-f]+)?)(?:\.json is expired| was signed by)/.exec(said)?.[1]
  const missing = /(metadata\/\S+) is missing/.exec(said)?.[1]
  const file = missing ?? (role === undefined ? asked.path : `metadata/${role}.json`)
  const [, means, hint = LATER] = MEANINGS.find(([says]) => says.test(said)) ?? []
  const found = MEANINGS.map(([says]) => says.exec(said)).find(Boolean) ?? []
  return faultOf(called, file, {
    code: 'registry-untrusted',
    says: missing ? 'is missing' : (means?.(...found.slice(1)) ?? `is no signed metadata: ${plain(said)}`),
    hint,
    cause: error,
  })
}

/** What tuf-js says, without what it puts before it. */
function plain(said: string): string {
  return said.replace(/^Unable to load \w+(?: metadata)? error (?:\w*Error: )?/, '').slice(0, 200)
}

/** Bytes that are not what the signed metadata lists. */
export function unlisted(called: Called, path: string): HooksError {
  return faultOf(called, path, {
    code: 'integrity-mismatch',
    says: 'is not what its signed metadata says',
    hint: LATER,
  })
}

/** A file that the signed metadata lists, and that is not there. */
export function withheld(called: Called, path: string): HooksError {
  return faultOf(called, path, {
    code: 'registry-untrusted',
    says: 'is missing, though its signed metadata lists it',
    hint: LATER,
  })
}

/** It was signed, and is not any more; or by others. Nothing that it says is taken. */
export function lost({ name, base }: Called, says: string, file: string | undefined): HooksError {
  const forget = file === undefined ? '' : ` and remove ${file}`
  return new HooksError('evidence-lost', `the registry \`${name}\` (${base}) ${says}`, {
    hint: `ask whoever runs it. If it is meant to be so: name its new root (\`hooks registry add ${name} ${base} --scope user --root <sha256>\`), or, if it has none any more, take its packs out (\`hooks remove\`)${forget}; then update or add them with \`--allow-weaker\``,
  })
}
