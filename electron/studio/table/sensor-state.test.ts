import { expect, test } from 'vitest'
import type { WheelEvent } from '../../../native/sensors/index.ts'
import { type SensorState, sensorAfter, sensorAttention, sensorBefore, sensorNews } from './sensor-state.ts'

const before = sensorBefore({ kind: 'serial', path: '/dev/ttyUSB0', baud: 9600 })
const open = { type: 'port', at: 1, state: 'open', attempt: 1 } as const
const status: WheelEvent = {
  type: 'status',
  at: 10_000,
  state: 'no_more_bets',
  rotorRpm: 15.8,
  direction: 'clockwise',
  warnings: [],
  raw: '*X;4;146; 9;0;158;0',
}
const after = (...events: WheelEvent[]): SensorState => events.reduce(sensorAfter, before)

test('a silent sensor says since when, what that means for the round, and what to do', () => {
  const silent = after(open, status, { type: 'silence', at: 13_000, silent: true, lastFrameAt: 10_000 })
  expect(sensorAttention(silent, 14_000, true)).toEqual({
    level: 'alarm',
    text: 'Wheel sensor silent for 4 s. The round waits. Check the cable on /dev/ttyUSB0, or enter the result from the video.',
  })
  expect(sensorAttention(silent, 14_000, false).text).toBe(
    'Wheel sensor silent for 4 s. Check the cable on /dev/ttyUSB0.',
  )
})

test('a lost sensor stays lost while it is tried again, until it is open', () => {
  const lost = after(open, { type: 'port', at: 2, state: 'lost', attempt: 1, reason: 'EIO' })
  const again = sensorAfter(lost, { type: 'port', at: 3, state: 'connecting', attempt: 2 })
  expect(again).toMatchObject({ port: 'lost', reason: 'EIO', attempt: 2 })
  expect(sensorAttention(again, 4, false).level).toBe('alarm')
  expect(sensorAttention(sensorAfter(again, open), 4, false).level).toBe('ok')
})

test('the record hears of a lost line once, not of every attempt', () => {
  const lost: WheelEvent = { type: 'port', at: 2, state: 'lost', attempt: 2, reason: 'EIO' }
  const first = after(open)
  const second = sensorAfter(first, lost)
  expect(sensorNews(first, second, lost)?.text).toBe(
    'The wheel sensor on /dev/ttyUSB0 is lost: EIO. It is tried again.',
  )
  expect(sensorNews(second, sensorAfter(second, lost), lost)).toBeNull()
})
