import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectWith } from './project.mjs'

/**
 * A row for each pack that has a hook which we start: its typical case through the entry that `hooks add` wrote, over
 * `node -e 0`. Typical is the first case that asks for no options and is left alone, else the first without options:
 * most calls are none of a pack's business.
 *
 * @returns {Promise<{ rows: import('./rows.mjs').Row[], remove: () => void }>}
 */
export async function packRows({ packs, cli, node, run }) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-bench-'))
  const rows = []
  for (const pack of packs) {
    const typical = typicalCase(pack)
    if (typical)
      rows.push(await packRow({ pack, typical, cli, node, run, root: path.join(scratch, pack.name) }))
  }
  return { rows, remove: () => rmSync(scratch, { recursive: true, force: true }) }
}

function typicalCase({ hooks, files }) {
  const ours = new Map(hooks.filter(({ handler }) => 'module' in handler).map((hook) => [hook.id, hook]))
  const all = files.flatMap((file) =>
    file.cases
      .filter(({ options }) => options === undefined && ours.has(file.hook))
      .map((given) => ({ file, given, hook: ours.get(file.hook) })),
  )
  // The first hooks of a manifest are those that it is about.
  const [first] = hooks
  const main = all.filter(({ hook }) => hook.event === first?.event)
  const among = main.length > 0 ? main : all
  return among.find(({ given }) => given.expect.decision === 'none') ?? among[0]
}

async function packRow({ pack, typical, cli, node, run, root }) {
  const { project, home, job } = await projectWith(pack.name, { root, cli, node, run })
  const filled = JSON.parse(
    JSON.stringify(typical).replaceAll('{project}', escaped(project)).replaceAll('{home}', escaped(home)),
  )
  place(project, filled.given.files)
  const entry = entryOf(project, `${pack.name}/${typical.hook.id}`)
  const own = job(['/bin/sh', '-c', entry], JSON.stringify(payloadOf(filled, project)))
  const runs = { node: job([node, '-e', '0']), own }
  // What a case does may well be a failure, which is an exit status.
  return { name: pack.name, runs, of: (values) => values.own / values.node, accepts: [0, 1, 2] }
}

const escaped = (text) => JSON.stringify(text).slice(1, -1)

function place(project, files = {}) {
  for (const [name, value] of Object.entries(files)) {
    const { content, mode } = typeof value === 'string' ? { content: value, mode: '644' } : value
    const file = path.join(project, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content, { mode: Number.parseInt(mode, 8) })
  }
}

function entryOf(project, hook) {
  const { hooks } = JSON.parse(readFileSync(path.join(project, '.claude', 'settings.json'), 'utf8'))
  const commands = Object.values(hooks).flatMap((groups) =>
    groups.flatMap((group) => group.hooks.map(({ command }) => command)),
  )
  const found = commands.find((command) => command?.split(' ').includes(hook))
  if (found === undefined) throw new Error(`no entry starts ${hook}`)
  return found
}

function payloadOf({ file, given, hook }, project) {
  const inputs = [file.event?.tool_input, given.event?.tool_input].filter((one) => one !== undefined)
  return {
    ...{ session_id: 'bench', transcript_path: path.join(project, 'none.jsonl'), cwd: project },
    ...{ permission_mode: 'default', hook_event_name: hook.event, tool_use_id: 'bench' },
    ...file.event,
    ...given.event,
    ...(inputs.length > 0 ? { tool_input: Object.assign({}, ...inputs) } : {}),
  }
}
