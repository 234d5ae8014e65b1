import path from 'node:path'
import { filled, valuesFor } from '../core/starter/fill.ts'
import { eventFor, folderNameOf, type Template, templateNamed } from '../core/starter/templates.ts'
import { checkNamedPath } from '../io/links.ts'
import { checkFree, readTemplate, writeInto } from '../io/template.ts'

/** What was asked for. */
export interface InitRequest {
  readonly name: string
  readonly template: string
  readonly event: string | undefined
  /** The pack's folder; else it is called like the pack, in the current one. */
  readonly dir: string | undefined
  /** Nothing is written. */
  readonly dryRun: boolean
}

/** Where everything is. */
export interface InitPlace {
  readonly cwd: string
  /** The folder of the templates. */
  readonly templates: string
}

/** A new pack. */
export interface NewPack {
  readonly name: string
  readonly template: Template
  readonly event: string | undefined
  /** Absolute. */
  readonly folder: string
  /** As to be typed from the current folder. */
  readonly typed: string
  readonly files: readonly string[]
  readonly written: boolean
}

/** Makes a pack from a template in a folder that is free. */
export async function initPack(request: InitRequest, { cwd, templates }: InitPlace): Promise<NewPack> {
  const { name, dir, dryRun } = request
  const folderName = folderNameOf(name)
  const template = templateNamed(request.template)
  const event = eventFor(template, request.event)
  const folder = path.resolve(cwd, dir ?? folderName)
  await checkNamedPath(folder, { cwd, home: undefined })
  await checkFree(folder)
  const values = valuesFor(name, event)
  const files = (await readTemplate(path.join(templates, template.name))).map((file) => ({
    path: file.path,
    text: filled(file.path, file.text, values),
  }))
  if (!dryRun) await writeInto(folder, files)
  const typed = path.relative(cwd, folder) || '.'
  return { name, template, event, folder, typed, files: files.map((file) => file.path), written: !dryRun }
}
