/** How the window stands with the studio. It never gives up. */
export type Connection =
  | { readonly state: 'connecting'; readonly attempt: number }
  | { readonly state: 'open' }
  /** `retryAt` is the local clock in ms. */
  | { readonly state: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly reason: string }
  /** It cannot even be tried: the address carries no key. */
  | { readonly state: 'refused'; readonly reason: string }

const reconnectMsMin = 500
export const reconnectMsMax = 10_000

/** How long to wait after the `attempt`th failure in a row (1, 2, …), in ms. */
export function reconnectMs(attempt: number): number {
  return Math.min(reconnectMsMax, reconnectMsMin * 2 ** Math.min(attempt - 1, 10))
}

export interface StudioAddress {
  readonly url: string
  /** Carries the secret, as a browser cannot set a header on a WebSocket. */
  readonly protocol: string
  readonly secret: string
}

/** Where the studio is, from the window's own address: `http://host:port/#secret`. */
export function studioAddress(location: {
  readonly protocol: string
  readonly host: string
  readonly hash: string
}): StudioAddress | undefined {
  const secret = location.hash.replace(/^#/, '')
  if (!/^[\w-]{8,200}$/.test(secret)) return undefined
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
  return { url: `${scheme}//${location.host}/api`, protocol: `tablecast.${secret}`, secret }
}

/** In words, for the banner: `Trying again in 4 s (attempt 3)`. `now` is the local clock in ms. */
export function connectionWords(connection: Connection, now: number): string {
  switch (connection.state) {
    case 'open':
      return 'Connected to the studio.'
    case 'connecting':
      return connection.attempt === 1
        ? 'Connecting to the studio.'
        : `Connecting to the studio, attempt ${connection.attempt}.`
    case 'refused':
      return connection.reason
    case 'waiting': {
      const seconds = Math.max(0, Math.ceil((connection.retryAt - now) / 1000))
      return `${connection.reason} Trying again in ${seconds} s, attempt ${connection.attempt + 1}.`
    }
  }
}
