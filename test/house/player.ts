import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { WebSocket } from 'ws'
import {
  type Bet,
  type ClientMessage,
  type RoundId,
  type ServerMessage,
  type Slip,
  type SlipId,
  serverMessageSchema,
  sessionSchema,
  slipIdSchema,
  spots,
  type TableView,
} from '../../backend/contract/index.ts'

/** A player without a screen: speaks the players' protocol and keeps its slips. It resumes when its socket is lost. */
export class TestPlayer extends EventEmitter<{ table: [TableView]; slip: [Slip]; welcome: [] }> {
  readonly slips = new Map<SlipId, Slip>()
  table: TableView | undefined
  balance = 0n
  readonly #url: URL
  readonly #token: string
  #socket: WebSocket | undefined
  #request = 0
  #lastSeq: number | undefined
  #closed = false

  static async join(url: string): Promise<TestPlayer> {
    const answer = await fetch(new URL('/api/session', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const player = new TestPlayer(new URL(url), sessionSchema.parse(await answer.json()).token)
    const welcome = once(player, 'welcome')
    player.#connect()
    await welcome
    return player
  }

  private constructor(url: URL, token: string) {
    super()
    this.#url = url
    this.#token = token
  }

  /** Places a slip; the answer comes as a `slip` event. A slip that was never answered may be placed again under its id. */
  place(roundId: RoundId, bets: Bet[], slipId = slipIdSchema.parse(randomUUID())): SlipId {
    this.#send({ type: 'place_bets', request: ++this.#request, slipId, roundId, bets })
    return slipId
  }

  close(): void {
    this.#closed = true
    this.#socket?.terminate()
  }

  #send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  #connect(): void {
    const socket = new WebSocket(new URL('/ws', this.#url.href.replace('http', 'ws')), { origin: this.#url.origin })
    this.#socket = socket
    socket.on('open', () => this.#send({ type: 'hello', token: this.#token, lastSeq: this.#lastSeq }))
    socket.on('message', (data) => this.#take(serverMessageSchema.parse(JSON.parse(String(data)))))
    socket.on('error', () => {})
    socket.on('close', () => {
      if (!this.#closed) setTimeout(() => this.#closed || this.#connect(), 250).unref()
    })
  }

  #take(message: ServerMessage): void {
    if (message.type === 'welcome') {
      this.#lastSeq = message.seq
      this.balance = BigInt(message.balance)
      for (const slip of message.slips) this.#keep(slip)
      this.#show(message.table)
      this.emit('welcome')
    } else if (message.type === 'event') {
      this.#lastSeq = message.seq
      if (message.event.type === 'table') this.#show(message.event.table)
      else {
        this.balance = BigInt(message.event.balance)
        this.#keep(message.event.slip)
      }
    } else if (message.type === 'slip') {
      this.balance = BigInt(message.balance)
      this.#keep(message.slip)
    }
  }

  #show(table: TableView): void {
    this.table = table
    this.emit('table', table)
  }

  /** An answer that was overtaken by the slip's end does not take it back. */
  #keep(slip: Slip): void {
    const known = this.slips.get(slip.slipId)
    if (known && isFinal(known) && !isFinal(slip)) return
    this.slips.set(slip.slipId, slip)
    this.emit('slip', slip)
  }
}

function isFinal(slip: Slip): boolean {
  return slip.state === 'settled' || slip.state === 'refunded' || slip.state === 'rejected'
}

/** What a slip returns when `pocket` wins: worked out here by itself, as the check on the game's own arithmetic. */
export function returnOf(slip: Slip, pocket: number): bigint {
  return slip.bets.reduce((sum, { spot, stake }) => {
    const pockets = spots.get(spot)?.pockets ?? []
    return pockets.includes(pocket) ? sum + (BigInt(stake) * 36n) / BigInt(pockets.length) : sum
  }, 0n)
}
