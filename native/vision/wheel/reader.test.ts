import { expect, test } from 'vitest'
import { WheelEye } from './eye.ts'
import { pocketPitch, wheelOrder } from './pattern.ts'
import { type PlainScene, plainCalibration, plainFrame, plainModel, plainSize } from './plain-wheel.test-helper.ts'
import { WheelReader } from './reader.ts'
import type { WheelReading } from './reading.ts'

const eye = new WheelEye({ wheelReader: plainModel })
const newReader = () => new WheelReader(eye, plainCalibration)

/** Shows scenes at `perSecond`; null is a black picture. */
async function show(
  reader: WheelReader,
  count: number,
  from: number,
  scene: (frame: number) => PlainScene | null,
  perSecond = 15,
): Promise<WheelReading[]> {
  const readings: WheelReading[] = []
  for (let frame = from; frame < from + count; frame++) {
    const found = scene(frame)
    const at = (frame * 1000) / perSecond
    const black = { ...plainSize, data: new Uint8Array(plainSize.width * plainSize.height * 3), capturedAt: at }
    readings.push(await reader.read(found ? plainFrame(found, at) : black))
  }
  return readings
}

const zeroAt = (frame: number) => 0.3 + frame * 0.12
const inPocket = (pocket: number, zero: number, off = 0, noise = 0): PlainScene => ({
  zero,
  noise,
  balls: [{ angle: zero + (wheelOrder.indexOf(pocket) + off) * pocketPitch, place: 'pocket' }],
})
const carried =
  (pocket: number, off = 0) =>
  (frame: number) =>
    inPocket(pocket, zeroAt(frame), off)
const rolling = (frame: number): PlainScene => ({
  zero: zeroAt(frame),
  balls: [{ angle: 1 - frame * 0.5, place: 'track' }],
})
const empty = (frame: number): PlainScene => ({ zero: zeroAt(frame) })
const last = async (readings: Promise<WheelReading[]>) => (await readings).at(-1)

test('a ball that rolls, then lies still against the rotor, is read in its pocket; before it is rolling', async () => {
  const reader = newReader()
  const rolled = await show(reader, 10, 0, rolling)
  expect(rolled.slice(4).every(({ kind, confidence }) => kind === 'rolling' && confidence > 0.8)).toBe(true)
  const rested = await show(reader, 20, 10, carried(17))
  expect(rested.slice(0, 4).every(({ kind }) => kind !== 'resting')).toBe(true)
  expect(rested.at(-1)).toMatchObject({ kind: 'resting', pocket: 17, rolledAt: rolled.at(-1)?.capturedAt, frames: 20 })
  expect(rested.at(-1)?.since).toBeCloseTo(10_000 / 15)
  expect(rested.at(-1)?.confidence).toBeGreaterThan(0.9)
})

test('a reading tells the model it was read with, and the numbers behind it', async () => {
  const reading = await last(show(newReader(), 12, 0, carried(8)))
  expect(reading?.model).toEqual({ id: 'plain-wheel@1', sha256: '00' })
  expect(reading?.sight).toMatchObject({ state: 'resting', pocket: 8 })
})

test.each([0, 32, 26, 17, 10])('a ball in pocket %i is read at 15 pictures a second', async (pocket) => {
  expect(await last(show(newReader(), 12, 0, carried(pocket)))).toMatchObject({ kind: 'resting', pocket })
})

test.each([0, 0.5, 2, 12, 25])('at five pictures a second and %f rpm a ball is read', async (rpm) => {
  const turn = ((rpm / 60) * 2 * Math.PI) / 5
  const readings = await show(newReader(), 12, 0, (frame) => inPocket(32, frame * turn, 0.1, 4), 5)
  expect(readings.at(-1)).toMatchObject({ kind: 'resting', pocket: 32 })
  expect(readings.slice(0, 4).every(({ kind }) => kind === 'none')).toBe(true)
})

test('the crop shows the ball', async () => {
  const reading = await last(show(newReader(), 12, 30, carried(17)))
  const angle = zeroAt(41) + wheelOrder.indexOf(17) * pocketPitch
  const x = (plainCalibration.cx + 0.79 * plainCalibration.rx * Math.cos(angle)) * plainSize.width
  expect(Math.abs((reading?.crop.x ?? 0) + (reading?.crop.width ?? 0) / 2 - x)).toBeLessThan(4)
})

test('a ball between two pockets is in neither', async () => {
  const readings = await show(newReader(), 15, 0, carried(17, 0.5))
  expect(readings.some(({ kind }) => kind === 'resting')).toBe(false)
  expect(readings.at(-1)).toMatchObject({ kind: 'none', why: 'between_pockets' })
})

test('a ball that creeps from pocket to pocket does not rest', async () => {
  const readings = await show(newReader(), 60, 0, (frame) => inPocket(17, zeroAt(frame), frame * 0.12))
  expect(readings.filter(({ kind, confidence }) => kind === 'resting' && confidence >= 0.9)).toEqual([])
})

test.each([
  ['the same bytes', 0],
  ['a camera frozen before a noisy line', 4],
])('a frozen picture is no reading, however well it shows a ball: %s', async (_, noise) => {
  const reader = newReader()
  await show(reader, 10, 0, rolling)
  await show(reader, 10, 10, carried(8))
  const frozen = await show(reader, 40, 20, () => inPocket(8, zeroAt(20), 0, noise))
  expect(frozen.at(-1)).toMatchObject({ kind: 'none', why: 'picture_frozen', rolledAt: null })
  expect(frozen.slice(7).every(({ kind }) => kind === 'none')).toBe(true)
  expect(await last(show(reader, 12, 60, carried(8)))).toMatchObject({ kind: 'resting', pocket: 8, rolledAt: null })
})

test('a picture that never lived is frozen, and not a rotor that stands', async () => {
  const still = await show(newReader(), 40, 0, () => inPocket(8, 0))
  expect(still.every(({ kind }) => kind !== 'resting')).toBe(true)
  expect(still.at(-1)).toMatchObject({ kind: 'none', why: 'picture_frozen' })
})

test('the same picture twice, now and then, costs nothing', async () => {
  const readings = await show(newReader(), 30, 0, (frame) => inPocket(8, zeroAt(frame - (frame % 2))))
  expect(readings.at(-1)).toMatchObject({ kind: 'resting', pocket: 8 })
})

test('black is no wheel', async () => {
  expect(await last(show(newReader(), 3, 0, () => null))).toMatchObject({ kind: 'none', why: 'no_wheel' })
  expect(await last(show(newReader(), 30, 0, () => null))).toMatchObject({ kind: 'none', why: 'no_wheel' })
})

test('a picture that was away for over two seconds has forgotten that the ball rolled, and one of before has not', async () => {
  const reader = newReader()
  const rolledAt = (await last(show(reader, 10, 0, rolling)))?.rolledAt
  expect(await last(show(reader, 12, 35, carried(5)))).toMatchObject({ kind: 'resting', pocket: 5, rolledAt })
  expect(await last(show(reader, 12, 80, carried(5)))).toMatchObject({ kind: 'resting', pocket: 5, rolledAt: null })
})

test('an empty wheel has no ball, and a reflection that stands still is not one that rolls', async () => {
  expect(await last(show(newReader(), 10, 0, empty))).toMatchObject({ kind: 'none', why: 'no_ball' })
  const speck = await show(newReader(), 20, 0, (frame) => ({
    ...empty(frame),
    balls: [{ angle: 2, place: 'track' }],
  }))
  expect(speck.every(({ kind }) => kind === 'none')).toBe(true)
})

test('two balls are none', async () => {
  const both = await show(newReader(), 12, 0, (frame) => ({
    zero: zeroAt(frame),
    balls: [...(inPocket(8, zeroAt(frame)).balls ?? []), { angle: frame * 0.5, place: 'track' }],
  }))
  expect(both.every(({ kind }) => kind === 'none')).toBe(true)
  expect(both.at(-1)?.why).toBe('unclear')
})

test('a ball that is hidden for two pictures still rests', async () => {
  const reader = newReader()
  await show(reader, 12, 0, carried(21))
  const hidden = await show(reader, 2, 12, empty)
  expect(hidden.map(({ kind }) => kind)).toEqual(['resting', 'resting'])
  expect(await last(show(reader, 3, 14, empty))).toMatchObject({ kind: 'none', why: 'no_ball' })
})

test('a calibration that no wheel can have is refused', async () => {
  const outside = new WheelReader(eye, { ...plainCalibration, cx: 1.2 })
  await expect(show(outside, 1, 0, empty)).rejects.toMatchObject({ code: 'bad_calibration' })
})
