import type { Outcome } from '../ops/change.ts'

/** A change for `--json`: stable names, absolute paths. */
export function outcomeJson({ plan, applied }: Outcome, why: string | undefined): Record<string, unknown> {
  return {
    scope: plan.scope.name,
    ...(why === undefined ? {} : { why }),
    applied,
    settings: {
      file: plan.scope.settingsFile,
      changed: plan.settings.before !== plan.settings.after,
      before: plan.settings.before,
      after: plan.settings.after,
    },
    writes: plan.writes.map((write) => ({
      file: write.path,
      action: write.after === null ? 'delete' : write.before === null ? 'create' : 'change',
    })),
    unapproved: plan.unapproved.map(({ name, pack, approved, capabilities }) => ({
      name,
      version: pack.version,
      ...(approved === undefined ? {} : { approved }),
      capabilities,
    })),
    notes: plan.notes,
  }
}

/** Which scope, and why when the user did not say. */
export function scopeLine({ plan }: Outcome, why: string | undefined): string {
  const { name, settingsFile } = plan.scope
  return why === undefined
    ? `${name} scope (${settingsFile})`
    : `${name} scope, because ${why} (${settingsFile})`
}
