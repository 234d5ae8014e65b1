import { packNameFault } from '../pack-name.ts'
import { type Finding, findingsIn } from './finding.ts'

type Fields = Readonly<Record<string, unknown>>

const { error, warning } = findingsIn('package.json')

/** What package.json lacks or says wrongly. `paths`: the files that would be published. */
export function packageFindings(described: Fields, paths: readonly string[]): readonly Finding[] {
  return [...identity(described), ...dependencies(described, paths), ...niceties(described, paths)]
}

function identity({ name, version }: Fields): readonly Finding[] {
  const badName = typeof name === 'string' ? packNameFault(name) : 'is not the name of a pack'
  const goodVersion = typeof version === 'string' && /^\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version)
  return [
    ...(badName === undefined
      ? []
      : [
          error('bad-package', {
            field: 'name',
            message: `\`${shown(name)}\` ${badName}`,
            hint: 'use small letters, digits and `-`, such as `my-pack` or `@you/my-pack`',
          }),
        ]),
    ...(goodVersion
      ? []
      : [
          error('bad-package', {
            field: 'version',
            message: `\`${shown(version)}\` is not a version`,
            hint: 'use three numbers, such as 1.0.0',
          }),
        ]),
  ]
}

function dependencies(described: Fields, paths: readonly string[]): readonly Finding[] {
  const bundled = described['bundleDependencies'] ?? described['bundledDependencies']
  const needed = Object.keys(recordOf(described['dependencies']))
  const listed =
    bundled === true ? needed : Array.isArray(bundled) ? bundled.filter((one) => typeof one === 'string') : []
  return [
    ...needed
      .filter((name) => !listed.includes(name))
      .map((name) =>
        error('dependency-not-bundled', {
          field: `dependencies.${name}`,
          message: `\`${name}\` is not in the pack, and nothing is installed with it`,
          hint: 'bundle it into the handler (esbuild --bundle) and move it to devDependencies, or list it in bundleDependencies',
        }),
      ),
    ...listed
      .filter((name) => !paths.some((path) => path.startsWith(`node_modules/${name}/`)))
      .map((name) =>
        error('dependency-not-bundled', {
          field: 'bundleDependencies',
          message: `\`${name}\` is not in node_modules`,
          hint: 'run npm install first',
        }),
      ),
    ...['preinstall', 'install', 'postinstall']
      .filter((script) => recordOf(described['scripts'])[script] !== undefined)
      .map((script) =>
        warning('install-script', {
          field: `scripts.${script}`,
          message: 'Hookpack runs no script of a package: this one never runs',
          hint: 'do its work when you build, and publish the result',
        }),
      ),
  ]
}

function niceties(described: Fields, paths: readonly string[]): readonly Finding[] {
  const { description, license, keywords } = described
  const wanted = [
    {
      missing: typeof description !== 'string' || description.trim() === '',
      about: {
        field: 'description',
        message: 'there is none',
        hint: 'say in one sentence what the pack does',
      },
    },
    {
      missing: typeof license !== 'string' && !paths.some((path) => /^licen[cs]e/i.test(path)),
      about: {
        field: 'license',
        message: 'there is none',
        hint: 'without one nobody may use the pack; MIT is usual',
      },
    },
    {
      missing: !Array.isArray(keywords) || !keywords.includes('hookpack'),
      about: { field: 'keywords', message: '`hookpack` is missing', hint: 'packs on npm are found by it' },
    },
    {
      missing: !paths.some((path) => /^readme(\.|$)/i.test(path)),
      about: {
        message: 'there is no README.md',
        hint: 'say what the pack does, when not to use it, its options, how it fails',
      },
    },
  ]
  return wanted.flatMap(({ missing, about }) => (missing ? [warning('incomplete', about)] : []))
}

/** Any value of JSON; not every one has a text of its own. */
function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
}

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
