import { describe, expect, test } from 'vitest'
import { pocketPitch, wheelOrder, wrapAngle } from './pattern.ts'
import { sightOf, type WheelOutputs, type WheelSight } from './sight.ts'

const columns = 296
const turn = 2 * Math.PI

interface Ball {
  readonly row: 0 | 1
  /** rad */
  readonly angle: number
  /** Logit of the peak. */
  readonly heat: number
}

/** What a good model would say: `sure` is the logit of the right colour. */
function outputs(zero: number, balls: readonly Ball[], sure = 5): WheelOutputs {
  const colours = new Float32Array(3 * columns)
  const ball = new Float32Array(4 * columns).fill(-8, 0, 2 * columns).fill(0.8, 3 * columns)
  for (let column = 0; column < columns; column++) {
    const place = (wrapAngle(((column + 0.5) / columns) * turn - zero) + turn) / pocketPitch
    const index = Math.round(place) % 37
    // At the border of two pockets the model is of two minds.
    const inside = Math.min(1, 4 * (0.5 - Math.abs(place - Math.round(place))))
    colours[(index === 0 ? 2 : index % 2 === 1 ? 0 : 1) * columns + column] = sure * inside
    for (const { row, angle, heat } of balls) {
      const away = wrapAngle(angle - ((column + 0.5) / columns) * turn) * (columns / turn)
      if (Math.abs(away) > 6) continue
      ball[row * columns + column] = Math.max(ball[row * columns + column] ?? 0, heat - away * away)
      ball[2 * columns + column] = away
      ball[3 * columns + column] = row === 0 ? 0.77 : 1.35
    }
  }
  return { colours, ball }
}

const inPocket = (pocket: number, zero: number, off = 0, heat = 6): Ball => ({
  row: 0,
  angle: wrapAngle(zero + (wheelOrder.indexOf(pocket) + off) * pocketPitch),
  heat,
})
const inTrack = (angle: number, heat = 6): Ball => ({ row: 1, angle, heat })
const told = ({ state, why }: WheelSight) => why ?? state

describe('the phase', () => {
  test('is found to a fortieth of a pocket, wherever zero stands', () => {
    for (let zero = 0; zero < turn; zero += 0.0137) {
      const seen = sightOf(outputs(zero, []))
      expect(Math.abs(wrapAngle((seen.zero ?? 9) - zero))).toBeLessThan(pocketPitch / 40)
      expect(seen.phaseCertainty).toBeGreaterThan(0.99)
    }
  })

  test('is unsure where a glare hides zero and three pockets to each side: red and black fit two pockets on as well', () => {
    const zero = (100.5 / columns) * turn
    const seen = outputs(zero, [inPocket(17, zero)])
    for (let column = 72; column < 129; column++) for (const row of [0, 1, 2]) seen.colours[row * columns + column] = 0
    expect(told(sightOf(seen))).toBe('phase_unsure')
  })

  test('is of no wheel when the colours follow no sequence', () => {
    const { ball } = outputs(1, [inPocket(17, 1)])
    const random = Float32Array.from({ length: 3 * columns }, (_, index) => 5 * Math.sin(index * index))
    expect(sightOf({ colours: random, ball })).toMatchObject({ state: 'no_read', why: 'no_wheel', zero: null })
    expect(told(sightOf({ colours: new Float32Array(3 * columns), ball }))).toBe('no_wheel')
  })
})

describe('the ball', () => {
  test.each(wheelOrder)('in pocket %i rests there, wherever the rotor stands', (pocket) => {
    for (const zero of [0.01, 2, 4.4, 6.28])
      expect(sightOf(outputs(zero, [inPocket(pocket, zero, 0.2)]))).toMatchObject({ state: 'resting', pocket })
  })

  test('is told with its angle, radius and distance from the middle of the pocket', () => {
    const { ball, fromZero, confidence } = sightOf(outputs(0.4, [inPocket(26, 0.4, -0.15)]))
    expect(wrapAngle((ball?.angle ?? 9) - (0.4 - 1.15 * pocketPitch))).toBeCloseTo(0, 2)
    expect(ball).toMatchObject({ place: 'pocket', radius: expect.closeTo(0.77) })
    expect(fromZero).toBeCloseTo(-1.15, 1)
    expect(confidence).toBeGreaterThan(0.98)
  })

  test('elsewhere rolls, and an empty wheel has none', () => {
    expect(sightOf(outputs(1, [inTrack(3)]))).toMatchObject({ state: 'rolling', pocket: null })
    expect(sightOf(outputs(1, []))).toMatchObject({ state: 'none', pocket: null })
  })

  test('is doubted when it is faint, twofold, in both places, or between two pockets', () => {
    expect(told(sightOf(outputs(1, [inPocket(17, 1, 0, 0)])))).toBe('ball_unsure')
    expect(told(sightOf(outputs(1, [inPocket(17, 1), inPocket(5, 1, 0, 1)])))).toBe('two_balls')
    expect(told(sightOf(outputs(1, [inPocket(17, 1), inTrack(4)])))).toBe('two_balls')
    expect(told(sightOf(outputs(1, [inPocket(17, 1), { ...inPocket(17, 1, 0, 4), row: 1 }])))).toBe('two_balls')
    expect(told(sightOf(outputs(1, [inPocket(17, 1, 0.47)])))).toBe('between_pockets')
  })
})
