/** The European wheel's pockets, clockwise from zero as seen from above: the order that every single-zero wheel shares. */
export const wheelOrder: readonly number[] = [
  0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14, 31, 9, 22, 18, 29, 7,
  28, 12, 35, 3, 26,
]
export const pocketCount = wheelOrder.length
/** From one pocket's middle to the next, rad. */
export const pocketPitch = (2 * Math.PI) / pocketCount

/** The same angle in (−π, π]. */
export function wrapAngle(angle: number): number {
  const turns = Math.round(angle / (2 * Math.PI))
  return angle - turns * 2 * Math.PI
}
