/** Where the guarded call is found by the script that starts it. */
const CALL = Symbol.for('hookpack.call')
const HEAD = `globalThis[Symbol.for('hookpack.call')](`
const MODULE_HEAD = `${HEAD}function (exports, require, module, __filename, __dirname) {`

/** The text of a CommonJS module. */
export interface Source {
  readonly file: string
  readonly text: string
}

/**
 * Calls `call` and gives its result, but not longer than `ms` in JavaScript: a loop is interrupted by the engine
 * itself, with an Error that says `tooLong`. Promise jobs that are due run within the limit as well. `call` is given the
 * module `source` as a function, which costs nothing more, since the limit needs a script of its own anyway; all in
 * all some 0.8 ms. A call that blocks inside a system call cannot be interrupted before it returns.
 */
export function withinLimit<T>(
  call: (module: unknown) => T,
  ms: number,
  tooLong: string,
  source?: Source,
): T {
  const { Script, constants } = process.getBuiltinModule('node:vm')
  const holder = globalThis as unknown as Record<symbol, unknown>
  holder[CALL] = (module: unknown) => {
    const result = call(module)
    runPromiseJobs()
    return result
  }
  try {
    const script = source
      ? // A first line for the shell is no JavaScript inside of a function.
        new Script(`${MODULE_HEAD}${source.text.startsWith('#!') ? '//' : ''}${source.text}\n})`, {
          filename: source.file,
          columnOffset: -MODULE_HEAD.length,
          importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
        })
      : new Script(`${HEAD})`)
    return script.runInThisContext({ timeout: Math.max(1, Math.ceil(ms)), displayErrors: false }) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new Error(tooLong)
    throw error
  } finally {
    delete holder[CALL]
  }
}

/**
 * Runs what `await` left to do. Node has no public name for it; where this one is missing, a loop behind an `await`
 * is left to the watchdog.
 */
function runPromiseJobs(): void {
  const { _tickCallback } = process as unknown as { readonly _tickCallback?: () => void }
  _tickCallback?.()
}
