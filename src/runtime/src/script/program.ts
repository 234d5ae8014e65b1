import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { findProgram } from './find-program.ts'
import { type Form, formsOf, hasWrongLineEnds, type Machine, type Script } from './interpreter.ts'

/** What is to be started. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly verbatim: boolean
}

const HEAD_BYTES = 4096

/** The program that runs a script on this machine. An Error says in one line what is missing and what to do. */
export function programFor(script: Omit<Script, 'head'>, machine: Machine): Program {
  const { file } = script
  const head = headOf(file)
  const forms = formsOf({ ...script, head }, machine)
  const [first] = forms
  if (!first) return direct(file, machine)
  if (hasWrongLineEnds(head, first.argv))
    throw new Error(
      `its script ${file} has Windows line ends (CRLF), which no shell understands; save it with LF`,
    )
  const found = startable(forms, machine)
  if (found) return found
  throw new Error(
    `its script ${file} needs \`${first.argv[0]}\`, which is not in PATH; install it, or name another interpreter`,
  )
}

function startable(forms: readonly Form[], machine: Machine): Program | undefined {
  for (const { argv, verbatim = false } of forms) {
    const [name, ...args] = argv
    const command = findProgram(name, machine, isProgram)
    if (command !== undefined) return { command, args, verbatim }
  }
  return undefined
}

/** A file without an interpreter is a program, or nothing that could be run. */
function direct(file: string, { platform }: Machine): Program {
  const advice = 'give it a first line like `#!/usr/bin/env bash`, or name its interpreter'
  if (platform === 'win32' && !/\.(?:exe|com)$/i.test(file))
    throw new Error(`its script ${file} is not a program; ${advice}`)
  if (!isProgram(file)) throw new Error(`its script ${file} is not executable; ${advice}`)
  return { command: file, args: [], verbatim: false }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false // What cannot be looked at cannot be started either.
  }
}

function headOf(file: string): string {
  try {
    const fd = openSync(file, 'r')
    try {
      const buffer = Buffer.alloc(HEAD_BYTES)
      return buffer.toString('utf8', 0, readSync(fd, buffer, 0, HEAD_BYTES, 0))
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT')
      throw new Error(`its script ${file} is missing; run \`hooks add\` for its pack again`)
    throw new Error(
      `its script ${file} cannot be read (${code ?? message}); run \`hooks add\` for its pack again`,
    )
  }
}
