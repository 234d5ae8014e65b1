/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly commands: readonly string[]
  readonly scripts: readonly string[]
  /** True when the user has named the scripts, so that a missing one is worth a word. */
  readonly ownScripts: boolean
  readonly always: boolean
  readonly bash: boolean
  readonly subagents: boolean
  readonly tasks: boolean
  readonly attempts: number
  readonly timeoutSeconds: number
  readonly outputLines: number
  readonly ignore: readonly string[]
  readonly env: readonly string[]
}

const SCRIPTS: readonly string[] = ['typecheck', 'type-check', 'lint', 'test']

/** Reads the options; what is absent or of another type gets the default of the schema. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  const scripts = Array.isArray(raw['scripts']) ? texts(raw['scripts']) : SCRIPTS
  return {
    commands: texts(raw['commands']),
    scripts,
    ownScripts: scripts.join('\0') !== SCRIPTS.join('\0'),
    always: raw['when'] === 'always',
    bash: raw['bash'] !== false,
    subagents: raw['subagents'] === true,
    tasks: raw['tasks'] !== false,
    attempts: positive(raw['attempts'], 3),
    timeoutSeconds: positive(raw['timeoutSeconds'], 300),
    outputLines: positive(raw['outputLines'], 40),
    ignore: texts(raw['ignore']),
    env: texts(raw['env']),
  }
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string' && one.trim() !== '')
    : []
}

function positive(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value > 0 ? value : otherwise
}
