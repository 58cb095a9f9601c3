/** A rotor that eases from one speed to another and then keeps it. Speeds in rad/s, positive clockwise. */
export interface RotorMotion {
  readonly from: number
  readonly angle: number
  readonly speedBefore: number
  readonly speed: number
}

/** How long the dealer's push takes, world s. */
const pushSeconds = 3

/** Rotor angle in rad (unwrapped) at a world time ≥ `from`. */
export function rotorAngleAt(motion: RotorMotion, at: number): number {
  const elapsed = at - motion.from
  const part = Math.min(Math.max(elapsed / pushSeconds, 0), 1)
  // The integral of the smoothstep 3u² − 2u³ that blends the two speeds.
  const blended = pushSeconds * (part ** 3 - part ** 4 / 2) + Math.max(0, elapsed - pushSeconds)
  return motion.angle + motion.speedBefore * (elapsed - blended) + motion.speed * blended
}

/** Rotor speed in rad/s. */
export function rotorSpeedAt(motion: RotorMotion, at: number): number {
  const part = Math.min(Math.max((at - motion.from) / pushSeconds, 0), 1)
  return motion.speedBefore + (motion.speed - motion.speedBefore) * part * part * (3 - 2 * part)
}

export const rpmToSpeed = (rpm: number): number => (rpm * 2 * Math.PI) / 60
export const speedToRpm = (speed: number): number => (Math.abs(speed) * 60) / (2 * Math.PI)
