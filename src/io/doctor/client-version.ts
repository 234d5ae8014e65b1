import { realpathSync } from 'node:fs'
import path from 'node:path'
import { parseLoosely } from '../../schema/json.ts'
import { readText } from '../read.ts'
import { ancestors, type Place } from '../scopes.ts'
import { findProgram } from './programs.ts'

/**
 * The version of Claude Code that PATH has, by the names of its files or the package it is in; undefined when neither
 * tells. The program itself is not started.
 */
export async function clientVersion(env: Place['env']): Promise<string | undefined> {
  const found = findProgram('claude', env)
  if (found === undefined) return undefined
  const file = realFile(found)
  const named = /[\\/]versions[\\/](\d+\.\d+\.\d+)/.exec(file)?.[1]
  if (named !== undefined) return named
  for (const folder of ancestors(path.dirname(file)).slice(0, 4)) {
    const text = await readText(path.join(folder, 'package.json')).catch(() => null)
    const parsed = text === null ? undefined : parseLoosely(text)
    const { name, version } = (parsed && 'value' in parsed ? (parsed.value ?? {}) : {}) as Record<
      string,
      unknown
    >
    if (
      typeof name === 'string' &&
      name.startsWith('@anthropic-ai/claude-code') &&
      typeof version === 'string'
    )
      return version
  }
  return undefined
}

function realFile(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    // A link that leads nowhere: its own name is all there is.
    return file
  }
}
