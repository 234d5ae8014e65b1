/** The header, body and padding of one file of an npm archive. */
export function tarParts(name, bytes) {
  const header = Buffer.alloc(512)
  const put = (offset, text) => header.write(text, offset, 'latin1')
  put(0, `package/${name}`)
  put(100, `0000644\0${'0000000\0'.repeat(2)}`)
  put(124, `${bytes.length.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0${' '.repeat(8)}0`)
  put(257, 'ustar\x0000')
  const sum = header.reduce((total, byte) => total + byte, 0)
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `)
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
}
