import type { Evidence } from '../core/evidence.ts'
import { printable } from './style.ts'

interface Told {
  readonly source: string
  readonly evidence?: Evidence | undefined
}

/** What proves where a pack of a registry comes from, to go on with; empty for what no registry has said. */
export function evidencePhrase({ source, evidence }: Told): string {
  return /^(npm|registry\+)/.test(source) ? `, ${phrase(evidence)}` : ''
}

/** The same, and what it was before if that is something else. */
export function evidenceChange(before: Told, after: Told): string {
  const [was, is] = [phrase(before.evidence), phrase(after.evidence)]
  return evidencePhrase(before) === '' || was === is ? evidencePhrase(after) : `, ${was} → ${is}`
}

function phrase(evidence: Evidence | undefined): string {
  switch (evidence?.kind) {
    case undefined:
      return 'no signature'
    case 'registry-signature':
      return 'signed by the registry'
    case 'provenance': {
      const repository = evidence.repository.replace(/^https:\/\//, '')
      return printable(`built by ${repository}, ${evidence.workflow.replace(/^.*\//, '')}`)
    }
    case 'signed':
      return 'in a signed registry'
  }
}
