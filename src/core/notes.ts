/** Something worth telling that is not an error. Prose is made in views. */
export type Note =
  | { readonly code: 'already-installed'; readonly pack: string; readonly version: string }
  | { readonly code: 'hooks-disabled'; readonly file: string }
  | { readonly code: 'entry-gone'; readonly event: string; readonly hooks: readonly string[] }
  | { readonly code: 'entry-kept'; readonly event: string; readonly hooks: readonly string[] }
  | { readonly code: 'files-kept'; readonly pack: string; readonly files: readonly string[] }
  | { readonly code: 'client-skips'; readonly file: string; readonly path: string; readonly message: string }
  | { readonly code: 'settings-commented'; readonly file: string; readonly line: number }
  | { readonly code: 'scope-skipped'; readonly scope: string; readonly why: string }
  | { readonly code: 'planned-again'; readonly file: string }
  | { readonly code: 'recovered'; readonly folder: string }
  | { readonly code: 'log-lines-skipped'; readonly lines: number; readonly folder: string }
  | { readonly code: 'log-records-left'; readonly records: number }
  | { readonly code: 'log-failures-only' }
