import { beforeAll, expect, test } from 'vitest'
import type { RgbFrame } from './frame.ts'
import { pocketPitch, wheelOrder } from './wheel/pattern.ts'
import { WheelReader } from './wheel-reader.ts'
import type { WheelCalibration, WheelReading } from './wheel-reading.ts'

const [width, height] = [640, 360]
const calibration: WheelCalibration = {
  ...{ centreX: 0.5, centreY: 0.28125, squash: 0.9 },
  ...{ pocketInner: 0.12, pocketOuter: 0.142, colourInner: 0.146, colourOuter: 0.166 },
  ...{ trackInner: 0.215, trackOuter: 0.235 },
}
const ringMiddle = { pocket: 0.131, track: 0.225 }

interface Scene {
  readonly rotor: number
  /** Angle in the picture, and where. */
  readonly ball?: { readonly angle: number; readonly ring: 'pocket' | 'track' }
  readonly speck?: number
}

/** A wheel drawn plainly, from the side a little: coloured rings on grey, and a white disc. */
function draw({ rotor, ball, speck }: Scene): Uint8Array {
  const data = new Uint8Array(width * height * 3).fill(60)
  const [half, middleX, middleY] = [calibration.colourOuter, calibration.centreX, calibration.centreY]
  for (let y = Math.floor((middleY - half) * width); y < (middleY + half) * width; y++)
    for (let x = Math.floor((middleX - half) * width); x < (middleX + half) * width; x++) {
      const [east, south] = [x / width - calibration.centreX, (y / width - calibration.centreY) / calibration.squash]
      const radius = Math.hypot(east, south)
      if (radius < calibration.pocketInner || radius > calibration.colourOuter) continue
      const place = Math.round((Math.atan2(south, east) - rotor) / pocketPitch)
      const index = ((place % 37) + 37) % 37
      data.set(index === 0 ? [10, 110, 50] : index % 2 === 1 ? [160, 18, 25] : [18, 18, 20], (y * width + x) * 3)
    }
  const disc = (angle: number, at: number) => {
    const [middleX, middleY] = [
      (calibration.centreX + at * Math.cos(angle)) * width,
      (calibration.centreY + at * calibration.squash * Math.sin(angle)) * width,
    ]
    for (let y = -4; y <= 4; y++)
      for (let x = -4; x <= 4; x++)
        if (x * x + y * y <= 16)
          data.set([230, 230, 230], ((Math.round(middleY) + y) * width + Math.round(middleX) + x) * 3)
  }
  if (ball) disc(ball.angle, ringMiddle[ball.ring])
  if (speck !== undefined) disc(speck, ringMiddle.track)
  return data
}

/** Shows scenes at 15 a second. */
function show(
  reader: WheelReader,
  count: number,
  from: number,
  scene: (frame: number) => Scene | null,
): WheelReading[] {
  return Array.from({ length: count }, (_, index) => {
    const found = scene(from + index)
    const data = found ? draw(found) : new Uint8Array(width * height * 3)
    const frame: RgbFrame = { width, height, data, capturedAt: ((from + index) * 1000) / 15 }
    return reader.read(frame)
  })
}

const rotorAt = (frame: number) => 0.3 + frame * 0.12
const inPocket = (pocket: number, frame: number, off = 0): Scene => ({
  rotor: rotorAt(frame),
  ball: { angle: rotorAt(frame) + (wheelOrder.indexOf(pocket) + off) * pocketPitch, ring: 'pocket' },
})
const rolling = (frame: number): Scene => ({
  rotor: rotorAt(frame),
  ball: { angle: 1 - frame * 0.5, ring: 'track' },
})

let reader: WheelReader
beforeAll(() => {
  reader = new WheelReader(calibration)
})

test.each(wheelOrder.map((pocket) => [pocket]))(
  'a ball that turns with the rotor in pocket %i rests there',
  (pocket) => {
    const [last] = show(new WheelReader(calibration), 10, 0, (frame) => inPocket(pocket, frame)).slice(-1)
    expect(last).toMatchObject({ kind: 'resting', pocket })
    expect(last?.confidence).toBeGreaterThan(0.9)
  },
)

test('from rolling to rest: when it rolled, since when it rests, how many frames say so', () => {
  const rolled = show(reader, 10, 0, rolling)
  expect(rolled.map(({ kind }) => kind)).toEqual([...Array(3).fill('none'), ...Array(7).fill('rolling')])
  const rested = show(reader, 20, 10, (frame) => inPocket(17, frame))
  expect(rested.slice(0, 4).every(({ kind }) => kind !== 'resting')).toBe(true)
  expect(rested.at(-1)).toMatchObject({ kind: 'resting', pocket: 17, rolledAt: rolled.at(-1)?.capturedAt, frames: 20 })
  expect(rested.at(-1)?.since).toBeCloseTo(10_000 / 15)
})

test('the crop shows the ball', () => {
  const [last] = show(reader, 1, 30, (frame) => inPocket(17, frame))
  const { ball } = inPocket(17, 30)
  const x = (calibration.centreX + ringMiddle.pocket * Math.cos(ball?.angle ?? 0)) * width
  expect(Math.abs((last?.crop.x ?? 0) + (last?.crop.width ?? 0) / 2 - x)).toBeLessThan(4)
})

test('a ball between two pockets is in neither', () => {
  const readings = show(new WheelReader(calibration), 15, 0, (frame) => inPocket(17, frame, 0.5))
  expect(readings.some(({ kind }) => kind === 'resting')).toBe(false)
  expect(readings.at(-1)).toMatchObject({ kind: 'none', why: 'between_pockets' })
})

test('a ball that creeps from pocket to pocket does not rest', () => {
  const readings = show(new WheelReader(calibration), 60, 0, (frame) => inPocket(17, frame, frame * 0.12))
  expect(readings.filter(({ kind, confidence }) => kind === 'resting' && confidence >= 0.9)).toEqual([])
})

test('a frozen picture is no reading, however well it shows a ball', () => {
  const eye = new WheelReader(calibration)
  show(eye, 10, 0, rolling)
  show(eye, 10, 10, (frame) => inPocket(8, frame))
  const frozen = show(eye, 20, 20, () => inPocket(8, 20))
  expect(frozen.at(-1)).toMatchObject({ kind: 'none', why: 'picture_frozen', rolledAt: null })
  const [thawed] = show(eye, 10, 40, (frame) => inPocket(8, frame)).slice(-1)
  expect(thawed).toMatchObject({ kind: 'resting', pocket: 8, rolledAt: null })
})

test('the same picture twice, now and then, costs nothing', () => {
  const readings = show(new WheelReader(calibration), 30, 0, (frame) => inPocket(8, frame - (frame % 2)))
  expect(readings.at(-1)).toMatchObject({ kind: 'resting', pocket: 8 })
})

test('black, and a wheel without colours, are no wheel', () => {
  expect(show(new WheelReader(calibration), 3, 0, () => null).at(-1)).toMatchObject({ kind: 'none', why: 'no_wheel' })
  const grey = { width, height, data: new Uint8Array(width * height * 3).fill(90), capturedAt: 0 }
  expect(new WheelReader(calibration).read(grey)).toMatchObject({ kind: 'none', why: 'no_wheel' })
})

test('a picture that was away for over a second has forgotten that the ball rolled', () => {
  const eye = new WheelReader(calibration)
  show(eye, 10, 0, rolling)
  const [after] = show(eye, 10, 40, (frame) => inPocket(5, frame)).slice(-1)
  expect(after).toMatchObject({ kind: 'resting', pocket: 5, rolledAt: null })
})

test('an empty wheel has no ball, and a reflection that stands still is not one that rolls', () => {
  const empty = show(new WheelReader(calibration), 10, 0, (frame) => ({ rotor: rotorAt(frame) }))
  expect(empty.at(-1)).toMatchObject({ kind: 'none', why: 'no_ball' })
  const speck = show(new WheelReader(calibration), 20, 0, (frame) => ({ rotor: rotorAt(frame), speck: 2 }))
  expect(speck.every(({ kind }) => kind === 'none')).toBe(true)
})

test('two balls are none', () => {
  const both = show(new WheelReader(calibration), 10, 0, (frame) => ({ ...inPocket(8, frame), speck: frame * 0.5 }))
  expect(both.every(({ kind }) => kind !== 'resting')).toBe(true)
})

test('a rotor that stands still proves no rest', () => {
  const still = show(new WheelReader(calibration), 20, 0, () => inPocket(8, 0))
  expect(still.every(({ kind }) => kind !== 'resting')).toBe(true)
})
