import type { ErrorCode } from '../../../src/errors.ts'
import { file, folder, tgz } from './forge.ts'
import { honest, packed, type Texts } from './packs.ts'

/** An archive that holds no pack that can be installed, though each of its files could be written. */
export interface IdentityCase {
  readonly name: string
  readonly archive: () => Uint8Array
  readonly refuses: ErrorCode
}

function described(name: string, packageJson: Texts['packageJson']): IdentityCase {
  return { name, archive: () => packed({ packageJson }), refuses: 'pack-unreadable' }
}

function declared(name: string, hooksJson: Texts['hooksJson']): IdentityCase {
  return { name, archive: () => packed({ hooksJson }), refuses: 'manifest-invalid' }
}

const hook = (more: string) => `{"hooks":[{"id":"one","event":"PreToolUse",${more}}]}`
const module = '"handler":{"module":"dist/one.cjs"}'
const version = '"version":"1.0.0"'

const packageJson: readonly IdentityCase[] = [
  described('a package.json with two names is refused', `{"name":"some-pack",${version},"name":"other"}`),
  described(
    'a package.json with two names, one of them spelled with an escape, is refused',
    `{"name":"some-pack",${version},"n\\u0061me":"other"}`,
  ),
  described(
    'a package.json with two versions is refused',
    `{"name":"some-pack",${version},"version":"2.0.0"}`,
  ),
  described(
    'a package.json with a prototype is refused',
    `{"name":"some-pack",${version},"__proto__":{"bundleDependencies":true}}`,
  ),
  described(
    'a package.json with a prototype further down is refused',
    `{"name":"some-pack",${version},"config":{"__proto__":{}}}`,
  ),
  described('a package.json that is not JSON is refused', `{"name":"some-pack",${version},}`),
  described('a package.json with a comment is refused', `{"name":"some-pack",${version}} // so`),
  described('an empty package.json is refused', ''),
  described('a package.json that is a list is refused', '[]'),
  described('a package.json that is null is refused', 'null'),
  described(
    'a package.json in UTF-16 is refused',
    Buffer.from(`\ufeff${String(honest.packageJson)}`, 'utf16le'),
  ),
  described('a name that climbs is refused', `{"name":"../some-pack",${version}}`),
  described('a name that climbs behind a scope is refused', `{"name":"@a/../../some-pack",${version}}`),
  described('an absolute name is refused', `{"name":"/tmp/some-pack",${version}}`),
  described('a name that is no text is refused', `{"name":["some-pack"],${version}}`),
  described('a name that every object has is refused', `{"name":"__proto__",${version}}`),
  described('a version that climbs is refused', '{"name":"some-pack","version":"1.0.0-../../x"}'),
  described('a version that is no text is refused', '{"name":"some-pack","version":{"toString":1}}'),
  described('a package.json without a name is refused', `{${version}}`),
  described(
    'a pack that needs other packages is refused',
    `{"name":"some-pack",${version},"dependencies":{"left-pad":"1"}}`,
  ),
]

const hooksJson: readonly IdentityCase[] = [
  declared('a hooks.json with two lists of hooks is refused', `{"hooks":[],"hooks":[{"id":"one"}]}`),
  declared('a hook with two events is refused', hook(`"tools":["Bash"],${module},"event":"SessionStart"`)),
  declared(
    'a hook with two handlers is refused',
    hook(`"tools":["Bash"],${module},"handler":{"module":"package.json"}`),
  ),
  declared('a hooks.json with a prototype is refused', `{"__proto__":{"x":1},${hook(module).slice(1)}`),
  declared('a hook with a prototype is refused', hook(`"__proto__":{"async":true},${module}`)),
  declared('a hooks.json that is not JSON is refused', 'hooks:\n  - id: one\n'),
  declared('an empty hooks.json is refused', ''),
  declared('a handler that climbs out of the pack is refused', hook('"handler":{"module":"../../x.cjs"}')),
  declared('a handler with an absolute path is refused', hook('"handler":{"module":"/tmp/x.cjs"}')),
  declared(
    'a handler that the archive does not hold is refused',
    hook('"handler":{"module":"dist/two.cjs"}'),
  ),
  declared('a handler in another case than its file is refused', hook('"handler":{"module":"dist/ONE.cjs"}')),
]

const files: readonly IdentityCase[] = [
  {
    name: 'an archive without a package.json is refused',
    archive: () => tgz(file('package/hooks.json', honest.hooksJson), file('package/dist/one.cjs')),
    refuses: 'pack-unreadable',
  },
  {
    name: 'an archive without a hooks.json is refused',
    archive: () => tgz(file('package/package.json', honest.packageJson), file('package/dist/one.cjs')),
    refuses: 'pack-unreadable',
  },
  {
    name: 'an archive whose hooks.json is a folder is refused',
    archive: () => tgz(file('package/package.json', honest.packageJson), file('package/hooks.json/a', '{}')),
    refuses: 'pack-unreadable',
  },
  {
    name: 'an archive whose manifests are further down is refused',
    archive: () =>
      tgz(
        folder('package/'),
        file('package/inner/package.json', honest.packageJson),
        file('package/inner/hooks.json', honest.hooksJson),
      ),
    refuses: 'pack-unreadable',
  },
  ...twins('hooks.json', honest.hooksJson),
  ...twins('package.json', honest.packageJson),
]

/** Second files that another reader, or another disk, takes for the manifest. */
function twins(name: string, text: string | Uint8Array): readonly IdentityCase[] {
  const others = [
    name,
    name.toUpperCase(),
    `${name}.`,
    `${name} `,
    `./${name}`,
    `x/../${name}`,
    `\u200b${name}`,
  ]
  const odd = ['zzz/', 'package//', 'package\\'].map((top) => `${top}${name}`)
  return [...others.map((other) => `package/${other}`), ...odd].map((path) => ({
    name: `a second ${name} is refused: ${JSON.stringify(path)}`,
    archive: () => packed({}, file(path, text)),
    refuses: 'archive-refused',
  }))
}

export const identityCases: readonly IdentityCase[] = [...packageJson, ...hooksJson, ...files]
