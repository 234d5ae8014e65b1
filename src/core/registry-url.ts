/** The address of a registry in its one form, ending with `/`; or why it cannot be one. */
export function registryUrl(text: string): { readonly url: string } | { readonly fault: string } {
  if (text.includes('${')) return { fault: 'variables stand in headers, not in addresses' }
  if (!URL.canParse(text)) return { fault: 'must be an address such as https://packs.example.com/' }
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return { fault: 'must not contain a password: use headers for it' }
  if (url.search !== '' || url.hash !== '') return { fault: 'must not have `?` or `#`' }
  if (!isAllowed(url)) return { fault: 'must be https, a file: address, or http on this machine' }
  return { url: url.href.endsWith('/') ? url.href : `${url.href}/` }
}

/** Nothing that somebody on the way could change; a file: address with a host would be one of another machine. */
function isAllowed({ protocol, hostname }: URL): boolean {
  if (protocol === 'file:') return hostname === ''
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

function isLoopback(hostname: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname)
}
