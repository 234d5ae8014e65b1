import { SHA256_WASM } from './module.ts'

/** Above this, node:crypto is worth its loading time (measured on Node 20, 22, 24 and 26). */
const LARGEST = 384 * 1024

/** The addresses that sha256.wat gives. */
const STATE = 0x120
const MESSAGE = 0x240
const PADDING = 72

const PAGE = 64 * 1024

interface Digester {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
  readonly digest: (length: number) => void
}

/** The standard library's types know WebAssembly only together with a browser. */
interface Engine {
  readonly Module: new (bytes: Buffer) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

let digester: Digester | undefined

/** The SHA-256 of `bytes` in hex, for a process that is too short-lived to load node:crypto for a small file. */
export function sha256(bytes: Buffer): string {
  if (bytes.length > LARGEST) return byCrypto(bytes)
  try {
    return byWebAssembly(bytes)
  } catch {
    // No WebAssembly (--jitless), or no address space for its memory (ulimit -v): slower, but the same.
    return byCrypto(bytes)
  }
}

function byWebAssembly(bytes: Buffer): string {
  digester ??= newDigester()
  const { memory, digest } = digester
  const missing = MESSAGE + bytes.length + PADDING - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
  Buffer.from(memory.buffer).set(bytes, MESSAGE)
  digest(bytes.length)
  return Buffer.from(memory.buffer, STATE, 32).toString('hex')
}

function newDigester(): Digester {
  const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly
  return new Instance(new Module(Buffer.from(SHA256_WASM, 'base64'))).exports as Digester
}

function byCrypto(bytes: Buffer): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(bytes).digest('hex')
}
