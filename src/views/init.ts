import type { Template } from '../core/starter/templates.ts'
import type { NewPack } from '../ops/init-pack.ts'
import { columns, printable, type Style } from './style.ts'

/** What was made, and the next three commands. */
export function initLines(pack: NewPack, style: Style): readonly string[] {
  const { name, template, event, folder, files, written } = pack
  const on = event === undefined ? '' : `, on ${event}`
  return [
    `${written ? 'made' : 'would make'} ${style.bold(printable(name))} in ${printable(folder)} (template ${template.name}${on})`,
    ...files.map((file) => `  ${file}`),
    '',
    ...(written
      ? ['next:', ...nextCommands(pack).map((command) => `  ${command}`)]
      : ['nothing was written']),
  ]
}

/** The templates with a sentence each, and how to choose one. */
export function templateLines(templates: readonly Template[], style: Style): readonly string[] {
  return [
    'templates:',
    ...columns(templates.map(({ name, summary }) => [`  ${name}`, summary])),
    style.dim(`Without --template it is ${templates[0]?.name}; choose another with --template <name>.`),
    '',
  ]
}

function nextCommands({ typed, template }: NewPack): readonly string[] {
  const enter = typed === '.' ? [] : [`cd ${/[^\w./\\-]/.test(typed) ? JSON.stringify(typed) : typed}`]
  const build = template.built ? ['npm install && npm run build'] : []
  return [[...enter, ...build].join(' && '), 'hooks validate', 'hooks test', 'hooks add .']
    .filter((command) => command !== '')
    .slice(0, 3)
}

/** The new pack for `--json`. */
export function initJson(pack: NewPack): object {
  const { name, template, event, folder, files, written } = pack
  return {
    name,
    template: template.name,
    event: event ?? null,
    folder,
    files,
    written,
    next: nextCommands(pack),
  }
}
