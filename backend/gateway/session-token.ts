import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { type PlayerId, playerIdSchema } from '../contract/index.ts'

/** A demo player that stays away for longer begins anew. */
const sessionMsMax = 30 * 24 * 60 * 60 * 1000

/** What a player shows instead of a name: `<player id>.<expiry, UTC ms>.<HMAC-SHA-256, base64url>`. Nothing is stored. */
export class SessionTokens {
  readonly #key: Buffer

  /** @param secret the services' secret; the key is derived from it (HKDF, RFC 5869), so a token tells nothing about it. */
  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'tablecast player session', 32))
  }

  /** @param now ms UTC */
  issue(playerId: PlayerId, now: number): string {
    const claim = `${playerId}.${now + sessionMsMax}`
    return `${claim}.${this.#sign(claim)}`
  }

  /** Whose token it is; null for one that was not issued here, was altered, or has expired. */
  read(token: string, now: number): PlayerId | null {
    const [player, expiry, signature, ...rest] = token.split('.')
    if (player === undefined || expiry === undefined || signature === undefined || rest.length > 0) return null
    const expected = Buffer.from(this.#sign(`${player}.${expiry}`))
    const shown = Buffer.from(signature)
    if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return null
    return Number(expiry) > now ? playerIdSchema.parse(player) : null
  }

  #sign(claim: string): string {
    return createHmac('sha256', this.#key).update(claim).digest('base64url')
  }
}
