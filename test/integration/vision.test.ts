import { describe, expect, test } from 'vitest'
import { type FaultName, faultNames } from '../../native/virtual/index.ts'
import { disturbanceNames } from '../vision/disturbance.ts'
import { readSpins } from '../vision/read-spins.ts'

/** The media process shows vision fifteen pictures a second of a wheel, unless it is told otherwise. */
const framesPerSecond = 15

describe('the camera reads the virtual wheel', () => {
  test.each([
    { seed: 11, speed: 5, framesPerSecond, spins: 12, bitrate: null },
    { seed: 12, speed: 5, framesPerSecond, spins: 10, bitrate: 2_500_000 },
    { seed: 13, speed: 3, framesPerSecond, spins: 6, bitrate: 6_000_000 },
    { seed: 14, speed: 1, framesPerSecond: 5, spins: 6, bitrate: 2_500_000 },
    { seed: 15, speed: 1, framesPerSecond, spins: 2, bitrate: 2_500_000 },
  ])(
    'at speed $speed, $framesPerSecond pictures a second, $spins spins, $bitrate bit/s (seed $seed)',
    {
      timeout: 240_000,
    },
    async (options) => {
      const seen = await readSpins(options)
      expect(seen.wrong).toEqual([])
      expect(seen.right).toBe(options.spins)
    },
  )

  test('in light that drifts and flickers, out of focus, and with a camera that shakes', {
    timeout: 240_000,
  }, async () => {
    const spins = 8
    // Each alone, then all at once.
    const disturbances = (spin: number) => {
      const alone = disturbanceNames[spin - 1]
      return alone ? [alone] : disturbanceNames
    }
    const seen = await readSpins({ seed: 31, speed: 5, framesPerSecond, spins, bitrate: 2_500_000, disturbances })
    expect(seen.wrong).toEqual([])
    expect(seen.right).toBe(spins)
  })

  test('a spin that fails, and a picture that is frozen, black or gone, is never read as a result', {
    timeout: 240_000,
  }, async () => {
    // Each fault for one spin, with a good spin before and after.
    const faults = (spin: number): readonly FaultName[] => {
      const fault = spin % 2 === 0 ? faultNames[spin / 2 - 1] : undefined
      return fault ? [fault] : []
    }
    const spins = faultNames.length * 2 + 1
    const seen = await readSpins({ seed: 21, speed: 5, spins, framesPerSecond, bitrate: 2_500_000, faults })
    expect(seen.wrong).toEqual([])
    for (const failed of ['mis_spin', 'ball_out', 'camera_black', 'camera_gone'] as const) {
      // The last spin's ball may still lie there when the spin begins.
      expect(seen.restingFrames[failed] ?? 0, failed).toBeLessThanOrEqual(framesPerSecond)
    }
  })
})
