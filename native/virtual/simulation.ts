import { setImmediate as nextTurn } from 'node:timers/promises'
import { type FaultName, faultNames, type VirtualSpin } from './api.ts'
import { spinFaults } from './faults.ts'
import type { Transmission } from './wheel-transmitter.ts'

export interface SimulationOptions {
  readonly seed: number
  /** World seconds per second; 1 when left out. */
  readonly speed?: number
  /** Pictures a second, real time, whatever the speed. */
  readonly framesPerSecond: number
  /** Spins after which it ends. */
  readonly spins: number
  /** The faults that a spin is to have, by its number. */
  readonly faults?: (spin: number) => readonly FaultName[]
}

/** One picture and what happened by then. */
export interface SimulatedMoment {
  /** UTC in ms of a clock that starts at 0. */
  readonly at: number
  readonly spin: number
  /** When the spin in play began: as `at`. */
  readonly spinStartedAt: number
  /** Planes Y, U and V of 1280 × 720, BT.709; drawn over by the next moment. */
  readonly picture: Buffer
  readonly lines: readonly Transmission[]
  /** Spins that are decided, newest first. */
  readonly truth: (limit: number) => VirtualSpin[]
}

/**
 * The virtual table without the wall clock, picture by picture: for tests by the thousand. The same seed and faults give
 * the same pictures and lines. Cameras that are gone give no moment.
 */
export async function* simulateTable(options: SimulationOptions): AsyncGenerator<SimulatedMoment> {
  // Skia and FFmpeg are loaded only by those who ask for pictures: this room's door is also opened by a thin launcher.
  const [{ CameraFilm }, { cameraViews }, { sightOf }, { WheelTransmitter }, { World }] = await Promise.all([
    import('./camera-film.ts'),
    import('./camera-view.ts'),
    import('./sight.ts'),
    import('./wheel-transmitter.ts'),
    import('./world.ts'),
  ])
  const { seed, speed = 1, framesPerSecond, spins } = options
  const world = new World({ seed, utc: (time) => (time / speed) * 1000 })
  const wheel = new WheelTransmitter(world)
  using film = new CameraFilm(cameraViews.wheel, world.faults)
  for (let frame = 0; ; frame++) {
    const time = (frame / framesPerSecond) * speed
    const lines = wheel.advance(time)
    if (world.spin > spins) return
    for (const name of faultNames) {
      const spin = spinFaults.includes(name) ? world.spin + 1 : world.spin
      const wanted = options.faults?.(spin).includes(name) ?? false
      if (wanted && !world.faults.has(name)) world.setFault(name, null)
      if (!wanted) world.faults.clear(name)
    }
    const picture = film.expose(sightOf(world, speed))
    const spinStartedAt = (world.plan.from / speed) * 1000
    // Native memory of pictures past is given back only between turns of the event loop.
    await nextTurn()
    const at = (frame / framesPerSecond) * 1000
    if (picture) yield { at, spin: world.spin, spinStartedAt, picture, lines, truth: (limit) => world.spins(limit) }
  }
}
