import { createServer } from 'node:http'
import { expect, test, vi } from 'vitest'
import { clientDoctor, runClient } from './client/run.ts'
import { makeScratch } from './client/scratch.ts'
import { transcript } from './client/transcript.ts'
import { hooks, messySettings } from './hooks-cli.ts'

vi.setConfig({ testTimeout: 600_000 })
test('probe', async () => {
  const scratch = makeScratch({ git: true })
  messySettings(scratch, 'project')
  console.log((await clientDoctor(scratch)).invalid)
  const got: string[] = []
  const server = createServer((q, r) => {
    let b = ''
    q.on('data', (d) => (b += d))
    q.on('end', () => {
      got.push(b)
      r.end()
    })
  })
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  const port = (server.address() as { port: number }).port
  await hooks(scratch, 'add', 'block-dangerous-bash')
  await hooks(scratch, 'add', 'notify-done', '--set', 'via=webhook', '--set', `url=http://127.0.0.1:${port}/`)
  for (let i = 0; i < 5; i++) {
    const r = await runClient({
      ...scratch,
      turns: [{ tool: 'Bash', input: { command: 'rm -rf ~' } }, 'I leave it.'],
      approve: true,
    })
    console.log(transcript(r).join('\n'), r.toolResults, got, r.durationMs)
  }
  await new Promise((ok) => setTimeout(ok, 2000))
  console.log(got)
  server.close()
  scratch.remove()
})
