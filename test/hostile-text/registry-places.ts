import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { staticRegistry } from '../../src/io/registry-static.ts'
import { writeRegistry } from '../registry/fixture.ts'
import { put, type Scratch } from '../scenarios/cli.ts'
import { contextFor, type Place } from './place.ts'

/** A registry in a folder, of which one file is replaced. */
export function inRegistry(part: string, first: string, line = false): Place {
  const base = (at: Scratch): string => path.join(at.root, 'registry')
  const fileIn = (at: Scratch): string => {
    const names = readdirSync(base(at), { recursive: true }).map(String)
    return path.join(base(at), names.find((name) => name.startsWith(part) && /\.(nd)?json$/.test(name)) ?? '')
  }
  const lines = (content: string | Buffer): string | Buffer =>
    Buffer.isBuffer(content) ? content : `${content}\n`
  return {
    name: `a registry's ${part}`,
    says: /registry|acme|small/,
    first,
    good: async (at) => {
      rmSync(base(at), { recursive: true, force: true })
      await writeRegistry(base(at), { small: ['1.0.0'] })
      return readFileSync(fileIn(at), 'utf8').trim()
    },
    read: async (at, content) => {
      put(fileIn(at), line ? lines(content) : content)
      const registry = staticRegistry({ name: 'acme', base: base(at), place: contextFor(at) })
      await registry.packument('small')
      await registry.search()
      return (await registry.fetch('small', '1.0.0')).integrity
    },
  }
}
