import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { PlaceKind } from '../../src/core/seen/source.ts'
import { type ListFilter, list } from '../../src/ops/list.ts'
import { put } from '../scenarios/cli.ts'

/** Scratch folders in which hooks are looked for: a repository, a home, and the administrator's folder. */
export interface SeeingScratch {
  readonly root: string
  readonly home: string
  readonly project: string
  readonly managed: string
  readonly put: (file: string, content: string | object) => string
  /** What `hooks list` finds when it is run in a folder, the project unless another is given. */
  readonly list: (only?: PlaceKind, filter?: ListFilter, cwd?: string) => ReturnType<typeof list>
  readonly place: {
    readonly cwd: string
    readonly env: Readonly<Record<string, string>>
    readonly managedFile: string
  }
}

/** Makes them; removed when the test ends. */
export function seeingScratch(env: Readonly<Record<string, string>> = {}): SeeingScratch {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-seeing-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const [home, project, managed] = ['home', 'project', 'managed'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [home, path.join(project, '.git'), managed]) mkdirSync(folder, { recursive: true })
  const place = {
    cwd: project,
    env: { HOME: home, ...env },
    managedFile: path.join(managed, 'hookpack', 'hookpack.json'),
  }
  const at = {
    put: (file: string, content: string | object) => {
      put(path.join(root, file), content)
      return path.join(root, file)
    },
    list: (only?: PlaceKind, filter?: ListFilter, cwd = project) => list({ ...place, cwd }, only, filter),
  }
  // A folder that the user has trusted, so that tests see the reasons they are about.
  at.put('home/.claude.json', { projects: { [project]: { hasTrustDialogAccepted: true } } })
  return { root, home, project, managed, place, ...at }
}

/** Settings with one command hook. */
export function hookOf(command: string, event = 'PreToolUse', more: object = {}): object {
  return { hooks: { [event]: [{ matcher: 'Bash', hooks: [{ type: 'command', command, ...more }] }] } }
}

/** Frontmatter with one command hook. */
export function frontmatterOf(name: string, command: string): string {
  return `---
name: ${name}
description: >
  What it is for,
  over two lines
hooks:
  PreToolUse:
    - matcher: Bash
      hooks:
        - type: command   # runs before each command
          command: "${command}"
          once: true
---
Text: that is not read.
`
}
