import path from 'node:path'
import { expect, test } from 'vitest'
import { parseSpec } from '../../src/core/spec.ts'
import { HooksError } from '../../src/errors.ts'
import { list } from '../../src/ops/list.ts'
import { validatePack } from '../../src/ops/validate-pack.ts'
import { parseManifest } from '../../src/schema/manifest.ts'
import { packFolder, put, readJson, scratch } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'
import { adding, contextFor } from './place.ts'

/** Names that would meet another one, or a device, on some disk; that cannot be seen; that JavaScript has taken. */
const NAMES = [
  ...[
    'Foo',
    'fOO',
    'JSONStream',
    '@acme/Foo',
    '@Acme/foo',
    'ﬀoo',
    'foﬁ',
    'ſmall',
    'K\u212Aelvin',
    'cafe\u0301',
    'café',
    'İstanbul',
  ],
  ...[
    'con',
    'nul',
    'aux',
    'prn',
    'com1',
    'lpt9',
    'con.txt',
    'nul.tar.gz',
    '@acme/con',
    '@acme/aux.js',
    'conin$',
    'COM1',
    'com¹',
  ],
  ...[
    'foo.',
    'foo...',
    'foo ',
    ' foo',
    '.foo',
    '_foo',
    '-foo',
    '..',
    '.',
    '',
    'a/b/c',
    '@acme',
    '@acme/',
    '@/foo',
    '@acme/..',
    '@acme/../x',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '@__proto__/x', '@acme/__proto__'],
  ...[
    'a\u202Eb',
    'a\u200Bb',
    'a\uFEFF',
    'a\u{E0041}',
    'a\u0000b',
    'a\u001B[31m',
    'a\nb',
    'a\uD800',
    'а',
    'a'.repeat(215),
    'a\\b',
    'a:b',
    'a*b',
  ],
]

const refusal = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'accepted'
  } catch (error) {
    return error instanceof HooksError ? error.code : `crash: ${String(error)}`
  }
}

test('no pack has a name that means something else on another disk, wherever the name comes from', async () => {
  const lost: string[] = []
  const expectCode = (name: string, where: string, got: string, wanted: readonly string[]): void => {
    if (!wanted.includes(got)) lost.push(`${where} ${JSON.stringify(name)}: ${got}`)
  }
  const names = NAMES.filter((_, at) => FULL || at % 3 === 0)
  for (const name of names) {
    const at = scratch()
    const isPath = /^(\.{1,2}$|$)/.test(name)
    if (!isPath) expectCode(name, 'spec', await refusal(() => parseSpec(name)), ['spec-invalid'])
    expectCode(name, 'npm', await refusal(() => parseSpec(`npm:${name}`)), ['spec-invalid'])
    const folder = packFolder(at.root, 'small')
    put(path.join(folder, 'package.json'), { name, version: '1.0.0' })
    expectCode(name, 'package.json', await refusal(() => adding(at, folder)), ['pack-unreadable'])
    const { findings } = await validatePack(folder, false, at.project)
    const found = findings.some(
      ({ level, file, field }) => level === 'error' && file === 'package.json' && field === 'name',
    )
    expectCode(name, 'validate', found ? 'found' : 'not found', ['found'])
    const manifest = JSON.stringify({ packs: Object.fromEntries([[name, '*']]) })
    expectCode(name, 'manifest', await refusal(() => parseManifest(manifest, 'small')), ['manifest-invalid'])
    put(path.join(at.folder, 'hookpack.json'), `{"packs":{${JSON.stringify(name)}:"*"}}`)
    expectCode(name, 'hookpack.json', await refusal(() => adding(at, folder)), [
      'request-invalid',
      'spec-invalid',
      'pack-unreadable',
    ])
  }
  tally({
    sweep: 'text: names of packs',
    tried: names.length * 6,
    kept: names.length * 6 - lost.length,
    lost: lost.length,
  })
  expect(lost).toEqual([])
})

test('a lockfile names no pack, and no folder, that would be another one elsewhere', async () => {
  const at = scratch()
  await adding(at, 'block-dangerous-bash')
  const file = path.join(at.folder, 'lock.json')
  type Lock = { packs: Record<string, { folder: string }> }
  const good = readJson<Lock>(file)
  const [pack] = Object.values(good.packs)
  const lost: string[] = []
  const folders = [
    'packs/../x',
    '../x/1.0.0',
    '/etc/x',
    'packs/con/1.0.0-abc',
    'packs/foo./1.0.0',
    'packs/foo/1.0.0.',
    'packs/foo/..',
    'C:/x',
    'packs\\x\\1',
  ]
  for (const name of NAMES) {
    put(file, { ...good, packs: Object.fromEntries([[name, pack]]) })
    const got = await refusal(() => list(contextFor(at), 'project'))
    if (got !== 'lockfile-invalid') lost.push(`${JSON.stringify(name)}: ${got}`)
  }
  for (const folder of folders) {
    put(file, { ...good, packs: { 'block-dangerous-bash': { ...pack, folder } } })
    const got = await refusal(() => list(contextFor(at), 'project'))
    if (got !== 'lockfile-invalid') lost.push(`${folder}: ${got}`)
  }
  const tried = NAMES.length + folders.length
  tally({ sweep: 'text: names in a lockfile', tried, kept: tried - lost.length, lost: lost.length })
  expect(lost).toEqual([])
})
