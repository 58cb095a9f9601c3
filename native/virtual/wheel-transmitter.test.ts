import { expect, test } from 'vitest'
import type { WheelEvent } from '../sensors/index.ts'
import { slingShot } from '../sensors/slingshot/index.ts'
import type { FaultName } from './api.ts'
import { WheelTransmitter } from './wheel-transmitter.ts'
import { World } from './world.ts'

/** A real driver listens to the wheel for some spins. */
function listen(seed: number, spins: number, fault?: FaultName) {
  const world = new World({ seed, utc: (time) => time * 1000 })
  const wheel = new WheelTransmitter(world)
  const witness = slingShot.witness()
  const texts: string[] = []
  const events: WheelEvent[] = []
  if (fault) world.setFault(fault, null)
  for (let time = 0; world.spin <= spins; time += 0.1)
    for (const { at, text } of wheel.advance(time)) {
      texts.push(text)
      events.push(...witness.receive(Buffer.from(text, 'latin1'), at * 1000))
    }
  const truth = new Map(world.spins(1000).map((spin) => [spin.index, spin]))
  const numbers = events.flatMap((event) => (event.type === 'winning_number' ? [event] : []))
  const lost = events.flatMap((event) => (event.type === 'spin_lost' ? [event.why] : []))
  const pocketAt = (at: number) =>
    [...truth.values()].find(({ startedAt, endedAt }) => startedAt < at && endedAt <= at && at < endedAt + 4000)?.pocket
  return { texts, events, numbers, lost, pocketAt }
}

test('a driver hears the true number of every spin', () => {
  const { numbers, lost, pocketAt, events } = listen(1, 100)
  expect(lost).toEqual([])
  expect(numbers.length).toBe(100)
  for (const { pocket, at } of numbers) expect(pocket).toBe(pocketAt(at))
  expect(events.filter(({ type }) => type === 'corrupt')).toEqual([])
})

test('the wheel shows the last number until the next, and none before the first', () => {
  const { texts } = listen(2, 2)
  const lines = texts.join('').split('\r\n')
  const first = lines.findIndex((line) => /^[ \d]{2}$/.test(line))
  expect(lines.slice(0, first).every((line) => line.slice(9, 11) === '  ')).toBe(true)
  expect(lines[first + 1]?.slice(0, 12)).toBe(`*X;5;001;${lines[first]};`)
  expect(lines.find((line) => line.startsWith('*X;4;002'))?.slice(9, 11)).toBe(lines[first])
})

test('about one status in twenty comes together with the next, and the spin number wraps', () => {
  const { texts } = listen(3, 260)
  const bunched = texts.filter((text) => text.split('\r\n').length > 2).length
  expect(bunched / texts.length).toBeGreaterThan(0.03)
  expect(bunched / texts.length).toBeLessThan(0.07)
  expect(texts.some((text) => text.startsWith('*X;2;000;'))).toBe(true)
  expect(texts.every((text) => !text.includes(';256;'))).toBe(true)
})

test('sensor_wrong_number: the wheel lies, and consistently', () => {
  const { numbers, pocketAt, lost } = listen(4, 30, 'sensor_wrong_number')
  expect(numbers.length).toBe(30)
  expect(lost).toEqual([])
  for (const { pocket, at } of numbers) expect(pocket).not.toBe(pocketAt(at))
})

test.each([5, 6, 7])('sensor_corrupt: noise costs numbers but never makes one (seed %i)', (seed) => {
  const { numbers, pocketAt, events, lost } = listen(seed, 300, 'sensor_corrupt')
  expect(events.filter(({ type }) => type === 'corrupt').length).toBeGreaterThan(300)
  expect(lost.length).toBeGreaterThan(30)
  expect(numbers.length).toBeGreaterThan(30)
  for (const { pocket, at } of numbers) expect(pocket).toBe(pocketAt(at))
})

test('sensor_silent: nothing is sent', () => {
  expect(listen(8, 2, 'sensor_silent').texts).toEqual([])
})

test.each([
  ['mis_spin', 'mis_spin'],
  ['ball_out', 'ball_not_detected'],
] as const)('%s: the wheel gives the spin up (%s)', (fault, why) => {
  const { numbers, lost } = listen(9, 5, fault)
  expect(numbers).toEqual([])
  expect(lost).toEqual(Array(5).fill(why))
})

test('the wheel answers commands, and obeys them', () => {
  const world = new World({ seed: 11, utc: (time) => time })
  const wheel = new WheelTransmitter(world)
  expect(wheel.answer({ type: 'hello' })).toBe('')
  wheel.advance(1.2)
  expect(wheel.answer({ type: 'self_test' })).toBe('*F 0\r\n')
  wheel.advance(5)
  expect(wheel.answer({ type: 'self_test' })).toBe('')
  expect(wheel.answer({ type: 'version' })).toBe('*V 2.10\r\n')
  expect(wheel.answer({ type: 'status' })).toMatch(/^\*X;2;001; {2};0;\d{3};[01]\r\n$/)
  expect(wheel.answer({ type: 'restart' })).toBe('*R\r\n')
  expect(wheel.answer({ type: 'status' })).toMatch(/^\*X;6;/)
  expect(wheel.answer({ type: 'power', on: false })).toBe('*P 0\r\n')
  wheel.advance(60)
  expect(world.spin).toBe(1)
  expect(wheel.answer({ type: 'start' })).toBe('*u 1\r\n')
  wheel.advance(64)
  expect(world.spin).toBe(2)
})
