import { expect, it } from 'vitest'
import { PacketHistory } from './history.ts'

const packet = (sequence: number) => Buffer.from(`packet ${sequence}`)

it('gives back a packet by its sequence, but not twice within a moment', () => {
  const history = new PacketHistory()
  history.keep(65_535, packet(65_535))
  history.keep(0, packet(0))
  expect(history.resend(65_535, 0)).toEqual(packet(65_535))
  expect(history.resend(65_535, 9)).toBeNull()
  expect(history.resend(65_535, 10)).toEqual(packet(65_535))
  expect(history.resend(0, 10)).toEqual(packet(0))
})

it('forgets old packets, and never gives another for them', () => {
  const history = new PacketHistory()
  for (let sequence = 0; sequence < 1_100; sequence++) history.keep(sequence, packet(sequence))
  expect(history.resend(0, 0)).toBeNull()
  expect(history.resend(75, 0)).toBeNull()
  expect(history.resend(76, 0)).toEqual(packet(76))
  expect(history.resend(1_100, 0)).toBeNull()
})
