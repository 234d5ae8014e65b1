/** The name in an address, in small letters; empty where there is none. */
export function hostOf(address: string): string {
  const [, host = ''] = /^(?:[a-z][\w+.-]*:\/\/)?(?:[^/@\s]*@)?(\[[^\]]*\]|[^/:?#\s]*)/i.exec(address) ?? []
  return host.toLowerCase().replace(/^\[|\]$/g, '')
}

const PRIVATE =
  /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|::1|host\.docker\.internal)$|\.(?:local|localhost|internal|intranet|corp|lan|home|test|svc|cluster)$/

/** Whether an address is one of this machine or of the network around it. */
export function isOwnHost(address: string): boolean {
  const host = hostOf(address)
  return host !== '' && (PRIVATE.test(host) || !/[.:]/.test(host))
}
