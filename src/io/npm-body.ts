/** The body of an answer, as npm's client gives it. */
export interface Body {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
}

/** All of a body, unless it is larger than is taken; then what sends it is stopped. */
export function bodyOf(
  body: Body | null,
  most: number,
  controller: AbortController,
): Promise<Uint8Array | 'too-large'> {
  return new Promise((resolve, reject) => {
    if (body === null) return resolve(new Uint8Array())
    const chunks: Uint8Array[] = []
    let size = 0
    body.on('error', reject)
    body.on('end', () => resolve(Buffer.concat(chunks)))
    body.on('data', (chunk) => {
      size += chunk.length
      if (size <= most) return chunks.push(chunk)
      resolve('too-large')
      controller.abort()
    })
  })
}
