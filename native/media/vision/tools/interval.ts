/** A part of so many, and between which parts the truth lies with 95 % confidence. */
export interface Share {
  readonly count: number
  readonly of: number
  readonly low: number
  readonly high: number
}

const tail = 0.025
const bisections = 50

/** Clopper's and Pearson's exact interval: it holds for 0 of 1,000 as well. Pure. */
export function shareOf(count: number, of: number): Share {
  if (count > of / 2) {
    const others = shareOf(of - count, of)
    return { count, of, low: 1 - others.high, high: 1 - others.low }
  }
  return {
    count,
    of,
    low: count === 0 ? 0 : solve((part) => 1 - atMost(count - 1, of, part) < tail),
    high: of === 0 ? 1 : solve((part) => atMost(count, of, part) > tail),
  }
}

/** The largest part for which something holds that holds for all smaller ones. */
function solve(holds: (part: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < bisections; step++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** How likely at most `count` of `of` are, each with probability `part`. */
function atMost(count: number, of: number, part: number): number {
  let sum = 0
  // The logarithm of the probability of exactly k: its terms would not fit a number.
  let log = of * Math.log1p(-part)
  for (let k = 0; k <= count; k++) {
    sum += Math.exp(log)
    log += Math.log((of - k) / (k + 1)) + Math.log(part) - Math.log1p(-part)
  }
  return Math.min(1, sum)
}
