import type { Waiting } from './age.ts'
import type { Need } from './needs.ts'

/** Something worth telling that is not an error. Prose is made in views. */
export type Note =
  | { readonly code: 'already-installed'; readonly pack: string; readonly version: string }
  | {
      readonly code: 'scan-found'
      readonly pack: string
      readonly place: string
      readonly what: string
      readonly more: number
    }
  /** The client's own record of plugins cannot be read, so theirs are not known. */
  | { readonly code: 'plugins-unknown'; readonly file: string; readonly why: string }
  | { readonly code: 'still-brought'; readonly pack: string; readonly by: string }
  | { readonly code: 'conflict-settled'; readonly files: readonly string[] }
  | { readonly code: 'not-checked'; readonly pack: string; readonly why: string }
  | { readonly code: 'advisories-stale'; readonly place: string; readonly why: string }
  | { readonly code: 'advisories-unknown'; readonly place: string; readonly why: string }
  | {
      readonly code: 'known-fault'
      readonly pack: string
      readonly version: string
      readonly id: string
      readonly summary: string
      /** The first version that is better, where one is said to be. */
      readonly fixed: string | undefined
    }
  | {
      readonly code: 'malware-passed-over'
      readonly pack: string
      readonly version: string
      readonly id: string
    }
  | {
      readonly code: 'versions-wait'
      readonly pack: string
      /** What is taken instead. */
      readonly version: string
      readonly waiting: readonly Waiting[]
      /** The file that makes them wait; undefined for the default. */
      readonly file: string | undefined
    }
  | {
      readonly code: 'required-missing'
      readonly pack: string
      readonly file: string
      readonly scope: string
      /** It is there, and does not run. */
      readonly disabled?: true
    }
  /** What a pack requires, and this machine does not have. */
  | { readonly code: 'need-unmet'; readonly pack: string; readonly need: Need }
  | { readonly code: 'disabled-unknown'; readonly name: string }
  | { readonly code: 'hooks-disabled'; readonly file: string }
  | { readonly code: 'entry-gone'; readonly event: string; readonly hooks: readonly string[] }
  | { readonly code: 'entry-kept'; readonly event: string; readonly hooks: readonly string[] }
  | { readonly code: 'files-kept'; readonly pack: string; readonly files: readonly string[] }
  | { readonly code: 'client-skips'; readonly file: string; readonly path: string; readonly message: string }
  | { readonly code: 'settings-commented'; readonly file: string; readonly line: number }
  | { readonly code: 'scope-skipped'; readonly scope: string; readonly why: string }
  | { readonly code: 'planned-again'; readonly file: string }
  | { readonly code: 'makes-executable'; readonly file: string }
  | { readonly code: 'recovered'; readonly folder: string }
  | { readonly code: 'log-lines-skipped'; readonly lines: number; readonly folder: string }
  | { readonly code: 'log-records-left'; readonly records: number }
  | { readonly code: 'log-failures-only' }
  | { readonly code: 'npmrc-ignored'; readonly file: string; readonly keys: readonly string[] }
  | {
      readonly code: 'pack-deprecated'
      readonly pack: string
      readonly version: string
      readonly reason: string
    }
  | { readonly code: 'registry-retry'; readonly host: string; readonly why: string; readonly seconds: number }
  | { readonly code: 'registry-stale'; readonly host: string; readonly pack: string }
  | { readonly code: 'registry-shadowed'; readonly name: string; readonly file: string; readonly by: string }
  | {
      readonly code: 'root-trusted'
      readonly name: string
      readonly base: string
      readonly version: number
      readonly sha256: string
    }
  | { readonly code: 'metadata-expired'; readonly name: string; readonly since: string }
  | { readonly code: 'trust-not-kept'; readonly name: string; readonly why: string }
  | { readonly code: 'registry-skipped'; readonly name: string; readonly why: string }
  | {
      readonly code: 'signature-unchecked' | 'provenance-unchecked'
      readonly pack: string
      readonly version: string
      readonly why: string
    }
  | {
      readonly code: 'version-gone'
      readonly pack: string
      readonly version: string
      readonly newest: string
    }
