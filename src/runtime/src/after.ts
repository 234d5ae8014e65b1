/** TypeScript's library for ES2023 does not know this function yet; every supported Node has it. */
type WaitAsync = (cell: Int32Array, at: 0, is: 0, ms: number) => { readonly value: Promise<unknown> }

/**
 * Acts after some time, if something else keeps the process alive until then. The engine's own timer, since
 * the first setTimeout of a process costs 2 % of a whole hook.
 */
export function after(ms: number, act: () => void): void {
  const { waitAsync } = Atomics as unknown as { readonly waitAsync: WaitAsync }
  void waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms).value.then(act)
}
