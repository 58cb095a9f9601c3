export const spinWords = { clockwise: 'clockwise', counter_clockwise: 'counter-clockwise' } as const

/** @param at UTC, ms */
export function clock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`
}
