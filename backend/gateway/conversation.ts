import { z } from 'zod'
import {
  type ClientMessage,
  clientMessageSchema,
  type PlayerId,
  type RefusalCode,
  refusals,
  type ServerMessage,
} from '../contract/index.ts'
import { isRefusal, refusal } from '../platform/index.ts'
import { isFor, type RingEvent } from './event-ring.ts'
import type { GatewayParts } from './gateway-parts.ts'
import { PictureSeat } from './picture-seat.ts'
import type { PlayerSocket } from './player-socket.ts'

type Hello = Extract<ClientMessage, { type: 'hello' }>
type Request = Exclude<ClientMessage, Hello>

/** A player's latest slips in a welcome. */
const slipsMax = 50

/** What is said on one socket: a hello, then requests with their answers, and events in between. */
export class Conversation {
  readonly #parts: GatewayParts
  readonly #socket: PlayerSocket
  readonly #seat: PictureSeat
  readonly #onSignedIn: (playerId: PlayerId) => void
  readonly #helloTimer: NodeJS.Timeout
  #state: 'silent' | 'welcoming' | 'welcomed' = 'silent'
  #playerId: PlayerId | null = null
  #inFlight = 0
  #offences = 0

  /** @param onSignedIn called once, when it is known whose conversation it is */
  constructor(parts: GatewayParts, socket: PlayerSocket, onSignedIn: (playerId: PlayerId) => void) {
    this.#parts = parts
    this.#socket = socket
    this.#onSignedIn = onSignedIn
    this.#seat = new PictureSeat(parts.sfu, parts.tableId)
    this.#helloTimer = setTimeout(() => socket.hangUp('noHello'), parts.bounds.helloMsMax)
  }

  /** Null before the hello. */
  get playerId(): PlayerId | null {
    return this.#playerId
  }

  get socket(): PlayerSocket {
    return this.#socket
  }

  /** One message, as it came. */
  async take(text: string): Promise<void> {
    const raw = parseJson(text)
    const parsed = clientMessageSchema.safeParse(raw)
    if (!parsed.success) return this.#offend('BAD_REQUEST', requestOf(raw))
    const message = parsed.data
    if (message.type === 'hello') return this.#hello(message)
    if (this.#playerId === null || this.#state !== 'welcomed') return this.#offend('NOT_SIGNED_IN', message.request)
    const { messages, bounds } = this.#parts
    const often = !messages.take(this.#playerId, performance.now())
    if (often || this.#inFlight >= bounds.requestsInFlightMax) return this.#offend('TOO_MANY', message.request)
    this.#offences = 0
    this.#inFlight += 1
    try {
      this.#socket.send(await this.#answer(message, this.#playerId))
    } catch (cause) {
      this.#refuse(this.#codeOf(cause), message.request)
    } finally {
      this.#inFlight -= 1
    }
  }

  /** An event of the bus, from the moment of the welcome on. */
  deliver(event: RingEvent): void {
    if (this.#state === 'welcomed' && this.#playerId !== null && isFor(event, this.#playerId))
      this.#socket.sendText(event.text)
  }

  /** The picture that is to be joined now; null when there is none. */
  tellPicture(instance: string | null): void {
    if (this.#state === 'welcomed') this.#socket.send({ type: 'picture_instance', instance })
  }

  /** The socket is closed, by whomever. */
  end(): void {
    clearTimeout(this.#helloTimer)
    this.#seat.leave()
  }

  async #hello({ token, lastSeq }: Hello): Promise<void> {
    if (this.#state !== 'silent') return this.#offend('BAD_REQUEST', undefined)
    clearTimeout(this.#helloTimer)
    const playerId = this.#parts.tokens.read(token, Date.now())
    if (playerId === null) {
      this.#refuse('NOT_SIGNED_IN', undefined)
      return this.#socket.hangUp('notSignedIn')
    }
    this.#playerId = playerId
    this.#state = 'welcoming'
    this.#onSignedIn(playerId)
    try {
      await this.#welcome(playerId, lastSeq)
    } catch (cause) {
      this.#refuse(this.#codeOf(cause), undefined)
      this.#socket.hangUp('unavailable')
    }
  }

  /**
   * The view is asked for after the ring's head was noted, and what came in since then follows it: an event may be told
   * twice, in the view and behind it, but never not at all. From the ring's last look to the welcome nothing is awaited.
   */
  async #welcome(playerId: PlayerId, lastSeq: number | undefined): Promise<void> {
    const { feed, game, wallet, tableId, pictures, metrics } = this.#parts
    const head = feed.ring?.head
    if (head === undefined) throw refusal('UNAVAILABLE')
    const [table, { balance }, slips] = await Promise.all([
      game.table({ tableId }),
      wallet.balance({ playerId }),
      game.slips({ playerId, limit: slipsMax }),
    ])
    const known = lastSeq === undefined ? null : (feed.ring?.since(lastSeq, playerId) ?? null)
    const missed = known && this.#canTake(known) ? known : null
    const following = missed ?? feed.ring?.since(head, playerId)
    if (!following) throw refusal('UNAVAILABLE')
    const resumed = missed !== null
    metrics.welcomes.inc({ resumed: String(resumed) })
    this.#socket.send({
      type: 'welcome',
      playerId,
      balance,
      table,
      slips,
      seq: resumed ? (lastSeq ?? head) : head,
      serverAt: Date.now(),
      resumed,
      pictureInstance: pictures.picture,
    })
    this.#state = 'welcomed'
    for (const event of following) this.deliver(event)
  }

  /** Whether they leave the socket room for more: one that is hung up on with what it missed would miss it again. */
  #canTake(events: readonly RingEvent[]): boolean {
    const characters = events.reduce((sum, { text }) => sum + text.length, 0)
    return characters <= this.#parts.bounds.outgoingBytesMax / 2
  }

  async #answer(message: Request, playerId: PlayerId): Promise<ServerMessage> {
    const { game, tableId } = this.#parts
    const { request } = message
    switch (message.type) {
      case 'place_bets': {
        const { slipId, roundId, bets } = message
        return { type: 'slip', request, ...(await game.place({ tableId, playerId, slipId, roundId, bets })) }
      }
      case 'picture':
        return { type: 'picture', request, answer: await this.#seat.answer(message.ask) }
      case 'ping':
        return { type: 'pong', request, serverAt: Date.now() }
    }
  }

  /** Refused unread. Once is a mistake; again and again is not a player's client. */
  #offend(code: RefusalCode, request: number | undefined): void {
    this.#refuse(code, request)
    this.#offences += 1
    if (this.#offences >= this.#parts.bounds.offencesMax) this.#socket.hangUp('offences')
  }

  #refuse(code: RefusalCode, request: number | undefined): void {
    this.#parts.metrics.refusals.inc({ code })
    const { message } = refusals[code]
    this.#socket.send({ type: 'refused', code, message, ...(request === undefined ? {} : { request }) })
  }

  /** What is no refusal was a failure, here or behind: the player hears that it is not there just now. */
  #codeOf(cause: unknown): RefusalCode {
    if (isRefusal(cause)) return cause.code
    this.#parts.log.error({ err: cause }, 'a request of a player failed')
    return 'UNAVAILABLE'
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const numbered = z.object({ request: z.number().int().nonnegative() })

/** The number of a request that was otherwise not understood, so that its client knows which. */
function requestOf(raw: unknown): number | undefined {
  return numbered.safeParse(raw).data?.request
}
