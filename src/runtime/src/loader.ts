/** What of Node's loader is used here. `_load` is `require` without its search for a package.json above us. */
export interface Loader {
  new (file: string): Loaded
  readonly createRequire: (file: string) => NodeJS.Require
  readonly _load: (file: string) => unknown
  readonly _cache: Record<string, Loaded>
  readonly _extensions: Record<string, (module: Loaded, file: string) => void>
}

export interface Loaded {
  filename: string
  loaded: boolean
  readonly exports: unknown
  _compile(text: string, file: string): unknown
}

export const LOADER = module.constructor as unknown as Loader

/** A module's text as a function, as Node's loader makes it. */
export type Make = (exports: unknown, require: unknown, module: Loaded, file: string, folder: string) => void

/** What `require` of a module does, and the one that Node would have given it, for all but calls. */
export interface Requirer {
  readonly load: (id: string) => unknown
  readonly node: () => NodeJS.Require
}

export type RequireFor = (file: string) => Requirer

/** What the CommonJS module exports that `make` is. It is run once, and known to Node's loader. */
export function exportsOf(file: string, make: Make, requireFor: RequireFor): unknown {
  const cached = LOADER._cache[file]
  if (cached) return cached.exports
  const loaded = new LOADER(file)
  loaded.filename = file
  LOADER._cache[file] = loaded
  try {
    const folder = file.slice(0, file.lastIndexOf('/'))
    make.call(loaded.exports, loaded.exports, lazyRequire(file, requireFor), loaded, file, folder)
    loaded.loaded = true
  } finally {
    if (!loaded.loaded) delete LOADER._cache[file]
  }
  return loaded.exports
}

/** `require` of a module: parts of Node at once; files only through what checks them, which is loaded then. */
function lazyRequire(file: string, requireFor: RequireFor): unknown {
  return new Proxy(requireFor, {
    apply: (_target, _this, [id]) => process.getBuiltinModule(id) ?? requireFor(file).load(id),
    get: (_, key) => Reflect.get(requireFor(file).node(), key),
  })
}

/**
 * True for a text that needs Node's own loader: for `import()` in a module that somebody else has compiled, Node 20 prints
 * a warning.
 */
export function needsNode(text: string): boolean {
  return text.includes('import(')
}

/** A module that Node's own loader makes of this text. */
export function makeByNode(file: string, text: string, requireFor: RequireFor): Make {
  return (_exports, _require, loaded) => {
    // Node's `require` is checked from then on.
    requireFor(file).node()
    loaded._compile(text, file)
  }
}

/**
 * What a CommonJS module of this text exports. Without Node's search for the file, which costs more than reading it:
 * it looks at every folder above.
 */
export function loadText(file: string, text: string, requireFor: RequireFor): unknown {
  if (needsNode(text)) return exportsOf(file, makeByNode(file, text, requireFor), requireFor)
  const { compileFunction, constants } = process.getBuiltinModule('node:vm')
  const make = compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  return exportsOf(file, make as Make, requireFor)
}
