import type { CardLook, CardSighting, UnreadCard } from './card.ts'
import { CardVote } from './card-vote.ts'
import { centreOf } from './quad.ts'
import type { CardInPlace, CardTableReading, ZoneReading } from './table-reading.ts'
import { type CardZone, rectangleAround, zoneAt } from './zone.ts'

/** What is seen and not told after this time is told as unreadable: laying a card takes about so long, ms. */
const noReadAfterMs = 2_000
/** Pictures without a sight of it that something unread survives. */
const unreadMissesMax = 2

/** What is known of a zone from picture to picture. */
interface ZoneMemory {
  readonly zone: CardZone
  votes: CardVote[]
  /** Since when something has been seen here that is not told: UTC, ms. */
  openSince: number | null
  /** Pictures since something unread was seen here. */
  unreadMisses: number
  /** State and cards as last told, and since when: UTC, ms. */
  told: string
  since: number
}

/** Knows which card lies where and which came first, from what single pictures say. */
export class CardTable {
  readonly #zones: readonly CardZone[]
  readonly #memories: readonly ZoneMemory[]

  /** @param zones where two overlap, the first has the card */
  constructor(zones: readonly CardZone[]) {
    this.#zones = zones
    this.#memories = zones.map((zone) => ({
      zone,
      votes: [],
      openSince: null,
      unreadMisses: Infinity,
      told: '',
      since: 0,
    }))
  }

  /** @param look in the order of capture */
  see(look: CardLook): CardTableReading {
    for (const memory of this.#memories) {
      const isHere = ({ quad }: UnreadCard) => zoneAt(this.#zones, centreOf(quad), look.width) === memory.zone
      vote(memory, look.sightings.filter(isHere), look.capturedAt)
      watchOpen(memory, look.unread.filter(isHere), look.capturedAt)
    }
    // Sorting is stable: of two that appeared in the same picture the first zone's comes first.
    const told = this.#memories
      .flatMap(({ zone, votes }) => votes.filter(({ isTold }) => isTold).map((vote) => ({ zone: zone.id, vote })))
      .sort((a, b) => a.vote.appearedAt - b.vote.appearedAt)
    const appeared = told.map(({ zone, vote }, index) => cardInPlace(zone, vote, index + 1))
    return {
      capturedAt: look.capturedAt,
      models: look.models,
      zones: this.#memories.map((memory) => {
        const cards = appeared.filter(({ zone }) => zone === memory.zone.id)
        return zoneReading(memory, cards, look)
      }),
      appeared,
    }
  }
}

function vote(memory: ZoneMemory, sightings: readonly CardSighting[], at: number): void {
  const waiting = new Set(memory.votes)
  const votes: CardVote[] = []
  for (const sighting of sightings) {
    const vote = nearest(waiting, sighting)
    if (vote) waiting.delete(vote)
    votes.push(vote?.add(sighting, at) ?? new CardVote(sighting, at))
  }
  for (const vote of waiting) vote.miss()
  memory.votes = [...votes, ...waiting].filter(({ isGone }) => !isGone)
}

function nearest(votes: Iterable<CardVote>, { quad }: UnreadCard): CardVote | null {
  let best: { vote: CardVote; away: number } | null = null
  for (const vote of votes) {
    const away = vote.reach(centreOf(quad))
    if (away < (best?.away ?? Number.POSITIVE_INFINITY)) best = { vote, away }
  }
  return best?.vote ?? null
}

function watchOpen(memory: ZoneMemory, unread: readonly UnreadCard[], at: number): void {
  const told = memory.votes.filter(({ isTold }) => isTold)
  // A told card that cannot be read for a moment is no open question.
  const isUnread = unread.some((seen) => nearest(told, seen) === null)
  memory.unreadMisses = isUnread ? 0 : memory.unreadMisses + 1
  const isOpen = told.length < memory.votes.length || memory.unreadMisses <= unreadMissesMax
  memory.openSince = isOpen ? (memory.openSince ?? at) : null
}

const cardInPlace = (zone: string, vote: CardVote, place: number): CardInPlace => ({
  zone,
  rank: vote.sighting.rank,
  suit: vote.sighting.suit,
  confidence: vote.confidence,
  appearedAt: vote.appearedAt,
  seenAt: vote.seenAt,
  place,
  quad: vote.sighting.quad,
  numbers: vote.sighting.numbers,
})

function zoneReading(memory: ZoneMemory, cards: readonly CardInPlace[], look: CardLook): ZoneReading {
  const state = stateOf(memory, cards, look.capturedAt)
  const told = [state, ...cards.map(({ rank, suit, appearedAt }) => `${rank}${suit}${appearedAt}`)].join()
  if (told !== memory.told) {
    memory.told = told
    memory.since = look.capturedAt
  }
  return {
    zone: memory.zone.id,
    state,
    cards,
    confidence: state === 'read' ? Math.min(...cards.map(({ confidence }) => confidence)) : 0,
    since: memory.since,
    crop: rectangleAround(memory.zone, look),
  }
}

function stateOf({ openSince }: ZoneMemory, cards: readonly CardInPlace[], at: number): ZoneReading['state'] {
  if (openSince === null) return cards.length === 0 ? 'empty' : 'read'
  return at - openSince >= noReadAfterMs ? 'no_read' : 'undecided'
}
