import { z } from 'zod'
import { refusalCodes } from './errors.ts'
import { playerIdSchema, roundIdSchema, slipIdSchema, utcMsSchema } from './identity.ts'
import { amountSchema } from './money.ts'
import { playerEventSchema } from './player-events.ts'
import { dtlsParametersSchema, rtpCapabilitiesSchema, rungSchema } from './sfu.ts'
import { betSchema, betsPerSlipMax, slipSchema, tableViewSchema } from './table-view.ts'

/** The largest message a player may send, in bytes; a longer one closes the socket. */
export const playerMessageBytesMax = 64 * 1024

const request = z.number().int().nonnegative()

/** What a player's client asks for its picture. Answered with `picture`, in the same `request`. */
const pictureAskSchema = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('join') }),
  z.object({ ask: z.literal('connect'), dtlsParameters: dtlsParametersSchema }),
  z.object({ ask: z.literal('consume'), rtpCapabilities: rtpCapabilitiesSchema }),
  z.object({ ask: z.literal('resume') }),
  z.object({ ask: z.literal('prefer'), rung: rungSchema }),
])
export type PictureAsk = z.infer<typeof pictureAskSchema>

/**
 * Player → gateway, as JSON texts on the WebSocket `/ws`. `hello` comes first, once. `request` is the client's own
 * counter and comes back in the answer.
 */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    token: z.string().min(1).max(500),
    lastSeq: z.number().int().nonnegative().optional(),
  }),
  z.object({
    type: z.literal('place_bets'),
    request,
    slipId: slipIdSchema,
    roundId: roundIdSchema,
    bets: z.array(betSchema).min(1).max(betsPerSlipMax),
  }),
  z.object({ type: z.literal('picture'), request, ask: pictureAskSchema }),
  z.object({ type: z.literal('ping'), request }),
])
export type ClientMessage = z.infer<typeof clientMessageSchema>

/** Gateway → player. */
export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    playerId: playerIdSchema,
    balance: amountSchema,
    table: tableViewSchema,
    /** The player's latest slips, newest first, at most 50. */
    slips: z.array(slipSchema),
    /** The newest event this view includes. */
    seq: z.number().int().nonnegative(),
    /** The server's clock, for countdowns. */
    serverAt: utcMsSchema,
    /** True when the events since `lastSeq` follow, false when this view replaces all the client knew. */
    resumed: z.boolean(),
    /** Changes when the SFU was restarted: join the picture again. */
    pictureInstance: z.string().nullable(),
  }),
  z.object({ type: z.literal('event'), seq: z.number().int().positive(), event: playerEventSchema }),
  z.object({ type: z.literal('slip'), request, slip: slipSchema, balance: amountSchema }),
  z.object({ type: z.literal('picture'), request, answer: z.unknown() }),
  z.object({ type: z.literal('picture_instance'), instance: z.string().nullable() }),
  z.object({ type: z.literal('pong'), request, serverAt: utcMsSchema }),
  z.object({
    type: z.literal('refused'),
    request: request.optional(),
    code: z.enum(refusalCodes),
    message: z.string(),
  }),
])
export type ServerMessage = z.infer<typeof serverMessageSchema>

/** `POST /api/session`: a demo player with an opening balance; the token is shown again at `hello`. */
export const sessionSchema = z.object({ playerId: playerIdSchema, token: z.string(), tableId: z.string() })
export type Session = z.infer<typeof sessionSchema>
