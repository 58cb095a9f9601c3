import type { CardTableReading, ZoneReading } from '../../vision/index.ts'

/** What a zone says, without what changes from picture to picture. */
const wordOf = ({ state, cards }: ZoneReading): string =>
  [state, ...cards.map(({ rank, suit, appearedAt }) => `${rank}${suit}@${appearedAt}`)].join(' ')

/** Which of the cards' readings, one a picture, are worth telling. */
export class CardsReport {
  readonly #told = new Map<string, string>()

  /** The zones that say something new: all of them at first, then those whose cards changed. */
  news({ zones }: CardTableReading): readonly ZoneReading[] {
    const news = zones.filter((zone) => this.#told.get(zone.zone) !== wordOf(zone))
    for (const zone of news) this.#told.set(zone.zone, wordOf(zone))
    return news
  }
}
