import type { Access, Rule } from './rule.ts'

/** Files of one kind, and how they are protected. */
export interface Group extends Pick<Rule, 'verdict' | 'existing' | 'why' | 'instead'> {
  readonly name: 'env' | 'keys' | 'lockfiles' | 'migrations' | 'generated'
  readonly against: readonly Access[]
  readonly patterns: readonly string[]
}

const anywhere = (names: string, sign = ''): readonly string[] =>
  names.split(' ').map((name) => `${sign}//**/${name}`)

const FIXTURES = anywhere('fixtures/** __fixtures__/** testdata/** test-data/**', '!')

/** The groups that the pack knows; their verdicts are the defaults of the schema. */
export const GROUPS: readonly Group[] = [
  {
    name: 'env',
    verdict: 'deny',
    against: ['read', 'write', 'remove'],
    patterns: [
      ...anywhere('.env .env.* .env-* *.env .envrc .dev.vars .flaskenv'),
      ...anywhere('.env.example .env.*.example .env.sample .env.template .env.dist .env.defaults', '!'),
      ...anywhere(
        '.env.schema .env.tpl .env.vault .env.md .env.d.ts example.env sample.env template.env',
        '!',
      ),
    ],
    why: 'it holds the secrets of this machine',
    instead:
      "Ask the user for what you need, read the example file, or test for one name with `grep -q '^NAME=' <file>`",
  },
  {
    name: 'keys',
    verdict: 'deny',
    against: ['read', 'write', 'remove'],
    patterns: [
      ...anywhere('*.pem *.key *.p12 *.pfx *.jks *.keystore *.kdbx *.ppk *.tfstate *.tfstate.backup'),
      ...anywhere('id_rsa id_dsa id_ecdsa id_ed25519 .netrc _netrc .pypirc .pgpass .htpasswd .vault-token'),
      ...anywhere('.git-credentials .dockercfg credentials.json client_secret*.json'),
      ...anywhere('*service-account*.json *service_account*.json secrets.json secrets.toml'),
      ...anywhere('secrets.yml secrets.yaml'),
      ...['~/.ssh', '~/.gnupg', '~/.aws/credentials', '~/.aws/sso', '~/.azure', '~/.config/gcloud'],
      ...['~/.npmrc', '~/.docker/config.json', '~/.kube/config', '~/.config/gh/hosts.yml', '~/.config/op'],
      ...['~/.cargo/credentials', '~/.cargo/credentials.toml', '~/.gem/credentials', '~/.m2/settings.xml'],
      ...['~/.claude/.credentials.json', '~/.password-store', '//proc/*/environ', '//etc/shadow'],
      ...['!~/.ssh/config', '!~/.ssh/known_hosts', '!~/.ssh/*.pub'],
      ...anywhere('*cert*.pem *chain*.pem ca.pem cacert.pem *public*.pem *.pub.pem *public*.key', '!'),
      ...FIXTURES,
    ],
    why: 'it holds keys or credentials',
    instead: 'Ask the user to do what needs it',
  },
  {
    name: 'lockfiles',
    verdict: 'deny',
    against: ['write', 'remove'],
    patterns: [
      ...'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock'.split(
        ' ',
      ),
      ...'Cargo.lock poetry.lock uv.lock pdm.lock pixi.lock Pipfile.lock conda-lock.yml Gemfile.lock'.split(
        ' ',
      ),
      ...'composer.lock go.sum mix.lock pubspec.lock Podfile.lock Package.resolved packages.lock.json'.split(
        ' ',
      ),
      ...'flake.lock conan.lock gradle.lockfile .terraform.lock.hcl Cartfile.resolved'.split(' '),
      ...FIXTURES,
    ],
    why: 'the package manager writes it',
    instead: 'Run the package manager (install, add, update) and it follows',
  },
  {
    name: 'migrations',
    verdict: 'ask',
    against: ['write', 'remove'],
    existing: true,
    patterns: [
      ...['migrations/', 'db/migrate/', '**/db/migrate/', 'alembic/versions/', '**/alembic/versions/'],
      ...['!**/migrations/__init__.py', '!**/migrations/README*', '!**/migrations/*.md', ...FIXTURES],
    ],
    why: 'it is a migration that may have run already',
    instead: 'Add a new migration',
  },
  {
    name: 'generated',
    verdict: 'deny',
    against: ['write'],
    patterns: [
      ...'*.min.js *.min.css *.min.mjs *.pb.go *.pb.cc *.pb.h *_pb2.py *_pb2.pyi *_pb2_grpc.py'.split(' '),
      ...'*.pb.ts *.g.dart *.freezed.dart *.Designer.cs *.g.cs *.generated.* *_generated.go zz_generated*'.split(
        ' ',
      ),
      ...'__generated__/ node_modules/ .venv/ site-packages/ __pycache__/ .next/ .nuxt/ .svelte-kit/'.split(
        ' ',
      ),
    ],
    why: 'a program generates it, so the change would be lost',
    instead: 'Change what it is generated from and run the generator',
  },
]
