import { AUDIT_RULES, type AuditFinding } from './audit.ts'

/**
 * Findings as SARIF 2.1.0, which code hosts show on pull requests: what a pull request brings is what was not there before,
 * by fingerprint. Files below `root` are named relative to it. Source: OASIS, SARIF 2.1.0.
 */
export function sarifOf(
  findings: readonly AuditFinding[],
  { root, version }: { readonly root: string; readonly version: string },
): object {
  const rules = Object.entries(AUDIT_RULES).map(([id, text]) => ({ id, shortDescription: { text } }))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'hookpack', semanticVersion: version, rules } },
        results: findings.map((finding) => resultOf(finding, root)),
      },
    ],
  }
}

function resultOf(
  { rule, level, file, line, message, hint, fingerprint }: AuditFinding,
  root: string,
): object {
  return {
    ruleId: rule,
    level,
    message: { text: hint === undefined ? message : `${message} (${hint})` },
    locations: [
      { physicalLocation: { artifactLocation: artifactOf(file, root), region: { startLine: line } } },
    ],
    partialFingerprints: { 'hookpack/v1': fingerprint },
  }
}

function artifactOf(file: string, root: string): object {
  const slashes = file.replaceAll('\\', '/')
  const base = `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`
  return slashes.startsWith(base)
    ? { uri: encodeURI(slashes.slice(base.length)), uriBaseId: '%SRCROOT%' }
    : { uri: encodeURI(slashes.startsWith('/') ? `file://${slashes}` : `file:///${slashes}`) }
}
