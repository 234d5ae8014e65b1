import { expect, test } from 'vitest'
import { packFolder, scratch } from './cli.ts'

test('a pack that requires what the machine does not have is added with a warning for each', async () => {
  const at = scratch()
  const requires = { commands: ['node', 'no-such-program'], platforms: ['plan9'] }
  const folder = packFolder(at.root, 'guard', { manifest: { requires } })
  const { stdout, stderr } = await at.done(['add', folder, '--yes'])
  const told = `${stdout}${stderr}`.replace(/\s+/g, ' ')
  expect(told).toContain(
    'warning: guard requires `no-such-program`, not found on PATH: hooks that call it will fail',
  )
  expect(told).toContain(`warning: guard is made for plan9, and this is ${process.platform}`)
  expect(told).toContain('added guard 1.0.0')
})

test('a pack that requires what is there is added without a word', async () => {
  const at = scratch()
  const requires = { client: '>=2', commands: ['node'], platforms: [process.platform] }
  const folder = packFolder(at.root, 'guard', { manifest: { requires } })
  const { stdout, stderr } = await at.done(['add', folder, '--yes'])
  expect(`${stdout}${stderr}`).not.toContain('warning')
})
