/** The European wheel, clockwise from zero as seen from above (DIN-like single-zero order, the same on every maker's wheel). */
export const wheelOrder: readonly number[] = [
  0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14, 31, 9, 22, 18, 29, 7,
  28, 12, 35, 3, 26,
]

export const pocketCount = wheelOrder.length
/** Angle from one pocket's middle to the next, rad. */
export const pocketPitch = (2 * Math.PI) / pocketCount

/** The camera's picture, px. */
export const picture = { width: 1280, height: 720, centreX: 640, centreY: 360 } as const

/** Radii of the wheel in the picture, px, from the outside in. Angles run clockwise from the picture's right. */
export const radii = {
  bowl: 332,
  rim: 306,
  /** The ball's middle while it runs in the track. */
  track: 290,
  trackInner: 273,
  deflector: 246,
  rotor: 217,
  numbers: 214,
  pockets: 184,
  /** The ball's middle while it rests in a pocket. */
  rest: 166,
  cone: 148,
  turret: 44,
  ball: 8,
} as const

export const deflectorCount = 8
/** Deflector `index` stands at this angle, rad. */
export const deflectorAngle = (index: number): number => ((index + 0.5) * 2 * Math.PI) / deflectorCount
