import { chmodSync } from 'node:fs'
import path from 'node:path'
import type { Context } from '../../src/ops/context.ts'
import { type Diagnosed, doctor } from '../../src/ops/doctor.ts'
import { doing } from '../policy/in-process.ts'
import { put, type Scratch, scratch } from '../scenarios/cli.ts'
import type { Example, Files } from './examples.ts'

/** Programs that every example may use; no others are on its PATH. */
const PROGRAMS = 'node bash sh python3 jq npx npm curl cut cat grep xargs cargo terraform'.split(' ')

/** A scratch with a PATH of its own. */
export interface DoctorScratch extends Scratch {
  readonly context: Context
  readonly write: (files: Files) => void
  readonly diagnosed: () => Promise<Diagnosed>
}

/** Makes one, with a client of this version where one is named. */
export function doctorScratch(client?: string): DoctorScratch {
  const at = scratch()
  const bin = path.join(at.root, 'bin')
  for (const name of PROGRAMS) program(path.join(bin, name))
  if (client !== undefined) {
    program(path.join(bin, 'claude'))
    put(path.join(bin, 'package.json'), { name: '@anthropic-ai/claude-code', version: client })
  }
  const root = path.resolve(import.meta.dirname, '../..')
  const context: Context = {
    cwd: at.project,
    env: { ...at.env, PATH: bin },
    network: 'offline',
    managedFile: path.join(at.root, 'managed/hookpack/hookpack.json'),
    now: Date.now,
    registryDir: path.join(root, 'registry'),
    runtimeDir: path.join(root, 'dist'),
  }
  return {
    ...at,
    context,
    write: (files) => {
      for (const [file, content] of Object.entries(files))
        put(path.join(file.startsWith('home/') ? at.root : at.project, file), content)
    },
    diagnosed: () => doctor(context),
  }
}

function program(file: string): void {
  put(file, '#!/bin/sh\n')
  chmodSync(file, 0o755)
}

/** What the doctor says about the bad or the good files of an example. */
export async function diagnosedExample(example: Example, which: 'bad' | 'good'): Promise<Diagnosed> {
  const at = doctorScratch(example.client)
  if (example.pack !== undefined) await doing(at, { add: [example.pack], scope: 'project' })
  at.write(example[which])
  return at.diagnosed()
}
