/** Draws of one seeded stream: the same seed and name give the same draws on every machine. */
export interface Random {
  /** Uniform in [min, max). */
  between(min: number, max: number): number
  /** A whole number in [0, count). */
  below(count: number): number
  chance(probability: number): boolean
}

/** A stream of its own for each thing that is drawn (`spin:7`), so that one more draw in one place moves no other. */
export function randomStream(seed: number, name: string): Random {
  // FNV-1a over the name spreads neighbouring names; mulberry32 is small and good enough for a wheel nobody bets on.
  let state = 0x811c9dc5
  for (const letter of `${seed}/${name}`) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    between: (min, max) => min + (max - min) * next(),
    below: (count) => Math.floor(next() * count),
    chance: (probability) => next() < probability,
  }
}
