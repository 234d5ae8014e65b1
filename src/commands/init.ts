import { styleOf } from '../cli/context.ts'
import { type CommandDefinition, JSON_FLAG } from '../cli/define.ts'
import { initJson, initLines, templateLines } from '../views/init.ts'

export const initCommand: CommandDefinition = {
  name: 'init',
  summary: 'make a new pack that works at once',
  description:
    'Makes the folder of a pack from a template: manifest, handler, cases and a README. It has no faults and its cases pass, so that you can begin by changing it. Nothing is ever overwritten.',
  args: { name: 'name', summary: 'the pack: `my-pack`, or `@you/my-pack`', required: true, many: false },
  flags: {
    template: {
      kind: 'text',
      char: 't',
      summary: 'guard (JavaScript, the default), typescript, bash, python, http, prompt or team',
      value: 'template',
    },
    event: { kind: 'text', summary: 'the event of its hook', value: 'event' },
    dir: { kind: 'text', summary: 'its folder; else one with its name, here', value: 'folder' },
    yes: { kind: 'switch', char: 'y', summary: 'take the default template without a word about the others' },
    'dry-run': { kind: 'switch', char: 'n', summary: 'say what would be made, and write nothing' },
    json: JSON_FLAG,
  },
  examples: [
    ['init my-pack', 'a guard in JavaScript, in the folder my-pack'],
    ['init @you/no-force --template bash', 'a script in Bash, in the folder no-force'],
    ['init on-start --event SessionStart', 'for another event'],
  ],
  busy: 'making the pack',
  run: async (invocation) => {
    const { initPack } = await import('../ops/init-pack.ts')
    const { TEMPLATES } = await import('../core/starter/templates.ts')
    const { world, flags, args } = invocation
    const text = (flag: string) => flags[flag] as string | undefined
    const style = styleOf(invocation)
    const request = {
      name: args[0] ?? '',
      template: text('template') ?? TEMPLATES[0].name,
      event: text('event'),
      dir: text('dir'),
      dryRun: flags['dry-run'] === true,
    }
    const place = { cwd: world.cwd, templates: `${world.packageRoot}/templates` }
    const pack = await initPack(request, place)
    const asks = request.template === TEMPLATES[0].name && text('template') === undefined
    const list =
      asks && flags['yes'] !== true && world.stdinIsTerminal() ? templateLines(TEMPLATES, style) : []
    return { lines: [...list, ...initLines(pack, style)], json: initJson(pack) }
  },
}
