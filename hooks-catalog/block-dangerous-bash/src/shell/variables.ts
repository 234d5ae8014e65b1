import { arithmetic } from './arithmetic.ts'
import { type Choices, type Scope, subshell } from './scope.ts'
import { HOLE, known, Taint, type Text, unknown } from './text.ts'

const MOST_CHOICES = 4

// Variables that build scripts use for the program of the same name.
const PROGRAMS = new Set(
  'PYTHON PYTHON3 NODE NPM PNPM YARN BUN DENO RUBY PERL PHP GO CARGO CC CXX LD AR MAKE CMAKE EDITOR VISUAL PAGER BROWSER'.split(
    ' ',
  ),
)

/** Sets a variable; in a branch that may not run, what it held before stays possible. */
export function assign(scope: Scope, name: string, value: readonly Text[]): void {
  const element = /^(\w+)\[(.*)\]$/s.exec(name)
  if (element) {
    assignElement(scope, element[1] ?? '', { key: element[2] ?? '', value })
    return
  }
  const target = scope.references.get(name) ?? name
  const letters = scope.attributes.get(target) ?? ''
  // What may not be changed keeps its value, and nobody knows whether the shell goes on.
  const kept = scope.conditional || letters.includes('r')
  const before = kept ? (scope.vars.get(target) ?? []) : []
  // The shell forgets where programs are when the search path changes.
  if (target === 'PATH') scope.programs.clear()
  if (!scope.frozen.has(target)) scope.frozen.set(target, scope.vars.get(target))
  scope.vars.set(target, [...before, value.map((text) => cased(text, letters))].slice(-MOST_CHOICES))
}

function cased(text: Text, letters: string): Text {
  if (letters.includes('l')) return { ...text, text: text.text.toLowerCase() }
  return letters.includes('u') ? { ...text, text: text.text.toUpperCase() } : text
}

// Stands where an array has no element.
const ABSENT: Text = known('')
const MOST_ELEMENTS = 256

// What a variable holds when everything so far has run.
function latest(scope: Scope, name: string): readonly Text[] {
  return scope.vars.get(scope.references.get(name) ?? name)?.at(-1) ?? []
}

/** One element of an array: its key as written, and its value. */
interface Element {
  readonly key: string
  readonly value: readonly Text[]
}

/** Sets one element of an array; names count as well as numbers. */
export function assignElement(scope: Scope, name: string, { key, value }: Element): void {
  const [text = known('')] = value
  const index = arithmetic(key, (variable) => lookup(scope, variable)?.[0]?.text)
  const held = latest(scope, name)
  const plain = /^['"]?(.*?)['"]?$/s.exec(key)?.[1] ?? key
  scope.vars.set(`${scope.references.get(name) ?? name}[${plain}]`, [[text]])
  const digits = /^[\d\s()+*/%-]+$/.test(key)
  if (!digits || index === undefined || index < 0 || index >= MOST_ELEMENTS) {
    assign(scope, name, [...held, text])
    return
  }
  const elements = [...held]
  while (elements.length < index) elements.push(ABSENT)
  elements[index] = text
  assign(scope, name, elements)
}

/** The element that a name stands for in an array, if the line set it. */
export function namedElement(scope: Scope, name: string, key: string): Text | undefined {
  return scope.vars.get(`${scope.references.get(name) ?? name}[${key}]`)?.[0]?.[0]
}

/** The keys that the line gave to elements of an array. */
export function keysOf(scope: Scope, name: string): readonly Text[] {
  const start = `${scope.references.get(name) ?? name}[`
  return [...scope.vars.keys()].flatMap((key) =>
    key.startsWith(start) ? [known(key.slice(start.length, -1))] : [],
  )
}

/** The elements of an array without the places where it has none. */
export function present(elements: readonly Text[]): readonly Text[] {
  return elements.includes(ABSENT) ? elements.filter((element) => element !== ABSENT) : elements
}

/** Adds to a variable as `+=` does: to the text of a scalar, to the end of an array. */
export function append(scope: Scope, name: string, value: readonly Text[], array: boolean): void {
  const old = scope.conditional ? latest(scope, name) : (lookup(scope, name) ?? [])
  if (array) {
    assign(scope, name, [...old, ...value])
    return
  }
  const [first, ...rest] = old
  const text = (first?.text ?? '') + (value[0]?.text ?? '')
  assign(scope, name, [known(text, (first?.taints ?? 0) | (value[0]?.taints ?? 0)), ...rest])
}

/** Lets programs that are started from here see a variable. */
export function exportName(scope: Scope, name: string): void {
  scope.attributes.set(name, `${scope.attributes.get(name) ?? ''}x`)
}

// Variables that a login has given to every program already.
const INHERITED = new Set('HOME PATH PWD OLDPWD USER LOGNAME SHELL TMPDIR TERM LANG EDITOR 0 _'.split(' '))

/** The scope of a shell that is started as a program: variables that nobody exported are unknown to it. */
export function startedShell(scope: Scope, changes: Partial<Scope> = {}): Scope {
  const inner = subshell(scope, changes)
  if (scope.attributes.has('allexport')) return inner
  for (const name of inner.vars.keys())
    if (!INHERITED.has(name) && !scope.attributes.get(name)?.includes('x')) inner.vars.delete(name)
  return inner
}

/** The elements of a variable, or undefined when the line unset it. */
export function lookup(scope: Scope, name: string): readonly Text[] | undefined {
  const target = scope.references.get(name) ?? name
  // Later alternatives are read as if the earlier ones had not been.
  if (scope.choice > 0 && scope.frozen.has(target)) return choose(scope, scope.frozen.get(target))
  if (scope.vars.has(target)) return choose(scope, scope.vars.get(target))
  return [fromEnvironment(scope, target)]
}

/** Whether the line itself gave the variable a value. */
export function isSet(scope: Scope, name: string): boolean {
  return scope.vars.get(scope.references.get(name) ?? name) !== undefined
}

function choose(scope: Scope, choices: Choices | undefined): readonly Text[] | undefined {
  if (!choices) return undefined
  scope.widest = Math.max(scope.widest, choices.length)
  return choices[Math.min(scope.choice, choices.length - 1)]
}

function fromEnvironment(scope: Scope, name: string): Text {
  const { place } = scope.world
  switch (name) {
    case 'HOME':
      return known(place.home)
    case 'PWD':
      return scope.cwd === undefined ? unknown() : known(scope.cwd)
    case 'CLAUDE_PROJECT_DIR':
      return known(place.projectDir)
    case 'IFS':
      return known(' \t\n')
    case 'SHELL':
      return known('/bin/sh')
    case 'BASH':
    case '0':
      return known('/bin/bash')
    case '#':
      return known(String(scope.args?.length ?? 1))
    case '?':
    case 'RANDOM':
    case 'SECONDS':
    case 'LINENO':
    case 'EPOCHSECONDS':
    case 'UID':
      return known('1')
    // Numbers of processes, never the first one.
    case '$':
    case '!':
    case 'PPID':
    case 'BASHPID':
      return known('4242')
    default:
      return guessed(name)
  }
}

// A variable called like a temporary folder is taken for one: the other reading would make every clean-up
// trap a question.
function guessed(name: string): Text {
  if (PROGRAMS.has(name)) return known(name.toLowerCase())
  if (/te?mp/i.test(name) && !/template/i.test(name)) return known(`/tmp/${HOLE}`)
  const production = PRODUCTION.test(name) ? Taint.production : 0
  const token = OWNED.test(name) ? Taint.token | Taint.credential : TOKEN.test(name) ? Taint.token : 0
  return unknown(production | token)
}

const PRODUCTION = /(?:^|_)(?:PROD|PRODUCTION|LIVE)(?:_|$)/i

const TOKEN =
  /^(?!.*(?:CSRF|XSRF|NEXT|PAGE|CURSOR|CONTINUATION|RESUME)).*(?:^|_)(?:SECRETS?|TOKEN|PASS(?:WORD|WD|PHRASE)?|PWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|SECRET_KEY|SIGNING_KEY|ENCRYPTION_KEY|CREDENTIALS?|PAT)$|^DATABASE_URL$/i

// Names that programs of these services read, and passwords of databases: nothing else has a use for them.
const OWNED =
  /^(?:AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN|ACCESS_KEY_ID|SECRET_KEY|SECRET)|(?:GITHUB|GH)_(?:TOKEN|PAT|API_TOKEN)|(?:NPM|NODE_AUTH|PYPI|HF|HUGGINGFACE|VERCEL|NETLIFY_AUTH|SLACK|SLACK_BOT|CLOUDFLARE_API|CF_API|DIGITALOCEAN|DO_API|CARGO_REGISTRY|CODECOV|SENTRY_AUTH|VAULT|FLY_API|TF_API|HEROKU_API|DOCKER_AUTH)_TOKEN|(?:OPENAI|ANTHROPIC|GEMINI|GOOGLE|STRIPE|HEROKU|SENDGRID|DATADOG|DD|MISTRAL|GROQ|OPENROUTER|CLAUDE)_API_KEY|STRIPE_SECRET(?:_KEY)?|(?:AZURE|ARM)_CLIENT_SECRET|(?:TWINE|DOCKER(?:HUB)?|DB|DATABASE|POSTGRES|PG|MYSQL|MYSQL_ROOT|MARIADB|REDIS|MONGO(?:DB)?|SUDO|ROOT|ADMIN)_?PASS(?:WORD|WD)?|MYSQL_PWD|SSH_PRIVATE_KEY|(?:JWT|SESSION|COOKIE|APP|DJANGO)_SECRET(?:_KEY)?|SECRET_KEY_BASE|(?:SIGNING|ENCRYPTION|PRIVATE|MASTER)_KEY|RAILS_MASTER_KEY)$/
