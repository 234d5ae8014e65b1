import type { Function as FunctionNode } from 'unbash'
import { DEEPEST, TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'
import type { Finding, Options, Place } from '../types.ts'
import type { Text } from './text.ts'

/** What one variable can hold: alternatives, each a list of elements (a scalar is a list of one). */
export type Choices = readonly (readonly Text[])[]

/** What stands behind a file descriptor. */
interface Descriptor {
  readonly read?: Text
  readonly write?: string
}

/** The functions that read commands. They lie in files that are only loaded when it comes to that, and there only once. */
export interface Reader {
  /** Reads a program with its arguments, whoever starts it, and gives back what it prints. */
  readonly dispatch: (words: readonly Text[], scope: Scope, stdin: Text) => Text
  /** Reads source text as commands of this scope and gives back what they print. */
  readonly runSource: (source: string, scope: Scope, stdin: Text) => Text
}

/** What all parts of one reading share. */
export interface World {
  readonly reader: Reader
  readonly place: Place
  readonly options: Options
  readonly findings: Finding[]
  /** Commands left before the reading is given up. */
  budget: number
  /** Names given out for process substitutions. */
  streams: number
  /** Levels of commands within commands being read now. */
  depth: number
  /** A shell reads its commands from a pipe with a name. */
  pipedShell: boolean
}

/** What a shell or subshell knows while its commands are read. */
export interface Scope {
  readonly world: World
  /** Undefined when a `cd` to an unknown place came before. */
  cwd: string | undefined
  readonly vars: Map<string, Choices | undefined>
  readonly references: Map<string, string>
  /** What `declare` said about variables: letters of its options. */
  readonly attributes: Map<string, string>
  readonly functions: Map<string, FunctionNode>
  readonly aliases: Map<string, string>
  readonly programs: Map<string, string>
  /** Texts written by the line itself, by absolute path. */
  readonly files: Map<string, Text>
  readonly sinks: Map<string, (text: Text) => void>
  readonly descriptors: Map<string, Descriptor>
  /** Positional parameters, undefined where the line does not give them. */
  args: readonly Text[] | undefined
  /** Functions being read now, the innermost last. */
  calls: readonly FunctionNode[]
  /** True when a function being read started a part of itself in the background or in a pipeline. */
  forked: boolean
  /** Which alternative of a variable to take. */
  choice: number
  /** The most alternatives a variable read since the last reset had. */
  widest: number
  /** What variables were before the command that is being read once for each alternative. */
  frozen: Map<string, Choices | undefined>
  /** True inside a branch that may or may not run. */
  conditional: boolean
  /** True for commands that run on another machine or in a container. */
  elsewhere: boolean
}

/** A command that is no valid shell. */
export class NotShell extends TooComplex {
  override name = 'NotShell'
}

/** The scope at the start of a command line. */
export function newScope(world: World): Scope {
  return {
    world,
    cwd: world.place.cwd,
    vars: new Map(),
    references: new Map(),
    attributes: new Map(),
    functions: new Map(),
    aliases: new Map(),
    programs: new Map(),
    files: new Map(),
    sinks: new Map(),
    descriptors: new Map(),
    // A command line has no arguments of its own.
    args: [],
    calls: [],
    forked: false,
    choice: 0,
    widest: 1,
    frozen: new Map(),
    conditional: false,
    elsewhere: false,
  }
}

/** A subshell's scope: it knows what the parent knows, and changes nothing in it but files. */
export function subshell(scope: Scope, changes: Partial<Scope> = {}): Scope {
  return {
    ...scope,
    vars: new Map(scope.vars),
    references: new Map(scope.references),
    attributes: new Map(scope.attributes),
    functions: new Map(scope.functions),
    aliases: new Map(scope.aliases),
    programs: new Map(scope.programs),
    descriptors: new Map(scope.descriptors),
    ...changes,
  }
}

/** Runs `read` one level further down; throws when that is too deep. */
export function nested<Result>(scope: Scope, read: () => Result): Result {
  const { world } = scope
  if (world.depth >= DEEPEST) throw new TooComplex(`it nests more than ${DEEPEST} levels deep`)
  world.depth += 1
  try {
    return read()
  } finally {
    world.depth -= 1
  }
}

/** Takes one command from the budget; throws when nothing is left. */
export function spend(scope: Scope): void {
  scope.world.budget -= 1
  if (scope.world.budget < 0) throw new TooComplex('it has too many commands to follow')
}
