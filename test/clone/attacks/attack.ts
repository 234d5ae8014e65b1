import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import type { Clone } from '../clone.ts'

/** Something that somebody who writes a project may try on those who clone it. */
export interface Attack {
  readonly name: string
  /** The command that it is made for, which is tried with it in every run. */
  readonly aimsAt?: string
  /**
   * What its hooks do when they are run, as the client would run them: they start a program of the attacker's, or read a
   * secret by its whole path. That is for who says `--allow-project`, and for nobody else.
   */
  readonly runs?: 'program' | 'reads-secret'
  /** `evil`: the address of a server that the attacker runs; ends with `/`. */
  readonly prepare: (at: Clone, evil: string) => void
  /** Tells what it has got, when it has got something besides files outside and secrets at its server. */
  readonly got?: (at: Clone) => string | undefined
}

/** A variable as files name it. */
export const VARIABLE = ['$', '{SECRET_TOKEN}'].join('')

/** The project's file of wishes. */
export const request = (at: Clone): string => path.join(at.folder, 'hookpack.json')

/** The attacker's command in the settings, where it was not before. */
export const inSettings = (at: Clone): string | undefined =>
  existsSync(at.settings) && readFileSync(at.settings, 'utf8').includes('outside/ran')
    ? 'a command in the settings'
    : undefined

/** Puts a link where a file or folder is, or nothing. */
export function replaceByLink(file: string, target: string): void {
  rmSync(file, { recursive: true, force: true })
  symlinkSync(target, file)
}

/** The texts of all files below a folder. */
export function* walk(folder: string): Generator<string> {
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (name.isFile()) yield readFileSync(path.join(name.parentPath, name.name), 'latin1')
}
