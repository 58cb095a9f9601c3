import type { PlayerId } from '../contract/index.ts'

export interface RingEvent {
  /** The bus's number: rising, with gaps. */
  readonly seq: number
  /** Whom it concerns; null for everyone at the table. */
  readonly playerId: PlayerId | null
  /** The message as it is sent: made once for all. */
  readonly text: string
}

export interface RingBounds {
  readonly eventsMax: number
  /** Characters of all texts together. */
  readonly charactersMax: number
}

/** The latest events, for those who come back: who has seen less than what is kept needs a whole view instead. */
export class EventRing {
  readonly #bounds: RingBounds
  readonly #events: RingEvent[] = []
  #characters = 0
  /** The newest number that is not kept any more. */
  #forgotten: number
  #head: number

  /** @param after the number behind which events come in */
  constructor(after: number, bounds: RingBounds) {
    this.#bounds = bounds
    this.#forgotten = after
    this.#head = after
  }

  /** The newest number that came in. */
  get head(): number {
    return this.#head
  }

  push(event: RingEvent): void {
    this.#head = event.seq
    this.#events.push(event)
    this.#characters += event.text.length
    while (this.#events.length > this.#bounds.eventsMax || this.#characters > this.#bounds.charactersMax) {
      const oldest = this.#events.shift()
      if (oldest === undefined) return
      this.#forgotten = oldest.seq
      this.#characters -= oldest.text.length
    }
  }

  /** A number that concerns nobody here. */
  skip(seq: number): void {
    this.#head = seq
  }

  /** What a player has missed behind `lastSeq`, in order; null when that is not known here (any more). */
  since(lastSeq: number, playerId: PlayerId): RingEvent[] | null {
    if (lastSeq < this.#forgotten || lastSeq > this.#head) return null
    return this.#events.filter((event) => event.seq > lastSeq && isFor(event, playerId))
  }
}

/** Whether an event is a player's to see. */
export function isFor(event: RingEvent, playerId: PlayerId): boolean {
  return event.playerId === null || event.playerId === playerId
}
