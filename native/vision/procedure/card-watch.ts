import type { ProcedureNews } from './event.ts'
import type { View } from './scenery.ts'
import { type LyingCard, WatchedCard } from './watched-card.ts'

/**
 * Watches cards that were read: whether one is moved, and whether something is held over one. A shadow or a neighbour's card
 * does neither. A card that is taken from its zone is told as covered until it is known to be gone.
 */
export class CardWatch {
  readonly #cards = new Map<string, WatchedCard>()

  /** @param lying all cards that are told, as of this view's frame */
  see(lying: readonly LyingCard[], view: View): readonly ProcedureNews[] {
    if (view.anew) this.#cards.clear()
    const sights = Map.groupBy(lying, ({ zone, rank, suit }) => `${zone} ${rank}${suit}`)
    for (const [key, [card]] of sights) if (card && !this.#cards.has(key)) this.#cards.set(key, new WatchedCard(card))
    const news: ProcedureNews[] = []
    for (const [key, card] of this.#cards) {
      news.push(...card.see(sights.get(key) ?? [], view))
      const others = lying.filter((other) => sights.get(key)?.includes(other) !== true)
      if (card.isGone(others, view.frame.capturedAt)) {
        this.#cards.delete(key)
        news.push(...card.close(view))
      }
    }
    return news
  }
}
