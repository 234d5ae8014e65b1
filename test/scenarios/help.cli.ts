import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { scratch } from './cli.ts'

const manifest = path.resolve(import.meta.dirname, '../../oclif.manifest.json')
const { commands } = JSON.parse(readFileSync(manifest, 'utf8')) as {
  commands: Readonly<Record<string, { examples: readonly object[] }>>
}

describe('help', () => {
  for (const name of ['', ...Object.keys(commands)])
    test(`of \`hooks ${name}\` has examples, is readable at 80 columns and without colour`, async () => {
      const { stdout } = await scratch().done([...(name === '' ? [] : [name]), '--help'])
      expect(stdout).toContain('EXAMPLES')
      expect(stdout).not.toContain('\u001B')
      // Command lines are for copying, so they are not broken.
      const prose = stdout.split('\n').filter((line) => !line.trim().startsWith('$'))
      expect(prose.filter((line) => line.length > 80)).toEqual([])
    })
})
