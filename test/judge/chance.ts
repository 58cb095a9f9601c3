import { seededRandom } from '../house/random.ts'

/** A seeded source of everything that happens by chance. */
export class Chance {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = seededRandom(seed)
  }

  happens(probability: number): boolean {
    return this.#next() < probability
  }

  between(min: number, max: number): number {
    return Math.floor(min + this.#next() * (max - min))
  }

  of<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.between(0, items.length)] ?? items[0]
  }
}
