const backOffMsMin = 1_000
const backOffMsMax = 60_000
/** A child that crashes at once is often only early: the first failures are retried quickly. */
const quickFailures = 3
/** Ran this long: the trouble before it is over. */
const stableMsMin = 30_000

/**
 * How many failures in a row there are once a run has ended.
 * @param before failures in a row before that run
 * @param ranMs how long it ran, from its start, in ms
 */
export function failuresInARow(before: number, ranMs: number): number {
  return ranMs >= stableMsMin ? 1 : before + 1
}

/**
 * How long to wait before the next start, in ms: 1 s three times, then doubling to 60 s, for ever.
 * @param failures failures in a row, 1 or more
 */
export function backOffMs(failures: number): number {
  return Math.min(backOffMsMin * 2 ** Math.max(0, failures - quickFailures), backOffMsMax)
}
