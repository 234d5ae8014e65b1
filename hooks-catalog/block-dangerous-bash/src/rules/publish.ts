import type { Part } from '../parts.ts'
import { stores } from './publish-stores.ts'
import { type Row, type Tool, tableRules } from './table.ts'

const UPLOAD = 'publishes a version under its final number for everybody'
const BACK = 'takes a published version away from those who use it'
const RIGHTS = 'changes what others may do with the package, or what they are told about it'

// npm takes every beginning of a command that is not one of another command as well.
const NPM: readonly Row[] = [
  ['deny', 'unpublish|unpublis|unpubli|unpubl|unpub|unpu|unp', BACK],
  ['ask', 'publish|publis|publi|publ|pub', UPLOAD],
  ['ask', 'deprecate|deprecat|depreca|deprec|depre|depr|dep|undeprecate', RIGHTS],
  ['ask', 'owner|author rm|remove|add', RIGHTS],
  ['ask', 'access set|grant|revoke|public|restricted|2fa-*', RIGHTS],
  ['ask', 'dist-tag|dist-tags rm|remove', RIGHTS],
  ['ask', 'token|org|team revoke|delete|rm|remove|destroy', RIGHTS],
  ['ask', 'token create', 'makes a token that lets others publish'],
]

const PACKAGES: readonly Tool[] = [
  {
    programs: 'npm pnpm bun',
    options:
      'registry= tag= otp= access= userconfig= prefix= C: dir= w: workspace= filter= F: cwd= loglevel= cache=',
    rows: [['ask', 'publish -r|--recursive', UPLOAD], ['ask', '-r|--recursive @publish', UPLOAD], ...NPM],
  },
  {
    programs: 'yarn',
    options: 'new-version= tag= access= registry= cwd= otp= include= exclude=',
    rows: [
      ['ask', 'publish', UPLOAD],
      ['ask', 'npm publish', UPLOAD],
      ['ask', 'npm|workspace|workspaces @publish', UPLOAD],
      ['ask', 'npm tag remove', RIGHTS],
      ['ask', 'owner|tag remove|add', RIGHTS],
    ],
  },
  { programs: 'lerna', options: 'registry= dist-tag=', rows: [['ask', 'publish', UPLOAD]] },
  { programs: 'changeset', options: 'tag= otp=', rows: [['ask', 'publish', UPLOAD]] },
  {
    programs: 'semantic-release',
    options: 'b: branches= e: extends= p: plugins=',
    dry: 'd',
    rows: [['ask', '**', UPLOAD]],
  },
  {
    programs: 'release-it np',
    dry: 'preview release-version changelog no-publish v version',
    rows: [['ask', '!--npm.publish=false !--no-npm.publish', UPLOAD]],
  },
  {
    programs: 'nx',
    options: 'p: projects= g: groups=',
    dry: 'd skip-publish skippublish',
    rows: [
      ['ask', 'release', UPLOAD],
      ['ask', 'run-many @nx-release-publish', UPLOAD],
    ],
  },
  { programs: 'rush', rows: [['ask', 'publish -p|--publish', UPLOAD]] },
  { programs: 'auto', rows: [['ask', 'shipit|release', UPLOAD]] },
  { programs: 'jsr deno', dry: 'dryrun', rows: [['ask', 'publish', UPLOAD]] },
]

const LANGUAGES: readonly Tool[] = [
  {
    programs: 'cargo',
    options: 'p: package= registry= index= token= manifest-path= config= C: Z: vers= version=',
    dry: 'n',
    rows: [
      ['ask', 'publish', UPLOAD],
      ['ask', 'workspaces|ws publish', UPLOAD],
      ['pass', 'yank --undo'],
      ['ask', 'yank', BACK],
      ['ask', 'owner -r|--remove|-a|--add', RIGHTS],
      ['ask', 'release|smart-release -x|--execute', UPLOAD],
    ],
  },
  {
    programs: 'twine',
    options: 'r: repository= repository-url= u: p: config-file=',
    rows: [
      ['pass', 'upload --repository=test*|-r=test*'],
      ['ask', 'upload', UPLOAD],
    ],
  },
  {
    programs: 'poetry uv hatch pdm flit maturin rye pixi',
    options: 'r: repository= publish-url= index= project= directory= C: u: p: token= username= password=',
    rows: [
      ['pass', 'publish --repository=test*|-r=test*|--index=test*'],
      ['ask', 'publish', UPLOAD],
      ['ask', 'upload', UPLOAD],
    ],
  },
  { programs: 'setup.py ./setup.py', rows: [['ask', '@upload', UPLOAD]] },
  {
    programs: 'gem',
    options: 'k: key= host= v: version= p: platform= otp=',
    rows: [
      ['deny', 'yank', BACK],
      ['ask', 'push', UPLOAD],
      ['ask', 'owner -r|--remove|-a|--add', RIGHTS],
    ],
  },
  { programs: 'rake', rows: [['ask', '@release|release:rubygem_push|gem:release', UPLOAD]] },
  {
    programs: 'mvn mvnd ./mvnw mvnw',
    options: 'f: file= pl: P: s: settings= T: D:',
    rows: [
      ['pass', '@release:perform|deploy -D=maven.deploy.skip*|-D=skipdeploy*'],
      [
        'ask',
        '@deploy|deploy:deploy|deploy:deploy-file|release:perform|nexus-staging:release|*:*:deploy',
        UPLOAD,
      ],
    ],
  },
  {
    programs: 'gradle ./gradlew gradlew',
    options: 'p: b: c: I: g: x: project-dir= build-file=',
    dry: 'm',
    rows: [
      ['pass', '@publishtomavenlocal|*:publishtomavenlocal'],
      [
        'ask',
        '@publish|*:publish|publish*|*:publish*|uploadarchives|closeandrelease*|jreleaserrelease|jreleaserdeploy',
        UPLOAD,
      ],
    ],
  },
  {
    programs: 'sbt',
    rows: [
      [
        'ask',
        '@publish|publishsigned|+publish|+publishsigned|sonatype*release|sonacentral*|ci-release|*/publish',
        UPLOAD,
      ],
    ],
  },
  { programs: 'lein clojure', rows: [['ask', '@deploy|release', UPLOAD]] },
  {
    programs: 'dotnet nuget nuget.exe',
    options: 's: source= k: api-key=',
    rows: [
      ['deny', 'nuget delete', BACK],
      ['ask', 'nuget push', UPLOAD],
      ['deny', 'delete', BACK],
      ['ask', 'push', UPLOAD],
    ],
  },
  {
    programs: 'pod',
    rows: [
      ['deny', 'trunk delete', BACK],
      ['ask', 'trunk|repo push|deprecate', UPLOAD],
    ],
  },
  { programs: 'dart flutter', dry: 'n', rows: [['ask', 'pub publish|lish', UPLOAD]] },
  {
    programs: 'mix',
    options: 'organization=',
    rows: [
      ['deny', 'hex.publish --revert', BACK],
      ['ask', 'hex.publish|hex.retire', UPLOAD],
      ['ask', 'hex.owner remove|transfer', RIGHTS],
    ],
  },
  { programs: 'rebar3', rows: [['ask', 'hex publish|retire', UPLOAD]] },
  { programs: 'cabal', rows: [['ask', 'upload --publish', UPLOAD]] },
  {
    programs: 'stack luarocks anaconda conan opam swift',
    rows: [
      ['ask', 'upload|publish', UPLOAD],
      ['deny', 'remove -f|--force', BACK],
      ['ask', 'package-registry publish', UPLOAD],
    ],
  },
]

/** Uploads to registries that nobody can take back, and taking versions back that others use. */
export const part: Part = {
  rules: tableRules({
    group: 'publish',
    harm: UPLOAD,
    safer: 'try it with `--dry-run` and let a person publish',
    tools: [...PACKAGES, ...LANGUAGES, ...stores],
  }),
}
