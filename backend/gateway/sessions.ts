import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { playerIdSchema, type Session, type TableId, type walletContract } from '../contract/index.ts'
import { refusal, type ServiceClient } from '../platform/index.ts'
import type { RateBound } from './rate-bound.ts'
import type { SessionTokens } from './session-token.ts'

/** The largest body of a request for a session, in bytes. */
const bodyBytesMax = 2_048

const bodySchema = z.object({ token: z.string().min(1).max(500).optional() }).nullish()

export interface SessionParts {
  readonly tableId: TableId
  readonly tokens: SessionTokens
  readonly wallet: ServiceClient<typeof walletContract>
  readonly addresses: RateBound
  readonly onMade: () => void
}

/** `POST /api/session`: the player of the token that is shown, or a new demo player with an account. */
export function serveSessions(
  app: FastifyInstance,
  { tableId, tokens, wallet, addresses, onMade }: SessionParts,
): void {
  app.post('/api/session', { bodyLimit: bodyBytesMax }, async (request): Promise<Session> => {
    if (!addresses.take(request.ip, performance.now())) throw refusal('TOO_MANY')
    const body = bodySchema.safeParse(request.body)
    if (!body.success) throw refusal('BAD_REQUEST', body.error)
    const token = body.data?.token
    const known = token === undefined ? undefined : tokens.read(token, Date.now())
    // A token that is not known any more is refused, not silently answered with another player's purse.
    if (known === null) throw refusal('NOT_SIGNED_IN')
    const playerId = known ?? playerIdSchema.parse(randomUUID())
    await wallet.open({ playerId })
    if (known === undefined) onMade()
    return { playerId, token: tokens.issue(playerId, Date.now()), tableId }
  })
}
