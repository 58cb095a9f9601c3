import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether a window may see the preview: it must show the token, and its page (if it names one) must come from this computer
 * (loopback, a file, or the packaged application), so that no web site in the same browser can look in.
 */
export function admitted(request: IncomingMessage, token: string): boolean {
  const shown = new URL(request.url ?? '/', 'ws://127.0.0.1').searchParams.get('token') ?? ''
  return equalInConstantTime(shown, token) && fromThisComputer(request.headers.origin)
}

function fromThisComputer(origin: string | undefined): boolean {
  if (origin === undefined || origin === 'null') return true
  const url = URL.parse(origin)
  if (!url) return false
  if (url.protocol === 'file:' || url.protocol === 'app:') return true
  return (url.protocol === 'http:' || url.protocol === 'https:') && loopbackHosts.includes(url.hostname)
}

/** Digests have one length, whatever was shown: the comparison tells neither content nor length. */
function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
