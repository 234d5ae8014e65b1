/** Gives each key as it is pressed, without the Enter key; Ctrl-C too. Does nothing where nobody sits. Gives what ends it. */
export function onKeys(pressed: (key: string) => void): () => void {
  const { stdin } = process
  if (!stdin.isTTY) return () => undefined
  const onData = (data: Buffer | string): void => {
    for (const key of String(data)) pressed(key)
  }
  const end = (): void => {
    stdin.off('data', onData)
    stdin.setRawMode(false)
    stdin.pause()
    process.off('exit', end)
  }
  stdin.setRawMode(true)
  stdin.on('data', onData)
  stdin.resume()
  process.on('exit', end)
  return end
}
