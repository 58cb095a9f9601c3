import type { MediaReport, PictureSettings } from '../../../native/media/index.ts'
import type { StudioRecord } from '../api/index.ts'
import type { Sighting } from '../store/index.ts'

type Cards = Extract<MediaReport, { type: 'cards' }>
type CardsReading = Cards['reading']
type Zone = CardsReading['zones'][number]

/** Something that a camera saw, for the record. */
export interface SeenNews {
  readonly record: Omit<StudioRecord, 'id' | 'at'>
  readonly sighting: Sighting
}

/** What the record hears of cards: each that is named, and each that cannot be, with its picture. Pure. */
export function cardsNews({ source, reading, crops }: Cards, settings: PictureSettings): SeenNews[] {
  const { capturedAt, models } = reading
  return crops.flatMap(({ zone, crop }): SeenNews[] => {
    const seen = reading.zones.find((each) => each.zone === zone)
    if (seen === undefined || (seen.state !== 'read' && seen.state !== 'no_read')) return []
    const name = zonesOf(settings, source).find(({ id }) => id === zone)?.name ?? zone
    const text =
      seen.state === 'read'
        ? `Camera: ${name} ${cardWords(seen)}, ${Math.floor(seen.confidence * 100)} % sure.`
        : `Camera: a card in ${name} cannot be told.`
    const level = seen.state === 'read' ? 'info' : 'attention'
    return [
      { record: { level, kind: 'reading', text }, sighting: { capturedAt, told: { source, seen, models }, crop } },
    ]
  })
}

/** The cards of a table as they are seen now: `Player 1 8♠, Banker 1 cannot be told`. Pure. */
export function cardsWords({ zones }: CardsReading, settings: PictureSettings, source: string): string {
  const names = zonesOf(settings, source)
  const words = zones.flatMap((zone) => {
    const name = names.find(({ id }) => id === zone.zone)?.name ?? zone.zone
    if (zone.state === 'no_read') return [`${name} cannot be told`]
    return zone.cards.length === 0 ? [] : [`${name} ${cardWords(zone)}`]
  })
  return words.length === 0 ? 'No card is named.' : `${words.join(', ')}.`
}

const suits = { S: '♠', H: '♥', D: '♦', C: '♣' } as const
const cardWords = ({ cards }: Zone) => cards.map(({ rank, suit }) => `${rank}${suits[suit]}`).join(' ')

function zonesOf({ vision }: PictureSettings, source: string) {
  const reads = vision.find((eye) => eye.source === source)?.reads
  return reads?.kind === 'cards' ? reads.zones : []
}
