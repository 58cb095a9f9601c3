import type { Random } from '../../../art/index.ts'

/** One of a few, each as likely; naming one twice makes it twice as likely. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random.below(items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

/** Mostly near 0, seldom near ±3. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.between(0, 1))) * Math.cos(2 * Math.PI * random.between(0, 1))

/** Between two bounds, near the lower one more often. */
export const rather = (random: Random, low: number, high: number): number =>
  low + (high - low) * random.between(0, 1) ** 2
